//! Powers of two and norms: exact over the whole range of `f64`.

use super::two_to;
use dualproof_numbers::numbers::{exponent, largest_magnitude, norm, times_power};

const LEAST: f64 = f64::from_bits(1);

#[test]
fn exponents_are_those_of_the_binary_notation() {
    for (x, found) in [
        (1.0, 0),
        (1.999, 0),
        (-7.5, 2),
        (0.5, -1),
        (0.75, -1),
        (f64::MAX, 1023),
        (f64::MIN_POSITIVE, -1022),
        (f64::MIN_POSITIVE / 2.0, -1023),
        (3.0 * LEAST, -1073),
        (LEAST, -1074),
    ] {
        assert_eq!(exponent(x), found, "{x:e}");
    }
}

#[test]
fn times_a_power_is_rounded_once() {
    for (x, power, product) in [
        (3.0, -2, 0.75),
        (3.0, 0, 3.0),
        (-5.0, 10, -5120.0),
        (1.0, 1023, two_to(1023)),
        (1.0, 1024, f64::INFINITY),
        (0.5, 1024, two_to(1023)),
        (LEAST, 2097, two_to(1023)),
        (LEAST, 2098, f64::INFINITY),
        (1.0, -1022, f64::MIN_POSITIVE),
        (1.0, -1074, LEAST),
        (1.0, -1075, 0.0),
        (1.5, -1075, LEAST),
        (f64::MAX, -2097, LEAST * 2.0),
        (two_to(1023), -2097, LEAST),
        (two_to(1023), -2098, 0.0),
        (1.0, i32::MIN, 0.0),
        (-1.0, i32::MAX, f64::NEG_INFINITY),
        (0.0, i32::MAX, 0.0),
        // Between two subnormals: rounded in two steps it would be a tie to even, downward.
        (1.0 + 3.0 * f64::EPSILON, -1073, LEAST * 2.0),
        (two_to(100) + two_to(48), -1174, LEAST),
        (two_to(900) * (1.0 + f64::EPSILON) * 1.5, -1974, LEAST * 2.0),
        (two_to(900) * (1.5 - f64::EPSILON), -1974, LEAST),
        (two_to(1000) * (1.0 + f64::EPSILON), -2075, LEAST),
    ] {
        assert_eq!(times_power(x, power), product, "{x:e} · 2^{power}");
    }
}

#[test]
fn the_largest_magnitude_keeps_what_is_no_number() {
    assert_eq!(largest_magnitude(&[]), 0.0);
    assert_eq!(largest_magnitude(&[1.0, -3.0, 2.0]), 3.0);
    assert_eq!(largest_magnitude(&[1.0, f64::NEG_INFINITY]), f64::INFINITY);
    for place in 0..3 {
        let mut numbers = [1.0, 5.0, 2.0];
        numbers[place] = f64::NAN;
        assert!(largest_magnitude(&numbers).is_nan() && norm(&numbers).is_nan());
    }
}

#[test]
fn norms_neither_overflow_nor_underflow() {
    for size in [1.0, two_to(1000), two_to(-1000), LEAST] {
        assert_eq!(norm(&[3.0 * size, -4.0 * size]), 5.0 * size);
        assert_eq!(norm(&[6.0 * size, 2.0 * size, 3.0 * size]), 7.0 * size);
    }
    assert_eq!(norm(&[0.0, 0.0]), 0.0);
    assert_eq!(norm(&[]), 0.0);
    assert_eq!(norm(&[1.0, f64::NEG_INFINITY]), f64::INFINITY);
}
