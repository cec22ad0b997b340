//! Laws on the nodes of a tree that are not the tree's: what its assumptions exclude.

use dualproof::numbers::{Field, Obstacle, Rational, Ring};
use dualproof::tree::{Joint, LatentTree};
use num_traits::{One, Zero};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// One departure from the independence that a binary tree states. No law of a node given its parent alone is
/// changed by the first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Dependence {
    /// P(z_a, z_b | z_μ) = ((1 + ρ_a z_μ z_a)(1 + ρ_b z_μ z_b) + c z_a z_b)/4 for two children of one node.
    Siblings {
        /// The child that comes first in the tree's order.
        first: usize,
        /// The other.
        second: usize,
        /// c, at most (1 − |ρ_a|)(1 − |ρ_b|) in size.
        strength: Rational,
    },
    /// P(z_ν | z_μ, z_γ) = (1 + ρ z_μ z_ν + c z_γ z_ν)/2 with γ the parent of μ.
    Grandparent {
        /// ν.
        child: usize,
        /// c, at most 1 − |ρ| in size.
        strength: Rational,
    },
}

/// Are two children of one node dependent given it?
pub fn is_between_siblings(dependence: &Option<Dependence>) -> bool {
    matches!(dependence, Some(Dependence::Siblings { .. }))
}

/// Does a node depend on its grandparent, given its parent?
pub fn is_on_grandparent(dependence: &Option<Dependence>) -> bool {
    matches!(dependence, Some(Dependence::Grandparent { .. }))
}

/// The polarities of the edges by child; `None` at the root and where a channel is a matrix.
pub fn polarities<S: Ring>(tree: &LatentTree<S>) -> Vec<Option<S>> {
    tree.polarities()
}

/// Is this a law on the tree's nodes?
///
/// # Errors
/// What it is not.
pub fn validate(tree: &LatentTree<Rational>, dependence: &Dependence) -> Result<(), String> {
    let (shape, rho) = (tree.shape(), polarities(tree));
    let room = |node: usize| -> Result<Rational, String> {
        let rho = rho.get(node).and_then(Option::as_ref);
        rho.map(|rho| Rational::one() - rho.abs())
            .ok_or(format!("dependence: found node {node}, expected one below a polarity"))
    };
    let (strength, most) = match dependence {
        Dependence::Siblings { first, second, strength } => {
            let place = |node: &usize| shape.order().iter().position(|other| other == node);
            let most = room(*first)? * room(*second)?;
            if shape.parent(*first) != shape.parent(*second) || place(first) >= place(second) {
                return Err(format!(
                    "dependence: found {first} and {second}, expected two children of one node in order"
                ));
            }
            (strength, most)
        }
        Dependence::Grandparent { child, strength } => {
            let most = room(*child)?;
            if tree.root.len() != 2 || shape.depth(*child) < 2 {
                return Err(format!("dependence: found node {child}, expected one with a binary grandparent"));
            }
            (strength, most)
        }
    };
    match strength.abs() <= most {
        true => Ok(()),
        false => Err(format!("dependence: found the strength {strength}, expected at most {most} in size")),
    }
}

/// The joint law of the tree, or of the tree with a dependence.
///
/// # Errors
/// Where the tree has too many assignments.
pub fn joint<S: Field>(tree: &LatentTree<Rational>, dependence: Option<&Dependence>) -> Result<Joint<S>, Obstacle> {
    let embedded = tree.embed::<S>();
    let Some(dependence) = dependence else { return Joint::of(&embedded) };
    let (shape, rho, edges) = (tree.shape(), polarities(&embedded), embedded.edges_by_child());
    let sign = |state: usize| S::from_integer(2 * state as i64 - 1);
    let half = S::from_rational(&Rational::new(1, 2));
    Joint::with_law(&embedded, &|node, states| {
        let (Some(parent), Some(edge)) = (shape.parent(node), edges[node]) else {
            return embedded.root[states[node]].clone();
        };
        let own = edge.channel.matrix()[(states[parent], states[node])].clone();
        // What is added to P(z_ν | z_μ), given who else is known.
        let shift = match dependence {
            Dependence::Siblings { first, second, strength } if *second == node && !strength.is_zero() => {
                let agreement = sign(states[parent]) * sign(states[*first]);
                let given = S::one() + rho[*first].clone().expect("a polarity") * agreement;
                (S::from_rational(strength) * sign(states[*first])).divide(&given).expect("|ρ| < 1 beside a strength")
            }
            Dependence::Grandparent { child, strength } if *child == node => {
                S::from_rational(strength) * sign(states[shape.parent(parent).expect("a grandparent")])
            }
            _ => S::zero(),
        };
        own + shift * sign(states[node]) * half.clone()
    })
}

/// Dependences between the first two children of some node of a binary tree, as strong as they can be; `None`
/// where there are no such two, or no room.
pub fn between_siblings(tree: &LatentTree<Rational>, choice: usize) -> Option<Dependence> {
    let (shape, rho) = (tree.shape(), polarities(tree));
    let room = |node: usize| Some(Rational::one() - rho[node].clone()?.abs());
    let pairs = shape.inner_nodes().into_iter().filter_map(|node| match shape.children(node) {
        [first, second, ..] => Some((*first, *second, room(*first)? * room(*second)?)),
        _ => None,
    });
    let open: Vec<_> = pairs.filter(|(_, _, strength)| !strength.is_zero()).collect();
    let (first, second, strength) = open.get(choice.checked_rem(open.len())?)?.clone();
    Some(Dependence::Siblings { first, second, strength })
}

/// A dependence of some node on its grandparent, as strong as it can be; `None` where there is none.
pub fn on_grandparent(tree: &LatentTree<Rational>, choice: usize) -> Option<Dependence> {
    let (shape, rho) = (tree.shape(), polarities(tree));
    let room = |node: usize| Some((node, Rational::one() - rho[node].clone()?.abs()));
    let deep = shape.order().iter().copied().filter(|node| shape.depth(*node) >= 2);
    let open: Vec<_> = deep.filter_map(room).filter(|(_, strength)| !strength.is_zero()).collect();
    let (child, strength) = open.get(choice.checked_rem(open.len())?)?.clone();
    Some(Dependence::Grandparent { child, strength })
}

/// A number from which one of several places is chosen.
pub fn choice() -> impl Strategy<Value = usize> {
    0_usize..16
}
