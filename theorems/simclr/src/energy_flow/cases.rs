//! Instances: a network, views, and a step of one layer.

use super::measured::energy_and_updates;
use crate::cases::OnNetwork;
use dualproof::matrix::scaled;
use dualproof::network::{Activation, Layer, Network, Pool};
use dualproof::numbers::{Number, Rational, System};
use dualproof::strategies::{Hidden, Setting, Size, free_matrix, free_network_and_views, network_and_views};
use dualproof::views::Views;
use dualproof_digits as digits;
use nalgebra::DMatrix;
use num_traits::Zero;
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// A network, a data set, and a step of descent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The network.
    pub network: Network<Rational>,
    /// The samples and their augmentations.
    pub views: Views<Rational>,
    /// The layer that moves in the step, from 1 to L; in the flow all do.
    pub layer: usize,
    /// α.
    pub step: Rational,
}

dualproof::line_through!(Instance { network, views, step } keeping { layer });

impl Instance {
    /// Has every layer a weight other than 0?
    pub fn no_layer_is_zero(&self) -> bool {
        self.network.layers.iter().all(|layer| layer.weights.iter().any(|w| !w.is_zero()))
    }

    /// Has J_l the same value on every view after the step of layer l? Then K_l has, as f_{l−1} does not move. Where all
    /// gates are given it has; otherwise exactly, left to the computation where the network has tanh.
    pub fn step_keeps_the_connection(&self) -> bool {
        let is_given = |layer: &Layer<Rational>| {
            let gate = matches!(layer.activation, Activation::Linear | Activation::Gated { .. });
            gate && !matches!(layer.pool, Pool::Max { .. })
        };
        if self.network.layers.iter().all(is_given) {
            return true;
        }
        let keeps = || {
            let before = self.network.embed::<Number>();
            let mut after = before.clone();
            let (_, updates) = energy_and_updates(self, &before)?;
            let place = self.layer - 1;
            after.layers[place].weights += scaled(&updates[place], &Number::from_rational(&self.step));
            let inputs = self.views.embed::<Number>().inputs;
            let (before, after) = (before.trace(&inputs)?, after.trace(&inputs)?);
            let jacobians = |view| [&before, &after].map(|trace| trace.connections(self.layer).jacobian(view));
            Ok((0..self.views.len()).map(jacobians).all(|[before, after]| before == after))
        };
        System::Rational.computing(keeps).unwrap_or(true)
    }

    /// Is α > 0?
    pub fn step_is_forward(&self) -> bool {
        self.step > Rational::zero()
    }

    /// Are the shapes consistent, and is there such a layer?
    ///
    /// # Errors
    /// What was found and expected.
    pub fn validate(&self) -> Result<(), String> {
        let Instance { network, views, layer, step: _ } = self;
        views.validate().map_err(|e| e.to_string())?;
        network.validate(views.inputs.nrows(), views.len()).map_err(|e| e.to_string())?;
        let layers = network.depth();
        if (1..=layers).contains(layer) {
            return Ok(());
        }
        Err(format!("layer: found {layer}, expected one of 1 to {layers}"))
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

/// With one layer or another, and a step whose size is one of these over 2¹⁰.
fn stepping(
    networks: impl Strategy<Value = (Network<Rational>, Views<Rational>)> + 'static,
    steps: RangeInclusive<i64>,
) -> BoxedStrategy<Instance> {
    (networks, 0_usize..16, steps)
        .prop_map(|((network, views), layer, step)| {
            let layer = 1 + layer % network.depth();
            Instance { network, views, layer, step: Rational::new(step, 1 << 10) }
        })
        .boxed()
}

/// Small steps of any network, and of chains of single units, for which the bounds are attained.
pub fn any_instance() -> BoxedStrategy<Instance> {
    prop_oneof![3 => stepping(network_and_views(Setting::default()), 1..=16), 1 => stepping(chain(), 1..=16)].boxed()
}

/// Layers with a bias.
pub fn with_a_bias() -> BoxedStrategy<Instance> {
    stepping(network_and_views(Setting { bias: true, ..Setting::default() }), 1..=16)
}

/// Hidden layers of tanh.
pub fn with_tanh() -> BoxedStrategy<Instance> {
    stepping(network_and_views(Setting { tanh: true, ..Setting::default() }), 1..=16)
}

/// Steps of sizes from 1 to 4.
pub fn large_step() -> BoxedStrategy<Instance> {
    stepping(network_and_views(Setting::default()), 1 << 10..=1 << 12)
}

/// Steps against the update.
pub fn step_backwards() -> BoxedStrategy<Instance> {
    stepping(network_and_views(Setting::default()), -16..=-1)
}

/// Linear layers of one unit, on numbers.
fn chain() -> impl Strategy<Value = (Network<Rational>, Views<Rational>)> {
    let weight = || prop_oneof![-4_i64..=-1, 1_i64..=4];
    (vec(weight(), 1..=3), vec(-4_i64..=4, 2..=4)).prop_map(|(weights, inputs)| {
        let layer = |w: &i64| Layer::dense(DMatrix::from_element(1, 1, Rational::new(*w, 1)), Activation::Linear);
        let inputs = DMatrix::from_fn(1, inputs.len(), |_, v| Rational::new(inputs[v], 1));
        let samples = inputs.ncols();
        let views = Views::uniform(inputs, samples).expect("a view of every sample");
        (Network { layers: weights.iter().map(layer).collect() }, views)
    })
}

/// Free weights, gates, views and step.
pub fn free() -> BoxedStrategy<Instance> {
    free_of(Size::LARGE)
}

/// The same with few entries.
pub fn free_and_small() -> BoxedStrategy<Instance> {
    free_of(Size::SMALL)
}

fn free_of(size: Size) -> BoxedStrategy<Instance> {
    (free_network_and_views(size, Hidden::Gated), free_matrix(1, 1), 0_usize..16)
        .prop_map(|((network, views), step, layer)| {
            let layer = 1 + layer % network.depth();
            Instance { network, views, layer, step: step[(0, 0)].clone() }
        })
        .boxed()
}

/// The digits network on five shifts each of eight digits, and a step of its second layer.
pub fn on_digits() -> Vec<Instance> {
    vec![Instance { network: digits::network(), views: digits::views(8), layer: 2, step: Rational::new(1, 1 << 10) }]
}
