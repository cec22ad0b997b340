//! Why an operator at large scale has no result.

use super::SourceError;
use crate::network::NetworkError;
use crate::numbers::Obstacle;

/// Why an operator at large scale has no result.
#[derive(Debug, thiserror::Error)]
pub enum StreamedError {
    /// Layers that do not fit one another or the views.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// A layer that only [`crate::operator::Operator`] knows.
    #[error("layer {layer}: found {found}, expected {expected}")]
    Layer {
        /// The layer, from 1.
        layer: usize,
        /// What it has.
        found: String,
        /// What it may be.
        expected: &'static str,
    },
    /// No such layer.
    #[error("layer: found {found}, expected 1 to {depth}")]
    NoLayer {
        /// The layer asked for.
        found: usize,
        /// L.
        depth: usize,
    },
    /// A matrix of another shape: a direction U_l, S, or the second network's weights.
    #[error("{what}: found the shape {found:?}, expected {expected:?}")]
    Shape {
        /// Which matrix.
        what: String,
        /// Its shape.
        found: (usize, usize),
        /// The shape that fits.
        expected: (usize, usize),
    },
    /// No sample, or no augmentation.
    #[error("views: found {samples} samples × {augmentations} augmentations, expected at least one of each")]
    NoViews {
        /// N.
        samples: usize,
        /// A.
        augmentations: usize,
    },
    /// There is no gradient, or it cannot be told.
    #[error("{0}")]
    Gradient(Obstacle),
    /// Numbers beyond `f64`.
    #[error("layer {layer}: found a result that is not finite, expected numbers within f64")]
    Overflow {
        /// The layer, from 1.
        layer: usize,
    },
    /// The views cannot be had.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// A result that is a number, but none that `f64` can hold in full precision.
    #[error(
        "{what}: found a size of about 2^{exponent}, expected one within the normal numbers of f64; divide the data \
         by a number that brings it nearer to 1"
    )]
    NotRepresentable {
        /// Which result.
        what: String,
        /// ⌊log₂⌋ of its size.
        exponent: i32,
    },
    /// What is asked for does not fit in memory.
    #[error(
        "{what}: found that it takes {needed:.2} GiB, expected at most the {available:.2} GiB of memory there are{advice}"
    )]
    TooLarge {
        /// What takes it.
        what: String,
        /// GiB that it takes.
        needed: f64,
        /// GiB that there are.
        available: f64,
        /// What can be done, beginning with "; ", or nothing.
        advice: &'static str,
    },
    /// Eigenvalues of an operator that need not be symmetric.
    #[error("eigenvalues: found {found}, expected one network and no S: a symmetric operator")]
    Asymmetric {
        /// What makes it so.
        found: &'static str,
    },
    /// Threads that the system does not give.
    #[error("threads: found that {found} cannot be started ({problem}), expected fewer")]
    Threads {
        /// How many.
        found: usize,
        /// What the system says.
        problem: String,
    },
}
