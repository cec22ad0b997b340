//! Two networks of one architecture, an input for each, and how they are drawn.

use dualproof::matrix::rows;
use dualproof::network::Network;
use dualproof::numbers::Rational;
use dualproof::strategies::{Hidden, Setting, Size, free_network_and_views, setting};
use dualproof_digits as digits;
use nalgebra::DMatrix;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// Two networks of one architecture, and an input for each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The network whose weights move.
    pub first: Network<Rational>,
    /// The other network.
    pub second: Network<Rational>,
    /// x₁, n₀ × 1.
    #[serde(with = "rows")]
    pub first_input: DMatrix<Rational>,
    /// x₂, n₀ × 1.
    #[serde(with = "rows")]
    pub second_input: DMatrix<Rational>,
}

dualproof::line_through!(Instance { first, second, first_input, second_input } keeping {});

impl Instance {
    /// Does it hold of both networks?
    pub fn both(&self, holds: fn(&Network<Rational>) -> bool) -> bool {
        holds(&self.first) && holds(&self.second)
    }

    /// Is each network differentiable at its input?
    pub fn are_differentiable(&self) -> bool {
        self.first.is_differentiable_on(&self.first_input) && self.second.is_differentiable_on(&self.second_input)
    }

    /// Are the parts of a foreign instance of fitting shapes?
    ///
    /// # Errors
    /// What does not fit, with what was found and expected.
    pub fn validate(&self) -> Result<(), String> {
        let Instance { first, second, first_input, second_input } = self;
        for (name, network, input) in [("first", first, first_input), ("second", second, second_input)] {
            if input.ncols() != 1 {
                return Err(format!("{name}_input: found {} columns, expected 1", input.ncols()));
            }
            network.validate(input.nrows(), 1).map_err(|e| format!("{name}: {e}"))?;
        }
        let shapes = |n: &Network<Rational>| n.layers.iter().map(|l| l.weights.shape()).collect::<Vec<_>>();
        if shapes(first) != shapes(second) {
            return Err("second: found another architecture, expected that of first".into());
        }
        Ok(())
    }
}

/// Random instances: of the options, the numbers of networks and of views are not used.
pub fn instances(options: Setting) -> BoxedStrategy<Instance> {
    let pair = Setting { networks: 2, samples: (2, 2), augmentations: (1, 1), ..options };
    setting(pair)
        .prop_map(|(mut networks, views)| Instance {
            second: networks.remove(1),
            first: networks.remove(0),
            first_input: views.inputs.columns(0, 1).into_owned(),
            second_input: views.inputs.columns(1, 1).into_owned(),
        })
        .boxed()
}

/// Two networks and inputs, all free.
pub fn free(size: Size) -> BoxedStrategy<Instance> {
    let network = || free_network_and_views(size.with_views(1, 1), Hidden::Gated);
    (network(), network())
        .prop_map(|((first, x), (second, y))| Instance { first, second, first_input: x.inputs, second_input: y.inputs })
        .boxed()
}

/// The digits network against one with other weights: its own, the rows of every layer in reverse order. Each view
/// meets the next one.
pub fn on_digits() -> Vec<Instance> {
    let ((first, views), second) = (digits::network_and_views(), digits::another_network());
    let input = |v: usize| views.inputs.columns(v % views.len(), 1).into_owned();
    let pair = |v| Instance {
        first: first.clone(),
        second: second.clone(),
        first_input: input(v),
        second_input: input(v + 1),
    };
    (0..views.len()).map(pair).collect()
}
