//! The folder of a project's Coq files, as `_CoqProject` lists them.

use super::Proved;
use super::theorem::{Stated, stated};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// The name of the folder, at the root of a project.
pub const FORMAL: &str = "formal";

/// How Coq is had.
const HOW: &str = "on Debian: apt-get install coq libcoq-mathcomp-algebra libcoq-mathcomp-algebra-tactics";

/// Why nothing was asked of Coq.
#[derive(Debug, thiserror::Error)]
pub enum FormalError {
    /// A file that cannot be read, or copied.
    #[error("{file}: {problem}")]
    File {
        /// The file.
        file: String,
        /// What happened.
        problem: std::io::Error,
    },
    /// A file that does not say what it should.
    #[error("{file}: found {found}, expected {expected}")]
    Content {
        /// The file.
        file: String,
        /// What was found.
        found: String,
        /// What was expected.
        expected: String,
    },
    /// No Coq.
    #[error("{coqc}: found no Coq with MathComp ({problem}), expected 8.16 or later; {HOW}")]
    NoCoq {
        /// The command.
        coqc: String,
        /// What happened.
        problem: String,
    },
}

pub(super) fn file_error(path: &Path) -> impl Fn(std::io::Error) -> FormalError + '_ {
    move |problem| FormalError::File { file: path.display().to_string(), problem }
}

/// The files of the folder, read.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
    /// What `coqc` is given beside the file.
    pub(super) options: Vec<String>,
    pub(super) files: Vec<File>,
}

/// A file with its theorems.
#[derive(Clone, Debug)]
pub(super) struct File {
    /// Relative to the folder.
    pub name: String,
    pub text: String,
    pub stated: Vec<Stated>,
    /// The files of the folder that it requires.
    pub needs: Vec<usize>,
}

impl File {
    /// Made by a program, not by hand.
    pub fn is_generated(&self) -> bool {
        self.name.starts_with("generated/")
    }

    pub fn theorems(&self) -> impl Iterator<Item = &Stated> {
        self.stated.iter().filter(|stated| stated.is_theorem)
    }

    /// Its name below the folder's prefix, as Coq has it.
    pub fn module(&self) -> String {
        self.name.trim_end_matches(".v").replace('/', ".")
    }

    /// The line, from 1 on, of a place in the text.
    pub fn line(&self, place: usize) -> usize {
        self.text[..place].lines().count() + 1
    }
}

impl Folder {
    /// Reads the folder.
    ///
    /// # Errors
    /// [`FormalError`] where a file is missing, or `_CoqProject` names none, or one elsewhere.
    pub fn read(path: &Path) -> Result<Self, FormalError> {
        let project = path.join("_CoqProject");
        let text = fs::read_to_string(&project).map_err(file_error(&project))?;
        let (mut options, mut names) = (Vec::new(), Vec::new());
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match line.strip_prefix("-arg ") {
                Some(argument) => options.push(argument.trim().to_string()),
                None if line.ends_with(".v") => names.push(line.to_string()),
                None => options.extend(line.split_whitespace().map(String::from)),
            }
        }
        let refuse = |found: String, expected: String| {
            Err(FormalError::Content { file: project.display().to_string(), found, expected })
        };
        let is_below = |file: &&String| Path::new(file).components().all(|part| matches!(part, Component::Normal(_)));
        if let Some(found) = names.iter().find(|file| !is_below(file)) {
            return refuse(found.clone(), format!("a file below {}", path.display()));
        }
        if names.is_empty() {
            return refuse("no file".to_string(), "the names of files, a line each".to_string());
        }
        let read = |name: String| {
            let file = path.join(&name);
            let text = fs::read_to_string(&file).map_err(file_error(&file))?;
            if let Some(found) = written_by(&text) {
                let (file, expected) = (file.display().to_string(), "definitions and proofs alone".to_string());
                return Err(FormalError::Content { file, found: format!("the command {found}"), expected });
            }
            Ok(File { stated: stated(&text), name, text, needs: Vec::new() })
        };
        let mut files = names.into_iter().map(read).collect::<Result<Vec<File>, FormalError>>()?;
        let places: BTreeMap<String, usize> =
            files.iter().enumerate().map(|(place, file)| (file.module(), place)).collect();
        for file in &mut files {
            file.needs = required(&file.text).into_iter().filter_map(|module| places.get(&module).copied()).collect();
        }
        Ok(Folder { path: path.to_path_buf(), options, files })
    }

    /// The folder with only these files and what they require.
    pub(super) fn below(&self, names: &[&str]) -> Self {
        let mut wanted: Vec<bool> = self.files.iter().map(|file| names.contains(&file.name.as_str())).collect();
        while let Some(need) = (0..wanted.len())
            .filter(|place| wanted[*place])
            .flat_map(|place| &self.files[place].needs)
            .find(|need| !wanted[**need])
        {
            wanted[*need] = true;
        }
        let kept: Vec<usize> = (0..wanted.len()).filter(|place| wanted[*place]).collect();
        let renumbered = |need: &usize| kept.iter().position(|place| place == need);
        let files = kept.iter().map(|place| {
            let file = &self.files[*place];
            File { needs: file.needs.iter().filter_map(renumbered).collect(), ..file.clone() }
        });
        Folder { files: files.collect(), ..self.clone() }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Every theorem: its file, its name, and the parts of claims that it says it is about.
    pub fn theorems(&self) -> impl Iterator<Item = (&str, &str, &[Proved])> {
        self.files.iter().flat_map(|file| {
            file.theorems().map(|stated| (file.name.as_str(), stated.name.as_str(), stated.proves.as_slice()))
        })
    }

    /// A hash of the files, their names and the options.
    pub fn hash(&self) -> String {
        let mut hash = Sha256::new();
        let texts = self.files.iter().flat_map(|file| [&file.name, &file.text]).chain(&self.options);
        for text in texts {
            hash.update(text.len().to_le_bytes());
            hash.update(text.as_bytes());
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The first command of a text by which Coq would write a file, as an answer to a question is one, or run what is no proof.
/// Comments count.
fn written_by(text: &str) -> Option<&'static str> {
    let commands = ["Redirect", "Extraction", "Recursive Extraction", "Cd", "Load", "Declare ML Module", "Drop"];
    let starts = |line: &str, command: &str| {
        line.strip_prefix(command).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    };
    // A sentence may begin within a line, after the point of another.
    let sentences = text.lines().flat_map(|line| line.split(". ")).map(str::trim_start);
    sentences.flat_map(|line| commands.into_iter().filter(move |command| starts(line, command))).next()
}

/// The modules that a file requires of its own project, below the prefix of the project.
fn required(text: &str) -> Vec<String> {
    let mut modules = Vec::new();
    for sentence in text.split("From ").skip(1) {
        let sentence = sentence.split(".\n").next().unwrap_or_default();
        let words: Vec<&str> = sentence.split_whitespace().collect();
        let [from, "Require", rest @ ..] = words.as_slice() else { continue };
        let below = from.split_once('.').map_or(String::new(), |(_, below)| format!("{below}."));
        let names = rest.iter().filter(|word| !["Import", "Export"].contains(word));
        modules.extend(names.map(|name| format!("{below}{}", name.trim_end_matches('.'))));
    }
    modules
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_writes_is_seen() {
        assert_eq!(written_by("Lemma a : True.\n  Redirect \"answers/1\" Check a.\n"), Some("Redirect"));
        assert_eq!(written_by("Qed. Load elsewhere."), Some("Load"));
        assert_eq!(written_by("Definition Loads := 1. (* no Redirect *)\nLemma Cdr : True.\n"), None);
    }

    #[test]
    fn what_a_file_requires_is_read() {
        let text = "From mathcomp Require Import all_ssreflect.\nFrom x Require Import A\n  B.\nFrom x.made Require c d.\nFrom here.\n";
        assert_eq!(required(text), ["all_ssreflect", "A", "B", "made.c", "made.d"]);
    }
}
