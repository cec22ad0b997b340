//! A graph prepared for batches.

use crate::scalar::Scalar;
use crate::step::{Node, nodes};
use dualproof_networks::graph::{Graph, GraphError, Operation};
use nalgebra::DMatrix;
use std::sync::Arc;

/// A graph of operations prepared for batches.
#[derive(Clone, Debug)]
pub struct Program<T: Scalar> {
    pub(crate) shape: Arc<Shape<T>>,
    pub(crate) parameters: Vec<DMatrix<T>>,
}

/// What programs of the same network share.
#[derive(Debug)]
pub(crate) struct Shape<T: Scalar> {
    pub(crate) inputs: usize,
    pub(crate) nodes: Vec<Node<T>>,
    pub(crate) names: Vec<String>,
    /// The entries of each parameter that do not exist, column by column.
    masked: Vec<Vec<usize>>,
}

impl<T: Scalar> Program<T> {
    /// The graph over inputs of n₀ rows, its numbers rounded to T.
    ///
    /// # Errors
    /// A graph that does not fit together, or not with these inputs.
    pub fn new(graph: &Graph<f64>, inputs: usize) -> Result<Self, GraphError> {
        let gates = graph.nodes.iter().find_map(|node| match &node.operation {
            Operation::Gate { gates } => Some(gates.ncols()),
            _ => None,
        });
        graph.validate(inputs, gates.unwrap_or(1))?;
        let masked = graph.parameters.iter().map(|parameter| {
            let rows = parameter.values.nrows();
            let bits = parameter.mask.iter().flatten().enumerate();
            let taken_out = bits.flat_map(|(i, row)| (0..row.len()).filter(|j| row[*j] == 0).map(move |j| (i, j)));
            taken_out.map(|(i, j)| j * rows + i).collect()
        });
        let masked: Vec<Vec<usize>> = masked.collect();
        let mut parameters: Vec<DMatrix<T>> = graph.parameters.iter().map(|p| p.values.map(T::nearest)).collect();
        parameters.iter_mut().zip(&masked).for_each(|(values, masked)| clear(values, masked));
        let nodes = nodes(graph, inputs, &parameters);
        let names = graph.parameters.iter().map(|p| p.name.clone()).collect();
        Ok(Program { shape: Arc::new(Shape { inputs, nodes, names, masked }), parameters })
    }

    /// n₀, the rows of its inputs.
    pub fn inputs(&self) -> usize {
        self.shape.inputs
    }

    /// n_L, the rows of its outputs.
    pub fn outputs(&self) -> usize {
        self.shape.nodes.last().map_or(0, |node| node.rows)
    }

    /// The parameters, in the order of the graph; entries that a mask takes out are 0.
    pub fn parameters(&self) -> &[DMatrix<T>] {
        &self.parameters
    }

    /// The same network with other parameters; entries that a mask takes out become 0.
    ///
    /// # Panics
    /// If their number or a shape differs.
    pub fn with_parameters(&self, mut parameters: Vec<DMatrix<T>>) -> Self {
        let shapes = |of: &[DMatrix<T>]| of.iter().map(DMatrix::shape).collect::<Vec<_>>();
        assert_eq!(shapes(&parameters), shapes(&self.parameters), "shapes of parameters");
        parameters.iter_mut().enumerate().for_each(|(p, values)| self.mask(p, values));
        Program { shape: self.shape.clone(), parameters }
    }

    /// Does no operation mix views, so that any split of the views gives the same? Statistics of the batch do, and so do given
    /// gates, one column for each view.
    pub fn is_by_view(&self) -> bool {
        !self.shape.nodes.iter().any(|node| node.step.mixes_views())
    }

    /// Bytes that a pass keeps for each view, roughly, with those of one tangent: to choose blocks of views.
    pub fn bytes_a_view(&self) -> usize {
        let kept = |node: &Node<T>| {
            let value = if node.is_kept { size_of::<T>() } else { 0 };
            node.rows * (value + node.step.local_bytes())
        };
        let nodes = &self.shape.nodes;
        let widest = nodes.iter().map(|node| node.rows).max().unwrap_or(0);
        nodes.iter().map(kept).sum::<usize>() + 3 * widest * size_of::<T>()
    }

    /// Sets the entries to 0 that the mask of a parameter takes out.
    pub(crate) fn mask(&self, p: usize, values: &mut DMatrix<T>) {
        clear(values, &self.shape.masked[p]);
    }
}

fn clear<T: Scalar>(values: &mut DMatrix<T>, entries: &[usize]) {
    entries.iter().for_each(|entry| values[*entry] = T::zero());
}
