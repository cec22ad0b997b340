//! Replaying stored counterexamples: the instance alone decides, the stored sides must be what it gives.

use super::{Budget, UnknownName};
use crate::claim::{Claim, Counterexample, Demand, Difference, Outcome, Refutes, Unreadable, first_difference};

/// What a replay found: the stored disagreement, recomputed.
#[derive(Clone, Debug, PartialEq)]
pub struct Replayed {
    /// max |measured − predicted|.
    pub residual: f64,
    /// The largest error bound on an entry.
    pub tolerance: f64,
}

/// A counterexample that cannot be replayed as it is written.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ReplayError {
    /// A name that the claim does not have.
    #[error(transparent)]
    Unknown(#[from] UnknownName),
    /// An instance that does not read.
    #[error("instance{key}: {problem}")]
    Instance {
        /// The place in it, as in `.views.inputs[0][1]`; empty for the whole.
        key: String,
        /// What was found there, and what was expected.
        problem: String,
    },
    /// An instance outside the assumptions it should meet, or inside the one it should violate.
    #[error("instance: found that \"{assumption}\" is {}, expected the opposite", if *holds { "met" } else { "not met" })]
    Assumption {
        /// The assumption.
        assumption: String,
        /// Whether it is met.
        holds: bool,
    },
    /// A chance of being wrong that is too large, or not a probability.
    #[error("error: found {found}, expected a probability of at most {allowed}")]
    Error {
        /// What the file says.
        found: f64,
        /// The whole suite's budget.
        allowed: f64,
    },
    /// The two sides do not disagree.
    #[error("instance: found that the two sides {found}, expected a refutation")]
    NoRefutation {
        /// The outcome.
        found: String,
    },
    /// A stored side is not what the instance gives.
    #[error(transparent)]
    Tampered(#[from] Difference),
}

impl Claim {
    /// Recomputes a stored counterexample.
    ///
    /// # Errors
    /// Where the stored values are not what the instance gives, or the instance is not what it should be.
    pub fn replay(&self, stored: &Counterexample) -> Result<Replayed, ReplayError> {
        let part = self.parts.iter().position(|p| p.name == stored.part);
        let part = part.ok_or_else(|| UnknownName::new("part", &stored.part, self.parts.iter().map(|p| p.name)))?;
        let kinds = self.rows.iter().map(|row| row.kind.name());
        let evidence = self.row(stored.kind);
        let evidence = evidence.ok_or_else(|| UnknownName::new("kind", stored.kind.name(), kinds))?;
        let (formula, dropped) = match &stored.refutes {
            Refutes::Claim => (self.stated, None),
            Refutes::Mutant(name) => {
                let mutant = self.mutants.iter().position(|m| m.name == name);
                let known = self.mutants.iter().map(|m| m.name);
                (mutant.ok_or_else(|| UnknownName::new("mutant", name, known))? + 1, None)
            }
            Refutes::WithoutAssumption(name) => {
                let known = self.assumptions.iter().find(|a| a.name == name);
                let names = self.assumptions.iter().map(|a| a.name);
                (self.stated, Some(known.ok_or_else(|| UnknownName::new("assumption", name, names))?))
            }
        };
        let instance = self
            .read(&stored.instance)
            .map_err(|Unreadable { key, problem }| ReplayError::Instance { key, problem })?;
        if let Some(name) = self.unmet(&*instance, part, dropped.map(|a| a.name)) {
            return Err(ReplayError::Assumption { assumption: name.to_string(), holds: false });
        }
        if let Some(assumption) = dropped.filter(|a| a.holds(&*instance)) {
            return Err(ReplayError::Assumption { assumption: assumption.name.to_string(), holds: true });
        }
        // A test that may err with a probability that the whole suite does not allow refutes nothing.
        if !(0.0..=Budget::SUITE).contains(&stored.error) {
            return Err(ReplayError::Error { found: stored.error, allowed: Budget::SUITE });
        }
        let demand = Demand::with_error(stored.error);
        let found = match self.decide(evidence, &*instance, (part, formula), demand) {
            Outcome::Refuted(comparison) => {
                for (side, stored, computed) in [
                    ("measured", &stored.measured, &comparison.measured),
                    ("predicted", &stored.predicted, &comparison.predicted),
                ] {
                    if let Some(difference) = first_difference(side, stored, computed, 2.0 * comparison.tolerance) {
                        return Err(difference.into());
                    }
                }
                return Ok(Replayed { residual: comparison.residual, tolerance: comparison.tolerance });
            }
            Outcome::Holds(_) => "agree".to_string(),
            Outcome::Inconclusive(why) => format!("cannot be compared ({why})"),
            Outcome::Vacuous(why) => format!("say nothing ({why})"),
            Outcome::Rejected(why) => format!("are undefined ({why})"),
        };
        Err(ReplayError::NoRefutation { found })
    }
}
