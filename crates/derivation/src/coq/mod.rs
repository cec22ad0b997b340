//! Derivations, and the rules themselves, written out for Coq.
//!
//! A theory becomes a section, what is given a hypothesis, a definition an equation that is a hypothesis, a goal a theorem,
//! a step a `transitivity` whose proof is the position and then the lemma of the rule; it proves its part in part, as what is
//! given is not proved with it. A rule becomes a theorem whose proof
//! is the lemma of its name. Only the statements are to be trusted: Coq decides the proofs.

mod names;
mod rules;
mod section;
mod steps;
mod terms;

use crate::rule::TEXT;
use crate::{Derivation, DerivationError, Derived, Theory, prove};
use section::section;

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
        "(* Made from {made_from} by `formal --write`. Do not edit. *)\n\
         From mathcomp Require Import all_ssreflect all_algebra.\nFrom dualproof Require Import {requires}.\n\n\
         Set Implicit Arguments.\nUnset Strict Implicit.\nUnset Printing Implicit Defensive.\n\n\
         Import GRing.Theory.\nLocal Open Scope ring_scope.\nLocal Open Scope derivation_scope.\n"
    )
}

/// A file of derivations with its steps, for Coq. Its goals are what the claim of this name derives.
///
/// # Errors
/// Where it is no proof: see [`prove`].
pub fn derivations(claim: &str, derivation: &Derivation) -> Result<String, DerivationError> {
    let derived = prove(derivation.text, derivation.steps)?;
    let mut coq =
        head(&format!("{}.derivation", derivation.name), "derivations.Semantics derivations.Rules derivations.Steps");
    for theory in Theory::read(derivation.text)? {
        let goals: Vec<&Derived> = derived.iter().filter(|d| d.theory == theory.title).collect();
        section(claim, &theory, &goals, &mut coq);
    }
    Ok(wrapped(&coq))
}

/// All rules, for Coq: parts, each of its name, of the claim of this name.
///
/// # Panics
/// Where a rule has a form that cannot be written out: a defect of this crate, which its tests find.
pub fn rules(claim: &str) -> String {
    let lines: Vec<&str> = TEXT.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).collect();
    let mut coq = head("the rules of derivations", "derivations.Semantics derivations.Rules");
    rules::section(claim, crate::rules(), &lines, &mut coq);
    wrapped(&coq)
}

/// The head of the comment above a theorem, with what it is about.
fn about(claim: &str, part: &str, text: &str) -> String {
    // Such a sign would end the comment, or begin another one.
    let text = text.replace("(*", "( *").replace("*)", "* )");
    format!("(** {claim}#{part}: {text} *)\n")
}
