//! The cases of a row of evidence, in blocks; and what they say together, block by block.

use super::{Limit, Plan, draw_any};
use crate::claim::{AnyInstance, Claim, Comparison, Counterexample, Draw, Instance, Outcome, Refutes, Row};
use crate::record::{EvidenceRow, PartRow, Verdict};
use rayon::prelude::*;
use std::time::{Duration, Instant};

/// Instances drawn between two looks at the limit. A block is always finished, so that where a run ends does
/// not depend on the number of threads.
pub(super) const BLOCK: u64 = 64;

/// Drawn instances per accepted one beyond which an empty hypothesis aborts the run.
pub(super) const REJECT_CAP: u64 = 64;

/// Is another block needed, by the limit alone, after `accepted` instances of so many blocks?
pub(super) fn is_short(limit: Limit, accepted: u64, blocks: u64) -> bool {
    let cap = match limit {
        Limit::Cases(cases) => cases.max(1),
        Limit::Until(_) => accepted + BLOCK,
    };
    !limit.is_reached(accepted) && blocks * BLOCK < REJECT_CAP * cap
}

/// The share of undecided instances above which a row is inconclusive: one in a hundred.
const INCONCLUSIVE_SHARE: f64 = 0.01;

/// What one instance said.
pub(super) enum Case {
    Rejected(&'static str),
    Decided(Vec<Outcome>),
}

/// The cases of a row of evidence.
pub(super) struct Cases<'a> {
    claim: &'a Claim,
    evidence: &'a Row,
    /// The places of its parts.
    pub(super) parts: Vec<usize>,
    plan: &'a Plan,
}

impl<'a> Cases<'a> {
    pub(super) fn of(claim: &'a Claim, evidence: &'a Row, only: Option<&str>, plan: &'a Plan) -> Self {
        Cases { claim, evidence, parts: claim.parts_of(evidence, only), plan }
    }

    /// A tally of none.
    pub(super) fn tally(&self) -> Tally {
        Tally::new(self.claim, self.evidence, &self.parts)
    }

    /// What an instance says, and the nanoseconds that it took.
    pub(super) fn decide(&self, instance: &dyn AnyInstance) -> (Case, u64) {
        let start = Instant::now();
        let outcome = |part: &usize| match self.claim.unmet_by_part(instance, *part) {
            Some(name) => Outcome::Rejected(name.to_string()),
            None => self.claim.decide(self.evidence, instance, (*part, self.claim.stated), self.plan.demand()),
        };
        let case = match self.claim.unmet_by_all(instance) {
            Some(name) => Case::Rejected(name),
            None => Case::Decided(self.parts.iter().map(outcome).collect()),
        };
        self.plan.count();
        (case, start.elapsed().as_nanos() as u64)
    }

    /// From where the instances derive, beside the seed.
    fn label(&self) -> String {
        format!("{}/{}", self.claim.slug, self.evidence.kind.name())
    }

    /// The instances of a block, each given to `of`, on all cores, in their order.
    fn drawn<T: Send>(&self, number: u64, of: impl Fn(Instance) -> T + Sync) -> Vec<T> {
        let label = self.label();
        let draw =
            |strategy: &mut Box<dyn Draw>, case: u64| of(draw_any(&**strategy, self.plan.seed, &label, case).current());
        (number * BLOCK..(number + 1) * BLOCK)
            .into_par_iter()
            .map_init(|| self.claim.draws_of(self.evidence)(), draw)
            .collect()
    }

    /// The tally of a block of cases alone, with the shrunk counterexample where one refutes the claim.
    pub(super) fn block(&self, number: u64) -> EvidenceRow {
        let cases = self.drawn(number, |instance| (self.decide(&*instance), instance));
        let mut tally = self.tally();
        if let Some((at, part)) = tally.add(self.claim, &self.parts, cases) {
            let at = number * BLOCK + at;
            self.claim.shrink_find(self.evidence, self.parts[part], self.plan, (&self.label(), at), &mut tally.row);
        }
        tally.row
    }

    /// How many cases of a block are accepted: its instances are drawn, not decided, and not even drawn where no assumption
    /// of the whole claim could reject one.
    pub(super) fn accepted(&self, number: u64) -> u64 {
        if !self.claim.assumptions.iter().any(|assumption| assumption.is_of_all()) {
            return BLOCK;
        }
        let is_accepted = |instance: Instance| u64::from(self.claim.unmet_by_all(&*instance).is_none());
        self.drawn(number, is_accepted).into_iter().sum()
    }
}

/// What cases have said so far.
pub(super) struct Tally {
    pub(super) row: EvidenceRow,
    /// Blocks of random cases.
    pub(super) blocks: u64,
}

impl Tally {
    pub(super) fn new(claim: &Claim, evidence: &Row, parts: &[usize]) -> Self {
        let row = |part: &usize| PartRow::unchecked(claim.parts[*part].name, evidence.ceiling_of(*part));
        Tally { row: EvidenceRow::unchecked(evidence.kind, parts.iter().map(row).collect()), blocks: 0 }
    }

    /// Is another block of cases needed?
    pub(super) fn goes_on(&self, plan: &Plan) -> bool {
        let is_open = self.row.counterexample.is_none() && !plan.is_stopped();
        is_open && is_short(plan.limit, self.row.accepted, self.blocks)
    }

    /// Adds the tally of the next block.
    pub(super) fn absorb(&mut self, block: EvidenceRow) {
        let row = &mut self.row;
        self.blocks += 1;
        row.accepted += block.accepted;
        row.rejected += block.rejected;
        row.inconclusive += block.inconclusive;
        row.seconds += block.seconds;
        for (name, count) in block.rejected_by {
            *row.rejected_by.entry(name).or_default() += count;
        }
        for (part, more) in row.parts.iter_mut().zip(block.parts) {
            part.accepted += more.accepted;
            part.nontrivial += more.nontrivial;
            part.rejected += more.rejected;
            part.inconclusive += more.inconclusive;
            part.vacuous += more.vacuous;
            part.residual = part.residual.max(more.residual);
            part.bound = part.bound.max(more.bound);
            part.power = part.power.into_iter().chain(more.power).reduce(f64::max);
            part.undecided = part.undecided.take().or(more.undecided);
            if more.verdict == Verdict::Refuted {
                part.verdict = Verdict::Refuted;
            }
        }
        row.counterexample = row.counterexample.take().or(block.counterexample);
    }

    /// Adds cases in their order; the first refuted one and its part, by their places, if there is one.
    pub(super) fn add(
        &mut self,
        claim: &Claim,
        parts: &[usize],
        cases: Vec<((Case, u64), Instance)>,
    ) -> Option<(u64, usize)> {
        let mut refuted = None;
        let nanoseconds = cases.iter().map(|((_, nanoseconds), _)| nanoseconds).sum();
        self.row.seconds += Duration::from_nanos(nanoseconds).as_secs_f64();
        for (number, ((case, _), instance)) in (0..).zip(cases) {
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
    pub(super) fn finish(mut self, evidence: &Row, plan: &Plan) -> EvidenceRow {
        let interrupted = plan.is_stopped();
        if evidence.kind.is_statistical() {
            self.row.false_pass = Some(plan.budget.share());
        }
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
