//! The losses of predictions and constant targets, over the ordered pairs of views of a sample.

use crate::direction::Directions;
use crate::{Batch, Evaluated, LossError};
use nalgebra::DMatrix;

/// The mean of ½‖q_a − z_b‖².
pub(crate) fn distance(q: &DMatrix<f64>, z: &DMatrix<f64>, batch: Batch) -> Evaluated {
    let weight = 1.0 / batch.pairs();
    let mut gradient = DMatrix::zeros(q.nrows(), q.ncols());
    let mut sum = 0.0;
    for (a, b) in batch.ordered_pairs() {
        let pairs = q.column(a).into_iter().zip(z.column(b));
        for (g, (q, z)) in gradient.column_mut(a).iter_mut().zip(pairs) {
            let difference = q - z;
            sum += difference * difference;
            *g += weight * difference;
        }
    }
    Evaluated { value: 0.5 * weight * sum, gradient }
}

/// The mean of ‖q_a/‖q_a‖ − z_b/‖z_b‖‖².
pub(crate) fn byol(q: &DMatrix<f64>, z: &DMatrix<f64>, batch: Batch) -> Result<Evaluated, LossError> {
    let (q, z) = (Directions::of("predictions", q, batch)?, Directions::of("targets", z, batch)?);
    let mut found = distance(&q.units, &z.units, batch);
    found.value *= 2.0;
    found.gradient *= 2.0;
    q.pull_back(&mut found.gradient);
    Ok(found)
}

/// The mean of −cos(q_a, z_b). Its gradient is that of half the squared distance of the directions.
pub(crate) fn simsiam(q: &DMatrix<f64>, z: &DMatrix<f64>, batch: Batch) -> Result<Evaluated, LossError> {
    let (q, z) = (Directions::of("predictions", q, batch)?, Directions::of("targets", z, batch)?);
    let mut gradient = distance(&q.units, &z.units, batch).gradient;
    q.pull_back(&mut gradient);
    let sum: f64 = batch.ordered_pairs().map(|(a, b)| q.units.column(a).dot(&z.units.column(b))).sum();
    Ok(Evaluated { value: -sum / batch.pairs(), gradient })
}
