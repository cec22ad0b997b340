//! Where a project keeps its recorded run, and whether a folder is such a place: what `proofs` did not write, it does
//! not overwrite.

use super::Failure;
use crate::account::{Account, CAMPAIGNS};
use crate::campaign::Registry;
use crate::formal::{CHECKED, FORMAL, Standing};
use crate::json;
use crate::ledger::{GENERATED, PAGES, Places};
use crate::record::Record;
use serde_json::Value;
use std::ffi::OsString;
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
#[derive(Clone, Copy)]
pub(super) struct Home<'a> {
    registry: &'a Registry,
    root: &'a Path,
}

impl<'a> Home<'a> {
    pub(super) fn of(registry: &'a Registry, root: &'a Path) -> Self {
        Home { registry, root }
    }

    /// A path in it, relative to the root.
    fn path(&self, name: &str) -> String {
        self.registry.preface.in_home(name)
    }

    /// The root of the project.
    pub(super) fn root(&self) -> &'a Path {
        self.root
    }

    /// The path of the record.
    pub(super) fn record(&self) -> String {
        self.path(RECORD)
    }

    /// The recorded run.
    ///
    /// # Errors
    /// [`Failure::Unreadable`] and [`Failure::Malformed`].
    pub(super) fn recorded(&self) -> Result<Record, Failure> {
        let file = self.root.join(self.record()).display().to_string();
        json::read(&self.whole(&self.record())?).map_err(|error| Failure::Malformed { file, error })
    }

    /// The text of a file that must be there.
    ///
    /// # Errors
    /// [`Failure::Unreadable`].
    pub(super) fn whole(&self, path: &str) -> Result<String, Failure> {
        let file = self.root.join(path);
        let unreadable = |error: std::io::Error| Failure::Unreadable {
            file: file.display().to_string(),
            problem: error.to_string(),
        };
        fs::read_to_string(&file).map_err(unreadable)
    }

    /// The path of the recorded run of Coq.
    pub(super) fn formal(&self) -> String {
        self.path(CHECKED)
    }

    /// Where the project stands with its theorems in Coq.
    ///
    /// # Errors
    /// [`Failure::Malformed`] where the recorded run does not read.
    pub(super) fn standing(&self) -> Result<Standing, Failure> {
        Standing::of(self.root, &self.formal()).map_err(|(file, error)| Failure::Malformed { file, error })
    }

    /// What campaigns have come to: every entry of the account.
    ///
    /// # Errors
    /// [`Failure`] where an entry does not read, or is of nothing that is known.
    pub(super) fn account(&self) -> Result<Account, Failure> {
        Ok(Account::read(self.registry, &self.root.join(self.path(CAMPAIGNS)))?)
    }

    /// The path of the directory of counterexamples.
    pub(super) fn counterexamples(&self) -> String {
        self.path(COUNTEREXAMPLES)
    }

    /// Where the pages of the ledger are.
    pub(super) fn places(&self) -> Places {
        Places::of_project(self.counterexamples())
    }

    /// The paths of the counterexamples and generated pages that are there, whether or not anything still has them.
    pub(super) fn stored(&self) -> Vec<String> {
        let mut found = self.stored_counterexamples();
        let paths = [PAGES.to_string(), format!("{PAGES}/{FORMAL}")].into_iter().flat_map(|folder| {
            let pages = listed(&self.root.join(&folder)).filter_map(|name| name.into_string().ok());
            pages.filter(|name| name.ends_with(".md")).map(move |name| format!("{folder}/{name}"))
        });
        let is_generated =
            |path: &String| self.text(path).is_ok_and(|text| text.is_some_and(|t| t.contains(GENERATED)));
        found.extend(paths.filter(is_generated));
        found.sort();
        found
    }

    fn stored_counterexamples(&self) -> Vec<String> {
        let mut found = Vec::new();
        for claim in listed(&self.root.join(self.counterexamples())) {
            // A name that is no text is none that was written here.
            let Some(claim) = claim.to_str() else { continue };
            let folder = format!("{}/{claim}", self.counterexamples());
            let files = listed(&self.root.join(&folder)).filter_map(|file| file.into_string().ok());
            found.extend(files.filter(|file| file.ends_with(".json")).map(|file| format!("{folder}/{file}")));
        }
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
        for page in self.places().paths(self.registry) {
            if self.text(&page)?.is_some_and(|text| !text.contains(GENERATED)) {
                return refuse(&page, "a page without the line that says it is generated", "one that `proofs` wrote");
            }
        }
        for path in self.stored_counterexamples() {
            if self.text(&path)?.is_some_and(|text| !is(&text, &OF_A_COUNTEREXAMPLE)) {
                return refuse(&path, "a file that is no counterexample", "one that `proofs` wrote");
            }
        }
        Ok(())
    }

    /// The text of a file; `None` for a missing file, empty for one that is not UTF-8.
    fn text(&self, path: &str) -> Result<Option<String>, Failure> {
        let file = self.root.join(path);
        match fs::read(&file) {
            Ok(bytes) => Ok(Some(String::from_utf8(bytes).unwrap_or_default())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Failure::Unreadable { file: file.display().to_string(), problem: error.to_string() }),
        }
    }
}

/// The names in a directory; none where there is no such directory.
fn listed(path: &Path) -> impl Iterator<Item = OsString> + use<> {
    fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.file_name())
}
