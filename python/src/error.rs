//! Errors as Python has them.

use dualproof::cli::Failure;
use pyo3::PyErr;
use pyo3::exceptions::PyValueError;

pyo3::create_exception!(
    dualproof,
    Error,
    PyValueError,
    "What was given cannot be used, or there is no answer to it: the file or array, what was found, what was expected."
);
pyo3::create_exception!(dualproof, Defect, Error, "A defect of dualproof itself (a panic): please report it.");

/// Why a command has no answer.
pub(crate) type Obstruction = Box<dyn std::error::Error + Send + Sync>;

/// The hint of the command line, which Python does not have.
const HINT: &str = " (--help tells more)";

/// An error of a command, on one line.
pub(crate) fn error(problem: &(dyn std::error::Error + Send + Sync)) -> PyErr {
    let line = problem.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
    Error::new_err(line.trim_end_matches(HINT).to_string())
}

/// The words that a command does not have.
pub(crate) fn usage(problem: clap::Error) -> Obstruction {
    Box::new(Failure::Usage(problem))
}
