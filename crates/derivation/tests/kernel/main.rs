//! The kernel: what the checker, the rules, the terms and the conditions decide, on theories of the tests' own.

mod checker;
mod coefficients;
mod conditions;
mod linked;
mod planted;
mod planted_links;
mod reading;
mod terms;

use dualproof_derivation::{Direction, Equations, Goal, Proof, Refusal, Step, Theory, check, rules};

/// A goal from one term to another, with the equations that it may use.
fn goal(declared: &str, from: &str, to: &str) -> (Goal, Equations) {
    let text = format!("theory step\n{declared}\nderive step\n  from {from}\n  to {to}");
    let mut theory = Theory::read(&text).expect("a theory").remove(0);
    (theory.goals.remove(0), theory.equations)
}

/// What a step of one rule from one term to another is, decided alone.
fn one_step(declared: &str, from: &str, to: &str, rule: &str) -> Result<(), Refusal> {
    let (goal, equations) = goal(declared, from, to);
    let step = Step { rule: rule.into(), direction: Direction::Forward, position: Vec::new(), term: goal.to.clone() };
    check(&Proof { start: goal.from, steps: vec![step] }, &goal.to, rules(), &equations)
}

const VIEWS: &str = "kind sample
kind view given sample
variable x, y of sample
variable x1, x2 of view given x
variable y1 of view given y
matrix A(view): n×n
matrix B(view): n×n
matrix P: n×n
matrix W: n×n varies";
