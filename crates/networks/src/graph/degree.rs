//! In which degree is a network homogeneous in some of its parameters?

use super::{Function, Graph, Operation};
use crate::numbers::Field;

impl<S: Field> Graph<S> {
    /// The degree but for a constant: k such that f(tθ) − b = tᵏ (f(θ) − b) for biases b outside the block that the top adds to
    /// every view; a constant has no covariance.
    ///
    /// ```
    /// use dualproof_networks::graph::{Graph, Node, Operation, Parameter};
    /// use dualproof_numbers::matrix::dmatrix;
    /// // f(x) = W x + b.
    /// let parameter = |name: &str| Parameter { name: name.to_string(), values: dmatrix![2.0], mask: None };
    /// let node = |operation, of: &[usize]| Node { operation, of: of.to_vec() };
    /// let graph = Graph {
    ///     parameters: vec![parameter("W"), parameter("b")],
    ///     nodes: vec![
    ///         node(Operation::Input, &[]),
    ///         node(Operation::Dense { weights: 0 }, &[0]),
    ///         node(Operation::Bias { biases: 1 }, &[1]),
    ///     ],
    /// };
    /// assert_eq!((graph.degree_in(&[0]), graph.degree_but_for_a_constant(&[0])), (None, Some(1)));
    /// assert_eq!(graph.degree_but_for_a_constant(&[0, 1]), Some(1));
    /// assert_eq!(graph.degree_but_for_a_constant(&[1]), None);   // W x is no bias
    /// ```
    pub fn degree_but_for_a_constant(&self, block: &[usize]) -> Option<usize> {
        let mut top = self.nodes.len().checked_sub(1)?;
        while let Operation::Bias { biases } = &self.nodes[top].operation
            && !block.contains(biases)
        {
            top = *self.nodes[top].of.first()?;
        }
        self.degrees_in(block)[top]
    }

    /// k such that f(tθ) = tᵏ f(θ) for t > 0, θ being the parameters at these places and the others constant; `None` where
    /// the operations show none. A statistic that is held constant is a constant here too.
    pub fn degree_in(&self, block: &[usize]) -> Option<usize> {
        self.degrees_in(block).last().copied().flatten()
    }

    /// The degree of every node's value.
    fn degrees_in(&self, block: &[usize]) -> Vec<Option<usize>> {
        let mut degrees: Vec<Option<usize>> = Vec::new();
        for node in &self.nodes {
            let of = |n: usize| degrees[node.of[n]];
            let own = usize::from(node.operation.parameter().is_some_and(|place| block.contains(&place)));
            // What is no linear function of its argument keeps a degree of 0 alone.
            let only_constant = |degree: Option<usize>| degree.filter(|k| *k == 0);
            degrees.push(match &node.operation {
                Operation::Input | Operation::Constant { .. } => Some(0),
                Operation::Entries { .. } => Some(own),
                Operation::Dense { .. } | Operation::Convolution { .. } | Operation::Scale { .. } => {
                    of(0).map(|k| k + own)
                }
                Operation::Bias { .. } => of(0).filter(|k| *k == own),
                Operation::Affine { shifts, .. } if shifts.iter().all(S::is_zero) => of(0),
                Operation::Affine { .. } => only_constant(of(0)),
                Operation::Add | Operation::Subtract => of(0).filter(|k| of(1) == Some(*k)),
                Operation::Multiply => of(0).zip(of(1)).map(|(k, l)| k + l),
                // A degree below 0 and a broken one are not told.
                Operation::Divide => of(0).zip(of(1)).and_then(|(k, l)| k.checked_sub(l)),
                Operation::Apply { function: Function::SquareRoot } => {
                    of(0).filter(|k| k.is_multiple_of(2)).map(|k| k / 2)
                }
                Operation::Apply { .. } | Operation::Clip { .. } => only_constant(of(0)),
                Operation::Concatenate => of(0).filter(|k| node.of.iter().all(|n| degrees[*n] == Some(*k))),
                Operation::Rows { .. } => of(0),
                Operation::Rectify { .. }
                | Operation::Gate { .. }
                | Operation::MaxPool { .. }
                | Operation::AveragePool { .. } => of(0),
                Operation::Tanh => only_constant(of(0)),
                Operation::ZeroMean { held_constant, .. } if *held_constant => only_constant(of(0)),
                Operation::ZeroMean { .. } => of(0),
                Operation::OverDeviation { held_constant, .. } if *held_constant => of(0),
                Operation::OverDeviation { epsilon, .. } if epsilon.is_zero() => of(0).map(|_| 0),
                Operation::OverDeviation { .. } => only_constant(of(0)),
                Operation::Normalise => of(0).map(|_| 0),
            });
        }
        degrees
    }
}
