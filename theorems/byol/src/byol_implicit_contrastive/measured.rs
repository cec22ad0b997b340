//! The measured side: the loss, differentiated; and its norms beside PyTorch's.

use super::super::loss::{Recording, differentiated_operators, weighting, with_and_without_zero_mean, zero_mean_share};
use super::super::setting::{Instance, projections};
use super::{Formula, Part};
use dualproof::claim::Side;
use dualproof::matrix::embed;
use dualproof::numbers::{Field, Obstacle};
use dualproof_digits as digits;
use nalgebra::DMatrix;

/// −∇r, or what the part says of it.
pub(super) fn measured<S: Field>(instance: &Instance, part: Part) -> Side<S> {
    let p = &instance.predictor;
    Ok(match part {
        Part::WithZeroMean | Part::WithoutZeroMean => Recording::new(instance)?.updates(),
        Part::ZeroMeanShare | Part::PredictorGivesSome => zero_mean_share(instance, Recording::updates)?,
        Part::ZeroMeanShareShrinks => zero_mean_share(instance, Recording::radial_updates)?,
        Part::IdentityPredictorGivesNone => {
            with_and_without_zero_mean(instance, DMatrix::identity(p.nrows(), p.nrows()))?
        }
        Part::ProjectionGivesNone => {
            let [q, rest] = projections(p)?;
            [with_and_without_zero_mean(instance, q)?, with_and_without_zero_mean(instance, rest)?].concat()
        }
        Part::PositiveSemidefinite => differentiated_operators(instance, &weighting(&embed(p)))?,
        Part::Attraction => {
            let radial: Vec<DMatrix<S>> = Recording::new(instance)?.radial_updates();
            radial.into_iter().flat_map(|x| [-x.clone(), x]).collect()
        }
    })
}

/// The norms of the measured updates.
pub(super) fn norms(instance: &Instance, part: Part) -> Side {
    digits::norms(measured(instance, part)?)
}

/// PyTorch's norms for the digits, whatever the instance, with the agreement promised as their error.
pub(super) fn pytorch_norms(_: &Instance, part: Part, _: Formula) -> Side {
    let expected = digits::expected();
    let norms = match part {
        Part::WithZeroMean => &expected.byol_update_norm_zero_mean,
        Part::WithoutZeroMean => &expected.byol_update_norm_plain,
        _ => return Err(Obstacle::Unsupported("reference value")),
    };
    Ok(norms.iter().map(|x| DMatrix::from_element(1, 1, digits::agreeing_with(*x))).collect())
}
