//! The form and the result of a loss of pairs.

use crate::network::NetworkError;
use crate::numbers::Obstacle;
use nalgebra::DMatrix;

/// How the distances of pairs are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Pair by pair.
    Pairs,
    /// Through inner products.
    Gram,
}

/// A loss with its gradient by the weights.
#[derive(Clone, Debug, PartialEq)]
pub struct PairLoss {
    /// L.
    pub value: f64,
    /// ∇_{W_l} L through both arguments, layer by layer.
    pub gradient: Vec<DMatrix<f64>>,
    /// For each layer, a bound on the distance from the exact gradient, in the Frobenius norm.
    pub bounds: Vec<f64>,
    /// Is every gate certainly that of the exact network? If not, the bounds do not hold.
    pub gates_are_decided: bool,
    /// The first layer, from 1, with a gate that is not certain.
    pub undecided_layer: Option<usize>,
}

/// Why there is no gradient.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PairLossError {
    /// Layers that do not fit.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// A layer that is not differentiated here.
    #[error("layer {layer}: found {found}, expected a layer without mask, bias or pool, linear or (leaky) rectified")]
    Layer {
        /// The layer, from 1.
        layer: usize,
        /// What it has.
        found: &'static str,
    },
    /// A pre-activation that is 0 or not a number.
    #[error("{0}")]
    Gradient(Obstacle),
    /// A result outside the normal numbers of `f64`.
    #[error("{what}: found a size of about 2^{exponent}, expected one within the normal numbers of f64")]
    NotRepresentable {
        /// Which.
        what: String,
        /// ⌊log₂⌋ of its size.
        exponent: i32,
    },
}
