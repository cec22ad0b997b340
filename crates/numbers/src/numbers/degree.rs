//! Degrees of polynomials: what a computation over free entries can at most become.

use super::forwarding::compound_assignments;
use super::{Field, Rational, Ring, Truth};
use num_traits::{One, Zero};
use std::ops::{Add, Mul, Neg, Sub};

/// A bound on the degree of a polynomial in the entries of an instance, computed as the number would be: the degree
/// of a product is the sum, that of a sum at most the larger one. Cancellation is never assumed, so the bound holds
/// whatever the entries are.
///
/// Every number that comes from an instance counts as an entry, of degree 1; that a constant fraction does so as well
/// makes the bound larger, never too small. There is no division by what is not a constant, no order and no equality
/// to decide.
///
/// ```
/// use dualproof_numbers::numbers::{Degree, Field, Ring};
/// let x = Degree::from_rational(&"5/3".parse()?);
/// assert_eq!((x * x + Degree::from_integer(7)).bound(), 2);
/// # Ok::<(), dualproof_numbers::numbers::ParseRationalError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Degree(Option<u64>);

impl Degree {
    /// The bound; 0 for constants, the zero polynomial among them.
    pub fn bound(self) -> u64 {
        self.0.unwrap_or(0)
    }
}

impl Add for Degree {
    type Output = Self;
    fn add(self, b: Self) -> Self {
        Degree(self.0.max(b.0))
    }
}
impl Sub for Degree {
    type Output = Self;
    fn sub(self, b: Self) -> Self {
        Degree(self.0.max(b.0))
    }
}
impl Mul for Degree {
    type Output = Self;
    fn mul(self, b: Self) -> Self {
        Degree(self.0.zip(b.0).map(|(a, b)| a.saturating_add(b)))
    }
}
impl Neg for Degree {
    type Output = Self;
    fn neg(self) -> Self {
        self
    }
}
compound_assignments!(Degree);
impl Zero for Degree {
    fn zero() -> Self {
        Degree(None)
    }
    fn is_zero(&self) -> bool {
        self.0.is_none()
    }
}
impl One for Degree {
    fn one() -> Self {
        Degree(Some(0))
    }
}

impl Ring for Degree {
    fn from_integer(n: i64) -> Self {
        if n == 0 { Degree::zero() } else { Degree::one() }
    }

    fn equals(&self, _: &Self) -> Truth {
        Truth::Unknown
    }

    fn to_f64(&self) -> f64 {
        self.bound() as f64
    }
}

impl Field for Degree {
    fn from_rational(q: &Rational) -> Self {
        if q.is_zero() { Degree::zero() } else { Degree(Some(1)) }
    }

    fn divide(&self, divisor: &Self) -> Option<Self> {
        (divisor.0 == Some(0)).then_some(*self)
    }
}
