//! What the formulas and their mutants need of a network beside its trace. No measured side uses it.

use dualproof::matrix::hadamard;
use dualproof::network::{Layer, Network, Pool, Trace};
use dualproof::numbers::{Field, Obstacle};
use nalgebra::DMatrix;

/// W_l without the weights that its mask takes out.
pub fn masked_weights<S: Field>(layer: &Layer<S>) -> DMatrix<S> {
    layer.mask_matrix().map_or_else(|| layer.weights.clone(), |mask| hadamard(&layer.weights, &mask))
}

/// What a mutant without gates needs.
///
/// # Errors
/// [`Obstacle::Outside`] where one of the layers has a pool.
pub fn expect_no_pool<S: Field>(layers: &[Layer<S>]) -> Result<(), Obstacle> {
    match layers.iter().all(|layer| layer.pool == Pool::None) {
        true => Ok(()),
        false => Err(Obstacle::Outside("this mutant is written for layers without pools")),
    }
}

/// ∂f_L/∂f_l = J_{l+1} W_{l+1} on one view, I for the top layer: what a mutant takes for J_l = ∂f_L/∂f̃_l.
pub fn jacobian_after_the_gate<S: Field>(network: &Network<S>, trace: &Trace<S>, l: usize, view: usize) -> DMatrix<S> {
    match network.layers.get(l) {
        Some(above) => S::product(trace.jacobian(l + 1, view), &masked_weights(above)),
        None => DMatrix::identity(network.output_width(), network.output_width()),
    }
}

/// W_L ⋯ W_{l+1}: J_l without any gate.
pub fn jacobian_without_gates<S: Field>(network: &Network<S>, l: usize) -> DMatrix<S> {
    let identity = DMatrix::identity(network.output_width(), network.output_width());
    network.layers[l..].iter().rev().fold(identity, |j, layer| S::product(&j, &masked_weights(layer)))
}
