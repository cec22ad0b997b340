//! Counterexamples as data: exact, shrunk, stored, replayable without the generator.

use serde::{Deserialize, Serialize};

/// What a counterexample refutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Refutes {
    /// The claim as stated: a find.
    Claim,
    /// A wrong version of the formula, by name.
    Mutant(String),
    /// The claim without one of its assumptions, by name.
    WithoutAssumption(String),
}

/// An instance on which the two sides disagree, with both of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counterexample {
    /// The claim.
    pub claim: String,
    /// The part of it.
    pub part: String,
    /// The kind of evidence that decides it.
    pub kind: super::Kind,
    /// What it refutes.
    pub refutes: Refutes,
    /// The chance that the refutation is wrong: the sequential test stopped at it. 0 (not written) elsewhere.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub error: f64,
    /// The instance, as the claim writes it.
    pub instance: serde_json::Value,
    /// The measured side: matrices as rows of numbers.
    pub measured: Stored,
    /// The predicted side.
    pub predicted: Stored,
}

impl Counterexample {
    /// The counterexample that a refuting comparison on an instance gives.
    ///
    /// # Panics
    /// If the instance does not serialise: instances are plain data.
    pub fn new(
        claim: &str,
        part: &str,
        kind: super::Kind,
        refutes: Refutes,
        instance: &dyn super::AnyInstance,
        comparison: super::Comparison,
    ) -> Self {
        Counterexample {
            claim: claim.to_string(),
            part: part.to_string(),
            kind,
            refutes,
            error: comparison.error,
            instance: instance.document(),
            measured: comparison.measured,
            predicted: comparison.predicted,
        }
    }
}

impl Counterexample {
    /// How large the instance is: the numbers in it, then the characters it takes to write.
    pub fn size(&self) -> (usize, usize) {
        (numbers(&self.instance), self.instance.to_string().len())
    }
}

/// Strings, numbers and truth values: what an instance is made of.
fn numbers(value: &serde_json::Value) -> usize {
    match value {
        serde_json::Value::Array(list) => list.iter().map(numbers).sum(),
        serde_json::Value::Object(map) => map.values().map(numbers).sum(),
        serde_json::Value::Null => 0,
        _ => 1,
    }
}

fn is_zero(error: &f64) -> bool {
    *error == 0.0
}

/// A side as it is stored: matrices as rows of numbers.
pub type Stored = Vec<Vec<Vec<String>>>;

/// An entry in which a stored side is not what the instance gives.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{side}, matrix {matrix}, row {row}, column {column}: found {found}, expected {expected}")]
pub struct Difference {
    /// `measured` or `predicted`.
    pub side: &'static str,
    /// The matrix, from 0.
    pub matrix: usize,
    /// The row, from 0.
    pub row: usize,
    /// The column, from 0.
    pub column: usize,
    /// What the file says.
    pub found: String,
    /// What the instance gives.
    pub expected: String,
}

/// The first entry in which a stored side differs from the recomputed one: by its text, or, in a system that
/// rounds, by more than `allowed`. Both entries are within the error bound of the true value, so twice the
/// bound is what another processor's order of summation may change.
pub fn first_difference(side: &'static str, stored: &Stored, computed: &Stored, allowed: f64) -> Option<Difference> {
    let entry = |side: &Stored, at: (usize, usize, usize)| -> String {
        side.get(at.0).and_then(|m| m.get(at.1)).and_then(|r| r.get(at.2)).map_or("nothing".into(), Clone::clone)
    };
    let mut positions = Vec::new();
    for side in [computed, stored] {
        for (m, rows) in side.iter().enumerate() {
            for (i, row) in rows.iter().enumerate() {
                positions.extend((0..row.len()).map(|j| (m, i, j)));
            }
        }
    }
    let same = |a: &str, b: &str| {
        let gap = || Some((a.parse::<f64>().ok()? - b.parse::<f64>().ok()?).abs());
        a == b || (allowed > 0.0 && gap().is_some_and(|gap| gap <= allowed))
    };
    let at = positions.into_iter().find(|&at| !same(&entry(stored, at), &entry(computed, at)))?;
    let (found, expected) = (entry(stored, at), entry(computed, at));
    Some(Difference { side, matrix: at.0, row: at.1, column: at.2, found, expected })
}
