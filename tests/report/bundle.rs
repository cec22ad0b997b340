//! The bundle for reviewers: one archive, the same whenever it is made, whose checker accepts its certificates.

use crate::{record, root};
use assert_cmd::Command;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

fn bundle(arguments: &[&str]) -> std::process::Output {
    let mut command = Command::cargo_bin("dualproof").expect("the program");
    command.arg("bundle").args(arguments).arg("--root").arg(root()).output().expect("it starts")
}

/// The files of an archive, by path below its folder.
fn files(archive: &Path) -> BTreeMap<String, String> {
    let mut archive = tar::Archive::new(File::open(archive).expect("an archive"));
    let mut files = BTreeMap::new();
    for entry in archive.entries().expect("entries") {
        let mut entry = entry.expect("an entry");
        let path = entry.path().expect("a path").display().to_string();
        let mut text = String::new();
        entry.read_to_string(&mut text).expect("text");
        let (folder, path) = path.split_once('/').expect("a folder");
        assert!(folder.starts_with("dualproof-theorems-"), "{folder}");
        files.insert(path.to_string(), text);
    }
    files
}

#[test]
fn a_bundle_has_what_a_reviewer_repeats() {
    let folder = tempfile::tempdir().expect("a folder");
    let [one, other] = ["one.tar", "other.tar"].map(|name| folder.path().join(name));
    for path in [&one, &other] {
        let output = bundle(&[&path.display().to_string()]);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(fs::read(&one).expect("an archive"), fs::read(&other).expect("an archive"), "the same bytes");
    let files = files(&one);
    for path in [
        "README.md",
        "CHECKLIST.md",
        "ENVIRONMENT.md",
        "Cargo.lock",
        "PROOFS.md",
        "record/record.json",
        "report/index.html",
        "checker/check.py",
        "proofs/covariance-operator.md",
    ] {
        assert!(files.contains_key(path), "{path}");
    }
    let record = record();
    assert_eq!(files["record/record.json"], dualproof::json::write(&record));
    let readme = &files["README.md"];
    for tier in ["| 10 minutes |", "| 1 hour |", "| 1 day |"] {
        assert!(readme.contains(tier), "{readme}");
    }
    let mutants: usize = record.claims.iter().map(|claim| claim.mutants.len()).sum();
    let checklist = &files["CHECKLIST.md"];
    assert!(checklist.contains(&format!("yes: {mutants}/{mutants} wrong formulas")), "{checklist}");
    assert!(!checklist.contains("**no**"), "{checklist}");
    // As a reviewer would: unpacked, with Python alone.
    for (path, text) in
        files.iter().filter(|(path, _)| path.starts_with("certificates/") || path.starts_with("checker/"))
    {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        fs::write(file, text).expect("written");
    }
    let mut checker = std::process::Command::new("python3");
    let checked =
        checker.args(["checker/check.py", "certificates"]).current_dir(folder.path()).output().expect("python3");
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
}

#[test]
fn a_bundle_is_refused_with_its_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().display().to_string();
    for (arguments, words) in
        [(vec![out.as_str()], "a directory"), (vec![], "OUT.tar"), (vec!["/nowhere/at/all.tar"], "/nowhere/at/all.tar")]
    {
        let refused = bundle(&arguments);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!((refused.status.code(), said.lines().count()), (Some(2), 1), "{said}");
        assert!(said.contains(words), "{said}");
    }
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
}
