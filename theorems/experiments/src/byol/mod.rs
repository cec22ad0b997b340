//! `dualproof train byol`: BYOL on real digits, with and without batch normalisation, predictor and moving average.
//!
//! Every cell of the experiment is trained from several seeds and measured over time: what a linear probe makes of
//! the encoder, whether the output collapses, how large the zero-mean's share of the update is, and how well the theory's
//! operator predicts the update. The claim `byol-ablation` is then judged by a protocol that was written before.

pub mod ablation;
pub mod augmentation;
pub mod baselines;
pub mod bench;
pub mod cell;
pub mod covariance;
pub mod foresight;
pub mod learner;
pub mod pictures;
mod plan;
pub mod probe;
pub mod results;
pub mod settings;
pub mod split;
pub mod tables;
pub mod theory;
mod weighed;

pub use plan::{ByolArgs, DigitPlan};
