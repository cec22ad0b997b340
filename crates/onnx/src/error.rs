//! What is refused, with where it stands, what was found and what was expected.

use std::io::ErrorKind;

/// Why a file is not read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum OnnxError {
    /// A file that the system does not give.
    #[error("{file}: cannot read: {kind}")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system says.
        kind: ErrorKind,
    },
    /// More than the memory that is free.
    #[error("memory: found {available:.1} GiB available, expected the {needed:.1} that the weights take")]
    Memory {
        /// The GiB it takes.
        needed: f64,
        /// The GiB available.
        available: f64,
    },
    /// Bytes that are no ONNX model.
    #[error("found no ONNX model ({found}), expected a message of the format's ModelProto")]
    NoModel {
        /// What the decoder says.
        found: String,
    },
    /// A version of the operators that is too old.
    #[error(
        "opset: found version {found}, expected at least {expected}; export with opset_version={expected} or later"
    )]
    Opset {
        /// The version.
        found: i64,
        /// The oldest that is read.
        expected: i64,
    },
    /// An operator that is not read.
    #[error("node {node}: found the operator {operator}, expected one of {}", known.join(", "))]
    Operator {
        /// The node.
        node: String,
        /// Its operator, with its domain if that is not ONNX's own.
        operator: String,
        /// All that are read.
        known: Vec<&'static str>,
    },
    /// An operator that is known and refused.
    #[error("node {node}: found the operator {operator}, which is not read: {why}")]
    Refused {
        /// The node.
        node: String,
        /// Its operator.
        operator: String,
        /// Why.
        why: &'static str,
    },
    /// An attribute, an input or a shape of a node that does not fit.
    #[error("node {node} ({operator}), {key}: found {found}, expected {expected}")]
    Node {
        /// The node.
        node: String,
        /// Its operator.
        operator: String,
        /// The attribute or input.
        key: String,
        /// What was found.
        found: String,
        /// What was expected.
        expected: String,
    },
    /// A tensor of the file whose shape, type or data do not fit.
    #[error("tensor {name}, {key}: found {found}, expected {expected}")]
    Tensor {
        /// The tensor.
        name: String,
        /// Its part.
        key: &'static str,
        /// What was found.
        found: String,
        /// What was expected.
        expected: String,
    },
    /// A weight that is not a finite number.
    #[error("tensor {name}, entry {index:?}: found {found}, expected a finite number")]
    NotFinite {
        /// The tensor.
        name: String,
        /// The place of the entry, one number per dimension, from 0.
        index: Vec<usize>,
        /// NaN, inf or -inf.
        found: String,
    },
    /// Something of the model as a whole.
    #[error("{key}: found {found}, expected {expected}")]
    Model {
        /// The part of the model.
        key: &'static str,
        /// What was found.
        found: String,
        /// What was expected.
        expected: String,
    },
    /// More entries than are held.
    #[error("node {node} ({operator}): found more than {limit} entries of values and places, expected at most as many")]
    TooLarge {
        /// The node.
        node: String,
        /// Its operator.
        operator: String,
        /// The limit.
        limit: usize,
    },
    /// What is refused in a file.
    #[error("{file}, {error}")]
    File {
        /// The file.
        file: String,
        /// What.
        error: Box<OnnxError>,
    },
}
