//! Where a project keeps its recorded run, and whether a folder is such a place: what `proofs` did not write, it does
//! not overwrite.

use super::Failure;
use crate::campaign::Registry;
use crate::ledger::{GENERATED, LEDGER};
use serde_json::Value;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// The name of the recorded run, in the registry's home.
const RECORD: &str = "record.json";

/// The name of the directory of counterexamples, beside it.
const COUNTEREXAMPLES: &str = "counterexamples";

/// Keys that every record has had, and every counterexample.
const OF_A_RECORD: [&str; 4] = ["tool", "version", "seed", "claims"];
const OF_A_COUNTEREXAMPLE: [&str; 4] = ["claim", "part", "refutes", "instance"];

/// The home of a registry's recorded run below a project's root.
#[derive(Clone, Copy, Debug)]
pub(super) struct Home<'a> {
    root: &'a Path,
    home: &'static str,
}

impl<'a> Home<'a> {
    pub(super) fn of(registry: &Registry, root: &'a Path) -> Self {
        Home { root, home: registry.preface.home }
    }

    /// A path in it, relative to the root.
    fn path(&self, name: &str) -> String {
        if self.home.is_empty() { name.to_string() } else { format!("{}/{name}", self.home) }
    }

    /// The path of the record.
    pub(super) fn record(&self) -> String {
        self.path(RECORD)
    }

    /// The path of the directory of counterexamples.
    pub(super) fn counterexamples(&self) -> String {
        self.path(COUNTEREXAMPLES)
    }

    /// The paths of the counterexamples that are there.
    pub(super) fn stored(&self) -> Vec<String> {
        let listed = |path: &Path| fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.file_name());
        let mut found = Vec::new();
        for claim in listed(&self.root.join(self.counterexamples())) {
            // A name that is no text is none that was written here.
            let Some(claim) = claim.to_str() else { continue };
            let folder = format!("{}/{claim}", self.counterexamples());
            let files = listed(&self.root.join(&folder)).filter_map(|file| file.into_string().ok());
            found.extend(files.filter(|file| file.ends_with(".json")).map(|file| format!("{folder}/{file}")));
        }
        found.sort();
        found
    }

    /// Is everything that would be overwritten or removed something that was written here before? A root without a
    /// record is no home, unless it is to become the first one.
    ///
    /// # Errors
    /// [`Failure::NoHome`].
    pub(super) fn prove(&self, init: bool) -> Result<(), Failure> {
        let shown = |path: &str| self.root.join(path).display().to_string();
        let refuse = |path: &str, found: &str, expected| {
            Err(Failure::NoHome { path: shown(path), found: found.to_string(), expected })
        };
        let is = |text: &str, keys: &[&str]| {
            serde_json::from_str::<Value>(text).is_ok_and(|document| keys.iter().all(|key| document.get(key).is_some()))
        };
        let record = self.record();
        match self.text(&record)? {
            Some(text) if !is(&text, &OF_A_RECORD) => {
                return refuse(&record, "a file that is no recorded run", "one that `proofs` wrote");
            }
            None if !init => {
                return refuse(
                    &record,
                    "no recorded run",
                    "the root of a project that has one (--root DIR), or --init",
                );
            }
            _ => {}
        }
        if self.text(LEDGER)?.is_some_and(|text| !text.contains(GENERATED)) {
            return refuse(LEDGER, "a page without the line that says it is generated", "one that `proofs` wrote");
        }
        for path in self.stored() {
            if self.text(&path)?.is_some_and(|text| !is(&text, &OF_A_COUNTEREXAMPLE)) {
                return refuse(&path, "a file that is no counterexample", "one that `proofs` wrote");
            }
        }
        Ok(())
    }

    /// The text of a file; `None` where there is none. One that is no text is empty, which nothing here is.
    fn text(&self, path: &str) -> Result<Option<String>, Failure> {
        let file = self.root.join(path);
        match fs::read(&file) {
            Ok(bytes) => Ok(Some(String::from_utf8(bytes).unwrap_or_default())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Failure::Unreadable { file: file.display().to_string(), problem: error.to_string() }),
        }
    }
}
