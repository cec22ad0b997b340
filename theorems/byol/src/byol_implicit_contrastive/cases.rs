//! How instances are drawn, and the degrees of the statements in what is free.

use super::super::cases::{
    Cases, Predictors, Target, any_predictor, contracting_predictor, digits_instance, digits_without_shifts,
    without_augmentation,
};
use super::super::setting::{Instance, ZeroMean};
use super::measured::measured;
use super::{ByolImplicitContrastive, Formula, Part};
use dualproof::claim::{Degrees, Sides};
use dualproof::numbers::{Degree, Obstacle};
use dualproof::strategies::{Setting, Size};
use proptest::prelude::*;

/// Shared weights and a zero-mean online output, under predictors of this kind.
pub(super) fn under(predictors: Predictors) -> Cases {
    Cases { target: Target::Shared, predictors, zero_mean: ZeroMean::OF_THE_ONLINE }
}

/// Of the instances a half have any P, half of these with zero-mean; the rest are for the last line, one half of
/// them without augmentation.
pub(super) fn drawn() -> BoxedStrategy<Instance> {
    prop_oneof![
        under(any_predictor).drawn(Setting::default()),
        Cases { zero_mean: &[ZeroMean::NEITHER], ..under(any_predictor) }.drawn(Setting::default()),
        under(contracting_predictor).drawn(Setting::default()),
        under(contracting_predictor).drawn(without_augmentation()),
    ]
    .boxed()
}

/// All free.
pub(super) fn free(size: Size) -> BoxedStrategy<Instance> {
    Cases { zero_mean: ZeroMean::NOT_OF_THE_TARGET_ALONE, ..under(any_predictor) }.free(size)
}

/// Twice the degree of both sides, as S and PᵀP are taken of the entries of P before they meet the network. A projection
/// onto k columns is A adj(AᵀA) Aᵀ over det AᵀA, both of degree 2k, and the updates are quadratic in it: beside the
/// degree at P = I there are 4k above and below.
pub(super) fn degrees(instance: &Instance, part: Part) -> Result<Degrees, Obstacle> {
    let is_projection = part == Part::ProjectionGivesNone;
    let of = if is_projection { Part::IdentityPredictorGivesNone } else { part };
    let sides = [measured::<Degree>(instance, of)?, ByolImplicitContrastive::predicted(instance, of, Formula::Stated)?];
    let largest = sides.iter().flatten().flat_map(|m| m.iter()).map(|d| d.bound()).max().unwrap_or(0);
    let inverse = if is_projection { 4 * (instance.outputs() as u64 / 2) } else { 0 };
    Ok(Degrees { numerator: largest.saturating_mul(2) + inverse, denominator: inverse })
}

/// The digits as PyTorch has them, without and with zero-mean.
pub(super) fn with_pytorch_values() -> Vec<Instance> {
    [ZeroMean::NEITHER, ZeroMean::BOTH].map(digits_instance).into()
}

/// The same; and the digits without their shifts under a diagonal predictor with the eigenvalues 1/(n+1), …, n/(n+1).
pub(super) fn on_digits() -> Vec<Instance> {
    let mut instances = with_pytorch_values();
    instances.push(digits_without_shifts(ZeroMean::BOTH));
    instances
}
