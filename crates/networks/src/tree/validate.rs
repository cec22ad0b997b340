//! The defects of a tree file, by name.

use super::{Channel, LatentTree};
use crate::numbers::Rational;
use num_traits::{One, Zero};

/// Data that are not a tree of probabilities.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// No node.
    #[error("nodes: found 0, expected at least the root")]
    NoNodes,
    /// An edge from or to a node that does not exist.
    #[error("edge {edge}: found node {node}, expected a number below {nodes}")]
    NoSuchNode {
        /// The edge, from 0.
        edge: usize,
        /// The number.
        node: usize,
        /// The number of nodes.
        nodes: usize,
    },
    /// An edge to node 0.
    #[error("node 0: found the parent {parent}, expected none: it is the root")]
    RootHasParent {
        /// Where the edge comes from.
        parent: usize,
    },
    /// Two edges to one node (or the same edge twice).
    #[error("node {child}: found the parents {first} and {second}, expected one")]
    TwoParents {
        /// The node.
        child: usize,
        /// The parent of the earlier edge.
        first: usize,
        /// The parent of the later one.
        second: usize,
    },
    /// A node that no edge leads to.
    #[error("node {node}: found no edge to it, expected one")]
    Unreachable {
        /// The node.
        node: usize,
    },
    /// Nodes that are one another's ancestors.
    #[error("nodes {nodes:?}: found a cycle, expected a path from the root to each")]
    Cycle {
        /// The nodes, each the child of the next.
        nodes: Vec<usize>,
    },
    /// |ρ| > 1.
    #[error("node {child}: found the polarity {polarity}, expected a number in [-1, 1]")]
    Polarity {
        /// The child of the edge.
        child: usize,
        /// ρ.
        polarity: String,
    },
    /// A law with a negative entry, a sum other than 1, or no entry.
    #[error("{which}: found the probabilities {found}, expected non-negative ones that sum to 1")]
    Probabilities {
        /// Which law.
        which: String,
        /// Its entries.
        found: String,
    },
    /// A channel for another number of states than its parent has.
    #[error("node {child}: found a channel from {found} states, expected {expected}, those of its parent")]
    States {
        /// The child of the edge.
        child: usize,
        /// Rows of the channel.
        found: usize,
        /// States of the parent.
        expected: usize,
    },
}

impl LatentTree<Rational> {
    /// Is this one tree, with probabilities at the root and along every edge?
    ///
    /// # Errors
    /// [`TreeError`] with the first defect.
    ///
    /// ```
    /// use dualproof_numbers::numbers::Rational;
    /// use dualproof_networks::tree::{Channel, Edge, LatentTree, TreeError};
    /// let half = Rational::new(1, 2);
    /// let channel = Channel::Polarity(Rational::new(5, 4));
    /// let tree = LatentTree { nodes: 2, root: vec![half.clone(), half], edges: vec![Edge { parent: 0, child: 1, channel }] };
    /// assert_eq!(tree.validate(), Err(TreeError::Polarity { child: 1, polarity: "5/4".into() }));
    /// ```
    pub fn validate(&self) -> Result<(), TreeError> {
        self.try_shape()?;
        law("root".into(), &self.root)?;
        let states = self.states();
        for edge in &self.edges {
            let (child, expected) = (edge.child, states[edge.parent]);
            let found = match &edge.channel {
                Channel::Polarity(rho) if rho.abs() > Rational::one() => {
                    return Err(TreeError::Polarity { child, polarity: rho.to_string() });
                }
                Channel::Polarity(_) => 2,
                Channel::Transition(p) => p.nrows(),
            };
            if found != expected {
                return Err(TreeError::States { child, found, expected });
            }
            if let Channel::Transition(p) = &edge.channel {
                for state in 0..p.nrows() {
                    let row: Vec<Rational> = p.row(state).iter().cloned().collect();
                    law(format!("node {child} given state {state} of its parent"), &row)?;
                }
            }
        }
        Ok(())
    }
}

fn law(which: String, probabilities: &[Rational]) -> Result<(), TreeError> {
    let sum = probabilities.iter().cloned().fold(Rational::zero(), |a, b| a + b);
    if sum.is_one() && probabilities.iter().all(|p| *p >= Rational::zero()) {
        return Ok(());
    }
    let found = probabilities.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    Err(TreeError::Probabilities { which, found })
}
