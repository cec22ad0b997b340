//! A file of derivations with the file of their steps: every goal decided by the checker, in order.

use super::steps::{self, Stored};
use super::{BadLine, Direction, Equations, Goal, Proof, Refusal, Term, Theory, check, rules};
use serde::Serialize;
use std::collections::BTreeMap;

/// The most steps of a derivation; a longer one is refused, since nobody would read it.
pub const MOST_STEPS: usize = 60;

/// The files of a claim's derivations; [`derivation_files!`](crate::derivation_files) makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Derivation {
    /// What is to be derived, in the form that [`Theory`] describes.
    pub text: &'static str,
    /// The steps, in the form that [`steps_of`](super::steps_of) writes.
    pub steps: &'static str,
    /// The source file that it is declared in, relative to the root of the workspace.
    pub source: &'static str,
    /// The name of both files, which stand beside that one, without the ending.
    pub name: &'static str,
}

impl Derivation {
    /// The file of the steps, relative to the root of the workspace.
    pub fn steps_file(&self) -> String {
        let source = self.source.replace('\\', "/");
        let folder = source.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        format!("{folder}{}.steps", self.name)
    }

    /// The goals, each with its stored proof, decided by the checker.
    ///
    /// # Errors
    /// As [`prove`].
    pub fn prove(&self) -> Result<Vec<Derived>, DerivationError> {
        prove(self.text, self.steps)
    }
}

/// The [`Derivation`] in `NAME.derivation` and `NAME.steps` beside this source file.
#[macro_export]
macro_rules! derivation_files {
    ($name:literal) => {
        $crate::Derivation {
            text: include_str!(concat!($name, ".derivation")),
            steps: include_str!(concat!($name, ".steps")),
            source: file!(),
            name: $name,
        }
    };
}

/// A goal with its checked proof.
#[derive(Clone, Debug)]
pub struct Derived {
    /// The theory it is of.
    pub theory: String,
    /// Its name.
    pub name: String,
    /// The equations that it could use, besides the rules.
    pub equations: Equations,
    /// The proof, checked.
    pub proof: Proof,
}

/// A derivation for display.
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
}

/// One line of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The whole term.
    pub term: String,
    /// The rule that gives this term from the one before.
    pub rule: String,
    /// The direction in which it is read.
    pub direction: Direction,
    /// The position in the term.
    pub position: Vec<usize>,
    /// The conditions of the rule; empty without any.
    pub condition: String,
}

impl Derived {
    /// The derivation for display.
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
        }
    }
}

impl Readable {
    /// The last term.
    pub fn end(&self) -> &str {
        self.steps.last().map_or(&self.start, |line| &line.term)
    }

    /// The rules and equations that it uses, in the order of their first use, with the number of steps made by each.
    pub fn rules(&self) -> Vec<(&str, usize)> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut order = Vec::new();
        for line in &self.steps {
            *counts.entry(&line.rule).or_insert_with(|| {
                order.push(line.rule.as_str());
                0
            }) += 1;
        }
        order.into_iter().map(|rule| (rule, counts[rule])).collect()
    }
}

/// Why a file of derivations is not derived.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DerivationError {
    /// A line that cannot be read.
    #[error(transparent)]
    Unreadable(#[from] BadLine),
    /// A line of the file of steps that cannot be read.
    #[error("steps, {0}")]
    Steps(BadLine),
    /// A goal without steps.
    #[error("line {line}, {name}: found {found} in the file of steps, expected the steps of {name}: `derive --write`")]
    NoSteps {
        /// The line of the goal.
        line: usize,
        /// The goal.
        name: String,
        /// What stands there.
        found: String,
    },
    /// Steps without a goal.
    #[error("steps, line {line}: found {name:?}, expected the end: no such goal is left")]
    Stray {
        /// The line in the file of steps.
        line: usize,
        /// Their name in the file.
        name: String,
    },
    /// A chain that starts from another term.
    #[error("line {line}, {name}: found steps that start from {found}, expected {expected}")]
    OtherStart {
        /// The line of the goal.
        line: usize,
        /// The goal.
        name: String,
        /// The first term of the steps.
        found: Box<Term>,
        /// That of the goal.
        expected: Box<Term>,
    },
    /// The steps are not a proof.
    #[error("line {line}, {name}: {refusal}")]
    Refused {
        /// The line of the goal.
        line: usize,
        /// The goal.
        name: String,
        /// Why the checker refuses them.
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
    /// Two goals of one name.
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

/// The file of the steps of some derivations.
pub fn steps_of(all: &[Derived]) -> String {
    steps::written(all.iter().map(|derived| (derived.name.as_str(), &derived.proof)))
}

/// Decides the stored steps of every goal of a file; each may use the goals before it in its theory. Nothing is
/// searched for.
///
/// # Errors
/// [`DerivationError`] with the first goal that the steps do not prove.
///
/// ```
/// use dualproof_derivation::{DerivationError, Refusal, prove};
/// let text = "theory transposes
/// matrix A: m×n
/// matrix B: n×m
/// derive swapped
///   from (A B)ᵀ
///   to Bᵀ Aᵀ";
/// let steps = "derive swapped
///   (A B)ᵀ
///   = Bᵀ Aᵀ | transpose-product | ·";
/// assert_eq!(prove(text, steps)?[0].proof.steps.len(), 1);
/// let wrong = steps.replace("transpose-product", "transpose-twice");
/// let refused = prove(text, &wrong).unwrap_err();
/// assert!(matches!(refused, DerivationError::Refused { refusal: Refusal::NotTheSides { step: 1, .. }, .. }));
/// # Ok::<(), DerivationError>(())
/// ```
pub fn prove(text: &str, steps: &str) -> Result<Vec<Derived>, DerivationError> {
    let mut all = Vec::new();
    prove_into(&mut all, text, steps)?;
    Ok(all)
}

/// The same, keeping the goals that were proved before the first failure.
#[doc(hidden)]
pub fn prove_into(all: &mut Vec<Derived>, text: &str, steps: &str) -> Result<(), DerivationError> {
    let stored = Stored::read(steps).map_err(DerivationError::Steps)?;
    if let Some(stray) = stored.get(goals(text).len()) {
        return Err(DerivationError::Stray { line: stray.line, name: stray.name.to_string() });
    }
    let mut stored = stored.into_iter();
    each_goal(all, text, |theory, goal| {
        let missing = |found: String| DerivationError::NoSteps { line: goal.line, name: goal.name.clone(), found };
        let next = stored.next().ok_or_else(|| missing("no more goals".to_string()))?;
        if next.name != goal.name {
            return Err(missing(format!("{:?} on line {}", next.name, next.line)));
        }
        let proof = next.proof(theory).map_err(DerivationError::Steps)?;
        if proof.start == goal.from {
            return Ok(proof);
        }
        let (found, expected) = (Box::new(proof.start), Box::new(goal.from.clone()));
        Err(DerivationError::OtherStart { line: goal.line, name: goal.name.clone(), found, expected })
    })
}

/// Goes through the goals of a file, with the equations that each may use, those that stand before it: takes the proof of
/// each from `proof_of`, and has the checker decide it.
pub(super) fn each_goal<E: From<DerivationError>>(
    all: &mut Vec<Derived>,
    text: &str,
    mut proof_of: impl FnMut(&Theory, &Goal) -> Result<Proof, E>,
) -> Result<(), E> {
    for mut theory in Theory::read(text).map_err(DerivationError::from)? {
        let mut stated = std::mem::take(&mut theory.equations.0).into_iter().peekable();
        for goal in std::mem::take(&mut theory.goals) {
            theory.equations.0.extend(std::iter::from_fn(|| stated.next_if(|equation| equation.line < goal.line)));
            let (line, name) = (goal.line, goal.name.clone());
            if all.iter().any(|derived| derived.name == name) {
                return Err(DerivationError::Again { line, name }.into());
            }
            let proof = proof_of(&theory, &goal)?;
            check(&proof, &goal.to, rules(), &theory.equations).map_err(|refusal| DerivationError::Refused {
                line,
                name: name.clone(),
                refusal,
            })?;
            if proof.steps.len() > MOST_STEPS {
                return Err(DerivationError::TooLong { line, name, steps: proof.steps.len() }.into());
            }
            let equations = theory.equations.clone();
            let known = theory.with(line, &name, (goal.from, goal.to));
            theory = known.map_err(|problem| DerivationError::from(BadLine { line, problem }))?;
            all.push(Derived { theory: theory.title.clone(), name, equations, proof });
        }
    }
    if all.is_empty() { Err(DerivationError::Empty.into()) } else { Ok(()) }
}
