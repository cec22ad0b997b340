//! Random graphs: residual blocks, convolutions and BatchNorm, small.

use super::{entry, normalised};
use crate::graph::{Graph, Image, Node, Operation, Parameter, Window};
use crate::numbers::{Rational, Ring};
use crate::views::Views;
use nalgebra::DMatrix;
use num_traits::Zero;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// What a random graph contains besides weights, biases, gains and rectifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Architecture {
    /// Is the input an image that kernels read? Else units.
    pub convolutional: bool,
    /// Is there a block with a skip connection?
    pub skip: Skip,
    /// What follows the first layer of weights.
    pub batch_norm: BatchNorm,
    /// Are pools taken of the largest, not of the mean?
    pub max_pool: bool,
    /// Have the hidden layers biases?
    pub hidden_biases: bool,
    /// Has the top layer biases?
    pub top_biases: bool,
    /// The activation.
    pub activation: Nonlinearity,
}

/// How a block's input reaches its output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    /// There is no block.
    None,
    /// Times a gain, a parameter.
    Gain,
    /// As it is.
    Fixed,
}

/// The parts of BatchNorm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchNorm {
    /// None.
    None,
    /// The mean alone is taken off.
    ZeroMean,
    /// And divided by the deviation, both differentiated, ε > 0.
    Full,
    /// The same with ε = 0.
    WithoutEpsilon,
}

/// What follows a hidden layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nonlinearity {
    /// ReLU or leaky ReLU.
    Rectified,
    /// Given gates.
    Gated,
    /// tanh of a small multiple.
    Tanh,
}

/// Rows of the hidden value.
const HIDDEN: usize = 3;

/// Channels of images.
const CHANNELS: usize = 2;

const IMAGE: Image = Image { channels: 1, height: 3, width: 3 };
const WINDOW: Window = Window { height: 2, width: 2, stride: 1, padding: 0, dilation: 1 };
const INNER: Window = Window { height: 3, width: 3, stride: 1, padding: 1, dilation: 1 };

impl Architecture {
    /// Rows of the input.
    fn inputs(self) -> usize {
        if self.convolutional { IMAGE.len() } else { HIDDEN }
    }

    /// The graph whose numbers are drawn one after the other.
    fn with_numbers(self, outputs: usize, views: usize, numbers: &mut dyn FnMut() -> Rational) -> Graph<Rational> {
        let mut graph =
            Graph { parameters: Vec::new(), nodes: vec![Node { operation: Operation::Input, of: Vec::new() }] };
        let after = Image { channels: CHANNELS, height: 2, width: 2 };
        let (rows, channels) = if self.convolutional { (after.len(), CHANNELS) } else { (HIDDEN, HIDDEN) };
        if self.convolutional {
            let entries = IMAGE.channels * WINDOW.height * WINDOW.width;
            let kernel = parameter(&mut graph, "kernel", (CHANNELS, entries), numbers);
            graph.then(Operation::Convolution { kernel, image: IMAGE, window: WINDOW, groups: 1 });
        } else {
            let weights = parameter(&mut graph, "W_1", (HIDDEN, HIDDEN), numbers);
            graph.then(Operation::Dense { weights });
        }
        if self.batch_norm != BatchNorm::None {
            graph.then(Operation::ZeroMean { channels, held_constant: false });
            if self.batch_norm != BatchNorm::ZeroMean {
                let full = self.batch_norm == BatchNorm::Full;
                let epsilon = if full { Rational::new(1, 4) } else { Rational::zero() };
                graph.then(Operation::OverDeviation { channels, epsilon, held_constant: false });
            }
            let gains = parameter(&mut graph, "gains", (channels, 1), numbers);
            graph.then(Operation::Scale { gains });
        }
        if self.hidden_biases {
            let biases = parameter(&mut graph, "b_1", (channels, 1), numbers);
            graph.then(Operation::Bias { biases });
        }
        self.activate(&mut graph, rows, views, numbers);
        if self.skip != Skip::None {
            let block = graph.nodes.len() - 1;
            if self.convolutional {
                let entries = CHANNELS * INNER.height * INNER.width;
                let kernel = parameter(&mut graph, "inner kernel", (CHANNELS, entries), numbers);
                graph.then(Operation::Convolution { kernel, image: after, window: INNER, groups: 1 });
            } else {
                let weights = parameter(&mut graph, "W_2", (HIDDEN, HIDDEN), numbers);
                graph.then(Operation::Dense { weights });
            }
            self.activate(&mut graph, rows, views, numbers);
            let branch = graph.nodes.len() - 1;
            let skip = match self.skip {
                Skip::Gain => {
                    let gains = parameter(&mut graph, "skip gain", (1, 1), numbers);
                    graph.nodes.push(Node { operation: Operation::Scale { gains }, of: vec![block] });
                    branch + 1
                }
                _ => block,
            };
            graph.nodes.push(Node { operation: Operation::Add, of: vec![skip, branch] });
        }
        let mut width = rows;
        if self.convolutional {
            let groups = after.groups(Window { height: 1, width: 2, stride: 1, padding: 0, dilation: 1 });
            width = groups.len();
            graph.then(if self.max_pool { Operation::MaxPool { groups } } else { Operation::AveragePool { groups } });
        }
        let weights = parameter(&mut graph, "W_top", (outputs, width), numbers);
        graph.then(Operation::Dense { weights });
        if self.top_biases {
            let biases = parameter(&mut graph, "b_top", (outputs, 1), numbers);
            graph.then(Operation::Bias { biases });
        }
        graph
    }

    fn activate(self, graph: &mut Graph<Rational>, rows: usize, views: usize, numbers: &mut dyn FnMut() -> Rational) {
        match self.activation {
            Nonlinearity::Rectified => graph.then(Operation::Rectify { slope: Rational::new(1, 4) }),
            Nonlinearity::Gated => {
                let gates = DMatrix::from_fn(rows, views, |_, _| numbers());
                graph.then(Operation::Gate { gates });
            }
            Nonlinearity::Tanh => {
                let small = Parameter {
                    name: "scale".into(),
                    values: DMatrix::from_element(1, 1, Rational::new(1, 512)),
                    mask: None,
                };
                graph.parameters.push(small);
                graph.then(Operation::Scale { gains: graph.parameters.len() - 1 });
                graph.then(Operation::Tanh);
            }
        }
    }
}

fn parameter(
    graph: &mut Graph<Rational>,
    name: &str,
    (rows, columns): (usize, usize),
    numbers: &mut dyn FnMut() -> Rational,
) -> usize {
    let values = DMatrix::from_fn(rows, columns, |_, _| numbers());
    graph.parameters.push(Parameter { name: name.to_string(), values, mask: None });
    graph.parameters.len() - 1
}

/// More numbers than any of these graphs has.
const MOST_NUMBERS: usize = 400;

/// A graph of one of the architectures and views for it, entries small integers; valid by construction.
pub fn graph_and_views(architectures: Vec<Architecture>) -> BoxedStrategy<(Graph<Rational>, Views<Rational>)> {
    (select(architectures), 1_usize..=3, 2_usize..=3, 1_usize..=2)
        .prop_flat_map(|(architecture, outputs, samples, augmentations)| {
            let views = samples * augmentations;
            let inputs = vec(-24_i64..=24, architecture.inputs() * views);
            let laws = (vec(1_u64..=4, samples), vec(1_u64..=4, views));
            let shape = Just((architecture, outputs, augmentations));
            (shape, vec(entry(), MOST_NUMBERS), inputs, laws)
        })
        .prop_map(|((architecture, outputs, augmentations), numbers, inputs, (samples, of_each))| {
            let mut numbers = numbers.into_iter().map(Rational::from_integer);
            let mut next = || numbers.next().unwrap_or_else(Rational::zero);
            let graph = architecture.with_numbers(outputs, of_each.len(), &mut next);
            let inputs = inputs.into_iter().map(Rational::from_integer);
            let views = Views {
                inputs: DMatrix::from_iterator(architecture.inputs(), of_each.len(), inputs),
                sample_weights: normalised(&samples),
                augmentation_weights: of_each.chunks(augmentations).flat_map(normalised).collect(),
            };
            (graph, views)
        })
        .boxed()
}

/// The same with every number free, for an identity: two outputs, as many samples and augmentations as asked for.
pub fn free_graph_and_views(
    architecture: Architecture,
    samples: usize,
    augmentations: usize,
) -> BoxedStrategy<(Graph<Rational>, Views<Rational>)> {
    let views = samples * augmentations;
    let free = |count: usize| super::free_matrix(count, 1);
    let laws = (super::free_law(samples), vec(super::free_law(augmentations), samples));
    (free(MOST_NUMBERS), free(architecture.inputs() * views), laws)
        .prop_map(move |(numbers, inputs, (sample_weights, of_each))| {
            let mut numbers = numbers.iter().cloned();
            let mut next = || numbers.next().unwrap_or_else(Rational::zero);
            let graph = architecture.with_numbers(2, views, &mut next);
            let inputs = DMatrix::from_column_slice(architecture.inputs(), views, inputs.as_slice());
            (graph, Views { inputs, sample_weights, augmentation_weights: of_each.concat() })
        })
        .boxed()
}
