//! What a term is, on given matrices and finite laws: products are multiplied, expectations enumerated, differentials
//! carried along. It knows no rule, so rules can be tested against it.

use super::{Coefficient, Constant, Dimension, Operation, Over, Term, Variable};
use crate::numbers::{Obstacle, Rational};
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use std::collections::BTreeMap;

/// A matrix and its derivative along a change of what varies.
#[derive(Clone, Debug, PartialEq)]
pub struct Dual {
    /// The matrix.
    pub value: DMatrix<Rational>,
    /// Its derivative.
    pub tangent: DMatrix<Rational>,
}

/// The law of a kind of random variable: for every value of its parent (one row where it has none) the probability
/// of each of its values.
pub type Law = Vec<Vec<Rational>>;

/// The values of names.
pub trait Model {
    /// A symbol at values of the variables it is a function of.
    fn matrix(&self, name: &str, at: &[usize]) -> Option<Dual>;
    /// The law of a kind.
    fn law(&self, kind: &str) -> Option<Law>;
    /// A named dimension.
    fn dimension(&self, name: &str) -> Option<usize>;
    /// A named constant.
    fn constant(&self, name: &str) -> Option<Rational>;
}

type Bilinear<'a> = &'a dyn Fn(&DMatrix<Rational>, &DMatrix<Rational>) -> DMatrix<Rational>;

const UNNAMED: Obstacle = Obstacle::Outside("a name that stands for nothing");

/// The value of a term with the given values of its free variables.
///
/// # Errors
/// [`Obstacle::Outside`] where a name stands for nothing, or the mean over different values is over fewer than two.
pub fn evaluate(term: &Term, model: &dyn Model, at: &BTreeMap<Variable, usize>) -> Result<Dual, Obstacle> {
    let operands = || term.operands().iter().map(|a| evaluate(a, model, at)).collect::<Result<Vec<Dual>, _>>();
    let size = |d: &Dimension| d.factors().iter().try_fold(1, |n, name| Some(n * model.dimension(name)?));
    let constant = |m: DMatrix<Rational>| Dual { tangent: DMatrix::zeros(m.nrows(), m.ncols()), value: m };
    let linear = |a: &Dual, map: &dyn Fn(&DMatrix<Rational>) -> DMatrix<Rational>| Dual {
        value: map(&a.value),
        tangent: map(&a.tangent),
    };
    let bilinear = |a: &Dual, b: &Dual, map: Bilinear<'_>| Dual {
        value: map(&a.value, &b.value),
        tangent: map(&a.tangent, &b.value) + map(&a.value, &b.tangent),
    };
    Ok(match term.operation() {
        Operation::Matrix(symbol, variables) => {
            let values: Option<Vec<usize>> = variables.iter().map(|v| at.get(v).copied()).collect();
            values.and_then(|values| model.matrix(&symbol.name, &values)).ok_or(UNNAMED)?
        }
        Operation::Meta(..) => return Err(UNNAMED),
        Operation::Identity(n) => {
            let n = size(n).ok_or(UNNAMED)?;
            constant(DMatrix::identity(n, n))
        }
        Operation::Zero(shape) => {
            let (m, n) = size(&shape.rows).zip(size(&shape.columns)).ok_or(UNNAMED)?;
            constant(DMatrix::zeros(m, n))
        }
        Operation::Product => {
            let operands = operands()?;
            bilinear(&operands[0], &operands[1], &|a, b| a * b)
        }
        Operation::Kronecker => {
            let operands = operands()?;
            bilinear(&operands[0], &operands[1], &|a, b| a.kronecker(b))
        }
        Operation::Sum(a, b) => {
            let (a, b) = number(a, model).zip(number(b, model)).ok_or(UNNAMED)?;
            let operands = operands()?;
            let sum =
                |x: &DMatrix<Rational>, y: &DMatrix<Rational>| x.map(|e| e * a.clone()) + y.map(|e| e * b.clone());
            Dual {
                value: sum(&operands[0].value, &operands[1].value),
                tangent: sum(&operands[0].tangent, &operands[1].tangent),
            }
        }
        Operation::Scale(a) => {
            let a = number(a, model).ok_or(UNNAMED)?;
            linear(&operands()?[0], &|m| m.map(|e| e * a.clone()))
        }
        Operation::Transpose => linear(&operands()?[0], &DMatrix::transpose),
        Operation::Vec => linear(&operands()?[0], &|m| DMatrix::from_column_slice(m.len(), 1, m.as_slice())),
        Operation::Trace => linear(&operands()?[0], &|m| {
            let sum = (0..m.nrows()).fold(Rational::zero(), |sum, i| sum + m[(i, i)].clone());
            DMatrix::from_element(1, 1, sum)
        }),
        Operation::Differential => constant(operands()?.swap_remove(0).tangent),
        Operation::Expectation(over) => mean(over, false, &term.operands()[0], model, at)?,
        Operation::Distinct(over) => mean(over, true, &term.operands()[0], model, at)?,
    })
}

fn number(coefficient: &Coefficient, model: &dyn Model) -> Option<Rational> {
    coefficient.monomials().try_fold(Rational::zero(), |sum, (constants, value)| {
        let product = constants.iter().try_fold(value.clone(), |product, constant| match constant {
            Constant::Any(name) | Constant::OneOverOthers { name, .. } => Some(product * model.constant(name)?),
            Constant::Meta(_) => None,
        });
        Some(sum + product?)
    })
}

/// Σ of the probability of each assignment times the value there. Different values are equally likely pairs of values
/// of positive probability.
fn mean(
    over: &Over,
    is_distinct: bool,
    inner: &Term,
    model: &dyn Model,
    at: &BTreeMap<Variable, usize>,
) -> Result<Dual, Obstacle> {
    let Over::Set(set) = over else { return Err(UNNAMED) };
    let mut cases = vec![(Rational::one(), at.clone())];
    let mut left: Vec<&Variable> = set.iter().collect();
    while !left.is_empty() {
        // A variable after its parent.
        let is_next = |v: &&Variable| v.parent.as_deref().is_none_or(|p| !left.contains(&p));
        let place = left.iter().position(is_next).ok_or(UNNAMED)?;
        let variable = left.remove(place);
        let law = model.law(&variable.kind.name).ok_or(UNNAMED)?;
        let mut longer = Vec::new();
        for (probability, at) in cases {
            let row = match variable.parent.as_deref() {
                None => Some(0),
                Some(parent) => at.get(parent).copied(),
            };
            let row = row.and_then(|row| law.get(row)).ok_or(UNNAMED)?;
            for (value, p) in row.iter().enumerate().filter(|(_, p)| !p.is_zero()) {
                let mut at = at.clone();
                at.insert(variable.clone(), value);
                longer.push((probability.clone() * p.clone(), at));
            }
        }
        cases = longer;
    }
    if is_distinct {
        let values =
            |at: &BTreeMap<Variable, usize>| set.iter().map(|v| at[v]).collect::<std::collections::BTreeSet<_>>();
        cases.retain(|(_, at)| values(at).len() == set.len());
        let count = cases.len() as u64;
        if count == 0 {
            return Err(Obstacle::Outside("different values of one"));
        }
        cases.iter_mut().for_each(|(p, _)| *p = Rational::new(1, count));
    }
    let mut sum: Option<Dual> = None;
    for (p, at) in cases {
        let Dual { value, tangent } = evaluate(inner, model, &at)?;
        let (value, tangent) = (value.map(|e| e * p.clone()), tangent.map(|e| e * p.clone()));
        sum = Some(match sum {
            None => Dual { value, tangent },
            Some(sum) => Dual { value: sum.value + value, tangent: sum.tangent + tangent },
        });
    }
    sum.ok_or(UNNAMED)
}
