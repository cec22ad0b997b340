//! Looking for counterexamples and shrinking them: to mutants, and to claims without one of their assumptions.

use super::{Plan, draw};
use crate::claim::{Claim, Comparison, Counterexample, Evidence, Instance, Kind, Outcome, Part, Refutes};
use crate::record::{MutantRow, MutantVerdict, NecessityRow, NecessityVerdict};
use proptest::strategy::{BoxedStrategy, ValueTree};

/// Instances tried before a mutant counts as surviving.
const SEARCH: u64 = 4096;

/// Steps of shrinking; each keeps the refutation.
const SHRINK_STEPS: usize = 2048;

/// What is to be refuted: a formula under an assumption that may be dropped.
struct Target<'a, I: Instance, P: 'static, F> {
    evidence: &'a Evidence<I, P, F>,
    part: Part<P>,
    formula: F,
    dropped: Option<&'a str>,
    refutes: Refutes,
    error: f64,
}

impl<I, P, F> Claim<I, P, F>
where
    I: Instance,
    P: Copy + PartialEq + Send + Sync,
    F: Copy + Send + Sync,
{
    pub(super) fn part(&self, part: P) -> Part<P> {
        *self.parts.iter().find(|p| p.part == part).expect("a part of the claim")
    }

    pub(super) fn evidence_of(&self, kind: Kind) -> Option<&Evidence<I, P, F>> {
        self.evidence.iter().find(|e| e.kind == kind)
    }

    /// Both sides on an instance, where it counts: it meets the assumptions, and violates the dropped one.
    fn refuted(&self, target: &Target<'_, I, P, F>, instance: &I) -> Option<Comparison> {
        let violates = |name: &str| self.assumptions.iter().any(|a| a.name == name && !(a.holds)(instance));
        if self.unmet(instance, target.part.part, target.dropped).is_some()
            || target.dropped.is_some_and(|name| !violates(name))
        {
            return None;
        }
        match target.evidence.decide(instance, target.part.relation, target.part.part, target.formula, target.error) {
            Outcome::Refuted(comparison) => Some(comparison),
            _ => None,
        }
    }

    /// The first refutation in the order of case numbers, shrunk; and how many were tried.
    fn search(
        &self,
        target: &Target<'_, I, P, F>,
        strategy: &BoxedStrategy<I>,
        label: &str,
        plan: &Plan,
        cap: u64,
    ) -> (u64, Option<Counterexample>) {
        for number in 0..cap {
            if plan.is_stopped() {
                return (number, None);
            }
            let mut tree = draw(strategy, plan.seed, label, number);
            plan.count();
            let instance = tree.current();
            if let Some(comparison) = self.refuted(target, &instance) {
                let (instance, comparison) = self.shrink(target, tree.as_mut(), (instance, comparison));
                let (slug, part) = (self.slug, target.part.name);
                let kind = target.evidence.kind;
                let refutes = target.refutes.clone();
                return (number + 1, Some(Counterexample::new(slug, part, kind, refutes, &instance, comparison)));
            }
        }
        (cap, None)
    }

    fn shrink(
        &self,
        target: &Target<'_, I, P, F>,
        tree: &mut dyn ValueTree<Value = I>,
        found: (I, Comparison),
    ) -> (I, Comparison) {
        let mut best = found;
        let mut simpler = tree.simplify();
        for _ in 0..SHRINK_STEPS {
            if !simpler {
                break;
            }
            let instance = tree.current();
            simpler = match self.refuted(target, &instance) {
                Some(comparison) => {
                    best = (instance, comparison);
                    tree.simplify()
                }
                None => tree.complicate(),
            };
        }
        best
    }

    pub(super) fn find_mutant(&self, index: usize, plan: &Plan) -> MutantRow {
        let mutant = &self.mutants[index];
        let target = Target {
            evidence: &self.evidence[0],
            part: self.part(mutant.part),
            formula: mutant.formula,
            dropped: None,
            refutes: Refutes::Mutant(mutant.name.to_string()),
            error: plan.budget.of_decision(),
        };
        let label = format!("{}/mutant/{}", self.slug, mutant.name);
        let (tried, counterexample) =
            self.search(&target, &(self.strategy_of(target.evidence))(), &label, plan, SEARCH);
        let verdict = if counterexample.is_some() { MutantVerdict::Refuted } else { MutantVerdict::Survives };
        MutantRow { name: mutant.name.to_string(), verdict, tried, counterexample }
    }

    pub(super) fn find_necessity(&self, index: usize, plan: &Plan) -> NecessityRow {
        let necessity = &self.necessity[index];
        let part = self.part(necessity.part);
        let label = format!("{}/without/{}/{index}", self.slug, necessity.assumption);
        let target = self.evidence_of(necessity.kind).map(|evidence| Target {
            evidence,
            part,
            formula: self.stated,
            dropped: Some(necessity.assumption),
            refutes: Refutes::WithoutAssumption(necessity.assumption.to_string()),
            error: plan.budget.of_decision(),
        });
        let (tried, counterexample) =
            target.map_or((0, None), |target| self.search(&target, &(necessity.strategy)(), &label, plan, SEARCH));
        NecessityRow {
            assumption: necessity.assumption.to_string(),
            part: part.name.to_string(),
            verdict: if counterexample.is_some() { NecessityVerdict::Found } else { NecessityVerdict::Missing },
            tried,
            counterexample,
        }
    }

    pub(super) fn find_claim(&self, plan: &Plan) -> Option<Counterexample> {
        let label = format!("{}/refute", self.slug);
        let cap = match plan.limit {
            super::Limit::Cases(cases) => cases,
            super::Limit::Until(_) => u64::MAX,
        };
        self.parts.iter().find_map(|part| {
            let target = Target {
                evidence: &self.evidence[0],
                part: *part,
                formula: self.stated,
                dropped: None,
                refutes: Refutes::Claim,
                error: plan.budget.of_decision(),
            };
            self.search(&target, &(self.strategy_of(target.evidence))(), &label, plan, cap).1
        })
    }
}
