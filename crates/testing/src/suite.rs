//! The claims as tests, one name each: `claim::kind::part`, `claim::mutant::name`, `claim::necessity::assumption`,
//! `claim::counterexample::file`, `claim::docs`, `claim::non-vacuity`, `claim::power`, and `ledger::is_fresh`.

use dualproof::account::{Account, CAMPAIGNS};
use dualproof::campaign::{DEFAULT_SEED, Limit, Plan, Registry, SEARCH_CASES};
use dualproof::claim::{Ceiling, Claim, Counterexample, Kind, Refutes};
use dualproof::formal::{CHECKED, FORMAL, Standing, generated};
use dualproof::json;
use dualproof::ledger::{GENERATED, PAGES, Places, README, covers, pages, refreshed};
use dualproof::record::{EvidenceRow, MutantVerdict, NecessityVerdict, Record, Verdict};
use libtest_mimic::{Arguments, Failed, Trial};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The variable that scales the tests: accepted instances per test.
pub const CASES_VARIABLE: &str = "DUALPROOF_CASES";

/// Accepted instances per test, unless [`CASES_VARIABLE`] says otherwise: quick in the development profile.
const CASES: u64 = 64;

/// The seed of the tests: not that of the recorded run, whose instances are checked there.
const SEED: u64 = DEFAULT_SEED + 1;

/// Runs the tests that the command line asks for. `root` is the folder that has PROOFS.md.
pub fn main(registry: &'static Registry, root: &Path) -> ExitCode {
    let arguments = Arguments::from_args();
    let cases = match std::env::var(CASES_VARIABLE) {
        Err(_) => CASES,
        Ok(text) => match text.parse() {
            Ok(cases) if cases > 0 => cases,
            _ => {
                eprintln!("error: {CASES_VARIABLE}: found {text:?}, expected a whole number from 1 on");
                return ExitCode::from(2);
            }
        },
    };
    libtest_mimic::run(&arguments, trials(registry, root, cases)).exit_code()
}

/// All tests.
pub fn trials(registry: &'static Registry, root: &Path, cases: u64) -> Vec<Trial> {
    let (root, home) = (root.to_path_buf(), root.join(registry.preface.home));
    let claims = registry.claims().iter().flat_map(|claim| of_claim(claim, &home, cases)).collect::<Vec<_>>();
    let below = root.clone();
    let formal = Trial::test("formal::is_fresh", move || formal_is_fresh(registry, &below));
    let ledger = Trial::test("ledger::is_fresh", move || ledger_is_fresh(registry, &root, &home));
    [ledger, formal].into_iter().chain(claims).collect()
}

fn of_claim(claim: &'static Claim, home: &Path, cases: u64) -> Vec<Trial> {
    let slug = claim.slug;
    let plan = move || Plan::new(SEED, Limit::Cases(cases));
    let search = || Plan::new(SEED, Limit::Cases(SEARCH_CASES));
    let mut trials = vec![
        Trial::test(format!("{slug}::docs"), move || header(claim)),
        Trial::test(format!("{slug}::non-vacuity"), move || non_vacuity(claim, &plan())),
    ];
    for kind in claim.kinds() {
        for part in claim.parts(kind) {
            let name = format!("{slug}::{}::{part}", kind.name());
            trials.push(Trial::test(name, move || holds(&claim.check(kind, Some(part), &plan()))));
        }
    }
    if claim.kinds().contains(&Kind::Float) {
        trials.push(Trial::test(format!("{slug}::power"), move || power(&claim.check(Kind::Float, None, &plan()))));
    }
    for (index, mutant) in claim.mutant_names().into_iter().enumerate() {
        let check = move || {
            let row = claim.refute_mutant(index, &search());
            let counterexample = row.counterexample.ok_or(format!("survives {} instances", row.tried))?;
            ensure(row.verdict == MutantVerdict::Refuted, || format!("{:?}", row.verdict))?;
            Ok(claim.replay(&counterexample).map(|_| ())?)
        };
        trials.push(Trial::test(format!("{slug}::mutant::{mutant}"), check));
    }
    let mut seen = BTreeMap::new();
    for (index, assumption) in claim.necessities().into_iter().enumerate() {
        let check = move || {
            let row = claim.show_necessary(index, &search());
            let counterexample = row.counterexample.ok_or(format!("not shown in {} instances", row.tried))?;
            ensure(row.verdict == NecessityVerdict::Found, || format!("{:?}", row.verdict))?;
            Ok(claim.replay(&counterexample).map(|_| ())?)
        };
        let earlier = seen.entry(assumption).and_modify(|n| *n += 1).or_insert(1);
        let number = if *earlier == 1 { String::new() } else { format!("-{earlier}") };
        trials.push(Trial::test(format!("{slug}::necessity::{assumption}{number}"), check));
    }
    for file in stored(home, slug) {
        let name = file.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        trials.push(Trial::test(format!("{slug}::counterexample::{name}"), move || reproduces(claim, &file)));
    }
    trials
}

fn ensure(condition: bool, otherwise: impl FnOnce() -> String) -> Result<(), Failed> {
    if condition { Ok(()) } else { Err(otherwise().into()) }
}

fn holds(row: &EvidenceRow) -> Result<(), Failed> {
    ensure(row.verdict == Verdict::Holds, || format!("{row:#?}"))
}

/// The header names what the claim declares: every part in its statement or its checked form, every assumption and every
/// mutant in the section of theirs, and no other.
fn header(claim: &Claim) -> Result<(), Failed> {
    let docs = claim.docs()?;
    let parts: Vec<&str> = claim.parts.iter().map(|part| part.name).collect();
    let of_parts = [docs.section("Statement"), docs.section("Checked form")].concat();
    for (what, declared, text) in [
        ("part", parts, of_parts.as_str()),
        ("assumption", claim.assumption_names(), docs.section("Assumptions")),
        ("mutant", claim.mutant_names(), docs.section("Mutants")),
    ] {
        let quoted: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
        let missing: Vec<&&str> = declared.iter().filter(|name| !quoted.contains(name)).collect();
        ensure(missing.is_empty(), || format!("the header does not name the {what}s {missing:?}"))?;
        // A list item begins with the names that it is about.
        let heads = text.lines().filter_map(|line| line.strip_prefix("- `")?.split(':').next());
        let names: Vec<&str> = heads.filter(|_| what != "part").flat_map(|head| head.split('`').step_by(2)).collect();
        let other = names.iter().find(|name| !declared.contains(name));
        ensure(other.is_none(), || format!("the header names the {what} {other:?}, which the claim does not declare"))?;
    }
    Ok(())
}

/// On random instances, something is accepted for every part, and some part compares more than zeros.
fn non_vacuity(claim: &Claim, plan: &Plan) -> Result<(), Failed> {
    for kind in
        claim.kinds().into_iter().filter(|kind| !matches!(kind, Kind::Derivation | Kind::Real | Kind::Reference))
    {
        let row = claim.check(kind, None, plan);
        for part in &row.parts {
            ensure(part.accepted > 0, || format!("{}: {} accepts nothing", kind.name(), part.part))?;
        }
        ensure(row.parts.iter().any(|part| part.nontrivial > 0), || format!("{}: zeros only", kind.name()))?;
    }
    Ok(())
}

/// Every check on random networks catches a planted violation of its ceiling, in any entry: one part in a million of the
/// values, or a ceiling of its own with the reason.
fn power(row: &EvidenceRow) -> Result<(), Failed> {
    for part in &row.parts {
        let is_stated = part.ceiling == Ceiling::DEFAULT.at || part.ceiling_reason.is_some();
        ensure(is_stated, || format!("{}: found a ceiling {:e} without a reason", part.part, part.ceiling))?;
        let power = part.power.ok_or_else(|| format!("{}: found no power, expected one", part.part))?;
        ensure(power <= part.ceiling, || format!("{}: found power {power:e}", part.part))?;
    }
    Ok(())
}

/// The stored counterexamples of a claim.
fn stored(home: &Path, slug: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(home.join("counterexamples").join(slug));
    let mut files: Vec<PathBuf> = entries.into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    files
}

fn reproduces(claim: &Claim, file: &Path) -> Result<(), Failed> {
    let counterexample: Counterexample = json::read(&fs::read_to_string(file)?)?;
    claim.replay(&counterexample)?;
    ensure(counterexample.refutes != Refutes::Claim, || "it refutes the claim itself".to_string())
}

/// The ledger is rendered from the recorded run; the recorded run covers every claim, and holds.
fn ledger_is_fresh(registry: &Registry, root: &Path, home: &Path) -> Result<(), Failed> {
    let record: Record = json::read(&read(&home.join("record.json"))?)?;
    covers(registry, &record)?;
    ensure(!record.interrupted && record.derive_verdict() == Verdict::Holds, || "does not hold".to_string())?;
    for row in &record.claims {
        let agrees = row.verdict == Verdict::Holds && row.derive_verdict() == Verdict::Holds;
        ensure(agrees, || format!("{}: {}", row.claim, row.verdict.name()))?;
    }
    let stored: BTreeMap<String, &Counterexample> = record.counterexamples().into_iter().collect();
    for (path, counterexample) in &stored {
        let text = fs::read_to_string(home.join("counterexamples").join(path)).map_err(|e| format!("{path}: {e}"))?;
        ensure(text == json::write(counterexample), || format!("{path}: is not what the record gives"))?;
    }
    let files: usize = registry.claims().iter().map(|claim| self::stored(home, claim.slug).len()).sum();
    ensure(files == stored.len(), || format!("found {files} files, expected {}", stored.len()))?;
    let places = Places::of_project(registry.preface.in_home("counterexamples"));
    let standing = Standing::of(root, &registry.preface.in_home(CHECKED));
    let standing = standing.map_err(|(file, error)| format!("{file}: {error}"))?;
    let account = Account::read(registry, &root.join(registry.preface.in_home(CAMPAIGNS)))?;
    let pages = pages(registry, &record, &standing, &account, &places)?;
    for (path, page) in &pages {
        let written = fs::read_to_string(root.join(path)).map_err(|e| format!("{path}: {e}"))?;
        ensure(*page == written, || format!("{path} is stale: run `dualproof proofs`"))?;
    }
    let folders = [root.join(PAGES), root.join(PAGES).join(FORMAL)];
    let entries = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
    for entry in entries {
        let path = entry?.path();
        let below = path.strip_prefix(root).unwrap_or(&path);
        let is_there = pages.contains_key(&below.display().to_string());
        let is_ours = fs::read_to_string(&path).is_ok_and(|text| text.contains(GENERATED));
        ensure(is_there || !is_ours, || format!("{}: is not in the record", path.display()))?;
    }
    let readme = read(&root.join(README))?;
    match refreshed(&readme, registry, &record) {
        Some(fresh) => ensure(readme == fresh, || format!("{README} is stale: run `dualproof proofs`")),
        None => ensure(registry.preface.highlights.is_empty(), || format!("{README} has no part for the recorded run")),
    }
}

/// What is written for Coq from the derivations is what follows from them; of a project without that folder nothing is asked.
fn formal_is_fresh(registry: &Registry, root: &Path) -> Result<(), Failed> {
    let folder = root.join(FORMAL);
    if !folder.is_dir() {
        return Ok(());
    }
    for (path, text) in generated(registry).map_err(|(file, error)| format!("{file}: {error}"))? {
        ensure(read(&folder.join(&path))? == text, || format!("{FORMAL}/{path} is stale: run `formal --write`"))?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, Failed> {
    Ok(fs::read_to_string(path).map_err(|error| format!("{}: {error}; `proofs --init` writes it", path.display()))?)
}
