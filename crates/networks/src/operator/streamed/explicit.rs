//! The operator as a matrix: on request, and where it fits.

use super::memory::within;
use super::{RUNS, Source, Streamed, StreamedError};
use crate::numbers::times_power;
use nalgebra::DMatrix;

/// Unit matrices that the operator is applied to in one pass.
const AT_ONCE: usize = 32;

impl<X: Source> Streamed<'_, X> {
    /// The operator of layer l = 1..L as a matrix, n_l n_{l−1} square, on vec(U) with columns stacked: column after
    /// column by applying it to each unit matrix. Refused before anything is computed where that would take more than
    /// `limit` bytes, as [`available_memory`](dualproof_host::memory::available_memory) tells them.
    ///
    /// # Errors
    /// [`StreamedError`]; `TooLarge` with the size in GiB.
    pub fn explicit(&self, layer: usize, limit: u64) -> Result<DMatrix<f64>, StreamedError> {
        let place = self.place(layer)?;
        let (units, inputs) = self.shape(layer)?;
        let rows = units * inputs;
        // The matrix, and in a pass for each unit matrix itself, its image and its share of the runs' sums.
        let numbers = rows as f64 * (rows as f64 + AT_ONCE as f64 * (2 + RUNS) as f64);
        let what = || format!("the operator of layer {layer} as a matrix of {rows} rows");
        within(Some(limit), what, numbers * size_of::<f64>() as f64, "; apply it to vectors instead")?;
        let mut matrix = self.explicit_in_unit(place)?;
        let power = self.operator_power(place);
        let size = crate::numbers::norm(matrix.as_slice());
        self.representable("the largest entries of the operator", size, power)?;
        matrix.apply(|x| *x = times_power(*x, power));
        Ok(matrix)
    }

    /// The same in the units of the computation.
    pub(super) fn explicit_in_unit(&self, place: usize) -> Result<DMatrix<f64>, StreamedError> {
        let dense = &self.left.layers.all[place];
        let (units, inputs, rows) = (dense.units, dense.inputs, dense.units * dense.inputs);
        let mut matrix = DMatrix::zeros(rows, rows);
        for first in (0..rows).step_by(AT_ONCE) {
            let unit = |column: usize| {
                let mut u = DMatrix::zeros(units, inputs);
                u[column] = 1.0;
                u
            };
            let directions: Vec<_> = (first..rows.min(first + AT_ONCE)).map(unit).collect();
            for (column, image) in (first..).zip(self.images_in_unit(place, &directions)?) {
                matrix.column_mut(column).copy_from_slice(image.as_slice());
            }
        }
        Ok(matrix)
    }
}
