//! Random trees and networks of their shape as proptest strategies: they draw, and they shrink toward small ones.
//!
//! Polarities are quarters, transition probabilities eighths and weights are small
//! integers, so that exact sums over many latents stay cheap and counterexamples stay readable.

use super::{Channel, Edge, Group, LatentTree, LocalNetwork, Pixels};
use crate::network::Activation;
use crate::numbers::{Rational, Ring};
use nalgebra::DMatrix;
use proptest::collection::vec;
use proptest::prelude::*;

/// Random transition probabilities are multiples of one over this.
const EIGHTHS: i64 = 8;

/// What a random tree may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TreeSetting {
    /// Nodes, least and most; with a height, the most.
    pub nodes: (usize, usize),
    /// The common depth of all leaves, least and most; `None`: any shape.
    pub height: Option<(usize, usize)>,
    /// Are the states of the root equally likely?
    pub uniform_root: bool,
    /// Have the edges transition matrices (of up to this many states) in place of polarities?
    pub transitions: Option<usize>,
}

impl Default for TreeSetting {
    fn default() -> Self {
        TreeSetting { nodes: (2, 8), height: None, uniform_root: true, transitions: None }
    }
}

/// What a random network of a tree's shape may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupSetting {
    /// Units of a group, least and most.
    pub units: (usize, usize),
    /// May groups below some depth be ReLU? Those above it are linear, the root always is.
    pub relu_below: bool,
    /// May groups above some depth, except for the root, be ReLU? Those below it are linear.
    pub relu_above: bool,
    /// May the ReLU groups of a network all be leaky instead, with slope ½? They leave fewer zeros behind.
    pub leaky: bool,
}

impl Default for GroupSetting {
    fn default() -> Self {
        GroupSetting { units: (1, 2), relu_below: true, relu_above: false, leaky: true }
    }
}

/// A tree from its parents (of nodes 1, 2, …) and one list of raw numbers per node.
fn build(parents: &[usize], setting: TreeSetting, raw: &[(usize, i64, Vec<i64>)]) -> LatentTree<Rational> {
    let states = |node: usize| setting.transitions.map_or(2, |most| 2 + raw[node].0 % (most - 1));
    // Eighths between sorted cuts. With `every`, no state is impossible: what is asked given one has an answer.
    let law = |node: usize, row: usize, many: usize, every: bool| -> Vec<Rational> {
        let spare = if every { EIGHTHS - many as i64 } else { EIGHTHS };
        let drawn = |j: usize| raw[node].2[(row * many + j) % raw[node].2.len()] % (spare + 1);
        let mut cuts: Vec<i64> = (1..many).map(drawn).collect();
        cuts.sort_unstable();
        let ends = cuts.iter().copied().chain([spare]);
        let parts = std::iter::once(0).chain(cuts.iter().copied()).zip(ends).map(|(from, to)| to - from);
        parts.map(|part| Rational::new(part + i64::from(every), EIGHTHS as u64)).collect()
    };
    let edge = |child: usize| {
        let parent = parents[child - 1];
        let channel = match setting.transitions {
            None => Channel::Polarity(Rational::new(raw[child].1, 4)),
            Some(_) => {
                let rows = (0..states(parent)).flat_map(|s| law(child, s, states(child), false));
                Channel::Transition(DMatrix::from_row_iterator(states(parent), states(child), rows))
            }
        };
        Edge { parent, child, channel }
    };
    let m = states(0);
    let root = match setting.uniform_root {
        true => vec![Rational::new(1, m as u64); m],
        false => law(0, 0, m, true),
    };
    LatentTree { nodes: parents.len() + 1, root, edges: (1..=parents.len()).map(edge).collect() }
}

/// The parents of a tree whose leaves all have depth `height`, within so many nodes, from raw branchings.
fn levelled(height: usize, most: usize, branchings: &[usize]) -> Vec<usize> {
    let (mut parents, mut level) = (Vec::new(), vec![0]);
    let (mut free, mut draws) = (most.saturating_sub(height + 1), branchings.iter().cycle());
    for depth in 0..height {
        let mut below = Vec::new();
        for node in level {
            // Another child brings a path down to the leaves with it.
            let another = height - depth;
            let more = (draws.next().copied().unwrap_or(1) - 1).min(free / another);
            free -= more * another;
            for _ in 0..=more {
                parents.push(node);
                below.push(parents.len());
            }
        }
        level = below;
    }
    parents
}

/// Random trees.
///
/// # Panics
/// If the setting's ranges are empty.
pub fn tree(setting: TreeSetting) -> BoxedStrategy<LatentTree<Rational>> {
    let raw = || (0_usize..8, -4_i64..=4, vec(0_i64..=EIGHTHS, 9));
    let most = setting.nodes.1;
    match setting.height {
        Some((least, deepest)) => (least..=deepest, vec(1_usize..=3, most), vec(raw(), most))
            .prop_map(move |(height, branchings, raw)| build(&levelled(height, most, &branchings), setting, &raw))
            .boxed(),
        None => (setting.nodes.0..=most, vec(0_usize..most, most), vec(raw(), most))
            .prop_map(move |(nodes, choices, raw)| {
                let parents: Vec<usize> = (1..nodes).map(|child| choices[child] % child).collect();
                build(&parents, setting, &raw)
            })
            .boxed(),
    }
}

/// A random network of the shape of a tree.
pub fn network(tree: &LatentTree<Rational>, setting: GroupSetting) -> BoxedStrategy<LocalNetwork<Rational>> {
    let (shape, states) = (tree.shape(), tree.states());
    let binary = states.iter().all(|m| *m == 2);
    let pixels = if binary { vec![Pixels::Sign, Pixels::Sign, Pixels::Bit] } else { vec![Pixels::OneHot] };
    let units = setting.units;
    let inner = shape.inner_nodes();
    // Most entries that any choice of units and pixels may need.
    let fan_in = inner.iter().map(|node| shape.children(*node).len()).sum::<usize>();
    let most_below = units.1.max(states.iter().copied().max().unwrap_or(2));
    let entries = vec(-4_i64..=6, fan_in * most_below * units.1);
    let height = shape.height().max(1);
    (prop::sample::select(pixels), vec(units.0..=units.1, inner.len()), entries, 1..=height, 0_u8..=2)
        .prop_map(move |(pixels, units, entries, cut, leak)| {
            let rectified = match setting.leaky && leak == 2 {
                true => Activation::LeakyRelu { slope: Rational::new(1, 2) },
                false => Activation::Relu,
            };
            let mut widths: Vec<usize> = states.iter().map(|m| pixels.width(*m)).collect();
            inner.iter().zip(&units).for_each(|(node, units)| widths[*node] = *units);
            let mut next = entries.iter();
            let group = |node: usize| {
                let columns: usize = shape.children(node).iter().map(|child| widths[*child]).sum();
                let mut entry = || Rational::from_integer(*next.next().expect("enough entries"));
                let depth = shape.depth(node);
                let relu = depth > 0 && (setting.relu_below && depth >= cut || setting.relu_above && depth <= cut);
                Group {
                    node,
                    weights: DMatrix::from_fn(widths[node], columns, |_, _| entry()),
                    activation: if relu { rectified.clone() } else { Activation::Linear },
                }
            };
            LocalNetwork { pixels, groups: inner.iter().copied().map(group).collect() }
        })
        .boxed()
}

/// A random tree with a random network of its shape.
pub fn tree_and_network(
    setting: TreeSetting,
    groups: GroupSetting,
) -> BoxedStrategy<(LatentTree<Rational>, LocalNetwork<Rational>)> {
    tree(setting).prop_flat_map(move |tree| (Just(tree.clone()), network(&tree, groups))).boxed()
}
