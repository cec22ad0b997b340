//! What the claims on latent trees draw and read alike.

use super::dependence::{self, Dependence};
use dualproof::network::Activation;
use dualproof::numbers::{Rational, Ring};
use dualproof::strategies::{free_law, free_matrix};
use dualproof::tree::{Channel, Edge, Group, LatentTree, LocalNetwork, Pixels};
use nalgebra::DMatrix;
use proptest::prelude::*;

/// The group of an inner node.
///
/// # Panics
/// If it has none: the network is not valid.
pub fn group_of<S: Ring>(network: &LocalNetwork<S>, node: usize) -> &Group<S> {
    network.groups.iter().find(|group| group.node == node).expect("a group of every inner node")
}

/// Are the three well formed?
///
/// # Errors
/// What is not.
pub fn validate(
    tree: &LatentTree<Rational>,
    network: &LocalNetwork<Rational>,
    dependence: Option<&Dependence>,
) -> Result<(), String> {
    tree.validate().map_err(|e| e.to_string())?;
    network.validate(tree).map_err(|e| e.to_string())?;
    dependence.map_or(Ok(()), |dependence| dependence::validate(tree, dependence))
}

/// One of the nodes with children, by a number.
pub fn inner_node(tree: &LatentTree<Rational>, choice: usize) -> usize {
    let inner = tree.shape().inner_nodes();
    inner[choice % inner.len()]
}

/// A tree from its parents and polarities, of nodes 1, 2, ….
pub fn with_polarities(root: Vec<Rational>, edges: impl Iterator<Item = (usize, Rational)>) -> LatentTree<Rational> {
    let edge = |(child, (parent, rho))| Edge { parent, child, channel: Channel::Polarity(rho) };
    let edges: Vec<_> = (1..).zip(edges).map(edge).collect();
    LatentTree { nodes: edges.len() + 1, root, edges }
}

/// A shape, and how wide the groups are.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// The parents of nodes 1, 2, …; all leaves have one depth.
    pub parents: &'static [usize],
    /// Units of each group.
    pub units: usize,
}

impl Size {
    /// Three levels of groups over five leaves: as many configurations as rationals of full size are too slow for.
    pub const LARGE: Size = Size { parents: &[0, 0, 1, 1, 2, 3, 3, 4, 5, 5], units: 3 };

    /// The same over four leaves: a loss sums over the pairs of configurations.
    pub const MIDDLE: Size = Size { parents: &[0, 0, 1, 1, 2, 3, 3, 4, 5], units: 3 };

    /// Two levels of groups over three leaves: where the degree along a line is measured.
    pub const SMALL: Size = Size { parents: &[0, 0, 1, 1, 2], units: 2 };
}

/// Trees of one shape with linear networks whose every number is free: the law of the root, polarities and weights.
/// Polarities are not in \[−1, 1\]: a law of the root and channels with rows that sum to 1 are all that an identity
/// needs.
pub fn free_tree(size: Size) -> BoxedStrategy<(LatentTree<Rational>, LocalNetwork<Rational>)> {
    let Size { parents, units } = size;
    let children = |node: usize| parents.iter().filter(|parent| **parent == node).count();
    let inner: Vec<usize> = (0..=parents.len()).filter(|node| children(*node) > 0).collect();
    let fed = |node: usize| -> usize {
        let is_child = |child: &usize| parents[child - 1] == node;
        (1..=parents.len()).filter(is_child).map(|child| if children(child) == 0 { 1 } else { units }).sum()
    };
    let weights: Vec<_> = inner.iter().map(|node| free_matrix(units, fed(*node))).collect();
    (free_law(2), free_matrix(1, parents.len()), weights)
        .prop_map(move |(root, rho, weights): (Vec<Rational>, DMatrix<Rational>, Vec<DMatrix<Rational>>)| {
            let tree = with_polarities(root, parents.iter().copied().zip(rho.iter().cloned()));
            let group = |(&node, weights)| Group { node, weights, activation: Activation::Linear };
            (tree, LocalNetwork { pixels: Pixels::Sign, groups: inner.iter().zip(weights).map(group).collect() })
        })
        .boxed()
}
