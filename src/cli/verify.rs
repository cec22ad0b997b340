//! `verify`: every kind of evidence for the claims, their mutants refuted, their assumptions shown necessary.

use super::certify::{certify, parts_to_certify};
use super::progress::{Extent, watched};
use super::refute::shown;
use super::table::tinted;
use super::{Answer, Directory, Failure, Json, Table, Tint, Unsaved, again, positive, seed};
use crate::campaign::{Budget, DEFAULT_CASES, DEFAULT_SEED, Limit, Plan, Registry, Selection, UnknownName, run};
use crate::claim::Kind;
use crate::output::Unwritable;
use crate::record::{ClaimRow, EvidenceRow, MutantVerdict, NecessityVerdict, Record};
use crate::{json, ledger};
use std::path::PathBuf;
use std::time::{Duration, Instant};

#[derive(Debug, clap::Args)]
pub(super) struct Verify {
    /// The claims; none: all
    #[arg(value_name = "CLAIM")]
    pub(super) claims: Vec<String>,
    #[command(flatten)]
    pub(super) options: Options,
}

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Only these kinds of evidence
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = kind)]
    evidence: Vec<Kind>,
    /// Accepted instances per claim and kind of evidence; identities count trials instead
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = positive, conflicts_with = "time",
        default_value_t = DEFAULT_CASES)]
    cases: u64,
    /// Instead of a number of cases: a time for the whole run, such as 90s, 10m or 2h
    #[arg(long, value_name = "TIME", value_parser = duration)]
    time: Option<Duration>,
    /// Trials of every identity; if not given, as many as leave a false pass of any less likely than 1e-30
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = positive)]
    trials: Option<u64>,
    /// Where instances derive from
    #[arg(long, value_name = "S", allow_negative_numbers = true, value_parser = seed, default_value_t = DEFAULT_SEED)]
    seed: u64,
    /// Write the record, its ledger and every counterexample into this directory
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write exact instances with both sides into this directory, for checker/check.py to recompute
    #[arg(long, value_name = "DIR")]
    certificates: Option<PathBuf>,
    #[command(flatten)]
    json: Json,
}

fn kind(text: &str) -> Result<Kind, UnknownName> {
    let found = Kind::ALL.into_iter().find(|kind| kind.name() == text);
    found.ok_or_else(|| UnknownName::new("kind of evidence", text, Kind::ALL.iter().map(|kind| kind.name())))
}

/// Reads `90s`, `10m`, `2h` or bare seconds.
fn duration(text: &str) -> Result<Duration, String> {
    let (number, unit) = match text.char_indices().last() {
        Some((at, 's')) => (&text[..at], 1),
        Some((at, 'm')) => (&text[..at], 60),
        Some((at, 'h')) => (&text[..at], 3600),
        _ => (text, 1),
    };
    let seconds = number.parse::<u64>().ok().and_then(|n| n.checked_mul(unit)).filter(|seconds| *seconds > 0);
    let time = seconds.map(Duration::from_secs).filter(|time| Instant::now().checked_add(*time).is_some());
    time.ok_or(format!("found {text:?}, expected a time from 1s on that a clock can count, such as 90s, 10m, 2h"))
}

pub(super) fn verify(registry: &Registry, claims: &[String], options: &Options) -> Result<Answer, Failure> {
    let selection = Selection::of(registry, claims, &options.evidence)?;
    let out = options.out.as_deref().map(Directory::open).transpose()?;
    let certificates = options.certificates.as_deref().map(Directory::open).transpose()?;
    let limit = options.time.map_or(Limit::Cases(options.cases), Limit::lasting);
    let plan = Plan { trials: options.trials, ..Plan::new(options.seed, limit).sharing(Budget::of(registry)) };
    let start = Instant::now();
    let rows = selection.rows() + certificates.as_ref().map_or(0, |_| parts_to_certify(&selection));
    let instances = selection.random_rows().saturating_mul(options.cases);
    let extent = options.time.map_or(Extent::Rows { rows, instances }, Extent::Time);
    let (record, certified) = watched(&plan.watch, extent, || {
        let record = run(&selection, &plan);
        (record, certificates.map(|directory| certify(&selection, &plan, &directory)).transpose())
    });
    let seconds = start.elapsed().as_secs_f64();
    let (certified, written) = match certified {
        Err(Failure::Unwritable(error)) => (None, Err(error)),
        certified => (certified?, Ok(())),
    };
    let text = match options.json.json {
        true => json::write(&record),
        false => format!("{}{}", certified.as_deref().unwrap_or_default(), report(&record, &plan.budget, seconds)),
    };
    let written = match out {
        Some(directory) => written.and(write(registry, &record, &directory)?),
        None => written,
    };
    match written {
        Ok(()) => Ok(Answer::new(record.verdict, text)),
        Err(error) => Err(Unsaved { text, error }.into()),
    }
}

/// Writes the record, its ledger and its counterexamples, all or none; what keeps them from being written is the inner
/// error.
fn write(registry: &Registry, record: &Record, directory: &Directory) -> Result<Result<(), Unwritable>, Failure> {
    let stored = record.counterexamples().into_iter();
    let mut files: Vec<(String, String)> =
        stored.map(|(path, found)| (format!("counterexamples/{path}"), json::write(found))).collect();
    files.push(("ledger.md".into(), ledger::render(registry, record, "counterexamples")?));
    files.push(("record.json".into(), json::write(record)));
    match directory.write_together(files.iter().map(|(path, text)| (path.as_str(), text.as_str()))) {
        Err(Failure::Unwritable(error)) => Ok(Err(error)),
        written => written.map(Ok),
    }
}

/// The table of a record, what went wrong, the error budget, and one line of summary, which comes last.
pub(super) fn report(record: &Record, budget: &Budget, seconds: f64) -> String {
    let header = ["claim", "evidence", "verdict", ">accepted", ">rejected", ">residual <= bound", ">power", ">seconds"];
    let mut table = Table::new(&header);
    let mut finds = String::new();
    for claim in &record.claims {
        for (place, row) in claim.evidence.iter().enumerate() {
            table.row(evidence_cells(if place == 0 { &claim.claim } else { "" }, row));
            if let Some(counterexample) = &row.counterexample {
                finds.push_str(&format!("\n{}: a counterexample\n{}", claim.claim, shown(counterexample)));
            }
        }
        table.row(count_cells("mutants", refuted(claim), claim.mutants.len(), "refuted"));
        table.row(count_cells("necessity", found(claim), claim.necessity.len(), "found"));
        for row in &claim.evidence {
            for part in &row.parts {
                if let Some(problem) = part.identity.as_ref().and_then(|identity| identity.problem.as_ref()) {
                    finds.push_str(&format!("\n{}: {} as an identity: {problem}\n", claim.claim, part.part));
                }
            }
        }
        for mutant in claim.mutants.iter().filter(|m| m.verdict != MutantVerdict::Refuted) {
            finds.push_str(&format!(
                "\n{}: mutant {} is not refuted in {} instances\n",
                claim.claim, mutant.name, mutant.tried
            ));
        }
        for row in claim.necessity.iter().filter(|n| n.verdict != NecessityVerdict::Found) {
            finds.push_str(&format!(
                "\n{}: {} is not shown necessary in {} instances\n",
                claim.claim, row.assumption, row.tried
            ));
        }
    }
    let identities = match record.identities() {
        (0, _) => String::new(),
        (count, error) => format!(
            "{count} identities over the field of 2^61 - 1 elements: a false one passes with probability at most {}\n",
            brief(error)
        ),
    };
    format!("{}{finds}\nerror budget: {budget}\n{identities}{}", table.render(), summary(record, seconds))
}

fn summary(record: &Record, seconds: f64) -> String {
    let claims = &record.claims;
    let total = |count: fn(&ClaimRow) -> usize| claims.iter().map(count).sum::<usize>();
    let accepted: u64 = claims.iter().flat_map(|c| &c.evidence).map(|row| row.accepted).sum();
    let (mutants, necessities) = (total(|c| c.mutants.len()), total(|c| c.necessity.len()));
    let mut line = format!(
        "{}: {} claims, {} rows of evidence on {accepted} instances, {}/{mutants} mutants refuted, {}/{necessities} assumptions shown necessary; seed {}, {seconds:.1} s\n",
        tinted(record.verdict.name(), Tint::from(record.verdict)),
        claims.len(),
        total(|c| c.evidence.len()),
        total(refuted),
        total(found),
        record.seed,
    );
    if record.interrupted {
        line.push_str(&format!(
            "interrupted: rows that were not finished count as inconclusive; the same instances again: {}\n",
            again(&[])
        ));
    }
    line
}

fn refuted(claim: &ClaimRow) -> usize {
    claim.mutants.iter().filter(|m| m.verdict == MutantVerdict::Refuted).count()
}

fn found(claim: &ClaimRow) -> usize {
    claim.necessity.iter().filter(|n| n.verdict == NecessityVerdict::Found).count()
}

fn evidence_cells(claim: &str, row: &EvidenceRow) -> Vec<(String, Tint)> {
    let plain = |text: String| (text, Tint::Plain);
    let undecided = if row.inconclusive == 0 { String::new() } else { format!(" ({} undecided)", row.inconclusive) };
    vec![
        plain(claim.to_string()),
        plain(row.kind.name().to_string()),
        (format!("{}{undecided}", row.verdict.name()), Tint::from(row.verdict)),
        plain(row.accepted.to_string()),
        plain(row.rejected.to_string()),
        plain(format!("{} <= {}", brief(row.residual()), brief(row.error))),
        plain(row.power.map_or("-".to_string(), brief)),
        plain(format!("{:.2}", row.seconds)),
    ]
}

fn count_cells(what: &str, good: usize, all: usize, word: &str) -> Vec<(String, Tint)> {
    let tint = if good == all { Tint::Good } else { Tint::Bad };
    vec![(String::new(), Tint::Plain), (what.to_string(), Tint::Plain), (format!("{good}/{all} {word}"), tint)]
}

/// A size: 0, or two digits and an exponent.
fn brief(x: f64) -> String {
    if x == 0.0 { "0".to_string() } else { format!("{x:.1e}") }
}
