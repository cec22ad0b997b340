//! A shard at work.

use super::error::ShardError;
use super::journal::Journal;
use super::unit::{Unit, number_of, units};
use crate::campaign::cases::{Cases, is_short};
use crate::campaign::job::{Found, done, random_rows, searches};
use crate::campaign::{Plan, Selection};
use crate::output::Unwritable;
use crate::record::{MutantVerdict, NecessityVerdict, Verdict};
use rayon::prelude::*;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// What a shard came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// Finished units, those of earlier processes among them.
    pub units: usize,
    /// Of those, what this process did.
    pub new: usize,
    /// Is every unit of the shard finished?
    pub is_complete: bool,
    /// Refuted where a unit refutes the claim, leaves a mutant alive or an assumption without its counterexample; else
    /// inconclusive: a part of a run holds nothing.
    pub verdict: Verdict,
}

/// Does the units of a shard that its journal does not have, each written there when it is finished, until all are there, a
/// moment has come or the plan's watch is stopped.
///
/// # Errors
/// Where the journal cannot be written: what was finished before is in it.
pub fn take(
    selection: &Selection<'_>,
    plan: &Plan,
    journal: &mut Journal,
    until: Option<Instant>,
) -> Result<Taken, ShardError> {
    let before = journal.len();
    let mut shared = Mutex::new(&mut *journal);
    let is_over = || plan.is_stopped() || until.is_some_and(|end| Instant::now() >= end);
    let mut is_complete = fixed(selection, plan, &shared, &is_over)?;
    let journal = shared.get_mut().unwrap_or_else(PoisonError::into_inner);
    for (row, (c, kind)) in random_rows(selection).into_iter().enumerate() {
        let (claim, shard) = (selection.claims[c].0, journal.header.shard);
        let Some(evidence) = claim.row(kind) else { continue };
        let cases = Cases::of(claim, evidence, None, plan);
        let (mut accepted, mut block) = (0, 0);
        while is_short(plan.limit, accepted, block) {
            if is_over() {
                is_complete = false;
                break;
            }
            let unit = Unit::Block { claim: claim.slug.to_string(), kind, number: block };
            let of_block = match (journal.get(&unit), shard.has(number_of(row, block))) {
                (Some(Found::Evidence(found)), _) => (found.accepted, found.counterexample.is_some()),
                (_, false) => (cases.accepted(block), false),
                (_, true) => {
                    let found = cases.block(block);
                    let of_block = (found.accepted, found.counterexample.is_some());
                    if of_block.1 && plan.is_stopped() {
                        // The counterexample may not be shrunk to its end.
                        is_complete = false;
                        break;
                    }
                    journal.write(unit, Found::Evidence(found))?;
                    of_block
                }
            };
            plan.count_accepted(of_block.0);
            accepted += of_block.0;
            block += 1;
            if of_block.1 {
                break;
            }
        }
        plan.count_row();
    }
    let is_refuted = |found: &Found| match found {
        Found::Evidence(row) => row.parts.iter().any(|part| part.verdict == Verdict::Refuted),
        Found::Mutant(row) => row.verdict == MutantVerdict::Survives,
        Found::Necessity(row) => row.verdict == NecessityVerdict::Missing,
    };
    let verdict =
        if journal.found().any(|(_, found)| is_refuted(found)) { Verdict::Refuted } else { Verdict::Inconclusive };
    Ok(Taken { units: journal.len(), new: journal.len() - before, is_complete, verdict })
}

/// The units that are no blocks, on all cores; false where some are left.
fn fixed(
    selection: &Selection<'_>,
    plan: &Plan,
    journal: &Mutex<&mut Journal>,
    is_over: &(impl Fn() -> bool + Sync),
) -> Result<bool, ShardError> {
    let locked = || journal.lock().unwrap_or_else(PoisonError::into_inner);
    let (shard, searches) = (locked().header.shard, searches(plan));
    let own = (0..).zip(units(selection)).filter(|(number, _)| shard.has(*number)).map(|(_, unit)| unit);
    let missing: Vec<_> = own.filter(|(_, unit)| locked().get(unit).is_none()).collect();
    let take = |(job, unit)| -> Result<bool, Unwritable> {
        if is_over() {
            return Ok(false);
        }
        let found = done(selection, job, plan, &searches);
        // What a stop cut short is not finished.
        if plan.is_stopped() {
            return Ok(false);
        }
        plan.count_row();
        locked().write(unit, found).map(|()| true)
    };
    let all: Vec<bool> = missing.into_par_iter().with_max_len(1).map(take).collect::<Result<_, _>>()?;
    Ok(all.into_iter().all(|is_done| is_done))
}
