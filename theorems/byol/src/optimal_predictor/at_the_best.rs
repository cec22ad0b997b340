//! The predicted sides of what is said of P* and of the operator there: its spectrum, attraction, positivity.

use super::{Formula, UNDECIDED, half};
use crate::moments::{Moments, about_mean, weighted};
use crate::traced::Traced;
use dualproof::claim::Side;
use dualproof::matrix::{Matrix, inner, right_quotient};
use dualproof::numbers::{Number, Obstacle};
use dualproof::operator::squares::{positive_terms, sum_of_squares};
use nalgebra::DMatrix;

/// H = E u uᵀ with u_i = (F̄(x) − EF̄)ᵀ T⁻¹ P*ⁱ (f_L(x') − F̄), 0 ≤ i < n_L, over independent x and x'.
pub(super) fn spectrum(formula: Formula, f: &Traced<Number>, m: &Moments<Number>, best: &Matrix) -> Side {
    let (n, views) = (best.nrows(), &f.views);
    let total = formula == Formula::OneMinusForgotten;
    let second = if total { about_mean(views, f.output()) } else { m.within.clone() };
    let left = right_quotient(&m.between.transpose(), &m.total()).ok_or(UNDECIDED)?;
    let powers = std::iter::successors(Some(left), |left| Some(Number::product(left, best)));
    let u: Vec<Matrix> = powers.take(n).map(|left| Number::product(&left, &second)).collect();
    let p = |i: usize, v: usize| views.sample_weights[i].clone() * views.weight(v);
    let weighted = |u: &Matrix| u.component_mul(&DMatrix::from_fn(views.samples(), views.len(), p));
    Ok(vec![DMatrix::from_fn(n, n, |i, j| inner(&weighted(&u[i]), &u[j]))])
}

/// ⟨w_l, V^S_x\[K̄_l\] w_l⟩ = E ‖P*(f_L − F̄)‖² for every l.
pub(super) fn attraction(formula: Formula, f: &Traced<Number>, m: &Moments<Number>, best: &Matrix) -> Number {
    let total = formula == Formula::TotalForWithin;
    let noise = if total { about_mean(&f.views, f.output()) } else { m.within.clone() };
    let kept = match formula {
        Formula::ResidualForPrediction => {
            Number::product(&(DMatrix::identity(best.nrows(), best.nrows()) - best), &noise)
        }
        _ => Number::product(best, &noise),
    };
    inner(&kept, &weighted(&f.views, &kept))
}

/// V^S_x\[K̄_l\] = Σ_x Σ_k p(x) d_k (C_x T⁻¹l_k)(C_x T⁻¹l_k)ᵀ, C_x = K̄_l − M, with ½(BW + WB) = Σ_k d_k l_k l_kᵀ, d_k > 0.
pub(super) fn positive_semidefinite(formula: Formula, f: &Traced<Number>, m: &Moments<Number>) -> Side {
    let product = Number::product(&m.b, if formula == Formula::SquaresOfBetween { &m.b } else { &m.w });
    let form = (&product + product.transpose()).map(|x| x * half());
    let divided = |(d, l): (Number, Matrix)| {
        let l = right_quotient(&l.transpose(), &m.total()).ok_or(UNDECIDED)?;
        Ok((d, l.transpose()))
    };
    let terms = positive_terms(&form)?.into_iter().map(divided).collect::<Result<Vec<_>, Obstacle>>()?;
    Ok(f.by_layer(|l| sum_of_squares(f.connections(l), &f.views, &terms)))
}
