//! The largest eigenvalues of a symmetric positive semidefinite matrix, or of a map of matrices that need not be formed.
//!
//! | way | when | what it sees |
//! |---|---|---|
//! | [`by_matrix`] | at most [`LARGEST_DENSE`] rows | every eigenvalue with its multiplicity |
//! | [`krylov`] | beyond | the largest eigenvalues, each once |
//!
//! What rounding cannot tell apart is one: the *floor* is the larger of nε times the largest eigenvalue (n the rows) and
//! of what the caller knows to be rounding. An eigenvalue up to the floor is not listed: it may be 0, and a positive
//! semidefinite operator has none below. Neighbours within the floor are one eigenvalue, and it has a multiplicity where
//! all of them are within the floor of each other, so that they can be equal. Plain `f64` without a proved bound: a
//! description, not evidence.

use nalgebra::DMatrix;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Rows up to which a matrix is decomposed as a whole: about a tenth of a second of work.
pub const LARGEST_DENSE: usize = 512;

/// An eigenvalue of the operator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Eigenvalue {
    /// The number.
    pub value: f64,
    /// How many independent eigenvectors it has; `None` where that was not counted (Lanczos) or is not clear.
    pub multiplicity: Option<usize>,
}

/// The largest different eigenvalues of a symmetric positive semidefinite matrix of which `floor` may be rounding, by
/// decomposition; `None` where a number is not finite.
///
/// ```
/// use dualproof_numbers::eigenvalues::{Eigenvalue, by_matrix};
/// use dualproof_numbers::matrix::dmatrix;
/// let matrix = dmatrix![2.0, 0.0, 0.0; 0.0, 2.0, 0.0; 0.0, 0.0, 0.0];
/// assert_eq!(by_matrix(matrix, 0.0, 9), Some(vec![Eigenvalue { value: 2.0, multiplicity: Some(2) }]));
/// ```
pub fn by_matrix(matrix: DMatrix<f64>, floor: f64, count: usize) -> Option<Vec<Eigenvalue>> {
    if matrix.iter().any(|x| !x.is_finite()) {
        return None;
    }
    let rows = matrix.nrows();
    let mut values: Vec<f64> = matrix.symmetric_eigenvalues().iter().copied().collect();
    values.sort_by(|a, b| b.total_cmp(a));
    let mut different = distinct(&values, negligible(rows, values.first()).max(floor));
    different.truncate(count);
    Some(different)
}

/// nε times the largest eigenvalue.
fn negligible(rows: usize, largest: Option<&f64>) -> f64 {
    rows as f64 * f64::EPSILON * largest.map_or(0.0, |value| value.abs())
}

/// Decreasing values above the floor, neighbours within the floor taken together.
fn distinct(values: &[f64], floor: f64) -> Vec<Eigenvalue> {
    let above = &values[..values.partition_point(|value| *value > floor)];
    let of_group = |group: &[f64]| {
        let (largest, least) = (group[0], group[group.len() - 1]);
        Eigenvalue { value: largest, multiplicity: (largest - least <= floor).then_some(group.len()) }
    };
    above.chunk_by(|a, b| a - b <= floor).map(of_group).collect()
}

/// Steps of the iteration between two looks at what it has found.
const LOOK_EVERY: usize = 8;

/// Where an iteration ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// What of an eigenvalue may be rounding; what is not above it is not listed.
    pub floor: f64,
    /// The most steps, each of which keeps a vector.
    pub most_steps: usize,
}

/// Why an iteration has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsettled {
    /// A number is not finite.
    NotFinite,
    /// So many steps did not do, and no more were allowed.
    Steps(usize),
}

/// The largest eigenvalues of a symmetric positive semidefinite operator on matrices of the given shape, by Lanczos
/// iteration from a random direction with full reorthogonalisation. It stops when the residual of each wanted Ritz
/// pair, which bounds the eigenvalue's error, is below nε times the largest one or the floor, or when the Krylov space
/// is exhausted, which then holds an eigenvector to every eigenvalue. Deterministic.
///
/// # Errors
/// The outer error is `apply`'s own; the inner one is [`Unsettled`].
///
/// ```
/// use dualproof_numbers::eigenvalues::{Limits, krylov};
/// use std::convert::Infallible;
/// let limits = Limits { floor: 0.0, most_steps: 9 };
/// let found = krylov((2, 1), 2, limits, |u| Ok::<_, Infallible>(u * 3.0)).unwrap().unwrap();
/// assert!(found.len() == 1 && (found[0].value - 3.0).abs() < 1e-15);
/// ```
pub fn krylov<E>(
    (rows, columns): (usize, usize),
    count: usize,
    limits: Limits,
    mut apply: impl FnMut(&DMatrix<f64>) -> Result<DMatrix<f64>, E>,
) -> Result<Result<Vec<Eigenvalue>, Unsettled>, E> {
    let mut found = Tridiagonal::default();
    let mut basis = Vec::new();
    let mut next = random_direction(rows, columns);
    loop {
        let mut image = apply(&next)?;
        found.diagonal.push(image.dot(&next));
        basis.push(next);
        orthogonalise(&mut image, &basis);
        let length = image.norm();
        let floor = |largest: Option<&f64>| negligible(rows * columns, largest).max(limits.floor);
        let largest = found.diagonal.iter().copied().reduce(f64::max);
        let exhausted = length <= floor(largest.as_ref()) || basis.len() == rows * columns;
        if exhausted || basis.len().is_multiple_of(LOOK_EVERY) {
            let Some(pairs) = found.ritz_pairs(length) else { return Ok(Err(Unsettled::NotFinite)) };
            let (values, residuals): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
            let gap = floor(values.first());
            let mut different = distinct(&values, gap);
            let settled = count > 0 && different.len() >= count && {
                let least = different[count - 1].value;
                values.iter().zip(&residuals).all(|(value, residual)| *value < least || *residual <= gap)
            };
            if exhausted || settled || count == 0 {
                different.truncate(count);
                different.iter_mut().for_each(|eigenvalue| eigenvalue.multiplicity = None);
                return Ok(Ok(different));
            }
        }
        if basis.len() >= limits.most_steps {
            return Ok(Err(Unsettled::Steps(basis.len())));
        }
        found.beside.push(length);
        next = image / length;
    }
}

/// A unit matrix without any symmetry that an operator might have.
fn random_direction(rows: usize, columns: usize) -> DMatrix<f64> {
    let mut random = ChaCha8Rng::seed_from_u64(0);
    let half_range = f64::from(u32::MAX) / 2.0;
    let direction = DMatrix::from_fn(rows, columns, |_, _| f64::from(random.next_u32()) - half_range);
    let length = direction.norm();
    direction / length
}

/// Takes away the components along the basis, twice: once leaves what cancellation hid.
fn orthogonalise(direction: &mut DMatrix<f64>, basis: &[DMatrix<f64>]) {
    for _ in 0..2 {
        for unit in basis {
            let component = direction.dot(unit);
            direction.zip_apply(unit, |x, u| *x -= component * u);
        }
    }
}

/// The operator on the Krylov space.
#[derive(Default)]
struct Tridiagonal {
    diagonal: Vec<f64>,
    beside: Vec<f64>,
}

impl Tridiagonal {
    /// Eigenvalues in decreasing order, each with the residual of its Ritz vector; `length` is what the last step
    /// left over. `None` where a number is not finite.
    fn ritz_pairs(&self, length: f64) -> Option<Vec<(f64, f64)>> {
        let size = self.diagonal.len();
        if !length.is_finite() || self.diagonal.iter().any(|x| !x.is_finite()) {
            return None;
        }
        let matrix = DMatrix::from_fn(size, size, |i, j| match i.abs_diff(j) {
            0 => self.diagonal[i],
            1 => self.beside[i.min(j)],
            _ => 0.0,
        });
        let decomposition = matrix.symmetric_eigen();
        let last = decomposition.eigenvectors.row(size - 1);
        let values = decomposition.eigenvalues.iter();
        let mut pairs: Vec<_> = values.zip(last.iter()).map(|(value, end)| (*value, length * end.abs())).collect();
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
        Some(pairs)
    }
}
