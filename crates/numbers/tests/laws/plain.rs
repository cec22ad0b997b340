//! Plain `f64` as a system, what every system inherits, and the obstacles.

use super::fraction;
use dualproof_numbers::numbers::{
    Analytic, Field, Location, Obstacle, Ordered, Ring, Running, Sign, Truth, two_sum, uniform,
};
use nalgebra::dmatrix;
use rand::Rng;
use std::convert::Infallible;

#[test]
fn floats_are_ordered_and_nan_is_unknown() {
    let signs = [2.5, -2.5, 0.0, -0.0, f64::NAN].map(|x| x.sign());
    assert_eq!(signs, [Sign::Positive, Sign::Negative, Sign::Zero, Sign::Zero, Sign::Unknown]);
    for (a, b, equal, at_most) in [
        (1.0, 2.0, Truth::No, Truth::Yes),
        (2.0, 1.0, Truth::No, Truth::No),
        (2.0, 2.0, Truth::Yes, Truth::Yes),
        (f64::NAN, 1.0, Truth::Unknown, Truth::Unknown),
        (1.0, f64::NAN, Truth::Unknown, Truth::Unknown),
    ] {
        assert_eq!((a.equals(&b), a.at_most(&b)), (equal, at_most), "{a} {b}");
    }
    assert_eq!(Ordered::magnitude(&-3.0), 3.0);
}

#[test]
fn floats_are_a_field_with_functions_where_these_are_defined() {
    assert_eq!([f64::from_integer(-7), f64::from_rational(&fraction("3/4"))], [-7.0, 0.75]);
    assert_eq!([3.0.divide(&2.0), 3.0.divide(&0.0), 0.0.divide(&2.0)], [Some(1.5), None, Some(0.0)]);
    assert_eq!(
        (Ring::to_f64(&2.5), 2.5.error_bound(), (-0.0).text(), 1e300.text()),
        (2.5, 0.0, "0.0".into(), "1e300".into())
    );
    let product = f64::product(&dmatrix![1.0, 2.0; 3.0, 4.0], &dmatrix![0.0, 1.0; 1.0, 1.0]);
    assert_eq!(product, dmatrix![2.0, 3.0; 4.0, 7.0]);
    // The functions of the standard library, here under the names of the field.
    let x = 0.7;
    assert_eq!([x.exponential(), Some(Analytic::exp(&x))], [Some(f64::exp(x)); 2]);
    assert_eq!([x.logarithm(), Analytic::ln(&x)], [Some(f64::ln(x)); 2]);
    assert_eq!([x.square_root(), Analytic::sqrt(&x)], [Some(f64::sqrt(x)); 2]);
    assert_eq!([x.hyperbolic_tangent(), Some(Analytic::tanh(&x))], [Some(f64::tanh(x)); 2]);
    for outside in [0.0, -1.0, f64::NAN] {
        assert_eq!([outside.logarithm(), Analytic::ln(&outside)], [None; 2], "{outside}");
    }
    assert_eq!([0.0.square_root(), Analytic::sqrt(&0.0)], [Some(0.0); 2]);
    assert_eq!([(-1.0).square_root(), Analytic::sqrt(&-1.0)], [None; 2]);
}

/// A generator whose every word is the same.
struct Constant(u64);

impl rand::TryRng for Constant {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.0 as u32)
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.0)
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.fill(self.0 as u8);
        Ok(())
    }
}

/// The 53 leading bits of a word, below 1 whatever they are.
#[test]
fn uniform_numbers_are_multiples_of_a_power_of_two() {
    for (word, number) in [
        (0, 0.0),
        (u64::MAX, 1.0 - f64::EPSILON / 2.0),
        (1 << 63, 0.5),
        (0b11 << 62, 0.75),
        ((1 << 11) - 1, 0.0),
        (1 << 11, f64::EPSILON / 2.0),
    ] {
        let rng = &mut Constant(word);
        assert_eq!(rng.next_u64(), word);
        assert_eq!(uniform(rng), number, "{word:#x}");
    }
}

#[test]
fn two_sums_are_exact() {
    let tiny = f64::EPSILON / 8.0;
    for (a, b, sum, lost) in
        [(1.0, tiny, 1.0, tiny), (tiny, -1.0, -1.0, tiny), (3.0, 4.0, 7.0, 0.0), (1e16, 1.0, 1e16, 1.0)]
    {
        assert_eq!(two_sum(a, b), (sum, lost), "{a} + {b}");
    }
}

#[test]
fn an_obstacle_is_an_unmet_assumption_or_says_nothing() {
    let at = Location { what: "the maximum", at: [("of unit", 1), ("of layer", 2), ("on view", 3)] };
    for (obstacle, is_unmet) in [
        (Obstacle::Kink(at), true),
        (Obstacle::Tie(at), true),
        (Obstacle::Outside("trees"), true),
        (Obstacle::UndecidedKink(at), false),
        (Obstacle::UnknownSign("a pivot"), false),
        (Obstacle::Unsupported("root"), false),
    ] {
        assert_eq!(obstacle.is_unmet_assumption(), is_unmet, "{obstacle}");
    }
    assert_eq!(at.to_string(), "the maximum of unit 1 of layer 2 on view 3");
}

/// What a system without a method of its own inherits.
#[test]
fn defaults_are_those_of_an_exact_system_without_order() {
    let x = Running::with_error(2.0, 1.0);
    assert_eq!([x.at_most(&Running::exact(5.0)), x.at_most(&Running::exact(0.5))], [Truth::Yes, Truth::No]);
    assert_eq!(x.at_most(&Running::exact(2.5)), Truth::Unknown);
    assert_eq!(Running::exact(-0.0).text(), "0.0");
    let mut sum = 1.0;
    f64::add_product(&mut sum, &3.0, &4.0);
    assert_eq!(sum, 13.0);
}
