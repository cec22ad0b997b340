//! The pilot, one view about which all others are taken.
//!
//! A covariance does not see what all views share, but the sums of products that make it do: with a mean of 10⁸ times
//! the spread, Σ y f̄ᵀ has lost its digits before anything is subtracted. So where the probe (a few views of the
//! source) is lopsided, a pass carries g_l = f_l − c_l, where c_l are the activations of the pilot:
//!
//! - f̃_l = t_l + W_l g_{l−1} with t_l = W_l c_{l−1} in twice the digits of `f64`; its sign decides the gate.
//! - g_l = ψ(f̃_l) − ψ(t_l), which is D_l W_l g_{l−1} wherever the gate is the pilot's: t_l plays no part.
//! - Σ_v J_lᵀ y f_{l−1}ᵀ = Σ_v J_lᵀ y g_{l−1}ᵀ + e_l c_{l−1}ᵀ with e_l = Σ_v J_lᵀ y, where e_L = Σ_v y is 0 for a
//!   centred moment and e_l = D⁰_l W_{l+1}ᵀ e_{l+1} + Σ_v (D_l − D⁰_l) W_{l+1}ᵀ J_{l+1}ᵀ y, D⁰ the pilot's gates: 0 wherever no
//!   gate differs, however large c is.
//!
//! All three are identities: the pilot moves roundings, not results. Views that are not lopsided need no pilot.

use super::gates::At;

/// The pilot's way through a network.
#[derive(Clone, Debug)]
pub(super) struct Pilot {
    /// c_0.
    pub(super) inputs: Vec<f64>,
    /// t_l, D⁰_l and c_l of the layers below the top.
    pub(super) layers: Vec<At>,
    /// W_L c_{L−1}.
    pub(super) output: Vec<f64>,
}

impl Pilot {
    /// c_{l−1} for the layer at place l − 1.
    pub(super) fn below(&self, place: usize) -> &[f64] {
        if place == 0 { &self.inputs } else { &self.layers[place - 1].values }
    }
}
