//! `dualproof formal`: the theorems that Coq has checked.
//!
//! The files of `formal/` state claims from the definition of the loss and prove them over any field, for any finite laws,
//! depths and widths. This command runs `coqc` on copies of these very files, in the order of `_CoqProject`, and reads what
//! `Print Assumptions` says of every theorem: *closed under the global context*, or the axioms that it rests on. Nothing is
//! written beside the files. A theorem that Coq has not checked in this run does not hold.

use crate::check::document;
use dualproof::cli::{Answer, Extra, Table, Tint};
use dualproof::progress::waiting;
use dualproof::record::Verdict;
use serde::Serialize;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// How Coq is had.
const HOW: &str = "on Debian: apt-get install coq libcoq-mathcomp-algebra libcoq-mathcomp-algebra-tactics";

/// What every file stands on.
const NEEDED: &str = "From mathcomp Require Import all_ssreflect all_algebra ring.";

/// What Coq says of a theorem without axioms.
const CLOSED: &str = "Closed under the global context";

/// Have the theorems of formal/ checked by Coq.
#[derive(Clone, Debug, clap::Args)]
pub struct FormalArgs {
    /// The folder of the Coq files
    #[arg(long, value_name = "DIR", default_value = "formal")]
    pub dir: PathBuf,
    /// The compiler of Coq
    #[arg(long, value_name = "COQC", default_value = "coqc")]
    pub coqc: PathBuf,
    /// Print one JSON document instead of the table
    #[arg(long)]
    pub json: bool,
}

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

/// What Coq says of one theorem.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Theorem {
    /// `Module.name`.
    pub name: String,
    /// Holds where it is closed.
    pub verdict: Verdict,
    /// What it rests on; empty where it is closed.
    pub assumptions: String,
}

/// What Coq says of all of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FormalReport {
    /// The worst of the theorems.
    pub verdict: Verdict,
    /// The first line of `coqc --version`.
    pub coq: String,
    /// The files in the order in which they were compiled.
    pub files: Vec<String>,
    /// Lines of these files.
    pub lines: usize,
    /// The theorems in the order in which their assumptions are asked for.
    pub theorems: Vec<Theorem>,
    /// What Coq says where it refuses a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<String>,
    /// How long Coq took.
    pub seconds: f64,
}

/// A folder of this run, which goes with it.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        // Copies; nothing depends on their going.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn file_error(path: &Path) -> impl Fn(std::io::Error) -> FormalError + '_ {
    move |problem| FormalError::File { file: path.display().to_string(), problem }
}

/// The options and the files of `_CoqProject`.
fn project(dir: &Path) -> Result<(Vec<String>, Vec<String>), FormalError> {
    let path = dir.join("_CoqProject");
    let text = fs::read_to_string(&path).map_err(file_error(&path))?;
    let (mut options, mut files) = (Vec::new(), Vec::new());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.strip_prefix("-arg ") {
            Some(argument) => options.push(argument.trim().to_string()),
            None if line.ends_with(".v") => files.push(line.to_string()),
            None => options.extend(line.split_whitespace().map(String::from)),
        }
    }
    let is_below = |file: &&String| Path::new(file).components().all(|part| matches!(part, Component::Normal(_)));
    if let Some(found) = files.iter().find(|file| !is_below(file)) {
        let (found, expected) = (found.clone(), format!("a file below {}", dir.display()));
        return Err(FormalError::Content { file: path.display().to_string(), found, expected });
    }
    if files.is_empty() {
        let (found, expected) = ("no file".to_string(), "the names of files, a line each".to_string());
        return Err(FormalError::Content { file: path.display().to_string(), found, expected });
    }
    Ok((options, files))
}

/// The theorems whose assumptions a file asks for, in order: with its own module where they are its own.
fn asked(file: &str, text: &str) -> Vec<String> {
    let module = file.trim_end_matches(".v").replace('/', ".");
    let name = |line: &str| {
        let name = line.trim().strip_prefix("Print Assumptions ")?.strip_suffix('.')?;
        Some(if name.contains('.') { name.to_string() } else { format!("{module}.{name}") })
    };
    text.lines().filter_map(name).collect()
}

/// What Coq answers, one text for each theorem: axioms are listed below `Axioms:`.
fn answers(output: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in output.lines() {
        if line.trim() == CLOSED {
            found.push(String::new());
        } else if line.trim() == "Axioms:" {
            found.push("axioms:".to_string());
        } else if let Some(last) = found.last_mut().filter(|last| !last.is_empty()) {
            last.push_str(&format!(" {}", line.trim()));
        }
    }
    found
}

/// Asks Coq.
///
/// # Errors
/// [`FormalError`] where there is no Coq, or the folder is not as it should be.
pub fn formal(args: &FormalArgs) -> Result<FormalReport, FormalError> {
    let (options, files) = project(&args.dir)?;
    let no_coq = |problem: String| FormalError::NoCoq { coqc: args.coqc.display().to_string(), problem };
    let version = Command::new(&args.coqc).arg("--version").output().map_err(|e| no_coq(e.to_string()))?;
    if !version.status.success() {
        return Err(no_coq(version.status.to_string()));
    }
    let coq = String::from_utf8_lossy(&version.stdout).lines().next().unwrap_or_default().to_string();
    let folder = std::env::temp_dir().join(format!("dualproof-formal-{}", std::process::id()));
    // A new one: what is there already is not ours to remove.
    fs::create_dir(&folder).map_err(file_error(&folder))?;
    let scratch = Scratch(folder);
    let probe = scratch.0.join("probe.v");
    fs::write(&probe, NEEDED).map_err(file_error(&probe))?;
    let probed = Command::new(&args.coqc).args(["-q", "probe.v"]).current_dir(&scratch.0).output();
    let probed = probed.map_err(|e| no_coq(e.to_string()))?;
    if !probed.status.success() {
        let said = String::from_utf8_lossy(&probed.stderr);
        return Err(no_coq(format!(
            "{coq}, which refuses {NEEDED:?}: {}",
            said.split_whitespace().collect::<Vec<_>>().join(" ")
        )));
    }
    let start = Instant::now();
    let mut report = FormalReport {
        verdict: Verdict::Holds,
        coq,
        files: files.clone(),
        lines: 0,
        theorems: Vec::new(),
        refusal: None,
        seconds: 0.0,
    };
    for file in &files {
        let (from, to) = (args.dir.join(file), scratch.0.join(file));
        let text = fs::read_to_string(&from).map_err(file_error(&from))?;
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(file_error(folder))?;
        }
        fs::write(&to, &text).map_err(file_error(&to))?;
        report.lines += text.lines().count();
        let mut command = Command::new(&args.coqc);
        command.arg("-q").args(&options).arg(file).current_dir(&scratch.0);
        let output = command.output().map_err(|e| no_coq(e.to_string()))?;
        let names = asked(file, &text);
        let answers = answers(&String::from_utf8_lossy(&output.stdout));
        // One answer for each question, or none counts.
        let is_answered = output.status.success() && answers.len() == names.len();
        for (place, name) in names.into_iter().enumerate() {
            let assumptions = if is_answered { answers[place].clone() } else { "not checked".to_string() };
            let verdict = if assumptions.is_empty() { Verdict::Holds } else { Verdict::Refuted };
            report.theorems.push(Theorem { name, verdict, assumptions });
        }
        if !output.status.success() {
            report.refusal = Some(format!("{file}: {}", String::from_utf8_lossy(&output.stderr).trim()));
            break;
        }
    }
    let of_theorems = report.theorems.iter().map(|theorem| theorem.verdict).max();
    report.verdict = match &report.refusal {
        Some(_) => Verdict::Refuted,
        None => of_theorems.unwrap_or(Verdict::NothingChecked),
    };
    report.seconds = start.elapsed().as_secs_f64();
    Ok(report)
}

impl FormalReport {
    /// The table.
    pub fn table(&self) -> String {
        let mut table = Table::new(&["theorem", "verdict", "rests on"]);
        for Theorem { name, verdict, assumptions } in &self.theorems {
            let rests = if assumptions.is_empty() { "no axiom" } else { assumptions };
            let cells = [(name.as_str(), Tint::Plain), (verdict.name(), Tint::from(*verdict)), (rests, Tint::Plain)];
            table.row(cells.map(|(text, tint)| (text.to_string(), tint)).to_vec());
        }
        let refusal = self.refusal.as_ref().map_or(String::new(), |text| format!("\n{text}\n"));
        format!(
            "{}{refusal}\n{}: {} theorems in {} files of {} lines; {}, {:.0} s\n",
            table.render(),
            self.verdict.name(),
            self.theorems.len(),
            self.files.len(),
            self.lines,
            self.coq,
            self.seconds
        )
    }
}

/// The command `formal` for the toolkit's command line.
pub fn command() -> Extra {
    Extra::new("formal", |args: FormalArgs| {
        let report = waiting("asking Coq", || formal(&args))?;
        let text = if args.json { document(&report) } else { report.table() };
        Ok(Answer::new(report.verdict, text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_and_answers_are_read() {
        let text = "(* x *)\nPrint Assumptions A.one.\n  Print Assumptions B.two.\nCheck A.one.\n";
        assert_eq!(asked("All.v", text), ["A.one", "B.two"]);
        assert_eq!(asked("made/of.v", "Print Assumptions one."), ["made.of.one"]);
        let said =
            "Closed under the global context\nAxioms:\nfoo : forall x, x\n  bar\nClosed under the global context\n";
        assert_eq!(answers(said), ["", "axioms: foo : forall x, x bar", ""]);
    }
}
