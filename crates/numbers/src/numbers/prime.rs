//! The prime field of 2⁶¹ − 1 elements: no order, so gates are data; for polynomial identity testing.

use super::forwarding::compound_assignments;
use super::{Field, Obstacle, Rational, Ring, Truth, scope};
use dashu_int::{IBig, UBig};
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use std::ops::{Add, Mul, Neg, Sub};

/// An integer modulo the Mersenne prime p = 2⁶¹ − 1, always reduced: equality is equality of residues.
///
/// A polynomial identity of degree d that is false holds at a random point with probability at most d/p
/// (Schwartz and Zippel). There is no order: [`Ring::sign`] answers unknown, so a ReLU has no gate here and
/// gates are given as field elements, which covers every activation pattern and every leaky slope at once.
///
/// ```
/// use dualproof_numbers::numbers::{Field, Prime61, Ring, Sign};
/// let third = Prime61::from_rational(&"1/3".parse()?);
/// assert_eq!(third + third + third, Prime61::from_integer(1));
/// assert_eq!(Prime61::from_integer(5).sign(), Sign::Unknown);
/// # Ok::<(), dualproof_numbers::numbers::ParseRationalError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Prime61(u64);

impl Prime61 {
    /// p = 2⁶¹ − 1.
    pub const MODULUS: u64 = (1 << 61) - 1;

    /// The residue of an integer below 2⁶⁴.
    pub fn new(n: u64) -> Self {
        Prime61(once((n & Self::MODULUS) + (n >> 61)))
    }

    /// The representative between 0 and p − 1.
    pub fn residue(self) -> u64 {
        self.0
    }

    /// self^exponent, by squaring.
    pub fn power(self, mut exponent: u64) -> Self {
        let (mut base, mut product) = (self, Prime61::one());
        while exponent > 0 {
            if exponent & 1 == 1 {
                product *= base;
            }
            base *= base;
            exponent >>= 1;
        }
        product
    }

    /// The inverse, by Euclid's algorithm: few steps for small numbers, which most denominators are. `None` for 0.
    pub fn inverse(self) -> Option<Self> {
        // Invariant: r = s·self modulo p for both pairs; |s| never exceeds p, so that products of quotients and
        // coefficients stay in range.
        let (mut r, mut next_r) = (Self::MODULUS, self.0);
        let (mut s, mut next_s) = (0_i64, 1_i64);
        while next_r != 0 {
            let quotient = r / next_r;
            (r, next_r) = (next_r, r - quotient * next_r);
            (s, next_s) = (next_s, s - quotient as i64 * next_s);
        }
        (r == 1).then(|| Prime61::from_integer(s))
    }
}

/// The inverses of many elements for one inversion and three products each (Montgomery's trick). `None` where an
/// element is 0.
pub fn inverses(elements: &[Prime61]) -> Option<Vec<Prime61>> {
    let mut products = Vec::with_capacity(elements.len());
    let mut product = Prime61::one();
    for x in elements {
        products.push(product);
        product *= *x;
    }
    let mut inverse = product.inverse()?;
    let mut inverted = vec![Prime61::zero(); elements.len()];
    for (i, x) in elements.iter().enumerate().rev() {
        inverted[i] = inverse * products[i];
        inverse *= *x;
    }
    Some(inverted)
}

/// Reduces n < 2p.
fn once(n: u64) -> u64 {
    if n >= Prime61::MODULUS { n - Prime61::MODULUS } else { n }
}

/// Reduces any 128-bit number: 2⁶¹ ≡ 1, so its three digits in base 2⁶¹ are added.
fn reduce(n: u128) -> u64 {
    let digit = |shift: u32| (n >> shift) as u64 & Prime61::MODULUS;
    let sum = digit(0) + digit(61) + digit(122);
    once((sum & Prime61::MODULUS) + (sum >> 61))
}

/// Products of residues are below 2¹²², so that this many and a reduced remainder fit in 128 bits.
const PRODUCTS_BEFORE_REDUCTION: usize = 63;

impl Add for Prime61 {
    type Output = Self;
    fn add(self, b: Self) -> Self {
        Prime61(once(self.0 + b.0))
    }
}
impl Sub for Prime61 {
    type Output = Self;
    fn sub(self, b: Self) -> Self {
        Prime61(once(self.0 + Self::MODULUS - b.0))
    }
}
impl Mul for Prime61 {
    type Output = Self;
    fn mul(self, b: Self) -> Self {
        let n = u128::from(self.0) * u128::from(b.0);
        let sum = (n as u64 & Self::MODULUS) + (n >> 61) as u64;
        Prime61(once(sum))
    }
}
impl Neg for Prime61 {
    type Output = Self;
    fn neg(self) -> Self {
        Prime61(once(Self::MODULUS - self.0))
    }
}
compound_assignments!(Prime61);
impl Zero for Prime61 {
    fn zero() -> Self {
        Prime61(0)
    }
    fn is_zero(&self) -> bool {
        self.0 == 0
    }
}
impl One for Prime61 {
    fn one() -> Self {
        Prime61(1)
    }
}

impl Ring for Prime61 {
    fn from_integer(n: i64) -> Self {
        let size = Prime61::new(n.unsigned_abs());
        if n < 0 { -size } else { size }
    }

    fn product(a: &DMatrix<Self>, b: &DMatrix<Self>) -> DMatrix<Self> {
        assert_eq!(a.ncols(), b.nrows(), "inner dimensions of a product");
        let rows = a.transpose();
        DMatrix::from_fn(a.nrows(), b.ncols(), |i, j| {
            let (row, column) = (rows.column(i), b.column(j));
            let (row, column) = (row.as_slice(), column.as_slice());
            let mut sum = 0_u128;
            for (x, y) in row.chunks(PRODUCTS_BEFORE_REDUCTION).zip(column.chunks(PRODUCTS_BEFORE_REDUCTION)) {
                sum = x.iter().zip(y).fold(sum, |s, (x, y)| s + u128::from(x.0) * u128::from(y.0));
                sum = u128::from(reduce(sum));
            }
            Prime61(sum as u64)
        })
    }

    fn equals(&self, other: &Self) -> Truth {
        if self == other { Truth::Yes } else { Truth::No }
    }

    fn to_f64(&self) -> f64 {
        self.0 as f64
    }

    fn text(&self) -> String {
        self.0.to_string()
    }
}

impl Field for Prime61 {
    /// # Panics
    /// Outside [`System::computing`](super::System::computing), where p divides the denominator.
    fn from_rational(q: &Rational) -> Self {
        let (numerator, denominator) = q.parts();
        let residue = |n: &UBig| Prime61(u64::try_from(n % UBig::from(Self::MODULUS)).expect("a residue below 2⁶¹"));
        let size = match u64::try_from(numerator) {
            Ok(small) => Prime61::new(small),
            Err(_) => {
                let (sign, magnitude) = IBig::into_parts(numerator.clone());
                let size = residue(&magnitude);
                if sign == dashu_int::Sign::Negative { -size } else { size }
            }
        };
        if denominator.is_one() {
            return size;
        }
        match residue(denominator).inverse() {
            Some(inverse) => size * inverse,
            // Any element will do: the computation has no result.
            None => {
                scope::meet(Obstacle::NoResidue);
                Prime61::one()
            }
        }
    }

    fn divide(&self, divisor: &Self) -> Option<Self> {
        Some(*self * divisor.inverse()?)
    }
}
