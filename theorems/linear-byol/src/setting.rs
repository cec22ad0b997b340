//! What the claims speak of: views, the three matrices, and the rates at which they learn and decay.

use crate::moments::Moments;
use dualproof::matrix::{inverse, rows};
use dualproof::numbers::Rational;
use dualproof::views::Views;
use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

/// Views, W, P and W_a, and the rates of the flow Ẇ = −∇_W r − η_W W, Ṗ = −α∇_P r − η_P P.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// The samples and their augmentations.
    pub views: Views<Rational>,
    /// W, n × n₀.
    #[serde(with = "rows")]
    pub weights: DMatrix<Rational>,
    /// P, n × n.
    #[serde(with = "rows")]
    pub predictor: DMatrix<Rational>,
    /// W_a, n × n₀.
    #[serde(with = "rows")]
    pub target: DMatrix<Rational>,
    /// α.
    pub rate: Rational,
    /// η_W.
    pub decay: Rational,
    /// η_P.
    pub predictor_decay: Rational,
}

dualproof::line_through!(Setting { views, weights, predictor, target, rate, decay, predictor_decay } keeping {});

impl Setting {
    /// Is η_W = η_P?
    pub fn decays_are_equal(&self) -> bool {
        self.decay == self.predictor_decay
    }

    /// Is W_a = τW?
    pub fn target_is_in_proportion(&self, ratio: &Rational) -> bool {
        self.target == self.weights.map(|w| w * ratio.clone())
    }

    /// The same with W_a = τW.
    pub fn with_target_in_proportion(self, ratio: &Rational) -> Self {
        let target = self.weights.map(|w| w * ratio.clone());
        Setting { target, ..self }
    }

    /// Has T = X + X' an inverse?
    pub fn total_covariance_is_invertible(&self) -> bool {
        inverse(&Moments::<Rational>::of(&self.views).total()).is_some()
    }

    /// Are the shapes consistent?
    ///
    /// # Errors
    /// What was found and expected.
    pub fn validate(&self) -> Result<(), String> {
        let Setting { views, weights, predictor, target, rate: _, decay: _, predictor_decay: _ } = self;
        views.validate().map_err(|e| e.to_string())?;
        let (n, inputs) = (weights.nrows().max(1), views.inputs.nrows());
        let shapes = [
            ("weights", weights.shape(), (n, inputs)),
            ("predictor", predictor.shape(), (n, n)),
            ("target", target.shape(), (n, inputs)),
        ];
        for (name, found, expected) in shapes {
            if found != expected {
                return Err(format!("{name}: found a matrix of shape {found:?}, expected {expected:?}"));
            }
        }
        Ok(())
    }
}
