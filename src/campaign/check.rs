//! Evidence: the claim's parts on many instances, on all cores, the same for a seed whatever the threads.

use super::cases::Cases;
use super::derive::derive_row;
use super::refute::{Target, Try};
use super::{Plan, draw_any};
use crate::claim::{AnyInstance, Claim, Demand, Draws, Instance, Kind, Outcome, Refutes, Relation, Row, Source};
use crate::record::EvidenceRow;
use rayon::prelude::*;

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
    pub(super) fn unmet_by_part(&self, instance: &dyn AnyInstance, part: usize) -> Option<&'static str> {
        let mut own = self.assumptions.iter().filter(|a| !a.is_of_all() && a.is_of(part));
        own.find(|a| !a.holds(instance)).map(|a| a.name)
    }

    /// Gathers one row of evidence.
    pub(super) fn gather(&self, evidence: &Row, only: Option<&str>, plan: &Plan) -> EvidenceRow {
        if let Some(identity) = &evidence.identity {
            return self.test_identity(evidence, identity, only, plan);
        }
        match &evidence.source {
            Source::Derived(derivation) => derive_row(*derivation, only, plan),
            Source::Fixed(instances) => {
                let cases = Cases::of(self, evidence, only, plan);
                let instances = instances();
                let decided = |instance: Instance| (cases.decide(&*instance), instance);
                let decided = instances.into_par_iter().filter(|_| !plan.is_stopped()).map(decided).collect();
                let mut tally = cases.tally();
                tally.add(self, &cases.parts, decided);
                tally.finish(evidence, plan)
            }
            Source::Random | Source::Drawn(_) => {
                let cases = Cases::of(self, evidence, only, plan);
                let mut tally = cases.tally();
                while tally.goes_on(plan) {
                    let block = cases.block(tally.blocks);
                    plan.count_accepted(block.accepted);
                    tally.absorb(block);
                }
                tally.finish(evidence, plan)
            }
        }
    }

    /// Replaces the counterexample of a row by the simplest one that the refuted case and the next ones lead to, as
    /// a search for one does.
    pub(super) fn shrink_find(
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
