//! Why a loss has no value.

/// Why a loss has no value: what was found and what was expected.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum LossError {
    /// A matrix whose columns are not the views of the batch.
    #[error("{of}: found {found} columns, expected {expected}: one for each view of the batch")]
    Columns {
        /// Outputs, predictions or targets.
        of: &'static str,
        /// The columns.
        found: usize,
        /// N·A.
        expected: usize,
    },
    /// A matrix without rows, or targets of another dimension than the predictions.
    #[error("{of}: found {found} rows, expected {expected}")]
    Rows {
        /// Outputs, predictions or targets.
        of: &'static str,
        /// The rows.
        found: usize,
        /// The rows that it needs.
        expected: &'static str,
    },
    /// Entries whose products are no numbers of full precision.
    #[error("{of}: found a largest entry of {found:e}, expected at least 2^-190, or zeros: multiply them")]
    Small {
        /// Outputs, predictions or targets.
        of: &'static str,
        /// The largest entry.
        found: f64,
    },
    /// A number of views that the loss is not defined for.
    #[error("{loss}: found {found} views of a sample, expected {expected}")]
    Views {
        /// The loss.
        loss: String,
        /// A.
        found: usize,
        /// The numbers it is defined for.
        expected: &'static str,
    },
    /// Too few samples.
    #[error("{loss}: found {found} samples, expected at least {least}")]
    Samples {
        /// The loss.
        loss: String,
        /// N.
        found: usize,
        /// The least it is defined for.
        least: usize,
    },
    /// A number of negatives that the batch does not have.
    #[error("info-nce: found {found} negatives, expected 1 to {most}: the other samples of the batch")]
    Negatives {
        /// H.
        found: usize,
        /// N − 1.
        most: usize,
    },
    /// A parameter of the loss out of its range.
    #[error("{name}: found {found:?}, expected {expected}")]
    Parameter {
        /// The parameter.
        name: &'static str,
        /// Its value.
        found: f64,
        /// Its range.
        expected: &'static str,
    },
    /// A column of length 0 has no direction.
    #[error("{of}, view {view} of sample {sample}: found norm 0, expected a direction")]
    ZeroNorm {
        /// Outputs, predictions or targets.
        of: &'static str,
        /// The sample, from 0.
        sample: usize,
        /// The view, from 0.
        view: usize,
    },
    /// A dimension that is the same for all samples cannot be standardised.
    #[error("dimension {dimension} of view {view}: found variance 0 over the samples, expected a variance above 0")]
    ZeroVariance {
        /// The row of the outputs, from 0.
        dimension: usize,
        /// The view, from 0.
        view: usize,
    },
    /// An entry that is no number.
    #[error("{of}, entry {row} of view {view} of sample {sample}: found {found}, expected a finite number")]
    NotFinite {
        /// Outputs, predictions or targets.
        of: &'static str,
        /// The dimension, from 0.
        row: usize,
        /// The sample, from 0.
        sample: usize,
        /// The view, from 0.
        view: usize,
        /// The entry.
        found: f64,
    },
    /// The loss, its gradient, or what they are computed from is beyond the range of `f64`.
    #[error("{loss}: found a value or a gradient beyond the range of f64, expected finite numbers")]
    Beyond {
        /// The loss.
        loss: String,
    },
    /// A loss of predictions and targets, asked for outputs alone.
    #[error("{loss}: found outputs, expected predictions and targets")]
    NeedsPredictions {
        /// The loss.
        loss: String,
    },
    /// A loss of outputs, asked for predictions and targets.
    #[error("{loss}: found predictions and targets, expected outputs")]
    NeedsOutputs {
        /// The loss.
        loss: String,
    },
}
