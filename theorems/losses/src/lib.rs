//! The losses of self-supervised learning, of the outputs of a batch of views, with their gradients by the outputs.
//!
//! - [`Loss`]: which loss, read from and written as text (`nce:0.5`); [`Loss::of`] and [`Loss::of_predictions`] evaluate it.
//! - [`Batch`]: N samples with A views each; view a of sample i is column i·A + a of the outputs.
//! - [`LossError`]: why a loss has no value.
//!
//! r is half the squared distance of two outputs. Sums are taken in an order that does not depend on the threads.
//!
//! ```
//! use dualproof_losses::{Batch, Loss};
//! use nalgebra::dmatrix;
//! // Two samples with two views each: their means are 1 and −1, so that E r₊ − E r₋ = −1.
//! let outputs = dmatrix![2.0, 0.0, -2.0, 0.0];
//! let found = Loss::Simple.of(&outputs, Batch { samples: 2, views: 2 })?;
//! assert_eq!(found.value, -1.0);
//! assert_eq!(found.gradient, dmatrix![-0.5, -0.5, 0.5, 0.5]);
//! # Ok::<(), dualproof_losses::LossError>(())
//! ```

#![warn(missing_docs)]

mod barlow;
mod batch;
mod contrast;
mod direction;
mod error;
mod loss;
mod predictions;
mod rows;
mod simple;
mod text;
mod vicreg;

pub use batch::{Batch, Evaluated};
pub use error::LossError;
pub use loss::Loss;
pub use text::LossTextError;
