//! Identity testing: what its error is, that a false identity falls, and that a bound that is too small is found.

use dualproof::campaign::{Budget, Limit, Plan};
use dualproof::claim::{
    AnyInstance, BoundError, Claim, Declaration, Degrees, Demand, Evidence, Identity, Kind, Outcome, Page, Relation,
    Side, Sides, Theorem, compare,
};
use dualproof::numbers::{Degree, Field, Number, Obstacle, Prime61, Rational, Ring, System};
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

dualproof::parts! {
    /// The statements.
    enum Law {
        /// (x + y)(x − y) = x² − y².
        Squares: Equal,
        /// x/y · y/x = 1.
        Quotient: Equal,
        /// (x + y)(x − y) is below x² − y².
        Below: Below,
    }
}

dualproof::mutants! {
    /// The formulas, and x² + y².
    enum Formula of Law {
        /// x² + y².
        Plus: Squares,
    }
}

fn one<S: Field>(x: S) -> Side<S> {
    Ok(vec![DMatrix::from_element(1, 1, x)])
}

/// Where the bound on the degree comes from.
const DERIVED: u8 = 0;
const TOO_SMALL: u8 = 1;
const QUOTIENT: u8 = 2;
const TOO_LARGE: u8 = 3;

/// The laws with a bound on the degree that is one of the above.
struct Points<const BOUND: u8>;

impl<const BOUND: u8> Sides for Points<BOUND> {
    fn measured(point: &Point, law: Law) -> Side {
        let [x, y] = [&point.x, &point.y].map(Number::from_rational);
        match law {
            Law::Squares | Law::Below => one((x.clone() + y.clone()) * (x - y)),
            Law::Quotient => one(x.divide(&y).ok_or(Obstacle::Outside("a divisor that is 0"))?),
        }
    }

    fn predicted(point: &Point, law: Law, formula: Formula) -> Side {
        let [x, y] = [&point.x, &point.y].map(Number::from_rational);
        match (law, formula) {
            (Law::Squares | Law::Below, Formula::Stated) => one(x.clone() * x - y.clone() * y),
            (Law::Squares | Law::Below, Formula::Plus) => one(x.clone() * x + y.clone() * y),
            (Law::Quotient, _) => {
                let inverse = y.divide(&x).ok_or(Obstacle::Outside("a divisor that is 0"))?;
                one(Number::one().divide(&inverse).ok_or(Obstacle::Outside("a divisor that is 0"))?)
            }
        }
    }
}

fn points() -> BoxedStrategy<Point> {
    free_matrix(2, 1).prop_map(|m| Point { x: m[0].clone(), y: m[1].clone() }).boxed()
}

impl<const BOUND: u8> Theorem for Points<BOUND> {
    type Instance = Point;
    type Part = Law;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        let stated = |degrees: fn(&Point, Law) -> Result<Degrees, Obstacle>| {
            Evidence::identity_of_degree(points, points, degrees, Self::measured, Self::predicted)
        };
        let identity = match BOUND {
            TOO_SMALL => stated(|_, _| Ok(Degrees { numerator: 1, denominator: 0 })),
            QUOTIENT => stated(|_, _| Ok(Degrees { numerator: 1, denominator: 1 })),
            TOO_LARGE => stated(|_, _| Ok(Degrees { numerator: 9, denominator: 0 })),
            _ => Evidence::identity(points, points, 1),
        };
        Declaration {
            page: Page { slug: "point", text: "" },
            cases: points,
            validate: |_| Ok(()),
            assumptions: Vec::new(),
            primary: identity.of_parts(&[Law::Squares, Law::Below]),
            further: Vec::new(),
        }
    }
}

fn claim<const BOUND: u8>() -> Claim {
    Claim::of::<Points<BOUND>>()
}

/// The test of the identity, which is the claim's only row.
fn identity(claim: &Claim) -> &Identity {
    claim.rows[0].identity.as_ref().expect("an identity")
}

/// The places of the laws, with the formula as stated.
const SQUARES_AS_STATED: (usize, usize) = (0, 0);
const QUOTIENT_AS_STATED: (usize, usize) = (1, 0);

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
    let of_squares = identity(&claim::<DERIVED>()).degrees(&ends().0, SQUARES_AS_STATED);
    assert_eq!(of_squares.map(|d| d.numerator), Ok(2));
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
    let row = claim::<DERIVED>().check(Kind::Identity, None, &plan());
    assert_eq!((row.verdict, row.parts.len()), (Verdict::Holds, 1), "an inequality is no identity: {row:?}");
    let test = row.parts[0].identity.as_ref().expect("a test");
    assert_eq!((test.degree, test.denominator, test.trials), (2, 0, 2));
    assert_eq!(row.false_pass, Some(test.false_pass));
    assert!(test.false_pass <= Budget::IDENTITIES);
    let thrice = Plan { trials: Some(3), ..plan() };
    let row = claim::<DERIVED>().check(Kind::Identity, None, &thrice);
    assert_eq!(row.parts[0].accepted, 3);
}

#[test]
fn a_false_identity_is_refuted() {
    let row = claim::<DERIVED>().stating("plus").check(Kind::Identity, None, &plan());
    assert_eq!(row.verdict, Verdict::Refuted);
    let find = row.counterexample.expect("a counterexample");
    claim::<DERIVED>().stating("plus").replay(&find).expect("the same disagreement");
}

#[test]
fn a_bound_that_is_too_small_is_found_and_is_no_pass() {
    let (a, b) = ends();
    let ends: (&dyn AnyInstance, &dyn AnyInstance) = (&a, &b);
    let claim = claim::<TOO_SMALL>();
    let error = identity(&claim).test_bound(ends, SQUARES_AS_STATED).expect_err("x² has degree 2");
    assert!(matches!(error, BoundError::Exceeded { side: "measured", .. }), "{error}");
    let row = claim.check(Kind::Identity, None, &plan());
    assert_eq!(row.verdict, Verdict::NothingChecked);
    let test = row.parts[0].identity.as_ref().expect("a test");
    assert_eq!((test.trials, test.false_pass), (0, 1.0));
    assert!(test.problem.as_ref().is_some_and(|p| p.contains("more than 1/0")), "{test:?}");
}

#[test]
fn a_quotient_needs_a_denominator() {
    let (a, b) = ends();
    let tested = |claim: Claim| identity(&claim).test_bound((&a, &b), QUOTIENT_AS_STATED);
    assert!(tested(claim::<QUOTIENT>()).is_ok());
    assert!(tested(claim::<TOO_LARGE>()).is_err(), "x/y is a polynomial of no degree");
    let derived = identity(&claim::<DERIVED>()).degrees(&a, QUOTIENT_AS_STATED);
    assert!(derived.is_err(), "degrees are not computed through a division: {derived:?}");
}

/// Found by the fuzzer: a law whose counts add up to p. The point is no trial; the other systems decide it.
#[test]
fn an_instance_without_residues_is_rejected() {
    let claim = claim::<DERIVED>();
    let p = Rational::from_integer(Prime61::MODULUS as i64);
    let inverse = Rational::from_integer(1).divide(&p).unwrap();
    let decided = |x: &Rational| {
        let point = Point { x: x.clone(), y: Rational::from_integer(1) };
        claim.rows[0].decide(&point, Relation::Equal, SQUARES_AS_STATED, Demand::CERTAIN)
    };
    let Outcome::Rejected(why) = decided(&inverse) else { panic!("1/p was given a residue") };
    assert_eq!(why, Obstacle::NoResidue.to_string());
    assert!(matches!(decided(&p), Outcome::Holds(_)));
    assert_eq!(System::Prime61.computing(|| Ok(Prime61::from_rational(&p))), Ok(Prime61::new(0)));
    // An inner scope says nothing of the one around it, and the other way round.
    let inner = || Ok(System::Prime61.computing(|| Ok(Prime61::from_rational(&inverse))));
    let nested = System::Rational.computing(inner);
    assert_eq!(nested, Ok(Err(Obstacle::NoResidue)));
}

/// Without a scope there is nobody to tell: a number that would not be the image of the rational is not returned.
#[test]
#[should_panic(expected = "2⁶¹ − 1 divides a denominator")]
fn a_rational_without_a_residue_is_not_embedded() {
    let p = Rational::from_integer(Prime61::MODULUS as i64);
    Prime61::from_rational(&Rational::from_integer(1).divide(&p).unwrap());
}

#[test]
fn residues_compare_by_equality() {
    let side = |n: u64| vec![DMatrix::from_element(1, 1, Prime61::new(n))];
    let outcome = compare(Relation::Equal, &side(5), &side(5 + Prime61::MODULUS));
    assert!(matches!(outcome, Outcome::Holds(_)));
    assert!(matches!(compare(Relation::Equal, &side(5), &side(6)), Outcome::Refuted(_)));
}
