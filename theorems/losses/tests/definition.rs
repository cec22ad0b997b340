//! Polynomial losses against the definition as plain loops, over rationals with a derivative along a direction: exact.

use dashu_ratio::RBig;
use dualproof_losses::{Batch, Loss};
use nalgebra::DMatrix;

/// A rational and its derivative along a direction.
#[derive(Clone)]
struct Dual(RBig, RBig);

impl Dual {
    fn zero() -> Self {
        Dual(RBig::ZERO, RBig::ZERO)
    }
    fn plus(&self, other: &Dual) -> Dual {
        Dual(&self.0 + &other.0, &self.1 + &other.1)
    }
    fn times(&self, other: &Dual) -> Dual {
        Dual(&self.0 * &other.0, &self.0 * &other.1 + &self.1 * &other.0)
    }
    fn scaled(&self, factor: RBig) -> Dual {
        Dual(&self.0 * &factor, &self.1 * &factor)
    }
}

fn exact(x: f64) -> RBig {
    RBig::try_from(x).unwrap()
}

fn over(count: usize) -> RBig {
    RBig::ONE / RBig::from(count)
}

/// ½‖u − v‖².
fn r(u: &[Dual], v: &[Dual]) -> Dual {
    let squares = u.iter().zip(v).map(|(u, v)| u.plus(&v.scaled(-RBig::ONE))).map(|d| d.times(&d));
    squares.fold(Dual::zero(), |sum, d| sum.plus(&d)).scaled(over(2))
}

/// Eighths between −4 and 4 by a linear congruence: exact in `f64`.
fn drawn(rows: usize, columns: usize, seed: u64) -> DMatrix<f64> {
    let mut state = seed;
    DMatrix::from_fn(rows, columns, |_, _| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((state >> 33) % 65) as f64 / 8.0 - 4.0
    })
}

fn columns(values: &DMatrix<f64>, along: &DMatrix<f64>) -> Vec<Vec<Dual>> {
    let column =
        |c: usize| (0..values.nrows()).map(move |d| Dual(exact(values[(d, c)]), exact(along[(d, c)]))).collect();
    (0..values.ncols()).map(column).collect()
}

/// The error is at most some hundred roundings of the largest term, which is at most 100 here.
fn close(found: f64, expected: &RBig) {
    let expected = expected.to_f64().value();
    assert!((found - expected).abs() <= 1e4 * f64::EPSILON, "{found} {expected}");
}

#[test]
fn simple_is_its_definition() {
    for (seed, samples, views) in [(1, 2, 2), (2, 3, 4), (3, 5, 2)] {
        let batch = Batch { samples, views };
        let (f, along) = (drawn(3, batch.columns(), seed), drawn(3, batch.columns(), seed + 100));
        let dual = columns(&f, &along);
        let mut expected = Dual::zero();
        for (u, f_u) in dual.iter().enumerate() {
            for (v, f_v) in dual.iter().enumerate() {
                let distance = r(f_u, f_v);
                if u / views == v / views {
                    expected = expected.plus(&distance.scaled(over(samples * views * views)));
                }
                expected = expected.plus(&distance.scaled(-over(batch.columns() * batch.columns())));
            }
        }
        let found = Loss::Simple.of(&f, batch).unwrap();
        close(found.value, &expected.0);
        close(found.gradient.dot(&along), &expected.1);
    }
}

#[test]
fn plain_byol_is_its_definition() {
    let batch = Batch { samples: 3, views: 3 };
    let (q, z, along) = (drawn(3, 9, 5), drawn(3, 9, 6), drawn(3, 9, 7));
    let (dual, target) = (columns(&q, &along), columns(&z, &DMatrix::zeros(3, 9)));
    let mut expected = Dual::zero();
    for (u, q_u) in dual.iter().enumerate() {
        for (v, z_v) in target.iter().enumerate() {
            if u != v && u / 3 == v / 3 {
                expected = expected.plus(&r(q_u, z_v).scaled(over(18)));
            }
        }
    }
    let found = Loss::Byol { normalised: false }.of_predictions(&q, &z, batch).unwrap();
    close(found.value, &expected.0);
    close(found.gradient.dot(&along), &expected.1);
}
