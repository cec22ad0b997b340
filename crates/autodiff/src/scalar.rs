//! The numbers that a program computes with.

use dualproof_networks::graph::Function;
use dualproof_numbers::gemm::Entry;

/// `f64` or `f32`.
///
/// Exponential functions, logarithms, tanh and erf are correctly rounded, the same on every machine.
pub trait Scalar: nalgebra::RealField + Entry + Copy + Send + Sync + sealed::Functions {}

impl Scalar for f64 {}
impl Scalar for f32 {}

pub(crate) mod sealed {
    /// What the operations of a graph need of a number.
    pub trait Functions: Copy {
        /// The nearest number; beyond the largest one infinite.
        fn nearest(x: f64) -> Self;
        /// The same number as `f64`.
        fn wide(self) -> f64;
        fn finite(self) -> bool;
        fn exponential(self) -> Self;
        fn logarithm(self) -> Self;
        /// ln(1 + x).
        fn logarithm_of_one_and(self) -> Self;
        fn hyperbolic_tangent(self) -> Self;
        fn error_function(self) -> Self;
    }
}

macro_rules! functions {
    ($t:ty, $exp:ident, $log:ident, $log1p:ident, $tanh:ident, $erf:ident) => {
        impl sealed::Functions for $t {
            fn nearest(x: f64) -> Self {
                x as $t
            }
            fn wide(self) -> f64 {
                f64::from(self)
            }
            fn finite(self) -> bool {
                self.is_finite()
            }
            fn exponential(self) -> Self {
                core_math::$exp(self)
            }
            fn logarithm(self) -> Self {
                core_math::$log(self)
            }
            fn logarithm_of_one_and(self) -> Self {
                core_math::$log1p(self)
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

/// A function at t and its derivative there; NaN outside the domain.
pub(crate) fn applied<T: Scalar>(function: Function, t: T) -> (T, T) {
    let (zero, one) = (T::zero(), T::one());
    // 1/(1 + e⁻ᵗ) without overflow: e^(−|t|) is at most 1.
    let sigmoid = |t: T| {
        let small = (-t.abs()).exponential();
        if t < zero { small / (one + small) } else { one / (one + small) }
    };
    match function {
        Function::Exponential => {
            let e = t.exponential();
            (e, e)
        }
        Function::Logarithm => (t.logarithm(), one / t),
        Function::SquareRoot => {
            let root = t.sqrt();
            (root, one / (root + root))
        }
        Function::Sigmoid => {
            // s(t)(1 − s(t)) = s(t) s(−t), which keeps its digits where s is near 1.
            let s = sigmoid(t);
            (s, s * sigmoid(-t))
        }
        // ln(1 + eᵗ) = max(t, 0) + ln(1 + e^(−|t|)).
        Function::Softplus => {
            let beyond = (-t.abs()).exponential().logarithm_of_one_and();
            (if t < zero { beyond } else { t + beyond }, sigmoid(t))
        }
        // The derivative is (2/√π) e^(−t²).
        Function::Erf => {
            let steepest = T::nearest(std::f64::consts::FRAC_2_SQRT_PI);
            (t.error_function(), steepest * (-(t * t)).exponential())
        }
    }
}

/// Numbers that a sum treats side by side, in this fixed order on every machine.
const LANES: usize = 8;

/// Σ x, summed in `f64`.
pub(crate) fn sum<T: Scalar>(x: &[T]) -> f64 {
    let (chunks, rest) = x.as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for chunk in chunks {
        (0..LANES).for_each(|i| lanes[i] += chunk[i].wide());
    }
    lanes.iter().sum::<f64>() + rest.iter().map(|x| x.wide()).sum::<f64>()
}

/// Σ x y, summed in `f64`.
pub(crate) fn dot<T: Scalar>(x: &[T], y: &[T]) -> f64 {
    let ((chunks, rest), (others, last)) = (x.as_chunks::<LANES>(), y.as_chunks::<LANES>());
    let mut lanes = [0.0; LANES];
    for (x, y) in chunks.iter().zip(others) {
        (0..LANES).for_each(|i| lanes[i] += x[i].wide() * y[i].wide());
    }
    lanes.iter().sum::<f64>() + rest.iter().zip(last).map(|(x, y)| x.wide() * y.wide()).sum::<f64>()
}

/// The first entry that is not finite.
pub(crate) fn first_not_finite<T: Scalar>(x: &[T]) -> Option<usize> {
    let (chunks, rest) = x.as_chunks::<LANES>();
    let mut strange = [T::zero(); LANES];
    for chunk in chunks {
        // 0, but NaN where x is not finite.
        (0..LANES).for_each(|i| strange[i] += chunk[i] * T::zero());
    }
    let all = strange.iter().all(|s| s.finite()) && rest.iter().all(|x| x.finite());
    if all { None } else { x.iter().position(|x| !x.finite()) }
}
