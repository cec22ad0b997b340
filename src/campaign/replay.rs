//! Replaying stored counterexamples: the instance alone decides, the stored sides must be what it gives.

use super::{AnyClaim, Budget, ClaimDefect, FuzzOutcome, Plan, Project, Search, UnknownName};
use crate::certificate::Certificate;
use crate::claim::{Claim, Counterexample, Difference, Docs, Evidence, Instance, Kind, MissingSection, Outcome};
use crate::claim::{Demand, Domain, Refutes, Source, first_difference};
use crate::derivation::{Derivation, goals};
use crate::record::{EvidenceRow, MutantRow, NecessityRow};

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
    #[error("instance: found that \"{assumption}\" {}, expected the opposite", if *holds { "holds" } else { "does not hold" })]
    Assumption {
        /// The assumption.
        assumption: String,
        /// Whether it holds.
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

impl<I, P, F> Claim<I, P, F>
where
    I: Instance,
    P: Copy + PartialEq + Send + Sync,
    F: Copy + Send + Sync,
{
    fn recompute(&self, stored: &Counterexample) -> Result<Replayed, ReplayError> {
        let part = self.parts.iter().find(|p| p.name == stored.part);
        let part = part.ok_or_else(|| UnknownName::new("part", &stored.part, self.parts.iter().map(|p| p.name)))?;
        let kinds = self.evidence.iter().map(|e| e.kind.name());
        let evidence = self.evidence_of(stored.kind);
        let evidence = evidence.ok_or_else(|| UnknownName::new("kind", stored.kind.name(), kinds))?;
        let (formula, dropped) = match &stored.refutes {
            Refutes::Claim => (self.stated, None),
            Refutes::Mutant(name) => {
                let mutant = self.mutants.iter().find(|m| m.name == name);
                let known = self.mutants.iter().map(|m| m.name);
                (mutant.ok_or_else(|| UnknownName::new("mutant", name, known))?.formula, None)
            }
            Refutes::WithoutAssumption(name) => {
                let known = self.assumptions.iter().find(|a| a.name == name);
                let names = self.assumptions.iter().map(|a| a.name);
                (self.stated, Some(known.ok_or_else(|| UnknownName::new("assumption", name, names))?))
            }
        };
        let instance: I = serde_path_to_error::deserialize(stored.instance.clone()).map_err(|error| {
            ReplayError::Instance { key: format!(".{}", error.path()), problem: error.inner().to_string() }
        })?;
        (self.validate)(&instance).map_err(|problem| ReplayError::Instance { key: String::new(), problem })?;
        if let Some(name) = self.unmet(&instance, part.part, dropped.map(|a| a.name)) {
            return Err(ReplayError::Assumption { assumption: name.to_string(), holds: false });
        }
        if let Some(assumption) = dropped.filter(|a| (a.holds)(&instance)) {
            return Err(ReplayError::Assumption { assumption: assumption.name.to_string(), holds: true });
        }
        // A test that may err with a probability that the whole suite does not allow refutes nothing.
        if !(0.0..=Budget::SUITE).contains(&stored.error) {
            return Err(ReplayError::Error { found: stored.error, allowed: Budget::SUITE });
        }
        let found =
            match evidence.decide(&instance, part.relation, part.part, formula, Demand::with_error(stored.error)) {
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

impl<I, P, F> AnyClaim for Claim<I, P, F>
where
    I: Instance,
    P: Copy + PartialEq + Send + Sync,
    F: Copy + Send + Sync,
{
    fn slug(&self) -> &'static str {
        self.slug
    }
    fn group(&self) -> &'static str {
        self.group
    }
    fn docs(&self) -> Result<Docs, MissingSection> {
        Docs::read(self.slug, self.text)
    }
    fn kinds(&self) -> Vec<Kind> {
        self.evidence.iter().map(|e| e.kind).collect()
    }
    fn parts(&self, kind: Kind) -> Vec<&'static str> {
        let names = |e: &Evidence<I, P, F>| match e.source {
            Source::Derived(derivation) => goals(derivation.text),
            _ => self.parts_of(e, None).iter().map(|p| p.name).collect(),
        };
        self.evidence_of(kind).map_or(Vec::new(), names)
    }
    fn derivations(&self) -> Option<Derivation> {
        self.evidence.iter().find_map(|e| if let Source::Derived(files) = e.source { Some(files) } else { None })
    }
    fn assumptions(&self) -> Vec<&'static str> {
        self.assumptions.iter().map(|a| a.name).collect()
    }
    fn domain(&self) -> &'static [Domain] {
        self.domain
    }
    fn examine(&self) -> Result<(), ClaimDefect> {
        self.find_defect().map_or(Ok(()), Err)
    }
    fn mutants(&self) -> Vec<&'static str> {
        self.mutants.iter().map(|m| m.name).collect()
    }
    fn chances(&self) -> usize {
        let rows = self.evidence.iter().filter(|e| e.kind.is_chancy()).count();
        let mutants = if self.evidence.first().is_some_and(|e| e.kind.is_chancy()) { self.mutants.len() } else { 0 };
        rows + mutants + self.necessity.iter().filter(|n| n.kind.is_chancy()).count()
    }
    fn necessities(&self) -> Vec<&'static str> {
        self.necessity.iter().map(|n| n.assumption).collect()
    }
    fn check(&self, kind: Kind, part: Option<&str>, plan: &Plan) -> EvidenceRow {
        self.gather(self.evidence_of(kind).expect("a kind of evidence of this claim"), part, plan)
    }
    fn refute_mutant(&self, index: usize, plan: &Plan) -> MutantRow {
        self.find_mutant(index, plan)
    }
    fn show_necessary(&self, index: usize, plan: &Plan) -> NecessityRow {
        self.find_necessity(index, plan)
    }
    fn refute(&self, plan: &Plan) -> Search {
        self.find_claim(plan)
    }
    fn check_bytes(&self, bytes: &[u8]) -> FuzzOutcome {
        self.decide_bytes(bytes)
    }
    fn compare_systems(&self, bytes: &[u8]) -> FuzzOutcome {
        self.compare_systems_on_bytes(bytes)
    }
    fn certified_parts(&self) -> Vec<&'static str> {
        match self.evidence.iter().any(Evidence::is_certified) {
            true => self.parts(Kind::Exact),
            false => Vec::new(),
        }
    }
    fn certify(
        &self,
        part: &str,
        count: usize,
        project: Project,
        plan: &Plan,
    ) -> Result<Vec<Certificate>, MissingSection> {
        self.certificates(part, count, project, plan)
    }
    fn replay(&self, counterexample: &Counterexample) -> Result<Replayed, ReplayError> {
        self.recompute(counterexample)
    }
}
