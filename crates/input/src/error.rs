//! Why a file cannot be used.

use super::{Format, TensorKind};
use crate::json::JsonError;
use crate::network::NetworkError;
use std::fmt;
use std::io::ErrorKind;

/// What is wrong with a name that the user gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// No tensor has it.
    Missing,
    /// No tensor's name starts with it.
    NoSuchPrefix,
    /// It is given more than once.
    Twice,
}

impl NameFault {
    fn expected(self, known: &[String]) -> String {
        let known = known.join(", ");
        match self {
            NameFault::Missing => format!("names out of {known}"),
            NameFault::NoSuchPrefix => format!("the start of a name out of {known}"),
            NameFault::Twice => "each layer once".to_string(),
        }
    }
}

impl fmt::Display for NameFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NameFault::Missing => "no tensor",
            NameFault::NoSuchPrefix => "no tensor that starts with",
            NameFault::Twice => "more than once the tensor",
        })
    }
}

/// A file that cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum InputError {
    /// The file cannot be opened or read.
    #[error("{file}: cannot be read: {kind}")]
    Unreadable {
        /// The file.
        file: String,
        /// The system's error.
        kind: ErrorKind,
    },
    /// A file that does not fit in memory.
    #[error("{file}: reading it takes {needed:.2} GiB of memory, expected at most the {available:.2} GiB available")]
    Memory {
        /// The file.
        file: String,
        /// The GiB it takes.
        needed: f64,
        /// The GiB available.
        available: f64,
    },
    /// A file of another known format.
    #[error("{file}: found {found}, expected {expected}{}", found.conversion(*expected, file))]
    Foreign {
        /// The file.
        file: String,
        /// What it is.
        found: Format,
        /// What is needed: a [`Format::Npy`] or a [`Format::Safetensors`].
        expected: Format,
    },
    /// The first bytes are not those of the format.
    #[error("{file}: found the first bytes {found:02x?}, expected {expected:02x?}")]
    Magic {
        /// The file.
        file: String,
        /// Its first bytes.
        found: Vec<u8>,
        /// Those of the format.
        expected: &'static [u8],
    },
    /// The header is damaged.
    #[error("{file}, header: found {found}, expected {expected}")]
    Header {
        /// The file.
        file: String,
        /// What was found.
        found: String,
        /// What was expected.
        expected: &'static str,
    },
    /// The header is JSON that gives a name twice.
    #[error("{file}, header, {error}")]
    Json {
        /// The file.
        file: String,
        /// Where, and which name.
        error: JsonError,
    },
    /// The data is shorter or longer than the header says.
    #[error("{file}, data: found {found} bytes, expected {expected}")]
    Length {
        /// The file.
        file: String,
        /// The bytes in the file.
        found: u64,
        /// The bytes that the header declares.
        expected: u64,
    },
    /// A type of number that is not read.
    #[error("{file}, {key}: found the type {found}, expected {expected}")]
    Type {
        /// The file.
        file: String,
        /// The array or tensor.
        key: String,
        /// Its type.
        found: String,
        /// The types that are read.
        expected: &'static str,
    },
    /// An array or tensor of the wrong shape.
    #[error("{file}, {key}: found the shape {found:?}, expected {expected}")]
    Shape {
        /// The file.
        file: String,
        /// The array or tensor.
        key: String,
        /// Its shape.
        found: Vec<usize>,
        /// The shape that is needed.
        expected: String,
    },
    /// An entry that is not a finite number, or not exactly an `f64`.
    #[error("{file}, {key} at {index:?}: found {found}, expected {expected}")]
    Value {
        /// The file.
        file: String,
        /// The array or tensor.
        key: String,
        /// Where in it, one number per dimension.
        index: Vec<usize>,
        /// The entry.
        found: String,
        /// What it should be.
        expected: &'static str,
    },
    /// An entry whose quotient by the scale is outside the range of `f64`.
    #[error(
        "{file}, array at {index:?}: found {found:e} / {scale:e} = {quotient:e}, expected a scale that keeps it finite and not 0"
    )]
    Scale {
        /// The file.
        file: String,
        /// Where in the array.
        index: Vec<usize>,
        /// The entry.
        found: f64,
        /// What it is divided by.
        scale: f64,
        /// What that gives.
        quotient: f64,
    },
    /// A tensor that the network computes with, but that is not the weights of a dense layer.
    #[error("{file}, {key}: found {kind} (shape {shape:?}), expected one 2-D tensor of weights per layer; {}", kind.advice())]
    NotALayer {
        /// The file.
        file: String,
        /// The tensor.
        key: String,
        /// What it is.
        kind: TensorKind,
        /// Its shape.
        shape: Vec<usize>,
    },
    /// Tensors whose names do not tell which layer comes first.
    #[error(
        "{file}: found {} layers whose names do not differ in just one number, so their order is not known; expected \
         --layers with the names from the first layer to the top, perhaps --layers {}",
        suggestion.len(), suggestion.join(",")
    )]
    Order {
        /// The file.
        file: String,
        /// All the names, in an order in which the shapes chain if there is one.
        suggestion: Vec<String>,
    },
    /// A name that selects nothing, or is given twice.
    #[error("{file}: found {fault} {name:?}, expected {}", fault.expected(known))]
    Name {
        /// The file.
        file: String,
        /// What is wrong.
        fault: NameFault,
        /// The name or prefix.
        name: String,
        /// The names in the file.
        known: Vec<String>,
    },
    /// Layers that do not fit one another.
    #[error("{file}, {error}")]
    Network {
        /// The file.
        file: String,
        /// What does not fit.
        error: NetworkError,
    },
}
