//! `verify`: every kind of evidence for the claims, their mutants refuted, their assumptions shown necessary.

use super::certify::{certify, parts_to_certify};
use super::progress::{Extent, watched};
use super::refute::shown;
use super::table::tinted;
use super::{Answer, Failure, Json, Table, Tint, Unsaved, again, counted, positive, seed, shard};
use crate::account::Account;
use crate::campaign::shard::Shard;
use crate::campaign::{Budget, DEFAULT_CASES, DEFAULT_SEED, Limit, Plan, Registry, Selection, UnknownName, run};
use crate::claim::Kind;
use crate::formal::Standing;
use crate::json;
use crate::ledger::{self, Places};
use crate::output::{Folder, Unwritable};
use crate::record::{ClaimRow, EvidenceRow, MutantVerdict, NecessityVerdict, Record};
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
    /// Accepted instances per claim and kind of evidence; identities count trials instead [default: 256]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = positive)]
    cases: Option<u64>,
    /// Instead of a number of cases: a time for the whole run, such as 90s, 10m or 2h. Of a shard: after how long it stops
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub(super) time: Option<Duration>,
    /// Only the part I of N of the run, kept in the folder --out as it is finished; `merge` makes the record of all parts
    #[arg(long, value_name = "I/N", requires = "out", conflicts_with = "certificates")]
    shard: Option<Shard>,
    /// Go on with the shard that the folder --out has
    #[arg(long, requires = "shard")]
    pub(super) resume: bool,
    /// Trials of every identity; if not given, as many as leave a false pass of any less likely than 1e-30
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = positive)]
    trials: Option<u64>,
    /// Where instances derive from
    #[arg(long, value_name = "S", allow_negative_numbers = true, value_parser = seed, default_value_t = DEFAULT_SEED)]
    seed: u64,
    /// Self-test: multiply every error bound of a compared entry by F. With 1e12 nothing that rounds may hold
    #[arg(long, value_name = "F", value_parser = factor)]
    widen: Option<f64>,
    /// Write the record, its ledger and every counterexample into this directory
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write exact instances with both sides into this directory, for checker/check.py to recompute
    #[arg(long, value_name = "DIR")]
    certificates: Option<PathBuf>,
    #[command(flatten)]
    pub(super) json: Json,
}

impl Options {
    /// Accepted instances asked of every row.
    pub(super) fn cases(&self) -> u64 {
        self.cases.unwrap_or(DEFAULT_CASES)
    }

    /// The plan with this limit.
    pub(super) fn plan(&self, registry: &Registry, limit: Limit) -> Plan {
        Plan {
            trials: self.trials,
            widened: self.widen.unwrap_or(1.0),
            ..Plan::new(self.seed, limit).sharing(Budget::of(registry))
        }
    }
}

fn kind(text: &str) -> Result<Kind, UnknownName> {
    let found = Kind::ALL.into_iter().find(|kind| kind.name() == text);
    found.ok_or_else(|| UnknownName::new("kind of evidence", text, Kind::ALL.iter().map(|kind| kind.name())))
}

fn factor(text: &str) -> Result<f64, String> {
    let factor = text.parse().ok().filter(|factor: &f64| factor.is_finite() && *factor >= 1.0);
    factor.ok_or(format!("found {text:?}, expected a number of at least 1"))
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
    if let (Some(shard), Some(out)) = (options.shard, &options.out) {
        return shard::take(registry, &selection, options, shard, out);
    }
    if options.cases.is_some() && options.time.is_some() {
        let said = "the argument '--cases <N>' cannot be used with '--time <TIME>' but of a shard";
        return Err(Failure::Usage(clap::Error::raw(clap::error::ErrorKind::ArgumentConflict, said)));
    }
    let out = options.out.as_deref().map(Folder::open).transpose()?;
    let certificates = options.certificates.as_deref().map(Folder::open).transpose()?;
    let plan = options.plan(registry, options.time.map_or(Limit::Cases(options.cases()), Limit::lasting));
    let start = Instant::now();
    let rows = selection.rows() + certificates.as_ref().map_or(0, |_| parts_to_certify(&selection));
    let instances = selection.random_rows().saturating_mul(options.cases());
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
pub(super) fn write(
    registry: &Registry,
    record: &Record,
    directory: &Folder,
) -> Result<Result<(), Unwritable>, Failure> {
    let stored = record.counterexamples().into_iter();
    let mut files: Vec<(String, String)> =
        stored.map(|(path, found)| (format!("counterexamples/{path}"), json::write(found))).collect();
    let places = Places {
        front: "ledger.md".to_string(),
        pages: "ledger".to_string(),
        counterexamples: "counterexamples".to_string(),
        has_sources: false,
    };
    files.extend(ledger::pages(registry, record, &Standing::Absent, &Account::default(), &places)?);
    files.push(("record.json".into(), json::write(record)));
    Ok(directory.write_together(files.iter().map(|(path, text)| (path.as_str(), text.as_str()))))
}

/// The table of a record, what went wrong, the error budget, and one line of summary, which comes last: what `verify` prints
/// of a run that took so many seconds.
pub fn report(record: &Record, budget: &Budget, seconds: f64) -> String {
    let header = ["evidence", "verdict", ">accepted", ">residual", ">bound", ">false pass", ">power"];
    let (mut table, mut finds) = (Table::new(&header), String::new());
    // Of a run that was stopped, what was begun.
    let begun = |row: &&EvidenceRow| !record.interrupted || row.accepted + row.rejected + row.inconclusive > 0;
    let is_begun = |claim: &&ClaimRow| {
        let searched = claim.mutants.iter().map(|m| m.tried).chain(claim.necessity.iter().map(|n| n.tried));
        !record.interrupted || claim.evidence.iter().any(|row| begun(&row)) || searched.sum::<u64>() > 0
    };
    let (told, left_out): (Vec<&ClaimRow>, Vec<&ClaimRow>) = record.claims.iter().partition(is_begun);
    for claim in told {
        table.heading(&claim.claim);
        for row in claim.evidence.iter().filter(begun) {
            table.row(evidence_cells(row));
            for part in row.parts.iter().filter(|part| part.inconclusive > 0) {
                finds.push_str(&format!(
                    "\n{} {}, {}: undecided on {} of {} instances: {}\n",
                    claim.claim,
                    row.kind.name(),
                    part.part,
                    part.inconclusive,
                    part.accepted + part.inconclusive,
                    part.undecided.as_deref().unwrap_or_default()
                ));
            }
            if let Some(counterexample) = &row.counterexample {
                finds.push_str(&format!("\n{}: a counterexample\n{}", claim.claim, shown(counterexample)));
            }
        }
        let (shown, needed) = claim.assumptions_shown();
        table.row(count_cells("mutants", refuted(claim), claim.mutants.len(), "refuted"));
        table.row(count_cells("assumptions", shown, needed, "necessary"));
        for row in &claim.evidence {
            for part in &row.parts {
                if let Some(problem) = part.identity.as_ref().and_then(|identity| identity.problem.as_ref()) {
                    finds.push_str(&format!("\n{}: {} as an identity: {problem}\n", claim.claim, part.part));
                }
            }
        }
        for mutant in claim.mutants.iter().filter(|m| m.verdict == MutantVerdict::Survives) {
            finds.push_str(&format!(
                "\n{}: mutant {} is not refuted in {} instances\n",
                claim.claim, mutant.name, mutant.tried
            ));
        }
        for row in claim.necessity.iter().filter(|n| n.verdict == NecessityVerdict::Missing) {
            finds.push_str(&format!(
                "\n{}: {} is not shown necessary in {} instances\n",
                claim.claim, row.assumption, row.tried
            ));
        }
    }
    if !left_out.is_empty() {
        finds.push_str(&format!("\n{} claims were not begun\n", left_out.len()));
    }
    let identities = match record.identities() {
        (0, _) => String::new(),
        // Some of them were not tested.
        (_, error) if error >= 1.0 => String::new(),
        (count, error) => format!(
            "{count} identities over the field of 2^61 - 1 elements: a false one passes with probability at most {}\n",
            brief(error)
        ),
    };
    let widened = match record.widened {
        None => String::new(),
        Some(factor) => format!("self-test: every error bound of a compared entry is multiplied by {factor:e}\n"),
    };
    format!(
        "{}\n{LEGEND}{finds}\nerror budget: {budget}\n{identities}{widened}{}",
        table.render(),
        summary(record, seconds)
    )
}

fn summary(record: &Record, seconds: f64) -> String {
    let claims = &record.claims;
    let total = |count: fn(&ClaimRow) -> usize| claims.iter().map(count).sum::<usize>();
    let accepted: u64 = claims.iter().flat_map(|c| &c.evidence).map(|row| row.accepted).sum();
    let (mutants, shown) = (total(|c| c.mutants.len()), total(|c| c.assumptions_shown().0));
    let (needed, domain) = (total(|c| c.assumptions_shown().1), total(|c| c.domain.len()));
    let mut line = format!(
        "{}: {}, {} of evidence on {accepted} instances, {}/{mutants} mutants refuted, {shown}/{needed} assumptions shown necessary by {}, {domain} of the domain; seed {}, {seconds:.1} s\n",
        tinted(record.verdict.name(), Tint::from(record.verdict)),
        counted(claims.len(), "claim"),
        counted(total(|c| c.evidence.len()), "row"),
        total(refuted),
        counted(total(found), "case"),
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

fn evidence_cells(row: &EvidenceRow) -> Vec<(String, Tint)> {
    let plain = |text: String| (text, Tint::Plain);
    let some = |figure: Option<f64>| plain(figure.map_or("-".to_string(), brief));
    // Where no part was decided there is no figure.
    let decided = row.parts.iter().any(|part| part.accepted > 0);
    let figure = |x: f64| some(Some(x).filter(|_| decided && row.kind.compares_numbers()));
    vec![
        plain(format!("  {}", row.kind.name())),
        (row.verdict.name().to_string(), Tint::from(row.verdict)),
        plain(row.accepted.to_string()),
        figure(row.residual),
        figure(row.bound),
        some(row.false_pass),
        some(row.power),
    ]
}

fn count_cells(what: &str, good: usize, all: usize, word: &str) -> Vec<(String, Tint)> {
    let tint = if good == all { Tint::Good } else { Tint::Bad };
    vec![(format!("  {what}"), Tint::Plain), (format!("{good}/{all} {word}"), tint)]
}

/// What the columns are.
const LEGEND: &str = "\
accepted: instances that meet the assumptions (derivation: stored proofs checked)
residual, bound, power: shares of the largest value of a compared matrix:
  residual    how far the two sides differ at most
  bound       how far rounding can set them apart; 0 where equality is ==
  power       the smallest planted violation that is caught in whichever entry
false pass: the chance that the row passes what is false; - where none plays a part
";

/// A size: 0, or two digits and an exponent.
fn brief(x: f64) -> String {
    if x == 0.0 { "0".to_string() } else { format!("{x:.1e}") }
}
