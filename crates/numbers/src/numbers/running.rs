//! `f64` with a running error bound: every value carries a bound on its distance from the exact result.
//!
//! This is Wilkinson's running error analysis (Higham, *Accuracy and Stability of Numerical Algorithms*,
//! §3.3), made an arithmetic. With u = 2⁻⁵³ the unit roundoff and η = 2⁻¹⁰⁷⁴ the smallest subnormal, for
//! computed operands â, b̂ with |â − a| ≤ r_a, |b̂ − b| ≤ r_b:
//!
//! | operation | bound on the error of the computed result v |
//! |---|---|
//! | a ± b | r_a + r_b + e, with e the rounding error itself, exact by two-sum |
//! | a·b | abs(â) r_b + abs(b̂) r_a + r_a r_b + e, exact by fused multiply-add (+ η near underflow) |
//! | a / b | (r_a + abs(v)(1+2u) r_b + η) / (abs(b̂) − r_b) + u·abs(v) + η |
//! | A·B, inner dimension n | γ_n abs(Â) abs(B̂) + abs(Â) R_B + R_A abs(B̂) + R_A R_B + 4nη, any order of summation, γ_n = nu/(1−nu) |
//! | eˣ, ln x, √x, tanh x | the derivative's bound on [x̂ − r, x̂ + r] times r, + u·abs(v) + η (core-math rounds correctly) |
//!
//! The bounds are sums of non-negative terms, themselves computed in `f64`; [`inflate`] covers that rounding.
//! The value component is what plain `f64` code computes: the bound is beside it, not instead of it.

use super::forwarding::{functions_of_an_analytic_field, operators_past_units};
use super::rounding::{ETA, U, inflate, lost_in_product, two_sum};
use super::{Analytic, Field, Ordered, Rational, Ring, Sign, Truth};
use nalgebra::DMatrix;
use num_traits::Zero;
use std::ops::Neg;

/// Multiplications from which a matrix product goes through the fast kernel and its γ bound; below, entry by
/// entry with exactly known rounding errors, which is tighter and, at that size, as fast.
const FAST_KERNEL_FROM: usize = 1 << 12;

/// An `f64` value and a bound on its absolute error.
///
/// ```
/// use dualproof_numbers::numbers::{Analytic, Field, Ring, Running, Truth};
/// let tenth = Running::from_rational(&"1/10".parse()?);
/// let sum = (0..10).fold(Running::from_integer(0), |s, _| s + tenth);
/// assert_ne!(sum.value(), 1.0);                                   // what plain f64 gives
/// assert_eq!(sum.equals(&Running::from_integer(1)), Truth::Yes);  // within its own bound
/// assert!(sum.error_bound() < 1e-15);
/// # Ok::<(), dualproof_numbers::numbers::ParseRationalError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Running {
    value: f64,
    error: f64,
}

impl Running {
    /// A value that is exact. NaN and infinities are allowed and make every question [`Truth::Unknown`].
    pub fn exact(value: f64) -> Self {
        Running { value, error: 0.0 }
    }

    /// A value with a bound on its error.
    pub fn with_error(value: f64, error: f64) -> Self {
        Running { value, error }
    }

    /// The computed `f64`.
    pub fn value(&self) -> f64 {
        self.value
    }

    /// An upper bound on |x|.
    fn reach(&self) -> f64 {
        self.value.abs() + self.error
    }

    fn is_sound(&self) -> bool {
        self.value.is_finite() && self.error.is_finite()
    }

    fn is_exactly(&self, x: f64) -> bool {
        self.value == x && self.error == 0.0
    }

    /// The sum of two numbers that are not exactly 0.
    fn plus(self, b: Self) -> Self {
        let (value, lost) = two_sum(self.value, b.value);
        Running { value, error: inflate(self.error + b.error + lost.abs()) }
    }

    /// The product of two numbers that are neither exactly 0 nor exactly 1.
    fn times(self, b: Self) -> Self {
        let value = self.value * b.value;
        let carried = self.value.abs() * b.error + b.value.abs() * self.error + self.error * b.error;
        // Each of the three products may have underflowed, so an inexact operand never leaves a bound of 0.
        let underflow = if self.error == 0.0 && b.error == 0.0 { 0.0 } else { 3.0 * ETA };
        Running { value, error: inflate(carried + underflow + lost_in_product(self.value, b.value, value)) }
    }
}

impl Neg for Running {
    type Output = Self;
    fn neg(self) -> Self {
        Running { value: -self.value, error: self.error }
    }
}
operators_past_units!(Running, "f64");

impl Ring for Running {
    fn from_integer(n: i64) -> Self {
        let value = n as f64;
        // Integers up to 2⁵³ are exact; beyond, the conversion rounds once.
        let error = if n.unsigned_abs() <= 1 << f64::MANTISSA_DIGITS { 0.0 } else { U * value.abs() };
        Running { value, error: inflate(error) }
    }

    fn product(a: &DMatrix<Self>, b: &DMatrix<Self>) -> DMatrix<Self> {
        assert_eq!(a.ncols(), b.nrows(), "inner dimensions of a product");
        if a.len() * b.ncols() < FAST_KERNEL_FROM {
            return DMatrix::from_fn(a.nrows(), b.ncols(), |i, j| {
                (0..a.ncols()).fold(Self::zero(), |sum, k| sum + a[(i, k)] * b[(k, j)])
            });
        }
        let n = a.ncols() as f64;
        let gamma = n * U / (1.0 - n * U);
        let value = a.map(|x| x.value) * b.map(|x| x.value);
        // |Â|(γ|B̂| + R_B) + R_A(|B̂| + R_B)
        let mut error = a.map(|x| x.value.abs()) * b.map(|x| gamma * x.value.abs() + x.error);
        if a.iter().any(|x| x.error != 0.0) {
            error += a.map(|x| x.error) * b.map(|x| x.reach());
        }
        // The two products above round as well: their terms are non-negative, so relatively by at most γ_{n+4}.
        let own_rounding = 1.0 + 2.0 * (n + 4.0) * U;
        // A sum without any term that is not 0 is exactly 0; one whose terms have underflowed is not.
        let is_empty = |i: usize, j: usize| (0..a.ncols()).all(|k| a[(i, k)].is_zero() || b[(k, j)].is_zero());
        DMatrix::from_fn(a.nrows(), b.ncols(), |i, j| {
            let (value, error) = (value[(i, j)], error[(i, j)]);
            let exact = error == 0.0 && value == 0.0 && is_empty(i, j);
            Running { value, error: if exact { 0.0 } else { inflate(error * own_rounding + 4.0 * n * ETA) } }
        })
    }

    fn equals(&self, other: &Self) -> Truth {
        if !self.is_sound() || !other.is_sound() {
            return Truth::Unknown;
        }
        let (gap, bound) = ((self.value - other.value).abs(), self.error + other.error);
        // Disjoint for certain, whatever the three roundings just made.
        if gap > inflate(bound) && gap * (1.0 - 4.0 * U) > bound { Truth::No } else { Truth::Yes }
    }

    fn sign(&self) -> Sign {
        if !self.is_sound() {
            Sign::Unknown
        } else if self.value > self.error {
            Sign::Positive
        } else if -self.value > self.error {
            Sign::Negative
        } else if self.is_exactly(0.0) {
            Sign::Zero
        } else {
            Sign::Unknown
        }
    }

    fn to_f64(&self) -> f64 {
        self.value
    }

    fn error_bound(&self) -> f64 {
        self.error
    }
}

impl Field for Running {
    fn widened(&self, factor: f64) -> Self {
        Running { value: self.value, error: inflate(self.error * factor) }
    }

    fn from_rational(q: &Rational) -> Self {
        match q.rounded() {
            (value, true) => Running::exact(value),
            (value, false) if value.is_finite() => Running { value, error: inflate(U * value.abs() + ETA) },
            (value, false) => Running { value, error: f64::INFINITY },
        }
    }

    fn divide(&self, divisor: &Self) -> Option<Self> {
        if divisor.is_exactly(1.0) {
            return Some(*self);
        }
        let distance_from_zero = divisor.value.abs() - divisor.error;
        if !divisor.is_sound() || distance_from_zero <= 0.0 {
            return None;
        }
        let value = self.value / divisor.value;
        let underflow = if divisor.error == 0.0 { 0.0 } else { ETA + ETA * divisor.error };
        let carried = self.error + value.abs() * (1.0 + 2.0 * U) * divisor.error + underflow;
        // The subtraction above may round up by u·|b̂|.
        let carried = if carried == 0.0 { 0.0 } else { carried / (distance_from_zero - U * divisor.value.abs()) };
        (carried >= 0.0).then(|| Running { value, error: inflate(carried + U * value.abs() + ETA) })
    }

    functions_of_an_analytic_field!();
}

impl Ordered for Running {
    fn magnitude(&self) -> Self {
        Running { value: self.value.abs(), error: self.error }
    }
}

impl Analytic for Running {
    fn exp(&self) -> Self {
        let value = core_math::exp(self.value);
        // e^{x+δ} − eˣ ≤ eˣ(eʳ − 1), and expm1 is correctly rounded.
        let carried = value * (1.0 + 2.0 * U) * core_math::expm1(self.error);
        // Both lie in [0, e^{x+r}]: all that is known where eʳ overflows, and enough where e^{x+r} is 0 for all that.
        let most = core_math::exp((self.value + self.error).next_up()) * (1.0 + 2.0 * U);
        let error = if carried <= most { carried } else { most };
        Running { value, error: inflate(error + U * value + ETA) }
    }

    fn ln(&self) -> Option<Self> {
        let least = self.value - self.error;
        if !self.is_sound() || least * (1.0 - 2.0 * U) <= 0.0 {
            return None;
        }
        let value = core_math::log(self.value);
        Some(Running { value, error: inflate(self.error / (least * (1.0 - 4.0 * U)) + U * value.abs() + ETA) })
    }

    fn sqrt(&self) -> Option<Self> {
        if self.is_exactly(0.0) {
            return Some(*self);
        }
        if !self.is_sound() || self.value < self.error {
            return None;
        }
        let value = self.value.sqrt();
        // |√(x+δ) − √x| = |δ| / (√(x+δ) + √x) ≤ r/√x.
        Some(Running { value, error: inflate(self.error / (value * (1.0 - 4.0 * U)) + U * value + ETA) })
    }

    fn tanh(&self) -> Self {
        let value = core_math::tanh(self.value);
        Running { value, error: inflate(self.error + U * value.abs() + ETA) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of an argument that is known to thousands only, e to its power may be known to be 0 for all that `f64` can say.
    #[test]
    fn exponentials_of_what_is_hardly_known() {
        for (x, r) in [(-1e20, 1e4), (-1e6, 9e5), (-2000.0, 800.0), (-1e300, 1e290)] {
            let y = Running::with_error(x, r).exp();
            assert!(y.value() == 0.0 && y.error_bound() <= 2.0 * ETA, "{x} ± {r}: {y:?}");
        }
        // [e⁻³⁰, e¹⁰].
        let y = Running::with_error(-10.0, 20.0).exp();
        assert!(y.error_bound() >= 10.0_f64.exp() - y.value() && y.error_bound() <= 10.0_f64.exp() * 1.01, "{y:?}");
        assert!(!Running::with_error(0.0, 1e4).exp().is_sound());
        assert!(!Running::exact(f64::NAN).exp().is_sound());
    }
}
