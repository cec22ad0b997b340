//! The ceiling on power, from below: whatever holds stops holding when its tolerance is blown up.

use dualproof::claim::{Ceiling, Outcome, Relation, compare};
use dualproof::numbers::{Field, Interval, Rational, Ring, Running};
use nalgebra::DMatrix;
use proptest::prelude::*;

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
