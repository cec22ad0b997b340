//! The measured side: the loss of every draw as defined, differentiated; the operators from derivatives alone.

use super::{Draw, Instance, Part};
use dualproof::claim::Side;
use dualproof::matrix::{inner, is_positive_semidefinite, scaled, vec as stack};
use dualproof::numbers::{Field, Obstacle};
use dualproof::tape::{Recorded, Tape, Var};
use nalgebra::DMatrix;

/// The loss of every draw, on a tape.
struct Recording<S: Field> {
    tape: Tape<S>,
    network: Recorded,
    /// r₊ and r₁ … r_H, each 1 × draws.
    positive: Var,
    negatives: Vec<Var>,
    loss: Var,
}

impl<S: Field> Recording<S> {
    fn new(instance: &Instance, both_branches: bool) -> Result<Self, Obstacle> {
        let mut tape = Tape::new();
        let inputs = dualproof::matrix::embed(&instance.inputs);
        let network = tape.network(&instance.network.embed::<S>(), &inputs)?;
        let other = if both_branches { network.output } else { tape.detached(network.output) };
        let draws = &instance.draws;
        let first = tape.columns(network.output, &draws.iter().map(|d| d.first).collect::<Vec<_>>());
        let mut distance = |views: Vec<usize>| {
            let second = tape.columns(other, &views);
            tape.half_squared_distances(first, second)
        };
        let positive = distance(draws.iter().map(|d| d.positive).collect());
        let negatives: Vec<Var> =
            (0..instance.negatives()).map(|k| distance(draws.iter().map(|d| d.negatives[k]).collect())).collect();
        let losses = instance.loss.record(&mut tape, positive, &negatives)?;
        let weights: Vec<S> = draws.iter().map(|d| S::from_rational(&d.weight)).collect();
        let weighted = tape.gate(losses, DMatrix::from_row_slice(1, weights.len(), &weights));
        let loss = tape.total(weighted);
        Ok(Recording { tape, network, positive, negatives, loss })
    }

    /// The operators of the definition from derivatives alone, layer by layer: Σ weight · ∂(a)∂(b)ᵀ over the draws.
    fn operators(
        &self,
        instance: &Instance,
        terms: impl Fn(&Draw, &[S]) -> Vec<(S, [Option<usize>; 2], [Option<usize>; 2])>,
    ) -> Vec<DMatrix<S>> {
        let gradient = self.tape.gradient(self.loss);
        // Already times the draw's probability, which the recorded loss contains.
        let by_distances: Vec<DMatrix<S>> =
            std::iter::once(self.positive).chain(self.negatives.iter().copied()).map(|r| gradient.of(r)).collect();
        let (outputs, views) = self.tape.value(self.network.output).shape();
        let layers = self.network.layers.iter().map(|layer| {
            let size = self.tape.value(layer.weights).len();
            let derivative = |view: usize, k: usize| {
                let adjoint =
                    DMatrix::from_fn(outputs, views, |row, v| if (row, v) == (k, view) { S::one() } else { S::zero() });
                stack(&self.tape.pull_back(self.network.output, adjoint).of(layer.weights))
            };
            let derivatives: Vec<Vec<DMatrix<S>>> =
                (0..views).map(|v| (0..outputs).map(|k| derivative(v, k)).collect()).collect();
            let gap = |[plus, minus]: [Option<usize>; 2], k: usize| {
                let of = |view: Option<usize>| view.map_or(DMatrix::zeros(size, 1), |v| derivatives[v][k].clone());
                of(plus) - of(minus)
            };
            let mut sum = DMatrix::zeros(size, size);
            for (n, draw) in instance.draws.iter().enumerate() {
                let here: Vec<S> = by_distances.iter().map(|x| x[(0, n)].clone()).collect();
                for (weight, left, right) in terms(draw, &here) {
                    for k in 0..outputs {
                        sum += scaled(&S::product(&gap(left, k), &gap(right, k).transpose()), &weight);
                    }
                }
            }
            sum
        });
        layers.collect()
    }
}

/// The update by differentiation, its energy, or the operators from derivatives.
pub(super) fn measured<S: Field>(instance: &Instance, part: Part) -> Side<S> {
    let recording = Recording::<S>::new(instance, matches!(part, Part::BothBranches | Part::Energy))?;
    // −∂L/∂r_k of a draw and its negatives, from ∂L/∂r₊, ∂L/∂r₁ … ∂L/∂r_H.
    let negatives = |draw: &Draw, by_r: &[S]| -> Vec<(S, usize)> {
        by_r[1..].iter().map(|x| -x.clone()).zip(draw.negatives.iter().copied()).collect()
    };
    match part {
        Part::OneBranchSymmetry | Part::OneBranchOperator => {
            return Ok(recording.operators(instance, |draw, by_r| {
                let term = |(xi, n): (S, usize)| (xi, [Some(draw.first), None], [Some(draw.first), Some(n)]);
                negatives(draw, by_r).into_iter().map(term).collect()
            }));
        }
        Part::Operators | Part::Semidefinite => {
            let inter = recording.operators(instance, |draw, by_r| {
                let term = |(xi, n): (S, usize)| (xi, [Some(draw.first), Some(n)], [Some(draw.first), Some(n)]);
                negatives(draw, by_r).into_iter().map(term).collect()
            });
            let intra = recording.operators(instance, |draw, by_r| {
                let pair = [Some(draw.first), Some(draw.positive)];
                vec![(by_r[0].clone(), pair, pair)]
            });
            let both = inter.into_iter().chain(intra);
            if part == Part::Operators {
                return Ok(both.collect());
            }
            let flag = |operator: DMatrix<S>| {
                let is = is_positive_semidefinite(&operator)?;
                Ok(DMatrix::from_element(1, 1, if is { S::one() } else { S::zero() }))
            };
            return both.map(flag).collect();
        }
        _ => {}
    }
    let gradient = recording.tape.gradient(recording.loss);
    let updates = recording.network.layers.iter().map(|layer| {
        let (weights, update) = (recording.tape.value(layer.weights), -gradient.of(layer.weights));
        let number = |x: S| DMatrix::from_element(1, 1, x);
        match part {
            Part::Energy | Part::Exhibit => number(inner(weights, &update)),
            Part::OneBranchPositivity => number(-inner(weights, &update)),
            _ => update,
        }
    });
    Ok(updates.collect())
}
