//! The largest eigenvalues of the covariance operator V_x\[K̄_l\], without forming it where it is large.
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
//! [`dualproof_numbers::eigenvalues`] defines which values are listed and which count as equal; what is known to be
//! rounding is γ_m E‖K − K⁰‖² (K⁰ a common K, m the roundings of a term), to first order what rounding makes of an
//! eigenvalue. Plain `f64` without a proved bound: a description, not evidence.

pub use crate::eigenvalues::Eigenvalue;

use crate::eigenvalues::{LARGEST_DENSE, Limits, by_matrix, krylov};
use crate::gemm::gamma;
use crate::network::Connections;
use crate::numbers::{exponent, largest_magnitude, times_power};
use crate::operator::{Moment, Operator};
use crate::views::Views;
use nalgebra::DMatrix;
use std::convert::Infallible;

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

/// The largest eigenvalues by [`krylov`] through [`Operator::apply`].
pub fn by_lanczos(connections: Connections<'_, f64>, views: &Views<f64>, count: usize) -> Option<Vec<Eigenvalue>> {
    let operator = Operator::of(connections, views, Moment::Between);
    let apply = |u: &DMatrix<f64>| Ok::<_, Infallible>(operator.apply(u));
    let limits = Limits { floor: 0.0, most_steps: usize::MAX };
    let Ok(found) = krylov(connections.shape(), count, limits, apply);
    found.ok()
}
