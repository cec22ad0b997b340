//! Looking for counterexamples and shrinking them: to mutants, and to claims without one of their assumptions.

use super::{Plan, draw_any};
use crate::claim::{
    AnyInstance, Claim, Comparison, Counterexample, Demand, Draw, Instance, Kind, Outcome, Refutes, Row, Tree,
};
use crate::record::{MutantRow, MutantVerdict, NecessityRow, NecessityVerdict};

/// Cases beyond the first refuted one among which the smallest refuted instance is chosen for shrinking: a
/// drawn shape (samples, widths) shrinks badly, since every entry is drawn anew with it, so shrinking starts
/// from a small shape.
const LOOK_AHEAD: u64 = 64;

/// Steps of shrinking; each keeps the refutation.
const SHRINK_STEPS: usize = 2048;

/// What is to be refuted: a formula under an assumption that may be dropped.
pub(super) struct Target<'a> {
    pub(super) evidence: &'a Row,
    /// Its place.
    pub(super) part: usize,
    /// Its place.
    pub(super) formula: usize,
    pub(super) dropped: Option<&'a str>,
    pub(super) refutes: Refutes,
    /// What is asked of a decision.
    pub(super) demand: Demand,
}

/// What a search for a counterexample came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Search {
    /// Instances drawn, up to the first refuted one.
    pub tried: u64,
    /// Of those, instances that meet the assumptions.
    pub accepted: u64,
    /// The find, shrunk.
    pub counterexample: Option<Counterexample>,
}

/// One instance of a search.
pub(super) enum Try {
    Rejected,
    Kept,
    Refuted(Comparison),
}

impl Claim {
    /// The row of evidence of a kind, where it has one.
    pub fn row(&self, kind: Kind) -> Option<&Row> {
        self.rows.iter().find(|row| row.kind == kind)
    }

    /// Both sides on an instance, where it counts: it meets the assumptions, and violates the dropped one.
    pub(super) fn attempt(&self, target: &Target<'_>, instance: &dyn AnyInstance) -> Try {
        let violates = |name: &str| self.assumptions.iter().any(|a| a.name == name && !a.holds(instance));
        if self.unmet(instance, target.part, target.dropped).is_some()
            || target.dropped.is_some_and(|name| !violates(name))
        {
            return Try::Rejected;
        }
        match self.decide(target.evidence, instance, (target.part, target.formula), target.demand) {
            Outcome::Refuted(comparison) => Try::Refuted(comparison),
            Outcome::Rejected(_) => Try::Rejected,
            Outcome::Holds(_) | Outcome::Inconclusive(_) | Outcome::Vacuous(_) => Try::Kept,
        }
    }

    /// Looks for the first refuted instance in the order of case numbers; of it and those that follow closely
    /// takes the smallest, and shrinks that.
    fn search(&self, target: &Target<'_>, strategy: &dyn Draw, label: &str, plan: &Plan) -> Search {
        let mut search = Search::default();
        while plan.allows(search.tried) {
            let number = search.tried;
            search.tried += 1;
            plan.count();
            let instance = draw_any(strategy, plan.seed, label, number).current();
            match self.attempt(target, &*instance) {
                Try::Rejected => {}
                Try::Kept => search.accepted += 1,
                Try::Refuted(comparison) => {
                    search.accepted += 1;
                    search.counterexample =
                        Some(self.smallest(target, strategy, label, plan, (number, instance, comparison)));
                    break;
                }
            }
        }
        search
    }

    /// The smallest counterexample that a refuted case and the next ones lead to.
    pub(super) fn smallest(
        &self,
        target: &Target<'_>,
        strategy: &dyn Draw,
        label: &str,
        plan: &Plan,
        first: (u64, Instance, Comparison),
    ) -> Counterexample {
        let store = |instance: &dyn AnyInstance, comparison: Comparison| {
            let (slug, part, kind) = (self.slug, self.parts[target.part].name, target.evidence.kind);
            Counterexample::new(slug, part, kind, target.refutes.clone(), instance, comparison)
        };
        let (mut number, instance, comparison) = first;
        let mut least = store(&*instance, comparison);
        for next in number + 1..=number + LOOK_AHEAD {
            if plan.is_stopped() {
                return least;
            }
            let instance = draw_any(strategy, plan.seed, label, next).current();
            plan.count();
            if let Try::Refuted(comparison) = self.attempt(target, &*instance) {
                let other = store(&*instance, comparison);
                if other.size() < least.size() {
                    (number, least) = (next, other);
                }
            }
        }
        let mut tree = draw_any(strategy, plan.seed, label, number);
        self.shrink(target, tree.as_mut()).map_or(least, |(instance, comparison)| store(&*instance, comparison))
    }

    /// The simplest refuted instance that the tree's steps lead to; `None` where no step keeps the refutation.
    fn shrink(&self, target: &Target<'_>, tree: &mut dyn Tree) -> Option<(Instance, Comparison)> {
        let mut best = None;
        let mut simpler = tree.simplify();
        for _ in 0..SHRINK_STEPS {
            if !simpler {
                break;
            }
            let instance = tree.current();
            simpler = match self.attempt(target, &*instance) {
                Try::Refuted(comparison) => {
                    best = Some((instance, comparison));
                    tree.simplify()
                }
                Try::Rejected | Try::Kept => tree.complicate(),
            };
        }
        best
    }

    /// Looks for a counterexample to a mutant, and shrinks it.
    pub fn refute_mutant(&self, index: usize, plan: &Plan) -> MutantRow {
        let mutant = &self.mutants[index];
        let target = Target {
            evidence: &self.rows[0],
            part: mutant.part,
            formula: index + 1,
            dropped: None,
            refutes: Refutes::Mutant(mutant.name.to_string()),
            demand: plan.demand(),
        };
        let label = format!("{}/mutant/{}", self.slug, mutant.name);
        let Search { tried, counterexample, .. } =
            self.search(&target, &*self.draws_of(target.evidence)(), &label, plan);
        let verdict = match counterexample {
            Some(_) => MutantVerdict::Refuted,
            None if plan.is_stopped() => MutantVerdict::NotRun,
            None => MutantVerdict::Survives,
        };
        MutantRow {
            name: mutant.name.to_string(),
            part: self.parts[target.part].name.to_string(),
            verdict,
            tried,
            counterexample,
        }
    }

    /// Looks for a counterexample to the claim without an assumption, and shrinks it.
    pub fn show_necessary(&self, index: usize, plan: &Plan) -> NecessityRow {
        let necessity = &self.necessity[index];
        let part = &self.parts[necessity.part];
        let label = format!("{}/without/{}/{index}", self.slug, necessity.assumption);
        let target = self.row(necessity.kind).map(|evidence| Target {
            evidence,
            part: necessity.part,
            formula: self.stated,
            dropped: Some(necessity.assumption),
            refutes: Refutes::WithoutAssumption(necessity.assumption.to_string()),
            demand: plan.demand(),
        });
        let search = target.map(|target| self.search(&target, &*(necessity.cases)(), &label, plan));
        let Search { tried, counterexample, .. } = search.unwrap_or_default();
        let verdict = match counterexample {
            Some(_) => NecessityVerdict::Found,
            None if plan.is_stopped() => NecessityVerdict::NotRun,
            None => NecessityVerdict::Missing,
        };
        let (assumption, part) = (necessity.assumption.to_string(), part.name.to_string());
        NecessityRow { assumption, part, verdict, tried, counterexample }
    }

    /// Looks for a counterexample to the claim itself, part by part.
    pub fn refute(&self, plan: &Plan) -> Search {
        let label = format!("{}/refute", self.slug);
        let mut total = Search::default();
        for part in 0..self.parts.len() {
            let target = Target {
                evidence: &self.rows[0],
                part,
                formula: self.stated,
                dropped: None,
                refutes: Refutes::Claim,
                demand: plan.demand(),
            };
            let Search { tried, accepted, counterexample } =
                self.search(&target, &*self.draws_of(target.evidence)(), &label, plan);
            total.tried += tried;
            total.accepted += accepted;
            if counterexample.is_some() {
                return Search { counterexample, ..total };
            }
        }
        total
    }
}
