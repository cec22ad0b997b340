//! Measured against predicted: one comparison, with figures relative to the largest predicted value.

use crate::check::Check;
use dualproof::claim::{Ceiling, Comparison, Outcome, Relation, compare};
use dualproof::numbers::Floating;
use dualproof::record::Verdict;
use nalgebra::DMatrix;

impl Check {
    /// Are the two sides equal? `ceiling` is the largest power that decides.
    pub(crate) fn of<F: Floating>(measured: &DMatrix<F>, predicted: &DMatrix<F>, ceiling: f64) -> Self {
        Self::related(Relation::Equal, measured, predicted, ceiling)
    }

    /// Do the two sides stand in this relation?
    pub(super) fn related<F: Floating>(
        relation: Relation,
        measured: &DMatrix<F>,
        predicted: &DMatrix<F>,
        ceiling: f64,
    ) -> Self {
        let outcome = compare(relation, std::slice::from_ref(measured), std::slice::from_ref(predicted));
        let figures = |comparison: &Comparison, verdict: Verdict, reason: Option<String>| Check {
            residual: comparison.relative_residual,
            bound: comparison.relative_bound,
            power: comparison.power.filter(|power| power.is_finite()),
            verdict,
            reason,
        };
        let found = match &outcome {
            Outcome::Holds(comparison) | Outcome::Refuted(comparison) => comparison.clone(),
            _ => {
                Comparison { relative_residual: f64::INFINITY, relative_bound: f64::INFINITY, ..Comparison::default() }
            }
        };
        match (Ceiling { at: ceiling, reason: None }).judge(outcome) {
            Outcome::Holds(_) if found.is_nontrivial => figures(&found, Verdict::Holds, None),
            Outcome::Holds(_) => figures(&found, Verdict::NothingChecked, Some("both sides are exactly 0".to_string())),
            Outcome::Vacuous(reason) if nearly_zero(predicted) => {
                figures(&found, Verdict::NothingChecked, Some(reason))
            }
            Outcome::Vacuous(_) => {
                let reason =
                    "rounding may be as large as the values: neither side can be distinguished from 0".to_string();
                figures(&found, Verdict::Inconclusive, Some(reason))
            }
            Outcome::Refuted(_) => {
                let reason = "the two sides differ by more than rounding explains".to_string();
                figures(&found, Verdict::Refuted, Some(reason))
            }
            Outcome::Inconclusive(reason) | Outcome::Rejected(reason) => {
                figures(&found, Verdict::Inconclusive, Some(reason))
            }
        }
    }

    /// The check where one side could not be computed.
    pub(super) fn undecided(reason: String) -> Self {
        let (residual, bound) = (f64::INFINITY, f64::INFINITY);
        Check { residual, bound, power: None, verdict: Verdict::Inconclusive, reason: Some(reason) }
    }

    /// The check where there is nothing to compare.
    pub(super) fn nothing(reason: String) -> Self {
        Check { verdict: Verdict::NothingChecked, ..Check::undecided(reason) }
    }

    /// The worse of two in every respect.
    pub(super) fn and(self, other: Check) -> Self {
        let reason = if other.verdict > self.verdict { other.reason } else { self.reason.or(other.reason) };
        Check {
            residual: self.residual.max(other.residual),
            bound: self.bound.max(other.bound),
            power: self.power.zip(other.power).map(|(a, b)| a.max(b)),
            verdict: self.verdict.max(other.verdict),
            reason,
        }
    }
}

/// Is every entry certainly below √ε? In the units of the problem, entries are near 1 where nothing cancels. Not where
/// a bound is larger than the values: then it is not known.
fn nearly_zero<F: Floating>(side: &DMatrix<F>) -> bool {
    side.iter().all(|x| x.to_f64().abs() + x.error_bound() < f64::EPSILON.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use dualproof::numbers::Running;

    fn side(error: f64) -> DMatrix<Running> {
        DMatrix::from_fn(2, 2, |i, j| Running::with_error([1.0, -0.5, 0.25, 3.0][2 * i + j], error))
    }

    /// A comparison of equal sides holds only as long as its bounds leave something to be seen.
    #[test]
    fn blown_up_bounds_stop_holding() {
        let check = |error: f64| Check::of(&side(error), &side(error), 1e-2);
        assert_eq!(check(1e-12).verdict, Verdict::Holds);
        assert!(check(1e-12).power.is_some_and(|power| power < 1e-11));
        for error in [1e-1, 1.0, 1e12] {
            let check = check(error);
            assert!(check.verdict != Verdict::Holds && check.reason.is_some(), "{check:?}");
        }
        // One entry alone is enough: the others do not speak for it.
        let mut swamped = side(1e-12);
        swamped[(0, 0)] = Running::with_error(1.0, 0.5);
        assert_eq!(Check::of(&swamped, &side(1e-12), 1e-2).verdict, Verdict::Inconclusive);
    }

    #[test]
    fn zeros_are_nothing_to_check() {
        let zero = DMatrix::from_element(2, 2, Running::exact(0.0));
        assert_eq!(Check::of(&zero, &zero, 1e-2).verdict, Verdict::NothingChecked);
        let nearly = DMatrix::from_element(2, 2, Running::with_error(0.0, 1e-20));
        assert_eq!(Check::of(&nearly, &nearly, 1e-2).verdict, Verdict::NothingChecked);
        // A bound that hides the value does not make it 0.
        let hidden = DMatrix::from_element(2, 2, Running::with_error(0.5, 2.0));
        assert_eq!(Check::of(&hidden, &hidden, 1e-2).verdict, Verdict::Inconclusive);
        let unknown = DMatrix::from_element(2, 2, Running::exact(f64::NAN));
        assert_eq!(Check::of(&unknown, &unknown, 1e-2).verdict, Verdict::Inconclusive);
    }
}
