//! The predicted side: operators made of connections, applied to the weights.
//!
//! For the simple loss this is the covariance operator. For a loss with weights ξ = ∂L/∂r₊ = −∂L/∂r₋ that depend
//! on the pair, the operator of `contrastive-operator` with H = 1: −∇L = E ξ (K₁ − K₋)(K₁ − K₋)ᵀw −
//! E ξ (K₁ − K₊)(K₁ − K₊)ᵀw for both branches, and E ξ K₁ (f₊ − f₋) for one.

use super::LossOption;
use super::subject::Subject;
use crate::simclr::loss::Loss;
use crate::simclr::weighted_covariance::{Decomposition, decomposition};
use dualproof::matrix::scaled;
use dualproof::network::Trace;
use dualproof::numbers::{Analytic, Field, Obstacle, Rational, Running};
use dualproof::operator::{Moment, Operator};
use dualproof::views::Views;
use nalgebra::DMatrix;
use rayon::prelude::*;

/// Samples whose sums are in memory at a time. The order of summation does not depend on the threads.
const BLOCK: usize = 32;

/// The updates of one branch and of both, layer by layer.
pub(super) struct Updates {
    pub(super) one_branch: Vec<DMatrix<Running>>,
    pub(super) both_branches: Vec<DMatrix<Running>>,
}

/// The update of a contrastive loss.
pub(super) fn contrastive(subject: &Subject, trace: &Trace<Running>, loss: LossOption) -> Result<Updates, Obstacle> {
    let views = &subject.views;
    let Some(slope) = Slope::of(loss) else {
        let one_branch: Vec<_> = operators(subject, trace, Moment::Between, None);
        let both_branches = one_branch.iter().map(|update| scaled(update, &Running::exact(2.0))).collect();
        return Ok(Updates { one_branch, both_branches });
    };
    let f = trace.output();
    let zero = || DMatrix::zeros(f.nrows(), f.ncols());
    let (mut first, mut others) = (zero(), zero());
    for start in (0..views.samples()).step_by(BLOCK) {
        let block: Vec<_> = (start..views.samples().min(start + BLOCK))
            .into_par_iter()
            .map(|sample| pushes(views, f, sample, &slope))
            .collect::<Result<_, _>>()?;
        for (by_first, by_others) in block {
            first += by_first;
            others += by_others;
        }
    }
    let both = &first + &others;
    let apply = |push: &DMatrix<Running>| {
        (1..=subject.network.depth()).map(|layer| trace.connections(layer).apply(push)).collect()
    };
    Ok(Updates { one_branch: apply(&first), both_branches: apply(&both) })
}

/// The one-branch update of a loss with a slope ξ taken apart into a covariance part and θ, layer by layer; nothing
/// for the simple loss, which is all covariance.
pub(super) fn remainder(
    subject: &Subject,
    trace: &Trace<Running>,
    loss: LossOption,
) -> Result<Vec<Decomposition<Running>>, Obstacle> {
    let exact = |x: f64| Rational::from_f64(x).ok_or(Obstacle::Unsupported("number that is not finite"));
    let loss = match loss {
        LossOption::Simple => return Ok(Vec::new()),
        LossOption::Triplet { tau, margin } => Loss::Triplet { temperature: exact(tau)?, margin: exact(margin)? },
        LossOption::Nce { tau } => Loss::InfoNce { temperature: exact(tau)? },
    };
    decomposition(&subject.network, &subject.views, trace, &loss)
}

/// BYOL's update with zero-mean and without, and what the zero-mean adds, −M S Mᵀw, layer by layer.
pub(super) struct Byol {
    pub(super) zero_mean: Vec<DMatrix<Running>>,
    pub(super) plain: Vec<DMatrix<Running>>,
    pub(super) implicit: Vec<DMatrix<Running>>,
}

/// The update of BYOL with S = Pᵀ(I − P).
pub(super) fn byol(subject: &Subject, trace: &Trace<Running>, predictor: &DMatrix<Running>) -> Byol {
    use dualproof::numbers::Ring;
    let identity = DMatrix::identity(predictor.nrows(), predictor.ncols());
    let s = Running::product(&predictor.transpose(), &(identity - predictor));
    let square = Running::product(&predictor.transpose(), predictor);
    let within = operators(subject, trace, Moment::Within, Some(&square));
    let less_within = |moment: Moment| {
        let push = operators(subject, trace, moment, Some(&s));
        push.iter().zip(&within).map(|(push, within)| push - within).collect()
    };
    let implicit = operators(subject, trace, Moment::SquareOfMean, Some(&s));
    Byol {
        zero_mean: less_within(Moment::Between),
        plain: less_within(Moment::MeanSquare),
        implicit: implicit.into_iter().map(|term| -term).collect(),
    }
}

/// A moment of every layer's connections applied to the layer's weights.
fn operators(
    subject: &Subject,
    trace: &Trace<Running>,
    moment: Moment,
    inner: Option<&DMatrix<Running>>,
) -> Vec<DMatrix<Running>> {
    let layers = subject.network.layers.iter().enumerate();
    let apply = |(index, layer): (usize, &dualproof::network::Layer<Running>)| {
        let operator = Operator::of(trace.connections(index + 1), &subject.views, moment);
        Operator { inner, ..operator }.apply(&layer.weights)
    };
    layers.map(apply).collect()
}

/// ξ as a function of r₊ − r₋: factor · σ((gap + margin)/τ).
struct Slope {
    factor: Running,
    inverse: Running,
    margin: Running,
}

impl Slope {
    /// `None` for the simple loss, whose ξ is 1.
    fn of(loss: LossOption) -> Option<Self> {
        let inverse = |tau: f64| Running::exact(1.0).divide(&Running::exact(tau)).unwrap_or(Running::exact(f64::NAN));
        match loss {
            LossOption::Simple => None,
            LossOption::Triplet { tau, margin } => {
                Some(Slope { factor: Running::exact(1.0), inverse: inverse(tau), margin: Running::exact(margin) })
            }
            LossOption::Nce { tau } => {
                Some(Slope { factor: inverse(tau), inverse: inverse(tau), margin: Running::exact(0.0) })
            }
        }
    }

    fn at(&self, gap: Running) -> Result<Running, Obstacle> {
        let one = Running::exact(1.0);
        let t = (gap + self.margin) * self.inverse;
        // σ(t) = 1/(1 + e^{−t}) = 1 − 1/(1 + eᵗ): whichever exponential is small.
        let small = if t.value() > 0.0 { -t } else { t };
        let below = small.exp().divide(&(one + small.exp())).ok_or(Obstacle::UnknownSign("1 + an exponential"))?;
        Ok(self.factor * if t.value() > 0.0 { one - below } else { below })
    }
}

/// What the triples with x₁ among the views of a sample add to Σ_v K(x_v) y_v: the y of x₁, and those of x₊, x₋.
fn pushes(
    views: &Views<Running>,
    f: &DMatrix<Running>,
    sample: usize,
    slope: &Slope,
) -> Result<(DMatrix<Running>, DMatrix<Running>), Obstacle> {
    let zero = || DMatrix::<Running>::zeros(f.nrows(), f.ncols());
    let (mut by_first, mut by_others) = (zero(), zero());
    let half = Running::exact(0.5);
    let distance = |a: usize, b: usize| {
        (0..f.nrows()).fold(Running::exact(0.0), |sum, k| {
            let gap = f[(k, a)] - f[(k, b)];
            sum + half * gap * gap
        })
    };
    for x in views.of_sample(sample) {
        let negatives: Vec<Running> = (0..views.len()).map(|view| distance(x, view)).collect();
        // E ξ over x₋ for each x₊, and over x₊ for each x₋.
        let mut of_negative = vec![Running::exact(0.0); views.len()];
        let mut of_positive = Vec::new();
        for x_plus in views.of_sample(sample) {
            let (near, weight) = (distance(x, x_plus), views.weight(x) * views.augmentation_weights[x_plus]);
            let mut sum = Running::exact(0.0);
            for (x_minus, far) in negatives.iter().enumerate() {
                let xi = slope.at(near - *far)? * weight * views.weight(x_minus);
                of_negative[x_minus] += xi;
                sum += xi;
            }
            of_positive.push((x_plus, sum));
        }
        for k in 0..f.nrows() {
            for (x_plus, xi) in &of_positive {
                by_first[(k, x)] += *xi * f[(k, *x_plus)];
                by_others[(k, *x_plus)] += *xi * (f[(k, x)] - f[(k, *x_plus)]);
            }
            for (x_minus, xi) in of_negative.iter().enumerate() {
                by_first[(k, x)] -= *xi * f[(k, x_minus)];
                by_others[(k, x_minus)] -= *xi * (f[(k, x)] - f[(k, x_minus)]);
            }
        }
    }
    Ok((by_first, by_others))
}
