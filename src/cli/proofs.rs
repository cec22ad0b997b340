//! `proofs`: the pages of the ledger, the recorded run behind them and every counterexample as a file; and the check
//! that they are what a run gives today. What it did not write, it does not overwrite.

use super::home::Home;
use super::progress::{Extent, watched};
use super::verify::report;
use super::{Answer, Failure, Unsaved, again, counted, positive, seed};
use crate::campaign::{Budget, DEFAULT_CASES, DEFAULT_SEED, Limit, Plan, Registry, Selection, run};
use crate::json;
use crate::ledger::{self, LEDGER, README};
use crate::output::Folder;
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
    /// Write the pages from the recorded run, without running anything
    #[arg(long, conflicts_with_all = ["check", "init", "cases", "seed"])]
    render: bool,
    /// Write the first record and pages of a project
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
    match proofs {
        Proofs { check: true, root, .. } => check(registry, root),
        Proofs { render: true, root, .. } => render(registry, root),
        _ => write(registry, proofs),
    }
}

/// Every file of the ledger but the record: path and text. The README is one where it has a part for it.
fn files(registry: &Registry, root: &Path, record: &Record) -> Result<BTreeMap<String, String>, Failure> {
    let home = Home::of(registry, root);
    let places = home.places();
    let mut files = ledger::pages(registry, record, &home.standing()?, &home.account()?, &places)?;
    for (path, counterexample) in record.counterexamples() {
        files.insert(format!("{}/{path}", places.counterexamples), json::write(counterexample));
    }
    let readme = fs::read_to_string(root.join(README)).ok();
    if let Some(text) = readme.and_then(|text| ledger::refreshed(&text, registry, record)) {
        files.insert(README.to_string(), text);
    }
    Ok(files)
}

fn write(registry: &Registry, proofs: &Proofs) -> Result<Answer, Failure> {
    let home = Home::of(registry, &proofs.root);
    home.prove(proofs.init)?;
    let directory = Folder::open(&proofs.root)?;
    let selection = Selection::all(registry);
    let plan = Plan::new(proofs.seed, Limit::Cases(proofs.cases)).sharing(Budget::of(registry));
    let start = Instant::now();
    let record = watched(&plan.watch, extent(&selection, proofs.cases), || run(&selection, &plan));
    let text = report(&record, &plan.budget, start.elapsed().as_secs_f64());
    if record.interrupted {
        return Ok(Answer::new(record.verdict, format!("{text}nothing is written\n")));
    }
    match publish(registry, &home, &directory, &record, true) {
        Ok(done) => Ok(Answer::new(record.verdict, format!("{text}{done}"))),
        Err(Failure::Unwritable(error)) => Err(Unsaved { text, error }.into()),
        Err(failure) => Err(failure),
    }
}

/// Writes everything that follows from the record, and the record where it is new; removes what nothing has any more, by
/// name.
fn publish(
    registry: &Registry,
    home: &Home<'_>,
    directory: &Folder,
    record: &Record,
    is_new: bool,
) -> Result<String, Failure> {
    let mut files = files(registry, home.root(), record)?;
    let superfluous = superfluous(home, &files);
    let (pages, count) = (home.places().paths(registry), record.counterexamples().len());
    let pages = pages.iter().filter(|path| *path != LEDGER && files.contains_key(*path)).count();
    let what = match is_new {
        true => format!("{}, the record and {}", counted(pages, "page"), counted(count, "counterexample")),
        false => format!("{} and {}", counted(pages, "page"), counted(count, "counterexample")),
    };
    if is_new {
        files.insert(home.record(), json::write(record));
    }
    directory.write_together(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))?;
    superfluous.iter().try_for_each(|path| directory.remove(path))?;
    let removed: String =
        superfluous.iter().map(|path| format!("removed: {path}, which the record does not have\n")).collect();
    Ok(format!("{LEDGER}, {what} are written\n{removed}"))
}

/// Writes the pages of the recorded run anew.
fn render(registry: &Registry, root: &Path) -> Result<Answer, Failure> {
    let home = Home::of(registry, root);
    home.prove(false)?;
    let directory = Folder::open(root)?;
    let record = home.recorded()?;
    if let Err(difference) = ledger::covers(registry, &record) {
        return Ok(Answer::new(
            Verdict::Refuted,
            format!("stale: {difference}\nnothing is written; run `proofs` for a new record\n"),
        ));
    }
    Ok(Answer::new(record.verdict, publish(registry, &home, &directory, &record, false)?))
}

fn extent(selection: &Selection<'_>, cases: u64) -> Extent {
    Extent::Rows { rows: selection.rows(), instances: selection.random_rows().saturating_mul(cases) }
}

/// Counterexamples and pages on disk that the record does not have.
fn superfluous(home: &Home<'_>, files: &BTreeMap<String, String>) -> Vec<String> {
    home.stored().into_iter().filter(|path| !files.contains_key(path)).collect()
}

/// Compares the files with one another first, which is quick, and then the record with a run.
fn check(registry: &Registry, root: &Path) -> Result<Answer, Failure> {
    let home = Home::of(registry, root);
    let recorded = home.recorded()?;
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
        return Ok(Answer::new(
            verdict,
            format!("fresh: {LEDGER}, its pages, the record and {count} counterexamples\n"),
        ));
    }
    let rows = today.claims.iter().filter(|row| !recorded.claims.contains(row));
    let claims: Vec<&str> = rows.map(|row| row.claim.as_str()).collect();
    let place = if claims.is_empty() { "its head".to_string() } else { claims.join(", ") };
    let (seed, shown) = (recorded.seed, root.join(home.record()).display().to_string());
    Ok(stale_answer(&[format!("{shown}: is not what a run of seed {seed} gives today; it differs in {place}")]))
}

fn stale_answer(stale: &[String]) -> Answer {
    let lines: String = stale.iter().map(|line| format!("stale: {line}\n")).collect();
    Answer::new(Verdict::Refuted, format!("{lines}run `proofs` to write them anew\n"))
}
