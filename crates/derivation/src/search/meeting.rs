//! Where the two ends of a search meet: sums of the same summands, compared outside of the e-graph.

use super::super::{Coefficient, Operation, Term, summands};
use super::nodes::{Head, Meaning, Node, Representatives, Simplest, expression, simplest};
use egg::{EGraph, Id, Runner};
use std::collections::{HashMap, VecDeque};

/// Two sums of the same summands, the first equal to the start and the second to the goal. Classes are taken apart
/// into summands, those of the two ends first, until all that is left is on both sides.
pub(super) fn meeting(runner: &Runner<Node, Simplest>, start: &Term, goal: &Term) -> Option<(Term, Term)> {
    let egraph = &runner.egraph;
    let roots = [egraph.find(runner.roots[0]), egraph.find(runner.roots[1])];
    if roots[0] == roots[1] {
        return Some((goal.clone(), goal.clone()));
    }
    let mut difference: HashMap<Id, Coefficient> =
        HashMap::from([(roots[0], Coefficient::one()), (roots[1], Coefficient::minus_one())]);
    let mut apart: HashMap<Id, Node> = HashMap::new();
    let mut queue = VecDeque::from(roots);
    while let Some(id) = queue.pop_front() {
        if !difference.contains_key(&id) || apart.contains_key(&id) {
            continue;
        }
        let Some(node) = sum_in(egraph, id, &difference) else { continue };
        let factor = difference.remove(&id)?;
        for (coefficient, part) in parts(egraph, &node) {
            let product = &factor * &coefficient;
            let total = difference.get(&part).map_or(product.clone(), |already| already + &product);
            if total.is_zero() {
                difference.remove(&part);
            } else {
                difference.insert(part, total);
            }
            queue.push_back(part);
        }
        apart.insert(id, node);
    }
    // What is zero in itself may be left.
    let is_zero = |id: &Id| matches!(simplest(egraph, *id).operation(), Operation::Zero(_));
    if !difference.keys().all(is_zero) {
        let (a, b) = (simplest(egraph, roots[0]), simplest(egraph, roots[1]));
        return (summands(&a) == summands(&b)).then_some((a, b));
    }
    // A summand is written as it stands at an end, where it does.
    let mut written: HashMap<Id, Term> = HashMap::new();
    for (_, part) in start.positions().into_iter().chain(goal.positions()) {
        written.extend(egraph.lookup_expr(&expression(&part)).map(|id| (egraph.find(id), part)));
    }
    let build = |root: Id| assemble(egraph, root, &apart, &written);
    let (from_start, from_goal) = (build(roots[0])?, build(roots[1])?);
    (summands(&from_start) == summands(&from_goal)).then_some((from_start, from_goal))
}

/// The sum or multiple in a class, of other classes, that has the most of its parts in common with what is left; of
/// those the simplest.
pub(super) fn sum_in(egraph: &EGraph<Node, Simplest>, id: Id, left: &HashMap<Id, Coefficient>) -> Option<Node> {
    let is_linear = |node: &&Node| {
        matches!(node.head, Head::Sum | Head::Scale) && node.children.iter().all(|child| egraph.find(*child) != id)
    };
    let term = |node: &Node| {
        let children: Vec<Meaning> = node.children.iter().map(|child| egraph[*child].data.clone()).collect();
        match Meaning::of(&node.head, &children) {
            Some(Meaning::Term(Representatives { simplest, .. })) => simplest,
            other => unreachable!("{other:?} for a term"),
        }
    };
    let uncommon = |node: &Node| parts(egraph, node).iter().filter(|(_, part)| !left.contains_key(part)).count();
    let order = |a: &&Node, b: &&Node| uncommon(a).cmp(&uncommon(b)).then_with(|| term(a).simplicity(&term(b)));
    egraph[id].nodes.iter().filter(is_linear).min_by(order).cloned()
}

/// The coefficients and classes that a sum is of.
pub(super) fn parts(egraph: &EGraph<Node, Simplest>, node: &Node) -> Vec<(Coefficient, Id)> {
    let pair = |pair: &[Id]| match &egraph[pair[0]].data {
        Meaning::Coefficient(c) => (c.clone(), egraph.find(pair[1])),
        other => unreachable!("{other:?} for a coefficient"),
    };
    node.children.chunks(2).map(pair).collect()
}

/// The term of a class, taken apart where the classes in it are.
pub(super) fn assemble(
    egraph: &EGraph<Node, Simplest>,
    id: Id,
    apart: &HashMap<Id, Node>,
    written: &HashMap<Id, Term>,
) -> Option<Term> {
    let Some(node) = apart.get(&id) else {
        return Some(written.get(&id).cloned().unwrap_or_else(|| simplest(egraph, id)));
    };
    let (coefficients, classes): (Vec<_>, Vec<_>) = parts(egraph, node).into_iter().unzip();
    let operands: Option<Vec<Term>> = classes.into_iter().map(|id| assemble(egraph, id, apart, written)).collect();
    let operation = match coefficients.as_slice() {
        [a] => Operation::Scale(a.clone()),
        [a, b] => Operation::Sum(a.clone(), b.clone()),
        _ => return None,
    };
    Term::new(operation, operands?).ok()
}
