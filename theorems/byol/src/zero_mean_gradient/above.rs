//! The layers above a zero-mean, applied to what it gives: what the predicted side is made of.

use super::super::moments::about_mean;
use super::super::traced::Traced;
use dualproof::matrix::hadamard;
use dualproof::network::{Layer, Network};
use dualproof::numbers::{Field, Obstacle};
use nalgebra::DMatrix;

/// W without the entries that a mask takes out.
pub(super) fn masked<S: Field>(weights: &DMatrix<S>, mask: Option<&DMatrix<S>>) -> DMatrix<S> {
    mask.map_or_else(|| weights.clone(), |mask| hadamard(weights, mask))
}

/// g = J_lᵀ ∇r on every view, where the layers from the activation of layer l on are applied to W_l f_{l−1} − E W_l f_{l−1}.
///
/// # Errors
/// Where these layers are not differentiable or a gate not decided.
pub(super) fn gradient_at<S: Field>(
    plain: &Traced<S>,
    l: usize,
    by_output: impl Fn(&DMatrix<S>) -> DMatrix<S>,
) -> Result<DMatrix<S>, Obstacle> {
    let (k, layers) = (plain.connections(l), &plain.network.layers);
    let output = S::product(&masked(plain.weights(l), k.mask()), k.below());
    let identity = DMatrix::identity(output.nrows(), output.nrows());
    let activation = Layer { weights: identity, mask: None, bias: None, ..layers[l - 1].clone() };
    let above = Network { layers: std::iter::once(activation).chain(layers[l..].iter().cloned()).collect() };
    let trace = above.trace(&about_mean(&plain.views, &output))?;
    let by_output = by_output(trace.output());
    Ok(DMatrix::from_fn(output.nrows(), output.ncols(), |unit, v| {
        let jacobian = trace.jacobian(1, v);
        (0..by_output.nrows()).fold(S::zero(), |mut sum, k| {
            sum.add_product(&jacobian[(k, unit)], &by_output[(k, v)]);
            sum
        })
    }))
}
