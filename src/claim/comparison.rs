//! Comparing two sides: holds, refuted, inconclusive; with the bound beside the residual, and the power.

use crate::numbers::{Field, Rational, Ring, Sign, Truth};
use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

/// How the measured side is claimed to relate to the predicted one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// Equal, entry by entry.
    Equal,
    /// Measured ≤ predicted, entry by entry.
    AtMost,
    /// Measured < predicted, entry by entry: equality refutes.
    Below,
    /// Not equal: some entry differs for certain.
    Different,
}

/// What one comparison says.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The relation holds.
    Holds(Comparison),
    /// It certainly does not.
    Refuted(Comparison),
    /// It cannot be told.
    Inconclusive(String),
    /// The instance is outside the assumptions.
    Rejected(String),
}

/// The two sides side by side.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// How far the relation is missed: max |measured − predicted| for an equality, the largest excess over the
    /// bound for an inequality, nothing where the sides are to differ.
    pub residual: f64,
    /// The largest bound on an entry's error, from the number system; 0 where it is exact.
    pub tolerance: f64,
    /// max |predicted|: what relative figures refer to.
    pub scale: f64,
    /// The smallest planted relative violation that this comparison catches; `None` where nothing
    /// predicted can be told from 0.
    pub power: Option<f64>,
    /// The chance that a verdict of this kind is wrong; 0 where chance plays no part.
    #[serde(default)]
    pub error: f64,
    /// The measured side, row by row, layer after layer. Only in refutations.
    pub measured: Vec<Vec<Vec<String>>>,
    /// The predicted side.
    pub predicted: Vec<Vec<Vec<String>>>,
}

/// Decides `measured relation predicted`. Unknown in any entry is inconclusive unless another entry refutes.
///
/// # Panics
/// If the two sides differ in number or shape of matrices: a defect of the claim.
pub fn compare<S: Field>(relation: Relation, measured: &[DMatrix<S>], predicted: &[DMatrix<S>]) -> Outcome {
    let shapes = |side: &[DMatrix<S>]| side.iter().map(|m| m.shape()).collect::<Vec<_>>();
    assert_eq!(shapes(measured), shapes(predicted), "shapes of the two sides");
    let entries: Vec<(&S, &S)> = measured.iter().zip(predicted).flat_map(|(m, p)| m.iter().zip(p.iter())).collect();
    let mut comparison = Comparison::default();
    for (m, p) in &entries {
        let gap = m.to_f64() - p.to_f64();
        let gap = match relation {
            Relation::Equal => gap.abs(),
            Relation::AtMost | Relation::Below => gap.max(0.0),
            Relation::Different => 0.0,
        };
        comparison.residual = comparison.residual.max(gap);
        comparison.tolerance = comparison.tolerance.max(m.error_bound() + p.error_bound());
        comparison.scale = comparison.scale.max(p.to_f64().abs());
    }
    match decide(relation, &entries) {
        Truth::Yes => {
            comparison.power = power(relation, &entries);
            Outcome::Holds(comparison)
        }
        Truth::No => {
            comparison.measured = measured.iter().map(texts).collect();
            comparison.predicted = predicted.iter().map(texts).collect();
            Outcome::Refuted(comparison)
        }
        Truth::Unknown => Outcome::Inconclusive("the two sides cannot be told apart for certain".into()),
    }
}

fn decide<S: Field>(relation: Relation, entries: &[(&S, &S)]) -> Truth {
    let mut answer = Truth::Yes;
    let mut some_differ = false;
    for (m, p) in entries {
        let here = match relation {
            Relation::Equal | Relation::Different => m.equals(p),
            Relation::AtMost => match ((*p).clone() - (*m).clone()).sign() {
                Sign::Positive | Sign::Zero => Truth::Yes,
                Sign::Negative => Truth::No,
                Sign::Unknown => Truth::Unknown,
            },
            Relation::Below => match ((*p).clone() - (*m).clone()).sign() {
                Sign::Positive => Truth::Yes,
                Sign::Negative | Sign::Zero => Truth::No,
                Sign::Unknown => Truth::Unknown,
            },
        };
        match here {
            Truth::No if relation == Relation::Different => some_differ = true,
            Truth::No => return Truth::No,
            Truth::Unknown => answer = Truth::Unknown,
            Truth::Yes => {}
        }
    }
    if relation != Relation::Different {
        return answer;
    }
    // Certainly different somewhere: yes. Otherwise only exact numbers are certainly equal everywhere.
    let exact = entries.iter().all(|(m, p)| m.error_bound() == 0.0 && p.error_bound() == 0.0);
    match (some_differ, exact && answer == Truth::Yes) {
        (true, _) => Truth::Yes,
        (false, true) => Truth::No,
        (false, false) => Truth::Unknown,
    }
}

/// The smallest positive `f64`, 2⁻¹⁰⁷⁴: an exact system must still catch a violation of this size.
const FINEST: f64 = f64::from_bits(1);

/// The smallest violation 2⁻ᵏ, relative to the values at hand, that the decision catches when it is planted in
/// the measured side: m(1 + 2⁻ᵏ) for an equality, p + 2⁻ᵏ|p| for an inequality, p + 2⁻ᵏ(p − m) for a strict one. 0
/// where the finest is caught.
fn power<S: Field>(relation: Relation, entries: &[(&S, &S)]) -> Option<f64> {
    if relation == Relation::Different {
        return None;
    }
    // The entry with the smallest error bound for its size is the most sensitive: what it catches is caught. An
    // entry that cannot be told from 0 is no size to be relative to; a strict inequality that holds has one.
    let is_strict = relation == Relation::Below;
    let size = |(m, p): &(&S, &S)| if is_strict { (p.to_f64() - m.to_f64()).abs() } else { p.to_f64().abs() };
    let resolution = |entry: &&(&S, &S)| (entry.0.error_bound() + entry.1.error_bound()) / size(entry);
    let nonzero = entries.iter().filter(|(_, p)| is_strict || p.to_f64().abs() > p.error_bound());
    let keenest = [*nonzero.min_by(|a, b| resolution(a).total_cmp(&resolution(b)))?];
    let entries = &keenest;
    let caught = |size: f64| {
        let Some(size) = Rational::from_f64(size).map(|q| S::from_rational(&q)) else { return false };
        let planted: Vec<S> = entries
            .iter()
            .map(|(m, p)| {
                let (base, step) = match relation {
                    // As far on the wrong side as 2⁻ᵏ of the distance on the right one.
                    Relation::Below => (*p, ((*p).clone() - (*m).clone()) * size.clone()),
                    Relation::AtMost => (*p, (*p).clone() * size.clone()),
                    _ => (*m, (*m).clone() * size.clone()),
                };
                let downward = relation == Relation::AtMost && step.sign() == Sign::Negative;
                base.clone() + if downward { -step } else { step }
            })
            .collect();
        let entries: Vec<_> = planted.iter().zip(entries).map(|(m, (_, p))| (m, *p)).collect();
        decide(relation, &entries) == Truth::No
    };
    if entries.iter().all(|(m, p)| m.error_bound() == 0.0 && p.error_bound() == 0.0) && caught(FINEST) {
        return Some(0.0);
    }
    // Catching is monotone in the size: bisect the exponent between "never finer than ε/4" and 1.
    let (mut fine, mut coarse) = (-(f64::MANTISSA_DIGITS as i32) - 1, 0);
    if !caught(f64::powi(2.0, coarse)) {
        return Some(f64::INFINITY);
    }
    while coarse - fine > 1 {
        let middle = (fine + coarse).div_euclid(2);
        if caught(f64::powi(2.0, middle)) { coarse = middle } else { fine = middle }
    }
    Some(f64::powi(2.0, coarse))
}

/// A matrix as it is stored: rows of numbers.
pub(super) fn texts<S: Field>(m: &DMatrix<S>) -> Vec<Vec<String>> {
    (0..m.nrows()).map(|i| m.row(i).iter().map(Ring::text).collect()).collect()
}
