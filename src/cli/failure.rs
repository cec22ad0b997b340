//! Errors of usage and input: each is one line that says file, key, found, expected.

use super::ExtraError;
use crate::campaign::{ReplayError, UnknownName};
use crate::claim::MissingSection;
use crate::json::JsonError;

/// Why a command has no answer.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Arguments that the command line does not have.
    #[error("{}", usage(.0))]
    Usage(clap::Error),
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

/// What clap has to say of an error, without the usage that it repeats.
fn usage(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let said = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.starts_with("Usage:"));
    let said: Vec<&str> = said.filter(|paragraph| !paragraph.starts_with("For more information")).collect();
    format!("{} (--help tells more)", said.join("; ").trim_start_matches("error: "))
}
