//! Residues modulo p = 2⁶¹ − 1: powers, inverses, signs, numbers beyond 64 bits.

use super::fraction;
use dualproof_numbers::numbers::{Field, Prime61, Rational, Ring, Truth, inverses};
use nalgebra::DMatrix;
use num_traits::{One, Zero};

const P: u64 = Prime61::MODULUS;

#[test]
fn numbers_are_reduced() {
    for (n, residue) in [(0, 0), (P - 1, P - 1), (P, 0), (P + 1, 1), (2 * P, 0), (7 * P + 5, 5), (u64::MAX, 7)] {
        assert_eq!(Prime61::new(n).residue(), residue, "{n}");
    }
    for (n, residue) in [(5, 5), (-1, P - 1), (i64::MIN, P - 4), (i64::MAX, 3), (0, 0)] {
        assert_eq!(Prime61::from_integer(n).residue(), residue, "{n}");
    }
    let x = Prime61::new(12);
    assert_eq!((x.to_f64(), x.text(), x.error_bound()), (12.0, "12".to_string(), 0.0));
    assert_eq!([x.equals(&x), x.equals(&Prime61::one())], [Truth::Yes, Truth::No]);
    assert!(Prime61::zero().is_zero() && !x.is_zero());
}

#[test]
fn compound_operators_are_the_operators() {
    let (a, b) = (Prime61::new(P - 3), Prime61::new(1 << 40));
    let (mut sum, mut difference, mut product) = (a, a, a);
    sum += b;
    difference -= b;
    product *= b;
    assert_eq!([sum, difference, product], [a + b, a - b, a * b]);
    assert_eq!(sum.residue(), (1 << 40) - 3);
    assert_eq!(product, Prime61::from_integer(-3 << 40));
}

#[test]
fn powers_are_repeated_products() {
    let three = Prime61::new(3);
    for (exponent, power) in [(0, 1), (1, 3), (2, 9), (5, 243), (13, 1_594_323)] {
        assert_eq!(three.power(exponent), Prime61::new(power), "{exponent}");
    }
    assert_eq!(Prime61::zero().power(0), Prime61::one());
    // Fermat: a^{p − 1} = 1, so that a^{p − 2} is the inverse; −1 is no square since p ≡ 3 modulo 4.
    for a in [2, 3, 10, P - 1, 1 << 60] {
        let a = Prime61::new(a);
        assert_eq!(a.power(P - 1), Prime61::one());
        assert_eq!(a.inverse(), Some(a.power(P - 2)));
    }
    assert_eq!(Prime61::new(P - 1).power((P - 1) / 2), Prime61::new(P - 1));
    assert_eq!(Prime61::zero().inverse(), None);
    assert_eq!(Prime61::one().divide(&Prime61::zero()), None);
    assert_eq!(Prime61::new(6).divide(&Prime61::new(3)), Some(Prime61::new(2)));
    assert_eq!(inverses(&[Prime61::new(2), Prime61::zero()]), None);
    let half = Prime61::new(P.div_ceil(2));
    assert_eq!(inverses(&[Prime61::new(2), Prime61::one(), half]), Some(vec![half, Prime61::one(), Prime61::new(2)]));
}

/// The longest sum of the largest products that are reduced together, and one more: (−1)(−1) n times is n.
#[test]
fn products_of_the_largest_residues_do_not_overflow() {
    let largest = Prime61::new(P - 1);
    for n in [1, 62, 63, 64, 126, 200] {
        let row = DMatrix::from_element(1, n, largest);
        assert_eq!(Prime61::product(&row, &row.transpose())[(0, 0)], Prime61::new(n as u64), "{n}");
    }
}

/// Fractions whose parts are beyond 64 bits go where the ring homomorphism takes them.
#[test]
fn long_fractions_embed() {
    let two_to = |k: u32| Rational::from_integer(2).power(k);
    // 2⁶¹ ≡ 1.
    for (power, residue) in [(61, 1), (64, 8), (122, 1), (125, 8), (200, 1 << 17)] {
        let x = two_to(power);
        assert_eq!(Prime61::from_rational(&x), Prime61::new(residue), "2^{power}");
        assert_eq!(Prime61::from_rational(&-x.clone()), -Prime61::new(residue), "−2^{power}");
        let inverse = Rational::from_integer(1).divide(&x).expect("not zero");
        assert_eq!(Some(Prime61::from_rational(&inverse)), Prime61::new(residue).inverse(), "2^−{power}");
    }
    assert_eq!(
        Prime61::from_rational(&fraction("-3/4")),
        Prime61::from_integer(-3) * Prime61::new(4).inverse().unwrap()
    );
    // An element of its own opposite would be 0 only.
    assert_eq!(-Prime61::zero(), Prime61::zero());
}
