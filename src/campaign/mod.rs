//! Running claims: seeded instances, evidence on both cores, search and shrinking of counterexamples, replay.

mod check;
mod draw;
mod plan;
mod refute;
mod registry;
mod replay;

pub use draw::{case_rng, draw, strategy_runner};
pub use plan::{Limit, Plan};
pub use registry::{AnyClaim, Registry, UnknownName};
pub use replay::{ReplayError, Replayed};
