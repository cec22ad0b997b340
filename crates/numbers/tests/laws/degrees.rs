//! Degrees: of a product the sum, of a sum the larger one, nothing decided.

use super::fraction;
use dualproof_numbers::numbers::{Degree, Field, Ring, Sign, Truth};
use num_traits::{One, Zero};

#[test]
fn degrees_add_under_products_and_are_compared_under_sums() {
    let entry = Degree::from_rational(&fraction("5/3"));
    let [zero, one] = [Degree::zero(), Degree::one()];
    let square = entry * entry;
    for (found, bound) in [
        (zero, 0),
        (one, 0),
        (entry, 1),
        (square, 2),
        (square * entry, 3),
        (square + entry, 2),
        (entry + square, 2),
        (entry - square, 2),
        (square - entry, 2),
        (-square, 2),
        (zero * square, 0),
        (square + zero, 2),
        (Degree::from_integer(7), 0),
    ] {
        assert_eq!(found.bound(), bound, "{found:?}");
        assert_eq!(found.to_f64(), bound as f64);
    }
    let (mut sum, mut difference, mut product) = (entry, entry, entry);
    sum += square;
    difference -= square;
    product *= square;
    assert_eq!([sum, difference, product].map(Degree::bound), [2, 2, 3]);
    // 2⁶⁴ squarings would be too many to count: the bound stays at the largest.
    let largest = (0..70).fold(entry, |x, _| x * x);
    assert_eq!(largest.bound(), u64::MAX);
}

/// The zero polynomial is told from a constant, since what is multiplied by it vanishes.
#[test]
fn zero_is_no_constant() {
    assert!(Degree::from_integer(0).is_zero() && Degree::from_rational(&fraction("0")).is_zero());
    assert!(!Degree::from_integer(3).is_zero() && !Degree::from_rational(&fraction("3")).is_zero());
    assert!((Degree::zero() * Degree::from_rational(&fraction("2"))).is_zero());
}

#[test]
fn only_constants_divide_and_nothing_is_decided() {
    let entry = Degree::from_rational(&fraction("2"));
    assert_eq!(entry.divide(&Degree::from_integer(4)), Some(entry));
    assert_eq!([entry.divide(&entry), entry.divide(&Degree::zero())], [None, None]);
    assert_eq!((entry.equals(&entry), entry.sign()), (Truth::Unknown, Sign::Unknown));
}
