//! A batch by the formula of BatchNorm: what the predicted side is made of.

use super::cases::{Instance, NO_ROOT};
use dualproof::matrix::scaled;
use dualproof::numbers::{Field, Obstacle, Rational};
use nalgebra::DMatrix;

/// 11ᵀ/n.
pub(super) fn flat<S: Field>(n: usize) -> DMatrix<S> {
    DMatrix::from_element(n, n, S::from_rational(&Rational::new(1, n as u64)))
}

/// x/`by`.
///
/// # Errors
/// [`Obstacle::UnknownSign`] where `by` may be 0.
pub(super) fn over<S: Field>(x: S, by: &S) -> Result<S, Obstacle> {
    x.divide(by).ok_or(Obstacle::UnknownSign("the scale of a batch"))
}

/// y, s, s² = σ² + ε and ε.
pub(super) struct Batch<S: Field> {
    pub(super) y: DMatrix<S>,
    pub(super) s: S,
    pub(super) s_squared: S,
    pub(super) epsilon: S,
}

impl<S: Field> Batch<S> {
    /// # Errors
    /// Where s is no number of the system.
    pub(super) fn of(instance: &Instance) -> Result<Self, Obstacle> {
        instance.has_root::<S>()?;
        let n = instance.batch.len();
        let share = S::from_rational(&Rational::new(1, n as u64));
        let x: Vec<S> = instance.batch.iter().map(S::from_rational).collect();
        let mean = x.iter().fold(S::zero(), |sum, x| sum + x.clone()) * share.clone();
        let gaps = DMatrix::from_fn(n, 1, |i, _| x[i].clone() - mean.clone());
        let variance = gaps.iter().fold(S::zero(), |sum, gap| sum + gap.clone() * gap.clone()) * share;
        let epsilon = S::from_rational(&instance.epsilon);
        let s_squared = variance + epsilon.clone();
        let s = s_squared.square_root().ok_or(NO_ROOT)?;
        Ok(Batch { y: scaled(&gaps, &over(S::one(), &s)?), s, s_squared, epsilon })
    }

    pub(super) fn n(&self) -> usize {
        self.y.nrows()
    }

    /// yyᵀ over a count, which is n.
    pub(super) fn square_over(&self, count: usize) -> DMatrix<S> {
        scaled(&S::product(&self.y, &self.y.transpose()), &S::from_rational(&Rational::new(1, count as u64)))
    }
}
