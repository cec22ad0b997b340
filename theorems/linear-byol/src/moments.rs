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
        let weighted = DMatrix::from_fn(means.nrows(), means.ncols(), |i, x| {
            means[(i, x)].clone() * views.sample_weights[x].clone()
        });
        let between = S::product(&weighted, &means.transpose());
        Moments { between, within: views.within_sample_covariance(&views.inputs) }
    }

    /// T = X + X'.
    pub fn total(&self) -> DMatrix<S> {
        &self.between + &self.within
    }
}
