//! `merge`: the shards of a verification as one record.

use super::verify::{report, write};
use super::{Answer, Failure, Json, Unsaved};
use crate::account::{Entry, Verification};
use crate::campaign::shard::merge as merged;
use crate::campaign::{Budget, Registry};
use crate::json;
use crate::output::Folder;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(super) struct Merge {
    /// Folders with the shards of one run, in whatever order
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// Write the record, its ledger and every counterexample into this directory
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Also write the entry of the account of campaigns into this directory, such as theorems/campaigns
    #[arg(long, value_name = "DIR")]
    account: Option<PathBuf>,
    #[command(flatten)]
    json: Json,
}

/// The exit code is that of the record's verdict, as `verify` has it.
pub(super) fn merge(registry: &Registry, merge: &Merge) -> Result<Answer, Failure> {
    let out = merge.out.as_deref().map(Folder::open).transpose()?;
    let record = merged(registry, &merge.folders)?;
    let seconds = record.claims.iter().flat_map(|claim| &claim.evidence).map(|row| row.seconds).sum();
    let text = match merge.json.json {
        true => json::write(&record),
        false => report(&record, &Budget::of(registry), seconds),
    };
    let entry = Verification::of(registry, &record)?;
    let written = merge.account.as_deref().map(|directory| {
        let text = json::write(&Entry::new(entry.clone().into()));
        Folder::open(directory)?.write(&entry.file(), &text)
    });
    if let Some(Err(error)) = written {
        return Err(Unsaved { text, error }.into());
    }
    match out.map(|directory| write(registry, &record, &directory)).transpose()? {
        Some(Err(error)) => Err(Unsaved { text, error }.into()),
        _ => Ok(Answer::new(record.verdict, text)),
    }
}
