//! Number systems behind one ladder of traits: [`Ring`] → [`Field`] → [`Ordered`] → [`Analytic`].
//!
//! | system | file | order | exp, ln, √, tanh | evidence it gives |
//! |---|---|---|---|---|
//! | [`Rational`] | `rational.rs` | total | no | *exact*: equality is `==` |
//! | [`Interval`] | `interval.rs` | three-valued | yes | *enclosure*: every answer is a proof |
//! | [`WideInterval`] | `wide.rs` | three-valued | yes | the same, where `f64` would underflow |
//! | [`Prime61`] | `prime.rs` | none | no | *identity*: a false identity of degree d passes with probability ≤ d/(2⁶¹ − 2) |
//! | [`Degree`] | `degree.rs` | none | no | none by itself: the degree d of a side, from the computation itself |
//! | [`Running`] | `running.rs` | three-valued | yes | *float*: `f64` with a running error bound |
//! | [`DoubleDouble`] | `double_double.rs` | three-valued | yes | *float*: the sum of two `f64`, with a running error bound |
//! | `f64` | `float.rs` | total, NaN unknown | yes | none by itself: speed, and oracles in tests |
//! | [`Series`] | `series.rs` | of a₀ | if the field has | power series in ε over any of these: limits ε → 0 |
//!
//! A [`Number`] is of one of them, chosen when the program runs: what is computed in several is compiled once.
//!
//! A system without an order answers [`Sign::Unknown`], and so does one whose value straddles zero; a
//! computation that needs the sign then reports an obstacle instead of guessing. That is how a prime
//! field (no order) and intervals (three-valued order) fit the same claims.
//!
//! One computation in several of them:
//!
//! ```
//! use dualproof_numbers::numbers::{Field, Interval, Prime61, Rational, Ring, Running, Sign, Truth};
//! fn ten_tenths<S: Field>() -> S {
//!     let tenth = S::from_rational(&Rational::new(1, 10));
//!     (0..10).fold(S::zero(), |sum, _| sum + tenth.clone())
//! }
//! assert_eq!(ten_tenths::<Rational>(), Rational::from_integer(1));                // exact
//! assert_eq!(ten_tenths::<Prime61>(), Prime61::from_integer(1));                  // exact, modulo 2⁶¹ − 1
//! assert_ne!(ten_tenths::<f64>(), 1.0);                                           // rounded
//! assert_eq!(ten_tenths::<Running>().equals(&Running::from_integer(1)), Truth::Yes); // within its bound
//! let difference = ten_tenths::<Interval>() - Interval::from_integer(1);
//! assert_eq!(difference.sign(), Sign::Unknown);                                   // encloses 0: not decided
//! ```

mod degree;
mod double_double;
mod float;
mod floating;
mod forwarding;
mod interval;
#[cfg(test)]
mod interval_contract;
mod line;
mod number;
mod obstacle;
mod power;
mod prime;
mod rational;
mod rounding;
mod running;
mod scope;
mod series;
mod wide;

pub use degree::Degree;
pub use double_double::DoubleDouble;
pub use float::uniform;
pub use floating::Floating;
pub use interval::Interval;
pub use line::Line;
pub use number::{Number, System, TypedWork, typed};
pub use obstacle::{Location, Obstacle};
pub use power::{exponent, largest_magnitude, norm, times_power, unit_of};
pub use prime::{Prime61, inverses};
pub use rational::{ParseRationalError, Rational};
pub use rounding::two_sum;
pub use running::Running;
pub use series::Series;
pub use wide::WideInterval;

use nalgebra::{ClosedAddAssign, ClosedMulAssign, ClosedSubAssign, DMatrix, Scalar};
use num_traits::{One, Zero};
use std::ops::Neg;

/// What is known of the sign of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Certainly below zero.
    Negative,
    /// Certainly zero.
    Zero,
    /// Certainly above zero.
    Positive,
    /// Not decided: the system has no order, the value straddles zero, or it is not a number.
    Unknown,
}

/// The answer to a question that may stay open. Unknown never counts as a yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// Certainly so (for [`Running`]: not distinguishable from so, within the error bound).
    Yes,
    /// Certainly not so.
    No,
    /// Not decided.
    Unknown,
}

/// A commutative ring with one whose elements can be entries of a matrix.
pub trait Ring:
    Scalar + Zero + One + Neg<Output = Self> + ClosedAddAssign + ClosedSubAssign + ClosedMulAssign + Send + Sync
{
    /// The image of the integer `n`. Exact where |n| ≤ 2⁵³.
    fn from_integer(n: i64) -> Self;

    /// `self += a·b`, by reference: the inner step of every product.
    fn add_product(&mut self, a: &Self, b: &Self) {
        *self += a.clone() * b.clone();
    }

    /// The matrix product `A·B`. Systems with a faster kernel override it; the result obeys the same bound.
    ///
    /// # Panics
    /// If the inner dimensions differ.
    fn product(a: &DMatrix<Self>, b: &DMatrix<Self>) -> DMatrix<Self> {
        assert_eq!(a.ncols(), b.nrows(), "inner dimensions of a product");
        DMatrix::from_fn(a.nrows(), b.ncols(), |i, j| {
            let mut sum = Self::zero();
            for k in 0..a.ncols() {
                sum.add_product(&a[(i, k)], &b[(k, j)]);
            }
            sum
        })
    }

    /// Is `self` equal to `other`?
    ///
    /// Exact systems decide by `==`. Systems that carry an error answer yes while the two error intervals
    /// meet, and no when they are disjoint: a *no* is always a proof.
    fn equals(&self, other: &Self) -> Truth;

    /// The sign; [`Sign::Unknown`] in a system without order.
    fn sign(&self) -> Sign {
        Sign::Unknown
    }

    /// The nearest `f64`, for display, powers and norms; never for a verdict.
    fn to_f64(&self) -> f64;

    /// The value as stored counterexamples write it: a fraction, or the shortest decimal that reads back the same.
    fn text(&self) -> String {
        // Adding 0 turns the float −0 into 0.
        format!("{:?}", self.to_f64() + 0.0)
    }

    /// A bound on the absolute error this value carries; zero in exact systems.
    fn error_bound(&self) -> f64 {
        0.0
    }
}

/// A ring with division and an embedding of the rationals.
pub trait Field: Ring {
    /// The image of a rational, enclosed by the error bound where it is not representable.
    ///
    /// # Panics
    /// In a prime field, outside [`System::computing`], where the prime divides the denominator.
    fn from_rational(q: &Rational) -> Self;

    /// `self / divisor`, or `None` where the divisor is (or may be) zero.
    fn divide(&self, divisor: &Self) -> Option<Self>;

    /// The same value with its error bound multiplied by a factor of at least 1; exact values stay as they are.
    fn widened(&self, _factor: f64) -> Self {
        self.clone()
    }

    /// eˣ, in the systems that have one. `None` elsewhere: the caller reports an obstacle.
    fn exponential(&self) -> Option<Self> {
        None
    }

    /// ln x, in the systems that have one and where x is certainly positive.
    fn logarithm(&self) -> Option<Self> {
        None
    }

    /// √x where the system has it: over the rationals, where x is the square of a fraction.
    fn square_root(&self) -> Option<Self> {
        None
    }

    /// tanh, in the systems that have one. `None` elsewhere: the caller reports an obstacle.
    fn hyperbolic_tangent(&self) -> Option<Self> {
        None
    }
}

/// A field with an order, possibly three-valued.
pub trait Ordered: Field {
    /// Is `self` ≤ `other`? Unknown where the two cannot be told apart and may differ either way.
    fn at_most(&self, other: &Self) -> Truth {
        match (other.clone() - self.clone()).sign() {
            Sign::Positive | Sign::Zero => Truth::Yes,
            Sign::Negative => Truth::No,
            Sign::Unknown => Truth::Unknown,
        }
    }

    /// |x|. In a three-valued order, an enclosure of it.
    fn magnitude(&self) -> Self;
}

/// An ordered field with the elementary functions.
pub trait Analytic: Ordered {
    /// eˣ.
    fn exp(&self) -> Self;
    /// The natural logarithm; `None` unless the argument is certainly positive.
    fn ln(&self) -> Option<Self>;
    /// The square root; `None` if the argument may be negative.
    fn sqrt(&self) -> Option<Self>;
    /// The hyperbolic tangent.
    fn tanh(&self) -> Self;
}
