//! Instances: any weights on any views, and weights and data with common modes.

use crate::cases::{axes, between_the_axes, changed, diagonal, free as free_setting, mix, quarters, views_in};
use crate::modes::Axes;
use crate::setting::Setting;
use dualproof::numbers::Rational;
use dualproof::strategies::{Setting as Options, network_and_views};
use dualproof_digits as digits;
use nalgebra::DMatrix;
use num_traits::One;
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// A setting, the axes that the modes speak of, and the steps that are taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// Views, weights and rates.
    pub setting: Setting,
    /// The axes of the modes.
    pub axes: Axes,
    /// h.
    pub step: Rational,
    /// β: how fast W_a follows W.
    pub follows: Rational,
    /// How many steps.
    pub steps: u32,
}

dualproof::line_through!(Instance { setting, step, follows } keeping { axes, steps });

/// More steps than this are not taken: the digits of a fraction are five times as many after each.
const MOST_STEPS: u32 = 4;

impl Instance {
    /// Are the shapes consistent?
    ///
    /// # Errors
    /// What was found and expected.
    pub fn validate(&self) -> Result<(), String> {
        self.setting.validate()?;
        self.axes.validate(&self.setting)?;
        if self.steps > MOST_STEPS {
            return Err(format!("steps: found {}, expected at most {MOST_STEPS}", self.steps));
        }
        Ok(())
    }
}

/// Two modes in drawn axes, as diagonals; α, η in quarters and eighths.
pub fn with_common_modes() -> BoxedStrategy<Instance> {
    let amplitudes = (vec(1_i64..=4, 2), vec(0_i64..=3, 2));
    let levels = vec(vec(-6_i64..=6, 2), 3);
    let rates = (0_i64..=6, 0_i64..=4, 0_i64..=4, -4_i64..=4);
    (axes(), amplitudes, levels, rates, 1_i64..=4, 0_u32..=2)
        .prop_map(|(axes, (samples, noise), levels, (alpha, decay, own, beta), step, steps)| {
            let levels: Vec<Vec<Rational>> =
                levels.iter().map(|level| level.iter().map(|n| Rational::new(*n, 2)).collect()).collect();
            let (u, q) = (&axes.outputs, &axes.inputs);
            let in_axes = |level: &[Rational], right: &DMatrix<Rational>| u * diagonal(2, 2, level) * right.transpose();
            let setting = Setting {
                views: views_in(&axes, &samples, &noise),
                weights: in_axes(&levels[0], q),
                predictor: in_axes(&levels[1], u),
                target: in_axes(&levels[2], q),
                rate: Rational::new(alpha, 4),
                decay: Rational::new(decay, 8),
                predictor_decay: Rational::new(own, 8),
            };
            Instance { setting, axes, step: Rational::new(step, 8), follows: Rational::new(beta, 4), steps }
        })
        .boxed()
}

/// Any weights of two rows or one on any views, with equal decays.
pub fn with_any_weights() -> BoxedStrategy<Instance> {
    network_and_views(Options::default())
        .prop_flat_map(|(_, views)| {
            let inputs = views.inputs.nrows();
            let n = inputs.min(2);
            let matrices = (quarters(n, inputs), quarters(n, n), quarters(n, inputs));
            (Just(views), matrices, (0_i64..=6, 0_i64..=4, 1_i64..=4))
        })
        .prop_map(|(views, (weights, predictor, target), (alpha, decay, step))| {
            let identity = |n: usize| DMatrix::identity(n, n);
            let axes = Axes { inputs: identity(weights.ncols()), outputs: identity(weights.nrows()) };
            let decay = Rational::new(decay, 8);
            let predictor_decay = decay.clone();
            let setting =
                Setting { views, weights, predictor, target, rate: Rational::new(alpha, 4), decay, predictor_decay };
            Instance { setting, axes, step: Rational::new(step, 8), follows: Rational::one(), steps: 1 }
        })
        .boxed()
}

/// Both.
pub fn any_instance() -> BoxedStrategy<Instance> {
    prop_oneof![with_any_weights(), with_common_modes()].boxed()
}

/// η_P = η_W + ¼.
pub fn with_unequal_decays() -> BoxedStrategy<Instance> {
    changed(with_any_weights(), |i| i.setting.predictor_decay = i.setting.decay.clone() + Rational::new(1, 4))
}

/// Augmentations along axes between those of the samples, at least two steps.
pub fn with_noise_along_other_axes() -> BoxedStrategy<Instance> {
    changed(with_common_modes(), |i| {
        i.setting.views = between_the_axes(&i.axes.inputs);
        i.steps = 2;
    })
}

/// P with an entry off the diagonal in the axes, at least one step.
pub fn with_a_mixing_predictor() -> BoxedStrategy<Instance> {
    changed(with_common_modes(), |i| {
        mix(&mut i.setting.predictor, &i.axes.outputs);
        i.steps = i.steps.max(1);
    })
}

/// Free entries.
pub fn free() -> BoxedStrategy<Instance> {
    free_of(16, 24, 8)
}

/// The same with few entries.
pub fn free_and_small() -> BoxedStrategy<Instance> {
    free_of(2, 2, 2)
}

fn free_of(n: usize, inputs: usize, samples: usize) -> BoxedStrategy<Instance> {
    (free_setting(n, inputs, samples), dualproof::strategies::free_matrix(1, 1))
        .prop_map(move |(setting, step)| Instance {
            setting: Setting { predictor_decay: setting.decay.clone(), ..setting },
            axes: Axes { inputs: DMatrix::identity(inputs, inputs), outputs: DMatrix::identity(n, n) },
            step: step[(0, 0)].clone(),
            follows: Rational::one(),
            steps: 1,
        })
        .boxed()
}

/// The first 16 rows of the first layer of the digits network, those of the reversed one as the target, the
/// predictor of PyTorch's values, on five shifts each of eight digits.
pub fn on_digits() -> Vec<Instance> {
    let predictor = digits::predictor();
    let n = predictor.nrows();
    let rows = |network: dualproof::network::Network<Rational>| network.layers[0].weights.rows(0, n).into_owned();
    let (weights, target) = (rows(digits::network()), rows(digits::another_network()));
    let inputs = weights.ncols();
    let decay = Rational::new(1, 1 << 10);
    vec![Instance {
        setting: Setting {
            views: digits::views(8),
            weights,
            predictor,
            target,
            rate: Rational::new(3, 2),
            predictor_decay: decay.clone(),
            decay,
        },
        axes: Axes { inputs: DMatrix::identity(inputs, inputs), outputs: DMatrix::identity(n, n) },
        step: Rational::new(1, 8),
        follows: Rational::one(),
        steps: 1,
    }]
}
