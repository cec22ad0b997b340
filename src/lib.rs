//! Executable proofs of theorems about dual deep networks, and the toolkit to write more of them.
//!
//! A *claim* is two sides computed by unrelated code: a *measured* one from the definition (by differentiating a
//! loss, by enumeration, by simulation) and a *predicted* one by the formula. Beside them stand its assumptions as
//! predicates, its *mutants* (wrong versions of the formula, which must be refuted) and what shows each assumption
//! *necessary*. The toolkit draws instances, compares the sides exactly or with a derived error bound, shrinks
//! counterexamples and keeps them as data, and writes the ledger that a reader cites. It knows no theorem.
//!
//! ```
//! use dualproof::campaign::{Limit, Plan, Selection, run};
//! use dualproof::record::Verdict;
//!
//! let registry = dualproof::example::registry(); // one claim: the sum of the first n odd numbers is n²
//! let record = run(&Selection::all(&registry), &Plan::new(1, Limit::Cases(64)));
//! assert_eq!(record.verdict, Verdict::Holds);
//! ```
//!
//! # By use
//!
//! Each page below has an example that is compiled and run. The program is that of a project, here `dualproof`: its main
//! is one call of [`cli::main`] with the project's claims and whatever commands it adds.
//!
//! | to | in code | on the command line |
//! |---|---|---|
//! | **verify a claim**, refute its mutants, replay a counterexample | [`campaign`]; [`record`] is what a run found | `verify`, `list`, `explain`, `refute`, `replay` |
//! | **write a claim** | [`claim`]; [`example`] is one, whole; [`derivation`] for all dimensions at once | `new FOLDER` makes a crate for a paper, `proofs --init` its first ledger; the guide is `docs/author.md` |
//! | **measure a network** | [`operator`]: the gradient of a loss beside a covariance operator; [`input`] reads networks and data | `measure` and `operator`, commands of the program's crate (`dualproof-theorems`) |
//! | **check a certificate** | [`certificate`]: exact instances with both sides | `verify --certificates DIR`, then `python3 checker/check.py DIR`, which shares no code with this |
//! | **run an experiment** | [`train`]: deterministic, resumable training | `train`, a command of the experiments' crate (`dualproof-experiments`), against a protocol stated before |
//!
//! A project's own tests and fuzz targets are one call each: the crate `dualproof-testing`.
//!
//! # Where things are
//!
//! - The harness: [`claim`] (and an [`example`]), [`campaign`], [`record`], [`certificate`], [`ledger`], [`cli`].
//! - [`derivation`]: formulas derived by stated rules, for all dimensions at once.
//! - [`numbers`]: the systems in which both sides are computed, and [`matrix`] over them; [`gemm`] and [`eigenvalues`] for
//!   `f64` at large scale; [`statistics`] of sides that are simulated, and the [`random_streams`] of all that is drawn.
//! - The vocabulary of this field: [`network`], [`views`], [`operator`], [`spectrum`], [`pair_loss`], [`tape`],
//!   [`tree`], [`strategies`], [`shifts`]; [`input`] reads the user's networks and data.
//! - Training of such networks: [`train`].
//! - What a program does with its machine: [`output`], [`interrupt`], [`progress`], [`memory`], [`json`].
//!
//! All but the harness are crates of their own, shown here under one name.

#![warn(missing_docs)]

// The file of the example is compiled here and is shown, as an author would write it.
extern crate self as dualproof;

pub mod campaign;
pub mod certificate;
pub mod claim;
pub mod cli;
/// A claim, whole: the sum of the first n odd numbers is n². The pages of this manual try things on it; its code stands in
/// [`claim`].
pub mod example;
pub mod ledger;
pub mod record;

#[doc(inline)]
pub use dualproof_derivation as derivation;
#[doc(inline)]
pub use dualproof_derivation::derivation_files;
#[doc(inline)]
pub use dualproof_host::{interrupt, json, memory, output, progress};
#[doc(inline)]
pub use dualproof_input as input;
#[doc(inline)]
pub use dualproof_networks::{network, operator, pair_loss, shifts, spectrum, strategies, tape, tree, views};
#[doc(inline)]
pub use dualproof_numbers::{eigenvalues, gemm, line_through, matrix, numbers, random_streams, statistics};
#[doc(inline)]
pub use dualproof_train as train;
