//! A number of training that carries a bound on its own rounding, by the model of floating-point arithmetic:
//! every operation errs by at most u·|result| (+ η near underflow), a sum of n products in any order, fused or not,
//! by at most γ_{n+1} times the sum of their sizes. So a pass over these numbers bounds the error of the very same
//! pass over `f64` or `f32`, whatever order the kernels sum in.

use dualproof::train::{Operand, Real};
use num_traits::{One, Zero};
use std::marker::PhantomData;
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};

/// The format whose rounding is bounded.
pub trait Format: Copy + std::fmt::Debug + PartialEq + Send + Sync + 'static {
    /// The unit roundoff u.
    const UNIT: f64;
    /// The smallest subnormal η.
    const LEAST: f64;
    /// The nearest number of the format.
    fn round(x: f64) -> f64;
}

impl Format for f64 {
    const UNIT: f64 = f64::EPSILON / 2.0;
    const LEAST: f64 = f64::from_bits(1);
    fn round(x: f64) -> f64 {
        x
    }
}

impl Format for f32 {
    const UNIT: f64 = f32::EPSILON as f64 / 2.0;
    const LEAST: f64 = f32::from_bits(1) as f64;
    // Rounding the f64 result of one operation on f32 numbers once more gives the f32 result: 53 ≥ 2·24 + 2.
    fn round(x: f64) -> f64 {
        f64::from(x as f32)
    }
}

/// What the standard library's exp and ln may be off by, in units of u: two ulps.
const ELEMENTARY: f64 = 4.0;

/// The bounds are sums of a few dozen non-negative terms in `f64`, each rounded.
fn inflate(bound: f64) -> f64 {
    bound * (1.0 + 64.0 * f64::EPSILON)
}

/// A value of the format F and a bound on its distance from the exact result.
#[derive(Clone, Copy, Debug)]
pub struct Bounded<F> {
    pub value: f64,
    pub error: f64,
    format: PhantomData<F>,
}

impl<F: Format> Bounded<F> {
    fn rounded(exact: f64, carried: f64, roundings: f64) -> Self {
        let value = F::round(exact);
        let error = inflate(carried + roundings * F::UNIT * value.abs() + F::LEAST);
        Bounded {
            value,
            error: if value == 0.0 && carried == 0.0 && exact == 0.0 { 0.0 } else { error },
            format: PhantomData,
        }
    }
}

impl<F: Format> PartialEq for Bounded<F> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}
impl<F: Format> PartialOrd for Bounded<F> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        self.value.partial_cmp(&other.value)
    }
}
impl<F: Format> Zero for Bounded<F> {
    fn zero() -> Self {
        Self::from_f64(0.0)
    }
    fn is_zero(&self) -> bool {
        self.value == 0.0 && self.error == 0.0
    }
}
impl<F: Format> One for Bounded<F> {
    fn one() -> Self {
        Self::from_f64(1.0)
    }
}
impl<F: Format> Neg for Bounded<F> {
    type Output = Self;
    fn neg(self) -> Self {
        Bounded { value: -self.value, ..self }
    }
}
impl<F: Format> Add for Bounded<F> {
    type Output = Self;
    fn add(self, b: Self) -> Self {
        Self::rounded(self.value + b.value, self.error + b.error, 1.0)
    }
}
impl<F: Format> Sub for Bounded<F> {
    type Output = Self;
    fn sub(self, b: Self) -> Self {
        self + -b
    }
}
impl<F: Format> Mul for Bounded<F> {
    type Output = Self;
    fn mul(self, b: Self) -> Self {
        let carried = self.value.abs() * b.error + b.value.abs() * self.error + self.error * b.error;
        Self::rounded(self.value * b.value, carried, 1.0)
    }
}
impl<F: Format> Div for Bounded<F> {
    type Output = Self;
    fn div(self, b: Self) -> Self {
        let exact = self.value / b.value;
        let far = b.value.abs() - b.error;
        let carried = if far > 0.0 { (self.error + exact.abs() * b.error) / far } else { f64::INFINITY };
        Self::rounded(exact, carried * (1.0 + 8.0 * f64::EPSILON), 1.0)
    }
}
macro_rules! assigning {
    ($($name:ident $method:ident $op:tt),*) => {$(
        impl<F: Format> $name for Bounded<F> {
            fn $method(&mut self, b: Self) {
                *self = *self $op b;
            }
        }
    )*};
}
assigning!(AddAssign add_assign +, SubAssign sub_assign -, MulAssign mul_assign *, DivAssign div_assign /);

impl<F: Format> Real for Bounded<F> {
    fn from_f64(x: f64) -> Self {
        let value = F::round(x);
        Bounded { value, error: (x - value).abs(), format: PhantomData }
    }
    fn to_f64(self) -> f64 {
        self.value
    }
    fn sqrt(self) -> Self {
        // |√(x + δ) − √x| ≤ |δ|/√x.
        let carried = if self.error == 0.0 {
            0.0
        } else if self.value > self.error {
            self.error / self.value.sqrt()
        } else {
            f64::INFINITY
        };
        Self::rounded(self.value.sqrt(), carried, 1.0)
    }
    fn exp(self) -> Self {
        let exact = self.value.exp();
        // The f64 evaluation errs as well.
        Self::rounded(exact, exact * self.error.exp_m1() * (1.0 + 8.0 * f64::EPSILON), 2.0 * ELEMENTARY)
    }
    fn ln_1p(self) -> Self {
        let least = 1.0 + self.value - self.error;
        let carried = if least > 0.0 { self.error / least * (1.0 + 8.0 * f64::EPSILON) } else { f64::INFINITY };
        Self::rounded(self.value.ln_1p(), carried, 2.0 * ELEMENTARY)
    }
    fn add_product(a: Operand<Self>, b: Operand<Self>, c: &mut [Self]) {
        assert_eq!((a.columns, a.rows * b.columns), (b.rows, c.len()), "shapes of a product");
        let n = (a.columns + 1) as f64;
        let gamma = n * F::UNIT / (1.0 - n * F::UNIT);
        for (at, c) in c.iter_mut().enumerate() {
            let (i, j) = (at % a.rows, at / a.rows);
            let (mut sum, mut size, mut carried) = (c.value, c.value.abs(), c.error);
            for k in 0..a.columns {
                let (x, y) = (a.entry(i, k), b.entry(k, j));
                sum += x.value * y.value;
                size += (x.value * y.value).abs();
                carried += x.value.abs() * y.error + y.value.abs() * x.error + x.error * y.error;
            }
            let value = F::round(sum);
            // γ once for the sum that is bounded and once for this one, which stands in for it.
            let error = inflate(carried + 2.0 * gamma * size * (1.0 + n * f64::EPSILON) + n * F::LEAST);
            *c = Bounded { value, error, format: PhantomData };
        }
    }
}
