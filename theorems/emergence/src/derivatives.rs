//! The connections of augmentation means, found by differentiation alone: one sweep per sample and output.

use dualproof::matrix::scaled;
use dualproof::numbers::Field;
use dualproof::tape::{Tape, Var};
use dualproof::views::Views;
use nalgebra::DMatrix;

/// ∂F̄(x)/∂vec(W) of every sample x, as (entries of W) × n_L: what the theory calls K̄(x).
pub fn of_means<S: Field>(tape: &Tape<S>, output: Var, weights: Var, views: &Views<S>) -> Vec<DMatrix<S>> {
    let (outputs, entries) = (tape.value(output).nrows(), tape.value(weights).len());
    let derivative = |sample: usize| {
        let columns: Vec<DMatrix<S>> = (0..outputs)
            .map(|k| {
                let mut adjoint = DMatrix::zeros(outputs, views.len());
                for v in views.of_sample(sample) {
                    adjoint[(k, v)] = views.augmentation_weights[v].clone();
                }
                tape.pull_back(output, adjoint).of(weights)
            })
            .collect();
        DMatrix::from_fn(entries, outputs, |e, k| columns[k].as_slice()[e].clone())
    };
    (0..views.samples()).map(derivative).collect()
}

/// Σ_x p(x) (Z(x) − EZ)(Z(x) − EZ)ᵀ.
pub fn covariance<S: Field>(law: &[S], z: &[DMatrix<S>]) -> DMatrix<S> {
    let zero = DMatrix::zeros(z[0].nrows(), z[0].ncols());
    let mean = law.iter().zip(z).fold(zero, |sum, (p, z)| sum + scaled(z, p));
    law.iter().zip(z).fold(DMatrix::zeros(z[0].nrows(), z[0].nrows()), |sum, (p, z)| {
        let gap = z - &mean;
        sum + scaled(&S::product(&gap, &gap.transpose()), p)
    })
}

/// The covariance of rows that occur with the probabilities of `law`.
pub fn covariance_of_means<S: Field>(law: &[S], means: &DMatrix<S>) -> DMatrix<S> {
    let column = |i: usize| DMatrix::from_fn(means.ncols(), 1, |k, _| means[(i, k)].clone());
    covariance(law, &(0..means.nrows()).map(column).collect::<Vec<_>>())
}
