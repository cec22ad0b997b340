//! `dualproof operator` on the digits network and on bad input.

use clap::Parser;
use dualproof::gemm::gamma;
use dualproof::input::{Array, InputError, Selection, read_float_network, write_npy};
use dualproof::matrix::dmatrix;
use dualproof::network::Activation;
use dualproof::numbers::Ring;
use dualproof::operator::streamed::StreamedError;
use dualproof::record::Verdict;
use dualproof_theorems::digits;
use dualproof_theorems::large_scale::{self, Label, OperatorArgs, OperatorError, Report, operator};
use dualproof_theorems::measure::{self, MeasureArgs};
use dualproof_theorems::subject::{NoGradient, Place, SubjectError};
use nalgebra::DMatrix;
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
    format!("{}/digits/data/digits_mlp_relu.safetensors", env!("CARGO_MANIFEST_DIR"))
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

/// Norms of the same gradient, through both branches and through one; `measure` has a bound of its own, on each entry
/// relative to the largest.
fn assert_norms_agree(here: &large_scale::Layer, there: &measure::Layer) {
    let entries = (there.shape.0 * there.shape.1) as f64;
    let theirs = there.update_check.bound * entries.sqrt();
    let check = here.update_check.as_ref().expect("it was asked for");
    let both = here.both_branch_update_norm.expect("it was asked for");
    let gap = (both - there.both_branch_update_norm).abs();
    assert!(gap <= check.bound * both + theirs * there.both_branch_update_norm, "{gap:e}");
    let gap = (here.image_norm - there.one_branch_update_norm).abs();
    let ours = here.image_bound.expect("decided") * here.image_norm;
    assert!(gap <= ours + theirs * there.one_branch_update_norm, "{gap:e}");
}

/// The digits, one of them blank: ψ'(0) is the slope below 0, as `measure` takes it, as often, and the updates are the
/// same.
#[test]
fn a_blank_image_among_the_digits() {
    let directory = TempDir::new().expect("a temporary directory");
    let images = format!("{}/digits/data/digits_images.npy", env!("CARGO_MANIFEST_DIR"));
    let mut pixels = Array::read(Path::new(&images)).expect("the digits").data()[..SAMPLES * 64].to_vec();
    pixels[3 * 64..4 * 64].fill(0.0);
    let (blank, network) = (directory.path().join("blank.npy"), network());
    write_npy(&blank, &[SAMPLES, 8, 8], pixels).expect("a temporary file");
    let blank = blank.display().to_string();
    for activation in ["relu", "leaky:0.125"] {
        let subject = ["--weights", &network, "--data", &blank, "--scale", "16", "--activation", activation];
        let line = |command: &'static str, more: &[&'static str]| {
            [command].into_iter().chain(subject).chain(more.iter().copied()).map(str::to_string).collect::<Vec<_>>()
        };
        let refused = operator(&Line::parse_from(line("operator", &[])).args).expect_err("there is no gradient");
        let text = refused.to_string();
        assert!(matches!(refused, OperatorError::NoGradient(NoGradient { layer: 1, unit: 0, .. })), "{text}");
        assert!(text.contains("sample 3, view 0 (unshifted): all numbers are 0"), "{text}");
        assert!(text.contains("--at-zero subgradient"), "{text}");
        let given = ["--at-zero", "subgradient", "--top", "2", "--samples", "6"];
        let measured = MeasureLine::parse_from(line("measure", &given)).args;
        let measured = measure::measure(&measured, &|_| ()).expect("gates at 0 are given");
        let zeros = SHIFTS * (48 + 32);
        assert_eq!(measured.zero_preactivations, zeros);
        for form in ["pairs", "gram"] {
            let more = [&given[..], &["--check", form]].concat();
            let report = operator(&Line::parse_from(line("operator", &more)).args).expect("gates at 0 are given");
            assert_eq!((report.zero_preactivations, report.verdict), (zeros, Some(Verdict::Holds)));
            assert_eq!((report.exit_code(), report.undecided.is_empty()), (0, true), "{:?}", report.undecided);
            report.layers.iter().zip(&measured.layers).for_each(|(here, there)| assert_norms_agree(here, there));
            let said = format!("ψ'(0) = 0 was used for {zeros} pre-activations that are exactly 0");
            assert!(report.table(None).contains(&said) && measured.table(false).contains(&said));
            assert!(report.json().contains(&format!("\"zero_preactivations\": {zeros},")), "{}", report.json());
            let mut command = Command::new(env!("CARGO_BIN_EXE_dualproof"));
            let output = command.args(line("operator", &more)).output().expect("the program starts");
            let error = String::from_utf8_lossy(&output.stderr);
            assert_eq!((output.status.code(), error.lines().count()), (Some(0), 1), "{error}");
            assert!(error.starts_with(&format!("operator: {said}")), "{error}");
        }
    }
}

#[test]
fn it_finds_what_measure_finds() {
    let report = on_digits(&["--check", "pairs", "--top", "4", "--block", "7"]);
    let (network, images) = (network(), format!("{}/digits/data/digits_images.npy", env!("CARGO_MANIFEST_DIR")));
    let samples = SAMPLES.to_string();
    let line = ["measure", "--weights", &network, "--data", &images, "--scale", "16", "--samples", &samples];
    let measured = measure::measure(&MeasureLine::parse_from(line).args, &|_| ()).expect("the files of the repository");
    assert_eq!(report.verdict, Some(Verdict::Holds));
    assert_eq!(report.widths, [64, 48, 32, 16]);
    for (here, there) in report.layers.iter().zip(&measured.layers) {
        let check = here.update_check.as_ref().expect("it was asked for");
        assert!(check.residual <= check.bound && check.power.is_some_and(|power| power >= check.bound), "{check:?}");
        assert_norms_agree(here, there);
        let form = &here.quadratic_form_check;
        assert!(form.verdict == Verdict::Holds && form.residual <= form.bound, "{form:?}");
        // ‖w‖ times the error of V w, and the roundings of a sum over all outputs and weights.
        let reach = here.weights_norm * here.image_bound.expect("decided") * here.image_norm;
        assert!((here.quadratic_form - report.energy).abs() <= reach + gamma(1 << 16) * report.energy);
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
    assert_eq!(std::fs::read_dir(directory.path()).expect("a directory").count(), 3, "nothing half is left");
    // What stands beside it says how vec stacks: the rule is tried on the weights.
    let label = std::fs::read_to_string(directory.path().join("v.npy.json")).expect("a label");
    let label: Label = serde_json::from_str(&label).expect("JSON");
    assert_eq!((label.layer, label.weights_shape, label.matrix_shape), (3, (16, 32), (512, 512)));
    assert!(label.numpy.contains("W.flatten(order='F')") && label.vec.contains("i + n_l j"), "{label:?}");
    assert!(report.table(Some(&out)).contains("columns stacked"), "{}", report.table(Some(&out)));
    let file = read_float_network(Path::new(&network()), &Activation::Relu, &Selection::default());
    let top = file.expect("the network").network.layers.remove(2);
    let columns_stacked = |i: usize, j: usize| i + 16 * j;
    let image = DMatrix::from_fn(16, 32, |i, j| {
        let row = &matrix.data()[columns_stacked(i, j) * 512..][..512];
        (0..512).map(|at| row[at] * top.weights[(at % 16, at / 16)]).sum::<f64>()
    });
    let gap = (image.norm() - report.layers[2].image_norm).abs();
    assert!(gap <= gamma(1 << 16) * report.layers[2].image_norm, "{gap:e}");
    assert!((image.dot(&top.weights) - report.energy).abs() <= gamma(1 << 16) * report.energy);
    // Again: a label is overwritten, another file is not.
    operator(&arguments(&views, &more)).expect("its own label");
    std::fs::write(directory.path().join("v.npy.json"), "{}").expect("a temporary file");
    let error = operator(&arguments(&views, &more)).expect_err("a file of the user's");
    assert!(matches!(error, OperatorError::Foreign { .. }), "{error}");
}

/// A network of one layer or more, and views, as files.
fn files(directory: &TempDir, weights: &[DMatrix<f64>], shape: [usize; 3], views: &[f64]) -> [String; 2] {
    let (mut header, mut data) = (serde_json::Map::new(), Vec::<u8>::new());
    for (index, w) in weights.iter().enumerate() {
        let start = data.len();
        data.extend(w.transpose().iter().flat_map(|x| x.to_le_bytes()));
        let tensor = serde_json::json!({
            "dtype": "F64", "shape": [w.nrows(), w.ncols()], "data_offsets": [start, data.len()]
        });
        header.insert(format!("{index}.weight"), tensor);
    }
    let header = serde_json::Value::Object(header).to_string();
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.bytes());
    bytes.extend(data);
    let [network, inputs] = ["n.safetensors", "x.npy"].map(|name| directory.path().join(name));
    std::fs::write(&network, bytes).expect("a temporary file");
    write_npy(&inputs, &shape, views.iter().copied()).expect("a temporary file");
    [network, inputs].map(|path| path.display().to_string())
}

fn on_files([network, views]: &[String; 2], more: &[&str]) -> Result<Report, OperatorError> {
    let line = ["operator", "--weights", network, "--views", views];
    operator(&Line::parse_from(line.iter().chain(more)).args)
}

/// A check whose bound hides the update decides nothing, however small the residual: `pairs` and `gram` do not take
/// the mean off, so their bound grows with its square.
#[test]
fn a_check_without_power_does_not_hold() {
    let directory = TempDir::new().expect("a temporary directory");
    let weights = [dmatrix![1.0, -2.0, 0.5; 0.25, 1.0, 3.0]];
    let views: Vec<f64> = (0..36).map(|i| f64::from(i * i * 7 % 11) / 4.0).collect();
    let mut seen = Vec::new();
    for (mean, form) in [0.0, 1e4, 1e6, 1e8, 1e10].into_iter().flat_map(|mean| [(mean, "pairs"), (mean, "gram")]) {
        let shifted: Vec<f64> = views.iter().map(|x| x + mean).collect();
        let files = files(&directory, &weights, [6, 2, 3], &shifted);
        let report = on_files(&files, &["--check", form]).expect("a gradient");
        let check = report.layers[0].update_check.clone().expect("it was asked for");
        let decided = check.power.is_some_and(|power| power <= 1e-2);
        assert_eq!(report.verdict == Some(Verdict::Holds), decided, "{mean} {form}: {check:?}");
        assert_eq!(report.exit_code() == 0, decided);
        assert!(check.verdict == Verdict::Holds || check.reason.is_some());
        assert!(decided || !report.table(None).contains("holds"), "{}", report.table(None));
        // A ceiling from below: the same comparison does not hold where less power is admitted.
        if let Some(power) = check.power.filter(|_| decided) {
            let ceiling = format!("{:e}", power / 2.0);
            let report = on_files(&files, &["--check", form, "--power", &ceiling]).expect("a gradient");
            assert_eq!(report.verdict, Some(Verdict::Inconclusive));
            assert!(report.table(None).contains("layer 1: the smallest violation caught"), "{}", report.table(None));
        }
        // The operator itself keeps its digits: exact values to compare with are in the test of the toolkit.
        assert!(report.layers[0].image_bound.is_some_and(|bound| bound <= 1e-9), "{mean}: {report:?}");
        seen.push(decided);
    }
    assert!(seen[0] && seen[1] && !seen[8] && !seen[9], "{seen:?}");
}

/// Closed forms, worked out by hand from the definition: x in {0, 1, 3} + c times 2^k through W₁ = (1, −½)ᵀ, ReLU, W₂ = (2, 3), all of whose gates are those of x > 0.
#[test]
fn figures_that_are_known_are_found_at_any_mean_and_scale() {
    let directory = TempDir::new().expect("a temporary directory");
    let weights = [dmatrix![1.0; -0.5], dmatrix![2.0, 3.0]];
    // Var x = 14/9; the open unit alone carries it: V₁ w = (4 · 14/9, 0), V₂ w = (2 · 14/9, 0), energy 4 · 14/9.
    let variance = 14.0 / 9.0;
    for (mean, scale) in [(1.0, 1.0), (1e8, 1.0), (1e8, 1e-100), (1e8, 1e90), (1.0, 1e140), (1.0, 1e-140)] {
        // The data are what rounding makes of (mean + {0, 1, 3}) · scale: to be told to 1e-9 it is a power of two.
        let scale = f64::powi(2.0, f64::log2(scale) as i32);
        let views = [0.0, 1.0, 3.0].map(|x| (x + mean) * scale);
        let report = on_files(&files(&directory, &weights, [3, 1, 1], &views), &["--top", "3"]).expect("a gradient");
        let expect = |found: f64, expected: f64| {
            assert!(
                (found - expected * scale * scale).abs() <= 1e-9 * found,
                "{mean} {scale:e}: {found:e} {expected:e}"
            );
        };
        expect(report.energy, 4.0 * variance);
        expect(report.layers[0].image_norm, 4.0 * variance);
        expect(report.layers[1].image_norm, 2.0 * variance);
        assert_eq!(report.layers[0].eigenvalues.len(), 1, "{report:?}");
        expect(report.layers[0].eigenvalues[0], 4.0 * variance);
        expect(report.layers[1].eigenvalues[0], variance);
        assert_eq!(report.layers[0].multiplicities, [Some(1)]);
        assert_eq!(report.exit_code(), 0);
    }
}

/// The views of a sample lie ±10⁹ about its own place, samples one apart: their means are found by cancellation, and
/// what is left is told only where it is a number.
#[test]
fn a_figure_of_which_nothing_is_known_is_not_certified() {
    let directory = TempDir::new().expect("a temporary directory");
    let weights = [dmatrix![1.0, 0.3; -0.7, 0.1], dmatrix![0.3, -1.1]];
    let far = |distance: f64| -> Vec<f64> {
        let view = |i: usize, sign: f64| [i as f64 / 3.0 + sign * distance, 2.0 - sign * distance / 7.0];
        (0..5).flat_map(|i| [view(i, 1.0), view(i, -1.0)]).flatten().collect()
    };
    let report = |distance: f64| {
        let files = files(&directory, &weights, [5, 2, 2], &far(distance));
        on_files(&files, &["--activation", "linear"]).expect("a gradient")
    };
    let (near, apart) = (report(1.0), report(1e12));
    assert_eq!((near.exit_code(), near.undecided.is_empty()), (0, true), "{near:?}");
    assert_eq!((apart.exit_code(), apart.undecided.is_empty()), (3, false), "{apart:?}");
    assert!(
        apart.table(None).contains("not certified: ‖V w‖ of layer 1: found a relative error bound of"),
        "{}",
        apart.table(None)
    );
}

#[test]
fn an_undecided_gate_names_its_layer() {
    let directory = TempDir::new().expect("a temporary directory");
    // 0.1 + 0.2 − 0.3 in the second layer: no zero in f64, and within its rounding of one.
    let weights = [dmatrix![1.0, 0.0; 0.0, 1.0], dmatrix![0.1, 0.2; 1.0, 1.0], dmatrix![1.0, -1.0]];
    let mut views = vec![1.0, 2.0, 3.0, 1.0, 2.0, 5.0];
    let files_of = |weights: &[DMatrix<f64>], views: &[f64]| files(&directory, weights, [3, 1, 2], views);
    let clear = on_files(&files_of(&weights, &views), &["--check", "gram"]).expect("a gradient");
    assert_eq!((clear.verdict, clear.undecided.is_empty()), (Some(Verdict::Holds), true));
    let mut near = weights.clone();
    near[1][(0, 1)] = -0.1 / 3.0;
    views[0] = 1.0;
    views[1] = 3.0;
    match on_files(&files_of(&near, &views), &["--check", "gram"]) {
        Ok(report) => {
            assert_eq!((report.verdict, report.exit_code()), (Some(Verdict::Inconclusive), 3));
            let reason = report.undecided.first().expect("a gate is not decided");
            assert!(reason.contains("layer 2"), "{reason}");
            assert!(report.table(None).contains("not certified") && !report.table(None).contains("holds"));
            assert!(report.layers.iter().all(|layer| layer.image_bound.is_none()));
        }
        Err(error) => assert!(error.to_string().contains("layer 2"), "{error}"),
    }
}

#[test]
fn identical_samples_have_no_operator_and_no_noise() {
    let directory = TempDir::new().expect("a temporary directory");
    let weights = [dmatrix![0.3, 0.7; 0.9, -0.2], dmatrix![0.6, 0.1]];
    let views = [0.1, 0.7].repeat(5);
    let files = files(&directory, &weights, [5, 1, 2], &views);
    let report = on_files(&files, &[]).expect("a gradient");
    assert!(report.layers.iter().all(|layer| layer.eigenvalues.is_empty() && layer.image_norm == 0.0));
    assert_eq!(report.energy, 0.0);
    // Without the check too, as `measure` says.
    assert_eq!((report.verdict, report.exit_code()), (Some(Verdict::NothingChecked), 1));
    let line = ["measure", "--weights", &files[0], "--views", &files[1]];
    let measured = measure::measure(&MeasureLine::parse_from(line).args, &|_| ()).expect("a gradient");
    assert_eq!(measured.verdict, Verdict::NothingChecked);
    let checked = on_files(&files, &["--check", "pairs"]).expect("a gradient");
    assert_eq!((checked.verdict, checked.exit_code()), (Some(Verdict::NothingChecked), 1));
}

/// More threads than help are not started: this ends.
#[test]
fn thousands_of_threads_are_not_started() {
    let report = on_digits(&["--threads", "5000", "--top", "0", "--check", "gram"]);
    assert_eq!(report.verdict, Some(Verdict::Holds));
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
    let powers = [&["--power", "0"][..], &["--power", "1"], &["--power", "NaN"], &["--power", "x"]];
    let others = [&["--check", "some"][..], &["--explicit", "1"], &["--out", "v.npy"], &["--threads", "-1"]];
    for bad in powers.into_iter().chain(others) {
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

/// The bound grows with the depth until it is larger than the values: that they are 0, or that views lie far apart, is not
/// what is known then.
#[test]
fn a_bound_larger_than_the_value_is_inconclusive() {
    let directory = TempDir::new().expect("a temporary directory");
    let entry = |seed: usize| ((seed * 7919 + 12345) % 1009) as f64 / 504.5 - 1.0;
    for (depth, width, activation) in [(40, 8, "linear"), (60, 5, "linear"), (50, 8, "leaky:0.9")] {
        let scale = (3.0 / width as f64).sqrt();
        let layer = |l: usize| DMatrix::from_fn(width, width, |i, j| scale * entry((l * width + i) * width + j));
        let weights: Vec<_> = (0..depth).map(layer).collect();
        let views: Vec<f64> = (0..12 * width).map(|i| entry(i * i + 3 * i)).collect();
        let files = files(&directory, &weights, [6, 2, width], &views);
        let report =
            on_files(&files, &["--activation", activation, "--top", "0", "--check", "gram"]).expect("a gradient");
        let checks = report.layers.iter().map(|layer| layer.update_check.as_ref().expect("it was asked for"));
        let hidden = checks.filter(|check| check.power.is_none()).collect::<Vec<_>>();
        assert!(!hidden.is_empty() && hidden.iter().all(|check| check.verdict == Verdict::Inconclusive), "{hidden:?}");
        assert_eq!((report.verdict, report.exit_code()), (Some(Verdict::Inconclusive), 3));
        let text = report.table(None);
        assert!(!text.contains("nothing checked") && !text.contains("nothing was"), "{text}");
        if report.layers[0].image_bound.is_some() {
            assert!(text.contains(&format!("of a mean output after {depth} layers")), "{text}");
        }
    }
}

/// A matrix in the place of what it is made from would be the end of that, whatever the name it is given by.
#[cfg(unix)]
#[test]
fn no_output_replaces_an_input() {
    let directory = TempDir::new().expect("a temporary directory");
    let weights = [dmatrix![1.0, -0.5; 0.25, 2.0]];
    let files = files(&directory, &weights, [3, 2, 2], &[1.0, 2.0, 0.5, 3.0, 2.5, 1.5, 4.0, 0.25, 1.0, 1.0, 2.0, 5.0]);
    let path = |name: &str| directory.path().join(name);
    std::fs::create_dir(path("folder")).expect("a folder");
    std::os::unix::fs::symlink(&files[1], path("link.npy")).expect("a link");
    std::fs::hard_link(&files[0], path("hard.npy")).expect("a link");
    std::fs::copy(&files[1], path("data.npy")).expect("a copy");
    let contents = || files.each_ref().map(|file| std::fs::read(file).expect("the file"));
    let before = contents();
    let data = path("data.npy").display().to_string();
    for out in [files[0].clone(), files[1].clone(), data.clone()]
        .into_iter()
        .chain(["link.npy", "hard.npy", "folder/../x.npy"].map(|name| path(name).display().to_string()))
    {
        let more = ["--data", &data, "--explicit", "1", "--out", &out];
        let error = on_files(&files, &more).expect_err("an input");
        assert!(error.to_string().contains("found the file that is read as"), "{out}: {error}");
        assert_eq!(contents(), before);
    }
    let names = std::fs::read_dir(directory.path()).expect("a directory").count();
    assert_eq!(names, 6, "nothing was written beside them");
    let apart = path("copy.npy").display().to_string();
    on_files(&files, &["--explicit", "1", "--out", &apart]).expect("a file of its own");
}
