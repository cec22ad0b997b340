//! One step of gradient descent of a level of a latent tree's network, by definition.

use super::Part;
use super::cases::Instance;
use crate::cases::group_of;
use crate::tree_operator;
use dualproof::claim::Side;
use dualproof::matrix::{inner, scaled};
use dualproof::numbers::{Field, Obstacle, Ordered, Rational};
use dualproof::tape::{Tape, pairs};
use dualproof::tree::{Joint, LocalNetwork};
use nalgebra::DMatrix;
use num_traits::Zero;

/// Configurations of the leaves up to which all pairs of views are summed.
const MOST_CONFIGURATIONS: usize = 16;

/// The network after one step of the groups of μ's level down the tape's gradient of the population loss.
///
/// # Errors
/// Where the loss has too many terms, or no gradient.
pub fn stepped<S: Field>(instance: &Instance, joint: &Joint<S>) -> Result<LocalNetwork<S>, Obstacle> {
    let (tree, mut network) = (instance.tree.embed::<S>(), instance.network.embed::<S>());
    let layered = tree_operator::layered(&tree, &network)?;
    let (views, at) = (joint.views(network.pixels)?, network.block(&tree, instance.node));
    if views.augmentations() > MOST_CONFIGURATIONS {
        return Err(Obstacle::Outside("at most 16 configurations of the leaves"));
    }
    let mut tape = Tape::new();
    let recorded = tape.network(&layered, &views.inputs)?;
    let constant = tape.detached(recorded.output);
    let p = &instance.tree.root;
    let same = DMatrix::from_fn(p.len(), p.len(), |i, j| if i == j { p[i].clone() } else { Rational::zero() });
    let any = DMatrix::from_fn(p.len(), p.len(), |i, j| p[i].clone() * p[j].clone());
    let mut terms = pairs::of_samples(&views, &same, &S::one());
    terms.extend(pairs::of_samples(&views, &any, &S::from_integer(-1)));
    let loss = tape.pair_loss(recorded.output, constant, terms);
    let gradient = tape.gradient(loss).of(recorded.layers[at.layer - 1].weights);
    let moved = &layered.layers[at.layer - 1].weights - scaled(&gradient, &S::from_rational(&instance.rate));
    for node in instance.level() {
        let at = network.block(&tree, node);
        let own = moved.view((at.rows.start, at.columns.start), (at.rows.len(), at.columns.len())).clone_owned();
        network.groups.iter_mut().filter(|group| group.node == node).for_each(|group| group.weights = own.clone());
    }
    Ok(network)
}

/// A step by differentiation; gaps and the output's selectivity by summing over all latents.
pub fn measured<S: Ordered>(instance: &Instance, part: Part) -> Side<S> {
    let (tree, network) = (instance.tree.embed::<S>(), instance.network.embed::<S>());
    let joint = Joint::of(&tree)?;
    let after = stepped(instance, &joint)?;
    let weights = group_of(&after, instance.node).weights.clone();
    let half = S::from_rational(&Rational::new(1, 2));
    if matches!(part, Part::Step | Part::LoneStep) {
        return Ok(vec![weights]);
    }
    if matches!(part, Part::OutputGrowsByItsMatrix | Part::OutputDoesNotShrink) {
        let means = joint.means_given(0, &joint.features(&tree, &after)?[0])?;
        let gap = |k: usize| (means[(1, k)].clone() - means[(0, k)].clone()) * half.clone();
        let g = DMatrix::from_fn(means.ncols(), 1, |k, _| gap(k));
        return Ok(vec![if part == Part::OutputGrowsByItsMatrix {
            g
        } else {
            DMatrix::from_element(1, 1, -inner(&g, &g))
        }]);
    }
    let features = joint.features(&tree, &network)?;
    let mut gaps = Vec::new();
    for &child in tree.shape().children(instance.node) {
        let means = joint.means_given(instance.node, &features[child])?;
        gaps.extend((0..means.ncols()).map(|k| means[(1, k)].clone() - means[(0, k)].clone()));
    }
    let gaps = DMatrix::from_vec(gaps.len(), 1, gaps);
    Ok(vec![match part {
        Part::GapsGrowByTheirFactor => S::product(&weights, &gaps),
        Part::GapsDoNotShrink => {
            let before = S::product(&group_of(&network, instance.node).weights, &gaps);
            S::product(&weights, &gaps).zip_map(&before, |after, before| -(after * before))
        }
        _ => {
            let a = scaled(&gaps, &half);
            // Every row of the weights minus its component along a, times ‖a‖².
            let along = S::product(&weights, &a);
            let size = inner(&a, &a);
            scaled(&weights, &size) - S::product(&along, &a.transpose())
        }
    }])
}
