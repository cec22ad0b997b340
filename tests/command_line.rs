//! The program from outside: exit codes, what goes where, determinism, and input that is not as it should be.

use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

/// Few cases: these tests look at the program, not at the claims.
const CASES: &str = "64";

/// A claim with everything: kinds of evidence, mutants, necessity.
const CLAIM: &str = "covariance-operator";

fn program(arguments: &[&str]) -> Output {
    run(Command::new(env!("CARGO_BIN_EXE_dualproof")).args(arguments))
}

fn run(command: &mut Command) -> Output {
    command.output().expect("the program starts")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("the program exits by itself")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("text")
}

fn document(output: &Output) -> Value {
    serde_json::from_str(&out(output)).expect("one JSON document and nothing else")
}

/// Exit code 2, nothing on standard output, one line of error that contains all of these.
fn assert_rejected(output: &Output, parts: &[&str]) {
    assert_eq!((code(output), out(output).as_str()), (2, ""), "{}", err(output));
    let text = err(output);
    assert!(text.starts_with("error: ") && text.trim_end().lines().count() == 1, "{text}");
    for part in parts {
        assert!(text.contains(part), "{part:?} is missing in {text}");
    }
}

#[test]
fn identities_say_how_likely_a_false_one_passes() {
    let output = program(&["verify", "connection", "--evidence", "identity"]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let text = out(&output);
    assert!(text.contains("2 identities over the field of 2^61 - 1 elements"), "{text}");
    assert!(text.contains("a false one passes with probability at most"), "{text}");
    for (trials, expected) in [("0", "found 0, expected at least 1"), ("x", "expected a whole number")] {
        assert_rejected(&program(&["verify", CLAIM, "--trials", trials]), &["--trials", expected]);
    }
}

#[test]
fn an_error_of_usage_is_one_line_too() {
    let network = concat!(env!("CARGO_MANIFEST_DIR"), "/digits/data/digits_mlp_relu.safetensors");
    assert_rejected(&program(&["verify", "--seed", "x"]), &["\"x\"", "--seed <S>"]);
    assert_rejected(&program(&["verfy"]), &["'verfy'", "'verify'", "--help"]);
    assert_rejected(&program(&["train", "hltm", "--preset", "huge"]), &["huge", "quick", "full"]);
    assert_rejected(&program(&["operator", "--weights", network]), &["--views FILE.npy"]);
    assert_eq!((code(&program(&["--version"])), code(&program(&["verify", "--help"]))), (0, 0));
}

#[test]
fn verify_answers_with_one_document() {
    let output = program(&["verify", CLAIM, "--cases", CASES, "--json"]);
    assert_eq!((code(&output), err(&output).as_str()), (0, ""));
    let record = document(&output);
    assert_eq!(record["tool"], "dualproof-theorems");
    assert_eq!(record["verdict"], "holds");
    let claim = &record["claims"][0];
    assert_eq!((&claim["claim"], &claim["group"]), (&Value::from(CLAIM), &Value::from("simclr")));
    let evidence = claim["evidence"].as_array().expect("rows");
    for row in evidence {
        assert!(row["accepted"].as_u64() > Some(0) && row["rejected"].is_u64() && row["inconclusive"].is_u64());
        // A derivation compares no numbers, so that there is no smallest violation.
        assert!(row["power"].is_f64() || row["kind"] == "derivation", "{row}");
        assert!(row["residual"].is_f64() && row["bound"].is_f64() && row["seconds"].is_f64(), "{row}");
        assert_eq!(row["false_pass"].is_f64(), row["kind"] == "identity", "chance plays a part there alone: {row}");
    }
    assert!(claim["mutants"].as_array().expect("rows").iter().all(|m| m["verdict"] == "refuted"));
    assert!(claim["necessity"].as_array().expect("rows").iter().all(|n| n["verdict"] == "found"));
    assert!(claim["mutants"][0]["counterexample"]["instance"].is_object());
}

#[test]
fn the_other_commands_answer_with_one_document_too() {
    let list = document(&program(&["list", "--json"]));
    assert!(list["claims"].as_array().expect("claims").iter().any(|claim| claim["claim"] == CLAIM));
    let explained = document(&program(&["explain", CLAIM, "--json"]));
    assert_eq!(explained["sections"][0]["title"], "Statement");
    let refuted = program(&["refute", CLAIM, "--mutant", "centring-forgotten", "--json"]);
    assert_eq!((code(&refuted), &document(&refuted)["verdict"]), (0, &Value::from("refuted")));
    let tried = program(&["refute", CLAIM, "--cases", "8", "--json"]);
    assert_eq!((code(&tried), &document(&tried)["verdict"]), (0, &Value::from("not-refuted")));
}

#[test]
fn the_record_does_not_depend_on_the_number_of_threads() {
    let record = |threads: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dualproof"));
        command.args(["verify", CLAIM, "--cases", CASES, "--seed", "7", "--json"]).env("RAYON_NUM_THREADS", threads);
        let record: dualproof::record::Record = dualproof::json::read(&out(&run(&mut command))).expect("a record");
        record.without_times()
    };
    assert_eq!(record("1"), record("2"));
}

#[test]
fn a_pipe_gets_no_colour_and_no_bar() {
    let output = program(&["verify", CLAIM, "--cases", CASES]);
    assert_eq!((code(&output), err(&output).as_str()), (0, ""));
    assert!(!out(&output).contains('\u{1b}'));
    assert!(out(&output).lines().last().expect("a summary").starts_with("holds: 1 claim, "));
}

#[test]
fn only_the_evidence_asked_for_is_gathered() {
    let record = document(&program(&["verify", CLAIM, "--evidence", "float", "--cases", CASES, "--json"]));
    let kinds: Vec<_> = record["claims"][0]["evidence"].as_array().expect("rows").iter().map(|r| &r["kind"]).collect();
    assert_eq!(kinds, ["float"]);
    let timed = document(&program(&["verify", CLAIM, "--evidence", "float", "--time", "1s", "--json"]));
    assert_eq!((&timed["cases"], &timed["verdict"]), (&Value::Null, &Value::from("holds")));
}

#[test]
fn an_unknown_name_suggests_the_nearest() {
    assert_rejected(&program(&["explain", "covarianse-operator"]), &["covarianse-operator", "did you mean", CLAIM]);
    assert_rejected(&program(&["verify", "covarianse-operator"]), &["did you mean", CLAIM]);
    assert_rejected(&program(&["refute", CLAIM, "--mutant", "centring-forgoten"]), &["\"centring-forgotten\"?"]);
    let kind = program(&["verify", "--evidence", "exat"]);
    assert_eq!(code(&kind), 2);
    assert!(err(&kind).contains("did you mean \"exact\"?"));
}

#[test]
fn a_run_that_would_check_nothing_is_an_error() {
    for arguments in [["verify", "--cases", "0"], ["verify", "--cases", "-1"], ["verify", "--time", "0s"]] {
        let output = program(&arguments);
        assert_eq!((code(&output), out(&output).as_str()), (2, ""), "{arguments:?}");
    }
}

#[test]
fn an_unwritable_directory_is_an_error_before_anything_runs() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("file");
    fs::write(&file, "").expect("a file");
    let inside = file.join("out").display().to_string();
    // So many cases that a run would not end in the time of a test.
    assert_rejected(&program(&["verify", "--cases", "1000000000", "--out", &inside]), &[&inside, "cannot write"]);
}

#[test]
fn out_has_the_record_the_ledger_and_replayable_counterexamples() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = |name: &str| directory.path().join(name).display().to_string();
    let output = program(&["verify", CLAIM, "--cases", CASES, "--json", "--out", &path("run")]);
    let written = fs::read_to_string(path("run/record.json")).expect("a record");
    assert_eq!(serde_json::from_str::<Value>(&written).expect("a record"), document(&output));
    let read = |name: &str| fs::read_to_string(path(name)).expect(name);
    assert!(read("run/ledger.md").contains("(ledger/covariance-operator.md)"));
    assert!(read("run/ledger/covariance-operator.md").contains("(../counterexamples/covariance-operator/"));
    let files: Vec<PathBuf> = fs::read_dir(path("run/counterexamples/covariance-operator"))
        .expect("counterexamples")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    assert!(files.len() >= 12 && files.iter().all(|file| file.extension().is_some_and(|e| e == "json")), "{files:?}");
    let mut replay = Command::new(env!("CARGO_BIN_EXE_dualproof"));
    let output = run(replay.arg("replay").arg("--json").args(&files));
    assert_eq!(code(&output), 0, "{}", err(&output));
    let replayed = document(&output);
    assert!(replayed["files"].as_array().expect("files").iter().all(|file| file["verdict"] == "reproduced"));
}

/// A good counterexample changed by `edit`, replayed.
fn replay_edited(edit: impl Fn(&str) -> String) -> Output {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("c.json").display().to_string();
    let found = program(&["refute", CLAIM, "--mutant", "centring-forgotten", "--out", &file]);
    assert_eq!(code(&found), 0);
    let text = fs::read_to_string(&file).expect("a counterexample");
    let edited = edit(&text);
    fs::write(&file, &edited).expect("a file");
    let output = program(&["replay", &file]);
    assert_eq!(edited == text, code(&output) == 0, "{}", err(&output));
    output
}

/// The same through the parsed document.
fn replay_changed(change: impl Fn(&mut Value)) -> Output {
    replay_edited(|text| {
        let mut document: Value = serde_json::from_str(text).expect("JSON");
        change(&mut document);
        document.to_string()
    })
}

#[test]
fn an_untouched_counterexample_reproduces() {
    assert!(out(&replay_edited(str::to_string)).contains("refutes mutant centring-forgotten"));
}

#[test]
fn a_counterexample_that_was_tampered_with_is_an_error() {
    assert_rejected(&replay_changed(|c| c["measured"][0][0][0] = "7/3".into()), &["measured", "7/3", "expected"]);
    assert_rejected(&replay_changed(|c| c["predicted"][0] = Value::Array(vec![])), &["predicted", "expected"]);
    assert_rejected(&replay_changed(|c| c["measured"][0][0][0] = "NaN".into()), &["measured", "NaN"]);
    assert_rejected(&replay_changed(|c| c["extra"] = 1.into()), &["unknown field", "extra"]);
    assert_rejected(&replay_changed(|c| c["instance"]["extra"] = 1.into()), &["instance", "unknown field", "extra"]);
    assert_rejected(&replay_changed(|c| c["claim"] = "covariance-operater".into()), &["did you mean", CLAIM]);
    assert_rejected(
        &replay_changed(|c| c["refutes"]["mutant"] = "centring-forgoten".into()),
        &["\"centring-forgotten\"?"],
    );
    assert_rejected(&replay_changed(|c| c["kind"] = "exakt".into()), &["kind", "exakt"]);
    assert_rejected(&replay_changed(|c| c["refutes"] = "claim".into()), &["expected a refutation"]);
}

#[test]
fn an_instance_that_does_not_read_is_an_error_that_says_where() {
    let weights = |c: &mut Value| c["instance"]["network"]["layers"][0]["weights"].take();
    assert_rejected(
        &replay_changed(|c| {
            let mut rows = weights(c);
            rows.as_array_mut().expect("rows").push(Value::Array(vec!["1".into(); 9]));
            c["instance"]["network"]["layers"][0]["weights"] = rows;
        }),
        &["instance", "weights"],
    );
    assert_rejected(
        &replay_changed(|c| c["instance"]["views"]["inputs"][0][0] = "1/0".into()),
        &["instance.views.inputs", "1/0", "expected"],
    );
    assert_rejected(
        &replay_edited(|text| text.replacen("\"instance\"", "\"kind\": \"exact\", \"instance\"", 1)),
        &["kind"],
    );
    assert_rejected(
        &replay_edited(|text| text.replacen("\"network\"", "\"network\": {}, \"network\"", 1)),
        &["\"network\" twice"],
    );
    assert_rejected(&replay_edited(|text| text.replacen("\"instance\"", "\"x\": NaN, \"instance\"", 1)), &["line"]);
    assert_rejected(&replay_edited(|text| text[..text.len() / 2].to_string()), &["line", "EOF"]);
    assert_rejected(&program(&["replay", "no-such-file.json"]), &["no-such-file.json", "cannot read"]);
}

#[test]
fn a_stale_ledger_is_told_from_a_fresh_one() {
    let directory = tempfile::tempdir().expect("a directory");
    let root = directory.path().display().to_string();
    let path = |name: &str| directory.path().join(name);
    fs::create_dir(path("theorems")).expect("a directory");
    let record = concat!(env!("CARGO_MANIFEST_DIR"), "/record.json");
    fs::copy(record, path("theorems/record.json")).expect("the record");
    fs::write(path("PROOFS.md"), "typed, not derived").expect("a page");
    let generated = dualproof::ledger::GENERATED;
    fs::create_dir(path("proofs")).expect("a directory");
    fs::write(path("proofs/riemann.md"), format!("# `riemann`\n{generated}\n")).expect("a page");
    fs::write(path("proofs/notes.md"), "mine").expect("a page");
    let output = program(&["proofs", "--check", "--root", &root]);
    assert_eq!(code(&output), 1);
    assert!(out(&output).contains("stale: PROOFS.md: is not what the record gives"), "{}", out(&output));
    assert!(out(&output).contains("covariance-operator/centring-forgotten.json"));
    assert!(out(&output).contains("stale: proofs/covariance-operator.md: cannot read"));
    // The page of a claim that there is no more; not a page of somebody else.
    assert!(out(&output).contains("stale: proofs/riemann.md: is not in the record"), "{}", out(&output));
    assert!(!out(&output).contains("notes.md"));
    // The pages follow from the record alone.
    let render = || program(&["proofs", "--render", "--root", &root]);
    assert_rejected(&render(), &["PROOFS.md: found a page without the line that says it is generated"]);
    fs::remove_file(path("PROOFS.md")).expect("removed");
    let output = render();
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert!(out(&output).contains("removed: proofs/riemann.md, which the record does not have"), "{}", out(&output));
    assert!(fs::read_to_string(path("PROOFS.md")).expect("a page").contains("(proofs/covariance-operator.md)"));
    assert!(path("proofs/covariance-operator.md").is_file() && !path("proofs/riemann.md").exists());
    assert_eq!(fs::read_to_string(path("proofs/notes.md")).expect("a page"), "mine");
    assert!(path("theorems/counterexamples/covariance-operator/centring-forgotten.json").is_file());
    let mut cut: Value = serde_json::from_str(&fs::read_to_string(record).expect("the record")).expect("a record");
    cut["claims"].as_array_mut().expect("claims").remove(0);
    fs::write(path("theorems/record.json"), cut.to_string()).expect("a file");
    let output = render();
    assert_eq!(code(&output), 1);
    assert!(out(&output).starts_with("stale: the record, claims: ") && out(&output).contains("nothing is written"));
    fs::write(path("theorems/record.json"), "{\"tool\": 1}").expect("a file");
    assert_rejected(&program(&["proofs", "--check", "--root", &root]), &["record.json: tool", "expected a string"]);
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_says_so_and_does_not_hold() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dualproof"));
    command.args(["verify", CLAIM, "--cases", "1000000000", "--json"]);
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let child = command.spawn().expect("the program starts");
    std::thread::sleep(std::time::Duration::from_secs(2));
    let signalled = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(signalled.success());
    let output = child.wait_with_output().expect("the program ends");
    let record = document(&output);
    assert_eq!((code(&output), &record["interrupted"]), (3, &Value::Bool(true)));
    assert_eq!(record["verdict"], "inconclusive");
}

#[test]
fn there_is_one_way_to_cite_and_the_program_prints_what_it_needs() {
    let read = |name: &str| {
        let text = fs::read_to_string(format!("{}/../{name}", env!("CARGO_MANIFEST_DIR"))).expect(name);
        text.split_whitespace().collect::<Vec<_>>().join(" ").replace(['`', '"', '\''], "")
    };
    let project = dualproof_theorems::PROJECT;
    let cited = format!("{CLAIM}, {} {}, commit HASH", project.name, project.version);
    for name in ["README.md", "theorems/src/preface.md", "CITATION.cff"] {
        let text = read(name);
        let way = format!("Cite a claim by its name, the version and the commit, as in {cited}");
        assert!(text.contains(&way), "{name}: {way:?} is missing");
    }
    assert!(read("CITATION.cff").contains(&format!(" version: {} ", project.version)));
    let version = out(&program(&["--version"]));
    assert_eq!(version, format!("{project}\n"));
    let record = document(&program(&["verify", "connection", "--evidence", "exact", "--cases", "1", "--json"]));
    assert_eq!((&record["tool"], &record["version"]), (&project.name.into(), &project.version.into()));
    assert_eq!(record["commit"], project.commit.map_or(Value::Null, Value::from));
}

#[test]
fn numbers_out_of_range_and_empty_commands_are_one_clear_line() {
    assert_rejected(&program(&["verify", "--seed", "-1"]), &["--seed", "found \"-1\", expected a whole number from 0"]);
    assert_rejected(&program(&["refute", CLAIM, "--seed", "-1"]), &["--seed", "found \"-1\""]);
    assert_rejected(&program(&["proofs", "--seed", "1.5"]), &["--seed", "found \"1.5\""]);
    assert_rejected(&program(&["verify", "--cases", "-1"]), &["--cases", "found \"-1\""]);
    for time in ["18446744073709551615s", "18446744073709551615", "307445734561825861m", "9223372036854775807s", "1.5h"]
    {
        assert_rejected(&program(&["verify", CLAIM, "--time", time]), &["--time", time, "expected a time from 1s on"]);
    }
    assert_rejected(&program(&["refute"]), &["<CLAIM>"]);
    assert_rejected(&program(&["explain"]), &["<CLAIM>"]);
    assert_rejected(&program(&["replay"]), &["<FILES>"]);
    assert_rejected(
        &program(&["train"]),
        &["dualproof train <COMMAND>: found no command, expected one of hltm, byol\n"],
    );
    let one = document(&program(&["verify", "connection", "--evidence", "exact", "--cases", "1", "--json"]));
    assert_eq!((&one["cases"], &one["verdict"]), (&1.into(), &"holds".into()));
}

#[test]
fn explain_shows_statement_and_proof_and_the_steps_on_request() {
    let explained = |more: &[&str]| {
        let output = program(&[&["explain", CLAIM], more].concat());
        assert_eq!(code(&output), 0, "{}", err(&output));
        out(&output)
    };
    let brief = explained(&[]);
    for (section, is_there) in [("STATEMENT", true), ("PROOF", true), ("MUTANTS", false), ("DERIVATIONS", false)] {
        assert_eq!(brief.contains(&format!("\n{section}\n")), is_there, "{section}");
    }
    assert!(brief.contains(&format!("step by step: explain {CLAIM} --derivations")), "{brief}");
    // A screen.
    for claim in document(&program(&["list", "--json"]))["claims"].as_array().expect("claims") {
        let text = out(&program(&["explain", claim["claim"].as_str().expect("a name")]));
        assert!(text.lines().count() <= 40, "{}: {} lines", claim["claim"], text.lines().count());
    }
    let all = explained(&["--all"]);
    assert!(all.contains("\nMUTANTS\n") && all.contains("\nDERIVATIONS\n"));
    assert!(all.contains("\nEVIDENCE\n\nexact: every part\nidentity: one-branch, "), "{all}");
    let derivations = explained(&["--derivations"]);
    for line in [
        "\nDERIVATIONS\n",
        "\none-branch (",
        "\n  from ",
        "\n  via  ",
        "\n  to   E{x}[(K̄(x) - M) (K̄(x) - M)ᵀ] w\n",
        "\nEvery step: theorems/simclr/src/covariance_operator.steps\n",
    ] {
        assert!(derivations.contains(line), "{line:?}: {derivations}");
    }
    let steps = &document(&program(&["explain", CLAIM, "--json"]))["derivations"]["derived"][0]["steps"];
    assert!(steps.as_array().is_some_and(|steps| !steps.is_empty() && steps[0]["rule"].is_string()), "{steps}");
}

#[cfg(feature = "search")]
#[test]
fn derive_writes_steps_beside_a_file_and_over_nothing_that_it_did_not_write() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = |name: &str| directory.path().join(name).display().to_string();
    let text = "theory t\nmatrix A: m×n\nmatrix B: n×k\nderive swapped\n  from (A B)ᵀ\n  to Bᵀ Aᵀ\n";
    fs::write(path("t.derivation"), text).expect("a file");
    let shown = program(&["derive", &path("t.derivation")]);
    assert_eq!(code(&shown), 0, "{}", err(&shown));
    assert!(out(&shown).ends_with("derive swapped\n  (A B)ᵀ\n  = Bᵀ Aᵀ | transpose-product | ·\n"), "{}", out(&shown));
    assert!(!directory.path().join("t.steps").exists());
    // Nothing there; an empty file, as a source file includes it before the first search; one that was written.
    for before in [None, Some(""), Some("stale")] {
        if let Some(before) = before {
            let old = if before.is_empty() { String::new() } else { format!("{}\n# {before}\n", out(&shown)) };
            fs::write(path("t.steps"), old).expect("a file");
        }
        let written = program(&["derive", "--write", &path("t.derivation")]);
        assert_eq!(code(&written), 0, "{}", err(&written));
        assert_eq!(fs::read_to_string(path("t.steps")).expect("the steps"), out(&shown));
    }
    // Somebody else's file; a false goal; a malformed one: nothing is written, not even what was found.
    fs::write(path("mine.derivation"), text).expect("a file");
    fs::write(path("mine.steps"), "mine").expect("a file");
    let both = ["derive", "--write", &path("t.derivation"), &path("mine.derivation")];
    fs::remove_file(path("t.steps")).expect("removed");
    assert_rejected(&program(&both), &["mine.steps", "without the line that says it was found", "nothing is written"]);
    assert_eq!(fs::read_to_string(path("mine.steps")).expect("the file"), "mine");
    fs::write(path("false.derivation"), text.replace("to Bᵀ Aᵀ", "to 2 Bᵀ Aᵀ")).expect("a file");
    let not_found = program(&["derive", "--write", &path("t.derivation"), &path("false.derivation")]);
    assert_eq!((code(&not_found), err(&not_found).as_str()), (3, ""));
    assert!(out(&not_found).contains("line 4, swapped: ") && out(&not_found).contains("nothing is written"));
    fs::write(path("bad.derivation"), text.replace("to Bᵀ Aᵀ", "to Aᵀ Bᵀ")).expect("a file");
    assert_rejected(&program(&["derive", "--write", &path("bad.derivation")]), &["bad.derivation: line 4: a product"]);
    assert_rejected(&program(&["derive", &path("none.derivation")]), &["none.derivation: cannot read"]);
    assert_rejected(&program(&["derive", &path("t.txt")]), &["t.txt", "expected NAME.derivation"]);
    assert_rejected(&program(&["derive"]), &["<FILES>"]);
    assert!(!directory.path().join("t.steps").exists() && !directory.path().join("false.steps").exists());
}

#[test]
fn a_checkout_has_the_same_bytes_on_every_system() {
    let read = |name: &str| fs::read(format!("{}/../{name}", env!("CARGO_MANIFEST_DIR"))).expect(name);
    let attributes = String::from_utf8(read(".gitattributes")).expect("text");
    for line in ["* text=auto eol=lf", "*.npy binary", "*.safetensors binary", "fuzz/corpus/** binary"] {
        assert!(attributes.lines().any(|found| found == line), "{line}");
    }
    for name in ["PROOFS.md", "README.md", "theorems/record.json", "theorems/src/preface.md", "checker/statements.json"]
    {
        assert!(!read(name).contains(&b'\r'), "{name}");
    }
}
