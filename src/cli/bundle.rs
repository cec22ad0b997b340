//! `bundle`: one archive for reviewers, of the recorded run and what re-checks it.

use super::certify::certified;
use super::home::Home;
use super::progress::{Extent, watched};
use super::{Answer, Failure, counted};
use crate::bundle::Facts;
use crate::campaign::{Budget, DEFAULT_CASES, Limit, Plan, Registry, Selection};
use crate::output::Target;
use crate::record::Verdict;
use crate::{json, ledger};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What of the project is put in as it is, where it is there: files and folders below the root.
const AS_IT_IS: [&str; 6] = ["PROOFS.md", "proofs", "checker", "Cargo.lock", "CITATION.cff", "LICENSE-MIT"];

#[derive(Debug, clap::Args)]
pub(super) struct Bundle {
    /// The archive to write, a .tar
    #[arg(value_name = "OUT.tar")]
    out: PathBuf,
    /// The root of the project
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
}

pub(super) fn bundle(registry: &Registry, bundle: &Bundle) -> Result<Answer, Failure> {
    let home = Home::of(registry, &bundle.root);
    let record = home.recorded()?;
    if let Err(difference) = ledger::covers(registry, &record) {
        let text = format!("stale: {difference}\nnothing is written; run `proofs` for a new record\n");
        return Ok(Answer::new(Verdict::Refuted, text));
    }
    let target = Target::prove(&bundle.out)?;
    let (standing, account) = (home.standing()?, home.account()?);
    let selection = Selection::all(registry);
    let plan =
        Plan::new(record.seed, Limit::Cases(record.cases.unwrap_or(DEFAULT_CASES))).sharing(Budget::of(registry));
    let extent = Extent::Rows { rows: super::certify::parts_to_certify(&selection), instances: 0 };
    let (certificates, _) = watched(&plan.watch, extent, || certified(&selection, &plan))?;
    if plan.is_stopped() {
        return Ok(Answer::new(Verdict::Inconclusive, "interrupted: nothing is written\n".to_string()));
    }
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let facts = Facts {
        registry,
        record: &record,
        standing: &standing,
        account: &account,
        certificates: certificates.len(),
        processors,
    };
    let system = format!("{} {}", std::env::consts::OS, std::env::consts::ARCH);
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut add = |path: String, text: String| drop(files.insert(path, text.into_bytes()));
    add("README.md".to_string(), facts.readme());
    add("CHECKLIST.md".to_string(), facts.checklist()?);
    add("ENVIRONMENT.md".to_string(), facts.environment(&system));
    add("record/record.json".to_string(), json::write(&record));
    if let Some(checked) = standing.current() {
        add("record/formal.json".to_string(), json::write(checked));
    }
    for (path, counterexample) in record.counterexamples() {
        add(format!("record/counterexamples/{path}"), json::write(counterexample));
    }
    for (path, text) in super::report::site(registry, &home, &record)? {
        add(format!("report/{path}"), text);
    }
    for (path, text) in certificates {
        add(format!("certificates/{path}"), text);
    }
    for path in AS_IT_IS {
        put(&bundle.root, path, &mut files)?;
    }
    let project = registry.preface.project;
    let folder = format!("{}-{}", project.name, project.version);
    let count = files.len();
    target.write(|out| archive(out, &folder, &files))?;
    let text = format!("{}: {} in the folder {folder}\n", bundle.out.display(), counted(count, "file"));
    Ok(Answer::new(record.verdict, text))
}

/// Puts a file, or all of a folder, of the project in; what begins with a dot or is compiled is left out.
fn put(root: &Path, path: &str, files: &mut BTreeMap<String, Vec<u8>>) -> Result<(), Failure> {
    let place = root.join(path);
    let unreadable =
        |error: std::io::Error| Failure::Unreadable { file: place.display().to_string(), problem: error.to_string() };
    if place.is_dir() {
        for entry in fs::read_dir(&place).map_err(unreadable)? {
            let name = entry.map_err(unreadable)?.file_name();
            let Some(name) = name.to_str().filter(|name| !name.starts_with(['.', '_'])) else { continue };
            put(root, &format!("{path}/{name}"), files)?;
        }
    } else if place.is_file() {
        files.insert(path.to_string(), fs::read(&place).map_err(unreadable)?);
    }
    Ok(())
}

/// The archive of files in a folder: the same bytes for the same files, whenever and by whomever it is made.
fn archive(out: &mut dyn Write, folder: &str, files: &BTreeMap<String, Vec<u8>>) -> std::io::Result<()> {
    let mut archive = tar::Builder::new(out);
    for (path, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(0);
        archive.append_data(&mut header, format!("{folder}/{path}"), bytes.as_slice())?;
    }
    archive.finish()
}
