//! Why an experiment is not made, or its results are not written.

use dualproof::cli::{ExtraError, Unsaved};
use dualproof::json::JsonError;
use dualproof::output::Unwritable;
use dualproof::train::{ArchitectureError, CheckpointError};
use std::fmt::Display;
use std::path::Path;

/// A value that an option cannot have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("--{option}: found {found}, expected {expected}")]
pub struct OptionError {
    /// The option.
    pub option: &'static str,
    /// The value.
    pub found: String,
    /// What it can be.
    pub expected: String,
}

impl OptionError {
    /// The error, unless the value is as expected.
    ///
    /// # Errors
    /// The error itself.
    pub fn unless(
        holds: bool,
        option: &'static str,
        found: impl Display,
        expected: impl Display,
    ) -> Result<(), OptionError> {
        match holds {
            true => Ok(()),
            false => Err(OptionError { option, found: found.to_string(), expected: expected.to_string() }),
        }
    }

    /// A word that the option does not know.
    pub(crate) fn unknown(option: &'static str, found: &str, expected: &str) -> Self {
        OptionError { option, found: format!("{found:?}"), expected: expected.to_string() }
    }

    /// The error, unless a number is finite and above 0.
    pub(crate) fn unless_positive(option: &'static str, x: f64) -> Result<(), OptionError> {
        Self::unless(x.is_finite() && x > 0.0, option, x, "a finite number above 0")
    }

    /// The error, unless a number is finite and not below 0.
    pub(crate) fn unless_not_negative(option: &'static str, x: f64) -> Result<(), OptionError> {
        Self::unless(x.is_finite() && x >= 0.0, option, x, "a finite number of at least 0")
    }

    /// The error, unless a number is from 0 to below 1.
    pub(crate) fn unless_below_one(option: &'static str, x: f64) -> Result<(), OptionError> {
        Self::unless((0.0..1.0).contains(&x), option, x, "a number from 0 to below 1")
    }
}

/// Why a run cannot work in a folder.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Another run is at work there.
    #[error("{folder}: found another run at work here{process}, expected none; wait for its end or name another --out")]
    Busy {
        /// The folder.
        folder: String,
        /// Which one, where that can be told.
        process: String,
    },
    /// A run was stopped there.
    #[error(
        "{folder}: found a run that was stopped, expected none, or --resume; to go on with it: {command}; \
         to begin anew: name another --out, or delete {file}"
    )]
    Stopped {
        /// The folder.
        folder: String,
        /// The command that goes on with it.
        command: String,
        /// The file that says so.
        file: String,
    },
    /// A file with a name of ours and another content.
    #[error(
        "{file}: found a file that this program did not write, or a damaged one, expected none or one of its own; \
         move it away or name another --out"
    )]
    Foreign {
        /// The file.
        file: String,
    },
    /// A file that cannot be read.
    #[error("{file}: cannot read: {problem}")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system says.
        problem: String,
    },
    /// A place that cannot be written to.
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
}

impl FolderError {
    /// A file or folder that cannot be read.
    pub fn unreadable(file: &Path, error: impl Display) -> Self {
        FolderError::Unreadable { file: shown(file), problem: error.to_string() }
    }

    /// The same as an error of writing: that of a run whose answer is there.
    pub fn unwritable(self) -> Unwritable {
        match self {
            FolderError::Unwritable(error) => error,
            other => {
                let text = other.to_string();
                let (path, problem) = text.split_once(": ").unwrap_or(("", &text));
                Unwritable { path: path.to_string(), problem: problem.to_string() }
            }
        }
    }
}

/// A path as messages have it.
pub(super) fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// A file of results that does not read, or does not fit together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {error}")]
pub struct ResultsError {
    /// The file.
    pub file: String,
    /// Where, and what.
    pub error: JsonError,
}

impl ResultsError {
    /// The error of a document in a file.
    pub(crate) fn of(file: &str, error: JsonError) -> Self {
        ResultsError { file: file.to_string(), error }
    }
}

/// A value of a document that does not fit the others.
pub(crate) fn misfit(key: impl Into<String>, found: impl Display, expected: impl Display) -> JsonError {
    JsonError { key: key.into(), problem: format!("found {found}, expected {expected}") }
}

/// What keeps an experiment from being made, or its results from being written.
#[derive(Debug, thiserror::Error)]
pub enum ExperimentError {
    /// An option out of its range.
    #[error(transparent)]
    Option(#[from] OptionError),
    /// A malformed network, or a batch that it cannot normalise over.
    #[error(transparent)]
    Architecture(#[from] ArchitectureError),
    /// Malformed results to resume from.
    #[error(transparent)]
    Results(#[from] ResultsError),
    /// A state of a training that cannot be used.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// A folder that cannot be worked in.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// An answer that could not be written.
    #[error(transparent)]
    Unsaved(#[from] Unsaved),
}

impl ExperimentError {
    /// The same for the command line, which prints an answer that could not be written.
    pub fn for_command(self) -> ExtraError {
        match self {
            ExperimentError::Unsaved(unsaved) => unsaved.into(),
            error => error.into(),
        }
    }
}
