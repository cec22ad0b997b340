//! The user's files: arrays (`.npy`) and networks (`.safetensors`), read exactly or refused.
//!
//! Every reader has a part that takes bytes and a label for them, which never panics whatever the bytes, and a
//! thin part that takes a path. What is refused is named: the file, the key in it, what was found and what was
//! expected. [`write_npy`] writes what can be read again.

mod npy;
mod npy_views;
mod npy_write;
mod safetensors;

pub use npy::Array;
pub use npy_views::NpyViews;
pub use npy_write::{put_npy, write_npy};
pub use safetensors::{network_from_bytes, read_float_network, read_network};

use crate::network::NetworkError;
use std::io::ErrorKind;
use std::path::Path;

/// A file that cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum InputError {
    /// The file cannot be opened or read.
    #[error("{file}: found {kind}, expected a readable file")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system says.
        kind: ErrorKind,
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
        /// What there is.
        found: String,
        /// What there should be.
        expected: &'static str,
    },
    /// The data is shorter or longer than the header says.
    #[error("{file}, data: found {found} bytes, expected {expected}")]
    Length {
        /// The file.
        file: String,
        /// Bytes there are.
        found: u64,
        /// Bytes the header speaks of.
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
    /// An entry that is no number to compute with.
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
    /// Tensors whose names do not tell which layer comes first.
    #[error("{file}: found the tensors {first:?} and {second:?}, expected names that differ in their numbers")]
    Order {
        /// The file.
        file: String,
        /// A name.
        first: String,
        /// Another with the same numbers.
        second: String,
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

/// What every entry must be.
const FINITE: &str = "a finite number";

/// All bytes of a file, and the name that errors call it by.
fn bytes_of(path: &Path) -> Result<(String, Vec<u8>), InputError> {
    let file = path.display().to_string();
    match std::fs::read(path) {
        Ok(bytes) => Ok((file, bytes)),
        Err(error) => Err(InputError::Unreadable { file, kind: error.kind() }),
    }
}

/// The index, one number per dimension, of the entry at `place` in row-major order.
fn unravel(shape: &[usize], mut place: usize) -> Vec<usize> {
    let mut index: Vec<usize> = shape
        .iter()
        .rev()
        .map(|&size| {
            let here = place % size.max(1);
            place /= size.max(1);
            here
        })
        .collect();
    index.reverse();
    index
}
