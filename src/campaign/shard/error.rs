//! Why there is no shard, or no merged record.

use super::unit::Shard;
use crate::campaign::UnknownName;
use crate::claim::MissingSection;
use crate::output::Unwritable;

/// Why there is no shard, or no merged record.
#[derive(Debug, thiserror::Error)]
pub enum ShardError {
    /// The shard was begun before.
    #[error("{file}: found a shard that was begun, expected none: go on with it by\n{command}\nor name another folder")]
    Begun {
        /// The journal.
        file: String,
        /// The command that goes on with it.
        command: String,
    },
    /// Another process is at work on it.
    #[error("{file}: found the shard of another process that is at work on it{process}, expected none")]
    Busy {
        /// The journal.
        file: String,
        /// Which one, in brackets; empty where that is not known.
        process: String,
    },
    /// A journal of another run.
    #[error("{file}: {key}: found {found}, expected {expected}")]
    Other {
        /// The journal.
        file: String,
        /// What differs.
        key: &'static str,
        /// What it is there.
        found: String,
        /// What it should be.
        expected: String,
    },
    /// A line that is not as it was written.
    #[error("{file}, line {line}: found {problem}, expected a line as this program wrote it")]
    Changed {
        /// The journal.
        file: String,
        /// From 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// One unit with two results.
    #[error("{file}, line {line}: found another result for {unit} than in {other}, expected the same")]
    Conflict {
        /// The journal.
        file: String,
        /// From 1.
        line: usize,
        /// The unit.
        unit: String,
        /// The journal that has the other one.
        other: String,
    },
    /// A folder without a journal.
    #[error("{folder}: found no journal of a shard (verify-I-of-N.jsonl), expected those of a run")]
    Nothing {
        /// The folder.
        folder: String,
    },
    /// Not all of a run.
    #[error("{}", missing(.shards))]
    Missing {
        /// The shards that have not finished, what they lack at least, and the command that goes on with each.
        shards: Vec<(Shard, u64, Option<String>)>,
    },
    /// A file that cannot be read.
    #[error("{file}: cannot read: {problem}")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system says.
        problem: String,
    },
    /// A journal that cannot be written.
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
    /// A claim that there is not.
    #[error(transparent)]
    Unknown(#[from] UnknownName),
    /// A claim without a statement.
    #[error(transparent)]
    Undocumented(#[from] MissingSection),
}

fn missing(shards: &[(Shard, u64, Option<String>)]) -> String {
    let of = |(shard, units, command): &(Shard, u64, Option<String>)| match command {
        None => format!("shard {shard} is missing"),
        Some(command) => format!("shard {shard} lacks at least {units} units, go on with it by\n{command}"),
    };
    format!("found a part of a run, expected all of it: {}", shards.iter().map(of).collect::<Vec<_>>().join("\n"))
}
