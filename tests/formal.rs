//! `formal`: what the Coq files may contain, and what is said where Coq is missing or refuses. No test needs Coq.

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
    let of = |below: &str| {
        let names = fs::read_dir(folder().join(below)).expect("a folder").map(|entry| entry.expect("an entry").path());
        let coq = names.filter(|path| path.extension().is_some_and(|extension| extension == "v"));
        let read = |path: PathBuf| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (format!("{below}{name}"), fs::read_to_string(&path).expect("text"))
        };
        coq.map(read).collect::<Vec<_>>()
    };
    [of(""), of("generated/")].concat()
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
        // In a section such a sentence is a hypothesis of its theorems; outside it is an axiom.
        let mut open = 0_i64;
        for sentence in text.split_inclusive('.').map(str::trim) {
            match sentence.split_whitespace().next() {
                Some("Section") => open += 1,
                Some("End") => open -= 1,
                Some("Variable" | "Variables" | "Hypothesis" | "Hypotheses" | "Context") => {
                    assert!(open > 0, "{name}: found {sentence:?} outside a section");
                }
                _ => {}
            }
        }
    }
}

#[test]
fn every_file_is_compiled_and_every_theorem_is_asked_for() {
    let project = fs::read_to_string(folder().join("_CoqProject")).expect("a project");
    let asked = fs::read_to_string(folder().join("Assumptions.v")).expect("a file");
    let told = fs::read_to_string(folder().join("README.md")).expect("a page");
    let generated = fs::read_to_string(folder().join("../docs/formal.md")).expect("a page");
    let mut count = 0;
    for (name, text) in files() {
        assert!(project.lines().any(|line| line.trim() == name), "{name} is not in _CoqProject");
        let module = name.trim_end_matches(".v");
        if let Some(claim) = module.strip_prefix("generated/") {
            // Its own end asks for its goals.
            let goals = declared(&without_comments(&text), &["Lemma"]);
            assert!(!goals.is_empty(), "{name}: found no goal");
            for goal in goals {
                let line = format!("Print Assumptions {goal}.");
                assert!(text.lines().any(|found| found.trim() == line), "{name}: found no {line:?}");
            }
            assert!(generated.contains(&format!("`{}`", claim.replace('_', "-"))), "docs/formal.md: found no {claim}");
            continue;
        }
        for theorem in declared(&without_comments(&text), &["Theorem"]) {
            let asks = |text: &str, name: String| {
                let line = format!("Print Assumptions {name}.");
                text.lines().any(|found| found.trim() == line)
            };
            let is_asked = asks(&asked, format!("{module}.{theorem}")) || asks(&text, theorem.clone());
            assert!(is_asked, "{name}: found nothing that asks what {theorem} rests on");
            assert!(told.contains(&format!("`{theorem}`")), "formal/README.md: found no {theorem}");
            count += 1;
        }
    }
    assert!(count > 0);
}

fn formal(dir: &Path, coqc: &str) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dualproof"));
    let output = command.arg("formal").arg("--dir").arg(dir).args(["--coqc", coqc]).output().expect("it starts");
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&said).into_owned())
}

#[test]
fn without_coq_nothing_holds() {
    let (exit, said) = formal(&folder(), "no-such-coqc");
    assert_eq!(exit, Some(2), "{said}");
    assert!(said.contains("no-such-coqc") && said.contains("apt-get install"), "{said}");
    assert!(!said.contains("holds"), "{said}");
    let (exit, said) = formal(Path::new("nowhere"), "no-such-coqc");
    assert!(exit == Some(2) && said.contains("nowhere"), "{said}");
}

/// A stand-in for Coq that prints what it is told to.
fn stand_in(folder: &TempDir, script: &str) -> String {
    use std::os::unix::fs::PermissionsExt;
    let path = folder.path().join("coqc");
    fs::write(&path, format!("#!/bin/sh\n[ \"$1\" = --version ] && echo 'A stand-in' && exit 0\n{script}\n"))
        .expect("a file");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("a program");
    path.display().to_string()
}

#[test]
fn axioms_refusals_and_missing_answers_do_not_hold() {
    let scratch = TempDir::new().expect("a folder");
    let dir = scratch.path().join("formal");
    fs::create_dir(&dir).expect("a folder");
    fs::write(dir.join("_CoqProject"), "-Q . x\nOne.v\nAssumptions.v\n").expect("a file");
    fs::write(dir.join("One.v"), "").expect("a file");
    fs::write(dir.join("Assumptions.v"), "Print Assumptions One.a.\nPrint Assumptions One.b.\n").expect("a file");
    let closed = "echo Closed under the global context";
    let of_all = |answers: &str| format!("case \"$*\" in *Assumptions.v) {answers};; esac");
    for (script, exit, expected) in [
        (of_all(&format!("{closed}; {closed}")), 0, "holds: 2 theorems in 2 files"),
        (of_all(closed), 1, "not checked"),
        (of_all(&format!("{closed}; echo Axioms:; echo 'choice : True'")), 1, "axioms: choice : True"),
        ("case \"$*\" in *One.v) echo 'Error: no.' >&2; exit 1;; esac".to_string(), 1, "One.v: Error: no."),
    ] {
        let (found, said) = formal(&dir, &stand_in(&scratch, &script));
        assert_eq!(found, Some(exit), "{script}: {said}");
        assert!(said.contains(expected), "{script}: {said}");
        assert_eq!(said.contains("refuted"), exit == 1, "{said}");
    }
    let (exit, said) = formal(&dir, &stand_in(&scratch, "echo 'no mathcomp' >&2; exit 1"));
    assert!(exit == Some(2) && said.contains("no mathcomp") && !said.contains("refuted"), "{said}");
    fs::write(dir.join("_CoqProject"), "-Q . x\n").expect("a file");
    let (exit, said) = formal(&dir, &stand_in(&scratch, closed));
    assert!(exit == Some(2) && said.contains("found no file"), "{said}");
    // Copies are made below a folder of the run: nowhere else.
    fs::write(dir.join("_CoqProject"), "../One.v\n").expect("a file");
    let (exit, said) = formal(&dir, &stand_in(&scratch, closed));
    assert!(exit == Some(2) && said.contains("found ../One.v, expected a file below"), "{said}");
    // Files without a question are nothing checked.
    fs::write(dir.join("_CoqProject"), "One.v\n").expect("a file");
    let (exit, said) = formal(&dir, &stand_in(&scratch, "true"));
    assert!(exit == Some(1) && said.contains("nothing checked"), "{said}");
}
