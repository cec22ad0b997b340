//! What the formulas on trees are made of: polarities along paths, selectivities, the mean of the root. All of it is
//! predicted: nothing here sums over all latents.

use super::dependence::polarities;
use dualproof::claim::Side;
use dualproof::numbers::{Field, Obstacle, Rational};
use dualproof::tree::{LatentTree, LocalNetwork, Shape};
use nalgebra::DMatrix;

/// A binary tree by its polarities, and a network on it by its selectivities.
pub struct Binary<S> {
    /// Parents and children.
    pub shape: Shape,
    /// ρ_{μν} by child; 1 at the root, which has no parent.
    pub rho: Vec<S>,
    /// ρ_{0ν}: products of polarities from the root down, 1 at the root.
    pub path: Vec<S>,
    /// ρ₀ = P(z₀ = +1) − P(z₀ = −1).
    pub mean: S,
    /// v_k(z) = E\[f_k | z_ν = z\] of the units k of every node ν, states × units; where it is known.
    pub v: Vec<DMatrix<S>>,
    /// s_k = ½(v_k(+1) − v_k(−1)).
    pub s: Vec<Vec<S>>,
}

impl<S: Field> Binary<S> {
    /// A tree without a network: no selectivities.
    ///
    /// # Errors
    /// [`Obstacle::Outside`] where it is not binary.
    pub fn of(tree: &LatentTree<S>) -> Result<Self, Obstacle> {
        if !tree.is_binary() {
            return Err(Obstacle::Outside("a binary tree"));
        }
        let (shape, rho) = (tree.shape(), polarities(tree));
        let rho: Vec<S> = rho.into_iter().map(|rho| rho.unwrap_or_else(S::one)).collect();
        let mut path = rho.clone();
        for &node in shape.order() {
            if let Some(parent) = shape.parent(node) {
                path[node] = path[parent].clone() * rho[node].clone();
            }
        }
        let mean = tree.root[1].clone() - tree.root[0].clone();
        Ok(Binary { shape, rho, path, mean, v: Vec::new(), s: Vec::new() })
    }

    /// With the network's selectivities, by messages.
    ///
    /// # Errors
    /// As [`of`](Self::of) and [`means`].
    pub fn seen_by(tree: &LatentTree<S>, network: &LocalNetwork<S>) -> Result<Self, Obstacle> {
        let (of_tree, v) = (Binary::of(tree)?, means(tree, network)?);
        let half = S::from_rational(&Rational::new(1, 2));
        let gap = |v: &DMatrix<S>, k: usize| (v[(1, k)].clone() - v[(0, k)].clone()) * half.clone();
        let s = v.iter().map(|v| (0..v.ncols()).map(|k| gap(v, k)).collect()).collect();
        Ok(Binary { v, s, ..of_tree })
    }

    /// a_μ = (ρ_{μν} s_k)_k over the children ν of μ and their units k, a column.
    pub fn a(&self, node: usize) -> DMatrix<S> {
        self.reaching(node, |child| self.rho[child].clone())
    }

    /// The same with other numbers for ρ_{μν}.
    pub fn reaching(&self, node: usize, rho: impl Fn(usize) -> S + Copy) -> DMatrix<S> {
        let of_child = |&child: &usize| self.s[child].iter().map(move |s| rho(child) * s.clone());
        let a: Vec<S> = self.shape.children(node).iter().flat_map(of_child).collect();
        DMatrix::from_vec(a.len(), 1, a)
    }
}

/// v_k(z) = E\[f_k | z_ν = z\] of the units k of every node ν, states × units, by messages.
///
/// # Errors
/// Where features have no law that messages can pass on.
pub fn means<S: Field>(tree: &LatentTree<S>, network: &LocalNetwork<S>) -> Side<S> {
    Ok(tree.feature_laws(network)?.iter().map(|law| law.means()).collect())
}
