//! The measured side: the double sum over pairs of views, differentiated.

use super::{Instance, Part};
use dualproof::claim::Side;
use dualproof::matrix::{inner, scaled, vec as stacked};
use dualproof::numbers::Field;
use dualproof::tape::{Pair, Recorded, Tape, Var, pairs};
use dualproof::views::Views;
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
        return Ok(network
            .layers
            .iter()
            .map(|layer| differentiated_operator(&tape, &network, &views, layer.weights))
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

/// V_x of ∂F̄/∂w_l, every derivative by a sweep of its own.
fn differentiated_operator<S: Field>(tape: &Tape<S>, network: &Recorded, views: &Views<S>, weights: Var) -> DMatrix<S> {
    let outputs = tape.value(network.output).nrows();
    let derivative = |i: usize, k: usize| {
        let adjoint = DMatrix::from_fn(outputs, views.len(), |row, v| {
            if row == k && views.sample_of(v) == i { views.augmentation_weights[v].clone() } else { S::zero() }
        });
        tape.pull_back(network.output, adjoint).of(weights)
    };
    let mut sum = DMatrix::zeros(tape.value(weights).len(), tape.value(weights).len());
    for k in 0..outputs {
        let columns: Vec<DMatrix<S>> = (0..views.samples()).map(|i| stacked(&derivative(i, k))).collect();
        // E[cᵢcⱼᵀ] − E[c]E[c]ᵀ, from the derivatives alone.
        let mut mean = DMatrix::zeros(sum.nrows(), 1);
        for (p, c) in views.sample_weights.iter().zip(&columns) {
            mean += scaled(c, p);
            sum += scaled(&S::product(c, &c.transpose()), p);
        }
        sum -= S::product(&mean, &mean.transpose());
    }
    sum
}
