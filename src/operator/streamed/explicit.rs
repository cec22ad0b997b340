//! The operator as a matrix: on request, and where it fits.

use super::{Source, Streamed, StreamedError};
use nalgebra::DMatrix;

/// Unit matrices that the operator is applied to in one pass.
const AT_ONCE: usize = 32;

/// Bytes in a GiB.
const GIB: f64 = (1_u64 << 30) as f64;

/// Bytes of memory that the system says can be had without swapping; `None` where it does not say.
pub fn available_memory() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kibibytes.checked_mul(1024)
}

impl<X: Source> Streamed<'_, X> {
    /// The operator of layer l = 1..L as a matrix, n_l n_{l−1} square: column after column by applying it to each
    /// unit matrix. Refused before anything is computed where that would take more than `limit` bytes, as
    /// [`available_memory`] tells them.
    ///
    /// # Errors
    /// [`StreamedError`]; `TooLarge` with the size in GiB.
    pub fn explicit(&self, layer: usize, limit: u64) -> Result<DMatrix<f64>, StreamedError> {
        let place = self.place(layer)?;
        let (units, inputs) = self.shape(layer)?;
        let rows = units * inputs;
        // The matrix, and in a pass for each unit matrix itself, its image and its share of the runs' sums.
        let numbers = rows as f64 * (rows as f64 + AT_ONCE as f64 * (2 + super::passes::RUNS) as f64);
        let needed = numbers * size_of::<f64>() as f64;
        if needed > limit as f64 {
            let (needed, available) = (needed / GIB, limit as f64 / GIB);
            return Err(StreamedError::TooLarge { layer, rows, needed, available });
        }
        let mut matrix = DMatrix::zeros(rows, rows);
        for first in (0..rows).step_by(AT_ONCE) {
            let unit = |column: usize| {
                let mut u = DMatrix::zeros(units, inputs);
                u[column] = 1.0;
                u
            };
            let directions: Vec<_> = (first..rows.min(first + AT_ONCE)).map(unit).collect();
            let channels: Vec<_> = directions.iter().map(|u| self.single(place, u)).collect();
            let images = self.apply(&channels)?;
            for (column, mut sums) in (first..).zip(images) {
                let image = self.finish(place, sums[place].take())?;
                matrix.column_mut(column).copy_from_slice(image.as_slice());
            }
        }
        Ok(matrix)
    }
}
