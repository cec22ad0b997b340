//! A whole run: the selected claims with their evidence, mutants and assumptions, on all cores, as a record.

use super::{Limit, Plan, Project, Registry, SEARCH_CASES, UnknownName};
use crate::claim::{Claim, Kind};
use crate::record::{ClaimRow, EvidenceRow, MutantRow, NecessityRow, Record, Verdict};
use rayon::prelude::*;
use std::time::{Duration, Instant};

/// What is to be run: claims with the kinds of evidence to gather for each.
#[derive(Default)]
pub struct Selection<'a> {
    /// The crate whose claims they are.
    pub project: Project,
    /// The claims, in the order of reports.
    pub claims: Vec<(&'a Claim, Vec<Kind>)>,
}

impl<'a> Selection<'a> {
    /// Everything.
    pub fn all(registry: &'a Registry) -> Self {
        let claims = registry.claims().iter().map(|claim| (claim, claim.kinds())).collect();
        Selection { project: registry.preface.project, claims }
    }

    /// The named claims (none named: all) with the named kinds of evidence (none named: all). Where no claim is
    /// named, those without any of the kinds are left out.
    ///
    /// # Errors
    /// [`UnknownName`] for an unknown claim, or for a named one without a requested kind of evidence.
    pub fn of(registry: &'a Registry, claims: &[String], kinds: &[Kind]) -> Result<Self, UnknownName> {
        let mut selection = Selection::all(registry);
        if !claims.is_empty() {
            for slug in claims {
                let claim = registry.claim(slug)?;
                let known = claim.kinds();
                if let Some(kind) = kinds.iter().find(|kind| !known.contains(kind)) {
                    let known = known.iter().map(|kind| kind.name());
                    return Err(UnknownName::new("kind of evidence of this claim", kind.name(), known));
                }
            }
            selection.claims.retain(|(claim, _)| claims.iter().any(|slug| slug == claim.slug));
        }
        if !kinds.is_empty() {
            selection.claims.iter_mut().for_each(|(_, own)| own.retain(|kind| kinds.contains(kind)));
            selection.claims.retain(|(_, own)| !own.is_empty());
        }
        Ok(selection)
    }

    /// Rows of random instances that a run of it has: each accepts as many as the plan says.
    pub fn random_rows(&self) -> u64 {
        self.claims.iter().flat_map(|(_, kinds)| kinds).filter(|kind| !is_fixed(**kind)).count() as u64
    }

    /// Rows that a run of it has: kinds of evidence, mutants, assumptions.
    pub fn rows(&self) -> u64 {
        let rows = |(claim, kinds): &(&Claim, Vec<Kind>)| kinds.len() + claim.mutants.len() + claim.necessity.len();
        self.claims.iter().map(rows).sum::<usize>() as u64
    }
}

/// A row that runs on one core, beside the others.
#[derive(Clone, Copy)]
enum Job {
    Evidence(usize, Kind),
    Mutant(usize, usize),
    Necessity(usize, usize),
}

/// What it gives.
enum Done {
    Evidence(EvidenceRow),
    Mutant(MutantRow),
    Necessity(NecessityRow),
}

/// Are the instances a fixed list, or none? Such a row is too short to be spread over the cores by itself.
fn is_fixed(kind: Kind) -> bool {
    matches!(kind, Kind::Derivation | Kind::Identity | Kind::Real | Kind::Reference)
}

/// Runs a selection. Searches and rows of fixed instances run beside one another; then every row of random
/// instances by itself, its instances on all cores. A limit of time is shared among these evenly. The record is
/// the same for a seed and a number of cases, whatever the number of threads, but for the seconds.
pub fn run(selection: &Selection<'_>, plan: &Plan) -> Record {
    let claims = &selection.claims;
    let mut rows: Vec<ClaimRow> = claims.iter().map(|(claim, _)| empty_row(claim)).collect();
    let searches = plan.with_limit(Limit::Cases(SEARCH_CASES));
    let done: Vec<(usize, Done)> = jobs(selection)
        .into_par_iter()
        .with_max_len(1)
        .map(|job| {
            let (index, done) = match job {
                Job::Evidence(c, kind) => (c, Done::Evidence(claims[c].0.check(kind, None, plan))),
                Job::Mutant(c, m) => (c, Done::Mutant(claims[c].0.refute_mutant(m, &searches))),
                Job::Necessity(c, n) => (c, Done::Necessity(claims[c].0.show_necessary(n, &searches))),
            };
            plan.count_row();
            (index, done)
        })
        .collect();
    for (index, done) in done {
        match done {
            Done::Evidence(row) => rows[index].evidence.push(row),
            Done::Mutant(row) => rows[index].mutants.push(row),
            Done::Necessity(row) => rows[index].necessity.push(row),
        }
    }
    let random = |kinds: &[Kind]| kinds.iter().copied().filter(|kind| !is_fixed(*kind)).collect::<Vec<_>>();
    let mut left: u32 = claims.iter().map(|(_, kinds)| random(kinds).len() as u32).sum();
    for ((claim, kinds), row) in claims.iter().zip(&mut rows) {
        for kind in random(kinds) {
            row.evidence.push(claim.check(kind, None, &plan.with_limit(share(plan.limit, left))));
            plan.count_row();
            left -= 1;
        }
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
        claims: rows,
    };
    record.verdict = record.derive_verdict();
    record
}

fn jobs(selection: &Selection<'_>) -> Vec<Job> {
    let mut jobs = Vec::new();
    for (c, (claim, kinds)) in selection.claims.iter().enumerate() {
        jobs.extend(kinds.iter().filter(|kind| is_fixed(**kind)).map(|kind| Job::Evidence(c, *kind)));
        jobs.extend((0..claim.mutants.len()).map(|m| Job::Mutant(c, m)));
        jobs.extend((0..claim.necessity.len()).map(|n| Job::Necessity(c, n)));
    }
    jobs
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
