//! Trees of one shape with linear networks whose every number is free: what identity evidence is drawn from.

use dualproof::network::Activation;
use dualproof::numbers::Rational;
use dualproof::strategies::{free_law, free_matrix};
use dualproof::tree::{Channel, Edge, Group, LatentTree, LocalNetwork, Pixels};
use nalgebra::DMatrix;
use proptest::prelude::*;

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

/// The law of the root, polarities and weights, all free. Polarities are not in \[−1, 1\]: a law of the root and
/// channels with rows that sum to 1 are all that an identity needs.
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
            let edge = |child: usize| {
                let channel = Channel::Polarity(rho[(0, child - 1)].clone());
                Edge { parent: parents[child - 1], child, channel }
            };
            let tree = LatentTree { nodes: parents.len() + 1, root, edges: (1..=parents.len()).map(edge).collect() };
            let group = |(node, weights): (&usize, DMatrix<Rational>)| Group {
                node: *node,
                weights,
                activation: Activation::Linear,
            };
            let groups = inner.iter().zip(weights).map(group).collect();
            (tree, LocalNetwork { pixels: Pixels::Sign, groups })
        })
        .boxed()
}
