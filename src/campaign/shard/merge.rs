//! The journals of all shards as the record of the whole.

use super::error::ShardError;
use super::header::Header;
use super::journal::Contents;
use super::unit::{Shard, Unit, number_of, units};
use crate::campaign::cases::Cases;
use crate::campaign::job::{Found, random_rows};
use crate::campaign::run::Rows;
use crate::campaign::{Budget, Limit, Plan, Registry, Selection};
use crate::record::Record;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What is known of a unit, and where it stands.
struct Known {
    found: Found,
    file: String,
}

/// The record of the run whose journals are in the folders: in whatever order, and as often as they are named. It is the
/// record of the same run in one piece, but for the seconds.
///
/// # Errors
/// [`ShardError`] where a journal was changed, is of another run than the others or of other claims than the registry's, or
/// where some of the run is missing.
pub fn merge(registry: &Registry, folders: &[impl AsRef<Path>]) -> Result<Record, ShardError> {
    let mut journals: Vec<(String, Contents)> = Vec::new();
    for folder in folders {
        let files = journals_of(folder.as_ref())?;
        for path in files {
            // One that was killed before its first line was whole has nothing yet.
            let Some(contents) = Contents::read(&path)? else { continue };
            let file = path.display().to_string();
            let misnamed = path.file_name().is_none_or(|name| *name != *contents.header.file());
            if misnamed {
                let (key, found) = ("shard", contents.header.shard.to_string());
                return Err(ShardError::Other { file, key, found, expected: "that of the file's name".to_string() });
            }
            journals.push((file, contents));
        }
    }
    let Some((file, Contents { header: first, .. })) = journals.first() else {
        let folder = folders.first().map_or("no folder".to_string(), |folder| folder.as_ref().display().to_string());
        return Err(ShardError::Nothing { folder });
    };
    let (file, first) = (file.clone(), first.clone());
    for (other, Contents { header, .. }) in &journals {
        if let Some((key, found, expected)) = first.difference(header) {
            return Err(ShardError::Other {
                file: other.clone(),
                key,
                found,
                expected: format!("{expected} as in {file}"),
            });
        }
    }
    let selection = first.selection(&file, registry)?;
    let headers: Vec<Header> = journals.iter().map(|(_, contents)| contents.header.clone()).collect();
    Whole { selection, headers, known: known(journals)?, first }.record(registry)
}

/// The journals of a folder, by name.
fn journals_of(folder: &Path) -> Result<Vec<PathBuf>, ShardError> {
    let shown = folder.display().to_string();
    let unreadable = |error: std::io::Error| ShardError::Unreadable { file: shown.clone(), problem: error.to_string() };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let name = entry.map_err(unreadable)?.file_name();
        let is_journal = |name: &str| name.starts_with(Header::BEGINNING) && name.ends_with(Header::ENDING);
        if name.to_str().is_some_and(is_journal) {
            files.push(folder.join(name));
        }
    }
    files.sort();
    if files.is_empty() { Err(ShardError::Nothing { folder: shown }) } else { Ok(files) }
}

/// What all journals know together.
fn known(journals: Vec<(String, Contents)>) -> Result<BTreeMap<Unit, Known>, ShardError> {
    let mut known: BTreeMap<Unit, Known> = BTreeMap::new();
    for (file, contents) in journals {
        for (unit, (found, line)) in contents.found {
            match known.get(&unit) {
                Some(before) if before.found.clone().without_times() != found.clone().without_times() => {
                    let (unit, other) = (unit.to_string(), before.file.clone());
                    return Err(ShardError::Conflict { file, line, unit, other });
                }
                Some(_) => {}
                None => {
                    known.insert(unit, Known { found, file: file.clone() });
                }
            }
        }
    }
    Ok(known)
}

/// A run and what is known of it.
struct Whole<'r> {
    selection: Selection<'r>,
    headers: Vec<Header>,
    known: BTreeMap<Unit, Known>,
    first: Header,
}

impl Whole<'_> {
    fn record(mut self, registry: &Registry) -> Result<Record, ShardError> {
        let header = &self.first;
        let plan = Plan {
            trials: header.trials,
            widened: header.widened,
            ..Plan::new(header.seed, Limit::Cases(header.cases)).sharing(Budget::of(registry))
        };
        let mut rows = Rows::of(&self.selection);
        let mut missing: BTreeMap<Shard, u64> = BTreeMap::new();
        let owner = |number: u64| Shard { number: number % header.shard.of + 1, of: header.shard.of };
        for (number, (job, unit)) in (0..).zip(units(&self.selection)) {
            match self.known.remove(&unit) {
                Some(Known { found, .. }) => rows.add(job.claim(), found),
                None => *missing.entry(owner(number)).or_default() += 1,
            }
        }
        for (row, (c, kind)) in random_rows(&self.selection).into_iter().enumerate() {
            let claim = self.selection.claims[c].0;
            let Some(evidence) = claim.row(kind) else { continue };
            let mut tally = Cases::of(claim, evidence, None, &plan).tally();
            while tally.goes_on(&plan) {
                let number = tally.blocks;
                let unit = Unit::Block { claim: claim.slug.to_string(), kind, number };
                match self.known.remove(&unit) {
                    Some(Known { found: Found::Evidence(block), .. }) => tally.absorb(block),
                    _ => {
                        // How many blocks follow, only the shards know.
                        *missing.entry(owner(number_of(row, number))).or_default() += 1;
                        break;
                    }
                }
            }
            rows.add(c, Found::Evidence(tally.finish(evidence, &plan)));
        }
        if !missing.is_empty() {
            let command = |shard: Shard| {
                let own = self.headers.iter().find(|header| header.shard == shard);
                own.map(|header| header.command.clone())
            };
            let shards = missing.into_iter().map(|(shard, units)| (shard, units, command(shard))).collect();
            return Err(ShardError::Missing { shards });
        }
        let mut record = rows.record(&self.selection, &plan);
        record.commit = self.first.commit;
        Ok(record)
    }
}
