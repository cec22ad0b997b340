//! The measured side: the statistics of the batch recorded as what they are, and differentiated.

use super::{Instance, Part, Statistic};
use dualproof::claim::Side;
use dualproof::numbers::{Field, Obstacle};
use dualproof::tape::{Recorded, Tape, Var, pairs};
use nalgebra::DMatrix;

/// Records the network with BatchNorm at layer z.
///
/// # Errors
/// Where a gate is not decided, or a root.
pub(super) fn record<S: Field>(tape: &mut Tape<S>, instance: &Instance) -> Result<Recorded, Obstacle> {
    let (network, views) = (instance.network.embed::<S>(), instance.views.embed::<S>());
    let weights: Vec<Var> = network.layers.iter().map(|layer| tape.variable(layer.weights.clone())).collect();
    let inputs = tape.variable(views.inputs.clone());
    let averaging = tape.variable(instance.averaging());
    tape.network_altered(&network, &weights, inputs, |tape, layer, output| {
        if layer + 1 == instance.layer { normalise(tape, instance, output, averaging) } else { Ok(output) }
    })
}

/// (f̃ − μ)/s.
fn normalise<S: Field>(tape: &mut Tape<S>, instance: &Instance, output: Var, averaging: Var) -> Result<Var, Obstacle> {
    let mean = tape.product(output, averaging);
    let centred = tape.difference(output, mean);
    let numerator = match instance.mean {
        Statistic::Absent => output,
        Statistic::Constant => {
            let constant = tape.detached(mean);
            tape.difference(output, constant)
        }
        Statistic::Differentiated => centred,
    };
    if instance.deviation == Statistic::Absent {
        return Ok(numerator);
    }
    let squares = tape.entrywise(centred, centred);
    let variance = tape.product(squares, averaging);
    let (rows, columns) = tape.value(variance).shape();
    let epsilon = tape.variable(DMatrix::from_element(rows, columns, S::from_rational(&instance.epsilon)));
    let shifted = tape.sum(variance, epsilon);
    let over = tape.inverse_sqrt(shifted)?;
    let over = if instance.deviation == Statistic::Constant { tape.detached(over) } else { over };
    Ok(tape.entrywise(numerator, over))
}

/// What the part speaks of, for every layer.
pub(super) fn measured<S: Field>(instance: &Instance, part: Part) -> Side<S> {
    let views = instance.views.embed::<S>();
    let mut tape = Tape::new();
    let network = record(&mut tape, instance)?;
    let output = tape.value(network.output).clone();
    let loss = match part {
        Part::ClosedForm => return Ok(by_output(&tape, &network, output.shape())),
        Part::Reversibility => return Ok(vec![output; network.layers.len()]),
        Part::Simclr => {
            let p = &instance.views.sample_weights;
            let independent = DMatrix::from_fn(p.len(), p.len(), |x, y| p[x].clone() * p[y].clone());
            let mut terms = pairs::of_augmentations(&views, p);
            terms.extend(pairs::of_samples(&views, &independent, &-S::one()));
            tape.pair_loss(network.output, network.output, terms)
        }
        Part::Byol | Part::CrossForm => {
            let p = tape.variable(instance.predictor());
            let forward = tape.product(p, network.output);
            let target = tape.detached(network.output);
            tape.pair_loss(forward, target, pairs::of_augmentations(&views, &instance.views.sample_weights))
        }
    };
    let gradient = tape.gradient(loss);
    Ok(network.layers.iter().map(|layer| -gradient.of(layer.weights)).collect())
}

/// ∂f_v/∂w_l for every layer and view, one column per output: a backward sweep each.
fn by_output<S: Field>(tape: &Tape<S>, network: &Recorded, (outputs, views): (usize, usize)) -> Vec<DMatrix<S>> {
    let unit = |at: (usize, usize)| {
        let mut adjoint = DMatrix::zeros(outputs, views);
        adjoint[at] = S::one();
        tape.pull_back(network.output, adjoint)
    };
    let sweeps: Vec<Vec<_>> = (0..views).map(|v| (0..outputs).map(|k| unit((k, v))).collect()).collect();
    let of_layer = |layer: &dualproof::tape::RecordedLayer| {
        let column = |sweep: &dualproof::tape::Gradient<S>| dualproof::matrix::vec(&sweep.of(layer.weights));
        let of_view = |sweeps: &Vec<_>| dualproof::matrix::beside(&sweeps.iter().map(column).collect::<Vec<_>>());
        sweeps.iter().map(of_view).collect::<Vec<_>>()
    };
    network.layers.iter().flat_map(of_layer).collect()
}
