//! What every layer is given in the backward pass.

use super::Real;
use nalgebra::DMatrix;

/// A layer's input, ∂L/∂output, and the places for ∂L by its parameters.
pub(super) struct Descending<'a, T: Real> {
    /// The input in the forward pass.
    pub(super) x: &'a DMatrix<T>,
    /// ∂L/∂output.
    pub(super) of_y: &'a DMatrix<T>,
    /// Of weight, or gain: added to.
    pub(super) to_first: &'a mut [T],
    /// Of bias, or shift: added to.
    pub(super) to_second: &'a mut [T],
}
