//! Coefficients: polynomials in named constants, equal where they are the same polynomial.

use dualproof_derivation::{Coefficient, Constant, Dimension, Shape};
use dualproof_numbers::numbers::Rational;
use std::collections::BTreeMap;

fn number(text: &str) -> Coefficient {
    Coefficient::number(text.parse().expect("a fraction"))
}

fn named(name: &str) -> Coefficient {
    Coefficient::constant(Constant::Any(name.into()))
}

#[test]
fn coefficients_are_a_ring_of_polynomials() {
    let (a, b) = (named("a"), named("b"));
    let sum = &a + &b;
    assert_eq!(&a + &b, &b + &a);
    assert_eq!(&a * &b, &b * &a);
    assert_ne!(&a + &b, &a * &b);
    // (a + b)(a − b) = a² − b².
    let difference = &a + &(&Coefficient::minus_one() * &b);
    let squares = &(&a * &a) + &(&Coefficient::minus_one() * &(&b * &b));
    assert_eq!(&sum * &difference, squares);
    assert_eq!(&number("1/2") + &number("1/3"), number("5/6"));
    assert_eq!(&number("1/2") * &number("-4"), number("-2"));
    assert!(number("0").is_zero() && !a.is_zero() && !Coefficient::one().is_zero());
    assert!((&a + &(&Coefficient::minus_one() * &a)).is_zero());
    assert_eq!((Coefficient::one(), Coefficient::minus_one()), (number("1"), number("-1")));
    let monomials: Vec<(usize, Rational)> =
        squares.monomials().map(|(names, value)| (names.len(), value.clone())).collect();
    assert_eq!(monomials, [(2, Rational::new(1, 1)), (2, Rational::new(-1, 1))]);
}

#[test]
fn a_single_constant_is_told_from_what_is_more() {
    let a = named("a");
    assert_eq!(a.as_constant(), Some(&Constant::Any("a".into())));
    for other in [number("1"), number("0"), &a + &named("b"), &a * &a, &number("2") * &a, &a + &number("1")] {
        assert_eq!(other.as_constant(), None, "{other}");
        assert_eq!(other.as_meta(), None, "{other}");
    }
    assert_eq!(a.as_meta(), None);
    assert_eq!(Coefficient::constant(Constant::Meta("c".into())).as_meta(), Some("c"));
    assert_eq!(Coefficient::constant(Constant::OneOverOthers { name: "ν".into(), kind: "k".into() }).as_meta(), None);
}

#[test]
fn coefficients_are_written_as_they_are_read() {
    let (a, b) = (named("a"), named("b"));
    let minus = Coefficient::minus_one();
    for (found, text, is_negative) in [
        (number("0"), "[0]", false),
        (number("-1/2"), "-1/2", true),
        (number("3"), "3", false),
        (a.clone(), "a", false),
        (&minus * &a, "-1 a", true),
        (&a * &b, "a b", false),
        (&number("2/3") * &a, "2/3 a", false),
        (&a + &Coefficient::one(), "[1 + a]", false),
        (&(&minus * &a) + &Coefficient::one(), "[1 - 1 a]", false),
        (&(&minus * &a) + &minus, "[-1 - 1 a]", true),
    ] {
        assert_eq!((found.to_string(), found.is_negative()), (text.to_string(), is_negative));
    }
}

#[test]
fn dimensions_are_products_of_names() {
    let (m, n) = (Dimension::named("m"), Dimension::named("n"));
    let product = n.times(&m);
    assert_eq!(product, m.times(&n));
    assert_eq!((product.to_string(), Dimension::one().to_string()), ("m·n".into(), "1".into()));
    assert_eq!(product.factors(), ["m", "n"]);
    assert_eq!(Dimension::named("1"), Dimension::one());
    assert_ne!(m.times(&m), m);
    let values = BTreeMap::from([("m".to_string(), n.times(&n)), ("n".to_string(), Dimension::one())]);
    assert_eq!(product.substitute(&values), Some(n.times(&n)));
    assert_eq!(Dimension::named("k").substitute(&values), None);
    let shape = Shape { rows: m, columns: n };
    assert_eq!((shape.to_string(), shape.transposed().to_string()), ("m × n".into(), "n × m".into()));
    assert_eq!(Shape::scalar().to_string(), "1 × 1");
}
