//! The word "holds" stands nowhere in what the program says of a run that decided nothing.

use dualproof::campaign::{Preface, Registry};
use dualproof::claim::{Assumption, Claim};
use dualproof::cli::{Answer, answer};
use dualproof::input::write_npy;
use dualproof_theorems::byol::batchnorm_projection::BatchnormProjection;
use serde_json::Value;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// So many cases that a run would not end in the time of a test.
const ENDLESS: &str = "1000000000";

/// A claim of which every instance is rejected: none meets its first assumption.
fn of_rejected_instances() -> Registry {
    let mut claim = Claim::of::<BatchnormProjection>();
    claim.assumptions[0] = Assumption::of_all(claim.assumptions[0].name, |_| false);
    Registry::new(Preface::default(), vec![claim]).expect("a whole claim")
}

/// No instance is accepted: nothing is checked, whatever the mutants and the necessity cases show.
#[test]
fn claims_without_an_accepted_instance() {
    let registry = of_rejected_instances();
    let folder = folder();
    let out = folder.path().join("out").display().to_string();
    let said = |arguments: &[&str]| {
        let line = ["dualproof"].iter().chain(arguments).map(OsString::from);
        let Answer { text, exit } = answer(&registry, &[], line).expect("an answer");
        assert_ne!(exit, 0, "{text}");
        without_holds(&text);
        text
    };
    let verify = ["verify", "batchnorm-projection", "--cases", "16"];
    let record: Value = serde_json::from_str(&said(&[&verify[..], &["--json"]].concat())).expect("JSON");
    let rows = record["claims"][0]["evidence"].as_array().expect("rows");
    assert!(!rows.is_empty());
    for row in rows {
        assert_eq!((&row["accepted"], &row["verdict"]), (&Value::from(0), &"nothing-checked".into()), "{row}");
        assert!(row["rejected"].as_u64().is_some_and(|rejected| rejected > 0), "{row}");
    }
    let table = said(&verify);
    assert!(table.contains("nothing checked"), "{table}");
    said(&[&verify[..], &["--out", &out]].concat());
    said(&["--cases", "16"]);
}

/// An instance that violates an assumption of what it is said to refute, or meets the one that it should violate.
#[test]
fn replays_of_instances_that_the_assumptions_reject() {
    let folder = folder();
    let file = folder.path().join("c.json").display().to_string();
    let stored = concat!(env!("CARGO_MANIFEST_DIR"), "/counterexamples/connection/");
    let read = |name: &str| -> Value {
        let text = fs::read_to_string(format!("{stored}{name}")).expect("a stored counterexample");
        serde_json::from_str(&text).expect("JSON")
    };
    let names = fs::read_dir(stored).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let names: Vec<String> = names.map(|name| name.into_string().expect("text")).collect();
    let (without, mutants): (Vec<_>, Vec<_>) = names.iter().partition(|name| name.starts_with("without-"));
    let (without, mutant) = (read(without[0]), read(mutants[0]));
    let edited = |mut document: Value, refutes: &Value| {
        document["refutes"] = refutes.clone();
        fs::write(&file, document.to_string()).expect("a file");
        for more in [&[][..], &["--json"]] {
            let said = nothing_holds(2, &[&["replay", &file], more].concat());
            assert!(said.contains("met, expected the opposite"), "{said}");
        }
    };
    edited(without.clone(), &"claim".into());
    edited(without.clone(), &mutant["refutes"]);
    edited(mutant, &without["refutes"]);
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dualproof"));
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What a run says, on either stream, after an exit with one of these codes. It does not say "holds".
fn says_nothing_holds(exits: &[i32], output: &Output) -> String {
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.code().is_some_and(|code| exits.contains(&code)), "{:?}: {said}", output.status);
    without_holds(&said);
    said
}

fn without_holds(said: &str) {
    let mut words = said.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    assert!(!words.any(|word| word == "holds"), "{said}");
}

fn nothing_holds(exit: i32, arguments: &[&str]) -> String {
    says_nothing_holds(&[exit], &command(arguments).output().expect("the program starts"))
}

/// The same of a run that gets a signal after a while.
#[cfg(unix)]
fn nothing_holds_when_stopped(exit: i32, arguments: &[&str]) -> String {
    let child = command(arguments).spawn().expect("the program starts");
    std::thread::sleep(Duration::from_secs(2));
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("kill runs").success());
    says_nothing_holds(&[exit], &child.wait_with_output().expect("the program ends"))
}

fn network() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("digits/data/digits_mlp_relu.safetensors").display().to_string()
}

/// Samples × augmentations × 64 numbers.
fn views(folder: &TempDir, name: &str, samples: usize, number: impl Fn(usize) -> f64) -> String {
    let path: PathBuf = folder.path().join(name);
    write_npy(&path, &[samples, 2, 64], (0..samples * 2 * 64).map(number)).expect("a file");
    path.display().to_string()
}

#[test]
fn searches_replays_and_lists() {
    nothing_holds(0, &["list"]);
    nothing_holds(0, &["list", "--json"]);
    let found = nothing_holds(0, &["refute", "batchnorm-projection", "--cases", "8"]);
    assert!(found.contains("not-refuted after"), "{found}");
    nothing_holds(0, &["refute", "batchnorm-projection", "--cases", "8", "--json"]);
    nothing_holds(0, &["refute", "batchnorm-projection", "--mutant", "square-dropped"]);
    nothing_holds(2, &["replay", "no-such-file.json"]);
    // A stored instance on which the claim is right refutes nothing.
    let folder = folder();
    let file = folder.path().join("c.json");
    let stored = concat!(env!("CARGO_MANIFEST_DIR"), "/counterexamples/batchnorm-projection/square-dropped.json");
    let mut document: Value = serde_json::from_str(&fs::read_to_string(stored).expect("a file")).expect("JSON");
    document["refutes"] = "claim".into();
    fs::write(&file, document.to_string()).expect("a file");
    nothing_holds(2, &["replay", &file.display().to_string()]);
    nothing_holds(2, &["replay", &file.display().to_string(), "--json"]);
}

#[test]
fn errors_of_usage() {
    for arguments in [
        &["verify", "riemann"][..],
        &["verify", "--cases", "0"],
        &["verify", "--time", "18446744073709551615s"],
        &["verify", "--seed", "-1"],
        &["explain"],
        &["refute"],
        &["replay"],
        &["train"],
        &["measure"],
        &["operator"],
        &["proofs", "--root", "/nowhere"],
    ] {
        nothing_holds(2, arguments);
    }
}

#[cfg(unix)]
#[test]
fn runs_that_were_stopped() {
    let claim = "batchnorm-projection";
    for more in [&[][..], &["--json"]] {
        let verify = [&["verify", claim, "--evidence", "exact", "--cases", ENDLESS], more].concat();
        nothing_holds_when_stopped(3, &verify);
        nothing_holds_when_stopped(3, &[&["refute", claim, "--cases", ENDLESS], more].concat());
    }
    let folder = folder();
    let out = folder.path().join("train").display().to_string();
    let train = ["train", "hltm", "--depth", "4", "--hid", "8", "--epochs", "1000", "--out", &out];
    nothing_holds_when_stopped(3, &train);
}

/// All samples equal: every covariance between them is 0, and so is every update.
#[test]
fn measurements_of_nothing() {
    let folder = folder();
    let equal = views(&folder, "equal.npy", 3, |i| (1 + i % 64) as f64);
    let network = network();
    let data = folder.path().join("data.npy");
    write_npy(&data, &[3, 64], (0..192).map(|i| f64::from(1 + i % 64))).expect("a file");
    let data = data.display().to_string();
    for more in [&[][..], &["--json"]] {
        let measure = ["measure", "--weights", &network, "--data", &data, "--views", &equal, "--activation", "linear"];
        // Nothing, or rounding errors of nothing, which cannot be told from it.
        let measured = command(&[&measure[..], more].concat()).output().expect("the program starts");
        says_nothing_holds(&[1, 3], &measured);
        let check = ["operator", "--weights", &network, "--views", &equal, "--check", "gram"];
        let checked = command(&[&check[..], more].concat()).output().expect("the program starts");
        says_nothing_holds(&[1, 3], &checked);
        // Without a check too: there is no energy that wᵀVw could be.
        let applied = command(&[&check[..5], more].concat()).output().expect("the program starts");
        says_nothing_holds(&[0, 1, 3], &applied);
    }
}

/// Three seeds decide nothing of a protocol that asks for more.
#[test]
fn an_experiment_of_few_seeds() {
    let folder = folder();
    let out = folder.path().display().to_string();
    let few = ["train", "byol", "--seeds", "2", "--cells", "simclr", "--epochs", "1", "--out", &out];
    nothing_holds(3, &few);
}
