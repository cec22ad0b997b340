//! Power series: products modulo ε³, quotients and roots by their defining identities, exact over the rationals.

use super::fraction;
use dualproof_numbers::numbers::{Field, Rational, Ring, Running, Series, Sign, Truth};
use num_traits::{One, Zero};

fn series(text: &str) -> Series<Rational> {
    let coefficients: Vec<Rational> = text.split_whitespace().map(fraction).collect();
    Series::new(coefficients.try_into().expect("three coefficients"))
}

#[test]
fn series_are_multiplied_modulo_the_cube() {
    let (x, y) = (series("2 -3 5"), series("1/2 7 -1"));
    assert_eq!(x.clone() + y.clone(), series("5/2 4 4"));
    assert_eq!(x.clone() - y.clone(), series("3/2 -10 6"));
    assert_eq!(-x.clone(), series("-2 3 -5"));
    // 2·1/2, 2·7 − 3/2, −2 − 21 + 5/2.
    assert_eq!(x.clone() * y.clone(), series("1 25/2 -41/2"));
    let (mut sum, mut difference, mut product, mut more) = (x.clone(), x.clone(), x.clone(), x.clone());
    sum += y.clone();
    difference -= y.clone();
    product *= y.clone();
    more.add_product(&y, &x);
    assert_eq!([sum, difference, product], [series("5/2 4 4"), series("3/2 -10 6"), series("1 25/2 -41/2")]);
    assert_eq!(more, series("3 19/2 -31/2"));
    assert_eq!(
        (Series::from_integer(3), Series::from_rational(&fraction("2/3"))),
        (series("3 0 0"), series("2/3 0 0"))
    );
    assert!(Series::<Rational>::zero().is_zero() && Series::<Rational>::one() == series("1 0 0"));
    for nonzero in ["1 0 0", "0 1 0", "0 0 1"] {
        assert!(!series(nonzero).is_zero(), "{nonzero}");
    }
}

#[test]
fn quotients_and_roots_are_those_that_multiply_back() {
    let (x, y) = (series("2 -3 5"), series("4 7 -1"));
    let quotient = x.divide(&y).expect("a unit");
    assert_eq!(quotient.clone() * y.clone(), x);
    assert_eq!(quotient, series("1/2 -13/8 135/32"));
    let root = y.square_root().expect("4 is a square");
    assert_eq!(root.clone() * root.clone(), y);
    assert_eq!(root, series("2 7/4 -65/64"));
    assert_eq!(x.square_root(), None);
    assert_eq!(x.divide(&series("0 1 0")), None);
    assert_eq!([x.exponential(), x.logarithm()], [None, None]);
}

/// eˣ = e + 2e ε + (3 + 2)e ε² at 1 + 2ε + 3ε², and ln undoes it.
#[test]
fn functions_have_their_first_two_derivatives() {
    let at = |text: [f64; 3]| Series::new(text.map(Running::exact));
    let meets = |a: &Series<Running>, b: &Series<Running>| a.equals(b) == Truth::Yes && a.error_bound() < 1e-13;
    let e = std::f64::consts::E;
    let power = at([1.0, 2.0, 3.0]).exponential().expect("always");
    assert!(meets(&power, &Series::new([e, 2.0 * e, 5.0 * e].map(|x| Running::with_error(x, 8.0 * f64::EPSILON)))));
    assert!(meets(&power.logarithm().expect("positive"), &at([1.0, 2.0, 3.0])));
    // ln(2 + ε + ε²) = ln 2 + ε/2 + (1/2 − 1/8) ε².
    let ln = at([2.0, 1.0, 1.0]).logarithm().expect("positive");
    let expected = Series::new([std::f64::consts::LN_2, 0.5, 0.375].map(|x| Running::with_error(x, f64::EPSILON)));
    assert!(meets(&ln, &expected));
    assert_eq!(at([-1.0, 1.0, 0.0]).logarithm(), None);
}

#[test]
fn series_are_compared_coefficient_by_coefficient() {
    for (a, b, equal) in [("1 2 3", "1 2 3", Truth::Yes), ("1 2 3", "1 2 4", Truth::No), ("1 2 3", "0 2 3", Truth::No)]
    {
        assert_eq!(series(a).equals(&series(b)), equal, "{a}, {b}");
    }
    let unknown = Series::new([Running::exact(1.0), Running::exact(f64::NAN), Running::exact(1.0)]);
    let other = Series::new([1.0, 1.0, 1.0].map(Running::exact));
    assert_eq!(unknown.equals(&other), Truth::Unknown);
    assert_eq!(unknown.equals(&Series::new([1.0, 1.0, 2.0].map(Running::exact))), Truth::No);
    for (x, sign) in [
        ("1 -5 0", Sign::Positive),
        ("-1 5 0", Sign::Negative),
        ("0 0 0", Sign::Zero),
        ("0 1 0", Sign::Unknown),
        ("0 0 -1", Sign::Unknown),
    ] {
        assert_eq!(series(x).sign(), sign, "{x}");
    }
    let x = Series::new([Running::with_error(2.0, 0.25), Running::with_error(1.0, 0.5), Running::exact(3.0)]);
    assert_eq!((x.to_f64(), x.error_bound(), x.text().as_str()), (2.0, 0.5, "2.0 + 1.0 ε + 3.0 ε²"));
    assert_eq!(series("1 2 3").coefficients(), &["1", "2", "3"].map(fraction));
}
