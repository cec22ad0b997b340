//! A theory as a section: its declarations, what it takes as given, its goals.

use super::about;
use super::names::{Environment, dimension, equation_name, is_numbered, name, order};
use super::terms::Names;
use crate::{Coefficient, Constant, Derived, Kind, Operation, Symbol, Term, Theory, Variables};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

/// `forall (x : sample), `, or nothing.
fn forall(variables: &Variables) -> String {
    let binders: Vec<String> =
        order(variables).iter().map(|v| format!("({} : {})", name(&v.name), name(&v.kind.name))).collect();
    if binders.is_empty() { String::new() } else { format!("forall {}, ", binders.join(" ")) }
}

fn each(term: &Term, see: &mut dyn FnMut(&Term)) {
    see(term);
    term.operands().iter().for_each(|operand| each(operand, see));
}

/// What the terms of a theory name.
#[derive(Default)]
struct Vocabulary {
    symbols: Vec<Arc<Symbol>>,
    constants: BTreeSet<Constant>,
    dimensions: BTreeSet<String>,
    is_differentiated: bool,
}

impl Vocabulary {
    fn add(&mut self, term: &Term) {
        each(term, &mut |part| {
            let factors = [part.shape().rows.factors(), part.shape().columns.factors()].concat();
            self.dimensions.extend(factors);
            let used: Vec<&Coefficient> = match part.operation() {
                Operation::Sum(a, b) => vec![a, b],
                Operation::Scale(a) => vec![a],
                _ => Vec::new(),
            };
            for (constants, _) in used.iter().flat_map(|c| c.monomials()) {
                self.constants.extend(constants.iter().cloned());
            }
            match part.operation() {
                Operation::Matrix(symbol, _) if !self.symbols.contains(symbol) => self.symbols.push(symbol.clone()),
                Operation::Differential => self.is_differentiated = true,
                _ => {}
            }
        });
    }
}

/// A theory as a section.
pub(super) fn section(claim: &str, theory: &Theory, goals: &[&Derived], text: &mut String) {
    // A formatter of text does not fail.
    let _ = written(claim, theory, goals, text);
}

fn written(claim: &str, theory: &Theory, goals: &[&Derived], text: &mut String) -> std::fmt::Result {
    let mut vocabulary = Vocabulary::default();
    for equation in &theory.equations.0 {
        vocabulary.add(&equation.sides.0);
        vocabulary.add(&equation.sides.1);
    }
    for derived in goals {
        vocabulary.add(&derived.proof.start);
        derived.proof.steps.iter().for_each(|step| vocabulary.add(&step.term));
    }
    let mut names = Names { shapes: BTreeMap::new() };
    let mut defined = BTreeMap::new();
    for equation in &theory.equations.0 {
        if let Some(symbol) = equation.name.strip_prefix("definition of ") {
            let shape = names.shape(&equation.sides.1);
            names.shapes.insert(symbol.to_string(), shape);
            defined.insert(symbol.to_string(), equation.name.clone());
        }
    }
    let title = name(&theory.title.replace([',', '\''], ""));
    writeln!(text, "\n(* {} *)\n\nSection {title}_theory.\n", theory.title)?;
    writeln!(text, "Variables (F : fieldType) (R : comAlgType F).\nHypothesis two : (2%:R != 0 :> F)%R.")?;
    if vocabulary.is_differentiated {
        writeln!(text, "Variable delta : derivation R.")?;
    }
    let dimensions: Vec<String> = vocabulary.dimensions.iter().map(|n| format!("dim_{}", name(n))).collect();
    writeln!(text, "Variables ({} : nat).", dimensions.join(" "))?;
    let mut kinds: Vec<Arc<Kind>> = Vec::new();
    for v in theory.variables() {
        if !kinds.contains(&v.kind) {
            kinds.push(v.kind.clone());
        }
    }
    for kind in &kinds {
        let own = name(&kind.name);
        let places = if is_numbered(kind) { format!("{own}_number") } else { own.clone() };
        writeln!(text, "Variable {places} : finType.")?;
        match &kind.given {
            given if kind.is_uniform => {
                writeln!(text, "Hypothesis {own}_possible : (#|{places}|%:R != 0 :> F)%R.")?;
                writeln!(text, "Hypothesis {own}_others : (#|{places}|%:R - 1 != 0 :> F)%R.")?;
                if let Some(given) = given {
                    writeln!(text, "Variable {own} : Type.")?;
                    writeln!(text, "Variable {own}_of : {} -> {places} -> {own}.", name(given))?;
                }
            }
            Some(given) => writeln!(text, "Variable {own}_law : {} -> law F {own}.", name(given))?,
            None => writeln!(text, "Variable {own}_law : law F {own}.")?,
        }
    }
    for constant in &vocabulary.constants {
        match constant {
            Constant::Any(own) | Constant::Meta(own) => writeln!(text, "Variable {} : F.", name(own))?,
            Constant::OneOverOthers { name: own, kind } => {
                let own = name(own);
                writeln!(text, "Variable {own} : F.")?;
                let numbered = kinds.iter().any(|known| known.name == *kind && is_numbered(known));
                let places = if numbered { format!("{}_number", name(kind)) } else { name(kind) };
                writeln!(text, "Hypothesis {own}_value : ({own} = (#|{places}|%:R - 1)^-1)%R.")?;
            }
        }
    }
    for symbol in &vocabulary.symbols {
        let own = name(&symbol.name);
        let plain = (dimension(symbol.shape.rows.factors()), dimension(symbol.shape.columns.factors()));
        let (rows, columns) = names.shapes.get(&symbol.name).unwrap_or(&plain);
        let arguments: String = symbol.of.iter().map(|kind| format!("{} -> ", name(kind))).collect();
        writeln!(text, "Variable {own} : {arguments}'M[R]_({rows}, {columns}).")?;
        if symbol.is_symmetric {
            writeln!(text, "Hypothesis symmetric_{own} : {own}^T = {own}.")?;
        }
        if symbol.is_idempotent {
            writeln!(text, "Hypothesis idempotent_{own} : {own} *m {own} = {own}.")?;
        }
        if vocabulary.is_differentiated && !symbol.varies && !defined.contains_key(&symbol.name) {
            let places: Vec<String> = (0..symbol.of.len()).map(|i| format!("value_{i}")).collect();
            let forall = if places.is_empty() { String::new() } else { format!("forall {}, ", places.join(" ")) };
            writeln!(text, "Hypothesis fixed_{own} : {forall}fixed delta ({own} {}).", places.join(" "))?;
            writeln!(text, "#[local] Hint Resolve fixed_{own} : fixed.")?;
        }
    }
    let none = Environment::new();
    for equation in &theory.equations.0 {
        let (left, right) = &equation.sides;
        let own = equation_name(&equation.name);
        let forall = forall(&(left.free() | right.free()));
        writeln!(text, "Hypothesis {own} :\n  {forall}{}\n  = {}.", names.term(left, &none), names.term(right, &none))?;
        let Operation::Matrix(symbol, places) = left.operation() else { continue };
        if vocabulary.is_differentiated && !symbol.varies && defined.contains_key(&symbol.name) {
            let symbol = name(&symbol.name);
            let left = names.term(left, &none);
            let places: Vec<String> = places.iter().map(|v| name(&v.name)).collect();
            let places = places.join(" ");
            let intro = if places.is_empty() { String::new() } else { format!("move=> {places}; ") };
            writeln!(text, "Let fixed_{symbol} : {forall}fixed delta {left}.")?;
            writeln!(text, "Proof. {intro}apply: (fixed_differential ({own} {places})); does_not_vary. Qed.")?;
            writeln!(text, "#[local] Hint Resolve fixed_{symbol} : fixed.")?;
        }
    }
    for derived in goals {
        let proof = &derived.proof;
        let mut free = proof.start.free().clone();
        proof.steps.iter().for_each(|step| free.extend(step.term.free().iter().cloned()));
        let end = proof.steps.last().map_or(&proof.start, |step| &step.term);
        let (start, end) = (names.term(&proof.start, &none), names.term(end, &none));
        let readable = derived.readable();
        // In part: what the theory takes as given is its hypothesis.
        let part = format!("{} (in part)", derived.name);
        let says = about(claim, &part, &format!("{} = {}", readable.start, readable.end()));
        let own = equation_name(&derived.name);
        writeln!(text, "\n{says}Theorem {own} :\n  {}{start}\n  = {end}.\nProof.", forall(&free))?;
        let intro: Vec<String> = order(&free).iter().map(|v| name(&v.name)).collect();
        if !intro.is_empty() {
            writeln!(text, "move=> {}.", intro.join(" "))?;
        }
        let mut now = &proof.start;
        for (index, step) in proof.steps.iter().enumerate() {
            let tactics = names.step(now, step, derived);
            if index + 1 < proof.steps.len() {
                writeln!(text, "transitivity {}.\n{{ {tactics} }}", names.term(&step.term, &none))?;
            } else {
                writeln!(text, "{tactics}")?;
            }
            now = &step.term;
        }
        if proof.steps.is_empty() {
            writeln!(text, "by [].")?;
        }
        writeln!(text, "Qed.")?;
    }
    writeln!(text, "\nEnd {title}_theory.")
}
