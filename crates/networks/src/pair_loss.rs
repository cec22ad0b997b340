//! The contrastive loss over all pairs of views, differentiated at large scale in plain `f64`: the definition, fast.
//!
//! With positives and negatives drawn with replacement from a finite data set, L = E[r₊ − r₋] is the sum over ordered
//! pairs of views
//!
//! L = Σ_{v,w} c_vw r_vw, r_vw = ½‖f_L(v) − f_L(w)‖²,
//! c_vw = \[same sample\] p(x) aug(v|x) aug(w|x) − p(v) p(w).
//!
//! The sum is differentiated through both arguments and the result pulled back through the layers. What this knows is
//! pairs, products of matrices and gates; it knows nothing of connections, covariances or moments, and shares with
//! [`crate::operator`] the product of matrices alone, so that the one can be held against the other.
//!
//! | [`Form`] | distances | cost |
//! |---|---|---|
//! | `Pairs` | f(v) − f(w) for every pair, squared and summed | (N·A)² n_L |
//! | `Gram` | ½‖f(v)‖² + ½‖f(w)‖² − f(v)·f(w), by products | the same through the fast product |
//!
//! # The bound on rounding
//!
//! σ_l ≥ ‖|W_l|‖₂, τ_l ≥ ‖W_l‖₂, s_l = max(1, slope), γ_n = nu/(1−nu); Φ_l, H_l the largest norms over views of f_l and of the
//! adjoint at layer l divided by the weight p(v) of the view, both computed; V = N·A views.
//!
//! | quantity | error at most |
//! |---|---|
//! | f_l | δ_l = s_l (τ_l δ_{l−1} + σ_l γ_n Φ_{l−1}) + uΦ_l, n = n_{l−1} |
//! | adjoint of f_L(v), 2 Σ_w c_vw (f(v) − f(w)), over p(v) | ε_L = 8 (δ_L + γ_{V+12} Φ_L): Σ_w abs(c_vw) ≤ 2p(v), and a pair has two outputs |
//! | adjoint at l < L, over p(v) | ε_l = s_l (τ_{l+1} ε_{l+1} + σ_{l+1} γ_n H_{l+1}) + γ_2 H_l, n = n_{l+1} |
//! | gradient of layer l | H_l δ_{l−1} + ε_l (Φ_{l−1} + δ_{l−1}) + γ_{V+blocks+8} (H_l + ε_l)(Φ_{l−1} + δ_{l−1}) |
//!
//! (each γ_n times a size has n·2⁻¹⁰⁷⁴ beside it for what underflows) in the Frobenius norm, since Σ p(v) = 1, wherever every |f̃_l| exceeds ρ_l(δ_{l−1} + γ_n Φ_{l−1}), ρ_l the largest
//! row norm: then the computed gates are the exact ones.
//!
//! The computation is in units that are powers of two, of the data and of each layer's weights: the loss is homogeneous in
//! all of them, so that no square over- or underflows and nothing is lost by scaling back.

use crate::gemm::{
    Factor, Into, absolute_norm, gamma, largest_column_norm, largest_row_norm, least_magnitude, of_sum, product,
    spectral_norm,
};
use crate::network::{Activation, AtZero, Layer, Network, NetworkError, Pool, Preactivation};
use crate::numbers::{Obstacle, exponent, largest_magnitude, norm, times_power};
use crate::views::Views;
use nalgebra::DMatrix;
use rayon::prelude::*;
use std::borrow::Cow;
use std::ops::Range;

/// How the distances of pairs are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Pair by pair.
    Pairs,
    /// Through inner products.
    Gram,
}

/// A loss with its gradient by the weights.
#[derive(Clone, Debug, PartialEq)]
pub struct PairLoss {
    /// L.
    pub value: f64,
    /// ∇_{W_l} L through both arguments, layer by layer.
    pub gradient: Vec<DMatrix<f64>>,
    /// For each layer, a bound on the distance from the exact gradient, in the Frobenius norm.
    pub bounds: Vec<f64>,
    /// Is every gate certainly that of the exact network? If not, the bounds do not hold.
    pub gates_are_decided: bool,
    /// The first layer, from 1, with a gate that is not certain.
    pub undecided_layer: Option<usize>,
}

/// Why there is no gradient.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PairLossError {
    /// Layers that do not fit.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// A layer that is not differentiated here.
    #[error("layer {layer}: found {found}, expected a layer without mask, bias or pool, linear or (leaky) rectified")]
    Layer {
        /// The layer, from 1.
        layer: usize,
        /// What it has.
        found: &'static str,
    },
    /// A pre-activation that is 0 or not a number.
    #[error("{0}")]
    Gradient(Obstacle),
    /// A result outside the normal numbers of `f64`.
    #[error("{what}: found a size of about 2^{exponent}, expected one within the normal numbers of f64")]
    NotRepresentable {
        /// Which.
        what: String,
        /// ⌊log₂⌋ of its size.
        exponent: i32,
    },
}

/// Views of a block.
const BLOCK: usize = 256;

/// Blocks whose gradients are in memory at a time.
const AT_ONCE: usize = 16;

/// Views that the units of the layers are taken from.
const FEW: usize = 32;

/// Roundings in the table of the bound, generously.
const OWN_ROUNDINGS: usize = 64;

/// Numbers that a loop treats side by side.
const LANES: usize = 8;

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
/// [`PairLossError`]; [`Obstacle::Kink`] for a computed 0 that rounding may have made.
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

/// A network and inputs in units in which numbers are near 1.
struct Units<'a> {
    network: Network<f64>,
    inputs: Cow<'a, [f64]>,
    /// The exponents of the units: of the inputs, and of each layer's weights.
    powers: (i32, Vec<i32>),
}

impl<'a> Units<'a> {
    /// The largest |x| and, for a few views, the largest |f_l| of every layer become about 1.
    fn of(network: &Network<f64>, slopes: &[Option<f64>], views: &'a Views<f64>) -> Self {
        let unit = |numbers: &[f64]| match largest_magnitude(numbers) {
            0.0 => 0,
            largest => {
                if largest.is_finite() {
                    exponent(largest)
                } else {
                    0
                }
            }
        };
        let all = views.inputs.as_slice();
        let of_inputs = unit(all);
        let inputs: Cow<[f64]> = match of_inputs {
            0 => Cow::Borrowed(all),
            power => all.iter().map(|x| times_power(*x, -power)).collect(),
        };
        let (mut network, mut powers) = (network.clone(), Vec::new());
        let few = views.len().min(FEW);
        let mut f = inputs[..few * views.inputs.nrows()].to_vec();
        for (layer, slope) in network.layers.iter_mut().zip(slopes) {
            let own = unit(layer.weights.as_slice());
            layer.weights.apply(|w| *w = times_power(*w, -own));
            let (rows, width) = layer.weights.shape();
            let mut t = vec![0.0; rows * few];
            let weights = Factor::new(layer.weights.as_slice(), rows, width);
            product(&mut t, Into::Replace, weights, Factor::new(&f, width, few));
            let gain = unit(&t);
            layer.weights.apply(|w| *w = times_power(*w, -gain));
            let slope = slope.unwrap_or(1.0);
            f = t.iter().map(|t| times_power(*t, -gain)).map(|t| if t > 0.0 { t } else { slope * t }).collect();
            powers.push(own + gain);
        }
        Units { network, inputs, powers: (of_inputs, powers) }
    }

    /// L is of degree 2 in every unit, its gradient by W_l of degree 1 in that of layer l.
    fn restored(&self, found: PairLoss) -> Result<PairLoss, PairLossError> {
        let of_loss = 2 * (self.powers.0 + self.powers.1.iter().sum::<i32>());
        let check = |what: &dyn Fn() -> String, size: f64, power: i32, least: f64| {
            let scaled = times_power(size, power);
            let representable = size == 0.0 || (scaled.is_finite() && scaled >= least);
            if representable { Ok(()) } else { Err((what(), exponent(size) + power)) }
        };
        let refused = |(what, exponent)| PairLossError::NotRepresentable { what, exponent };
        check(&|| "the loss".into(), found.value.abs(), of_loss, f64::MIN_POSITIVE).map_err(refused)?;
        let (mut gradient, mut bounds) = (found.gradient, found.bounds);
        for (index, (matrix, bound)) in gradient.iter_mut().zip(&mut bounds).enumerate() {
            let power = of_loss - self.powers.1[index];
            let root = (matrix.len() as f64).sqrt();
            let (size, what) = (norm(matrix.as_slice()), || format!("the gradient of layer {}", index + 1));
            check(&what, size, power, f64::MIN_POSITIVE * root).map_err(refused)?;
            matrix.apply(|x| *x = times_power(*x, power));
            // Half the least number for every entry that is below the normal ones.
            *bound = times_power(*bound, power).next_up() + root * f64::from_bits(1);
        }
        Ok(PairLoss { value: times_power(found.value, of_loss), gradient, bounds, ..found })
    }
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

/// The slope below 0 of each layer; `None` where it is linear.
fn slopes(network: &Network<f64>, views: &Views<f64>) -> Result<Vec<Option<f64>>, PairLossError> {
    let of_layer = |(index, layer): (usize, &Layer<f64>)| {
        let refuse = |found| Err(PairLossError::Layer { layer: index + 1, found });
        if layer.mask.is_some() {
            return refuse("a mask");
        }
        if layer.bias.is_some() {
            return refuse("a bias");
        }
        if layer.pool != Pool::None {
            return refuse("a pool");
        }
        match layer.activation {
            Activation::Linear => Ok(None),
            Activation::Relu => Ok(Some(0.0)),
            Activation::LeakyRelu { slope } if slope >= 0.0 => Ok(Some(slope)),
            Activation::LeakyRelu { .. } => refuse("a slope below 0"),
            Activation::Tanh => refuse("tanh"),
            Activation::Gated { .. } => refuse("gates as data"),
        }
    };
    let slopes = network.layers.iter().enumerate().map(of_layer).collect::<Result<_, _>>()?;
    network.validate(views.inputs.nrows(), views.len())?;
    Ok(slopes)
}

/// f_1 … f_L of a block, and the smallest |f̃_l| of each layer but for those that are certainly 0.
struct Pass {
    layers: Vec<Vec<f64>>,
    least: Vec<f64>,
}

/// `zero` says on which views all numbers below a layer are certainly 0, if gates at 0 are given.
fn forward(
    network: &Network<f64>,
    slopes: &[Option<f64>],
    inputs: &[f64],
    first: usize,
    mut zero: Option<Vec<bool>>,
) -> Result<Pass, PairLossError> {
    let views = inputs.len() / network.input_width();
    let mut pass = Pass { layers: Vec::new(), least: Vec::new() };
    for (index, (layer, slope)) in network.layers.iter().zip(slopes).enumerate() {
        let (units, width) = layer.weights.shape();
        let below = Factor::new(pass.layers.last().map_or(inputs, Vec::as_slice), width, views);
        let mut t = vec![0.0; units * views];
        product(&mut t, Into::Replace, Factor::new(layer.weights.as_slice(), units, width), below);
        let mut least =
            least_magnitude(&t).ok_or(PairLossError::Gradient(Obstacle::UnknownSign("a pre-activation")))?;
        if let Some(slope) = slope {
            if least == 0.0 {
                let is_zero = |view: usize| zero.as_ref().is_some_and(|zero| zero[view]);
                let uncertain = || t.iter().enumerate().filter(|(at, _)| !is_zero(at / units));
                if let Some((at, _)) = uncertain().find(|(_, t)| **t == 0.0) {
                    let (layer, unit, view) = (index + 1, at % units, first + at / units);
                    return Err(PairLossError::Gradient(Preactivation { layer, unit, view }.is_zero()));
                }
                least = uncertain().fold(f64::INFINITY, |least, (_, t)| least.min(t.abs()));
            }
            if let (Some(zero), true) = (&mut zero, *slope == 0.0) {
                // Units that are all closed, as certainly as their signs are decided.
                let closed = t.chunks_exact(units).map(|column| column.iter().all(|t| *t < 0.0));
                zero.iter_mut().zip(closed).for_each(|(zero, closed)| *zero |= closed);
            }
            t.iter_mut().for_each(|t| *t = if *t > 0.0 { *t } else { slope * *t });
        }
        pass.least.push(if slope.is_some() { least } else { f64::INFINITY });
        pass.layers.push(t);
    }
    Ok(pass)
}

/// c_vw for one v and all w.
fn law(views: &Views<f64>, weights: &[f64], v: usize, c: &mut [f64]) {
    c.iter_mut().zip(weights).for_each(|(c, weight)| *c = -weights[v] * weight);
    for w in views.of_sample(views.sample_of(v)) {
        c[w] += weights[v] * views.augmentation_weights[w];
    }
}

/// The part of L with v in the block, and ∂L/∂f_L(v) there; outputs are n_L × V.
fn pair_by_pair(
    views: &Views<f64>,
    weights: &[f64],
    outputs: &[f64],
    width: usize,
    block: Range<usize>,
) -> (f64, Vec<f64>) {
    let mut adjoints = vec![0.0; width * block.len()];
    let (mut c, mut squares) = (vec![0.0; views.len()], vec![0.0; width]);
    for (v, adjoint) in block.zip(adjoints.chunks_exact_mut(width)) {
        law(views, weights, v, &mut c);
        let own = &outputs[v * width..(v + 1) * width];
        for (other, c) in outputs.chunks_exact(width).zip(&c) {
            for (((own, other), adjoint), square) in own.iter().zip(other).zip(&mut *adjoint).zip(&mut squares) {
                let gap = own - other;
                // c_vw = c_wv, and the pair (w, v) moves f(v) as much as (v, w).
                *adjoint += 2.0 * c * gap;
                *square += 0.5 * c * gap * gap;
            }
        }
    }
    (squares.iter().sum(), adjoints)
}

/// Views whose pairs with all others are in memory at a time in the Gram form: a tile of 2000 others fits in a cache.
const TILE: usize = 32;

/// The same through the products f(v)·f(w) and Σ_w c_vw f(w).
fn by_products(
    views: &Views<f64>,
    weights: &[f64],
    outputs: &[f64],
    width: usize,
    block: Range<usize>,
) -> (f64, Vec<f64>) {
    let all = views.len();
    let every = Factor::new(outputs, width, all);
    let norms: Vec<f64> = outputs.chunks_exact(width).map(|f| f.iter().map(|x| x * x).sum()).collect();
    let mut adjoints = vec![0.0; width * block.len()];
    let mut value = 0.0;
    // Columns belong to the v of the tile, rows to all w.
    let (mut inner, mut c) = (vec![0.0; all * TILE], vec![0.0; all * TILE]);
    for (first, adjoints) in block.step_by(TILE).zip(adjoints.chunks_mut(width * TILE)) {
        let count = adjoints.len() / width;
        let own = &outputs[first * width..(first + count) * width];
        let (inner, c) = (&mut inner[..all * count], &mut c[..all * count]);
        product(inner, Into::Replace, every.transposed(), Factor::new(own, width, count));
        let mut totals = [0.0; TILE];
        let columns = c.chunks_exact_mut(all).zip(inner.chunks_exact(all)).zip(&mut totals);
        for (v, ((c, inner), total)) in (first..).zip(columns) {
            law(views, weights, v, c);
            let (mut sums, mut parts) = ([0.0; LANES], [0.0; LANES]);
            let mut step = |i: usize, c: f64, inner: f64, other: f64| {
                sums[i] += c * (0.5 * (norms[v] + other) - inner);
                parts[i] += c;
            };
            let ((c, c_rest), (inner, inner_rest)) = (c.as_chunks::<LANES>(), inner.as_chunks::<LANES>());
            let (others, others_rest) = norms.as_chunks::<LANES>();
            for ((c, inner), others) in c.iter().zip(inner).zip(others) {
                (0..LANES).for_each(|i| step(i, c[i], inner[i], others[i]));
            }
            for ((c, inner), other) in c_rest.iter().zip(inner_rest).zip(others_rest) {
                step(0, *c, *inner, *other);
            }
            value += sums.iter().sum::<f64>();
            *total = parts.iter().sum::<f64>();
        }
        product(adjoints, Into::Replace, every, Factor::new(c, all, count));
        for ((adjoint, own), total) in adjoints.chunks_exact_mut(width).zip(own.chunks_exact(width)).zip(totals) {
            adjoint.iter_mut().zip(own).for_each(|(a, own)| *a = 2.0 * (total * own - *a));
        }
    }
    (value, adjoints)
}

/// The block's part of every layer's gradient, and the largest adjoint of each layer by weight of its view.
fn backward(
    network: &Network<f64>,
    slopes: &[Option<f64>],
    inputs: &[f64],
    pass: &Pass,
    adjoint: &[f64],
    weights: &[f64],
) -> (Vec<DMatrix<f64>>, Vec<f64>) {
    let views = weights.len();
    let mut gradients = Vec::new();
    let mut largest = Vec::new();
    let mut h = adjoint.to_vec();
    for (index, layer) in network.layers.iter().enumerate().rev() {
        let (units, width) = layer.weights.shape();
        if let Some(slope) = slopes[index] {
            let f = &pass.layers[index];
            h.iter_mut().zip(f).for_each(|(h, f)| *h = if *f > 0.0 { *h } else { slope * *h });
        }
        largest.push(largest_column_norm(&h, units, |view| weights[view]));
        let below = if index == 0 { inputs } else { &pass.layers[index - 1] };
        let mut gradient = DMatrix::zeros(units, width);
        let factor = Factor::new(&h, units, views);
        product(gradient.as_mut_slice(), Into::Replace, factor, Factor::new(below, width, views).transposed());
        gradients.push(gradient);
        if index > 0 {
            let mut pulled = vec![0.0; width * views];
            let weights = Factor::new(layer.weights.as_slice(), units, width).transposed();
            product(&mut pulled, Into::Replace, weights, factor);
            h = pulled;
        }
    }
    gradients.reverse();
    largest.reverse();
    (gradients, largest)
}

/// What the bound needs to know of a computation, layer by layer.
struct Norms {
    /// Φ_0 … Φ_L.
    activations: Vec<f64>,
    /// H_1 … H_L.
    adjoints: Vec<f64>,
    /// The smallest |f̃_l|; infinite for linear layers.
    least: Vec<f64>,
}

impl Norms {
    fn of(network: &Network<f64>, inputs: &[f64], passes: &[Pass]) -> Self {
        let largest = |entries: &[f64], rows| largest_column_norm(entries, rows, |_| 1.0);
        let of_layer = |index: usize| {
            let units = network.layers[index].weights.nrows();
            passes.iter().map(|pass| largest(&pass.layers[index], units)).fold(0.0, f64::max)
        };
        let inputs = largest(inputs, network.input_width());
        let depth = network.depth();
        let least = |index: usize| passes.iter().map(|pass| pass.least[index]).fold(f64::INFINITY, f64::min);
        Norms {
            activations: std::iter::once(inputs).chain((0..depth).map(of_layer)).collect(),
            adjoints: vec![0.0; depth],
            least: (0..depth).map(least).collect(),
        }
    }

    /// The table at the head of this file, evaluated; and the first layer where a gate is not decided.
    fn bounds(
        &self,
        network: &Network<f64>,
        slopes: &[Option<f64>],
        counts: (usize, usize),
    ) -> (Vec<f64>, Option<usize>) {
        let (views, blocks) = counts;
        let own = 1.0 + gamma(OWN_ROUNDINGS);
        let depth = network.depth();
        let (phi, h) = (&self.activations, &self.adjoints);
        let steep = |index: usize| slopes[index].map_or(1.0, |slope: f64| slope.max(1.0));
        let weights = |index: usize| &network.layers[index].weights;
        let sigma: Vec<f64> =
            (0..depth).map(|index| absolute_norm(weights(index).as_slice(), weights(index).nrows())).collect();
        let tau: Vec<f64> =
            (0..depth).map(|index| spectral_norm(weights(index).as_slice(), weights(index).nrows())).collect();
        let (mut delta, mut undecided) = (vec![0.0], None);
        for index in 0..depth {
            let rounding = of_sum(weights(index).ncols(), phi[index]);
            let row = largest_row_norm(weights(index).as_slice(), weights(index).nrows());
            if undecided.is_none()
                && (self.least[index].is_nan() || self.least[index] <= row * (delta[index] + rounding) * own)
            {
                undecided = Some(index + 1);
            }
            let of_preactivation = tau[index] * delta[index] + sigma[index] * rounding;
            delta.push(steep(index) * of_preactivation + gamma(1) * phi[index + 1]);
        }
        let mut epsilon = vec![0.0; depth];
        epsilon[depth - 1] = 8.0 * (delta[depth] + of_sum(views + 12, phi[depth]));
        for index in (0..depth - 1).rev() {
            let rounding = of_sum(weights(index + 1).nrows(), h[index + 1]);
            let pulled = tau[index + 1] * epsilon[index + 1] + sigma[index + 1] * rounding;
            epsilon[index] = steep(index) * pulled + of_sum(2, h[index]);
        }
        let of_layer = |index: usize| {
            let (h, epsilon, f) = (h[index], epsilon[index], phi[index] + delta[index]);
            (h * delta[index] + epsilon * f + of_sum(views + blocks + 8, (h + epsilon) * f)) * own
        };
        ((0..depth).map(of_layer).collect(), undecided)
    }
}
