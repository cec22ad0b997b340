//! The loss r₊ − r₋ by means, at linear cost.

use crate::{Batch, Evaluated};
use nalgebra::{DMatrix, DVector};

/// −(1/N) Σ_i ‖m_i − m‖², m_i the mean of sample i and m of all: the spread within the samples cancels. The gradient by
/// f_ia is −2(m_i − m)/(N·A). Distances from the first output are taken first, so that a common shift costs no digits.
pub(crate) fn evaluate(outputs: &DMatrix<f64>, batch: Batch) -> Evaluated {
    let Batch { samples, views } = batch;
    let first = outputs.column(0);
    let mut means = DMatrix::zeros(outputs.nrows(), samples);
    for (i, mut mean) in means.column_iter_mut().enumerate() {
        for a in 0..views {
            mean += outputs.column(i * views + a) - first;
        }
        mean /= views as f64;
    }
    let mean: DVector<f64> = means.column_sum() / samples as f64;
    means.column_iter_mut().for_each(|mut column| column -= &mean);
    let value = -means.column_iter().map(|m| m.norm_squared()).sum::<f64>() / samples as f64;
    let factor = -2.0 / batch.columns() as f64;
    let gradient = DMatrix::from_fn(outputs.nrows(), outputs.ncols(), |d, column| factor * means[(d, column / views)]);
    Evaluated { value, gradient }
}
