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
