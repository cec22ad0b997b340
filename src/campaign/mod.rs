//! Running claims: seeded instances, evidence on both cores, search and shrinking of counterexamples, replay.
//!
//! # Verify a claim
//!
//! A [`Registry`] has the claims of a project, here the one of [`crate::example`]. A [`Selection`] of them is run by a
//! [`Plan`]: seed, limit, budget of error. The [`Record`](crate::record::Record) says what was found; an instance derives
//! from the seed, the claim's name and its number, so two runs find the same.
//!
//! ```
//! use dualproof::campaign::{Limit, Plan, Selection, run};
//! use dualproof::claim::Kind;
//! use dualproof::record::{MutantVerdict, Verdict};
//!
//! let registry = dualproof::example::registry();
//! let plan = Plan::new(1, Limit::Cases(64));
//! let selection = Selection::of(&registry, &["odd-numbers".to_string()], &[Kind::Exact])?;
//! let record = run(&selection, &plan);
//! let found = &record.claims[0];
//! assert_eq!((found.evidence[0].verdict, found.evidence[0].accepted), (Verdict::Holds, 64));
//!
//! // The wrong formula n(n + 1) is refuted; the counterexample is shrunk to 1 ≠ 1·2.
//! let mutant = &found.mutants[0];
//! assert_eq!((mutant.name.as_str(), mutant.verdict), ("one-more", MutantVerdict::Refuted));
//! let counterexample = mutant.counterexample.as_ref().expect("every refutation has one");
//! assert_eq!(counterexample.instance["n"], 1);
//! assert_eq!((&counterexample.measured, &counterexample.predicted), (&vec![vec![vec!["1".into()]]], &vec![vec![vec!["2".into()]]]));
//!
//! // It is data: read back from a file, it is decided again without the generator.
//! let stored = dualproof::json::read(&dualproof::json::write(counterexample))?;
//! assert_eq!(registry.claim("odd-numbers")?.replay(&stored)?.residual, 1.0);
//!
//! // A claim that states the mutant is refuted.
//! let wrong = dualproof::example::registry().stating("odd-numbers", "one-more")?;
//! assert_eq!(run(&Selection::all(&wrong), &plan).verdict, Verdict::Refuted);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod about;
mod budget;
mod cases;
mod certify;
mod check;
mod derive;
mod draw;
mod draw_bytes;
mod examine;
mod identity;
mod job;
mod plan;
mod project;
mod raw_bytes;
mod refute;
mod registry;
mod replay;
mod run;
mod selection;
pub mod shard;

pub use budget::Budget;
pub use draw::{draw, draw_any, strategy_runner};
pub use draw_bytes::bytes_runner;
pub use job::Found;
pub use plan::{DEFAULT_CASES, DEFAULT_SEED, Limit, Plan, SEARCH_CASES, Watch};
pub use project::Project;
pub use raw_bytes::{Choice, FuzzOutcome};
pub use refute::Search;
pub use registry::{ClaimDefect, Conclusion, Phrase, Picture, Preface, Recorded, Registry, Support, UnknownName};
pub use replay::{ReplayError, Replayed};
pub use run::run;
pub use selection::Selection;
