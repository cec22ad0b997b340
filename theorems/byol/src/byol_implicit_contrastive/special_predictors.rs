//! The predicted sides of what holds for special predictors: the identity, orthogonal projections, and symmetric P with
//! spectrum in \[0, 1\].

use super::Formula;
use crate::moments::mean;
use crate::setting::projections;
use crate::traced::Traced;
use dualproof::claim::Side;
use dualproof::matrix::inner;
use dualproof::numbers::{Field, Rational};
use dualproof::operator::Moment;
use dualproof::operator::squares::{rational_terms, sum_of_squares};
use nalgebra::DMatrix;

/// −∇_{w_l} r = −E_x V_{x'|x}\[K_l\] w_l for every l, with zero-mean, then without.
pub(super) fn identity_predictor_gives_none<S: Field>(f: &Traced<S>) -> Vec<DMatrix<S>> {
    let identity = DMatrix::identity(f.network.output_width(), f.network.output_width());
    let updates = f.by_layer(|l| -f.applied(l, Moment::Within, &identity));
    [updates.clone(), updates].concat()
}

/// −∇_{w_l} r = −E_x V^Q_{x'|x}\[K_l\] w_l for every l, with zero-mean, then without, at P = Q; then the same at I − Q.
pub(super) fn projection_gives_none<S: Field>(formula: Formula, f: &Traced<S>, p: &DMatrix<Rational>) -> Side<S> {
    let n = p.nrows();
    let onto = match formula {
        Formula::ProjectionOverlooked => [DMatrix::identity(n, n), DMatrix::identity(n, n)],
        Formula::ProjectionOntoOutputs => projections(&DMatrix::zeros(n, n))?,
        _ => projections(p)?,
    };
    let updates = |q: DMatrix<S>| f.by_layer(|l| -f.applied(l, Moment::Within, &q));
    Ok(onto.map(|q| [updates(q.clone()), updates(q)].concat()).concat())
}

/// ⟨w_l, −M_l S M_lᵀ w_l⟩ = −Σ_k d_k (l_kᵀ m)² for every l, with m = E f_L and S = Σ_k d_k l_k l_kᵀ, d_k > 0.
pub(super) fn zero_mean_share_shrinks<S: Field>(f: &Traced<S>, s: &DMatrix<Rational>) -> Side<S> {
    let m = mean(&f.views, f.output());
    let along = |(d, l): &(S, DMatrix<S>)| d.clone() * inner(l, &m) * inner(l, &m);
    let sum = rational_terms(s)?.iter().map(along).fold(S::zero(), |sum, term| sum + term);
    Ok(f.by_layer(|_| DMatrix::from_element(1, 1, -sum.clone())))
}

/// V^S_x\[K̄_l\] = Σ_x Σ_k p(x) d_k (C_x l_k)(C_x l_k)ᵀ, C_x = K̄_l − M_l, with S = Σ_k d_k l_k l_kᵀ, d_k > 0.
pub(super) fn positive_semidefinite<S: Field>(f: &Traced<S>, s: &DMatrix<Rational>) -> Side<S> {
    let terms = rational_terms(s)?;
    Ok(f.by_layer(|l| sum_of_squares(f.connections(l), &f.views, &terms)))
}

/// −⟨w_l, −∇_{w_l} r⟩ ≤ 0 and ⟨w_l, −∇_{w_l} r⟩ ≤ ¼ tr V_x\[F̄\].
pub(super) fn attraction<S: Field>(formula: Formula, f: &Traced<S>) -> [DMatrix<S>; 2] {
    let share = S::from_rational(&Rational::new(1, if formula == Formula::EighthForQuarter { 8 } else { 4 }));
    let ceiling = f.views.between_sample_variance(f.output()) * share;
    [DMatrix::zeros(1, 1), DMatrix::from_element(1, 1, ceiling)]
}
