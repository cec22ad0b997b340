//! Writes a file of derivations with its steps as Coq: `coq NAME.derivation NAME.steps > formal/generated/NAME.v`; and
//! the rules: `coq rules.txt > formal/generated/rules.v`.
//!
//! A theory becomes a section, what is given a hypothesis, a definition an equation that is a hypothesis, a goal a lemma,
//! a step a `transitivity` whose proof is the position and then the lemma of the rule. Only the statements are to be
//! trusted: Coq decides the proofs.

mod names;
mod rules;
mod section;
mod steps;
mod terms;

use dualproof_derivation::{Derived, Theory, prove, read_rules};
use names::equation_name;
use section::section;
use std::fmt::Write;

/// The text in lines of at most 118 characters, where spaces allow.
fn wrapped(text: &str) -> String {
    let mut all = String::new();
    for line in text.lines() {
        let mut rest = line;
        let mut indent = "";
        while rest.len() + indent.len() > 118 {
            let Some(place) =
                rest.char_indices().filter(|(i, c)| *c == ' ' && (8..118).contains(i)).map(|(i, _)| i).max()
            else {
                break;
            };
            all.push_str(indent);
            all.push_str(&rest[..place]);
            all.push('\n');
            rest = &rest[place + 1..];
            indent = "    ";
        }
        all.push_str(indent);
        all.push_str(rest);
        all.push('\n');
    }
    all
}

/// What every file begins with.
fn head(made_from: &str, requires: &str) -> String {
    format!(
        "(* Made from {made_from} by crates/derivation/examples/coq. Do not edit. *)\n\
         From mathcomp Require Import all_ssreflect all_algebra.\nFrom dualproof Require Import {requires}.\n\n\
         Set Implicit Arguments.\nUnset Strict Implicit.\nUnset Printing Implicit Defensive.\n\n\
         Import GRing.Theory.\nLocal Open Scope ring_scope.\nLocal Open Scope derivation_scope.\n"
    )
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    if let [file] = files.as_slice() {
        let text = std::fs::read_to_string(file)?;
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).collect();
        let mut coq = head(file, "Semantics Rules");
        rules::section(&read_rules(&text)?, &lines, &mut coq)?;
        print!("{}", wrapped(&coq));
        return Ok(());
    }
    let [derivation, steps] = files.as_slice() else {
        return Err("usage: coq NAME.derivation NAME.steps, or coq rules.txt".into());
    };
    let (text, steps) = (std::fs::read_to_string(derivation)?, std::fs::read_to_string(steps)?);
    let derived = prove(&text, &steps)?;
    let mut coq = head(derivation, "Semantics Rules Steps");
    for theory in Theory::read(&text)? {
        let goals: Vec<&Derived> = derived.iter().filter(|d| d.theory == theory.title).collect();
        section(&theory, &goals, &mut coq)?;
    }
    coq.push('\n');
    for goal in &derived {
        writeln!(coq, "Print Assumptions {}.", equation_name(&goal.name))?;
    }
    print!("{}", wrapped(&coq));
    Ok(())
}
