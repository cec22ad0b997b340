//! Terms: matrices and expectations with symbolic shapes. An ill-shaped one cannot be built.

use super::{Coefficient, Dimension, Over, Shape, Variable, Variables};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A named matrix, or one for every value of some random variables.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol {
    /// Its name.
    pub name: String,
    /// Its shape.
    pub shape: Shape,
    /// The kinds of the variables it is a function of.
    pub of: Vec<String>,
    /// Does it change with what is differentiated by?
    pub varies: bool,
    /// Is it a function of other symbols? Then the search prefers terms without it.
    pub follows: bool,
    /// Is it its own transpose?
    pub is_symmetric: bool,
    /// Is it its own square?
    pub is_idempotent: bool,
}

/// The outermost operation of a term.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// A named matrix at values of variables.
    Matrix(Arc<Symbol>, Vec<Variable>),
    /// Whatever a rule is applied to, of this shape.
    Meta(String, Shape),
    /// I.
    Identity(Dimension),
    /// 0.
    Zero(Shape),
    /// A B.
    Product,
    /// a A + b B.
    Sum(Coefficient, Coefficient),
    /// a A.
    Scale(Coefficient),
    /// Aᵀ.
    Transpose,
    /// A ⊗ B.
    Kronecker,
    /// vec(A): the columns under one another.
    Vec,
    /// tr A.
    Trace,
    /// E over some variables, each by its law given its parent; the others are held.
    Expectation(Over),
    /// The mean over the ordered pairs of different values of two variables with one uniform law.
    Distinct(Over),
    /// The derivative of A along a change of everything that varies.
    Differential,
}

/// An operation that does not fit its operands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{operation}: found {found}, expected {expected}")]
pub struct IllShaped {
    /// The operation.
    pub operation: String,
    /// The shapes or operands found.
    pub found: String,
    /// What fits.
    pub expected: String,
}

/// A matrix expression with its shape. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Term(Arc<Node>);

#[derive(Debug)]
struct Node {
    operation: Operation,
    operands: Vec<Term>,
    shape: Shape,
    free: Variables,
    varies: bool,
    is_differentiated: bool,
    size: usize,
    sums: usize,
    unexpanded: usize,
    followers: usize,
}

impl PartialEq for Term {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || (self.0.operation == other.0.operation && self.0.operands == other.0.operands)
    }
}

impl Eq for Term {}

impl Hash for Term {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.operation.hash(state);
        self.0.operands.hash(state);
    }
}

impl Ord for Term {
    fn cmp(&self, other: &Self) -> Ordering {
        if Arc::ptr_eq(&self.0, &other.0) {
            return Ordering::Equal;
        }
        self.0.operation.cmp(&other.0.operation).then_with(|| self.0.operands.cmp(&other.0.operands))
    }
}

impl PartialOrd for Term {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn ill(operation: impl Into<String>, found: impl Into<String>, expected: impl Into<String>) -> IllShaped {
    IllShaped { operation: operation.into(), found: found.into(), expected: expected.into() }
}

impl Term {
    /// The operation applied to the operands: the one way to build a term.
    ///
    /// # Errors
    /// [`IllShaped`] where shapes or kinds do not fit, or the number of operands is wrong; a differential of
    /// something that has one already; an expectation over nothing.
    pub fn new(operation: Operation, operands: Vec<Term>) -> Result<Self, IllShaped> {
        let shape = shape_of(&operation, &operands)?;
        let mut free: Variables = operands.iter().flat_map(|a| a.0.free.iter().cloned()).collect();
        match &operation {
            Operation::Matrix(_, at) => free.extend(at.iter().cloned()),
            Operation::Expectation(Over::Set(over)) | Operation::Distinct(Over::Set(over)) => {
                free.retain(|v| !over.contains(v));
                let parents = over.iter().filter_map(|v| v.parent.as_deref()).filter(|p| !over.contains(p));
                free.extend(parents.cloned());
            }
            _ => {}
        }
        let any = |holds: fn(&Node) -> bool| operands.iter().any(|a| holds(&a.0));
        let varies = match &operation {
            Operation::Matrix(symbol, _) => symbol.varies,
            _ => any(|a| a.varies),
        };
        let is_differential = operation == Operation::Differential;
        let is_differentiated = is_differential || any(|a| a.is_differentiated);
        if is_differential && any(|a| a.is_differentiated) {
            return Err(ill("d", "a differential in it", "a term without one"));
        }
        let total = |count: fn(&Node) -> usize| operands.iter().map(|a| count(&a.0)).sum::<usize>();
        let is_linear = matches!(operation, Operation::Sum(..) | Operation::Scale(_));
        let sums = total(|a| a.sums) + usize::from(is_linear);
        let unexpanded = total(|a| a.unexpanded) + if is_linear { 0 } else { total(|a| a.sums) };
        let size = 1 + total(|a| a.size);
        let followers = match &operation {
            Operation::Matrix(symbol, _) => usize::from(symbol.follows),
            // A differential of anything but a name has not been taken yet.
            Operation::Differential if !matches!(operands[0].operation(), Operation::Matrix(..)) => {
                1 + total(|a| a.followers)
            }
            _ => total(|a| a.followers),
        };
        Ok(Term(Arc::new(Node {
            operation,
            operands,
            shape,
            free,
            varies,
            is_differentiated,
            size,
            sums,
            unexpanded,
            followers,
        })))
    }

    /// The outermost operation.
    pub fn operation(&self) -> &Operation {
        &self.0.operation
    }

    /// What it is applied to.
    pub fn operands(&self) -> &[Term] {
        &self.0.operands
    }

    /// Its shape.
    pub fn shape(&self) -> &Shape {
        &self.0.shape
    }

    /// The variables that its value may depend on: those not averaged over, and the parents of those that are.
    pub fn free(&self) -> &Variables {
        &self.0.free
    }

    /// May it change with what is differentiated by? Not if no symbol in it does.
    pub fn varies(&self) -> bool {
        self.0.varies
    }

    /// Operations in it.
    pub fn size(&self) -> usize {
        self.0.size
    }

    /// The order in which a class of equal terms picks its representative: in terms of what is changed, then products
    /// multiplied out, then short, then of few variables.
    pub fn simplicity(&self, other: &Self) -> Ordering {
        let key = |t: &Self| (t.0.followers, t.0.unexpanded, t.0.size, t.0.free.len());
        key(self).cmp(&key(other)).then_with(|| self.cmp(other))
    }

    /// The order in which a class picks what conditions are decided on: constant, of few variables, short.
    pub fn plainness(&self, other: &Self) -> Ordering {
        let key = |t: &Self| (t.0.varies, t.0.free.len(), t.0.size);
        key(self).cmp(&key(other)).then_with(|| self.cmp(other))
    }

    /// The term at a position: the operand to take at each level, from the root.
    pub fn at(&self, position: &[usize]) -> Option<&Term> {
        position.iter().try_fold(self, |term, place| term.operands().get(*place))
    }

    /// The same with another term at a position. `None` where the position does not exist or the term does not fit.
    pub fn with(&self, position: &[usize], term: &Term) -> Option<Term> {
        let Some((place, rest)) = position.split_first() else { return Some(term.clone()) };
        let mut operands = self.operands().to_vec();
        let inner = operands.get(*place)?.with(rest, term)?;
        operands[*place] = inner;
        Term::new(self.operation().clone(), operands).ok()
    }

    /// Every variable that some expectation in the term is over.
    pub fn bound(&self) -> Variables {
        let own = match self.operation() {
            Operation::Expectation(Over::Set(over)) | Operation::Distinct(Over::Set(over)) => over.clone(),
            _ => Variables::new(),
        };
        self.operands().iter().fold(own, |mut all, a| {
            all.extend(a.bound());
            all
        })
    }

    /// With other variables in place of some, wherever they stand. Whether that keeps the meaning is for the caller
    /// to say: see [`Condition`](super::Condition).
    pub fn with_variables(&self, new: &BTreeMap<Variable, Variable>) -> Option<Term> {
        let of = |v: &Variable| new.get(v).unwrap_or(v).clone();
        let over = |over: &Over| match over {
            Over::Set(set) => {
                let renamed: Variables = set.iter().map(of).collect();
                (renamed.len() == set.len()).then_some(Over::Set(renamed))
            }
            Over::Meta(_) => Some(over.clone()),
        };
        let operation = match self.operation() {
            Operation::Matrix(symbol, at) => Operation::Matrix(symbol.clone(), at.iter().map(of).collect()),
            Operation::Expectation(set) => Operation::Expectation(over(set)?),
            Operation::Distinct(set) => Operation::Distinct(over(set)?),
            other => other.clone(),
        };
        let operands: Option<Vec<Term>> = self.operands().iter().map(|a| a.with_variables(new)).collect();
        Term::new(operation, operands?).ok()
    }

    /// The term itself and all terms in it, with their positions.
    pub fn positions(&self) -> Vec<(Vec<usize>, Term)> {
        let mut all = vec![(Vec::new(), self.clone())];
        for (place, operand) in self.operands().iter().enumerate() {
            all.extend(operand.positions().into_iter().map(|(rest, term)| ([vec![place], rest].concat(), term)));
        }
        all
    }
}

fn shape_of(operation: &Operation, operands: &[Term]) -> Result<Shape, IllShaped> {
    let shapes: Vec<&Shape> = operands.iter().map(Term::shape).collect();
    let square = |rows: &Dimension| Shape { rows: rows.clone(), columns: rows.clone() };
    match (operation, shapes.as_slice()) {
        (Operation::Matrix(symbol, at), []) => {
            let kinds: Vec<&str> = at.iter().map(|v| v.kind.name.as_str()).collect();
            if kinds == symbol.of {
                Ok(symbol.shape.clone())
            } else {
                Err(ill(&symbol.name, format!("variables of kinds {kinds:?}"), format!("{:?}", symbol.of)))
            }
        }
        (Operation::Meta(_, shape) | Operation::Zero(shape), []) => Ok(shape.clone()),
        (Operation::Identity(n), []) => Ok(square(n)),
        (Operation::Product, [a, b]) if a.columns == b.rows => {
            Ok(Shape { rows: a.rows.clone(), columns: b.columns.clone() })
        }
        (Operation::Product, [a, b]) => {
            Err(ill("a product", format!("the shapes {a} and {b}"), format!("a second factor of {} rows", a.columns)))
        }
        (Operation::Sum(..), [a, b]) if a == b => Ok((*a).clone()),
        (Operation::Sum(..), [a, b]) => {
            Err(ill("a sum", format!("the shapes {a} and {b}"), format!("a second summand of shape {a}")))
        }
        (Operation::Scale(_) | Operation::Differential, [a]) => Ok((*a).clone()),
        (Operation::Transpose, [a]) => Ok(a.transposed()),
        (Operation::Kronecker, [a, b]) => {
            Ok(Shape { rows: a.rows.times(&b.rows), columns: a.columns.times(&b.columns) })
        }
        (Operation::Vec, [a]) => Ok(Shape { rows: a.rows.times(&a.columns), columns: Dimension::one() }),
        (Operation::Trace, [a]) if a.rows == a.columns => Ok(Shape::scalar()),
        (Operation::Trace, [a]) => Err(ill("a trace", format!("the shape {a}"), "a square matrix")),
        (Operation::Expectation(Over::Set(over)), [_]) if over.is_empty() => {
            Err(ill("an expectation", "no variable", "one or more"))
        }
        (Operation::Expectation(_), [a]) => Ok((*a).clone()),
        (Operation::Distinct(over), [a]) => {
            let Over::Set(set) = over else { return Ok((*a).clone()) };
            let set: Vec<&Variable> = set.iter().collect();
            match set.as_slice() {
                [u, v] if u.has_law_of(v, v.parent.as_deref()) && u.kind.is_uniform => Ok((*a).clone()),
                _ => Err(ill("a mean over distinct values", format!("{over}"), "two variables with one uniform law")),
            }
        }
        (_, shapes) => Err(ill("an operation", format!("{} operands", shapes.len()), "as many as it takes")),
    }
}
