//! Pairs of views and their probabilities: the double sums that the losses are defined by.

use super::Pair;
use crate::numbers::{Field, Rational};
use crate::views::Views;
use nalgebra::DMatrix;
use num_traits::Zero;

/// All pairs of views whose samples follow a joint law (N × N), the augmentations being independent given
/// them; weights law_ij q(a|x_i) q(b|x_j) times `factor`. Pairs of probability 0 are left out.
///
/// # Panics
/// If the law is smaller than N × N.
pub fn of_samples<S: Field>(views: &Views<S>, law: &DMatrix<Rational>, factor: &S) -> Vec<Pair<S>> {
    let q = &views.augmentation_weights;
    let mut pairs = Vec::new();
    for i in 0..views.samples() {
        for j in (0..views.samples()).filter(|j| !law[(i, *j)].is_zero()) {
            let both = S::from_rational(&law[(i, j)]) * factor.clone();
            for first in views.of_sample(i) {
                let weight = both.clone() * q[first].clone();
                let with = |second: usize| Pair { first, second, weight: weight.clone() * q[second].clone() };
                pairs.extend(views.of_sample(j).map(with));
            }
        }
    }
    pairs
}

/// All pairs of independent augmentations of one sample, weights p(x_i) q(a|x_i) q(b|x_i); `sample_weights` are the N
/// numbers p(x_i).
pub fn of_augmentations<S: Field>(views: &Views<S>, sample_weights: &[Rational]) -> Vec<Pair<S>> {
    let law = DMatrix::from_diagonal(&nalgebra::DVector::from_column_slice(sample_weights));
    of_samples(views, &law, &S::one())
}

/// r₊ − r₋ in a finite batch: positives are ordered pairs of distinct augmentations of a sample, negatives
/// uniform over the views of the other samples. Needs N ≥ 2 and A ≥ 2.
pub fn without_replacement<S: Field>(samples: usize, augmentations: usize) -> Vec<Pair<S>> {
    let (n, a) = (samples, augmentations);
    let one_in = |count: usize, sign: i64| S::from_rational(&Rational::new(sign, count as u64));
    let positive = one_in(n * a * (a - 1), 1);
    let negative = one_in(n * (n - 1) * a * a, -1);
    let mut pairs = Vec::new();
    for first in 0..n * a {
        for second in (0..n * a).filter(|second| *second != first) {
            let weight = if first / a == second / a { positive.clone() } else { negative.clone() };
            pairs.push(Pair { first, second, weight });
        }
    }
    pairs
}
