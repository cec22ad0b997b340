//! Verdicts by chance: mutants refuted by simulation alone, replay, the budget, independence of threads.

use dualproof::campaign::{Budget, Limit, Plan, Preface, Registry, ReplayError};
use dualproof::claim::{Claim, Counterexample, Kind};
use dualproof::record::{MutantVerdict, Verdict};
use dualproof_theorems::emergence::lucky_node::LuckyNode;
use dualproof_theorems::emergence::selectivity_transfer::SelectivityTransfer;
use dualproof_theorems::registry;

fn plan() -> Plan {
    Plan::new(1, Limit::Cases(64)).sharing(Budget::of(&registry()))
}

/// `lucky-node` with nothing but its simulation.
fn simulated_only() -> Claim {
    let mut claim = Claim::of::<LuckyNode>();
    claim.rows.retain(|row| row.kind == Kind::Statistical);
    claim
}

fn statistical_find() -> Counterexample {
    let claim = simulated_only();
    let index = claim.mutant_names().iter().position(|name| *name == "three-halves-for-six-in-the-tail").unwrap();
    let row = claim.refute_mutant(index, &plan());
    assert_eq!(row.verdict, MutantVerdict::Refuted);
    row.counterexample.unwrap()
}

#[test]
fn a_simulation_alone_refutes_the_wrong_constant_in_the_tail() {
    let claim = simulated_only();
    let find = statistical_find();
    assert_eq!(find.kind, Kind::Statistical);
    assert_eq!(find.error, plan().budget.of_decision());
    claim.replay(&find).unwrap();
}

#[test]
fn a_replay_believes_neither_counts_nor_errors_that_are_not_so() {
    let claim = simulated_only();
    let find = statistical_find();
    let counts = vec![vec![vec!["1".to_string(), "1".to_string()]]];
    let forged = Counterexample { measured: counts, ..find.clone() };
    assert!(matches!(claim.replay(&forged), Err(ReplayError::Tampered(_))));
    for error in [0.5, -1.0, f64::NAN] {
        let lax = Counterexample { error, ..find.clone() };
        assert!(matches!(claim.replay(&lax), Err(ReplayError::Error { .. })), "{error}");
    }
    let stricter = Counterexample { error: find.error / 1e9, ..find };
    assert!(claim.replay(&stricter).is_err(), "other counts at a stricter error");
}

#[test]
fn the_row_states_its_error_and_its_power() {
    let row = Claim::of::<LuckyNode>().check(Kind::Statistical, None, &plan());
    assert_eq!(row.verdict, Verdict::Holds);
    assert_eq!(row.false_pass, Some(plan().budget.share()));
    assert!(row.power.unwrap() > 0.0 && row.power.unwrap() < 1.0);
}

#[test]
fn the_row_is_the_same_on_one_thread_and_on_two() {
    let gather = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| Claim::of::<LuckyNode>().check(Kind::Statistical, None, &plan()))
    };
    let (mut one, two) = (gather(1), gather(2));
    one.seconds = two.seconds;
    assert_eq!(one, two);
}

#[test]
fn adding_a_claim_splits_the_budget_anew() {
    let of = |claims: Vec<Claim>| Registry::new(Preface::default(), claims).expect("whole claims");
    let before = Budget::of(&of(vec![Claim::of::<SelectivityTransfer>()]));
    let after = Budget::of(&of(vec![Claim::of::<SelectivityTransfer>(), Claim::of::<LuckyNode>()]));
    let added = Claim::of::<LuckyNode>().chances();
    assert!(added > 0);
    assert_eq!(after.checks(), before.checks() + added);
    assert!(after.share() < before.share());
}

#[test]
fn the_medians_of_the_best_are_those_that_the_statement_gives() {
    let sd = (10.0_f64 / 3.0).sqrt();
    let in_sd = dualproof_theorems::emergence::lucky_node::cases::MEDIANS
        .map(|(_, median)| format!("{:.2}", median as f64 / 1e18 / sd));
    let docs = Claim::of::<LuckyNode>().docs().unwrap();
    let stated = format!("the median of the best X_j is {}, {} and {} sd", in_sd[0], in_sd[1], in_sd[2]);
    let statement = docs.section("Statement").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(statement.contains(&stated), "expected {stated:?}");
    assert_eq!(Claim::of::<LuckyNode>().check(Kind::Reference, None, &plan()).verdict, Verdict::Holds);
}

#[test]
fn numbers_outside_their_range_are_named() {
    let find = statistical_find();
    let replay = |key: &str, value: &str| {
        let mut other = find.clone();
        other.instance[key] = value.into();
        simulated_only().replay(&other)
    };
    for (key, value) in
        [("theta", "0"), ("theta", "-1/2"), ("eta", "0"), ("eta", "1"), ("eta", "3/2"), ("variance", "0")]
    {
        match replay(key, value) {
            Err(ReplayError::Instance { problem: what, .. }) => {
                assert!(what.contains(key) && what.contains(value), "{what}")
            }
            other => panic!("{key} = {value}: {other:?}"),
        }
    }
    let above = ReplayError::Assumption { assumption: "theta_is_below_one".to_string(), holds: false };
    assert_eq!(replay("theta", "1"), Err(above));
}
