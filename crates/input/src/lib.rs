//! The user's files: arrays (`.npy`) and networks (`.safetensors`), read exactly or refused.
//!
//! Every reader has a part that takes bytes and a label for them, which never panics whatever the bytes, and a
//! thin part that takes a path. What is refused is named: the file, the key in it, what was found and what was
//! expected. An array that another program holds in memory is a [`LentArray`]. [`write_npy`] writes what can be read again. [`NpyViews`] and [`ShiftedImages`] are sources of views for
//! operators at large scale.
//!
//! ```
//! use dualproof_input::{Array, put_npy};
//! let mut bytes = Vec::new();
//! put_npy(&mut bytes, &[2, 3], (0..6).map(f64::from))?;
//! let array = Array::from_bytes("x.npy", &bytes)?;
//! assert_eq!((array.shape(), array.data()[5]), (&[2, 3][..], 5.0));
//! let refused = Array::from_bytes("x.npy", &bytes[..bytes.len() - 8]).unwrap_err();
//! assert_eq!(refused.to_string(), "x.npy, data: found 40 bytes, expected 48");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![warn(missing_docs)]

mod dense;
mod error;
mod format;
mod layers;
mod lent;
mod npy;
mod npy_header;
mod npy_samples;
mod npy_views;
mod npy_write;
mod safetensors;
mod shifted_images;
mod source;
mod stored;
mod tensor_kind;

pub use dense::{DenseFile, DenseLayer, has_biases, read_dense};
pub use error::{InputError, NameFault};
pub use format::Format;
pub use layers::Selection;
pub use lent::{LentArray, LentBytes};
pub use npy::Array;
pub use npy_samples::NpySamples;
pub use npy_views::NpyViews;
pub use npy_write::{put_npy, write_npy};
pub use safetensors::{NamedTensor, NetworkFile, network_from_bytes, read_float_network, read_network, read_tensors};
pub use shifted_images::ShiftedImages;
pub use tensor_kind::{Note, TensorKind};

use dualproof_host::memory::{Shortage, available_memory, shortage};
use dualproof_host::{json, output};
use dualproof_networks::network;
use dualproof_numbers::numbers;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// What every entry must be.
const FINITE: &str = "a finite number";

/// Bytes that are checked before the rest of a file is read: an endless file of another format is not.
const HEAD: u64 = 1 << 9;

/// All bytes of a file, and its name in errors. After the head, the rest is read only if `check` accepts the head.
fn bytes_of(
    path: &Path,
    check: impl Fn(&str, &[u8]) -> Result<(), InputError>,
) -> Result<(String, Vec<u8>), InputError> {
    let file = path.display().to_string();
    let unreadable = |error: io::Error| InputError::Unreadable { file: file.clone(), kind: error.kind() };
    let mut source = File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    (&mut source).take(HEAD).read_to_end(&mut bytes).map_err(unreadable)?;
    check(&file, &bytes)?;
    // A pipe does not say how long it is; its bytes are asked for as they come.
    if let Ok(metadata) = source.metadata() {
        fits(&file, metadata.len() as f64, available_memory())?;
    }
    source.read_to_end(&mut bytes).map_err(unreadable)?;
    Ok((file, bytes))
}

/// Refuses what takes more bytes than the limit, such as [`available_memory`]; without a limit, nothing.
fn fits(file: &str, needed: f64, limit: Option<u64>) -> Result<(), InputError> {
    match shortage(needed, limit) {
        None => Ok(()),
        Some(Shortage { needed, available }) => Err(InputError::Memory { file: file.to_string(), needed, available }),
    }
}

/// The index, one number per dimension, of the entry at `place` in row-major order.
pub fn unravel(shape: &[usize], mut place: usize) -> Vec<usize> {
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

/// The words of N bytes one after the other.
pub fn words<const N: usize>(bytes: &[u8]) -> impl Iterator<Item = [u8; N]> + '_ {
    bytes.as_chunks::<N>().0.iter().copied()
}
