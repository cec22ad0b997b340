//! The rules and the equations of a theory as rewrites of an e-graph.

use super::super::condition::{diagonal, keeps_laws, renamings};
use super::super::{
    Bindings, Coefficient, Condition, Dimension, Goal, Operation, Over, Rule, Term, Theory, Use, Variable, Variables,
    substitute,
};
use super::nodes::{Meaning, Node, Representatives, Simplest, meta, pattern, schema};
use egg::{Applier, EGraph, Id, Pattern, PatternAst, Rewrite, Subst};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The suffix of the name under which a rule is applied from right to left.
pub(super) const REVERSED: &str = " (reversed)";

/// What parts the name of an equation from the number of its instance.
pub(super) const INSTANCE: &str = " #";

/// A rule with conditions, with metavariables that only its right side has, or with dimensions: applied to the
/// simplest terms of the classes that it matches.
pub(super) struct Guarded {
    rule: Rule,
    from: Term,
    to: Term,
    theory: Arc<Theory>,
}

impl Applier<Node, Simplest> for Guarded {
    fn apply_one(
        &self,
        egraph: &mut EGraph<Node, Simplest>,
        _: Id,
        subst: &Subst,
        _: Option<&PatternAst<Node>>,
        name: egg::Symbol,
    ) -> Vec<Id> {
        let Some(bindings) = self.bindings(egraph, subst).and_then(|b| self.complete(b)) else { return Vec::new() };
        let (Some(from), Some(to)) = (substitute(&self.from, &bindings), substitute(&self.to, &bindings)) else {
            return Vec::new();
        };
        let (id, is_new) = egraph.union_instantiations(&pattern(&from), &pattern(&to), &Subst::with_capacity(0), name);
        if is_new { vec![id] } else { Vec::new() }
    }
}

impl Guarded {
    fn bindings(&self, egraph: &EGraph<Node, Simplest>, subst: &Subst) -> Option<Bindings> {
        let mut bindings = Bindings::default();
        let meaning = |sort: char, name: &str| subst.get(meta(sort, name)).map(|id| &egraph[*id].data);
        for (_, part) in self.from.positions() {
            match part.operation() {
                Operation::Meta(name, shape) => {
                    let Some(Meaning::Term(Representatives { plainest: term, .. })) = meaning('t', name) else {
                        return None;
                    };
                    bindings.terms.insert(name.clone(), term.clone());
                    let pairs = [(&shape.rows, &term.shape().rows), (&shape.columns, &term.shape().columns)];
                    for (own, found) in pairs {
                        let fits = match own.factors() {
                            [] => found.factors().is_empty(),
                            [name] => bindings.dimensions.entry(name.clone()).or_insert(found.clone()) == found,
                            _ => true,
                        };
                        if !fits {
                            return None;
                        }
                    }
                }
                Operation::Expectation(Over::Meta(name)) | Operation::Distinct(Over::Meta(name)) => {
                    let Some(Meaning::Over(set)) = meaning('s', name) else { return None };
                    bindings.sets.insert(name.clone(), set.clone());
                }
                Operation::Sum(a, b) => {
                    for name in [a, b].into_iter().filter_map(Coefficient::as_meta) {
                        let Some(Meaning::Coefficient(c)) = meaning('c', name) else { return None };
                        bindings.coefficients.insert(name.to_string(), c.clone());
                    }
                }
                Operation::Scale(a) => {
                    let name = a.as_meta()?;
                    let Some(Meaning::Coefficient(c)) = meaning('c', name) else { return None };
                    bindings.coefficients.insert(name.to_string(), c.clone());
                }
                Operation::Identity(n) => self.dimension(n, egraph, subst, &mut bindings)?,
                Operation::Zero(shape) => {
                    self.dimension(&shape.rows, egraph, subst, &mut bindings)?;
                    self.dimension(&shape.columns, egraph, subst, &mut bindings)?;
                }
                _ => {}
            }
        }
        Some(bindings)
    }

    fn dimension(
        &self,
        own: &Dimension,
        egraph: &EGraph<Node, Simplest>,
        subst: &Subst,
        bindings: &mut Bindings,
    ) -> Option<()> {
        let [name] = own.factors() else { return None };
        let id = subst.get(meta('d', name))?;
        let Meaning::Dimension(found) = &egraph[*id].data else { return None };
        (bindings.dimensions.entry(name.clone()).or_insert(found.clone()) == found).then_some(())
    }

    /// With a choice for what is still open: the fewest variables outside, the first variables of the laws.
    fn complete(&self, mut bindings: Bindings) -> Option<Bindings> {
        for condition in &self.rule.conditions {
            match condition {
                Condition::Splits(all, parts) if !bindings.sets.contains_key(all) => {
                    let sets: Option<Vec<&Variables>> = parts.iter().map(|part| bindings.sets.get(part)).collect();
                    let union = sets?.into_iter().flatten().cloned().collect();
                    bindings.sets.insert(all.clone(), union);
                }
                Condition::Splits(all, parts) if !bindings.sets.contains_key(&parts[0]) => {
                    let set = bindings.sets.get(all)?.clone();
                    let choices = splits(&set, parts.len()).into_iter().filter(|c| c.iter().all(|p| !p.is_empty()));
                    let with = |choice: Vec<Variables>| {
                        let mut bindings = bindings.clone();
                        bindings.sets.extend(parts.iter().cloned().zip(choice));
                        bindings
                    };
                    let fits = |b: &Bindings| self.rule.conditions.iter().all(|condition| condition.holds(b));
                    bindings = choices.map(with).filter(fits).min_by_key(|b| b.sets[&parts[0]].len())?;
                }
                Condition::Part(part, all) if !bindings.sets.contains_key(part) => {
                    let set = bindings.sets.get(all)?.clone();
                    let choices = splits(&set, 2).into_iter().map(|mut c| c.swap_remove(0));
                    let with = |choice: Variables| {
                        let mut bindings = bindings.clone();
                        bindings.sets.insert(part.clone(), choice);
                        bindings
                    };
                    let fits = |b: &Bindings| self.rule.conditions.iter().all(|condition| condition.holds(b));
                    let proper = choices.filter(|c| !c.is_empty() && c.len() < set.len());
                    bindings = proper.map(with).filter(fits).min_by_key(|b| b.sets[part].len())?;
                }
                Condition::Renamed { new, old, from, to } => {
                    let set = bindings.sets.get(from)?;
                    let image = first_like(&self.theory, set).filter(|image| image != set)?;
                    let renamed = renamings(bindings.terms.get(old)?, set, &image).next()?;
                    bindings.terms.insert(new.clone(), renamed);
                    bindings.sets.insert(to.clone(), image);
                }
                Condition::Diagonal { new, old, one, both } => {
                    let set = bindings.sets.get(both)?;
                    let first = set.first()?.clone();
                    let on_it = diagonal(bindings.terms.get(old)?, set, &first)?;
                    bindings.terms.insert(new.clone(), on_it);
                    bindings.sets.insert(one.clone(), Variables::from([first]));
                }
                Condition::OneOverOthers(c, set) => {
                    let kind = &bindings.sets.get(set)?.first()?.kind.name;
                    bindings.coefficients.insert(c.clone(), self.theory.one_over_others(kind)?);
                }
                _ => {}
            }
        }
        self.rule.conditions.iter().all(|condition| condition.holds(&bindings)).then_some(bindings)
    }
}

/// The first declared variables that have the laws of these; themselves where they are the first.
fn first_like(theory: &Theory, set: &Variables) -> Option<Variables> {
    let mut map: BTreeMap<Variable, Variable> = BTreeMap::new();
    let mut left: Vec<&Variable> = set.iter().collect();
    while !left.is_empty() {
        // Parents first.
        let place = left.iter().position(|v| v.parent.as_deref().is_none_or(|parent| !left.contains(&parent)))?;
        let old = left.remove(place);
        let mut candidates = theory.variables().iter().filter(|v| !map.values().any(|taken| taken == *v));
        let image = candidates.find(|v| {
            let mut with = map.clone();
            with.insert(old.clone(), (*v).clone());
            keeps_laws(&with)
        })?;
        map.insert(old.clone(), image.clone());
    }
    Some(map.into_values().collect())
}

/// All ways to split a set into so many parts.
pub(super) fn splits(set: &Variables, parts: usize) -> Vec<Vec<Variables>> {
    set.iter().fold(vec![vec![Variables::new(); parts]], |ways, v| {
        let into = |way: &Vec<Variables>, place: usize| {
            let mut way = way.clone();
            way[place].insert(v.clone());
            way
        };
        ways.iter().flat_map(|way| (0..parts).map(move |place| into(way, place))).collect()
    })
}

/// Does a rule speak of dimensions, or ask for a shape?
pub(super) fn asks_for_shapes(rule: &Rule) -> bool {
    let parts = rule.left.positions().into_iter().chain(rule.right.positions());
    parts.map(|(_, part)| part).any(|part| match part.operation() {
        Operation::Identity(_) | Operation::Zero(_) => true,
        Operation::Meta(_, shape) => [&shape.rows, &shape.columns].iter().any(|d| d.factors().is_empty()),
        _ => false,
    })
}

pub(super) fn rewrites(theory: &Arc<Theory>, rules: &[Rule], goal: &Goal) -> Vec<Rewrite<Node, Simplest>> {
    let mut all = Vec::new();
    for rule in rules {
        let mut add = |name: String, from: &Term, to: &Term| {
            let searcher = Pattern::new(schema(from));
            let rewrite = if rule.conditions.is_empty() && !asks_for_shapes(rule) {
                Rewrite::new(name, searcher, Pattern::new(schema(to)))
            } else {
                let (from, to) = (from.clone(), to.clone());
                Rewrite::new(name, searcher, Guarded { rule: rule.clone(), from, to, theory: theory.clone() })
            };
            all.push(rewrite.expect("a rule whose right side is bound by its left, or guarded"));
        };
        let is_used = match rule.applied {
            Use::Forward | Use::Both => true,
            Use::Asked => goal.with.contains(&rule.name),
            Use::Never => false,
        };
        if is_used {
            add(rule.name.clone(), &rule.left, &rule.right);
        }
        if rule.applied == Use::Both {
            add(format!("{}{REVERSED}", rule.name), &rule.right, &rule.left);
        }
    }
    for equation in &theory.equations.0 {
        for (number, (left, right)) in equation.instances.iter().enumerate() {
            let (left, right) = (Pattern::new(pattern(left)), Pattern::new(pattern(right)));
            // egg wants a name of its own for each.
            let name = format!("{}{INSTANCE}{number}", equation.name);
            let rewrite = match equation.is_folded {
                true => Rewrite::new(format!("{name}{REVERSED}"), right, left),
                false => Rewrite::new(name, left, right),
            };
            all.push(rewrite.expect("a ground equation"));
        }
    }
    all
}
