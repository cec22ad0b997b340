//! Comparing two sides: holds, refuted, inconclusive; with the bound beside the residual, and the power.

use super::power::{blocks, power};
use super::relation::{Relation, decide};
use crate::numbers::{Field, Ring, Truth};
use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

/// What one comparison says.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The relation holds.
    Holds(Comparison),
    /// It certainly does not.
    Refuted(Comparison),
    /// It cannot be told.
    Inconclusive(String),
    /// Nothing predicted can be distinguished from 0 in a system that rounds: nothing was compared.
    Vacuous(String),
    /// The instance is outside the assumptions.
    Rejected(String),
}

/// The two sides side by side.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// How far the relation is missed: max |measured − predicted| for an equality, the largest excess over the
    /// bound for an inequality, nothing where the sides are to differ. In the units of the values.
    pub residual: f64,
    /// The largest bound on an entry's error, from the number system; 0 where it is exact. In the units of the values.
    pub tolerance: f64,
    /// The residual of each matrix over its largest value, the largest of them.
    pub relative_residual: f64,
    /// The error bound of each matrix over its largest value, the largest of them.
    pub relative_bound: f64,
    /// Is there a value that can be distinguished from 0, so that the comparison is about something?
    pub is_nontrivial: bool,
    /// The smallest planted violation, relative to the largest value of its matrix, that is caught in every entry;
    /// `None` where no value can be distinguished from 0.
    pub power: Option<f64>,
    /// The chance that a verdict of this kind is wrong; 0 where chance plays no part.
    #[serde(default)]
    pub error: f64,
    /// The measured side, row by row, layer after layer. Only in refutations.
    pub measured: Vec<Vec<Vec<String>>>,
    /// The predicted side.
    pub predicted: Vec<Vec<Vec<String>>>,
}

/// Decides `measured relation predicted`. Unknown in any entry is inconclusive unless another entry refutes. Whether
/// what holds is worth the word is for [`Ceiling::judge`](super::Ceiling::judge) to say.
///
/// # Panics
/// If the two sides differ in number or shape of matrices: a defect of the claim.
pub fn compare<S: Field>(relation: Relation, measured: &[DMatrix<S>], predicted: &[DMatrix<S>]) -> Outcome {
    let shapes = |side: &[DMatrix<S>]| side.iter().map(|m| m.shape()).collect::<Vec<_>>();
    assert_eq!(shapes(measured), shapes(predicted), "shapes of the two sides");
    let blocks = blocks(relation, measured, predicted);
    let mut comparison = Comparison::default();
    for block in &blocks {
        let residual = largest(block.entries.iter().map(|(m, p)| gap(relation, *m, *p)));
        let tolerance = largest(block.entries.iter().map(|(m, p)| m.error_bound() + p.error_bound()));
        comparison.residual = comparison.residual.max(residual);
        comparison.tolerance = comparison.tolerance.max(tolerance);
        comparison.relative_residual = comparison.relative_residual.max(block.share(residual));
        comparison.relative_bound = comparison.relative_bound.max(block.share(tolerance));
        comparison.is_nontrivial |= block.scale.is_some();
    }
    let entries: Vec<(&S, &S)> = blocks.iter().flat_map(|block| block.entries.iter().copied()).collect();
    match decide(relation, &entries) {
        Truth::Yes => {
            comparison.power = power(relation, &blocks);
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

/// How far an entry misses the relation; exactly 0 where it is exactly met, whatever the size of the two.
fn gap<S: Field>(relation: Relation, m: &S, p: &S) -> f64 {
    let gap = m.to_f64() - p.to_f64();
    match relation {
        Relation::Equal if m == p => 0.0,
        Relation::Equal => gap.abs(),
        Relation::AtMost | Relation::Below => gap.max(0.0),
        Relation::Different => 0.0,
    }
}

/// The largest figure; one that is not a number counts as infinite.
fn largest(figures: impl Iterator<Item = f64>) -> f64 {
    figures.fold(0.0, |most: f64, x| if x.is_nan() { f64::INFINITY } else { most.max(x) })
}

/// A matrix as it is stored: rows of numbers.
pub(super) fn texts<S: Field>(m: &DMatrix<S>) -> Vec<Vec<String>> {
    (0..m.nrows()).map(|i| m.row(i).iter().map(Ring::text).collect()).collect()
}
