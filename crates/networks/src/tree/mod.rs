//! Latent trees: a hidden cause at the root, its noisy copies down every edge, pixels at the leaves.
//!
//! z₀ follows the root's law; given its parent μ, the latent of a child ν follows the edge's [`Channel`],
//! independently of everything that is not below ν. A binary channel of polarity ρ_{μν} says
//! P(z_ν | z_μ) = (1 + ρ_{μν} z_μ z_ν)/2 with z = ±1.
//!
//! | question | file | how |
//! |---|---|---|
//! | is it a tree of probabilities? | `validate.rs` | [`LatentTree::validate`] names the first defect |
//! | laws, means of features | `inference.rs` | message passing, in any number system |
//! | the same, as an oracle | `enumeration.rs` | [`Joint`]: a sum over all latents, small trees only |
//! | points of the line through two trees | `line.rs` | [`Line`](crate::numbers::Line), for identity evidence |
//! | samples | `sampling.rs` | [`LatentTree::sample`]: 64 at a time, the same whatever the threads |
//! | the network of the same shape | `local.rs` | [`LocalNetwork`], as features or as masked layers |
//!
//! State 0 of a binary latent is z = −1 and state 1 is z = +1.

mod display;
mod enumeration;
mod inference;
mod line;
mod local;
pub mod random;
mod sampling;
mod shape;
mod validate;

pub use enumeration::{Joint, MOST_ASSIGNMENTS, is_enumerable};
pub use inference::FeatureLaw;
pub use local::{Block, Group, LocalError, LocalNetwork, Pixels};
pub use sampling::Samples;
pub use shape::Shape;
pub use validate::TreeError;

use crate::matrix::{embed, rows};
use crate::numbers::{Field, Rational, Ring};
use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

/// How the state of a child follows from that of its parent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[serde(bound(serialize = "S: Serialize", deserialize = "S: Deserialize<'de>"))]
pub enum Channel<S: Ring> {
    /// Two states each; the child agrees with its parent with probability (1 + ρ)/2.
    Polarity(S),
    /// Row i is the law of the child's state given state i of the parent.
    Transition(#[serde(with = "rows")] DMatrix<S>),
}

impl<S: Ring> Channel<S> {
    /// The number of states of the child.
    pub fn states(&self) -> usize {
        match self {
            Channel::Polarity(_) => 2,
            Channel::Transition(p) => p.ncols(),
        }
    }
}

impl<S: Field> Channel<S> {
    /// P(child | parent), states of the parent × states of the child.
    pub fn matrix(&self) -> DMatrix<S> {
        match self {
            Channel::Polarity(rho) => {
                let half = S::from_rational(&Rational::new(1, 2));
                let sign = |state: usize| S::from_integer(2 * state as i64 - 1);
                DMatrix::from_fn(2, 2, |i, j| (S::one() + rho.clone() * sign(i) * sign(j)) * half.clone())
            }
            Channel::Transition(p) => p.clone(),
        }
    }
}

/// One edge of a tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(bound(serialize = "S: Serialize", deserialize = "S: Deserialize<'de>"))]
pub struct Edge<S: Ring> {
    /// μ.
    pub parent: usize,
    /// ν.
    pub child: usize,
    /// P(z_ν | z_μ).
    pub channel: Channel<S>,
}

/// A latent tree as plain data. Node 0 is the root; children are ordered as their edges are listed.
///
/// ```
/// use dualproof_numbers::numbers::Rational;
/// use dualproof_networks::tree::LatentTree;
/// let tree: LatentTree<Rational> = serde_json::from_str(r#"{
///     "nodes": 3, "root": ["1/2", "1/2"],
///     "edges": [{"parent": 0, "child": 1, "channel": {"polarity": "1/2"}},
///               {"parent": 1, "child": 2, "channel": {"polarity": "-1/3"}}]
/// }"#).unwrap();
/// tree.validate().unwrap();
/// assert_eq!(tree.path_polarity(2), Some(Rational::new(-1, 6)));
/// assert_eq!(tree.path_polarity(0), Some(Rational::new(1, 1)));     // the empty product
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(bound(serialize = "S: Serialize", deserialize = "S: Deserialize<'de>"))]
pub struct LatentTree<S: Ring> {
    /// The number of nodes, leaves included.
    pub nodes: usize,
    /// P(z₀), one probability per state.
    pub root: Vec<S>,
    /// One edge to every node but the root.
    pub edges: Vec<Edge<S>>,
}

impl<S: Ring> LatentTree<S> {
    /// Parents, children, depths and the order from the root down.
    ///
    /// # Errors
    /// [`TreeError`] where the edges are not those of one tree.
    pub fn try_shape(&self) -> Result<Shape, TreeError> {
        Shape::new(self.nodes, self.edges.iter().map(|edge| (edge.parent, edge.child)))
    }

    /// The same for a valid tree.
    ///
    /// # Panics
    /// If it is not: call [`LatentTree::validate`] on foreign data first.
    pub fn shape(&self) -> Shape {
        self.try_shape().expect("a validated tree")
    }

    /// The edge to each node; `None` at the root.
    ///
    /// # Panics
    /// If a child is not a node.
    pub fn edges_by_child(&self) -> Vec<Option<&Edge<S>>> {
        let mut list = vec![None; self.nodes];
        self.edges.iter().for_each(|edge| list[edge.child] = Some(edge));
        list
    }

    /// The polarity of the edge to each node; `None` at the root and where a channel is a matrix.
    pub fn polarities(&self) -> Vec<Option<S>> {
        let polarity = |edge: &Edge<S>| match &edge.channel {
            Channel::Polarity(rho) => Some(rho.clone()),
            Channel::Transition(_) => None,
        };
        self.edges_by_child().into_iter().map(|edge| edge.and_then(polarity)).collect()
    }

    /// The number of states of each node.
    pub fn states(&self) -> Vec<usize> {
        let mut states = vec![self.root.len(); self.nodes];
        self.edges.iter().for_each(|edge| states[edge.child] = edge.channel.states());
        states
    }

    /// Is every latent ±1 and every channel a polarity?
    pub fn is_binary(&self) -> bool {
        self.root.len() == 2 && self.edges.iter().all(|edge| matches!(edge.channel, Channel::Polarity(_)))
    }

    /// The number of assignments of states to all nodes, saturating.
    pub fn assignments(&self) -> usize {
        self.states().iter().fold(1, |product: usize, m| product.saturating_mul(*m))
    }
}

impl LatentTree<Rational> {
    /// The same tree in another number system.
    pub fn embed<S: Field>(&self) -> LatentTree<S> {
        let channel = |channel: &Channel<Rational>| match channel {
            Channel::Polarity(rho) => Channel::Polarity(S::from_rational(rho)),
            Channel::Transition(p) => Channel::Transition(embed(p)),
        };
        let edge = |e: &Edge<Rational>| Edge { parent: e.parent, child: e.child, channel: channel(&e.channel) };
        LatentTree {
            nodes: self.nodes,
            root: self.root.iter().map(S::from_rational).collect(),
            edges: self.edges.iter().map(edge).collect(),
        }
    }
}
