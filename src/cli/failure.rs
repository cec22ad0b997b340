//! Errors of usage and input: each is one line that says file, key, found, expected.

use super::{ExtraError, NewError};
use crate::account::AccountError;
use crate::campaign::shard::ShardError;
use crate::campaign::{ClaimDefect, ReplayError, UnknownName};
use crate::claim::MissingSection;
use crate::derivation::DerivationError;
use crate::formal::FormalError;
use crate::json::JsonError;
use crate::ledger::Unrendered;
use crate::output::Unwritable;
use clap::error::{ContextKind, ErrorKind};

/// Why a command has no answer.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Arguments that the command line does not have.
    #[error("{}", usage(.0))]
    Usage(clap::Error),
    /// A name that nothing has.
    #[error(transparent)]
    Unknown(#[from] UnknownName),
    /// A crate that cannot be made.
    #[error(transparent)]
    New(#[from] NewError),
    /// A claim that cannot be registered.
    #[error(transparent)]
    Defect(#[from] ClaimDefect),
    /// A claim without its documentation.
    #[error(transparent)]
    Undocumented(#[from] MissingSection),
    /// A ledger that cannot be written.
    #[error(transparent)]
    Unrendered(#[from] Unrendered),
    /// A file that cannot be read.
    #[error("{file}: cannot read: {problem}")]
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
    /// A counterexample that cannot be replayed.
    #[error("{file}: {error}")]
    NotReplayed {
        /// The file.
        file: String,
        /// Why.
        error: ReplayError,
    },
    /// A file of derivations with a defect.
    #[error("{file}: {error}")]
    NotDerived {
        /// The file.
        file: String,
        /// Where, and what.
        error: Box<DerivationError>,
    },
    /// A claim that panics on an instance of a file.
    #[error(
        "{file}: instance: claim {claim} panics on it ({problem}), expected an instance that the claim's `validate` \
         accepts and its sides can compute, or one that `validate` refuses"
    )]
    Panicked {
        /// The file.
        file: String,
        /// The claim.
        claim: String,
        /// The panic's message.
        problem: String,
    },
    /// A folder in which `proofs` or `report` does not write.
    #[error("{path}: found {found}, expected {expected}; nothing is written")]
    NoHome {
        /// The file or folder.
        path: String,
        /// What it is.
        found: String,
        /// What it should be.
        expected: &'static str,
    },
    /// A shard that cannot be made, or shards that are no run.
    #[error(transparent)]
    Shard(#[from] ShardError),
    /// An entry of the account of campaigns that does not read.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// Nothing could be asked of Coq.
    #[error(transparent)]
    Formal(#[from] FormalError),
    /// A place that cannot be written.
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
    /// An answer that could not be written where it was asked to.
    #[error(transparent)]
    Unsaved(#[from] Unsaved),
    /// An error of a project's own command.
    #[error(transparent)]
    Extra(ExtraError),
}

impl Failure {
    /// The answer that is there all the same.
    pub(super) fn answer(&self) -> Option<&str> {
        let unsaved = match self {
            Failure::Unsaved(unsaved) => Some(unsaved),
            Failure::Extra(error) => error.downcast_ref::<Unsaved>(),
            _ => None,
        };
        unsaved.map(|unsaved| unsaved.text.as_str())
    }
}

/// An answer that was computed, and then could not be written to a file: it goes to the screen all the same, and the
/// process exits with 2. A project's own command returns it as its error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{error}")]
pub struct Unsaved {
    /// What goes to standard output.
    pub text: String,
    /// Why it could not be written.
    pub error: Unwritable,
}

/// What clap has to say of an error, without the usage and the values that it repeats.
fn usage(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let argument = error.get(ContextKind::InvalidArg);
    let problem = std::error::Error::source(error);
    if let (ErrorKind::ValueValidation, Some(argument), Some(problem)) = (error.kind(), argument, problem) {
        return format!("{argument}: {problem} (--help tells more)");
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        // All of the help: the line of usage, and a table of commands.
        let usage = text.lines().find_map(|line| line.strip_prefix("Usage: ")).unwrap_or_default();
        let table = text.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
        let named = table.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
        let names = named.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
        return format!("{usage}: found no command, expected one of {}", names.collect::<Vec<_>>().join(", "));
    }
    let said = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.starts_with("Usage:"));
    let said: Vec<&str> = said.filter(|paragraph| !paragraph.starts_with("For more information")).collect();
    format!("{} (--help tells more)", said.join("; ").trim_start_matches("error: "))
}
