//! Latent trees with locally connected networks: what an instance is, and how it is drawn.

use super::Part;
use crate::cases::{self, Size, free_tree, inner_node, with_polarities};
use crate::dependence::{self, Dependence};
use crate::tree_operator;
use dualproof::claim::Degrees;
use dualproof::network::Activation;
use dualproof::numbers::{Field, Obstacle, Rational, Ring};
use dualproof::tree::random::{GroupSetting, TreeSetting, tree_and_network};
use dualproof::tree::{Channel, Group, LatentTree, LocalNetwork, Pixels};
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// A tree, a network of its shape, and a node to differentiate at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The tree.
    pub tree: LatentTree<Rational>,
    /// The network.
    pub network: LocalNetwork<Rational>,
    /// μ, a node with children.
    pub node: usize,
    /// What the law adds to the tree; nothing in the theorem.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dependence: Option<Dependence>,
}

dualproof::line_through!(Instance { tree, network } keeping { node, dependence });

impl Instance {
    /// Are all groups linear, or does every unit listen to at most one unit below it? Then selectivities have closed
    /// forms.
    pub fn has_closed_forms(&self) -> bool {
        let listens_to_one = |group: &Group<Rational>| {
            group.weights.row_iter().all(|row| row.iter().filter(|w| !w.is_zero()).count() <= 1)
        };
        self.network.is_linear() || self.network.groups.iter().all(listens_to_one)
    }

    /// Nodes at which deep trees are compared: the first and the last of every level that have children.
    pub fn ends(&self) -> Vec<usize> {
        let shape = self.tree.shape();
        let inner = |depth: usize| shape.level(depth).into_iter().filter(|node| !shape.children(*node).is_empty());
        let ends = |level: Vec<usize>| [level[0], level[level.len() - 1]];
        (0..shape.height()).flat_map(|depth| ends(inner(depth).collect())).collect()
    }

    /// Has the network a gradient at μ on every configuration of the leaves?
    pub fn network_is_differentiable(&self) -> bool {
        tree_operator::is_differentiable(&self.tree, &self.network, self.node)
    }

    /// Is J_μ the same on every configuration of the leaves?
    pub fn jacobian_is_constant(&self) -> bool {
        tree_operator::jacobian_is_constant(&self.tree, &self.network, self.node)
    }

    /// J_μᵀJ_μ with J_μ averaged over all views.
    ///
    /// # Errors
    /// Where the network has no layers or no gradient.
    pub fn jacobian_square<S: Field>(&self) -> Result<DMatrix<S>, Obstacle> {
        Ok(tree_operator::mean_jacobian(&self.tree, &self.network, self.node)?.1)
    }

    /// ρ_max: the largest |ρ| of an edge; 1 where there is none.
    pub fn largest_polarity(&self) -> Rational {
        let sizes = self.tree.edges.iter().filter_map(|edge| match &edge.channel {
            Channel::Polarity(rho) => Some(rho.abs()),
            Channel::Transition(_) => None,
        });
        sizes.max().unwrap_or(Rational::one())
    }

    /// Is it well formed?
    ///
    /// # Errors
    /// What is not.
    pub fn validate(&self) -> Result<(), String> {
        let Instance { tree, network, node, dependence } = self;
        cases::validate(tree, network, dependence.as_ref())?;
        match tree.shape().inner_nodes().contains(node) {
            true => Ok(()),
            false => Err(format!("node: found {node}, expected a node with children")),
        }
    }
}

/// Trees whose levels are layers.
const LAYERED: TreeSetting =
    TreeSetting { nodes: (2, 10), height: Some((1, 3)), uniform_root: true, transitions: None };

/// Trees of these settings with polarities or transitions, μ any node with children.
fn drawn(setting: TreeSetting, groups: GroupSetting) -> BoxedStrategy<Instance> {
    (tree_and_network(setting, groups), dependence::choice())
        .prop_map(|((tree, network), choice)| Instance {
            node: inner_node(&tree, choice),
            tree,
            network,
            dependence: None,
        })
        .boxed()
}

/// Three levels of groups; those between the pixels and the root may be ReLU.
pub fn gated() -> BoxedStrategy<Instance> {
    let groups = GroupSetting { relu_above: true, ..GroupSetting::default() };
    drawn(TreeSetting { height: Some((3, 3)), ..LAYERED }, groups)
}

/// Binary trees and one departure from their law.
pub fn dependent(add: fn(&LatentTree<Rational>, usize) -> Option<Dependence>) -> BoxedStrategy<Instance> {
    let setting = TreeSetting { nodes: (3, 8), ..TreeSetting::default() };
    (drawn(setting, GroupSetting::default()), dependence::choice())
        .prop_map(move |(instance, choice)| Instance { dependence: add(&instance.tree, choice), ..instance })
        .boxed()
}

/// Trees of any shape and of layers, binary and not, with any law of the root, some up to 15 latents, some with
/// dependent siblings, a few of depth 12. Exact evidence on ten thousand of them, one in 45 of depth 12, takes 73 s of
/// processor time.
pub fn strategy() -> BoxedStrategy<Instance> {
    let (any, groups) = (TreeSetting::default(), GroupSetting::default());
    let categorical = TreeSetting { uniform_root: false, transitions: Some(3), nodes: (2, 6), ..any };
    let deep = deep().prop_map(|(tree, network)| Instance { node: 0, tree, network, dependence: None });
    prop_oneof![
        // The widest first, because raw bytes are halved for every option passed over.
        1 => deep,
        1 => drawn(TreeSetting { nodes: (11, 15), ..any }, groups),
        8 => drawn(LAYERED, groups),
        4 => drawn(TreeSetting { uniform_root: false, ..LAYERED }, groups),
        8 => drawn(any, groups),
        6 => drawn(TreeSetting { uniform_root: false, ..any }, groups),
        6 => drawn(categorical, groups),
        6 => drawn(TreeSetting { height: Some((1, 3)), ..categorical }, groups),
        4 => dependent(dependence::between_siblings),
    ]
    .boxed()
}

/// Everything free; μ is the first child of the root.
pub fn free(size: Size) -> BoxedStrategy<Instance> {
    free_tree(size).prop_map(|(tree, network)| Instance { node: 1, tree, network, dependence: None }).boxed()
}

/// With h levels of edges: E\[f | z_μ\] has degree at most h in weights and h in polarities, J_μ at most h. V in terms
/// of both and of the root's law, in which it is cubic, has 2·3h + 3; (1 − ρ₀²) ρ_{0μ}² a_μa_μᵀ ⊗ J_μᵀJ_μ has 2 + 2h +
/// 4h + 2h. Sums over all latents divide by P(z_μ), which is a factor of what they divide.
pub fn degrees(instance: &Instance, _: Part) -> Result<Degrees, Obstacle> {
    Ok(Degrees { numerator: 8 * instance.tree.shape().height() as u64 + 3, denominator: 0 })
}

/// The depth of the leaves of deep trees.
const DEPTH: usize = 12;

/// Complete binary trees of depth 12 with one unit per latent: all linear, or ReLU units with one ear each.
fn deep() -> BoxedStrategy<(LatentTree<Rational>, LocalNetwork<Rational>)> {
    let inner = (1 << DEPTH) - 1;
    let nodes = 2 * inner + 1;
    let nonzero = (1_i64..=4, prop::bool::ANY).prop_map(|(n, negative)| if negative { -n } else { n });
    let weights = vec((-2_i64..=2, -2_i64..=2, prop::bool::ANY), inner);
    (vec(nonzero, nodes - 1), weights, prop::bool::ANY, 1_i64..8)
        .prop_map(move |(rho, weights, linear, eighths)| {
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
            let root = [8 - eighths, eighths].map(|n| Rational::new(n, 8)).to_vec();
            let edges = rho.iter().enumerate().map(|(edge, rho)| (edge / 2, Rational::new(*rho, 4)));
            let tree = with_polarities(root, edges);
            (tree, LocalNetwork { pixels: Pixels::Sign, groups: (0..inner).map(group).collect() })
        })
        .boxed()
}
