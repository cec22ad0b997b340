//! What rounding can have done to the operator applied to the weights: a norm-wise forward analysis.
//!
//! Notation: γ_n = nu/(1−nu); σ_l ≥ ‖|W_l|‖₂ (for what rounding adds), τ_l ≥ ‖W_l‖₂ (for what is carried on); ρ_l the
//! largest row norm of W_l; s_l = max(1, slope); for the largest over views: Φ_l = ‖f_l‖, H_l = ‖J_lᵀ y‖ / (weight of the view), Y = ‖F̄ − ζ‖. All of these are computed; the errors
//! of the computed quantities are at most
//!
//! | quantity | error |
//! |---|---|
//! | f̃_l, an entry | ρ_l (δ_{l−1} + γ_n Φ_{l−1}), n = n_{l−1} |
//! | f_l | δ_l = s_l (τ_l δ_{l−1} + σ_l γ_n Φ_{l−1}) + uΦ_l, δ_0 = 0 |
//! | f̄_{L−1} | δ̄ = δ_{L−1} + γ_{A+2} Φ_{L−1} |
//! | F̄ | η = τ_L δ̄ + σ_L γ_n (Φ_{L−1} + δ̄) |
//! | y / weight = F̄ − ζ | ε_L = 2η + γ_{N+2} Ω + γ_4 Y, with ‖F̄‖ ≤ Ω = τ_L (Φ_{L−1} + δ̄) + η |
//! | adjoint at l < L | ε_l = s_l (τ_{l+1} ε_{l+1} + σ_{l+1} γ_n H_{l+1}) + γ_3 H_l, n = n_{l+1} |
//! | result of layer l | H_l δ + ε_l (Φ_{l−1} + δ) + γ_m (H_l + ε_l)(Φ_{l−1} + δ), m = N·A + blocks + 16 |
//!
//! with H_L = Y, and δ̄ for δ at the top, since the weights of views sum to 1. A gate is what the exact network has
//! wherever |f̃| exceeds its error; where some computed |f̃| is not, nothing is claimed ([`Bound::gates_are_decided`]).
//! The table is evaluated in `f64`; a last factor covers its own rounding.

use super::sweep::{Forward, Layers};
use crate::gemm::{absolute_norm, gamma, largest_column_norm, largest_row_norm, spectral_norm};

/// A bound on the rounding of [`super::Streamed::of_weights_bounded`].
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// For each layer, how far the result is at most from the exact one, in the Frobenius norm.
    pub layers: Vec<f64>,
    /// Is every pre-activation farther from 0 than its own rounding? If not, a gate may be wrong and the bounds
    /// say nothing.
    pub gates_are_decided: bool,
    /// The smallest |f̃| of all.
    pub least_preactivation: f64,
}

/// Roundings of the table's own terms, generously: each is a sum and product of a few non-negative numbers.
const OWN_ROUNDINGS: usize = 64;

/// The largest norms that a forward pass has met.
#[derive(Clone, Debug)]
pub(super) struct Extent {
    /// Φ_0 … Φ_{L−1}.
    activations: Vec<f64>,
    /// The smallest |f̃_l| below the top.
    least: Vec<f64>,
}

impl Extent {
    pub(super) fn of_block(layers: &Layers, inputs: &[f64], forward: &Forward) -> Self {
        let norm =
            |place: usize| largest_column_norm(layers.below(place, inputs, forward), layers.0[place].inputs, |_| 1.0);
        Extent { activations: (0..layers.0.len()).map(norm).collect(), least: forward.least.clone() }
    }

    pub(super) fn join(mut self, other: &Extent) -> Self {
        self.activations.iter_mut().zip(&other.activations).for_each(|(a, b)| *a = a.max(*b));
        self.least.iter_mut().zip(&other.least).for_each(|(a, b)| *a = a.min(*b));
        self
    }

    /// `adjoints` are H_1 … H_{L−1} and Y.
    pub(super) fn bound(
        &self,
        adjoints: &[f64],
        layers: &Layers,
        (samples, augmentations): (usize, usize),
        blocks: usize,
    ) -> Bound {
        let own = 1.0 + gamma(OWN_ROUNDINGS);
        let top = layers.top();
        let sigma: Vec<f64> = layers.0.iter().map(|layer| absolute_norm(&layer.weights, layer.units)).collect();
        let tau: Vec<f64> = layers.0.iter().map(|layer| spectral_norm(&layer.weights, layer.units)).collect();
        let phi = &self.activations;
        let steep = |place: usize| layers.0[place].slope.map_or(1.0, |slope: f64| slope.max(1.0));
        let (mut delta, mut decided) = (vec![0.0], true);
        for place in 0..top {
            let layer = &layers.0[place];
            let rounding = gamma(layer.inputs) * phi[place];
            let row = largest_row_norm(&layer.weights, layer.units);
            decided &= self.least[place] > row * (delta[place] + rounding) * own;
            let of_preactivation = tau[place] * delta[place] + sigma[place] * rounding;
            delta.push(steep(place) * of_preactivation + gamma(1) * phi[place + 1]);
        }
        let mean = delta[top] + gamma(augmentations + 2) * phi[top];
        let of_mean = tau[top] * mean + sigma[top] * gamma(layers.0[top].inputs) * (phi[top] + mean);
        let largest_output = tau[top] * (phi[top] + mean) + of_mean;
        let mut errors = vec![0.0; layers.0.len()];
        errors[top] = 2.0 * of_mean + gamma(samples + 2) * largest_output + gamma(4) * adjoints[top];
        for place in (0..top).rev() {
            let rounding = gamma(layers.0[place + 1].units) * adjoints[place + 1];
            let pulled = tau[place + 1] * errors[place + 1] + sigma[place + 1] * rounding;
            errors[place] = steep(place) * pulled + gamma(3) * adjoints[place];
        }
        let summands = gamma(samples * augmentations + blocks + 16);
        let of_layer = |place: usize| {
            let delta = if place == top { mean } else { delta[place] };
            let (h, f) = (adjoints[place] + errors[place], phi[place] + delta);
            (adjoints[place] * delta + errors[place] * f + summands * h * f) * own
        };
        Bound {
            layers: (0..layers.0.len()).map(of_layer).collect(),
            gates_are_decided: decided,
            least_preactivation: self.least.iter().copied().fold(f64::INFINITY, f64::min),
        }
    }
}
