//! Why an experiment is not made, or its results are not written.

use super::folder::FolderError;
use dualproof::cli::{ExtraError, Unsaved};
use dualproof::json::JsonError;
use dualproof::train::{ArchitectureError, CheckpointError};
use std::fmt::Display;

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
    /// A value that does not fit the others.
    pub fn new(file: &str, key: impl Into<String>, found: impl Display, expected: impl Display) -> Self {
        let error = JsonError { key: key.into(), problem: format!("found {found}, expected {expected}") };
        ResultsError { file: file.to_string(), error }
    }
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
