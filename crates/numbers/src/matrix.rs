//! Matrices over any number system: vec, Kronecker product, exact elimination, and their form at rest.
//!
//! The type is nalgebra's [`DMatrix`]; products go through [`Ring::product`], so that every system uses its
//! own kernel. `vec` stacks columns throughout.

use crate::numbers::{Field, Number, Obstacle, Rational, Ring, Sign};
use nalgebra::DMatrix;
use num_traits::Zero;

/// A matrix of numbers of a system that is chosen when the program runs.
pub type Matrix = DMatrix<Number>;

/// `vec(A)`: the columns of A under one another, a (rows·cols) × 1 matrix. Never fails.
///
/// ```
/// use dualproof_numbers::matrix::{dmatrix, vec};
/// assert_eq!(vec(&dmatrix![1.0, 2.0; 3.0, 4.0]), dmatrix![1.0; 3.0; 2.0; 4.0]);
/// ```
pub fn vec<S: Ring>(a: &DMatrix<S>) -> DMatrix<S> {
    DMatrix::from_column_slice(a.len(), 1, a.as_slice())
}

/// The matrix of the given shape whose `vec` is the column `v`.
///
/// # Panics
/// If `v` does not have `rows·cols` entries.
pub fn unvec<S: Ring>(v: &DMatrix<S>, rows: usize, cols: usize) -> DMatrix<S> {
    DMatrix::from_column_slice(rows, cols, v.as_slice())
}

pub use nalgebra::dmatrix;

/// ⟨A, B⟩ = tr(AᵀB) = Σ a_ij b_ij.
///
/// # Panics
/// If the shapes differ.
pub fn inner<S: Ring>(a: &DMatrix<S>, b: &DMatrix<S>) -> S {
    assert_eq!(a.shape(), b.shape(), "shapes of an inner product");
    a.iter().zip(b.iter()).fold(S::zero(), |mut sum, (x, y)| {
        sum.add_product(x, y);
        sum
    })
}

/// s·A.
pub fn scaled<S: Ring>(a: &DMatrix<S>, s: &S) -> DMatrix<S> {
    a.map(|x| x * s.clone())
}

/// The entrywise (Hadamard) product.
///
/// # Panics
/// If the shapes differ.
pub fn hadamard<S: Ring>(a: &DMatrix<S>, b: &DMatrix<S>) -> DMatrix<S> {
    a.zip_map(b, |x, y| x * y)
}

/// Matrices of equal height side by side.
///
/// # Panics
/// If there is none, or the heights differ.
pub fn beside<S: Ring>(blocks: &[DMatrix<S>]) -> DMatrix<S> {
    let columns: Vec<_> = blocks.iter().flat_map(|block| block.column_iter()).collect();
    DMatrix::from_columns(&columns)
}

/// The image of a rational matrix in another number system; exact where the system is, else within its error bound.
pub fn embed<S: Field>(a: &DMatrix<Rational>) -> DMatrix<S> {
    a.map(|q| S::from_rational(&q))
}

/// Is A equal to its transpose, by `==`?
pub fn is_symmetric(a: &DMatrix<Rational>) -> bool {
    a.is_square() && *a == a.transpose()
}

/// Is the symmetric matrix A positive semidefinite? Decided by elimination A = L D Lᵀ: every pivot is ≥ 0, and
/// where a pivot is 0 the rest of its column is 0.
///
/// # Errors
/// [`Obstacle::UnknownSign`] where the system cannot tell a pivot's sign. Exact over the rationals.
pub fn is_positive_semidefinite<S: Field>(a: &DMatrix<S>) -> Result<bool, Obstacle> {
    let mut a = a.clone();
    for k in 0..a.nrows() {
        match a[(k, k)].sign() {
            Sign::Positive => {
                for i in k + 1..a.nrows() {
                    let factor = a[(i, k)].divide(&a[(k, k)]).ok_or(Obstacle::UnknownSign("a pivot"))?;
                    for j in k + 1..a.nrows() {
                        let step = factor.clone() * a[(k, j)].clone();
                        a[(i, j)] -= step;
                    }
                }
            }
            Sign::Zero => {
                for i in k + 1..a.nrows() {
                    match a[(i, k)].sign() {
                        Sign::Zero => {}
                        Sign::Unknown => return Err(Obstacle::UnknownSign("an entry beside a zero pivot")),
                        _ => return Ok(false),
                    }
                }
            }
            Sign::Negative => return Ok(false),
            Sign::Unknown => return Err(Obstacle::UnknownSign("a pivot")),
        }
    }
    Ok(true)
}

/// The terms of A = Σ d_k l_k l_kᵀ for a symmetric A, by elimination without exchange of rows: the pivots d_k ≠ 0
/// with the columns l_k. `None` where a pivot is, or may be, 0 and the rest of its column is not: then there is no
/// such sum. For a positive semidefinite A there always is one, with every d_k > 0. Exact over the rationals.
///
/// ```
/// use dualproof_numbers::matrix::{dmatrix, pivots};
/// assert_eq!(pivots(&dmatrix![2.0, 2.0; 2.0, 1.0]), Some(vec![
///     (2.0, dmatrix![1.0; 1.0]), (-1.0, dmatrix![0.0; 1.0]),
/// ]));
/// assert_eq!(pivots(&dmatrix![0.0, 1.0; 1.0, 0.0]), None);
/// ```
pub fn pivots<S: Field>(a: &DMatrix<S>) -> Option<Vec<(S, DMatrix<S>)>> {
    let mut rest = a.clone();
    let mut terms = Vec::new();
    for k in 0..a.nrows() {
        let d = rest[(k, k)].clone();
        if d.is_zero() {
            if !is_zero(&rest.columns(k, 1).into_owned()) {
                return None;
            }
            continue;
        }
        let mut l = DMatrix::zeros(a.nrows(), 1);
        for i in 0..a.nrows() {
            l[(i, 0)] = rest[(i, k)].divide(&d)?;
        }
        rest -= scaled(&S::product(&l, &l.transpose()), &d);
        terms.push((d, l));
    }
    Some(terms)
}

/// A⁻¹. `None` where A is singular, or may be. Exact over the rationals.
///
/// ```
/// use dualproof_numbers::matrix::{dmatrix, inverse};
/// assert_eq!(inverse(&dmatrix![0.0, 2.0; 4.0, 0.0]), Some(dmatrix![0.0, 0.25; 0.5, 0.0]));
/// assert_eq!(inverse(&dmatrix![1.0, 1.0; 1.0, 1.0]), None);
/// ```
///
/// # Panics
/// If A is not square.
pub fn inverse<S: Field>(a: &DMatrix<S>) -> Option<DMatrix<S>> {
    right_quotient(&DMatrix::identity(a.nrows(), a.nrows()), a)
}

/// B A⁻¹. `None` where A is singular, or may be. Exact over the rationals.
///
/// In a system with error bounds, whose bounds grow with every step of elimination, it is (BX)(AX)⁻¹ with X the
/// inverse that plain `f64` finds: AX is nearly the identity, and A⁻¹ enters the bound once, not twice.
///
/// # Panics
/// If A is not square or B has not as many columns.
pub fn right_quotient<S: Field>(b: &DMatrix<S>, a: &DMatrix<S>) -> Option<DMatrix<S>> {
    assert!(a.is_square(), "found a matrix of shape {:?} to invert", a.shape());
    if a.iter().all(|x| x.error_bound() == 0.0) {
        return Some(S::product(b, &eliminate(a)?.inverse));
    }
    let near = eliminate(&a.map(|x| x.to_f64()))?.inverse;
    let rational: Option<Vec<Rational>> = near.iter().map(|x| Rational::from_f64(*x)).collect();
    let near = embed::<S>(&DMatrix::from_vec(a.nrows(), a.ncols(), rational?));
    Some(S::product(&S::product(b, &near), &eliminate(&S::product(a, &near))?.inverse))
}

/// det A. `None` where A is singular, or may be. Exact over the rationals; error bounds grow with every step of
/// elimination.
///
/// ```
/// use dualproof_numbers::matrix::{determinant, dmatrix};
/// assert_eq!(determinant(&dmatrix![0.0, 2.0; 4.0, 1.0]), Some(-8.0));
/// assert_eq!(determinant(&dmatrix![1.0, 1.0; 1.0, 1.0]), None);
/// ```
///
/// # Panics
/// If A is not square.
pub fn determinant<S: Field>(a: &DMatrix<S>) -> Option<S> {
    assert!(a.is_square(), "found a matrix of shape {:?}, expected a square one", a.shape());
    eliminate(a).map(|found| found.determinant)
}

/// What elimination finds of a matrix.
struct Eliminated<S> {
    inverse: DMatrix<S>,
    determinant: S,
}

/// A⁻¹ and det A by Gauss–Jordan elimination, every pivot the largest of its column in size.
fn eliminate<S: Field>(a: &DMatrix<S>) -> Option<Eliminated<S>> {
    let n = a.nrows();
    let mut left = a.clone();
    let mut right = DMatrix::identity(n, n);
    let mut determinant = S::one();
    for k in 0..n {
        let size = |i: &usize| left[(*i, k)].to_f64().abs();
        let best = (k..n).filter(|i| !left[(*i, k)].is_zero()).max_by(|i, j| size(i).total_cmp(&size(j)))?;
        left.swap_rows(k, best);
        right.swap_rows(k, best);
        let pivot = left[(k, k)].clone();
        determinant *= if best == k { pivot.clone() } else { -pivot.clone() };
        for side in [&mut left, &mut right] {
            for j in 0..n {
                side[(k, j)] = side[(k, j)].divide(&pivot)?;
            }
        }
        for i in (0..n).filter(|i| *i != k) {
            let factor = left[(i, k)].clone();
            for side in [&mut left, &mut right] {
                for j in 0..n {
                    let step = factor.clone() * side[(k, j)].clone();
                    side[(i, j)] -= step;
                }
            }
        }
    }
    Some(Eliminated { inverse: right, determinant })
}

/// ‖A‖, the root of the sum of squares. `None` where the system cannot take the root.
///
/// ```
/// use dualproof_numbers::matrix::{dmatrix, norm};
/// assert_eq!(norm(&dmatrix![3.0, 4.0]), Some(5.0));
/// ```
pub fn norm<S: Field>(a: &DMatrix<S>) -> Option<S> {
    inner(a, a).square_root()
}

/// tr A = Σ a_ii, over the shorter side where A is not square.
pub fn trace<S: Ring>(a: &DMatrix<S>) -> S {
    (0..a.nrows().min(a.ncols())).fold(S::zero(), |sum, i| sum + a[(i, i)].clone())
}

/// How a matrix of rationals is written in a file: a list of rows of fractions.
pub mod rows {
    use super::*;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Writes the matrix as a list of rows.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<T, S>(a: &DMatrix<T>, serializer: S) -> Result<S::Ok, S::Error>
    where
        T: nalgebra::Scalar + Serialize,
        S: Serializer,
    {
        serializer.collect_seq((0..a.nrows()).map(|i| a.row(i).iter().cloned().collect::<Vec<_>>()))
    }

    /// Reads a list of rows of equal length.
    ///
    /// # Errors
    /// Where a row's length differs from the first one's, or there is none.
    pub fn deserialize<'de, T, D>(deserializer: D) -> Result<DMatrix<T>, D::Error>
    where
        T: nalgebra::Scalar + Deserialize<'de>,
        D: Deserializer<'de>,
    {
        let rows = Vec::<Vec<T>>::deserialize(deserializer)?;
        let width = rows.first().map_or(0, Vec::len);
        if width == 0 {
            return Err(serde::de::Error::custom("found an empty matrix, expected rows of entries"));
        }
        for (i, row) in rows.iter().enumerate() {
            if row.len() != width {
                return Err(serde::de::Error::custom(format!(
                    "row {i} of a matrix: found {} entries, expected {width}",
                    row.len()
                )));
            }
        }
        Ok(DMatrix::from_row_iterator(rows.len(), width, rows.into_iter().flatten()))
    }
}

/// Is every entry exactly zero?
pub fn is_zero<S: Ring>(a: &DMatrix<S>) -> bool {
    a.iter().all(Zero::is_zero)
}
