//! `dualproof operator` on the digits network and on bad input.

use clap::Parser;
use dualproof::gemm::gamma;
use dualproof::input::{Array, InputError, write_npy};
use dualproof::numbers::Ring;
use dualproof::operator::streamed::StreamedError;
use dualproof::record::Verdict;
use dualproof_theorems::at_size::{OperatorArgs, OperatorError, Report, operator};
use dualproof_theorems::digits;
use dualproof_theorems::measure::{MeasureArgs, measure};
use dualproof_theorems::subject::{NoGradient, Place, SubjectError};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    args: OperatorArgs,
}

#[derive(Parser)]
struct MeasureLine {
    #[command(flatten)]
    args: MeasureArgs,
}

/// Samples × shifts of the digits.
const SAMPLES: usize = 12;
const SHIFTS: usize = 5;

fn network() -> String {
    format!("{}/../data/digits_mlp_relu.safetensors", env!("CARGO_MANIFEST_DIR"))
}

/// The views of the digits as a file, in pixels 0..16.
fn views_in(directory: &TempDir) -> PathBuf {
    let path = directory.path().join("views.npy");
    let views = digits::views(SAMPLES).inputs;
    let entries: Vec<f64> = views.iter().map(|q| q.to_f64() * 16.0).collect();
    write_npy(&path, &[SAMPLES, SHIFTS, views.nrows()], entries).expect("a temporary file");
    path
}

fn arguments(views: &Path, more: &[&str]) -> OperatorArgs {
    let views = views.display().to_string();
    let network = network();
    let line = ["operator", "--weights", &network, "--views", &views, "--scale", "16"];
    Line::parse_from(line.iter().chain(more)).args
}

fn on_digits(more: &[&str]) -> Report {
    let directory = TempDir::new().expect("a temporary directory");
    operator(&arguments(&views_in(&directory), more)).expect("the files of the repository")
}

#[test]
fn it_finds_what_measure_finds() {
    let report = on_digits(&["--check", "pairs", "--top", "4", "--block", "7"]);
    let (network, images) = (network(), format!("{}/../data/digits_images.npy", env!("CARGO_MANIFEST_DIR")));
    let samples = SAMPLES.to_string();
    let line = ["measure", "--weights", &network, "--data", &images, "--scale", "16", "--samples", &samples];
    let measured = measure(&MeasureLine::parse_from(line).args, &|_| ()).expect("the files of the repository");
    assert_eq!(report.verdict, Some(Verdict::Holds));
    assert_eq!(report.widths, [64, 48, 32, 16]);
    for (here, there) in report.layers.iter().zip(&measured.layers) {
        let check = here.update_check.as_ref().expect("it was asked for");
        let norm = here.both_branch_update_norm.expect("it was asked for");
        assert!(check.residual <= check.bound && check.bound < 1.0, "{check:?}");
        // Norms of the same gradient; `measure` has a bound of its own, on each entry relative to the largest.
        let gap = (norm - there.both_branch_update_norm).abs();
        let entries = (there.shape.0 * there.shape.1) as f64;
        let theirs = there.update_check.bound * there.both_branch_update_norm * entries.sqrt();
        assert!(gap <= check.bound * norm + theirs, "{gap:e}");
        assert_eq!(here.quadratic_form_check.verdict, Verdict::Holds);
        assert_eq!(here.eigenvalues.len(), 4);
    }
    assert!(report.layers[2].multiplicities.iter().all(|times| *times == Some(16)));
}

#[test]
fn the_program_prints_the_report() {
    let directory = TempDir::new().expect("a temporary directory");
    let (network, views) = (network(), views_in(&directory).display().to_string());
    let program = |more: &[&str]| {
        let arguments = ["operator", "--weights", &network, "--views", &views, "--scale", "16", "--top", "2"];
        let mut command = Command::new(env!("CARGO_BIN_EXE_dualproof"));
        let output = command.args(arguments).args(more).output().expect("the program starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let report = on_digits(&["--check", "gram", "--top", "2"]);
    assert_eq!(program(&["--check", "gram", "--json"]), (Some(0), report.json(), String::new()));
    assert_eq!(program(&["--check", "gram"]), (Some(0), report.table(None), String::new()));
    let (code, out, error) = program(&["--samples", "13"]);
    assert_eq!((code, out.as_str(), error.lines().count()), (Some(2), "", 1), "{error}");
    assert!(error.contains("--samples: found 13, expected 1 to 12"), "{error}");
}

#[test]
fn both_forms_and_any_threads_agree() {
    let alone = on_digits(&["--check", "gram", "--threads", "1", "--top", "0"]);
    let together = on_digits(&["--check", "gram", "--threads", "2", "--top", "0"]);
    assert_eq!(alone.json(), together.json());
    assert_eq!(alone.verdict, Some(Verdict::Holds));
    assert!(alone.table(None).contains("update = −2 V w: holds"), "{}", alone.table(None));
    assert_eq!(on_digits(&["--top", "0"]).verdict, None);
}

#[test]
fn the_explicit_operator_is_written_whole() {
    let directory = TempDir::new().expect("a temporary directory");
    let (views, out) = (views_in(&directory), directory.path().join("v.npy"));
    let more = ["--explicit", "3", "--out", out.to_str().expect("text"), "--top", "1"];
    let report = operator(&arguments(&views, &more)).expect("a small operator");
    let matrix = Array::read(&out).expect("what was written");
    assert_eq!(matrix.shape(), [16 * 32, 16 * 32]);
    // ‖V‖_F lies between the largest eigenvalue and √rows times it.
    let norm = matrix.data().iter().map(|x| x * x).sum::<f64>().sqrt();
    let largest = report.layers[2].eigenvalues[0];
    let rows = 16.0 * 32.0;
    assert!(largest <= norm * (1.0 + gamma(1 << 20)) && norm <= largest * f64::sqrt(rows), "{largest} {norm}");
    assert_eq!(
        std::fs::read_dir(directory.path()).expect("a directory").count(),
        3,
        "views, matrix, label; nothing half is left"
    );
}

fn refused(args: &OperatorArgs) -> OperatorError {
    operator(args).expect_err("bad input")
}

fn of_files(error: OperatorError) -> InputError {
    match error {
        OperatorError::Subject(SubjectError::Input(error)) => error,
        other => panic!("{other}"),
    }
}

#[test]
fn bad_input_is_refused() {
    let directory = TempDir::new().expect("a temporary directory");
    let views = views_in(&directory);
    for asked in ["0", "13"] {
        let error = refused(&arguments(&views, &["--samples", asked]));
        let samples = matches!(error, OperatorError::Subject(SubjectError::Samples { available: SAMPLES, .. }));
        assert!(samples, "{error}");
    }
    let error = refused(&arguments(Path::new("no-such-file"), &[]));
    assert!(matches!(of_files(error), InputError::Unreadable { .. }));
    let out = directory.path().join("no/such/place.npy");
    let error = refused(&arguments(&views, &["--explicit", "3", "--out", out.to_str().expect("text")]));
    assert!(matches!(error, OperatorError::Unwritable { .. }), "{error}");
    let error = refused(&arguments(&views, &["--explicit", "4", "--out", "v.npy"]));
    let none = StreamedError::NoLayer { found: 4, depth: 3 }.to_string();
    assert!(matches!(&error, OperatorError::Operator { error, .. } if error.to_string() == none), "{error}");
    let write = |name: &str, shape: &[usize], entries: &[f64]| {
        let path = directory.path().join(name);
        write_npy(&path, shape, entries.iter().copied()).expect("a temporary file");
        path
    };
    let flat = write("flat.npy", &[2, 64], &[1.0; 128]);
    assert!(matches!(of_files(refused(&arguments(&flat, &[]))), InputError::Shape { .. }));
    let narrow = write("narrow.npy", &[1, 2, 3], &[1.0; 6]);
    assert!(matches!(of_files(refused(&arguments(&narrow, &[]))), InputError::Shape { .. }));
    let mut entries = [1.0; 128];
    entries[70] = f64::NAN;
    let nan = refused(&arguments(&write("nan.npy", &[2, 1, 64], &entries), &["--top", "0"]));
    assert!(matches!(&nan, OperatorError::Input(InputError::Value { index, .. }) if *index == [1, 0, 6]), "{nan}");
    let blank = refused(&arguments(&write("blank.npy", &[2, 1, 64], &[0.0; 128]), &[]));
    let place = matches!(
        &blank,
        OperatorError::NoGradient(NoGradient {
            place: Place { sample: 0, view: 0, blank: true, .. },
            layer: 1,
            unit: 0
        })
    );
    assert!(place, "{blank}");
    let cut = directory.path().join("cut.npy");
    let bytes = std::fs::read(&views).expect("what was written");
    std::fs::write(&cut, &bytes[..bytes.len() - 1]).expect("a temporary file");
    assert!(matches!(of_files(refused(&arguments(&cut, &[]))), InputError::Length { .. }));
    std::fs::write(&cut, &bytes[..5]).expect("a temporary file");
    assert!(matches!(of_files(refused(&arguments(&cut, &[]))), InputError::Magic { .. }));
    for bad in [&["--check", "some"][..], &["--explicit", "1"], &["--out", "v.npy"], &["--threads", "-1"]] {
        let line = ["operator", "--weights", "n", "--views", "x"].iter().chain(bad).copied();
        assert!(Line::try_parse_from(line).is_err(), "{bad:?}");
    }
}

#[test]
fn too_large_an_operator_is_refused_with_its_size() {
    let directory = TempDir::new().expect("a temporary directory");
    // One layer of 2²⁰ weights: its operator has 2⁴⁰ entries, 8 TiB.
    let path = directory.path().join("wide.safetensors");
    let header = r#"{"0":{"dtype":"F32","shape":[1024,1024],"data_offsets":[0,4194304]}}"#;
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.as_bytes());
    bytes.extend((0..1 << 20).flat_map(|i: u32| ((i % 7) as f32).to_le_bytes()));
    std::fs::write(&path, bytes).expect("a temporary file");
    let views = directory.path().join("x.npy");
    write_npy(&views, &[2, 1, 1024], (0..2048).map(f64::from)).expect("a temporary file");
    let (path, views, out) = (path.display().to_string(), views.display().to_string(), directory.path().join("v.npy"));
    let line = ["operator", "--weights", &path, "--views", &views, "--explicit", "1", "--out"];
    let args = Line::parse_from(line.into_iter().chain([out.to_str().expect("text")])).args;
    let error = refused(&args).to_string();
    assert!(error.contains("GiB") && error.contains("1048576 rows"), "{error}");
    assert!(!out.exists());
}

#[test]
fn the_readme_quotes_the_page_of_benchmarks() {
    let read = |path: &str| std::fs::read_to_string(format!("{}/../{path}", env!("CARGO_MANIFEST_DIR")));
    let (readme, page) = (read("README.md").expect("README"), read("docs/benchmarks.md").expect("the page"));
    let quoted: Vec<&str> = readme.lines().filter(|line| line.starts_with("| (i")).collect();
    assert!(quoted.len() >= 5, "found {} rows, expected the head of the page", quoted.len());
    for row in quoted {
        assert!(
            page.lines().any(|line| line == row),
            "README.md: found a row that docs/benchmarks.md does not have: {row}"
        );
    }
}
