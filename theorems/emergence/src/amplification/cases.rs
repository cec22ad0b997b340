//! One step of gradient descent of a level of a latent tree's network: what an instance is, and how it is drawn.

use super::{Part, measured};
use crate::cases::{self, Size, free_tree, inner_node, with_polarities};
use crate::tree_operator;
use dualproof::claim::Degrees;
use dualproof::matrix::{is_zero, scaled};
use dualproof::network::Activation;
use dualproof::numbers::{Obstacle, Rational, Ring};
use dualproof::strategies::free_matrix;
use dualproof::tree::random::{GroupSetting, TreeSetting, tree, tree_and_network};
use dualproof::tree::{Group, Joint, LatentTree, LocalNetwork, Pixels};
use nalgebra::DMatrix;
use proptest::collection::vec;
use proptest::prelude::*;
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

    /// Is the Jacobian of every node of the level the same on every configuration of the leaves?
    pub fn jacobians_are_constant(&self) -> bool {
        self.level().iter().all(|node| tree_operator::jacobian_is_constant(&self.tree, &self.network, *node))
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
        let Ok(network) = Joint::of(&self.tree).and_then(|joint| measured::stepped(self, &joint)) else { return true };
        let after = Instance { network, ..self.clone() };
        self.level().into_iter().all(|node| {
            tree_operator::jacobian_is_constant(&after.tree, &after.network, node)
                && after.mean_jacobian(node) == self.mean_jacobian(node)
        })
    }

    /// The same with −α.
    pub fn backward(self) -> Self {
        Instance { rate: -self.rate, ..self }
    }

    /// Is it well formed?
    ///
    /// # Errors
    /// What is not.
    pub fn validate(&self) -> Result<(), String> {
        cases::validate(&self.tree, &self.network, None)?;
        match self.tree.shape().inner_nodes().contains(&self.node) {
            true => Ok(()),
            false => Err(format!("node: found {}, expected a node with children", self.node)),
        }
    }
}

/// Levelled trees of at most three leaves: the loss sums over all pairs of views.
const TREES: TreeSetting = TreeSetting { nodes: (2, 6), height: Some((1, 3)), uniform_root: true, transitions: None };

/// The same with states of the root that need not be equally likely.
const ANY_ROOT: TreeSetting = TreeSetting { uniform_root: false, ..TREES };

/// α, in eighths.
fn rate() -> impl Strategy<Value = Rational> {
    (1_i64..=8).prop_map(|n| Rational::new(n, 8))
}

fn of_setting(setting: TreeSetting, groups: GroupSetting) -> BoxedStrategy<Instance> {
    (tree_and_network(setting, groups), 0_usize..8, rate())
        .prop_map(|((tree, network), choice, rate)| Instance { node: inner_node(&tree, choice), tree, network, rate })
        .boxed()
}

/// Any levelled trees, groups ReLU below some level.
pub fn general() -> BoxedStrategy<Instance> {
    of_setting(TREES, GroupSetting::default())
}

/// Three levels of groups; those between the pixels and the root may be ReLU.
pub fn gated() -> BoxedStrategy<Instance> {
    let groups = GroupSetting { relu_above: true, ..GroupSetting::default() };
    of_setting(TreeSetting { height: Some((3, 3)), ..TREES }, groups)
}

/// A chain of four nodes. Of the two ReLU units above the leaf one is on at a time; the weights on them are positive,
/// so that the ReLU units of node 1 are always on, until a long step makes one of those weights negative.
pub fn flipping() -> BoxedStrategy<Instance> {
    let (polarities, weights) = (vec(-4_i64..=4, 3), vec(1_i64..=3, 8));
    (polarities, weights, 1_usize..=2, 1_i64..=16)
        .prop_map(|(rho, weights, units, rate)| {
            let weight = |k: usize| Rational::from_integer(weights[k]);
            let edges = rho.iter().enumerate().map(|(parent, rho)| (parent, Rational::new(*rho, 4)));
            let tree = with_polarities(vec![Rational::new(1, 2); 2], edges);
            let lowest = DMatrix::from_vec(2, 1, vec![weight(0), -weight(1)]);
            let watched = DMatrix::from_fn(units, 2, |i, j| weight(2 + 2 * i + j));
            let top = DMatrix::from_fn(1, units, |_, j| weight(6 + j));
            let group = |node: usize, weights: DMatrix<Rational>, activation| Group { node, weights, activation };
            let groups = vec![
                group(2, lowest, Activation::Relu),
                group(1, watched, Activation::Relu),
                group(0, top, Activation::Linear),
            ];
            let network = LocalNetwork { pixels: Pixels::Sign, groups };
            Instance { tree, network, node: 1, rate: Rational::new(rate, 2) }
        })
        .boxed()
}

/// Groups with children that are groups copy them, with signs, in reversed order and at a scale: then J_μᵀJ_{μ'} is κI
/// or 0. The lowest groups are random, ReLU where μ is above them. With `uneven`, every row has its own scale.
pub fn orthogonal(uneven: bool) -> BoxedStrategy<Instance> {
    let lowest = (vec(1_usize..=2, 8), vec(-4_i64..=6, 32), prop::bool::ANY);
    let upper = (vec(1_i64..=3, 8), vec(prop::bool::ANY, 8));
    (prop_oneof![tree(TREES), tree(ANY_ROOT)], lowest, upper, 0_usize..8, rate())
        .prop_map(move |(tree, (units, entries, relu), (scales, negative), choice, rate)| {
            let shape = tree.shape();
            let inner = shape.inner_nodes();
            let is_lowest = |node: usize| shape.depth(node) + 1 == shape.height();
            let candidates: Vec<usize> =
                inner.iter().copied().filter(|n| !(relu && is_lowest(*n)) || *n == 0).collect();
            let node = candidates[choice % candidates.len()];
            let mut widths = vec![1; tree.nodes];
            let mut next = entries.iter().cycle();
            let mut groups = Vec::new();
            for &node in inner.iter().rev() {
                let columns: usize = shape.children(node).iter().map(|child| widths[*child]).sum();
                let weights = if is_lowest(node) {
                    DMatrix::from_fn(units[node], columns, |_, _| {
                        Rational::from_integer(*next.next().expect("a cycle"))
                    })
                } else {
                    DMatrix::from_fn(columns, columns, |i, j| {
                        let scale = scales[if uneven { (node + i) % scales.len() } else { shape.depth(node) }];
                        let sign = if negative[(node + i) % negative.len()] { -1 } else { 1 };
                        Rational::from_integer(if i + j + 1 == columns { sign * scale } else { 0 })
                    })
                };
                widths[node] = weights.nrows();
                let activation =
                    if relu && is_lowest(node) && node != 0 { Activation::Relu } else { Activation::Linear };
                groups.push(Group { node, weights, activation });
            }
            Instance { network: LocalNetwork { pixels: Pixels::Sign, groups }, tree, node, rate }
        })
        .boxed()
}

/// As the statement assumes.
pub fn strategy() -> BoxedStrategy<Instance> {
    let groups = GroupSetting::default();
    prop_oneof![1 => of_setting(TREES, groups), 1 => of_setting(ANY_ROOT, groups), 2 => orthogonal(false)].boxed()
}

/// Everything free; μ is the first child of the root.
pub fn free(size: Size) -> BoxedStrategy<Instance> {
    (free_tree(size), free_matrix(1, 1))
        .prop_map(|((tree, network), rate)| Instance { node: 1, tree, network, rate: rate[(0, 0)].clone() })
        .boxed()
}

/// With h levels of edges a_μ has degree at most 2h and J_μ at most h, so that g has 5h, a step 8h + 3 and its
/// component orthogonal to a_μ 12h + 3; g⁺ has 2 + 1 + 2h + 4h + 2h + 5h. Sums over all latents have no more, as they
/// equal these.
pub fn degrees(instance: &Instance, _: Part) -> Result<Degrees, Obstacle> {
    Ok(Degrees { numerator: 13 * instance.tree.shape().height() as u64 + 3, denominator: 0 })
}
