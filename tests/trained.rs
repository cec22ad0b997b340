//! `measure` of networks that PyTorch exported, against the figures that PyTorch computed: see `tests/networks`.

use clap::Parser;
use dualproof::record::Verdict;
use dualproof_autodiff::Kinks;
use dualproof_losses::Loss;
use dualproof_onnx::ParameterOrigin;
use dualproof_theorems::digits::REFERENCE_AGREEMENT;
use dualproof_theorems::subject::{Dense, ViewsArgs, activation};
use dualproof_theorems::trained::{Files, Measured, Question, Statistics, Subject};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Kept in small files beside the networks: every network with every loss that is defined on its views.
const NETWORKS: [&str; 20] = [
    "mlp",
    "mlp.half",
    "mlp.verbatim",
    "mlp.training",
    "lenet",
    "lenet.verbatim",
    "lenet.double",
    "lenet.external",
    "gelu",
    "gelu.verbatim",
    "gelu.bfloat",
    "gelu.legacy",
    "gelu.tanh",
    "branches",
    "branches.verbatim",
    "branches.legacy",
    "sequence",
    "sequence.verbatim",
    "resnet18",
    "resnet18.verbatim",
];

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/networks"))
}

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    views: ViewsArgs,
}

fn figures(name: &str) -> Value {
    let text = std::fs::read(folder().join(format!("{name}.expected.json"))).expect("figures");
    serde_json::from_slice(&text).expect("figures")
}

/// The measurement that an entry of the figures is of.
fn measured(network: &str, statistics: Statistics, entry: &Value) -> (Vec<ParameterOrigin>, Measured) {
    let file = |key: &str| entry[key].as_str().map(|file| folder().join(file));
    let views = file("views").expect("views").display().to_string();
    let line = Line::parse_from(["views", "--views", &views]);
    let (predictor, target) = (file("predictor"), file("target"));
    let dense = Dense { activation: Some(activation("leaky:0.125").expect("a slope")), ..Dense::default() };
    let files = Files {
        network: &folder().join(network),
        dense: &dense,
        views: &line.views,
        statistics,
        predictor: predictor.as_deref(),
        target: target.as_deref(),
        kinks: Kinks::Convention,
    };
    let subject = Subject::read(&files).unwrap_or_else(|error| panic!("{error}"));
    let loss = entry["loss"].as_str().expect("a loss");
    let loss: Loss = loss.trim_end_matches(":split").parse().expect("a loss");
    let found = subject.measure(&Question { loss, check: None, eigenvalues: 0 }, &|| ());
    (subject.network.import.parameters.clone(), found.unwrap_or_else(|error| panic!("{error}")))
}

fn norm(entries: &[f64]) -> f64 {
    entries.iter().map(|x| x * x).sum::<f64>().sqrt()
}

/// Norm and probe Σ x_k cos k of some entries against the figures, relative to a size.
fn agrees(what: &str, entries: &[f64], expected: &Value, key: &str, size: f64) {
    let probe: f64 = entries.iter().enumerate().map(|(k, x)| x * (k as f64).cos()).sum();
    for (found, key) in [(norm(entries), format!("{key}_norm")), (probe, format!("{key}_probe"))] {
        let expected = expected[&key].as_f64().unwrap_or_else(|| panic!("{what}: no {key}"));
        assert!((found - expected).abs() <= REFERENCE_AGREEMENT * size, "{what}, {key}: {found} {expected}");
    }
}

/// Every figure of every loss.
fn check(name: &str, network: &str, statistics: Statistics) {
    for entry in figures(name)["losses"].as_array().expect("losses") {
        let what = format!("{name}, {}, {} {}", entry["loss"], entry["predictor"], entry["target"]);
        let (origins, found) = measured(network, statistics, entry);
        let parameters = entry["parameters"].as_array().expect("parameters");
        let of_name = |name: &str| origins.iter().position(|origin| origin.name == name);
        assert_eq!(parameters.len(), origins.len(), "{what}");
        if entry["loss"].as_str().is_some_and(|loss| loss.ends_with(":split")) {
            for (t, key) in ["attraction", "within", "square_of_mean"].into_iter().enumerate() {
                let terms = &found.terms[t + 1];
                let largest = terms.iter().map(|m| m.norm()).fold(0.0, f64::max);
                for expected in parameters {
                    let place = of_name(expected["name"].as_str().expect("a name")).expect("a parameter");
                    agrees(&what, &origins[place].stored(&terms[place]), expected, key, largest);
                }
            }
            continue;
        }
        let value = entry["value"].as_f64().expect("a value");
        assert!((found.update.value - value).abs() <= REFERENCE_AGREEMENT * value.abs().max(1.0), "{what}: {value}");
        let largest = found.update.parameters.iter().map(|m| m.norm()).fold(0.0, f64::max);
        assert!(largest > 0.0, "{what}");
        for expected in parameters {
            let place = of_name(expected["name"].as_str().expect("a name")).expect("a parameter");
            let (origin, figures) = (&origins[place], &found.report.parameters[place]);
            assert_eq!((&figures.name, &figures.shape), (&origin.name, &origin.shape));
            // An update of rounding is 0 beside the largest; every other is held to its own size.
            let is_rounding = |norm: f64| norm <= largest * f64::powi(2.0, -40);
            let size = |norm: f64| if is_rounding(norm) { largest } else { norm };
            let update = origin.stored(&found.update.parameters[place]);
            let what = format!("{what}, {}", origin.name);
            agrees(&what, &update, expected, "update", size(norm(&update)));
            if entry["loss"] == "simple" {
                let covariance = origin.stored(&found.terms[0][place]);
                agrees(&what, &covariance, expected, "covariance", size(norm(&covariance)).max(norm(&update)));
                let number = |key: &str| expected[key].as_f64().expect("a number");
                let near = |found: f64, key: &str, size: f64| {
                    assert!((found - number(key)).abs() <= REFERENCE_AGREEMENT * size, "{what}, {key}: {found}");
                };
                near(figures.norm, "norm", figures.norm);
                near(figures.inner, "inner", figures.norm * size(figures.update_norm));
                near(figures.cross_norm, "cross_norm", size(figures.cross_norm).max(norm(&update)));
                assert_eq!(figures.cosine.is_none(), expected["cosine"].is_null(), "{what}: {:?}", figures.cosine);
                if let Some(cosine) = figures.cosine {
                    near(cosine, "cosine", 1.0);
                }
            }
        }
        for expected in entry["predictor_parameters"].as_array().into_iter().flatten() {
            let name = expected["name"].as_str().expect("a name");
            let figures = &found.report.predictor_parameters;
            let place = figures.iter().position(|figures| figures.name == name).expect("a parameter");
            let number = expected["update_norm"].as_f64().expect("a norm");
            let largest = figures.iter().map(|figures| figures.update_norm).fold(0.0, f64::max);
            assert!((figures[place].update_norm - number).abs() <= REFERENCE_AGREEMENT * largest, "{what}, {name}");
        }
    }
}

#[test]
fn every_figure_is_pytorchs() {
    for name in NETWORKS {
        check(name, &format!("{name}.onnx"), Statistics::Stored);
    }
}

/// Of safetensors: names pair weights with biases, a layer may have none.
#[test]
fn dense_layers_with_biases_are_measured_as_any_network() {
    check("dense", "dense.safetensors", Statistics::Stored);
    let arguments = ["--weights", &path("dense.safetensors"), "--views", &path("dense.views.npy")];
    let leaky = ["--activation", "leaky:0.125", "--check", "3"];
    let (exit, found) = document(&[&arguments[..], &leaky].concat());
    assert_eq!((exit, &found["verdict"]), (0, &Value::from("holds")), "{}", found["undecided"]);
    let names: Vec<&str> =
        found["parameters"].as_array().expect("parameters").iter().filter_map(|p| p["name"].as_str()).collect();
    assert_eq!(names, ["0.weight", "2.weight", "2.bias", "4.weight", "4.bias"]);
    // Another activation is another network.
    let (_, other) = document(&arguments);
    assert_ne!(found["all"]["update_norm"], other["all"]["update_norm"]);
}

#[test]
fn batch_statistics_are_an_option() {
    check("mlp.training", "mlp.verbatim.onnx", Statistics::All);
}

fn command(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dualproof")).arg("measure").args(arguments).output().expect("the program starts")
}

fn path(name: &str) -> String {
    folder().join(name).display().to_string()
}

fn document(arguments: &[&str]) -> (i32, Value) {
    let output = command(&[arguments, &["--json"]].concat());
    let said = String::from_utf8_lossy(&output.stderr);
    (
        output.status.code().expect("an exit"),
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{said}")),
    )
}

/// On the first samples, the tape with its error bound: outputs and every update.
#[test]
fn the_tape_agrees() {
    for (network, views, loss) in [
        ("lenet.onnx", "lenet.pairs.npy", "nt-xent:0.5"),
        ("gelu.tanh.onnx", "gelu.views.npy", "vicreg:25,25,1"),
        ("mlp.training.onnx", "mlp.views.npy", "simple"),
        ("branches.onnx", "branches.views.npy", "nce:0.5"),
    ] {
        let arguments = ["--weights", &path(network), "--views", &path(views), "--loss", loss, "--check", "3"];
        let (exit, found) = document(&arguments);
        assert_eq!((exit, &found["verdict"]), (0, &Value::from("holds")), "{network}: {}", found["undecided"]);
        assert_eq!(found["outputs_check"]["verdict"], "holds");
        let parameters = found["parameters"].as_array().expect("parameters");
        let held = parameters.iter().filter(|figures| figures["checks"]["tape"]["verdict"] == "holds").count();
        assert!(held >= 2 && parameters.iter().all(|figures| figures["checks"]["tape"]["bound"].is_number()));
    }
}

/// The eigenvalues of V: none above its trace bound, the form of θ at most the largest one times ‖θ‖²; for one output of one
/// linear layer, those of the covariance of its inputs.
#[test]
fn eigenvalues_bound_the_form() {
    let (exit, found) = document(&["--weights", &path("mlp.onnx"), "--views", &path("mlp.views.npy"), "--top", "3"]);
    assert_eq!(exit, 0, "{}", found["undecided"]);
    for figures in found["parameters"].as_array().expect("parameters").iter().chain([&found["all"]]) {
        let number = |key: &str| figures[key].as_f64().expect("a number");
        let values: Vec<f64> = figures["eigenvalues"]
            .as_array()
            .map_or(Vec::new(), |values| values.iter().map(|value| value.as_f64().expect("a number")).collect());
        assert!(values.len() <= 3 && values.is_sorted_by(|a, b| a > b), "{values:?}");
        let largest = values.first().copied().unwrap_or(0.0);
        let most = largest * number("norm").powi(2);
        assert!(number("quadratic_form") <= most * (1.0 + REFERENCE_AGREEMENT), "{} {values:?}", figures["name"]);
        if figures["name"] == "6.weight" {
            // K of the linear top is f below: every eigenvalue is one of the covariance of f below.
            assert!(!values.is_empty() && largest > 0.0);
        }
    }
}

/// What the theory says of the degrees that the operations show.
#[test]
fn degrees_decide_the_share() {
    let (views, network) = (path("mlp.views.npy"), path("mlp.verbatim.onnx"));
    let (exit, found) = document(&["--weights", &network, "--views", &views, "--batch-statistics"]);
    assert_eq!((exit, &found["verdict"]), (0, &Value::from("holds")), "{}", found["undecided"]);
    let figures = |name: &str| {
        found["parameters"].as_array().expect("parameters").iter().find(|of| of["name"] == name).expect("a tensor")
    };
    // The top is linear in its weights: all of the update is the covariance operator.
    assert_eq!(figures("6.weight")["degree"], 1);
    assert!((figures("6.weight")["covariance_share"].as_f64().expect("a share") - 1.0).abs() < REFERENCE_AGREEMENT);
    assert_eq!(figures("6.weight")["radial"], "grows");
    // A bias at the top moves all outputs alike: nothing to check, nothing is learnt.
    assert_eq!(figures("6.bias")["cosine"], Value::Null);
    assert_eq!(found["all"]["name"], "all");
    assert!(!found["blocks"].as_array().expect("blocks").is_empty());
}

/// Samples that do not differ, or by less than rounding, have no operator to be refuted; those that differ by a millionth
/// of themselves are not refuted either.
#[test]
fn rounding_of_equal_samples_is_no_refutation() {
    let folder = tempfile::tempdir().expect("a folder");
    let view = |sample: usize, size: f64| {
        (0..256).map(move |k| (k as f64).sin() + size * (sample as f64 * 7.0 + k as f64 * 1.3).cos())
    };
    for (size, complete) in [(0.0, true), (1e-15, true), (1e-10, false), (1e-6, false)] {
        let file = folder.path().join("views.npy");
        let entries = (0..4).flat_map(|sample| view(sample, size).chain(view(sample, size)));
        dualproof::input::write_npy(&file, &[4, 2, 1, 16, 16], entries).expect("written");
        let (exit, found) = document(&["--weights", &path("lenet.onnx"), "--views", &file.display().to_string()]);
        assert!(found["verdict"] != "refuted" && exit != 2, "{size}: {}", found["undecided"]);
        assert_eq!(found["collapse"] == "complete", complete, "{size}: {}", found["collapse"]);
        for figures in found["parameters"].as_array().expect("parameters") {
            assert!(size > 1e-9 || figures["covariance_share"].is_null(), "{size}: {figures}");
        }
    }
}

#[test]
fn bad_input_is_refused_with_its_name() {
    let (mlp, views) = (path("mlp.onnx"), path("mlp.views.npy"));
    let given = ["--weights", &mlp, "--views", &views];
    let lenet = path("lenet.views.npy");
    let gelu_predictor = path("lenet.onnx");
    let (lenet_network, biased) = (path("lenet.onnx"), path("dense.safetensors"));
    let folder = tempfile::tempdir().expect("a folder");
    let channels_last = folder.path().join("last.npy");
    dualproof::input::write_npy(&channels_last, &[2, 2, 16, 16, 1], (0..1024).map(f64::from)).expect("written");
    let channels_last = channels_last.display().to_string();
    let safetensors = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/digits/data/digits_mlp_relu.safetensors"));
    let dense = safetensors.display().to_string();
    for (arguments, words) in [
        (&["--weights", &mlp, "--views", &lenet][..], &["lenet.views.npy", "12"][..]),
        (&[&given[..], &["--activation", "relu"]].concat(), &["--activation", "mlp.onnx", "safetensors"]),
        (&[&given[..], &["--loss", "nt-xent:0"]].concat(), &["--loss", "above 0"]),
        (&[&given[..], &["--loss", "info-nce:1,6"]].concat(), &["info-nce", "6"]),
        (&[&given[..], &["--target", &mlp]].concat(), &["--target", "simple", "byol"]),
        (&[&given[..], &["--predictor", &gelu_predictor]].concat(), &["--predictor", "lenet.onnx", "256", "5"]),
        (&[&given[..], &["--loss", "byol", "--target", &gelu_predictor]].concat(), &["--target", "lenet.onnx"]),
        (&[&given[..], &["--check", "0"]].concat(), &["--check"]),
        (&["--weights", &dense, "--views", &views, "--loss", "byol"], &["--loss byol", "ONNX"]),
        (&["--weights", &dense, "--views", &views, "--check", "2"], &["--check", "ONNX"]),
        (&["--weights", "missing.onnx", "--views", &views], &["missing.onnx"]),
        (&["--weights", &lenet_network, "--views", &channels_last], &["N×A×1×16×16", "X.transpose(0, 1, 4, 2, 3)"]),
        (
            &["--weights", &biased, "--views", &path("dense.views.npy"), "--power", "0.1"],
            &["--power", "without biases"],
        ),
    ] {
        let output = command(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(output.stdout.is_empty() && words.iter().all(|word| said.contains(word)), "{arguments:?}: {said}");
    }
}

/// The table fits what a person has, and says what its columns are.
#[test]
fn the_table_tells() {
    let [network, views, predictor] = ["mlp.onnx", "mlp.views.npy", "mlp.P.npy"].map(path);
    let output = command(&["--weights", &network, "--views", &views, "--predictor", &predictor]);
    let text = String::from_utf8(output.stdout).expect("text");
    assert_eq!(output.status.code(), Some(0), "{text}");
    for word in ["0.weight", "attract", "degree:", "note:", "effective rank", "predictor P"] {
        assert!(text.contains(word), "{word}: {text}");
    }
    assert_eq!(
        Verdict::Holds.name(),
        text.lines()
            .find(|line| line.starts_with("0.weight"))
            .map_or("", |line| line.split_whitespace().last().unwrap_or(""))
    );
}
