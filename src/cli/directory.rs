//! A directory to write into: proven writable before anything runs, every file whole or absent.

use super::Failure;
use std::fs;
use std::path::{Path, PathBuf};

/// A directory that could be written to when it was opened.
#[derive(Clone, Debug)]
pub struct Directory {
    root: PathBuf,
}

impl Directory {
    /// Opens a directory, made where there is none, and proves by a trial file that it can be written to.
    ///
    /// # Errors
    /// [`Failure::Unwritable`].
    pub fn open(root: &Path) -> Result<Self, Failure> {
        let directory = Directory { root: root.to_path_buf() };
        let trial = directory.temporary(Path::new("trial"));
        fs::create_dir_all(root)
            .and_then(|()| fs::write(&trial, ""))
            .and_then(|()| fs::remove_file(&trial))
            .map_err(|error| unwritable(root, &error))?;
        Ok(directory)
    }

    /// Writes a file at a relative path: first beside it under another name, then renamed, so that nobody sees
    /// half of it.
    ///
    /// # Errors
    /// [`Failure::Unwritable`]; the file is then as it was before.
    pub fn write(&self, path: &str, text: &str) -> Result<(), Failure> {
        let target = self.root.join(path);
        let temporary = self.temporary(Path::new(path));
        let parent = target.parent().map_or(Ok(()), fs::create_dir_all);
        let written = parent.and_then(|()| fs::write(&temporary, text)).and_then(|()| fs::rename(&temporary, &target));
        written.map_err(|error| {
            // Best effort: the error to report is the first one.
            let _ = fs::remove_file(&temporary);
            unwritable(&target, &error)
        })
    }

    /// A name beside the file that no other process uses.
    fn temporary(&self, path: &Path) -> PathBuf {
        let name = path.file_name().map_or("file".into(), |name| name.to_string_lossy());
        self.root.join(path).with_file_name(format!(".{name}.{}.partial", std::process::id()))
    }
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Unwritable { path: path.display().to_string(), problem: error.to_string() }
}
