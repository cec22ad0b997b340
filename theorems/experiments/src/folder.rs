//! The folder that an experiment works in: one run at a time, states to go on from, and nothing overwritten that is
//! not this program's own.
//!
//! | file | what it says |
//! |---|---|
//! | `.dualproof.lock` | locked while a run is at work here; the system unlocks it however the process ends |
//! | `EXPERIMENT-unfinished.json` | a run was begun and has not ended, with the command that goes on with it |
//! | `states/EXPERIMENT/` | states of trainings under way, or finished |

use super::error::{FolderError, shown};
use super::lock::locked;
use super::page::{self, PAGE};
use super::picture;
use dualproof::cli::again;
use dualproof::json;
use dualproof::output::{self, Unwritable};
use dualproof::train::{Checkpoint, StateFile};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The folder of the experiments' states.
const STATES: &str = "states";

/// The ending of a state's name.
const STATE: &str = "safetensors";

/// The ending of a picture's name.
const PICTURE: &str = "svg";

/// The name of the program in its own files.
const TOOL: &str = "dualproof";

/// An experiment as its files know it.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// Its name: the start of every file's name but the page's.
    pub name: &'static str,
    /// Is a text that of a file which this program writes under the name with the given ending, such as `json`?
    pub is_own: fn(ending: &str, text: &str) -> bool,
}

/// A run that has begun and not ended.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Unfinished {
    tool: String,
    experiment: String,
    /// The command that goes on with it.
    command: String,
}

/// A folder that one run of an experiment has for itself.
#[derive(Debug)]
pub struct RunFolder {
    files: output::Folder,
    root: PathBuf,
    kind: Kind,
    command: String,
    /// Locked as long as it is open; none on a file system without locks.
    _lock: Option<File>,
}

impl RunFolder {
    /// Opens the folder, made where there is none, for a run of an experiment: takes it for this process, and looks
    /// whether what is there may be overwritten. Without `resume` the states of an earlier, finished run are deleted.
    ///
    /// # Errors
    /// [`FolderError`]; no file that was there before has changed then.
    pub fn open(root: &Path, kind: Kind, resume: bool) -> Result<Self, FolderError> {
        let files = output::Folder::open(root)?;
        let (lock, last) = locked(root)?;
        let folder = RunFolder { files, root: root.to_path_buf(), kind, command: again(&["--resume"]), _lock: lock };
        // The lock tells only the last process: its drafts go now.
        folder.delete(folder.drafts(last)?)?;
        let unfinished = folder.unfinished()?;
        if let (Some(Unfinished { command, .. }), false) = (&unfinished, resume) {
            return Err(FolderError::Stopped {
                folder: shown(root),
                command: command.clone(),
                file: shown(&root.join(folder.unfinished_name())),
            });
        }
        folder.expect_own()?;
        let states = folder.states()?;
        output::Folder::open(&folder.states_folder())?;
        if resume && unfinished.is_none() && states.is_empty() && !root.join(folder.document()).exists() {
            // Best effort: whoever closed the terminal does not read this.
            let said = format!("note: --resume: no run to go on with in {}; a new one begins", root.display());
            let _ = writeln!(std::io::stderr(), "{said}");
        }
        folder.begin()?;
        if !resume {
            folder.delete(states)?;
        }
        Ok(folder)
    }

    /// The file of results within the folder.
    pub fn document(&self) -> String {
        format!("{}.json", self.kind.name)
    }

    /// The file of a training's state, written every so often.
    pub fn state(&self, training: &str, every: Duration) -> StateFile {
        StateFile { path: self.states_folder().join(format!("{training}.{STATE}")), every }
    }

    fn states_folder(&self) -> PathBuf {
        self.root.join(STATES).join(self.kind.name)
    }

    /// The command that goes on with a run that was stopped.
    pub fn command(&self) -> &str {
        &self.command
    }

    /// The path of a file within the folder, as it is shown.
    pub fn path(&self, name: &str) -> String {
        shown(&self.root.join(name))
    }

    /// Writes a file, whole or not at all, over nothing or one of this program's.
    ///
    /// # Errors
    /// [`FolderError::Foreign`] and [`FolderError::Unwritable`]; the file is then as it was before.
    pub fn write(&self, name: &str, text: &str) -> Result<(), FolderError> {
        self.expect_own_file(name)?;
        Ok(self.files.write(name, text)?)
    }

    /// The run has ended: nothing is left to go on with.
    ///
    /// # Errors
    /// [`FolderError::Unwritable`].
    pub fn end(self) -> Result<(), FolderError> {
        self.files.remove(&self.unfinished_name())?;
        // Where states are kept, their folders stay: those are not empty.
        let _ = fs::remove_dir(self.states_folder()).and_then(|()| fs::remove_dir(self.root.join(STATES)));
        Ok(())
    }

    /// Deletes the states of trainings: what they came to is in the results.
    ///
    /// # Errors
    /// [`FolderError`].
    pub fn forget_states(&self) -> Result<(), FolderError> {
        self.delete(self.states()?)
    }

    /// The text of a file of this program; none where there is no file.
    ///
    /// # Errors
    /// [`FolderError::Foreign`] and [`FolderError::Unreadable`].
    pub fn read(&self, name: &str) -> Result<Option<String>, FolderError> {
        text_of(&self.root.join(name))
    }

    /// Deletes files of the folder, given by their whole paths.
    fn delete(&self, files: Vec<PathBuf>) -> Result<(), FolderError> {
        let problem = |file: &Path, error: std::io::Error| Unwritable { path: shown(file), problem: error.to_string() };
        Ok(files.iter().try_for_each(|file| fs::remove_file(file).map_err(|error| problem(file, error)))?)
    }

    fn unfinished_name(&self) -> String {
        format!("{}-unfinished.json", self.kind.name)
    }

    fn begin(&self) -> Result<(), FolderError> {
        let (tool, experiment) = (TOOL.to_string(), self.kind.name.to_string());
        let unfinished = Unfinished { tool, experiment, command: self.command.clone() };
        Ok(self.files.write(&self.unfinished_name(), &json::write(&unfinished))?)
    }

    fn unfinished(&self) -> Result<Option<Unfinished>, FolderError> {
        let path = self.root.join(self.unfinished_name());
        let Some(text) = text_of(&path)? else { return Ok(None) };
        let read = json::read::<Unfinished>(&text).ok();
        let read = read.filter(|found| found.tool == TOOL && found.experiment == self.kind.name);
        read.map(Some).ok_or_else(|| FolderError::Foreign { file: shown(&path) })
    }

    /// Is every file of the names that the experiment writes one of its own?
    fn expect_own(&self) -> Result<(), FolderError> {
        names(&self.root)?.iter().filter(|name| self.is_written(name)).try_for_each(|name| self.expect_own_file(name))
    }

    /// Does the experiment write a file of this name?
    fn is_written(&self, name: &str) -> bool {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let is_picture = ending == PICTURE && stem.strip_prefix(self.kind.name).is_some_and(|s| s.starts_with('-'));
        is_picture || stem == self.kind.name || name == PAGE
    }

    fn expect_own_file(&self, name: &str) -> Result<(), FolderError> {
        let path = self.root.join(name);
        let Some(text) = text_of(&path)? else { return Ok(()) };
        let is_own = match name.rsplit_once('.') {
            _ if name == PAGE => page::is_own(&text),
            Some((_, PICTURE)) => picture::is_own(&text),
            Some((_, ending)) => (self.kind.is_own)(ending, &text),
            None => false,
        };
        if is_own { Ok(()) } else { Err(FolderError::Foreign { file: shown(&path) }) }
    }

    /// What the process that had the folder last was writing when it was killed.
    fn drafts(&self, process: Option<u32>) -> Result<Vec<PathBuf>, FolderError> {
        let mut files = Vec::new();
        for folder in [self.root.clone(), self.states_folder()] {
            let is_draft = |name: &String| process.is_some_and(|process| output::is_draft_of(name, process));
            files.extend(names(&folder)?.iter().filter(|name| is_draft(name)).map(|name| folder.join(name)));
        }
        Ok(files)
    }

    /// The states that are there.
    fn states(&self) -> Result<Vec<PathBuf>, FolderError> {
        let folder = self.states_folder();
        let paths = names(&folder)?.into_iter().map(|name| folder.join(name));
        let paths: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|ending| ending == STATE)).collect();
        match paths.iter().find(|path| Checkpoint::read(path).is_err()) {
            Some(path) => Err(FolderError::Foreign { file: shown(path) }),
            None => Ok(paths),
        }
    }
}

/// The names in a folder, none where there is no folder.
fn names(folder: &Path) -> Result<Vec<String>, FolderError> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|error| FolderError::unreadable(folder, error))?,
    };
    let mut names = Vec::new();
    for entry in entries {
        // This program's names are text.
        let entry = entry.map_err(|error| FolderError::unreadable(folder, error))?;
        names.extend(entry.file_name().into_string().ok());
    }
    names.sort_unstable();
    Ok(names)
}

/// The text of a file of this program; none where there is no file.
fn text_of(path: &Path) -> Result<Option<String>, FolderError> {
    let foreign = || FolderError::Foreign { file: shown(path) };
    match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        // A pipe would keep the reader waiting.
        Ok(about) if !about.is_file() => return Err(foreign()),
        _ => {}
    }
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::InvalidData => Err(foreign()),
        Err(error) => Err(FolderError::unreadable(path, error)),
    }
}

/// Reads the time between two writes of a training's state, in seconds.
///
/// # Errors
/// A line that says what was found and expected.
pub fn save_every(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().filter(|seconds| *seconds > 0.0);
    let read = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    read.ok_or_else(|| format!("found {text:?}, expected a number of seconds above 0"))
}
