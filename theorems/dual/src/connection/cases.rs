//! A network and one input, and how they are drawn.

use super::super::cases::{SMALL, WITH_BIAS};
use dualproof::matrix::rows;
use dualproof::network::Network;
use dualproof::numbers::Rational;
use dualproof::strategies::{Hidden, Setting, Size, free_network_and_views, network_and_views};
use dualproof::views::Views;
use dualproof_digits as digits;
use nalgebra::DMatrix;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// A network and one input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The network.
    pub network: Network<Rational>,
    /// x, n₀ × 1.
    #[serde(with = "rows")]
    pub input: DMatrix<Rational>,
}

dualproof::line_through!(Instance { network, input } keeping {});

impl Instance {
    /// A network with the only view.
    fn of((network, views): (Network<Rational>, Views<Rational>)) -> Self {
        Instance { network, input: views.inputs }
    }

    /// Does the network take the one input?
    ///
    /// # Errors
    /// What does not fit, with what was found and expected.
    pub fn validate(&self) -> Result<(), String> {
        if self.input.ncols() != 1 {
            return Err(format!("input: found {} columns, expected 1", self.input.ncols()));
        }
        self.network.validate(self.input.nrows(), 1).map_err(|e| e.to_string())
    }
}

/// Random instances: of the options, the number of views is not used.
pub fn instances(options: Setting) -> BoxedStrategy<Instance> {
    let one = Setting { samples: (1, 1), augmentations: (1, 1), ..options };
    network_and_views(one).prop_map(Instance::of).boxed()
}

/// One instance in four has biases: the derivative holds with them too.
pub fn some_with_bias() -> BoxedStrategy<Instance> {
    prop_oneof![3 => instances(SMALL), 1 => instances(WITH_BIAS)].boxed()
}

/// Free weights, gates and input.
pub fn free(size: Size) -> BoxedStrategy<Instance> {
    free_network_and_views(size.with_views(1, 1), Hidden::Gated).prop_map(Instance::of).boxed()
}

/// The digits network on each of the views.
pub fn on_digits() -> Vec<Instance> {
    let (network, views) = digits::network_and_views();
    let on = |v: usize| Instance { network: network.clone(), input: views.inputs.columns(v, 1).into_owned() };
    (0..views.len()).map(on).collect()
}
