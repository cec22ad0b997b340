//! Evidence: the claim's parts on many instances, on all cores, the same for a seed whatever the threads.

use super::derive::derive_row;
use super::refute::{Target, Try};
use super::{Limit, Plan, draw_any};
use crate::claim::{
    AnyInstance, Claim, Comparison, Counterexample, Demand, Draws, Instance, Kind, Outcome, Refutes, Relation, Row,
    Source,
};
use crate::record::{EvidenceRow, PartRow, Verdict};
use rayon::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Instances drawn between two looks at the limit. A block is always finished, so that where a run ends does
/// not depend on the number of threads.
pub(super) const BLOCK: u64 = 64;

/// Drawn instances per accepted one beyond which an empty hypothesis aborts the run.
pub(super) const REJECT_CAP: u64 = 64;

/// The share of undecided instances above which a row is inconclusive: one in a hundred.
const INCONCLUSIVE_SHARE: f64 = 0.01;

/// What one instance said.
enum Case {
    Rejected(&'static str),
    Decided(Vec<Outcome>),
}

impl Claim {
    /// The places of the parts that a row of evidence speaks of, all or one by name.
    pub(super) fn parts_of(&self, row: &Row, only: Option<&str>) -> Vec<usize> {
        let speaks = |place: &usize| {
            let part = &self.parts[*place];
            let can = row.kind != Kind::Identity || part.relation == Relation::Equal;
            can && row.lists(*place) && only.is_none_or(|name| name == part.name)
        };
        (0..self.parts.len()).filter(speaks).collect()
    }

    /// Where the random instances of a row of evidence come from.
    pub(super) fn draws_of<'a>(&'a self, row: &'a Row) -> &'a Draws {
        match &row.source {
            Source::Drawn(own) => own,
            Source::Random | Source::Fixed(_) | Source::Derived(_) => &self.cases,
        }
    }

    /// Compares the two sides of a part, by a formula, both by their places, on an instance that meets the assumptions.
    pub(super) fn decide(
        &self,
        row: &Row,
        instance: &dyn AnyInstance,
        place: (usize, usize),
        demand: Demand,
    ) -> Outcome {
        row.decide(instance, self.parts[place.0].relation, place, demand)
    }

    /// The first assumption that the part needs and the instance does not meet, `except` aside.
    pub(super) fn unmet(&self, instance: &dyn AnyInstance, part: usize, except: Option<&str>) -> Option<&'static str> {
        let mut needed = self.assumptions.iter().filter(|a| a.is_of(part) && Some(a.name) != except);
        needed.find(|a| !a.holds(instance)).map(|a| a.name)
    }

    /// The first assumption of the whole claim that the instance does not meet.
    pub(super) fn unmet_by_all(&self, instance: &dyn AnyInstance) -> Option<&'static str> {
        self.assumptions.iter().find(|a| a.is_of_all() && !a.holds(instance)).map(|a| a.name)
    }

    /// The first assumption of this part alone that the instance does not meet.
    fn unmet_by_part(&self, instance: &dyn AnyInstance, part: usize) -> Option<&'static str> {
        let mut own = self.assumptions.iter().filter(|a| !a.is_of_all() && a.is_of(part));
        own.find(|a| !a.holds(instance)).map(|a| a.name)
    }

    /// Gathers one row of evidence.
    pub(super) fn gather(&self, evidence: &Row, only: Option<&str>, plan: &Plan) -> EvidenceRow {
        if let Some(identity) = &evidence.identity {
            return self.test_identity(evidence, identity, only, plan);
        }
        let work = AtomicU64::new(0);
        let parts = self.parts_of(evidence, only);
        let mut tally = Tally::new(self, evidence, &parts);
        let decide = |instance: &dyn AnyInstance| {
            let start = Instant::now();
            let outcome = |part: &usize| match self.unmet_by_part(instance, *part) {
                Some(name) => Outcome::Rejected(name.to_string()),
                None => self.decide(evidence, instance, (*part, self.stated), plan.demand()),
            };
            let case = match self.unmet_by_all(instance) {
                Some(name) => Case::Rejected(name),
                None => Case::Decided(parts.iter().map(outcome).collect()),
            };
            plan.count();
            work.fetch_add(start.elapsed().as_nanos() as u64, Ordering::Relaxed);
            case
        };
        match &evidence.source {
            Source::Derived(derivation) => return derive_row(*derivation, only, plan),
            Source::Fixed(instances) => {
                let instances = instances();
                let decided = |instance: Instance| (decide(&*instance), instance);
                let cases: Vec<_> = instances.into_par_iter().filter(|_| !plan.is_stopped()).map(decided).collect();
                tally.add(self, &parts, cases);
            }
            Source::Random | Source::Drawn(_) => {
                let label = format!("{}/{}", self.slug, evidence.kind.name());
                let cap = |accepted: u64| {
                    REJECT_CAP
                        * match plan.limit {
                            Limit::Cases(cases) => cases.max(1),
                            Limit::Until(_) => accepted + BLOCK,
                        }
                };
                let mut next = 0;
                while !plan.is_enough(tally.row.accepted) && next < cap(tally.row.accepted) {
                    let cases: Vec<(Case, Instance)> = (next..next + BLOCK)
                        .into_par_iter()
                        .map_init(
                            || self.draws_of(evidence)(),
                            |strategy, number| {
                                let instance = draw_any(&**strategy, plan.seed, &label, number).current();
                                (decide(&*instance), instance)
                            },
                        )
                        .collect();
                    let before = tally.row.accepted;
                    let refuted = tally.add(self, &parts, cases);
                    plan.count_accepted(tally.row.accepted - before);
                    if let Some((at, part)) = refuted {
                        self.shrink_find(evidence, parts[part], plan, (&label, next + at), &mut tally.row);
                        break;
                    }
                    next += BLOCK;
                }
            }
        }
        if evidence.kind.is_statistical() {
            tally.row.false_pass = Some(plan.budget.share());
        }
        let seconds = Duration::from_nanos(work.into_inner()).as_secs_f64();
        tally.finish(seconds, plan.is_stopped())
    }

    /// Replaces the counterexample of a row by the simplest one that the refuted case and the next ones lead to, as
    /// a search for one does.
    fn shrink_find(
        &self,
        evidence: &Row,
        part: usize,
        plan: &Plan,
        (label, number): (&str, u64),
        row: &mut EvidenceRow,
    ) {
        let demand = plan.demand();
        let target = Target { evidence, part, formula: self.stated, dropped: None, refutes: Refutes::Claim, demand };
        let strategy = self.draws_of(evidence)();
        let instance = draw_any(&*strategy, plan.seed, label, number).current();
        if let Try::Refuted(comparison) = self.attempt(&target, &*instance) {
            row.counterexample = Some(self.smallest(&target, &*strategy, label, plan, (number, instance, comparison)));
        }
    }
}

pub(super) struct Tally {
    pub(super) row: EvidenceRow,
}

impl Tally {
    pub(super) fn new(claim: &Claim, evidence: &Row, parts: &[usize]) -> Self {
        let row = |part: &usize| PartRow::unchecked(claim.parts[*part].name, evidence.ceiling_of(*part));
        Tally { row: EvidenceRow::unchecked(evidence.kind, parts.iter().map(row).collect()) }
    }

    /// Adds cases in their order; the first refuted one and its part, by their places, if there is one.
    fn add(&mut self, claim: &Claim, parts: &[usize], cases: Vec<(Case, Instance)>) -> Option<(u64, usize)> {
        let mut refuted = None;
        for (number, (case, instance)) in (0..).zip(cases) {
            let outcomes = match case {
                Case::Rejected(name) => {
                    self.row.rejected += 1;
                    *self.row.rejected_by.entry(name.to_string()).or_default() += 1;
                    continue;
                }
                Case::Decided(outcomes) => outcomes,
            };
            self.row.accepted += 1;
            let mut undecided = false;
            for (place, ((outcome, part), row)) in outcomes.into_iter().zip(parts).zip(&mut self.row.parts).enumerate()
            {
                match outcome {
                    Outcome::Holds(comparison) => accept(row, &comparison),
                    Outcome::Rejected(_) => row.rejected += 1,
                    Outcome::Vacuous(_) => row.vacuous += 1,
                    Outcome::Inconclusive(why) => {
                        row.inconclusive += 1;
                        row.undecided.get_or_insert(why);
                        undecided = true;
                    }
                    Outcome::Refuted(comparison) => {
                        row.verdict = Verdict::Refuted;
                        row.residual = row.residual.max(comparison.relative_residual);
                        row.bound = row.bound.max(comparison.relative_bound);
                        if self.row.counterexample.is_none() {
                            refuted = Some((number, place));
                            let refutes = Refutes::Claim;
                            self.row.counterexample = Some(Counterexample::new(
                                claim.slug,
                                claim.parts[*part].name,
                                self.row.kind,
                                refutes,
                                &*instance,
                                comparison,
                            ));
                        }
                    }
                }
            }
            self.row.inconclusive += u64::from(undecided);
        }
        refuted
    }

    /// The row with its verdicts. One that was interrupted may refute, but not hold.
    pub(super) fn finish(mut self, seconds: f64, interrupted: bool) -> EvidenceRow {
        for part in &mut self.row.parts {
            let undecided = part.inconclusive as f64 / (part.inconclusive + part.accepted).max(1) as f64;
            part.verdict = match part.verdict {
                Verdict::Refuted => Verdict::Refuted,
                _ if interrupted => Verdict::Inconclusive,
                _ if part.accepted == 0 && part.inconclusive == 0 => Verdict::NothingChecked,
                _ if part.accepted == 0 || undecided > INCONCLUSIVE_SHARE => Verdict::Inconclusive,
                _ => Verdict::Holds,
            };
            self.row.residual = self.row.residual.max(part.residual);
            self.row.bound = self.row.bound.max(part.bound);
            self.row.power = match (self.row.power, part.power) {
                (Some(a), Some(b)) => Some(f64::max(a, b)),
                (a, b) => a.or(b),
            };
        }
        self.row.verdict = Verdict::worst(self.row.parts.iter().map(|part| part.verdict));
        self.row.seconds = seconds;
        self.row
    }
}

pub(super) fn accept(row: &mut PartRow, comparison: &Comparison) {
    row.accepted += 1;
    row.nontrivial += u64::from(comparison.is_nontrivial);
    row.residual = row.residual.max(comparison.relative_residual);
    row.bound = row.bound.max(comparison.relative_bound);
    row.power = row.power.into_iter().chain(comparison.power).reduce(f64::max);
}
