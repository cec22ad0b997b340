//! The budget: shares that never exceed the total, and decisions that never exceed a share.

use dualproof::campaign::{Budget, Preface, Registry};
use dualproof::numbers::{Rational, Ring};

#[test]
fn a_budget_is_split_by_counting() {
    for checks in [1, 3, 7, 49, 1000] {
        let budget = Budget::split(Budget::SUITE, checks);
        let sum = Rational::from_f64(budget.share()).unwrap() * Rational::from_integer(checks as i64);
        assert!(sum <= Rational::from_f64(Budget::SUITE).unwrap(), "{checks} shares exceed the total");
        assert!(budget.of_decision() > 0.0);
    }
}

#[test]
fn shares_are_as_large_as_they_may_be() {
    for (total, checks, share) in [(0.5, 1, 0.5), (0.5, 4, 0.125), (0.5, 0, 0.5), (1e-9, 1, 1e-9)] {
        let budget = Budget::split(total, checks);
        assert_eq!((budget.total(), budget.checks(), budget.share()), (total, checks, share));
        // 2³² decisions of one check.
        assert_eq!(budget.of_decision() * 4_294_967_296.0, share);
        // Each identity alone takes less than a unit of the last digit of the whole.
        assert_eq!(budget.of_identity(), 1e-30);
    }
    // One more unit in the last place would be too much.
    for checks in [3_usize, 7, 49, 1000] {
        let share = Budget::split(Budget::SUITE, checks).share();
        let sum = |share: f64| Rational::from_f64(share).unwrap() * Rational::from_integer(checks as i64);
        let total = Rational::from_f64(Budget::SUITE).unwrap();
        assert!(sum(share) <= total && sum(share.next_up()) > total, "{checks}");
    }
}

#[test]
fn a_registry_without_chance_leaves_the_budget_whole() {
    let budget = Budget::of(&Registry::new(Preface::default(), Vec::new()).expect("no claim"));
    assert_eq!((budget.total(), budget.checks(), budget.share()), (Budget::SUITE, 0, Budget::SUITE));
    assert_eq!(budget.of_identity(), Budget::IDENTITIES);
    assert_eq!(budget.to_string(), "1e-9 in all, no check is decided by chance");
    assert_eq!(Budget::split(1e-9, 4).to_string(), "1e-9 in all, 2.5e-10 for each of 4 checks");
}

#[test]
fn a_budget_is_a_probability() {
    for total in [0.0, 1.0, -0.5, 1.5, f64::NAN] {
        assert!(std::panic::catch_unwind(|| Budget::split(total, 3)).is_err(), "{total}");
    }
}
