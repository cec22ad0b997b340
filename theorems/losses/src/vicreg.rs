//! VICReg: invariance, variance and covariance.

use crate::rows::{centred, interleaved};
use crate::{Batch, Evaluated};
use nalgebra::DMatrix;

/// What is added to the variances, as in the authors' program.
const FLOOR: f64 = 1e-4;

/// λ·invariance + μ·hinge + ν·covariance; at a deviation of just 1 the hinge has the derivative 0.
pub(crate) fn evaluate(outputs: &DMatrix<f64>, batch: Batch, [lambda, mu, nu]: [f64; 3]) -> Evaluated {
    let (n, samples) = (outputs.nrows() as f64, batch.samples as f64);
    let mut invariance = 0.0;
    let mut gradient = DMatrix::zeros(outputs.nrows(), outputs.ncols());
    for i in 0..batch.samples {
        for d in 0..outputs.nrows() {
            let difference = outputs[(d, 2 * i)] - outputs[(d, 2 * i + 1)];
            invariance += difference * difference / (samples * n);
            let slope = lambda * 2.0 * difference / (samples * n);
            gradient[(d, 2 * i)] = slope;
            gradient[(d, 2 * i + 1)] = -slope;
        }
    }
    let (mut hinge, mut covariance) = (0.0, 0.0);
    let of_views = [0, 1].map(|view| {
        let x = centred(outputs, batch, view);
        let mut by_covariance = &x * x.transpose() / (samples - 1.0);
        for i in 0..x.nrows() {
            for j in 0..x.nrows() {
                let c = &mut by_covariance[(i, j)];
                if i == j {
                    let deviation = (*c + FLOOR).sqrt();
                    hinge += (1.0 - deviation).max(0.0) / (2.0 * n);
                    *c = if deviation < 1.0 { -mu / (4.0 * n * deviation) } else { 0.0 };
                } else {
                    covariance += *c * *c / n;
                    *c *= nu * 2.0 / n;
                }
            }
        }
        by_covariance * x * (2.0 / (samples - 1.0))
    });
    gradient += interleaved(&of_views);
    Evaluated { value: lambda * invariance + mu * hinge + nu * covariance, gradient }
}
