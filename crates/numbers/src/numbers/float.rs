//! Plain `f64`: no error bound, so no evidence by itself. It serves speed and the oracles of the tests.

use super::{Analytic, Field, Ordered, Rational, Ring, Sign, Truth};
use nalgebra::DMatrix;

impl Ring for f64 {
    fn from_integer(n: i64) -> Self {
        n as f64
    }
    fn product(a: &DMatrix<Self>, b: &DMatrix<Self>) -> DMatrix<Self> {
        a * b
    }
    fn equals(&self, other: &Self) -> Truth {
        if self.is_nan() || other.is_nan() {
            Truth::Unknown
        } else if self == other {
            Truth::Yes
        } else {
            Truth::No
        }
    }
    fn sign(&self) -> Sign {
        if *self > 0.0 {
            Sign::Positive
        } else if *self < 0.0 {
            Sign::Negative
        } else if *self == 0.0 {
            Sign::Zero
        } else {
            Sign::Unknown
        }
    }
    fn to_f64(&self) -> f64 {
        *self
    }
}

impl Field for f64 {
    fn from_rational(q: &Rational) -> Self {
        q.to_f64()
    }
    fn divide(&self, divisor: &Self) -> Option<Self> {
        (*divisor != 0.0).then(|| self / divisor)
    }
    fn exponential(&self) -> Option<Self> {
        Some(f64::exp(*self))
    }
    fn logarithm(&self) -> Option<Self> {
        (*self > 0.0).then(|| f64::ln(*self))
    }
    fn square_root(&self) -> Option<Self> {
        (*self >= 0.0).then(|| f64::sqrt(*self))
    }
    fn hyperbolic_tangent(&self) -> Option<Self> {
        Some(f64::tanh(*self))
    }
}

impl Ordered for f64 {
    fn magnitude(&self) -> Self {
        f64::abs(*self)
    }
}

impl Analytic for f64 {
    fn exp(&self) -> Self {
        f64::exp(*self)
    }
    fn ln(&self) -> Option<Self> {
        (*self > 0.0).then(|| f64::ln(*self))
    }
    fn sqrt(&self) -> Option<Self> {
        (*self >= 0.0).then(|| f64::sqrt(*self))
    }
    fn tanh(&self) -> Self {
        f64::tanh(*self)
    }
}

/// A random number, uniform on the multiples of 2⁻⁵³ in \[0, 1).
///
/// ```
/// use dualproof_numbers::numbers::uniform;
/// use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};
/// assert!((0.0..1.0).contains(&uniform(&mut ChaCha8Rng::seed_from_u64(1))));
/// ```
pub fn uniform(rng: &mut impl rand::Rng) -> f64 {
    (rng.next_u64() >> (u64::BITS - f64::MANTISSA_DIGITS)) as f64 / (1_u64 << f64::MANTISSA_DIGITS) as f64
}
