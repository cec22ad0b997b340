//! Measured against predicted: one comparison, with figures relative to the largest predicted value.

use dualproof::claim::{Outcome, Relation, compare};
use dualproof::numbers::{Floating, Sign, Truth};
use dualproof::record::Verdict;
use nalgebra::DMatrix;
use serde::Serialize;

/// A comparison of two sides.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Check {
    /// max |measured − predicted|, relative to the largest predicted value.
    pub residual: f64,
    /// The largest error bound of an entry's difference, relative to the same.
    pub bound: f64,
    /// The smallest planted violation, relative to the same, that is caught in whichever entry it is planted.
    pub power: Option<f64>,
    /// Decided entry by entry, each within its own bound; holds only with a power up to the ceiling.
    pub verdict: Verdict,
    /// Why it does not hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Check {
    /// Are the two sides equal? `ceiling` is the largest power that decides.
    pub(super) fn of<F: Floating>(measured: &[DMatrix<F>], predicted: &[DMatrix<F>], ceiling: f64) -> Self {
        Self::related(Relation::Equal, measured, predicted, ceiling)
    }

    /// Are the two sides so related?
    pub(super) fn related<F: Floating>(
        relation: Relation,
        measured: &[DMatrix<F>],
        predicted: &[DMatrix<F>],
        ceiling: f64,
    ) -> Self {
        let told = |x: &&F| matches!(x.sign(), Sign::Positive | Sign::Negative);
        let values = predicted.iter().flat_map(|m| m.iter()).filter(told);
        let scale = values.max_by(|a, b| a.to_f64().abs().total_cmp(&b.to_f64().abs())).copied();
        let size = scale.map_or(f64::INFINITY, |scale| scale.to_f64().abs());
        let entries = || measured.iter().zip(predicted).flat_map(|(m, p)| m.iter().zip(p.iter()));
        // `f64::max` would pass over what is not a number.
        let most = |figures: &mut dyn Iterator<Item = f64>| figures.fold(0.0, |a: f64, b| if b <= a { a } else { b });
        let missed = |(m, p): (&F, &F)| match relation {
            Relation::Equal => (*m - *p).to_f64().abs(),
            _ => (*m - *p).to_f64().max(0.0),
        };
        let power = scale.map(|scale| power(relation, &entries().collect::<Vec<_>>(), scale));
        let (verdict, reason) = match compare(relation, measured, predicted) {
            Outcome::Holds(_) => match power {
                Some(power) if power <= ceiling => (Verdict::Holds, None),
                Some(power) => (Verdict::Inconclusive, Some(too_weak(power, ceiling))),
                None => (Verdict::NothingChecked, Some(NOTHING.to_string())),
            },
            Outcome::Refuted(_) => (Verdict::Refuted, Some("the two sides differ by more than rounding".to_string())),
            Outcome::Inconclusive(reason) | Outcome::Rejected(reason) => (Verdict::Inconclusive, Some(reason)),
        };
        let bound = |(m, p): (&F, &F)| m.error_bound() + p.error_bound();
        Check {
            residual: most(&mut entries().map(missed)) / size,
            bound: if scale.is_none() { f64::INFINITY } else { most(&mut entries().map(bound)) / size },
            power: power.filter(|power| power.is_finite()),
            verdict,
            reason,
        }
    }

    /// What could not be computed on one side.
    pub(super) fn undecided(reason: String) -> Self {
        let (residual, bound) = (f64::INFINITY, f64::INFINITY);
        Check { residual, bound, power: None, verdict: Verdict::Inconclusive, reason: Some(reason) }
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

const NOTHING: &str = "the predicted side cannot be told from 0: nothing was compared";

fn too_weak(power: f64, ceiling: f64) -> String {
    format!("the smallest violation caught is {power:.1e} of the largest value, expected at most {ceiling:.1e}")
}

/// The smallest 2⁻ᵏ such that a violation of that share of `scale` is caught in every entry.
fn power<F: Floating>(relation: Relation, entries: &[(&F, &F)], scale: F) -> f64 {
    let differ = |m: F, p: F| match relation {
        Relation::Equal => m.equals(&p) == Truth::No,
        _ => (p - m).sign() == Sign::Negative,
    };
    let caught = |exponent: i32| {
        let step = scale.magnitude() * F::exact(2_f64.powi(exponent));
        entries.iter().all(|(m, p)| match relation {
            Relation::Equal => differ(**m + step, **p) && differ(**m - step, **p),
            _ => differ(**p + step, **p),
        })
    };
    let (mut fine, mut coarse) = (-(f64::MANTISSA_DIGITS as i32) - 1, 0);
    if !caught(coarse) {
        return f64::INFINITY;
    }
    while coarse - fine > 1 {
        let middle = (fine + coarse).div_euclid(2);
        if caught(middle) { coarse = middle } else { fine = middle }
    }
    2_f64.powi(coarse)
}
