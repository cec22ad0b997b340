//! Fast values, tangents and pullbacks of networks on batches, in `f64` or `f32`.
#![warn(missing_docs)]

mod columns;
mod convolution;
mod pass;
mod patches;
mod problem;
mod program;
mod pullback;
mod scalar;
mod statistics;
mod step;
mod tangent;
mod value;

pub use pass::{Direction, Kinks, Pass};
pub use problem::{Kink, PassError};
pub use program::Program;
pub use scalar::Scalar;
