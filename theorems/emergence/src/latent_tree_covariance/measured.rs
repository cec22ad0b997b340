//! Means and covariances on a latent tree by definition: sums over all latents, derivatives of augmentation means, or,
//! for deep trees, messages.

use super::Part;
use super::cases::Instance;
use crate::derivatives::covariance_of_means;
use crate::{dependence, tree_operator};
use dualproof::claim::Side;
use dualproof::matrix::{beside, trace};
use dualproof::numbers::{Field, Obstacle, Ordered};
use dualproof::tree::is_enumerable;
use nalgebra::DMatrix;

/// What the part speaks of: at every node, at every node with children, or at μ.
pub fn measured<S: Ordered>(instance: &Instance, part: Part) -> Side<S> {
    if part == Part::DeepTree {
        return by_messages(instance);
    }
    // What would be refused in the end is refused before anything is embedded and summed up.
    is_enumerable(&instance.tree)?;
    if matches!(part, Part::OperatorBlock | Part::OperatorShrinksWithDepth | Part::CategoricalOperatorBlock) {
        tree_operator::views_are_few(&instance.tree)?;
    }
    let (tree, network) = (instance.tree.embed::<S>(), instance.network.embed::<S>());
    let (shape, nodes) = (tree.shape(), 0..tree.nodes);
    let joint = dependence::joint::<S>(&instance.tree, instance.dependence.as_ref())?;
    let one_by_one = |x: S| DMatrix::from_element(1, 1, x);
    let block = || tree_operator::block(&joint, &tree, &network, instance.node);
    match part {
        Part::OperatorBlock | Part::CategoricalOperatorBlock => return Ok(vec![block()?]),
        Part::OperatorShrinksWithDepth => return Ok(vec![one_by_one(trace(&block()?))]),
        Part::PathPolarity | Part::CategoricalPath => return nodes.map(|node| joint.given_root(node)).collect(),
        _ => {}
    }
    let features = joint.features(&tree, &network)?;
    if part == Part::Messages {
        return nodes.map(|node| joint.means_given(node, &features[node])).collect();
    }
    let given = |state_of: usize, node: usize| -> Result<DMatrix<S>, Obstacle> {
        let children = shape.children(node).iter();
        let blocks = children.map(|child| joint.means_given(state_of, &features[*child]));
        Ok(beside(&blocks.collect::<Result<Vec<_>, _>>()?))
    };
    let per_node = |node: usize| -> Result<DMatrix<S>, Obstacle> {
        Ok(match part {
            Part::ConditionalMeans => given(node, node)?,
            Part::CovarianceShrinksWithDepth => {
                one_by_one(trace(&covariance_of_means(&joint.marginal(0), &given(0, node)?)))
            }
            _ => covariance_of_means(&joint.marginal(0), &given(0, node)?),
        })
    };
    shape.inner_nodes().into_iter().map(per_node).collect()
}

/// E\[z_ν | z₀ = 1\] of every node, then Cov_{z₀}(E\[f_{ch(μ)} | z₀\]) at the [`ends`](Instance::ends), all by messages
/// of laws; no product of polarities is formed.
fn by_messages<S: Field>(instance: &Instance) -> Side<S> {
    if !instance.has_closed_forms() || !instance.tree.is_binary() {
        return Err(Obstacle::Outside("a binary tree with features of closed form"));
    }
    let (tree, network) = (instance.tree.embed::<S>(), instance.network.embed::<S>());
    let (shape, laws) = (tree.shape(), tree.laws_given_root());
    let means = match network.is_linear() {
        true => tree.linear_means(&network)?,
        false => tree.feature_laws(&network)?.iter().map(|law| law.means()).collect(),
    };
    let sign = |node: usize| laws[node][(1, 1)].clone() - laws[node][(1, 0)].clone();
    let mut sides = vec![DMatrix::from_fn(1, tree.nodes, |_, node| sign(node))];
    for node in instance.ends() {
        let given_root = shape.children(node).iter().map(|child| S::product(&laws[*child], &means[*child]));
        sides.push(covariance_of_means(&tree.root, &beside(&given_root.collect::<Vec<_>>())));
    }
    Ok(sides)
}
