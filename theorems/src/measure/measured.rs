//! The measured side: the losses, written as their double and triple sums over views, differentiated by the tape.

use super::clock::Clock;
use super::loss::{BEYOND, Scaled};
use super::subject::Instance;
use dualproof::numbers::{Floating, Obstacle};
use dualproof::tape::{Pair, Recorded, Tape, Var};
use dualproof::views::Views;
use nalgebra::DMatrix;
use rayon::prelude::*;
use std::ops::Range;

/// Samples whose sums are in memory at a time. The order of summation does not depend on the threads.
pub(super) const BLOCK: usize = 32;

/// A loss and its updates −∇_{W_l}, layer by layer.
pub(super) struct Updates<F: Floating> {
    pub(super) loss: F,
    pub(super) one_branch: Vec<DMatrix<F>>,
    pub(super) both_branches: Vec<DMatrix<F>>,
    /// Pre-activations that were exactly 0.
    pub(super) zeros: usize,
}

/// The part of the loss of some samples, and its gradients by the outputs of the two branches.
type Part<F> = (F, DMatrix<F>, DMatrix<F>);

/// The contrastive loss E over x, x⁻ independent, x₁, x₊ augmentations of x, x₋ of x⁻. The loss is differentiated
/// by the outputs sample by sample, as if the two branches had outputs of their own; those adjoints go back
/// through the network, the first alone for one branch and their sum for both. `clock` records how long it takes.
pub(super) fn contrastive<F: Floating>(
    instance: &Instance<F>,
    loss: &Scaled<F>,
    clock: &Clock,
) -> Result<Updates<F>, Obstacle> {
    let views = &instance.views;
    let mut tape = Tape::with_gates_at_zero(instance.at_zero);
    let recorded = clock.linear(|| tape.network(&instance.network, &views.inputs))?;
    let outputs = tape.value(recorded.output);
    let zero = || DMatrix::zeros(outputs.nrows(), outputs.ncols());
    let (mut value, mut first, mut second) = (F::zero(), zero(), zero());
    for start in (0..views.samples()).step_by(BLOCK) {
        let samples = start..views.samples().min(start + BLOCK);
        clock.quadratic(|| {
            let block: Vec<Part<F>> = samples
                .into_par_iter()
                .map(|sample| of_sample(instance, outputs, sample, loss))
                .collect::<Result<_, _>>()?;
            for (part, by_first, by_second) in block {
                value += part;
                first += by_first;
                second += by_second;
            }
            Ok(())
        })?;
    }
    let one_branch = clock.linear(|| updates(&tape, &recorded, first.clone()));
    let both_branches = clock.linear(|| updates(&tape, &recorded, first + second));
    Ok(Updates { loss: value, one_branch, both_branches, zeros: tape.zeros() })
}

/// The part of the loss with x₁ among the views of one sample, and its gradients by the two branches' outputs: of a
/// loss φ(t), t = (r₊ − r₋)/τ + shift, those of τ φ.
fn of_sample<F: Floating>(
    instance: &Instance<F>,
    outputs: &DMatrix<F>,
    sample: usize,
    loss: &Scaled<F>,
) -> Result<Part<F>, Obstacle> {
    let views = &instance.views;
    let mut tape = Tape::new();
    let (first, second) = (tape.variable(outputs.clone()), tape.variable(outputs.clone()));
    let Scaled::Soft { inverse, shift } = loss else {
        let total = tape.pair_loss(first, second, simple_terms(views, sample));
        let gradient = tape.gradient(total);
        return Ok((tape.value(total)[(0, 0)], gradient.of(first), gradient.of(second)));
    };
    let Gaps { gap, weights, of_ties } = gaps(&mut tape, instance, (first, second), sample);
    let ties = {
        let mut tape = Tape::new();
        let t = tape.variable(DMatrix::from_element(1, 1, *shift));
        let total = soft(&mut tape, t, DMatrix::from_element(1, 1, of_ties))?;
        tape.value(total)[(0, 0)]
    };
    let Some(gap) = gap else {
        let zero = || DMatrix::zeros(outputs.nrows(), outputs.ncols());
        return Ok((ties, zero(), zero()));
    };
    let halfway = tape.scale(gap, &inverse[0]);
    let argument = tape.scale(halfway, &inverse[1]);
    let shift = tape.variable(DMatrix::from_element(1, 1, *shift));
    let t = tape.add_column(argument, shift);
    if tape.value(t).iter().any(|t| !t.to_f64().is_finite()) {
        return Err(Obstacle::UnknownSign(BEYOND));
    }
    let total = soft(&mut tape, t, weights)?;
    // By t, and from there on as if t were r₊ − r₋: 1/τ is left out, which may be beyond the range of `f64`.
    let by_gap = tape.gradient(total).of(t);
    let gradient = tape.pull_back(gap, by_gap);
    Ok((tape.value(total)[(0, 0)] + ties, gradient.of(first), gradient.of(second)))
}

/// r₊ − r₋ for every view x₁ of the sample.
fn simple_terms<F: Floating>(views: &Views<F>, sample: usize) -> Vec<Pair<F>> {
    let mut terms = Vec::new();
    for first in views.of_sample(sample) {
        let weight = views.weight(first);
        let positive = |second: usize| views.augmentation_weights[second];
        let pair = |second: usize, weight: F| Pair { first, second, weight };
        terms.extend(views.of_sample(sample).map(|second| pair(second, weight * positive(second))));
        terms.extend((0..views.len()).map(|second| pair(second, -(weight * views.weight(second)))));
    }
    terms
}

/// r₊ − r₋ over the triples of a sample.
struct Gaps<F: Floating> {
    /// Of the triples whose x₊ and x₋ are not the same numbers; `None` where there are none.
    gap: Option<Var>,
    /// Of each of them.
    weights: DMatrix<F>,
    /// The weight of all others: r₊ − r₋ is 0 whatever the network is, and so are its derivatives.
    of_ties: F,
}

/// r₊ − r₋ over x₁ of the sample, x₊ of the same and x₋ of all, with the weight of each triple.
fn gaps<F: Floating>(
    tape: &mut Tape<F>,
    instance: &Instance<F>,
    (first, second): (Var, Var),
    sample: usize,
) -> Gaps<F> {
    let views = &instance.views;
    let (own, all) = (views.of_sample(sample), 0..views.len());
    let positive = distances(tape, (first, second), &own, &own);
    let negative = distances(tape, (first, second), &own, &all);
    let (mut of_positive, mut of_negative, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    let mut of_ties = F::zero();
    for (place, x) in own.clone().enumerate() {
        for (other, x_plus) in own.clone().enumerate() {
            let pair = views.weight(x) * views.augmentation_weights[x_plus];
            for x_minus in all.clone() {
                if instance.same[x_minus] == instance.same[x_plus] {
                    of_ties += pair * views.weight(x_minus);
                    continue;
                }
                of_positive.push(place * own.len() + other);
                of_negative.push(place * all.len() + x_minus);
                weights.push(pair * views.weight(x_minus));
            }
        }
    }
    let gap = (!weights.is_empty()).then(|| {
        let (plus, minus) = (tape.columns(positive, &of_positive), tape.columns(negative, &of_negative));
        tape.difference(plus, minus)
    });
    Gaps { gap, weights: DMatrix::from_row_slice(1, weights.len(), &weights), of_ties }
}

/// Σ weight · ln(1 + eᵗ). Written as g t + ln(1 + e^{(1−2g)t}) with the constant g = 1 where t > 0 and else 0: the
/// same number for either g, and no overflow. Where the error bound of t is at least 1 and
/// at least |t|, it is g t + h ln 2 with some g and h in [0, 1], and its derivative some number in [0, 1].
fn soft<F: Floating>(tape: &mut Tape<F>, t: Var, weights: DMatrix<F>) -> Result<Var, Obstacle> {
    let unknown = |x: F| x.error_bound() >= 1.0 && x.to_f64().abs() <= x.error_bound();
    let some = F::with_error(0.5, 0.5);
    let side = |above: F, below: F, open: F| {
        move |x: F| match x {
            x if unknown(x) => open,
            x if x.to_f64() > 0.0 => above,
            _ => below,
        }
    };
    let (zero, one) = (F::zero(), F::one());
    let (linear, sign) = (tape.value(t).map(side(one, zero, some)), tape.value(t).map(side(-one, one, zero)));
    let share = tape.value(t).map(side(one, one, some));
    let (linear, small) = (tape.gate(t, linear), tape.gate(t, sign));
    let exponential = tape.exp(small)?;
    let one = tape.variable(DMatrix::from_element(1, 1, one));
    let argument = tape.add_column(exponential, one);
    let logarithm = tape.ln(argument)?;
    let logarithm = tape.gate(logarithm, share);
    let each = tape.sum(linear, logarithm);
    let weighted = tape.gate(each, weights);
    Ok(tape.total(weighted))
}

/// r of every view of `firsts` in the first branch with every one of `seconds` in the second, in that order.
fn distances<F: Floating>(
    tape: &mut Tape<F>,
    (first, second): (Var, Var),
    firsts: &Range<usize>,
    seconds: &Range<usize>,
) -> Var {
    let left: Vec<usize> = firsts.clone().flat_map(|x| std::iter::repeat_n(x, seconds.len())).collect();
    let right: Vec<usize> = firsts.clone().flat_map(|_| seconds.clone()).collect();
    let (left, right) = (tape.columns(first, &left), tape.columns(second, &right));
    tape.half_squared_distances(left, right)
}

/// BYOL's updates −∇_{W_l} E ½‖P f₁ − f₂‖² with f₂ constant, x₁ and x₂ independent augmentations of a sample.
pub(super) fn byol<F: Floating>(
    instance: &Instance<F>,
    predictor: &DMatrix<F>,
    zero_mean: bool,
) -> Result<Vec<DMatrix<F>>, Obstacle> {
    let views = &instance.views;
    let mut tape = Tape::with_gates_at_zero(instance.at_zero);
    let recorded = tape.network(&instance.network, &views.inputs)?;
    let matrix = tape.variable(predictor.clone());
    let (mut online, mut target) = (tape.product(matrix, recorded.output), recorded.output);
    if zero_mean {
        let weights: Vec<F> = (0..views.len()).map(|view| views.weight(view)).collect();
        (online, target) = (tape.centre(online, &weights), tape.centre(target, &weights));
    }
    let target = tape.detached(target);
    let same_sample = |first: usize| views.of_sample(views.sample_of(first)).map(move |second| (first, second));
    let pairs = (0..views.len()).flat_map(same_sample).map(|(first, second)| Pair {
        first,
        second,
        weight: views.weight(first) * views.augmentation_weights[second],
    });
    let loss = tape.pair_loss(online, target, pairs.collect());
    let gradient = tape.gradient(loss);
    Ok(recorded.layers.iter().map(|layer| -gradient.of(layer.weights)).collect())
}

fn updates<F: Floating>(tape: &Tape<F>, recorded: &Recorded, adjoint: DMatrix<F>) -> Vec<DMatrix<F>> {
    let gradient = tape.pull_back(recorded.output, adjoint);
    recorded.layers.iter().map(|layer| -gradient.of(layer.weights)).collect()
}
