//! Columns of length 1.

use crate::{Batch, LossError};
use nalgebra::DMatrix;

/// The directions f/‖f‖ of columns, with the lengths.
pub(crate) struct Directions {
    /// f/‖f‖ column by column.
    pub(crate) units: DMatrix<f64>,
    /// ‖f‖ as a product of two: the largest entry, and the length of the column over it.
    lengths: Vec<[f64; 2]>,
}

impl Directions {
    /// Of the columns of `matrix`.
    ///
    /// # Errors
    /// A column of zeros.
    pub(crate) fn of(of: &'static str, matrix: &DMatrix<f64>, batch: Batch) -> Result<Self, LossError> {
        let mut units = matrix.clone();
        let mut lengths = Vec::with_capacity(matrix.ncols());
        for (at, mut column) in units.column_iter_mut().enumerate() {
            let largest = column.amax();
            if largest == 0.0 {
                return Err(LossError::ZeroNorm { of, sample: at / batch.views, view: at % batch.views });
            }
            column.iter_mut().for_each(|x| *x /= largest);
            let length = column.norm();
            column.iter_mut().for_each(|x| *x /= length);
            lengths.push([largest, length]);
        }
        Ok(Directions { units, lengths })
    }

    /// The gradient by f of what has the gradient g by f/‖f‖: (g − u⟨u, g⟩)/‖f‖, u = f/‖f‖.
    pub(crate) fn pull_back(&self, gradient: &mut DMatrix<f64>) {
        let columns = self.units.column_iter().zip(&self.lengths);
        for (mut g, (unit, [largest, length])) in gradient.column_iter_mut().zip(columns) {
            let along = unit.dot(&g);
            g.iter_mut().zip(unit.iter()).for_each(|(g, u)| *g = (*g - along * u) / length / largest);
        }
    }
}
