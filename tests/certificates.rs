//! Certificates from outside: a Python program that shares no code with this one accepts every one of them, and
//! refuses those that were tampered with, by name and reason.

use dualproof::campaign::{DEFAULT_SEED, Limit, Plan};
use dualproof::certificate::{Certificate, FORMAT, statement_hash};
use dualproof::claim::{Counterexample, Kind, Refutes};
use dualproof::json;
use dualproof_theorems::PROJECT;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

#[path = "certificates/planted.rs"]
mod planted;

/// Not the seed of the recorded run.
const SEED: u64 = DEFAULT_SEED + 1;

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn certify(claim: &str, part: &str, count: usize) -> Vec<Certificate> {
    let registry = dualproof_theorems::registry();
    let claim = registry.claim(claim).expect("a claim");
    claim.certify(part, count, PROJECT, &Plan::new(SEED, Limit::Cases(1))).expect("a statement")
}

fn directory() -> TempDir {
    tempfile::tempdir().expect("a temporary directory")
}

/// The checker's exit code and what it says.
fn check(directory: &Path) -> (i32, String) {
    let mut python = Command::new("python3");
    python.arg(home().join("checker/check.py")).arg(directory);
    let output = python.output().unwrap_or_else(|error| {
        panic!(
            "found that python3 does not start ({error}), expected Python 3.9 or newer: the checker is written in it"
        )
    });
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().expect("the checker exits by itself"), text(&output.stdout) + &text(&output.stderr))
}

fn dualproof(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dualproof")).args(arguments).output().expect("the program starts")
}

#[test]
fn every_part_with_exact_evidence_has_certificates_and_all_are_accepted() {
    let registry = dualproof_theorems::registry();
    let plan = Plan::new(SEED, Limit::Cases(1));
    let directory = directory();
    let mut written = 0;
    for claim in registry.claims() {
        for part in claim.certified_parts() {
            let certificates = claim.certify(part, 2, PROJECT, &plan).expect("a statement");
            assert!(!certificates.is_empty(), "{}::{part}: found no certificate, expected at least 1", claim.slug);
            for (n, certificate) in certificates.iter().enumerate() {
                let name = format!("{}-{part}-{n}.json", claim.slug);
                fs::write(directory.path().join(name), json::write(certificate)).expect("written");
                written += 1;
            }
        }
    }
    let (code, text) = check(directory.path());
    assert_eq!(code, 0, "{text}");
    let summary = format!("{written} of {written} certificates accepted, {written} of them not trivial");
    assert_eq!(text.lines().last(), Some(&summary[..]));
}

#[test]
fn certificates_are_the_same_for_a_seed() {
    let certificates = certify("connection", "derivative", 3);
    assert_eq!(certificates.len(), 3);
    assert_eq!(certificates, certify("connection", "derivative", 3));
    let registry = dualproof_theorems::registry();
    let plan = Plan::new(SEED + 1, Limit::Cases(1));
    let others =
        registry.claim("connection").expect("a claim").certify("derivative", 3, PROJECT, &plan).expect("a statement");
    assert_ne!(certificates, others);
}

/// An accepted certificate of a network with a ReLU and no bias, as a document.
fn genuine() -> Value {
    let all = certify("dual-gradient", "gradient", 8);
    let has_relu = |c: &&Certificate| c.instance["first"]["layers"][0]["activation"] == "relu";
    serde_json::to_value(all.iter().find(has_relu).expect("a ReLU among eight")).expect("plain data")
}

/// Writes one text beside an accepted certificate, and runs the checker, which must refuse the first alone and say
/// why.
fn assert_refused(text: &str, reason: &str) {
    let directory = directory();
    fs::write(directory.path().join("genuine.json"), json::write(&genuine())).expect("written");
    fs::write(directory.path().join("tampered.json"), text).expect("written");
    let (code, said) = check(directory.path());
    let line = |name: &str| said.lines().find(|line| line.contains(name)).unwrap_or_else(|| panic!("{name}: {said}"));
    assert!(line("genuine.json").ends_with(": yes"), "{said}");
    let refusal = line("tampered.json");
    assert!(refusal.contains(": no: ") && refusal.contains(reason), "{reason:?} is missing in {refusal}");
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("1 of 2 certificates accepted"), "{said}");
}

/// The same for a document that was changed.
fn assert_change_refused(change: impl FnOnce(&mut Value), reason: &str) {
    let mut document = genuine();
    change(&mut document);
    assert_refused(&json::write(&document), reason);
}

fn object(value: &mut Value) -> &mut serde_json::Map<String, Value> {
    value.as_object_mut().expect("an object")
}

#[test]
fn a_tampered_value_is_refused() {
    assert_change_refused(|c| c["measured"][0][0][0] = json!("1/7"), "measured[0][0][0]: found 1/7, expected ");
    assert_change_refused(|c| c["predicted"][0][0][0] = json!("1/7"), "predicted[0][0][0]: found 1/7, expected ");
    // On both sides alike: they agree with each other, and not with the instance.
    let both = |c: &mut Value| ["measured", "predicted"].iter().for_each(|side| c[side][0][0][0] = json!("1/7"));
    assert_change_refused(both, "measured[0][0][0]: found 1/7");
    // In the instance: the sides are those of another.
    assert_change_refused(|c| c["instance"]["first_input"][0][0] = json!("1000003"), "measured[0]");
}

#[test]
fn a_missing_an_unknown_or_a_duplicated_field_is_refused() {
    assert_change_refused(|c| drop(object(c).remove("predicted")), "field predicted: found none");
    assert_change_refused(|c| drop(object(&mut c["instance"]).remove("second")), "field second: found none");
    assert_change_refused(|c| c["note"] = json!("trust me"), "field note: found an unknown field");
    assert_change_refused(|c| c["instance"]["first"]["note"] = json!(1), "field note: found an unknown field");
    let text = json::write(&genuine()).replacen("\"part\":", "\"part\": \"gradient\", \"part\":", 1);
    assert_refused(&text, "found the key part twice");
    let text = json::write(&genuine()).replacen("\"pool\":", "\"pool\": \"none\", \"pool\":", 1);
    assert_refused(&text, "found the key pool twice");
}

#[test]
fn another_statement_claim_part_relation_format_or_version_is_refused() {
    assert_change_refused(|c| c["statement"] = json!("0".repeat(64)), "statement: found a hash that is not the one of");
    // A real hash, and a real claim, but not each other's.
    assert_change_refused(|c| c["claim"] = json!("connection"), "statement: found a hash that is not the one of");
    assert_change_refused(|c| c["claim"] = json!("riemann"), "found no checker for claim 'riemann'");
    assert_change_refused(|c| c["part"] = json!("second-gradient"), "part: found 'second-gradient'");
    assert_change_refused(|c| c["relation"] = json!("at-most"), "relation: found 'at-most', expected 'equal'");
    assert_change_refused(|c| c["format"] = json!(FORMAT + 1), "format: found 3, expected 2");
    assert_change_refused(|c| c["format"] = json!(true), "format: found True, expected 2");
    assert_change_refused(|c| c["version"] = json!("0.0.1"), "version: found '0.0.1'");
    assert_change_refused(|c| c["tool"] = json!("another"), "tool: found 'another'");
    assert_change_refused(|c| c["commit"] = json!(1), "commit: found 1, expected a name in quotes or null");
    assert_change_refused(|c| drop(object(c).remove("commit")), "field commit: found none");
}

#[test]
fn what_is_no_fraction_is_refused() {
    assert_change_refused(|c| c["measured"][0][0][0] = json!(0.5), "found the number 0.5, expected a fraction");
    assert_change_refused(|c| c["instance"]["first_input"][0][0] = json!("0.5"), "found 0.5, expected a fraction");
    assert_change_refused(|c| c["instance"]["first_input"][0][0] = json!("2/4"), "found 2/4, expected a fraction in");
    assert_change_refused(|c| c["instance"]["first_input"][0][0] = json!("1/0"), "found 1/0, expected a fraction");
    assert_change_refused(|c| c["instance"]["first_input"][0][0] = json!(3), "found 3, expected a fraction");
    let mut document = genuine();
    document["predicted"][0][0][0] = json!("the place");
    assert_refused(&json::write(&document).replacen("\"the place\"", "NaN", 1), "found the number NaN");
    assert_refused(&json::write(&document).replacen("\"the place\"", "-Infinity", 1), "found the number -Infinity");
}

#[test]
fn an_instance_of_another_shape_or_outside_the_assumptions_is_refused() {
    let longer = |c: &mut Value| c["instance"]["first_input"].as_array_mut().expect("rows").push(json!(["1"]));
    assert_change_refused(longer, "expected a list of");
    let ragged = |c: &mut Value| {
        c["instance"]["first"]["layers"][0]["weights"][0].as_array_mut().expect("a row").push(json!("1"));
    };
    assert_change_refused(ragged, "expected a list of");
    assert_change_refused(|c| c["instance"] = json!([]), "expected an object with the fields first, second");
    assert_change_refused(|c| c["measured"] = json!([[["1"]]]), "measured: found the shapes");
    let zero = |c: &mut Value| {
        c["instance"]["first_input"].as_array_mut().expect("rows").iter_mut().for_each(|row| row[0] = json!("0"));
    };
    assert_change_refused(zero, "found a pre-activation that is exactly 0");
    let biased = |c: &mut Value| {
        let units = c["instance"]["first"]["layers"][0]["weights"].as_array().expect("rows").len();
        c["instance"]["first"]["layers"][0]["bias"] = json!(vec!["1"; units]);
    };
    assert_change_refused(biased, "found a bias");
    assert_change_refused(|c| c["instance"]["first"]["layers"][0]["activation"] = json!("tanh"), "found tanh");
}

#[test]
fn what_is_no_certificate_is_refused() {
    let text = json::write(&genuine());
    assert_refused(&text[..text.len() / 2], "found no JSON");
    assert_refused("", "found no JSON");
    assert_refused("[]", "expected an object");
    assert_refused(&"[".repeat(100_000), "found no JSON");
}

/// The network that is 0 everywhere: both sides are 0, and nothing is shown.
fn trivial() -> Value {
    let registry = dualproof_theorems::registry();
    let docs = registry.claim("connection").expect("a claim").docs().expect("a statement");
    let layer = json!({"weights": [["0"]], "activation": "linear", "pool": "none"});
    json!({
        "format": FORMAT, "tool": PROJECT.name, "version": PROJECT.version, "commit": null, "claim": "connection",
        "statement": statement_hash(&docs), "part": "reversibility", "relation": "equal",
        "instance": {"network": {"layers": [layer]}, "input": [["1"]]},
        "measured": [[["0"]]], "predicted": [[["0"]]],
    })
}

#[test]
fn an_empty_a_trivial_or_a_missing_directory_is_no_pass() {
    let directory = directory();
    let (code, text) = check(directory.path());
    assert_eq!((code, text.trim_end()), (1, "0 of 0 certificates accepted, 0 of them not trivial"));
    fs::write(directory.path().join("trivial.json"), json::write(&trivial())).expect("written");
    let (code, text) = check(directory.path());
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("1 of 1 certificates accepted, 0 of them not trivial"), "{text}");
    let (code, text) = check(&directory.path().join("nowhere"));
    assert_eq!(code, 2, "{text}");
    assert!(text.contains("nowhere"), "{text}");
}

/// Every stored counterexample that is exact, dressed as a certificate: of a mutant, whose measured side is right and
/// whose predicted side is not; of the claim outside an assumption, where the sides are right and differ.
#[test]
fn stored_counterexamples_are_no_certificates() {
    let registry = dualproof_theorems::registry();
    let directory = directory();
    let (mut refuted, mut templates) = (BTreeMap::new(), BTreeMap::new());
    for claim in registry.claims().iter().filter(|claim| !claim.certified_parts().is_empty()) {
        let folder = home().join("theorems/counterexamples").join(claim.slug);
        for file in fs::read_dir(&folder).expect("counterexamples of every claim") {
            let path = file.expect("a file").path();
            let text = fs::read_to_string(&path).expect("text");
            let counterexample: Counterexample = json::read(&text).expect("a counterexample");
            if counterexample.kind != Kind::Exact {
                continue;
            }
            let Counterexample { part, refutes, instance, measured, predicted, .. } = counterexample;
            let template = templates.entry(format!("{}::{part}", claim.slug));
            let mut certificate = template.or_insert_with(|| certify(claim.slug, &part, 1).remove(0)).clone();
            (certificate.instance, certificate.measured, certificate.predicted) = (instance, measured, predicted);
            let name = format!("{}-{}", claim.slug, path.file_name().expect("a name").to_string_lossy());
            fs::write(directory.path().join(&name), json::write(&certificate)).expect("written");
            refuted.insert(name, refutes);
        }
    }
    assert!(refuted.len() > 2 * registry.claims().len(), "{}", refuted.len());
    let (code, said) = check(directory.path());
    assert_eq!(code, 1, "{said}");
    for (name, refutes) in refuted {
        let line = said.lines().find(|line| line.contains(&name)).unwrap_or_else(|| panic!("{name}: {said}"));
        let (_, reason) = line.split_once(": no: ").unwrap_or_else(|| panic!("{line}"));
        let of_the_sides = reason.starts_with("measured") || reason.starts_with("predicted");
        match refutes {
            // Its instance is a group that the statement says nothing of: that is what is wrong with the mutant.
            Refutes::Mutant(mutant) if mutant == "three-halves-for-six-in-the-group" => {
                assert_eq!(reason, "found fewer nodes than the statement needs");
            }
            Refutes::Mutant(_) => assert!(reason.starts_with("predicted["), "{line}"),
            Refutes::WithoutAssumption(_) => assert!(reason.starts_with("found ") && !of_the_sides, "{line}"),
            Refutes::Claim => panic!("{name}: found a counterexample to a claim"),
        }
        assert!(!reason.contains("cannot be computed"), "{line}");
    }
}

/// What the checker knows of the claims, as it should be.
fn statements() -> Value {
    let registry = dualproof_theorems::registry();
    let with_exact = registry.claims().iter().filter(|claim| !claim.certified_parts().is_empty());
    let hash = |docs| Value::from(statement_hash(&docs));
    let table = with_exact.map(|claim| (claim.slug.to_string(), hash(claim.docs().expect("a statement"))));
    let table: serde_json::Map<String, Value> = table.collect();
    json!({"format": FORMAT, "tool": PROJECT.name, "version": PROJECT.version, "statements": table})
}

#[test]
fn the_checker_knows_these_statements_and_this_version() {
    let (path, fresh) = (home().join("checker/statements.json"), json::write(&statements()));
    if std::env::var_os("DUALPROOF_REFRESH").is_some() {
        fs::write(&path, &fresh).expect("written");
    }
    let found = fs::read_to_string(&path).expect("checker/statements.json");
    assert!(
        found == fresh,
        "checker/statements.json: found other statements or another version than those of the claims. See that \
         checker/claims still checks what the changed Statement sections say, then run \
         DUALPROOF_REFRESH=1 cargo test --test certificates. Expected\n{fresh}"
    );
}

#[test]
fn verify_writes_certificates_that_are_accepted() {
    let directory = directory();
    let place = directory.path().join("new/certificates");
    let place = place.to_str().expect("a name");
    let few = ["verify", "batchnorm-projection", "--evidence", "exact", "--cases", "1", "--certificates", place];
    let output = dualproof(&few);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("certificates: 12 of 4 parts of claims\n"), "{output:?}");
    assert!(Path::new(place).join("batchnorm-projection/jacobian-3.json").is_file());
    let (code, text) = check(Path::new(place));
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("12 of 12 certificates accepted"), "{text}");
}

#[test]
fn a_place_that_cannot_be_written_is_an_error_of_usage() {
    let directory = directory();
    let file = directory.path().join("file");
    fs::write(&file, "kept").expect("written");
    let place = file.join("certificates");
    let output = dualproof(&["verify", "connection", "--certificates", place.to_str().expect("a name")]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(text.starts_with("error: ") && text.contains(": cannot write: "), "{text}");
    assert_eq!(fs::read_to_string(&file).expect("the file"), "kept");
}
