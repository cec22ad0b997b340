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
    /// A layer of a kind that only [`crate::operator::Operator`] treats.
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
    /// No gradient, or one that is not decided.
    #[error("{0}")]
    Gradient(Obstacle),
    /// Numbers beyond `f64`.
    #[error("layer {layer}: found a result that is not finite, expected numbers within f64")]
    Overflow {
        /// The layer, from 1.
        layer: usize,
    },
    /// The error of the source of the views.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// A result outside the normal numbers of `f64`.
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
    #[error("{what}: takes {needed:.2} GiB of memory, expected at most the {available:.2} GiB available{advice}")]
    TooLarge {
        /// What is too large.
        what: String,
        /// The GiB it takes.
        needed: f64,
        /// The GiB available.
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
    /// The system does not start that many threads.
    #[error("threads: cannot start {found}: {problem}; expected fewer")]
    Threads {
        /// The threads asked for.
        found: usize,
        /// The system's error.
        problem: String,
    },
}
