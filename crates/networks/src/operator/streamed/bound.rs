//! What rounding can have done to the operator applied to the weights: a norm-wise forward analysis.
//!
//! Notation: γ_n = nu/(1−nu); σ_l ≥ ‖|W_l|‖₂ (for what rounding adds), τ_l ≥ ‖W_l‖₂ (for what is carried on); ρ_l the
//! largest row norm of W_l; s_l = max(1, slope); for the largest over views: Φ_l = ‖f_l‖, with a pilot ‖g_l‖;
//! H_l = ‖J_lᵀ y‖ / (weight of the view), Y = ‖F̄ − ζ‖. Without a pilot C_l, E_l and κ_l are 0; with one C_l = ‖c_l‖,
//! E_l = ‖e_l‖, and κ_l bounds the error of c_l, computed in twice the digits. All of these are computed; the errors of the
//! computed quantities are at most
//!
//! | quantity | error |
//! |---|---|
//! | t_l | κ_l = s_l (τ_l κ_{l−1} + σ_l γ_{4n+4}² (C_{l−1} + κ_{l−1})), κ_0 = 0, the last step of c_l included |
//! | f̃_l, an entry | ρ_l (δ_{l−1} + γ_{n+6} Φ_{l−1}) + κ_l, n = n_{l−1} |
//! | f_l | δ_l = s_l (τ_l δ_{l−1} + σ_l γ_{n+6} Φ_{l−1}) + κ_l + uΦ_l, δ_0 = 0, with a pilot uΦ_0 |
//! | f̄_{L−1} | δ̄ = δ_{L−1} + γ_{A+2} Φ_{L−1} |
//! | F̄ | η = τ_L δ̄ + σ_L γ_n (Φ_{L−1} + δ̄) |
//! | y / weight = F̄ − ζ | ε_L = 2η + γ_{N+2} Ω + γ_4 Y, with ‖F̄‖ ≤ Ω = τ_L (Φ_{L−1} + δ̄) + η |
//! | adjoint at l < L | ε_l = s_l (τ_{l+1} ε_{l+1} + σ_{l+1} γ_n H_{l+1}) + γ_3 H_l, n = n_{l+1} |
//! | e_l | ω_l = s_l (τ_{l+1} ω_{l+1} + σ_{l+1} γ_n E_{l+1}) + s_l (τ_{l+1} ε_{l+1} + σ_{l+1} γ_m H_{l+1}), ω_L = 0; the second term only where a gate of layer l differs from the pilot's |
//! | result of layer l | H_l δ + ε_l (Φ_{l−1} + δ) + γ_m (H_l + ε_l)(Φ_{l−1} + δ) + ω_l C_{l−1} + E_l (κ_{l−1} + γ_4 C_{l−1}), m = N·A + blocks + 16 |
//! | energy Σ p ‖F̄ − ζ‖² | ε_L (2Y + ε_L) + γ_m (Y + ε_L)² |
//!
//! with H_L = Y, and δ̄ for δ at the top, since the weights of views sum to 1. A gate is what the exact network has
//! wherever |f̃| exceeds its error, or is certainly exactly 0 (`silent.rs`) and the gate a convention; where some computed |f̃| is not, nothing is claimed ([`Bound::gates_are_decided`]).
//! The table is evaluated in `f64` in the units of the computation; a last factor covers its own rounding, and n·2⁻¹⁰⁷⁴
//! beside every γ_n what underflows.

use super::layers::Layers;
use super::sweep::Forward;
use super::team::Team;
use crate::gemm::{absolute_norm, gamma, largest_column_norm, largest_row_norm, of_sum, spectral_norm};
use crate::numbers::norm;

/// A bound on the rounding of [`super::Streamed::of_weights_bounded`].
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// For each layer, a bound on the distance from the exact result, in the Frobenius norm.
    pub layers: Vec<f64>,
    /// A bound on the error of the energy.
    pub energy: f64,
    /// Ω², a bound on ‖F̄‖² (about the pilot, if there is one): beside it an energy or a wᵀV w counts as 0.
    pub largest: f64,
    /// A bound on ‖F̄‖² itself.
    pub largest_output: f64,
    /// Where the bound comes from.
    pub origin: Origin,
    /// Is every pre-activation farther from 0 than its own rounding? If not, a gate may be wrong and the bounds
    /// do not hold.
    pub gates_are_decided: bool,
    /// The first layer with such a pre-activation.
    pub undecided: Option<Undecided>,
    /// The smallest |f̃|, those that are certainly 0 left out.
    pub least_preactivation: f64,
    /// Pre-activations, over all units and views, that are certainly exactly 0 and had the gate of
    /// [`crate::network::AtZero::Subgradient`]: rounding cannot have changed the gate.
    pub zero_preactivations: usize,
}

/// The sources of the bound, in relative figures: the forward pass, cancellation between the samples' mean outputs, the
/// backward pass.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// η/Ω: the share of a mean output that may be rounding after all layers.
    pub output: f64,
    /// Ω/Y: the size of the mean outputs, relative to their distances from their mean.
    pub cancellation: f64,
    /// ε_l/H_l: the share of an adjoint that may be rounding, layer by layer; the last is that of F̄ − ζ.
    pub adjoints: Vec<f64>,
}

/// A layer with a pre-activation so near to 0 that its sign, and with it a gate, is not certain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Undecided {
    /// The layer, from 1.
    pub layer: usize,
    /// The smallest |f̃_l|, relative to the largest ‖f_l‖ of a view (with a pilot, of its distance from the pilot's).
    pub least: f64,
    /// The part of it that may be rounding, relative to the same.
    pub rounding: f64,
}

/// Roundings of the table's own terms, generously: each is a sum and product of a few non-negative numbers.
const OWN_ROUNDINGS: usize = 64;

/// The largest norms that a forward pass has met.
#[derive(Clone, Debug)]
pub(super) struct Extent {
    /// Φ_0 … Φ_{L−1}.
    activations: Vec<f64>,
    /// The smallest |f̃_l| below the top, but for those that are certainly 0.
    least: Vec<f64>,
    /// How many are.
    zeros: usize,
}

impl Extent {
    pub(super) fn of_block(layers: &Layers, inputs: &[f64], forward: &Forward) -> Self {
        let norm =
            |place: usize| largest_column_norm(layers.below(place, inputs, forward), layers.all[place].inputs, |_| 1.0);
        Extent {
            activations: (0..layers.all.len()).map(norm).collect(),
            least: forward.least.clone(),
            zeros: forward.zeros,
        }
    }

    pub(super) fn join(mut self, other: &Extent) -> Self {
        self.activations.iter_mut().zip(&other.activations).for_each(|(a, b)| *a = a.max(*b));
        self.least.iter_mut().zip(&other.least).for_each(|(a, b)| *a = a.min(*b));
        self.zeros += other.zeros;
        self
    }

    /// `adjoints` are H_1 … H_{L−1} and Y, `shifts` the norms E_l, and `shifted` says at which layers a gate differs
    /// from the pilot's. In the units of the computation.
    pub(super) fn bound(
        &self,
        (adjoints, shifts, shifted): (&[f64], &[f64], &[bool]),
        layers: &Layers,
        (samples, augmentations): (usize, usize),
        blocks: usize,
        team: &Team,
    ) -> Bound {
        let own = 1.0 + gamma(OWN_ROUNDINGS);
        let top = layers.top();
        let norms = team.each(layers.all.len(), |place| {
            let (weights, units) = (&layers.all[place].weights, layers.all[place].units);
            (absolute_norm(weights, units), spectral_norm(weights, units))
        });
        let (sigma, tau): (Vec<f64>, Vec<f64>) = norms.into_iter().unzip();
        let phi = &self.activations;
        let steep = |place: usize| layers.all[place].slope.map_or(1.0, |slope: f64| slope.max(1.0));
        let common: Vec<f64> = match &layers.pilot {
            None => vec![0.0; layers.all.len()],
            Some(pilot) => (0..layers.all.len()).map(|place| norm(pilot.below(place))).collect(),
        };
        let (mut delta, mut kappa) = (vec![if layers.pilot.is_some() { gamma(1) * phi[0] } else { 0.0 }], vec![0.0]);
        let mut undecided = None;
        for place in 0..top {
            let layer = &layers.all[place];
            let rounding = of_sum(layer.inputs + 6, phi[place]);
            let twofold = gamma(4 * layer.inputs + 4).powi(2) * (common[place] + kappa[place]);
            let of_pilot = steep(place) * (tau[place] * kappa[place] + sigma[place] * twofold);
            let row = largest_row_norm(&layer.weights, layer.units);
            let error = (row * (delta[place] + rounding) + of_pilot) * own;
            if undecided.is_none() && (self.least[place].is_nan() || self.least[place] <= error) {
                let size = phi[place + 1].max(f64::MIN_POSITIVE);
                undecided =
                    Some(Undecided { layer: place + 1, least: self.least[place] / size, rounding: error / size });
            }
            let of_preactivation = tau[place] * delta[place] + sigma[place] * rounding;
            delta.push(steep(place) * of_preactivation + of_pilot + gamma(1) * phi[place + 1]);
            kappa.push(of_pilot);
        }
        let mean = delta[top] + of_sum(augmentations + 2, phi[top]);
        let of_mean = tau[top] * mean + sigma[top] * of_sum(layers.all[top].inputs, phi[top] + mean);
        let largest_output = tau[top] * (phi[top] + mean) + of_mean;
        let mut errors = vec![0.0; layers.all.len()];
        errors[top] = 2.0 * of_mean + of_sum(samples + 2, largest_output) + of_sum(4, adjoints[top]);
        let summands = samples * augmentations + blocks + 16;
        let mut of_shift = vec![0.0; layers.all.len()];
        for place in (0..top).rev() {
            let (above, units) = (place + 1, layers.all[place + 1].units);
            let pulled = tau[above] * errors[above] + sigma[above] * of_sum(units, adjoints[above]);
            errors[place] = steep(place) * pulled + of_sum(3, adjoints[place]);
            let carried = tau[above] * of_shift[above] + sigma[above] * of_sum(units, shifts[above]);
            let new = tau[above] * errors[above] + sigma[above] * of_sum(summands + units, adjoints[above]);
            of_shift[place] = steep(place) * (carried + if shifted[place] { new } else { 0.0 });
        }
        let of_layer = |place: usize| {
            let delta = if place == top { mean } else { delta[place] };
            let (h, f) = (adjoints[place] + errors[place], phi[place] + delta);
            let of_common = of_shift[place] * common[place] + shifts[place] * kappa[place];
            let of_sums = of_sum(summands, h * f) + of_sum(4, shifts[place] * common[place]);
            (adjoints[place] * delta + errors[place] * f + of_common + of_sums) * own
        };
        let (y, of_y) = (adjoints[top], errors[top]);
        let share = |part: f64, whole: f64| if part == 0.0 { 0.0 } else { part / whole };
        let origin = Origin {
            output: share(of_mean, largest_output),
            cancellation: share(largest_output, y),
            adjoints: errors.iter().zip(adjoints).map(|(error, adjoint)| share(*error, *adjoint)).collect(),
        };
        Bound {
            layers: (0..layers.all.len()).map(of_layer).collect(),
            energy: (of_y * (2.0 * y + of_y) + of_sum(summands + layers.outputs(), (y + of_y) * (y + of_y))) * own,
            largest: largest_output.powi(2),
            largest_output: (largest_output + layers.pilot.as_ref().map_or(0.0, |pilot| norm(&pilot.output))).powi(2),
            origin,
            gates_are_decided: undecided.is_none(),
            undecided,
            least_preactivation: self.least.iter().copied().fold(f64::INFINITY, f64::min),
            zero_preactivations: self.zeros,
        }
    }
}
