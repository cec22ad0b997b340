//! Running bounds are those of the table in `running.rs`, evaluated here over the fractions: not below, and above by no
//! more than what their own rounding is allowed.

use super::{exactly, fraction, two_to};
use dualproof_numbers::numbers::{Analytic, Field, Floating, Ordered, Rational, Ring, Running, Sign, Truth};
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use quickcheck::{Arbitrary, Gen, quickcheck};

/// The smallest subnormal, η of the table.
pub const LEAST: f64 = f64::from_bits(1);

/// From here on the rounding error of a product is known exactly.
fn least_exact_product() -> f64 {
    two_to(-960)
}

/// u, the unit roundoff.
pub fn u() -> Rational {
    exactly(f64::EPSILON / 2.0)
}

fn times(n: i64, x: Rational) -> Rational {
    Rational::from_integer(n) * x
}

/// Is the bound the documented one, with the 32 u and η for its own rounding? Before that, at most `roundings` by a
/// factor of at most 1 ± u went into it, and the product with 1 + 32 u is rounded once more.
pub fn is_inflated(bound: f64, documented: &Rational, roundings: i64) -> bool {
    let bound = exactly(bound);
    let factor = |units: i64| Rational::one() + times(units, u());
    // The square of u for the product of the factors, each of them at most 1 + 64 u.
    let least = documented.clone() * factor(32 - roundings - 1) - exactly(LEAST);
    let most = documented.clone() * factor(32 + roundings + 2) + times(2, exactly(LEAST));
    least <= bound && bound <= most
}

/// A number with an error of any relative size between 2⁻⁸⁰ and 2⁻¹, or none.
#[derive(Clone, Copy, Debug)]
struct Approximate(Running);

impl Arbitrary for Approximate {
    fn arbitrary(g: &mut Gen) -> Self {
        let value = (i64::arbitrary(g) >> 10) as f64 * two_to(i32::from(i8::arbitrary(g)) / 4);
        let size = two_to(-1 - i32::from(u8::arbitrary(g) % 80)) * f64::from(1 + u32::from(u8::arbitrary(g)) % 2);
        let error = if u8::arbitrary(g) % 3 == 0 { 0.0 } else { value.abs() * size / 2.0 };
        Approximate(Running::with_error(value, error))
    }
}

/// Value, error and size over the fractions.
fn parts(x: &Running) -> [Rational; 3] {
    [exactly(x.value()), exactly(x.error_bound()), exactly(x.value()).abs()]
}

quickcheck! {
    fn sums_have_the_documented_bound(a: Approximate, b: Approximate) -> bool {
        let (a, b) = (a.0, b.0);
        if a.is_zero() || b.is_zero() {
            return a + b == if a.is_zero() { b } else { a };
        }
        let ([x, r, _], [y, s, _]) = (parts(&a), parts(&b));
        let [sum, difference] = [a + b, a - b];
        let is = |z: Running, exact: Rational| {
            z.value() == exact.to_f64() && is_inflated(z.error_bound(), &(r.clone() + s.clone() + (exactly(z.value()) - exact).abs()), 2)
        };
        is(sum, x.clone() + y.clone()) && is(difference, x - y)
    }

    fn products_have_the_documented_bound(a: Approximate, b: Approximate) -> bool {
        let (a, b) = (a.0, b.0);
        let ([x, r, size], [y, s, other]) = (parts(&a), parts(&b));
        let (found, exact) = (a * b, x * y);
        if a.is_zero() || b.is_zero() || a.is_one() || b.is_one() {
            return found.value() == exact.to_f64();
        }
        let carried = size * s.clone() + other * r.clone() + r * s;
        found.value() == exact.to_f64() && is_inflated(found.error_bound(), &(carried + (exactly(found.value()) - exact).abs()), 6)
    }

    fn quotients_have_the_documented_bound(a: Approximate, b: Approximate) -> bool {
        let (a, b) = (a.0, b.0);
        let ([x, r, _], [y, s, size]) = (parts(&a), parts(&b));
        let distance = size.clone() - s.clone() - u() * size.clone();
        let Some(found) = a.divide(&b) else { return distance <= Rational::zero() };
        if b.is_one() {
            return found == a;
        }
        if a.is_zero() {
            // The terms in η of the table are all that is left, each rounded to a whole η.
            let bound = exactly(found.error_bound()) * distance;
            return found.value() == 0.0 && bound <= times(4, exactly(LEAST)) * (Rational::one() + s + size);
        }
        let quotient = exactly(found.value()).abs();
        let carried = r + quotient.clone() * (Rational::one() + times(2, u())) * s;
        let documented = carried.divide(&distance).expect("positive") + u() * quotient;
        found.value() == x.divide(&y).expect("not zero").to_f64() && is_inflated(found.error_bound(), &documented, 8)
    }

    /// √ and tanh, whose derivative is at most 1/√x and 1; ln, whose derivative is at most 1/(x − r).
    fn functions_have_the_documented_bound(a: Approximate) -> bool {
        let x = a.0.magnitude();
        let [value, error, _] = parts(&x);
        let rounding = |y: &Running| u() * exactly(y.value()).abs();
        let less_than_one = Rational::one() - times(4, u());
        let tanh = x.tanh();
        let is = |y: Running, carried: Rational| is_inflated(y.error_bound(), &(carried + rounding(&y)), 6);
        let root = x.sqrt();
        let ln = x.ln();
        (value.is_zero() || root.is_some_and(|y| is(y, error.divide(&(exactly(y.value()) * less_than_one.clone())).expect("positive"))))
            && (value.is_zero() || ln.is_some_and(|y| is(y, error.divide(&((value.clone() - error.clone()) * less_than_one.clone())).expect("positive"))))
            && is(tanh, error)
    }
}

/// Found by a random run: 0 over a number with an error keeps the terms in η of the table, however small that number is.
#[test]
fn zero_over_what_is_hardly_known_is_zero_within_a_few_of_the_smallest_numbers() {
    for value in [two_to(-30), 1.0, two_to(80)] {
        let quotient = Running::exact(0.0).divide(&Running::with_error(value, value / 2.0)).expect("not 0");
        assert_eq!(quotient.value(), 0.0);
        let most = times(4, exactly(LEAST)) * (Rational::one() + times(2, exactly(value)));
        assert!(exactly(quotient.error_bound()) * exactly(value / 2.0) <= most, "{value}: {quotient:?}");
    }
}

/// eˣ − 1 for 0 ≤ x ≤ 1, by Taylor's sum to x³⁰, exact to 2⁻¹⁰⁰.
pub fn exp_minus_one(x: &Rational) -> Rational {
    let (mut term, mut sum) = (Rational::one(), Rational::zero());
    for n in 1..=30 {
        term = term * x.clone() * Rational::new(1, n);
        sum += term.clone();
    }
    sum
}

/// e^{x + δ} − eˣ ≤ eˣ(eʳ − 1).
#[test]
fn exponentials_have_the_documented_bound() {
    for (x, r) in
        [(0.0, 0.0), (0.0, two_to(-20)), (1.0, 0.25), (-3.0, 1.0), (2.0, two_to(-52)), (700.0, 0.5), (-700.0, 0.5)]
    {
        let y = Running::with_error(x, r).exp();
        let value = exactly(y.value());
        let documented = value.clone() * (Rational::one() + times(2, u())) * exp_minus_one(&exactly(r)) + u() * value;
        assert!(is_inflated(y.error_bound(), &documented, 5), "{x} ± {r}: {y:?}");
    }
    assert_eq!(Running::exact(1.0).exp().value(), std::f64::consts::E);
    // e⁷⁵⁰ is beyond f64: what is known is that the power is between 0 and e⁵⁰ = 5184705528587072464087.45….
    let bound = Running::with_error(-700.0, 750.0).exp().error_bound();
    let [least, most] = ["5184705528587072464087", "5184705528587072464088"].map(fraction);
    // One unit in the last place of 50 is 2⁻⁴⁷, and e^{2⁻⁴⁷} − 1 is less than 65 u.
    assert!(exactly(bound) >= least && exactly(bound) <= most * (Rational::one() + times(65 + 40, u())), "{bound}");
    // [e⁻¹⁸⁰⁰, e⁻²⁰⁰] with e⁻²⁰⁰ = 1.383896526736737530…·10⁻⁸⁷; one unit in the last place of 200 is 2⁻⁴⁵ = 256 u.
    let (bound, most) = (Running::with_error(-1000.0, 800.0).exp().error_bound(), 1.383_896_526_736_737_5e-87);
    assert!(bound >= most && exactly(bound) <= exactly(most) * (Rational::one() + times(256 + 1 + 40, u())), "{bound}");
}

/// Where every term is below the least number, the bound is a count of these.
#[test]
fn bounds_near_underflow_are_counted() {
    let [exact, inexact] = [Running::exact(two_to(-600)), Running::with_error(two_to(-600), two_to(-600))];
    for (found, count) in [
        // The operation's η, and the one by which a bound that is not 0 is inflated.
        (exact * exact, 1 + 1),
        (exact * inexact, 3 + 1 + 1),
        (inexact * exact, 3 + 1 + 1),
        (inexact * inexact, 3 + 1 + 1),
        (Running::exact(-740.0).exp(), 1 + 1),
        (Running::exact(1.0).ln().expect("positive"), 1 + 1),
        (Running::exact(0.0).tanh(), 1 + 1),
        (Running::exact(0.0).divide(&Running::exact(3.0)).expect("not zero"), 1 + 1),
        (Running::exact(0.0).divide(&Running::with_error(4.0, 1.0)).expect("not zero"), 1 + 1 + 1),
        (Running::with_error(1.0, LEAST) + Running::with_error(-1.0, LEAST), 2 + 1),
        (Running::with_error(1.0, LEAST).widened(3.0), 3 + 1),
    ] {
        assert_eq!(found.error_bound(), f64::from(count) * LEAST, "{found:?}");
    }
    // From the least exact product on, nothing is lost; just below it something may be.
    let root = Running::exact(two_to(-480));
    assert_eq!((root * root).value(), least_exact_product());
    assert_eq!((root * root).error_bound(), 0.0);
    assert_eq!((root * Running::exact(two_to(-481))).error_bound(), 2.0 * LEAST);
    // A divisor known only to half: η r_b is more than η where r_b is large.
    let quotient = Running::exact(0.0).divide(&Running::with_error(two_to(12), two_to(11))).expect("not zero");
    assert_eq!(quotient.error_bound(), (1.0 + 1.0 + 1.0) * LEAST);
}

#[test]
fn exact_operands_keep_what_they_meet() {
    let [zero, one] = [Running::exact(0.0), Running::exact(1.0)];
    let x = Running::with_error(3.0, 0.25);
    for same in
        [x + zero, zero + x, x - zero, x * one, one * x, x.divide(&one).expect("not zero"), x.magnitude(), -(-x)]
    {
        assert_eq!(same, x);
    }
    for none in [x * zero, zero * x] {
        assert_eq!(none, zero);
    }
    // Not what is only nearly so.
    for near in [Running::with_error(0.0, 1.0), Running::with_error(1.0, 1.0)] {
        assert!(!near.is_zero() && !near.is_one());
        assert!((near * x).error_bound() >= 3.0 && (x * near).error_bound() >= 3.0 && (x + near).error_bound() >= 1.25);
    }
    assert!(x.divide(&Running::with_error(1.0, 0.5)).is_some_and(|q| q.error_bound() > 3.0));
    for unsound in [f64::NAN, f64::INFINITY].into_iter().flat_map(|x| [Running::exact(x), Running::with_error(1.0, x)])
    {
        assert_eq!([(zero * unsound).sign(), (unsound * zero).sign()], [Sign::Unknown; 2]);
        assert_eq!([unsound.equals(&one), one.equals(&unsound)], [Truth::Unknown; 2]);
        assert_eq!([unsound.ln(), unsound.sqrt(), one.divide(&unsound)], [None; 3], "{unsound:?}");
    }
    let (mut sum, mut difference, mut product) = (x, x, x);
    sum += x;
    difference -= x;
    product *= x;
    assert_eq!([sum, difference, product], [x + x, x - x, x * x]);
    assert_eq!((-x).magnitude(), x);
    assert_eq!((x.to_f64(), x.value(), x.error_bound()), (3.0, 3.0, 0.25));
}

#[test]
fn images_are_exact_or_one_rounding_away() {
    for n in [0, 1, -7, 1 << 53, -(1 << 53), (1 << 53) - 1] {
        assert_eq!(Running::from_integer(n), Running::exact(n as f64), "{n}");
    }
    for n in [(1 << 53) + 1, -(1 << 53) - 1, i64::MAX] {
        let x = Running::from_integer(n);
        assert!(is_inflated(x.error_bound(), &(u() * exactly(n as f64).abs()), 1), "{x:?}");
    }
    assert_eq!(Running::from_rational(&fraction("-3/4")), Running::exact(-0.75));
    let third = Running::from_rational(&fraction("1/3"));
    assert_eq!(third.value(), 1.0 / 3.0);
    assert!(is_inflated(third.error_bound(), &(u() * exactly(third.value())), 1));
    let tiny =
        Running::from_rational(&Rational::one().divide(&Rational::from_integer(3).power(1000)).expect("not zero"));
    assert_eq!((tiny.value(), tiny.error_bound()), (0.0, 2.0 * LEAST));
    assert_eq!(Running::from_rational(&Rational::from_integer(2).power(2000)).sign(), Sign::Unknown);
    let wide = Running::with_error(3.0, 0.25).widened(6.0);
    assert!(wide.value() == 3.0 && is_inflated(wide.error_bound(), &fraction("3/2"), 0));
    assert_eq!(Running::exact(3.0).widened(6.0), Running::exact(3.0));
}

#[test]
fn signs_and_equality_are_decided_outside_the_error_only() {
    for (value, error, sign) in [
        (1.0, 0.5, Sign::Positive),
        (1.0, 1.0, Sign::Unknown),
        (1.0, 1.0_f64.next_down(), Sign::Positive),
        (-1.0, 0.5, Sign::Negative),
        (-1.0, 1.0, Sign::Unknown),
        (-1.0, 1.0_f64.next_down(), Sign::Negative),
        (0.0, 0.0, Sign::Zero),
        (0.0, LEAST, Sign::Unknown),
        (1.0, f64::INFINITY, Sign::Unknown),
    ] {
        assert_eq!(Running::with_error(value, error).sign(), sign, "{value} ± {error}");
    }
    let x = Running::with_error(1.0, 0.25);
    let past = |units: f64| Running::with_error(1.0 + 0.75 * (1.0 + units * f64::EPSILON), 0.5);
    for (y, equal) in [
        (Running::exact(1.25), Truth::Yes),
        (Running::with_error(1.75, 0.5), Truth::Yes),
        // Within the rounding of the bound, 32 u = 16 ε.
        (past(8.0), Truth::Yes),
        (past(32.0), Truth::No),
        (Running::with_error(0.0, 0.5), Truth::No),
        (Running::with_error(0.0, 0.75), Truth::Yes),
        (Running::exact(-2.0), Truth::No),
    ] {
        assert_eq!([x.equals(&y), y.equals(&x)], [equal; 2], "{y:?}");
    }
    assert_eq!(Running::exact(1.0).equals(&Running::exact(1.0_f64.next_up())), Truth::No);
    assert_eq!(Running::exact(0.0).equals(&Running::exact(LEAST)), Truth::No);
}

#[test]
fn functions_are_refused_where_the_argument_may_be_outside() {
    let at = Running::with_error;
    for (x, ln, root) in [
        (at(1.0, 0.5), true, true),
        (at(1.0, 1.0), false, true),
        (at(1.0, 2.0), false, false),
        (at(0.0, 0.0), false, true),
        (at(0.0, LEAST), false, false),
        (at(-1.0, 0.0), false, false),
        (at(LEAST, 0.0), true, true),
    ] {
        assert_eq!((x.ln().is_some(), x.sqrt().is_some()), (ln, root), "{x:?}");
        assert_eq!([x.logarithm(), x.square_root()], [x.ln(), x.sqrt()]);
        assert_eq!([x.exponential(), x.hyperbolic_tangent()], [Some(x.exp()), Some(x.tanh())]);
    }
    assert_eq!(at(0.0, 0.0).sqrt(), Some(at(0.0, 0.0)));
    let value = |x: Option<Running>| x.expect("in the domain").value();
    assert_eq!(value(Running::exact(2.0).ln()), std::f64::consts::LN_2);
    assert_eq!(value(Running::exact(2.0).sqrt()), std::f64::consts::SQRT_2);
    assert_eq!(Running::exact(0.5).tanh().value(), 0.462_117_157_260_009_74);
    for (divisor, divides) in
        [(at(2.0, 1.0), true), (at(2.0, 2.0), false), (at(-2.0, 1.0), true), (at(0.0, 0.0), false)]
    {
        assert_eq!(at(1.0, 0.0).divide(&divisor).is_some(), divides, "{divisor:?}");
    }
    // The root of what is not negative, however little is known of it.
    assert_eq!(Floating::root_of_nonnegative(&Running::exact(4.0)), Running::exact(4.0).sqrt().expect("positive"));
    let root = Floating::root_of_nonnegative(&at(1.0, 8.0));
    assert!(root.value() - root.error_bound() <= 0.0 && root.value() + root.error_bound() >= 3.0);
    assert!(root.error_bound() <= 1.5 * (1.0 + 4.0 * f64::EPSILON));
    assert_eq!(<Running as Floating>::NAME, "f64");
    assert_eq!(<Running as Floating>::exact(2.0), Running::exact(2.0));
    assert_eq!(<Running as Floating>::with_error(2.0, 1.0), Running::with_error(2.0, 1.0));
}

/// γ_n abs(A) abs(B) + abs(A) R_B + R_A abs(B) + R_A R_B + 4nη, times 1 + 2(n + 4) u for its own two products: on matrices
/// of one number, where the sums of either product are all alike. Below 2¹² multiplications, entry by entry.
#[test]
fn products_of_matrices_have_the_documented_bound() {
    let matrix = |rows, columns, value, error| DMatrix::from_element(rows, columns, Running::with_error(value, error));
    for (n, r, s) in
        [(16, 0.0, 0.0), (16, 0.5, 0.0), (16, 0.0, 0.5), (16, 0.25, 0.5), (4096, 0.0, 0.0), (4096, 0.25, 0.125)]
    {
        let side = if n == 16 { 16 } else { 1 };
        let product = Running::product(&matrix(side, n, 2.0, r), &matrix(n, side, -1.0, s));
        let entries = Rational::from_integer(n as i64);
        let gamma = (entries.clone() * u()).divide(&(Rational::one() - entries.clone() * u())).expect("positive");
        let [r, s] = [r, s].map(exactly);
        let one_product = times(2, gamma + s.clone()) + r.clone() + r * s;
        let own = Rational::one() + times(2 * (n as i64 + 4), u());
        let documented = entries * one_product * own;
        // Sums of n equal terms lose at most n/4 units in their last places here, whatever their order.
        assert!(product.iter().all(|x| x.value() == -2.0 * n as f64), "{n}");
        let bound = product[(0, 0)].error_bound();
        assert!(is_inflated(bound, &documented, 4 + n as i64 / 4), "{n}: {bound}, {}", documented.to_f64());
    }
    let small = Running::product(&matrix(16, 16, 3.0, 0.0), &matrix(16, 15, 5.0, 0.0));
    assert!(small.iter().all(|x| *x == Running::exact(240.0)));
    let uneven = Running::product(&matrix(2, 3, 3.0, 0.0), &matrix(3, 4, 5.0, 0.0));
    assert_eq!(uneven, DMatrix::from_element(2, 4, Running::exact(45.0)));
    // 2⁻¹⁰⁸⁰ underflows: 4 η for each of 80 products.
    let tiny = Running::product(&matrix(8, 80, two_to(-540), 0.0), &matrix(80, 8, two_to(-540), 0.0));
    assert!(tiny.iter().all(|x| x.value() == 0.0 && x.error_bound() == f64::from(4 * 80 + 1) * LEAST));
    // A row of zeros is 0, and so is what meets a column of zeros; the others are not.
    let mut striped = matrix(80, 80, 1.0, 0.0);
    striped.row_mut(0).fill(Running::zero());
    let product = Running::product(&striped, &matrix(80, 80, 1.0, 0.0));
    assert!(product.row(0).iter().all(|x| *x == Running::zero()));
    assert!(product.row(1).iter().all(|x| x.value() == 80.0 && x.error_bound() > 0.0));
    // One inexact entry alone is carried to its row.
    let mut one_inexact = matrix(80, 80, 1.0, 0.0);
    one_inexact[(5, 7)] = Running::with_error(1.0, 0.5);
    let product = Running::product(&one_inexact, &matrix(80, 80, 1.0, 0.0));
    assert!(product[(5, 0)].error_bound() >= 0.5 && product[(4, 0)].error_bound() < 0.5);
}
