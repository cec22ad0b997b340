//! Deep binary trees, where no sum over all latents is possible: closed forms through products of polarities.

use super::dependence::polarities;
use crate::derivatives::{beside, covariance_of_means};
use dualproof::claim::Side;
use dualproof::network::Activation;
use dualproof::numbers::{Field, Obstacle, Rational, Ring, Sign};
use dualproof::tree::{Channel, Edge, Group, LatentTree, LocalNetwork, Pixels, Shape};
use nalgebra::DMatrix;
use proptest::collection::vec;
use proptest::prelude::*;

/// The depth of the leaves.
pub const DEPTH: usize = 12;

/// Are all groups linear, or does every unit listen to at most one unit below it? Then selectivities have closed
/// forms.
pub fn has_closed_forms<S: Ring>(network: &LocalNetwork<S>) -> bool {
    let listens_to_one =
        |group: &Group<S>| group.weights.row_iter().all(|row| row.iter().filter(|w| !w.is_zero()).count() <= 1);
    network.is_linear() || network.groups.iter().all(listens_to_one)
}

/// ρ_{0ν} of every node of a binary tree: products from the root down.
///
/// # Errors
/// [`Obstacle::Outside`] where a channel is no polarity.
pub fn path_products<S: Field>(tree: &LatentTree<S>) -> Result<Vec<S>, Obstacle> {
    let (shape, rho) = (tree.shape(), polarities(tree));
    let mut products = vec![S::one(); tree.nodes];
    for &node in shape.order() {
        if let Some(parent) = shape.parent(node) {
            let rho = rho[node].clone().ok_or(Obstacle::Outside("a binary tree"))?;
            products[node] = products[parent].clone() * rho;
        }
    }
    Ok(products)
}

/// A unit that depends on the sign of one leaf below it.
#[derive(Clone)]
struct Ear<S> {
    /// The product of the polarities down to that leaf.
    polarity: S,
    /// The unit's value where the leaf is −1, +1.
    values: [S; 2],
}

/// The selectivities s = ½(E[f | +1] − E[f | −1]) of every node's units. Linear groups: s_μ = W_μ (ρ_{μν} s_ν)_ν.
/// Units that listen to one leaf: s = ρ ½(f(+1) − f(−1)), ρ the product down to it.
///
/// # Errors
/// [`Obstacle::Outside`] for other networks.
pub fn selectivities<S: Field>(tree: &LatentTree<S>, network: &LocalNetwork<S>) -> Result<Vec<Vec<S>>, Obstacle> {
    let (shape, rho) = (tree.shape(), polarities(tree));
    if !tree.is_binary() || !has_closed_forms(network) || network.pixels == Pixels::OneHot {
        return Err(Obstacle::Outside("a binary tree with features of closed form"));
    }
    let (groups, half) = (network.groups_by_node(tree.nodes), S::from_rational(&Rational::new(1, 2)));
    let lowest = if network.pixels == Pixels::Sign { -S::one() } else { S::zero() };
    let pixel = Ear { polarity: S::one(), values: [lowest, S::one()] };
    let gap = |ear: &Ear<S>| ear.polarity.clone() * (ear.values[1].clone() - ear.values[0].clone()) * half.clone();
    let mut selectivities = vec![vec![gap(&pixel)]; tree.nodes];
    let mut ears = vec![vec![pixel]; tree.nodes];
    for &node in shape.order().iter().rev() {
        let Some(group) = groups[node] else { continue };
        let below = |child: usize| rho[child].clone().expect("a polarity");
        if network.is_linear() {
            let a: Vec<S> = shape
                .children(node)
                .iter()
                .flat_map(|&c| selectivities[c].iter().map(move |s| below(c) * s.clone()).collect::<Vec<_>>())
                .collect();
            selectivities[node] =
                S::product(&group.weights, &DMatrix::from_vec(a.len(), 1, a)).iter().cloned().collect();
            continue;
        }
        let heard: Vec<Ear<S>> = shape
            .children(node)
            .iter()
            .flat_map(|&c| {
                ears[c]
                    .iter()
                    .map(move |ear| Ear { polarity: below(c) * ear.polarity.clone(), values: ear.values.clone() })
                    .collect::<Vec<_>>()
            })
            .collect();
        let mut here = Vec::new();
        for row in group.weights.row_iter() {
            here.push(match row.iter().position(|w| !w.is_zero()) {
                None => Ear { polarity: S::zero(), values: [S::zero(), S::zero()] },
                Some(k) => {
                    let value = |v: &S| positive_part(&group.activation, row[k].clone() * v.clone());
                    let [low, high] = &heard[k].values;
                    Ear { polarity: heard[k].polarity.clone(), values: [value(low)?, value(high)?] }
                }
            });
        }
        selectivities[node] = here.iter().map(gap).collect();
        ears[node] = here;
    }
    Ok(selectivities)
}

fn positive_part<S: Field>(activation: &Activation<S>, t: S) -> Result<S, Obstacle> {
    match (activation, t.sign()) {
        (Activation::Linear, _) | (Activation::Relu, Sign::Positive | Sign::Zero) => Ok(t),
        (Activation::Relu, Sign::Negative) => Ok(S::zero()),
        (Activation::Relu, Sign::Unknown) => Err(Obstacle::UnknownSign("a pre-activation")),
        _ => Err(Obstacle::Outside("linear or ReLU groups")),
    }
}

/// Nodes at which deep trees are compared: the first and the last of every level that have children.
pub fn ends(shape: &Shape) -> Vec<usize> {
    let inner = |depth: usize| shape.level(depth).into_iter().filter(|node| !shape.children(*node).is_empty());
    let ends = |level: Vec<usize>| [level[0], level[level.len() - 1]];
    (0..shape.height()).flat_map(|depth| ends(inner(depth).collect())).collect()
}

/// The measured side: E\[z_ν | z₀ = 1\] of every node, then Cov_{z₀}(E\[f_{ch(μ)} | z₀\]) at the [`ends`], all by
/// messages of laws; no product of polarities is formed.
///
/// # Errors
/// [`Obstacle::Outside`] for trees and networks without closed forms.
pub fn by_messages<S: Field>(tree: &LatentTree<S>, network: &LocalNetwork<S>) -> Side<S> {
    if !has_closed_forms(network) || !tree.is_binary() {
        return Err(Obstacle::Outside("a binary tree with features of closed form"));
    }
    let (shape, laws) = (tree.shape(), tree.laws_given_root());
    let means = match network.is_linear() {
        true => tree.linear_means(network)?,
        false => tree.feature_laws(network)?.iter().map(|law| law.means()).collect(),
    };
    let sign = |node: usize| laws[node][(1, 1)].clone() - laws[node][(1, 0)].clone();
    let mut sides = vec![DMatrix::from_fn(1, tree.nodes, |_, node| sign(node))];
    for node in ends(&shape) {
        let given_root = shape.children(node).iter().map(|child| S::product(&laws[*child], &means[*child]));
        sides.push(covariance_of_means(&tree.root, &beside(&given_root.collect::<Vec<_>>())));
    }
    Ok(sides)
}

/// Complete binary trees of depth 12 with one unit per latent: all linear, or ReLU units with one ear each.
pub fn strategy() -> BoxedStrategy<(LatentTree<Rational>, LocalNetwork<Rational>)> {
    let inner = (1 << DEPTH) - 1;
    let nodes = 2 * inner + 1;
    let nonzero = (1_i64..=4, prop::bool::ANY).prop_map(|(n, negative)| if negative { -n } else { n });
    let weights = vec((-2_i64..=2, -2_i64..=2, prop::bool::ANY), inner);
    (vec(nonzero, nodes - 1), weights, prop::bool::ANY, 1_i64..8)
        .prop_map(move |(rho, weights, linear, eighths)| {
            let edge = |child: usize| {
                let channel = Channel::Polarity(Rational::new(rho[child - 1], 4));
                Edge { parent: (child - 1) / 2, child, channel }
            };
            let group = |node: usize| {
                let (left, right, ear) = weights[node];
                // Selectivity only survives many levels where weights do not vanish.
                let strong = |w: i64| if w == 0 { 1 } else { w };
                let row = match (linear, ear) {
                    (true, _) => [strong(left), right],
                    (false, true) => [strong(left.abs()), 0],
                    (false, false) => [0, strong(right)],
                };
                Group {
                    node,
                    weights: DMatrix::from_fn(1, 2, |_, j| Rational::from_integer(row[j])),
                    activation: if linear || node == 0 { Activation::Linear } else { Activation::Relu },
                }
            };
            let tree = LatentTree {
                nodes,
                root: [8 - eighths, eighths].map(|n| Rational::new(n, 8)).to_vec(),
                edges: (1..nodes).map(edge).collect(),
            };
            (tree, LocalNetwork { pixels: Pixels::Sign, groups: (0..inner).map(group).collect() })
        })
        .boxed()
}
