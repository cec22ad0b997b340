//! How far the directions of the samples' outputs are spread, and what moves them.

use dualproof_losses::Batch;
use nalgebra::{DMatrix, DVector};

/// The spread of the unit outputs û = f/‖f‖ and its gradient.
#[derive(Clone, Debug)]
pub struct Spread {
    /// tr V_x\[ū\], ū the mean of û over the views of a sample: 0 where all samples have the same direction, at most 1.
    pub value: f64,
    /// ∂ ln tr V_x\[ū\]/∂f, n × N·A; 0 where the spread is 0.
    pub gradient: DMatrix<f64>,
}

impl Spread {
    /// Of the outputs, n × N·A. An output of 0 has no direction and counts as 0.
    pub fn of(outputs: &DMatrix<f64>, batch: Batch) -> Self {
        let norms: Vec<f64> = outputs.column_iter().map(|f| f.norm()).collect();
        let mut units = outputs.clone();
        for (mut unit, norm) in units.column_iter_mut().zip(&norms) {
            if *norm > 0.0 {
                unit /= *norm;
            }
        }
        let mean = units.column_mean();
        let gaps: Vec<DVector<f64>> = (0..batch.samples)
            .map(|sample| units.columns(sample * batch.views, batch.views).column_mean() - &mean)
            .collect();
        let value = gaps.iter().map(|gap| gap.norm_squared()).sum::<f64>() / batch.samples as f64;
        let mut gradient = DMatrix::zeros(outputs.nrows(), outputs.ncols());
        if value > 0.0 {
            let share = 2.0 / (batch.columns() as f64 * value);
            for (column, norm) in norms.iter().enumerate().filter(|(_, norm)| **norm > 0.0) {
                let (unit, gap) = (units.column(column), &gaps[column / batch.views]);
                // The derivative of f/‖f‖ is the projection off the direction, over the norm.
                gradient.set_column(column, &((gap - unit * unit.dot(gap)) * (share / norm)));
            }
        }
        Spread { value, gradient }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::dmatrix;

    const BATCH: Batch = Batch { samples: 2, views: 2 };

    #[test]
    fn equal_directions_have_no_spread_and_opposite_ones_all() {
        assert_eq!(Spread::of(&dmatrix![1.0, 2.0, 3.0, 4.0; 0.0, 0.0, 0.0, 0.0], BATCH).value, 0.0);
        assert_eq!(Spread::of(&dmatrix![1.0, 2.0, -3.0, -4.0; 0.0, 0.0, 0.0, 0.0], BATCH).value, 1.0);
        assert_eq!(Spread::of(&dmatrix![0.0, 0.0, 0.0, 0.0], BATCH).value, 0.0);
    }

    /// The gradient against central differences of the logarithm; the scale of an output has none.
    #[test]
    fn the_gradient_is_that_of_the_logarithm() {
        let f = dmatrix![1.0, 0.5, -0.25, 2.0; 0.75, -1.0, 1.5, 0.125; 0.3, 0.9, -0.7, 1.1];
        let found = Spread::of(&f, BATCH);
        let step = f64::EPSILON.cbrt();
        for place in 0..f.len() {
            let moved = |by: f64| {
                let mut f = f.clone();
                f[place] += by;
                Spread::of(&f, BATCH).value.ln()
            };
            let difference = (moved(step) - moved(-step)) / (2.0 * step);
            // Rounding ε/h and the third derivative h² meet at ε^(2/3) of values near 1.
            assert!((difference - found.gradient[place]).abs() < 100.0 * step * step, "{place}");
        }
        for column in 0..f.ncols() {
            assert!(f.column(column).dot(&found.gradient.column(column)).abs() < 8.0 * f64::EPSILON);
        }
    }
}
