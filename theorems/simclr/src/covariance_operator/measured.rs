//! The measured side: the double sum over pairs of views, differentiated.

use super::{Instance, Part};
use crate::differentiated::between_sample_operator;
use dualproof::claim::Side;
use dualproof::matrix::inner;
use dualproof::numbers::Field;
use dualproof::tape::{Pair, Tape, pairs};
use nalgebra::DMatrix;

/// −∇L by differentiating the double sum over pairs of views.
pub(super) fn measured<S: Field>(instance: &Instance, part: Part) -> Side<S> {
    let views = instance.views.embed::<S>();
    let mut tape = Tape::new();
    let network = tape.network(&instance.network.embed(), &views.inputs)?;
    let second = match part {
        Part::BothBranches | Part::FiniteBatch | Part::LossWithBeta => network.output,
        _ => tape.detached(network.output),
    };
    let terms = match part {
        Part::FiniteBatch => pairs::without_replacement(views.samples(), views.augmentations()),
        Part::PositiveSemidefinite => Vec::new(),
        _ => {
            let on_positives = match part {
                Part::LossWithBeta => S::one() + S::from_rational(&instance.beta),
                _ => S::one(),
            };
            let mut terms: Vec<Pair<S>> = pairs::of_samples(&views, &instance.positives, &on_positives);
            terms.extend(pairs::of_samples(&views, &instance.negatives, &-S::one()));
            terms
        }
    };
    if part == Part::PositiveSemidefinite {
        let outputs = tape.value(network.output).nrows();
        let identity = DMatrix::identity(outputs, outputs);
        return Ok(network
            .layers
            .iter()
            .map(|layer| between_sample_operator(&tape, &network, &views, layer.weights, &identity))
            .collect());
    }
    let loss = tape.pair_loss(network.output, second, terms);
    let gradient = tape.gradient(loss);
    let updates = network.layers.iter().map(|layer| (tape.value(layer.weights), -gradient.of(layer.weights)));
    Ok(match part {
        Part::Energy => vec![tape.value(loss).clone()],
        Part::EnergyOfEveryLayer => updates.map(|(w, update)| DMatrix::from_element(1, 1, inner(w, &update))).collect(),
        _ => updates.map(|(_, update)| update).collect(),
    })
}
