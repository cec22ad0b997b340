//! What keeps a measurement from being made.

use crate::subject::{NoGradient, SubjectError};
use dualproof::input::InputError;
use dualproof::numbers::Obstacle;
use dualproof::views::ViewsError;

/// What keeps a measurement from being made.
#[derive(Debug, thiserror::Error)]
pub enum MeasureError {
    /// A file cannot be used.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The network or the data cannot be used.
    #[error(transparent)]
    Subject(#[from] SubjectError),
    /// Views that are no data set.
    #[error(transparent)]
    Views(#[from] ViewsError),
    /// There is no gradient on this data.
    #[error("{0} (--at-zero subgradient takes PyTorch's gradient, psi'(0) = 0)")]
    NoGradient(NoGradient),
    /// The arithmetic cannot decide what the gradient is.
    #[error("{place}: {obstacle}: the gradient cannot be told in {arithmetic} arithmetic")]
    Undecided {
        /// The file, the sample and the view.
        place: String,
        /// What is not decided.
        obstacle: Box<Obstacle>,
        /// The arithmetic.
        arithmetic: &'static str,
    },
    /// A result that is no `f64`.
    #[error("{what}: found a result beyond the range of f64, expected a finite number of at least 2^-1022 or 0")]
    Range {
        /// Which result.
        what: String,
    },
    /// Data for which the memory does not suffice.
    #[error(
        "{samples} samples × {augmentations} views: found that about {needed:.2} GiB are needed, expected at most \
         the {available:.2} GiB that are free; {alternative}"
    )]
    Memory {
        /// N.
        samples: usize,
        /// A.
        augmentations: usize,
        /// GiB needed.
        needed: f64,
        /// GiB there are.
        available: f64,
        /// What else can be done.
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
