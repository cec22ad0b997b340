//! Laws of the number systems, held against independent oracles: exact fractions, rational series, values of mpmath.

mod chosen;
mod degrees;
mod double_double;
mod fractions;
mod intervals;
mod plain;
mod powers;
mod residues;
mod running;
mod series;
mod systems;
mod wide_intervals;

use dualproof_numbers::numbers::Rational;

/// The fraction that a finite `f64` is.
fn exactly(x: f64) -> Rational {
    Rational::from_f64(x).expect("a finite number")
}

/// 2 to a power, within the range of `f64`.
fn two_to(power: i32) -> f64 {
    f64::from(power).exp2()
}

/// The fraction of a text such as `"-3/4"`.
fn fraction(text: &str) -> Rational {
    text.parse().expect("a fraction")
}
