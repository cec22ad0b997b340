//! What Coq said of the theorems of a folder, as data, and whether it is of the files that are there.

use super::{FORMAL, Folder, Proved, Subject};
use crate::json;
use crate::record::Verdict;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::Path;

/// The name of the recorded run, in the home of a project.
pub const CHECKED: &str = "formal.json";

/// What Coq says of one theorem.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// `Module.name`.
    pub name: String,
    /// The file, relative to the folder.
    pub file: String,
    /// The line of its keyword.
    pub line: usize,
    /// Lines of its statement and its proof.
    pub lines: usize,
    /// The parts of claims that it is about.
    pub proves: Vec<Proved>,
    /// What the comment above it says.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub says: String,
    /// The statement, as Coq prints it.
    pub statement: String,
    /// Holds where it is closed.
    pub verdict: Verdict,
    /// What it rests on, or why it was not checked; empty where it is closed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub assumptions: String,
}

/// A file that Coq was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Relative to the folder.
    pub name: String,
    /// Its lines.
    pub lines: usize,
    /// Was it written by a program?
    pub is_generated: bool,
}

/// What Coq says of all of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Checked {
    /// The worst of the theorems.
    pub verdict: Verdict,
    /// The first line of `coqc --version`.
    pub coq: String,
    /// A hash of the files, their names and the options.
    pub sources: String,
    /// How long it took.
    pub seconds: f64,
    /// What Coq says where it refuses a file, or why the run ended before its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<String>,
    /// What `coqchk` says of the compiled files, where it was asked: every axiom is among it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rechecked: Option<String>,
    /// The files.
    pub files: Vec<Source>,
    /// The theorems, file by file.
    pub theorems: Vec<Asked>,
}

/// How much of a part of a claim is proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Share {
    /// No theorem is about it.
    None,
    /// Something of it is left.
    Some,
    /// All of it.
    Whole,
}

impl Checked {
    /// The theorems that are about a claim, with what they say of it.
    pub fn of_claim<'a>(&'a self, claim: &'a str) -> impl Iterator<Item = (&'a Asked, &'a Proved)> {
        let of = move |asked: &'a Asked| {
            asked.proves.iter().filter(move |proved| proved.claim == claim).map(move |proved| (asked, proved))
        };
        self.theorems.iter().flat_map(of)
    }

    /// How much of a part is proved by theorems that hold.
    pub fn share(&self, claim: &str, part: &str) -> Share {
        let proves = self.of_claim(claim).filter(|(asked, proved)| {
            let is_proved = asked.verdict == Verdict::Holds && proved.subject == Subject::Conclusion;
            is_proved && proved.part.as_deref() == Some(part)
        });
        proves.map(|(_, proved)| if proved.in_part { Share::Some } else { Share::Whole }).max().unwrap_or(Share::None)
    }

    /// Is it of a file that a program wrote?
    pub fn is_generated(&self, asked: &Asked) -> bool {
        self.files.iter().any(|file| file.is_generated && file.name == asked.file)
    }

    /// Lines by hand, and lines that a program wrote.
    pub fn lines(&self) -> (usize, usize) {
        let sum = |is_generated: bool| {
            self.files.iter().filter(|file| file.is_generated == is_generated).map(|file| file.lines).sum()
        };
        (sum(false), sum(true))
    }

    /// The lines of those theorems of a claim that hold, with their proofs: by hand, and generated.
    pub fn lines_of(&self, claim: &str) -> (usize, usize) {
        let (mut by_hand, mut generated, mut last) = (0, 0, None);
        for (asked, _) in self.of_claim(claim).filter(|(asked, _)| asked.verdict == Verdict::Holds) {
            if last.replace(&asked.name) != Some(&asked.name) {
                *(if self.is_generated(asked) { &mut generated } else { &mut by_hand }) += asked.lines;
            }
        }
        (by_hand, generated)
    }

    /// Without what differs from machine to machine: the seconds, the version of Coq and how it prints.
    fn found(&self) -> Self {
        let mut found = Checked { coq: String::new(), seconds: 0.0, rechecked: None, ..self.clone() };
        found.theorems.iter_mut().for_each(|asked| asked.statement.clear());
        found
    }

    /// Does another run of the same files say the same? Statements are compared where the version of Coq is the same.
    pub fn agrees(&self, other: &Checked) -> bool {
        let statements =
            |checked: &Checked| checked.theorems.iter().map(|asked| asked.statement.clone()).collect::<Vec<_>>();
        self.found() == other.found() && (self.coq != other.coq || statements(self) == statements(other))
    }
}

/// Where a project stands with its theorems in Coq.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// No run is recorded.
    Absent,
    /// The recorded run is of other files than those that are there.
    Stale,
    /// The recorded run is of these files.
    Current(Checked),
}

impl Standing {
    /// That of a project: its root, and the path of the recorded run below it.
    ///
    /// # Errors
    /// The file and what is wrong with it, where there is a record that does not read.
    pub fn of(root: &Path, record: &str) -> Result<Self, (String, json::JsonError)> {
        let path = root.join(record);
        let Ok(text) = fs::read_to_string(&path) else { return Ok(Standing::Absent) };
        let checked: Checked = json::read(&text).map_err(|error| (path.display().to_string(), error))?;
        let is_current = Folder::read(&root.join(FORMAL)).is_ok_and(|folder| folder.hash() == checked.sources);
        Ok(if is_current { Standing::Current(checked) } else { Standing::Stale })
    }

    /// The recorded run, where it is of these files.
    pub fn current(&self) -> Option<&Checked> {
        if let Standing::Current(checked) = self { Some(checked) } else { None }
    }
}
