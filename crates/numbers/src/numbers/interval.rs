//! Intervals with outward-rounded `f64` endpoints: whatever they answer about a sign is a proof.
//!
//! An interval is a non-empty closed set of *real* numbers `[lo, hi]`; an infinite endpoint says only that there
//! is no bound. Sums, products, quotients and roots are rounded to nearest by the hardware and then moved one
//! [`f64::next_down`] or [`f64::next_up`] in the direction that the exactly known rounding error (two-sum, fused
//! multiply-add) points to, and not at all where the result is exact. exp, ln and tanh come from core-math, which
//! rounds correctly, and are widened by one unit on each side. No rounding mode is ever changed.
//!
//! | operation | domain | result |
//! |---|---|---|
//! | `+`, `−`, `·` | all | encloses; a point where the exact result is one. 0 · anything = 0: the operands are reals |
//! | `divide` | 0 ∉ divisor | encloses; `None` elsewhere |
//! | exp | all | encloses; never below 0. Overflow: [MAX, ∞]. Underflow: [0, tiny], whose sign is not known: [`super::WideInterval`] keeps it |
//! | ln | lo > 0 | encloses; `None` elsewhere |
//! | √ | lo ≥ 0 | encloses; `None` elsewhere |
//! | tanh | all | encloses, within [−1, 1] |
//!
//! No operation gives NaN.

use super::forwarding::{difference_and_assignments, functions_of_an_analytic_field};
use super::rounding::{LEAST_EXACT_PRODUCT, two_sum};
use super::{Analytic, Field, Ordered, Rational, Ring, Sign, Truth};
use num_traits::{One, Zero};
use std::cmp::Ordering;
use std::ops::{Add, Mul, Neg};

/// A non-empty closed interval of real numbers.
///
/// ```
/// use dualproof_numbers::numbers::{Analytic, Field, Interval, Ordered, Ring, Sign, Truth};
/// let third = Interval::from_rational(&"1/3".parse()?);
/// let one = third + third + third;
/// assert_eq!(one.equals(&Interval::from_integer(1)), Truth::Yes);              // they meet: consistent
/// assert_eq!((one - Interval::from_integer(1)).sign(), Sign::Unknown);         // and no more than that
/// assert_eq!(third.exp().at_most(&Interval::from_integer(1)), Truth::No);      // a proof
/// assert_eq!(Interval::from_integer(-1000).exp().sign(), Sign::Unknown);       // underflow: [0, tiny]
/// # Ok::<(), dualproof_numbers::numbers::ParseRationalError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    lo: f64,
    hi: f64,
}

impl Interval {
    /// All reals.
    pub const WHOLE: Interval = Interval { lo: f64::NEG_INFINITY, hi: f64::INFINITY };

    /// [lo, hi]; `None` where that is not a non-empty set of reals.
    pub fn new(lo: f64, hi: f64) -> Option<Self> {
        (lo <= hi && lo < f64::INFINITY && hi > f64::NEG_INFINITY).then_some(Interval { lo, hi })
    }

    /// The single number x.
    ///
    /// # Panics
    /// If x is not finite.
    pub const fn point(x: f64) -> Self {
        assert!(x.is_finite(), "a point is a real number");
        Interval { lo: x, hi: x }
    }

    /// The greatest lower bound that is known, −∞ where there is none.
    pub fn lo(&self) -> f64 {
        self.lo
    }

    /// The least upper bound that is known, ∞ where there is none.
    pub fn hi(&self) -> f64 {
        self.hi
    }

    /// Does the interval contain q? Decided exactly.
    pub fn contains(&self, q: &Rational) -> bool {
        // An infinite endpoint has no rational and is no constraint.
        Rational::from_f64(self.lo).is_none_or(|lo| lo <= *q) && Rational::from_f64(self.hi).is_none_or(|hi| *q <= hi)
    }

    /// Is every number of `self` one of `other`?
    pub fn is_within(&self, other: &Self) -> bool {
        other.lo <= self.lo && self.hi <= other.hi
    }

    /// The least interval that holds both.
    pub fn hull(self, other: Self) -> Self {
        Interval { lo: self.lo.min(other.lo), hi: self.hi.max(other.hi) }
    }

    /// Has it both bounds?
    pub fn is_bounded(&self) -> bool {
        self.lo.is_finite() && self.hi.is_finite()
    }

    fn is_point(&self) -> bool {
        self.lo == self.hi
    }

    /// An increasing function from its values at the endpoints.
    fn increasing(self, f: impl Fn(f64) -> Interval) -> Self {
        if self.is_point() {
            return f(self.lo);
        }
        Interval { lo: f(self.lo).lo, hi: f(self.hi).hi }
    }
}

/// The reals that a rounded result stands for; `residual` is the exact result minus it, or its sign, and NaN where
/// that is not known.
fn around(rounded: f64, residual: f64) -> Interval {
    let (lo, hi) = (rounded.next_down(), rounded.next_up());
    if residual == 0.0 && rounded.is_finite() {
        Interval { lo: rounded, hi: rounded }
    } else if residual > 0.0 && rounded.is_finite() {
        Interval { lo: rounded, hi }
    } else if residual < 0.0 && rounded.is_finite() {
        Interval { lo, hi: rounded }
    } else {
        // A rounded +∞ is some real above MAX: [MAX, ∞].
        Interval { lo, hi }
    }
}

/// The same with the sign of the exact result given, which a rounding outward must not lose.
fn around_signed(rounded: f64, residual: f64, is_negative: bool) -> Interval {
    let Interval { lo, hi } = around(rounded, residual);
    if is_negative { Interval { lo, hi: hi.min(0.0) } } else { Interval { lo: lo.max(0.0), hi } }
}

/// One endpoint plus another: −∞ among lower ones and ∞ among upper ones stand for "no bound", and so does the sum's
/// end on that side; what is lost is then not a number.
fn sum_of(a: f64, b: f64) -> Interval {
    let (sum, lost) = two_sum(a, b);
    around(sum, lost)
}

fn product_of(a: f64, b: f64) -> Interval {
    let product = a * b;
    if a == 0.0 || b == 0.0 {
        return Interval::zero();
    }
    if a.is_infinite() || b.is_infinite() {
        return Interval { lo: product, hi: product };
    }
    let is_safe = product.abs() >= LEAST_EXACT_PRODUCT;
    let residual = if is_safe { a.mul_add(b, -product) } else { f64::NAN };
    around_signed(product, residual, (a < 0.0) != (b < 0.0))
}

fn quotient_of(a: f64, b: f64) -> Interval {
    if a == 0.0 || b.is_infinite() {
        // ∞/∞ is the limit of quotients whose least size is 0; the other endpoints bound the rest.
        return Interval::zero();
    }
    let quotient = a / b;
    if a.is_infinite() {
        return Interval { lo: quotient, hi: quotient };
    }
    let is_safe = quotient.abs() >= LEAST_EXACT_PRODUCT && a.abs() >= LEAST_EXACT_PRODUCT;
    // a/b − q = (a − qb)/b.
    let residual = if is_safe { -quotient.mul_add(b, -a) * b.signum() } else { f64::NAN };
    around_signed(quotient, residual, (a < 0.0) != (b < 0.0))
}

impl Add for Interval {
    type Output = Self;
    fn add(self, b: Self) -> Self {
        if self.is_point() && b.is_point() {
            return sum_of(self.lo, b.lo);
        }
        Interval { lo: sum_of(self.lo, b.lo).lo, hi: sum_of(self.hi, b.hi).hi }
    }
}
impl Neg for Interval {
    type Output = Self;
    fn neg(self) -> Self {
        Interval { lo: -self.hi, hi: -self.lo }
    }
}
impl Mul for Interval {
    type Output = Self;
    fn mul(self, b: Self) -> Self {
        if self.is_point() && b.is_point() {
            return product_of(self.lo, b.lo);
        }
        let low = product_of(self.lo, b.lo).hull(product_of(self.lo, b.hi));
        low.hull(product_of(self.hi, b.lo)).hull(product_of(self.hi, b.hi))
    }
}
difference_and_assignments!(Interval);
impl Zero for Interval {
    fn zero() -> Self {
        Interval::point(0.0)
    }
    fn is_zero(&self) -> bool {
        self.lo == 0.0 && self.hi == 0.0
    }
}
impl One for Interval {
    fn one() -> Self {
        Interval::point(1.0)
    }
}

impl Ring for Interval {
    fn from_integer(n: i64) -> Self {
        Self::from_rational(&Rational::from_integer(n))
    }

    /// No where the two are disjoint, a proof. Yes where they meet: consistent with equality, to within
    /// [`Ring::error_bound`], and a proof where both are the same point. Unknown where one has no bound.
    fn equals(&self, other: &Self) -> Truth {
        if self.hi < other.lo || other.hi < self.lo {
            Truth::No
        } else if self.is_bounded() && other.is_bounded() {
            Truth::Yes
        } else {
            Truth::Unknown
        }
    }

    fn sign(&self) -> Sign {
        if self.lo > 0.0 {
            Sign::Positive
        } else if self.hi < 0.0 {
            Sign::Negative
        } else if self.is_zero() {
            Sign::Zero
        } else {
            Sign::Unknown
        }
    }

    fn to_f64(&self) -> f64 {
        if self.is_point() {
            self.lo
        } else if self.is_bounded() {
            // Halved before the sum, which could overflow; the ends keep it inside.
            (self.lo / 2.0 + self.hi / 2.0).clamp(self.lo, self.hi)
        } else {
            self.lo.clamp(f64::MIN, f64::MAX).max(self.hi.min(0.0))
        }
    }

    /// The distance from [`Ring::to_f64`] to the farther endpoint, rounded up.
    fn error_bound(&self) -> f64 {
        if self.is_point() {
            return 0.0;
        }
        let middle = self.to_f64();
        (self.hi - middle).max(middle - self.lo).next_up()
    }

    fn text(&self) -> String {
        // Adding 0 turns the float −0 into 0.
        if self.is_point() {
            format!("{:?}", self.lo + 0.0)
        } else {
            format!("[{:?}, {:?}]", self.lo + 0.0, self.hi + 0.0)
        }
    }
}

impl Field for Interval {
    /// The hull of the interval and its image stretched about its middle.
    fn widened(&self, factor: f64) -> Self {
        if !self.is_bounded() || self.is_point() {
            return *self;
        }
        let reach = Interval::point(self.error_bound()) * Interval::point(factor);
        self.hull(Interval::point(self.to_f64()) + reach.hull(-reach))
    }

    fn from_rational(q: &Rational) -> Self {
        let nearest = q.to_f64();
        match Rational::from_f64(nearest) {
            Some(back) => {
                // The sign alone: the difference itself may be below the smallest f64.
                let residual = match q.cmp(&back) {
                    Ordering::Less => -1.0,
                    Ordering::Equal => 0.0,
                    Ordering::Greater => 1.0,
                };
                let enclosure = around(nearest, residual);
                debug_assert!(enclosure.contains(q), "the nearest f64 is within one unit");
                enclosure
            }
            None => around(nearest, f64::NAN),
        }
    }

    fn divide(&self, divisor: &Self) -> Option<Self> {
        if divisor.lo <= 0.0 && 0.0 <= divisor.hi {
            return None;
        }
        let low = quotient_of(self.lo, divisor.lo).hull(quotient_of(self.lo, divisor.hi));
        Some(low.hull(quotient_of(self.hi, divisor.lo)).hull(quotient_of(self.hi, divisor.hi)))
    }

    functions_of_an_analytic_field!();
}

impl Ordered for Interval {
    fn magnitude(&self) -> Self {
        if self.lo >= 0.0 {
            *self
        } else if self.hi <= 0.0 {
            -*self
        } else {
            Interval { lo: 0.0, hi: self.hi.max(-self.lo) }
        }
    }
}

impl Analytic for Interval {
    fn exp(&self) -> Self {
        self.increasing(|x| match x {
            f64::NEG_INFINITY => Interval::zero(),
            f64::INFINITY => Interval { lo: f64::MAX, hi: f64::INFINITY },
            0.0 => Interval::one(),
            _ => around_signed(core_math::exp(x), f64::NAN, false),
        })
    }

    fn ln(&self) -> Option<Self> {
        (self.lo > 0.0).then(|| {
            self.increasing(|x| match x {
                f64::INFINITY => Interval::WHOLE,
                1.0 => Interval::zero(),
                _ => around(core_math::log(x), f64::NAN),
            })
        })
    }

    fn sqrt(&self) -> Option<Self> {
        (self.lo >= 0.0).then(|| {
            self.increasing(|x| {
                if x == 0.0 || x.is_infinite() {
                    return Interval { lo: x, hi: x };
                }
                let root = x.sqrt();
                let residual = if x >= LEAST_EXACT_PRODUCT { -root.mul_add(root, -x) } else { f64::NAN };
                around_signed(root, residual, false)
            })
        })
    }

    fn tanh(&self) -> Self {
        self.increasing(|x| {
            if x == 0.0 {
                return Interval::zero();
            }
            let Interval { lo, hi } = around(core_math::tanh(x), f64::NAN);
            Interval { lo: lo.max(-1.0), hi: hi.min(1.0) }
        })
    }
}
