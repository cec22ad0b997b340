//! Instances: a network and views; networks whose outputs have rational norms.

use crate::cases::OnNetwork;
use dualproof::network::{Activation, Layer, Network};
use dualproof::numbers::Rational;
use dualproof::strategies::{Setting, network_and_views};
use dualproof::views::Views;
use dualproof_digits as digits;
use nalgebra::DMatrix;
use num_traits::Zero;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde::{Deserialize, Serialize};

/// A network and a data set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The network.
    pub network: Network<Rational>,
    /// The samples and their augmentations.
    pub views: Views<Rational>,
}

impl Instance {
    /// Is no output exactly 0? Left to the computation where the network has tanh.
    pub fn has_nonzero_outputs(&self) -> bool {
        let Ok(trace) = self.network.trace(&self.views.inputs) else { return true };
        trace.output().column_iter().all(|f| f.iter().any(|x| !x.is_zero()))
    }

    /// Are the shapes consistent and the weights laws?
    ///
    /// # Errors
    /// What was found and expected.
    pub fn validate(&self) -> Result<(), String> {
        self.views.validate().map_err(|e| e.to_string())?;
        self.network.validate(self.views.inputs.nrows(), self.views.len()).map_err(|e| e.to_string())
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

fn drawn(options: Setting) -> BoxedStrategy<Instance> {
    network_and_views(options).prop_map(|(network, views)| Instance { network, views }).boxed()
}

/// Networks of every kind of layer; some whose outputs have rational norms.
pub fn with_outputs() -> BoxedStrategy<Instance> {
    prop_oneof![3 => drawn(Setting::default()), 1 => of_rational_norm()].boxed()
}

/// Layers with a bias.
pub fn with_a_bias() -> BoxedStrategy<Instance> {
    drawn(Setting { bias: true, ..Setting::default() })
}

/// Hidden layers of tanh.
pub fn with_tanh() -> BoxedStrategy<Instance> {
    drawn(Setting { tanh: true, ..Setting::default() })
}

/// Pairs of integers whose norm is one.
const PYTHAGOREAN: [[i64; 2]; 7] = [[3, 4], [-4, 3], [5, -12], [8, 15], [1, 0], [0, -1], [20, 21]];

/// A hidden 2 × 2 layer with a leaky ReLU of slope ½ below another, and inputs that the two take to multiples of
/// Pythagorean pairs: outputs have rational norms, each its own direction.
pub fn of_rational_norm() -> BoxedStrategy<Instance> {
    let layer = || (vec(-3_i64..=3, 2), 1_i64..=2);
    let views = (1_usize..=3, 1_usize..=2).prop_flat_map(|(samples, augmentations)| {
        let chances = || vec(1_i64..=3, samples * augmentations);
        (vec((select(&PYTHAGOREAN[..]), 1_i64..=3), samples * augmentations), chances(), Just(samples))
    });
    (layer(), layer(), views)
        .prop_map(|(below, top, (targets, chances, samples))| chain(below, top, &targets, &chances, samples))
        .boxed()
}

/// s · (1 b; c 1 + bc), of determinant s², and its inverse.
fn invertible((entries, scale): &(Vec<i64>, i64)) -> [DMatrix<Rational>; 2] {
    let (b, c, s) = (entries[0], entries[1], *scale as u64);
    let matrix = |entries: [i64; 4], above: i64, below: u64| {
        DMatrix::from_row_iterator(2, 2, entries.map(|x| Rational::new(x * above, below)))
    };
    [matrix([1, b, c, 1 + b * c], *scale, 1), matrix([1 + b * c, -b, -c, 1], 1, s)]
}

fn chain(
    below: (Vec<i64>, i64),
    top: (Vec<i64>, i64),
    targets: &[([i64; 2], i64)],
    chances: &[i64],
    samples: usize,
) -> Instance {
    let ([w_1, inverse_1], [w_2, inverse_2]) = (invertible(&below), invertible(&top));
    let half = Rational::new(1, 2);
    let targets = DMatrix::from_fn(2, targets.len(), |i, v| Rational::new(targets[v].0[i], targets[v].1 as u64));
    // ψ⁻¹: a negative value came from twice as much.
    let pre_activations = (inverse_2 * targets).map(|f| if f < Rational::zero() { f * Rational::new(2, 1) } else { f });
    let layers = vec![Layer::dense(w_1, Activation::LeakyRelu { slope: half }), Layer::dense(w_2, Activation::Linear)];
    let augmentations = chances.len() / samples;
    let shares = |chances: &[i64]| {
        let total: i64 = chances.iter().sum();
        chances.iter().map(|c| Rational::new(*c, total as u64)).collect::<Vec<_>>()
    };
    let views = Views {
        inputs: inverse_1 * pre_activations,
        sample_weights: shares(&chances[..samples]),
        augmentation_weights: chances.chunks(augmentations).flat_map(shares).collect(),
    };
    Instance { network: Network { layers }, views }
}

/// The digits network on five shifts each of eight digits.
pub fn on_digits() -> Vec<Instance> {
    vec![Instance { network: digits::network(), views: digits::views(8) }]
}
