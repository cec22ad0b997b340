//! Operators as sums of squares, which cannot be negative: the predicted side of what is positive semidefinite.

use crate::matrix::{beside, embed, pivots, scaled};
use crate::network::Connections;
use crate::numbers::{Field, Obstacle, Rational, Sign};
use crate::views::Views;
use nalgebra::DMatrix;

/// The terms of A = Σ d_k l_k l_kᵀ with d_k > 0, by elimination: all of them where A is positive semidefinite.
///
/// # Errors
/// [`Obstacle::Outside`] for an A without elimination, [`Obstacle::UnknownSign`] where a sign is not decided.
pub fn positive_terms<S: Field>(a: &DMatrix<S>) -> Result<Vec<(S, DMatrix<S>)>, Obstacle> {
    let mut terms = pivots(a).ok_or(Obstacle::Outside("a form without elimination"))?;
    if terms.iter().any(|(d, _)| d.sign() == Sign::Unknown) {
        return Err(Obstacle::UnknownSign("a pivot"));
    }
    terms.retain(|(d, _)| d.sign() == Sign::Positive);
    Ok(terms)
}

/// The same for an A of rationals, which decide the signs, in another number system.
///
/// # Errors
/// [`Obstacle::Outside`] for an A without elimination.
pub fn rational_terms<S: Field>(a: &DMatrix<Rational>) -> Result<Vec<(S, DMatrix<S>)>, Obstacle> {
    Ok(positive_terms(a)?.iter().map(|(d, l)| (S::from_rational(d), embed(l))).collect())
}

/// Σ_x Σ_k p(x) d_k (C_x l_k)(C_x l_k)ᵀ over the terms of S = Σ d_k l_k l_kᵀ, C_x = K̄(x) − M.
pub fn sum_of_squares<S: Field>(k: Connections<'_, S>, views: &Views<S>, terms: &[(S, DMatrix<S>)]) -> DMatrix<S> {
    let size = k.shape().0 * k.shape().1;
    let mut bars = vec![DMatrix::<S>::zeros(size, k.outputs()); views.samples()];
    let mut mean = DMatrix::zeros(size, k.outputs());
    for v in 0..views.len() {
        let (i, explicit) = (views.sample_of(v), k.explicit(v));
        bars[i] += scaled(&explicit, &views.augmentation_weights[v]);
        mean += scaled(&explicit, &views.weight(v));
    }
    let (mut vectors, mut weighted) = (Vec::new(), Vec::new());
    for (d, l) in terms {
        for (bar, p) in bars.iter().zip(&views.sample_weights) {
            let c = S::product(&(bar - &mean), l);
            weighted.push(scaled(&c, &(p.clone() * d.clone())));
            vectors.push(c);
        }
    }
    if vectors.is_empty() {
        return DMatrix::zeros(size, size);
    }
    // One product of all: a sum of outer products would bring every entry to lowest terms once for each.
    S::product(&beside(&weighted), &beside(&vectors).transpose())
}
