//! What a campaign says of claims that are false, vacuous, unfinished or badly guarded: never that they hold.

use dualproof::campaign::{ClaimDefect, Limit, Plan, Preface, Registry, ReplayError, SEARCH_CASES, Selection, run};
use dualproof::claim::{
    Assumed, Claim, Declaration, Domain, Evidence, Kind, Page, Refutes, Side, Sides, Theorem, assume,
};
use dualproof::derivation::Derivation;
use dualproof::ledger::covers;
use dualproof::numbers::Number;
use dualproof::record::{MutantVerdict, NecessityVerdict, Record, Verdict};
use nalgebra::DMatrix;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Instance {
    n: i64,
}

dualproof::parts! {
    /// The statements.
    enum Part {
        /// n².
        Square: Equal,
    }
}

dualproof::mutants! {
    /// The factor that stands for n in n².
    enum Formula of Part {
        /// n + 1.
        OneMore: Square,
        /// n, wrong from 50 on only.
        Capped: Square,
        /// n: no mutant.
        NoChange: Square,
    }
}

fn naturals() -> BoxedStrategy<Instance> {
    (0_i64..=1000).prop_map(|n| Instance { n }).boxed()
}

/// The sections that every claim has, in their order.
const HEADER: &str = "\
//! n².
//! # Statement
//! n² = n · n.
//! # Source
//! Made up.
//! # Assumptions
//! `n_is_natural`.
//! # Proof
//! By definition.
//! # Checked form
//! n up to 1000.
//! # Mutants
//! `one-more`.
//! # When an assumption is dropped
//! Nothing is squared.";

/// What is odd about a claim.
const NOTHING: u8 = 0;
const A_CASE: u8 = 1;
const NO_CASES: u8 = 2;

struct Square<const ODD: u8>;

impl<const ODD: u8> Sides for Square<ODD> {
    fn measured(instance: &Instance, _: Part) -> Side {
        Ok(vec![DMatrix::from_element(1, 1, Number::from_integer(instance.n * instance.n))])
    }

    fn predicted(instance: &Instance, _: Part, formula: Formula) -> Side {
        let factor = match formula {
            Formula::Stated | Formula::NoChange => instance.n,
            Formula::OneMore => instance.n + 1,
            Formula::Capped => instance.n.min(49),
        };
        Ok(vec![DMatrix::from_element(1, 1, Number::from_integer(instance.n) * Number::from_integer(factor))])
    }
}

impl<const ODD: u8> Theorem for Square<ODD> {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        let is_natural = assume("n_is_natural", |i: &Instance| i.n >= 0);
        let negative = || (-9_i64..0).prop_map(|n| Instance { n }).boxed();
        let assumed: Assumed<Self> = match ODD {
            A_CASE => is_natural.fails(Part::Square, Kind::Exact, negative),
            _ => is_natural.domain("the square of a number that is not there"),
        };
        Declaration {
            page: Page { slug: "square", text: HEADER },
            cases: if ODD == NO_CASES { || Just(Instance { n: -1 }).boxed() } else { naturals },
            validate: |_| Ok(()),
            assumptions: vec![assumed],
            primary: Evidence::exact(),
            further: vec![Evidence::float()],
        }
    }
}

/// A claim, with the first of its mutants.
fn of<const ODD: u8>() -> Claim {
    let mut claim = Claim::of::<Square<ODD>>().in_group("numbers");
    claim.mutants.truncate(1);
    claim
}

fn claim() -> Claim {
    of::<NOTHING>()
}

/// The claim that has n for n only below 50.
fn capped() -> Claim {
    Claim::of::<Square<NOTHING>>().stating("capped")
}

/// The claim with a change.
fn changed(change: impl FnOnce(&mut Claim)) -> Claim {
    let mut claim = claim();
    change(&mut claim);
    claim
}

fn registry(claim: Claim) -> Registry {
    Registry::new(Preface::default(), vec![claim]).expect("a whole claim")
}

fn record(claim: Claim) -> Record {
    run(&Selection::all(&registry(claim)), &Plan::new(3, Limit::Cases(64)))
}

#[test]
fn a_true_claim_holds_and_its_mutant_shrinks_to_the_least() {
    let record = record(claim());
    assert_eq!(record.verdict, Verdict::Holds);
    let counterexample = record.claims[0].mutants[0].counterexample.clone().expect("a counterexample");
    assert_eq!(counterexample.instance["n"], 1);
    assert!(claim().replay(&counterexample).is_ok());
    let mut other = counterexample.clone();
    other.instance["n"] = 2.into();
    assert!(matches!(claim().replay(&other), Err(ReplayError::Tampered(difference)) if difference.expected == "4"));
    other.instance["n"] = (-1).into();
    assert!(matches!(claim().replay(&other), Err(ReplayError::Assumption { holds: false, .. })));
    other.instance["n"] = 0.into();
    assert!(matches!(claim().replay(&other), Err(ReplayError::NoRefutation { .. })));
}

#[test]
fn a_false_claim_is_refuted_by_a_shrunk_find() {
    let record = record(capped());
    assert_eq!(record.verdict, Verdict::Refuted);
    let find = record.claims[0].evidence[0].counterexample.clone().expect("a counterexample");
    assert_eq!((find.refutes, &find.instance["n"]), (Refutes::Claim, &50.into()));
    let search = capped().refute(&Plan::new(1, Limit::Cases(64)));
    assert_eq!(search.counterexample.expect("a counterexample").instance["n"], 50);
}

#[test]
fn a_mutant_that_survives_refutes_the_check() {
    let record = record(Claim::of::<Square<NOTHING>>());
    let row = &record.claims[0].mutants[2];
    assert_eq!((record.verdict, row.verdict, row.tried), (Verdict::Refuted, MutantVerdict::Survives, SEARCH_CASES));
}

#[test]
fn an_assumption_that_nothing_needs_is_not_shown_necessary() {
    let record = record(of::<A_CASE>());
    assert_eq!(record.verdict, Verdict::Refuted);
    assert_eq!(record.claims[0].necessity[0].verdict, NecessityVerdict::Missing);
}

#[test]
fn an_empty_hypothesis_ends_and_is_no_pass() {
    let record = record(of::<NO_CASES>());
    let row = &record.claims[0].evidence[0];
    assert_eq!((row.verdict, row.accepted), (Verdict::NothingChecked, 0));
    assert_eq!(row.rejected_by["n_is_natural"], row.rejected);
    assert_ne!(record.verdict, Verdict::Holds);
    assert_eq!(run(&Selection::default(), &Plan::new(1, Limit::Cases(1))).verdict, Verdict::NothingChecked);
}

#[test]
fn a_run_that_is_stopped_is_inconclusive() {
    let plan = Plan::new(1, Limit::Cases(64));
    plan.watch.stop();
    let record = run(&Selection::all(&registry(claim())), &plan);
    assert_eq!((record.verdict, record.interrupted), (Verdict::Inconclusive, true));
    assert_eq!(record.claims[0].mutants[0].verdict, MutantVerdict::NotRun);
}

#[test]
fn a_record_of_something_else_does_not_cover() {
    let complete = record(claim());
    assert_eq!(covers(&registry(claim()), &complete), Ok(()));
    let without = |change: fn(&mut Record)| {
        let mut record = complete.clone();
        change(&mut record);
        covers(&registry(claim()), &record).expect_err("a difference").what
    };
    assert_eq!(without(|record| record.claims.clear()), "claims");
    assert_eq!(without(|record| record.claims[0].evidence.truncate(1)), "evidence of square");
    assert_eq!(without(|record| record.claims[0].mutants.clear()), "mutants of square");
}

#[test]
fn a_claim_that_could_not_fail_is_not_registered() {
    let defect = |claim: Claim| Registry::new(Preface::default(), vec![claim]).err().expect("a defect");
    assert!(matches!(
        defect(changed(|claim| claim.domain.clear())),
        ClaimDefect::Unexamined { claim: "square", assumption: "n_is_natural" }
    ));
    let with = |domain: Domain| defect(changed(|claim| claim.domain = vec![domain]));
    let empty = Domain { assumption: "n_is_natural", reason: " " };
    assert!(matches!(with(empty), ClaimDefect::Stray { what: "domain", .. }));
    let other = Domain { assumption: "n_is_prime", reason: "a reason" };
    assert!(matches!(with(other), ClaimDefect::Stray { what: "domain", assumption: "n_is_prime", .. }));
    let both = changed(|claim| claim.necessity = of::<A_CASE>().necessity);
    assert!(matches!(defect(both), ClaimDefect::Stray { what: "domain", .. }));
    assert!(matches!(defect(changed(|claim| claim.mutants.clear())), ClaimDefect::Nothing { what: "mutant", .. }));
    assert!(matches!(defect(changed(|claim| claim.rows.clear())), ClaimDefect::Nothing { .. }));
    assert!(matches!(defect(changed(|claim| claim.text = "")), ClaimDefect::Docs(_)));
    let twice = Registry::new(Preface::default(), vec![claim(), claim()]);
    assert_eq!(twice.err(), Some(ClaimDefect::Twice { what: "claim", name: "square" }));
}

#[test]
fn derivations_hold_by_their_stored_steps_alone() {
    const TEXT: &str = "theory t\nmatrix A: m×n\nderive p\n  from Aᵀᵀ\n  to A\nderive q\n  from Aᵀ\n  to Aᵀᵀᵀ";
    const P: &str = "derive p\n  Aᵀᵀ\n  = A | transpose-twice | ·\n";
    const Q: &str = "derive q\n  Aᵀ\n  = Aᵀᵀᵀ | ← transpose-twice | ·\n";
    use Verdict::{Holds, NothingChecked, Refuted};
    for (steps, expected) in [
        (format!("{P}{Q}"), [Holds, Holds]),
        (format!("{}{Q}", P.replace("transpose-twice", "transpose-sum")), [Refuted, NothingChecked]),
        (format!("{P}{}", Q.replace("← ", "")), [Holds, Refuted]),
        (P.to_string(), [Holds, Refuted]),
        (format!("{Q}{P}"), [Refuted, NothingChecked]),
        (format!("{P}{Q}{Q}"), [Refuted, NothingChecked]),
        (String::new(), [Refuted, NothingChecked]),
        ("no steps".to_string(), [Refuted, NothingChecked]),
    ] {
        let files = Derivation { text: TEXT, steps: steps.clone().leak(), source: "src/lib.rs", name: "t" };
        let mut claim = claim();
        claim.rows.push(Evidence::<Square<NOTHING>>::derivation(files).row());
        let row = claim.check(Kind::Derivation, None, &Plan::new(1, Limit::Cases(1)));
        let found: Vec<Verdict> = row.parts.iter().map(|part| part.verdict).collect();
        assert_eq!(found, expected, "{steps}");
        assert_eq!(row.verdict, expected[0].max(expected[1]));
    }
}
