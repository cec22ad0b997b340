//! The predicted side: operators made of connections, applied to the weights.
//!
//! For the simple loss this is the covariance operator. For a loss with weights ξ = ∂L/∂r₊ = −∂L/∂r₋ that depend
//! on the pair, the operator of `contrastive-operator` with H = 1: −∇L = E ξ (K₁ − K₋)(K₁ − K₋)ᵀw −
//! E ξ (K₁ − K₊)(K₁ − K₊)ᵀw for both branches, and E ξ K₁ (f₊ − f₋) for one. Of ξ = σ(t)/τ the factor 1/τ is left
//! out, as on the measured side.

use super::clock::Clock;
use super::loss::Scaled;
use super::remainder::{self, Remainder};
use super::slope::{Slope, half_square};
use super::subject::Instance;
use dualproof::matrix::scaled;
use dualproof::network::Trace;
use dualproof::numbers::{Floating, Obstacle};
use dualproof::operator::{Moment, Operator};
use nalgebra::DMatrix;
use rayon::prelude::*;

/// Samples whose sums are in memory at a time. The order of summation does not depend on the threads.
const BLOCK: usize = 32;

/// The updates of one branch and of both, layer by layer.
pub(super) struct Updates<F: Floating> {
    pub(super) one_branch: Vec<DMatrix<F>>,
    pub(super) both_branches: Vec<DMatrix<F>>,
    /// The two parts of the one-branch update, for a loss whose derivative depends on the pair; or why they are not decided.
    pub(super) remainder: Option<Result<Remainder<F>, Obstacle>>,
}

/// The update of a contrastive loss; `image` is V w at every layer. `clock` records how long it takes.
pub(super) fn contrastive<F: Floating>(
    instance: &Instance<F>,
    trace: &Trace<F>,
    loss: &Scaled<F>,
    image: &[DMatrix<F>],
    clock: &Clock,
) -> Result<Updates<F>, Obstacle> {
    let views = &instance.views;
    let Scaled::Soft { inverse, shift } = loss else {
        let both_branches = image.iter().map(|update| scaled(update, &F::exact(2.0))).collect();
        return Ok(Updates { one_branch: image.to_vec(), both_branches, remainder: None });
    };
    let slope = Slope { inverse: *inverse, shift: *shift };
    let f = trace.output();
    let zero = || DMatrix::zeros(f.nrows(), f.ncols());
    let (mut first, mut others) = (zero(), zero());
    for start in (0..views.samples()).step_by(BLOCK) {
        clock.quadratic(|| {
            let block: Vec<_> = (start..views.samples().min(start + BLOCK))
                .into_par_iter()
                .map(|sample| pushes(instance, f, sample, &slope))
                .collect::<Result<_, _>>()?;
            for (by_first, by_others) in block {
                first += by_first;
                others += by_others;
            }
            Ok(())
        })?;
    }
    let both = &first + &others;
    let apply =
        |push: &DMatrix<F>| (1..=instance.network.depth()).map(|layer| trace.connections(layer).apply(push)).collect();
    let (one_branch, both_branches) = clock.linear(|| (apply(&first), apply(&both)));
    let remainder = Some(remainder::of(instance, trace, &slope, clock));
    Ok(Updates { one_branch, both_branches, remainder })
}

/// BYOL's update with zero-mean and without, and what the zero-mean adds, −M S Mᵀw, layer by layer.
pub(super) struct Byol<F: Floating> {
    pub(super) zero_mean: Vec<DMatrix<F>>,
    pub(super) plain: Vec<DMatrix<F>>,
    pub(super) implicit: Vec<DMatrix<F>>,
}

/// The update of BYOL with S = Pᵀ(I − P).
pub(super) fn byol<F: Floating>(instance: &Instance<F>, trace: &Trace<F>, predictor: &DMatrix<F>) -> Byol<F> {
    let identity = DMatrix::identity(predictor.nrows(), predictor.ncols());
    let s = F::product(&predictor.transpose(), &(identity - predictor));
    let square = F::product(&predictor.transpose(), predictor);
    let within = operators(instance, trace, Moment::Within, Some(&square));
    let less_within = |moment: Moment| {
        let push = operators(instance, trace, moment, Some(&s));
        push.iter().zip(&within).map(|(push, within)| push - within).collect()
    };
    let implicit = operators(instance, trace, Moment::SquareOfMean, Some(&s));
    Byol {
        zero_mean: less_within(Moment::Between),
        plain: less_within(Moment::MeanSquare),
        implicit: implicit.into_iter().map(|term| -term).collect(),
    }
}

/// A moment of every layer's connections applied to the layer's weights.
pub(super) fn operators<F: Floating>(
    instance: &Instance<F>,
    trace: &Trace<F>,
    moment: Moment,
    inner: Option<&DMatrix<F>>,
) -> Vec<DMatrix<F>> {
    let layers = instance.network.layers.iter().enumerate();
    let apply = |(index, layer): (usize, &dualproof::network::Layer<F>)| {
        let operator = Operator::of(trace.connections(index + 1), &instance.views, moment);
        Operator { inner, ..operator }.apply(&layer.weights)
    };
    layers.map(apply).collect()
}

/// What the triples with x₁ among the views of a sample add to Σ_v K(x_v) y_v: the y of x₁, and those of x₊, x₋.
fn pushes<F: Floating>(
    instance: &Instance<F>,
    f: &DMatrix<F>,
    sample: usize,
    slope: &Slope<F>,
) -> Result<(DMatrix<F>, DMatrix<F>), Obstacle> {
    let (views, same) = (&instance.views, &instance.same);
    let zero = || DMatrix::<F>::zeros(f.nrows(), f.ncols());
    let (mut by_first, mut by_others) = (zero(), zero());
    for x in views.of_sample(sample) {
        let negatives: Vec<F> = (0..views.len()).map(|view| half_square(f, same[x], same[view])).collect();
        // E ξ over x₋ for each x₊, and over x₊ for each x₋.
        let mut of_negative = vec![F::zero(); views.len()];
        let mut of_positive = Vec::new();
        for x_plus in views.of_sample(sample) {
            let (near, weight) = (negatives[x_plus], views.weight(x) * views.augmentation_weights[x_plus]);
            let mut sum = F::zero();
            for (x_minus, far) in negatives.iter().enumerate() {
                // Where x₊ and x₋ are the same numbers, f₊ − f₋ and K₊ − K₋ are exactly 0.
                if same[x_minus] == same[x_plus] {
                    continue;
                }
                let xi = slope.at(near - *far)? * weight * views.weight(x_minus);
                of_negative[x_minus] += xi;
                sum += xi;
            }
            of_positive.push((x_plus, sum));
        }
        for k in 0..f.nrows() {
            // f₊ − f₁ and f₋ − f₁: the weights of either sum to the same, so what is taken off f cancels.
            for (x_plus, xi) in &of_positive {
                let step = *xi * (f[(k, x)] - f[(k, *x_plus)]);
                by_first[(k, x)] -= step;
                by_others[(k, *x_plus)] += step;
            }
            for (x_minus, xi) in of_negative.iter().enumerate() {
                let step = *xi * (f[(k, x)] - f[(k, x_minus)]);
                by_first[(k, x)] += step;
                by_others[(k, x_minus)] -= step;
            }
        }
    }
    Ok((by_first, by_others))
}
