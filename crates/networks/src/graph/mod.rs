//! Networks as graphs of operations on a batch: what a network is beyond a chain of layers.
//!
//! A value of the graph is a matrix with a column per view; the rows of an image are its channels, one after the other,
//! each of them row by row. A parameter may serve several operations: its derivative is the sum of theirs. A network of
//! [layers](crate::network) is a graph of one path (`Graph::from`).
//!
//! Three readings of a graph, which share no code: [`Tape::graph`](crate::tape::Tape::graph) records it for
//! differentiation; [`Evaluated`] is its values and, forward, their derivatives along a change of parameters;
//! [`Graph::degree_in`] finds, from the operations alone, in which degree it is homogeneous in some of its parameters.

mod degree;
mod evaluated;
mod image;
mod tangent;
mod validate;

pub use evaluated::Evaluated;
pub use image::{Image, Window};
pub use validate::GraphError;

use crate::matrix::rows;
use crate::network::{Activation, Layer, Network, Pool};
use crate::numbers::{Field, Line, Rational, Ring};
use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

/// A matrix to differentiate by: weights, a kernel, biases or gains.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(bound(serialize = "S: Serialize", deserialize = "S: Deserialize<'de>"))]
pub struct Parameter<S: Ring> {
    /// What it is called.
    pub name: String,
    /// Its entries.
    #[serde(with = "rows")]
    pub values: DMatrix<S>,
    /// Which entries exist (1) and which do not (0); `None`: all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mask: Option<Vec<Vec<u8>>>,
}

/// What a node does with the values of other nodes. A parameter is named by its place among the parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[serde(bound(serialize = "S: Serialize", deserialize = "S: Deserialize<'de>"))]
pub enum Operation<S: Ring> {
    /// The input, n₀ × views.
    Input,
    /// W f.
    Dense {
        /// W, rows × (rows of f).
        weights: usize,
    },
    /// The cross-correlation of an image with a kernel: in channel o at place p, Σ over the window of kernel · image.
    Convolution {
        /// Its kernel, (channels after) × (channels before / groups · height · width of the window).
        kernel: usize,
        /// The image that it reads.
        image: Image,
        /// What slides over it.
        window: Window,
        /// Equal parts of the channels, each part after made of the same part before alone.
        #[serde(default = "one", skip_serializing_if = "is_one")]
        groups: usize,
    },
    /// The entries of a parameter, row by row, the same for every view.
    Entries {
        /// The parameter.
        of: usize,
    },
    /// These numbers, the same for every view.
    Constant {
        /// One a row.
        column: Vec<S>,
    },
    /// f + b, one bias for all places of a channel.
    Bias {
        /// b, channels × 1.
        biases: usize,
    },
    /// g · f, one gain for all places of a channel.
    Scale {
        /// g, channels × 1.
        gains: usize,
    },
    /// s · f + t, a given s and t for all places of a channel: BatchNorm with running statistics.
    Affine {
        /// s of every channel.
        scales: Vec<S>,
        /// t of every channel.
        shifts: Vec<S>,
    },
    /// The sum of two values: where a skip connection ends.
    Add,
    /// The first value less the second.
    Subtract,
    /// The product of two values, entry by entry.
    Multiply,
    /// The first value over the second, entry by entry.
    Divide,
    /// Values one under another.
    Concatenate,
    /// Rows of a value in a given order, any of them more than once; `None` is a row of zeros: slices, transposed and padded
    /// images, what is repeated.
    Rows {
        /// The row that each row takes.
        rows: Vec<Option<usize>>,
    },
    /// max(t, slope·t) for a slope below 1: ReLU for 0.
    Rectify {
        /// The slope below 0.
        slope: S,
    },
    /// A given gate on every unit and view.
    Gate {
        /// The gates, rows × views.
        #[serde(with = "rows")]
        gates: DMatrix<S>,
    },
    /// tanh.
    Tanh,
    /// A smooth function of every entry.
    Apply {
        /// Which.
        function: Function,
    },
    /// min(max(t, low), high); a bound that is not there does not bind.
    Clip {
        /// The lower bound.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        low: Option<S>,
        /// The upper bound.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        high: Option<S>,
    },
    /// The largest of each group of rows.
    MaxPool {
        /// The rows of each group.
        groups: Vec<Vec<usize>>,
    },
    /// The mean of each group of rows.
    AveragePool {
        /// The rows of each group.
        groups: Vec<Vec<usize>>,
    },
    /// f less the mean of its channel over places and views: BatchNorm's first part.
    ZeroMean {
        /// Channels, each of as many rows.
        channels: usize,
        /// Is the mean a constant to the gradient?
        held_constant: bool,
    },
    /// f over s, s² = E(f − E f)² + ε over the places of a channel and the views: BatchNorm's second part.
    OverDeviation {
        /// Channels, each of as many rows.
        channels: usize,
        /// ε, at least 0.
        epsilon: S,
        /// Is the deviation a constant to the gradient?
        held_constant: bool,
    },
    /// Each view over its norm.
    Normalise,
}

/// A smooth function of one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Function {
    /// eᵗ.
    Exponential,
    /// ln t, t > 0.
    Logarithm,
    /// √t, t > 0.
    SquareRoot,
    /// 1/(1 + e⁻ᵗ).
    Sigmoid,
    /// ln(1 + eᵗ).
    Softplus,
    /// (2/√π) ∫₀ᵗ e^(−s²) ds.
    Erf,
}

fn one() -> usize {
    1
}

fn is_one(n: &usize) -> bool {
    *n == 1
}

/// An operation and the places of the nodes whose values it takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(bound(serialize = "S: Serialize", deserialize = "S: Deserialize<'de>"))]
pub struct Node<S: Ring> {
    /// What it does.
    pub operation: Operation<S>,
    /// Earlier nodes: none for what takes no value, two for a sum, difference, product or quotient, any number of those that
    /// stand one under another, else one.
    #[serde(default)]
    pub of: Vec<usize>,
}

/// A network: parameters, and nodes in an order in which each takes values of earlier ones. The last one is the output.
///
/// ```
/// use dualproof_networks::graph::{Graph, Node, Operation, Parameter};
/// use dualproof_numbers::matrix::dmatrix;
/// // f(x) = x + g·max(W x, 0): a residual block with a gain on the branch.
/// let parameter = |name: &str, values| Parameter { name: name.to_string(), values, mask: None };
/// let node = |operation, of: &[usize]| Node { operation, of: of.to_vec() };
/// let graph = Graph {
///     parameters: vec![parameter("W", dmatrix![2.0, 0.0; 0.0, -1.0]), parameter("g", dmatrix![3.0])],
///     nodes: vec![
///         node(Operation::Input, &[]),
///         node(Operation::Dense { weights: 0 }, &[0]),
///         node(Operation::Rectify { slope: 0.0 }, &[1]),
///         node(Operation::Scale { gains: 1 }, &[2]),
///         node(Operation::Add, &[0, 3]),
///     ],
/// };
/// graph.validate(2, 1)?;
/// let law = [1.0];
/// assert_eq!(*graph.evaluated(&dmatrix![1.0; 1.0], &law)?.output(), dmatrix![7.0; 1.0]);
/// assert_eq!(graph.degree_in(&[0]), None);    // the skip does not scale with W
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(bound(serialize = "S: Serialize", deserialize = "S: Deserialize<'de>"))]
pub struct Graph<S: Ring> {
    /// What it has learnt.
    pub parameters: Vec<Parameter<S>>,
    /// What it does.
    pub nodes: Vec<Node<S>>,
}

impl<S: Ring> Parameter<S> {
    /// The mask as a matrix of zeros and ones, if there is one.
    pub fn mask_matrix(&self) -> Option<DMatrix<S>> {
        let bit = |b: u8| if b == 0 { S::zero() } else { S::one() };
        let (rows, columns) = self.values.shape();
        self.mask.as_ref().map(|mask| DMatrix::from_fn(rows, columns, |i, j| bit(mask[i][j])))
    }
}

impl<S: Ring> Operation<S> {
    /// The parameter that it uses, if any.
    pub fn parameter(&self) -> Option<usize> {
        match self {
            Operation::Dense { weights: place }
            | Operation::Convolution { kernel: place, .. }
            | Operation::Bias { biases: place }
            | Operation::Scale { gains: place }
            | Operation::Entries { of: place } => Some(*place),
            _ => None,
        }
    }
}

impl<S: Field> From<&Network<S>> for Graph<S> {
    fn from(network: &Network<S>) -> Self {
        let mut graph =
            Graph { parameters: Vec::new(), nodes: vec![Node { operation: Operation::Input, of: Vec::new() }] };
        for (l, layer) in (1..).zip(&network.layers) {
            graph.append(l, layer);
        }
        graph
    }
}

impl<S: Field> Graph<S> {
    fn append(&mut self, l: usize, layer: &Layer<S>) {
        let weights = self.parameters.len();
        let (values, mask) = (layer.weights.clone(), layer.mask.clone());
        self.parameters.push(Parameter { name: format!("W_{l}"), values, mask });
        self.then(Operation::Dense { weights });
        if let Some(bias) = &layer.bias {
            let values = DMatrix::from_column_slice(bias.len(), 1, bias);
            self.parameters.push(Parameter { name: format!("b_{l}"), values, mask: None });
            self.then(Operation::Bias { biases: weights + 1 });
        }
        match &layer.activation {
            Activation::Linear => {}
            Activation::Relu => self.then(Operation::Rectify { slope: S::zero() }),
            Activation::LeakyRelu { slope } => self.then(Operation::Rectify { slope: slope.clone() }),
            Activation::Tanh => self.then(Operation::Tanh),
            Activation::Gated { gates } => self.then(Operation::Gate { gates: gates.clone() }),
        }
        let size = layer.pool.size();
        let groups = || (0..layer.width()).map(|p| (p * size..(p + 1) * size).collect()).collect();
        match layer.pool {
            Pool::None => {}
            Pool::Max { .. } => self.then(Operation::MaxPool { groups: groups() }),
            Pool::Average { .. } => self.then(Operation::AveragePool { groups: groups() }),
        }
    }

    /// Appends an operation on the last value.
    pub fn then(&mut self, operation: Operation<S>) {
        self.nodes.push(Node { operation, of: vec![self.nodes.len() - 1] });
    }
}

impl Graph<Rational> {
    /// The same network in another number system.
    pub fn embed<S: Field>(&self) -> Graph<S> {
        self.map(S::from_rational)
    }
}

impl<S: Ring> Graph<S> {
    /// n₀, as the first weights or the first kernel that read the input have it; `None` where nothing tells.
    pub fn input_width(&self) -> Option<usize> {
        let reads_input = |node: &&Node<S>| {
            let of = node.of.first().and_then(|of| self.nodes.get(*of));
            of.is_some_and(|of| of.operation == Operation::Input)
        };
        self.nodes.iter().filter(reads_input).find_map(|node| match &node.operation {
            Operation::Dense { weights } => self.parameters.get(*weights).map(|p| p.values.ncols()),
            Operation::Convolution { image, .. } => Some(image.len()),
            _ => None,
        })
    }

    /// The same network with every number replaced.
    pub fn map<T: Ring>(&self, number: impl Fn(&S) -> T) -> Graph<T> {
        let of_each = |values: &DMatrix<S>| values.map(|x| number(&x));
        let parameter =
            |p: &Parameter<S>| Parameter { name: p.name.clone(), values: of_each(&p.values), mask: p.mask.clone() };
        let operation = |operation: &Operation<S>| match operation.clone() {
            Operation::Input => Operation::Input,
            Operation::Dense { weights } => Operation::Dense { weights },
            Operation::Convolution { kernel, image, window, groups } => {
                Operation::Convolution { kernel, image, window, groups }
            }
            Operation::Bias { biases } => Operation::Bias { biases },
            Operation::Scale { gains } => Operation::Scale { gains },
            Operation::Entries { of } => Operation::Entries { of },
            Operation::Constant { column } => Operation::Constant { column: column.iter().map(&number).collect() },
            Operation::Affine { scales, shifts } => Operation::Affine {
                scales: scales.iter().map(&number).collect(),
                shifts: shifts.iter().map(&number).collect(),
            },
            Operation::Add => Operation::Add,
            Operation::Subtract => Operation::Subtract,
            Operation::Multiply => Operation::Multiply,
            Operation::Divide => Operation::Divide,
            Operation::Concatenate => Operation::Concatenate,
            Operation::Rows { rows } => Operation::Rows { rows },
            Operation::Apply { function } => Operation::Apply { function },
            Operation::Clip { low, high } => {
                Operation::Clip { low: low.as_ref().map(&number), high: high.as_ref().map(&number) }
            }
            Operation::Rectify { slope } => Operation::Rectify { slope: number(&slope) },
            Operation::Gate { gates } => Operation::Gate { gates: of_each(&gates) },
            Operation::Tanh => Operation::Tanh,
            Operation::MaxPool { groups } => Operation::MaxPool { groups },
            Operation::AveragePool { groups } => Operation::AveragePool { groups },
            Operation::ZeroMean { channels, held_constant } => Operation::ZeroMean { channels, held_constant },
            Operation::OverDeviation { channels, epsilon, held_constant } => {
                Operation::OverDeviation { channels, epsilon: number(&epsilon), held_constant }
            }
            Operation::Normalise => Operation::Normalise,
        };
        let node = |node: &Node<S>| Node { operation: operation(&node.operation), of: node.of.clone() };
        Graph {
            parameters: self.parameters.iter().map(parameter).collect(),
            nodes: self.nodes.iter().map(node).collect(),
        }
    }
}

impl Line for Operation<Rational> {
    fn towards(&self, other: &Self, t: &Rational) -> Self {
        match (self, other) {
            (Operation::Gate { gates }, Operation::Gate { gates: end }) => {
                Operation::Gate { gates: gates.towards(end, t) }
            }
            (Operation::Rectify { slope }, Operation::Rectify { slope: end }) => {
                Operation::Rectify { slope: slope.towards(end, t) }
            }
            _ => self.clone(),
        }
    }
}

crate::line_through!(Parameter<Rational> { values } keeping { name, mask });
crate::line_through!(Node<Rational> { operation } keeping { of });
crate::line_through!(Graph<Rational> { parameters, nodes } keeping {});
