//! `derive`: searches for the steps of files of derivations, and writes them beside each. No other command searches.

use super::{Answer, Failure};
use crate::derivation::{FOUND, SearchError, derive as search, steps_of};
use crate::output::Target;
use crate::record::Verdict;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub(super) struct Derive {
    /// Files NAME.derivation
    #[arg(required = true, value_name = "FILES")]
    files: Vec<PathBuf>,
    /// Write the steps into NAME.steps beside each, instead of printing them
    #[arg(long)]
    write: bool,
}

/// All files are searched before one is written.
pub(super) fn derive(derive: &Derive) -> Result<Answer, Failure> {
    let targets = derive.files.iter().map(|file| steps_file(file, derive.write)).collect::<Result<Vec<_>, _>>()?;
    let mut found = Vec::new();
    for file in &derive.files {
        let shown = file.display().to_string();
        let text = fs::read_to_string(file)
            .map_err(|error| Failure::Unreadable { file: shown.clone(), problem: error.to_string() })?;
        match search(&text) {
            Ok(all) => found.push((shown, all)),
            Err(error @ SearchError::NotFound { .. }) => {
                return Ok(Answer::new(Verdict::Inconclusive, format!("{shown}: {error}; nothing is written\n")));
            }
            Err(SearchError::Derivation(error)) => {
                return Err(Failure::NotDerived { file: shown, error: Box::new(error) });
            }
        }
    }
    if !derive.write {
        return Ok(Answer::new(Verdict::Holds, found.iter().map(|(_, all)| steps_of(all)).collect()));
    }
    let mut text = String::new();
    for (target, (file, all)) in targets.into_iter().flatten().zip(&found) {
        target.write_all(steps_of(all).as_bytes())?;
        let steps: usize = all.iter().map(|derived| derived.proof.steps.len()).sum();
        text.push_str(&format!("{file}: written, {steps} steps for {} goals\n", all.len()));
    }
    Ok(Answer::new(Verdict::Holds, text))
}

/// Where the steps of a file go, proven to be a place that can be written, and not somebody else's file.
fn steps_file(file: &Path, write: bool) -> Result<Option<Target>, Failure> {
    let refuse = |path: &Path, found: &str, expected| {
        Err(Failure::NoHome { path: path.display().to_string(), found: found.to_string(), expected })
    };
    if file.extension().is_none_or(|extension| extension != "derivation") {
        return refuse(file, "another ending", "NAME.derivation");
    }
    let steps = file.with_extension("steps");
    match fs::read(&steps) {
        _ if !write => Ok(None),
        // An empty one is what the source file includes before the first search.
        Ok(old) if !old.is_empty() && !old.starts_with(FOUND.as_bytes()) => {
            refuse(&steps, "a file without the line that says it was found", "one that `derive --write` wrote")
        }
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(Failure::Unreadable { file: steps.display().to_string(), problem: error.to_string() })
        }
        _ => Ok(Some(Target::prove(&steps)?)),
    }
}
