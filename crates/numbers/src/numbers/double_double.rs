//! Double-double: a number as the sum of two `f64`, about 106 bits, with a running error bound.
//!
//! Dekker's and Knuth's arithmetic (Hida, Li, Bailey, *Library for Double-Double and Quad-Double Arithmetic*, 2000)
//! in which nothing rests on a remembered error constant: every rounding is found exactly by two-sum or a fused
//! multiply-add and added to the bound, as in [`super::Running`]. It is some twenty times slower, and meant for what
//! `f64` cannot decide: sums in which nine digits cancel, and gates of deep networks. It has the range of `f64`.
//!
//! | operation | bound on the error of the computed result |
//! |---|---|
//! | a ± b | r_a + r_b + what the two-sums of the low parts lose, exactly |
//! | a·b | abs(a) r_b + abs(b) r_a + r_a r_b + abs(a_low b_low) + u(abs(a_high b_low) + abs(a_low b_high)) + the sums' loss + 7η |
//! | a / b | (r_a + abs(q) r_b + abs(a − q b) + η) / (abs(b) − r_b) + η, the residual computed in double-double; 0 where nothing is left of a |
//! | eˣ | x = k ln 2 + 256 s, Taylor's sum to s⁹ with Lagrange's remainder, squared 8 times; eˣ(eʳ − 1) |
//! | ln x | y + z − z²/2, y the `f64` logarithm, z = x e^(−y) − 1; abs(z)³; r / (x − r) |
//! | √x, tanh x | those of [`super::Running`]: as accurate as an `f64` |

use super::forwarding::{functions_of_an_analytic_field, operators_past_units};
use super::rounding::{ETA, LEAST_EXACT_PRODUCT, U, inflate, two_sum};
use super::{Analytic, Field, Ordered, Rational, Ring, Running, Sign, Truth};
use nalgebra::DMatrix;
use num_traits::One;
use rayon::prelude::*;
use std::ops::Neg;
use std::sync::LazyLock;

/// ln 2 − its `f64`, to 53 bits (Hida, Li, Bailey).
const LN_2_LOW: f64 = 2.319_046_813_846_299_6e-17;

/// The argument of the exponential's series is that of the exponential over 2 to this.
const HALVINGS: i32 = 8;

/// Terms of the exponential's series beyond the constant one.
const TERMS: usize = 9;

/// Multiplications from which a matrix product is spread over threads.
const PARALLEL_FROM: usize = 1 << 14;

/// high + low and a bound on its absolute error.
///
/// ```
/// use dualproof_numbers::numbers::{DoubleDouble, Field, Ring, Running, Truth};
/// let far = DoubleDouble::exact(1e12);
/// let third = DoubleDouble::from_rational(&"1/3".parse()?);
/// let back = (far + third) - far;
/// assert_eq!(back.equals(&third), Truth::Yes);
/// assert!(back.error_bound() < 1e-19);
/// # Ok::<(), dualproof_numbers::numbers::ParseRationalError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DoubleDouble {
    high: f64,
    low: f64,
    error: f64,
}

impl DoubleDouble {
    /// A value that is exact. NaN and infinities are allowed and make every question [`Truth::Unknown`].
    pub fn exact(value: f64) -> Self {
        DoubleDouble { high: value, low: 0.0, error: 0.0 }
    }

    /// A value with a bound on its error.
    pub fn with_error(value: f64, error: f64) -> Self {
        DoubleDouble { high: value, low: 0.0, error }
    }

    /// The sum of the two parts, normalised.
    fn of(high: f64, low: f64, error: f64) -> Self {
        let (high, low) = two_sum(high, low);
        DoubleDouble { high, low, error }
    }

    fn is_sound(&self) -> bool {
        self.high.is_finite() && self.low.is_finite() && self.error.is_finite()
    }

    fn is_exactly(&self, x: f64) -> bool {
        self.high == x && self.low == 0.0 && self.error == 0.0
    }

    /// The value without its error.
    fn centre(self) -> Self {
        DoubleDouble { error: 0.0, ..self }
    }

    /// An upper bound on |high + low|.
    fn size(&self) -> f64 {
        self.high.abs() * (1.0 + 2.0 * U)
    }

    /// As an `f64` with a bound on its error.
    fn rounded(&self) -> Running {
        Running::with_error(self.high, inflate(self.error + self.low.abs()))
    }

    /// Times 2^k: exact but for underflow. Two steps, since 2^k alone may be beyond `f64`.
    fn times_power_of_two(self, k: i32) -> Self {
        let half = k / 2;
        let (first, second) = (f64::powi(2.0, half), f64::powi(2.0, k - half));
        let of = |x: f64| x * first * second;
        let underflow = if k < 0 { 4.0 * ETA } else { 0.0 };
        DoubleDouble { high: of(self.high), low: of(self.low), error: inflate(of(self.error) + underflow) }
    }

    /// The sum of two numbers that are not exactly 0.
    fn plus(self, b: Self) -> Self {
        // high + rest + low + lost is the exact sum until the last two steps, which lose `first` and `second`.
        let (high, rest) = two_sum(self.high, b.high);
        let (low, lost) = two_sum(self.low, b.low);
        let (rest, first) = two_sum(rest, low);
        let (high, rest) = two_sum(high, rest);
        let (rest, second) = two_sum(rest, lost);
        DoubleDouble::of(high, rest, inflate(self.error + b.error + first.abs() + second.abs()))
    }

    /// The product of two numbers that are neither exactly 0 nor exactly 1.
    fn times(self, b: Self) -> Self {
        let high = self.high * b.high;
        let rest = self.high.mul_add(b.high, -high);
        let (left, right) = (self.high * b.low, self.low * b.high);
        let (cross, first) = two_sum(left, right);
        let (low, second) = two_sum(rest, cross);
        let neglected = (self.low * b.low).abs() + U * (left.abs() + right.abs());
        let carried = self.size() * b.error + b.size() * self.error + self.error * b.error;
        let is_plain = self.low == 0.0 && b.low == 0.0 && self.error == 0.0 && b.error == 0.0;
        // Every product above may have underflowed.
        let underflow = if is_plain && high.abs() >= LEAST_EXACT_PRODUCT { 0.0 } else { 7.0 * ETA };
        let lost = first.abs() + second.abs() + neglected + underflow;
        DoubleDouble::of(high, low, inflate(carried + lost))
    }
}

impl From<Running> for DoubleDouble {
    fn from(x: Running) -> Self {
        DoubleDouble::with_error(x.value(), x.error_bound())
    }
}

impl Neg for DoubleDouble {
    type Output = Self;
    fn neg(self) -> Self {
        DoubleDouble { high: -self.high, low: -self.low, error: self.error }
    }
}
operators_past_units!(DoubleDouble, "double-double");

impl Ring for DoubleDouble {
    fn from_integer(n: i64) -> Self {
        let high = n as f64;
        // At most 2¹⁰, so exact.
        let low = (i128::from(n) - high as i128) as f64;
        DoubleDouble { high, low, error: 0.0 }
    }

    /// Column by column, on the threads of the pool where the product is large.
    fn product(a: &DMatrix<Self>, b: &DMatrix<Self>) -> DMatrix<Self> {
        assert_eq!(a.ncols(), b.nrows(), "inner dimensions of a product");
        let (rows, inner) = a.shape();
        let mut result = DMatrix::zeros(rows, b.ncols());
        let column = |(j, column): (usize, &mut [Self])| {
            for k in 0..inner {
                for (sum, x) in column.iter_mut().zip(&a.as_slice()[k * rows..(k + 1) * rows]) {
                    *sum += *x * b[(k, j)];
                }
            }
        };
        if rows == 0 {
            return result;
        }
        if a.len() * b.ncols() < PARALLEL_FROM {
            result.as_mut_slice().chunks_exact_mut(rows).enumerate().for_each(column);
        } else {
            result.as_mut_slice().par_chunks_exact_mut(rows).enumerate().for_each(column);
        }
        result
    }

    fn equals(&self, other: &Self) -> Truth {
        if !self.is_sound() || !other.is_sound() {
            return Truth::Unknown;
        }
        // Disjoint for certain, whatever the roundings just made.
        let gap = *self - *other;
        if !gap.is_sound() {
            Truth::Unknown
        } else if gap.high.abs() * (1.0 - 4.0 * U) > gap.error {
            Truth::No
        } else {
            Truth::Yes
        }
    }

    fn sign(&self) -> Sign {
        if !self.is_sound() {
            Sign::Unknown
        } else if self.is_exactly(0.0) {
            Sign::Zero
        } else if self.high.abs() * (1.0 - 4.0 * U) <= self.error {
            Sign::Unknown
        } else if self.high > 0.0 {
            Sign::Positive
        } else {
            Sign::Negative
        }
    }

    fn to_f64(&self) -> f64 {
        self.high
    }

    fn error_bound(&self) -> f64 {
        self.error
    }
}

impl Field for DoubleDouble {
    fn widened(&self, factor: f64) -> Self {
        DoubleDouble { error: inflate(self.error * factor), ..*self }
    }

    fn from_rational(q: &Rational) -> Self {
        let high = q.to_f64();
        let Some(first) = Rational::from_f64(high) else {
            return DoubleDouble::with_error(high, f64::INFINITY);
        };
        let rest = q.clone() - first;
        let low = rest.to_f64();
        let error = match Rational::from_f64(low) {
            Some(second) if second == rest => 0.0,
            _ => inflate(U * low.abs() + ETA),
        };
        DoubleDouble::of(high, low, error)
    }

    fn divide(&self, divisor: &Self) -> Option<Self> {
        if divisor.is_exactly(1.0) {
            return Some(*self);
        }
        let distance_from_zero = divisor.high.abs() * (1.0 - 2.0 * U) - divisor.error;
        if !divisor.is_sound() || distance_from_zero <= 0.0 {
            return None;
        }
        let first = self.high / divisor.high;
        let rest = self.centre() - DoubleDouble::exact(first) * divisor.centre();
        let quotient = DoubleDouble::of(first, rest.high / divisor.high, 0.0);
        let residual = self.centre() - quotient * divisor.centre();
        let missed = residual.size() + residual.error;
        let carried = self.error + quotient.size() * divisor.error + missed;
        // The subtraction above may round up by u·|b|.
        let distance = distance_from_zero - 2.0 * U * divisor.high.abs();
        // What is left of the dividend may vanish in the division, but then the quotient is not exact.
        let error = if carried == 0.0 { 0.0 } else { (carried + ETA) / distance + ETA };
        (distance > 0.0 && error >= 0.0).then(|| DoubleDouble { error: inflate(error), ..quotient })
    }

    functions_of_an_analytic_field!();
}

impl Ordered for DoubleDouble {
    fn magnitude(&self) -> Self {
        if self.high.is_sign_negative() { -*self } else { *self }
    }
}

/// 1/n for n = 0 … [`TERMS`]; the first is not used.
static RECIPROCALS: LazyLock<Vec<DoubleDouble>> =
    LazyLock::new(|| (0..=TERMS as u64).map(|n| DoubleDouble::from_rational(&Rational::new(1, n.max(1)))).collect());

impl Analytic for DoubleDouble {
    fn exp(&self) -> Self {
        let k = (self.high / std::f64::consts::LN_2).round();
        // Beyond, the result is 0 or infinite whatever the rest of the argument is; NaN goes the same way.
        if !(k.abs() < 1100.0 && self.is_sound()) {
            return DoubleDouble::from(self.rounded().exp());
        }
        let ln_2 = DoubleDouble { high: std::f64::consts::LN_2, low: LN_2_LOW, error: U * LN_2_LOW };
        let s = (self.centre() - DoubleDouble::exact(k) * ln_2).times_power_of_two(-HALVINGS);
        let mut sum = DoubleDouble::one();
        for n in (1..=TERMS).rev() {
            sum = DoubleDouble::one() + s * RECIPROCALS[n] * sum;
        }
        // |s| < 1/512, so the remainder is below 2|s|ⁿ⁺¹/(n + 1)!, term by term: ∏ |s|/m.
        let remainder = (1..=TERMS + 1).fold(2.0, |product, m| product * (s.size() + s.error) / m as f64);
        sum.error = inflate(sum.error + remainder);
        for _ in 0..HALVINGS {
            sum *= sum;
        }
        let value = sum.times_power_of_two(k as i32);
        // e^{x+δ} − eˣ ≤ eˣ(eʳ − 1), and expm1 is correctly rounded.
        let carried = (value.size() + value.error) * (1.0 + 2.0 * U) * core_math::expm1(self.error);
        DoubleDouble { error: inflate(value.error + carried + ETA), ..value }
    }

    fn ln(&self) -> Option<Self> {
        let least = self.high * (1.0 - 2.0 * U) - self.error;
        if !self.is_sound() || least * (1.0 - 4.0 * U) <= 0.0 {
            return None;
        }
        let near = DoubleDouble::exact(core_math::log(self.high));
        let z = self.centre() * (-near).exp() - DoubleDouble::one();
        let value = near + z - z * z * DoubleDouble::exact(0.5);
        // |ln(1 + z) − z + z²/2| ≤ |z|³ for |z| ≤ ½, and z is about u.
        let remainder = (z.size() + z.error).powi(3);
        // NaN where e^{−y} left the range of `f64`.
        if remainder.is_nan() || remainder >= 0.125 {
            return Some(DoubleDouble::from(self.rounded().ln()?));
        }
        Some(DoubleDouble { error: inflate(value.error + remainder + self.error / (least * (1.0 - 4.0 * U))), ..value })
    }

    fn sqrt(&self) -> Option<Self> {
        if self.is_exactly(0.0) { Some(*self) } else { self.rounded().sqrt().map(DoubleDouble::from) }
    }

    fn tanh(&self) -> Self {
        DoubleDouble::from(self.rounded().tanh())
    }
}
