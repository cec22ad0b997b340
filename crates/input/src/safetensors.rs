//! Networks in `.safetensors` files: one 2-D tensor of weights per layer.

use super::layers::{Biases, Candidate};
use super::{FINITE, Format, InputError, Note, Selection, TensorKind, bytes_of, fits, unravel, words};
use crate::json;
use crate::network::{Activation, Layer, Network};
use crate::numbers::{Field, Rational, Ring};
use dualproof_host::memory::available_memory;
use half::{bf16, f16};
use nalgebra::DMatrix;
use safetensors::tensor::{Dtype, TensorView};
use safetensors::{SafeTensorError, SafeTensors};
use serde::de::IgnoredAny;
use std::collections::BTreeMap;
use std::path::Path;

/// What a file holds: a network, which tensors its layers are, and what is not used.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkFile<S: Ring> {
    /// The network.
    pub network: Network<S>,
    /// The names of the layers' tensors, from the first layer to the top.
    pub layers: Vec<String>,
    /// The tensors that are not used.
    pub notes: Vec<Note>,
}

/// Reads a network from the bytes of a `.safetensors` file; errors call it `file`. The tensors are the weights
/// W_l (n_l × n_{l−1}), chosen and ordered as [`Selection`] says; every layer but the top has the given activation.
/// Weights are exact. Never panics.
///
/// # Errors
/// [`InputError`] where the file is damaged, a tensor is not a finite matrix of `f64`, `f32`, `f16` or `bf16` (a bias
/// is outside the theory), the names leave the order open or the layers do not chain.
pub fn network_from_bytes(
    file: &str,
    bytes: &[u8],
    activation: &Activation<Rational>,
    selection: &Selection,
) -> Result<NetworkFile<Rational>, InputError> {
    network_of((file, bytes), activation, selection, Rational::from_f64, None)
}

/// `limit`: the bytes that the network may take.
fn network_of<S: Field>(
    (file, bytes): (&str, &[u8]),
    activation: &Activation<S>,
    selection: &Selection,
    number: impl Fn(f64) -> Option<S>,
    limit: Option<u64>,
) -> Result<NetworkFile<S>, InputError> {
    let tensors = tensors_of(file, bytes)?;
    let (layers, notes) = selection.choose(file, &candidates(&tensors), Biases::Refused)?;
    let sizes = || layers.iter().map(|name| tensors[name].shape().iter().product::<usize>() as f64);
    let number_bytes = size_of::<S>() as f64;
    // The weights, and of one layer at a time its entries as they are stored and as they are read.
    let of_layer = sizes().fold(0.0, f64::max) * (size_of::<f64>() as f64 + number_bytes);
    fits(file, sizes().sum::<f64>() * number_bytes + of_layer, limit)?;
    let mut network = Network { layers: Vec::new() };
    for (index, name) in layers.iter().enumerate() {
        let psi = if index + 1 == layers.len() { Activation::Linear } else { activation.clone() };
        network.layers.push(Layer::dense(weights(file, name, &tensors[name], &number)?, psi));
    }
    let inputs = network.layers.first().map_or(0, |layer| layer.weights.ncols());
    network.validate(inputs, 1).map_err(|error| InputError::Network { file: file.to_string(), error })?;
    Ok(NetworkFile { network, layers, notes })
}

/// The tensors of a file by name.
pub(super) fn tensors_of<'b>(file: &str, bytes: &'b [u8]) -> Result<BTreeMap<String, TensorView<'b>>, InputError> {
    let tensors = SafeTensors::deserialize(bytes).map_err(|error| damaged(file, bytes, error))?;
    names_are_distinct(file, bytes)?;
    Ok(tensors.tensors().into_iter().collect())
}

/// What the choice of layers depends on.
pub(super) fn candidates(tensors: &BTreeMap<String, TensorView<'_>>) -> BTreeMap<String, Candidate> {
    let shape_of = |name: &str| tensors.get(name).map(|tensor| tensor.shape().to_vec());
    let of = |(name, tensor): (&String, &TensorView<'_>)| {
        let is_zero = || entries(tensor).is_some_and(|entries| entries.iter().all(|x| *x == 0.0));
        let kind = TensorKind::of(name, tensor.shape(), shape_of, is_zero);
        (name.clone(), Candidate { kind, shape: tensor.shape().to_vec() })
    };
    tensors.iter().map(of).collect()
}

/// Reads a network from a `.safetensors` file, a pipe included.
///
/// # Errors
/// As for [`network_from_bytes`], and where the file cannot be read.
pub fn read_network(
    path: &Path,
    activation: &Activation<Rational>,
    selection: &Selection,
) -> Result<NetworkFile<Rational>, InputError> {
    let (file, bytes) = bytes_of(path, check_head)?;
    network_of((&file, &bytes), activation, selection, Rational::from_f64, available_memory())
}

/// The same in `f64`, exact as well: at large scale, rationals take ten times the memory.
///
/// # Errors
/// As for [`read_network`].
pub fn read_float_network(
    path: &Path,
    activation: &Activation<f64>,
    selection: &Selection,
) -> Result<NetworkFile<f64>, InputError> {
    let (file, bytes) = bytes_of(path, check_head)?;
    network_of((&file, &bytes), activation, selection, |x| x.is_finite().then_some(x), available_memory())
}

/// A tensor of a file, whatever it is of.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedTensor {
    /// Its name.
    pub name: String,
    /// Its sizes.
    pub shape: Vec<usize>,
    /// Its entries in row-major order, finite.
    pub entries: Vec<f64>,
}

/// Reads all tensors of a `.safetensors` file, by name, each of them of floats.
///
/// # Errors
/// [`InputError`] where the file cannot be read or is damaged, or a tensor is not of finite `f64`, `f32`, `f16` or `bf16`.
pub fn read_tensors(path: &Path) -> Result<Vec<NamedTensor>, InputError> {
    let (file, bytes) = bytes_of(path, check_head)?;
    let tensors = tensors_of(&file, &bytes)?;
    let read = |(name, tensor): (String, TensorView)| {
        let (file, key, shape) = (file.clone(), name.clone(), tensor.shape().to_vec());
        let Some(entries) = entries(&tensor) else {
            let (found, expected) = (format!("{:?}", tensor.dtype()), "F64, F32, F16 or BF16");
            return Err(InputError::Type { file, key, found, expected });
        };
        match entries.iter().position(|x| !x.is_finite()) {
            Some(place) => {
                let (index, found) = (unravel(&shape, place), entries[place].to_string());
                Err(InputError::Value { file, key, index, found, expected: FINITE })
            }
            None => Ok(NamedTensor { name, shape, entries }),
        }
    };
    tensors.into_iter().map(read).collect()
}

/// Bytes before the JSON of the header: its length.
const LENGTH: usize = size_of::<u64>();

/// What the reader of the format wants first.
const EXPECTED: &str = "the header of a .safetensors file: its length, then JSON that covers the data";

/// Can a file with this head be of the format?
pub(super) fn check_head(file: &str, head: &[u8]) -> Result<(), InputError> {
    match head.get(LENGTH) {
        None | Some(b'{') => Ok(()),
        Some(byte) => Err(not_the_format(file, head, format!("the byte {byte:#04x} after the length"))),
    }
}

fn not_the_format(file: &str, bytes: &[u8], found: String) -> InputError {
    let file = file.to_string();
    match Format::of(&file, &bytes[..bytes.len().min(super::HEAD as usize)]) {
        None | Some(Format::Safetensors) => InputError::Header { file, found, expected: EXPECTED },
        Some(found) => InputError::Foreign { file, found, expected: Format::Safetensors },
    }
}

fn damaged(file: &str, bytes: &[u8], error: SafeTensorError) -> InputError {
    let found = match error {
        SafeTensorError::HeaderTooSmall | SafeTensorError::InvalidHeaderLength => {
            format!("the end of the file after {} bytes", bytes.len())
        }
        SafeTensorError::MetadataIncompleteBuffer => {
            format!("offsets that do not end with the file, after {} bytes", bytes.len())
        }
        other => other.to_string(),
    };
    not_the_format(file, bytes, found)
}

/// The crate keeps the last of two tensors with the same name; the format forbids them.
fn names_are_distinct(file: &str, bytes: &[u8]) -> Result<(), InputError> {
    let header = bytes.split_first_chunk().and_then(|(length, rest)| {
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        std::str::from_utf8(rest.get(..length)?).ok()
    });
    match header.map(json::read::<IgnoredAny>) {
        Some(Err(error)) => Err(InputError::Json { file: file.to_string(), error }),
        _ => Ok(()),
    }
}

/// The entries in `f64`, exact; `None` for a type that is not read.
fn entries(tensor: &TensorView) -> Option<Vec<f64>> {
    let data = tensor.data();
    Some(match tensor.dtype() {
        Dtype::F64 => words(data).map(f64::from_le_bytes).collect(),
        Dtype::F32 => words(data).map(|word| f32::from_le_bytes(word).into()).collect(),
        Dtype::F16 => words(data).map(f16::from_le_bytes).map(f16::to_f64).collect(),
        Dtype::BF16 => words(data).map(bf16::from_le_bytes).map(bf16::to_f64).collect(),
        _ => return None,
    })
}

pub(super) fn weights<S: Field>(
    file: &str,
    name: &str,
    tensor: &TensorView,
    number: impl Fn(f64) -> Option<S>,
) -> Result<DMatrix<S>, InputError> {
    let (file, key, shape) = (file.to_string(), name.to_string(), tensor.shape());
    let &[rows, columns] = shape else {
        unreachable!("weights have two dimensions");
    };
    if rows == 0 || columns == 0 {
        return Err(InputError::Shape { file, key, found: shape.to_vec(), expected: "no empty dimension".into() });
    }
    let Some(entries) = entries(tensor) else {
        let (found, expected) = (format!("{:?}", tensor.dtype()), "F64, F32, F16 or BF16");
        return Err(InputError::Type { file, key, found, expected });
    };
    let mut exact = Vec::with_capacity(entries.len());
    for (place, entry) in entries.iter().enumerate() {
        match number(*entry) {
            Some(q) => exact.push(q),
            None => {
                let (index, found) = (unravel(shape, place), entry.to_string());
                return Err(InputError::Value { file, key, index, found, expected: FINITE });
            }
        }
    }
    Ok(DMatrix::from_row_iterator(rows, columns, exact))
}
