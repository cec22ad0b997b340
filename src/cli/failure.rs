//! Errors of usage and input: each is one line that says file, key, found, expected.

use super::ExtraError;
use crate::campaign::{ReplayError, UnknownName};
use crate::claim::MissingSection;
use crate::json::JsonError;

/// Why a command has no answer.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A name that nothing has.
    #[error(transparent)]
    Unknown(#[from] UnknownName),
    /// A claim without its documentation.
    #[error(transparent)]
    Undocumented(#[from] MissingSection),
    /// A file that cannot be read.
    #[error("{file}: found that it cannot be read ({problem}), expected a readable file")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system says.
        problem: String,
    },
    /// A file whose text does not read.
    #[error("{file}: {error}")]
    Malformed {
        /// The file.
        file: String,
        /// Where, and what.
        error: JsonError,
    },
    /// A counterexample that is not one.
    #[error("{file}: {error}")]
    NotReplayed {
        /// The file.
        file: String,
        /// Why.
        error: ReplayError,
    },
    /// A place that cannot be written to.
    #[error("{path}: found that it cannot be written ({problem}), expected a writable place")]
    Unwritable {
        /// The file or directory.
        path: String,
        /// What the system says.
        problem: String,
    },
    /// An error of a project's own command.
    #[error(transparent)]
    Extra(ExtraError),
}
