//! The measured side: BatchNorm by its definition, recorded and differentiated row by row.

use super::{Instance, Part};
use dualproof::claim::Side;
use dualproof::matrix::{scaled, trace};
use dualproof::numbers::{Field, Obstacle, Rational};
use dualproof::tape::{Tape, Var};
use nalgebra::DMatrix;

/// A recorded BatchNorm.
struct Recording<S: Field> {
    tape: Tape<S>,
    x: Var,
    centred: Var,
    /// 1/s, 1 × 1.
    inverse: Var,
    y: Var,
}

impl<S: Field> Recording<S> {
    fn new(instance: &Instance) -> Result<Self, Obstacle> {
        instance.has_root::<S>()?;
        let n = instance.batch.len();
        let share = S::from_rational(&Rational::new(1, n as u64));
        let mut tape = Tape::new();
        let x = tape.variable(DMatrix::from_fn(1, n, |_, j| S::from_rational(&instance.batch[j])));
        let centred = tape.centre(x, &vec![share.clone(); n]);
        let squares = tape.entrywise(centred, centred);
        let total = tape.total(squares);
        let variance = tape.scale(total, &share);
        let epsilon = tape.variable(DMatrix::from_element(1, 1, S::from_rational(&instance.epsilon)));
        let square = tape.sum(variance, epsilon);
        let inverse = tape.inverse_sqrt(square)?;
        let y = tape.product(inverse, centred);
        Ok(Recording { tape, x, centred, inverse, y })
    }

    /// ∂result/∂x, row by row.
    fn jacobian(&self, result: Var) -> DMatrix<S> {
        let n = self.tape.value(result).ncols();
        let row = |i: usize| {
            let adjoint = DMatrix::from_fn(1, n, |_, j| if i == j { S::one() } else { S::zero() });
            self.tape.pull_back(result, adjoint).of(self.x)
        };
        let rows: Vec<DMatrix<S>> = (0..n).map(row).collect();
        DMatrix::from_fn(n, n, |i, j| rows[i][(0, j)].clone())
    }
}

/// The Jacobian by differentiation, and what a projection has to do.
pub(super) fn measured<S: Field>(instance: &Instance, part: Part) -> Side<S> {
    let recording = Recording::<S>::new(instance)?;
    if part == Part::ZeroMean {
        return Ok(vec![recording.jacobian(recording.centred)]);
    }
    let jacobian = recording.jacobian(recording.y);
    if part == Part::Jacobian {
        return Ok(vec![jacobian]);
    }
    let inverse = &recording.tape.value(recording.inverse)[(0, 0)];
    let s = S::one().divide(inverse).ok_or(Obstacle::UnknownSign("1/s"))?;
    let q = scaled(&jacobian, &s);
    let y = recording.tape.value(recording.y).transpose();
    let square = S::product(&q, &q);
    let of_y = S::product(&q, &y);
    Ok(match part {
        Part::Projection => {
            let of_one = S::product(&q, &y.map(|_| S::one()));
            vec![square, of_one, of_y, DMatrix::from_element(1, 1, trace(&q))]
        }
        _ => vec![square - q, of_y],
    })
}
