//! Products of large `f64` matrices, and what is known of their rounding; of `f32` matrices, the products alone.
//!
//! Matrices are slices in column-major order. One thread per product: a caller with several products splits them.

mod product;

pub use product::{Entry, Factor, Into, product, product_strided};

use crate::numbers::{exponent, largest_magnitude, times_power};

/// The unit roundoff u = 2⁻⁵³.
const U: f64 = f64::EPSILON / 2.0;

/// γ_n = nu/(1 − nu), rounded up: n roundings in a row change a number by at most that factor of itself.
/// Infinite where nu ≥ 1.
pub fn gamma(roundings: usize) -> f64 {
    let nu = roundings as f64 * U;
    // Three roundings are made here; two steps up cover them.
    if nu < 1.0 { (nu / (1.0 - nu)).next_up().next_up() } else { f64::INFINITY }
}

/// γ_n times the size of what is summed, and n times the least number for what underflows in n products.
pub fn of_sum(roundings: usize, size: f64) -> f64 {
    /// 2⁻¹⁰⁷⁴.
    const LEAST: f64 = f64::from_bits(1);
    gamma(roundings) * size + roundings as f64 * LEAST
}

/// Exponents of the largest entry between which neither the squares nor the eighth powers of a norm leave the range
/// of `f64`, nor what underflows beside them matters.
const PLAIN: std::ops::RangeInclusive<i32> = -50..=50;

/// A norm that is homogeneous of degree 1, taken in a unit in which its powers are numbers, rounded up. `norm` covers
/// its own rounding.
fn in_unit(entries: &[f64], norm: impl Fn(&[f64]) -> f64) -> f64 {
    let largest = largest_magnitude(entries);
    if largest == 0.0 || !largest.is_finite() {
        return largest;
    }
    let unit = exponent(largest);
    if PLAIN.contains(&unit) {
        return norm(entries);
    }
    let entries: Vec<f64> = entries.iter().map(|x| times_power(*x, -unit)).collect();
    times_power(norm(&entries), unit).next_up()
}

/// An upper bound on the spectral norm of |A|, entry by entry absolute: the smaller of ‖A‖_F and √(‖A‖₁ ‖A‖_∞).
/// `entries` is A column by column.
pub fn absolute_norm(entries: &[f64], rows: usize) -> f64 {
    in_unit(entries, |entries| plain_absolute_norm(entries, rows))
}

fn plain_absolute_norm(entries: &[f64], rows: usize) -> f64 {
    let mut row_sums = vec![0.0; rows];
    let (mut largest_column, mut squares) = (0.0_f64, 0.0);
    for column in entries.chunks_exact(rows) {
        let mut sum = 0.0;
        for (x, row_sum) in column.iter().zip(&mut row_sums) {
            sum += x.abs();
            *row_sum += x.abs();
            squares += x * x;
        }
        largest_column = largest_column.max(sum);
    }
    let largest_row = row_sums.iter().copied().fold(0.0, f64::max);
    let least = f64::sqrt(squares).min(f64::sqrt(largest_column * largest_row));
    least * (1.0 + 2.0 * gamma(entries.len() + 4))
}

/// An upper bound on the spectral norm ‖A‖₂, seldom more than half too large: with G = AAᵀ or AᵀA, the smaller,
/// ‖A‖₂⁴ = ‖GᵀG‖₂ ≤ ‖GᵀG‖_F, and once more so. Rounding is covered: the computed GᵀG is within γ_n ‖G‖_F² of the
/// exact one in the Frobenius norm. `entries` is A column by column.
///
/// ```
/// use dualproof_numbers::gemm::spectral_norm;
/// let norm = spectral_norm(&[3.0, 0.0, 0.0, 4.0], 2);
/// assert!(norm >= 4.0 && norm < 4.2);
/// ```
pub fn spectral_norm(entries: &[f64], rows: usize) -> f64 {
    in_unit(entries, |entries| plain_spectral_norm(entries, rows))
}

fn plain_spectral_norm(entries: &[f64], rows: usize) -> f64 {
    let columns = entries.len() / rows.max(1);
    let frobenius = |a: &[f64]| a.iter().map(|x| x * x).sum::<f64>().sqrt() * (1.0 + 2.0 * gamma(a.len() + 4));
    let a = Factor::new(entries, rows, columns);
    let (first, second) = if rows <= columns { (a, a.transposed()) } else { (a.transposed(), a) };
    let (size, depth) = (rows.min(columns), rows.max(columns));
    let mut gram = vec![0.0; size * size];
    product(&mut gram, Into::Replace, first, second);
    let mut squared = vec![0.0; size * size];
    let factor = Factor::new(&gram, size, size);
    product(&mut squared, Into::Replace, factor.transposed(), factor);
    let mut fourth = vec![0.0; size * size];
    let factor = Factor::new(&squared, size, size);
    product(&mut fourth, Into::Replace, factor.transposed(), factor);
    // ‖·‖₂² of each from the next one, with what rounding made of it.
    let of_squared = (frobenius(&fourth) + gamma(size) * frobenius(&squared).powi(2)).sqrt();
    let of_gram = (of_squared + gamma(size) * frobenius(&gram).powi(2)).sqrt();
    let bound = (of_gram + gamma(depth) * frobenius(entries).powi(2)).sqrt() * (1.0 + gamma(16));
    bound.min(plain_absolute_norm(entries, rows))
}

/// The largest norm of a row, rounded up. `entries` is the matrix column by column.
pub fn largest_row_norm(entries: &[f64], rows: usize) -> f64 {
    in_unit(entries, |entries| {
        let mut squares = vec![0.0; rows];
        for column in entries.chunks_exact(rows) {
            column.iter().zip(&mut squares).for_each(|(x, sum)| *sum += x * x);
        }
        squares.iter().copied().fold(0.0, f64::max).sqrt() * (1.0 + 2.0 * gamma(entries.len() / rows.max(1) + 4))
    })
}

/// Sums of squares between which √ of them is the norm: what underflowed in them does not matter.
const SQUARES: std::ops::Range<f64> = 1e-280..1e280;

/// The largest of the columns' norms, each divided by its weight; rounded up. A column of weight 0 does not count.
/// `entries` is the matrix column by column.
pub fn largest_column_norm(entries: &[f64], rows: usize, weight: impl Fn(usize) -> f64) -> f64 {
    // Four sums side by side: the order is free, and one sum waits for itself.
    let squares = |column: &[f64]| {
        let (fours, rest) = column.as_chunks::<4>();
        let sums = fours.iter().fold([0.0; 4], |mut s, x| {
            (0..4).for_each(|i| s[i] += x[i] * x[i]);
            s
        });
        sums.iter().sum::<f64>() + rest.iter().map(|x| x * x).sum::<f64>()
    };
    let columns = entries.chunks_exact(rows.max(1)).enumerate();
    let counted = columns.map(|(i, column)| (weight(i), column)).filter(|(weight, _)| *weight != 0.0);
    let norm = |column: &[f64]| {
        let squares = squares(column);
        if SQUARES.contains(&squares) { squares.sqrt() } else { crate::numbers::norm(column) }
    };
    let largest = counted.map(|(weight, column)| norm(column) / weight.abs()).fold(0.0, f64::max);
    largest * (1.0 + 2.0 * gamma(rows + 8))
}

/// Numbers that a loop treats side by side.
const LANES: usize = 8;

/// The smallest |x|; infinite of an empty slice; `None` where an entry is not finite.
///
/// ```
/// use dualproof_numbers::gemm::least_magnitude;
/// assert_eq!(least_magnitude(&[3.0, -0.5, 2.0]), Some(0.5));
/// assert_eq!(least_magnitude(&[3.0, f64::NAN]), None);
/// ```
pub fn least_magnitude(numbers: &[f64]) -> Option<f64> {
    let (mut least, mut strange) = ([f64::INFINITY; LANES], [0.0; LANES]);
    let step = |x: f64, least: &mut f64, strange: &mut f64| {
        let size = x.abs();
        *least = if size < *least { size } else { *least };
        // 0, but NaN where x is not finite.
        *strange += x * 0.0;
    };
    let (chunks, rest) = numbers.as_chunks::<LANES>();
    for chunk in chunks {
        for i in 0..LANES {
            step(chunk[i], &mut least[i], &mut strange[i]);
        }
    }
    rest.iter().for_each(|x| step(*x, &mut least[0], &mut strange[0]));
    strange.iter().all(|s| *s == 0.0).then(|| least.iter().copied().fold(f64::INFINITY, f64::min))
}
