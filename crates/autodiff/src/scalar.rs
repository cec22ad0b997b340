//! The numbers of a pass.

use dualproof_numbers::gemm::Entry;
use nalgebra::RealField;

/// `f64` or `f32`, and no other type. Exponentials, logarithms, tanh and erf are correctly rounded in both; `T::of(x)` is
/// the number of the type next to an `f64`, `x.wide()` the same number as an `f64`.
pub trait Scalar: RealField + Copy + Send + Sync + Entry + Functions {}

impl Scalar for f64 {}
impl Scalar for f32 {}

/// Conversions, and the functions that networks apply to each entry.
pub trait Functions: Sized {
    /// 0.
    const ZERO: Self;
    /// 1.
    const ONE: Self;
    /// 1/2.
    const HALF: Self;
    /// 2/√π, the slope of erf at 0.
    const ERF_SLOPE: Self;
    /// The nearest number of this type; ±∞ beyond its range.
    fn of(x: f64) -> Self;
    /// The same number.
    fn wide(self) -> f64;
    /// eᵗ.
    fn exponential(self) -> Self;
    /// ln t.
    fn logarithm(self) -> Self;
    /// ln(1 + t).
    fn logarithm_past_one(self) -> Self;
    /// tanh t.
    fn hyperbolic_tangent(self) -> Self;
    /// erf t.
    fn error_function(self) -> Self;
}

macro_rules! functions {
    ($type:ident, $exp:ident, $ln:ident, $ln_1p:ident, $tanh:ident, $erf:ident) => {
        impl Functions for $type {
            const ZERO: Self = 0.0;
            const ONE: Self = 1.0;
            const HALF: Self = 0.5;
            const ERF_SLOPE: Self = core::$type::consts::FRAC_2_SQRT_PI;
            fn of(x: f64) -> Self {
                x as $type
            }
            fn wide(self) -> f64 {
                f64::from(self)
            }
            fn exponential(self) -> Self {
                core_math::$exp(self)
            }
            fn logarithm(self) -> Self {
                core_math::$ln(self)
            }
            fn logarithm_past_one(self) -> Self {
                core_math::$ln_1p(self)
            }
            fn hyperbolic_tangent(self) -> Self {
                core_math::$tanh(self)
            }
            fn error_function(self) -> Self {
                core_math::$erf(self)
            }
        }
    };
}

functions!(f64, exp, log, log1p, tanh, erf);
functions!(f32, expf, logf, log1pf, tanhf, erff);

/// The first number that is NaN or infinite.
pub(crate) fn first_not_finite<T: Scalar>(numbers: &[T]) -> Option<usize> {
    /// Numbers that are looked at together: no branch for each.
    const TOGETHER: usize = 1 << 10;
    let is_strange = |x: &T| !x.is_finite();
    let chunk = numbers.chunks(TOGETHER).position(|chunk| chunk.iter().fold(false, |any, x| any | is_strange(x)))?;
    numbers[chunk * TOGETHER..].iter().position(is_strange).map(|place| chunk * TOGETHER + place)
}

/// Σ of a number for each entry, in several sums side by side: the order is free, and one sum waits for itself.
pub(crate) fn sum<T: Scalar>(entries: &[T], number: impl Fn(T) -> f64) -> f64 {
    let (lanes, rest) = entries.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for lane in lanes {
        (0..8).for_each(|k| sums[k] += number(lane[k]));
    }
    sums.iter().sum::<f64>() + rest.iter().map(|x| number(*x)).sum::<f64>()
}

/// Σ of products.
pub(crate) fn inner_product<T: Scalar>(a: &[T], b: &[T]) -> f64 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let mut sums = [0.0; 8];
    for (a, b) in a.iter().zip(b) {
        (0..8).for_each(|k| sums[k] += a[k].wide() * b[k].wide());
    }
    sums.iter().sum::<f64>() + a_rest.iter().zip(b_rest).map(|(a, b)| a.wide() * b.wide()).sum::<f64>()
}
