//! Barlow Twins: the correlations of the outputs of two views.

use crate::rows::{centre, centred, interleaved};
use crate::{Batch, Evaluated, LossError};
use nalgebra::DMatrix;

/// Outputs of one view, standardised over the samples.
struct Standard {
    /// n × N: mean 0 and variance 1 in every row.
    z: DMatrix<f64>,
    /// The deviations as products of two: the largest entry of the centred row, and the deviation over it.
    deviations: Vec<[f64; 2]>,
}

impl Standard {
    fn of(outputs: &DMatrix<f64>, batch: Batch, view: usize) -> Result<Self, LossError> {
        let mut z = centred(outputs, batch, view);
        let mut deviations = Vec::with_capacity(z.nrows());
        for (dimension, mut row) in z.row_iter_mut().enumerate() {
            let largest = row.amax();
            if largest == 0.0 {
                return Err(LossError::ZeroVariance { dimension, view });
            }
            row.iter_mut().for_each(|x| *x /= largest);
            let deviation = (row.norm_squared() / batch.samples as f64).sqrt();
            row.iter_mut().for_each(|x| *x /= deviation);
            deviations.push([largest, deviation]);
        }
        Ok(Standard { z, deviations })
    }

    /// The gradient by the outputs of what has the gradient g by z: (g − mean g − z·mean(g z))/deviation in every row.
    fn pull_back(&self, mut g: DMatrix<f64>) -> DMatrix<f64> {
        centre(&mut g);
        for (d, [largest, deviation]) in self.deviations.iter().enumerate() {
            let along = g.row(d).dot(&self.z.row(d)) / g.ncols() as f64;
            let z = self.z.row(d);
            g.row_mut(d).iter_mut().zip(z.iter()).for_each(|(g, z)| *g = (*g - along * z) / deviation / largest);
        }
        g
    }
}

/// Σ (1 − C_ii)² + λ Σ_{i≠j} C_ij², C = z₀ z₁ᵀ/N.
pub(crate) fn evaluate(outputs: &DMatrix<f64>, batch: Batch, lambda: f64) -> Result<Evaluated, LossError> {
    let views = [Standard::of(outputs, batch, 0)?, Standard::of(outputs, batch, 1)?];
    let [first, second] = &views;
    let mut by_correlation = &first.z * second.z.transpose() / batch.samples as f64;
    let mut value = 0.0;
    for i in 0..by_correlation.nrows() {
        for j in 0..by_correlation.ncols() {
            let c = &mut by_correlation[(i, j)];
            if i == j {
                // 1 − C_ii as half the mean squared difference: no digits are lost where the views agree.
                let half = 0.5 * (first.z.row(i) - second.z.row(i)).norm_squared() / batch.samples as f64;
                value += half * half;
                *c = -2.0 * half;
            } else {
                value += lambda * *c * *c;
                *c *= 2.0 * lambda;
            }
        }
    }
    by_correlation /= batch.samples as f64;
    let gradients =
        [first.pull_back(&by_correlation * &second.z), second.pull_back(by_correlation.transpose() * &first.z)];
    Ok(Evaluated { value, gradient: interleaved(&gradients) })
}
