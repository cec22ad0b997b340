//! `report`: the recorded run as a static site. It is written into a folder that is empty, or that has an earlier one and
//! nothing else.

use super::home::Home;
use super::{Answer, Failure, counted};
use crate::campaign::Registry;
use crate::ledger;
use crate::output::Folder;
use crate::record::{Record, Verdict};
use crate::report::{self, FILES, INDEX, Source};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub(super) struct Report {
    /// The folder of the site: an empty one, or one with an earlier report and nothing else
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The root of the project
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
}

pub(super) fn report(registry: &Registry, report: &Report) -> Result<Answer, Failure> {
    let home = Home::of(registry, &report.root);
    let record = home.recorded()?;
    if let Err(difference) = ledger::covers(registry, &record) {
        let text = format!("stale: {difference}\nnothing is written; run `proofs` for a new record\n");
        return Ok(Answer::new(Verdict::Refuted, text));
    }
    let files = site(registry, &home, &record)?;
    let superfluous = superfluous(&report.folder, &files)?;
    let folder = Folder::open(&report.folder)?;
    folder.write_together(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))?;
    superfluous.iter().try_for_each(|path| folder.remove(path))?;
    let pages = files.keys().filter(|path| path.ends_with(".html")).count();
    let first = report.folder.join(INDEX);
    let text = format!(
        "{} in {} are written; begin at {}\n",
        counted(pages, "page"),
        counted(files.len(), "file"),
        first.display()
    );
    Ok(Answer::new(record.verdict, text))
}

/// The files of the site of a home's record.
///
/// # Errors
/// [`Failure`] where something that it shows does not read.
pub(super) fn site(registry: &Registry, home: &Home<'_>, record: &Record) -> Result<BTreeMap<String, String>, Failure> {
    let results = report::results(registry).into_iter().map(|path| Ok((path.to_string(), home.whole(path)?)));
    let results: BTreeMap<String, String> = results.collect::<Result<_, Failure>>()?;
    let (standing, account) = (home.standing()?, home.account()?);
    let source = Source { registry, record, standing: &standing, account: &account, results: &results };
    Ok(report::files(&source)?)
}

/// The files of an earlier report that this one does not have. What is not of a report is not touched, nor written beside.
///
/// # Errors
/// [`Failure::NoHome`] with the first file that is not of a report.
fn superfluous(folder: &Path, files: &BTreeMap<String, String>) -> Result<Vec<String>, Failure> {
    let refuse = |path: &str, found: &str| {
        let path = folder.join(path).display().to_string();
        Err(Failure::NoHome {
            path,
            found: found.to_string(),
            expected: "an empty folder, or one with a report and nothing else",
        })
    };
    match fs::symlink_metadata(folder) {
        Err(_) => return Ok(Vec::new()),
        Ok(found) if found.is_dir() || fs::metadata(folder).is_ok_and(|end| end.is_dir()) => {}
        Ok(_) => return refuse("", "a file"),
    }
    let list = fs::read_to_string(folder.join(FILES)).unwrap_or_default();
    let listed = report::listed(&list);
    let mut superfluous = Vec::new();
    for path in below(folder, "")? {
        // The draft of a process that was killed, a file that this report writes as it is, or one of an earlier report.
        let is_draft =
            path.rsplit('/').next().is_some_and(|name| name.starts_with(".dualproof-") && name.ends_with(".partial"));
        let is_same = || {
            files
                .get(&path)
                .is_some_and(|text| fs::read(folder.join(&path)).is_ok_and(|found| found == text.as_bytes()))
        };
        if !is_draft && !listed.contains(&path.as_str()) && !is_same() {
            return refuse(&path, "a file that is of no report");
        }
        if !files.contains_key(&path) {
            superfluous.push(path);
        }
    }
    Ok(superfluous)
}

/// The paths of everything below a folder that is no folder itself, in order; links are not followed.
fn below(folder: &Path, prefix: &str) -> Result<Vec<String>, Failure> {
    let place = folder.join(prefix);
    let unreadable =
        |error: std::io::Error| Failure::Unreadable { file: place.display().to_string(), problem: error.to_string() };
    let mut paths = Vec::new();
    for entry in fs::read_dir(&place).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        if entry.file_type().map_err(unreadable)?.is_dir() {
            paths.extend(below(folder, &path)?);
        } else {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}
