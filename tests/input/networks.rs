//! Networks from bytes.

use crate::bytes::{LABEL, floats, tensors};
use dualproof::input::{
    InputError, NetworkFile, Selection, has_biases, network_from_bytes, read_dense, read_float_network, read_network,
};
use dualproof::json::JsonError;
use dualproof::network::{Activation, NetworkError};
use dualproof::numbers::{Rational, Ring};
use std::io::ErrorKind;
use std::path::Path;

fn read(bytes: &[u8]) -> Result<NetworkFile<Rational>, InputError> {
    network_from_bytes(LABEL, bytes, &Activation::Relu, &Selection::default())
}

fn no_network(bytes: &[u8]) -> InputError {
    read(bytes).unwrap_err()
}

#[test]
fn a_missing_file() {
    let path = Path::new("no-such-file.safetensors");
    let error = read_network(path, &Activation::Relu, &Selection::default()).unwrap_err();
    assert!(matches!(error, InputError::Unreadable { kind: ErrorKind::NotFound, .. }), "{error}");
}

#[test]
fn weights_are_exact_and_row_major() {
    let bytes = tensors(&[("w", "F32", &[2, 3], floats(&[0.1, 2.0, 3.0, 4.0, 5.0, 6.0]))]);
    let weights = &read(&bytes).unwrap().network.layers[0].weights;
    assert_eq!(weights.shape(), (2, 3));
    assert_eq!(weights[(0, 0)], Rational::new(13_421_773, 1 << 27));
    assert_eq!(weights[(1, 0)], Rational::new(4, 1));
}

#[test]
fn damaged_safetensors() {
    let whole = tensors(&[("w", "F32", &[1, 2], floats(&[1.0, 2.0]))]);
    for length in 0..whole.len() {
        let error = no_network(&whole[..length]);
        assert!(matches!(error, InputError::Header { .. }), "{length}: {error}");
    }
    for bytes in [&[&u64::MAX.to_le_bytes()[..], b"{}"].concat(), &[&whole[..], b"more"].concat()] {
        assert!(matches!(no_network(bytes), InputError::Header { .. }));
    }
}

#[test]
fn a_file_without_tensors() {
    let error = no_network(&tensors(&[]));
    assert!(matches!(error, InputError::Network { error: NetworkError::NoLayers, .. }), "{error}");
}

#[test]
fn an_empty_matrix() {
    let error = no_network(&tensors(&[("w", "F32", &[0, 2], Vec::new())]));
    assert!(matches!(error, InputError::Shape { found, .. } if found == [0, 2]));
}

/// Biases stand beside their weights by name; one of zeros is kept among others, but makes no network one with biases.
#[test]
fn biases_beside_weights() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net.safetensors");
    let of = |bias: &[f32]| {
        std::fs::write(
            &path,
            tensors(&[
                ("0.weight", "F32", &[2, 3], floats(&[1.0; 6])),
                ("0.bias", "F32", &[bias.len()], floats(bias)),
                ("1.weight", "F32", &[1, 2], floats(&[1.0, -1.0])),
                ("1.bias", "F32", &[1], floats(&[0.0])),
            ]),
        )
        .unwrap();
        (has_biases(&path, &Selection::default()), read_dense(&path, &Selection::default()))
    };
    let (has, file) = of(&[0.5, -0.0]);
    let layers = file.unwrap().layers;
    let biases: Vec<_> = layers.iter().map(|layer| layer.bias.clone().unwrap()).collect();
    assert!(has && biases == [("0.bias".to_string(), vec![0.5, -0.0]), ("1.bias".to_string(), vec![0.0])]);
    assert!(!of(&[0.0, 0.0]).0);
    let (has, file) = of(&[0.5]);
    let error = file.unwrap_err();
    assert!(!has && error.to_string().contains("0.bias: found the shape [1], expected 2 numbers"), "{error}");
    let (_, file) = of(&[0.5, f32::NAN]);
    assert!(matches!(file, Err(InputError::Value { key, .. }) if key == "0.bias"));
    // A bias of no weights, and layers that do not fit.
    let orphan = tensors(&[("0.weight", "F32", &[1, 1], floats(&[1.0])), ("b.bias", "F32", &[1], floats(&[1.0]))]);
    std::fs::write(&path, orphan).unwrap();
    let refused = read_dense(&path, &Selection::default());
    assert!(matches!(refused, Err(InputError::NotALayer { key, .. }) if key == "b.bias"));
    let apart = [("0.weight", "F32", &[1, 1][..], floats(&[1.0])), ("1.weight", "F32", &[1, 2], floats(&[1.0, 1.0]))];
    std::fs::write(&path, tensors(&apart)).unwrap();
    let refused = read_dense(&path, &Selection::default()).unwrap_err();
    assert!(refused.to_string().contains("expected 1 columns, the rows of 0.weight"), "{refused}");
    assert!(!has_biases(Path::new("/dev/null"), &Selection::default()));
}

#[test]
fn floats_of_two_bytes_are_exact() {
    let smallest = |exponent: i32| Rational::from_f64(2f64.powi(exponent)).unwrap();
    for (dtype, bits, expected) in [
        ("F16", [0x3c00, 0xc000], [Rational::new(1, 1), Rational::new(-2, 1)]),
        ("F16", [0x3555, 0x7bff], [Rational::new(1365, 4096), Rational::new(65504, 1)]),
        ("F16", [0x0001, 0x0400], [smallest(-24), smallest(-14)]),
        ("BF16", [0x3f80, 0xc049], [Rational::new(1, 1), Rational::new(-201, 64)]),
        ("BF16", [0x0001, 0x0080], [smallest(-133), smallest(-126)]),
        ("BF16", [0x7f7f, 0x0000], [Rational::from_f64(255.0 * 2f64.powi(120)).unwrap(), Rational::new(0, 1)]),
    ] {
        let data: Vec<u8> = bits.iter().flat_map(|bits: &u16| bits.to_le_bytes()).collect();
        let bytes = tensors(&[("w", dtype, &[1, 2], data)]);
        let weights = read(&bytes).unwrap().network.layers.remove(0).weights;
        assert_eq!(weights.as_slice(), expected, "{dtype} {bits:x?}");
        let directory = tempfile::TempDir::new().unwrap();
        let path = directory.path().join("net.safetensors");
        std::fs::write(&path, &bytes).unwrap();
        let float = read_float_network(&path, &Activation::Relu, &Selection::default()).unwrap().network;
        assert_eq!(float.layers[0].weights.as_slice(), expected.map(|q| q.to_f64()), "{dtype} {bits:x?}");
    }
    for (dtype, bits) in [("F16", 0x7c00u16), ("F16", 0x7e00), ("BF16", 0x7f80), ("BF16", 0xffc0)] {
        let error = no_network(&tensors(&[("w", dtype, &[1, 1], bits.to_le_bytes().to_vec())]));
        assert!(matches!(error, InputError::Value { .. }), "{dtype} {bits:x}: {error}");
    }
}

#[test]
fn tensors_of_other_types() {
    for (dtype, size) in [("I64", 8), ("U8", 1), ("BOOL", 1), ("F8_E4M3", 1)] {
        let error = no_network(&tensors(&[("w", dtype, &[1, 1], vec![0; size])]));
        assert!(matches!(error, InputError::Type { ref key, .. } if key == "w"), "{dtype}: {error}");
    }
}

#[test]
fn a_tensor_given_twice() {
    let whole = |first: &str, second: &str| {
        let entry =
            |name: &str, shape: &str| format!(r#""{name}":{{"dtype":"F32","shape":{shape},"data_offsets":[0,24]}}"#);
        let header = format!("{{{},{}}}", entry(first, "[1,6]"), entry(second, "[2,3]"));
        [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), &[0; 24]].concat()
    };
    // The second is the same name, spelt with an escape.
    for second in ["w", "\\u0077"] {
        let error = no_network(&whole("w", second));
        let InputError::Json { error: JsonError { problem, .. }, .. } = &error else { panic!("{error}") };
        assert!(problem.contains("\"w\" twice"), "{problem}");
    }
    assert!(matches!(no_network(&whole("w", "x")), InputError::Header { .. }), "two tensors cannot share their bytes");
}

#[test]
fn weights_that_are_not_finite_are_named() {
    for bad in [f32::NAN, f32::INFINITY] {
        let error = no_network(&tensors(&[("fc1", "F32", &[2, 2], floats(&[1.0, 2.0, bad, 4.0]))]));
        assert!(matches!(error, InputError::Value { key, index, .. } if key == "fc1" && index == [1, 0]));
    }
}

#[test]
fn layers_that_do_not_chain() {
    let error = no_network(&tensors(&[
        ("layers.0.weight", "F32", &[2, 1], floats(&[1.0, 2.0])),
        ("layers.1.weight", "F32", &[1, 3], floats(&[1.0, 2.0, 3.0])),
    ]));
    let expected = NetworkError::Chain { layer: 2, found: 3, expected: 2 };
    assert!(matches!(error, InputError::Network { error, .. } if error == expected));
}
