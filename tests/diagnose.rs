//! `diagnose`: what it says of small trainings that go wrong as people's do (see `tests/networks/questions.py`), of bad input,
//! and of the recorded runs of the experiment.

use dualproof_theorems::registry;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

fn path(of: &str) -> String {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/networks/questions"));
    folder.join(of).display().to_string()
}

fn command(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dualproof")).arg("diagnose").args(arguments).output().expect("the program starts")
}

/// The diagnosis of checkpoints of an arm, with BatchNorm as its program has it.
fn diagnosed(arm: &str, steps: &[&str], loss: &str) -> Value {
    let networks: Vec<String> = steps.iter().map(|step| path(&format!("{arm}/step-{step}.onnx"))).collect();
    let views = path("views.npy");
    let mut arguments: Vec<&str> = networks.iter().map(String::as_str).collect();
    arguments.extend(["--views", &views, "--loss", loss, "--batch-statistics=each", "--json"]);
    let output = command(&arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arm}: {said}");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{arm}: {said}"))
}

/// The sentences of what is wrong.
fn wrong(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().expect("findings").iter();
    let bad = findings.filter(|finding| finding["severity"] == "bad");
    bad.map(|finding| finding["sentence"].as_str().expect("a sentence").to_string()).collect()
}

fn says(sentences: &[String], words: &str) -> bool {
    sentences.iter().any(|sentence| sentence.contains(words))
}

#[test]
fn batchnorm_that_was_left_out_is_named() {
    let steps = ["0000", "0300"];
    let right = wrong(&diagnosed("batchnorm/with", &steps, "byol"));
    assert!(right.is_empty(), "{right:?}");
    let without = wrong(&diagnosed("batchnorm/without", &steps, "byol"));
    assert!(says(&without, "collapsed") && says(&without, "no BatchNorm"), "{without:?}");
}

#[test]
fn a_learning_rate_that_is_too_high_is_named() {
    let steps = ["0000", "0001"];
    let right = wrong(&diagnosed("learning-rate/right", &steps, "byol"));
    assert!(right.is_empty(), "{right:?}");
    let high = diagnosed("learning-rate/too-high", &steps, "byol");
    assert!(says(&wrong(&high), "lower the learning rate"), "{:?}", wrong(&high));
    // One step of Adam at 0.2 moved the parameters by more than themselves, and the first order foretold too much of it.
    let number = |key: &str| high["steps"][0][key].as_f64().expect("a number");
    assert!(
        number("length") > 1.0 && number("first_order") < 2.0 * (number("end") - number("start")),
        "{}",
        high["steps"]
    );
}

#[test]
fn a_stop_gradient_that_is_missing_is_named() {
    let right = wrong(&diagnosed("stop-gradient/right", &["0030"], "simsiam"));
    assert!(right.is_empty(), "{right:?}");
    let missing = diagnosed("stop-gradient/missing", &["0030"], "simsiam");
    assert!(says(&wrong(&missing), "of the training without stop-gradient"), "{:?}", wrong(&missing));
    // PyTorch's update, in single precision, is that of the training without it and of no other.
    let candidates = missing["checkpoints"][0]["candidates"].as_array().expect("candidates");
    let cosine = |k: usize| candidates[k]["cosine"].as_f64().expect("a cosine");
    assert!(candidates[0]["change"] == "no-stop-gradient" && candidates[0]["statistics"] == "each", "{candidates:?}");
    assert!(cosine(0) > 1.0 - 1e-6 && cosine(1) < 0.999, "{candidates:?}");
}

#[test]
fn a_wrong_mask_is_named() {
    let right = wrong(&diagnosed("mask/right", &["0300"], "nt-xent:0.3"));
    assert!(right.is_empty(), "{right:?}");
    let masked = wrong(&diagnosed("mask/self-among-negatives", &["0300"], "nt-xent:0.3"));
    assert!(says(&masked, "with the view itself among the negatives"), "{masked:?}");
}

/// Gradients in place of the update, and an update that is 0, are named too.
#[test]
fn an_update_of_the_wrong_sign_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let bytes = fs::read(path("mask/right/step-0300.update.safetensors")).expect("an update");
    let header = 8 + usize::try_from(u64::from_le_bytes(bytes[..8].try_into().expect("eight"))).expect("small");
    let changed = |change: fn(&mut [u8])| {
        let mut bytes = bytes.clone();
        // Numbers of four bytes, the sign in the last one.
        bytes[header..].chunks_mut(4).for_each(change);
        let file = folder.path().join("changed.safetensors");
        fs::write(&file, bytes).expect("written");
        let (network, views) = (path("mask/right/step-0300.onnx"), path("views.npy"));
        let update = file.display().to_string();
        let given = ["--views", &views, "--loss", "nt-xent:0.3", "--batch-statistics=each", "--json"];
        let output = command(&[&[network.as_str(), "--update", &update], &given[..]].concat());
        wrong(&serde_json::from_slice(&output.stdout).expect("a document"))
    };
    assert_eq!(changed(|_| ()), Vec::<String>::new());
    assert!(says(&changed(|word| word[3] ^= 0x80), "without its sign"));
    assert!(says(&changed(|word| word.fill(0)), "update is 0"));
}

/// A sentence rests on a claim that there is.
#[test]
fn every_claim_that_is_named_exists() {
    let registry = registry();
    let exists = |id: &Value| registry.claims().iter().any(|claim| *id == claim.slug);
    for (arm, steps, loss) in [
        ("batchnorm/without", &["0000", "0300"][..], "byol"),
        ("learning-rate/too-high", &["0000", "0001"], "byol"),
        ("mask/right", &["0300"], "nt-xent:0.3"),
    ] {
        let report = diagnosed(arm, steps, loss);
        let findings = report["findings"].as_array().expect("findings");
        assert!(!findings.is_empty());
        for finding in findings {
            assert!(exists(&finding["claim"]), "{finding}");
        }
        for effect in report["checkpoints"][0]["changes"].as_array().expect("changes") {
            assert!(exists(&effect["claim"]), "{effect}");
        }
    }
}

/// The parts of the layers add up to the whole.
#[test]
fn layers_share_what_moves_the_spread() {
    let report = diagnosed("mask/right", &["0300"], "nt-xent:0.3");
    let figures = &report["checkpoints"][0];
    let along = |of: &Value| of["spread_along_update"].as_f64().expect("a cosine");
    let parts: f64 = figures["layers"].as_array().expect("layers").iter().map(along).sum();
    assert!((parts - along(figures)).abs() < 1e-9 && along(figures) > 0.5, "{parts} {figures}");
    assert!(figures["hidden"].as_array().is_some_and(|hidden| hidden.len() == 2));
}

#[test]
fn the_page_is_whole_and_takes_nothing_from_elsewhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = folder.path().join("page.html");
    let networks = ["0000", "0300"].map(|step| path(&format!("batchnorm/without/step-{step}.onnx")));
    let (views, to) = (path("views.npy"), page.display().to_string());
    let arguments = [&networks[0], &networks[1], "--views", &views, "--loss", "byol", "--page", &to];
    let output = command(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let html = fs::read_to_string(&page).expect("a page");
    for word in ["Findings", "Over the checkpoints", "no BatchNorm", "<svg", "aria-label", "Layers"] {
        assert!(html.contains(word), "{word}");
    }
    assert!(!html.contains("<script") && !html.contains("src=\"http") && !html.contains("url(http"));
    // A page is replaced; what is none is not.
    assert_eq!(command(&arguments).status.code(), Some(0));
    fs::write(&page, "mine").expect("written");
    let refused = command(&arguments);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("not overwritten"));
    assert_eq!(fs::read_to_string(&page).expect("a file"), "mine");
}

#[test]
fn bad_input_is_refused_with_its_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let network = path("mask/right/step-0300.onnx");
    let (views, other) = (path("views.npy"), path("stop-gradient/missing/step-0030.update.safetensors"));
    let [with, without] = ["with", "without"].map(|arm| path(&format!("batchnorm/{arm}/step-0300.onnx")));
    let garbage = folder.path().join("garbage.onnx").display().to_string();
    fs::write(&garbage, "garbage").expect("written");
    let empty = folder.path().join("empty.json").display().to_string();
    fs::write(&empty, "{}").expect("written");
    let given = ["--views", &views, "--loss", "nt-xent:0.3"];
    for (arguments, words) in [
        (&["--views", &views][..], &["NET.onnx"][..]),
        (&[&[garbage.as_str()], &given[..]].concat(), &["garbage.onnx"]),
        (&[&["missing.onnx"], &given[..]].concat(), &["missing.onnx"]),
        (
            &[&[network.as_str(), &network], &given[..], &["--update", &other]].concat(),
            &["--update", "found 2 networks"],
        ),
        (&[&[network.as_str()], &given[..], &["--update", &garbage]].concat(), &["garbage.onnx"]),
        (&[&[network.as_str()], &given[..], &["--page", &network]].concat(), &["--page", "step-0300.onnx"]),
        (&[&[network.as_str()], &["--views", &views, "--loss", "nt-xent"][..]].concat(), &["nt-xent"]),
        (&[&[with.as_str(), &without], &given[..2], &["--loss", "byol"][..]].concat(), &["step-0300.onnx", "1.weight"]),
        (&[empty.as_str()], &["empty.json", "experiment"]),
        (&[&[empty.as_str()], &given[..2]].concat(), &["--views", "empty.json", "read alone"]),
        (&[empty.as_str(), "--page", &garbage], &["--page", "empty.json", "read alone"]),
    ] {
        let output = command(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(output.stdout.is_empty() && words.iter().all(|word| said.contains(word)), "{arguments:?}: {said}");
    }
}

/// What a quarter of each recorded run says of its end, with its errors, as docs/diagnose.md has them.
#[test]
fn the_recorded_runs_are_foretold() {
    let recorded = concat!(env!("CARGO_MANIFEST_DIR"), "/experiments/results/byol.json");
    let output = command(&[recorded]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("text");
    let summary = text.lines().last().expect("a summary");
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/diagnose.md")).expect("the page");
    let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(spaced(&page).contains(&spaced(summary)), "docs/diagnose.md: expected {summary}");
    let document = command(&[recorded, "--json"]);
    let cells: Value = serde_json::from_slice(&document.stdout).expect("a document");
    assert!(cells.as_array().is_some_and(|cells| cells.len() > 50));
}
