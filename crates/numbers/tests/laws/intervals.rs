//! Intervals as tight as they can be: one unit in the last place where the exact result is between two `f64`, a point
//! where it is one; the half-lines and the ends of the range.

use super::{exactly, fraction, two_to};
use dualproof_numbers::numbers::{Analytic, Field, Interval, Ordered, Rational, Ring, Sign, Truth};
use num_traits::{One, Zero};
use quickcheck::quickcheck;
use std::ops::{Add, Mul, Sub};

const INFINITY: f64 = f64::INFINITY;
const LEAST: f64 = f64::from_bits(1);

pub fn interval(lo: f64, hi: f64) -> Interval {
    Interval::new(lo, hi).expect("ordered ends")
}

/// The tightest interval of `f64` ends around a fraction of normal size.
fn is_tightest_around(x: &Interval, q: &Rational) -> bool {
    let is_representable = exactly(q.to_f64()) == *q;
    x.contains(q) && if is_representable { x.lo() == x.hi() } else { x.hi() == x.lo().next_up() }
}

quickcheck! {
    /// Of points, far from over- and underflow, every operation is as tight as can be.
    fn operations_on_points_are_tightest(a: i64, b: i64, shift: i8) -> bool {
        // About 53 bits each, the last ones far apart.
        let (a, b) = ((a >> 11) as f64, (b >> 11) as f64 * two_to(i32::from(shift) / 2));
        let (x, y) = (Interval::point(a), Interval::point(b));
        let (p, q) = (exactly(a), exactly(b));
        is_tightest_around(&(x + y), &(p.clone() + q.clone()))
            && is_tightest_around(&(x - y), &(p.clone() - q.clone()))
            && is_tightest_around(&(x * y), &(p.clone() * q.clone()))
            && x.divide(&y).is_none_or(|quotient| is_tightest_around(&quotient, &p.divide(&q).expect("not zero")))
            && x.divide(&y).is_none() == q.is_zero()
            && is_tightest_around(&Interval::from_rational(&(p.clone() * q.clone())), &(p * q))
    }

    /// √ of points: the exact root lies between the ends, decided by their squares.
    fn roots_of_points_are_tightest(a: u64) -> bool {
        let a = (a >> 11) as f64;
        let root = Interval::point(a).sqrt().expect("not negative");
        let [below, above] = [root.lo(), root.hi()].map(|end| exactly(end).power(2));
        below <= exactly(a) && exactly(a) <= above && (below == above || root.hi() == root.lo().next_up())
    }
}

#[test]
fn sums_products_and_quotients_of_intervals_have_the_exact_ends() {
    // All combinations of signs; the ends are whole numbers or halves, so that nothing is rounded.
    let ends = [(2.0, 4.0), (-4.0, -2.0), (-2.0, 4.0), (-4.0, 2.0), (0.0, 2.0), (-2.0, 0.0), (4.0, 4.0)];
    let hull = |values: [f64; 4]| {
        interval(values.into_iter().fold(INFINITY, f64::min), values.into_iter().fold(-INFINITY, f64::max))
    };
    for (a, b) in ends {
        for (c, d) in ends {
            let (x, y) = (interval(a, b), interval(c, d));
            assert_eq!(x + y, interval(a + c, b + d));
            assert_eq!(x - y, interval(a - d, b - c));
            assert_eq!(x * y, hull([a * c, a * d, b * c, b * d]), "{x:?} · {y:?}");
            let quotient = (c > 0.0 || d < 0.0).then(|| hull([a / c, a / d, b / c, b / d]));
            assert_eq!(x.divide(&y), quotient, "{x:?} / {y:?}");
            assert_eq!(x.hull(y), interval(a.min(c), b.max(d)));
            assert_eq!(x.is_within(&y), c <= a && b <= d);
        }
        assert_eq!(-interval(a, b), interval(-b, -a));
        let size = if a >= 0.0 {
            (a, b)
        } else if b <= 0.0 {
            (-b, -a)
        } else {
            (0.0, b.max(-a))
        };
        assert_eq!(interval(a, b).magnitude(), interval(size.0, size.1));
    }
    let (mut sum, mut difference, mut product) = (interval(2.0, 4.0), interval(2.0, 4.0), interval(2.0, 4.0));
    sum += interval(-1.0, 1.0);
    difference -= interval(-1.0, 2.0);
    product *= interval(-1.0, 2.0);
    assert_eq!([sum, difference, product], [interval(1.0, 5.0), interval(0.0, 5.0), interval(-4.0, 8.0)]);
}

#[test]
fn half_lines_stay_half_lines() {
    let [above, below] = [interval(1.0, INFINITY), interval(-INFINITY, -1.0)];
    let two = Interval::point(2.0);
    for (found, expected) in [
        (above + two, interval(3.0, INFINITY)),
        (below + two, interval(-INFINITY, 1.0)),
        (above + below, Interval::WHOLE),
        (above - above, Interval::WHOLE),
        (above * two, interval(2.0, INFINITY)),
        (above * below, interval(-INFINITY, -1.0)),
        (above * Interval::zero(), Interval::zero()),
        (Interval::WHOLE * Interval::zero(), Interval::zero()),
        (interval(0.0, INFINITY) * below, interval(-INFINITY, 0.0)),
    ] {
        assert_eq!(found, expected);
    }
    assert_eq!(two.divide(&above), Some(interval(0.0, 2.0)));
    assert_eq!(two.divide(&below), Some(interval(-2.0, 0.0)));
    assert_eq!(above.divide(&two), Some(interval(0.5, INFINITY)));
    assert_eq!(above.divide(&-two), Some(interval(-INFINITY, -0.5)));
    assert_eq!(above.divide(&above), Some(interval(0.0, INFINITY)));
    assert_eq!(interval(-1.0, INFINITY).divide(&above), Some(interval(-1.0, INFINITY)));
    assert_eq!(two.divide(&interval(0.0, 1.0)), None);
    assert_eq!(two.divide(&interval(-1.0, 0.0)), None);
}

#[test]
fn what_is_an_interval_and_what_it_holds() {
    for (lo, hi) in [(1.0, 0.0), (f64::NAN, 1.0), (0.0, f64::NAN), (INFINITY, INFINITY), (-INFINITY, -INFINITY)] {
        assert_eq!(Interval::new(lo, hi), None, "[{lo}, {hi}]");
    }
    let x = interval(-1.0, 2.0);
    assert_eq!((x.lo(), x.hi()), (-1.0, 2.0));
    for (q, is_in) in
        [("-1", true), ("2", true), ("1/3", true), ("-10000001/10000000", false), ("20000001/10000000", false)]
    {
        assert_eq!(x.contains(&fraction(q)), is_in, "{q}");
        assert!(Interval::WHOLE.contains(&fraction(q)));
    }
    assert!(interval(0.0, INFINITY).contains(&fraction("7")) && !interval(0.0, INFINITY).contains(&fraction("-7")));
    assert!(x.is_bounded() && !interval(0.0, INFINITY).is_bounded() && !interval(-INFINITY, 0.0).is_bounded());
    assert!(!x.is_within(&interval(-1.0, 1.0)) && !x.is_within(&interval(0.0, 2.0)));
    for (x, is_zero) in [((0.0, 0.0), true), ((0.0, 1.0), false), ((-1.0, 0.0), false), ((1.0, 1.0), false)] {
        assert_eq!(interval(x.0, x.1).is_zero(), is_zero);
    }
}

#[test]
#[should_panic(expected = "a point is a real number")]
fn a_point_is_finite() {
    Interval::point(INFINITY);
}

#[test]
fn signs_and_equality_are_proofs() {
    for (lo, hi, sign) in [
        (LEAST, 1.0, Sign::Positive),
        (-1.0, -LEAST, Sign::Negative),
        (0.0, 0.0, Sign::Zero),
        (0.0, 1.0, Sign::Unknown),
        (-1.0, 0.0, Sign::Unknown),
        (-1.0, 1.0, Sign::Unknown),
    ] {
        assert_eq!(interval(lo, hi).sign(), sign, "[{lo}, {hi}]");
    }
    let x = interval(1.0, 2.0);
    for (lo, hi, equal) in [
        (2.0, 3.0, Truth::Yes),
        (0.0, 1.0, Truth::Yes),
        (2.5, 3.0, Truth::No),
        (0.0, 0.5, Truth::No),
        (2.5, INFINITY, Truth::No),
        (-INFINITY, 0.5, Truth::No),
        (2.0, INFINITY, Truth::Unknown),
        (-INFINITY, 1.0, Truth::Unknown),
    ] {
        assert_eq!((x.equals(&interval(lo, hi)), interval(lo, hi).equals(&x)), (equal, equal), "[{lo}, {hi}]");
    }
}

/// The middle and the distance from it to the farther end; of a half-line, the end that there is.
#[test]
fn an_interval_is_shown_by_its_middle() {
    for (lo, hi, middle, error) in [
        (3.0, 3.0, 3.0, 0.0),
        (1.0, 2.0, 1.5, 0.5_f64.next_up()),
        (-4.0, 2.0, -1.0, 3.0_f64.next_up()),
        (-f64::MAX, f64::MAX, 0.0, INFINITY),
        // Half of the least number is rounded to 0.
        (0.0, LEAST, 0.0, 2.0 * LEAST),
        (1.0, 1.0_f64.next_up(), 1.0, f64::EPSILON.next_up()),
        (1.0, INFINITY, 1.0, INFINITY),
        (-INFINITY, 1.0, f64::MIN.max(0.0), INFINITY),
        (-INFINITY, -1.0, -1.0, INFINITY),
        (f64::NEG_INFINITY, INFINITY, 0.0, INFINITY),
    ] {
        let x = interval(lo, hi);
        assert_eq!((x.to_f64(), x.error_bound()), (middle, error), "[{lo}, {hi}]");
    }
    let texts =
        [interval(0.5, 0.5), interval(-0.0, -0.0), interval(-0.0, 0.5), interval(-1.0, INFINITY)].map(|x| x.text());
    assert_eq!(texts, ["0.5", "0.0", "[0.0, 0.5]", "[-1.0, inf]"]);
}

#[test]
fn widening_stretches_about_the_middle() {
    let x = interval(1.0, 3.0).widened(4.0);
    // The reach is 1, rounded up, times 4.
    assert_eq!((x.lo(), x.hi()), ((2.0 - 4.0 * 1.0_f64.next_up()), (2.0 + 4.0 * 1.0_f64.next_up())));
    assert_eq!(interval(1.0, 3.0).widened(0.25), interval(1.0, 3.0));
    for fixed in [Interval::point(2.0), interval(0.0, INFINITY), interval(-INFINITY, 0.0)] {
        assert_eq!(fixed.widened(8.0), fixed);
    }
}

#[test]
fn the_image_of_a_fraction_is_tightest() {
    for (text, lo, hi) in [
        ("3/4", 0.75, 0.75),
        ("1/3", 1.0 / 3.0, (1.0_f64 / 3.0).next_up()),
        ("1/10", 0.1_f64.next_down(), 0.1),
        ("-1/3", -(1.0_f64 / 3.0).next_up(), -1.0 / 3.0),
    ] {
        assert_eq!(Interval::from_rational(&fraction(text)), interval(lo, hi), "{text}");
    }
    let beyond = Rational::from_integer(2).power(2000);
    assert_eq!(Interval::from_rational(&beyond), interval(f64::MAX, INFINITY));
    assert_eq!(Interval::from_rational(&-beyond.clone()), interval(-INFINITY, f64::MIN));
    let below = Rational::one().divide(&beyond).expect("not zero");
    assert_eq!(Interval::from_rational(&below), interval(0.0, LEAST));
    assert_eq!(Interval::from_rational(&-below), interval(-LEAST, 0.0));
    assert_eq!(Interval::from_integer((1 << 53) + 1), interval(two_to(53), two_to(53).next_up()));
    assert_eq!(Interval::from_integer(-3), Interval::point(-3.0));
}

/// Near the ends of the range a result keeps its sign, and what is exact stays a point.
#[test]
fn products_and_quotients_near_the_ends_of_the_range_keep_their_sign() {
    let point = Interval::point;
    let small = two_to(-480);
    // The least product whose rounding error is known exactly: 2⁻⁹⁶⁰.
    assert_eq!(point(small) * point(small), point(small * small));
    assert_eq!(point(small) * point(-small), point(-small * small));
    let below = small * small / 2.0;
    assert_eq!(point(small) * point(small / 2.0), interval(below.next_down(), below.next_up()));
    let tiny = two_to(-600);
    assert_eq!(point(tiny) * point(tiny), interval(0.0, LEAST));
    assert_eq!(point(tiny) * point(-tiny), interval(-LEAST, 0.0));
    assert_eq!(point(-tiny) * point(-tiny), interval(0.0, LEAST));
    assert_eq!(point(-tiny) * point(tiny), interval(-LEAST, 0.0));
    let large = point(two_to(600));
    assert_eq!(large * large, interval(f64::MAX, INFINITY));
    assert_eq!(large * -large, interval(-INFINITY, f64::MIN));
    let quotient = |a: f64, b: f64| point(a).divide(&point(b)).expect("not zero");
    assert_eq!(quotient(tiny, two_to(600)), interval(0.0, LEAST));
    assert_eq!(quotient(-tiny, two_to(600)), interval(-LEAST, 0.0));
    assert_eq!(quotient(tiny, -two_to(600)), interval(-LEAST, 0.0));
    assert_eq!(quotient(-tiny, -two_to(600)), interval(0.0, LEAST));
    assert_eq!(quotient(two_to(600), tiny), interval(f64::MAX, INFINITY));
    // Both the quotient and the dividend at the least size: exact; below, one unit on either side.
    let least = two_to(-960);
    assert_eq!([quotient(least, 1.0), quotient(least, two_to(-10))], [point(least), point(two_to(-950))]);
    assert_eq!(quotient(1.0, two_to(960)), point(least));
    for (a, b) in [(least / 2.0, two_to(-10)), (1.0, two_to(961))] {
        assert_eq!(quotient(a, b), interval((a / b).next_down(), (a / b).next_up()));
    }
    assert_eq!(quotient(0.0, 3.0), Interval::zero());
    // A sum beyond the range is above its largest number.
    assert_eq!(point(f64::MAX) + point(f64::MAX), interval(f64::MAX, INFINITY));
    assert_eq!(point(f64::MIN) + point(f64::MIN), interval(-INFINITY, f64::MIN));
}

/// Correctly rounded values by mpmath at 200 bits, one unit in the last place either side; at the points where the
/// value is an `f64`, that point.
#[test]
fn functions_are_within_one_unit_of_the_rounded_value() {
    let around = |value: f64| interval(value.next_down(), value.next_up());
    let point = Interval::point;
    for (x, e) in [(1.0, std::f64::consts::E), (-1.0, 0.367_879_441_171_442_33), (0.5, 1.648_721_270_700_128_2)] {
        assert_eq!(point(x).exp(), around(e), "exp {x}");
    }
    assert_eq!(point(0.0).exp(), Interval::one());
    assert_eq!(point(-800.0).exp(), interval(0.0, LEAST));
    assert_eq!(point(800.0).exp(), interval(f64::MAX, INFINITY));
    assert_eq!(Interval::WHOLE.exp(), interval(0.0, INFINITY));
    assert_eq!(interval(0.0, INFINITY).exp(), interval(1.0, INFINITY));
    assert_eq!(interval(-INFINITY, 0.0).exp(), interval(0.0, 1.0));
    assert_eq!(interval(0.0, 1.0).exp(), interval(1.0, std::f64::consts::E.next_up()));

    assert_eq!(point(2.0).ln(), Some(around(std::f64::consts::LN_2)));
    assert_eq!(point(1.0).ln(), Some(Interval::zero()));
    assert_eq!(interval(1.0, INFINITY).ln(), Some(interval(0.0, INFINITY)));
    assert_eq!(interval(1.0, 2.0).ln(), Some(interval(0.0, std::f64::consts::LN_2.next_up())));
    assert_eq!([point(0.0).ln(), interval(-1.0, 1.0).ln(), point(-1.0).ln()], [None; 3]);

    assert_eq!([point(0.0).sqrt(), point(2.25).sqrt()], [Some(point(0.0)), Some(point(1.5))]);
    let root = std::f64::consts::SQRT_2;
    assert_eq!(point(2.0).sqrt(), Some(interval(root.next_down(), root)));
    assert_eq!(interval(4.0, INFINITY).sqrt(), Some(interval(2.0, INFINITY)));
    assert_eq!(interval(0.0, 4.0).sqrt(), Some(interval(0.0, 2.0)));
    assert_eq!([point(-1.0).sqrt(), interval(-1.0, 1.0).sqrt()], [None; 2]);
    assert_eq!(point(two_to(-960)).sqrt(), Some(point(two_to(-480))));
    assert_eq!(point(two_to(-962)).sqrt(), Some(around(two_to(-481))));
    assert_eq!(point(LEAST).sqrt(), Some(around(two_to(-537))));

    assert_eq!(point(0.0).tanh(), Interval::zero());
    assert_eq!(point(0.5).tanh(), around(0.462_117_157_260_009_74));
    assert_eq!(point(40.0).tanh(), interval(1.0_f64.next_down(), 1.0));
    assert_eq!(point(-40.0).tanh(), interval(-1.0, -1.0_f64.next_down()));
    assert_eq!(Interval::WHOLE.tanh(), interval(-1.0, 1.0));
}

#[test]
fn the_functions_of_the_field_are_those_of_analysis() {
    let x = interval(0.5, 2.0);
    assert_eq!([x.exponential(), x.logarithm()], [Some(x.exp()), x.ln()]);
    assert_eq!([x.square_root(), x.hyperbolic_tangent()], [x.sqrt(), Some(x.tanh())]);
}

/// What a generic computation over a system sees is what the operators give.
#[test]
fn operators_by_trait() {
    fn all<S: Add<Output = S> + Sub<Output = S> + Mul<Output = S> + Copy>(a: S, b: S) -> S {
        (a + b) * (a - b)
    }
    assert_eq!(all(Interval::point(3.0), Interval::point(2.0)), Interval::point(5.0));
}
