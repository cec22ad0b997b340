//! The update of a network that people train, parameter by parameter: any graph of operations, read from an ONNX file, or dense
//! layers with biases from safetensors.
//!
//! For every parameter θ: the update u = −∇_θ L of the loss, through the predictor and to a target network where there are
//! some; the covariance operator 2 V_x\[K̄\] θ, K = (∂f/∂θ)ᵀ, and what of SimCLR's update it leaves (`euler-operator`); BYOL's
//! attraction, shrinkage and the share of the zero-mean (`byol-implicit-contrastive`). Everything is matrix-free: tangents
//! and pull backs of blocks of views, in `f64`.
//!
//! What is held against what, for every parameter: the quadratic form θᵀV θ from a pull back against the one from tangents;
//! 2 V θ against k times the simple loss's update where the operations show a degree k; with `--check`, outputs and updates
//! of the first samples against the tape, which shares no code with the fast passes and bounds its own error.

mod agreement;
mod chunk;
mod dense;
mod error;
mod figures;
mod measured;
mod operator;
mod report;
mod subject;
mod table;
mod tape;
mod terms;
mod update;

pub use agreement::{ACCURACY, Agreement};
pub(crate) use agreement::{cosine_of, inner_of, norm_of};
pub use chunk::Chunk;
pub use error::TrainedError;
pub use figures::{Byol, Checks, Figures, Radial, Split};
pub use measured::Measured;
pub(crate) use measured::groups;
pub use operator::Operators;
pub use report::{PredictorFigures, Question, Report};
pub use subject::{Files, Network, Predictor, Statistics, Subject};
pub use terms::{Applied, Group, Term};
pub use update::{AtOutputs, Update};
