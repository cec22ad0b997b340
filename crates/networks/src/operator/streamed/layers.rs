//! The layers of a network laid out for products.

use super::StreamedError;
use super::pilot::Pilot;
use crate::gemm::Factor;
use crate::network::{Activation, AtZero, Layer, Network, Pool};
use crate::numbers::{times_power, unit_of};
use std::borrow::Cow;

/// A layer laid out for products: the weights that act (masked), column after column.
#[derive(Clone, Debug)]
pub(super) struct Dense {
    pub(super) units: usize,
    pub(super) inputs: usize,
    pub(super) weights: Vec<f64>,
    mask: Option<Vec<f64>>,
    /// The slope below 0; `None` for a linear layer.
    pub(super) slope: Option<f64>,
}

impl Dense {
    /// U without the entries that the mask forbids.
    pub(super) fn masked<'u>(&self, u: &'u [f64]) -> Cow<'u, [f64]> {
        match &self.mask {
            None => Cow::Borrowed(u),
            Some(mask) => Cow::Owned(u.iter().zip(mask).map(|(u, m)| u * m).collect()),
        }
    }

    pub(super) fn is_masked(&self) -> bool {
        self.mask.is_some()
    }

    pub(super) fn weights(&self) -> Factor<'_> {
        Factor::new(&self.weights, self.units, self.inputs)
    }

    /// W ← W 2^−power.
    pub(super) fn divide(&mut self, power: i32) {
        self.weights.iter_mut().for_each(|w| *w = times_power(*w, -power));
    }

    /// Brings W into the unit in which its largest entry is in [1, 2); the exponent of that unit, 0 where there is none.
    pub(super) fn bring_to_unit(&mut self) -> i32 {
        let power = unit_of(&self.weights);
        self.divide(power);
        power
    }
}

/// The layers of a network, each dense or masked, linear or (leaky) rectified.
#[derive(Clone, Debug)]
pub(super) struct Layers {
    pub(super) all: Vec<Dense>,
    /// The weights of each layer are those of the network times 2^−power.
    pub(super) powers: Vec<i32>,
    /// With one, activations and tangents are those about the pilot's.
    pub(super) pilot: Option<Pilot>,
    pub(super) at_zero: AtZero,
}

impl Layers {
    pub(super) fn new(network: &Network<f64>, inputs: usize, at_zero: AtZero) -> Result<Self, StreamedError> {
        network.validate(inputs, 0).or_else(|error| match network.layers.iter().any(is_gated) {
            // Gates as data are refused below, with a better reason than their number.
            true => Ok(()),
            false => Err(error),
        })?;
        let refuse = |layer: usize, found: String| {
            let expected =
                "a dense or masked layer without bias or pool: linear, or rectified with a slope of at least 0";
            StreamedError::Layer { layer: layer + 1, found, expected }
        };
        let layers = network.layers.iter().enumerate().map(|(l, layer)| {
            if layer.bias.is_some() {
                return Err(refuse(l, "a bias".into()));
            }
            if layer.pool != Pool::None {
                return Err(refuse(l, "a pool".into()));
            }
            let slope = match layer.activation {
                Activation::Linear => None,
                Activation::Relu => Some(0.0),
                Activation::LeakyRelu { slope } if slope >= 0.0 => Some(slope),
                Activation::LeakyRelu { slope } => return Err(refuse(l, format!("the slope {slope}"))),
                Activation::Tanh => return Err(refuse(l, "tanh".into())),
                Activation::Gated { .. } => return Err(refuse(l, "gates as data".into())),
            };
            let mask = layer.mask_matrix();
            let weights = match &mask {
                Some(mask) => layer.weights.component_mul(mask),
                None => layer.weights.clone(),
            };
            Ok(Dense {
                units: weights.nrows(),
                inputs: weights.ncols(),
                weights: weights.as_slice().to_vec(),
                mask: mask.map(|mask| mask.as_slice().to_vec()),
                slope,
            })
        });
        let all = layers.collect::<Result<Vec<_>, _>>()?;
        Ok(Layers { powers: vec![0; all.len()], all, pilot: None, at_zero })
    }

    /// L − 1, the place of the top layer.
    pub(super) fn top(&self) -> usize {
        self.all.len() - 1
    }

    pub(super) fn outputs(&self) -> usize {
        self.all[self.top()].units
    }

    /// Numbers that [`Forward`] holds for each view.
    pub(super) fn kept_per_view(&self) -> usize {
        self.all[..self.top()].iter().map(|layer| layer.units).sum()
    }
}

fn is_gated(layer: &Layer<f64>) -> bool {
    matches!(layer.activation, Activation::Gated { .. })
}
