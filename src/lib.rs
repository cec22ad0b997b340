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
//! Each page below has an example that is compiled and run. The commands are those of a project's program, here `dualproof`:
//! its `main` is one call of [`cli::main`] with the project's claims and the commands that it adds.
//!
//! | to | in code | on the command line |
//! |---|---|---|
//! | **verify a claim**, refute its mutants, replay a counterexample | [`campaign`]; the result is a [`record`] | `verify`, `list`, `explain`, `refute`, `replay` |
//! | **write a claim** | [`claim`], with a complete one; [`derivation`], for all dimensions at once | `new FOLDER` makes a crate for a paper, `proofs --init` its first ledger; the guide is `docs/author.md` |
//! | **measure a network** | [`operator`]: a gradient compared with a covariance operator; [`input`] reads networks and data | `measure` and `operator`, which the crate `dualproof-theorems` adds |
//! | **check a certificate** | [`certificate`]: exact instances with both sides | `verify --certificates DIR`, then `python3 checker/check.py DIR`, which shares no code with the program |
//! | **run an experiment** | [`train`]: deterministic, resumable training | `train`, which the crate `dualproof-experiments` adds: trainings compared with a protocol stated before |
//!
//! A project's own tests and fuzz targets are one call each: the crate `dualproof-testing`.
//!
//! # Where things are
//!
//! - The harness: [`claim`] (and an [`example`]), [`campaign`], [`record`], [`certificate`], [`formal`], [`ledger`], [`report`], [`cli`].
//! - [`derivation`]: formulas derived by stated rules, for all dimensions at once.
//! - [`numbers`]: the systems in which both sides are computed, and [`matrix`] over them; [`gemm`] and [`eigenvalues`] for
//!   `f64` at large scale; [`statistics`] of sides that are simulated, and the [`random_streams`] of all that is drawn.
//! - The vocabulary of this field: [`network`], [`graph`], [`views`], [`operator`], [`spectrum`], [`pair_loss`], [`tape`],
//!   [`tree`], [`strategies`], [`shifts`]; [`input`] reads the user's networks and data.
//! - Training of such networks: [`train`].
//! - What a program does with its machine: [`output`], [`interrupt`], [`progress`], [`memory`], [`json`], [`html`].
//!
//! All but the harness are crates of their own, shown here under one name.

#![warn(missing_docs)]

// The example names this crate as an author does: its file is compiled here, and shown and run in the docs of `claim`.
extern crate self as dualproof;

pub mod account;
pub mod bundle;
pub mod campaign;
pub mod certificate;
pub mod claim;
pub mod cli;
/// A complete small claim: the sum of the first n odd numbers is n². The examples of this manual use it, and [`claim`] shows
/// its code.
pub mod example;
pub mod formal;
pub mod ledger;
pub mod record;
pub mod report;

#[doc(inline)]
pub use dualproof_derivation as derivation;
#[doc(inline)]
pub use dualproof_derivation::derivation_files;
#[doc(inline)]
pub use dualproof_host::{interrupt, json, memory, output, progress};
#[doc(inline)]
pub use dualproof_html as html;
#[doc(inline)]
pub use dualproof_input as input;
#[doc(inline)]
pub use dualproof_networks::{graph, network, operator, pair_loss, shifts, spectrum, strategies, tape, tree, views};
#[doc(inline)]
pub use dualproof_numbers::{eigenvalues, gemm, line_through, matrix, numbers, random_streams, statistics};
#[doc(inline)]
pub use dualproof_train as train;
