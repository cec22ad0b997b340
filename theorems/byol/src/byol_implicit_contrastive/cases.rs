//! How instances are drawn, and the degrees of the statements in what is free.

use super::super::cases::{
    Cases, Target, any_predictor, contracting_predictor, digits_without_shifts, with_pytorch_values,
    without_augmentation,
};
use super::super::setting::{Instance, ZeroMean};
use super::measured::measured;
use super::{ByolImplicitContrastive, Formula, Part};
use dualproof::claim::{Degrees, Sides, largest_degree};
use dualproof::numbers::{Obstacle, System};
use dualproof::strategies::{Setting, Size};
use proptest::prelude::*;

/// Shared weights, any predictor, a zero-mean online output.
pub(super) const CASES: Cases =
    Cases { target: Target::Shared, predictors: any_predictor, zero_mean: ZeroMean::OF_THE_ONLINE };

/// Two or three augmentations of each sample.
pub(super) fn with_augmentations() -> Setting {
    Setting { augmentations: (2, 3), ..Setting::default() }
}

/// Of the instances a half have any P, half of these with zero-mean; the rest are for what needs a contracting P, one half
/// of them without augmentation.
pub(super) fn drawn() -> BoxedStrategy<Instance> {
    prop_oneof![
        CASES.random(),
        CASES.with_zero_mean(&[ZeroMean::NEITHER]).random(),
        CASES.under(contracting_predictor).random(),
        CASES.under(contracting_predictor).drawn(without_augmentation()),
    ]
    .boxed()
}

/// All free, large.
pub(super) fn large() -> BoxedStrategy<Instance> {
    CASES.with_zero_mean(ZeroMean::NOT_OF_THE_TARGET_ALONE).free(Size::LARGE)
}

/// All free, small.
pub(super) fn small() -> BoxedStrategy<Instance> {
    CASES.with_zero_mean(ZeroMean::NOT_OF_THE_TARGET_ALONE).free(Size::SMALL)
}

/// Twice the degree of both sides, as S and PᵀP are taken of the entries of P before they meet the network. A projection
/// onto k columns is A adj(AᵀA) Aᵀ over det AᵀA, both of degree 2k, and the updates are quadratic in it: beside the
/// degree at P = I there are 4k above and below.
pub(super) fn degrees(instance: &Instance, part: Part) -> Result<Degrees, Obstacle> {
    let is_projection = part == Part::ProjectionGivesNone;
    let of = if is_projection { Part::IdentityPredictorGivesNone } else { part };
    let sides = System::Degree.computing(|| {
        Ok([measured(instance, of)?, ByolImplicitContrastive::predicted(instance, of, Formula::Stated)?])
    })?;
    let largest = sides.iter().flatten().map(largest_degree).max().unwrap_or(0);
    let inverse = if is_projection { 4 * (instance.outputs() as u64 / 2) } else { 0 };
    Ok(Degrees { numerator: largest.saturating_mul(2) + inverse, denominator: inverse })
}

/// Those of which PyTorch's file speaks.
pub(super) fn referenced() -> Vec<Instance> {
    with_pytorch_values().into()
}

/// The same; and the digits without their shifts under a diagonal predictor with the eigenvalues 1/(n+1), …, n/(n+1).
pub(super) fn on_digits() -> Vec<Instance> {
    let mut instances = referenced();
    instances.push(digits_without_shifts(ZeroMean::BOTH));
    instances
}
