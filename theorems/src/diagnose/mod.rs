//! `dualproof diagnose`: why does a network learn or collapse, and what would change without a part of its training?
//!
//! Of every checkpoint the update of its loss is computed as in [`trained`](crate::trained), and with it the direction in
//! which the spread of the outputs grows. Then the same without a part of the training: the predictor, stop-gradient, the
//! target network, BatchNorm's part of the gradient. What a part does in *this* network is the difference. Between two
//! checkpoints the loss is followed along the straight line from one to the other. Beside the update of the user's own
//! program, the likeliest training that made it is named. All figures are plain `f64`; the sentences have thresholds, each
//! with its reason in `findings`.

#[cfg(feature = "experiments")]
mod command;
mod contrast;
mod counterfactual;
mod figures;
mod files;
mod findings;
mod layers;
mod noise;
mod options;
mod own;
#[cfg(feature = "experiments")]
mod page;
mod report;
mod spread;
mod step;
mod text;

#[cfg(feature = "experiments")]
pub use command::command;
pub use contrast::{Pairing, nt_xent};
pub use counterfactual::Change;
pub use figures::{Effect, Figures, Layer};
pub use files::Checkpoint;
pub use findings::{Finding, Severity};
pub use layers::Hidden;
pub use options::DiagnoseArgs;
pub use own::Candidate;
pub use report::{DiagnoseError, Report, diagnose};
pub use spread::Spread;
pub use step::Step;
