//! The first steps: do gaps grow as `amplification` says?

use super::learner::TreeLearner;
use super::measures::Latent;
use serde::{Deserialize, Serialize};

/// The number of first steps.
pub const FIRST_STEPS: u64 = 10;

/// The gaps of one level's groups over the first steps, mean over latents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Growth {
    /// From 1 above the leaves.
    pub level: usize,
    /// ln(‖W_t a_μ‖/‖W_0 a_μ‖)/t, with a_μ that of the untrained network.
    pub measured: f64,
    /// ln(1 + 2αξ ρ_{0μ}²‖a_μ‖²‖J̄_μ v‖²) with v the direction of W_0 a_μ: the step of the covariance operator, both branches, weighted by
    /// ξ = ∂L/∂r₊ at the mean outputs of the two states of the root.
    pub predicted: f64,
    /// Share of the latents whose gaps have grown in norm.
    pub grown: f64,
}

impl Growth {
    /// The mean over growths of one level, each number rounded; `None` of none.
    pub fn mean(level: usize, own: &[&Growth], round: impl Fn(f64) -> f64) -> Option<Self> {
        let mean = |of: fn(&Growth) -> f64| round(own.iter().map(|growth| of(growth)).sum::<f64>() / own.len() as f64);
        let (measured, predicted, grown) = (mean(|g| g.measured), mean(|g| g.predicted), mean(|g| g.grown));
        (!own.is_empty()).then_some(Growth { level, measured, predicted, grown })
    }
}

/// Half the gap before the first step, W_0 a_μ, in norm, and the growth predicted for it.
#[derive(Clone, Debug)]
struct Gap {
    latent: Latent,
    norm: f64,
    predicted: f64,
}

/// The gaps of all latents before the first step.
#[derive(Clone, Debug)]
pub struct FirstGaps(Vec<Gap>);

/// W_μ a_μ for the network as it is.
fn gap(learner: &TreeLearner, latent: &Latent) -> Vec<f64> {
    let a = &latent.selectivities_below;
    let rows = learner.weights(latent.of.level, latent.place).chunks_exact(a.len());
    rows.map(|row| row.iter().zip(a).map(|(w, a)| w * a).sum()).collect()
}

fn norm(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x).sum::<f64>().sqrt()
}

impl FirstGaps {
    /// The gaps of a learner before its first step. `None` for losses, outputs or descents that the formula does not
    /// describe: those of batch means, normalised outputs, momentum.
    pub fn of(learner: &TreeLearner, latents: &[Latent]) -> Option<Self> {
        let descent = learner.setting().descent;
        if learner.setting().normalise.is_some() || descent.momentum != 0.0 || descent.weight_decay != 0.0 {
            return None;
        }
        let root = latents.iter().find(|latent| latent.of.level == learner.setting().depth)?;
        let loss_gradient = learner.setting().loss_gradient(root.gap_square / 2.0)?;
        let of = |latent: &Latent| {
            let jacobian = latent.jacobian.as_ref()?;
            let w = gap(learner, latent);
            let length = norm(&w);
            let carried: Vec<f64> = jacobian
                .chunks_exact(learner.setting().hid)
                .map(|row| row.iter().zip(&w).map(|(j, w)| j * w / length).sum())
                .collect();
            let square = latent.selectivities_below.iter().map(|a| a * a).sum::<f64>();
            let rate =
                2.0 * descent.rate * loss_gradient * latent.rho_from_root.powi(2) * square * norm(&carried).powi(2);
            Some(Gap { latent: latent.clone(), norm: length, predicted: rate.ln_1p() })
        };
        Some(FirstGaps(latents.iter().map(of).collect::<Option<_>>()?))
    }

    /// Their growth up to now, `steps` later, level by level from the leaves up. Groups without a gap to grow are
    /// left out.
    pub fn growth(&self, learner: &TreeLearner, steps: u64) -> Vec<Growth> {
        let of_level = |level: usize| {
            let own = self.0.iter().filter(|gap| gap.latent.of.level == level && gap.norm > 0.0);
            let grown = |first: &Gap| {
                let measured = (norm(&gap(learner, &first.latent)) / first.norm).ln() / steps as f64;
                Growth { level, measured, predicted: first.predicted, grown: f64::from(measured > 0.0) }
            };
            let own: Vec<Growth> = own.map(grown).collect();
            Growth::mean(level, &own.iter().collect::<Vec<_>>(), |x| x)
        };
        (1..=learner.setting().depth).filter_map(of_level).collect()
    }
}
