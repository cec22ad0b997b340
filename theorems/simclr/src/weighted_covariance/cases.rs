//! Instances: a network, few views, and a loss of one negative.

use super::{Formula, Part};
use crate::cases::{
    self, INFO_NCE, NEGATIVE_PROBABILITY, OnNetwork, TRIPLET, any_of, free_polynomial, in_units_of_distances,
    multiples, powers_of_two,
};
use crate::loss::Loss;
use dualproof::claim::Side;
use dualproof::network::Network;
use dualproof::numbers::Rational;
use dualproof::strategies::{Hidden, Setting, Size, free_network_and_views, network_and_views};
use dualproof::views::Views;
use dualproof_digits as digits;
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// A network, a data set and a loss of one negative.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The network.
    pub network: Network<Rational>,
    /// The samples and their augmentations.
    pub views: Views<Rational>,
    /// The loss.
    pub loss: Loss,
}

dualproof::line_through!(Instance { network, views, loss } keeping {});

impl Instance {
    /// Is no pre-activation exactly 0 on the mean of a sample's views?
    pub fn is_differentiable_at_the_means(&self) -> bool {
        self.network.is_differentiable_on(&self.views.augmentation_mean(&self.views.inputs))
    }

    /// Are the shapes consistent, and is the loss defined?
    ///
    /// # Errors
    /// What was found and expected.
    pub fn validate(&self) -> Result<(), String> {
        let Instance { network, views, loss } = self;
        views.validate().map_err(|e| e.to_string())?;
        network.validate(views.inputs.nrows(), views.len()).map_err(|e| e.to_string())?;
        loss.validate()
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

/// The sum over triples is cubic in the augmentations: few samples suffice.
const SMALL: Setting =
    Setting { networks: 1, samples: (1, 3), augmentations: (1, 3), uniform: false, bias: false, tanh: false };

/// τ in units of the largest r of the instance, from 1/16 to 256; the margin in units of τ. Of one negative the
/// decoupled loss is the simple one over τ: nothing new.
fn losses() -> BoxedStrategy<Loss> {
    const FAMILIES: &[cases::Family] = &[TRIPLET, TRIPLET, INFO_NCE, INFO_NCE, NEGATIVE_PROBABILITY];
    let with_temperature = any_of(FAMILIES, powers_of_two(-4..=8), multiples(-4..=4, 2));
    prop_oneof![5 => with_temperature, 1 => Just(Loss::Simple), 1 => quadratic()].boxed()
}

/// d + c₂d².
fn quadratic() -> BoxedStrategy<Loss> {
    let loss = |c: i64| Loss::Polynomial { coefficients: [Rational::one(), Rational::new(c, 64), Rational::zero()] };
    (-16_i64..=16).prop_map(loss).boxed()
}

/// The losses that rationals can compute.
fn algebraic_losses() -> BoxedStrategy<Loss> {
    prop_oneof![Just(Loss::Simple), quadratic()].boxed()
}

fn drawn(options: Setting, losses: BoxedStrategy<Loss>) -> BoxedStrategy<Instance> {
    let instance = |((network, views), loss): ((Network<_>, Views<_>), Loss)| Instance {
        loss: in_units_of_distances(loss, &network, &views.inputs),
        network,
        views,
    };
    (network_and_views(options), losses).prop_map(instance).boxed()
}

/// Every loss of one negative.
pub fn any_loss() -> BoxedStrategy<Instance> {
    drawn(SMALL, losses())
}

/// The losses that need neither exp nor ln.
pub fn algebraic() -> BoxedStrategy<Instance> {
    drawn(SMALL, algebraic_losses())
}

/// Layers with a bias.
pub fn with_bias() -> BoxedStrategy<Instance> {
    drawn(Setting { bias: true, ..SMALL }, losses())
}

/// Layers with a bias, and a loss that needs neither exp nor ln.
pub fn algebraic_with_bias() -> BoxedStrategy<Instance> {
    drawn(Setting { bias: true, ..SMALL }, algebraic_losses())
}

/// Hidden layers of tanh.
pub fn with_tanh() -> BoxedStrategy<Instance> {
    drawn(Setting { tanh: true, ..SMALL }, losses())
}

/// r₊ by itself.
pub fn positive_alone() -> BoxedStrategy<Instance> {
    drawn(SMALL, Just(Loss::PositiveAlone).boxed())
}

/// 1 added to the denominator of InfoNCE.
pub fn constant_in_denominator() -> BoxedStrategy<Instance> {
    drawn(SMALL, Just(Loss::ConstantInDenominator { temperature: Rational::one() }).boxed())
}

/// Free networks, views and coefficients of a polynomial.
pub fn free() -> BoxedStrategy<Instance> {
    free_of(Size::LARGE)
}

/// The same with few entries.
pub fn free_and_small() -> BoxedStrategy<Instance> {
    free_of(Size::SMALL)
}

fn free_of(size: Size) -> BoxedStrategy<Instance> {
    (free_network_and_views(size, Hidden::Gated), free_polynomial())
        .prop_map(|((network, views), loss)| Instance { network, views, loss })
        .boxed()
}

/// The digits network on the first `samples` digits under five shifts: 125 `samples`² triples.
fn first_digits(samples: usize) -> Vec<Instance> {
    vec![Instance { network: digits::network(), views: digits::views(samples), loss: cases::on_digits() }]
}

/// A third of the digits that PyTorch saw: a ninth of the triples.
pub fn on_digits() -> Vec<Instance> {
    first_digits(digits::expected().samples / 3)
}

/// The digits that PyTorch saw.
pub fn on_all_digits() -> Vec<Instance> {
    first_digits(digits::expected().samples)
}

/// PyTorch's norms, with the agreement promised as their error.
pub fn pytorch_norms(_: &Instance, _: Part, _: Formula) -> Side {
    let norms = digits::expected().infonce_update_norm.iter();
    Ok(norms.map(|x| DMatrix::from_element(1, 1, digits::agreeing_with(*x))).collect())
}
