//! What the matrices of one theory stand for in another: terms, read off where an equation of the one is an equation of
//! the other.

use super::{Dimension, Operation, Over, Rule, Symbol, Term, Use, Variable, Variables, bind};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A matrix of one theory, at some variables, and the term of another that it stands for.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) symbol: Arc<Symbol>,
    pub(super) at: Vec<Variable>,
    pub(super) image: Term,
}

impl Name {
    /// The matrix at its variables.
    pub(super) fn term(&self) -> Option<Term> {
        Term::new(Operation::Matrix(self.symbol.clone(), self.at.clone()), Vec::new()).ok()
    }

    /// Is the image a function of the same variables, and the same one as under the other name?
    pub(super) fn agrees_with(&self, other: &Name) -> bool {
        if self.symbol != other.symbol {
            return true;
        }
        let free = self.image.free();
        let own = |v: &Variable| free.iter().find(|f| f.name == v.name).cloned();
        let theirs = |v: &Variable| other.image.free().iter().find(|f| f.name == v.name).cloned();
        let pairs: Vec<_> = self.at.iter().zip(&other.at).map(|(a, b)| (own(a), theirs(b))).collect();
        let is_in_both = pairs.iter().all(|(a, b)| a.is_some() == b.is_some());
        let map = pairs.into_iter().filter_map(|(a, b)| Some((a?, b?))).collect();
        is_in_both && is_renamed(&self.image, &other.image, &map, &Variables::new())
    }

    /// Is every variable of the image one of the matrix, and no variable of the matrix there twice? `serves` tells
    /// whether one of the matrix may be one of the image: see [`serves`].
    pub(super) fn is_of_its_variables(&self, serves: impl Fn(&Variable, &Variable) -> bool) -> bool {
        let is_there_twice = self.at.iter().enumerate().any(|(n, v)| self.at[..n].contains(v));
        !is_there_twice && self.image.free().iter().all(|f| self.at.iter().any(|v| serves(v, f)))
    }

    /// Is the image the same at every value of everything: made of what is changed, the weights, alone? What follows
    /// them depends on other things as well.
    pub(super) fn is_same_everywhere(&self) -> bool {
        let is_changed = |part: &Term| match part.operation() {
            Operation::Matrix(symbol, _) => symbol.varies && !symbol.follows,
            _ => true,
        };
        self.image.positions().iter().all(|(_, part)| is_changed(part))
    }

    pub(super) fn varies_alike(&self) -> bool {
        self.symbol.varies == self.image.varies()
    }
}

/// Is the second term the first with other variables in place of those that are free? What an expectation inside is over
/// stays, and is none of the others, so that nothing is caught by it.
fn is_renamed(a: &Term, b: &Term, new: &BTreeMap<Variable, Variable>, inside: &Variables) -> bool {
    let alike = |v: &Variable, w: &Variable| match new.get(v) {
        _ if inside.contains(v) || inside.contains(w) => v == w,
        Some(image) => image == w,
        None => v == w && !new.values().any(|image| image == w),
    };
    let operands = |inside: &Variables| {
        a.operands().len() == b.operands().len()
            && a.operands().iter().zip(b.operands()).all(|(p, q)| is_renamed(p, q, new, inside))
    };
    match (a.operation(), b.operation()) {
        (Operation::Matrix(symbol, at), Operation::Matrix(other, other_at)) => {
            symbol == other && at.len() == other_at.len() && at.iter().zip(other_at).all(|(v, w)| alike(v, w))
        }
        (Operation::Expectation(Over::Set(over)), Operation::Expectation(Over::Set(other)))
        | (Operation::Distinct(Over::Set(over)), Operation::Distinct(Over::Set(other))) => {
            let mut parents = over.iter().filter_map(|v| v.parent.as_deref()).filter(|p| !over.contains(p));
            over == other && parents.all(|p| alike(p, p)) && operands(&(inside | over))
        }
        (own, other) => own == other && operands(inside),
    }
}

/// May a variable of the theory that takes an equation be one of the theory that derives it? What is derived for equally
/// likely values is not taken of others.
pub(super) fn serves(taking: &Variable, deriving: &Variable) -> bool {
    let is_uniform_enough = taking.kind.is_uniform || !deriving.kind.is_uniform;
    let is_of_the_kind = taking.kind.name == deriving.kind.name && taking.kind.given == deriving.kind.given;
    taking.name == deriving.name && is_of_the_kind && is_uniform_enough
}

/// Is each matrix one function wherever it stands?
pub(super) fn agree(names: &[Name]) -> bool {
    names.iter().all(|a| names.iter().all(|b| a.agrees_with(b)))
}

/// Is there a differential in the term?
pub(super) fn differentiates(term: &Term) -> bool {
    term.positions().iter().any(|(_, part)| *part.operation() == Operation::Differential)
}

/// What each dimension of one theory stands for in another.
pub(super) type Sizes = BTreeMap<String, Dimension>;

/// Two terms with a metavariable for every matrix in them, and what the metavariables and the dimensions stand for where
/// that matches two others.
pub(super) fn matched(sides: (&Term, &Term), others: (&Term, &Term)) -> Option<(Vec<Name>, Sizes)> {
    let mut metas = BTreeMap::new();
    let (left, right) = (opened(sides.0, &mut metas)?, opened(sides.1, &mut metas)?);
    let (name, condition_text) = (String::new(), String::new());
    let rule = Rule { name, left, right, conditions: Vec::new(), condition_text, applied: Use::Never };
    let bindings = bind(&rule, others.0, others.1)?;
    let image = |(meta, (symbol, at)): (String, (Arc<Symbol>, Vec<Variable>))| {
        // What a symbol is declared to be is no part of the equation.
        let is_plain = !symbol.is_symmetric && !symbol.is_idempotent;
        is_plain.then(|| Some(Name { symbol, at, image: bindings.terms.get(&meta)?.clone() }))?
    };
    let names: Option<Vec<Name>> = metas.into_iter().map(image).collect();
    Some((names?, bindings.dimensions))
}

fn opened(term: &Term, metas: &mut BTreeMap<String, (Arc<Symbol>, Vec<Variable>)>) -> Option<Term> {
    if let Operation::Matrix(symbol, at) = term.operation() {
        let name = term.to_string();
        metas.insert(name.clone(), (symbol.clone(), at.clone()));
        return Term::new(Operation::Meta(name, symbol.shape.clone()), Vec::new()).ok();
    }
    let operands: Option<Vec<Term>> = term.operands().iter().map(|operand| opened(operand, metas)).collect();
    Term::new(term.operation().clone(), operands?).ok()
}
