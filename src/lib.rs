//! Executable proofs of theorems about dual deep networks, and the toolkit to write more of them.
//!
//! A *claim* is two sides computed by unrelated code: a *measured* one from the definition (by differentiating a
//! loss, by enumeration, by simulation) and a *predicted* one by the formula. Beside them stand its assumptions as
//! predicates, its *mutants* (wrong versions of the formula, which must be refuted) and what shows each assumption
//! *necessary*. The toolkit draws instances, compares the sides exactly or with a derived error bound, shrinks
//! counterexamples and keeps them as data, and writes the ledger that a reader cites. It knows no theorem.
//!
//! # A claim of your own
//!
//! The sum of the first n odd numbers is n²:
//!
//! ```
//! use dualproof::campaign::{Limit, Plan, Preface, Registry, Selection, run};
//! use dualproof::claim::{Claim, Declaration, Evidence, Kind, Page, Side, Sides, Theorem, assume};
//! use dualproof::numbers::{Field, Rational};
//! use dualproof::record::Verdict;
//! use nalgebra::DMatrix;
//! use proptest::prelude::*;
//! use serde::{Deserialize, Serialize};
//!
//! // The instance: plain data.
//! #[derive(Clone, Debug, Serialize, Deserialize)]
//! #[serde(deny_unknown_fields)]
//! struct Numbers { n: i64 }
//!
//! dualproof::parts! {
//!     /// The statements.
//!     enum Part {
//!         /// 1 + 3 + … + (2n − 1).
//!         Sum: Equal,
//!     }
//! }
//! dualproof::mutants! {
//!     /// n², and wrong versions of it.
//!     enum Formula of Part {
//!         /// n(n + 1).
//!         OneMore: Sum,
//!     }
//! }
//!
//! struct Odd;
//!
//! impl<S: Field> Sides<S> for Odd {
//!     // From the definition.
//!     fn measured(instance: &Numbers, _: Part) -> Side<S> {
//!         let sum = (0..instance.n).fold(S::zero(), |sum, k| sum + S::from_integer(2 * k + 1));
//!         Ok(vec![DMatrix::from_element(1, 1, sum)])
//!     }
//!
//!     // By the formula, or a wrong version of it.
//!     fn predicted(instance: &Numbers, _: Part, formula: Formula) -> Side<S> {
//!         let n = S::from_integer(instance.n);
//!         let other = match formula {
//!             Formula::Stated => n.clone(),
//!             Formula::OneMore => n.clone() + S::one(),
//!         };
//!         Ok(vec![DMatrix::from_element(1, 1, n * other)])
//!     }
//! }
//!
//! impl Theorem for Odd {
//!     type Instance = Numbers;
//!     type Part = Part;
//!     type Formula = Formula;
//!
//!     fn declaration() -> Declaration<Self> {
//!         Declaration {
//!             // In a file of its own, the header of that file: `page!("odd.rs")`.
//!             page: Page {
//!                 slug: "odd",
//!                 text: "\
//! //! The sum of the first n odd numbers is n².
//! //! # Statement
//! //! 1 + 3 + … + (2n − 1) = n² for natural n.
//! //! # Source
//! //! Maurolico, 1575.
//! //! # Assumptions
//! //! `n_is_natural`.
//! //! # Proof
//! //! (n + 1)² − n² = 2n + 1.
//! //! # Checked form
//! //! n up to 100.
//! //! # Evidence
//! //! exact, float.
//! //! # Mutants
//! //! `one-more`: n(n + 1).
//! //! # When an assumption is dropped
//! //! For negative n the sum is empty, n² is not 0.",
//!             },
//!             cases: || (0_i64..=100).prop_map(|n| Numbers { n }).boxed(),
//!             validate: |_| Ok(()),
//!             // Each with instances that violate it, on which the part fails: by exact evidence here.
//!             assumptions: vec![
//!                 assume("n_is_natural", |i: &Numbers| i.n >= 0)
//!                     .fails(Part::Sum, Kind::Exact, || (-100_i64..0).prop_map(|n| Numbers { n }).boxed()),
//!             ],
//!             // What decides the mutants, and what else there is.
//!             primary: Evidence::exact(),
//!             further: vec![Evidence::float()],
//!         }
//!     }
//! }
//!
//! let registry = Registry::new(Preface::default(), vec![Claim::of::<Odd>().in_group("numbers")])?;
//! let record = run(&Selection::all(&registry), &Plan::new(1, Limit::Cases(64)));
//! assert_eq!(record.verdict, Verdict::Holds);
//! let counterexample = record.claims[0].mutants[0].counterexample.as_ref().unwrap();
//! assert_eq!(counterexample.instance["n"], 1); // shrunk: 1 ≠ 1·2
//! assert_eq!(counterexample.measured, [[["1"]]]);
//! // The whole main of the project: dualproof::cli::main(Registry::new(…), [])
//! # Ok::<(), dualproof::campaign::ClaimDefect>(())
//! ```
//!
//! Its program then has the commands of [`cli`]; `proofs --init` makes the first ledger and recorded run of a project,
//! `proofs` renews them, and neither touches a file that it did not write.
//!
//! # Where things are
//!
//! - The harness: [`claim`], [`campaign`], [`record`], [`certificate`], [`ledger`], [`cli`].
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

pub mod campaign;
pub mod certificate;
pub mod claim;
pub mod cli;
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
