//! A graph prepared: its operations with numbers of one type, and what each value is needed for.

use crate::correlation::Correlation;
use crate::scalar::Scalar;
use crate::schedule::{Segment, chunk, find_uses, segments};
use dualproof_networks::graph::{Function, Graph, GraphError, Operation};
use nalgebra::DMatrix;
use std::borrow::Cow;

/// What a node does.
#[derive(Clone, Debug)]
pub(crate) enum Step<T> {
    Input,
    Dense { weights: usize },
    Convolution { kernel: usize, correlation: Correlation },
    Bias { biases: usize },
    Scale { gains: usize },
    Entries { of: usize },
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
    Apply { function: Smooth },
    Clip { low: Option<T>, high: Option<T> },
    MaxPool { groups: Groups },
    AveragePool { groups: Groups },
    ZeroMean { channels: usize, held_constant: bool },
    OverDeviation { channels: usize, epsilon: T, held_constant: bool },
    Normalise,
}

/// A differentiable function of each entry.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Smooth {
    Tanh,
    Other(Function),
}

/// Groups of rows, one after the other.
#[derive(Clone, Debug)]
pub(crate) struct Groups {
    rows: Vec<usize>,
    ends: Vec<usize>,
}

impl Groups {
    fn new(groups: &[Vec<usize>]) -> Self {
        let ends = groups.iter().scan(0, |end, group| {
            *end += group.len();
            Some(*end)
        });
        Groups { rows: groups.concat(), ends: ends.collect() }
    }

    /// The rows of each group.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[usize]> {
        (0..self.ends.len()).map(|g| &self.rows[if g == 0 { 0 } else { self.ends[g - 1] }..self.ends[g]])
    }
}

/// A node.
#[derive(Clone, Debug)]
pub(crate) struct Planned<T> {
    pub(crate) step: Step<T>,
    pub(crate) of: Vec<usize>,
    /// Rows of its value.
    pub(crate) rows: usize,
    /// Does the output depend on it?
    pub(crate) is_live: bool,
    /// Is its value kept after the pass, for derivatives?
    pub(crate) is_kept: bool,
    /// The last live node that takes its value; itself where none does.
    pub(crate) last_use: usize,
}

/// What a program knows beside its parameters.
#[derive(Clone, Debug)]
pub(crate) struct Plan<T> {
    pub(crate) inputs: usize,
    pub(crate) nodes: Vec<Planned<T>>,
    pub(crate) segments: Vec<Segment>,
    /// Which entries of each parameter exist, column by column; `None`: all.
    pub(crate) masks: Vec<Option<Vec<bool>>>,
    /// Views of a chunk at which products of its kernels with so many columns are fast.
    pub(crate) chunk: usize,
}

impl<T: Scalar> Plan<T> {
    pub(crate) fn new(graph: &Graph<f64>, inputs: usize) -> Result<Self, GraphError> {
        let gates = graph.nodes.iter().find_map(|node| match &node.operation {
            Operation::Gate { gates } => Some(gates.ncols()),
            _ => None,
        });
        graph.validate(inputs, gates.unwrap_or(1))?;
        let mut nodes: Vec<Planned<T>> = Vec::new();
        let shape = |p: usize| graph.parameters[p].values.shape();
        for (place, node) in graph.nodes.iter().enumerate() {
            let step = step(&node.operation, &shape);
            let of: Vec<usize> = node.of.iter().map(|of| nodes[*of].rows).collect();
            let rows = match &step {
                Step::Input => inputs,
                Step::Dense { weights } => shape(*weights).0,
                Step::Convolution { correlation, .. } => correlation.rows(),
                Step::Entries { of } => shape(*of).0 * shape(*of).1,
                Step::Constant { column } => column.len(),
                Step::Concatenate => of.iter().sum(),
                Step::Rows { rows } => rows.len(),
                Step::MaxPool { groups } | Step::AveragePool { groups } => groups.ends.len(),
                _ => of[0],
            };
            nodes.push(Planned { step, of: node.of.clone(), rows, is_live: false, is_kept: false, last_use: place });
        }
        find_uses(&mut nodes);
        let mask = |mask: &Vec<Vec<u8>>, (rows, columns): (usize, usize)| {
            (0..columns).flat_map(|j| (0..rows).map(move |i| mask[i][j] != 0)).collect()
        };
        let masks = graph.parameters.iter().map(|p| p.mask.as_ref().map(|m| mask(m, p.values.shape()))).collect();
        let (segments, chunk) = (segments(&nodes), chunk(&nodes, &shape));
        Ok(Plan { inputs, nodes, segments, masks, chunk })
    }

    /// Sets to 0 what the mask of a parameter takes out.
    pub(crate) fn mask(&self, place: usize, values: &mut DMatrix<T>) {
        if let Some(mask) = &self.masks[place] {
            values.iter_mut().zip(mask).filter(|(_, there)| !**there).for_each(|(x, _)| *x = T::ZERO);
        }
    }

    /// The same values, a copy of them where there is a mask.
    pub(crate) fn masked<'a>(&self, place: usize, values: &'a DMatrix<T>) -> Cow<'a, DMatrix<T>> {
        let mut values = Cow::Borrowed(values);
        if self.masks[place].is_some() {
            self.mask(place, values.to_mut());
        }
        values
    }
}

fn step<T: Scalar>(operation: &Operation<f64>, shape: &dyn Fn(usize) -> (usize, usize)) -> Step<T> {
    let of_each = |numbers: &[f64]| numbers.iter().map(|x| T::of(*x)).collect();
    match operation {
        Operation::Input => Step::Input,
        Operation::Dense { weights } => Step::Dense { weights: *weights },
        Operation::Convolution { kernel, image, window, groups } => Step::Convolution {
            kernel: *kernel,
            correlation: Correlation::new(*image, *window, *groups, shape(*kernel).0),
        },
        Operation::Bias { biases } => Step::Bias { biases: *biases },
        Operation::Scale { gains } => Step::Scale { gains: *gains },
        Operation::Entries { of } => Step::Entries { of: *of },
        Operation::Constant { column } => Step::Constant { column: of_each(column) },
        Operation::Affine { scales, shifts } => Step::Affine { scales: of_each(scales), shifts: of_each(shifts) },
        Operation::Add => Step::Add,
        Operation::Subtract => Step::Subtract,
        Operation::Multiply => Step::Multiply,
        Operation::Divide => Step::Divide,
        Operation::Concatenate => Step::Concatenate,
        Operation::Rows { rows } => Step::Rows { rows: rows.clone() },
        Operation::Rectify { slope } => Step::Rectify { slope: T::of(*slope) },
        Operation::Gate { gates } => Step::Gate { gates: gates.map(T::of) },
        Operation::Tanh => Step::Apply { function: Smooth::Tanh },
        Operation::Apply { function } => Step::Apply { function: Smooth::Other(*function) },
        Operation::Clip { low, high } => Step::Clip { low: low.map(T::of), high: high.map(T::of) },
        Operation::MaxPool { groups } => Step::MaxPool { groups: Groups::new(groups) },
        Operation::AveragePool { groups } => Step::AveragePool { groups: Groups::new(groups) },
        Operation::ZeroMean { channels, held_constant } => {
            Step::ZeroMean { channels: *channels, held_constant: *held_constant }
        }
        Operation::OverDeviation { channels, epsilon, held_constant } => {
            Step::OverDeviation { channels: *channels, epsilon: T::of(*epsilon), held_constant: *held_constant }
        }
        Operation::Normalise => Step::Normalise,
    }
}

impl<T> Step<T> {
    /// The parameter that it uses, if any.
    pub(crate) fn parameter(&self) -> Option<usize> {
        match self {
            Step::Dense { weights: place }
            | Step::Convolution { kernel: place, .. }
            | Step::Bias { biases: place }
            | Step::Scale { gains: place }
            | Step::Entries { of: place } => Some(*place),
            _ => None,
        }
    }
}
