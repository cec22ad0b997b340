//! A network, inputs and a loss of the outputs: what the claims about any loss are about, and how it is drawn.

use super::output_loss::{OutputLoss, assemble, ingredients, of_neighbours};
use dualproof::matrix::rows;
use dualproof::network::Network;
use dualproof::numbers::Rational;
use dualproof::strategies::{Setting, network_and_views};
use dualproof_digits as digits;
use nalgebra::DMatrix;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// A network, inputs and a loss of the outputs, or of the normalised outputs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The network.
    pub network: Network<Rational>,
    /// The inputs, n₀ × V.
    #[serde(with = "rows")]
    pub inputs: DMatrix<Rational>,
    /// The loss.
    pub loss: OutputLoss,
}

dualproof::line_through!(Instance { network, inputs, loss } keeping {});

impl Instance {
    /// Is there no bias?
    pub fn is_bias_free(&self) -> bool {
        self.network.is_bias_free()
    }

    /// Is every activation homogeneous?
    pub fn is_homogeneous(&self) -> bool {
        self.network.is_homogeneous()
    }

    /// Is the network differentiable at every input?
    pub fn is_differentiable(&self) -> bool {
        self.network.is_differentiable_on(&self.inputs)
    }

    /// Are the parts of a foreign instance of fitting shapes?
    ///
    /// # Errors
    /// What does not fit, with what was found and expected.
    pub fn validate(&self) -> Result<(), String> {
        let Instance { network, inputs, loss } = self;
        network.validate(inputs.nrows(), inputs.ncols()).map_err(|e| e.to_string())?;
        loss.validate(network.output_width(), inputs.ncols())
    }
}

/// One to six views.
pub const SMALL: Setting =
    Setting { networks: 1, samples: (1, 3), augmentations: (1, 2), uniform: true, bias: false, tanh: false };

/// The same with biases: outside the theory.
pub const WITH_BIAS: Setting = Setting { bias: true, ..SMALL };

/// The same with tanh: outside the theory.
pub const WITH_TANH: Setting = Setting { tanh: true, ..SMALL };

/// Random instances.
pub fn instances(options: Setting) -> BoxedStrategy<Instance> {
    (network_and_views(options), ingredients())
        .prop_map(|((network, views), loss)| {
            let loss = assemble(loss, network.output_width(), views.len());
            Instance { network, inputs: views.inputs, loss }
        })
        .boxed()
}

/// The digits network, with a loss that compares each view with the next one.
pub fn on_digits() -> Vec<Instance> {
    let (network, views) = digits::network_and_views();
    let loss = of_neighbours(network.output_width(), views.len());
    vec![Instance { network, inputs: views.inputs, loss }]
}
