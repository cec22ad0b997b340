//! What the formulas on binary trees are made of: polarities along paths, selectivities, the mean of the root. All of
//! it is predicted: nothing here sums over all latents.

use super::dependence::polarities;
use dualproof::claim::Side;
use dualproof::numbers::{Field, Obstacle, Rational};
use dualproof::tree::{LatentTree, LocalNetwork, Shape};
use nalgebra::DMatrix;

/// The polarities of a binary tree.
pub struct Binary<S> {
    /// Parents and children.
    pub shape: Shape,
    /// ρ_{μν} by child; 1 at the root, which has no parent.
    pub rho: Vec<S>,
    /// ρ_{0ν}: products of polarities from the root down, 1 at the root.
    pub path: Vec<S>,
    /// ρ₀ = P(z₀ = +1) − P(z₀ = −1).
    pub mean: S,
}

impl<S: Field> Binary<S> {
    /// Of a tree.
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
        Ok(Binary { shape, rho, path, mean: tree.root[1].clone() - tree.root[0].clone() })
    }

    /// a_μ = (ρ_{μν} s_k)_k over the children ν of μ and their units k, a column; `rho` gives ρ_{μν}.
    pub fn reaching(&self, rho: impl Fn(usize) -> S, s: &[Vec<S>], node: usize) -> DMatrix<S> {
        let children = self.shape.children(node).iter();
        let a: Vec<S> = children.flat_map(|&child| s[child].iter().map(|s| rho(child) * s.clone()).collect::<Vec<_>>()).collect();
        DMatrix::from_vec(a.len(), 1, a)
    }
}

/// v_k(z) = E\[f_k | z_ν = z\] of every node ν, states × units, by messages.
///
/// # Errors
/// Where features have no law that messages can pass on.
pub fn means<S: Field>(tree: &LatentTree<S>, network: &LocalNetwork<S>) -> Side<S> {
    Ok(tree.feature_laws(network)?.iter().map(|law| law.means()).collect())
}

/// s_k = ½(v_k(+1) − v_k(−1)) of every unit k.
pub fn selectivities<S: Field>(v: &DMatrix<S>) -> Vec<S> {
    let half = S::from_rational(&Rational::new(1, 2));
    (0..v.ncols()).map(|k| (v[(1, k)].clone() - v[(0, k)].clone()) * half.clone()).collect()
}
