//! Atomic writing of files: a target is proved writable before anything is computed, and a file is whole or as it was.
//!
//! | what the path names | what happens |
//! |---|---|
//! | nothing yet | a file beside it, renamed when it is whole |
//! | a regular file | the same; its mode stays |
//! | a symbolic link | what it leads to is written; the link stays |
//! | a device or a FIFO | it is opened at once and written into, never replaced |
//! | an open file by the name of its stream (`/dev/stdout`, redirected) | refused |
//! | a directory, or a path that ends in `..`, `.` or `/` | refused |

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// A place that cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: cannot write: {problem}")]
pub struct Unwritable {
    /// The file or directory, as it was asked for.
    pub path: String,
    /// What is wrong, or the system's error.
    pub problem: String,
}

impl Unwritable {
    fn new(path: &Path, problem: impl ToString) -> Self {
        Unwritable { path: path.display().to_string(), problem: problem.to_string() }
    }
}

/// A chain of more symbolic links than this counts as a cycle, as in Linux.
const LINKS: usize = 40;

/// A file to write, which could be written when this was made.
///
/// ```
/// use dualproof_host::output::Target;
/// let folder = tempfile::tempdir()?;
/// let file = folder.path().join("answer");
/// let target = Target::prove(&file)?;
/// assert!(!file.exists());
/// target.write_all(b"42")?;
/// assert_eq!(std::fs::read(&file)?, b"42");
/// assert_eq!(std::fs::read_dir(folder.path())?.count(), 1);
/// assert!(Target::prove(&folder.path().join("..")).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Target {
    /// As it was asked for.
    path: PathBuf,
    end: End,
}

/// What the path leads to.
#[derive(Debug)]
enum End {
    /// A regular file, or nothing yet: its own path, links followed.
    File(PathBuf),
    /// A device or a FIFO, open.
    Stream(File),
}

impl Target {
    /// Proves that a file can be written, and leaves what is there as it is.
    ///
    /// # Errors
    /// [`Unwritable`].
    pub fn prove(path: &Path) -> Result<Self, Unwritable> {
        let end = end_of(path).map_err(|error| Unwritable::new(path, error))?;
        Ok(Target { path: path.to_path_buf(), end })
    }

    /// The same for a file that must differ from the inputs, whatever names and links lead to them.
    ///
    /// # Errors
    /// [`Unwritable`], also where it is one of the inputs.
    pub fn apart<'a>(path: &Path, inputs: impl IntoIterator<Item = &'a Path>) -> Result<Self, Unwritable> {
        let target = Target::prove(path)?;
        if let End::File(file) = &target.end
            && let Some(input) = inputs.into_iter().find(|input| is_the_same(file, input))
        {
            let problem = format!("found the file that is read as {}, expected another one", input.display());
            return Err(Unwritable::new(path, problem));
        }
        Ok(target)
    }

    /// Writes the file with what the function gives.
    ///
    /// # Errors
    /// [`Unwritable`]; a regular file is then as it was before.
    pub fn write(self, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Unwritable> {
        let Target { path, end } = self;
        let written = match end {
            End::File(file) => Draft::write(file, fill).and_then(Draft::publish),
            End::Stream(stream) => {
                let mut stream = BufWriter::new(stream);
                fill(&mut stream).and_then(|()| stream.flush())
            }
        };
        written.map_err(|error| Unwritable::new(&path, error))
    }

    /// Writes the file with these bytes.
    ///
    /// # Errors
    /// [`Unwritable`]; a regular file is then as it was before.
    pub fn write_all(self, bytes: &[u8]) -> Result<(), Unwritable> {
        self.write(|out| out.write_all(bytes))
    }
}

/// Do two paths lead to one file? False where one of them does not exist.
fn is_the_same(one: &Path, other: &Path) -> bool {
    let (Ok(a), Ok(b)) = (fs::metadata(one), fs::metadata(other)) else { return false };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        (a.dev(), a.ino()) == (b.dev(), b.ino())
    }
    #[cfg(not(unix))]
    {
        let _ = (a, b);
        matches!((fs::canonicalize(one), fs::canonicalize(other)), (Ok(a), Ok(b)) if a == b)
    }
}

/// Follows links, and checks that what they lead to can be written.
fn end_of(path: &Path) -> io::Result<End> {
    let mut file = path.to_path_buf();
    let mut through_a_stream = false;
    for _ in 0..LINKS {
        // `file_name` forgets a `/` or `/.` at the end: what is left there must be the name itself.
        let named = file.file_name().is_some_and(|name| ends_with(&file, name));
        if !named {
            return Err(io::Error::other("found no file name at its end, expected one"));
        }
        match fs::symlink_metadata(&file) {
            Ok(found) if found.is_symlink() => {
                // A device's own links, such as /dev/stdout, lead to names that need not exist.
                if let Ok(end) = fs::metadata(&file)
                    && !end.is_file()
                    && !end.is_dir()
                {
                    return Ok(End::Stream(OpenOptions::new().write(true).open(&file)?));
                }
                // The links of open files: /dev/stdout leads through /proc/self/fd.
                through_a_stream |= fs::canonicalize(parent(&file)).is_ok_and(|folder| folder.starts_with("/proc"));
                file = parent(&file).join(fs::read_link(&file)?);
            }
            Ok(found) if found.is_dir() => return Err(io::Error::other("found a directory, expected a file")),
            Ok(found) if found.is_file() => {
                if through_a_stream {
                    let problem = format!(
                        "found the regular file {} behind the name of an open stream, expected a terminal, a pipe or the \
                         file's own name",
                        file.display()
                    );
                    return Err(io::Error::other(problem));
                }
                OpenOptions::new().write(true).open(&file)?;
                Draft::trial(parent(&file))?;
                return Ok(End::File(file));
            }
            Ok(_) => return Ok(End::Stream(OpenOptions::new().write(true).open(&file)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Draft::trial(parent(&file))?;
                return Ok(End::File(file));
            }
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("found a cycle of symbolic links, expected a file"))
}

/// Is this name the end of the path, without a `/` or `/.` after it?
fn ends_with(path: &Path, name: &OsStr) -> bool {
    matches!(path.components().next_back(), Some(Component::Normal(_)))
        && path.as_os_str().as_encoded_bytes().ends_with(name.as_encoded_bytes())
}

/// The folder of a file.
fn parent(file: &Path) -> &Path {
    file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A complete file beside the one that it is to replace. Dropped, it is removed.
#[derive(Debug)]
struct Draft {
    temporary: PathBuf,
    file: PathBuf,
}

impl Draft {
    /// Writes a draft through to the disk.
    fn write(file: PathBuf, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<Self> {
        let (temporary, open) = temporary(parent(&file))?;
        let draft = Draft { temporary, file };
        if let Ok(old) = fs::metadata(&draft.file) {
            open.set_permissions(old.permissions())?;
            own_alike(&open, &old);
        }
        let mut out = BufWriter::new(open);
        fill(&mut out)?;
        out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        Ok(draft)
    }

    /// Renames the draft to the file.
    fn publish(self) -> io::Result<()> {
        fs::rename(&self.temporary, &self.file)?;
        // The new name is on the disk once its folder is synced; not every system opens folders.
        let _ = File::open(parent(&self.file)).and_then(|folder| folder.sync_all());
        Ok(())
    }

    /// Could a draft be written into this folder?
    fn trial(folder: &Path) -> io::Result<()> {
        let (temporary, _) = temporary(folder)?;
        fs::remove_file(temporary)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // A draft that was renamed has nothing left to remove.
        let _ = fs::remove_file(&self.temporary);
    }
}

/// A new file in a folder, under an unused name. It does not contain the file's own name, which may be as
/// long as names may be.
fn temporary(folder: &Path) -> io::Result<(PathBuf, File)> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    loop {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!(".dualproof-{}-{number}.partial", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            // Left by a killed process with the same process id.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            opened => return opened.map(|file| (path, file)),
        }
    }
}

/// Is a file of this name a draft of the process, which never became a file if that was killed?
pub fn is_draft_of(name: &str, process: u32) -> bool {
    name.starts_with(&format!(".dualproof-{process}-")) && name.ends_with(".partial")
}

/// Gives a draft the owner of the file that it replaces, where this process may.
#[cfg(unix)]
fn own_alike(draft: &File, old: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let _ = fchown(draft, Some(old.uid()), Some(old.gid()));
}

#[cfg(not(unix))]
fn own_alike(_: &File, _: &fs::Metadata) {}

/// A directory to write into, which could be written into when this was made.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Opens a directory, creating it if necessary, and proves that it can be written into.
    ///
    /// # Errors
    /// [`Unwritable`].
    pub fn open(root: &Path) -> Result<Self, Unwritable> {
        let opened = fs::create_dir_all(root).and_then(|()| Draft::trial(root));
        opened.map_err(|error| Unwritable::new(root, error))?;
        Ok(Folder { root: root.to_path_buf() })
    }

    /// Writes a file at a relative path, as a [`Target`] is written.
    ///
    /// # Errors
    /// [`Unwritable`]; a regular file is then as it was before.
    pub fn write(&self, path: &str, text: &str) -> Result<(), Unwritable> {
        let file = self.root.join(path);
        fs::create_dir_all(parent(&file)).map_err(|error| Unwritable::new(&file, error))?;
        Target::prove(&file)?.write_all(text.as_bytes())
    }

    /// Removes the file at a relative path.
    ///
    /// # Errors
    /// [`Unwritable`].
    pub fn remove(&self, path: &str) -> Result<(), Unwritable> {
        let file = self.root.join(path);
        fs::remove_file(&file).map_err(|error| Unwritable::new(&file, error))
    }

    /// Writes files at relative paths, all of them or none: where the disk has no room for the last, the first are as
    /// they were before. (What cannot be undone is the end of the process between two renames.)
    ///
    /// # Errors
    /// [`Unwritable`].
    pub fn write_together<'a>(&self, files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<(), Unwritable> {
        let mut drafts = Vec::new();
        for (path, text) in files {
            let file = self.root.join(path);
            let draft = || {
                fs::create_dir_all(parent(&file))?;
                match end_of(&file)? {
                    End::File(end) => Draft::write(end, |out| out.write_all(text.as_bytes())),
                    End::Stream(_) => Err(io::Error::other("found a device, expected a file")),
                }
            };
            drafts.push(draft().map_err(|error| Unwritable::new(&file, error))?);
        }
        drafts.into_iter().try_for_each(|draft| {
            let file = draft.file.clone();
            draft.publish().map_err(|error| Unwritable::new(&file, error))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::{TempDir, tempdir};

    fn names(folder: &TempDir) -> Vec<String> {
        let entries = fs::read_dir(folder.path()).expect("a folder");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("text")).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_whole_or_as_it_was() {
        let folder = tempdir().expect("a folder");
        let file = folder.path().join("a");
        fs::write(&file, "old").expect("a file");
        let target = Target::prove(&file).expect("a target");
        assert_eq!(names(&folder), ["a"]);
        let failed = target.write(|out| out.write_all(b"half").and(Err(io::Error::other("the disk is full"))));
        assert!(failed.is_err_and(|error| error.problem == "the disk is full"));
        assert_eq!((names(&folder), fs::read(&file).expect("the file")), (vec!["a".into()], b"old".to_vec()));
        Target::prove(&file).and_then(|target| target.write_all(b"new")).expect("written");
        assert_eq!((names(&folder), fs::read(&file).expect("the file")), (vec!["a".into()], b"new".to_vec()));
    }

    #[test]
    fn files_written_together_are_written_all_or_none() {
        let folder = tempdir().expect("a folder");
        let together = Folder::open(folder.path()).expect("a folder");
        fs::create_dir(folder.path().join("taken")).expect("a folder");
        let failed = together.write_together([("a", "1"), ("taken", "2")]);
        assert!(failed.is_err_and(|error| error.path.ends_with("taken")));
        assert_eq!(names(&folder), ["taken"]);
        together.write_together([("a", "1"), ("b/c", "2")]).expect("written");
        assert_eq!(names(&folder), ["a", "b", "taken"]);
        assert_eq!(fs::read(folder.path().join("b/c")).expect("the file"), b"2");
    }

    #[test]
    fn a_name_may_be_as_long_as_names_may_be() {
        let folder = tempdir().expect("a folder");
        let file = folder.path().join("x".repeat(255));
        Target::prove(&file).and_then(|target| target.write_all(b"1")).expect("written");
        assert_eq!(fs::read(file).expect("the file"), b"1");
    }
}
