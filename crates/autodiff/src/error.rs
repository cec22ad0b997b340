//! Why a pass has no values.

/// A batch on which a graph has no value, or no derivative.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PassError {
    /// Inputs of another height.
    #[error("inputs: found {found} rows, expected {expected}")]
    Inputs {
        /// Their rows.
        found: usize,
        /// Those of the program.
        expected: usize,
    },
    /// An input that is NaN or infinite.
    #[error("inputs: found a value that is not finite in row {row} on view {view}, expected finite ones")]
    Input {
        /// Its row.
        row: usize,
        /// Its view.
        view: usize,
    },
    /// An entry of a parameter that is NaN or infinite.
    #[error(
        "parameter {parameter}: found a value that is not finite in row {row} and column {column}, expected finite ones"
    )]
    Parameter {
        /// The place of the parameter.
        parameter: usize,
        /// The row of the entry.
        row: usize,
        /// The column of the entry.
        column: usize,
    },
    /// Given gates of another number of views.
    #[error("node {node}: found gates of {found} views, expected {expected}")]
    Gates {
        /// The node.
        node: usize,
        /// Views of the gates.
        found: usize,
        /// Views of the batch.
        expected: usize,
    },
    /// Statistics of a batch of fewer than two views.
    #[error("node {node}: found a batch of {found} views, expected at least 2 for its statistics")]
    TooFewViews {
        /// The node.
        node: usize,
        /// Views of the batch.
        found: usize,
    },
    /// An argument at a kink, refused.
    #[error(
        "node {node}: found an argument at a kink in row {row} on view {view}, expected one where it is differentiable"
    )]
    Kink {
        /// The node.
        node: usize,
        /// The row of the argument.
        row: usize,
        /// The view.
        view: usize,
    },
    /// A largest value that two rows have, refused.
    #[error("node {node}: found two rows with the largest value of pool {pool} on view {view}, expected one")]
    Tie {
        /// The node.
        node: usize,
        /// The pool.
        pool: usize,
        /// The view.
        view: usize,
    },
    /// An argument outside the domain of a function.
    #[error("node {node}: found an argument outside the domain in row {row} on view {view}, expected {expected}")]
    Outside {
        /// The node.
        node: usize,
        /// The row of the argument.
        row: usize,
        /// The view.
        view: usize,
        /// The domain.
        expected: &'static str,
    },
    /// A channel without variance, ε = 0.
    #[error("node {node}: found a deviation of 0 in channel {channel}, expected a positive one")]
    Deviation {
        /// The node.
        node: usize,
        /// The channel.
        channel: usize,
    },
    /// A view of norm 0.
    #[error("node {node}: found a norm of 0 on view {view}, expected a positive one")]
    Norm {
        /// The node.
        node: usize,
        /// The view.
        view: usize,
    },
    /// A value, or the slope of a function there, that is NaN or infinite.
    #[error("node {node}: found a value or slope that is not finite in row {row} on view {view}, expected finite ones")]
    NotFinite {
        /// The node.
        node: usize,
        /// The row of the value.
        row: usize,
        /// The view.
        view: usize,
    },
}

impl PassError {
    /// The view at fault, where one is.
    pub fn view(&self) -> Option<usize> {
        match self {
            PassError::Input { view, .. }
            | PassError::Kink { view, .. }
            | PassError::Tie { view, .. }
            | PassError::Outside { view, .. }
            | PassError::Norm { view, .. }
            | PassError::NotFinite { view, .. } => Some(*view),
            PassError::Inputs { .. }
            | PassError::Parameter { .. }
            | PassError::Gates { .. }
            | PassError::TooFewViews { .. }
            | PassError::Deviation { .. } => None,
        }
    }
}
