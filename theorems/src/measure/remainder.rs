//! The two parts of the one-branch update by formula (`weighted-covariance`): a covariance part with the derivative ξ₀ at
//! the augmentation means, and the remainder θ with its bound. As in `predicted`, the factor 1/τ of ξ is left out.

use super::clock::Clock;
use super::slope::{Slope, half_square};
use super::subject::Instance;
use dualproof::network::{Connections, Trace};
use dualproof::numbers::{Floating, Obstacle};
use dualproof::views::Views;
use nalgebra::DMatrix;
use rayon::prelude::*;

/// −∇_{w_l} L = covariance + θ, ‖θ‖ ≤ bound, layer by layer.
pub(super) struct Remainder<F: Floating> {
    /// ½E\[ξ₀ (K̄(x) − K̄(y))(K̄(x) − K̄(y))ᵀ\] w_l, in the shape of W_l.
    pub(super) covariance: Vec<DMatrix<F>>,
    /// θ = E\[(ξ − ξ₀) K₁ (f₊ − f₋)\], in the shape of W_l.
    pub(super) theta: Vec<DMatrix<F>>,
    /// Λ · E\[(r₊ + |r₋ − r̄|) ‖K₁‖ ‖f₊ − f₋‖\], Λ = 1/(4τ), the Lipschitz constant of σ(d/τ).
    pub(super) bound: Vec<F>,
}

/// The remainder at every layer.
pub(super) fn of<F: Floating>(
    instance: &Instance<F>,
    trace: &Trace<F>,
    slope: &Slope<F>,
    clock: &Clock,
) -> Result<Remainder<F>, Obstacle> {
    let views = &instance.views;
    let means = clock.quadratic(|| Means::of(views, trace.output(), slope))?;
    let of_samples = || {
        let samples = (0..views.samples()).into_par_iter();
        samples.map(|sample| of_sample(instance, trace.output(), &means, sample, slope)).collect::<Result<Vec<_>, _>>()
    };
    let parts: Vec<(DMatrix<F>, Vec<F>)> = clock.quadratic(of_samples)?;
    // The views of a sample are columns of their own.
    let flows: Vec<F> = parts.iter().flat_map(|(flows, _)| flows.iter().copied()).collect();
    let flows = DMatrix::from_vec(trace.output().nrows(), views.len(), flows);
    let sizes: Vec<F> = parts.into_iter().flat_map(|(_, sizes)| sizes).collect();
    let lambda = slope.inverse[0] * slope.inverse[1] * F::exact(0.25);
    let layers = || instance.network.layers.iter().zip(1..);
    let bound = |k: Connections<'_, F>| {
        let of_view = |view: usize| sizes[view] * connection_norm(k, view);
        lambda * (0..views.len()).map(of_view).fold(F::zero(), |sum, x| sum + x)
    };
    // But for sums of numbers of two samples each, by far the least of what is quadratic.
    Ok(clock.linear(|| Remainder {
        covariance: layers().map(|(layer, l)| means.covariance(views, trace.connections(l), &layer.weights)).collect(),
        theta: layers().map(|(_, l)| trace.connections(l).apply(&flows)).collect(),
        bound: layers().map(|(_, l)| bound(trace.connections(l))).collect(),
    }))
}

/// r̄ and τ ξ₀ of every two samples.
struct Means<F: Floating> {
    distance: DMatrix<F>,
    slope: DMatrix<F>,
}

impl<F: Floating> Means<F> {
    fn of(views: &Views<F>, outputs: &DMatrix<F>, slope: &Slope<F>) -> Result<Self, Obstacle> {
        let bar = views.augmentation_mean(outputs);
        let samples = views.samples();
        let distance = DMatrix::from_fn(samples, samples, |x, y| half_square(&bar, x, y));
        let slopes = distance.iter().map(|r| slope.at(-*r)).collect::<Result<Vec<F>, _>>()?;
        Ok(Means { distance, slope: DMatrix::from_vec(samples, samples, slopes) })
    }

    fn covariance(&self, views: &Views<F>, k: Connections<'_, F>, weights: &DMatrix<F>) -> DMatrix<F> {
        let z = views.augmentation_mean(&k.transpose_apply(weights));
        let mut flows = DMatrix::<F>::zeros(z.nrows(), views.samples());
        for x in 0..views.samples() {
            for y in (0..views.samples()).filter(|y| *y != x) {
                // The sum over ordered pairs of ½ξ₀ ΔK̄ΔK̄ᵀ is that of ξ₀ K̄(x) ΔK̄ᵀ.
                let weight = views.sample_weights[x] * views.sample_weights[y] * self.slope[(x, y)];
                for row in 0..z.nrows() {
                    flows[(row, x)] += weight * (z[(row, x)] - z[(row, y)]);
                }
            }
        }
        let of_view = |row: usize, view: usize| flows[(row, views.sample_of(view))] * views.augmentation_weights[view];
        k.apply(&DMatrix::from_fn(z.nrows(), views.len(), of_view))
    }
}

/// For each view x₁ of the sample, times its probability: the vector E\[(ξ − ξ₀)(f₊ − f₋)\] and the number
/// E\[(r₊ + |r₋ − r̄|)‖f₊ − f₋‖\].
fn of_sample<F: Floating>(
    instance: &Instance<F>,
    f: &DMatrix<F>,
    means: &Means<F>,
    sample: usize,
    slope: &Slope<F>,
) -> Result<(DMatrix<F>, Vec<F>), Obstacle> {
    let (views, same) = (&instance.views, &instance.same);
    let own = views.of_sample(sample);
    let length = |a: usize, b: usize| (half_square(f, same[a], same[b]) * F::exact(2.0)).root_of_nonnegative();
    let lengths = DMatrix::from_fn(own.len(), views.len(), |plus, minus| length(own.start + plus, minus));
    let mut flows = DMatrix::<F>::zeros(f.nrows(), own.len());
    let mut sizes = Vec::new();
    for (place, x) in own.clone().enumerate() {
        let distances: Vec<F> = (0..views.len()).map(|view| half_square(f, same[x], same[view])).collect();
        let mut size = F::zero();
        for (other, plus) in own.clone().enumerate() {
            let pair = views.weight(x) * views.augmentation_weights[plus];
            // Where x₊ and x₋ are the same numbers, f₊ − f₋ is exactly 0.
            for minus in (0..views.len()).filter(|minus| same[*minus] != same[plus]) {
                let at = (sample, views.sample_of(minus));
                let weight = pair * views.weight(minus);
                let xi = slope.at(distances[plus] - distances[minus])?;
                let change = (xi - means.slope[at]) * weight;
                for row in 0..f.nrows() {
                    flows[(row, place)] += change * (f[(row, plus)] - f[(row, minus)]);
                }
                let spread = distances[plus] + (distances[minus] - means.distance[at]).magnitude();
                size += weight * lengths[(other, minus)] * spread;
            }
        }
        sizes.push(size);
    }
    Ok((flows, sizes))
}

/// ‖K‖ of a view, Frobenius: ‖f_{l−1}‖ ‖J_l‖, as K = f_{l−1} ⊗ J_lᵀ of a dense layer.
fn connection_norm<F: Floating>(k: Connections<'_, F>, view: usize) -> F {
    let square = |entries: &[F]| entries.iter().fold(F::zero(), |sum, x| sum + *x * *x);
    let [below, jacobian] = [square(k.below().column(view).as_slice()), square(k.jacobian(view).as_slice())];
    below.root_of_nonnegative() * jacobian.root_of_nonnegative()
}
