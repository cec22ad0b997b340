//! The ceiling on power, from below: whatever holds stops holding when its tolerance is blown up.

use dualproof::claim::{Ceiling, Outcome, Relation, compare};
use dualproof::numbers::{Field, Interval, Rational, Ring, Running};
use nalgebra::DMatrix;
use proptest::prelude::*;
use std::slice;

fn judged<S: Field>(relation: Relation, measured: &DMatrix<S>, predicted: &DMatrix<S>) -> Outcome {
    let side = |matrix: &DMatrix<S>| [matrix.clone()];
    Ceiling::DEFAULT.judge(compare(relation, &side(measured), &side(predicted)))
}

/// Values with an error of a few units in the last place each, of sizes 2⁻⁶⁰ to 2⁶⁰ together.
fn values() -> impl Strategy<Value = DMatrix<Running>> {
    let entry = (1.0_f64..2.0, any::<bool>(), 1.0_f64..8.0);
    (prop::collection::vec(entry, 6), -60_i32..60).prop_map(|(entries, exponent)| {
        let size = 2.0_f64.powi(exponent);
        let value = |(x, negative, ulps): &(f64, bool, f64)| {
            let x = if *negative { -x } else { *x } * size;
            Running::with_error(x, ulps * f64::EPSILON * size)
        };
        DMatrix::from_iterator(2, 3, entries.iter().map(value))
    })
}

proptest! {
    #[test]
    fn a_tolerance_that_hides_everything_holds_of_nothing(x in values(), relation in prop_oneof![
        Just(Relation::Equal), Just(Relation::AtMost), Just(Relation::Below), Just(Relation::Different),
    ]) {
        let one = Running::exact(1.0);
        let two = one + one;
        let predicted = match relation {
            Relation::Equal => x.clone(),
            Relation::Different => x.map(|x| x * two),
            // Above every entry by as much as the entry.
            Relation::AtMost | Relation::Below => x.map(|x| x + if x.value() > 0.0 { x } else { -x }),
        };
        prop_assert!(matches!(judged(relation, &x, &predicted), Outcome::Holds(_)));
        let blown = |m: &DMatrix<Running>, factor: f64| m.map(|x| x.widened(factor));
        for factor in [1e12, 1e18, 1e40] {
            let outcome = judged(relation, &blown(&x, factor), &blown(&predicted, factor));
            prop_assert!(!matches!(outcome, Outcome::Holds(_)), "{factor:e}: {outcome:?}");
            prop_assert!(!matches!(outcome, Outcome::Refuted(_)), "{factor:e}: {outcome:?}");
        }
    }

    #[test]
    fn one_swamped_entry_is_enough(x in values(), place in 0_usize..6) {
        let mut swamped = x.clone();
        let scale = x.iter().map(|x| x.value().abs()).fold(0.0, f64::max);
        swamped[(place % 2, place / 2)] = Running::with_error(x[(place % 2, place / 2)].value(), 1e-5 * scale);
        let outcome = judged(Relation::Equal, &swamped, &x);
        prop_assert!(matches!(outcome, Outcome::Inconclusive(_)), "{outcome:?}");
    }

    #[test]
    fn power_does_not_depend_on_the_scale(x in values(), exponent in -200_i32..200) {
        let size = Running::exact(2.0_f64.powi(exponent));
        let power = |m: &DMatrix<Running>| match judged(Relation::Equal, m, m) {
            Outcome::Holds(comparison) => comparison.power,
            _ => None,
        };
        let (one, other) = (power(&x), power(&x.map(|x| x * size)));
        // The error bound of a product is inflated, which may cross one power of two.
        prop_assert!(one.is_some_and(|one| other.is_some_and(|other| other <= 2.0 * one && one <= 2.0 * other)));
    }
}

#[test]
fn a_planted_violation_of_twice_the_power_is_caught_and_one_below_the_tolerance_is_not() {
    let error = 1e-9;
    let x = DMatrix::from_row_slice(1, 2, &[Running::with_error(3.0, error), Running::with_error(-5.0, error)]);
    let Outcome::Holds(comparison) = judged(Relation::Equal, &x, &x) else { panic!("equal sides") };
    let power = comparison.power.expect("a power");
    // Two errors of 1e-9 relative to the largest value, 5, up to the next power of two.
    assert!(power >= 2.0 * error / 5.0 && power <= 4.0 * error / 5.0 * 1.001, "{power:e}");
    let planted = |share: f64| x.map(|x| x + Running::exact(share * 5.0));
    assert!(matches!(judged(Relation::Equal, &planted(power), &x), Outcome::Refuted(_)));
    assert!(matches!(judged(Relation::Equal, &planted(error / 5.0), &x), Outcome::Holds(_)));
}

#[test]
fn nothing_beside_nothing_is_vacuous_where_numbers_round_and_decided_where_they_do_not() {
    let noise = DMatrix::from_element(1, 1, Running::with_error(1e-17, 1e-16));
    let zero = DMatrix::from_element(1, 1, Running::exact(0.0));
    assert!(matches!(judged(Relation::Equal, &noise, &zero), Outcome::Vacuous(_)));
    assert!(matches!(judged(Relation::Equal, &noise, &noise), Outcome::Vacuous(_)));
    let zero = DMatrix::from_element(1, 1, Rational::from_integer(0));
    assert!(matches!(judged(Relation::Equal, &zero, &zero), Outcome::Holds(c) if c.power == Some(0.0)));
    let wide = DMatrix::from_element(1, 1, Interval::new(-1.0, 1.0).expect("an interval"));
    assert!(matches!(judged(Relation::Equal, &wide, &wide), Outcome::Vacuous(_)));
    let not_a_number = DMatrix::from_element(1, 1, Running::exact(f64::NAN));
    assert!(matches!(judged(Relation::Equal, &not_a_number, &not_a_number), Outcome::Inconclusive(_)));
}

fn power_of<S: Field>(relation: Relation, measured: &DMatrix<S>, predicted: &DMatrix<S>) -> Option<f64> {
    let outcome = compare(relation, slice::from_ref(measured), slice::from_ref(predicted));
    let Outcome::Holds(comparison) = outcome else { panic!("{outcome:?}") };
    comparison.power
}

fn row(entries: &[(f64, f64)]) -> DMatrix<Running> {
    DMatrix::from_iterator(1, entries.len(), entries.iter().map(|(value, error)| Running::with_error(*value, *error)))
}

/// The smallest 2⁻ᵏ of the largest value that is caught in whichever entry it is planted, by hand.
#[test]
fn power_is_the_smallest_power_of_two_that_is_caught() {
    // Both sides have the error 2⁻²⁰, so that a gap beyond 2⁻¹⁹, a quarter of a millionth of 8, is caught: 2⁻²¹ · 8.
    let x = row(&[(8.0, 2.0_f64.powi(-20)), (-1.0, 2.0_f64.powi(-20))]);
    assert_eq!(power_of(Relation::Equal, &x, &x), Some(2.0_f64.powi(-21)));
    // Whatever the sign of the largest value.
    assert_eq!(power_of(Relation::Equal, &-x.clone(), &-x.clone()), Some(2.0_f64.powi(-21)));
    // One entry alone is known worse.
    let worse = row(&[(8.0, 2.0_f64.powi(-20)), (-1.0, 2.0_f64.powi(-10))]);
    assert_eq!(power_of(Relation::Equal, &worse, &worse), Some(2.0_f64.powi(-11)));
    // The bounds of one side: exact predictions halve the error, and 2⁻²⁰ is just caught.
    let exact = row(&[(8.0, 0.0), (-1.0, 0.0)]);
    assert_eq!(power_of(Relation::Equal, &x, &exact), Some(2.0_f64.powi(-22)));
    // Both directions count: beside a measured value that is one error off, a violation back must be three errors large.
    let known = row(&[(8.0, 2.0_f64.powi(-20)), (-1.0, 0.0)]);
    for off in [1.0, -1.0] {
        let beside = row(&[(8.0 + off * 2.0_f64.powi(-20), 2.0_f64.powi(-20)), (-1.0, 0.0)]);
        assert_eq!(power_of(Relation::Equal, &beside, &known), Some(2.0_f64.powi(-21)), "{off}");
    }
    // An inequality is violated in one direction. What is planted carries the errors of m and p − m, three of 2⁻²⁰, and
    // is taken from p, which has a fourth one.
    let above = row(&[(9.0, 2.0_f64.powi(-20)), (0.0, 2.0_f64.powi(-20))]);
    for relation in [Relation::AtMost, Relation::Below] {
        let power = power_of(relation, &x, &above).expect("a power");
        // Four errors are less than 2⁻²¹ of the scale, which is 9, and more than half of that.
        assert_eq!(power, 2.0_f64.powi(-21), "{relation:?}");
    }
    // A share of the difference found, here 1 with the error 2⁻¹⁹ of both: more than thrice that is told from none.
    let other = row(&[(9.0, 2.0_f64.powi(-20)), (-1.0, 2.0_f64.powi(-20))]);
    let power = power_of(Relation::Different, &x, &other).expect("a power");
    assert!(power >= 2.0_f64.powi(-19) && power <= 2.0_f64.powi(-17), "{power:e}");
}

#[test]
fn power_is_nothing_infinite_or_zero_at_the_ends() {
    let [one, zero] = [1, 0].map(|n| DMatrix::from_element(1, 1, Rational::from_integer(n)));
    assert_eq!(power_of(Relation::Equal, &one, &one), Some(0.0));
    assert_eq!(power_of(Relation::Equal, &zero, &zero), Some(0.0));
    assert_eq!(power_of(Relation::AtMost, &zero, &one), Some(0.0));
    assert_eq!(power_of(Relation::Different, &zero, &one), Some(0.0));
    // Exact numbers of a system that rounds.
    assert_eq!(power_of(Relation::Equal, &row(&[(3.0, 0.0)]), &row(&[(3.0, 0.0)])), Some(0.0));
    // An error as large as the value.
    let wide = row(&[(1.0, 0.9)]);
    assert_eq!(power_of(Relation::Equal, &wide, &wide), Some(f64::INFINITY));
    // Nothing told from 0.
    let noise = row(&[(1e-20, 1e-19)]);
    assert_eq!(power_of(Relation::Equal, &noise, &noise), None);
    // One matrix takes the scale of the other where it has none.
    let pair = [row(&[(4.0, 2.0_f64.powi(-20))]), row(&[(0.0, 2.0_f64.powi(-20))])];
    let outcome = compare(Relation::Equal, &pair, &pair);
    assert!(
        matches!(&outcome, Outcome::Holds(c) if c.power == Some(2.0_f64.powi(-20)) && c.is_nontrivial),
        "{outcome:?}"
    );
    // Each matrix has its own otherwise: the smaller one is compared as closely.
    let pair = [row(&[(4.0, 2.0_f64.powi(-20))]), row(&[(1.0, 2.0_f64.powi(-20))])];
    let outcome = compare(Relation::Equal, &pair, &pair);
    assert!(matches!(&outcome, Outcome::Holds(c) if c.power == Some(2.0_f64.powi(-18))), "{outcome:?}");
    // No finer than f64 itself: 2⁻⁵³ of the value is caught at the finest.
    let finest = row(&[(1.0, 2.0_f64.powi(-300))]);
    let power = power_of(Relation::Equal, &finest, &finest).expect("a power");
    assert!(power >= 2.0_f64.powi(-53) && power <= 2.0_f64.powi(-52), "{power:e}");
}

#[test]
fn a_ceiling_decides_what_a_comparison_is_worth() {
    let holds = |power| Outcome::Holds(dualproof::claim::Comparison { power, ..Default::default() });
    let ceiling = Ceiling::because(0.25, "a test");
    assert_eq!((ceiling.at, ceiling.reason), (0.25, Some("a test")));
    assert_eq!((Ceiling::default(), Ceiling::DEFAULT.reason), (Ceiling::DEFAULT, None));
    assert!(ceiling.admits(Some(0.25)) && ceiling.admits(Some(0.0)));
    assert!(!ceiling.admits(Some(0.26)) && !ceiling.admits(None) && !ceiling.admits(Some(f64::NAN)));
    assert_eq!(ceiling.judge(holds(Some(0.25))), holds(Some(0.25)));
    assert!(matches!(ceiling.judge(holds(None)), Outcome::Vacuous(_)));
    for (power, part) in [(0.5, "5.0e-1"), (f64::INFINITY, "no violation"), (f64::NAN, "no violation")] {
        let Outcome::Inconclusive(reason) = ceiling.judge(holds(Some(power))) else { panic!("{power}") };
        assert!(reason.contains(part), "{reason}");
    }
    let refuted = Outcome::Refuted(dualproof::claim::Comparison::default());
    assert_eq!(ceiling.judge(refuted.clone()), refuted);
    let rejected = Outcome::Rejected("outside".into());
    assert_eq!(ceiling.judge(rejected.clone()), rejected);
}
