//! Derivations: a formula from the definition, for all dimensions and laws at once, by stated rules.
//!
//! - [`Term`]: matrices and expectations with symbolic shapes; an ill-shaped one cannot be built.
//! - [`rules`]: the linear algebra and the probability, one list; each [`Rule`] with its [`Condition`]s.
//! - [`Theory`]: what a file of derivations declares, defines and takes as given, and what it derives.
//! - [`check_links()`]: what a theory takes from another is what that one derives.
//! - [`evaluate()`]: what a term is on given matrices and finite laws; it knows no rule.
//! - [`check()`] decides whether a chain of steps is a proof; [`prove`] has it decide the stored steps of a file.
//! - [`coq`]: derivations and rules written out for a proof assistant.
//! - `search` (a feature of that name, and the one room that uses `egg`) finds such a chain by equality saturation, for
//!   [`steps_of`] to write. Search and checker share the terms, the rules and the conditions, nothing else.

#![warn(missing_docs)]

mod bindings;
mod check;
mod check_links;
mod coefficient;
mod condition;
pub mod coq;
mod derived;
mod dimension;
mod display;
mod evaluate;
mod link;
mod name;
mod parse;
mod rule;
#[cfg(feature = "search")]
mod search;
mod sources;
mod steps;
mod term;
mod theory;
mod variable;

pub use bindings::{Bindings, substitute};
pub use check::{Direction, Proof, Refusal, Step, bind, check};
pub use check_links::{BrokenLink, check_links};
pub use coefficient::{Coefficient, Constant};
pub use condition::{Condition, Set, summands};
pub use derived::{
    Derivation, DerivationError, Derived, Line, MOST_STEPS, Readable, goals, prove, prove_into, steps_of,
};
pub use dimension::{Dimension, Shape};
pub use evaluate::{Dual, Law, Model, evaluate};
pub use link::Link;
pub use parse::Unreadable;
pub use rule::{BadRule, Rule, Use, read_rules, rules};
#[cfg(feature = "search")]
pub use search::{NotFound, SearchError, derive, search};
pub use steps::FOUND;
pub use term::{IllShaped, Operation, Symbol, Term};
pub use theory::{BadLine, Equation, Equations, Goal, Theory};
pub use variable::{Kind, Over, Variable, Variables};

use dualproof_numbers::numbers;
