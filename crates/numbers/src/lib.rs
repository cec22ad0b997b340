//! What both sides of a claim may share: numbers, and matrices of them.
//!
//! - [`numbers`]: the systems in which a side is computed, exact, enclosing or with a running error bound.
//! - [`matrix`]: matrices over any of them; [`gemm`] and [`eigenvalues`]: products and spectra of `f64`
//!   at large scale.
//! - [`statistics`]: exact intervals and tests of a side that is simulated; [`random_streams`]: what it draws from.

#![warn(missing_docs)]

pub mod eigenvalues;
pub mod gemm;
pub mod matrix;
pub mod numbers;
pub mod random_streams;
pub mod statistics;
