//! The checker: decides whether a list of steps is a proof. It knows terms, rules and their conditions; it does not
//! know how the steps were found.

use super::{Bindings, Coefficient, Dimension, Equations, Operation, Over, Rule, Term, Variables};

/// Which side of a rule was replaced by the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// The left by the right.
    Forward,
    /// The right by the left.
    Backward,
}

/// One step: what stands at a position is replaced by an equal term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The rule, or the given equation.
    pub rule: String,
    /// How it is read.
    pub direction: Direction,
    /// The place of what is replaced: the operand to take at each level, from the root.
    pub position: Vec<usize>,
    /// The whole term after it.
    pub term: Term,
}

/// A chain of equal terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The first term.
    pub start: Term,
    /// The steps to the others.
    pub steps: Vec<Step>,
}

/// Why a chain of steps is refused. Steps are numbered from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No such rule, nor an equation of that name before the goal.
    #[error("step {step}: found the rule {rule:?}, expected a rule, or an equation that stands before the goal")]
    UnknownRule {
        /// The step.
        step: usize,
        /// The rule.
        rule: String,
    },
    /// A change outside the position.
    #[error("step {step}: found a change outside position {position:?}, expected one there alone")]
    Elsewhere {
        /// The step.
        step: usize,
        /// The position.
        position: Vec<usize>,
    },
    /// The two terms are not the two sides of the rule.
    #[error("step {step}, rule {rule:?}: found {before} and {after}, expected its two sides in this direction")]
    NotTheSides {
        /// The step.
        step: usize,
        /// The rule.
        rule: String,
        /// What was replaced.
        before: String,
        /// What replaces it.
        after: String,
    },
    /// They are its two sides, but a condition is not met.
    #[error("step {step}, rule {rule:?}: found that a condition is not met for {before}, expected: {conditions}")]
    Unmet {
        /// The step.
        step: usize,
        /// The rule.
        rule: String,
        /// What was replaced.
        before: String,
        /// The conditions.
        conditions: String,
    },
    /// A variable without a value: bound nowhere in the term, and free at neither end of the chain.
    #[error("step {step}: found {variable} free in {term}, expected a term of what is free at the start or at the end")]
    Unbound {
        /// The step.
        step: usize,
        /// The variable.
        variable: String,
        /// The term.
        term: String,
    },
    /// The last term is not the one to be shown.
    #[error("found the end {found}, expected {expected}")]
    OtherEnd {
        /// The last term.
        found: String,
        /// The goal.
        expected: String,
    },
}

/// Is the chain a proof that its first term equals `goal`, from the rules and the equations? A variable that is
/// free in between must be free at one of the ends, or be one that the law of such a variable depends on.
///
/// # Errors
/// [`Refusal`] with the first step that is not justified.
pub fn check(proof: &Proof, goal: &Term, rules: &[Rule], equations: &Equations) -> Result<(), Refusal> {
    let mut current = &proof.start;
    let known = with_parents(proof.start.free() | goal.free());
    for (index, step) in proof.steps.iter().enumerate() {
        check_step(index + 1, current, step, rules, equations)?;
        if let Some(unbound) = step.term.free().difference(&known).next() {
            let (variable, term) = (unbound.to_string(), step.term.to_string());
            return Err(Refusal::Unbound { step: index + 1, variable, term });
        }
        current = &step.term;
    }
    if current == goal {
        Ok(())
    } else {
        Err(Refusal::OtherEnd { found: current.to_string(), expected: goal.to_string() })
    }
}

/// The variables and all that their laws depend on.
fn with_parents(variables: Variables) -> Variables {
    let ancestors = |v: &super::Variable| -> Vec<super::Variable> {
        std::iter::successors(v.parent.as_deref().cloned(), |parent| parent.parent.as_deref().cloned()).collect()
    };
    let parents: Variables = variables.iter().flat_map(ancestors).collect();
    &variables | &parents
}

fn check_step(
    number: usize,
    current: &Term,
    step: &Step,
    rules: &[Rule],
    equations: &Equations,
) -> Result<(), Refusal> {
    let elsewhere = || Refusal::Elsewhere { step: number, position: step.position.clone() };
    let before = current.at(&step.position).ok_or_else(elsewhere)?;
    let after = step.term.at(&step.position).ok_or_else(elsewhere)?;
    if current.with(&step.position, after).as_ref() != Some(&step.term) {
        return Err(elsewhere());
    }
    let (left, right) = match step.direction {
        Direction::Forward => (before, after),
        Direction::Backward => (after, before),
    };
    let sides = || Refusal::NotTheSides {
        step: number,
        rule: step.rule.clone(),
        before: before.to_string(),
        after: after.to_string(),
    };
    if let Some(instances) = equations.named(&step.rule) {
        let is_instance = instances.iter().any(|(l, r)| (l, r) == (left, right));
        return if is_instance { Ok(()) } else { Err(sides()) };
    }
    let rule = rules.iter().find(|rule| rule.name == step.rule);
    let rule = rule.ok_or_else(|| Refusal::UnknownRule { step: number, rule: step.rule.clone() })?;
    let bindings = bind(rule, left, right).ok_or_else(sides)?;
    if rule.conditions.iter().all(|condition| condition.holds(&bindings)) {
        return Ok(());
    }
    let conditions = rule.condition_text.clone();
    Err(Refusal::Unmet { step: number, rule: rule.name.clone(), before: before.to_string(), conditions })
}

/// What the metavariables stand for where the two terms are the two sides of the rule.
pub fn bind(rule: &Rule, left: &Term, right: &Term) -> Option<Bindings> {
    let mut bindings = Bindings::default();
    let mut later = Vec::new();
    let fits = matches(&rule.left, left, &mut bindings, &mut later)
        && matches(&rule.right, right, &mut bindings, &mut later)
        // Products of dimensions, once their factors are known.
        && later.iter().all(|(pattern, found)| pattern.substitute(&bindings.dimensions).as_ref() == Some(found));
    fits.then_some(bindings)
}

fn matches(pattern: &Term, term: &Term, bindings: &mut Bindings, later: &mut Vec<(Dimension, Dimension)>) -> bool {
    let mut dimension = |bindings: &mut Bindings, pattern: &Dimension, found: &Dimension| match pattern.factors() {
        [name] => bindings.dimensions.entry(name.clone()).or_insert_with(|| found.clone()) == found,
        _ => {
            later.push((pattern.clone(), found.clone()));
            true
        }
    };
    let coefficient = |bindings: &mut Bindings, pattern: &Coefficient, found: &Coefficient| match pattern.as_meta() {
        Some(name) => bindings.coefficients.entry(name.to_string()).or_insert_with(|| found.clone()) == found,
        None => pattern == found,
    };
    let over = |bindings: &mut Bindings, pattern: &Over, found: &Over| match (pattern, found) {
        (Over::Meta(name), Over::Set(set)) => bindings.sets.entry(name.clone()).or_insert_with(|| set.clone()) == set,
        _ => pattern == found,
    };
    let fits = match (pattern.operation(), term.operation()) {
        (Operation::Meta(name, shape), _) => {
            return bindings.terms.entry(name.clone()).or_insert_with(|| term.clone()) == term
                && dimension(bindings, &shape.rows, &term.shape().rows)
                && dimension(bindings, &shape.columns, &term.shape().columns);
        }
        (Operation::Identity(n), Operation::Identity(found)) => dimension(bindings, n, found),
        (Operation::Zero(shape), Operation::Zero(found)) => {
            dimension(bindings, &shape.rows, &found.rows) && dimension(bindings, &shape.columns, &found.columns)
        }
        (Operation::Sum(a, b), Operation::Sum(x, y)) => coefficient(bindings, a, x) && coefficient(bindings, b, y),
        (Operation::Scale(a), Operation::Scale(x)) => coefficient(bindings, a, x),
        (Operation::Expectation(s), Operation::Expectation(found))
        | (Operation::Distinct(s), Operation::Distinct(found)) => over(bindings, s, found),
        (operation, found) => operation == found,
    };
    fits && pattern.operands().len() == term.operands().len()
        && pattern.operands().iter().zip(term.operands()).all(|(p, t)| matches(p, t, bindings, later))
}
