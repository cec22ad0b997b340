//! A graph of operations prepared for batches.

use crate::plan::Plan;
use crate::scalar::Scalar;
use crate::schedule::Segment;
use crate::{Kinks, Pass, PassError};
use dualproof_networks::graph::{Graph, GraphError};
use nalgebra::DMatrix;
use std::sync::Arc;

/// A graph of operations prepared for batches, with its parameters.
#[derive(Clone, Debug)]
pub struct Program<T: Scalar> {
    pub(crate) plan: Arc<Plan<T>>,
    pub(crate) parameters: Vec<DMatrix<T>>,
}

impl<T: Scalar> Program<T> {
    /// Prepares a graph over inputs of so many rows. Its numbers are rounded to `T`.
    ///
    /// # Errors
    /// Where the graph does not fit together ([`Graph::validate`]); where given gates are of different numbers of views.
    pub fn new(graph: &Graph<f64>, inputs: usize) -> Result<Self, GraphError> {
        let plan = Plan::new(graph, inputs)?;
        let mut parameters: Vec<DMatrix<T>> = graph.parameters.iter().map(|p| p.values.map(T::of)).collect();
        parameters.iter_mut().enumerate().for_each(|(place, p)| plan.mask(place, p));
        Ok(Program { plan: Arc::new(plan), parameters })
    }

    /// n₀.
    pub fn inputs(&self) -> usize {
        self.plan.inputs
    }

    /// n_L.
    pub fn outputs(&self) -> usize {
        self.plan.nodes.last().map_or(0, |node| node.rows)
    }

    /// The parameters in the graph's order; masked entries are 0.
    pub fn parameters(&self) -> &[DMatrix<T>] {
        &self.parameters
    }

    /// The same program with other parameters, whose masked entries are set to 0.
    ///
    /// # Panics
    /// If there are not as many, of the same shapes.
    pub fn with_parameters(&self, mut parameters: Vec<DMatrix<T>>) -> Self {
        let shapes = |of: &[DMatrix<T>]| of.iter().map(DMatrix::shape).collect::<Vec<_>>();
        assert_eq!(shapes(&parameters), shapes(&self.parameters), "shapes of parameters");
        parameters.iter_mut().enumerate().for_each(|(place, p)| self.plan.mask(place, p));
        Program { plan: self.plan.clone(), parameters }
    }

    /// Does no operation mix views or name them? Then any split of the views gives the same.
    pub fn is_by_view(&self) -> bool {
        self.plan.is_by_view()
    }

    /// Bytes that a [`Pass`] keeps for each view: to choose blocks of views. Beside these, a tangent and a pullback take a
    /// few values at a time, and a pullback the gradients that it gives and, for each chunk of views, that of one kernel.
    pub fn bytes_a_view(&self) -> usize {
        self.plan.bytes_a_view()
    }

    /// The values of all nodes on a batch, inputs × views.
    ///
    /// # Errors
    /// [`PassError`]: the node and where in its value there is no value or no derivative.
    pub fn pass(&self, inputs: DMatrix<T>, kinks: Kinks) -> Result<Pass<'_, T>, PassError> {
        Pass::new(self, inputs, kinks)
    }

    /// Places of all nodes, in segments.
    pub(crate) fn segments(&self) -> &[Segment] {
        &self.plan.segments
    }
}
