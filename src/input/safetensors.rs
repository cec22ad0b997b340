//! Networks in `.safetensors` files: one 2-D tensor of weights per layer.

use super::{FINITE, InputError, bytes_of, unravel};
use crate::network::{Activation, Layer, Network};
use crate::numbers::{Field, Rational};
use nalgebra::DMatrix;
use safetensors::tensor::{Dtype, TensorView};
use safetensors::{SafeTensorError, SafeTensors};
use std::path::Path;

/// Reads a network from the bytes of a `.safetensors` file; errors call it `file`. The tensors are the weights
/// W_l (n_l × n_{l−1}), ordered by the numbers in their names (`layers.0.weight`, `layers.1.weight`, …); every
/// layer but the top has the given activation. Weights are exact. Never panics.
///
/// # Errors
/// [`InputError`] where the file is damaged, a tensor is no finite matrix of `f32` or `f64` (a bias is outside
/// the theory), the names leave the order open or the layers do not chain.
pub fn network_from_bytes(
    file: &str,
    bytes: &[u8],
    activation: &Activation<Rational>,
) -> Result<Network<Rational>, InputError> {
    network_of(file, bytes, activation, Rational::from_f64)
}

fn network_of<S: Field>(
    file: &str,
    bytes: &[u8],
    activation: &Activation<S>,
    number: impl Fn(f64) -> Option<S>,
) -> Result<Network<S>, InputError> {
    let tensors = SafeTensors::deserialize(bytes).map_err(|error| damaged(file, bytes, error))?;
    let mut named: Vec<(Vec<Digits>, String, TensorView)> =
        tensors.tensors().into_iter().map(|(name, tensor)| (numbers_in(&name), name, tensor)).collect();
    named.sort_by(|(a, x, _), (b, y, _)| (a, x).cmp(&(b, y)));
    if let Some(pair) = named.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        let [first, second] = [&pair[0], &pair[1]].map(|(_, name, _)| name.clone());
        return Err(InputError::Order { file: file.to_string(), first, second });
    }
    let depth = named.len();
    let mut network = Network { layers: Vec::new() };
    for (index, (_, name, tensor)) in named.iter().enumerate() {
        let psi = if index + 1 == depth { Activation::Linear } else { activation.clone() };
        network.layers.push(Layer::dense(weights(file, name, tensor, &number)?, psi));
    }
    let inputs = network.layers.first().map_or(0, |layer| layer.weights.ncols());
    network.validate(inputs, 1).map_err(|error| InputError::Network { file: file.to_string(), error })?;
    Ok(network)
}

/// Reads a network from a `.safetensors` file.
///
/// # Errors
/// As for [`network_from_bytes`], and where the file cannot be read.
pub fn read_network(path: &Path, activation: &Activation<Rational>) -> Result<Network<Rational>, InputError> {
    let (file, bytes) = bytes_of(path)?;
    network_from_bytes(&file, &bytes, activation)
}

/// The same in `f64`, exact as well: at size, rationals take ten times the memory.
///
/// # Errors
/// As for [`read_network`].
pub fn read_float_network(path: &Path, activation: &Activation<f64>) -> Result<Network<f64>, InputError> {
    let (file, bytes) = bytes_of(path)?;
    network_of(&file, &bytes, activation, |x| x.is_finite().then_some(x))
}

fn damaged(file: &str, bytes: &[u8], error: SafeTensorError) -> InputError {
    let expected = "the header of a .safetensors file: its length, then JSON that covers the data";
    let found = match error {
        SafeTensorError::HeaderTooSmall | SafeTensorError::InvalidHeaderLength => {
            format!("the end of the file after {} bytes", bytes.len())
        }
        SafeTensorError::MetadataIncompleteBuffer => {
            format!("offsets that do not end with the file, after {} bytes", bytes.len())
        }
        other => other.to_string(),
    };
    InputError::Header { file: file.to_string(), found, expected }
}

/// A number in a name: its length without leading zeros, then its digits, so that the order is the numbers'.
type Digits = (usize, String);

fn numbers_in(name: &str) -> Vec<Digits> {
    name.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .map(|digits| digits.trim_start_matches('0').to_string())
        .map(|digits| (digits.len(), digits))
        .collect()
}

fn weights<S: Field>(
    file: &str,
    name: &str,
    tensor: &TensorView,
    number: impl Fn(f64) -> Option<S>,
) -> Result<DMatrix<S>, InputError> {
    let (file, key, shape) = (file.to_string(), name.to_string(), tensor.shape());
    let &[rows, columns] = shape else {
        let expected = "a matrix n_l × n_(l-1): one 2-D tensor per layer, no bias".to_string();
        return Err(InputError::Shape { file, key, found: shape.to_vec(), expected });
    };
    if rows == 0 || columns == 0 {
        return Err(InputError::Shape { file, key, found: shape.to_vec(), expected: "no empty dimension".into() });
    }
    let entries: Vec<f64> = match tensor.dtype() {
        Dtype::F32 => words(tensor.data()).map(|word| f32::from_le_bytes(word).into()).collect(),
        Dtype::F64 => words(tensor.data()).map(f64::from_le_bytes).collect(),
        other => {
            return Err(InputError::Type { file, key, found: format!("{other:?}"), expected: "F32 or F64" });
        }
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

fn words<const N: usize>(bytes: &[u8]) -> impl Iterator<Item = [u8; N]> + '_ {
    bytes.as_chunks::<N>().0.iter().copied()
}
