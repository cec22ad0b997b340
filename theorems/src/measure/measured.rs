//! The measured side: the losses, written as their double and triple sums over views, differentiated by the tape.

use super::LossOption;
use super::subject::Subject;
use dualproof::numbers::{Field, Obstacle, Running};
use dualproof::tape::{Pair, Recorded, Tape, Var};
use dualproof::views::Views;
use nalgebra::DMatrix;
use rayon::prelude::*;
use std::ops::Range;

/// Samples whose sums are in memory at a time. The order of summation does not depend on the threads.
const BLOCK: usize = 32;

/// A loss and its updates −∇_{W_l}, layer by layer.
pub(super) struct Updates {
    pub(super) loss: Running,
    pub(super) one_branch: Vec<DMatrix<Running>>,
    pub(super) both_branches: Vec<DMatrix<Running>>,
}

/// The contrastive loss E over x, x⁻ independent, x₁, x₊ augmentations of x, x₋ of x⁻. The loss is differentiated
/// by the outputs sample by sample, as if the two branches had outputs of their own; those adjoints go back
/// through the network, the first alone for one branch and their sum for both.
pub(super) fn contrastive(subject: &Subject, loss: LossOption) -> Result<Updates, Obstacle> {
    let views = &subject.views;
    let mut tape = Tape::new();
    let recorded = tape.network(&subject.network, &views.inputs)?;
    let outputs = tape.value(recorded.output);
    let zero = || DMatrix::zeros(outputs.nrows(), outputs.ncols());
    let (mut value, mut first, mut second) = (Running::exact(0.0), zero(), zero());
    for start in (0..views.samples()).step_by(BLOCK) {
        let block: Vec<_> = (start..views.samples().min(start + BLOCK))
            .into_par_iter()
            .map(|sample| of_sample(views, outputs, sample, loss))
            .collect::<Result<_, _>>()?;
        for (part, by_first, by_second) in block {
            value += part;
            first += by_first;
            second += by_second;
        }
    }
    let one_branch = updates(&tape, &recorded, first.clone());
    let both_branches = updates(&tape, &recorded, first + second);
    Ok(Updates { loss: value, one_branch, both_branches })
}

/// The part of the loss with x₁ among the views of one sample, and its gradients by the two branches' outputs.
fn of_sample(
    views: &Views<Running>,
    outputs: &DMatrix<Running>,
    sample: usize,
    loss: LossOption,
) -> Result<(Running, DMatrix<Running>, DMatrix<Running>), Obstacle> {
    let mut tape = Tape::new();
    let (first, second) = (tape.variable(outputs.clone()), tape.variable(outputs.clone()));
    let total = match loss {
        LossOption::Simple => {
            let terms = simple_terms(views, sample);
            tape.pair_loss(first, second, terms)
        }
        LossOption::Nce { tau } => soft(&mut tape, views, (first, second), sample, Soft::new(tau, 0.0))?,
        LossOption::Triplet { tau, margin } => {
            let sum = soft(&mut tape, views, (first, second), sample, Soft::new(tau, margin))?;
            tape.scale(sum, &Running::exact(tau))
        }
    };
    let gradient = tape.gradient(total);
    Ok((tape.value(total)[(0, 0)], gradient.of(first), gradient.of(second)))
}

/// r₊ − r₋ for every view x₁ of the sample.
fn simple_terms(views: &Views<Running>, sample: usize) -> Vec<Pair<Running>> {
    let mut terms = Vec::new();
    for first in views.of_sample(sample) {
        let weight = views.weight(first);
        let positive = |second: usize| views.augmentation_weights[second];
        let pair = |second: usize, weight: Running| Pair { first, second, weight };
        terms.extend(views.of_sample(sample).map(|second| pair(second, weight * positive(second))));
        terms.extend((0..views.len()).map(|second| pair(second, -(weight * views.weight(second)))));
    }
    terms
}

/// ln(1 + e^{(r₊ − r₋ + r₀)/τ}).
struct Soft {
    inverse: Running,
    margin: Running,
}

impl Soft {
    fn new(tau: f64, margin: f64) -> Self {
        // τ > 0 by the option, so the quotient exists; if it overflows, no question about it has an answer.
        let inverse = Running::exact(1.0).divide(&Running::exact(tau)).unwrap_or(Running::exact(f64::NAN));
        Soft { inverse, margin: Running::exact(margin) }
    }
}

/// Σ weight · ln(1 + eᵗ) over x₁ of the sample, x₊ of the same and x₋ of all. Written as g t + ln(1 + e^{(1−2g)t})
/// with the constant g = 1 where t > 0 and else 0: the same number for either g, and no overflow.
fn soft(
    tape: &mut Tape<Running>,
    views: &Views<Running>,
    (first, second): (Var, Var),
    sample: usize,
    soft: Soft,
) -> Result<Var, Obstacle> {
    let (own, all) = (views.of_sample(sample), 0..views.len());
    let positive = distances(tape, (first, second), &own, &own);
    let negative = distances(tape, (first, second), &own, &all);
    let (mut of_positive, mut of_negative, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    for (place, x) in own.clone().enumerate() {
        for (other, x_plus) in own.clone().enumerate() {
            let pair = views.weight(x) * views.augmentation_weights[x_plus];
            for x_minus in all.clone() {
                of_positive.push(place * own.len() + other);
                of_negative.push(place * all.len() + x_minus);
                weights.push(pair * views.weight(x_minus));
            }
        }
    }
    let (plus, minus) = (tape.columns(positive, &of_positive), tape.columns(negative, &of_negative));
    let gap = tape.difference(plus, minus);
    let margin = tape.variable(DMatrix::from_element(1, 1, soft.margin));
    let shifted = tape.add_column(gap, margin);
    let t = tape.scale(shifted, &soft.inverse);
    let side = |above: f64, below: f64| move |x: Running| Running::exact(if x.value() > 0.0 { above } else { below });
    let (linear, sign) = (tape.value(t).map(side(1.0, 0.0)), tape.value(t).map(side(-1.0, 1.0)));
    let (linear, small) = (tape.gate(t, linear), tape.gate(t, sign));
    let exponential = tape.exp(small)?;
    let one = tape.variable(DMatrix::from_element(1, 1, Running::exact(1.0)));
    let argument = tape.add_column(exponential, one);
    let logarithm = tape.ln(argument)?;
    let each = tape.sum(linear, logarithm);
    let weighted = tape.gate(each, DMatrix::from_row_slice(1, weights.len(), &weights));
    Ok(tape.total(weighted))
}

/// r of every view of `firsts` in the first branch with every one of `seconds` in the second, in that order.
fn distances(
    tape: &mut Tape<Running>,
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
pub(super) fn byol(
    subject: &Subject,
    predictor: &DMatrix<Running>,
    zero_mean: bool,
) -> Result<Vec<DMatrix<Running>>, Obstacle> {
    let views = &subject.views;
    let mut tape = Tape::new();
    let recorded = tape.network(&subject.network, &views.inputs)?;
    let matrix = tape.variable(predictor.clone());
    let (mut online, mut target) = (tape.product(matrix, recorded.output), recorded.output);
    if zero_mean {
        let weights: Vec<Running> = (0..views.len()).map(|view| views.weight(view)).collect();
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

fn updates(tape: &Tape<Running>, recorded: &Recorded, adjoint: DMatrix<Running>) -> Vec<DMatrix<Running>> {
    let gradient = tape.pull_back(recorded.output, adjoint);
    recorded.layers.iter().map(|layer| -gradient.of(layer.weights)).collect()
}
