//! What an instance is: a network, views, a loss, and what its covariances are taken over.

use super::gradients::Gradients;
use super::loss::OutputLoss;
use crate::cases::OnNetwork;
use dualproof::matrix::{embed, is_positive_semidefinite};
use dualproof::network::Network;
use dualproof::numbers::{Rational, System};
use dualproof::views::Views;
use nalgebra::DMatrix;
use num_traits::Zero;
use serde::{Deserialize, Serialize};

/// What the covariances of the loss are taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Statistics {
    /// All samples with their views.
    Population,
    /// A batch of two samples with two views each; the loss is the mean over all batches.
    Batches,
    /// One sample with two views, about the means of the population; the loss is the mean over all.
    OnePair,
}

/// A network, a data set and a loss.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The network.
    pub network: Network<Rational>,
    /// The samples and their augmentations.
    pub views: Views<Rational>,
    /// φ.
    pub loss: OutputLoss,
    /// What B and W are taken over.
    pub statistics: Statistics,
}

dualproof::line_through!(Instance { network, views, loss } keeping { statistics });

/// More pairs of views than this are not taken two at a time.
const MOST_PAIRS_IN_BATCHES: usize = 64;

impl Instance {
    /// Is the loss a function of means over all pairs, not a mean of functions of one?
    pub fn loss_is_of_all_pairs(&self) -> bool {
        self.statistics != Statistics::OnePair
    }

    /// Are B and W those of the population, not of a batch?
    pub fn covariances_are_of_the_population(&self) -> bool {
        self.statistics != Statistics::Batches
    }

    /// B and W exactly; `None` where the network has tanh or a gate is undefined.
    pub(super) fn covariances(&self) -> Option<[DMatrix<Rational>; 2]> {
        let trace = self.network.trace(&self.views.inputs).ok()?;
        let f = trace.output();
        Some([self.views.between_sample_covariance(f), self.views.within_sample_covariance(f)])
    }

    /// Does every variance T_jj satisfy this? Left to the computation where it is not known exactly.
    fn every_variance(&self, satisfies: impl Fn(&Rational) -> bool) -> bool {
        let all = |[b, w]: [DMatrix<Rational>; 2]| (b + w).diagonal().iter().all(&satisfies);
        self.covariances().is_none_or(all)
    }

    /// Does Barlow Twins correlate no output that is constant?
    pub fn correlated_outputs_vary(&self) -> bool {
        let correlates = |loss: &OutputLoss| matches!(loss, OutputLoss::BarlowTwins { .. });
        !self.loss.has(&correlates) || self.every_variance(|t| !t.is_zero())
    }

    /// Is no standard deviation √(T_jj + ε) of VICReg exactly γ?
    pub fn hinges_are_off_their_kink(&self) -> bool {
        let is_at_its_kink = |loss: &OutputLoss| match loss {
            OutputLoss::Vicreg { margin, epsilon, .. } => {
                let kink = margin.clone() * margin.clone() - epsilon.clone();
                !self.every_variance(|t| *t != kink)
            }
            _ => false,
        };
        !self.loss.has(&is_at_its_kink)
    }

    /// Is −Φ_B positive semidefinite? Left to the computation where it has no value over the rationals.
    pub fn loss_attracts(&self) -> bool {
        let Some([b, w]) = self.covariances() else { return true };
        let decide = || {
            let phi = Gradients::of(&self.loss, &embed(&b), &embed(&w))?.symmetrised();
            is_positive_semidefinite(&-phi.between)
        };
        System::Rational.computing(decide).unwrap_or(true)
    }

    /// Is it a log-determinant or the discriminant?
    pub fn loss_is_a_rate(&self) -> bool {
        matches!(self.loss, OutputLoss::LogDeterminant { .. } | OutputLoss::Discriminant { .. })
    }

    /// Does every weight of the top layer learn?
    pub fn top_layer_is_unmasked(&self) -> bool {
        self.network.layers.last().is_none_or(|layer| layer.mask.is_none())
    }

    /// Are the shapes consistent, and batches few enough to enumerate?
    ///
    /// # Errors
    /// What was found and expected.
    pub fn validate(&self) -> Result<(), String> {
        let Instance { network, views, loss, statistics } = self;
        views.validate().map_err(|e| e.to_string())?;
        network.validate(views.inputs.nrows(), views.len()).map_err(|e| e.to_string())?;
        loss.validate(network.layers.last().map_or(0, |layer| layer.units()))?;
        let pairs = views.len().saturating_mul(views.augmentations());
        if *statistics == Statistics::Batches && pairs > MOST_PAIRS_IN_BATCHES {
            return Err(format!(
                "statistics: found batches of {pairs} pairs, expected at most {MOST_PAIRS_IN_BATCHES}"
            ));
        }
        Ok(())
    }
}

impl OnNetwork for Instance {
    fn network(&self) -> &Network<Rational> {
        &self.network
    }

    fn inputs(&self) -> &DMatrix<Rational> {
        &self.views.inputs
    }
}
