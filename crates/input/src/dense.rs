//! Dense layers with their biases, in `.safetensors` files.

use super::layers::{Biases, bias_beside};
use super::safetensors::{candidates, check_head, tensors_of, weights as matrix};
use super::{InputError, Note, Selection, bytes_of};
use nalgebra::DMatrix;
use safetensors::tensor::TensorView;
use std::path::Path;

/// A dense layer of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct DenseLayer {
    /// The name of its weights.
    pub name: String,
    /// W, n_l × n_{l−1}.
    pub weights: DMatrix<f64>,
    /// The name of its bias and the bias, n_l numbers, where the file has one.
    pub bias: Option<(String, Vec<f64>)>,
}

/// Dense layers with their biases, and what is not used.
#[derive(Clone, Debug, PartialEq)]
pub struct DenseFile {
    /// The layers, from the first to the top.
    pub layers: Vec<DenseLayer>,
    /// The tensors that are not used.
    pub notes: Vec<Note>,
}

/// Has the file biases that are not 0 everywhere beside the layers that the selection chooses? Of a file that is not read
/// as dense layers, or not a file but a pipe: no.
pub fn has_biases(path: &Path, selection: &Selection) -> bool {
    if !path.is_file() {
        return false;
    }
    let is_other = |file: &DenseFile| {
        file.layers.iter().any(|layer| layer.bias.iter().any(|(_, bias)| bias.iter().any(|x| *x != 0.0)))
    };
    read_dense(path, selection).is_ok_and(|file| is_other(&file))
}

/// Reads dense layers with their biases from a `.safetensors` file; the layers are chosen and ordered as [`Selection`] says,
/// and beside `NAME.weight` stands its bias `NAME.bias`. The entries are exact.
///
/// # Errors
/// As for [`network_from_bytes`](super::network_from_bytes), biases aside; and where a bias has not one number for each unit, or the layers do not fit
/// on each other.
pub fn read_dense(path: &Path, selection: &Selection) -> Result<DenseFile, InputError> {
    let (file, bytes) = bytes_of(path, check_head)?;
    let tensors = tensors_of(&file, &bytes)?;
    let (names, notes) = selection.choose(&file, &candidates(&tensors), Biases::Kept)?;
    let finite = |x: f64| x.is_finite().then_some(x);
    let mut layers: Vec<DenseLayer> = Vec::new();
    for name in names {
        let weights = matrix(&file, &name, &tensors[&name], finite)?;
        let misfit = |key: &str, found: Vec<usize>, expected: String| InputError::Shape {
            file: file.clone(),
            key: key.to_string(),
            found,
            expected,
        };
        if let Some(below) = layers.last().filter(|below| below.weights.nrows() != weights.ncols()) {
            let expected = format!("{} columns, the rows of {}", below.weights.nrows(), below.name);
            return Err(misfit(&name, vec![weights.nrows(), weights.ncols()], expected));
        }
        let bias = bias_beside(&name).and_then(|key| Some((tensors.get(&key)?, key)));
        let bias = match bias {
            None => None,
            Some((tensor, key)) => {
                let units = weights.nrows();
                let column = TensorView::new(tensor.dtype(), vec![tensor.shape().iter().product(), 1], tensor.data());
                let column = column.ok().filter(|column| column.shape()[0] == units);
                let Some(column) = column else {
                    let expected = format!("{units} numbers, one a row of {name}");
                    return Err(misfit(&key, tensor.shape().to_vec(), expected));
                };
                let bias = matrix(&file, &key, &column, finite)?;
                Some((key, bias.as_slice().to_vec()))
            }
        };
        layers.push(DenseLayer { name, weights, bias });
    }
    Ok(DenseFile { layers, notes })
}
