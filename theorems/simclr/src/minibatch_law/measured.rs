//! The measured side: the loss of a batch by its definition, differentiated; of every batch, with its probability.

use super::{Instance, Part};
use dualproof::claim::Side;
use dualproof::matrix::{Matrix, scaled, vec};
use dualproof::numbers::{Number, Rational};
use dualproof::tape::{Pair, Recorded, Tape};
use dualproof::views::Views;

/// One batch: of each place the sample and the places of its two views among that sample's.
type Batch = [(usize, usize, usize)];

pub(super) fn measured(instance: &Instance, part: Part) -> Side {
    let views = instance.views.embed::<Number>();
    let mut tape = Tape::new();
    let network = tape.network(&instance.network.embed(), &views.inputs)?;
    if part == Part::UpdateOfABatch {
        return Ok(updates(tape, &network, &views, &instance.batch));
    }
    let batches = instance.batches();
    let all = batches
        .into_iter()
        .map(|(p, batch)| (Number::from_rational(&p), updates(tape.clone(), &network, &views, &batch)));
    let all: Vec<(Number, Vec<Matrix>)> = all.collect();
    let mean = |l: usize| {
        let terms = all.iter().map(|(p, updates)| scaled(&updates[l], p));
        terms.reduce(|sum, term| sum + term).expect("a batch")
    };
    if part == Part::Mean {
        return Ok((0..network.layers.len()).map(mean).collect());
    }
    let l = instance.layer - 1;
    let mean = vec(&mean(l));
    let mut covariance = Number::product(&mean, &mean.transpose()).map(|x| -x);
    for (p, updates) in &all {
        let update = vec(&updates[l]);
        covariance += scaled(&Number::product(&update, &update.transpose()), p);
    }
    Ok(vec![covariance])
}

/// −∇ of mean_i ½‖f'_i − f''_i‖² − mean_{i≠j} ½‖f_i − f_j‖², the latter over both views of each.
fn updates(mut tape: Tape<Number>, network: &Recorded, views: &Views<Number>, batch: &Batch) -> Vec<Matrix> {
    let n = batch.len() as u64;
    let places = |(sample, first, second): (usize, usize, usize)| {
        [first, second].map(|place| views.of_sample(sample).start + place)
    };
    let pair = |first, second, above, below| Pair {
        first,
        second,
        weight: Number::from_rational(&Rational::new(above, below)),
    };
    let mut terms = Vec::new();
    for (i, own) in batch.iter().enumerate() {
        let [first, second] = places(*own);
        terms.push(pair(first, second, 1, n));
        for (_, other) in batch.iter().enumerate().filter(|(j, _)| *j != i) {
            for a in places(*own) {
                terms.extend(places(*other).map(|b| pair(a, b, -1, 4 * n * (n - 1))));
            }
        }
    }
    let loss = tape.pair_loss(network.output, network.output, terms);
    let gradient = tape.gradient(loss);
    network.layers.iter().map(|layer| -gradient.of(layer.weights)).collect()
}
