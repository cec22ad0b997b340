//! Means and covariances over the views of a network's outputs, or of what any layer hands on, from a forward pass.

use super::setting::Instance;
use dualproof::matrix::{inner, trace};
use dualproof::numbers::Field;
use dualproof::views::Views;
use nalgebra::DMatrix;

/// E z over samples and augmentations, for z of k × views: k × 1.
pub fn mean<S: Field>(views: &Views<S>, z: &DMatrix<S>) -> DMatrix<S> {
    views.sample_mean(&views.augmentation_mean(z))
}

/// z − E z.
pub fn about_mean<S: Field>(views: &Views<S>, z: &DMatrix<S>) -> DMatrix<S> {
    let mean = mean(views, z);
    DMatrix::from_fn(z.nrows(), z.ncols(), |k, v| z[(k, v)].clone() - mean[(k, 0)].clone())
}

/// z − E_{x'|x} z.
pub fn about_augmentation_mean<S: Field>(views: &Views<S>, z: &DMatrix<S>) -> DMatrix<S> {
    let bar = views.augmentation_mean(z);
    DMatrix::from_fn(z.nrows(), z.ncols(), |k, v| z[(k, v)].clone() - bar[(k, views.sample_of(v))].clone())
}

/// Every column of z times the probability of its view.
pub fn weighted<S: Field>(views: &Views<S>, z: &DMatrix<S>) -> DMatrix<S> {
    DMatrix::from_fn(z.nrows(), z.ncols(), |k, v| z[(k, v)].clone() * views.weight(v))
}

/// E\[g fᵀ\], for g and f of k × views and k' × views.
pub fn mean_product<S: Field>(views: &Views<S>, g: &DMatrix<S>, f: &DMatrix<S>) -> DMatrix<S> {
    S::product(&weighted(views, g), &f.transpose())
}

/// E\[g\]E\[f\]ᵀ.
pub fn product_of_means<S: Field>(views: &Views<S>, g: &DMatrix<S>, f: &DMatrix<S>) -> DMatrix<S> {
    S::product(&mean(views, g), &mean(views, f).transpose())
}

/// P f₁ − E_{x'|x} f₂, the gradient of r by P f₁ on every view.
pub fn residual<S: Field>(views: &Views<S>, p: &DMatrix<S>, f_1: &DMatrix<S>, f_2: &DMatrix<S>) -> DMatrix<S> {
    let (forward, goal) = (S::product(p, f_1), views.augmentation_mean(f_2));
    DMatrix::from_fn(forward.nrows(), forward.ncols(), |k, v| {
        forward[(k, v)].clone() - goal[(k, views.sample_of(v))].clone()
    })
}

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
        let within = about_augmentation_mean(&views, output);
        let (b, w) = (views.between_sample_covariance(output), views.within_sample_covariance(output));
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
