//! Intervals with an exponent of their own: their form, and what they decide where every `f64` is 0 or infinite.

use super::intervals::interval;
use super::{fraction, two_to};
use dualproof_numbers::numbers::{Analytic, Field, Interval, Ordered, Ring, Sign, Truth, WideInterval};
use num_traits::{One, Zero};

const LEAST: f64 = f64::from_bits(1);

/// lo 2^exponent to hi 2^exponent.
fn wide(lo: f64, hi: f64, exponent: i64) -> WideInterval {
    WideInterval::new(interval(lo, hi), exponent)
}

fn whole(n: i64) -> WideInterval {
    WideInterval::from_integer(n)
}

/// The mantissa's largest absolute value is in [1, 2), so that equal numbers have one form.
#[test]
fn numbers_have_one_form() {
    for (x, text) in [
        (wide(6.0, 6.0, 0), "1.5 · 2^2"),
        (wide(-6.0, -6.0, 10), "-1.5 · 2^12"),
        (wide(1.0, 1.0, 0), "1.0"),
        (wide(2.0, 3.0, -1), "[1.0, 1.5]"),
        (wide(0.0, 0.0, 77), "0.0"),
        (wide(0.0, 0.25, 5), "[0.0, 1.0] · 2^3"),
        (wide(-4.0, 1.0, 0), "[-1.0, 0.25] · 2^2"),
        (wide(LEAST, LEAST, 0), "1.0 · 2^-1074"),
        (wide(3.0 * LEAST, 3.0 * LEAST, 1), "1.5 · 2^-1072"),
        (wide(f64::MAX, f64::MAX, -1023), "1.9999999999999998"),
        (wide(1.0, f64::INFINITY, 7), "[1.0, inf] · 2^7"),
        (wide(2.0, 2.0, i64::MAX), "[-inf, inf]"),
        (wide(0.25, 0.25, i64::MIN + 1), "[-inf, inf]"),
        (wide(0.5, 0.5, i64::MIN + 1), "1.0 · 2^-9223372036854775808"),
    ] {
        assert_eq!(x.text(), text);
    }
    assert_eq!(WideInterval::from_rational(&fraction("-3/4")), wide(-1.5, -1.5, -1));
    assert!(WideInterval::zero().is_zero() && !WideInterval::one().is_zero());
    assert_eq!(WideInterval::one(), whole(1));
}

#[test]
fn narrowing_rounds_outward() {
    for (x, lo, hi) in [
        (wide(1.5, 1.5, 3), 12.0, 12.0),
        (wide(-1.5, 1.0, -3), -0.1875, 0.125),
        (wide(1.5, 1.5, 1023), 1.5 * two_to(1023), 1.5 * two_to(1023)),
        (wide(1.0, 1.0, 1024), f64::MAX, f64::INFINITY),
        (wide(0.25, 1.0, 1024), two_to(1022), f64::INFINITY),
        (wide(-1.0, -1.0, 5000), f64::NEG_INFINITY, f64::MIN),
        (wide(1.0, 1.0, -1073), two_to(-1073).next_down(), two_to(-1073).next_up()),
        (wide(1.0, 1.0, -1074), 0.0, 2.0 * LEAST),
        (wide(1.0, 1.0, -1075), 0.0, 2.0 * LEAST),
        (wide(-1.0, -1.0, -5000), -2.0 * LEAST, 0.0),
        (wide(1.0, 1.0, -960), two_to(-960), two_to(-960)),
    ] {
        let narrow = x.narrowed();
        // Of a subnormal product the rounding error is not known, and one unit more is allowed on either side.
        let (found, allowed) = ((narrow.lo(), narrow.hi()), (lo, hi));
        assert!(allowed.0 <= found.0 && found.1 <= allowed.1 && found.0 <= found.1, "{x:?}: {found:?}, {allowed:?}");
        assert_eq!((x.to_f64(), x.error_bound()), (narrow.to_f64(), narrow.error_bound()));
    }
    assert_eq!(wide(1.5, 1.5, 3).narrowed(), Interval::point(12.0));
    assert_eq!(wide(1.5, 1.5, 1023).narrowed(), Interval::point(1.5 * two_to(1023)));
}

/// Small whole numbers times powers of two far beyond `f64`: exact.
#[test]
fn arithmetic_is_exact_where_exponents_are_near() {
    for e in [-100_000, 0, 100_000] {
        let number = |n: i64| wide(n as f64, n as f64, e);
        for (a, b) in [(3, 5), (-3, 5), (5, -3), (-5, -3), (8, 1), (0, 3), (3, 0), (7, 7)] {
            assert_eq!(number(a) + number(b), number(a + b));
            assert_eq!(number(a) - number(b), number(a - b));
            assert_eq!(number(a) * number(b), wide((a * b) as f64, (a * b) as f64, 2 * e));
            // 0 has no exponent that is near.
            let near = a != 0 && b != 0 || e >= 0;
            assert_eq!(number(a).equals(&number(b)), if near && a != b { Truth::No } else { Truth::Yes });
            let quotient = number(a * b).divide(&number(b));
            assert_eq!(quotient, (b != 0).then(|| whole(a)));
        }
        assert_eq!(wide(9.0, 9.0, 2 * e).sqrt(), Some(number(3)));
        assert_eq!(wide(18.0, 18.0, 2 * e - 1).sqrt(), Some(number(3)));
        assert_eq!(wide(2.0, 2.0, 2 * e + 3).sqrt(), Some(number(4)));
        assert_eq!(wide(-9.0, -9.0, 2 * e).sqrt(), None);
        assert_eq!(number(-3).magnitude(), number(3));
        assert_eq!(
            [number(-3).sign(), number(3).sign(), number(0).sign()],
            [Sign::Negative, Sign::Positive, Sign::Zero]
        );
        assert_eq!(-number(3), number(-3));
        let (mut sum, mut difference, mut product) = (number(3), number(3), whole(3));
        sum += number(5);
        difference -= number(5);
        product *= number(5);
        assert_eq!([sum, difference, product], [number(8), number(-2), number(15)]);
    }
    assert_eq!(wide(2.0, 6.0, 9).widened(2.0).sign(), Sign::Unknown);
    assert_eq!(wide(2.0, 6.0, 9).widened(1.5).sign(), Sign::Positive);
}

/// A summand too far below the other one to be aligned becomes less than the other's last place.
#[test]
fn what_is_far_smaller_changes_no_sign() {
    let (large, small) = (wide(1.0, 1.0, 3000), wide(1.0, 1.0, 1000));
    for (sum, sign) in
        [(large + small, Sign::Positive), (small - large, Sign::Negative), (large - small, Sign::Positive)]
    {
        assert_eq!(sum.sign(), sign);
        assert_eq!(sum.equals(&if sign == Sign::Negative { -large } else { large }), Truth::Yes);
    }
    // 2⁻¹⁰⁵ apart: the sum is told from the larger one.
    let near = wide(1.0, 1.0, 3000 - 50);
    assert_eq!((large + near).equals(&large), Truth::No);
    assert_eq!(small.equals(&large), Truth::No);
    assert_eq!(WideInterval::WHOLE.equals(&small), Truth::Unknown);
}

/// An exponent beyond `i64` leaves nothing known.
#[test]
fn exponents_that_overflow_give_the_whole_line() {
    let (largest, least) = (wide(1.0, 1.0, i64::MAX), wide(1.0, 1.0, i64::MIN));
    assert_eq!(largest * wide(1.0, 1.0, 1), WideInterval::WHOLE);
    assert_eq!(least * wide(1.0, 1.0, -1), WideInterval::WHOLE);
    assert_eq!(largest.divide(&least), Some(WideInterval::WHOLE));
    assert_eq!(largest.divide(&WideInterval::zero()), None);
    assert_eq!(largest * wide(1.0, 1.0, -1), wide(1.0, 1.0, i64::MAX - 1));
    assert_eq!((largest - least).sign(), Sign::Positive);
    assert_eq!((least - largest).sign(), Sign::Negative);
}

/// ln eˣ = x, over more than the range of `f64`; e^{ln 2 · n} = 2ⁿ.
#[test]
fn functions_keep_their_sign_far_beyond_the_range() {
    for n in [-(1_i64 << 39), -10_000_000, -1000, -3, 0, 1, 40, 1000, 1 << 30] {
        let x = whole(n);
        let (e, back) = (x.exp(), x.exp().ln().expect("positive"));
        assert_eq!(e.sign(), Sign::Positive, "{n}");
        assert_eq!(back.equals(&x), Truth::Yes, "{n}: {back:?}");
        // Four roundings of about n, and those of the mantissa.
        assert!(back.error_bound() <= f64::EPSILON * (4.0 * n.abs() as f64 + 8.0), "{n}: {back:?}");
        let product = e * (-x).exp();
        assert_eq!(product.equals(&WideInterval::one()), Truth::Yes, "{n}: {product:?}");
        assert!(product.error_bound() <= f64::EPSILON * (4.0 * n.abs() as f64 + 8.0), "{n}: {product:?}");
    }
    for n in [-5000, -1, 1, 7, 3000] {
        let ln = wide(1.0, 1.0, n).ln().expect("positive");
        let expected = n as f64 * std::f64::consts::LN_2;
        assert!((ln.to_f64() - expected).abs() <= 2.0 * f64::EPSILON * expected.abs());
        assert!(ln.exp().narrowed().is_within(&interval(0.0, f64::INFINITY)));
        assert_eq!(ln.exp().equals(&wide(1.0, 1.0, n)), Truth::Yes);
    }
    assert_eq!([whole(0).ln(), whole(-2).ln(), wide(-1.0, 1.0, 4).ln()], [None; 3]);
    // An interval's ends go through one by one.
    let e = wide(0.0, 1.0, 0).exp().narrowed();
    assert!(
        e.lo() == 1.0 && e.hi() >= std::f64::consts::E && e.hi() <= std::f64::consts::E * (1.0 + 8.0 * f64::EPSILON)
    );
}

/// From |x| = 2⁴⁰ on, an exponential is a half-line, which starts at 0 or at what is certain.
#[test]
fn exponentials_out_of_reach_are_half_lines() {
    let reach = two_to(40);
    for (lo, hi) in [(-2.0 * reach, -2.0 * reach), (-3.0 * reach, -2.0 * reach)] {
        let e = wide(lo, hi, 0).exp().narrowed();
        assert!(e.lo() == 0.0 && e.hi() <= 2.0 * LEAST, "{e:?}");
    }
    assert_eq!(wide(-reach, -reach, 0).exp().sign(), Sign::Positive);
    assert_eq!(wide(reach, reach, 0).exp().sign(), Sign::Positive);
    assert!(wide(reach, reach, 0).exp().ln().expect("positive").error_bound() < 1.0);
    let beyond = wide(2.0 * reach, 2.0 * reach, 0).exp();
    assert_eq!(beyond.text(), "[1.0, inf] · 2^1099511627776");
    assert_eq!(wide(reach, 2.0 * reach, 0).exp(), beyond);
    assert_eq!(wide(1.0, 2.0 * reach, 0).exp(), wide(0.0, f64::INFINITY, 0));
}

#[test]
fn hyperbolic_tangents_keep_their_sign() {
    for e in [-2000, -1001] {
        let (x, y) = (wide(1.5, 1.5, e), wide(1.5, 1.5, e).tanh());
        assert_eq!((y, (-x).tanh()), (wide(0.75, 1.5, e), wide(-1.5, -0.75, e)));
    }
    let edge = wide(1.0, 1.0, -1000).tanh();
    // Four steps out of the exact arithmetic, one unit in the last place each, and the rounding of the bound.
    assert!(edge.sign() == Sign::Positive && edge.error_bound() <= 5.0 * two_to(-1052));
    assert_eq!(whole(0).tanh(), whole(0));
    assert_eq!(wide(0.5, 0.5, 0).tanh().narrowed(), Interval::point(0.5).tanh());
    let x = wide(0.5, 2.0, 0);
    assert_eq!([x.exponential(), x.logarithm()], [Some(x.exp()), x.ln()]);
    assert_eq!([x.square_root(), x.hyperbolic_tangent()], [x.sqrt(), Some(x.tanh())]);
}
