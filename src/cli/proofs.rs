//! `proofs`: the ledger PROOFS.md, the recorded run behind it and every counterexample as a file; and the check
//! that they are what a run gives today. What it did not write, it does not overwrite.

use super::home::Home;
use super::progress::{Extent, watched};
use super::verify::report;
use super::{Answer, Directory, Failure, Unsaved, again, positive, seed};
use crate::campaign::{Budget, DEFAULT_CASES, DEFAULT_SEED, Limit, Plan, Registry, Selection, run};
use crate::json;
use crate::ledger::{self, LEDGER, README};
use crate::record::{Record, Verdict};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

#[derive(Debug, clap::Args)]
pub(super) struct Proofs {
    /// Write nothing: run the recorded seed and cases again and exit with 1 where anything is stale
    #[arg(long)]
    check: bool,
    /// Make a first home of the claims in a root that has none
    #[arg(long, conflicts_with = "check")]
    init: bool,
    /// The root of the project
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Accepted instances per claim and kind of evidence
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = positive, conflicts_with = "check",
        default_value_t = DEFAULT_CASES)]
    cases: u64,
    /// Where instances derive from
    #[arg(long, value_name = "S", allow_negative_numbers = true, value_parser = seed, conflicts_with = "check",
        default_value_t = DEFAULT_SEED)]
    seed: u64,
}

pub(super) fn proofs(registry: &Registry, proofs: &Proofs) -> Result<Answer, Failure> {
    if proofs.check { check(registry, &proofs.root) } else { write(registry, proofs) }
}

/// Every file of the ledger but the record: path and text. The README is one where it has a part for it.
fn files(registry: &Registry, root: &Path, record: &Record) -> Result<BTreeMap<String, String>, Failure> {
    let links = Home::of(registry, root).counterexamples();
    let stored = record.counterexamples().into_iter();
    let mut files: BTreeMap<String, String> =
        stored.map(|(path, counterexample)| (format!("{links}/{path}"), json::write(counterexample))).collect();
    files.insert(LEDGER.to_string(), ledger::render(registry, record, &links)?);
    let readme = fs::read_to_string(root.join(README)).ok();
    if let Some(text) = readme.and_then(|text| ledger::refreshed(&text, registry, record)) {
        files.insert(README.to_string(), text);
    }
    Ok(files)
}

fn write(registry: &Registry, proofs: &Proofs) -> Result<Answer, Failure> {
    let home = Home::of(registry, &proofs.root);
    home.prove(proofs.init)?;
    let directory = Directory::open(&proofs.root)?;
    let selection = Selection::all(registry);
    let plan = Plan::new(proofs.seed, Limit::Cases(proofs.cases)).sharing(Budget::of(registry));
    let start = Instant::now();
    let record = watched(&plan.watch, extent(&selection, proofs.cases), || run(&selection, &plan));
    let text = report(&record, &plan.budget, start.elapsed().as_secs_f64());
    if record.interrupted {
        return Ok(Answer::new(record.verdict, format!("{text}nothing is written\n")));
    }
    let mut files = files(registry, &proofs.root, &record)?;
    let superfluous = superfluous(&home, &files);
    files.insert(home.record(), json::write(&record));
    let written = directory.write_together(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let written = written.and_then(|()| superfluous.iter().try_for_each(|path| directory.remove(path)));
    match written {
        Ok(()) => Ok(Answer::new(
            record.verdict,
            format!("{text}{LEDGER}, the record and {} counterexamples are written\n", record.counterexamples().len()),
        )),
        Err(Failure::Unwritable(error)) => Err(Unsaved { text, error }.into()),
        Err(failure) => Err(failure),
    }
}

fn extent(selection: &Selection<'_>, cases: u64) -> Extent {
    Extent::Rows { rows: selection.rows(), instances: selection.random_rows().saturating_mul(cases) }
}

/// Counterexample files on disk that the record does not have.
fn superfluous(home: &Home<'_>, files: &BTreeMap<String, String>) -> Vec<String> {
    home.stored().into_iter().filter(|path| !files.contains_key(path)).collect()
}

/// Compares the files with one another first, which is quick, and then the record with a run.
fn check(registry: &Registry, root: &Path) -> Result<Answer, Failure> {
    let home = Home::of(registry, root);
    let file = root.join(home.record());
    let shown = file.display().to_string();
    let text = fs::read_to_string(&file)
        .map_err(|error| Failure::Unreadable { file: shown.clone(), problem: error.to_string() })?;
    let recorded: Record = json::read(&text).map_err(|error| Failure::Malformed { file: shown.clone(), error })?;
    let mut stale = Vec::new();
    if let Err(difference) = ledger::covers(registry, &recorded) {
        stale.push(difference.to_string());
    }
    let files = files(registry, root, &recorded)?;
    for (path, text) in &files {
        match fs::read_to_string(root.join(path)) {
            Ok(found) if found == *text => {}
            Ok(_) => stale.push(format!("{path}: is not what the record gives")),
            Err(error) => stale.push(format!("{path}: cannot read: {error}")),
        }
    }
    stale.extend(superfluous(&home, &files).into_iter().map(|path| format!("{path}: is not in the record")));
    if !stale.is_empty() {
        return Ok(stale_answer(&stale));
    }
    let selection = Selection::all(registry);
    let cases = recorded.cases.unwrap_or(DEFAULT_CASES);
    let plan = Plan::new(recorded.seed, Limit::Cases(cases));
    let plan = plan.sharing(Budget::of(registry));
    let today = watched(&plan.watch, extent(&selection, cases), || run(&selection, &plan));
    if today.interrupted {
        return Ok(Answer::new(
            today.verdict.max(Verdict::Inconclusive),
            format!("interrupted: nothing can be told; again: {}\n", again(&[])),
        ));
    }
    let (verdict, count) = (today.verdict, recorded.counterexamples().len());
    let (recorded, today) = (recorded.without_rounding(), today.without_rounding());
    if recorded == today {
        return Ok(Answer::new(verdict, format!("fresh: {LEDGER}, the record and {count} counterexamples\n")));
    }
    let rows = today.claims.iter().filter(|row| !recorded.claims.contains(row));
    let claims: Vec<&str> = rows.map(|row| row.claim.as_str()).collect();
    let place = if claims.is_empty() { "its head".to_string() } else { claims.join(", ") };
    let seed = recorded.seed;
    Ok(stale_answer(&[format!("{shown}: is not what a run of seed {seed} gives today; it differs in {place}")]))
}

fn stale_answer(stale: &[String]) -> Answer {
    let lines: String = stale.iter().map(|line| format!("stale: {line}\n")).collect();
    Answer::new(Verdict::Refuted, format!("{lines}run `proofs` to write them anew\n"))
}
