//! Why there is no measurement.

use crate::subject::{NoGradient, SubjectError};
use crate::trained::TrainedError;
use dualproof::input::InputError;
use dualproof::numbers::Obstacle;
use dualproof::views::ViewsError;

/// Why there is no measurement.
#[derive(Debug, thiserror::Error)]
pub enum MeasureError {
    /// A file cannot be used.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The network or the data cannot be used.
    #[error(transparent)]
    Subject(#[from] SubjectError),
    /// Views that are not a data set.
    #[error(transparent)]
    Views(#[from] ViewsError),
    /// An option that the loss does not use.
    #[error("{option}: found the loss {loss}, expected one of predictions (byol, byol-plain, simsiam) or --predictor")]
    Unused {
        /// The option.
        option: &'static str,
        /// The loss.
        loss: String,
    },
    /// A network of an ONNX file has no measurement.
    #[error(transparent)]
    Trained(#[from] TrainedError),
    /// There is no gradient on this data.
    #[error("{0} (--at-zero subgradient takes PyTorch's gradient, psi'(0) = 0)")]
    NoGradient(NoGradient),
    /// The arithmetic cannot decide what the gradient is.
    #[error("{place}: {obstacle}: the gradient is not decided in {arithmetic} arithmetic")]
    Undecided {
        /// The file, the sample and the view.
        place: String,
        /// What is not decided.
        obstacle: Box<Obstacle>,
        /// The arithmetic.
        arithmetic: &'static str,
    },
    /// A result beyond the range of `f64`.
    #[error("{what}: found a result beyond the range of f64, expected a finite number of at least 2^-1022 or 0")]
    Range {
        /// Which result.
        what: String,
    },
    /// Data that do not fit in memory.
    #[error(
        "{samples} samples × {augmentations} views: take about {needed:.2} GiB of memory, expected at most the \
         {available:.2} GiB available; {alternative}"
    )]
    Memory {
        /// N.
        samples: usize,
        /// A.
        augmentations: usize,
        /// The GiB they take.
        needed: f64,
        /// The GiB available.
        available: f64,
        /// What the user can do instead.
        alternative: &'static str,
    },
    /// The result cannot be written.
    #[error("output: {0}")]
    Output(#[from] std::io::Error),
}

impl MeasureError {
    /// The exit code of the process: 3 where nothing could be decided, else 2.
    pub fn exit_code(&self) -> u8 {
        if matches!(self, MeasureError::Undecided { .. }) { 3 } else { 2 }
    }
}
