//! A file of derivations, derived: every goal searched for and checked, in order.

use super::{BadLine, Equations, Found, NotFound, Proof, Refusal, Theory, check, rules, search};

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
    /// There is no goal.
    #[error("found nothing to derive, expected a goal")]
    Empty,
}

/// Derives every goal of a file; each may use those before it in its theory.
///
/// # Errors
/// [`DerivationError`] with the first one that fails.
pub fn derive(text: &str) -> Result<Vec<Derived>, DerivationError> {
    let mut all = Vec::new();
    for mut theory in Theory::read(text)? {
        for goal in std::mem::take(&mut theory.goals) {
            let (line, name) = (goal.line, goal.name.clone());
            let found = search(&theory, rules(), &goal);
            let Found { proof, nodes, rounds } = found.map_err(|problem| {
                let name = name.clone();
                DerivationError::NotFound { line, name, problem }
            })?;
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
    if all.is_empty() { Err(DerivationError::Empty) } else { Ok(all) }
}
