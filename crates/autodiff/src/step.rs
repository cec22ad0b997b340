//! Operations prepared for batches.

use crate::convolution::Convolution;
use crate::scalar::Scalar;
use dualproof_networks::graph::{Function, Graph, Operation};
use nalgebra::DMatrix;

/// An operation with its numbers in T and its shapes worked out. A parameter is named by its place.
#[derive(Clone, Debug)]
pub(crate) enum Step<T> {
    Input,
    Dense { p: usize },
    Convolution { p: usize, shape: Convolution },
    Bias { p: usize },
    Scale { p: usize },
    Entries { p: usize },
    Constant { column: Vec<T> },
    Affine { scales: Vec<T>, shifts: Vec<T> },
    Add,
    Subtract,
    Multiply,
    Divide,
    Concatenate,
    Rows { rows: Vec<Option<usize>> },
    Rectify { slope: T },
    Gate { gates: DMatrix<T> },
    Tanh,
    Apply { function: Function },
    Clip { low: Option<T>, high: Option<T> },
    MaxPool { groups: Vec<Vec<usize>> },
    AveragePool { groups: Vec<Vec<usize>> },
    ZeroMean { channels: usize, held_constant: bool },
    OverDeviation { channels: usize, epsilon: f64, held_constant: bool },
    Normalise,
}

/// A step and the nodes whose values it takes.
#[derive(Clone, Debug)]
pub(crate) struct Node<T> {
    pub(crate) step: Step<T>,
    pub(crate) of: Vec<usize>,
    /// Rows of its value.
    pub(crate) rows: usize,
    /// Does a derivative read its value?
    pub(crate) is_kept: bool,
    /// The last node that takes its value; itself if none does.
    pub(crate) last_use: usize,
}

impl<T: Scalar> Step<T> {
    fn new(operation: &Operation<f64>, parameters: &[DMatrix<T>]) -> Self {
        let all = |numbers: &[f64]| numbers.iter().map(|x| T::nearest(*x)).collect();
        match operation {
            Operation::Input => Step::Input,
            Operation::Dense { weights } => Step::Dense { p: *weights },
            Operation::Convolution { kernel, image, window, groups } => Step::Convolution {
                p: *kernel,
                shape: Convolution::new(*image, *window, *groups, parameters[*kernel].nrows()),
            },
            Operation::Bias { biases } => Step::Bias { p: *biases },
            Operation::Scale { gains } => Step::Scale { p: *gains },
            Operation::Entries { of } => Step::Entries { p: *of },
            Operation::Constant { column } => Step::Constant { column: all(column) },
            Operation::Affine { scales, shifts } => Step::Affine { scales: all(scales), shifts: all(shifts) },
            Operation::Add => Step::Add,
            Operation::Subtract => Step::Subtract,
            Operation::Multiply => Step::Multiply,
            Operation::Divide => Step::Divide,
            Operation::Concatenate => Step::Concatenate,
            Operation::Rows { rows } => Step::Rows { rows: rows.clone() },
            Operation::Rectify { slope } => Step::Rectify { slope: T::nearest(*slope) },
            Operation::Gate { gates } => Step::Gate { gates: gates.map(T::nearest) },
            Operation::Tanh => Step::Tanh,
            Operation::Apply { function } => Step::Apply { function: *function },
            Operation::Clip { low, high } => Step::Clip { low: low.map(T::nearest), high: high.map(T::nearest) },
            Operation::MaxPool { groups } => Step::MaxPool { groups: groups.clone() },
            Operation::AveragePool { groups } => Step::AveragePool { groups: groups.clone() },
            Operation::ZeroMean { channels, held_constant } => {
                Step::ZeroMean { channels: *channels, held_constant: *held_constant }
            }
            Operation::OverDeviation { channels, epsilon, held_constant } => {
                Step::OverDeviation { channels: *channels, epsilon: *epsilon, held_constant: *held_constant }
            }
            Operation::Normalise => Step::Normalise,
        }
    }

    /// Rows of its value.
    fn rows(&self, of: &[usize], inputs: usize, parameters: &[DMatrix<T>]) -> usize {
        match self {
            Step::Input => inputs,
            Step::Dense { p } => parameters[*p].nrows(),
            Step::Convolution { shape, .. } => shape.outputs * shape.places(),
            Step::Entries { p } => parameters[*p].len(),
            Step::Constant { column } => column.len(),
            Step::Concatenate => of.iter().sum(),
            Step::Rows { rows } => rows.len(),
            Step::MaxPool { groups } | Step::AveragePool { groups } => groups.len(),
            _ => of[0],
        }
    }

    /// The parameter that it uses.
    pub(crate) fn parameter(&self) -> Option<usize> {
        match self {
            Step::Dense { p }
            | Step::Convolution { p, .. }
            | Step::Bias { p }
            | Step::Scale { p }
            | Step::Entries { p } => Some(*p),
            _ => None,
        }
    }

    /// Does it mix views?
    pub(crate) fn mixes_views(&self) -> bool {
        matches!(self, Step::ZeroMean { .. } | Step::OverDeviation { .. } | Step::Gate { .. })
    }

    /// Does its derivative read its own value?
    fn reads_itself(&self) -> bool {
        matches!(self, Step::Divide | Step::Tanh | Step::OverDeviation { .. } | Step::Normalise)
    }

    /// Which of the values that it takes does its derivative read?
    fn reads(&self, n: usize) -> bool {
        match self {
            Step::Dense { .. } | Step::Convolution { .. } | Step::Scale { .. } | Step::Multiply => true,
            Step::Divide => n == 1,
            _ => false,
        }
    }

    /// Bytes a row and view that its derivative keeps beside values.
    pub(crate) fn local_bytes(&self) -> usize {
        match self {
            Step::Rectify { .. } | Step::Clip { .. } => size_of::<bool>(),
            Step::MaxPool { .. } => size_of::<u32>(),
            Step::Apply { .. } => size_of::<T>(),
            _ => 0,
        }
    }
}

/// The nodes of a valid graph over inputs of so many rows.
pub(crate) fn nodes<T: Scalar>(graph: &Graph<f64>, inputs: usize, parameters: &[DMatrix<T>]) -> Vec<Node<T>> {
    let mut nodes: Vec<Node<T>> = Vec::with_capacity(graph.nodes.len());
    for (place, node) in graph.nodes.iter().enumerate() {
        let step = Step::new(&node.operation, parameters);
        let of: Vec<usize> = node.of.iter().map(|of| nodes[*of].rows).collect();
        let rows = step.rows(&of, inputs, parameters);
        for (n, of) in node.of.iter().enumerate() {
            nodes[*of].last_use = place;
            nodes[*of].is_kept |= step.reads(n);
        }
        let is_kept = step.reads_itself() || place + 1 == graph.nodes.len();
        nodes.push(Node { step, of: node.of.clone(), rows, is_kept, last_use: place });
    }
    nodes
}
