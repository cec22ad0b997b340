//! An instance: a network with a place for BatchNorm, views and a predictor.

use super::measured::record;
use dualproof::matrix::{embed, rows};
use dualproof::network::Network;
use dualproof::numbers::{Field, Obstacle, Rational, Running, WideInterval};
use dualproof::tape::Tape;
use dualproof::views::Views;
use nalgebra::DMatrix;
use num_traits::Zero;
use serde::{Deserialize, Serialize};

/// What BatchNorm and its backward pass make of a statistic of the batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Statistic {
    /// It is not used: nothing is subtracted, or divided by.
    Absent,
    /// It is used, and held constant by the backward pass.
    Constant,
    /// It is used, and the gradient flows through it.
    Differentiated,
}

impl Statistic {
    /// Every way to treat one.
    pub const ALL: [Self; 3] = [Self::Absent, Self::Constant, Self::Differentiated];
}

/// A network with BatchNorm before the activation of one layer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The network.
    pub network: Network<Rational>,
    /// The samples and their augmentations: the batch.
    pub views: Views<Rational>,
    /// P, n_L × n_L.
    #[serde(with = "rows")]
    pub predictor: DMatrix<Rational>,
    /// z, from 1.
    pub layer: usize,
    /// The mean.
    pub mean: Statistic,
    /// The deviation.
    pub deviation: Statistic,
    /// ε, at least 0.
    pub epsilon: Rational,
    /// Are the statistics those of the a-th views of all samples, for each a, and not of all views?
    pub statistics_of_each_group: bool,
}

dualproof::line_through!(
    Instance { network, views, predictor, epsilon } keeping { layer, mean, deviation, statistics_of_each_group }
);

impl Instance {
    /// The probability of view u among the views whose statistics view v gets, views × views.
    pub fn averaging<S: Field>(&self) -> DMatrix<S> {
        let views = self.views.embed::<S>();
        let (n, a) = (views.len(), views.augmentations());
        let is_alike = |u: usize, v: usize| !self.statistics_of_each_group || u % a == v % a;
        let total = |v: usize| (0..n).filter(|u| is_alike(*u, v)).fold(S::zero(), |sum, u| sum + views.weight(u));
        DMatrix::from_fn(n, n, |u, v| match (is_alike(u, v), self.statistics_of_each_group) {
            (false, _) => S::zero(),
            (true, false) => views.weight(u),
            (true, true) => views.weight(u).divide(&total(v)).unwrap_or_else(S::zero),
        })
    }

    /// Is the deviation of every unit of layer z other than 0, where it is divided by? By an exact forward pass.
    pub fn deviation_is_positive(&self) -> bool {
        if self.deviation == Statistic::Absent || !self.epsilon.is_zero() {
            return true;
        }
        let mut tape = Tape::<Rational>::new();
        let bare = Instance { mean: Statistic::Absent, deviation: Statistic::Absent, ..self.clone() };
        let Ok(network) = record(&mut tape, &bare) else { return true };
        let values = tape.value(network.layers[self.layer - 1].preactivation);
        let seen: Vec<usize> = (0..self.views.len()).filter(|v| !self.views.weight(*v).is_zero()).collect();
        values.row_iter().all(|row| seen.iter().any(|v| row[*v] != row[seen[0]]))
    }

    /// Has the network with its BatchNorm a gradient? By the error bound where it decides; else exactly, or where there
    /// are roots by wide intervals: what these cannot tell from 0 counts as 0.
    pub fn is_differentiable(&self) -> bool {
        fn decide<S: Field>(instance: &Instance) -> Result<(), Obstacle> {
            record(&mut Tape::<S>::new(), instance).map(|_| ())
        }
        if decide::<Running>(self).is_ok() {
            return true;
        }
        match self.deviation {
            Statistic::Absent => !decide::<Rational>(self).is_err_and(|obstacle| obstacle.is_unmet_assumption()),
            _ => decide::<WideInterval>(self).is_ok(),
        }
    }

    /// Are the parts of a foreign instance of fitting shapes?
    ///
    /// # Errors
    /// What does not fit, with what was found and expected.
    pub fn validate(&self) -> Result<(), String> {
        let Instance { network, views, predictor, layer, epsilon, .. } = self;
        views.validate().map_err(|e| e.to_string())?;
        network.validate(views.inputs.nrows(), views.len()).map_err(|e| e.to_string())?;
        let n = network.output_width();
        if predictor.shape() != (n, n) {
            return Err(format!("predictor: found shape {:?}, expected {n} × {n}", predictor.shape()));
        }
        if !(1..=network.depth()).contains(layer) {
            return Err(format!("layer: found {layer}, expected 1 to {}", network.depth()));
        }
        if *epsilon < Rational::zero() {
            return Err(format!("epsilon: found {epsilon}, expected at least 0"));
        }
        Ok(())
    }

    /// P in another number system.
    pub fn predictor<S: Field>(&self) -> DMatrix<S> {
        embed(&self.predictor)
    }
}
