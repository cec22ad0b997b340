//! Files of other formats are called by their names, with a way to convert them.

use crate::bytes::{LABEL, doubles, npy, tensors};
use dualproof::input::{Array, Format, InputError, Selection, network_from_bytes};
use dualproof::network::Activation;

/// The start of a zip archive whose first member has this name.
fn zip(member: &str) -> Vec<u8> {
    let mut bytes = b"PK\x03\x04".to_vec();
    bytes.extend([0; 22]);
    bytes.extend((member.len() as u16).to_le_bytes());
    bytes.extend([0; 2]);
    bytes.extend(member.bytes());
    bytes.extend([0; 99]);
    bytes
}

fn as_array(file: &str, bytes: &[u8]) -> InputError {
    Array::from_bytes(file, bytes).unwrap_err()
}

fn as_network(file: &str, bytes: &[u8]) -> InputError {
    network_from_bytes(file, bytes, &Activation::Relu, &Selection::default()).unwrap_err()
}

#[test]
fn every_known_format_is_named() {
    let onnx = b"\x08\x08\x12\x07pytorch\x1a\x052.1.0".to_vec();
    let legacy = b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03.".to_vec();
    let table = b"0.5,1.5,2.5,3.5\n4.5,5.5,6.5,7.5\n8.5,9.5,10.5,11.5\n".to_vec();
    for (file, bytes, format) in [
        ("net.pt", zip("net/data.pkl"), Format::PyTorch),
        ("net.bin", zip("archive/.format_version"), Format::PyTorch),
        ("net.pth", zip("something"), Format::PyTorch),
        ("net.dat", legacy, Format::PyTorch),
        ("net.pt", b"\x80\x02}q\x00.".to_vec(), Format::PyTorch),
        ("net.pkl", b"\x80\x04\x95\x00\x00".to_vec(), Format::Pickle),
        ("x.npz", zip("arr_0.npy"), Format::Npz),
        ("model.keras", zip("metadata.json"), Format::Zip),
        ("net.onnx", onnx.clone(), Format::Onnx),
        ("net", onnx, Format::Onnx),
        ("net.h5", b"\x89HDF\r\n\x1a\n\0\0\0\0".to_vec(), Format::Hdf5),
        ("x.csv", table, Format::Text),
    ] {
        for (error, wanted) in [(as_array(file, &bytes), Format::Npy), (as_network(file, &bytes), Format::Safetensors)]
        {
            let named = InputError::Foreign { file: file.into(), found: format, expected: wanted };
            assert_eq!(error, named);
            assert_eq!(error.to_string().lines().count(), 1);
        }
    }
    let array = npy("'<f8'", false, "(1, 1)", &doubles(&[1.0]));
    let found = |error| match error {
        InputError::Foreign { found, .. } => found,
        other => panic!("{other}"),
    };
    assert_eq!(found(as_network(LABEL, &array)), Format::Npy);
    let network = tensors(&[("w", "F64", &[1, 1], doubles(&[1.0]))]);
    assert_eq!(found(as_array(LABEL, &network)), Format::Safetensors);
}

#[test]
fn what_can_be_converted_has_a_line_of_python() {
    for (file, bytes) in [
        ("net.pt", zip("net/data.pkl")),
        ("net.pkl", b"\x80\x04\x95\x00\x00".to_vec()),
        ("net.npz", zip("arr_0.npy")),
        ("net.onnx", b"\x08\x08\x12\x07pytorch".to_vec()),
        ("net.h5", b"\x89HDF\r\n\x1a\n\0\0\0\0".to_vec()),
        ("net.npy", npy("'<f8'", false, "(1, 1)", &doubles(&[1.0]))),
    ] {
        let text = as_network(file, &bytes).to_string();
        assert!(text.contains("in Python: import ") && text.contains("\"net.safetensors\")"), "{text}");
    }
    for (file, bytes) in [
        ("x.pt", zip("x/data.pkl")),
        ("x.npz", zip("arr_0.npy")),
        ("x.h5", b"\x89HDF\r\n\x1a\n\0\0\0\0".to_vec()),
        ("x.safetensors", tensors(&[("w", "F64", &[1, 1], doubles(&[1.0]))])),
        ("x.csv", b"0.5,1.5,2.5,3.5\n4.5,5.5,6.5,7.5\n8.5,9.5,10.5,11.5\n".to_vec()),
    ] {
        let text = as_array(file, &bytes).to_string();
        assert!(text.contains("in Python: import ") && text.contains("numpy.save(\"x.npy\", "), "{text}");
    }
}
