//! A network with a place for a zero-mean, and how it is drawn.

use super::super::cases::{biased, digits_instance, generic_predictor};
use super::super::setting::ZeroMean;
use dualproof::matrix::rows;
use dualproof::network::Network;
use dualproof::numbers::Rational;
use dualproof::strategies::{Hidden, Setting, Size, free_matrix, free_network_and_views, network_and_views};
use dualproof::views::Views;
use nalgebra::DMatrix;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// What the backward pass makes of the mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mean {
    /// The gradient flows through it.
    Through,
    /// It is a constant.
    Detached,
}

/// A network into which a zero-mean is put, with a loss on top.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The network.
    pub network: Network<Rational>,
    /// The samples and their augmentations.
    pub views: Views<Rational>,
    /// P of the loss, n_L × n_L.
    #[serde(with = "rows")]
    pub predictor: DMatrix<Rational>,
    /// The mean, for the first line.
    pub mean: Mean,
    /// Is the mean of f₂ taken off?
    #[serde(default)]
    pub target_is_zero_mean: bool,
}

dualproof::line_through!(Instance { network, views, predictor } keeping { mean, target_is_zero_mean });

impl Instance {
    /// Are the parts of a foreign instance of fitting shapes?
    ///
    /// # Errors
    /// What does not fit, with what was found and expected.
    pub fn validate(&self) -> Result<(), String> {
        let Instance { network, views, predictor, .. } = self;
        views.validate().map_err(|e| e.to_string())?;
        network.validate(views.inputs.nrows(), views.len()).map_err(|e| e.to_string())?;
        let n = network.output_width();
        if predictor.shape() != (n, n) {
            return Err(format!("predictor: found shape {:?}, expected {n} × {n}", predictor.shape()));
        }
        Ok(())
    }
}

/// Random instances.
pub(super) fn drawn(options: Setting, mean: Mean, target_is_zero_mean: bool) -> BoxedStrategy<Instance> {
    network_and_views(options)
        .prop_flat_map(move |(network, views)| {
            let predictor = generic_predictor(network.output_width());
            (Just((network, views)), predictor)
        })
        .prop_map(move |((network, views), predictor)| Instance {
            network,
            views,
            predictor,
            mean,
            target_is_zero_mean,
        })
        .boxed()
}

/// Without biases; and with them, but then without masks: a unit with a bias and no input is a constant, and nothing
/// is learned from it. A third with a target that is zero-mean.
pub(super) fn any() -> BoxedStrategy<Instance> {
    let biased = biased();
    let unmasked = |mut instance: Instance| {
        instance.network.layers.iter_mut().for_each(|layer| layer.mask = None);
        instance
    };
    let through = |options: Setting, target: bool| drawn(options, Mean::Through, target);
    prop_oneof![
        2 => through(Setting::default(), false),
        2 => through(biased, false).prop_map(unmasked),
        1 => through(Setting::default(), true),
        1 => through(biased, true).prop_map(unmasked),
    ]
    .boxed()
}

/// All free.
pub(super) fn free(size: Size) -> BoxedStrategy<Instance> {
    let outputs = *size.widths.last().expect("a width");
    (free_network_and_views(size, Hidden::Gated), free_matrix(outputs, outputs), proptest::bool::ANY)
        .prop_map(|((network, views), predictor, target_is_zero_mean)| Instance {
            network,
            views,
            predictor,
            mean: Mean::Through,
            target_is_zero_mean,
        })
        .boxed()
}

/// The digits under the predictor of PyTorch's values, the target's mean kept and taken off.
pub(super) fn on_digits() -> Vec<Instance> {
    let digits = digits_instance(ZeroMean::NEITHER);
    let with = |target_is_zero_mean: bool| Instance {
        network: digits.online.clone(),
        views: digits.views.clone(),
        predictor: digits.predictor.clone(),
        mean: Mean::Through,
        target_is_zero_mean,
    };
    vec![with(false), with(true)]
}
