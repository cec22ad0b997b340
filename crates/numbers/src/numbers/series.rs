//! Power series in one formal variable ε, up to its square: what a family that depends on ε does as ε → 0.
//!
//! a₀ + a₁ε + a₂ε² over any field, multiplied modulo ε³. A computation done in it gives the value, the first
//! derivative and half the second one in ε at ε = 0, each as exactly as the field allows; ReLU gates are those at ε = 0.

use super::{Field, Rational, Ring, Sign, Truth};
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use std::ops::{Add, AddAssign, Mul, MulAssign, Neg, Sub, SubAssign};

/// a₀ + a₁ε + a₂ε² modulo ε³.
///
/// ```
/// use dualproof_numbers::numbers::{Field, Rational, Ring, Series};
/// let [zero, one] = [0, 1].map(Rational::from_integer);
/// let x = Series::new([one.clone(), one.clone(), zero]);                 // 1 + ε
/// let inverse = Series::from_integer(1).divide(&x).expect("a unit");
/// assert_eq!(inverse.coefficients(), &[one.clone(), -one.clone(), one]); // 1 − ε + ε²
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Series<S>([S; 3]);

impl<S: Field> Series<S> {
    /// The series of these coefficients.
    pub fn new(coefficients: [S; 3]) -> Self {
        Series(coefficients)
    }

    /// a₀, a₁, a₂.
    pub fn coefficients(&self) -> &[S; 3] {
        &self.0
    }

    /// f of the series, from f(a₀), f'(a₀) and f''(a₀)/2.
    fn mapped(&self, value: S, slope: S, half_curvature: S) -> Self {
        let [_, first, second] = self.0.clone();
        let bend = half_curvature * first.clone() * first.clone();
        Series([value, slope.clone() * first, slope * second + bend])
    }
}

impl<S: Field> Add for Series<S> {
    type Output = Self;
    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}
impl<S: Field> Sub for Series<S> {
    type Output = Self;
    fn sub(mut self, other: Self) -> Self {
        self -= other;
        self
    }
}
impl<S: Field> Neg for Series<S> {
    type Output = Self;
    fn neg(self) -> Self {
        Series(self.0.map(|x| -x))
    }
}
impl<S: Field> Mul for Series<S> {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let mut product = Series::zero();
        product.add_product(&self, &other);
        product
    }
}
impl<S: Field> AddAssign for Series<S> {
    fn add_assign(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(x, y)| *x += y);
    }
}
impl<S: Field> SubAssign for Series<S> {
    fn sub_assign(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(x, y)| *x -= y);
    }
}
impl<S: Field> MulAssign for Series<S> {
    fn mul_assign(&mut self, other: Self) {
        *self = self.clone() * other;
    }
}
impl<S: Field> Zero for Series<S> {
    fn zero() -> Self {
        Series([S::zero(), S::zero(), S::zero()])
    }
    fn is_zero(&self) -> bool {
        self.0.iter().all(Zero::is_zero)
    }
}
impl<S: Field> One for Series<S> {
    fn one() -> Self {
        Series([S::one(), S::zero(), S::zero()])
    }
}

impl<S: Field> Ring for Series<S> {
    fn from_integer(n: i64) -> Self {
        Series([S::from_integer(n), S::zero(), S::zero()])
    }

    fn add_product(&mut self, a: &Self, b: &Self) {
        for i in 0..self.0.len() {
            for j in (0..self.0.len() - i).filter(|j| !b.0[*j].is_zero()) {
                self.0[i + j].add_product(&a.0[i], &b.0[j]);
            }
        }
    }

    /// Coefficient by coefficient: six products of matrices over the field, those with a factor 0 left out.
    fn product(a: &DMatrix<Self>, b: &DMatrix<Self>) -> DMatrix<Self> {
        assert_eq!(a.ncols(), b.nrows(), "inner dimensions of a product");
        let coefficients = |m: &DMatrix<Self>| [0, 1, 2].map(|i| m.map(|x| x.0[i].clone()));
        let is_zero = |m: &DMatrix<S>| m.iter().all(Zero::is_zero);
        let (left, right) = (coefficients(a), coefficients(b));
        let mut sums = [0, 1, 2].map(|_| DMatrix::<S>::zeros(a.nrows(), b.ncols()));
        for i in 0..left.len() {
            for j in (0..right.len() - i).filter(|j| !is_zero(&left[i]) && !is_zero(&right[*j])) {
                sums[i + j] += S::product(&left[i], &right[j]);
            }
        }
        DMatrix::from_fn(a.nrows(), b.ncols(), |row, column| Series([0, 1, 2].map(|k| sums[k][(row, column)].clone())))
    }

    /// Coefficient by coefficient: no where one certainly differs.
    fn equals(&self, other: &Self) -> Truth {
        let mut answer = Truth::Yes;
        for (a, b) in self.0.iter().zip(&other.0) {
            match a.equals(b) {
                Truth::No => return Truth::No,
                Truth::Unknown => answer = Truth::Unknown,
                Truth::Yes => {}
            }
        }
        answer
    }

    /// The sign for all small ε of either sign: that of a₀; unknown where a₀ is 0 and the series is not.
    fn sign(&self) -> Sign {
        match self.0[0].sign() {
            Sign::Zero if !self.is_zero() => Sign::Unknown,
            sign => sign,
        }
    }

    /// The value at ε = 0.
    fn to_f64(&self) -> f64 {
        self.0[0].to_f64()
    }

    /// The largest among the coefficients.
    fn error_bound(&self) -> f64 {
        self.0.iter().map(Ring::error_bound).fold(0.0, f64::max)
    }

    fn text(&self) -> String {
        format!("{} + {} ε + {} ε²", self.0[0].text(), self.0[1].text(), self.0[2].text())
    }
}

impl<S: Field> Field for Series<S> {
    fn from_rational(q: &Rational) -> Self {
        Series([S::from_rational(q), S::zero(), S::zero()])
    }

    /// `None` where a₀ of the divisor is, or may be, 0.
    fn divide(&self, divisor: &Self) -> Option<Self> {
        let inverse = S::one().divide(&divisor.0[0])?;
        let square = inverse.clone() * inverse.clone();
        Some(self.clone() * divisor.mapped(inverse.clone(), -square.clone(), square * inverse))
    }

    fn exponential(&self) -> Option<Self> {
        let value = self.0[0].exponential()?;
        Some(self.mapped(value.clone(), value.clone(), value * half()))
    }

    fn logarithm(&self) -> Option<Self> {
        let slope = S::one().divide(&self.0[0])?;
        let curvature = -(slope.clone() * slope.clone());
        Some(self.mapped(self.0[0].logarithm()?, slope, curvature * half()))
    }

    fn square_root(&self) -> Option<Self> {
        let root = self.0[0].square_root()?;
        let slope = half::<S>().divide(&root)?;
        let curvature = -(slope.divide(&self.0[0])? * half());
        Some(self.mapped(root, slope, curvature * half()))
    }
}

fn half<S: Field>() -> S {
    S::from_rational(&Rational::new(1, 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::Interval;

    fn series(coefficients: [i64; 3]) -> Series<Interval> {
        Series::new(coefficients.map(Interval::from_integer))
    }

    #[test]
    fn the_product_of_matrices_is_that_of_their_entries() {
        let a = DMatrix::from_fn(2, 3, |i, j| series([i as i64 + 1, j as i64 - 1, 2]));
        let b = DMatrix::from_fn(3, 2, |i, j| series([3 - j as i64, 0, i as i64]));
        let product = Series::product(&a, &b);
        for (i, j) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            let mut sum = Series::zero();
            (0..3).for_each(|k| sum.add_product(&a[(i, k)], &b[(k, j)]));
            assert_eq!(product[(i, j)], sum, "small integers are exact");
        }
    }

    #[test]
    fn functions_obey_their_defining_identities() {
        let (x, one) = (series([3, 5, -7]), series([1, 0, 0]));
        let meets = |a: &Series<Interval>, b: &Series<Interval>| {
            a.equals(b) == Truth::Yes && a.error_bound() < f64::EPSILON.sqrt()
        };
        let [e, root, log] = [x.exponential(), x.square_root(), x.logarithm()].map(|y| y.expect("3 is positive"));
        assert!(meets(&e.logarithm().expect("positive"), &x));
        assert!(meets(&log.exponential().expect("always"), &x));
        assert!(meets(&(root.clone() * root), &x));
        assert!(meets(&(one.divide(&x).expect("a unit") * x.clone()), &one));
        assert_eq!(one.divide(&series([0, 1, 0])), None);
        assert_eq!(series([0, 1, 0]).sign(), Sign::Unknown);
    }
}
