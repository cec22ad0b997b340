//! Rational numbers of any size, always in lowest terms: equality is identity of the fraction.

use super::{Field, Ordered, Ring, Sign, Truth};
use dashu_int::ops::Gcd;
use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;
use nalgebra::{DMatrix, Scalar};
use num_traits::{One, Zero};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::ops::{Add, AddAssign, Mul, MulAssign, Neg, Sub, SubAssign};
use std::str::FromStr;

/// An exact rational number.
///
/// ```
/// use dualproof_numbers::numbers::{Field, Rational};
/// let third: Rational = "1/3".parse()?;
/// assert_eq!(third.clone() + third.clone() + third, Rational::new(1, 1));
/// assert_eq!(Rational::new(1, 2).divide(&Rational::new(0, 1)), None);
/// # Ok::<(), dualproof_numbers::numbers::ParseRationalError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rational(RBig);

/// A text that is not a fraction `p` or `p/q` of decimal integers with q > 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("found {found:?}, expected an integer or a fraction such as \"-3/4\"")]
pub struct ParseRationalError {
    /// The text that was found.
    pub found: String,
}

impl Rational {
    /// The fraction `numerator / denominator`.
    ///
    /// # Panics
    /// If the denominator is zero.
    pub fn new(numerator: i64, denominator: u64) -> Self {
        assert_ne!(denominator, 0, "denominator of a fraction");
        Rational(RBig::from_parts(numerator.into(), denominator.into()))
    }

    /// The exact value of a finite `f64`; `None` for NaN and the infinities.
    pub fn from_f64(x: f64) -> Option<Self> {
        RBig::try_from(x).ok().map(Rational)
    }

    /// The nearest `f64`, and whether it is this number exactly.
    ///
    /// ```
    /// use dualproof_numbers::numbers::Rational;
    /// assert_eq!(Rational::new(-3, 4).rounded(), (-0.75, true));
    /// assert_eq!(Rational::new(1, 3).rounded(), (1.0 / 3.0, false));
    /// assert_eq!(Rational::new(10, 1).power(400).rounded(), (f64::INFINITY, false));
    /// ```
    pub fn rounded(&self) -> (f64, bool) {
        match self.short_parts() {
            // In lowest terms: no power of two in the denominator alone leaves a remainder.
            Some((above, below)) => (above as f64 / below as f64, below.is_power_of_two()),
            None => {
                let value = self.0.to_f64().value();
                (value, Rational::from_f64(value).is_some_and(|back| back == *self))
            }
        }
    }

    /// |x|.
    pub fn abs(&self) -> Self {
        use dashu_int::ops::Abs;
        Rational(self.0.clone().abs())
    }

    /// Numerator and denominator in lowest terms.
    pub fn parts(&self) -> (&IBig, &UBig) {
        (self.0.numerator(), self.0.denominator())
    }

    /// √x where it is rational: exact. `None` for negative numbers and where the root is irrational.
    ///
    /// ```
    /// use dualproof_numbers::numbers::Rational;
    /// assert_eq!(Rational::new(9, 4).exact_sqrt(), Some(Rational::new(3, 2)));
    /// assert_eq!(Rational::new(2, 1).exact_sqrt(), None);
    /// assert_eq!(Rational::new(-1, 1).exact_sqrt(), None);
    /// ```
    pub fn exact_sqrt(&self) -> Option<Self> {
        use dashu_int::ops::SquareRoot;
        let numerator = UBig::try_from(self.0.numerator().clone()).ok()?;
        let root = RBig::from_parts(numerator.sqrt().into(), self.0.denominator().sqrt());
        // In lowest terms, x is a square exactly where both parts are: then the floors above are the roots.
        (&root * &root == self.0).then_some(Rational(root))
    }

    /// ⌊√x⌋; `None` for negative numbers and where it does not fit an `i64`.
    pub fn floor_sqrt(&self) -> Option<i64> {
        use dashu_int::ops::SquareRoot;
        // ⌊√x⌋ = ⌊√⌊x⌋⌋.
        i64::try_from(UBig::try_from(self.0.floor()).ok()?.sqrt()).ok()
    }

    /// Numerator and denominator in lowest terms, where both fit an `i64`.
    pub fn whole_parts(&self) -> Option<(i64, i64)> {
        Some((i64::try_from(self.0.numerator()).ok()?, i64::try_from(self.0.denominator()).ok()?))
    }

    /// Numerator and denominator where an `f64` holds both exactly: integers up to 2⁵³ in size.
    fn short_parts(&self) -> Option<(i64, u64)> {
        const MOST: u64 = 1 << f64::MANTISSA_DIGITS;
        let (above, below) = (i64::try_from(self.0.numerator()).ok()?, u64::try_from(self.0.denominator()).ok()?);
        (above.unsigned_abs() <= MOST && below <= MOST).then_some((above, below))
    }

    /// xⁿ, exact; 0⁰ = 1.
    pub fn power(&self, n: u32) -> Self {
        // On every platform this runs on, isize has 32 bits or more; beyond 2³¹ the result would not fit in memory.
        Rational(self.0.pow(n as isize))
    }
}

impl fmt::Display for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl FromStr for Rational {
    type Err = ParseRationalError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || ParseRationalError { found: text.chars().take(40).collect() };
        let (numerator, denominator) = text.split_once('/').unwrap_or((text, "1"));
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if !digits(numerator.strip_prefix('-').unwrap_or(numerator)) || !digits(denominator) {
            return Err(bad());
        }
        let numerator: IBig = numerator.parse().map_err(|_| bad())?;
        let denominator: UBig = denominator.parse().map_err(|_| bad())?;
        if denominator == UBig::ZERO {
            return Err(bad());
        }
        Ok(Rational(RBig::from_parts(numerator, denominator)))
    }
}

impl Serialize for Rational {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Rational {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl Add for Rational {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Rational(self.0 + other.0)
    }
}
impl Sub for Rational {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Rational(self.0 - other.0)
    }
}
impl Mul for Rational {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Rational(self.0 * other.0)
    }
}
impl Neg for Rational {
    type Output = Self;
    fn neg(self) -> Self {
        Rational(-self.0)
    }
}
impl AddAssign for Rational {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}
impl SubAssign for Rational {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}
impl MulAssign for Rational {
    fn mul_assign(&mut self, other: Self) {
        self.0 *= other.0;
    }
}
impl Zero for Rational {
    fn zero() -> Self {
        Rational(RBig::ZERO)
    }
    fn is_zero(&self) -> bool {
        self.0.is_zero()
    }
}
impl One for Rational {
    fn one() -> Self {
        Rational(RBig::ONE)
    }
}

/// A vector over its common denominator.
struct Cleared {
    numerators: Vec<IBig>,
    denominator: UBig,
}

impl Cleared {
    fn of<'a>(entries: impl Iterator<Item = &'a Rational> + Clone) -> Self {
        let denominator = entries.clone().fold(UBig::ONE, |common, q| {
            let own = q.0.denominator();
            if own.is_one() { common } else { &common / (&common).gcd(own) * own }
        });
        let numerator = |q: &Rational| match denominator.is_one() {
            true => q.0.numerator().clone(),
            false => q.0.numerator() * IBig::from(&denominator / q.0.denominator()),
        };
        Cleared { numerators: entries.map(numerator).collect(), denominator }
    }

    fn times(&self, other: &Self) -> Rational {
        let sum = self.numerators.iter().zip(&other.numerators).fold(IBig::ZERO, |sum, (x, y)| sum + x * y);
        if self.denominator.is_one() && other.denominator.is_one() {
            return Rational(sum.into());
        }
        Rational(RBig::from_parts(sum, &self.denominator * &other.denominator))
    }
}

/// The product of two matrices that hold rationals, over common denominators of the rows of A and of the columns of B:
/// one reduction an entry in place of one a term.
pub(super) fn product<T: Scalar>(a: &DMatrix<T>, b: &DMatrix<T>, held: fn(&T) -> &Rational) -> DMatrix<Rational> {
    assert_eq!(a.ncols(), b.nrows(), "inner dimensions of a product");
    let rows: Vec<Cleared> = a.row_iter().map(|row| Cleared::of(row.iter().map(held))).collect();
    let columns: Vec<Cleared> = b.column_iter().map(|column| Cleared::of(column.iter().map(held))).collect();
    DMatrix::from_fn(a.nrows(), b.ncols(), |i, j| rows[i].times(&columns[j]))
}

impl Ring for Rational {
    fn from_integer(n: i64) -> Self {
        Rational(n.into())
    }
    fn add_product(&mut self, a: &Self, b: &Self) {
        if !a.0.is_zero() && !b.0.is_zero() {
            self.0 += &a.0 * &b.0;
        }
    }
    fn product(a: &DMatrix<Self>, b: &DMatrix<Self>) -> DMatrix<Self> {
        product(a, b, |entry| entry)
    }
    fn equals(&self, other: &Self) -> Truth {
        if self == other { Truth::Yes } else { Truth::No }
    }
    fn sign(&self) -> Sign {
        match self.0.cmp(&RBig::ZERO) {
            std::cmp::Ordering::Less => Sign::Negative,
            std::cmp::Ordering::Equal => Sign::Zero,
            std::cmp::Ordering::Greater => Sign::Positive,
        }
    }
    fn to_f64(&self) -> f64 {
        // The quotient of two exact `f64` is rounded once, as the conversion of the fraction is, and much faster.
        self.short_parts().map_or_else(|| self.0.to_f64().value(), |(above, below)| above as f64 / below as f64)
    }
    fn text(&self) -> String {
        self.to_string()
    }
}

impl Field for Rational {
    fn from_rational(q: &Rational) -> Self {
        q.clone()
    }
    fn divide(&self, divisor: &Self) -> Option<Self> {
        (!divisor.is_zero()).then(|| Rational(&self.0 / &divisor.0))
    }
    fn square_root(&self) -> Option<Self> {
        use dashu_int::ops::{SquareRoot, UnsignedAbs};
        if self.0 < RBig::ZERO {
            return None;
        }
        // In lowest terms: a square exactly where numerator and denominator are.
        let (above, below) = (self.0.numerator().clone().unsigned_abs(), self.0.denominator());
        let root = Rational(RBig::from_parts(above.sqrt().into(), below.sqrt()));
        (root.clone() * root.clone() == *self).then_some(root)
    }
}

impl Ordered for Rational {
    fn magnitude(&self) -> Self {
        self.abs()
    }
}

#[cfg(test)]
mod tests {
    use super::Rational;
    use crate::numbers::Ring;

    #[test]
    fn the_quotient_of_short_parts_is_the_conversion_of_the_fraction() {
        let edge = 1_u64 << 53;
        let parts =
            [1, 2, 3, 5, 7, 10, 48, 49, 1 << 31, 6_700_417, edge / 3, edge - 1, edge, edge + 1, edge + 3, edge * 3];
        for above in parts {
            for below in parts {
                for q in [Rational::new(above as i64, below), Rational::new(-(above as i64), below)] {
                    let converted = q.0.to_f64().value();
                    let is_exact = Rational::from_f64(converted).as_ref() == Some(&q);
                    assert_eq!((q.to_f64(), q.rounded()), (converted, (converted, is_exact)), "{q}");
                }
            }
        }
        assert_eq!(Rational::new(0, 1).rounded(), (0.0, true));
    }
}
