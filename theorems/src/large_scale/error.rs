//! Why there is no operator.

use super::Report;
use crate::subject::{GivenViews, NoGradient, SubjectError};
use crate::trained::TrainedError;
use dualproof::campaign::UnknownName;
use dualproof::input::InputError;
use dualproof::network::AtZero;
use dualproof::numbers::Obstacle;
use dualproof::operator::streamed::StreamedError;
use dualproof::output::Unwritable;
use dualproof::pair_loss::PairLossError;
use dualproof::views::ViewsError;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum OperatorError {
    /// A file cannot be used.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The network or the data cannot be used.
    #[error(transparent)]
    Subject(#[from] SubjectError),
    /// A network of an ONNX file has no operators.
    #[error(transparent)]
    Trained(Box<TrainedError>),
    /// There is no gradient on this data.
    #[error("{0} (--at-zero subgradient takes PyTorch's gradient, psi'(0) = 0)")]
    NoGradient(NoGradient),
    /// A pre-activation that is computed as 0, perhaps by rounding.
    #[error(
        "{place}: the pre-activation of unit {unit} of layer {layer} is computed as 0, perhaps by rounding; expected \
         another number, or a layer whose whole input is 0 (a blank view, closed units); \
         `dualproof measure` bounds the rounding of each number; samples, views and units count from 0",
        place = .0.place, unit = .0.unit, layer = .0.layer
    )]
    UncertainZero(NoGradient),
    /// The operator has no result on these views.
    #[error("{file}: {error}")]
    Operator {
        /// The file of the views.
        file: String,
        /// Why.
        error: Box<StreamedError>,
    },
    /// The loss has no gradient.
    #[error("{file}: {error}")]
    Loss {
        /// The file of the views.
        file: String,
        /// Why.
        error: PairLossError,
    },
    /// Views that are not a data set.
    #[error(transparent)]
    Views(#[from] ViewsError),
    /// No parameter or layer of an ONNX network with this name.
    #[error("{file}: {error}")]
    Parameter {
        /// The file.
        file: String,
        /// The name, and the one that was perhaps meant.
        error: UnknownName,
    },
    /// A direction that is not one of the parameters.
    #[error("direction: found {found} numbers, expected {expected}, those of {name}")]
    Direction {
        /// Its numbers.
        found: usize,
        /// Those of the parameters.
        expected: usize,
        /// The parameters.
        name: String,
    },
    /// The system does not start that many threads.
    #[error("--threads: cannot start {found}: {problem}; expected fewer")]
    Threads {
        /// The threads asked for.
        found: usize,
        /// The system's error.
        problem: String,
    },
    /// The available memory is not known, so neither is whether a matrix fits.
    #[error("--explicit: found no /proc/meminfo, expected one with the available memory: the operator is not formed")]
    UnknownMemory,
    /// The network does not fit in memory a second time.
    #[error(
        "{file}: the operators of its layers take at least {needed:.2} GiB of memory, expected at most the {available:.2} GiB available"
    )]
    TooLarge {
        /// The file of the network.
        file: String,
        /// The GiB they take.
        needed: f64,
        /// The GiB available.
        available: f64,
    },
    /// The check does not fit in memory.
    #[error(
        "--check: takes {needed:.2} GiB of memory, expected at most the {available:.2} GiB available; take fewer --samples"
    )]
    CheckTooLarge {
        /// The GiB it takes.
        needed: f64,
        /// The GiB available.
        available: f64,
    },
    /// Another file in the place of the label of the matrix.
    #[error("{path}: found a file that is not the label of an operator, expected no file: it is not overwritten")]
    Foreign {
        /// The file.
        path: String,
    },
    /// The matrix cannot be written, known before anything is computed.
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
    /// The matrix could not be written, after the computation.
    #[error("{error}")]
    Unsaved {
        /// What was computed.
        report: Box<Report>,
        /// Why it could not be written.
        error: Unwritable,
    },
}

impl From<TrainedError> for OperatorError {
    fn from(error: TrainedError) -> Self {
        OperatorError::Trained(Box::new(error))
    }
}

impl OperatorError {
    /// The error of the operator on these views.
    pub(super) fn streamed(error: StreamedError, views: &GivenViews, at_zero: AtZero) -> Self {
        match error {
            StreamedError::Source(error) => match error.downcast() {
                // It names its file.
                Ok(error) => OperatorError::Input(*error),
                Err(error) => OperatorError::Operator {
                    file: views.file().to_string(),
                    error: Box::new(StreamedError::Source(error)),
                },
            },
            StreamedError::Gradient(obstacle) if obstacle.is_unmet_assumption() => {
                OperatorError::of(obstacle, views, at_zero)
            }
            error => OperatorError::Operator { file: views.file().to_string(), error: Box::new(error) },
        }
    }

    /// The error of an obstacle on these views.
    pub(super) fn of(obstacle: Obstacle, views: &GivenViews, at_zero: AtZero) -> Self {
        match views.no_gradient(&obstacle) {
            // A certain 0 has a gate there.
            Some(place) if at_zero == AtZero::Subgradient => OperatorError::UncertainZero(place),
            Some(place) => OperatorError::NoGradient(place),
            None => {
                let error = Box::new(StreamedError::Gradient(obstacle));
                OperatorError::Operator { file: views.file().to_string(), error }
            }
        }
    }
}
