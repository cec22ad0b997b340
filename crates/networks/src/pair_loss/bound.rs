//! The bound on rounding.
//!
//! σ_l ≥ ‖|W_l|‖₂, τ_l ≥ ‖W_l‖₂, s_l = max(1, slope), γ_n = nu/(1−nu); Φ_l, H_l the largest norms over views of f_l and of the
//! adjoint at layer l divided by the weight p(v) of the view, both computed; V = N·A views.
//!
//! | quantity | error at most |
//! |---|---|
//! | f_l | δ_l = s_l (τ_l δ_{l−1} + σ_l γ_n Φ_{l−1}) + uΦ_l, n = n_{l−1} |
//! | adjoint of f_L(v), 2 Σ_w c_vw (f(v) − f(w)), over p(v) | ε_L = 8 (δ_L + γ_{V+12} Φ_L): Σ_w abs(c_vw) ≤ 2p(v), and a pair has two outputs |
//! | adjoint at l < L, over p(v) | ε_l = s_l (τ_{l+1} ε_{l+1} + σ_{l+1} γ_n H_{l+1}) + γ_2 H_l, n = n_{l+1} |
//! | gradient of layer l | H_l δ_{l−1} + ε_l (Φ_{l−1} + δ_{l−1}) + γ_{V+blocks+8} (H_l + ε_l)(Φ_{l−1} + δ_{l−1}) |
//!
//! (each γ_n times a size has n·2⁻¹⁰⁷⁴ beside it for what underflows) in the Frobenius norm, since Σ p(v) = 1, wherever every |f̃_l| exceeds ρ_l(δ_{l−1} + γ_n Φ_{l−1}), ρ_l the largest
//! row norm: then the computed gates are the exact ones.

use super::pass::Pass;
use crate::gemm::{absolute_norm, gamma, largest_column_norm, largest_row_norm, of_sum, spectral_norm};
use crate::network::Network;

/// Roundings in the table of the bound, generously.
const OWN_ROUNDINGS: usize = 64;

/// What the bound needs to know of a computation, layer by layer.
pub(super) struct Norms {
    /// Φ_0 … Φ_L.
    activations: Vec<f64>,
    /// H_1 … H_L.
    pub(super) adjoints: Vec<f64>,
    /// The smallest |f̃_l|; infinite for linear layers.
    least: Vec<f64>,
}

impl Norms {
    pub(super) fn of(network: &Network<f64>, inputs: &[f64], passes: &[Pass]) -> Self {
        let largest = |entries: &[f64], rows| largest_column_norm(entries, rows, |_| 1.0);
        let of_layer = |index: usize| {
            let units = network.layers[index].weights.nrows();
            passes.iter().map(|pass| largest(&pass.layers[index], units)).fold(0.0, f64::max)
        };
        let inputs = largest(inputs, network.input_width());
        let depth = network.depth();
        let least = |index: usize| passes.iter().map(|pass| pass.least[index]).fold(f64::INFINITY, f64::min);
        Norms {
            activations: std::iter::once(inputs).chain((0..depth).map(of_layer)).collect(),
            adjoints: vec![0.0; depth],
            least: (0..depth).map(least).collect(),
        }
    }

    /// The table at the head of this file, evaluated; and the first layer where a gate is not decided.
    pub(super) fn bounds(
        &self,
        network: &Network<f64>,
        slopes: &[Option<f64>],
        counts: (usize, usize),
    ) -> (Vec<f64>, Option<usize>) {
        let (views, blocks) = counts;
        let own = 1.0 + gamma(OWN_ROUNDINGS);
        let depth = network.depth();
        let (phi, h) = (&self.activations, &self.adjoints);
        let steep = |index: usize| slopes[index].map_or(1.0, |slope: f64| slope.max(1.0));
        let weights = |index: usize| &network.layers[index].weights;
        let sigma: Vec<f64> =
            (0..depth).map(|index| absolute_norm(weights(index).as_slice(), weights(index).nrows())).collect();
        let tau: Vec<f64> =
            (0..depth).map(|index| spectral_norm(weights(index).as_slice(), weights(index).nrows())).collect();
        let (mut delta, mut undecided) = (vec![0.0], None);
        for index in 0..depth {
            let rounding = of_sum(weights(index).ncols(), phi[index]);
            let row = largest_row_norm(weights(index).as_slice(), weights(index).nrows());
            if undecided.is_none()
                && (self.least[index].is_nan() || self.least[index] <= row * (delta[index] + rounding) * own)
            {
                undecided = Some(index + 1);
            }
            let of_preactivation = tau[index] * delta[index] + sigma[index] * rounding;
            delta.push(steep(index) * of_preactivation + gamma(1) * phi[index + 1]);
        }
        let mut epsilon = vec![0.0; depth];
        epsilon[depth - 1] = 8.0 * (delta[depth] + of_sum(views + 12, phi[depth]));
        for index in (0..depth - 1).rev() {
            let rounding = of_sum(weights(index + 1).nrows(), h[index + 1]);
            let pulled = tau[index + 1] * epsilon[index + 1] + sigma[index + 1] * rounding;
            epsilon[index] = steep(index) * pulled + of_sum(2, h[index]);
        }
        let of_layer = |index: usize| {
            let (h, epsilon, f) = (h[index], epsilon[index], phi[index] + delta[index]);
            (h * delta[index] + epsilon * f + of_sum(views + blocks + 8, (h + epsilon) * f)) * own
        };
        ((0..depth).map(of_layer).collect(), undecided)
    }
}
