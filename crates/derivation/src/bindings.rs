//! What the metavariables of a rule stand for.

use super::{Coefficient, Dimension, Operation, Over, Shape, Term, Variables};
use std::collections::BTreeMap;

/// What the metavariables of a rule stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bindings {
    /// Matrices.
    pub terms: BTreeMap<String, Term>,
    /// Sets of variables.
    pub sets: BTreeMap<String, Variables>,
    /// Numbers.
    pub coefficients: BTreeMap<String, Coefficient>,
    /// Dimensions.
    pub dimensions: BTreeMap<String, Dimension>,
}

/// A side of a rule with its metavariables replaced. `None` where one of them is not bound, or shapes do not fit.
pub fn substitute(side: &Term, bindings: &Bindings) -> Option<Term> {
    let number = |c: &Coefficient| match c.as_meta() {
        Some(name) => bindings.coefficients.get(name).cloned(),
        None => Some(c.clone()),
    };
    let over = |over: &Over| match over {
        Over::Meta(name) => bindings.sets.get(name).cloned().map(Over::Set),
        Over::Set(_) => Some(over.clone()),
    };
    let operation = match side.operation() {
        Operation::Meta(name, _) => return bindings.terms.get(name).cloned(),
        Operation::Identity(n) => Operation::Identity(n.substitute(&bindings.dimensions)?),
        Operation::Zero(shape) => Operation::Zero(Shape {
            rows: shape.rows.substitute(&bindings.dimensions)?,
            columns: shape.columns.substitute(&bindings.dimensions)?,
        }),
        Operation::Sum(a, b) => Operation::Sum(number(a)?, number(b)?),
        Operation::Scale(a) => Operation::Scale(number(a)?),
        Operation::Expectation(set) => Operation::Expectation(over(set)?),
        Operation::Distinct(set) => Operation::Distinct(over(set)?),
        other => other.clone(),
    };
    let operands: Option<Vec<Term>> = side.operands().iter().map(|a| substitute(a, bindings)).collect();
    Term::new(operation, operands?).ok()
}
