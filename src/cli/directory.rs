//! A directory to write into, with the errors of the command line.

use super::Failure;
use crate::output::Folder;
use std::path::Path;

/// A directory that could be written into when it was opened: a [`Folder`].
#[derive(Clone, Debug)]
pub struct Directory(Folder);

impl Directory {
    /// Opens a directory, creating it if necessary, and proves that it can be written into.
    ///
    /// # Errors
    /// [`Failure::Unwritable`].
    pub fn open(root: &Path) -> Result<Self, Failure> {
        Ok(Directory(Folder::open(root)?))
    }

    /// Writes a file at a relative path, whole or not at all.
    ///
    /// # Errors
    /// [`Failure::Unwritable`]; a regular file is then as it was before.
    pub fn write(&self, path: &str, text: &str) -> Result<(), Failure> {
        Ok(self.0.write(path, text)?)
    }

    /// Writes files at relative paths, all of them or none.
    ///
    /// # Errors
    /// [`Failure::Unwritable`]; the files are then as they were before.
    pub fn write_together<'a>(&self, files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<(), Failure> {
        Ok(self.0.write_together(files)?)
    }

    /// Removes the file at a relative path.
    ///
    /// # Errors
    /// [`Failure::Unwritable`].
    pub fn remove(&self, path: &str) -> Result<(), Failure> {
        Ok(self.0.remove(path)?)
    }
}
