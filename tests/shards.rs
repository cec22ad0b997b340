//! Shards of a verification: merged they are the run in one piece; killed, stopped, damaged or of other runs they lose no
//! finished unit and make no wrong record.

use assert_cmd::cargo::cargo_bin;
use dualproof::campaign::shard::{Header, Journal, Shard, ShardError, Unit, merge, take};
use dualproof::campaign::{Budget, Found, Limit, Plan, Registry, Selection, run};
use dualproof::claim::Kind;
use dualproof::record::{Record, Verdict};
use proptest::prelude::*;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Quick claims of which instances are rejected.
fn selection(registry: &Registry) -> Selection<'_> {
    let names = ["connection", "layer-balance"].map(String::from);
    Selection::of(registry, &names, &[Kind::Exact, Kind::Float]).expect("claims")
}

fn plan(registry: &Registry, seed: u64, cases: u64) -> Plan {
    Plan::new(seed, Limit::Cases(cases)).sharing(Budget::of(registry))
}

/// Takes a shard in a folder, in as many processes as it needs where each ends after `units` new ones.
fn taken(selection: &Selection<'_>, plan: &Plan, shard: Shard, folder: &Path) -> Journal {
    let header = Header::of(selection, plan, shard, "again").expect("a header");
    let mut journal = Journal::open(folder, header, true).expect("a journal");
    let taken = take(selection, plan, &mut journal, None).expect("a disk");
    assert!(taken.is_complete && taken.units == journal.len());
    journal
}

fn of_shards(registry: &Registry, selection: &Selection<'_>, plan: &Plan, order: &[u64], of: u64) -> Record {
    let folders: Vec<TempDir> = order.iter().map(|_| tempfile::tempdir().expect("a folder")).collect();
    for (number, folder) in order.iter().zip(&folders) {
        taken(selection, plan, Shard { number: *number, of }, folder.path());
    }
    let paths: Vec<&Path> = folders.iter().chain(folders.first()).map(TempDir::path).collect();
    merge(registry, &paths).expect("a whole run")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    /// Whatever the number of shards, their order and repetition.
    #[test]
    fn any_split_gives_the_run_in_one_piece(of in 1_u64..12, seed in 1_u64..50, cases in 1_u64..400, shuffle: u64) {
        let registry = dualproof_theorems::registry();
        let (selection, plan) = (selection(&registry), plan(&registry, seed, cases));
        let mut order: Vec<u64> = (1..=of).collect();
        order.rotate_left((shuffle % of) as usize);
        let merged = of_shards(&registry, &selection, &plan, &order, of);
        prop_assert_eq!(merged.without_times(), run(&selection, &plan).without_times());
    }
}

/// A claim that states a wrong formula is refuted by the same shrunk counterexample; what other shards did behind the
/// refuted block is left out.
#[test]
fn a_refuted_run_is_the_same_in_shards() {
    let registry = dualproof_theorems::registry();
    let mutant = registry.claim("layer-balance").expect("a claim").mutants[0].name;
    let wrong = registry.stating("layer-balance", mutant).expect("a mutant");
    let (selection, plan) = (selection(&wrong), plan(&wrong, 3, 300));
    let whole = run(&selection, &plan);
    assert_eq!(whole.verdict, Verdict::Refuted);
    assert!(whole.claims[1].evidence.iter().any(|row| row.counterexample.is_some()));
    for of in [1, 2, 5] {
        let merged = of_shards(&wrong, &selection, &plan, &(1..=of).collect::<Vec<_>>(), of);
        assert_eq!(merged.without_times(), whole.clone().without_times());
    }
}

/// A journal of two shards, and its folder.
fn two() -> (Registry, TempDir, Plan) {
    let registry = dualproof_theorems::registry();
    let folder = tempfile::tempdir().expect("a folder");
    let plan = plan(&registry, 1, 200);
    for number in [1, 2] {
        taken(&selection(&registry), &plan, Shard { number, of: 2 }, folder.path());
    }
    (registry, folder, plan)
}

/// One byte of a journal changed, anywhere, or its end cut off: never another record.
#[test]
fn a_changed_journal_is_refused() {
    let (registry, folder, plan) = two();
    let whole = merge(&registry, &[folder.path()]).expect("a whole run").without_times();
    let file = folder.path().join("verify-2-of-2.jsonl");
    let bytes = fs::read(&file).expect("a journal");
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
    for place in (0..bytes.len()).step_by(211).chain([bytes.len() - 1]) {
        let mut changed = bytes.clone();
        changed[place] ^= 1;
        fs::write(&file, &changed).expect("written");
        match merge(&registry, &[folder.path()]) {
            Err(ShardError::Changed { line, .. }) => assert!((1..=lines).contains(&line)),
            // The end of the last line: that unit is not finished.
            Err(ShardError::Missing { shards }) => assert!(place == bytes.len() - 1 && shards[0].1 == 1),
            other => panic!("byte {place}: {other:?}"),
        }
    }
    for length in (0..bytes.len()).step_by(307) {
        fs::write(&file, &bytes[..length]).expect("written");
        assert!(matches!(merge(&registry, &[folder.path()]), Err(ShardError::Missing { .. })), "{length}");
        let resumed = taken(&selection(&registry), &plan, Shard { number: 2, of: 2 }, folder.path());
        assert_eq!(resumed.len(), lines - 1);
        drop(resumed);
        assert_eq!(merge(&registry, &[folder.path()]).expect("a whole run").without_times(), whole, "{length}");
        if length > 2000 {
            break;
        }
    }
}

#[test]
fn shards_of_other_runs_are_refused() {
    let (registry, folder, _) = two();
    let other = |change: fn(&mut Plan), selection: &Selection<'_>, of: u64| {
        let apart = tempfile::tempdir().expect("a folder");
        let mut plan = plan(&registry, 1, 200);
        change(&mut plan);
        taken(selection, &plan, Shard { number: 1, of }, apart.path());
        merge(&registry, &[folder.path(), apart.path()]).expect_err("another run").to_string()
    };
    let all = selection(&registry);
    let one = Selection::of(&registry, &["connection".to_string()], &[Kind::Exact, Kind::Float]).expect("a claim");
    assert!(other(|plan| plan.seed = 2, &all, 2).contains("seed: found 2, expected 1 as in"));
    assert!(other(|plan| plan.limit = Limit::Cases(100), &all, 2).contains("cases: found 100, expected 200"));
    assert!(other(|plan| plan.widened = 2.0, &all, 2).contains("widened: found 2, expected 1"));
    assert!(other(|_| (), &all, 3).contains("shards: found 3, expected 2"));
    assert!(other(|_| (), &one, 2).contains("claims: found no more claims, expected layer-balance"));
    // A claim that says something else now, and one unit with two results.
    let wrong = Registry::new(registry.preface, Vec::new()).expect("no claims");
    assert!(merge(&wrong, &[folder.path()]).expect_err("no such claim").to_string().contains("connection"));
    let file = folder.path().join("verify-1-of-2.jsonl");
    let forged = folder.path().join("verify-2-of-2.jsonl");
    fs::copy(&file, &forged).expect("copied");
    let refused = merge(&registry, &[folder.path()]).expect_err("a shard under another's name").to_string();
    assert!(refused.contains("shard: found 1/2, expected that of the file's name"), "{refused}");
    fs::remove_file(&forged).expect("removed");
    let refused = merge(&registry, &[folder.path()]).expect_err("half a run").to_string();
    assert!(refused.contains("shard 2/2 is missing"), "{refused}");
    let empty = tempfile::tempdir().expect("a folder");
    assert!(matches!(merge(&registry, &[empty.path()]), Err(ShardError::Nothing { .. })));
    assert!(matches!(merge(&registry, &[] as &[&Path]), Err(ShardError::Nothing { .. })));
}

/// Two results for one unit are refused, and not the second one taken.
#[test]
fn a_unit_has_one_result() {
    let (registry, folder, plan) = two();
    let apart = tempfile::tempdir().expect("a folder");
    let header = Header::of(&selection(&registry), &plan, Shard { number: 1, of: 2 }, "again").expect("a header");
    let mut forged = Journal::open(apart.path(), header, false).expect("a journal");
    let unit = Unit::Block { claim: "connection".to_string(), kind: Kind::Exact, number: 0 };
    let journal = taken(&selection(&registry), &plan, Shard { number: 1, of: 2 }, folder.path());
    let Some(Found::Evidence(row)) = journal.get(&unit) else { panic!("the first block is the first shard's") };
    let mut other = row.clone();
    other.accepted += 1;
    forged.write(unit, Found::Evidence(other)).expect("written");
    let refused = merge(&registry, &[folder.path(), apart.path()]).expect_err("two results").to_string();
    assert!(refused.contains("another result for connection, exact, block 0"), "{refused}");
}

fn arguments(shard: &str, out: &Path) -> Vec<String> {
    let words =
        ["verify", "connection", "layer-balance", "--evidence", "exact,float", "--cases", "4000", "--shard", shard];
    words.into_iter().map(String::from).chain(["--out".to_string(), out.display().to_string()]).collect()
}

fn dualproof(arguments: &[String]) -> Output {
    Command::new(cargo_bin("dualproof")).args(arguments).output().expect("the program")
}

fn lines(file: &Path) -> usize {
    fs::read(file).map_or(0, |bytes| bytes.iter().filter(|byte| **byte == b'\n').count())
}

/// Killed at a hundred moments, each time resumed: every line that was whole is kept, byte by byte, so that at most the block
/// in hand is lost; what is merged in the end is the run in one piece.
#[test]
fn a_hundred_kills_lose_nothing_that_was_finished() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("verify-1-of-1.jsonl");
    let first = arguments("1/1", folder.path());
    let resumed = [&first[..], &["--resume".to_string()]].concat();
    let start = Instant::now();
    let mut killed = 0;
    let mut kept: Vec<u8> = Vec::new();
    for kill in 0..100_u64 {
        let mut child = Command::new(cargo_bin("dualproof"))
            .args(&resumed)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program");
        // Moments that do not repeat, from before the first line to far into the run.
        std::thread::sleep(Duration::from_millis((kill * 37) % 91));
        child.kill().expect("killed");
        killed += usize::from(child.wait().expect("ended").code().is_none());
        let bytes = fs::read(&file).unwrap_or_default();
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        assert!(bytes.starts_with(&kept), "kill {kill}: a finished line is gone");
        kept = bytes[..whole].to_vec();
    }
    assert!(killed >= 20, "{killed} of 100 were killed at work, in {:?}", start.elapsed());
    assert_eq!(dualproof(&resumed).status.code(), Some(0));
    let merged = dualproof(&["merge".to_string(), folder.path().display().to_string(), "--json".to_string()]);
    let record: Record = serde_json::from_slice(&merged.stdout).expect("a record");
    let registry = dualproof_theorems::registry();
    let whole = run(&selection(&registry), &plan(&registry, 1, 4000));
    assert_eq!(record.without_times(), whole.without_times());
}

#[test]
fn a_person_is_told_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let given = arguments("1/2", folder.path());
    let stopped = dualproof(&[&given[..], &["--time".to_string(), "1s".to_string()]].concat());
    let said = String::from_utf8_lossy(&stopped.stdout).into_owned();
    assert!(matches!(stopped.status.code(), Some(0 | 3)), "{said}");
    assert!(stopped.status.code() == Some(0) || said.contains("--resume"), "{said}");
    let file = folder.path().join("verify-1-of-2.jsonl");
    let before = lines(&file);
    for (arguments, words) in [
        (given.clone(), &["verify-1-of-2.jsonl", "was begun", "--resume"][..]),
        (
            [&given[..], &["--resume".to_string(), "--seed".to_string(), "2".to_string()]].concat(),
            &["seed: found 1, expected 2"],
        ),
        (arguments("0/2", folder.path()), &["--shard", "0/2", "1/8"]),
        (arguments("3/2", folder.path()), &["--shard", "3/2"]),
        (arguments("1/0", folder.path()), &["--shard", "1/0"]),
        (arguments("one", folder.path()), &["--shard", "one"]),
        (given[..given.len() - 2].to_vec(), &["--out"]),
        (["verify", "--resume"].map(String::from).to_vec(), &["--shard"]),
        (["merge"].map(String::from).to_vec(), &["DIR"]),
        (["merge", "/nowhere/at/all"].map(String::from).to_vec(), &["/nowhere/at/all"]),
        (["verify", "--cases", "9", "--time", "1s"].map(String::from).to_vec(), &["--cases", "--time"]),
    ] {
        let refused = dualproof(&arguments);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!((refused.status.code(), said.lines().count()), (Some(2), 1), "{arguments:?}: {said}");
        assert!(words.iter().all(|word| said.contains(word)), "{arguments:?}: {said}");
    }
    assert_eq!(lines(&file), before, "nothing was written");
}

/// A second process on a shard is refused while the first is at work.
#[test]
fn one_process_at_a_time() {
    let registry = dualproof_theorems::registry();
    let folder = tempfile::tempdir().expect("a folder");
    let header = || {
        let shard = Shard { number: 1, of: 2 };
        Header::of(&selection(&registry), &plan(&registry, 1, 200), shard, "again").expect("a header")
    };
    let held = Journal::open(folder.path(), header(), false).expect("a journal");
    let refused = Journal::open(folder.path(), header(), true).expect_err("busy").to_string();
    assert!(refused.contains(&format!("at work on it (process {})", std::process::id())), "{refused}");
    drop(held);
    assert!(Journal::open(folder.path(), header(), true).is_ok());
}

/// A disk that fills up ends the shard with an error, and what was finished is merged later.
#[cfg(unix)]
#[test]
fn a_full_disk_loses_nothing_that_was_finished() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = cargo_bin("dualproof");
    // Files of at most some kilobytes.
    let script = "trap '' XFSZ; ulimit -f 24; exec \"$0\" \"$@\"";
    let given = arguments("1/1", folder.path());
    let full = Command::new("sh").args(["-c", script]).arg(&program).args(&given).output().expect("a shell");
    let said = String::from_utf8_lossy(&full.stderr).into_owned();
    assert_eq!((full.status.code(), said.lines().count()), (Some(2), 1), "{said}");
    assert!(said.contains("verify-1-of-1.jsonl: cannot write"), "{said}");
    let file = folder.path().join("verify-1-of-1.jsonl");
    let finished = lines(&file);
    assert!(finished > 1, "{finished} lines");
    let resumed = dualproof(&[&given[..], &["--resume".to_string(), "--json".to_string()]].concat());
    let document: serde_json::Value = serde_json::from_slice(&resumed.stdout).expect("a document");
    assert_eq!(
        document["units"].as_u64().expect("units"),
        document["new"].as_u64().expect("new") + finished as u64 - 1
    );
    assert_eq!((resumed.status.code(), &document["complete"]), (Some(0), &true.into()));
}
