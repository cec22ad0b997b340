//! The covariances of a network's outputs, or of what any layer hands on, from a forward pass.

use super::setting::Instance;
use dualproof::matrix::{inner, trace};
use dualproof::numbers::Field;
use nalgebra::DMatrix;

/// Moments of a function of the views with k values.
pub struct Moments<S: Field> {
    /// F̄ − EF̄, k × samples.
    pub between: DMatrix<S>,
    /// f − F̄, k × views.
    pub within: DMatrix<S>,
    /// B = V_x\[F̄\].
    pub b: DMatrix<S>,
    /// W = E_x V_{x'|x}\[f\].
    pub w: DMatrix<S>,
    /// E f.
    pub mean: DMatrix<S>,
    /// tr E f₂f₂ᵀ, the mean of f₂ taken off or not.
    pub target: S,
}

impl<S: Field> Moments<S> {
    /// Those of `output`, k × views.
    pub fn of(instance: &Instance, output: &DMatrix<S>) -> Self {
        let views = instance.views.embed::<S>();
        let bar = views.augmentation_mean(output);
        let mean = views.sample_mean(&bar);
        let between = DMatrix::from_fn(bar.nrows(), bar.ncols(), |k, i| bar[(k, i)].clone() - mean[(k, 0)].clone());
        let within = DMatrix::from_fn(output.nrows(), output.ncols(), |k, v| {
            output[(k, v)].clone() - bar[(k, views.sample_of(v))].clone()
        });
        let square = |z: &DMatrix<S>, weight: &dyn Fn(usize) -> S| {
            let weighted = DMatrix::from_fn(z.nrows(), z.ncols(), |k, v| z[(k, v)].clone() * weight(v));
            S::product(&weighted, &z.transpose())
        };
        let b = square(&between, &|i| views.sample_weights[i].clone());
        let w = square(&within, &|v| views.weight(v));
        let mut target = trace(&b) + trace(&w);
        if !instance.zero_mean.target {
            target += inner(&mean, &mean);
        }
        Moments { between, within, b, w, mean, target }
    }

    /// T = B + W.
    pub fn total(&self) -> DMatrix<S> {
        &self.b + &self.w
    }
}
