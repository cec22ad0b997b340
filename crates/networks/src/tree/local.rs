//! The locally connected network of a tree's shape: a group of units per latent, fed by its children's groups.

use super::{LatentTree, Shape};
use crate::matrix::{embed, rows};
use crate::network::{Activation, Layer, Network, Pool};
use crate::numbers::{Field, Rational, Ring};
use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// How a leaf shows its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Pixels {
    /// x = z, for two states.
    Sign,
    /// x = (z + 1)/2, for two states.
    Bit,
    /// x = the unit vector of the state.
    OneHot,
}

impl Pixels {
    /// The number of pixels of a leaf with so many states.
    pub fn width(self, states: usize) -> usize {
        if self == Pixels::OneHot { states } else { 1 }
    }

    /// The pixels of a leaf in the given state.
    pub fn show<S: Ring>(self, state: usize, states: usize) -> Vec<S> {
        match self {
            Pixels::Sign => vec![S::from_integer(2 * state as i64 - 1)],
            Pixels::Bit => vec![S::from_integer(state as i64)],
            Pixels::OneHot => (0..states).map(|s| S::from_integer(i64::from(s == state))).collect(),
        }
    }
}

/// The units of one latent: f_μ = ψ(W_μ f_{ch(μ)}).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(bound(serialize = "S: Serialize", deserialize = "S: Deserialize<'de>"))]
pub struct Group<S: Ring> {
    /// μ, a node with children.
    pub node: usize,
    /// W_μ, |N_μ| × the units of the children in order.
    #[serde(with = "rows")]
    pub weights: DMatrix<S>,
    /// ψ: linear, ReLU or leaky ReLU.
    pub activation: Activation<S>,
}

/// One group for every node with children; the leaves are pixels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(bound(serialize = "S: Serialize", deserialize = "S: Deserialize<'de>"))]
pub struct LocalNetwork<S: Ring> {
    /// How leaves show their states.
    pub pixels: Pixels,
    /// The groups, in any order.
    pub groups: Vec<Group<S>>,
}

/// Groups that do not fit the tree.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LocalError {
    /// Not exactly one group at a node with children, or one at a leaf.
    #[error("node {node}: found {found} groups, expected {expected}")]
    Groups {
        /// The node.
        node: usize,
        /// The groups found.
        found: usize,
        /// The groups expected.
        expected: usize,
    },
    /// A group whose weights do not match its children's units, or that has no unit.
    #[error("group of node {node}: found weights {rows} × {columns}, expected at least one row of {expected}")]
    Width {
        /// The node.
        node: usize,
        /// Rows of its weights.
        rows: usize,
        /// Columns of its weights.
        columns: usize,
        /// Units of its children.
        expected: usize,
    },
    /// One number per pixel, for a leaf of more than two states.
    #[error("leaf {node}: found {states} states, expected 2 for pixels that are not one-hot")]
    Pixels {
        /// The leaf.
        node: usize,
        /// Its states.
        states: usize,
    },
    /// An activation other than linear, ReLU or leaky ReLU.
    #[error("group of node {node}: found an activation of another kind, expected linear, relu or leaky-relu")]
    Activation {
        /// The node.
        node: usize,
    },
    /// Leaves of different depth: the levels are not layers.
    #[error("leaves: found them at different depths, expected one depth")]
    NotLevelled,
    /// Groups of one level that differ in their activation, or a root that is not linear.
    #[error("level {depth}: found {found}, expected one activation for all, linear at the root")]
    Level {
        /// The depth.
        depth: usize,
        /// What was found.
        found: &'static str,
    },
}

/// Where a group sits in the layered network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The layer, from 1.
    pub layer: usize,
    /// The units of the group.
    pub rows: Range<usize>,
    /// The units of its children.
    pub columns: Range<usize>,
}

impl<S: Ring> LocalNetwork<S> {
    /// The group of each node; `None` at leaves.
    pub fn groups_by_node(&self, nodes: usize) -> Vec<Option<&Group<S>>> {
        let mut list = vec![None; nodes];
        self.groups.iter().for_each(|group| list[group.node] = Some(group));
        list
    }

    /// The number of units of each node: |N_μ|, or the pixels of a leaf.
    pub fn widths(&self, tree: &LatentTree<S>) -> Vec<usize> {
        let mut widths: Vec<usize> = tree.states().iter().map(|m| self.pixels.width(*m)).collect();
        self.groups.iter().for_each(|group| widths[group.node] = group.weights.nrows());
        widths
    }

    /// Is every group linear?
    pub fn is_linear(&self) -> bool {
        self.groups.iter().all(|group| group.activation == Activation::Linear)
    }

    /// Has every inner node one group of the right width, with an activation that acts unit by unit?
    ///
    /// # Errors
    /// The first group that does not fit.
    ///
    /// # Panics
    /// If the tree is not valid: validate it first.
    pub fn validate(&self, tree: &LatentTree<S>) -> Result<(), LocalError> {
        let (shape, states) = (tree.shape(), tree.states());
        if let Some(group) = self.groups.iter().find(|group| group.node >= tree.nodes) {
            return Err(LocalError::Groups { node: group.node, found: 1, expected: 0 });
        }
        let mut groups = vec![0; tree.nodes];
        self.groups.iter().for_each(|group| groups[group.node] += 1);
        for (node, (&states, found)) in states.iter().zip(groups).enumerate() {
            let is_leaf = shape.children(node).is_empty();
            if found != usize::from(!is_leaf) {
                return Err(LocalError::Groups { node, found, expected: usize::from(!is_leaf) });
            }
            if is_leaf && self.pixels != Pixels::OneHot && states != 2 {
                return Err(LocalError::Pixels { node, states });
            }
        }
        let widths = self.widths(tree);
        for group in &self.groups {
            let (rows, columns) = group.weights.shape();
            let expected = shape.children(group.node).iter().map(|child| widths[*child]).sum();
            if rows == 0 || columns != expected {
                return Err(LocalError::Width { node: group.node, rows, columns, expected });
            }
            if matches!(group.activation, Activation::Tanh | Activation::Gated { .. }) {
                return Err(LocalError::Activation { node: group.node });
            }
        }
        Ok(())
    }

    /// The same units as layers with masks: layer l holds the level at height l above the pixels, each group in
    /// the order of [`Shape::order`]; the output is the root's group.
    ///
    /// # Errors
    /// Where the levels are not layers.
    pub fn layered(&self, tree: &LatentTree<S>) -> Result<Network<S>, LocalError> {
        let shape = tree.shape();
        if !shape.is_levelled() || shape.height() == 0 {
            return Err(LocalError::NotLevelled);
        }
        let (groups, widths) = (self.groups_by_node(tree.nodes), self.widths(tree));
        let mut layers = Vec::new();
        for depth in (0..shape.height()).rev() {
            let level = shape.level(depth);
            let columns: usize = shape.level(depth + 1).iter().map(|node| widths[*node]).sum();
            let rows: usize = level.iter().map(|node| widths[*node]).sum();
            let mut weights = DMatrix::zeros(rows, columns);
            let mut mask = vec![vec![0; columns]; rows];
            let mut activation: Option<&Activation<S>> = None;
            for node in level {
                let block = block_in(&shape, &widths, node);
                let group = groups[node].expect("a group of every inner node");
                weights
                    .view_mut((block.rows.start, block.columns.start), group.weights.shape())
                    .copy_from(&group.weights);
                mask[block.rows].iter_mut().for_each(|row| row[block.columns.clone()].fill(1));
                if activation.replace(&group.activation).is_some_and(|other| *other != group.activation) {
                    return Err(LocalError::Level { depth, found: "several activations" });
                }
            }
            let activation = activation.expect("a node on every level").clone();
            if depth == 0 && activation != Activation::Linear {
                return Err(LocalError::Level { depth, found: "an activation at the root" });
            }
            layers.push(Layer { weights, mask: Some(mask), bias: None, activation, pool: Pool::None });
        }
        Ok(Network { layers })
    }

    /// Where the group of an inner node sits in [`LocalNetwork::layered`].
    pub fn block(&self, tree: &LatentTree<S>, node: usize) -> Block {
        block_in(&tree.shape(), &self.widths(tree), node)
    }
}

fn block_in(shape: &Shape, widths: &[usize], node: usize) -> Block {
    let before = |level: Vec<usize>, node: usize| -> usize {
        level.iter().take_while(|other| **other != node).map(|other| widths[*other]).sum()
    };
    let (depth, children) = (shape.depth(node), shape.children(node));
    let start = before(shape.level(depth), node);
    let below = before(shape.level(depth + 1), children[0]);
    let fed: usize = children.iter().map(|child| widths[*child]).sum();
    Block { layer: shape.height() - depth, rows: start..start + widths[node], columns: below..below + fed }
}

impl LocalNetwork<Rational> {
    /// The same network in another number system.
    pub fn embed<S: Field>(&self) -> LocalNetwork<S> {
        let group = |group: &Group<Rational>| Group {
            node: group.node,
            weights: embed(&group.weights),
            activation: match &group.activation {
                Activation::Linear => Activation::Linear,
                Activation::Relu => Activation::Relu,
                Activation::LeakyRelu { slope } => Activation::LeakyRelu { slope: S::from_rational(slope) },
                Activation::Tanh => Activation::Tanh,
                Activation::Gated { gates } => Activation::Gated { gates: embed(gates) },
            },
        };
        LocalNetwork { pixels: self.pixels, groups: self.groups.iter().map(group).collect() }
    }
}
