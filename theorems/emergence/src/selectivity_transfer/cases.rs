//! Trees with a group that is rectified: what an instance is, and how it is drawn.

use super::Part;
use super::preactivation::moments;
use crate::cases::{self, Size, free_tree, group_of, inner_node};
use crate::dependence::{self, Dependence};
use dualproof::claim::Degrees;
use dualproof::network::Activation;
use dualproof::numbers::{Field, Obstacle, Rational, Ring};
use dualproof::tree::random::{GroupSetting, TreeSetting, tree_and_network};
use dualproof::tree::{Channel, Edge, Group, LatentTree, LocalNetwork, Pixels};
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// A tree, a network of its shape, the group whose units are rectified, and t.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The tree.
    pub tree: LatentTree<Rational>,
    /// The network; X is the pre-activation of the group of `node`, whose own activation is not used.
    pub network: LocalNetwork<Rational>,
    /// μ.
    pub node: usize,
    /// a.
    pub slope: Rational,
    /// t.
    pub t: Rational,
    /// What the law adds to the tree; nothing in the statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dependence: Option<Dependence>,
}

dualproof::line_through!(Instance { tree, network } keeping { node, slope, t, dependence });

impl Instance {
    /// P(z_ν = +1 | z_μ = −1) = P(z_ν = −1 | z_μ = +1) for every child ν of μ.
    pub fn channels_are_symmetric(&self) -> bool {
        let shape = self.tree.shape();
        let (children, edges) = (shape.children(self.node), self.tree.edges_by_child());
        let channels = children.iter().filter_map(|child| edges[*child]).map(|edge| edge.channel.matrix());
        channels.into_iter().all(|p| p.shape() != (2, 2) || p[(0, 1)] == p[(1, 0)])
    }

    /// States × units of the group, all 0.
    pub fn zeros<S: Field>(&self) -> DMatrix<S> {
        DMatrix::zeros(2, group_of(&self.network, self.node).weights.nrows())
    }

    /// Is it well formed?
    ///
    /// # Errors
    /// What is not.
    pub fn validate(&self) -> Result<(), String> {
        let Instance { tree, network, node, dependence, .. } = self;
        cases::validate(tree, network, dependence.as_ref())?;
        match tree.shape().inner_nodes().contains(node) && tree.states()[*node] == 2 {
            true => Ok(()),
            false => Err(format!("node: found {node}, expected a binary latent with children")),
        }
    }
}

/// √(v² + σ²) of the first unit given state 0, to a 64th, or 1 where that is 0.
fn root_nearby(instance: &Instance) -> Rational {
    let Ok((mean, variance)) = moments::<Rational>(instance) else { return Rational::one() };
    let root = (mean[(0, 0)].to_f64().powi(2) + variance[(0, 0)].to_f64()).sqrt();
    let steps = (root * ROOT_STEPS as f64).round() as i64;
    if steps > 0 { Rational::new(steps, ROOT_STEPS) } else { Rational::one() }
}

/// Steps of t in a unit.
const ROOT_STEPS: u64 = 64;

/// Random trees; t is at the root of a second moment or a multiple of it; the slope a is one of `slopes`.
pub fn drawn(slopes: &'static [i64], sign: i64) -> BoxedStrategy<Instance> {
    let any = TreeSetting { nodes: (2, 7), uniform_root: false, ..TreeSetting::default() };
    let groups = GroupSetting::default();
    let unsymmetric = TreeSetting { transitions: Some(2), ..any };
    let general = prop_oneof![tree_and_network(any, groups), tree_and_network(unsymmetric, groups)].boxed();
    let t = prop::sample::select(vec![(1_i64, 1_u64), (1, 1), (1, 1), (1, 2), (3, 2), (7, 8)]);
    (prop_oneof![general, attained()], 0_usize..8, prop::sample::select(slopes), t)
        .prop_map(move |((tree, network), choice, slope, (numerator, denominator))| {
            let node = inner_node(&tree, choice);
            let (slope, t) = (Rational::new(slope, 1), Rational::one());
            let mut instance = Instance { tree, network, node, slope, t, dependence: None };
            instance.t = root_nearby(&instance) * Rational::new(sign * numerator, denominator);
            instance
        })
        .boxed()
}

/// Trees with polarities and one departure from their law.
pub fn dependent(add: fn(&LatentTree<Rational>, usize) -> Option<Dependence>) -> BoxedStrategy<Instance> {
    (drawn(&[0], 1), dependence::choice())
        .prop_map(move |(instance, choice)| Instance { dependence: add(&instance.tree, choice), ..instance })
        .boxed()
}

/// One leaf, seen by units w·z: |X| is constant, X is of one sign given one state of the root and mixed given the
/// other. The bounds are attained.
fn attained() -> BoxedStrategy<(LatentTree<Rational>, LocalNetwork<Rational>)> {
    (1_i64..=7, vec(1_i64..=6, 1..=2))
        .prop_map(|(eighths, weights)| {
            let rows = [(8 - eighths, 8), (eighths, 8), (0, 8), (8, 8)].map(|(n, d)| Rational::new(n, d));
            let channel = Channel::Transition(DMatrix::from_row_slice(2, 2, &rows));
            let root = vec![Rational::new(1, 2); 2];
            let tree = LatentTree { nodes: 2, root, edges: vec![Edge { parent: 0, child: 1, channel }] };
            let weights = DMatrix::from_fn(weights.len(), 1, |i, _| Rational::from_integer(weights[i]));
            let group = Group { node: 0, weights, activation: Activation::Linear };
            (tree, LocalNetwork { pixels: Pixels::Sign, groups: vec![group] })
        })
        .boxed()
}

/// ReLU three times of four, otherwise a slope of −1, −½ or ½.
pub fn strategy() -> BoxedStrategy<Instance> {
    let leaky = drawn(&[-2, -1, 1], 1)
        .prop_map(|instance| Instance { slope: instance.slope * Rational::new(1, 2), ..instance });
    prop_oneof![3 => drawn(&[0], 1), 1 => leaky].boxed()
}

/// Everything free; μ is the root, whose children have units.
pub fn free(size: Size) -> BoxedStrategy<Instance> {
    let instance = |(tree, network)| {
        let (slope, t) = (Rational::zero(), Rational::one());
        Instance { tree, network, node: 0, slope, t, dependence: None }
    };
    free_tree(size).prop_map(instance).boxed()
}

/// With h levels of edges X has at most degree h in weights, and the law of the leaves given z_μ at most twice h in the
/// polarities of two paths: 4h, and 2 for 1 − ρ².
pub fn degrees(instance: &Instance, _: Part) -> Result<Degrees, Obstacle> {
    Ok(Degrees { numerator: 4 * instance.tree.shape().height() as u64 + 2, denominator: 0 })
}
