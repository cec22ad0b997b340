//! Measured against predicted, in figures relative to the size of the prediction.

use dualproof::claim::{Outcome, Relation, compare};
use dualproof::numbers::{Ring, Running};
use dualproof::record::Verdict;
use nalgebra::DMatrix;

/// A comparison of two sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Check {
    /// max |measured − predicted| over max |predicted|.
    pub residual: f64,
    /// The largest error bound of an entry's difference, over max |predicted|.
    pub tolerance: f64,
    /// The smallest planted relative violation that the comparison catches.
    pub power: Option<f64>,
    /// Decided entry by entry, each within its own bound.
    pub verdict: Verdict,
}

impl Check {
    /// Compares two sides; both zero is nothing checked.
    pub(super) fn of(measured: &[DMatrix<Running>], predicted: &[DMatrix<Running>]) -> Self {
        Self::relative_to(largest(predicted), measured, predicted)
    }

    /// The same with figures relative to another size; it is this size that must not be zero.
    pub(super) fn relative_to(size: f64, measured: &[DMatrix<Running>], predicted: &[DMatrix<Running>]) -> Self {
        let relative = |figure: f64| if size == 0.0 { figure } else { figure / size };
        let entries = || measured.iter().zip(predicted).flat_map(|(m, p)| m.iter().zip(p.iter()));
        // `f64::max` would pass over what is not a number.
        let most = |figures: &mut dyn Iterator<Item = f64>| figures.fold(0.0, |a: f64, b| if b <= a { a } else { b });
        let (verdict, power) = match compare(Relation::Equal, measured, predicted) {
            Outcome::Holds(_) if size == 0.0 => (Verdict::NothingChecked, None),
            Outcome::Holds(comparison) => (Verdict::Holds, comparison.power),
            Outcome::Refuted(_) => (Verdict::Refuted, None),
            Outcome::Inconclusive(_) | Outcome::Vacuous(_) | Outcome::Rejected(_) => (Verdict::Inconclusive, None),
        };
        Check {
            residual: relative(most(&mut entries().map(|(m, p)| (m.value() - p.value()).abs()))),
            tolerance: relative(most(&mut entries().map(|(m, p)| m.error_bound() + p.error_bound()))),
            power,
            verdict,
        }
    }

    /// The worse of two in every respect.
    pub(super) fn and(self, other: Check) -> Self {
        Check {
            residual: self.residual.max(other.residual),
            tolerance: self.tolerance.max(other.tolerance),
            power: self.power.zip(other.power).map(|(a, b)| a.max(b)),
            verdict: self.verdict.max(other.verdict),
        }
    }
}

/// max |entry|.
pub(super) fn largest(side: &[DMatrix<Running>]) -> f64 {
    side.iter().flat_map(|matrix| matrix.iter()).fold(0.0, |most, x| most.max(x.value().abs()))
}
