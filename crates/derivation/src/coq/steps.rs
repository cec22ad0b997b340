//! The proof of a step: its position, then the lemma of its rule.

use super::names::{Environment, enter, equation_name, name, order, variables};
use super::terms::Names;
use crate::{Derived, Direction, Operation, Over, Rule, Step, Term, Variable, bind, rules, summands};
use std::collections::BTreeMap;
use std::fmt::Write;

impl Names {
    /// The tactics that prove a step.
    pub(super) fn step(&self, before: &Term, step: &Step, derived: &Derived) -> String {
        let mut tactics = String::new();
        let mut environment = Environment::new();
        let mut here = before.clone();
        let mut count = 0;
        for place in &step.position {
            let mut go_below = |over: &Over, tactics: &mut String, one_by_one: bool| {
                for v in variables(over) {
                    count += 1;
                    let fresh = format!("{}_{count}", name(&v.name));
                    let _ = if one_by_one {
                        write!(tactics, "apply: in_expect => {fresh}. ")
                    } else {
                        write!(tactics, " {fresh}")
                    };
                    enter(&v, &fresh, &mut environment);
                }
            };
            let _ = match here.operation() {
                Operation::Product => write!(tactics, "apply: in_product_{place}. "),
                Operation::Sum(..) => write!(tactics, "apply: in_sum_{place}. "),
                Operation::Kronecker => write!(tactics, "apply: in_kronecker_{place}. "),
                Operation::Scale(_) => write!(tactics, "apply: in_scale. "),
                Operation::Transpose => write!(tactics, "apply: in_transpose. "),
                Operation::Vec => write!(tactics, "apply: in_vec. "),
                Operation::Trace => write!(tactics, "apply: in_trace. "),
                Operation::Differential => write!(tactics, "apply: in_differential. "),
                Operation::Expectation(over) => {
                    go_below(over, &mut tactics, true);
                    Ok(())
                }
                Operation::Distinct(over) => {
                    tactics.push_str("apply: in_distinct =>");
                    go_below(over, &mut tactics, false);
                    write!(tactics, ". ")
                }
                _ => Ok(()),
            };
            here = here.operands()[*place].clone();
        }
        let after = step.term.at(&step.position).expect("a checked position").clone();
        let (left, right) = match step.direction {
            Direction::Forward => (here, after),
            Direction::Backward => {
                tactics.push_str("symmetry. ");
                (after, here)
            }
        };
        if derived.equations.named(&step.rule).is_some() {
            return tactics + &format!("exact: {}.", equation_name(&step.rule));
        }
        let rule = rules().iter().find(|rule| rule.name == step.rule).expect("a checked rule");
        tactics + &self.rule(rule, &left, &right, &environment)
    }

    /// The tactics that prove an instance of a rule.
    fn rule(&self, rule: &Rule, left: &Term, right: &Term, environment: &Environment) -> String {
        let bindings = bind(rule, left, right).expect("a checked step");
        let set = |s: &str| bindings.sets.get(s).map(order).unwrap_or_default();
        let (s, t, u, v) = (set("S"), set("T"), set("U"), set("V"));
        let lemma = rule.name.replace('-', "_");
        let property = |word: &str| match bindings.terms.get("A").map(Term::operation) {
            Some(Operation::Matrix(symbol, _)) => format!("exact: {word}_{}.", name(&symbol.name)),
            _ => "by rewrite ?trmx1 ?mul1mx.".to_string(),
        };
        let left_then_right = |u: &[Variable], v: &[Variable], depth: usize| {
            vec![
                under(depth + u.len(), &through("constant_left", v.len())),
                under(depth, &through("constant_right", u.len())),
            ]
        };
        match rule.name.as_str() {
            "same-summands" => {
                let mut atoms = Vec::new();
                let (a, b) = (Self::summand(left, &mut atoms), Self::summand(right, &mut atoms));
                let atoms: Vec<String> = atoms.iter().map(|atom| self.term(atom, environment)).collect();
                debug_assert_eq!(summands(left), summands(right));
                let (rows, columns) = self.shape(left);
                format!(
                    "apply: (@same_summands F R {rows} {columns} [:: {}] {a} {b}). same_totals two.",
                    atoms.join("; ")
                )
            }
            "square-of-idempotent" => property("idempotent"),
            "transpose-of-symmetric" => property("symmetric"),
            "expectation-sum"
            | "expectation-scale"
            | "expectation-transpose"
            | "trace-of-expectation"
            | "constant"
            | "constant-left"
            | "constant-right"
            | "constant-number" => through(&lemma, s.len()) + ".",
            "differential-expectation" => format!("symmetry. {}.", through("out_of_differential", s.len())),
            "tower" => chain(&exchanges(&s, &[t, u].concat())) + ".",
            "marginal" => {
                let rest: Vec<Variable> = s.iter().filter(|v| !t.contains(v)).cloned().collect();
                let mut pieces = exchanges(&s, &[t.clone(), rest.clone()].concat());
                if !rest.is_empty() {
                    pieces.push(under(t.len(), &through("constant", rest.len())));
                }
                chain(&pieces) + "."
            }
            "tower-left" | "tower-right" | "tower-number" => {
                let mut pieces = exchanges(&s, &[t.clone(), u.clone()].concat());
                pieces.push(under(t.len(), &through(&lemma.replace("tower", "constant"), u.len())));
                chain(&pieces) + "."
            }
            "independent" => {
                let mut pieces = exchanges(&s, &[u.clone(), v.clone()].concat());
                pieces.extend(left_then_right(&u, &v, 0));
                chain(&pieces) + "."
            }
            "independent-given" => {
                let mut pieces = exchanges(&s, &[t.clone(), u.clone(), v.clone()].concat());
                pieces.extend(left_then_right(&u, &v, t.len()));
                chain(&pieces) + "."
            }
            "equal-in-law" => {
                let (a, b) = (&bindings.terms["A"], &bindings.terms["B"]);
                let map = bijections(&s, &t).into_iter().find(|map| a.with_variables(map).as_ref() == Some(b));
                let renamed: Vec<Variable> =
                    map.map(|map| s.iter().map(|v| map[v].clone()).collect()).unwrap_or_default();
                chain(&exchanges(&renamed, &t)) + "."
            }
            "distinct-pairs" => {
                let kind = name(&s[0].kind.name);
                let c = name(&bindings.coefficients["c"].to_string());
                format!("exact: (@distinct_pairs F R _ {kind}_possible {c} _ _ _ {kind}_others {c}_value).")
            }
            "differential-left-constant" | "differential-right-constant" | "differential-constant" => {
                format!("apply: {lemma}; does_not_vary.")
            }
            _ => format!("exact: {lemma}."),
        }
    }
}

/// A lemma about one variable for several, the inner ones first.
fn through(lemma: &str, depth: usize) -> String {
    match depth {
        0 => "reflexivity".to_string(),
        1 => format!("exact: {lemma}"),
        _ => format!("(etransitivity; [apply: in_expect => ?; {} | exact: {lemma}])", through(lemma, depth - 1)),
    }
}

fn under(depth: usize, tactic: &str) -> String {
    "apply: in_expect => ?; ".repeat(depth) + tactic
}

fn chain(pieces: &[String]) -> String {
    match pieces {
        [] => "reflexivity".to_string(),
        [one] => one.clone(),
        [first, rest @ ..] => format!("(etransitivity; [{first} | {}])", chain(rest)),
    }
}

/// Exchanges of neighbouring sums that lead from one order to another.
fn exchanges(from: &[Variable], to: &[Variable]) -> Vec<String> {
    let mut now = from.to_vec();
    let mut all = Vec::new();
    for (place, wanted) in to.iter().enumerate() {
        let Some(found) = now.iter().position(|v| v == wanted) else { continue };
        for depth in (place..found).rev() {
            now.swap(depth, depth + 1);
            all.push(under(depth, "exact: exchange"));
        }
    }
    all
}

/// Every way to rename variables that keeps their laws.
fn bijections(from: &[Variable], to: &[Variable]) -> Vec<BTreeMap<Variable, Variable>> {
    fn extend(from: &[Variable], to: &[Variable]) -> Vec<BTreeMap<Variable, Variable>> {
        let Some((first, rest)) = from.split_first() else { return vec![BTreeMap::new()] };
        let mut all = Vec::new();
        for image in to.iter().filter(|v| v.kind == first.kind) {
            let others: Vec<Variable> = to.iter().filter(|v| *v != image).cloned().collect();
            for mut map in extend(rest, &others) {
                map.insert(first.clone(), image.clone());
                all.push(map);
            }
        }
        all
    }
    let keeps = |map: &BTreeMap<Variable, Variable>| {
        map.iter().all(|(old, new)| {
            let parent = old.parent.as_deref().map(|p| map.get(p).unwrap_or(p));
            new.has_law_of(old, parent)
        })
    };
    extend(from, to).into_iter().filter(keeps).collect()
}
