//! Comparison: each relation decided on the sides of its boundary, and the figures beside the verdict, by hand.

use dualproof::claim::{Outcome, Relation, compare};
use dualproof::numbers::{DoubleDouble, Field, Interval, Prime61, Rational, Ring, Running};
use nalgebra::{DMatrix, dmatrix};
use std::slice;

/// h(olds), r(efuted) or i(nconclusive).
fn verdict<S: Field>(relation: Relation, measured: S, predicted: S) -> char {
    let side = |x: S| [DMatrix::from_element(1, 1, x)];
    match compare(relation, &side(measured), &side(predicted)) {
        Outcome::Holds(_) => 'h',
        Outcome::Refuted(_) => 'r',
        Outcome::Inconclusive(_) => 'i',
        other => panic!("{other:?}"),
    }
}

/// Below, at and above the boundary, for the four relations: equal, at most, below, different.
#[test]
fn relations_are_decided_at_their_boundary() {
    use Relation::{AtMost, Below, Different, Equal};
    let all =
        |verdict: &dyn Fn(Relation) -> char| [Equal, AtMost, Below, Different].map(verdict).iter().collect::<String>();
    let exact =
        |m: i64, p: i64| all(&|relation| verdict(relation, Rational::from_integer(m), Rational::from_integer(p)));
    assert_eq!([exact(1, 2), exact(2, 2), exact(3, 2)], ["rhhh", "hhrr", "rrrh"]);
    let running = |m: f64, r: f64| all(&|relation| verdict(relation, Running::with_error(m, r), Running::exact(2.0)));
    assert_eq!([running(1.0, 0.5), running(2.0, 0.5), running(3.0, 0.5)], ["rhhh", "hiii", "rrrh"]);
    // Exact numbers of a system that rounds are decided as fractions are.
    assert_eq!([running(1.0, 0.0), running(2.0, 0.0), running(3.0, 0.0)], ["rhhh", "hhrr", "rrrh"]);
    let interval = |lo: f64, hi: f64| {
        all(&|relation| verdict(relation, Interval::new(lo, hi).expect("ordered"), Interval::point(2.0)))
    };
    assert_eq!(
        [interval(0.0, 1.0), interval(1.0, 2.0), interval(1.0, 3.0), interval(3.0, 4.0)],
        ["rhhh", "hiii", "hiii", "rrrh"]
    );
    // Residues have no order.
    let residue = |m: u64| all(&|relation| verdict(relation, Prime61::new(m), Prime61::new(2)));
    assert_eq!([residue(2), residue(3)], ["hiir", "riih"]);
    assert_eq!(all(&|relation| verdict(relation, f64::NAN, 1.0)), "iiii");
}

/// One entry that refutes decides, one that cannot be told leaves it open; for a difference, one that differs is enough.
#[test]
fn entries_are_decided_together() {
    let running =
        |entries: [(f64, f64); 3]| [DMatrix::from_iterator(1, 3, entries.map(|(x, r)| Running::with_error(x, r)))];
    let predicted = running([(1.0, 0.0); 3]);
    let outcome = |relation, entries| match compare(relation, &running(entries), &predicted) {
        Outcome::Holds(_) => 'h',
        Outcome::Refuted(_) => 'r',
        Outcome::Inconclusive(_) => 'i',
        other => panic!("{other:?}"),
    };
    let (same, other, open) = ((1.0, 0.0), (3.0, 0.0), (1.0, f64::INFINITY));
    for (entries, equal, different) in [
        ([same, same, same], 'h', 'r'),
        ([same, open, same], 'i', 'i'),
        ([same, open, other], 'r', 'h'),
        ([other, same, same], 'r', 'h'),
        ([same, same, (1.0, 0.5)], 'h', 'i'),
    ] {
        assert_eq!(outcome(Relation::Equal, entries), equal, "{entries:?}");
        assert_eq!(outcome(Relation::Different, entries), different, "{entries:?}");
    }
    assert_eq!(outcome(Relation::AtMost, [same, open, (0.0, 0.0)]), 'i');
    assert_eq!(outcome(Relation::AtMost, [same, open, other]), 'r');
}

/// Residual and tolerance in the units of the values and over the largest value of each matrix.
#[test]
fn figures_are_those_by_hand() {
    let at = Running::with_error;
    let measured = [dmatrix![at(1.0, 0.5), at(-4.0, 0.25)], dmatrix![at(16.0, 1.0)]];
    let predicted = [dmatrix![at(1.5, 0.25), at(-4.0, 0.25)], dmatrix![at(15.5, 0.5)]];
    let Outcome::Holds(found) = compare(Relation::Equal, &measured, &predicted) else { panic!("within its bounds") };
    assert_eq!((found.residual, found.tolerance), (0.5, 1.5));
    // 1/2 of 4 in the first matrix, 1/31 in the second; 3/4 of 4 and 1.5 of 15.5.
    assert_eq!((found.relative_residual, found.relative_bound), (0.125, 0.1875));
    assert!(found.is_nontrivial && found.error == 0.0);
    assert!(found.measured.is_empty() && found.predicted.is_empty());
    // An inequality is missed by what exceeds it; its scale is the largest of both sides.
    let Outcome::Refuted(found) =
        compare(Relation::AtMost, &[dmatrix![at(8.0, 0.0), at(1.0, 0.0)]], &[dmatrix![at(6.0, 0.0), at(3.0, 0.0)]])
    else {
        panic!("8 > 6")
    };
    assert_eq!((found.residual, found.relative_residual, found.tolerance), (2.0, 0.25, 0.0));
    assert_eq!(found.measured, [[["8.0", "1.0"]]]);
    assert_eq!(found.predicted, [[["6.0", "3.0"]]]);
    assert_eq!(found.power, None);
    for relation in [Relation::AtMost, Relation::Below] {
        let Outcome::Holds(found) = compare(relation, &[dmatrix![at(1.0, 0.0)]], &[dmatrix![at(6.0, 0.0)]]) else {
            panic!("1 < 6")
        };
        assert_eq!((found.residual, found.relative_residual), (0.0, 0.0));
    }
    let Outcome::Holds(found) = compare(Relation::Different, &[dmatrix![at(1.0, 0.0)]], &[dmatrix![at(6.0, 0.0)]])
    else {
        panic!("1 ≠ 6")
    };
    assert_eq!(found.residual, 0.0);
    // A double-double apart in its low part alone misses by what `f64` can say of it; the same number by nothing.
    let [x, y] = [1.0, 2.0_f64.powi(-90)].map(DoubleDouble::exact);
    let Outcome::Holds(found) = compare(Relation::Equal, &[dmatrix![x + y]], &[dmatrix![x + y]]) else {
        panic!("equal")
    };
    assert_eq!(found.residual, 0.0);
}

/// What is not a number counts as infinite; what is below the normal numbers has no share of them.
#[test]
fn figures_at_the_ends_of_the_range() {
    let at = Running::with_error;
    let Outcome::Inconclusive(_) = compare(Relation::Equal, &[dmatrix![at(f64::NAN, 0.0)]], &[dmatrix![at(1.0, 0.0)]])
    else {
        panic!("nothing is known of what is no number")
    };
    let both = |x: f64, y: f64| {
        compare(Relation::Equal, &[dmatrix![at(x, 0.0), at(f64::NAN, 0.0)]], &[dmatrix![at(y, 0.0), at(1.0, 0.0)]])
    };
    let Outcome::Refuted(found) = both(1.0, 2.0) else { panic!("1 ≠ 2") };
    assert_eq!(found.residual, f64::INFINITY);
    // Two infinities of one sign are the same value, which misses nothing.
    let infinite = dmatrix![f64::INFINITY];
    let Outcome::Holds(found) = compare(Relation::Equal, slice::from_ref(&infinite), slice::from_ref(&infinite)) else {
        panic!("the same")
    };
    assert_eq!(found.residual, 0.0);
    let small = dmatrix![at(f64::MIN_POSITIVE / 4.0, 0.0)];
    let Outcome::Refuted(found) = compare(Relation::Equal, &[small.map(|x| x + x)], &[small]) else {
        panic!("twice as large")
    };
    assert_eq!((found.residual, found.relative_residual, found.is_nontrivial), (f64::MIN_POSITIVE / 4.0, 0.0, true));
    let normal = dmatrix![at(f64::MIN_POSITIVE, 0.0)];
    let Outcome::Refuted(found) = compare(Relation::Equal, &[normal.map(|x| x + x)], &[normal]) else {
        panic!("twice as large")
    };
    assert_eq!(found.relative_residual, 1.0);
    // Without an order, what is not 0 is told from it.
    for (residue, is_nontrivial) in [(0, false), (5, true)] {
        let side = dmatrix![Prime61::new(residue)];
        let Outcome::Holds(found) = compare(Relation::Equal, slice::from_ref(&side), slice::from_ref(&side)) else {
            panic!("the same")
        };
        assert_eq!(found.is_nontrivial, is_nontrivial, "{residue}");
    }
    let zero = dmatrix![at(0.0, 0.0)];
    let Outcome::Holds(found) = compare(Relation::Equal, slice::from_ref(&zero), slice::from_ref(&zero)) else {
        panic!("0 = 0")
    };
    assert!(!found.is_nontrivial);
}

#[test]
#[should_panic(expected = "shapes of the two sides")]
fn sides_of_other_shapes_are_a_defect() {
    compare(Relation::Equal, &[dmatrix![1.0, 2.0]], &[dmatrix![1.0; 2.0]]);
}

/// A matrix is stored by rows.
#[test]
fn a_refutation_shows_both_sides_by_rows() {
    let matrix = |entries: [i64; 6]| DMatrix::from_row_iterator(2, 3, entries.map(Rational::from_integer));
    let outcome = compare(Relation::Equal, &[matrix([1, 2, 3, 4, 5, 6])], &[matrix([1, 2, 3, 4, 5, 7])]);
    let Outcome::Refuted(found) = outcome else { panic!("6 ≠ 7") };
    assert_eq!(found.measured, [[["1", "2", "3"], ["4", "5", "6"]]]);
    assert_eq!(found.predicted, [[["1", "2", "3"], ["4", "5", "7"]]]);
}
