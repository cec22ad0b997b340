//! The contrastive loss over all pairs of views, differentiated at large scale in plain `f64`: the definition, fast.
//!
//! With positives and negatives drawn with replacement from a finite data set, L = E[r₊ − r₋] is the sum over ordered
//! pairs of views
//!
//! L = Σ_{v,w} c_vw r_vw, r_vw = ½‖f_L(v) − f_L(w)‖²,
//! c_vw = \[same sample\] p(x) aug(v|x) aug(w|x) − p(v) p(w).
//!
//! The sum is differentiated through both arguments and the result pulled back through the layers. It knows
//! pairs, products of matrices and gates, and nothing of connections, covariances or moments, and shares with
//! [`crate::operator`] the product of matrices alone, so that the one can be held against the other.
//!
//! | [`Form`] | distances | cost |
//! |---|---|---|
//! | `Pairs` | f(v) − f(w) for every pair, squared and summed | (N·A)² n_L |
//! | `Gram` | ½‖f(v)‖² + ½‖f(w)‖² − f(v)·f(w), by products | the same through the fast product |
//!
//! | file | what |
//! |---|---|
//! | `loss.rs` | the form and the result |
//! | `units.rs` | the units of the computation, powers of two |
//! | `pass.rs` | forward and back through the layers, block by block |
//! | `pairs.rs` | the sum over pairs and its adjoints, in either form |
//! | `bound.rs` | the bound on rounding |

mod bound;
mod loss;
mod pairs;
mod pass;
mod units;

pub use loss::{Form, PairLoss, PairLossError};

use crate::network::{AtZero, Network};
use crate::views::Views;
use bound::Norms;
use nalgebra::DMatrix;
use pairs::{TILE, by_products, pair_by_pair};
use pass::{Pass, backward, forward, slopes};
use rayon::prelude::*;
use std::ops::Range;
use units::Units;

/// Views of a block.
const BLOCK: usize = 256;

/// Blocks whose gradients are in memory at a time.
const AT_ONCE: usize = 16;

/// L and its gradient on these views, on the threads of the pool that this is called in. The result does not depend
/// on their number.
///
/// # Errors
/// [`PairLossError`].
pub fn pair_loss(network: &Network<f64>, views: &Views<f64>, form: Form) -> Result<PairLoss, PairLossError> {
    pair_loss_at(network, views, form, AtZero::Reject)
}

/// The same where a pre-activation that is certainly exactly 0 has the gate that `at_zero` says: all the numbers that
/// it is a sum of are 0, in a blank view or above units of a ReLU that are all closed. Such gates are decided.
///
/// # Errors
/// [`PairLossError`]; [`Obstacle::Kink`](crate::numbers::Obstacle::Kink) for a computed 0 that rounding may have made.
pub fn pair_loss_at(
    network: &Network<f64>,
    views: &Views<f64>,
    form: Form,
    at_zero: AtZero,
) -> Result<PairLoss, PairLossError> {
    let slopes = slopes(network, views)?;
    let units = Units::of(network, &slopes, views);
    let found = in_units(&units.network, &slopes, &units.inputs, views, (form, at_zero))?;
    units.restored(found)
}

fn in_units(
    network: &Network<f64>,
    slopes: &[Option<f64>],
    entries: &[f64],
    views: &Views<f64>,
    (form, at_zero): (Form, AtZero),
) -> Result<PairLoss, PairLossError> {
    let blocks: Vec<_> = (0..views.len()).step_by(BLOCK).map(|first| first..views.len().min(first + BLOCK)).collect();
    let weights: Vec<f64> = (0..views.len()).map(|view| views.weight(view)).collect();
    let inputs = |block: &Range<usize>| {
        let width = views.inputs.nrows();
        &entries[block.start * width..block.end * width]
    };
    let passes: Vec<Pass> = blocks
        .par_iter()
        .map(|block| {
            // Of the views themselves: what is small may vanish in the units of the computation.
            let blank = |view: usize| views.inputs.column(view).iter().all(|x| *x == 0.0);
            let zero = (at_zero == AtZero::Subgradient).then(|| block.clone().map(blank).collect());
            forward(network, slopes, inputs(block), block.start, zero)
        })
        .collect::<Result<_, _>>()?;
    let outputs: Vec<f64> = passes.iter().flat_map(|pass| &pass.layers[pass.layers.len() - 1]).copied().collect();
    let of_pairs: Vec<(f64, Vec<f64>)> = blocks
        .par_iter()
        .map(|block| match form {
            Form::Pairs => pair_by_pair(views, &weights, &outputs, network.output_width(), block.clone()),
            Form::Gram => by_products(views, &weights, &outputs, network.output_width(), block.clone()),
        })
        .collect();
    let of_block = |i: usize| {
        backward(network, slopes, inputs(&blocks[i]), &passes[i], &of_pairs[i].1, &weights[blocks[i].clone()])
    };
    let mut norms = Norms::of(network, entries, &passes);
    let mut gradient: Vec<DMatrix<f64>> =
        network.layers.iter().map(|layer| DMatrix::zeros(layer.weights.nrows(), layer.weights.ncols())).collect();
    // A few blocks at a time: each has a gradient of all layers.
    for first in (0..blocks.len()).step_by(AT_ONCE) {
        let few: Vec<_> = (first..blocks.len().min(first + AT_ONCE)).into_par_iter().map(of_block).collect();
        for (of_block, adjoints) in few {
            gradient.iter_mut().zip(of_block).for_each(|(sum, part)| *sum += part);
            norms.adjoints.iter_mut().zip(adjoints).for_each(|(a, b)| *a = a.max(b));
        }
    }
    let (bounds, undecided_layer) = norms.bounds(network, slopes, (views.len(), blocks.len()));
    let (value, gates_are_decided) = (of_pairs.iter().map(|(value, _)| value).sum(), undecided_layer.is_none());
    Ok(PairLoss { value, gradient, bounds, gates_are_decided, undecided_layer })
}

/// Bytes that [`pair_loss`] takes for so many views beyond the views themselves, about: their activations, the pairs
/// of a block and the gradients of the blocks in memory.
pub fn bytes_of_pair_loss(network: &Network<f64>, views: usize) -> f64 {
    let units: usize = network.layers.iter().map(|layer| layer.weights.nrows()).sum();
    let weights: usize = network.layers.iter().map(|layer| layer.weights.len()).sum();
    let width = network.input_width() + 2 * network.output_width();
    let in_hand = views.div_ceil(BLOCK).min(AT_ONCE) + 2;
    let pairs = 2 * views * TILE * rayon::current_num_threads();
    size_of::<f64>() as f64 * ((units + width) as f64 * views as f64 + (in_hand * weights) as f64 + pairs as f64)
}
