//! Conditions: each one met and unmet, decided by the checker on single steps.

use super::{VIEWS, one_step};
use dualproof_derivation::{Direction, Proof, Refusal, Step, Term, Theory, check, rules};

#[test]
fn side_conditions_are_decided_by_the_checker() {
    let ok = |from, to, rule| assert_eq!(one_step(VIEWS, from, to, rule), Ok(()), "{from} = {to}");
    let unmet = |from: &str, to: &str, rule: &str| {
        let found = one_step(VIEWS, from, to, rule);
        assert!(matches!(found, Err(Refusal::Unmet { .. })), "{from} = {to}: {found:?}");
    };
    ok("E{x,x1,y,y1}[A(x1) B(y1)]", "E{x,x1}[A(x1)] E{y,y1}[B(y1)]", "independent");
    unmet("E{x,x1,x2}[A(x1) B(x2)]", "E{x,x1}[A(x1)] E{x2}[B(x2)]", "independent");
    ok("E{x,x1,x2}[A(x1) B(x2)]", "E{x}[E{x1}[A(x1)] E{x2}[B(x2)]]", "independent-given");
    unmet("E{x,x1,x2}[A(x1) B(x1)]", "E{x}[E{x1}[A(x1)] E{x2}[B(x1)]]", "independent-given");
    ok("E{x1}[P A(x1)]", "P E{x1}[A(x1)]", "constant-left");
    unmet("E{x1}[A(x1) P]", "A(x1) E{x1}[P]", "constant-left");
    ok("E{x,x1}[A(x1)]", "E{y,y1}[A(y1)]", "equal-in-law");
    unmet("E{x1}[A(x1)]", "E{y1}[A(y1)]", "equal-in-law");
    // x is held on the left and averaged over on the right.
    unmet("E{x1,y,y1}[A(x1) B(y1)]", "E{x,x1,x2}[A(x2) B(x1)]", "equal-in-law");
    unmet("E{x,x1}[A(x1)]", "E{x1}[A(x1)]", "marginal");
    unmet("E{x,x1}[A(x1)]", "E{x1}[E{x}[A(x1)]]", "tower");
    ok("d(P W)", "P d(W)", "differential-left-constant");
    unmet("d(W P)", "W d(P)", "differential-left-constant");
    unmet("Pᵀ", "P", "transpose-of-symmetric");
    unmet("P P", "P", "square-of-idempotent");
    ok("P + 2 W", "W + P + W", "same-summands");
    unmet("P + 2 W", "W + P", "same-summands");
}

#[test]
fn an_expectation_given_what_has_no_value_is_refused() {
    let chain = |terms: [&str; 3], rule: [&str; 2], position: &[usize]| {
        let [from, via, to] = terms;
        let text = format!("theory chain\n{VIEWS}\nderive chain\n  from {from}\n  via {via}\n  to {to}");
        let theory = Theory::read(&text).expect("a theory").remove(0);
        let goal = &theory.goals[0];
        let step = |place: usize, term: &Term| Step {
            rule: rule[place].into(),
            direction: if place == 0 { Direction::Backward } else { Direction::Forward },
            position: position.to_vec(),
            term: term.clone(),
        };
        let steps = vec![step(0, &goal.via[0]), step(1, &goal.to)];
        check(&Proof { start: goal.from.clone(), steps }, &goal.to, rules(), &theory.equations)
    };
    // x1 is given x, which is neither averaged over nor free at an end.
    let found = chain(["P", "E{x1}[P]", "P"], ["constant", "constant"], &[]);
    assert!(matches!(&found, Err(Refusal::Unbound { step: 1, variable, .. }) if variable == "x"), "{found:?}");
    // Under an expectation over x, or beside a function of x, it has a value.
    assert_eq!(chain(["E{x}[P]", "E{x}[E{x1}[P]]", "E{x}[P]"], ["constant", "constant"], &[0]), Ok(()));
    let beside = ["P E{x2}[A(x2)]", "E{x1}[P] E{x2}[A(x2)]", "P E{x2}[A(x2)]"];
    assert_eq!(chain(beside, ["constant", "constant"], &[0]), Ok(()));
}

/// Two kinds of one uniform law each, and a view of the second.
const OUTCOMES: &str = "kind sample
uniform kind outcome
uniform kind other
kind view given sample
variable x, y of sample
variable x1, x2 of view given x
variable y1, y2 of view given y
variable u, v of outcome
variable s, t of other
constant ν = 1/(outcome - 1)
constant μ = 1/(other - 1)
constant κ
matrix A(view): n×n
matrix B(view): n×n
matrix C(outcome, outcome): n×n
matrix D(outcome): n×n
matrix E(other): n×n
matrix F(sample): n×n
matrix P: n×n
matrix Q: n×n symmetric
matrix R: n×n idempotent
matrix p: 1×1
matrix W: n×n varies
matrix V: n×n follows";

/// Each rule with a condition, where it is met and where it is not.
#[test]
fn every_condition_is_met_or_unmet() {
    for (from, to, rule, is_met) in [
        // Free with what its law depends on.
        ("(A(x1) F(x))ᵀᵀ", "A(x1) F(x)", "transpose-twice", true),
        ("Qᵀ", "Q", "transpose-of-symmetric", true),
        ("I{n}ᵀ", "I{n}", "transpose-of-symmetric", true),
        ("Rᵀ", "R", "transpose-of-symmetric", false),
        ("(P P)ᵀ", "P P", "transpose-of-symmetric", false),
        ("0{n,n}ᵀ", "0{n,n}", "transpose-of-symmetric", false),
        ("R R", "R", "square-of-idempotent", true),
        ("I{n} I{n}", "I{n}", "square-of-idempotent", true),
        ("Q Q", "Q", "square-of-idempotent", false),
        ("0{n,n} 0{n,n}", "0{n,n}", "square-of-idempotent", false),
        ("d(P)", "0{n,n}", "differential-constant", true),
        ("d(W)", "0{n,n}", "differential-constant", false),
        ("d(V)", "0{n,n}", "differential-constant", false),
        ("d(P W)", "0{n,n}", "differential-constant", false),
        ("d(P W)", "P d(W)", "differential-left-constant", true),
        ("d(V W)", "V d(W)", "differential-left-constant", false),
        ("d(W P)", "d(W) P", "differential-right-constant", true),
        ("d(W V)", "d(W) V", "differential-right-constant", false),
        ("E{x}[P]", "P", "constant", true),
        ("E{x}[F(y)]", "F(y)", "constant", true),
        ("E{x}[F(x)]", "F(x)", "constant", false),
        ("E{x1}[F(x)]", "F(x)", "constant", true),
        // The law of x1 depends on x, which is therefore free in the mean.
        ("E{x}[E{x1}[A(x1)]]", "E{x1}[A(x1)]", "constant", false),
        ("E{x}[P F(x)]", "P E{x}[F(x)]", "constant-left", true),
        ("E{x}[F(x) P]", "F(x) E{x}[P]", "constant-left", false),
        ("E{x}[F(x) P]", "E{x}[F(x)] P", "constant-right", true),
        ("E{x}[P F(x)]", "E{x}[P] F(x)", "constant-right", false),
        ("E{x}[p ⊗ F(x)]", "E{x}[p] ⊗ F(x)", "constant-number", false),
        ("E{x}[p ⊗ P]", "E{x}[p] ⊗ P", "constant-number", true),
        ("E{x,y}[F(x)]", "E{x}[F(x)]", "marginal", true),
        ("E{x,x1}[F(x)]", "E{x}[F(x)]", "marginal", true),
        ("E{x,y}[F(x) F(y)]", "E{x}[F(x) F(y)]", "marginal", false),
        // What is left out is what the law of x1 depends on.
        ("E{x,x1}[A(x1)]", "E{x1}[A(x1)]", "marginal", false),
        // No part: y is not in the set.
        ("E{x}[P]", "E{y}[P]", "marginal", false),
        ("E{x,y}[F(x) F(y)]", "E{x}[E{y}[F(x) F(y)]]", "tower", true),
        ("E{x,x1}[A(x1)]", "E{x}[E{x1}[A(x1)]]", "tower", true),
        ("E{x,x1}[A(x1)]", "E{x1}[E{x}[A(x1)]]", "tower", false),
        // A variable twice, and one left out.
        ("E{x,y}[F(x) F(y)]", "E{x,y}[E{y}[F(x) F(y)]]", "tower", false),
        ("E{x,y,u}[F(x) F(y)]", "E{x}[E{y}[F(x) F(y)]]", "tower", false),
        ("E{x,y}[F(x) F(y)]", "E{x,u}[E{y}[F(x) F(y)]]", "tower", false),
        ("E{x,x1}[F(x) A(x1)]", "E{x}[F(x) E{x1}[A(x1)]]", "tower-left", true),
        ("E{x,x1}[A(x1) B(x1)]", "E{x}[A(x1) E{x1}[B(x1)]]", "tower-left", false),
        ("E{x,x1}[F(x) A(x1)]", "E{x1}[F(x) E{x}[A(x1)]]", "tower-left", false),
        ("E{x,x1}[A(x1) F(x)]", "E{x}[E{x1}[A(x1)] F(x)]", "tower-right", true),
        ("E{x,x1}[A(x1) B(x1)]", "E{x}[E{x1}[A(x1)] B(x1)]", "tower-right", false),
        ("E{x,x1}[p ⊗ F(x)]", "E{x}[E{x1}[p] ⊗ F(x)]", "tower-number", true),
        ("E{x,x1}[p ⊗ A(x1)]", "E{x}[E{x1}[p] ⊗ A(x1)]", "tower-number", false),
        ("E{x,y}[F(x) F(y)]", "E{x}[F(x)] E{y}[F(y)]", "independent", true),
        ("E{x,y}[F(y) F(x)]", "E{x}[F(y)] E{y}[F(x)]", "independent", false),
        ("E{x,x1}[F(x) A(x1)]", "E{x}[F(x)] E{x1}[A(x1)]", "independent", false),
        ("E{x,x1}[A(x1) F(x)]", "E{x1}[A(x1)] E{x}[F(x)]", "independent", false),
        ("E{x,x1,y1,y}[A(x1) F(x)]", "E{x,x1}[A(x1)] E{y,y1}[F(x)]", "independent", false),
        ("E{x,x1,x2}[A(x1) B(x2)]", "E{x}[E{x1}[A(x1)] E{x2}[B(x2)]]", "independent-given", true),
        ("E{x,x1,y}[A(x1) F(y)]", "E{y}[E{x}[A(x1)] E{x1}[F(y)]]", "independent-given", false),
        ("E{x}[F(x)]", "E{y}[F(y)]", "equal-in-law", true),
        ("E{x}[F(y)]", "E{y}[F(y)]", "equal-in-law", false),
        ("E{x}[P]", "E{u}[P]", "equal-in-law", false),
        ("E{x}[F(x) F(y)]", "E{y}[F(y) F(y)]", "equal-in-law", false),
        ("E{x,y}[F(x) F(y)]", "E{x,y}[F(y) F(x)]", "equal-in-law", true),
        ("E{x,y}[F(x)]", "E{x}[F(x)]", "equal-in-law", false),
        ("E{x1}[A(x1)]", "E{x2}[A(x2)]", "equal-in-law", true),
        ("E{x1}[A(x1)]", "E{y1}[A(y1)]", "equal-in-law", false),
        ("E{x,x1}[A(x1)]", "E{y,y1}[A(y1)]", "equal-in-law", true),
        ("E{x,x1}[A(x1)]", "E{y,x1}[A(x1)]", "equal-in-law", false),
        ("E{x,x1,y1}[A(x1) A(y1)]", "E{y,x1,y1}[A(y1) A(x1)]", "equal-in-law", false),
        // What is averaged over inside is in one of the sets, or given what is renamed.
        ("E{x}[E{x}[F(x)]]", "E{y}[E{x}[F(x)]]", "equal-in-law", false),
        ("E{x}[E{y}[F(y)] F(x)]", "E{y}[E{y}[F(y)] F(y)]", "equal-in-law", false),
        ("E{x}[E{x1}[A(x1)]]", "E{y}[E{x1}[A(x1)]]", "equal-in-law", false),
        ("D{u,v}[C(u,v)]", "E{u,v}[C(u,v)] + ν (E{u,v}[C(u,v)] - E{u}[C(u,u)])", "distinct-pairs", true),
        ("D{u,v}[C(u,v)]", "E{u,v}[C(u,v)] + ν (E{u,v}[C(u,v)] - E{v}[C(v,v)])", "distinct-pairs", true),
        ("D{u,v}[C(u,v)]", "E{u,v}[C(u,v)] + ν (E{u,v}[C(u,v)] - E{u}[C(u,v)])", "distinct-pairs", false),
        ("D{u,v}[C(u,v)]", "E{u,v}[C(u,v)] + μ (E{u,v}[C(u,v)] - E{u}[C(u,u)])", "distinct-pairs", false),
        ("D{u,v}[C(u,v)]", "E{u,v}[C(u,v)] + κ (E{u,v}[C(u,v)] - E{u}[C(u,u)])", "distinct-pairs", false),
        ("D{u,v}[C(u,v)]", "E{u,v}[C(u,v)] + 2 (E{u,v}[C(u,v)] - E{u}[C(u,u)])", "distinct-pairs", false),
        ("D{u,v}[C(u,v)]", "E{u,v}[C(u,v)] + ν (E{u,v}[C(u,v)] - E{s}[C(u,u)])", "distinct-pairs", false),
        ("D{u,v}[C(u,v)]", "E{u,v}[C(u,v)] + ν (E{u,v}[C(u,v)] - E{u,v}[C(u,u)])", "distinct-pairs", false),
        (
            "D{u,v}[E{u}[D(u)] D(v)]",
            "E{u,v}[E{u}[D(u)] D(v)] + ν (E{u,v}[E{u}[D(u)] D(v)] - E{u}[E{u}[D(u)] D(u)])",
            "distinct-pairs",
            false,
        ),
        ("D{s,t}[E(s)]", "E{s,t}[E(s)] + μ (E{s,t}[E(s)] - E{s}[E(s)])", "distinct-pairs", true),
        ("D{u,v}[P D(v)]", "P D{u,v}[D(v)]", "distinct-constant-left", true),
        ("D{u,v}[D(u) D(v)]", "D(u) D{u,v}[D(v)]", "distinct-constant-left", false),
        ("D{u,v}[D(v) P]", "D{u,v}[D(v)] P", "distinct-constant-right", true),
        ("D{u,v}[D(u) D(v)]", "D{u,v}[D(u)] D(v)", "distinct-constant-right", false),
        ("P + 2 W", "W + P + W", "same-summands", true),
        ("P + 2 W", "W + P", "same-summands", false),
        ("κ P - κ P + W", "W", "same-summands", true),
        ("(2 (3 P)) + 0{n,n}", "6 P", "same-summands", true),
        ("P - W", "P + W", "same-summands", false),
        ("2 P + 3 W", "3 P + 2 W", "same-summands", false),
        ("κ (P + ν W)", "κ P + κ ν W", "same-summands", true),
        ("κ (P + ν W)", "κ P + ν W", "same-summands", false),
    ] {
        let found = one_step(OUTCOMES, from, to, rule);
        match is_met {
            true => assert_eq!(found, Ok(()), "{rule}: {from} = {to}"),
            false => assert!(
                matches!(&found, Err(Refusal::Unmet { .. } | Refusal::Unbound { .. })),
                "{rule}: {from} = {to}: {found:?}"
            ),
        }
    }
}
