//! The vocabulary of dual deep networks, over any number system.
//!
//! - [`network`]: layers, a forward pass with its gates, connections. [`views`]: samples and their augmentations.
//! - [`graph`]: networks of any operations, with their derivatives forward and their degrees.
//! - [`tape`]: reverse-mode differentiation, which knows no formula.
//! - [`operator`]: covariance operators, explicit, as maps, and streamed at large scale; [`spectrum`]: their
//!   eigenvalues; [`pair_loss`]: the losses that they are held against.
//! - [`tree`]: latent trees and locally connected networks upon them.
//! - [`strategies`]: what random instances are made of; [`shifts`]: views of images.

#![warn(missing_docs)]

pub mod graph;
pub mod network;
pub mod operator;
pub mod pair_loss;
pub mod shifts;
pub mod spectrum;
pub mod strategies;
pub mod tape;
pub mod tree;
pub mod views;

use dualproof_numbers::{eigenvalues, gemm, line_through, matrix, numbers};
