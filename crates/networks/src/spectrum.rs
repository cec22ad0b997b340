//! The largest eigenvalues of the covariance operator V_x\[K̄_l\], without ever forming it at size.
//!
//! | way | when | what it sees |
//! |---|---|---|
//! | [`by_decomposition`] | the operator or its Gram matrix has at most [`LARGEST_DENSE`] rows | every eigenvalue with its multiplicity |
//! | [`by_lanczos`] | beyond | the largest eigenvalues, each once |
//!
//! With c_i = √p_i (K̄_i − M) the operator is C Cᵀ, C = (c_1 … c_N); the Gram matrix CᵀC, N·n_L square, has the
//! same eigenvalues but for zeros. Multiplicities are the rule at the top layer: K_L = f_{L−1} ⊗ I gives every
//! eigenvalue of V_x\[f̄_{L−1}\] n_L times.
//!
//! What rounding cannot tell apart is one: the *floor* is the larger of nε times the largest eigenvalue (n the rows)
//! and of γ_m E‖K − K⁰‖² (K⁰ a common K, m the roundings of a term), to first order what rounding makes of an
//! eigenvalue. An eigenvalue up to the floor is not listed: it may be 0, and a positive semidefinite operator has none
//! below. Neighbours within the floor are one eigenvalue, and it has a multiplicity where all of them are within the
//! floor of each other, so that they can be equal. Plain `f64` without a proved bound: a description, not evidence.

use crate::gemm::gamma;
use crate::network::Connections;
use crate::numbers::{exponent, largest_magnitude, times_power};
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
    /// How many independent eigenvectors it has; `None` where that was not counted (Lanczos) or is not clear.
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
    let centred = Centred::of(connections, views)?;
    let mut size = 0.0;
    let matrix = if gram_size <= units * inputs {
        (0..inputs).fold(DMatrix::zeros(gram_size, gram_size), |sum: DMatrix<f64>, input| {
            let block = centred.rows(input, &mut size);
            sum + block.tr_mul(&block)
        })
    } else {
        let mut stacked = DMatrix::zeros(units * inputs, gram_size);
        for input in 0..inputs {
            stacked.rows_mut(input * units, units).copy_from(&centred.rows(input, &mut size));
        }
        &stacked * stacked.transpose()
    };
    let roundings = units + inputs + connections.outputs() + views.len() + matrix.nrows();
    let found = by_matrix(matrix, gamma(2 * roundings) * size, count)?;
    let scaled = |e: Eigenvalue| {
        let value = times_power(e.value, 2 * centred.power);
        value.is_normal().then_some(Eigenvalue { value, ..e })
    };
    found.into_iter().map(scaled).collect()
}

/// The largest different eigenvalues of a symmetric positive semidefinite matrix of which `floor` may be rounding, by
/// decomposition; `None` where a number is not finite.
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

/// The rows of C, about the K of the first view and in a unit in which the largest factors are near 1.
struct Centred<'a> {
    connections: Connections<'a, f64>,
    views: &'a Views<f64>,
    /// f_{l−1} and J_l in their units.
    below: DMatrix<f64>,
    jacobians: Vec<DMatrix<f64>>,
    /// The exponent of the unit of K.
    power: i32,
}

impl<'a> Centred<'a> {
    /// `None` where a number is not finite.
    fn of(connections: Connections<'a, f64>, views: &'a Views<f64>) -> Option<Self> {
        let unit = |largest: f64| match largest {
            0.0 => Some(0),
            largest => largest.is_finite().then(|| exponent(largest)),
        };
        let below = connections.below();
        let common = below.column(0);
        let spread = below.column_iter().map(|f| (f - common).amax()).fold(0.0, f64::max);
        let of_below = unit(if spread > 0.0 { spread } else { largest_magnitude(below.as_slice()) })?;
        let jacobians: Vec<_> = (0..views.len()).map(|view| connections.jacobian(view)).collect();
        let largest =
            jacobians.iter().map(|j| largest_magnitude(j.as_slice())).fold(0.0, |a: f64, b| if a >= b { a } else { b });
        let of_jacobians = unit(largest)?;
        let below = below.map(|x| times_power(x, -of_below));
        let jacobians = jacobians.into_iter().map(|j| j.map(|x| times_power(x, -of_jacobians))).collect();
        Some(Centred { connections, views, below, jacobians, power: of_below + of_jacobians })
    }

    /// The rows of C that belong to one input of the layer, n_l × (N·n_L): √p_i E_{x'|x_i} f_{l−1,input} J_lᵀ, centred.
    /// Adds E‖f J − f⁰ J⁰‖² to `size`.
    fn rows(&self, input: usize, size: &mut f64) -> DMatrix<f64> {
        let (views, connections) = (self.views, &self.connections);
        let (units, outputs) = (connections.shape().0, connections.outputs());
        let mut means = DMatrix::<f64>::zeros(units, views.samples() * outputs);
        let (common, of_common) = (self.below[(input, 0)], &self.jacobians[0]);
        for view in 0..views.len() {
            let weight = views.augmentation_weights[view];
            let (factor, jacobian) = (self.below[(input, view)] - common, &self.jacobians[view]);
            let sample = views.sample_of(view);
            let mut squares = 0.0;
            for output in 0..outputs {
                for unit in 0..units {
                    let at = (output, unit);
                    // f J − f⁰ J⁰, 0 where nothing differs however large f⁰ is.
                    let term = factor * jacobian[at] + common * (jacobian[at] - of_common[at]);
                    means[(unit, sample * outputs + output)] += weight * term;
                    squares += term * term;
                }
            }
            *size += views.sample_weights[sample] * weight * squares;
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
}

/// Steps of the iteration between two looks at what it has found.
const LOOK_EVERY: usize = 8;

/// The largest eigenvalues by [`krylov`] through [`Operator::apply`].
pub fn by_lanczos(connections: Connections<'_, f64>, views: &Views<f64>, count: usize) -> Option<Vec<Eigenvalue>> {
    let operator = Operator::of(connections, views, Moment::Between);
    let apply = |u: &DMatrix<f64>| Ok::<_, Infallible>(operator.apply(u));
    let limits = Limits { floor: 0.0, most_steps: usize::MAX };
    let Ok(found) = krylov(connections.shape(), count, limits, apply);
    found.ok()
}

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
