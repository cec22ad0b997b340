//! `formal`: what the Coq files may contain, and what is said where Coq is missing or refuses. No test needs Coq.

use dualproof::formal::{Folder, Share, Standing};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../formal")
}

/// The Coq files below the folder, by their names as `_CoqProject` has them.
fn files() -> Vec<(String, String)> {
    fn below(folder: &Path, prefix: &str, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = format!("{prefix}{}", path.file_name().expect("a name").to_string_lossy());
            if path.is_dir() {
                below(&path, &format!("{name}/"), found);
            } else if name.ends_with(".v") {
                found.push((name, fs::read_to_string(&path).expect("text")));
            }
        }
    }
    let mut found = Vec::new();
    below(&folder(), "", &mut found);
    found
}

/// The text without comments, which nest.
fn without_comments(text: &str) -> String {
    let (mut depth, mut rest, mut kept) = (0_usize, text, String::new());
    while let Some(c) = rest.chars().next() {
        if rest.starts_with("(*") {
            (depth, rest) = (depth + 1, &rest[2..]);
        } else if depth > 0 && rest.starts_with("*)") {
            (depth, rest) = (depth - 1, &rest[2..]);
        } else {
            if depth == 0 {
                kept.push(c);
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    kept
}

/// The words after each of these keywords at the start of a sentence.
fn declared(text: &str, keywords: &[&str]) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let name = |pair: &[&str]| keywords.contains(&pair[0]).then(|| pair[1].trim_end_matches([':', '.']).to_string());
    words.windows(2).filter_map(name).collect()
}

#[test]
fn nothing_is_assumed() {
    let files = files();
    assert!(!files.is_empty());
    for (name, text) in &files {
        let text = without_comments(text);
        let words: BTreeSet<&str> = text.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        for forbidden in [
            "Axiom",
            "Axioms",
            "Admitted",
            "admit",
            "Parameter",
            "Parameters",
            "Conjecture",
            "native_compute",
            "Unsafe",
        ] {
            assert!(!words.contains(forbidden), "{name}: found {forbidden}");
        }
        // In a section such a sentence is a hypothesis of its theorems; outside, in a module too, it is an axiom.
        let mut open = Vec::new();
        for sentence in text.split_inclusive('.').map(str::trim) {
            match sentence.split_whitespace().next() {
                Some("Section") => open.push("Section"),
                Some("Module") if !sentence.contains(":=") => open.push("Module"),
                Some("End") => drop(open.pop()),
                Some("Variable" | "Variables" | "Hypothesis" | "Hypotheses" | "Context") => {
                    assert!(open.contains(&"Section"), "{name}: found {sentence:?} outside a section");
                }
                _ => {}
            }
        }
        assert!(open.is_empty(), "{name}: found {open:?} without their end");
    }
}

#[test]
fn every_file_is_compiled_and_every_theorem_says_what_it_proves() {
    let project = fs::read_to_string(folder().join("_CoqProject")).expect("a project");
    for (name, _) in files() {
        assert!(project.lines().any(|line| line.trim() == name), "{name} is not in _CoqProject");
    }
    let folder = Folder::read(&folder()).expect("a folder");
    for (file, theorem, proves) in folder.theorems() {
        assert!(!proves.is_empty(), "{file}: {theorem} names no claim at the head of its comment");
    }
    // What is declared in the text is what is found: none is passed over.
    let declared: usize = files().iter().map(|(_, text)| declared(&without_comments(text), &["Theorem"]).len()).sum();
    assert!(declared > 0);
    assert_eq!(folder.theorems().count(), declared);
}

fn run(root: &Path, coqc: &str, further: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dualproof"));
    command.arg("formal").arg("--root").arg(root).args(["--coqc", coqc]).args(further);
    let output = command.output().expect("it starts");
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&said).into_owned())
}

fn formal(root: &Path, coqc: &str) -> (Option<i32>, String) {
    run(root, coqc, &[])
}

#[test]
fn without_coq_nothing_holds() {
    let (exit, said) = formal(&folder().join(".."), "no-such-coqc");
    assert_eq!(exit, Some(2), "{said}");
    assert!(said.contains("no-such-coqc") && said.contains("apt-get install"), "{said}");
    assert!(!said.contains("holds"), "{said}");
    let (exit, said) = formal(Path::new("nowhere"), "no-such-coqc");
    assert!(exit == Some(2) && said.contains("nowhere"), "{said}");
}

/// A stand-in for Coq: the script sees the file as `$f`, and `answer TEXT` answers every question for assumptions in it.
fn stand_in(folder: &TempDir, script: &str) -> String {
    use std::os::unix::fs::PermissionsExt;
    let path = folder.path().join("coqc");
    let answer = r#"answer() { questions='s/^Redirect "\([^"]*\)" Print.*/\1.out/p'
        sed -n "$questions" "$f" | while read -r to; do printf '%s\n' "$1" > "$to"; done; }"#;
    let head = "[ \"$1\" = --version ] && echo 'A stand-in' && exit 0\nfor f in \"$@\"; do :; done";
    fs::write(&path, format!("#!/bin/sh\n{head}\n{answer}\n{script}\n")).expect("a file");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("a program");
    path.display().to_string()
}

const CLOSED: &str = "answer 'Closed under the global context'";

/// A project with one file of two theorems.
fn project(scratch: &TempDir) -> PathBuf {
    let root = scratch.path().join("project");
    fs::create_dir_all(root.join("formal")).expect("a folder");
    fs::write(root.join("formal/_CoqProject"), "-Q . x\nOne.v\n").expect("a file");
    let text = "(** connection#derivative: a *)\nTheorem a : 1 = 1.\nProof. by []. Qed.\n\
                (** connection#reversibility (in part): b *)\nTheorem b : 2 = 2.\nProof.\nby [].\nQed.\n";
    fs::write(root.join("formal/One.v"), text).expect("a file");
    root
}

#[test]
fn axioms_refusals_and_missing_answers_do_not_hold() {
    let scratch = TempDir::new().expect("a folder");
    let root = project(&scratch);
    let file = |name: &str| root.join("formal").join(name);
    for (script, exit, expected) in [
        (CLOSED, 0, "holds: 2 theorems in 1 file"),
        ("true", 1, "not checked"),
        ("answer 'Axioms: choice : True'", 1, "Axioms: choice : True"),
        ("case $f in One.v) echo 'Error: no.' >&2; exit 1;; esac", 1, "One.v: Error: no."),
    ] {
        let (found, said) = formal(&root, &stand_in(&scratch, script));
        assert_eq!(found, Some(exit), "{script}: {said}");
        assert!(said.contains(expected), "{script}: {said}");
        assert_eq!(said.contains("holds"), exit == 0, "{said}");
    }
    let (exit, said) = formal(&root, &stand_in(&scratch, "echo 'no mathcomp' >&2; exit 1"));
    assert!(exit == Some(2) && said.contains("no mathcomp") && !said.contains("refuted"), "{said}");
    let stand_in = stand_in(&scratch, CLOSED);
    // A name that nothing has.
    for (old, new, expected) in [
        ("connection#derivative", "conection#derivative", "conection"),
        ("connection#derivative", "connection#derivatives", "did you mean \"derivative\""),
        ("connection#derivative:", "connection#derivative, mutant no-such:", "no-such"),
        ("connection#derivative:", "connection#derivative, without no_such:", "no_such"),
    ] {
        let text = fs::read_to_string(file("One.v")).expect("text");
        fs::write(file("One.v"), text.replace(old, new)).expect("a file");
        let (exit, said) = formal(&root, &stand_in);
        assert!(exit == Some(2) && said.contains(expected) && !said.contains("holds"), "{said}");
        fs::write(file("One.v"), text).expect("a file");
    }
    fs::write(file("_CoqProject"), "-Q . x\n").expect("a file");
    let (exit, said) = formal(&root, &stand_in);
    assert!(exit == Some(2) && said.contains("found no file"), "{said}");
    // Copies are made below a folder of the run: nowhere else.
    fs::write(file("_CoqProject"), "../One.v\n").expect("a file");
    let (exit, said) = formal(&root, &stand_in);
    assert!(exit == Some(2) && said.contains("found ../One.v, expected a file below"), "{said}");
    // Files without a theorem are nothing checked.
    fs::write(file("_CoqProject"), "Two.v\n").expect("a file");
    fs::write(file("Two.v"), "Lemma a : 1 = 1.\nProof. by []. Qed.\n").expect("a file");
    let (exit, said) = formal(&root, &stand_in);
    assert!(exit == Some(1) && said.contains("nothing checked"), "{said}");
}

#[test]
fn a_file_is_compiled_after_those_that_it_requires() {
    let scratch = TempDir::new().expect("a folder");
    let root = project(&scratch);
    fs::write(root.join("formal/_CoqProject"), "-Q . x\nmade/Three.v\nTwo.v\nOne.v\n").expect("a file");
    fs::write(root.join("formal/Two.v"), "From x Require Import One.\n").expect("a file");
    fs::create_dir(root.join("formal/made")).expect("a folder");
    fs::write(root.join("formal/made/Three.v"), "From x Require Import\n  One Two.\n").expect("a file");
    let need = "touch $f.ok; case $f in Two.v) cat One.v.ok;; *Three.v) cat One.v.ok Two.v.ok;; esac || exit 1";
    let (exit, said) = formal(&root, &stand_in(&scratch, &format!("{CLOSED}; {need}")));
    assert_eq!(exit, Some(0), "{said}");
}

#[test]
fn a_record_is_written_of_what_holds_and_is_stale_once_a_file_changes() {
    let scratch = TempDir::new().expect("a folder");
    let root = project(&scratch);
    fs::create_dir(root.join("theorems")).expect("a folder");
    let (exit, said) = run(&root, &stand_in(&scratch, "answer 'Axioms: choice : True'"), &["--record"]);
    assert!(exit == Some(1) && said.contains("nothing is written"), "{said}");
    let record = root.join("theorems/formal.json");
    assert!(!record.exists());
    let stand_in = stand_in(&scratch, CLOSED);
    let (exit, said) = run(&root, &stand_in, &["--check"]);
    assert!(exit == Some(1) && said.contains("is not what this run gives"), "{said}");
    assert!(said.contains("generated/connection.v is not what follows from the derivations"), "{said}");
    let (exit, said) = run(&root, &stand_in, &["--write"]);
    assert!(exit == Some(0) && said.contains("generated/connection.v: written"), "{said}");
    let (exit, said) = run(&root, &stand_in, &["--write"]);
    assert!(exit == Some(0) && said.contains(" 0 of them new"), "{said}");
    // What was not generated is not overwritten.
    let generated = root.join("formal/generated/connection.v");
    let text = fs::read_to_string(&generated).expect("text");
    fs::write(&generated, "mine").expect("a file");
    let (exit, said) = run(&root, &stand_in, &["--write"]);
    assert!(exit == Some(2) && said.contains("nothing is written"), "{said}");
    fs::write(&generated, text).expect("a file");
    let (exit, said) = run(&root, &stand_in, &["--record"]);
    assert!(exit == Some(0) && said.contains("is written"), "{said}");
    let standing = Standing::of(&root, "theorems/formal.json").expect("a record");
    let checked = standing.current().expect("of these files");
    assert_eq!(checked.share("connection", "derivative"), Share::Whole);
    assert_eq!(checked.share("connection", "reversibility"), Share::Some);
    assert_eq!(checked.share("dual-gradient", "gradient"), Share::None);
    let (exit, said) = run(&root, &stand_in, &["--check"]);
    assert!(exit == Some(0) && said.contains("is what this run gives"), "{said}");
    fs::write(root.join("formal/One.v"), fs::read_to_string(root.join("formal/One.v")).expect("text") + "\n")
        .expect("a file");
    assert_eq!(Standing::of(&root, "theorems/formal.json").expect("a record"), Standing::Stale);
    let (exit, said) = run(&root, &stand_in, &["--check"]);
    assert!(exit == Some(1) && said.contains("is not what this run gives"), "{said}");
    fs::write(&record, "{").expect("a file");
    let (exit, said) = run(&root, &stand_in, &["--check"]);
    assert!(exit == Some(2) && said.contains("formal.json"), "{said}");
}

#[test]
fn a_wrong_statement_is_refused_in_the_proof_or_it_is_no_pass() {
    let scratch = TempDir::new().expect("a folder");
    let root = project(&scratch);
    let planted = |text: &str| fs::write(root.join("formal/planted.json"), text).expect("a file");
    let entry = |more: &str| {
        format!(
            "[{{\"claim\": \"connection\", \"error\": \"wrong\", \"file\": \"One.v\", \"theorem\": \"b\", {more}}}]"
        )
    };
    // Line 5 is the statement of b, lines 6 to 8 its proof.
    let refused = |line: usize| {
        format!(
            "grep -q '2 = 3' $f || exit 0; echo \"File \\\"./$f\\\", line {line}, characters 0-1:\\nError: no\" >&2; exit 1"
        )
    };
    let wrong = entry("\"replace\": [[\"2 = 2\", \"2 = 3\"]]");
    planted(&wrong);
    for (script, exit, expected) in [
        (refused(7), 0, "holds: 1/1 wrong statement refused"),
        (refused(5), 3, "cannot be told"),
        ("exit 0".to_string(), 1, "PROVED"),
    ] {
        let (found, said) = run(&root, &stand_in(&scratch, &script), &["--planted"]);
        assert!(found == Some(exit) && said.contains(expected), "{script}: {found:?} {said}");
    }
    let stand_in = stand_in(&scratch, &refused(7));
    let (exit, said) = run(&root, &stand_in, &["--planted", "--sample", "1/2"]);
    assert!(exit == Some(1) && said.contains("nothing checked"), "{said}");
    let (exit, _) = run(&root, &stand_in, &["--planted", "--sample", "2/2"]);
    assert_eq!(exit, Some(2));
    for (text, expected) in [
        (entry("\"replace\": [[\"2 = 4\", \"2 = 3\"]]"), "0 times"),
        (entry("\"replace\": [[\"2\", \"3\"]]"), "2 times"),
        (entry("\"replace\": []"), "nothing to replace"),
        (wrong.replace("One.v", "Nil.v"), "Nil.v"),
        (wrong.replace("\"b\"", "\"z\""), "no such theorem"),
        (wrong.replace("\"error\"", "\"mutant\""), "wrong"),
        (wrong.replace("connection", "conection"), "conection"),
        ("[".to_string(), "planted.json"),
    ] {
        planted(&text);
        let (exit, said) = run(&root, &stand_in, &["--planted"]);
        assert!(exit == Some(2) && said.contains(expected), "{text}: {exit:?} {said}");
    }
}

/// Every name in the folder is one of the registry, and every wrong statement one of a theorem.
#[test]
fn the_folder_names_what_there_is() {
    let scratch = TempDir::new().expect("a folder");
    let root = folder().join("..");
    let stand_in = stand_in(&scratch, CLOSED);
    let (exit, said) = formal(&root, &stand_in);
    assert_eq!(exit, Some(0), "{said}");
    // This stand-in proves all of them, which is no pass.
    let (exit, said) = run(&root, &stand_in, &["--planted"]);
    assert!(exit == Some(1) && said.contains("PROVED"), "{said}");
}
