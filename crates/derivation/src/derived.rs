//! A file of derivations, derived: every goal searched for and checked, in order.

use super::{BadLine, Direction, Equations, Found, NotFound, Proof, Refusal, Theory, check, rules, search};
use serde::Serialize;

/// Steps beyond which a derivation is not one to be read.
pub const MOST_STEPS: usize = 60;

/// A goal with its checked proof.
#[derive(Clone, Debug)]
pub struct Derived {
    /// The theory it is of.
    pub theory: String,
    /// Its name.
    pub name: String,
    /// What it could use beside the rules.
    pub equations: Equations,
    /// The proof, checked.
    pub proof: Proof,
    /// The size of the e-graph it was found in.
    pub nodes: usize,
    /// The rounds of saturation.
    pub rounds: usize,
}

/// A derivation as one reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Readable {
    /// The theory it is of.
    pub theory: String,
    /// Its name.
    pub name: String,
    /// The equations among the given, defined and earlier derived ones that it uses, as `name: left = right`.
    pub uses: Vec<String>,
    /// The first term.
    pub start: String,
    /// The others.
    pub steps: Vec<Line>,
    /// The size of the e-graph it was found in.
    pub nodes: usize,
    /// The rounds of saturation.
    pub rounds: usize,
}

/// One line of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The whole term.
    pub term: String,
    /// The rule that the term before becomes this one by.
    pub rule: String,
    /// How it is read.
    pub direction: Direction,
    /// Where in the term.
    pub position: Vec<usize>,
    /// What the rule asks; empty where nothing.
    pub condition: String,
}

impl Derived {
    /// The derivation as one reads it.
    pub fn readable(&self) -> Readable {
        let line = |step: &super::Step| {
            let condition = rules().iter().find(|rule| rule.name == step.rule).map(|rule| rule.condition_text.clone());
            Line {
                term: step.term.to_string(),
                rule: step.rule.clone(),
                direction: step.direction,
                position: step.position.clone(),
                condition: condition.unwrap_or_default(),
            }
        };
        let is_used = |name: &str| self.proof.steps.iter().any(|step| step.rule == name);
        let used = self.equations.0.iter().filter(|equation| is_used(&equation.name));
        Readable {
            theory: self.theory.clone(),
            name: self.name.clone(),
            uses: used.map(|e| format!("{}: {} = {}", e.name, e.sides.0, e.sides.1)).collect(),
            start: self.proof.start.to_string(),
            steps: self.proof.steps.iter().map(line).collect(),
            nodes: self.nodes,
            rounds: self.rounds,
        }
    }
}

impl Readable {
    /// Numbered lines: the term, and after it the rule, `←` where it is read from right to left, and its condition.
    pub fn text(&self) -> String {
        let uses: String = self.uses.iter().map(|equation| format!("  with {equation}\n")).collect();
        let mut text = format!("{} ({})\n{uses}  0.   {}\n", self.name, self.theory, self.start);
        for (number, line) in self.steps.iter().enumerate() {
            let arrow = if line.direction == Direction::Backward { "← " } else { "" };
            let condition = if line.condition.is_empty() { String::new() } else { format!("; {}", line.condition) };
            text.push_str(&format!("{:3}. = {}    [{arrow}{}{condition}]\n", number + 1, line.term, line.rule));
        }
        text
    }
}

/// Why a file of derivations is not derived.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DerivationError {
    /// A line that cannot be read.
    #[error(transparent)]
    Unreadable(#[from] BadLine),
    /// Nothing was found.
    #[error("line {line}, {name}: {problem}")]
    NotFound {
        /// The line of the goal.
        line: usize,
        /// The goal.
        name: String,
        /// What the two ends became.
        problem: NotFound,
    },
    /// What was found is no proof.
    #[error("line {line}, {name}: {refusal}")]
    Refused {
        /// The line of the goal.
        line: usize,
        /// The goal.
        name: String,
        /// Why not.
        refusal: Refusal,
    },
    /// The proof is too long.
    #[error("line {line}, {name}: found {steps} steps, expected at most {MOST_STEPS}")]
    TooLong {
        /// The line of the goal.
        line: usize,
        /// The goal.
        name: String,
        /// Its steps.
        steps: usize,
    },
    /// A name for two goals.
    #[error("line {line}: found the goal {name:?} again, expected a new name")]
    Again {
        /// The line of the second.
        line: usize,
        /// The name.
        name: String,
    },
    /// There is no goal.
    #[error("found nothing to derive, expected a goal")]
    Empty,
}

/// The names of what a file derives, in order. They are its parts where it is evidence.
pub fn goals(text: &str) -> Vec<&str> {
    let named = text.lines().filter_map(|line| line.strip_prefix("derive "));
    let name =
        |rest: &'_ str| [" with ", " after "].iter().filter_map(|word| rest.find(word)).min().unwrap_or(rest.len());
    named.map(|rest| rest[..name(rest)].trim()).collect()
}

/// Derives every goal of a file; each may use those before it in its theory.
///
/// # Errors
/// [`DerivationError`] with the first one that fails.
///
/// ```
/// use dualproof_derivation::derive;
/// let text = "theory transposes
/// matrix A: m×n
/// matrix B: n×m
/// derive swapped
///   from (A B)ᵀᵀ
///   to A B";
/// let derived = derive(text)?;
/// let rules: Vec<&str> = derived[0].proof.steps.iter().map(|step| step.rule.as_str()).collect();
/// assert_eq!(rules, ["transpose-twice"]);
/// # Ok::<(), dualproof_derivation::DerivationError>(())
/// ```
pub fn derive(text: &str) -> Result<Vec<Derived>, DerivationError> {
    let mut all = Vec::new();
    derive_into(&mut all, text)?;
    Ok(all)
}

/// Leaves out every step without which the next one is a step all the same.
fn leave_out_idle_steps(proof: &mut Proof, equations: &Equations) {
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

/// [`derive`], keeping in `all` what is derived before one fails.
///
/// # Errors
/// [`DerivationError`] with the first one that fails.
pub fn derive_into(all: &mut Vec<Derived>, text: &str) -> Result<(), DerivationError> {
    for mut theory in Theory::read(text)? {
        for goal in std::mem::take(&mut theory.goals) {
            let (line, name) = (goal.line, goal.name.clone());
            if all.iter().any(|derived| derived.name == name) {
                return Err(DerivationError::Again { line, name });
            }
            let found = search(&theory, rules(), &goal);
            let Found { mut proof, nodes, rounds } = found.map_err(|problem| {
                let name = name.clone();
                DerivationError::NotFound { line, name, problem }
            })?;
            leave_out_idle_steps(&mut proof, &theory.equations);
            check(&proof, &goal.to, rules(), &theory.equations).map_err(|refusal| {
                let name = name.clone();
                DerivationError::Refused { line, name, refusal }
            })?;
            if proof.steps.len() > MOST_STEPS {
                return Err(DerivationError::TooLong { line, name, steps: proof.steps.len() });
            }
            let equations = theory.equations.clone();
            theory = theory.with(&name, (goal.from, goal.to)).map_err(|problem| BadLine { line, problem })?;
            all.push(Derived { theory: theory.title.clone(), name, equations, proof, nodes, rounds });
        }
    }
    if all.is_empty() { Err(DerivationError::Empty) } else { Ok(()) }
}
