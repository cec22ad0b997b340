//! Terms as nodes of an e-graph, and what a class of nodes stands for.

use super::super::{Coefficient, Dimension, Operation, Over, Shape, Symbol, Term, Variable, Variables};
use egg::{Analysis, DidMerge, EGraph, ENodeOrVar, Id, Language, PatternAst, RecExpr, Var};
use std::cmp::Ordering;
use std::sync::Arc;

/// The head of a node: an operation without its parameters, or a parameter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Head {
    Matrix(Arc<Symbol>, Vec<Variable>),
    Identity,
    Zero,
    Product,
    Sum,
    Scale,
    Transpose,
    Kronecker,
    Vec,
    Trace,
    Expectation,
    Distinct,
    Differential,
    Coefficient(Coefficient),
    Over(Variables),
    Dimension(Dimension),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Node {
    pub(super) head: Head,
    pub(super) children: Vec<Id>,
}

impl Language for Node {
    type Discriminant = Head;

    fn discriminant(&self) -> Head {
        self.head.clone()
    }

    fn matches(&self, other: &Self) -> bool {
        self.head == other.head && self.children.len() == other.children.len()
    }

    fn children(&self) -> &[Id] {
        &self.children
    }

    fn children_mut(&mut self) -> &mut [Id] {
        &mut self.children
    }
}

/// What a class of nodes stands for: a term, or a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Term(Representatives),
    Coefficient(Coefficient),
    Over(Variables),
    Dimension(Dimension),
}

/// Two terms for a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Representatives {
    /// With everything multiplied out: what the ends of a search are compared by.
    pub(super) simplest: Term,
    /// Of few variables and short: what conditions are decided on, and rules with conditions applied to.
    pub(super) plainest: Term,
}

impl From<Term> for Meaning {
    fn from(term: Term) -> Self {
        Meaning::Term(Representatives { simplest: term.clone(), plainest: term })
    }
}

impl Meaning {
    pub(super) fn of(head: &Head, children: &[Meaning]) -> Option<Meaning> {
        let terms = |which: fn(&Representatives) -> &Term| {
            let of = |c: &Meaning| if let Meaning::Term(t) = c { Some(which(t).clone()) } else { None };
            children.iter().filter_map(of).collect::<Vec<_>>()
        };
        let number = |place: usize| match children.get(place) {
            Some(Meaning::Coefficient(c)) => Some(c.clone()),
            _ => None,
        };
        let over = || match children.first() {
            Some(Meaning::Over(set)) => Some(Over::Set(set.clone())),
            _ => None,
        };
        let dimension = |place: usize| match children.get(place) {
            Some(Meaning::Dimension(d)) => Some(d.clone()),
            _ => None,
        };
        let operation = match head {
            Head::Coefficient(c) => return Some(Meaning::Coefficient(c.clone())),
            Head::Over(set) => return Some(Meaning::Over(set.clone())),
            Head::Dimension(d) => return Some(Meaning::Dimension(d.clone())),
            Head::Matrix(symbol, at) => Operation::Matrix(symbol.clone(), at.clone()),
            Head::Identity => Operation::Identity(dimension(0)?),
            Head::Zero => Operation::Zero(Shape { rows: dimension(0)?, columns: dimension(1)? }),
            Head::Product => Operation::Product,
            Head::Sum => Operation::Sum(number(0)?, number(2)?),
            Head::Scale => Operation::Scale(number(0)?),
            Head::Transpose => Operation::Transpose,
            Head::Kronecker => Operation::Kronecker,
            Head::Vec => Operation::Vec,
            Head::Trace => Operation::Trace,
            Head::Expectation => Operation::Expectation(over()?),
            Head::Distinct => Operation::Distinct(over()?),
            Head::Differential => Operation::Differential,
        };
        let simplest = Term::new(operation.clone(), terms(|t| &t.simplest)).ok()?;
        let plainest = Term::new(operation, terms(|t| &t.plainest)).ok()?;
        Some(Meaning::Term(Representatives { simplest, plainest }))
    }
}

#[derive(Clone, Default)]
pub(super) struct Simplest;

impl Analysis<Node> for Simplest {
    type Data = Meaning;

    fn make(egraph: &mut EGraph<Node, Self>, node: &Node, _: Id) -> Meaning {
        let children: Vec<Meaning> = node.children.iter().map(|id| egraph[*id].data.clone()).collect();
        Meaning::of(&node.head, &children).expect("the sides of a rule are well shaped")
    }

    fn merge(&mut self, kept: &mut Meaning, other: Meaning) -> DidMerge {
        let (Meaning::Term(a), Meaning::Term(b)) = (kept, other) else { return DidMerge(false, false) };
        let simplest = least(&mut a.simplest, b.simplest, Term::simplicity);
        let plainest = least(&mut a.plainest, b.plainest, Term::plainness);
        DidMerge(simplest.0 || plainest.0, simplest.1 || plainest.1)
    }
}

/// Keeps the least of two; was the kept one changed, and is it another than the other one?
pub(super) fn least(kept: &mut Term, other: Term, order: fn(&Term, &Term) -> Ordering) -> (bool, bool) {
    match order(&other, kept) {
        Ordering::Less => {
            *kept = other;
            (true, false)
        }
        Ordering::Equal => (false, false),
        Ordering::Greater => (false, true),
    }
}

/// A term as nodes, metavariables as variables of a pattern.
pub(super) fn pattern(term: &Term) -> PatternAst<Node> {
    let mut nodes = PatternAst::default();
    add(term, &mut nodes);
    nodes
}

pub(super) fn variable(sort: char, name: &str) -> ENodeOrVar<Node> {
    ENodeOrVar::Var(meta(sort, name))
}

pub(super) fn meta(sort: char, name: &str) -> Var {
    format!("?{sort}{name}").parse().expect("the name of a pattern variable")
}

pub(super) fn add(term: &Term, nodes: &mut PatternAst<Node>) -> Id {
    let leaf = |head: Head| ENodeOrVar::ENode(Node { head, children: Vec::new() });
    let number = |c: &Coefficient| match c.as_meta() {
        Some(name) => variable('c', name),
        None => leaf(Head::Coefficient(c.clone())),
    };
    let over = |over: &Over| match over {
        Over::Meta(name) => variable('s', name),
        Over::Set(set) => leaf(Head::Over(set.clone())),
    };
    let (head, before, between) = match term.operation() {
        Operation::Meta(name, _) => return nodes.add(variable('t', name)),
        Operation::Matrix(symbol, at) => (Head::Matrix(symbol.clone(), at.clone()), None, None),
        Operation::Identity(_) => (Head::Identity, None, None),
        Operation::Zero(_) => (Head::Zero, None, None),
        Operation::Product => (Head::Product, None, None),
        Operation::Sum(a, b) => (Head::Sum, Some(number(a)), Some(number(b))),
        Operation::Scale(a) => (Head::Scale, Some(number(a)), None),
        Operation::Transpose => (Head::Transpose, None, None),
        Operation::Kronecker => (Head::Kronecker, None, None),
        Operation::Vec => (Head::Vec, None, None),
        Operation::Trace => (Head::Trace, None, None),
        Operation::Expectation(set) => (Head::Expectation, Some(over(set)), None),
        Operation::Distinct(set) => (Head::Distinct, Some(over(set)), None),
        Operation::Differential => (Head::Differential, None, None),
    };
    let dimensions = match term.operation() {
        Operation::Identity(n) => vec![n],
        Operation::Zero(shape) => vec![&shape.rows, &shape.columns],
        _ => Vec::new(),
    };
    // A concrete term has concrete dimensions; in a pattern every dimension is a variable.
    let mut children: Vec<Id> = dimensions.into_iter().map(|d| nodes.add(leaf(Head::Dimension(d.clone())))).collect();
    children.extend(before.map(|node| nodes.add(node)));
    let mut between = between;
    for (place, operand) in term.operands().iter().enumerate() {
        if place == 1 {
            children.extend(between.take().map(|node| nodes.add(node)));
        }
        children.push(add(operand, nodes));
    }
    nodes.add(ENodeOrVar::ENode(Node { head, children }))
}

/// A pattern whose dimensions are variables.
pub(super) fn schema(term: &Term) -> PatternAst<Node> {
    let nodes = pattern(term);
    let open = |node: &ENodeOrVar<Node>| match node {
        ENodeOrVar::ENode(Node { head: Head::Dimension(d), .. }) if !d.factors().is_empty() => {
            variable('d', &d.factors().concat())
        }
        node => node.clone(),
    };
    nodes.as_ref().iter().map(open).collect::<Vec<_>>().into()
}

pub(super) fn expression(term: &Term) -> RecExpr<Node> {
    let plain = |node: &ENodeOrVar<Node>| match node {
        ENodeOrVar::ENode(node) => node.clone(),
        ENodeOrVar::Var(v) => unreachable!("a metavariable {v} in a term"),
    };
    pattern(term).as_ref().iter().map(plain).collect::<Vec<_>>().into()
}

/// The simplest term of a class.
pub(super) fn simplest(egraph: &EGraph<Node, Simplest>, id: Id) -> Term {
    match &egraph[id].data {
        Meaning::Term(Representatives { simplest, .. }) => simplest.clone(),
        other => unreachable!("{other:?} for a term"),
    }
}
