//! The largest eigenvalues of the covariance operator V_x\[K̄_l\], without ever forming it at size.
//!
//! | way | when | what it sees |
//! |---|---|---|
//! | [`by_decomposition`] | the operator or its Gram matrix has at most [`LARGEST_DENSE`] rows | every eigenvalue with its multiplicity |
//! | [`by_lanczos`] | beyond | the largest eigenvalues, each once |
//!
//! With c_i = √p_i (K̄_i − M) the operator is C Cᵀ, C = (c_1 … c_N); the Gram matrix CᵀC, N·n_L square, has the
//! same eigenvalues but for zeros. Multiplicities are the rule at the top layer: K_L = f_{L−1} ⊗ I gives every
//! eigenvalue of V_x\[f̄_{L−1}\] n_L times. So eigenvalues are listed once, and two that differ by less than nε
//! times the largest (n the rows) are one: that is the error of both ways, which are plain `f64` without a proved
//! bound: a description, not evidence.

use crate::network::Connections;
use crate::operator::{Moment, Operator};
use crate::views::Views;
use nalgebra::DMatrix;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::convert::Infallible;

/// Rows up to which a matrix is decomposed as a whole: about a tenth of a second of work.
pub const LARGEST_DENSE: usize = 512;

/// An eigenvalue of the operator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Eigenvalue {
    /// The number.
    pub value: f64,
    /// How many independent eigenvectors it has; `None` where that was not counted (Lanczos, or the value 0).
    pub multiplicity: Option<usize>,
}

/// The `count` largest different eigenvalues of V_x\[K̄\] in decreasing order, by the dense way where one of the
/// two matrices is small enough and by Lanczos beyond. Fewer where there are fewer. `None` where the numbers
/// overflow.
pub fn largest_eigenvalues(
    connections: Connections<'_, f64>,
    views: &Views<f64>,
    count: usize,
) -> Option<Vec<Eigenvalue>> {
    let (rows, columns) = connections.shape();
    if (rows * columns).min(views.samples() * connections.outputs()) <= LARGEST_DENSE {
        by_decomposition(connections, views, count)
    } else {
        by_lanczos(connections, views, count)
    }
}

/// The largest eigenvalues from a decomposition of C Cᵀ or CᵀC, whichever is smaller, at the cost of the cube of
/// its rows. For CᵀC, C is made and used up block by block, one input of the layer at a time.
pub fn by_decomposition(
    connections: Connections<'_, f64>,
    views: &Views<f64>,
    count: usize,
) -> Option<Vec<Eigenvalue>> {
    let (units, inputs) = connections.shape();
    let gram_size = views.samples() * connections.outputs();
    let matrix = if gram_size <= units * inputs {
        (0..inputs).fold(DMatrix::zeros(gram_size, gram_size), |sum: DMatrix<f64>, input| {
            let block = centred_rows(connections, views, input);
            sum + block.tr_mul(&block)
        })
    } else {
        let mut stacked = DMatrix::zeros(units * inputs, gram_size);
        for input in 0..inputs {
            stacked.rows_mut(input * units, units).copy_from(&centred_rows(connections, views, input));
        }
        &stacked * stacked.transpose()
    };
    if matrix.iter().any(|x| !x.is_finite()) {
        return None;
    }
    let mut values: Vec<f64> = matrix.symmetric_eigenvalues().iter().copied().collect();
    values.sort_by(|a, b| b.total_cmp(a));
    let mut different = distinct(&values, negligible(units * inputs, values.first()));
    different.truncate(count);
    Some(different)
}

/// nε times the largest eigenvalue.
fn negligible(rows: usize, largest: Option<&f64>) -> f64 {
    rows as f64 * f64::EPSILON * largest.map_or(0.0, |value| value.abs())
}

/// Decreasing values, those within `gap` of the one before taken together.
fn distinct(values: &[f64], gap: f64) -> Vec<Eigenvalue> {
    let alike = values.chunk_by(|a, b| a - b <= gap);
    alike.map(|group| Eigenvalue { value: group[0], multiplicity: (group[0] > gap).then_some(group.len()) }).collect()
}

/// The rows of C that belong to one input of the layer, n_l × (N·n_L): √p_i E_{x'|x_i} f_{l−1,input} J_lᵀ, centred.
fn centred_rows(connections: Connections<'_, f64>, views: &Views<f64>, input: usize) -> DMatrix<f64> {
    let (units, outputs) = (connections.shape().0, connections.outputs());
    let mut means = DMatrix::<f64>::zeros(units, views.samples() * outputs);
    for view in 0..views.len() {
        let factor = connections.below()[(input, view)] * views.augmentation_weights[view];
        if factor == 0.0 {
            continue;
        }
        let jacobian = connections.jacobian(view);
        let first = views.sample_of(view) * outputs;
        for output in 0..outputs {
            for unit in 0..units {
                means[(unit, first + output)] += factor * jacobian[(output, unit)];
            }
        }
    }
    if let Some(mask) = connections.mask() {
        for (unit, mut row) in means.row_iter_mut().enumerate() {
            row *= mask[(unit, input)];
        }
    }
    for output in 0..outputs {
        for unit in 0..units {
            let places = (0..views.samples()).map(|sample| (unit, sample * outputs + output));
            let mean: f64 = places.clone().zip(&views.sample_weights).map(|(at, p)| means[at] * p).sum();
            places.zip(&views.sample_weights).for_each(|(at, p)| means[at] = (means[at] - mean) * p.sqrt());
        }
    }
    means
}

/// Steps of the iteration between two looks at what it has found.
const LOOK_EVERY: usize = 8;

/// The largest eigenvalues by [`krylov`] through [`Operator::apply`].
pub fn by_lanczos(connections: Connections<'_, f64>, views: &Views<f64>, count: usize) -> Option<Vec<Eigenvalue>> {
    let operator = Operator::of(connections, views, Moment::Between);
    let apply = |u: &DMatrix<f64>| Ok::<_, Infallible>(operator.apply(u));
    let Ok(found) = krylov(connections.shape(), count, apply);
    found.ok()
}

/// A number of the iteration is not finite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotFinite;

/// The largest eigenvalues of a symmetric positive semidefinite operator on matrices of the given shape, by Lanczos
/// iteration from a random direction with full reorthogonalisation. It stops when the residual of each wanted Ritz
/// pair, which bounds the eigenvalue's error, is below nε times the largest one, or when the Krylov space is
/// exhausted, which then holds an eigenvector to every eigenvalue. Deterministic.
///
/// # Errors
/// The outer error is `apply`'s own; the inner one tells of numbers that are not finite.
pub fn krylov<E>(
    (rows, columns): (usize, usize),
    count: usize,
    mut apply: impl FnMut(&DMatrix<f64>) -> Result<DMatrix<f64>, E>,
) -> Result<Result<Vec<Eigenvalue>, NotFinite>, E> {
    let mut found = Tridiagonal::default();
    let mut basis = Vec::new();
    let mut next = random_direction(rows, columns);
    loop {
        let mut image = apply(&next)?;
        found.diagonal.push(image.dot(&next));
        basis.push(next);
        orthogonalise(&mut image, &basis);
        let length = image.norm();
        let largest = found.diagonal.iter().copied().reduce(f64::max);
        let exhausted = length <= negligible(rows * columns, largest.as_ref()) || basis.len() == rows * columns;
        if exhausted || basis.len().is_multiple_of(LOOK_EVERY) {
            let Some(pairs) = found.ritz_pairs(length) else { return Ok(Err(NotFinite)) };
            let (values, residuals): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
            let gap = negligible(rows * columns, values.first());
            let mut different = distinct(&values, gap);
            let wanted = different.len().min(count);
            let settled = wanted == count && {
                let least = different[wanted.saturating_sub(1)].value;
                values.iter().zip(&residuals).all(|(value, residual)| *value < least || *residual <= gap)
            };
            if exhausted || settled {
                different.truncate(count);
                different.iter_mut().for_each(|eigenvalue| eigenvalue.multiplicity = None);
                return Ok(Ok(different));
            }
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
