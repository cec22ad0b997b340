//! The claims as tests, one name each: `claim::kind::part`, `claim::mutant::name`, `claim::necessity::assumption`,
//! `claim::counterexample::file`, `claim::docs`, `claim::non-vacuity`, `claim::power`, and `ledger::is_fresh`.
//! `DUALPROOF_CASES=100000 cargo test --release` scales them.

use dualproof::campaign::{AnyClaim, DEFAULT_SEED, Limit, Plan, Registry, SEARCH_CASES};
use dualproof::claim::{Ceiling, Counterexample, Kind, Refutes};
use dualproof::json;
use dualproof::ledger::{GENERATED, PAGES, Places, README, covers, pages, refreshed};
use dualproof::record::{EvidenceRow, MutantVerdict, NecessityVerdict, Record, Verdict};
use libtest_mimic::{Arguments, Failed, Trial};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::LazyLock;

static REGISTRY: LazyLock<Registry> = LazyLock::new(dualproof_theorems::registry);

/// Accepted instances per test, unless `DUALPROOF_CASES` says otherwise: quick in the development profile.
const CASES: u64 = 64;

/// The only conditions that need no counterexample, since outside them the statement has no meaning. A claim gives the
/// reason; that it is one of these is looked at here, so that no reason becomes an excuse.
const DOMAIN: [&str; 9] = [
    "network_is_differentiable",
    "networks_are_differentiable",
    "has_two_samples",
    "has_two_augmentations",
    "total_covariance_is_invertible",
    "network_is_differentiable_at_the_means",
    "outputs_are_nonzero",
    "has_two_layers",
    "scale_is_positive",
];

/// The seed of the tests: not that of the recorded run, whose instances are checked there.
const SEED: u64 = DEFAULT_SEED + 1;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let cases = match std::env::var("DUALPROOF_CASES") {
        Err(_) => CASES,
        Ok(text) => match text.parse() {
            Ok(cases) if cases > 0 => cases,
            _ => {
                eprintln!("error: DUALPROOF_CASES: found {text:?}, expected a whole number from 1 on");
                return ExitCode::from(2);
            }
        },
    };
    let mut trials = vec![Trial::test("ledger::is_fresh", ledger_is_fresh)];
    for claim in REGISTRY.claims() {
        trials.extend(of_claim(claim.as_ref(), cases));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn of_claim(claim: &'static dyn AnyClaim, cases: u64) -> Vec<Trial> {
    let slug = claim.slug();
    let plan = move || Plan::new(SEED, Limit::Cases(cases));
    let search = || Plan::new(SEED, Limit::Cases(SEARCH_CASES));
    let mut trials = vec![
        Trial::test(format!("{slug}::docs"), move || Ok(claim.docs().map(|_| ())?)),
        Trial::test(format!("{slug}::non-vacuity"), move || non_vacuity(claim, &plan())),
        Trial::test(format!("{slug}::every-assumption-is-shown-necessary"), move || every_assumption(claim)),
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
    for (index, mutant) in claim.mutants().into_iter().enumerate() {
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
    for file in stored(slug) {
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

/// Every assumption has a necessity case, or a reason and is one of [`DOMAIN`].
fn every_assumption(claim: &dyn AnyClaim) -> Result<(), Failed> {
    let (shown, domain) = (claim.necessities(), claim.domain());
    let is_domain = |name: &str| DOMAIN.contains(&name) && domain.iter().any(|d| d.assumption == name);
    let bare: Vec<&str> =
        claim.assumptions().into_iter().filter(|name| !shown.contains(name) && !is_domain(name)).collect();
    ensure(bare.is_empty(), || format!("nothing shows these necessary: {}", bare.join(", ")))
}

/// On random instances, something is accepted for every part, and some part compares more than zeros.
fn non_vacuity(claim: &dyn AnyClaim, plan: &Plan) -> Result<(), Failed> {
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

/// Every check on random networks catches a planted violation of this share of the values, in whichever entry, or states
/// a ceiling of its own with the reason.
fn power(row: &EvidenceRow) -> Result<(), Failed> {
    for part in &row.parts {
        let is_stated = part.ceiling == Ceiling::DEFAULT.at || part.ceiling_reason.is_some();
        ensure(is_stated, || format!("{}: found a ceiling {:e} without a reason", part.part, part.ceiling))?;
        let power = part.power.ok_or_else(|| format!("{}: found no power, expected one", part.part))?;
        ensure(power <= part.ceiling, || format!("{}: found power {power:e}", part.part))?;
    }
    Ok(())
}

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// The stored counterexamples of a claim.
fn stored(slug: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(home().join("counterexamples").join(slug));
    let mut files: Vec<PathBuf> = entries.into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    files
}

fn reproduces(claim: &dyn AnyClaim, file: &Path) -> Result<(), Failed> {
    let counterexample: Counterexample = json::read(&fs::read_to_string(file)?)?;
    claim.replay(&counterexample)?;
    ensure(counterexample.refutes != Refutes::Claim, || "it refutes the claim itself".to_string())
}

/// The ledger is what the recorded run gives, and the recorded run is of everything there is, and holds.
fn ledger_is_fresh() -> Result<(), Failed> {
    let root = home().join("..");
    let record: Record = json::read(&fs::read_to_string(home().join("record.json"))?)?;
    covers(&REGISTRY, &record)?;
    ensure(!record.interrupted && record.derive_verdict() == Verdict::Holds, || "does not hold".to_string())?;
    for row in &record.claims {
        let agrees = row.verdict == Verdict::Holds && row.derive_verdict() == Verdict::Holds;
        ensure(agrees, || format!("{}: {}", row.claim, row.verdict.name()))?;
    }
    let stored: BTreeMap<String, &Counterexample> = record.counterexamples().into_iter().collect();
    for (path, counterexample) in &stored {
        let text = fs::read_to_string(home().join("counterexamples").join(path)).map_err(|e| format!("{path}: {e}"))?;
        ensure(text == json::write(counterexample), || format!("{path}: is not what the record gives"))?;
    }
    let files: usize = REGISTRY.claims().iter().map(|claim| self::stored(claim.slug()).len()).sum();
    ensure(files == stored.len(), || format!("found {files} files, expected {}", stored.len()))?;
    let places = Places::of_project(format!("{}/counterexamples", REGISTRY.preface.home));
    let pages = pages(&REGISTRY, &record, &places)?;
    for (path, page) in &pages {
        let written = fs::read_to_string(root.join(path)).map_err(|e| format!("{path}: {e}"))?;
        ensure(*page == written, || format!("{path} is stale: run `dualproof proofs`"))?;
    }
    for entry in fs::read_dir(root.join(PAGES))? {
        let path = entry?.path();
        let is_there = path.file_name().is_some_and(|name| pages.contains_key(&format!("{PAGES}/{}", name.display())));
        let is_ours = fs::read_to_string(&path).is_ok_and(|text| text.contains(GENERATED));
        ensure(is_there || !is_ours, || format!("{}: is not in the record", path.display()))?;
    }
    let readme = fs::read_to_string(root.join(README))?;
    let fresh = refreshed(&readme, &REGISTRY, &record).ok_or(format!("{README} has no part for the recorded run"))?;
    ensure(readme == fresh, || format!("{README} is stale: run `dualproof proofs`"))
}
