//! `measure` on the digits network: every value of PyTorch's file, and what bad arguments give.

use clap::Parser;
use dualproof::input::InputError;
use dualproof::spectrum::{by_decomposition, by_lanczos};
use dualproof_theorems::digits::{self, REFERENCE_AGREEMENT, expected};
use dualproof_theorems::measure::{COLUMNS, MeasureArgs, MeasureError, run};
use dualproof_theorems::subject::{NoGradient, Place, SubjectError};
use serde_json::Value;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    args: MeasureArgs,
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("digits/data").join(name)
}

fn arguments(network: &Path, images: &Path, more: &[&str]) -> MeasureArgs {
    let fixed = ["measure", "--weights", network.to_str().unwrap(), "--data", images.to_str().unwrap()];
    Line::try_parse_from(fixed.iter().chain(more)).unwrap_or_else(|error| panic!("{error}")).args
}

fn on_digits(more: &[&str]) -> MeasureArgs {
    let standard = ["--activation", "relu", "--samples", "60", "--views", "shifts", "--scale", "16"];
    let all: Vec<&str> = standard.iter().chain(more).copied().collect();
    arguments(&data("digits_mlp_relu.safetensors"), &data("digits_images.npy"), &all)
}

fn document(args: &MeasureArgs) -> (u8, Value) {
    let mut out = Vec::new();
    let code = run(args, &mut out).unwrap();
    (code, serde_json::from_slice(&out).unwrap())
}

fn assert_agree(found: f64, value: f64) {
    assert!((found - value).abs() <= REFERENCE_AGREEMENT * value.abs(), "found {found}, PyTorch has {value}");
}

fn assert_layers(document: &Value, key: &str, values: &[f64]) {
    let layers = document["layers"].as_array().unwrap();
    assert_eq!(layers.len(), values.len());
    layers.iter().zip(values).for_each(|(layer, value)| assert_agree(layer[key].as_f64().unwrap(), *value));
}

/// A `.npy` file of `f64` in C order.
fn write_npy(directory: &TempDir, name: &str, shape: &[usize], entries: impl IntoIterator<Item = f64>) -> PathBuf {
    let sizes: Vec<String> = shape.iter().map(|n| format!("{n},")).collect();
    let header = format!("{{'descr': '<f8', 'fortran_order': False, 'shape': ({}), }}\n", sizes.concat());
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.bytes());
    entries.into_iter().for_each(|x| bytes.extend(x.to_le_bytes()));
    let path = directory.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn the_simple_loss_and_byol_meet_every_value_of_pytorch() {
    let directory = TempDir::new().unwrap();
    let predictor = digits::predictor().map(|q| dualproof::numbers::Ring::to_f64(&q));
    let path = write_npy(&directory, "predictor.npy", &[16, 16], predictor.transpose().iter().copied());
    let (code, found) = document(&on_digits(&["--json", "--predictor", path.to_str().unwrap()]));
    assert_eq!(code, 0, "{found}");
    assert_eq!(found["verdict"], "holds");
    let values = expected();
    assert_agree(found["energy"].as_f64().unwrap(), values.energy);
    assert_layers(&found, "one_branch_update_norm", &values.one_branch_update_norm);
    assert_layers(&found, "both_branch_update_norm", &values.both_branch_update_norm);
    assert_layers(&found, "inner_w_update", &values.inner_w_update);
    assert_layers(&found, "byol_update_norm_zero_mean", &values.byol_update_norm_zero_mean);
    assert_layers(&found, "byol_update_norm_plain", &values.byol_update_norm_plain);
    let top = &found["layers"][2];
    let eigenvalues = top["eigenvalues"].as_array().unwrap();
    assert_eq!(eigenvalues.len(), values.top_layer_operator_eigenvalues.len());
    for (found, value) in eigenvalues.iter().zip(&values.top_layer_operator_eigenvalues) {
        assert_agree(found.as_f64().unwrap(), *value);
    }
    // K_L = f ⊗ I: every eigenvalue once for each output.
    assert!(top["multiplicities"].as_array().unwrap().iter().all(|times| *times == 16));
    for layer in found["layers"].as_array().unwrap() {
        let checks = ["update_check", "quadratic_form_check", "byol_zero_mean_check", "byol_plain_check"];
        checks.iter().chain(&["byol_zero_mean_share_check"]).for_each(|check| assert_sharp(&layer[*check]));
    }
}

/// A comparison that holds within bounds sharper than the agreement with other programs.
fn assert_sharp(check: &Value) {
    let figure = |key: &str| check[key].as_f64().unwrap_or_else(|| panic!("{key}: {check}"));
    assert!(figure("residual") <= figure("bound") && figure("bound") < REFERENCE_AGREEMENT, "{check}");
    assert!(figure("power") < REFERENCE_AGREEMENT && check["verdict"] == "holds", "{check}");
}

#[test]
fn infonce_meets_pytorch() {
    let (code, found) = document(&on_digits(&["--json", "--loss", "nce:0.5"]));
    assert_eq!(code, 0, "{found}");
    assert_layers(&found, "one_branch_update_norm", &expected().infonce_update_norm);
}

#[test]
fn update_is_a_covariance_part_and_a_bounded_remainder() {
    for loss in ["nce:0.5", "triplet:0.5,1"] {
        let (code, found) = document(&on_digits(&["--json", "--loss", loss]));
        assert_eq!(code, 0, "{loss}");
        for layer in found["layers"].as_array().expect("layers") {
            let figure = |key: &str| layer[key].as_f64().expect(key);
            let (update, part, theta) =
                (figure("one_branch_update_norm"), figure("covariance_part_norm"), figure("theta_norm"));
            assert!(part > 0.0 && theta > 0.0, "{loss}: both parts are there");
            assert!(update <= part + theta && part <= update + theta, "{loss}: a triangle");
            assert!(theta <= figure("theta_bound"), "{loss}: the bound");
            assert_sharp(&layer["theta_check"]);
            assert_eq!(layer["theta_bound_check"]["verdict"], "holds", "{loss}");
        }
    }
    let (_, simple) = document(&on_digits(&["--json"]));
    assert!(simple["layers"][0].get("theta_norm").is_none(), "the simple loss is all covariance");
}

#[test]
fn triplet_with_margin_zero_is_infonce_times_tau() {
    let few = ["--samples", "8", "--json"];
    let of = |loss: &str| {
        let network = data("digits_mlp_relu.safetensors");
        let more = ["--scale", "16", "--loss", loss].iter().chain(&few).copied().collect::<Vec<_>>();
        document(&arguments(&network, &data("digits_images.npy"), &more)).1
    };
    let (nce, triplet) = (of("nce:0.25"), of("triplet:0.25,0"));
    for key in ["one_branch_update_norm", "both_branch_update_norm"] {
        let quarter: Vec<f64> =
            nce["layers"].as_array().unwrap().iter().map(|layer| 0.25 * layer[key].as_f64().unwrap()).collect();
        assert_layers(&triplet, key, &quarter);
    }
}

#[test]
fn a_file_of_views_is_the_same_as_the_shifts_it_holds() {
    let directory = TempDir::new().unwrap();
    let views = digits::views(6).inputs.map(|q| dualproof::numbers::Ring::to_f64(&q));
    let path = write_npy(&directory, "views.npy", &[6, 5, 64], views.iter().map(|x| x * 16.0));
    let network = data("digits_mlp_relu.safetensors");
    let of = |views: &str| {
        let more = ["--samples", "6", "--scale", "16", "--json", "--views", views];
        document(&arguments(&network, &data("digits_images.npy"), &more)).1
    };
    assert_eq!(of(path.to_str().unwrap()), of("shifts"));
}

#[test]
fn lanczos_and_decomposition_find_the_same_eigenvalues() {
    let network = digits::network().embed::<f64>();
    let views = digits::views(12).embed::<f64>();
    let trace = network.trace(&views.inputs).unwrap();
    for layer in 1..=network.depth() {
        let dense = by_decomposition(trace.connections(layer), &views, 8).unwrap();
        let lanczos = by_lanczos(trace.connections(layer), &views, 8).unwrap();
        assert_eq!((dense.len(), lanczos.len()), (8, 8));
        dense.iter().zip(&lanczos).for_each(|(a, b)| assert_agree(b.value, a.value));
    }
}

#[test]
fn the_table_has_every_layer_and_its_spectrum() {
    let mut out = Vec::new();
    assert_eq!(run(&on_digits(&[]), &mut out).unwrap(), 0);
    let text = String::from_utf8(out).unwrap();
    let needles = [
        "64-48-32-16",
        "60 samples × 5 views",
        "1.106743e1",
        "layer 3, largest eigenvalues",
        "× 16",
        "█",
        "effective rank of V[F̄]",
        "layer 1: the update grows the layer's weights",
    ];
    for needle in needles {
        assert!(text.contains(needle), "{needle}:\n{text}");
    }
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "wider than a terminal: {line}");
    }
}

#[test]
fn every_column_is_explained() {
    let mut out = Vec::new();
    let more = ["--scale", "16", "--samples", "4", "--loss", "nce:0.5", "--explain-columns"];
    run(&arguments(&data("digits_mlp_relu.safetensors"), &data("digits_images.npy"), &more), &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let page = include_str!("../docs/measure.md");
    for (column, meaning) in COLUMNS {
        assert!(text.contains(&format!("{column}: {meaning}")), "{column}");
        assert!(page.contains(&format!("| `{column}` | {meaning} |")), "docs/measure.md lacks {column}");
    }
}

fn refused(args: &MeasureArgs) -> MeasureError {
    let mut out = Vec::new();
    let error = run(args, &mut out).unwrap_err();
    assert_eq!(error.exit_code(), 2, "{error}");
    assert!(out.is_empty(), "something was written before the error");
    error
}

/// The error of a file, whether it is of the network and data or of the predictor.
fn input(error: &MeasureError) -> &InputError {
    match error {
        MeasureError::Input(error) | MeasureError::Subject(SubjectError::Input(error)) => error,
        other => panic!("{other}"),
    }
}

#[test]
fn samples_that_there_are_not() {
    let network = data("digits_mlp_relu.safetensors");
    for (asked, count) in [("0", 0), ("1798", 1798)] {
        let error = refused(&arguments(&network, &data("digits_images.npy"), &["--samples", asked]));
        assert!(
            matches!(error, MeasureError::Subject(SubjectError::Samples { found, available: 1797, .. }) if found == count),
            "{error}"
        );
    }
}

#[test]
fn data_of_another_width() {
    let directory = TempDir::new().unwrap();
    let flat = write_npy(&directory, "x.npy", &[3, 5], (0..15).map(f64::from));
    let network = data("digits_mlp_relu.safetensors");
    let error = refused(&arguments(&network, &flat, &[]));
    assert!(matches!(input(&error), InputError::Shape { found, .. } if *found == [3, 5]));
    let views = flat.to_str().unwrap();
    let error = refused(&arguments(&network, &data("digits_images.npy"), &["--views", views]));
    assert!(matches!(input(&error), InputError::Shape { found, .. } if *found == [3, 5]));
    let error = refused(&arguments(&network, &data("digits_images.npy"), &["--predictor", views]));
    assert!(matches!(input(&error), InputError::Shape { found, .. } if *found == [3, 5]));
}

#[test]
fn shifts_of_what_is_no_image() {
    let directory = TempDir::new().unwrap();
    let flat = write_npy(&directory, "x.npy", &[2, 64], (0..128).map(f64::from));
    let error = refused(&arguments(&data("digits_mlp_relu.safetensors"), &flat, &["--views", "shifts"]));
    assert!(matches!(input(&error), InputError::Shape { found, .. } if *found == [2, 64]));
}

#[test]
fn a_blank_image_has_no_gradient() {
    let directory = TempDir::new().unwrap();
    let blank = write_npy(&directory, "x.npy", &[2, 8, 8], (0..128).map(|i| if i < 64 { f64::from(i) } else { 0.0 }));
    let error = refused(&arguments(&data("digits_mlp_relu.safetensors"), &blank, &[]));
    let text = error.to_string();
    let MeasureError::NoGradient(NoGradient { place, layer: 1, unit: 0 }) = error else { panic!("{text}") };
    let file = blank.display().to_string();
    assert_eq!(place, Place { file, sample: 1, view: 0, shift: Some("unshifted"), blank: true });
    assert!(text.contains("x.npy, sample 1, view 0 (unshifted): all numbers are 0"), "{text}");
    assert!(text.contains("--at-zero subgradient"), "{text}");
}

#[test]
fn missing_files() {
    let missing = Path::new("no-such-file");
    let error = refused(&arguments(missing, &data("digits_images.npy"), &[]));
    assert!(matches!(input(&error), InputError::Unreadable { .. }), "{error}");
    let error = refused(&arguments(&data("digits_mlp_relu.safetensors"), missing, &[]));
    assert!(matches!(input(&error), InputError::Unreadable { .. }), "{error}");
}

#[test]
fn one_sample_has_no_covariance_to_check() {
    let network = data("digits_mlp_relu.safetensors");
    let (code, found) = document(&arguments(&network, &data("digits_images.npy"), &["--samples", "1", "--json"]));
    assert_eq!((code, &found["verdict"]), (1, &Value::from("nothing-checked")));
}

#[test]
fn options_that_are_none() {
    for bad in [
        ["--activation", "tanh"],
        ["--activation", "leaky:-1"],
        ["--activation", "leaky:NaN"],
        ["--loss", "nce"],
        ["--loss", "nce:0"],
        ["--loss", "triplet:1"],
        ["--loss", "triplet:1,-1"],
        ["--scale", "0"],
        ["--scale", "inf"],
        ["--power", "1"],
        ["--power", "0"],
        ["--at-zero", "one"],
    ] {
        let line = ["measure", "--weights", "n", "--data", "x"].iter().chain(&bad).copied().collect::<Vec<_>>();
        assert!(Line::try_parse_from(line).is_err(), "{bad:?}");
    }
}
