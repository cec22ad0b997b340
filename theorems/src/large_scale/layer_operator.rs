//! The operator of one layer on directions that a caller gives.

use super::{OperatorArgs, OperatorError};
use crate::subject::Given;
use dualproof::network::AtZero;
use dualproof::operator::Moment;
use dualproof::operator::streamed::{Options, Streamed, StreamedError};
use nalgebra::DMatrix;

/// V_x\[K̄_l\] of a layer of the user's network on the user's views, which are read again for every direction: nothing of the
/// size of the operator is ever in memory.
///
/// ```
/// use clap::{Args, Command, FromArgMatches};
/// use dualproof_theorems::digits;
/// use dualproof_theorems::large_scale::{LayerOperator, OperatorArgs};
/// use nalgebra::DMatrix;
///
/// let folder = tempfile::tempdir()?;
/// let [network, images] = ["network.safetensors", "images.npy"].map(|name| folder.path().join(name));
/// std::fs::write(&network, digits::NETWORK)?;
/// std::fs::write(&images, digits::IMAGES)?;
/// let [weights, data] = [&network, &images].map(|path| path.display().to_string());
/// let line = ["operator", "--weights", &weights, "--data", &data, "--scale", "16", "--samples", "4"];
/// let matches = OperatorArgs::augment_args(Command::new("operator")).try_get_matches_from(line)?;
/// let operator = LayerOperator::read(&OperatorArgs::from_arg_matches(&matches)?, 1)?;
/// let (rows, columns) = operator.shape();
/// let image = operator.apply(&DMatrix::from_element(rows, columns, 1.0))?;
/// assert!(image.sum() >= 0.0, "positive semidefinite");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct LayerOperator {
    given: Given,
    options: Options,
    at_zero: AtZero,
    layer: usize,
}

impl LayerOperator {
    /// The operator of layer 1..L.
    ///
    /// # Errors
    /// [`OperatorError`] where a file cannot be used, or there is no such layer.
    pub fn read(args: &OperatorArgs, layer: usize) -> Result<Self, OperatorError> {
        let given = args.subject.read()?;
        let (options, at_zero) = (args.options(), args.subject.at_zero());
        let depth = given.network.network.depth();
        if !(1..=depth).contains(&layer) {
            let error = Box::new(StreamedError::NoLayer { found: layer, depth });
            return Err(OperatorError::Operator { file: args.subject.weights.display().to_string(), error });
        }
        Ok(LayerOperator { given, options, at_zero, layer })
    }

    /// n_l × n_{l−1}: the shape of the layer's weights and of a direction.
    pub fn shape(&self) -> (usize, usize) {
        self.weights().shape()
    }

    /// The layer's weights.
    pub fn weights(&self) -> &DMatrix<f64> {
        &self.given.network.network.layers[self.layer - 1].weights
    }

    /// V applied to a direction of the shape of the weights.
    ///
    /// # Errors
    /// [`OperatorError`] where the views cannot be read or have no gradient, or the direction has another shape.
    pub fn apply(&self, direction: &DMatrix<f64>) -> Result<DMatrix<f64>, OperatorError> {
        let Given { network, views } = &self.given;
        let streamed = Streamed::new(&network.network, views, Moment::Between, self.options);
        let applied = streamed.and_then(|streamed| streamed.apply_to(self.layer, direction));
        applied.map_err(|error| OperatorError::streamed(error, views, self.at_zero))
    }
}
