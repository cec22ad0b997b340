//! The outputs of one view of all samples, centred over the samples.

use crate::Batch;
use nalgebra::DMatrix;

/// n × N: the outputs of view a less their mean over the samples. Distances from the first sample are taken first, so that
/// a common shift costs no digits and a constant row becomes 0 exactly.
pub(crate) fn centred(outputs: &DMatrix<f64>, batch: Batch, view: usize) -> DMatrix<f64> {
    let at = |i: usize| outputs.column(i * batch.views + view);
    let mut rows = DMatrix::from_fn(outputs.nrows(), batch.samples, |d, i| at(i)[d] - at(0)[d]);
    centre(&mut rows);
    rows
}

/// Every row less its mean.
pub(crate) fn centre(rows: &mut DMatrix<f64>) {
    let mean = rows.column_sum() / rows.ncols() as f64;
    rows.column_iter_mut().for_each(|mut column| column -= &mean);
}

/// The view of every sample, as columns of one matrix n × N·2.
pub(crate) fn interleaved(views: &[DMatrix<f64>; 2]) -> DMatrix<f64> {
    DMatrix::from_fn(views[0].nrows(), 2 * views[0].ncols(), |d, column| views[column % 2][(d, column / 2)])
}
