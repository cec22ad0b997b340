//! What the formulas know of the level that is stepped: polarities, selectivities by messages, Jacobians. Predicted: no
//! loss, no sum over all latents.

use super::cases::Instance;
use crate::cases::group_of;
use crate::selectivity::Binary;
use crate::tree_operator;
use dualproof::matrix::scaled;
use dualproof::numbers::{Field, Obstacle};
use dualproof::tree::LocalNetwork;
use nalgebra::DMatrix;

/// A matrix, or what keeps it from being computed.
pub type Computed<S> = Result<DMatrix<S>, Obstacle>;

/// The level of μ in one number system.
pub struct Level<'a, S: Field> {
    /// Of this instance.
    pub instance: &'a Instance,
    network: LocalNetwork<S>,
    /// The tree with the selectivities of its features.
    pub tree: Binary<S>,
    /// μ.
    pub mu: usize,
    /// The nodes of the level, μ among them.
    pub nodes: Vec<usize>,
}

impl<'a, S: Field> Level<'a, S> {
    /// Of an instance.
    ///
    /// # Errors
    /// Where the tree is not binary, or features have no law that messages can pass on.
    pub fn of(instance: &'a Instance) -> Result<Self, Obstacle> {
        let (tree, network) = (instance.tree.embed::<S>(), instance.network.embed::<S>());
        let tree = Binary::seen_by(&tree, &network)?;
        Ok(Level { instance, network, tree, mu: instance.node, nodes: instance.level() })
    }

    /// W_ν.
    pub fn w(&self, node: usize) -> &DMatrix<S> {
        &group_of(&self.network, node).weights
    }

    /// ρ_{0ν}.
    pub fn rho(&self, node: usize) -> S {
        self.tree.path[node].clone()
    }

    /// a_ν.
    pub fn a(&self, node: usize) -> DMatrix<S> {
        self.tree.a(node)
    }

    /// J_ν, averaged over the views.
    ///
    /// # Errors
    /// Where the network has no layers or no gradient.
    pub fn j(&self, node: usize) -> Computed<S> {
        Ok(tree_operator::mean_jacobian(&self.instance.tree, &self.instance.network, node)?.0)
    }

    /// g = Σ_{μ'} ρ_{0μ'} J_{μ'} W_{μ'} a_{μ'}: the selectivity of the output.
    ///
    /// # Errors
    /// As [`j`](Self::j).
    pub fn g(&self) -> Computed<S> {
        let term = |&node: &usize| {
            let moved = S::product(&self.j(node)?, &S::product(self.w(node), &self.a(node)));
            Ok(scaled(&moved, &self.rho(node)))
        };
        sum(self.nodes.iter().map(term))
    }
}

/// The sum of at least one matrix.
///
/// # Errors
/// The first error among them.
pub fn sum<S: Field>(terms: impl Iterator<Item = Computed<S>>) -> Computed<S> {
    let mut total: Option<DMatrix<S>> = None;
    for term in terms {
        let term = term?;
        total = Some(total.map_or(term.clone(), |sum| sum + &term));
    }
    Ok(total.expect("at least one term"))
}
