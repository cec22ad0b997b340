//! The contract of both interval systems: they enclose the exact result, are monotone under inclusion, never NaN;
//! and their elementary functions hold against rational series that share no code with core-math.

use super::wide::{LN_2_HIGH, ln_2_low};
use super::{Analytic, Field, Interval, Ordered, Rational, Ring, Sign, Truth, WideInterval};
use num_traits::{One, Zero};
use quickcheck::{Arbitrary, Gen, quickcheck};

/// A random algebraic expression over four leaves.
#[derive(Clone, Debug)]
enum Term {
    Leaf(usize),
    Sum(Box<Term>, Box<Term>),
    Difference(Box<Term>, Box<Term>),
    Product(Box<Term>, Box<Term>),
    Quotient(Box<Term>, Box<Term>),
    Magnitude(Box<Term>),
}

impl Term {
    fn random(g: &mut Gen, depth: usize) -> Term {
        let kind = if depth == 0 { 0 } else { u8::arbitrary(g) % 6 };
        let mut below = || Box::new(Term::random(g, depth.saturating_sub(1)));
        match kind {
            0 => Term::Leaf(usize::from(u8::arbitrary(g)) % 4),
            1 => Term::Sum(below(), below()),
            2 => Term::Difference(below(), below()),
            3 => Term::Product(below(), below()),
            4 => Term::Quotient(below(), below()),
            _ => Term::Magnitude(below()),
        }
    }

    fn value<S: Ordered>(&self, leaves: &[S]) -> Option<S> {
        let both = |a: &Term, b: &Term| Some((a.value(leaves)?, b.value(leaves)?));
        Some(match self {
            Term::Leaf(i) => leaves[*i].clone(),
            Term::Sum(a, b) => both(a, b).map(|(x, y)| x + y)?,
            Term::Difference(a, b) => both(a, b).map(|(x, y)| x - y)?,
            Term::Product(a, b) => both(a, b).map(|(x, y)| x * y)?,
            Term::Quotient(a, b) => both(a, b).and_then(|(x, y)| x.divide(&y))?,
            Term::Magnitude(a) => a.value(leaves)?.magnitude(),
        })
    }
}

/// An expression and four leaves of very different sizes.
#[derive(Clone, Debug)]
struct Case {
    term: Term,
    leaves: Vec<Rational>,
    /// Any four floats, the special ones among them.
    floats: Vec<f64>,
}

impl Arbitrary for Case {
    fn arbitrary(g: &mut Gen) -> Self {
        let leaf = |g: &mut Gen| {
            let fraction = Rational::new(i32::arbitrary(g).into(), u64::from(u16::arbitrary(g)) + 1);
            let scale = Rational::from_f64(2_f64.powi(i32::from(i8::arbitrary(g)) * 8)).expect("finite");
            if bool::arbitrary(g) { fraction } else { fraction * scale }
        };
        let leaves = (0..4).map(|_| leaf(g)).collect();
        Case { term: Term::random(g, 4), leaves, floats: (0..4).map(|_| f64::arbitrary(g)).collect() }
    }
}

/// An interval around `x` that is wider the larger `step`.
fn widened(x: &Interval, step: f64) -> Interval {
    Interval::new(x.lo() - step * x.lo().abs(), x.hi() + step * x.hi().abs()).expect("ordered")
}

fn has_no_nan(x: &Interval) -> bool {
    x.lo() <= x.hi() && !x.to_f64().is_nan() && !x.error_bound().is_nan()
}

/// The exponential of a rational between two rationals: Taylor's sum at x/2^k, with Lagrange's remainder, squared
/// k times. Slow, and independent of everything else here.
fn exp_bounds(x: &Rational) -> (Rational, Rational) {
    const TERMS: i64 = 24;
    let halvings = (x.to_f64().abs() + 1.0).log2().ceil() as usize + 1;
    let t = x.clone() * Rational::new(1, 1 << halvings);
    let (mut term, mut sum) = (Rational::one(), Rational::zero());
    for n in 1..=TERMS {
        sum += term.clone();
        term = term * t.clone() * Rational::new(1, n as u64);
    }
    // |t| ≤ ½: the remainder is at most 2|t|ⁿ/n!. Ends are rounded outward to 200 bits, to stay short.
    let remainder = term.abs() * Rational::new(2, 1);
    let (mut lo, mut hi) = (shortened(&(sum.clone() - remainder.clone()), -1), shortened(&(sum + remainder), 1));
    for _ in 0..halvings {
        lo = shortened(&(lo.clone() * lo), -1);
        hi = shortened(&(hi.clone() * hi), 1);
    }
    (lo, hi)
}

/// A positive rational with about 200 significant bits, below (−1) or above (+1) x.
fn shortened(x: &Rational, direction: i64) -> Rational {
    let scale = 200 - x.to_f64().log2().floor() as i32;
    let unit = (0..scale.unsigned_abs()).fold(Rational::one(), |u, _| u * Rational::new(2, 1));
    let unit = if scale >= 0 { unit } else { Rational::one().divide(&unit).expect("not zero") };
    let scaled = x.clone() * unit.clone();
    let floor: dashu_int::IBig = scaled.parts().0 / dashu_int::IBig::from(scaled.parts().1.clone());
    let floor: Rational = floor.to_string().parse().expect("an integer");
    let whole = if direction > 0 { floor + Rational::one() } else { floor };
    whole.divide(&unit).expect("not zero")
}

quickcheck! {
    fn an_expression_is_enclosed(case: Case) -> bool {
        let Some(exact) = case.term.value(&case.leaves) else { return true };
        let narrow: Vec<Interval> = case.leaves.iter().map(Field::from_rational).collect();
        let wide: Vec<WideInterval> = case.leaves.iter().map(Field::from_rational).collect();
        case.term.value(&narrow).is_none_or(|x| x.contains(&exact) && has_no_nan(&x))
            && case.term.value(&wide).is_none_or(|x| x.narrowed().contains(&exact))
    }

    fn a_sign_is_a_proof(case: Case) -> bool {
        let Some(exact) = case.term.value(&case.leaves) else { return true };
        let wide: Vec<WideInterval> = case.leaves.iter().map(Field::from_rational).collect();
        let narrow: Vec<Interval> = case.leaves.iter().map(Field::from_rational).collect();
        let agrees = |sign: Sign| sign == Sign::Unknown || sign == exact.sign();
        case.term.value(&narrow).is_none_or(|x| agrees(x.sign()))
            && case.term.value(&wide).is_none_or(|x| agrees(x.sign()))
    }

    fn inclusion_is_kept(case: Case) -> bool {
        let inner: Vec<Interval> = case.leaves.iter().map(Field::from_rational).collect();
        let outer: Vec<Interval> = inner.iter().map(|x| widened(x, f64::EPSILON * 64.0)).collect();
        let functions: [fn(&Interval) -> Option<Interval>; 4] =
            [|x| Some(x.exp()), Interval::ln, Interval::sqrt, |x| Some(x.tanh())];
        // Where the outer operand has no result there is nothing to be within.
        let within = |a: Option<Interval>, b: Option<Interval>| match (a, b) {
            (Some(a), Some(b)) => a.is_within(&b),
            (None, Some(_)) => false,
            _ => true,
        };
        within(case.term.value(&inner), case.term.value(&outer))
            && functions.iter().all(|f| within(f(&inner[0]), f(&outer[0])))
    }

    fn nothing_is_nan(case: Case) -> bool {
        let f = &case.floats;
        let leaf = |a: f64, b: f64| Interval::new(a.min(b), a.max(b)).unwrap_or(Interval::WHOLE);
        let leaves = [leaf(f[0], f[1]), leaf(f[1], f[2]), leaf(f[2], f[3]), leaf(f[0], f64::INFINITY)];
        let functions: [fn(&Interval) -> Option<Interval>; 4] =
            [|x| Some(x.exp()), Interval::ln, Interval::sqrt, |x| Some(x.tanh())];
        let wide = leaves.map(|x| WideInterval::new(x, 0));
        let wide_functions: [fn(&WideInterval) -> Option<WideInterval>; 4] =
            [|x| Some(x.exp()), WideInterval::ln, WideInterval::sqrt, |x| Some(x.tanh())];
        let result = case.term.value(&leaves);
        functions.iter().filter_map(|f| f(&leaves[0])).chain(result).all(|x| has_no_nan(&x))
            && wide_functions.iter().filter_map(|f| f(&wide[0])).chain(case.term.value(&wide)).all(|x| has_no_nan(&x.narrowed()))
    }

    fn functions_hold_against_rational_series(numerator: i32, denominator: u16) -> bool {
        let x = Rational::new(i64::from(numerator % 40_000), u64::from(denominator) + 1_000);
        if x.is_zero() {
            // Points, which no series with a remainder lies within.
            return Interval::zero().exp() == Interval::one() && Interval::zero().tanh() == Interval::zero();
        }
        let (lo, hi) = exp_bounds(&x);
        let holds = |y: Interval| {
            let point = |q: f64| Rational::from_f64(q).expect("finite");
            // The exact value is between lo and hi, which are 190 bits close: the interval must hold both.
            point(y.lo()) <= lo && hi <= point(y.hi())
        };
        let one = Rational::one();
        // ln encloses ln(q) for q = a float: e^{y.lo} ≤ q ≤ e^{y.hi}.
        let argument = x.to_f64().abs() + f64::from(denominator) / 64.0 + f64::MIN_POSITIVE;
        let ln = Interval::point(argument).ln().expect("positive");
        let q = Rational::from_f64(argument).expect("finite");
        let ends = [ln.lo(), ln.hi()].map(|end| exp_bounds(&Rational::from_f64(end).expect("finite")));
        // tanh x = 1 − 2/(e^{2x} + 1), increasing in e^{2x}.
        let double = exp_bounds(&(x.clone() * Rational::new(2, 1)));
        let of = |e: Rational| one.clone() - Rational::new(2, 1).divide(&(e + one.clone())).expect("positive");
        let tanh = Interval::from_rational(&x).tanh();
        holds(Interval::from_rational(&x).exp())
            && holds(WideInterval::from_rational(&x).exp().narrowed())
            && ends[0].0 <= q && q <= ends[1].1
            && tanh.contains(&of(double.0)) && tanh.contains(&of(double.1))
    }
}

#[test]
fn the_split_of_ln_2_encloses_it() {
    // ln 2 = Σ 1/(n 2ⁿ); the tail after n terms is below 2⁻ⁿ.
    let half = Rational::new(1, 2);
    let (mut power, mut sum) = (Rational::one(), Rational::zero());
    for n in 1..=120 {
        power *= half.clone();
        sum += power.clone() * Rational::new(1, n);
    }
    let low = sum - Rational::from_f64(LN_2_HIGH).expect("finite");
    assert!(ln_2_low().contains(&low) && ln_2_low().contains(&(low + power)));
}

#[test]
fn extremes_are_decided_or_open_never_wrong() {
    let big = Interval::point(f64::MAX);
    assert_eq!((big + big).lo(), f64::MAX);
    assert_eq!((big * big).sign(), Sign::Positive);
    assert_eq!(Interval::point(800.0).exp().lo(), f64::MAX);
    assert_eq!(Interval::point(-800.0).exp().sign(), Sign::Unknown);
    assert_eq!(Interval::new(-1.0, 1.0).and_then(|x| x.ln()), None);
    assert_eq!(Interval::new(-1.0, 1.0).and_then(|x| Interval::one().divide(&x)), None);
    assert_eq!(Interval::new(1.0, 0.0), None);
    assert_eq!(Interval::new(f64::NAN, 0.0), None);
    assert_eq!(Interval::WHOLE.equals(&Interval::one()), Truth::Unknown);
    assert_eq!(big.equals(&Interval::one()), Truth::No);
    let tiny = WideInterval::from_integer(-10_000_000).exp();
    assert_eq!((tiny * tiny).sign(), Sign::Positive);
    assert_eq!((WideInterval::one() + tiny).equals(&WideInterval::one()), Truth::Yes);
    assert_eq!((tiny - tiny * WideInterval::from_integer(2)).sign(), Sign::Negative);
    assert_eq!(WideInterval::from_integer(i64::MAX).exp().sign(), Sign::Positive);
    assert_eq!(WideInterval::from_integer(i64::MIN).exp().sign(), Sign::Unknown);
}
