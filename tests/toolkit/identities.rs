//! Identity testing: what its error is, that a false identity falls, and that a bound that is too small is found.

use dualproof::campaign::{AnyClaim, Budget, Limit, Plan};
use dualproof::claim::{
    Bound, BoundError, Claim, Degrees, Evidence, Identity, Kind, Outcome, Part, Relation, Side, compare,
};
use dualproof::numbers::{Degree, Field, Line, Obstacle, Prime61, Rational};
use dualproof::record::Verdict;
use dualproof::strategies::free_matrix;
use nalgebra::DMatrix;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// Two free numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Point {
    x: Rational,
    y: Rational,
}

dualproof::line_through!(Point { x, y } keeping {});

#[derive(Clone, Copy, Debug, PartialEq)]
enum Law {
    /// (x + y)(x − y) = x² − y².
    Squares,
    /// x/y · y/x = 1.
    Quotient,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Formula {
    Stated,
    Plus,
}

fn one<S: Field>(x: S) -> Side<S> {
    Ok(vec![DMatrix::from_element(1, 1, x)])
}

fn measured<S: Field>(point: &Point, law: Law) -> Side<S> {
    let [x, y] = [&point.x, &point.y].map(S::from_rational);
    match law {
        Law::Squares => one((x.clone() + y.clone()) * (x - y)),
        Law::Quotient => one(x.divide(&y).ok_or(Obstacle::Outside("a divisor that is 0"))?),
    }
}

fn predicted<S: Field>(point: &Point, law: Law, formula: Formula) -> Side<S> {
    let [x, y] = [&point.x, &point.y].map(S::from_rational);
    match (law, formula) {
        (Law::Squares, Formula::Stated) => one(x.clone() * x - y.clone() * y),
        (Law::Squares, Formula::Plus) => one(x.clone() * x + y.clone() * y),
        (Law::Quotient, _) => {
            let inverse = y.divide(&x).ok_or(Obstacle::Outside("a divisor that is 0"))?;
            one(S::one().divide(&inverse).ok_or(Obstacle::Outside("a divisor that is 0"))?)
        }
    }
}

fn points() -> BoxedStrategy<Point> {
    free_matrix(2, 1).prop_map(|m| Point { x: m[0].clone(), y: m[1].clone() }).boxed()
}

fn identity(bound: Bound<Point, Law, Formula>) -> Identity<Point, Law, Formula> {
    Identity { large: points, small: points, line: Point::towards, measured, predicted, bound }
}

const DERIVED: Bound<Point, Law, Formula> = Bound::Derived { measured, predicted, entries: 1 };

/// The header that every claim has.
const TEXT: &str = "//! `point`: two numbers.\n";

fn claim(stated: Formula, bound: Bound<Point, Law, Formula>) -> Claim<Point, Law, Formula> {
    Claim {
        slug: "point",
        group: "tests",
        text: TEXT,
        parts: &[
            Part { name: "squares", part: Law::Squares, relation: Relation::Equal },
            Part { name: "below", part: Law::Squares, relation: Relation::Below },
        ],
        assumptions: &[],
        strategy: points,
        validate: |_| Ok(()),
        evidence: vec![Evidence::identity(identity(bound))],
        stated,
        mutants: &[],
        necessity: &[],
        domain: &[],
    }
}

fn plan() -> Plan {
    Plan::new(1, Limit::Cases(1))
}

fn ends() -> (Point, Point) {
    let point = |x: i64, y: i64| Point { x: Rational::new(x, 1), y: Rational::new(y, 1) };
    (point(3, 8), point(-5, 1))
}

#[test]
fn degrees_are_those_of_polynomials() {
    let degree = |q: i64| Degree::from_rational(&Rational::new(q, 3));
    let (x, zero) = (degree(2), degree(0));
    assert_eq!((x * x * x + x).bound(), 3);
    assert_eq!((x * x - x * x).bound(), 2, "cancellation is not assumed");
    assert_eq!((zero * x).bound(), 0);
    assert!(x.divide(&x).is_none(), "a quotient is no polynomial");
    assert_eq!(identity(DERIVED).degrees(&ends().0, Law::Squares, Formula::Stated).map(|d| d.numerator), Ok(2));
}

#[test]
fn the_error_of_trials_is_schwartz_and_zippels() {
    let two = Degrees { numerator: 2, denominator: 0 };
    let once = 2.0 / (Prime61::MODULUS - 1) as f64;
    assert!(two.false_pass() >= once && two.false_pass() <= once * (1.0 + 8.0 * f64::EPSILON));
    assert_eq!([1e-18, 1e-19, 1e-30, 1e-40].map(|error| two.trials(error)), [1, 2, 2, 3]);
    let quotient = Degrees { numerator: 2, denominator: 3 };
    assert_eq!(quotient.of_difference(), 5);
    let hopeless = Degrees { numerator: u64::MAX, denominator: 0 };
    assert_eq!((hopeless.false_pass(), hopeless.trials(1e-30)), (1.0, 1), "no number of trials helps");
}

#[test]
fn a_row_says_what_it_rests_on() {
    let row = claim(Formula::Stated, DERIVED).check(Kind::Identity, None, &plan());
    assert_eq!((row.verdict, row.parts.len()), (Verdict::Holds, 1), "an inequality is no identity: {row:?}");
    let test = row.parts[0].identity.as_ref().expect("a test");
    assert_eq!((test.degree, test.denominator, test.trials), (2, 0, 2));
    assert_eq!(row.false_pass, Some(test.false_pass));
    assert!(test.false_pass <= Budget::IDENTITIES);
    let thrice = Plan { trials: Some(3), ..plan() };
    let row = claim(Formula::Stated, DERIVED).check(Kind::Identity, None, &thrice);
    assert_eq!(row.parts[0].accepted, 3);
}

#[test]
fn a_false_identity_is_refuted() {
    let row = claim(Formula::Plus, DERIVED).check(Kind::Identity, None, &plan());
    assert_eq!(row.verdict, Verdict::Refuted);
    let find = row.counterexample.expect("a counterexample");
    claim(Formula::Plus, DERIVED).replay(&find).expect("the same disagreement");
}

#[test]
fn a_bound_that_is_too_small_is_found_and_is_no_pass() {
    let small: Bound<Point, Law, Formula> = Bound::Stated(|_, _| Ok(Degrees { numerator: 1, denominator: 0 }));
    let (a, b) = ends();
    let error = identity(small).test_bound((&a, &b), Law::Squares, Formula::Stated).expect_err("x² has degree 2");
    assert!(matches!(error, BoundError::Exceeded { side: "measured", .. }), "{error}");
    let small: Bound<Point, Law, Formula> = Bound::Stated(|_, _| Ok(Degrees { numerator: 1, denominator: 0 }));
    let row = claim(Formula::Stated, small).check(Kind::Identity, None, &plan());
    assert_eq!(row.verdict, Verdict::NothingChecked);
    let test = row.parts[0].identity.as_ref().expect("a test");
    assert_eq!((test.trials, test.false_pass), (0, 1.0));
    assert!(test.problem.as_ref().is_some_and(|p| p.contains("more than 1/0")), "{test:?}");
}

#[test]
fn a_quotient_needs_a_denominator() {
    let with = |numerator: u64, denominator: u64| -> Bound<Point, Law, Formula> {
        match (numerator, denominator) {
            (1, 1) => Bound::Stated(|_, _| Ok(Degrees { numerator: 1, denominator: 1 })),
            _ => Bound::Stated(|_, _| Ok(Degrees { numerator: 9, denominator: 0 })),
        }
    };
    let (a, b) = ends();
    let tested = |bound| identity(bound).test_bound((&a, &b), Law::Quotient, Formula::Stated);
    assert!(tested(with(1, 1)).is_ok());
    assert!(tested(with(9, 0)).is_err(), "x/y is a polynomial of no degree");
    let derived = identity(DERIVED).degrees(&a, Law::Quotient, Formula::Stated);
    assert!(derived.is_err(), "degrees are not computed through a division: {derived:?}");
}

#[test]
fn residues_compare_by_equality() {
    let side = |n: u64| vec![DMatrix::from_element(1, 1, Prime61::new(n))];
    let outcome = compare(Relation::Equal, &side(5), &side(5 + Prime61::MODULUS));
    assert!(matches!(outcome, Outcome::Holds(_)));
    assert!(matches!(compare(Relation::Equal, &side(5), &side(6)), Outcome::Refuted(_)));
}
