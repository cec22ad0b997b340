//! The claims of a project as tests with names, and as fuzz targets.
//!
//! - [`suite::main`]: the whole `main` of a test target without a harness of its own.
//! - [`fuzzing`]: the whole body of a fuzz target, finds stored as files.
//!
//! ```no_run
//! // tests/claims.rs of a project:
//! # use dualproof::campaign::{Preface, Registry};
//! # fn registry() -> Registry { Registry::new(Preface::default(), Vec::new()).unwrap() }
//! static REGISTRY: std::sync::LazyLock<Registry> = std::sync::LazyLock::new(registry);
//! fn main() -> std::process::ExitCode {
//!     dualproof_testing::suite::main(&REGISTRY, env!("CARGO_MANIFEST_DIR").as_ref())
//! }
//! ```

#![warn(missing_docs)]

pub mod fuzzing;
pub mod suite;
