//! NT-Xent as programs get it wrong: with other weights in its sums, or another positive.

use nalgebra::DMatrix;

/// Which pairs are in the denominator, and which one is in the numerator, of the view in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pairing {
    /// As SimCLR has it: the other view above, all other views of the batch below.
    Right,
    /// The view itself is among the negatives.
    SelfAmongNegatives,
    /// The other view is in the denominator twice.
    PositiveTwice,
    /// The view itself is the positive, and among the negatives.
    SelfAsPositive,
}

impl Pairing {
    /// How often the view in column `j` is in the denominator of the one in column `i`; of two views, `i ^ 1` is the other.
    fn weight(self, i: usize, j: usize) -> f64 {
        match self {
            Pairing::Right => f64::from(u8::from(i != j)),
            Pairing::PositiveTwice => f64::from(u8::from(i != j)) + f64::from(u8::from(j == i ^ 1)),
            Pairing::SelfAmongNegatives | Pairing::SelfAsPositive => 1.0,
        }
    }

    fn positive(self, i: usize) -> usize {
        if self == Pairing::SelfAsPositive { i } else { i ^ 1 }
    }
}

/// mean over the views i of −s_ip/τ + ln Σ_j w_ij e^{s_ij/τ}, s the cosines, and its gradient by the outputs (n × 2N);
/// `None` where an output is 0 or a number is not finite.
pub fn nt_xent(outputs: &DMatrix<f64>, tau: f64, pairing: Pairing) -> Option<(f64, DMatrix<f64>)> {
    let views = outputs.ncols();
    let norms: Vec<f64> = outputs.column_iter().map(|f| f.norm()).collect();
    if norms.iter().any(|norm| *norm == 0.0 || !norm.is_finite()) {
        return None;
    }
    let units = DMatrix::from_fn(outputs.nrows(), views, |row, column| outputs[(row, column)] / norms[column]);
    let cosines = units.tr_mul(&units) / tau;
    let (mut value, mut by_cosines) = (0.0, DMatrix::zeros(views, views));
    for i in 0..views {
        let largest = cosines.row(i).max();
        let term = |j: usize| pairing.weight(i, j) * (cosines[(i, j)] - largest).exp();
        let sum: f64 = (0..views).map(term).sum();
        let positive = pairing.positive(i);
        value += (largest + sum.ln() - cosines[(i, positive)]) / views as f64;
        for j in 0..views {
            by_cosines[(i, j)] += term(j) / sum / views as f64;
        }
        by_cosines[(i, positive)] -= 1.0 / views as f64;
    }
    // s_ij depends on both directions.
    let by_units = &units * (&by_cosines + by_cosines.transpose()) / tau;
    let mut gradient = by_units.clone();
    for (column, mut of_view) in gradient.column_iter_mut().enumerate() {
        let unit = units.column(column);
        let along = unit.dot(&by_units.column(column));
        of_view.copy_from(&((by_units.column(column) - unit * along) / norms[column]));
    }
    (value.is_finite() && gradient.iter().all(|x| x.is_finite())).then_some((value, gradient))
}

#[cfg(test)]
mod tests {
    use super::*;
    use dualproof_losses::{Batch, Loss};
    use nalgebra::dmatrix;

    fn outputs() -> DMatrix<f64> {
        dmatrix![1.0, 0.5, -0.25, 2.0, 0.1, -0.6; 0.75, -1.0, 1.5, 0.125, 0.4, 0.9]
    }

    /// The right pairing is the project's own loss, which is held against PyTorch.
    #[test]
    fn the_right_pairing_is_the_loss() {
        let (value, gradient) = nt_xent(&outputs(), 0.5, Pairing::Right).expect("directions");
        let expected = Loss::NtXent { tau: 0.5 }.of(&outputs(), Batch { samples: 3, views: 2 }).expect("a loss");
        let rounding = 64.0 * f64::EPSILON;
        assert!((value - expected.value).abs() < rounding && (gradient - expected.gradient).amax() < rounding);
    }

    /// Each is another loss, and its gradient is its own.
    #[test]
    fn the_others_are_not() {
        let step = f64::EPSILON.cbrt();
        let all = [Pairing::Right, Pairing::SelfAmongNegatives, Pairing::PositiveTwice, Pairing::SelfAsPositive];
        let values = all.map(|pairing| nt_xent(&outputs(), 0.5, pairing).expect("directions").0);
        assert!((1..4).all(|k| values[..k].iter().all(|value| (value - values[k]).abs() > 1e-3)), "{values:?}");
        for pairing in all {
            let (_, gradient) = nt_xent(&outputs(), 0.5, pairing).expect("directions");
            for place in 0..gradient.len() {
                let moved = |by: f64| {
                    let mut f = outputs();
                    f[place] += by;
                    nt_xent(&f, 0.5, pairing).expect("directions").0
                };
                let difference = (moved(step) - moved(-step)) / (2.0 * step);
                assert!((difference - gradient[place]).abs() < 100.0 * step * step, "{pairing:?} {place}");
            }
        }
        assert_eq!(nt_xent(&dmatrix![0.0, 1.0], 0.5, Pairing::Right), None);
    }
}
