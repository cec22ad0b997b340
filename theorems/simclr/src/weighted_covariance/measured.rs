//! The measured side: the loss as its sum over all triples of views, differentiated. It uses neither connections nor
//! the derivatives of ξ; the views x̄ + ε(x − x̄) are power series of ε on the tape, which the formula's side does not
//! use.

use super::{Instance, Part};
use crate::loss::Loss;
use dualproof::claim::Side;
use dualproof::matrix::inner;
use dualproof::network::Network;
use dualproof::numbers::{Field, Obstacle, Ordered, Rational, Series};
use dualproof::tape::{Pair, Tape, Var};
use dualproof::views::Views;
use nalgebra::DMatrix;

/// Through which of the three views of a draw the gradient flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Branches {
    /// x₁ only.
    One,
    /// x₁, x₊ and x₋.
    Both,
}

/// The loss on a tape as its sum over all triples of views, with the variables that its gradient is taken by.
struct Measured<S: Field> {
    tape: Tape<S>,
    weights: Vec<Var>,
    /// f_L of x₁, through which the gradient flows, and of x₊ and x₋: a constant copy with one branch.
    outputs: (Var, Var),
    loss: Var,
}

impl<S: Field> Measured<S> {
    fn new(network: &Network<S>, views: &Views<S>, loss: &Loss, branches: Branches) -> Result<Self, Obstacle> {
        let mut tape = Tape::new();
        let recorded = tape.network(network, &views.inputs)?;
        let second = match branches {
            Branches::One => tape.detached(recorded.output),
            Branches::Both => recorded.output,
        };
        let a = views.augmentations();
        // Every distance that occurs, once; the triples refer to them by number.
        let positives: Vec<(usize, usize)> =
            (0..views.len()).flat_map(|v| views.of_sample(views.sample_of(v)).map(move |u| (v, u))).collect();
        let negatives: Vec<(usize, usize)> =
            (0..views.len()).flat_map(|v| (0..views.len()).map(move |u| (v, u))).collect();
        let mut distances = |pairs: &[(usize, usize)]| {
            let first = tape.columns(recorded.output, &pairs.iter().map(|p| p.0).collect::<Vec<_>>());
            let other = tape.columns(second, &pairs.iter().map(|p| p.1).collect::<Vec<_>>());
            tape.half_squared_distances(first, other)
        };
        let (r_positive, r_negative) = (distances(&positives), distances(&negatives));
        let (mut which_positive, mut which_negative, mut weights) = (Vec::new(), Vec::new(), Vec::new());
        for (n, (v, plus)) in positives.iter().enumerate() {
            let both = views.weight(*v) * views.augmentation_weights[*plus].clone();
            for minus in 0..views.len() {
                which_positive.push(n);
                which_negative.push(v * views.samples() * a + minus);
                weights.push(both.clone() * views.weight(minus));
            }
        }
        let r_plus = tape.columns(r_positive, &which_positive);
        let r_minus = tape.columns(r_negative, &which_negative);
        let losses = loss.record_in_differences(&mut tape, r_plus, &[r_minus])?;
        let weighted = tape.gate(losses, DMatrix::from_row_slice(1, weights.len(), &weights));
        let loss = tape.total(weighted);
        let weights = recorded.layers.iter().map(|l| l.weights).collect();
        Ok(Measured { tape, weights, outputs: (recorded.output, second), loss })
    }

    /// −∇ of a recorded number, layer by layer.
    fn update(&self, of: Var) -> Vec<DMatrix<S>> {
        let gradient = self.tape.gradient(of);
        self.weights.iter().map(|w| -gradient.of(*w)).collect()
    }

    /// E\[ξ₀(r₊ − r₋)\] with ξ₀ as a constant: the loss with its derivative frozen.
    fn frozen(&mut self, views: &Views<S>, loss: &Loss) -> Result<Var, Obstacle> {
        let bar = views.augmentation_mean(self.tape.value(self.outputs.0));
        let mut pairs = Vec::new();
        for x in 0..views.samples() {
            for y in 0..views.samples() {
                let half = S::from_rational(&Rational::new(1, 2));
                let square = (0..bar.nrows()).fold(S::zero(), |sum, k| {
                    let gap = bar[(k, x)].clone() - bar[(k, y)].clone();
                    sum + gap.clone() * gap
                });
                let law = views.sample_weights[x].clone() * views.sample_weights[y].clone();
                let xi_zero = law * derivative_by_positive(loss, S::zero(), square * half)?;
                for first in views.of_sample(x) {
                    for (other, sign) in [(x, 1), (y, -1)] {
                        let weight =
                            xi_zero.clone() * S::from_integer(sign) * views.augmentation_weights[first].clone();
                        pairs.extend(views.of_sample(other).map(|second| Pair {
                            first,
                            second,
                            weight: weight.clone() * views.augmentation_weights[second].clone(),
                        }));
                    }
                }
            }
        }
        Ok(self.tape.pair_loss(self.outputs.0, self.outputs.1, pairs))
    }
}

/// ∂L/∂r₊ at one point, by differentiating the loss.
fn derivative_by_positive<S: Field>(loss: &Loss, positive: S, negative: S) -> Result<S, Obstacle> {
    let mut tape = Tape::new();
    let [plus, minus] = [positive, negative].map(|r| tape.variable(DMatrix::from_element(1, 1, r)));
    let value = loss.record_in_differences(&mut tape, plus, &[minus])?;
    Ok(tape.gradient(value).of(plus)[(0, 0)].clone())
}

/// The update of one branch or both, in any field.
pub(super) fn update<S: Field>(instance: &Instance, part: Part) -> Side<S> {
    let branches = if part == Part::BothBranches { Branches::Both } else { Branches::One };
    let sum = Measured::new(&instance.network.embed(), &instance.views.embed::<S>(), &instance.loss, branches)?;
    Ok(sum.update(sum.loss))
}

/// The update, the squared norm of its remainder, or the update's coefficients in ε.
pub(super) fn measured<S: Ordered>(instance: &Instance, part: Part) -> Side<S> {
    match part {
        Part::Remainder | Part::BothBranches => update(instance, part),
        Part::SecondOrder => {
            let views = around_the_means::<S>(&instance.views);
            let sum = Measured::new(&instance.network.embed(), &views, &instance.loss, Branches::One)?;
            Ok(sum.update(sum.loss).iter().flat_map(coefficients).collect())
        }
        Part::UpdateNorm => {
            let norm = |u: &DMatrix<S>| {
                let undecided = Obstacle::UnknownSign("the argument of a root");
                Ok(DMatrix::from_element(1, 1, inner(u, u).square_root().ok_or(undecided)?))
            };
            update(instance, part)?.iter().map(norm).collect()
        }
        Part::RemainderBound => {
            let views = instance.views.embed::<S>();
            let mut sum = Measured::new(&instance.network.embed(), &views, &instance.loss, Branches::One)?;
            let update = sum.update(sum.loss);
            let frozen = sum.frozen(&views, &instance.loss)?;
            let squares = sum.update(frozen).into_iter().zip(update).map(|(a, b)| {
                // A square of the absolute value, so that an enclosure of it is never negative.
                let square = (b - a).iter().fold(S::zero(), |sum, x| sum + x.magnitude() * x.magnitude());
                DMatrix::from_element(1, 1, square)
            });
            Ok(squares.collect())
        }
    }
}

/// The views as x̄ + ε(x − x̄), to be expanded around the augmentation means.
fn around_the_means<S: Field>(views: &Views<Rational>) -> Views<Series<S>> {
    let bar = views.augmentation_mean(&views.inputs);
    let inputs = DMatrix::from_fn(views.inputs.nrows(), views.len(), |i, v| {
        let mean = bar[(i, views.sample_of(v))].clone();
        let step = views.inputs[(i, v)].clone() - mean.clone();
        Series::new([S::from_rational(&mean), S::from_rational(&step), S::zero()])
    });
    Views { inputs, ..views.embed() }
}

fn coefficients<S: Field>(a: &DMatrix<Series<S>>) -> [DMatrix<S>; 3] {
    std::array::from_fn(|n| a.map(|x| x.coefficients()[n].clone()))
}
