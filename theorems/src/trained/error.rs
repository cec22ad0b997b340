//! Why a trained network has no measurement.

use crate::subject::{Place, SubjectError};
use dualproof::input::InputError;
use dualproof_autodiff::PassError;
use dualproof_losses::LossError;
use dualproof_onnx::OnnxError;

/// Why a trained network has no measurement.
#[derive(Debug, thiserror::Error)]
pub enum TrainedError {
    /// A network cannot be read.
    #[error(transparent)]
    Onnx(#[from] OnnxError),
    /// The views cannot be used.
    #[error(transparent)]
    Subject(#[from] SubjectError),
    /// An array cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The loss has no value on these outputs.
    #[error("--loss {loss}: {problem}")]
    Loss {
        /// As on the command line.
        loss: String,
        /// What was found and expected.
        problem: LossError,
    },
    /// A network does not fit together.
    #[error("{file}: {problem}")]
    Graph {
        /// The file.
        file: String,
        /// The node.
        problem: dualproof::graph::GraphError,
    },
    /// A network without a value or gradient on these views.
    #[error("{file}: {problem}{}", in_views(place))]
    Pass {
        /// The file of the network.
        file: String,
        /// The node, and what is in the way.
        problem: PassError,
        /// The view, where one is at fault.
        place: Option<Box<Place>>,
    },
    /// A network that does not fit another.
    #[error("{option} {file}: found {found}, expected {expected}")]
    Misfit {
        /// The option that names it.
        option: &'static str,
        /// The file.
        file: String,
        /// What it takes or gives.
        found: String,
        /// What the network before it gives.
        expected: String,
    },
    /// Statistics of a batch over too few views.
    #[error("--batch-statistics: found {found} views in all, expected at least 2: BatchNorm takes its mean over them")]
    TooFewViews {
        /// The views.
        found: usize,
    },
}

fn in_views(place: &Option<Box<Place>>) -> String {
    place.as_ref().map_or(String::new(), |place| format!(" (view: {place})"))
}
