//! The second moments that the loss depends on.

use dualproof::numbers::{Field, Rational};
use dualproof::views::Views;
use nalgebra::DMatrix;

/// X = E x̄x̄ᵀ and X' = E_x V_{x'|x}\[x'\].
pub struct Moments<S: Field> {
    /// X.
    pub between: DMatrix<S>,
    /// X'.
    pub within: DMatrix<S>,
}

impl<S: Field> Moments<S> {
    /// Those of the views.
    pub fn of(views: &Views<Rational>) -> Self {
        let views = views.embed::<S>();
        let means = views.augmentation_mean(&views.inputs);
        let about = DMatrix::from_fn(means.nrows(), views.len(), |i, v| {
            views.inputs[(i, v)].clone() - means[(i, views.sample_of(v))].clone()
        });
        let weights = (0..views.len()).map(|v| views.weight(v)).collect::<Vec<_>>();
        Moments { between: second(&means, &views.sample_weights), within: second(&about, &weights) }
    }

    /// T = X + X'.
    pub fn total(&self) -> DMatrix<S> {
        &self.between + &self.within
    }
}

/// Σ_v p_v z_v z_vᵀ, z_v the columns.
fn second<S: Field>(z: &DMatrix<S>, p: &[S]) -> DMatrix<S> {
    let weighted = DMatrix::from_fn(z.nrows(), z.ncols(), |i, v| z[(i, v)].clone() * p[v].clone());
    S::product(&weighted, &z.transpose())
}
