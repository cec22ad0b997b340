//! What an e-graph explains as a chain of steps, and the same chain shorter.

use super::super::{Direction, Equations, Proof, Step, Term, check, rules};
use super::nodes::{Head, Meaning, Node, Representatives, Simplest, expression};
use super::rewrites::{INSTANCE, REVERSED};
use egg::{FlatTerm, Runner};
use std::collections::HashMap;

/// egg's explanation as steps.
pub(super) fn explain(runner: &mut Runner<Node, Simplest>, from: &Term, to: &Term, steps: &mut Vec<Step>) {
    let mut explanation = runner.egraph.explain_equivalence(&expression(from), &expression(to));
    for flat in explanation.make_flat_explanation().iter().skip(1) {
        let Some((position, rule, is_forward)) = annotation(flat) else { continue };
        let (rule, is_read_forward) = match rule.strip_suffix(REVERSED) {
            Some(rule) => (rule, !is_forward),
            None => (rule.as_str(), is_forward),
        };
        let rule = rule.split_once(INSTANCE).map_or(rule, |(equation, _)| equation).to_string();
        let direction = if is_read_forward { Direction::Forward } else { Direction::Backward };
        let Meaning::Term(Representatives { simplest: term, .. }) = meaning(flat) else { continue };
        steps.push(Step { rule, direction, position, term });
    }
}

pub(super) fn meaning(flat: &FlatTerm<Node>) -> Meaning {
    let children: Vec<Meaning> = flat.children.iter().map(meaning).collect();
    Meaning::of(&flat.node.head, &children).expect("a term that was in the e-graph")
}

/// Where a step is, by which rule, and whether it is read forward.
pub(super) fn annotation(flat: &FlatTerm<Node>) -> Option<(Vec<usize>, String, bool)> {
    if let Some(rule) = flat.forward_rule {
        return Some((Vec::new(), rule.to_string(), true));
    }
    if let Some(rule) = flat.backward_rule {
        return Some((Vec::new(), rule.to_string(), false));
    }
    let is_term =
        |child: &&FlatTerm<Node>| !matches!(child.node.head, Head::Coefficient(_) | Head::Over(_) | Head::Dimension(_));
    flat.children.iter().filter(is_term).enumerate().find_map(|(place, child)| {
        annotation(child).map(|(rest, rule, is_forward)| ([vec![place], rest].concat(), rule, is_forward))
    })
}

/// The same chain with fewer steps: what happens in one operand between two steps at the root has no loops, and the
/// operands follow one another.
pub(super) fn shortened(start: &Term, steps: &[Step]) -> Vec<Step> {
    let steps = without_loops(start, steps);
    let mut short = Vec::new();
    let mut current = start.clone();
    let mut rest = steps.as_slice();
    while !rest.is_empty() {
        let inner = rest.iter().position(|step| step.position.is_empty()).unwrap_or(rest.len());
        let (segment, after) = rest.split_at(inner);
        for place in 0..current.operands().len() {
            let inside = |step: &&Step| step.position[0] == place;
            let own: Vec<Step> = segment.iter().filter(inside).map(|step| down(step, place)).collect();
            for step in shortened(&current.operands()[place].clone(), &own) {
                let term = current.with(&[place], &step.term).expect("an operand of the same shape");
                let position = [vec![place], step.position].concat();
                short.push(Step { position, term: term.clone(), ..step });
                current = term;
            }
        }
        if let Some((root, after)) = after.split_first() {
            current = root.term.clone();
            short.push(root.clone());
            rest = after;
        } else {
            rest = after;
        }
    }
    without_loops(start, &short)
}

/// The step as one of an operand.
pub(super) fn down(step: &Step, place: usize) -> Step {
    let term = step.term.operands()[place].clone();
    Step { position: step.position[1..].to_vec(), term, ..step.clone() }
}

/// The steps without those that lead back to a term that was there before.
pub(super) fn without_loops(start: &Term, steps: &[Step]) -> Vec<Step> {
    let mut kept: Vec<Step> = Vec::new();
    let mut seen: HashMap<Term, usize> = HashMap::from([(start.clone(), 0)]);
    for step in steps {
        if let Some(length) = seen.get(&step.term).copied() {
            kept.truncate(length);
            seen.retain(|_, at| *at <= length);
        } else {
            seen.insert(step.term.clone(), kept.len() + 1);
            kept.push(step.clone());
        }
    }
    kept
}

/// Leaves out every step without which the next one is a step all the same.
pub(super) fn leave_out_idle_steps(proof: &mut Proof, equations: &Equations) {
    let mut place = 0;
    while place + 1 < proof.steps.len() {
        let before = place.checked_sub(1).map_or(&proof.start, |earlier| &proof.steps[earlier].term);
        let next = &proof.steps[place + 1];
        let direct = Proof { start: before.clone(), steps: vec![next.clone()] };
        if check(&direct, &next.term, rules(), equations).is_ok() {
            proof.steps.remove(place);
            place = place.saturating_sub(1);
        } else {
            place += 1;
        }
    }
}
