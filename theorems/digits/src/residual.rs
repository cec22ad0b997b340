//! A residual convolutional network on the digits, and what PyTorch's automatic differentiation gives for it and for
//! BatchNorm in the hidden layers of the dense one: `data/reference.py` makes the file.

use super::network;
use dualproof::graph::{Graph, Image, Node, Operation, Parameter, Window};
use dualproof::numbers::{Rational, Ring};
use nalgebra::DMatrix;
use serde::Deserialize;
use std::sync::LazyLock;

const EXPECTED: &str = include_str!("../data/digits_batch.expected.json");

/// What PyTorch gives, in `f64`, on the first digits and their shifts.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedOfBatches {
    /// The version of PyTorch.
    pub torch: String,
    /// N of each.
    pub samples: Samples,
    /// BYOL's update with BatchNorm before a hidden activation, by treatment of mean and deviation.
    pub hidden_batchnorm: Vec<ExpectedUpdate>,
    /// SimCLR's update of [`residual`], parameter by parameter.
    pub residual: Vec<ExpectedNorm>,
}

/// The first so many digits.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Samples {
    /// Of the dense network.
    pub hidden_batchnorm: usize,
    /// Of the residual one.
    pub residual: usize,
}

/// The update of the dense network with BatchNorm at one of its layers.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedUpdate {
    /// Before whose activation, from 1.
    pub layer: usize,
    /// absent, constant or differentiated.
    pub mean: String,
    /// The same of the deviation, ε = 10⁻⁵.
    pub deviation: String,
    /// ‖−∇_{W_l} r‖ of E ½‖P f₁ − f₂‖² with [`predictor`](super::predictor), the output not centred.
    pub byol_update_norm: Vec<f64>,
}

/// The update of one parameter.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedNorm {
    /// Its name.
    pub parameter: String,
    /// ‖−∇_θ L‖ of L = E\[r₊ − r₋\], both branches.
    pub simclr_update_norm: f64,
}

/// PyTorch's values for statistics of batches.
///
/// # Panics
/// Never with the files of the repository: a test reads them.
pub fn expected_of_batches() -> &'static ExpectedOfBatches {
    static READ: LazyLock<ExpectedOfBatches> =
        LazyLock::new(|| serde_json::from_str(EXPECTED).expect("the expected values of data/"));
    &READ
}

/// Two 3 × 3 convolutions with BatchNorm, the second beside a skip with a gain, a pool, ten outputs. Its numbers are those of
/// [`network`], its matrices one after the other, column by column.
pub fn residual() -> Graph<Rational> {
    let channels = 3;
    let image = Image { channels: 1, height: 8, width: 8 };
    let inner = Image { channels, height: 4, width: 4 };
    let window = |stride: usize| Window { height: 3, width: 3, stride, padding: 1, dilation: 1 };
    let dense = network();
    let mut numbers = dense.layers.iter().flat_map(|layer| layer.weights.iter().cloned());
    let mut take = |rows: usize, columns: usize| {
        DMatrix::from_fn(rows, columns, |_, _| numbers.next().unwrap_or_else(|| Rational::new(1, 2)))
    };
    let mut graph = Graph { parameters: Vec::new(), nodes: vec![Node { operation: Operation::Input, of: Vec::new() }] };
    let add = |name: &str, values: DMatrix<Rational>, graph: &mut Graph<Rational>| {
        graph.parameters.push(Parameter { name: name.into(), values, mask: None });
        graph.parameters.len() - 1
    };
    let batch_norm = |graph: &mut Graph<Rational>, gains: usize, biases: usize| {
        graph.then(Operation::ZeroMean { channels, held_constant: false });
        let epsilon = Rational::new(1, 100_000);
        graph.then(Operation::OverDeviation { channels, epsilon, held_constant: false });
        graph.then(Operation::Scale { gains });
        graph.then(Operation::Bias { biases });
    };
    let one_more = |m: DMatrix<Rational>| m.map(|x| x + Rational::from_integer(1));
    let kernel = add("kernel 1", take(channels, 9), &mut graph);
    graph.then(Operation::Convolution { kernel, image, window: window(2), groups: 1 });
    let gains = add("gains 1", one_more(take(channels, 1)), &mut graph);
    let biases = add("biases 1", take(channels, 1), &mut graph);
    batch_norm(&mut graph, gains, biases);
    graph.then(Operation::Rectify { slope: Rational::from_integer(0) });
    let block = graph.nodes.len() - 1;
    let kernel = add("kernel 2", take(channels, 9 * channels), &mut graph);
    graph.then(Operation::Convolution { kernel, image: inner, window: window(1), groups: 1 });
    let gains = add("gains 2", one_more(take(channels, 1)), &mut graph);
    let biases = add("biases 2", take(channels, 1), &mut graph);
    batch_norm(&mut graph, gains, biases);
    let branch = graph.nodes.len() - 1;
    let gains = add("skip gain", one_more(take(1, 1)), &mut graph);
    graph.nodes.push(Node { operation: Operation::Scale { gains }, of: vec![block] });
    graph.nodes.push(Node { operation: Operation::Add, of: vec![branch + 1, branch] });
    graph.then(Operation::Rectify { slope: Rational::from_integer(0) });
    let groups = inner.groups(Window { height: 2, width: 2, stride: 2, padding: 0, dilation: 1 });
    let width = groups.len();
    graph.then(Operation::AveragePool { groups });
    let weights = add("top weights", take(10, width), &mut graph);
    graph.then(Operation::Dense { weights });
    let biases = add("top biases", take(10, 1), &mut graph);
    graph.then(Operation::Bias { biases });
    graph
}
