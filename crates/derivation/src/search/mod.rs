//! The search for a proof by equality saturation. What it finds is a list of steps, which the checker decides.
//!
//! Products are multiplied out and expectations taken in an e-graph; the two sums that are left, one from each end, are
//! compared outside, where the order of their summands costs nothing.

mod chain;
mod meeting;
mod nodes;
mod rewrites;

use super::derived::each_goal;
use super::{DerivationError, Derived, Direction, Goal, Proof, Rule, Step, Term, Theory, rules};
use chain::{explain, leave_out_idle_steps, shortened, without_loops};
use egg::{Rewrite, Runner, SimpleScheduler, StopReason};
use meeting::meeting;
use nodes::{Node, Simplest, expression, simplest};
use rewrites::rewrites;
use std::sync::Arc;
use std::time::Duration;

/// Nodes after which the search gives up.
const MOST_NODES: usize = 40_000;

/// Rounds after which it gives up.
const MOST_ROUNDS: usize = 40;

/// A limit that no search should meet: a result that depends on the clock would depend on the machine.
const MOST_TIME: Duration = Duration::from_secs(600);

/// Why nothing was found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("found {start} from the start and {end} from the end after {nodes} nodes, expected the same sum")]
pub struct NotFound {
    /// What the start became.
    pub start: String,
    /// What the end became.
    pub end: String,
    /// The size of the e-graph.
    pub nodes: usize,
}

/// Why a file of derivations is not derived.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SearchError {
    /// No steps were found.
    #[error("line {line}, {name}: {problem}")]
    NotFound {
        /// The line of the goal.
        line: usize,
        /// The goal.
        name: String,
        /// What the two ends became.
        problem: NotFound,
    },
    /// The file cannot be read, or the steps found are not a proof.
    #[error(transparent)]
    Derivation(#[from] DerivationError),
}

/// Searches for the steps of every goal of a file, and has the checker decide them; each goal may use those before it in
/// its theory.
///
/// # Errors
/// [`SearchError`] with the first goal that fails.
///
/// ```
/// use dualproof_derivation::{derive, prove, steps_of};
/// let text = "theory transposes
/// matrix A: m×n
/// matrix B: n×m
/// derive swapped
///   from (A B)ᵀᵀ
///   to A B";
/// let derived = derive(text)?;
/// let rules: Vec<&str> = derived[0].proof.steps.iter().map(|step| step.rule.as_str()).collect();
/// assert_eq!(rules, ["transpose-twice"]);
/// // What is stored is enough to decide it again without a search.
/// assert_eq!(prove(text, &steps_of(&derived))?[0].proof, derived[0].proof);
/// # Ok::<(), dualproof_derivation::SearchError>(())
/// ```
pub fn derive(text: &str) -> Result<Vec<Derived>, SearchError> {
    let mut all = Vec::new();
    each_goal(&mut all, text, |theory, goal| {
        let found = search(theory, rules(), goal);
        let (line, name) = (goal.line, goal.name.clone());
        let mut proof = found.map_err(|problem| SearchError::NotFound { line, name, problem })?;
        leave_out_idle_steps(&mut proof, &theory.equations);
        Ok::<Proof, SearchError>(proof)
    })?;
    Ok(all)
}

/// Searches for a chain from the first to the last term of a goal, from each term on the way to the next. The chain is
/// not checked yet.
///
/// # Errors
/// [`NotFound`] where two neighbours do not meet within the limits.
pub fn search(theory: &Theory, rules: &[Rule], goal: &Goal) -> Result<Proof, NotFound> {
    let rewrites = rewrites(&Arc::new(theory.clone()), rules, goal);
    let mut steps = Vec::new();
    let mut from = &goal.from;
    for to in goal.via.iter().chain([&goal.to]) {
        steps.extend(connect(&rewrites, from, to)?);
        from = to;
    }
    Ok(Proof { start: goal.from.clone(), steps: without_loops(&goal.from, &steps) })
}

/// The steps from one term to another.
fn connect(rewrites: &[Rewrite<Node, Simplest>], start: &Term, goal: &Term) -> Result<Vec<Step>, NotFound> {
    let (start_nodes, goal_nodes) = (expression(start), expression(goal));
    let ends = (start.clone(), goal.clone());
    let mut runner = Runner::new(Simplest)
        .with_explanations_enabled()
        .with_explanation_length_optimization()
        .with_scheduler(SimpleScheduler)
        .with_node_limit(MOST_NODES)
        .with_iter_limit(MOST_ROUNDS)
        .with_time_limit(MOST_TIME)
        .with_expr(&start_nodes)
        .with_expr(&goal_nodes)
        .with_hook(move |runner| match meeting(runner, &ends.0, &ends.1) {
            Some(_) => Err("the two ends meet".to_string()),
            None => Ok(()),
        })
        .run(rewrites);
    let nodes = runner.egraph.total_number_of_nodes();
    let Some((from_start, from_goal)) = meeting(&runner, start, goal) else {
        let of = |root: usize| simplest(&runner.egraph, runner.roots[root]).to_string();
        let end = if matches!(runner.stop_reason, Some(StopReason::Saturated)) { "" } else { " (not saturated)" };
        return Err(NotFound { start: of(0), end: format!("{}{end}", of(1)), nodes });
    };
    let mut steps = Vec::new();
    explain(&mut runner, start, &from_start, &mut steps);
    if from_start != from_goal {
        let rule = "same-summands".to_string();
        steps.push(Step { rule, direction: Direction::Forward, position: Vec::new(), term: from_goal.clone() });
    }
    explain(&mut runner, &from_goal, goal, &mut steps);
    Ok(shortened(start, &steps))
}
