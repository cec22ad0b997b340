//! The predicted side of `modes`: the modes of a predictor, and the update of the top layer in them.

use super::{Formula, UNDECIDED};
use crate::moments::Moments;
use dualproof::matrix::{embed, inner, scaled};
use dualproof::numbers::{Field, Obstacle, Rational, Ring};
use nalgebra::DMatrix;
use num_traits::{One, Zero};

/// The eigenvalues of a symmetric P with the projections onto their eigenvectors: n_L = 1; or n_L = 2 and the two are
/// different and rational.
///
/// # Errors
/// [`Obstacle::Outside`] for another P.
fn modes(p: &DMatrix<Rational>) -> Result<Vec<(Rational, DMatrix<Rational>)>, Obstacle> {
    let outside = Obstacle::Outside("two rational eigenvalues that differ, or one output");
    if p.nrows() == 1 {
        return Ok(vec![(p[(0, 0)].clone(), DMatrix::identity(1, 1))]);
    }
    if p.nrows() != 2 {
        return Err(outside);
    }
    let (sum, half) = (p[(0, 0)].clone() + p[(1, 1)].clone(), Rational::new(1, 2));
    let gap = p[(0, 0)].clone() - p[(1, 1)].clone();
    let square = gap.clone() * gap + p[(0, 1)].clone() * p[(1, 0)].clone() * Rational::from_integer(4);
    let root = square.square_root().filter(|root| !root.is_zero()).ok_or(outside.clone())?;
    let eigenvalues = [(sum.clone() + root.clone()) * half.clone(), (sum - root) * half];
    let projection = |own: &Rational, other: &Rational| {
        let inverse = Rational::one().divide(&(own.clone() - other.clone())).ok_or(outside.clone())?;
        Ok((own.clone(), scaled(&(p - DMatrix::from_diagonal_element(2, 2, other.clone())), &inverse)))
    };
    let [first, second] = &eigenvalues;
    Ok(vec![projection(first, second)?, projection(second, first)?])
}

/// Σ_j c(p_j, E_j) E_j over the modes of P, in any number system.
///
/// # Errors
/// As for [`modes`], and those of `c`.
fn by_modes<S: Field>(
    p: &DMatrix<Rational>,
    c: impl Fn(S, &DMatrix<S>) -> Result<S, Obstacle>,
) -> Result<DMatrix<S>, Obstacle> {
    let mut sum = DMatrix::zeros(p.nrows(), p.nrows());
    for (eigenvalue, projection) in modes(p)? {
        let projection = embed::<S>(&projection);
        let factor = c(S::from_rational(&eigenvalue), &projection)?;
        sum += scaled(&projection, &factor);
    }
    Ok(sum)
}

/// −∇_{W_L} r W_Lᵀ = Σ_j p_j(p*_j − p_j)t_j q_jq_jᵀ with t_j = q_jᵀTq_j and p*_j = q_jᵀBq_j/t_j.
pub(super) fn predicted<S: Field>(
    formula: Formula,
    m: &Moments<S>,
    p: &DMatrix<Rational>,
) -> Result<DMatrix<S>, Obstacle> {
    by_modes(p, |p_j: S, projection| {
        let t_j = inner(projection, &m.total());
        let best = inner(projection, &m.b).divide(&t_j).ok_or(UNDECIDED)?;
        let growth = p_j.clone() * (best - p_j);
        Ok(if formula == Formula::VarianceOfTheModeDropped { growth } else { growth * t_j })
    })
}
