//! Files that PyTorch exported, and the outputs that PyTorch computed: see `tests/networks`.

use crate::agree;
use crate::evaluator::outputs;
use dualproof::input::Array;
use dualproof_onnx::{Import, Options, read};
use serde_json::Value;
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/networks"))
}

fn import(name: &str, options: &Options) -> Import {
    read(&folder().join(format!("{name}.onnx")), options).unwrap_or_else(|error| panic!("{error}"))
}

/// The views, and the values, norm and probe of the outputs.
fn expected(name: &str) -> (Vec<Vec<f64>>, Value) {
    let text = std::fs::read(folder().join(format!("{name}.expected.json"))).expect("figures");
    let figures: Value = serde_json::from_slice(&text).expect("figures");
    let file = figures["views"].as_str().expect("views");
    let views = Array::from_bytes(file, &std::fs::read(folder().join(file)).expect("views")).expect("views");
    let size: usize = views.shape()[2..].iter().product();
    (views.data().chunks(size).map(<[f64]>::to_vec).collect(), figures["output"].clone())
}

/// Do all outputs agree where they are listed, and their norm and probe Σ f_k cos k in any case?
fn check(name: &str, options: &Options) -> Import {
    let import = import(name, options);
    let (views, output) = expected(name);
    let found = outputs(&import.graph, &views);
    let flat: Vec<f64> = found.iter().flatten().copied().collect();
    let norm = flat.iter().map(|x| x * x).sum::<f64>().sqrt();
    let probe: f64 = flat.iter().enumerate().map(|(k, x)| x * (k as f64).cos()).sum();
    let number = |key: &str| output[key].as_f64().expect("a number");
    agree(&[vec![norm, probe]], &[vec![number("norm"), number("probe")]]).unwrap_or_else(|how| panic!("{name}: {how}"));
    if let Some(values) = output["values"].as_array() {
        let values = values.iter().map(|x| x.as_f64().expect("a number")).collect::<Vec<_>>();
        let values: Vec<Vec<f64>> = values.chunks(import.output_width).map(<[f64]>::to_vec).collect();
        agree(&found, &values).unwrap_or_else(|how| panic!("{name}: {how}"));
    }
    import
}

#[test]
fn exports_compute_what_pytorch_does() {
    for name in [
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
    ] {
        check(name, &Options::default());
    }
}

#[test]
fn batch_statistics_are_an_option() {
    let import = import("mlp.verbatim", &Options { batch_statistics: true, ..Options::default() });
    let (views, output) = expected("mlp.training");
    let flat: Vec<f64> = outputs(&import.graph, &views).concat();
    let norm = flat.iter().map(|x| x * x).sum::<f64>().sqrt();
    agree(&[vec![norm]], &[vec![output["norm"].as_f64().expect("a norm")]]).expect("PyTorch's norm");
}

#[test]
fn layers_have_their_names() {
    let import = check("resnet18.verbatim", &Options::default());
    let names: Vec<&str> = import.blocks.iter().map(|block| block.name.as_str()).collect();
    assert_eq!(names[..4], ["conv1", "bn1", "layer1.0.conv1", "layer1.0.bn1"]);
    assert_eq!(names.len(), 41);
    assert_eq!(import.input.dims, [3, 32, 32]);
    let kernel = &import.parameters[0];
    assert_eq!(
        (kernel.name.as_str(), &kernel.shape[..], kernel.is_transposed),
        ("conv1.weight", &[16, 3, 7, 7][..], false)
    );
    assert_eq!(import.graph.parameters[0].values.shape(), (16, 3 * 7 * 7));
    assert!(import.folded.is_empty());
}

#[test]
fn a_folded_batchnorm_is_told() {
    let import = check("resnet18", &Options::default());
    assert_eq!(import.folded.len(), 20);
    assert_eq!(import.folded[0].weights, "conv1.weight");
    assert!(import.notes.iter().any(|note| note.contains("optimize=False")));
    // Where the folded layer had a bias, nothing in the file tells.
    let import = check("mlp", &Options::default());
    assert!(import.folded.is_empty());
    assert!(import.notes.iter().any(|note| note.contains("if the network has some")));
}

#[test]
fn a_weight_that_the_exporter_transposed_is_told() {
    let import = check("sequence", &Options::default());
    let weight = import.parameters.iter().find(|parameter| parameter.name == "val_30").expect("val_30");
    assert_eq!((&weight.shape[..], weight.is_transposed), (&[8, 6][..], true));
}
