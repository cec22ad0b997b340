//! Terms in Coq.

use super::names::{
    Environment, at, coefficient, dimension, enter, is_numbered, law, name, places, product_of, splitting, variables,
};
use crate::{Coefficient, Operation, Over, Shape, Term, Variable};
use std::collections::BTreeMap;
use std::fmt::Write;

/// What the names of a theory are in Coq.
pub(super) struct Names {
    /// The shapes of the matrices.
    pub(super) shapes: BTreeMap<String, (String, String)>,
}

impl Names {
    pub(super) fn shape(&self, term: &Term) -> (String, String) {
        let of = |i: usize| self.shape(&term.operands()[i]);
        let plain = |shape: &Shape| (dimension(shape.rows.factors()), dimension(shape.columns.factors()));
        match term.operation() {
            Operation::Matrix(symbol, _) => {
                self.shapes.get(&symbol.name).cloned().unwrap_or_else(|| plain(&symbol.shape))
            }
            Operation::Product => (of(0).0, of(1).1),
            Operation::Transpose => (of(0).1, of(0).0),
            Operation::Kronecker => (product_of(&of(0).0, &of(1).0), product_of(&of(0).1, &of(1).1)),
            Operation::Vec => (product_of(&of(0).1, &of(0).0), "1".to_string()),
            Operation::Trace => ("1".to_string(), "1".to_string()),
            Operation::Meta(..) | Operation::Identity(_) | Operation::Zero(_) => plain(term.shape()),
            _ => of(0),
        }
    }

    /// A term in the form that the rules have.
    pub(super) fn term(&self, term: &Term, environment: &Environment) -> String {
        let of = |i: usize| self.term(&term.operands()[i], environment);
        let shape = |i: usize| self.shape(&term.operands()[i]);
        if let Operation::Expectation(Over::Set(over)) | Operation::Distinct(Over::Set(over)) = term.operation() {
            let is_captured = |v: &Variable| {
                is_numbered(&v.kind) && !over.contains(v) && v.parent.as_deref().is_some_and(|p| over.contains(p))
            };
            assert!(!term.operands()[0].free().iter().any(is_captured), "a value whose parent is averaged over inside");
        }
        match term.operation() {
            Operation::Matrix(symbol, arguments) if arguments.is_empty() => name(&symbol.name),
            Operation::Matrix(symbol, arguments) => {
                let arguments: Vec<String> = arguments.iter().map(|v| at(v, environment)).collect();
                format!("({} {})", name(&symbol.name), arguments.join(" "))
            }
            Operation::Meta(meta, _) => name(meta),
            Operation::Identity(n) => format!("(1%:M : 'M[R]_{})", dimension(n.factors())),
            Operation::Zero(_) => {
                let (rows, columns) = self.shape(term);
                format!("(0 : 'M[R]_({rows}, {columns}))")
            }
            Operation::Product => format!("({} *m {})", of(0), of(1)),
            Operation::Sum(a, b) if *a == Coefficient::one() && *b == Coefficient::one() => {
                format!("({} + {})", of(0), of(1))
            }
            Operation::Sum(a, b) if *a == Coefficient::one() && *b == Coefficient::minus_one() => {
                format!("({} - {})", of(0), of(1))
            }
            Operation::Scale(a) if *a == Coefficient::minus_one() => format!("(- {})", of(0)),
            Operation::Sum(a, b) => format!("(sum {} {} {} {})", coefficient(a), of(0), coefficient(b), of(1)),
            Operation::Scale(a) => format!("(scale {} {})", coefficient(a), of(0)),
            Operation::Transpose => format!("{}^T", of(0)),
            Operation::Kronecker => {
                let (a, b) = (shape(0), shape(1));
                format!("(kronecker {} {} {} {})", splitting(&a.0, &b.0), splitting(&a.1, &b.1), of(0), of(1))
            }
            Operation::Vec => format!("(vec {} {})", splitting(&shape(0).1, &shape(0).0), of(0)),
            Operation::Trace => format!("(trace {})", of(0)),
            Operation::Differential => format!("(differential delta {})", of(0)),
            Operation::Expectation(over) => {
                let mut inside = environment.clone();
                let (mut text, mut close) = (String::new(), String::new());
                for v in variables(over) {
                    let law = law(&v, &inside);
                    enter(&v, &name(&v.name), &mut inside);
                    let _ = write!(text, "(\\E_({} ~ {law}) ", name(&v.name));
                    close.push(')');
                }
                text + &self.term(&term.operands()[0], &inside) + &close
            }
            Operation::Distinct(over) => {
                let over = variables(over);
                let mut inside = environment.clone();
                over.iter().for_each(|v| enter(v, &name(&v.name), &mut inside));
                let places = over.first().map(places).unwrap_or_default();
                let binders: Vec<String> = over.iter().map(|v| name(&v.name)).collect();
                let inner = self.term(&term.operands()[0], &inside);
                format!("(\\D_({} : {places}) {inner})", binders.join(", "))
            }
        }
    }

    /// A sum in the syntax that the decision on its summands reads.
    pub(super) fn summand(term: &Term, atoms: &mut Vec<Term>) -> String {
        match (term.operation(), term.operands()) {
            (Operation::Sum(a, b), [x, y]) => {
                let (x, y) = (Self::summand(x, atoms), Self::summand(y, atoms));
                format!("(Plus {} {x} {} {y})", coefficient(a), coefficient(b))
            }
            (Operation::Scale(a), [x]) => format!("(Times {} {})", coefficient(a), Self::summand(x, atoms)),
            (Operation::Zero(_), _) => "(Nothing F)".to_string(),
            _ => {
                let place = atoms.iter().position(|a| a == term).unwrap_or_else(|| {
                    atoms.push(term.clone());
                    atoms.len() - 1
                });
                format!("(Atom F {place})")
            }
        }
    }
}
