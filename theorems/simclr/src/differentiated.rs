//! Operators from derivatives alone, for measured sides: ∂F̄/∂w_l by a sweep of the tape for each output and sample.

use dualproof::matrix::{beside, scaled, vec as stacked};
use dualproof::numbers::Field;
use dualproof::tape::{Recorded, Tape, Var};
use dualproof::views::Views;
use nalgebra::DMatrix;

/// V^S_x of ∂F̄/∂w_l, (n_l n_{l−1}) square; S is n_L × n_L.
pub fn between_sample_operator<S: Field>(
    tape: &Tape<S>,
    network: &Recorded,
    views: &Views<S>,
    weights: Var,
    inner: &DMatrix<S>,
) -> DMatrix<S> {
    let outputs = tape.value(network.output).nrows();
    let derivative = |i: usize, k: usize| {
        let adjoint = DMatrix::from_fn(outputs, views.len(), |row, v| {
            if row == k && views.sample_of(v) == i { views.augmentation_weights[v].clone() } else { S::zero() }
        });
        stacked(&tape.pull_back(network.output, adjoint).of(weights))
    };
    let of_sample = |i: usize| beside(&(0..outputs).map(|k| derivative(i, k)).collect::<Vec<_>>());
    let square = |c: &DMatrix<S>| S::product(&S::product(c, inner), &c.transpose());
    // E[C S Cᵀ] − E[C] S E[C]ᵀ.
    let size = tape.value(weights).len();
    let (mut sum, mut mean) = (DMatrix::zeros(size, size), DMatrix::zeros(size, outputs));
    for (i, p) in views.sample_weights.iter().enumerate() {
        let c = of_sample(i);
        mean += scaled(&c, p);
        sum += scaled(&square(&c), p);
    }
    sum - square(&mean)
}
