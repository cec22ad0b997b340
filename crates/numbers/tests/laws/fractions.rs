//! Fractions: roots, parts, text, the product over common denominators.

use super::fraction;
use dualproof_numbers::numbers::{Field, Line, Ordered, Rational, Ring, Sign, Truth};
use nalgebra::{DMatrix, dmatrix};
use num_traits::{One, Zero};
use serde::Deserialize;
use serde::de::value::{Error, StrDeserializer};

#[test]
fn roots_are_exact_or_none() {
    let roots = [
        ("0", Some("0")),
        ("1", Some("1")),
        ("9/4", Some("3/2")),
        ("2", None),
        ("1/2", None),
        ("8/9", None),
        ("-1", None),
        ("-9/4", None),
        ("152415787532388367501905199875019052100/49", Some("12345678901234567890/7")),
        ("152415787532388367501905199875019052101/49", None),
    ];
    for (square, root) in roots {
        let (square, root) = (fraction(square), root.map(fraction));
        assert_eq!(square.exact_sqrt(), root, "{square}");
        assert_eq!(square.square_root(), root, "{square}");
    }
}

#[test]
fn roots_are_rounded_down() {
    let floors = [
        ("0", Some(0)),
        ("3", Some(1)),
        ("4", Some(2)),
        ("35/4", Some(2)),
        ("9", Some(3)),
        ("1/2", Some(0)),
        ("-1/2", None),
        ("-4", None),
        ("85070591730234615847396907784232501249", Some(i64::MAX)),
        ("85070591730234615865843651857942052864", None),
    ];
    for (x, root) in floors {
        assert_eq!(fraction(x).floor_sqrt(), root, "{x}");
    }
}

#[test]
fn parts_are_in_lowest_terms() {
    for (x, whole) in [
        (Rational::new(6, 4), Some((3, 2))),
        (Rational::new(-10, 15), Some((-2, 3))),
        (Rational::new(0, 9), Some((0, 1))),
        (Rational::new(1024, 1), Some((1024, 1))),
        (Rational::new(1, u64::MAX), None),
        (fraction("18446744073709551617/16"), None),
    ] {
        assert_eq!(x.whole_parts(), whole, "{x}");
        let (numerator, denominator) = x.parts();
        assert_eq!(format!("{numerator}/{denominator}").parse(), Ok(x));
    }
}

#[test]
fn a_fraction_is_written_as_it_is_read() {
    for text in ["0", "-3/4", "5", "123456789012345678901234567890/11"] {
        let x = fraction(text);
        assert_eq!([x.to_string(), format!("{x:?}"), x.text()], [text; 3]);
        assert_eq!(Rational::deserialize(StrDeserializer::<Error>::new(text)), Ok(x));
    }
    assert!(Rational::deserialize(StrDeserializer::<Error>::new("1/0")).is_err());
    let long = "x".repeat(50);
    assert_eq!(long.parse::<Rational>().unwrap_err().found, "x".repeat(40));
}

#[test]
fn values_of_floats_are_exact() {
    assert_eq!(Rational::from_f64(-0.75), Some(Rational::new(-3, 4)));
    assert_eq!([f64::NAN, f64::INFINITY].map(Rational::from_f64), [None, None]);
    let third = Rational::new(1, 3);
    assert_eq!([third.to_f64(), Rational::new(-5, 2).to_f64()], [1.0 / 3.0, -2.5]);
    assert_eq!(third.error_bound(), 0.0);
    assert_eq!(Rational::from_rational(&third), third);
    assert_eq!(third.widened(2.0), third);
    assert_eq!([third.exponential(), third.logarithm(), third.hyperbolic_tangent()], [None, None, None]);
}

#[test]
fn order_and_operators() {
    let [half, minus] = [Rational::new(1, 2), Rational::new(-3, 2)];
    assert_eq!([half.sign(), minus.sign(), Rational::zero().sign()], [Sign::Positive, Sign::Negative, Sign::Zero]);
    assert_eq!([half.equals(&minus), half.equals(&half)], [Truth::No, Truth::Yes]);
    assert_eq!([half.at_most(&minus), minus.at_most(&half), half.at_most(&half)], [Truth::No, Truth::Yes, Truth::Yes]);
    assert_eq!(
        [minus.abs(), minus.magnitude(), half.magnitude()],
        [Rational::new(3, 2), Rational::new(3, 2), half.clone()]
    );
    assert_eq!(
        [minus.power(3), minus.power(0), Rational::zero().power(0)],
        [fraction("-27/8"), fraction("1"), fraction("1")]
    );
    let mut x = half.clone();
    x += minus.clone();
    assert_eq!(x, Rational::new(-1, 1));
    x -= half.clone();
    assert_eq!(x, minus);
    x *= half.clone();
    assert_eq!(x, Rational::new(-3, 4));
    assert_eq!(half.clone() - minus.clone(), Rational::new(2, 1));
    assert!(!half.is_zero() && Rational::zero().is_zero() && Rational::one().is_one());
    let mut sum = half.clone();
    sum.add_product(&minus, &half);
    sum.add_product(&Rational::zero(), &half);
    sum.add_product(&half, &Rational::zero());
    assert_eq!(sum, Rational::new(-1, 4));
}

/// Over common denominators, the product is the sum of the products: whole numbers, fractions and zeros, on either side.
#[test]
fn products_are_sums_of_products() {
    let parse = |rows: [[&str; 3]; 3]| DMatrix::from_fn(3, 3, |i, j| fraction(rows[i][j]));
    let mixed = parse([["1/2", "-2/3", "5"], ["4", "0", "-7"], ["1/6", "3/4", "0"]]);
    let whole = parse([["1", "-2", "3"], ["0", "5", "8"], ["13", "0", "-1"]]);
    for (a, b) in [(&mixed, &whole), (&whole, &mixed), (&mixed, &mixed), (&whole, &whole)] {
        let expected = DMatrix::from_fn(3, 3, |i, j| {
            (0..3).fold(Rational::zero(), |sum, k| sum + a[(i, k)].clone() * b[(k, j)].clone())
        });
        assert_eq!(Rational::product(a, b), expected);
    }
}

/// What moves between two of its kind, and what stays since it has another shape.
#[test]
fn lines_go_through_both_points() {
    let [a, b, t] = [fraction("1"), fraction("3"), fraction("5/2")];
    assert_eq!(a.towards(&b, &t), fraction("6"));
    let (left, right) = (dmatrix![a.clone(), b.clone()], dmatrix![b.clone(), a.clone()]);
    assert_eq!(left.towards(&right, &t), dmatrix![fraction("6"), fraction("-2")]);
    assert_eq!(left.towards(&right.transpose(), &t), left);
    assert_eq!(vec![a.clone()].towards(&vec![b.clone()], &t), [fraction("6")]);
    let (one, two) = (vec![a.clone()], vec![b.clone(), b.clone()]);
    assert_eq!(one.towards(&two, &t), one);
    assert_eq!(Some(a.clone()).towards(&Some(b.clone()), &t), Some(fraction("6")));
    assert_eq!(Some(a.clone()).towards(&None, &t), Some(a));
    assert_eq!(None.towards(&Some(b), &t), None);
}
