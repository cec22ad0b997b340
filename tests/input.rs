//! The readers of arrays and networks: both orders and byte orders read right, and one test per rejection.
//!
//! Files are made here byte by byte, and by the crates' own writers as a second opinion.

use dualproof::input::{Array, InputError, network_from_bytes, read_network};
use dualproof::network::{Activation, NetworkError};
use dualproof::numbers::{Rational, Ring};
use std::io::ErrorKind;
use std::path::Path;

const LABEL: &str = "test bytes";

fn npy_with(version: [u8; 2], header: &str, data: &[u8]) -> Vec<u8> {
    let mut bytes = b"\x93NUMPY".to_vec();
    bytes.extend(version);
    match version[0] {
        1 => bytes.extend((header.len() as u16).to_le_bytes()),
        _ => bytes.extend((header.len() as u32).to_le_bytes()),
    }
    bytes.extend(header.bytes());
    bytes.extend(data);
    bytes
}

fn npy(descr: &str, fortran: bool, shape: &str, data: &[u8]) -> Vec<u8> {
    let order = if fortran { "True" } else { "False" };
    let header = format!("{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, }}          \n");
    npy_with([1, 0], &header, data)
}

fn doubles(numbers: &[f64]) -> Vec<u8> {
    numbers.iter().flat_map(|x| x.to_le_bytes()).collect()
}

fn refused(bytes: &[u8]) -> InputError {
    Array::from_bytes(LABEL, bytes).unwrap_err()
}

#[test]
fn every_type_is_read_in_both_byte_orders() {
    let check = |descr: &str, data: Vec<u8>, expected: &[f64]| {
        let array = Array::from_bytes(LABEL, &npy(descr, false, "(2,)", &data)).unwrap();
        assert_eq!((array.shape(), array.data()), (&[2][..], expected), "{descr}");
    };
    check("'|b1'", vec![0, 1], &[0.0, 1.0]);
    check("'|u1'", vec![3, 255], &[3.0, 255.0]);
    check("'|i1'", vec![3, 255], &[3.0, -1.0]);
    macro_rules! both {
        ($type:ty, $code:literal, $a:expr, $b:expr) => {
            let pair: [$type; 2] = [$a, $b];
            let values = pair.map(|x| x as f64);
            check(concat!("'<", $code, "'"), pair.iter().flat_map(|x| x.to_le_bytes()).collect(), &values);
            check(concat!("'>", $code, "'"), pair.iter().flat_map(|x| x.to_be_bytes()).collect(), &values);
        };
    }
    both!(u16, "u2", 1, u16::MAX);
    both!(i16, "i2", -2, i16::MAX);
    both!(u32, "u4", 1, u32::MAX);
    both!(i32, "i4", -2, i32::MIN);
    both!(u64, "u8", 1, 1 << 53);
    both!(i64, "i8", -(1 << 53), 7);
    both!(f32, "f4", 0.1, -3.5);
    both!(f64, "f8", 0.1, f64::MAX);
}

#[test]
fn fortran_order_becomes_row_major() {
    let stored: Vec<u8> = (0..24).collect();
    let array = Array::from_bytes(LABEL, &npy("'|u1'", true, "(2, 3, 4)", &stored)).unwrap();
    let expected: Vec<f64> =
        (0..2).flat_map(|i| (0..3).flat_map(move |j| (0..4).map(move |k| (i + 2 * j + 6 * k) as f64))).collect();
    assert_eq!((array.shape(), array.data()), (&[2, 3, 4][..], &expected[..]));
    let array = Array::from_bytes(LABEL, &npy("'|u1'", false, "(2, 3, 4)", &stored)).unwrap();
    assert_eq!(array.data(), (0..24).map(f64::from).collect::<Vec<_>>());
}

#[test]
fn what_the_crate_writes_is_read_back() {
    use npyz::WriterBuilder;
    for (order, expected) in
        [(npyz::Order::C, [1.5, 2.5, 3.5, 4.5, 5.5, 6.5]), (npyz::Order::Fortran, [1.5, 3.5, 5.5, 2.5, 4.5, 6.5])]
    {
        let mut bytes = Vec::new();
        let options = npyz::WriteOptions::<f32>::new().default_dtype().shape(&[2, 3]).order(order);
        let mut writer = options.writer(&mut bytes).begin_nd().unwrap();
        writer.extend([1.5f32, 2.5, 3.5, 4.5, 5.5, 6.5]).unwrap();
        writer.finish().unwrap();
        let array = Array::from_bytes(LABEL, &bytes).unwrap();
        assert_eq!((array.shape(), array.data()), (&[2, 3][..], &expected[..]));
    }
}

#[test]
fn later_versions_of_the_format_are_read() {
    for version in [[2, 0], [3, 0]] {
        let bytes = npy_with(version, "{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }\n", &[9]);
        assert_eq!(Array::from_bytes(LABEL, &bytes).unwrap().data(), [9.0]);
    }
}

#[test]
fn a_missing_file() {
    let error = Array::read(Path::new("no-such-file.npy")).unwrap_err();
    assert!(matches!(error, InputError::Unreadable { kind: ErrorKind::NotFound, .. }), "{error}");
    let error = read_network(Path::new("no-such-file.safetensors"), &Activation::Relu).unwrap_err();
    assert!(matches!(error, InputError::Unreadable { kind: ErrorKind::NotFound, .. }), "{error}");
}

#[test]
fn a_wrong_magic() {
    for bytes in [&b"PK\x03\x04 a zip file"[..], b"\x93NUMP", b""] {
        assert!(matches!(refused(bytes), InputError::Magic { .. }));
    }
}

#[test]
fn a_cut_header() {
    let whole = npy("'<f8'", false, "(1,)", &doubles(&[1.0]));
    for length in 6..whole.len() - 8 {
        let error = refused(&whole[..length]);
        assert!(matches!(error, InputError::Header { .. }), "{length}: {error}");
    }
}

#[test]
fn data_too_short_or_too_long() {
    let whole = npy("'<f8'", false, "(2,)", &doubles(&[1.0, 2.0]));
    let error = refused(&whole[..whole.len() - 1]);
    assert_eq!(error, InputError::Length { file: LABEL.into(), found: 15, expected: 16 });
    let longer = [&whole[..], &[0]].concat();
    assert_eq!(refused(&longer), InputError::Length { file: LABEL.into(), found: 17, expected: 16 });
}

#[test]
fn an_unknown_version() {
    let bytes = npy_with([9, 0], "{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }\n", &[9]);
    assert!(matches!(refused(&bytes), InputError::Header { .. }));
}

#[test]
fn headers_that_would_exhaust_the_reader() {
    let deep = format!("{}{}", "(".repeat(5000), ")".repeat(5000));
    let huge = "{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296, 0), }";
    for header in [&deep[..], huge, "1e5 + 1", "{'a': \"\\N{x}\"}", "(0x10,)", "[[[[[]]]]]", "((,", "{'shape': (-1,)}"]
    {
        let error = refused(&npy_with([1, 0], header, &[]));
        assert!(matches!(error, InputError::Header { .. }), "{header}: {error}");
    }
    let claims_four_gigabytes = [&b"\x93NUMPY\x02\x00"[..], &u32::MAX.to_le_bytes()].concat();
    assert!(matches!(refused(&claims_four_gigabytes), InputError::Header { .. }));
}

#[test]
fn a_header_without_its_keys() {
    for header in ["{}", "{'descr': '<f8'}", "{'descr': '<f8', 'fortran_order': 3, 'shape': ()}", "nonsense", ""] {
        assert!(matches!(refused(&npy_with([1, 0], header, &[])), InputError::Header { .. }), "{header}");
    }
}

#[test]
fn types_that_are_not_read() {
    for (descr, size) in
        [("'|O'", 0), ("'<f2'", 2), ("'<f16'", 16), ("'<c16'", 16), ("'<U3'", 12), ("[('a', '<f8')]", 8)]
    {
        let error = refused(&npy(descr, false, "(1,)", &vec![0; size]));
        assert!(matches!(error, InputError::Type { .. }), "{descr}: {error}");
    }
}

#[test]
fn entries_that_are_not_finite_are_named_by_index() {
    let index_of = |fortran: bool, bad: f64| {
        let bytes = npy("'<f8'", fortran, "(2, 3)", &doubles(&[1.0, 2.0, 3.0, 4.0, bad, 6.0]));
        match refused(&bytes) {
            InputError::Value { index, .. } => index,
            other => panic!("{other}"),
        }
    };
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(index_of(false, bad), [1, 1]);
        assert_eq!(index_of(true, bad), [0, 2]);
    }
}

#[test]
fn integers_that_are_no_doubles() {
    for (descr, data) in [
        ("'<u8'", ((1u64 << 53) + 1).to_le_bytes()),
        ("'<i8'", (-(1i64 << 53) - 1).to_le_bytes()),
        ("'<i8'", i64::MIN.to_le_bytes()),
    ] {
        assert!(matches!(refused(&npy(descr, false, "(1,)", &data)), InputError::Value { .. }));
    }
}

#[test]
fn an_array_of_the_wrong_rank() {
    let array = Array::from_bytes(LABEL, &npy("'|u1'", false, "(4,)", &[0; 4])).unwrap();
    let error = array.shape_of_rank(&[2, 3], "a matrix").unwrap_err();
    assert!(matches!(error, InputError::Shape { found, .. } if found == [4]));
    let empty = Array::from_bytes(LABEL, &npy("'|u1'", false, "(0, 3)", &[])).unwrap();
    assert!(empty.shape_of_rank(&[2], "rows").is_err());
}

/// A `.safetensors` file of tensors given by name, type, shape and bytes.
fn tensors(list: &[(&str, &str, &[usize], Vec<u8>)]) -> Vec<u8> {
    let (mut entries, mut data) = (Vec::new(), Vec::new());
    for (name, dtype, shape, bytes) in list {
        let (start, end) = (data.len(), data.len() + bytes.len());
        entries.push(format!(r#""{name}":{{"dtype":"{dtype}","shape":{shape:?},"data_offsets":[{start},{end}]}}"#));
        data.extend(bytes);
    }
    let header = format!("{{{}}}", entries.join(","));
    [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), &data].concat()
}

fn floats(numbers: &[f32]) -> Vec<u8> {
    numbers.iter().flat_map(|x| x.to_le_bytes()).collect()
}

fn no_network(bytes: &[u8]) -> InputError {
    network_from_bytes(LABEL, bytes, &Activation::Relu).unwrap_err()
}

#[test]
fn layers_come_in_the_order_of_their_numbers() {
    let one = |x: f64| doubles(&[x]);
    for names in [["layers.10.weight", "layers.2.weight"], ["fc10", "fc9"], ["block2.fc1", "block1.fc7"]] {
        let bytes = tensors(&[(names[0], "F64", &[1, 1], one(2.0)), (names[1], "F64", &[1, 1], one(1.0))]);
        let network = network_from_bytes(LABEL, &bytes, &Activation::Relu).unwrap();
        let weights: Vec<f64> = network.layers.iter().map(|layer| layer.weights[(0, 0)].to_f64()).collect();
        assert_eq!(weights, [1.0, 2.0], "{names:?}");
        assert_eq!(network.layers[0].activation, Activation::Relu);
        assert_eq!(network.layers[1].activation, Activation::Linear);
    }
}

#[test]
fn weights_are_exact_and_row_major() {
    let bytes = tensors(&[("w", "F32", &[2, 3], floats(&[0.1, 2.0, 3.0, 4.0, 5.0, 6.0]))]);
    let network = network_from_bytes(LABEL, &bytes, &Activation::Relu).unwrap();
    let weights = &network.layers[0].weights;
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
fn tensors_that_are_no_matrices() {
    for shape in [&[2][..], &[1, 1, 2], &[]] {
        let size = shape.iter().product();
        let error = no_network(&tensors(&[("layers.0.bias", "F32", shape, floats(&vec![1.0; size]))]));
        assert!(matches!(error, InputError::Shape { key, .. } if key == "layers.0.bias"));
    }
    let error = no_network(&tensors(&[("w", "F32", &[0, 2], Vec::new())]));
    assert!(matches!(error, InputError::Shape { found, .. } if found == [0, 2]));
}

#[test]
fn tensors_of_other_types() {
    let error = no_network(&tensors(&[("w", "F16", &[1, 1], vec![0, 0])]));
    assert!(matches!(error, InputError::Type { found, .. } if found == "F16"));
}

#[test]
fn weights_that_are_not_finite_are_named() {
    for bad in [f32::NAN, f32::INFINITY] {
        let error = no_network(&tensors(&[("fc1", "F32", &[2, 2], floats(&[1.0, 2.0, bad, 4.0]))]));
        assert!(matches!(error, InputError::Value { key, index, .. } if key == "fc1" && index == [1, 0]));
    }
}

#[test]
fn names_with_the_same_numbers() {
    let one = || floats(&[1.0]);
    let error = no_network(&tensors(&[("a.1", "F32", &[1, 1], one()), ("b.01", "F32", &[1, 1], one())]));
    assert!(matches!(error, InputError::Order { first, second, .. } if first == "a.1" && second == "b.01"));
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
