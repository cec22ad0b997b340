//! In which degree is a network homogeneous in some of its parameters?

use super::{Graph, Operation};
use crate::numbers::Field;

impl<S: Field> Graph<S> {
    /// k such that f(tθ) = tᵏ f(θ) for t > 0, θ being the parameters at these places and the others constant; `None` where
    /// the operations show none. A statistic that is held constant is a constant here too.
    pub fn degree_in(&self, block: &[usize]) -> Option<usize> {
        let mut degrees: Vec<Option<usize>> = Vec::new();
        for node in &self.nodes {
            let of = |n: usize| degrees[node.of[n]];
            let own = usize::from(node.operation.parameter().is_some_and(|place| block.contains(&place)));
            // What is no linear function of its argument keeps a degree of 0 alone.
            let only_constant = |degree: Option<usize>| degree.filter(|k| *k == 0);
            degrees.push(match &node.operation {
                Operation::Input => Some(0),
                Operation::Dense { .. } | Operation::Convolution { .. } | Operation::Scale { .. } => {
                    of(0).map(|k| k + own)
                }
                Operation::Bias { .. } => of(0).filter(|k| *k == own),
                Operation::Add => of(0).filter(|k| of(1) == Some(*k)),
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
                _ => None,
            });
        }
        degrees.last().copied().flatten()
    }
}
