//! The measured side: the network recorded with a zero-mean inside, and differentiated.

use super::{Instance, Mean, Part};
use dualproof::claim::Side;
use dualproof::matrix::embed;
use dualproof::numbers::{Field, Obstacle, Rational, Running};
use dualproof::tape::{Recorded, Tape, Var, pairs};
use nalgebra::DMatrix;

/// Records the network with a zero-mean at layer `index` (from 0).
pub(super) fn record<S: Field>(
    tape: &mut Tape<S>,
    instance: &Instance,
    index: usize,
    mean: Mean,
) -> Result<Recorded, Obstacle> {
    let (network, views) = (instance.network.embed::<S>(), instance.views.embed::<S>());
    let view_weights: Vec<S> = (0..views.len()).map(|v| views.weight(v)).collect();
    let weights: Vec<Var> = network.layers.iter().map(|layer| tape.variable(layer.weights.clone())).collect();
    let inputs = tape.variable(views.inputs.clone());
    tape.network_altered(&network, &weights, inputs, |tape, layer, output| {
        if layer != index {
            return Ok(output);
        }
        let centred = tape.centre(output, &view_weights);
        Ok(match mean {
            Mean::Through => centred,
            Mean::Detached => {
                // The same values, as the output plus a constant.
                let constant = tape.value(centred) - tape.value(output);
                let constant = tape.variable(constant);
                tape.sum(output, constant)
            }
        })
    })
}

/// ∇_{W_k} r with the zero-mean at layer `index`, for the layers k that are asked for, by differentiation.
fn gradients<S: Field>(instance: &Instance, mean: Mean, index: usize, by: std::ops::Range<usize>) -> Side<S> {
    let views = instance.views.embed::<S>();
    let mut tape = Tape::new();
    let network = record(&mut tape, instance, index, mean)?;
    let predictor = tape.variable(embed(&instance.predictor));
    let first = tape.product(predictor, network.output);
    let mut target = tape.network(&instance.network.embed(), &views.inputs)?.output;
    if instance.target_is_zero_mean {
        let view_weights: Vec<S> = (0..views.len()).map(|v| views.weight(v)).collect();
        target = tape.centre(target, &view_weights);
    }
    let second = tape.detached(target);
    let loss = tape.pair_loss(first, second, pairs::of_augmentations(&views, &instance.views.sample_weights));
    let gradient = tape.gradient(loss);
    Ok(by.map(|layer| gradient.of(network.layers[layer].weights)).collect())
}

/// The gradients that the part speaks of.
pub(super) fn measured<S: Field>(instance: &Instance, part: Part) -> Side<S> {
    let depth = instance.network.depth();
    let own = |mean: Mean| -> Side<S> {
        let of_layer = |l: usize| gradients(instance, mean, l, l..l + 1);
        Ok((0..depth).map(of_layer).collect::<Result<Vec<_>, _>>()?.concat())
    };
    match part {
        Part::Through => own(instance.mean),
        Part::Detached => own(Mean::Detached),
        Part::Lost => {
            let (through, detached) = (own(Mean::Through)?, own(Mean::Detached)?);
            Ok(through.into_iter().zip(detached).map(|(a, b): (DMatrix<S>, DMatrix<S>)| a - b).collect())
        }
        Part::BothOutputs => {
            let at_the_output = |mean: Mean| gradients(instance, mean, depth - 1, 0..depth);
            Ok([at_the_output(Mean::Through)?, at_the_output(Mean::Detached)?].concat())
        }
    }
}

impl Instance {
    /// Has the network a gradient without and with the zero-mean, at any layer? By the error bound where it decides, else
    /// exactly.
    pub fn is_differentiable(&self) -> bool {
        fn decide<S: Field>(instance: &Instance, index: usize) -> Result<(), Obstacle> {
            let mut tape = Tape::<S>::new();
            tape.network(&instance.network.embed(), &embed(&instance.views.inputs))?;
            record(&mut tape, instance, index, Mean::Through).map(|_| ())
        }
        (0..self.network.depth()).all(|index| {
            let decided = decide::<Running>(self, index).or_else(|_| decide::<Rational>(self, index));
            !decided.is_err_and(|obstacle| obstacle.is_unmet_assumption())
        })
    }
}
