//! Which tensors are the layers, in which order, and what the others are called.

use crate::bytes::{LABEL, doubles, tensors};
use dualproof::input::{InputError, NameFault, NetworkFile, Note, Selection, TensorKind, network_from_bytes};
use dualproof::network::Activation;
use dualproof::numbers::{Rational, Ring};

/// A file of 1 × 1 layers whose weights are 1, 2, … in the order of the names.
fn layers(names: &[&str]) -> Vec<u8> {
    let of_layer = |(i, name)| (name, "F64", &[1, 1][..], doubles(&[1.0 + i as f64]));
    tensors(&names.iter().copied().enumerate().map(of_layer).collect::<Vec<_>>())
}

fn read(bytes: &[u8], selection: &Selection) -> Result<NetworkFile<Rational>, InputError> {
    network_from_bytes(LABEL, bytes, &Activation::Relu, selection)
}

fn told(names: &[&str]) -> Selection {
    Selection { only: None, layers: names.iter().map(ToString::to_string).collect() }
}

fn only(prefix: &str) -> Selection {
    Selection { only: Some(prefix.into()), layers: Vec::new() }
}

/// The names of the layers, with their only weights.
fn order(file: &NetworkFile<Rational>) -> Vec<(&str, f64)> {
    let weights = file.network.layers.iter().map(|layer| layer.weights[(0, 0)].to_f64());
    file.layers.iter().map(String::as_str).zip(weights).collect()
}

#[test]
fn one_number_gives_the_order() {
    for names in [
        ["layers.10.weight", "layers.2.weight"],
        ["fc10", "fc9"],
        ["net.3.layers.010.w", "net.3.layers.9.w"],
        ["18446744073709551616", "2"],
    ] {
        let file = read(&layers(&names), &Selection::default()).unwrap();
        assert_eq!(order(&file), [(names[1], 2.0), (names[0], 1.0)]);
        assert_eq!(file.network.layers[0].activation, Activation::Relu);
        assert_eq!(file.network.layers[1].activation, Activation::Linear);
        assert_eq!(file.notes, []);
    }
    assert_eq!(read(&layers(&["any name"]), &Selection::default()).unwrap().layers, ["any name"]);
}

#[test]
fn other_names_want_to_be_told() {
    for (names, expected) in [
        (&["backbone.0.weight", "backbone.2.weight", "head.weight"][..], None),
        (&["backbone.0.weight", "projector.1.weight", "backbone.2.weight"], Some([0, 2, 1])),
        (&["block1.fc7", "block2.fc1"], None),
        (&["net.0.0.weight", "net.0.2.weight", "net.1.0.weight"], None),
        (&["fc1.weight", "fc2.kernel"], None),
        (&["a", "b"], None),
        (&["a.01", "a.1"], None),
    ] {
        let bytes = layers(names);
        let expected: Vec<&str> = expected.map_or(names.to_vec(), |order| order.iter().map(|i| names[*i]).collect());
        let InputError::Order { suggestion, .. } = read(&bytes, &Selection::default()).unwrap_err() else {
            panic!("{names:?}");
        };
        assert_eq!(suggestion, expected);
        // The suggestion is ready to be used, and any other order is too.
        let file = read(&bytes, &told(&expected)).unwrap();
        assert_eq!(file.layers, expected);
        let backwards: Vec<&str> = names.iter().rev().copied().collect();
        let found: Vec<(&str, f64)> = (0..names.len()).rev().map(|i| (names[i], 1.0 + i as f64)).collect();
        assert_eq!(order(&read(&bytes, &told(&backwards)).unwrap()), found);
    }
}

#[test]
fn the_suggestion_chains() {
    // 2 → 3 → 1, but the name of the last layer comes first.
    let bytes = tensors(&[
        ("fc.weight", "F64", &[1, 3], doubles(&[1.0; 3])),
        ("layers.0.weight", "F64", &[3, 2], doubles(&[1.0; 6])),
    ]);
    let error = read(&bytes, &Selection::default()).unwrap_err();
    let expected = ["layers.0.weight", "fc.weight"];
    assert!(matches!(&error, InputError::Order { suggestion, .. } if *suggestion == expected), "{error}");
    assert!(error.to_string().contains("--layers layers.0.weight,fc.weight"), "{error}");
    assert_eq!(read(&bytes, &told(&expected)).unwrap().network.input_width(), 2);
}

#[test]
fn a_prefix_chooses() {
    let bytes = layers(&["backbone.0.weight", "backbone.2.weight", "head.weight"]);
    let file = read(&bytes, &only("backbone.")).unwrap();
    assert_eq!(order(&file), [("backbone.0.weight", 1.0), ("backbone.2.weight", 2.0)]);
    assert_eq!(file.notes, [Note::LeftOut { names: vec!["head.weight".into()] }]);
    assert_eq!(order(&read(&bytes, &only("head")).unwrap()), [("head.weight", 3.0)]);
    let error = read(&bytes, &only("tail")).unwrap_err();
    assert!(matches!(error, InputError::Name { fault: NameFault::NoSuchPrefix, .. }), "{error}");
}

#[test]
fn names_that_are_told_wrong() {
    let bytes = layers(&["a", "b"]);
    for (names, fault, at) in [
        (&["a", "c"][..], NameFault::Missing, "c"),
        (&["a", "b", "a"], NameFault::Twice, "a"),
        (&[""], NameFault::Missing, ""),
    ] {
        let error = read(&bytes, &told(names)).unwrap_err();
        let known = vec!["a".into(), "b".into()];
        assert_eq!(error, InputError::Name { file: LABEL.into(), fault, name: at.into(), known });
    }
}

/// A layer of weights and one other tensor, all ones.
fn beside(name: &str, dtype: &str, shape: &[usize]) -> Vec<u8> {
    let size: usize = shape.iter().product();
    let entries = if dtype == "I64" { vec![1; size * 8] } else { doubles(&vec![1.0; size]) };
    tensors(&[("layers.0.weight", "F64", &[1, 1], doubles(&[1.0])), (name, dtype, shape, entries)])
}

#[test]
fn what_changes_the_network_is_named() {
    for (name, shape, expected) in [
        ("layers.0.bias", &[1][..], TensorKind::Bias),
        ("fc1_bias", &[2], TensorKind::Bias),
        ("rnn.bias_ih_l0", &[2], TensorKind::Bias),
        ("bn.running_mean", &[2], TensorKind::BatchNorm),
        ("bn.running_var", &[2], TensorKind::BatchNorm),
        ("norm.weight", &[2], TensorKind::Norm),
        ("prelu.weight", &[1], TensorKind::Norm),
        ("conv1.weight", &[2, 1, 3, 3], TensorKind::Convolution),
        ("conv1d.weight", &[2, 1, 3], TensorKind::Convolution),
        ("table", &[3], TensorKind::Other),
    ] {
        let error = read(&beside(name, "F64", shape), &Selection::default()).unwrap_err();
        let (key, shape) = (name.to_string(), shape.to_vec());
        assert_eq!(error, InputError::NotALayer { file: LABEL.into(), key, kind: expected, shape }, "{name}");
        let text = error.to_string();
        assert!(text.contains(name) && text.lines().count() == 1, "{text}");
        // Left out by name where it is not the layer's own.
        let chosen = read(&beside(name, "F64", &[2]), &told(&["layers.0.weight"]));
        if name == "layers.0.bias" {
            assert!(matches!(chosen, Err(InputError::NotALayer { kind: TensorKind::Bias, .. })));
        } else {
            assert_eq!(chosen.unwrap().notes, [Note::LeftOut { names: vec![name.into()] }], "{name}");
        }
    }
    // The parts of one module tell what each of them is.
    let module = |list: &[&str]| {
        let list: Vec<_> = list.iter().map(|name| (*name, "F64", &[2][..], doubles(&[1.0; 2]))).collect();
        match read(&tensors(&list), &Selection::default()).unwrap_err() {
            InputError::NotALayer { key, kind, .. } => (key, kind),
            other => panic!("{other}"),
        }
    };
    assert_eq!(module(&["n.bias", "n.running_mean", "n.weight"]), ("n.bias".into(), TensorKind::BatchNorm));
    assert_eq!(module(&["n.bias", "n.weight"]), ("n.bias".into(), TensorKind::Norm));
}

#[test]
fn what_does_not_change_the_network_is_noted() {
    for (name, dtype, shape, kind) in [
        ("bn.num_batches_tracked", "I64", &[][..], TensorKind::Counter),
        ("temperature", "F64", &[], TensorKind::Scalar),
        ("epoch", "I64", &[1], TensorKind::Scalar),
        ("optimizer.state.0.exp_avg", "F64", &[1, 1], TensorKind::OptimiserState),
        ("layers.0.weight.momentum_buffer", "F64", &[1, 1], TensorKind::OptimiserState),
    ] {
        let file = read(&beside(name, dtype, shape), &Selection::default()).unwrap();
        assert_eq!(file.layers, ["layers.0.weight"], "{name}");
        assert_eq!(file.notes, [Note::Idle { kind, names: vec![name.into()] }]);
    }
    let zero = tensors(&[
        ("fc1.bias", "F64", &[1], doubles(&[0.0])),
        ("fc1.weight", "F64", &[1, 1], doubles(&[1.0])),
        ("fc2.bias", "F64", &[1], doubles(&[-0.0])),
        ("fc2.weight", "F64", &[1, 1], doubles(&[2.0])),
    ]);
    for selection in [Selection::default(), told(&["fc1.weight", "fc2.weight"])] {
        let file = read(&zero, &selection).unwrap();
        assert_eq!(order(&file), [("fc1.weight", 1.0), ("fc2.weight", 2.0)]);
        let names = vec!["fc1.bias".into(), "fc2.bias".into()];
        assert_eq!(file.notes, [Note::Idle { kind: TensorKind::ZeroBias, names }]);
    }
}
