//! The lock of a folder: held by the process that works there, and given up by the system however that process ends.

use super::error::{FolderError, shown};
use dualproof::output::Unwritable;
use std::fs::{File, TryLockError};
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::Path;

/// The file that a run locks.
const LOCK: &str = ".dualproof.lock";

/// Takes the folder for this process; gives the process that had it last, too.
pub(super) fn locked(root: &Path) -> Result<(Option<File>, Option<u32>), FolderError> {
    let path = root.join(LOCK);
    let unwritable =
        |error: std::io::Error| FolderError::from(Unwritable { path: shown(&path), problem: error.to_string() });
    let foreign = || FolderError::Foreign { file: shown(&path) };
    if path.exists() && !path.is_file() {
        return Err(foreign());
    }
    let open = File::options().read(true).write(true).create(true).truncate(false).open(&path);
    let mut file = open.map_err(unwritable)?;
    let locked = file.try_lock();
    let mut by = String::new();
    // Where another's lock keeps from reading, only its number is not known.
    let read = file.read_to_string(&mut by);
    match locked {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let process = if by.is_empty() { by } else { format!(" (process {})", by.trim()) };
            return Err(FolderError::Busy { folder: shown(root), process });
        }
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => return Ok((None, None)),
        Err(TryLockError::Error(error)) => return Err(unwritable(error)),
    }
    read.map_err(|_| foreign())?;
    // An empty one is that of a process that was killed while it took the folder.
    let last = by.trim().parse().ok();
    if last.is_none() && !by.is_empty() {
        return Err(foreign());
    }
    let own = format!("{}\n", std::process::id());
    let written = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(own.as_bytes()));
    written.map_err(unwritable)?;
    Ok((Some(file), last))
}
