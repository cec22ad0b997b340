//! `blocks`: what the update of each parameter of a given network is made of, and what bad files give.

use dualproof::graph::{Graph, Node, Operation, Parameter};
use dualproof::input::write_npy;
use dualproof::matrix::dmatrix;
use dualproof_theorems::digits;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

fn command(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dualproof")).arg("blocks").args(arguments).output().expect("the program starts")
}

fn document(arguments: &[&str]) -> (i32, Value) {
    let output = command(&[arguments, &["--json"]].concat());
    let said = String::from_utf8_lossy(&output.stderr);
    (
        output.status.code().expect("an exit"),
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{said}")),
    )
}

/// x ↦ W₂ max(W₁ x + b₁, 0) + b₂, or with a skip around the hidden layer in place of biases.
fn graph(skip: bool) -> Graph<f64> {
    let parameter = |name: &str, values| Parameter { name: name.into(), values, mask: None };
    let node = |operation, of: &[usize]| Node { operation, of: of.to_vec() };
    let hidden = if skip { node(Operation::Add, &[0, 1]) } else { node(Operation::Bias { biases: 1 }, &[1]) };
    Graph {
        parameters: vec![
            parameter("W_1", dmatrix![1.0, 0.5; -0.25, 2.0]),
            parameter("b_1", dmatrix![0.5; -1.0]),
            parameter("W_2", dmatrix![1.5, -1.0]),
            parameter("b_2", dmatrix![3.0]),
        ],
        nodes: vec![
            node(Operation::Input, &[]),
            node(Operation::Dense { weights: 0 }, &[0]),
            hidden,
            node(Operation::Rectify { slope: 0.0 }, &[2]),
            node(Operation::Dense { weights: 2 }, &[3]),
            node(Operation::Bias { biases: 3 }, &[4]),
        ],
    }
}

/// Three samples of two views, in a file of views.
fn views(folder: &Path) -> String {
    let path = folder.join("views.npy");
    let entries = [1.0, 2.0, 1.5, 2.5, -3.0, 1.0, -2.0, 0.75, 4.0, -0.5, 5.0, 0.25];
    write_npy(&path, &[3, 2, 2], entries).expect("a file");
    path.display().to_string()
}

fn written(folder: &TempDir, graph: &Graph<f64>) -> String {
    let path = folder.path().join("graph.json");
    fs::write(&path, serde_json::to_string(graph).expect("plain data")).expect("a file");
    path.display().to_string()
}

#[test]
fn the_network_of_the_digits_is_split() {
    let (exit, found) = document(&[]);
    assert_eq!((exit, &found["verdict"]), (0, &Value::from("holds")));
    let blocks = found["blocks"].as_array().expect("blocks");
    assert_eq!(blocks.len(), digits::residual().parameters.len());
    let block = |name: &str| blocks.iter().find(|block| block["parameter"] == name).expect("a block");
    let share = |name: &str| block(name)["covariance_share"].as_f64().expect("a share");
    // Norms of PyTorch's, degrees from the operations.
    for expected in &digits::expected_of_batches().residual[..blocks.len() - 1] {
        let norm = block(&expected.parameter)["update_norm"].as_f64().expect("a norm");
        assert!((norm - expected.simclr_update_norm).abs() <= digits::REFERENCE_AGREEMENT * norm, "{expected:?}");
    }
    assert_eq!(block("top weights")["degree"], 1);
    assert_eq!(block("kernel 1")["degree"], Value::Null);
    // The top is linear in its weights; a kernel below BatchNorm has no share but what ε leaves; biases at the top are
    // constant, and nothing is learned from a constant.
    assert!((share("top weights") - 1.0).abs() <= digits::REFERENCE_AGREEMENT);
    assert!(share("kernel 1") < share("skip gain"));
    assert_eq!(block("top biases")["check"]["verdict"], "nothing-checked");
    assert_eq!(block("top biases")["covariance_share"], Value::Null);
}

#[test]
fn degrees_and_shares_of_a_network_of_the_user() {
    let folder = TempDir::new().expect("a folder");
    let views = views(folder.path());
    for (skip, of_first) in [(false, Value::Null), (true, Value::Null)] {
        let file = written(&folder, &graph(skip));
        let (exit, found) = document(&[&file, "--views", &views]);
        assert_eq!(exit, 0, "{found}");
        let blocks = found["blocks"].as_array().expect("blocks");
        assert_eq!(blocks[0]["degree"], of_first, "{found}");
        assert_eq!(blocks[2]["degree"], 1, "the top, its bias being a constant");
        let share = blocks[2]["covariance_share"].as_f64().expect("a share");
        let bound = blocks[2]["check"]["bound"].as_f64().expect("a bound").max(f64::EPSILON);
        assert!((share - 1.0).abs() <= bound, "{found}");
        assert!(blocks[0]["cross_term"].as_f64().is_some_and(|cross| cross > bound), "{found}");
    }
}

#[test]
fn the_network_that_is_shown_can_be_read_again() {
    let folder = TempDir::new().expect("a folder");
    let output = command(&["--show-network"]);
    assert!(output.status.success());
    let path = folder.path().join("graph.json");
    fs::write(&path, &output.stdout).expect("a file");
    let images = folder.path().join("images.npy");
    fs::write(&images, digits::IMAGES).expect("a file");
    let (path, images) = (path.display().to_string(), images.display().to_string());
    let (_, shown) = document(&[&path, "--data", &images, "--samples", "3", "--scale", "16"]);
    let (_, own) = document(&[]);
    // ε = 10⁻⁵ is no f64: the bounds differ in their last digits.
    let of = |found: &Value| -> Vec<(Value, Value, f64)> {
        let blocks = found["blocks"].as_array().expect("blocks").iter();
        let norm = |block: &Value| block["update_norm"].as_f64().expect("a norm");
        blocks.map(|block| (block["parameter"].clone(), block["degree"].clone(), norm(block))).collect()
    };
    let (shown, own) = (of(&shown), of(&own));
    assert_eq!(shown.len(), own.len());
    for ((name, degree, norm), (own_name, own_degree, own_norm)) in shown.iter().zip(&own) {
        assert_eq!((name, degree), (own_name, own_degree));
        // The update of the top's biases is 0.
        let agrees = (norm - own_norm).abs() <= digits::REFERENCE_AGREEMENT * own_norm;
        assert!(agrees || own_norm.abs() < f64::EPSILON, "{name}: {norm} and {own_norm}");
    }
}

#[test]
fn bad_files_are_refused() {
    let folder = TempDir::new().expect("a folder");
    let views = views(folder.path());
    let refused = |edit: &dyn Fn(&mut Value), expected: &str| {
        let mut document = serde_json::to_value(graph(false)).expect("plain data");
        edit(&mut document);
        let path = folder.path().join("bad.json");
        fs::write(&path, document.to_string()).expect("a file");
        let output = command(&[&path.display().to_string(), "--views", &views]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{said}");
        assert!(said.contains("bad.json") && said.contains(expected), "{said}");
    };
    refused(
        &|d| d["nodes"][1]["of"] = Value::from(vec![4]),
        "node 1: found an edge from node 4, expected one from an earlier",
    );
    refused(&|d| d["nodes"][4]["of"] = Value::from(vec![4]), "node 4: found an edge from node 4");
    refused(&|d| d["nodes"][5]["operation"] = "sigmoid".into(), "unknown variant `sigmoid`");
    refused(
        &|d| d["nodes"][2]["operation"]["bias"]["biases"] = 9.into(),
        "node 2: found parameter 9, expected one below 4",
    );
    refused(
        &|d| d["parameters"][2]["values"] = serde_json::json!([[1.0]]),
        "node 4: found 1 columns of weights, expected 2",
    );
    refused(&|d| d["parameters"][0]["values"][0][1] = "1".into(), "parameters[0]");
    refused(&|d| d["weights"] = 1.into(), "unknown field `weights`");
    refused(
        &|d| {
            let image = serde_json::json!({"channels": 1, "height": 2, "width": 1});
            let window = serde_json::json!({"height": 3, "width": 1, "stride": 1, "padding": 0});
            d["nodes"][1]["operation"] =
                serde_json::json!({"convolution": {"kernel": 0, "image": image, "window": window}});
        },
        "node 1: found a window",
    );
    refused(
        &|d| {
            d["nodes"][1]["operation"] = "tanh".into();
        },
        "found no weights and no kernel that read the input",
    );
    // A deviation of 0 is no divisor, also where rounding leaves its sign open.
    refused(
        &|d| {
            d["parameters"][0]["values"] = serde_json::json!([[0.0, 0.0], [0.0, 0.0]]);
            let over = serde_json::json!({"channels": 2, "epsilon": 0.0, "held_constant": false});
            d["nodes"][2]["operation"] = serde_json::json!({"over-deviation": over});
        },
        "the argument of a root",
    );
    let file = written(&folder, &graph(false));
    for (arguments, expected) in [
        (&["nowhere.json"][..], "nowhere.json"),
        (&[&file], "found neither --data nor a file of --views"),
        (&[&file, "--views", &views, "--samples", "4"], "found 4, expected 1 to 3"),
        (&["--samples", "0"], "found 0, expected 1 to 1797"),
        (&[&file, "--views", &views, "--power", "0"], "--power"),
    ] {
        let output = command(arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(expected), "{said}");
    }
}

/// The networks that PyTorch exported, with its figures.
fn networks() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/networks")
}

/// What `blocks` says of a network of PyTorch's, beside what PyTorch says.
fn beside_pytorch(stem: &str, further: &[&str]) -> (i32, Value, Value) {
    let at = |name: String| networks().join(name).display().to_string();
    let text = fs::read_to_string(at(format!("{stem}.expected.json"))).expect("figures");
    let expected: Value = serde_json::from_str(&text).expect("JSON");
    let (network, views) = (at(format!("{stem}.onnx")), at(expected["views"].as_str().expect("a file").to_string()));
    let (exit, found) = document(&[&[network.as_str(), "--views", views.as_str()], further].concat());
    (exit, found, expected["losses"][0].clone())
}

#[test]
fn networks_of_pytorch_have_its_figures() {
    let training: &[&str] = &["--batch-statistics"];
    for (stem, further) in [
        ("mlp", &[][..]),
        ("mlp.verbatim", &[]),
        ("mlp.half", &[]),
        ("mlp.training", training),
        ("mlp.verbatim", training),
    ] {
        let (exit, found, expected) = beside_pytorch(stem, further);
        assert_eq!((exit, &found["verdict"]), (0, &Value::from("holds")), "{stem}");
        // The same stored weights, one of them with the statistics of the batch.
        let expected = if (stem, further) == ("mlp.verbatim", training) {
            beside_pytorch("mlp.training", training).2
        } else {
            expected
        };
        let figure = |of: &Value, key: &str| of[key].as_f64().unwrap_or_else(|| panic!("{stem}: {key} in {of}"));
        let parameters = expected["parameters"].as_array().expect("parameters");
        let blocks = found["blocks"].as_array().expect("blocks");
        assert_eq!(blocks.len(), parameters.len(), "{stem}");
        let largest = parameters.iter().map(|p| figure(p, "update_norm")).fold(0.0, f64::max);
        for expected in parameters {
            let block = blocks.iter().find(|block| block["parameter"] == expected["name"]).expect("a parameter");
            assert_eq!(block["shape"], expected["shape"], "{stem}");
            let norm = figure(expected, "update_norm");
            let close = |x: f64, y: f64| (x - y).abs() <= digits::REFERENCE_AGREEMENT * largest;
            assert!(close(figure(block, "update_norm"), norm), "{stem}: {block} {expected}");
            // A bias below the statistics of the batch moves nothing: no share of it. What PyTorch has is rounding, that of
            // at most 1024 terms.
            let Some(share) = block["covariance_share"].as_f64() else {
                assert!(norm <= 1024.0 * f64::EPSILON * largest, "{stem}: {block}");
                continue;
            };
            assert!(close(share * norm, figure(expected, "covariance_norm")), "{stem}: {block} {expected}");
            assert!(close(figure(block, "cross_term") * norm, figure(expected, "cross_norm")), "{stem}: {block}");
            if let (Some(x), Some(y)) = (block["cosine"].as_f64(), expected["cosine"].as_f64()) {
                assert!((x - y).abs() <= digits::REFERENCE_AGREEMENT, "{stem}: {block} {expected}");
            }
        }
    }
}

#[test]
fn an_onnx_file_that_cannot_be_split_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| networks().join(name).display().to_string();
    let (mlp, gelu, views) = (at("mlp.onnx"), at("gelu.onnx"), at("mlp.views.npy"));
    let torn = folder.path().join("torn.onnx");
    fs::write(&torn, &fs::read(&mlp).expect("bytes")[..900]).expect("a file");
    let json = written(&folder, &graph(false));
    let small = self::views(folder.path());
    for (arguments, told) in [
        (vec![gelu.as_str(), "--views", &at("gelu.views.npy")], "erf"),
        (vec![&torn.display().to_string(), "--views", &views], "torn.onnx"),
        (vec![&mlp, "--views", &small], "N×A×D with D = 12"),
        (vec![&mlp], "--data"),
        (vec![&at("lenet.onnx"), "--views", &at("mlp.views.npy")], "N×A×1×16×16, channels first"),
        (vec![&json, "--views", &small, "--batch-statistics"], "expected an ONNX file"),
    ] {
        let output = command(&arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(told) && output.stdout.is_empty(), "{told}: {said}");
    }
}
