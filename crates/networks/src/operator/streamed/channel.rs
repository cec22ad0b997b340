//! The directions that the operator is applied to, and the sums that result.

use super::blocks::sized;
use std::borrow::Cow;

/// What the operator is applied to, and the layers whose rows of the result are wanted.
#[derive(Clone, Debug)]
pub(super) struct Channel<'u> {
    /// The weights themselves: then K_lᵀ w_l = f_L for every layer and no tangent is needed.
    pub(super) own_weights: bool,
    /// U_l, masked, where there is one.
    pub(super) directions: Vec<Option<Cow<'u, [f64]>>>,
    /// Is layer l of the result wanted?
    pub(super) wanted: Vec<bool>,
    /// The pilot's tangent before the gate of each layer; empty where it has not begun, and without a pilot.
    pub(super) of_pilot: Vec<Vec<f64>>,
    /// What the pilot has of z, where the moment is not centred.
    pub(super) offset: Option<Vec<f64>>,
}

/// The sums of a run of blocks for each channel.
pub(super) type Sums = Vec<ChannelSums>;

/// The sums of a run of blocks.
#[derive(Clone, Debug, Default)]
pub(super) struct ChannelSums {
    /// For each wanted layer, Σ K_l y as n_l × n_{l−1} entries, or with a pilot Σ J_lᵀ y g_{l−1}ᵀ.
    pub(super) matrices: Vec<Option<Vec<f64>>>,
    /// With a pilot, for each layer Σ (D − D⁰) W_{l+1}ᵀ J_{l+1}ᵀ y, and at the top Σ y where the moment is not
    /// centred; empty for 0.
    pub(super) shifts: Vec<Vec<f64>>,
    /// For each layer, does a gate of a view differ from the pilot's?
    pub(super) differs: Vec<bool>,
}

impl ChannelSums {
    pub(super) fn new(depth: usize) -> Self {
        ChannelSums { matrices: vec![None; depth], shifts: vec![Vec::new(); depth], differs: vec![false; depth] }
    }

    pub(super) fn add(&mut self, other: &ChannelSums) {
        for (sum, other) in self.matrices.iter_mut().zip(&other.matrices) {
            if let (Some(sum), Some(other)) = (sum, other) {
                sum.iter_mut().zip(other).for_each(|(x, y)| *x += y);
            }
        }
        for (sum, other) in self.shifts.iter_mut().zip(&other.shifts) {
            sized(sum, sum.len().max(other.len())).iter_mut().zip(other).for_each(|(x, y)| *x += y);
        }
        self.differs.iter_mut().zip(&other.differs).for_each(|(a, b)| *a |= b);
    }
}
