//! The first steps: do gaps grow as `amplification` says?

use super::learner::TreeLearner;
use super::measures::Latent;
use serde::{Deserialize, Serialize};

/// Steps that count as the first ones.
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

/// Half the gaps before the first step, W_0 a_μ, and the growth predicted for them.
#[derive(Clone, Debug)]
struct Gaps {
    latent: Latent,
    norm: f64,
    predicted: f64,
}

/// The gaps of all latents before the first step.
#[derive(Clone, Debug)]
pub struct FirstGaps(Vec<Gaps>);

/// W_μ a_μ for the network as it is.
fn gaps(learner: &TreeLearner, latent: &Latent) -> Vec<f64> {
    let (setting, inputs) = (learner.setting(), latent.selectivities_below.len());
    let place = latent.node - setting.nodes_of(latent.level).start;
    let name = format!("layers.{}.weight", setting.layer_of(latent.level));
    let weight = learner.network.parameter(&name).unwrap_or(&[]);
    let rows = weight[place * setting.hid * inputs..][..setting.hid * inputs].chunks_exact(inputs);
    rows.map(|row| row.iter().zip(&latent.selectivities_below).map(|(w, a)| w * a).sum()).collect()
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
        let root = latents.iter().find(|latent| latent.node == 0)?;
        let pull = learner.setting().pull(root.gap_square / 2.0)?;
        let of = |latent: &Latent| {
            let block = latent.block.as_ref()?;
            let (w, hid) = (gaps(learner, latent), learner.setting().hid);
            let length = norm(&w);
            let carried: Vec<f64> = block
                .jacobian
                .chunks_exact(hid)
                .map(|row| row.iter().zip(&w).map(|(j, w)| j * w / length).sum())
                .collect();
            let square = latent.selectivities_below.iter().map(|a| a * a).sum::<f64>();
            let rate = 2.0 * descent.rate * pull * latent.rho_from_root.powi(2) * square * norm(&carried).powi(2);
            Some(Gaps { latent: latent.clone(), norm: length, predicted: rate.ln_1p() })
        };
        Some(FirstGaps(latents.iter().map(of).collect::<Option<_>>()?))
    }

    /// Their growth up to now, `steps` later, level by level from the leaves up. Groups without a gap to grow are
    /// left out.
    pub fn growth(&self, learner: &TreeLearner, steps: u64) -> Vec<Growth> {
        let of_level = |level: usize| {
            let own = self.0.iter().filter(|gaps| gaps.latent.level == level && gaps.norm > 0.0);
            let rates: Vec<(f64, f64)> = own
                .map(|first| ((norm(&gaps(learner, &first.latent)) / first.norm).ln() / steps as f64, first.predicted))
                .collect();
            let mean = |of: &dyn Fn(&(f64, f64)) -> f64| rates.iter().map(of).sum::<f64>() / rates.len() as f64;
            (!rates.is_empty()).then(|| Growth {
                level,
                measured: mean(&|rate| rate.0),
                predicted: mean(&|rate| rate.1),
                grown: mean(&|rate| f64::from(rate.0 > 0.0)),
            })
        };
        (1..=learner.setting().depth).filter_map(of_level).collect()
    }
}
