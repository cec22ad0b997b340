//! Running claims: seeded instances, evidence on both cores, search and shrinking of counterexamples, replay.

mod about;
mod budget;
mod certify;
mod check;
mod derive;
mod draw;
mod draw_bytes;
mod examine;
mod identity;
mod plan;
mod project;
mod raw_bytes;
mod refute;
mod registry;
mod replay;
mod run;

pub use budget::Budget;
pub use draw::{draw, draw_any, strategy_runner};
pub use draw_bytes::bytes_runner;
pub use plan::{DEFAULT_CASES, DEFAULT_SEED, Limit, Plan, SEARCH_CASES, Watch};
pub use project::Project;
pub use raw_bytes::{Choice, FuzzOutcome};
pub use refute::Search;
pub use registry::{ClaimDefect, Conclusion, Phrase, Preface, Recorded, Registry, Support, UnknownName};
pub use replay::{ReplayError, Replayed};
pub use run::{Selection, run};
