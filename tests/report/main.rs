//! The report: a site that a browser shows without a script, without another site, and without a number of its own.

mod bundle;
mod folder;
mod reader;
mod site;

use dualproof::account::{Account, CAMPAIGNS};
use dualproof::campaign::Registry;
use dualproof::formal::Standing;
use dualproof::record::Record;
use dualproof::report::{Source, files, results};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn record() -> Record {
    let text = fs::read_to_string(root().join("theorems/record.json")).expect("the record");
    dualproof::json::read(&text).expect("a record")
}

/// The files of the site of a record.
fn site_of(registry: &Registry, record: &Record) -> BTreeMap<String, String> {
    let standing = Standing::of(&root(), "theorems/formal.json").expect("the record of Coq");
    let text = |path: &'static str| (path.to_string(), fs::read_to_string(root().join(path)).expect("results"));
    let results: BTreeMap<String, String> = results(registry).into_iter().map(text).collect();
    let account = Account::read(registry, &root().join("theorems").join(CAMPAIGNS)).expect("the account");
    files(&Source { registry, record, standing: &standing, account: &account, results: &results }).expect("a site")
}

/// That of the committed record.
fn site() -> &'static BTreeMap<String, String> {
    static SITE: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    SITE.get_or_init(|| site_of(&dualproof_theorems::registry(), &record()))
}

/// The pages among them.
fn pages() -> impl Iterator<Item = (&'static str, &'static str)> {
    site().iter().filter(|(path, _)| path.ends_with(".html")).map(|(path, text)| (path.as_str(), text.as_str()))
}
