//! One step of gradient descent of a level of a latent tree's network, by definition, and what it assumes.

use super::amplification::Part;
use super::tree_operator;
use dualproof::claim::Side;
use dualproof::matrix::{inner, is_zero, scaled};
use dualproof::network::Activation;
use dualproof::numbers::{Field, Obstacle, Ordered, Rational, Ring};
use dualproof::tape::Tape;
use dualproof::tape::pairs;
use dualproof::tree::{Group, Joint, LatentTree, LocalNetwork};
use nalgebra::DMatrix;
use num_traits::Zero;
use serde::{Deserialize, Serialize};

/// A tree, a network of its shape, the node whose weights are watched, and the step size.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The tree.
    pub tree: LatentTree<Rational>,
    /// The network.
    pub network: LocalNetwork<Rational>,
    /// μ.
    pub node: usize,
    /// α.
    pub rate: Rational,
}

dualproof::line_through!(Instance { tree, network, rate } keeping { node });

impl Instance {
    /// The nodes of μ's depth.
    pub fn level(&self) -> Vec<usize> {
        let shape = self.tree.shape();
        shape.level(shape.depth(self.node))
    }

    /// J of a node of the level, averaged over all views.
    fn mean_jacobian(&self, node: usize) -> Option<DMatrix<Rational>> {
        tree_operator::mean_jacobian::<Rational>(&self.tree, &self.network, node).ok().map(|(j, _)| j)
    }

    /// J_μᵀJ_{μ'} = 0 for the others; true where there is no gradient, so nothing to decide.
    pub fn outputs_are_disjoint(&self) -> bool {
        let Some(j) = self.mean_jacobian(self.node) else { return true };
        let others = self.level().into_iter().filter(|other| *other != self.node);
        others
            .filter_map(|other| self.mean_jacobian(other))
            .all(|other| is_zero(&Rational::product(&j.transpose(), &other)))
    }

    /// J_μᵀJ_μ = κI; true where there is no gradient.
    pub fn jacobian_is_conformal(&self) -> bool {
        let Some(j) = self.mean_jacobian(self.node) else { return true };
        let square = Rational::product(&j.transpose(), &j);
        square == scaled(&DMatrix::identity(j.ncols(), j.ncols()), &square[(0, 0)])
    }

    /// Is every Jacobian of the level the same after the step? True where nothing can be stepped, so nothing is to be
    /// decided.
    pub fn gates_do_not_flip(&self) -> bool {
        let shape = self.tree.shape();
        let is_below = |node: usize| shape.depth(node) > shape.depth(self.node);
        if self.network.groups.iter().all(|group| is_below(group.node) || group.activation == Activation::Linear) {
            return true;
        }
        let Ok(network) = Joint::of(&self.tree).and_then(|joint| stepped(self, &joint)) else { return true };
        let after = Instance { network, ..self.clone() };
        self.level().into_iter().all(|node| {
            tree_operator::jacobian_is_constant(&after.tree, &after.network, node)
                && after.mean_jacobian(node) == self.mean_jacobian(node)
        })
    }
}

/// Configurations of the leaves up to which all pairs of views are summed.
const MOST_CONFIGURATIONS: usize = 16;

/// The network after one step of the groups of μ's level down the tape's gradient of the population loss.
fn stepped<S: Field>(instance: &Instance, joint: &Joint<S>) -> Result<LocalNetwork<S>, Obstacle> {
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
    by_features(instance, part, Joint::features)
}

/// The same for linear networks, in systems without order too.
pub fn measured_linear<S: Field>(instance: &Instance, part: Part) -> Side<S> {
    by_features(instance, part, Joint::linear_features)
}

/// Features of every node on every configuration of the leaves.
type Features<S> = fn(&Joint<S>, &LatentTree<S>, &LocalNetwork<S>) -> Side<S>;

fn by_features<S: Field>(instance: &Instance, part: Part, features: Features<S>) -> Side<S> {
    let (tree, network) = (instance.tree.embed::<S>(), instance.network.embed::<S>());
    let joint = Joint::of(&tree)?;
    let after = stepped(instance, &joint)?;
    let weights = own(&after, instance.node).weights.clone();
    let half = S::from_rational(&Rational::new(1, 2));
    if matches!(part, Part::Step | Part::LoneStep) {
        return Ok(vec![weights]);
    }
    if matches!(part, Part::Output | Part::OutputDoesNotShrink) {
        let means = joint.means_given(0, &features(&joint, &tree, &after)?[0])?;
        let gap = |k: usize| (means[(1, k)].clone() - means[(0, k)].clone()) * half.clone();
        let g = DMatrix::from_fn(means.ncols(), 1, |k, _| gap(k));
        return Ok(vec![if part == Part::Output { g } else { minus_square(&g) }]);
    }
    let features = features(&joint, &tree, &network)?;
    let mut gaps = Vec::new();
    for &child in tree.shape().children(instance.node) {
        let means = joint.means_given(instance.node, &features[child])?;
        gaps.extend((0..means.ncols()).map(|k| means[(1, k)].clone() - means[(0, k)].clone()));
    }
    let gaps = DMatrix::from_vec(gaps.len(), 1, gaps);
    Ok(vec![match part {
        Part::Growth => S::product(&weights, &gaps),
        Part::GapsDoNotShrink => {
            let before = S::product(&own(&network, instance.node).weights, &gaps);
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

/// −‖v‖².
pub fn minus_square<S: Ring>(v: &DMatrix<S>) -> DMatrix<S> {
    -S::product(&v.transpose(), v)
}

/// The group of an inner node.
pub fn own<S: Ring>(network: &LocalNetwork<S>, node: usize) -> &Group<S> {
    network.groups.iter().find(|group| group.node == node).expect("a group of every inner node")
}
