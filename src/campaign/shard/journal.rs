//! The file of a shard: the header, then a line for every finished unit, each after the checksum of what it says.
//!
//! A line is on the disk before the next unit begins to count as finished. A process that is killed leaves at most one line
//! without its end, which the next one cuts off; any other line that does not fit its checksum was changed, and is an error.

use super::error::ShardError;
use super::header::Header;
use super::unit::Unit;
use crate::campaign::Found;
use crate::json;
use crate::output::{Folder, Unwritable};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::Path;

/// Bytes of SHA-256 that a line begins with, in hexadecimal.
const CHECKSUM: usize = 8;

/// A line of a journal after the first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    unit: Unit,
    found: Found,
}

/// What a journal has.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Contents {
    pub header: Header,
    /// What was found, with the numbers of the lines.
    pub found: BTreeMap<Unit, (Found, usize)>,
    /// Bytes up to the end of the last whole line.
    pub whole: u64,
}

/// A journal that this process writes.
#[derive(Debug)]
pub struct Journal {
    path: String,
    file: File,
    /// Held as long as it is open; none on a file system without locks.
    _lock: Option<File>,
    /// Its header.
    pub header: Header,
    found: BTreeMap<Unit, Found>,
    length: u64,
}

/// A line: its checksum, and what it says.
fn line(value: &impl Serialize) -> String {
    let text = serde_json::to_string(value).expect("plain data");
    format!("{} {text}\n", checksum(&text))
}

fn checksum(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(CHECKSUM).map(|byte| format!("{byte:02x}")).collect()
}

impl Contents {
    /// Reads a journal; what follows the last end of a line is left out. `None` where there is no whole line.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, ShardError> {
        let file = path.display().to_string();
        let unreadable = |problem: String| ShardError::Unreadable { file: file.clone(), problem };
        let bytes = std::fs::read(path).map_err(|error| unreadable(error.to_string()))?;
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let mut lines = bytes[..whole].split_inclusive(|byte| *byte == b'\n').enumerate();
        let Some((_, first)) = lines.next() else { return Ok(None) };
        let header = said(&file, 0, first)?;
        let mut found: BTreeMap<Unit, (Found, usize)> = BTreeMap::new();
        for (place, bytes) in lines {
            let Entry { unit, found: of_unit } = said(&file, place, bytes)?;
            let line = place + 1;
            let is_other =
                |before: &(Found, usize)| before.0.clone().without_times() != of_unit.clone().without_times();
            if found.get(&unit).is_some_and(is_other) {
                let unit = unit.to_string();
                return Err(ShardError::Conflict { other: file.clone(), file, line, unit });
            }
            found.entry(unit).or_insert((of_unit, line));
        }
        Ok(Some(Contents { header, found, whole: whole as u64 }))
    }
}

/// What a line says.
fn said<T: DeserializeOwned>(file: &str, place: usize, bytes: &[u8]) -> Result<T, ShardError> {
    let changed =
        |problem: &str| ShardError::Changed { file: file.to_string(), line: place + 1, problem: problem.to_string() };
    let text = std::str::from_utf8(bytes).map_err(|_| changed("bytes that are no text"))?;
    let (sum, text) = text.trim_end_matches('\n').split_once(' ').ok_or_else(|| changed("no checksum"))?;
    if checksum(text) != sum {
        return Err(changed("a text of another checksum"));
    }
    json::read(text).map_err(|error| changed(&error.to_string()))
}

impl Journal {
    /// Opens the journal of a shard in a folder, which is made where there is none, and takes it for this process. Without
    /// `resume` there must be no journal of the shard; with it, what that has is kept, and where there is none one begins.
    ///
    /// # Errors
    /// [`ShardError`]; what was there before is then as it was.
    pub fn open(folder: &Path, header: Header, resume: bool) -> Result<Self, ShardError> {
        let files = Folder::open(folder)?;
        let path = folder.join(header.file());
        let shown = path.display().to_string();
        let lock = locked(&folder.join(format!(".{}.lock", header.file())), &shown)?;
        let there = if path.exists() { Contents::read(&path)? } else { None };
        if let Some(Contents { header: before, .. }) = &there {
            if let Some((key, found, expected)) = header.difference(before) {
                return Err(ShardError::Other { file: shown, key, found, expected });
            }
            if !resume {
                return Err(ShardError::Begun { file: shown, command: before.command.clone() });
            }
        }
        let (found, length) = match there {
            Some(Contents { found, whole, .. }) => {
                (found.into_iter().map(|(unit, (found, _))| (unit, found)).collect(), whole)
            }
            None => {
                let first = line(&header);
                files.write(&header.file(), &first)?;
                (BTreeMap::new(), first.len() as u64)
            }
        };
        let unwritable = |error: std::io::Error| Unwritable { path: shown.clone(), problem: error.to_string() };
        let mut file = OpenOptions::new().write(true).open(&path).map_err(unwritable)?;
        // A line that a killed process did not finish.
        file.set_len(length).and_then(|()| file.seek(std::io::SeekFrom::End(0))).map_err(unwritable)?;
        Ok(Journal { path: shown, file, _lock: lock, header, found, length })
    }

    /// What is known of a unit.
    pub fn get(&self, unit: &Unit) -> Option<&Found> {
        self.found.get(unit)
    }

    /// The finished units.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Is no unit finished?
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// What was found of all finished units.
    pub fn found(&self) -> impl Iterator<Item = (&Unit, &Found)> {
        self.found.iter()
    }

    /// Writes what a unit found, through to the disk.
    ///
    /// # Errors
    /// Where that cannot be: the journal is then as it was before.
    pub fn write(&mut self, unit: Unit, found: Found) -> Result<(), Unwritable> {
        let entry = Entry { unit, found };
        let line = line(&entry);
        if let Err(error) = self.file.write_all(line.as_bytes()).and_then(|()| self.file.sync_data()) {
            // Where this fails too, the next process cuts off what is not whole.
            let _ = self.file.set_len(self.length).and_then(|()| self.file.seek(std::io::SeekFrom::End(0)));
            return Err(Unwritable { path: self.path.clone(), problem: error.to_string() });
        }
        self.length += line.len() as u64;
        self.found.insert(entry.unit, entry.found);
        Ok(())
    }
}

/// Takes the lock for this process, whose number stands in it.
fn locked(path: &Path, journal: &str) -> Result<Option<File>, ShardError> {
    let unwritable =
        |error: std::io::Error| Unwritable { path: path.display().to_string(), problem: error.to_string() };
    let open = File::options().read(true).write(true).create(true).truncate(false).open(path);
    let mut file = open.map_err(unwritable)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut by = String::new();
            let process = match file.read_to_string(&mut by) {
                Ok(_) if !by.trim().is_empty() => format!(" (process {})", by.trim()),
                _ => String::new(),
            };
            return Err(ShardError::Busy { file: journal.to_string(), process });
        }
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => return Ok(None),
        Err(TryLockError::Error(error)) => return Err(unwritable(error).into()),
    }
    let own = format!("{}\n", std::process::id());
    let written = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(own.as_bytes()));
    written.map_err(unwritable)?;
    Ok(Some(file))
}
