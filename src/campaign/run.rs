//! A whole run: the selected claims with their evidence, mutants and assumptions, on all cores, as a record.

use super::job::{Found, done, jobs, random_rows, searches};
use super::{Limit, Plan, Selection};
use crate::claim::Claim;
use crate::record::{ClaimRow, Record, Verdict};
use rayon::prelude::*;
use std::time::{Duration, Instant};

/// The rows of a run's claims, as they come in.
pub(super) struct Rows {
    claims: Vec<ClaimRow>,
}

impl Rows {
    pub(super) fn of(selection: &Selection<'_>) -> Self {
        Rows { claims: selection.claims.iter().map(|(claim, _)| empty_row(claim)).collect() }
    }

    /// Adds a row of the claim at a place: mutants and cases of necessity in their order, evidence in any.
    pub(super) fn add(&mut self, claim: usize, found: Found) {
        let row = &mut self.claims[claim];
        match found {
            Found::Evidence(found) => row.evidence.push(found),
            Found::Mutant(found) => row.mutants.push(found),
            Found::Necessity(found) => row.necessity.push(found),
        }
    }

    /// The record of all of them.
    pub(super) fn record(mut self, selection: &Selection<'_>, plan: &Plan) -> Record {
        for ((_, kinds), row) in selection.claims.iter().zip(&mut self.claims) {
            row.evidence.sort_by_key(|row| kinds.iter().position(|kind| *kind == row.kind));
            row.verdict = row.derive_verdict();
        }
        let mut record = Record {
            tool: selection.project.name.to_string(),
            version: selection.project.version.to_string(),
            commit: selection.project.commit.map(String::from),
            seed: plan.seed,
            cases: match plan.limit {
                Limit::Cases(cases) => Some(cases),
                Limit::Until(_) => None,
            },
            verdict: Verdict::NothingChecked,
            widened: Some(plan.widened).filter(|factor| *factor != 1.0),
            interrupted: plan.is_stopped(),
            claims: self.claims,
        };
        record.verdict = record.derive_verdict();
        record
    }
}

/// Runs a selection. Searches and rows of fixed instances run beside one another; then every row of random
/// instances by itself, its instances on all cores. A limit of time is shared among these evenly. The record is
/// the same for a seed and a number of cases, whatever the number of threads, but for the seconds.
pub fn run(selection: &Selection<'_>, plan: &Plan) -> Record {
    let mut rows = Rows::of(selection);
    let searches = searches(plan);
    let found: Vec<(usize, Found)> = jobs(selection)
        .into_par_iter()
        .with_max_len(1)
        .map(|job| {
            let found = done(selection, job, plan, &searches);
            plan.count_row();
            (job.claim(), found)
        })
        .collect();
    found.into_iter().for_each(|(claim, found)| rows.add(claim, found));
    let random = random_rows(selection);
    for (done, (claim, kind)) in random.iter().enumerate() {
        let limit = share(plan.limit, (random.len() - done) as u32);
        let found = selection.claims[*claim].0.check(*kind, None, &plan.with_limit(limit));
        rows.add(*claim, Found::Evidence(found));
        plan.count_row();
    }
    rows.record(selection, plan)
}

fn empty_row(claim: &Claim) -> ClaimRow {
    ClaimRow {
        claim: claim.slug.to_string(),
        group: claim.group.to_string(),
        verdict: Verdict::NothingChecked,
        evidence: Vec::new(),
        mutants: Vec::new(),
        necessity: Vec::new(),
        domain: claim.domain.iter().map(|domain| domain.assumption.to_string()).collect(),
    }
}

/// The first of `rows` equal shares of the time that is left; all the cases.
fn share(limit: Limit, rows: u32) -> Limit {
    match limit {
        Limit::Cases(_) => limit,
        Limit::Until(end) => {
            let now = Instant::now();
            Limit::Until(now + end.checked_duration_since(now).unwrap_or(Duration::ZERO) / rows.max(1))
        }
    }
}
