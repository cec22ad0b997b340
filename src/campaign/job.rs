//! The rows of a run: those that are done at once, and those of random instances; and what each finds.

use super::{Limit, Plan, SEARCH_CASES, Selection};
use crate::claim::Kind;
use crate::record::{EvidenceRow, MutantRow, NecessityRow};
use serde::{Deserialize, Serialize};

/// A row that runs on one core, beside the others.
#[derive(Clone, Copy)]
pub(super) enum Job {
    Evidence(usize, Kind),
    Mutant(usize, usize),
    Necessity(usize, usize),
}

impl Job {
    /// The place of its claim.
    pub(super) fn claim(self) -> usize {
        let (Job::Evidence(claim, _) | Job::Mutant(claim, _) | Job::Necessity(claim, _)) = self;
        claim
    }
}

/// Are the instances a fixed list, or none? Such a row is too short to be spread over the cores by itself.
pub(super) fn is_fixed(kind: Kind) -> bool {
    matches!(kind, Kind::Derivation | Kind::Identity | Kind::Real | Kind::Reference)
}

/// The plan of searches.
pub(super) fn searches(plan: &Plan) -> Plan {
    plan.with_limit(Limit::Cases(SEARCH_CASES))
}

/// Does a job.
pub(super) fn done(selection: &Selection<'_>, job: Job, plan: &Plan, searches: &Plan) -> Found {
    let claim = selection.claims[job.claim()].0;
    match job {
        Job::Evidence(_, kind) => Found::Evidence(claim.check(kind, None, plan)),
        Job::Mutant(_, m) => Found::Mutant(claim.refute_mutant(m, searches)),
        Job::Necessity(_, n) => Found::Necessity(claim.show_necessary(n, searches)),
    }
}

/// The jobs of a selection, in a fixed order.
pub(super) fn jobs(selection: &Selection<'_>) -> Vec<Job> {
    let mut jobs = Vec::new();
    for (c, (claim, kinds)) in selection.claims.iter().enumerate() {
        jobs.extend(kinds.iter().filter(|kind| is_fixed(**kind)).map(|kind| Job::Evidence(c, *kind)));
        jobs.extend((0..claim.mutants.len()).map(|m| Job::Mutant(c, m)));
        jobs.extend((0..claim.necessity.len()).map(|n| Job::Necessity(c, n)));
    }
    jobs
}

/// The rows of random instances, by the places of their claims, each numbered by its place.
pub(super) fn random_rows(selection: &Selection<'_>) -> Vec<(usize, Kind)> {
    let of_claim = |(c, (_, kinds)): (usize, &(_, Vec<Kind>))| {
        kinds.iter().filter(|kind| !is_fixed(**kind)).map(|kind| (c, *kind)).collect::<Vec<_>>()
    };
    selection.claims.iter().enumerate().flat_map(of_claim).collect()
}

/// What a row, or a part of one, found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Found {
    /// A row, or what a block adds to one.
    Evidence(EvidenceRow),
    /// A mutant.
    Mutant(MutantRow),
    /// An assumption dropped.
    Necessity(NecessityRow),
}

impl Found {
    /// The same without what differs from run to run: the seconds.
    pub fn without_times(mut self) -> Self {
        if let Found::Evidence(row) = &mut self {
            row.seconds = 0.0;
        }
        self
    }
}
