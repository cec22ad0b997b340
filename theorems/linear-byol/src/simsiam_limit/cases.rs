//! Instances: two common modes, the predictor anywhere, ahead of its limit, or behind it.

use crate::cases::{any_data, between_the_axes, changed, diagonal, mix};
use crate::modes::Axes;
use crate::setting::Setting;
use dualproof::numbers::{Field, Rational};
use dualproof::views::Views;
use num_traits::{One, Zero};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// A setting and the axes of its modes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// Views, weights and rates.
    pub setting: Setting,
    /// The axes of the modes.
    pub axes: Axes,
}

impl Instance {
    /// Is W_a = W?
    pub fn weights_are_shared(&self) -> bool {
        self.setting.target == self.setting.weights
    }

    /// Is η_W = η_P = 0?
    pub fn nothing_decays(&self) -> bool {
        self.setting.decay.is_zero() && self.setting.predictor_decay.is_zero()
    }

    /// x_j/t_j. `None` where t_j is 0.
    fn limits(&self) -> Option<Vec<Rational>> {
        self.axes.modes::<Rational>(&self.setting).iter().map(|mode| mode.between.divide(&mode.total)).collect()
    }

    /// Is p_j > 0 and 0 < αw_j² ≤ p_j² − (x_j/t_j)² for every j?
    pub fn predictor_is_ahead(&self) -> bool {
        let square = |x: &Rational| x.clone() * x.clone();
        let Some(limits) = self.limits() else { return false };
        self.axes.modes::<Rational>(&self.setting).iter().zip(limits).all(|(mode, limit)| {
            let size = self.setting.rate.clone() * square(&mode.weight);
            let room = square(&mode.predictor) - square(&limit);
            mode.predictor > Rational::zero() && size > Rational::zero() && size <= room
        })
    }

    /// The same with these p_j.
    fn with_predictor(mut self, p: &[Rational]) -> Self {
        let u = &self.axes.outputs;
        self.setting.predictor = u * diagonal(2, 2, p) * u.transpose();
        self
    }

    /// Are the shapes consistent?
    ///
    /// # Errors
    /// What was found and expected.
    pub fn validate(&self) -> Result<(), String> {
        self.setting.validate()?;
        self.axes.validate(&self.setting)
    }
}

/// The modes w_j with p_j = 0; α is a square.
fn with_weights((axes, views): (Axes, Views<Rational>), w: &[Rational], root_of_rate: &Rational) -> Instance {
    let weights = &axes.outputs * diagonal(2, 2, w) * axes.inputs.transpose();
    let setting = Setting {
        views,
        target: weights.clone(),
        weights,
        predictor: diagonal(2, 2, &[Rational::zero(), Rational::zero()]),
        rate: root_of_rate.clone() * root_of_rate.clone(),
        decay: Rational::zero(),
        predictor_decay: Rational::zero(),
    };
    Instance { setting, axes }
}

/// Any w_j ≠ 0 and p_j.
fn anywhere() -> BoxedStrategy<Instance> {
    let level = prop_oneof![-6_i64..=-1, 1_i64..=6];
    (any_data(), 1_i64..=4, vec(level, 2), vec(-8_i64..=8, 2))
        .prop_map(|(data, root, w, p)| {
            let [w, p] =
                [(w, 2), (p, 4)].map(|(list, d)| list.iter().map(|n| Rational::new(*n, d)).collect::<Vec<_>>());
            with_weights(data, &w, &Rational::new(root, 2)).with_predictor(&p)
        })
        .boxed()
}

/// p_j = x_j/t_j + d_j and αw_j² = d_j².
fn ahead() -> BoxedStrategy<Instance> {
    (any_data(), 1_i64..=4, vec(1_i64..=8, 2), prop::bool::ANY)
        .prop_map(|(data, root, d, is_negative)| {
            let root = Rational::new(root, 2);
            let sign = Rational::new(if is_negative { -1 } else { 1 }, 1);
            let d: Vec<Rational> = d.into_iter().map(|n| Rational::new(n, 4)).collect();
            let w = d.iter().map(|d| sign.clone() * d.divide(&root).expect("α is not 0")).collect::<Vec<_>>();
            let instance = with_weights(data, &w, &root);
            let limits = instance.limits().expect("every t_j is positive");
            let p = limits.into_iter().zip(d).map(|(limit, d)| limit + d).collect::<Vec<_>>();
            instance.with_predictor(&p)
        })
        .boxed()
}

/// Both.
pub fn any_instance() -> BoxedStrategy<Instance> {
    prop_oneof![anywhere(), ahead()].boxed()
}

/// p_j = ½x_j/t_j: below the limit.
pub fn with_a_predictor_behind() -> BoxedStrategy<Instance> {
    changed(ahead(), |i| {
        let limits = i.limits().expect("every t_j is positive");
        let p = limits.into_iter().map(|limit| limit * Rational::new(1, 2)).collect::<Vec<_>>();
        *i = i.clone().with_predictor(&p);
    })
}

/// W_a = W + I in the axes.
pub fn with_a_target_of_its_own() -> BoxedStrategy<Instance> {
    changed(ahead(), |i| i.setting.target += &i.axes.outputs * i.axes.inputs.transpose())
}

/// η_W = η_P = 1.
pub fn with_decay() -> BoxedStrategy<Instance> {
    changed(ahead(), |i| {
        i.setting.decay = Rational::one();
        i.setting.predictor_decay = Rational::one();
    })
}

/// Augmentations along axes between those of the samples.
pub fn with_noise_along_other_axes() -> BoxedStrategy<Instance> {
    changed(ahead(), |i| i.setting.views = between_the_axes(&i.axes.inputs))
}

/// P has an entry beside the diagonal in the axes.
pub fn with_a_mixing_predictor() -> BoxedStrategy<Instance> {
    changed(ahead(), |i| mix(&mut i.setting.predictor, &i.axes.outputs))
}
