//! Why a graph has no value or derivative on a batch.

/// Why a graph has no value or derivative on a batch. Nodes, rows, views and parameters are counted from 0.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PassError {
    /// Inputs of another size.
    #[error("inputs: found {found} rows, expected {expected}")]
    Inputs {
        /// Their rows.
        found: usize,
        /// The rows of the program's input.
        expected: usize,
    },
    /// Given gates for another number of views.
    #[error("node {node}: found gates of {found} views, expected {expected}, those of the batch")]
    Gates {
        /// The node.
        node: usize,
        /// Columns of the gates.
        found: usize,
        /// Columns of the batch.
        expected: usize,
    },
    /// Statistics of a batch over too few views.
    #[error("node {node}: found {found} views for the statistics of the batch, expected at least 2")]
    Statistics {
        /// The node.
        node: usize,
        /// The views.
        found: usize,
    },
    /// A place without a derivative.
    #[error("node {node}, row {row}, view {view}: found {kink}, where there is no derivative")]
    Kink {
        /// The node.
        node: usize,
        /// The row of its value.
        row: usize,
        /// The view.
        view: usize,
        /// Which.
        kink: Kink,
    },
    /// An argument outside the domain of an operation.
    #[error("node {node}, row {row}, view {view}: found {found}, expected {expected}")]
    Outside {
        /// The node.
        node: usize,
        /// The row of its value.
        row: usize,
        /// The view.
        view: usize,
        /// The argument.
        found: f64,
        /// The domain.
        expected: &'static str,
    },
    /// A deviation of 0 to divide by.
    #[error("node {node}, channel {channel}: found a deviation of 0, expected another one to divide by")]
    Deviation {
        /// The node.
        node: usize,
        /// The channel.
        channel: usize,
    },
    /// A norm of 0 to divide by.
    #[error("node {node}, view {view}: found a norm of 0, expected another one to divide by")]
    Norm {
        /// The node.
        node: usize,
        /// The view.
        view: usize,
    },
    /// A value that is not finite.
    #[error("node {node}, row {row}, view {view}: found {found}, expected a finite value")]
    NotFinite {
        /// The node.
        node: usize,
        /// The row of its value.
        row: usize,
        /// The view.
        view: usize,
        /// NaN or an infinity, as text: NaN is not equal to itself.
        found: String,
    },
    /// A derivative of an operation that is not finite, where its value is.
    #[error("node {node}, row {row}, view {view}: found a derivative of {found}, expected a finite one")]
    Steep {
        /// The node.
        node: usize,
        /// The row of its value.
        row: usize,
        /// The view.
        view: usize,
        /// NaN or an infinity, as text.
        found: String,
    },
    /// A statistic of the batch that is not finite.
    #[error("node {node}, channel {channel}: found {found} as statistic of the batch, expected a finite number")]
    Statistic {
        /// The node.
        node: usize,
        /// The channel.
        channel: usize,
        /// NaN or an infinity, as text.
        found: String,
    },
    /// A parameter with an entry that is not finite.
    #[error("parameter {name}: found {found} at ({row}, {column}), expected finite entries")]
    Parameter {
        /// Its name.
        name: String,
        /// The row of the entry.
        row: usize,
        /// Its column.
        column: usize,
        /// NaN or an infinity, as text.
        found: String,
    },
}

/// A place where an operation has no derivative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Kink {
    /// max(t, slope·t) at 0.
    #[error("0 before a rectifier")]
    Rectifier,
    /// A clip at one of its bounds.
    #[error("a bound of a clip")]
    Clip,
    /// A maximum that two entries take.
    #[error("a maximum taken twice")]
    Maximum,
}

impl PassError {
    /// The view (column of the batch) at fault, where there is one.
    pub fn view(&self) -> Option<usize> {
        match self {
            PassError::Kink { view, .. }
            | PassError::Outside { view, .. }
            | PassError::Norm { view, .. }
            | PassError::NotFinite { view, .. }
            | PassError::Steep { view, .. } => Some(*view),
            PassError::Inputs { .. }
            | PassError::Gates { .. }
            | PassError::Statistics { .. }
            | PassError::Deviation { .. }
            | PassError::Statistic { .. }
            | PassError::Parameter { .. } => None,
        }
    }
}
