//! The measured side: the energy by its double sum over pairs of views, differentiated, and computed anew after a step.

use super::{Instance, Part};
use crate::cases::{independent_samples, same_sample};
use dualproof::claim::Side;
use dualproof::matrix::{Matrix, inner, scaled};
use dualproof::network::Network;
use dualproof::numbers::{Field, Number, Obstacle, Series};
use dualproof::tape::{Pair, Tape, pairs};
use nalgebra::DMatrix;

pub(super) fn measured(instance: &Instance, part: Part) -> Side {
    let network = instance.network.embed::<Number>();
    let (energy, updates) = energy_and_updates(instance, &network)?;
    let of_layers = network.layers.iter().zip(&updates);
    let number = |x: Number| DMatrix::from_element(1, 1, x);
    let two = Number::from_integer(2);
    let l = instance.layer - 1;
    let stepped = || {
        let mut network = network.clone();
        network.layers[l].weights += scaled(&updates[l], &Number::from_rational(&instance.step));
        network
    };
    let size = |w: &Matrix| inner(w, w);
    Ok(match part {
        Part::SizesGrowAlike => {
            of_layers.map(|(layer, update)| number(inner(&layer.weights, update) * two.clone())).collect()
        }
        Part::EnergyGrows => vec![number(derivative_along(instance, &updates)?)],
        Part::EnergyGrowsAtLeast => vec![number(-derivative_along(instance, &updates)?)],
        Part::SizeAfterAStep => vec![number(size(&stepped().layers[l].weights))],
        Part::EnergyAfterAStep => vec![number(energy_and_updates(instance, &stepped())?.0)],
        Part::QuotientDoesNotFall => vec![number(energy * size(&stepped().layers[l].weights))],
    })
}

/// E, and −∇_{W_l} L of every layer.
pub(super) fn energy_and_updates(
    instance: &Instance,
    network: &Network<Number>,
) -> Result<(Number, Vec<Matrix>), Obstacle> {
    let mut tape = Tape::new();
    let recorded = tape.network(network, &instance.views.embed().inputs)?;
    let loss = tape.pair_loss(recorded.output, recorded.output, terms(instance));
    let gradient = tape.gradient(loss);
    let updates = recorded.layers.iter().map(|layer| -gradient.of(layer.weights));
    Ok((-tape.value(loss)[(0, 0)].clone(), updates.collect()))
}

/// The coefficient of ε of E at the weights W_l + ε U_l.
fn derivative_along(instance: &Instance, directions: &[Matrix]) -> Result<Number, Obstacle> {
    let mut network = instance.network.embed::<Series<Number>>();
    for (layer, direction) in network.layers.iter_mut().zip(directions) {
        layer.weights += direction.map(|u| Series::new([Number::zero(), u, Number::zero()]));
    }
    let mut tape = Tape::new();
    let recorded = tape.network(&network, &instance.views.embed().inputs)?;
    let loss = tape.pair_loss(recorded.output, recorded.output, terms(instance));
    Ok(-tape.value(loss)[(0, 0)].coefficients()[1].clone())
}

/// r₊ over two augmentations of a sample, less r₋ over any two views.
fn terms<S: Field>(instance: &Instance) -> Vec<Pair<S>> {
    let views = instance.views.embed::<S>();
    let mut terms = pairs::of_samples(&views, &same_sample(&instance.views), &S::one());
    terms.extend(pairs::of_samples(&views, &independent_samples(&instance.views), &-S::one()));
    terms
}
