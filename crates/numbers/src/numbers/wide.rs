//! Intervals with an exponent of their own: e^(−10⁷) keeps its sign, where every `f64` is 0.
//!
//! A number is `mantissa · 2^exponent`, the mantissa an [`Interval`] whose largest absolute value is in [1, 2) and
//! the exponent an `i64`. Scaling by a power of two is exact as long as it stays in the range of `f64`, so the
//! rigour is that of the mantissa's arithmetic; where two exponents are too far apart to be aligned, the smaller
//! operand becomes [0, tiny] or [−tiny, 0], which changes no sign of a sum of terms of one sign.
//!
//! exp reduces its argument by x = k ln 2 + t with ln 2 = C₁ + C₂, C₁ of 32 bits, so that k·C₁ is exact. It keeps
//! its sign up to |x| ≤ 2⁴⁰; beyond, it is a half-line.

use super::forwarding::{difference_and_assignments, functions_of_an_analytic_field};
use super::{Analytic, Field, Interval, Ordered, Rational, Ring, Sign, Truth};
use num_traits::{One, Zero};
use std::ops::{Add, Mul, Neg};

/// The first 32 bits of ln 2.
pub(super) const LN_2_HIGH: f64 = f64::from_bits(std::f64::consts::LN_2.to_bits() & !((1 << 21) - 1));

/// ln 2 − [`LN_2_HIGH`] to 53 bits, from the decimals of ln 2: 1.90821492927058770002e−10 in the double-double
/// split of the literature. The contract test holds [`ln_2`] against a rational series.
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// The largest |x| whose exponential keeps its sign.
const REACH: f64 = (1_u64 << 40) as f64;

/// A rigorous enclosure of a real number of almost any size.
///
/// ```
/// use dualproof_numbers::numbers::{Analytic, Ring, Sign, WideInterval};
/// let tiny = WideInterval::from_integer(-10_000_000).exp();
/// assert_eq!(tiny.sign(), Sign::Positive);
/// assert!(tiny.to_f64() < f64::MIN_POSITIVE);         // for display only
/// assert!((tiny.ln().expect("positive").to_f64() + 1e7).abs() < 1e-6);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WideInterval {
    mantissa: Interval,
    exponent: i64,
}

/// An enclosure of ln 2 − C₁.
pub(super) fn ln_2_low() -> Interval {
    let (lo, hi) = (LN_2_LOW.next_down(), LN_2_LOW.next_up());
    Interval::new(lo, hi).expect("ordered")
}

/// 2^k as an interval: a point where it is an `f64`, else what lies beyond on that side.
fn power_of_two(k: i64) -> Interval {
    const LEAST: i64 = -1074;
    const NORMAL: i64 = -1022;
    match k {
        NORMAL..=1023 => Interval::point(f64::from_bits(((k + 1023) as u64) << 52)),
        LEAST..NORMAL => Interval::point(f64::from_bits(1 << (k - LEAST))),
        ..LEAST => Interval::new(0.0, f64::from_bits(1)).expect("ordered"),
        _ => Interval::new(f64::MAX, f64::INFINITY).expect("ordered"),
    }
}

impl WideInterval {
    /// All reals: also what an overflow of the exponent gives.
    pub const WHOLE: WideInterval = WideInterval { mantissa: Interval::WHOLE, exponent: 0 };

    /// mantissa · 2^exponent.
    pub fn new(mantissa: Interval, exponent: i64) -> Self {
        let largest = mantissa.magnitude().hi();
        if largest == 0.0 || largest.is_infinite() {
            let exponent = if largest == 0.0 { 0 } else { exponent };
            return WideInterval { mantissa, exponent };
        }
        let shift = i64::from(super::exponent(largest));
        let Some(exponent) = exponent.checked_add(shift) else { return Self::WHOLE };
        if shift == 0 {
            return WideInterval { mantissa, exponent };
        }
        // In two steps: 2^(−shift) itself may be out of range for subnormal mantissas.
        let half = shift / 2;
        let mantissa = mantissa * power_of_two(-half) * power_of_two(half - shift);
        WideInterval { mantissa, exponent }
    }

    /// As an interval of `f64`, rounded outward: the sign may be lost.
    pub fn narrowed(&self) -> Interval {
        // Two steps, so that a mantissa near 2 reaches the largest numbers and subnormals round once.
        match self.exponent {
            -1074..=1023 => self.mantissa * power_of_two(self.exponent),
            k if k < 0 => self.mantissa * power_of_two(k),
            k => self.mantissa * power_of_two(1023) * power_of_two(k - 1023),
        }
    }

    /// The mantissa over another, larger exponent.
    fn aligned(&self, exponent: i64) -> Interval {
        match exponent.saturating_sub(self.exponent) {
            0 => self.mantissa,
            shift => self.mantissa * power_of_two(-shift),
        }
    }

    fn hull(self, other: Self) -> Self {
        let exponent = self.exponent.max(other.exponent);
        WideInterval::new(self.aligned(exponent).hull(other.aligned(exponent)), exponent)
    }

    /// exp of a number within reach.
    fn exp_of_endpoint(x: Interval) -> Self {
        let k = (x.to_f64() / std::f64::consts::LN_2).round();
        let turns = Interval::point(k);
        let rest = x - turns * Interval::point(LN_2_HIGH) - turns * ln_2_low();
        WideInterval::new(rest.exp(), k as i64)
    }
}

impl Add for WideInterval {
    type Output = Self;
    fn add(self, b: Self) -> Self {
        if self.is_zero() {
            return b;
        }
        if b.is_zero() {
            return self;
        }
        let exponent = self.exponent.max(b.exponent);
        WideInterval::new(self.aligned(exponent) + b.aligned(exponent), exponent)
    }
}
impl Neg for WideInterval {
    type Output = Self;
    fn neg(self) -> Self {
        WideInterval { mantissa: -self.mantissa, exponent: self.exponent }
    }
}
impl Mul for WideInterval {
    type Output = Self;
    fn mul(self, b: Self) -> Self {
        match self.exponent.checked_add(b.exponent) {
            Some(exponent) => WideInterval::new(self.mantissa * b.mantissa, exponent),
            None => Self::WHOLE,
        }
    }
}
difference_and_assignments!(WideInterval);
impl Zero for WideInterval {
    fn zero() -> Self {
        WideInterval { mantissa: Interval::zero(), exponent: 0 }
    }
    fn is_zero(&self) -> bool {
        self.mantissa.is_zero()
    }
}
impl One for WideInterval {
    fn one() -> Self {
        WideInterval { mantissa: Interval::one(), exponent: 0 }
    }
}

impl Ring for WideInterval {
    fn from_integer(n: i64) -> Self {
        WideInterval::new(Interval::from_integer(n), 0)
    }

    /// As for [`Interval`]: a no is a proof, a yes is consistency to within the error bound.
    fn equals(&self, other: &Self) -> Truth {
        let exponent = self.exponent.max(other.exponent);
        self.aligned(exponent).equals(&other.aligned(exponent))
    }

    fn sign(&self) -> Sign {
        self.mantissa.sign()
    }

    fn to_f64(&self) -> f64 {
        self.narrowed().to_f64()
    }

    fn error_bound(&self) -> f64 {
        self.narrowed().error_bound()
    }

    fn text(&self) -> String {
        match self.exponent {
            0 => self.mantissa.text(),
            k => format!("{} · 2^{k}", self.mantissa.text()),
        }
    }
}

impl Field for WideInterval {
    fn widened(&self, factor: f64) -> Self {
        WideInterval::new(self.mantissa.widened(factor), self.exponent)
    }

    fn from_rational(q: &Rational) -> Self {
        WideInterval::new(Interval::from_rational(q), 0)
    }

    fn divide(&self, divisor: &Self) -> Option<Self> {
        let mantissa = self.mantissa.divide(&divisor.mantissa)?;
        Some(match self.exponent.checked_sub(divisor.exponent) {
            Some(exponent) => WideInterval::new(mantissa, exponent),
            None => Self::WHOLE,
        })
    }

    functions_of_an_analytic_field!();
}

impl Ordered for WideInterval {
    fn magnitude(&self) -> Self {
        WideInterval { mantissa: self.mantissa.magnitude(), exponent: self.exponent }
    }
}

impl Analytic for WideInterval {
    fn exp(&self) -> Self {
        let x = self.narrowed();
        let half_line = |x: f64| WideInterval::new(Interval::point(x).exp(), 0);
        let below = |x: f64| if x < -REACH { half_line(-REACH) } else { Self::exp_of_endpoint(Interval::point(x)) };
        if x.hi() > REACH {
            // e^x > 2^x: at least the exponential of what is in reach, without an upper bound.
            let least = Interval::new(f64::from(u8::from(x.lo() >= REACH)), f64::INFINITY).expect("ordered");
            return WideInterval { mantissa: least, exponent: if x.lo() >= REACH { REACH as i64 } else { 0 } };
        }
        below(x.lo()).hull(below(x.hi()))
    }

    fn ln(&self) -> Option<Self> {
        let turns = Interval::from_integer(self.exponent);
        let whole = turns * Interval::point(LN_2_HIGH) + turns * ln_2_low();
        Some(WideInterval::new(self.mantissa.ln()? + whole, 0))
    }

    fn sqrt(&self) -> Option<Self> {
        let odd = self.exponent.rem_euclid(2);
        let root = (self.mantissa * power_of_two(odd)).sqrt()?;
        Some(WideInterval::new(root, (self.exponent - odd) / 2))
    }

    fn tanh(&self) -> Self {
        let narrow = self.narrowed();
        // Below 2⁻¹⁰⁰⁰ the mantissa would be lost: there tanh x = x(1 − x²/3 + …) lies between x/2 and x.
        if self.exponent < -1000 {
            let half = Interval::new(0.5, 1.0).expect("ordered");
            return WideInterval::new(self.mantissa * half, self.exponent);
        }
        WideInterval::new(narrow.tanh(), 0)
    }
}
