//! Identity evidence: the bound on the degree tested along a line, then as many random points as the budget asks for.

use super::cases::{REJECT_CAP, Tally, accept};
use super::{Plan, draw_any};
use crate::claim::{AnyInstance, Claim, Counterexample, Degrees, Draw, Identity, Instance, Outcome, Refutes, Row};
use crate::record::{EvidenceRow, IdentityRow, PartRow, Verdict};
use rayon::prelude::*;
use std::time::Instant;

impl Claim {
    /// Tests every part by itself, the parts on all cores. The number of cases of the plan plays no part: trials are
    /// counted by the error that they leave.
    pub(super) fn test_identity(
        &self,
        evidence: &Row,
        identity: &Identity,
        only: Option<&str>,
        plan: &Plan,
    ) -> EvidenceRow {
        let parts = self.parts_of(evidence, only);
        let mut tally = Tally::new(self, evidence, &parts);
        let test = |(part, row): (&usize, &mut PartRow)| {
            let start = Instant::now();
            let mut test = PartTest { claim: self, evidence, identity, part: *part, plan, row, find: None };
            let tested = test.run();
            let find = test.find;
            row.identity = Some(tested);
            (find, start.elapsed().as_secs_f64())
        };
        let done: Vec<_> = parts.par_iter().zip(tally.row.parts.par_iter_mut()).map(test).collect();
        let seconds = done.iter().map(|(_, seconds)| seconds).sum();
        let sum = |of: fn(&PartRow) -> u64| tally.row.parts.iter().map(of).sum::<u64>();
        let passes = tally.row.parts.iter().filter_map(|part| part.identity.as_ref()).map(|i| i.false_pass);
        // A union bound: parts without a trial, each with 1, do not make it more than certain.
        let error = passes.sum::<f64>().min(1.0);
        (tally.row.accepted, tally.row.rejected) = (sum(|p| p.accepted), sum(|p| p.rejected));
        tally.row.inconclusive = sum(|p| p.inconclusive);
        tally.row.counterexample = done.into_iter().find_map(|(find, _)| find);
        tally.row.seconds = seconds;
        let mut row = tally.finish(evidence, plan);
        row.false_pass = Some(error);
        for part in row.parts.iter_mut().filter(|part| part.verdict == Verdict::Holds) {
            if part.identity.as_ref().is_none_or(|identity| identity.problem.is_some()) {
                part.verdict = Verdict::Inconclusive;
                row.verdict = row.verdict.max(Verdict::Inconclusive);
            }
        }
        row
    }
}

/// One part under test.
struct PartTest<'a> {
    claim: &'a Claim,
    evidence: &'a Row,
    identity: &'a Identity,
    /// Its place.
    part: usize,
    plan: &'a Plan,
    row: &'a mut PartRow,
    find: Option<Counterexample>,
}

impl PartTest<'_> {
    fn run(&mut self) -> IdentityRow {
        let nothing = |problem: String| IdentityRow {
            degree: 0,
            denominator: 0,
            trials: 0,
            false_pass: 1.0,
            problem: Some(problem),
        };
        let small = (self.identity.small)();
        let mut number = 0;
        let (Some(a), Some(b)) = (self.next(&*small, "small", &mut number), self.next(&*small, "small", &mut number))
        else {
            return nothing("no small instance meets the assumptions".to_string());
        };
        if let Err(problem) = self.identity.test_bound((&*a, &*b), self.place()) {
            return nothing(problem.to_string());
        }
        // First where a find would be small.
        let held = (self.row.accepted, self.row.nontrivial);
        self.decide(&*a);
        (self.row.accepted, self.row.nontrivial) = held;
        let large = (self.identity.large)();
        let (mut number, mut bound, mut trials) = (0, None, 0);
        while self.find.is_none() && !self.plan.is_stopped() {
            let Some(instance) = self.next(&*large, "large", &mut number) else {
                return nothing("too few instances meet the assumptions".to_string());
            };
            let needed = match bound {
                Some((_, needed)) => needed,
                None => match self.identity.degrees(&*instance, self.place()) {
                    Ok(degrees) => {
                        let needed = self.plan.trials.unwrap_or_else(|| degrees.trials(self.plan.budget.of_identity()));
                        bound = Some((degrees, needed));
                        needed
                    }
                    Err(obstacle) => return nothing(format!("the degree: {obstacle}")),
                },
            };
            let before = self.row.accepted;
            self.decide(&*instance);
            trials += self.row.accepted - before;
            if trials >= needed || number >= REJECT_CAP * needed {
                break;
            }
        }
        let (Degrees { numerator, denominator }, _) = bound.unwrap_or((Degrees { numerator: 0, denominator: 0 }, 0));
        let false_pass = match trials {
            0 => 1.0,
            _ => Degrees { numerator, denominator }.false_pass_after(trials),
        };
        let problem = (trials == 0).then(|| "no trial".to_string());
        IdentityRow { degree: numerator, denominator, trials, false_pass, problem }
    }

    /// The next drawn instance that meets the assumptions of the part.
    fn next(&mut self, strategy: &dyn Draw, size: &str, number: &mut u64) -> Option<Instance> {
        let label = format!("{}/{}/{}/{size}", self.claim.slug, self.evidence.kind.name(), self.name());
        for _ in 0..REJECT_CAP {
            let instance = draw_any(strategy, self.plan.seed, &label, *number).current();
            *number += 1;
            if self.claim.unmet(&*instance, self.part, None).is_none() {
                return Some(instance);
            }
            self.row.rejected += 1;
        }
        None
    }

    fn name(&self) -> &'static str {
        self.claim.parts[self.part].name
    }

    /// The part and the formula as stated, by their places.
    fn place(&self) -> (usize, usize) {
        (self.part, self.claim.stated)
    }

    fn decide(&mut self, instance: &dyn AnyInstance) {
        self.plan.count();
        match self.claim.decide(self.evidence, instance, self.place(), self.plan.demand()) {
            Outcome::Holds(comparison) => accept(self.row, &comparison),
            Outcome::Rejected(_) => self.row.rejected += 1,
            Outcome::Vacuous(_) => self.row.vacuous += 1,
            Outcome::Inconclusive(why) => {
                self.row.inconclusive += 1;
                self.row.undecided.get_or_insert(why);
            }
            Outcome::Refuted(comparison) => {
                self.row.verdict = Verdict::Refuted;
                self.row.residual = comparison.relative_residual;
                let (slug, kind) = (self.claim.slug, self.evidence.kind);
                self.find = Some(Counterexample::new(slug, self.name(), kind, Refutes::Claim, instance, comparison));
            }
        }
    }
}
