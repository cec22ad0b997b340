//! Running claims: seeded instances, evidence on both cores, search and shrinking of counterexamples, replay.

mod budget;
mod check;
mod draw;
mod plan;
mod refute;
mod registry;
mod replay;

pub use budget::Budget;
pub use draw::{case_rng, draw, strategy_runner};
pub use plan::{Limit, Plan};
pub use registry::{AnyClaim, Registry, UnknownName};
pub use replay::{ReplayError, Replayed};
