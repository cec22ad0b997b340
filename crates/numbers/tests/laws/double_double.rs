//! Double-double bounds are those of the table in `double_double.rs`, evaluated here over the fractions from the two parts
//! of each operand; the functions against values of mpmath to 45 digits.

use super::running::{LEAST, exp_minus_one, is_inflated, u};
use super::{exactly, fraction, two_to};
use dualproof_numbers::numbers::{
    Analytic, DoubleDouble, Field, Floating, Ordered, Rational, Ring, Running, Sign, Truth,
};
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use quickcheck::{Arbitrary, Gen, quickcheck};

/// The high and the low part, as fractions, and the bound.
fn parts(x: &DoubleDouble) -> [Rational; 3] {
    let high = x.to_f64();
    let low = (DoubleDouble::with_error(0.0, 0.0) + *x - DoubleDouble::exact(high)).to_f64();
    [exactly(high), exactly(low), exactly(x.error_bound())]
}

/// high + low.
fn value(x: &DoubleDouble) -> Rational {
    let [high, low, _] = parts(x);
    high + low
}

/// The sum of two `f64` as it is rounded, and the size of what that loses.
fn rounded_sum(a: &Rational, b: &Rational) -> [Rational; 2] {
    let exact = a.clone() + b.clone();
    let rounded = exactly(exact.to_f64());
    [rounded.clone(), exact - rounded]
}

/// A number with a low part, and an error of any relative size between 2⁻¹²⁰ and 2⁻¹, or none.
#[derive(Clone, Copy, Debug)]
struct Approximate(DoubleDouble);

impl Arbitrary for Approximate {
    fn arbitrary(g: &mut Gen) -> Self {
        let mut whole = || (i64::arbitrary(g) >> 10) as f64;
        let high = whole();
        let low = whole() * two_to(-60);
        let value = DoubleDouble::exact(high) + DoubleDouble::exact(low);
        let error = high.abs() * two_to(-2 - i32::from(u8::arbitrary(g) % 120));
        let is_exact = u8::arbitrary(g).is_multiple_of(3);
        Approximate(if is_exact { value } else { value + DoubleDouble::with_error(0.0, error) })
    }
}

quickcheck! {
    fn double_double_sums_have_the_documented_bound(a: Approximate, b: Approximate) -> bool {
        let (a, b) = (a.0, b.0);
        if a.is_zero() || b.is_zero() {
            return a + b == if a.is_zero() { b } else { a };
        }
        let ([x, x_low, r], [y, y_low, s]) = (parts(&a), parts(&b));
        let found = a + b;
        let [high, rest] = rounded_sum(&x, &y);
        let [low, lost] = rounded_sum(&x_low, &y_low);
        let [rest, first] = rounded_sum(&rest, &low);
        let [_, rest] = rounded_sum(&high, &rest);
        let [_, second] = rounded_sum(&rest, &lost);
        is_inflated(found.error_bound(), &(r + s + first.abs() + second.abs()), 4)
            && (value(&found) - value(&a) - value(&b)).abs() <= first.abs() + second.abs()
            && (a - b) == a + (-b)
    }

    fn double_double_products_have_the_documented_bound(a: Approximate, b: Approximate) -> bool {
        let (a, b) = (a.0, b.0);
        if a.is_zero() || b.is_zero() || a.is_one() || b.is_one() {
            return true;
        }
        let ([x, x_low, r], [y, y_low, s]) = (parts(&a), parts(&b));
        let found = a * b;
        let rounded_product = |a: &Rational, b: &Rational| {
            let exact = a.clone() * b.clone();
            let rounded = exactly(exact.to_f64());
            [rounded.clone(), exact - rounded]
        };
        let [_, rest] = rounded_product(&x, &y);
        let [[left, _], [right, _]] = [rounded_product(&x, &y_low), rounded_product(&x_low, &y)];
        let [cross, first] = rounded_sum(&left, &right);
        let [_, second] = rounded_sum(&rest, &cross);
        let neglected = (x_low * y_low).abs() + u() * (left.abs() + right.abs());
        let lost = first.abs() + second.abs() + neglected;
        // The high parts are within u of the sizes, which are taken one unit larger.
        let carried = x.abs() * s.clone() + y.abs() * r.clone() + r * s;
        is_inflated(found.error_bound(), &(carried + lost.clone()), 10)
            && (value(&found) - value(&a) * value(&b)).abs() <= lost
    }

    /// Between what the three terms are at least and what the arithmetic of the residual makes of them.
    fn double_double_quotients_have_the_documented_bound(a: Approximate, b: Approximate) -> bool {
        let (a, b) = (a.0, b.0);
        let ([_, _, r], [y, _, s]) = (parts(&a), parts(&b));
        let distance = y.abs() - s.clone();
        let Some(found) = a.divide(&b) else { return distance <= Rational::from_integer(4) * u() * y.abs() };
        if b.is_one() {
            return found == a;
        }
        let quotient = value(&found);
        let missed = (value(&a) - quotient.clone() * value(&b)).abs();
        let carried = r + quotient.abs() * s;
        let (bound, unit) = (exactly(found.error_bound()), |n: i64| Rational::from_integer(n) * u());
        let least = (carried.clone() + missed.clone()).divide(&distance);
        // 32 units for the rounding of the bound, 16 for that of its terms; the residual's own bound is some u² of a.
        let most = carried * (Rational::one() + unit(48)) + missed.clone() + unit(8) * u() * value(&a).abs() + exactly(LEAST);
        let nearest = distance - unit(4) * y.abs();
        found.error_bound().is_finite() && least.is_some_and(|least| least <= bound)
            && (nearest <= Rational::zero() || bound <= most.divide(&nearest).expect("positive") * (Rational::one() + unit(48)))
            // Two digits of the quotient in base 2⁵³ are right.
            && missed <= unit(8) * u() * value(&a).abs()
    }
}

/// mpmath at 60 digits.
#[test]
fn double_double_functions_meet_their_values() {
    for (function, argument, digits) in VALUES_OF {
        let x = DoubleDouble::from_rational(&fraction(argument));
        let found = if function == "exp" { x.exp() } else { x.ln().expect("positive") };
        let expected = fraction_of_decimal(digits);
        // The 45 digits are rounded at the last one.
        let missed = (value(&found) - expected.clone()).abs();
        let rounding = expected.abs() * fraction_of_decimal("1e-44");
        assert!(missed <= exactly(found.error_bound()) + rounding, "{function} {argument}: {found:?}");
        // Each of eight squarings doubles the relative error, which is about 2⁻¹⁰⁴ at first. That of the exponential in a
        // logarithm is absolute there.
        let size = if function == "exp" { expected } else { expected.abs() + Rational::one() };
        // Below the least normal number, low parts are multiples of the least one of all: those of eˣ, and in a logarithm
        // those of the exponential that its argument is multiplied by.
        let units = if function == "exp" { Rational::one() } else { value(&x) + Rational::one() };
        let most = size * exactly(two_to(-95)) + units * exactly(8.0 * LEAST);
        assert!(exactly(found.error_bound()) <= most, "{function} {argument}: {found:?}");
    }
}

/// A decimal such as `-1.25e-3`.
fn fraction_of_decimal(text: &str) -> Rational {
    let (digits, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let power = exponent.parse::<i32>().expect("an exponent") - rest.len() as i32;
    let ten = Rational::from_integer(10).power(power.unsigned_abs());
    let integer = fraction(&format!("{whole}{rest}"));
    if power < 0 { integer.divide(&ten).expect("not zero") } else { integer * ten }
}

/// What is carried: e^{x + δ} − eˣ ≤ eˣ(eʳ − 1), and ln(x + δ) − ln x ≤ r/(x − r).
#[test]
fn inexact_arguments_carry_the_documented_error() {
    for (x, r) in [(0.0, two_to(-20)), (1.0, 0.25), (-3.0, 1.0), (100.0, two_to(-30)), (-600.0, 0.5), (600.0, 0.5)] {
        let y = DoubleDouble::with_error(x, r).exp();
        let documented = value(&y) * exp_minus_one(&exactly(r));
        assert!(is_inflated(y.error_bound(), &documented, 8), "e^({x} ± {r}): {y:?}");
    }
    for (x, r) in
        [(1.0, two_to(-20)), (3.0, 1.0), (1e10, 9e9), (two_to(-300), two_to(-301)), (two_to(300), two_to(299))]
    {
        let y = DoubleDouble::with_error(x, r).ln().expect("positive");
        let documented = exactly(r).divide(&(exactly(x) - exactly(r))).expect("positive");
        // The distance x − r is taken smaller by 2 u x, and by 4 u of itself.
        let units = (8.0 + 2.0 * x / (x - r)) as i64;
        assert!(is_inflated(y.error_bound(), &documented, 4 + units), "ln({x} ± {r}): {y:?}");
    }
}

#[test]
fn double_double_images_are_exact_or_hardly_not() {
    for n in [0, 1, -7, (1 << 53) + 1, i64::MAX, i64::MIN, i64::MIN + 1, (1 << 62) - 1] {
        let x = DoubleDouble::from_integer(n);
        assert_eq!((value(&x), x.error_bound()), (Rational::from_integer(n), 0.0), "{n}");
    }
    let exact = fraction("1267650600228229401496703205377/4");
    let image = DoubleDouble::from_rational(&exact);
    assert_eq!((value(&image), image.error_bound()), (exact, 0.0));
    let third = DoubleDouble::from_rational(&fraction("1/3"));
    let [_, low, bound] = parts(&third);
    let missed = (value(&third) - fraction("1/3")).abs();
    assert!(missed > Rational::zero() && missed <= bound && is_inflated(third.error_bound(), &(u() * low.abs()), 1));
    let tiny = Rational::one().divide(&Rational::from_integer(3).power(1000)).expect("not zero");
    assert_eq!(DoubleDouble::from_rational(&tiny).error_bound(), 2.0 * LEAST);
    assert_eq!(DoubleDouble::from_rational(&Rational::from_integer(2).power(2000)).sign(), Sign::Unknown);
    let from = DoubleDouble::from(Running::with_error(3.0, 0.5));
    assert_eq!(from, DoubleDouble::with_error(3.0, 0.5));
    let wide = from.widened(6.0);
    assert!(wide.to_f64() == 3.0 && is_inflated(wide.error_bound(), &fraction("3"), 0));
    assert_eq!(DoubleDouble::exact(3.0).widened(6.0), DoubleDouble::exact(3.0));
    assert_eq!([from.magnitude(), (-from).magnitude(), -(-from)], [from; 3]);
    assert_eq!((from.to_f64(), from.error_bound()), (3.0, 0.5));
}

#[test]
fn exact_double_doubles_keep_what_they_meet() {
    let [zero, one] = [DoubleDouble::zero(), DoubleDouble::one()];
    let x = DoubleDouble::from_rational(&fraction("1/3"));
    for same in [x + zero, zero + x, x - zero, x * one, one * x, x.divide(&one).expect("not zero")] {
        assert_eq!(same, x);
    }
    assert_eq!([x * zero, zero * x], [zero; 2]);
    assert!(zero.is_zero() && one.is_one());
    for near in
        [DoubleDouble::with_error(0.0, 1.0), DoubleDouble::with_error(1.0, 1.0), one + DoubleDouble::exact(two_to(-60))]
    {
        assert!(!near.is_zero() && !near.is_one());
        assert!((near * x) != x && (x * near) != x && (x + near) != x && (x * near) != zero);
        assert_ne!(x.divide(&near), Some(x));
    }
    for unsound in
        [f64::NAN, f64::INFINITY].into_iter().flat_map(|x| [DoubleDouble::exact(x), DoubleDouble::with_error(1.0, x)])
    {
        assert_eq!([(zero * unsound).sign(), (unsound * zero).sign(), unsound.sign()], [Sign::Unknown; 3]);
        assert_eq!([unsound.equals(&one), one.equals(&unsound)], [Truth::Unknown; 2]);
        assert_eq!([unsound.ln(), unsound.sqrt(), one.divide(&unsound)], [None; 3], "{unsound:?}");
        assert_eq!(unsound.exp().sign(), Sign::Unknown);
    }
    let (mut sum, mut difference, mut product) = (x, x, x);
    sum += x;
    difference -= x;
    product *= x;
    assert_eq!([sum, difference, product], [x + x, x - x, x * x]);
    assert_eq!(value(&(x + x)), value(&x) * Rational::from_integer(2));
    assert_eq!(<DoubleDouble as Floating>::NAME, "double-double");
    assert_eq!(<DoubleDouble as Floating>::exact(2.0), DoubleDouble::exact(2.0));
    assert_eq!(<DoubleDouble as Floating>::with_error(2.0, 1.0), DoubleDouble::with_error(2.0, 1.0));
}

/// Where every product is below the least number, 7 η; what is exact stays exact down to 2⁻⁹⁶⁰.
#[test]
fn double_double_bounds_near_underflow_are_counted() {
    let [exact, inexact] = [DoubleDouble::exact(two_to(-600)), DoubleDouble::with_error(two_to(-600), two_to(-600))];
    for found in [exact * exact, exact * inexact, inexact * exact, inexact * inexact] {
        assert_eq!(found.error_bound(), (7.0 + 1.0) * LEAST);
    }
    let root = DoubleDouble::exact(two_to(-480));
    assert_eq!((root * root).error_bound(), 0.0);
    assert!((root * DoubleDouble::exact(two_to(-481))).error_bound() >= 7.0 * LEAST);
    let low = root + DoubleDouble::exact(two_to(-560));
    assert!((low * root).error_bound() >= 7.0 * LEAST && (root * low).error_bound() >= 7.0 * LEAST);
    // A quotient is exact where nothing is left of the dividend, and else never taken for exact, however small it is.
    for (a, b, is_exact) in
        [(0.0, 4.0, true), (6.0, 3.0, true), (LEAST, 8.0, false), (3.0 * LEAST, 2.0, false), (1.0, 3.0, false)]
    {
        let quotient = DoubleDouble::exact(a).divide(&DoubleDouble::exact(b)).expect("not zero");
        assert_eq!(quotient.error_bound() == 0.0, is_exact, "{a:e} / {b}: {quotient:?}");
    }
}

#[test]
fn double_double_signs_and_equality() {
    for (high, error, sign) in [
        (1.0, 0.5, Sign::Positive),
        (1.0, 1.0, Sign::Unknown),
        // The low part may take 2 u of the high one, and the product one more.
        (1.0, 1.0 - f64::EPSILON / 2.0, Sign::Unknown),
        (1.0, 1.0 - 4.0 * f64::EPSILON, Sign::Positive),
        (-1.0, 0.5, Sign::Negative),
        (-1.0, 1.0, Sign::Unknown),
        (0.0, 0.0, Sign::Zero),
        (0.0, LEAST, Sign::Unknown),
        (1.0, f64::INFINITY, Sign::Unknown),
    ] {
        assert_eq!(DoubleDouble::with_error(high, error).sign(), sign, "{high} ± {error}");
    }
    let x = DoubleDouble::with_error(1.0, 0.25);
    for (y, equal) in [
        (DoubleDouble::exact(1.25), Truth::Yes),
        (DoubleDouble::with_error(1.75, 0.5), Truth::Yes),
        (DoubleDouble::with_error(2.0, 0.5), Truth::No),
        (DoubleDouble::with_error(0.0, 0.5), Truth::No),
        (DoubleDouble::with_error(0.0, 0.75), Truth::Yes),
        (DoubleDouble::exact(-2.0), Truth::No),
    ] {
        assert_eq!([x.equals(&y), y.equals(&x)], [equal; 2], "{y:?}");
    }
    let one = DoubleDouble::one();
    assert_eq!(one.equals(&(one + DoubleDouble::exact(two_to(-100)))), Truth::No);
    assert_eq!((DoubleDouble::exact(two_to(-100)) - one + one).sign(), Sign::Positive);
    // The difference of the largest numbers of either sign overflows.
    assert_eq!(DoubleDouble::exact(f64::MAX).equals(&DoubleDouble::exact(f64::MIN)), Truth::Unknown);
}

#[test]
fn double_double_functions_are_refused_where_the_argument_may_be_outside() {
    let at = DoubleDouble::with_error;
    for (x, ln, root) in [
        (at(1.0, 0.5), true, true),
        (at(1.0, 1.0), false, false),
        (at(1.0, 2.0), false, false),
        (at(0.0, 0.0), false, true),
        (at(0.0, LEAST), false, false),
        (at(-1.0, 0.0), false, false),
    ] {
        assert_eq!((x.ln().is_some(), x.sqrt().is_some()), (ln, root), "{x:?}");
        assert_eq!([x.logarithm(), x.square_root()], [x.ln(), x.sqrt()]);
        assert_eq!([x.exponential(), x.hyperbolic_tangent()], [Some(x.exp()), Some(x.tanh())]);
    }
    assert_eq!(at(0.0, 0.0).sqrt(), Some(at(0.0, 0.0)));
    for (divisor, divides) in
        [(at(2.0, 1.0), true), (at(2.0, 2.0), false), (at(-2.0, 1.0), true), (at(0.0, 0.0), false)]
    {
        assert_eq!(at(1.0, 0.0).divide(&divisor).is_some(), divides, "{divisor:?}");
    }
    // √ and tanh are those of the `f64` arithmetic, of an argument rounded to its high part.
    let x = DoubleDouble::from_rational(&fraction("1/3"));
    let [high, low, error] = parts(&x).map(|q| q.to_f64());
    let rounded = Running::with_error(high, x.tanh().error_bound());
    assert!(rounded.error_bound() >= low.abs() + error);
    for (found, plain) in [
        (x.tanh(), Running::exact(high).tanh()),
        (x.sqrt().expect("positive"), Running::exact(high).sqrt().expect("positive")),
    ] {
        assert_eq!(found.to_f64(), plain.value());
        let beyond = found.error_bound() - plain.error_bound();
        // The derivative of either is below 1.
        assert!(beyond > 0.0 && beyond <= 2.0 * (low.abs() + error), "{found:?}");
    }
    // Beyond the range of `f64`, the exponential is 0 or not known; a logarithm whose exponential is out of range is that
    // of the `f64` arithmetic.
    let zero = DoubleDouble::exact(-800.0).exp();
    assert!(zero.to_f64() == 0.0 && zero.error_bound() <= 2.0 * LEAST);
    assert_eq!(DoubleDouble::exact(800.0).exp().sign(), Sign::Unknown);
    let ln = DoubleDouble::exact(LEAST).ln().expect("positive");
    assert_eq!((ln.to_f64(), ln.error_bound() < 1e-12), (-744.440_071_921_381_2, true));
}

/// On one thread and on many, a product of matrices is the sum of the products, in the order of the columns of A.
#[test]
fn double_double_products_of_matrices_are_sums() {
    for (rows, inner, columns) in [(2, 3, 4), (26, 25, 26), (0, 3, 2), (3, 0, 2), (3, 2, 0)] {
        let entry = |k: usize| DoubleDouble::from_rational(&Rational::new(k as i64 % 17 - 8, 3));
        let a = DMatrix::from_fn(rows, inner, |i, j| entry(3 * i + 5 * j));
        let b = DMatrix::from_fn(inner, columns, |i, j| entry(7 * i + 2 * j));
        let product = DMatrix::from_fn(rows, columns, |i, j| {
            (0..inner).fold(DoubleDouble::zero(), |sum, k| sum + a[(i, k)] * b[(k, j)])
        });
        assert_eq!(DoubleDouble::product(&a, &b), product);
    }
}

/// A function, its argument and its value to 45 digits, by mpmath.
const VALUES_OF: [(&str, &str, &str); 19] = [
    ("exp", "1", "2.71828182845904523536028747135266249775724709"),
    ("exp", "-1", "3.67879441171442321595523770161460867445811131e-1"),
    ("exp", "1/3", "1.39561242508608952862812531960258683759790652"),
    ("exp", "40", "2.35385266837019985407899910749034804508871617e+17"),
    ("exp", "-300", "5.14820022241201378115486192106713099813499822e-131"),
    ("exp", "690", "4.60460640478298962212096334970857518416712922e+299"),
    ("exp", "-600", "2.65039655300431081633867944726958270152909255e-261"),
    ("exp", "1/1000000", "1.00000100000050000016666670833334166666805556"),
    ("ln", "2", "6.93147180559945309417232121458176568075500134e-1"),
    ("ln", "1/3", "-1.09861228866810969139524523692252570464749056"),
    ("ln", "10", "2.30258509299404568401799145468436420760110149"),
    ("ln", "1000000007", "2.07232658439464111316619232064926106014932501e+1"),
    ("ln", "1267650600228229401496703205376", "6.93147180559945309417232121458176568075500134e+1"),
    ("ln", "1/1267650600228229401496703205376", "-6.93147180559945309417232121458176568075500134e+1"),
    ("ln", "1000001/1000000", "9.99999500000333333083333533333166666809523685e-7"),
    ("exp", "7097/10", "1.65498402768018914312001558409930971667305624e+308"),
    ("exp", "-700", "9.85967654375977085670537294784946510511560018e-305"),
    (
        "ln",
        "1000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
        "6.90775527898213705205397436405309262280330447e+2",
    ),
    (
        "ln",
        "1/100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
        "-6.67749676968273248365217521858465620204319432e+2",
    ),
];
