//! The report: a recorded run as a static site, for whoever opens it in a browser. It is the ledger's sibling, made of the same
//! record, headers and derivations; what both say is said there. A page needs no script, no server and no other site, and
//! every number of a table leads to the place in the JSON document that it is from.

mod claim;
mod counterexample;
mod data;
mod derivation;
mod evidence;
mod experiment;
mod front;
mod necessity;
mod run;
mod site;

pub use site::Source;

use crate::campaign::Registry;
use crate::formal::Standing;
use crate::html::STYLE;
use crate::json;
use crate::ledger::{self, Unrendered, front::impurities};
use crate::record::Record;
use site::Site;
use std::collections::BTreeMap;

/// The first page.
pub const INDEX: &str = "index.html";

/// The page of what campaigns have come to.
const CAMPAIGNS: &str = "campaigns.html";

/// The file that lists what a site consists of.
pub const FILES: &str = "files.txt";

/// The first line of that list.
pub const LISTED: &str = "The files of a site that dualproof made: report.";

/// All files of the site of a record, by path: a function of its arguments. Claims of the registry that the record does not
/// have are left out, and the other way round.
///
/// # Errors
/// [`Unrendered`].
pub fn files(source: &Source<'_>) -> Result<BTreeMap<String, String>, Unrendered> {
    let Source { registry, record, standing, account, results } = source;
    let site = Site::of(source);
    let mut files = BTreeMap::from([("style.css".to_string(), STYLE.to_string())]);
    let mut add = |path: &str, text: String| {
        files.insert(path.to_string(), text);
    };
    add(INDEX, front::page(&site)?);
    add("evidence.html", run::page(&site));
    add("data/record.json", json::write(record));
    add("data/record.html", data::record(&site));
    if let Standing::Current(checked) = standing {
        add("data/formal.json", json::write(checked));
    }
    for (claim, row) in site.claims() {
        let name = claim.slug;
        add(&format!("claims/{name}.html"), claim::page(&site, claim, row)?);
        add(&format!("data/{name}.json"), json::write(row));
        add(&format!("data/{name}.html"), data::claim(&site, row));
        if let Some(text) = ledger::formal::page(&claim.docs()?, claim, standing, &site.places) {
            add(&format!("formal/{name}.html"), site.markdown_page(&format!("formal/{name}.html"), &text, None));
        }
    }
    for (path, counterexample) in record.counterexamples() {
        add(&format!("counterexamples/{path}"), json::write(counterexample));
    }
    if !account.is_empty() {
        let (text, source) = (ledger::account::page(account), data::campaigns_source());
        add(CAMPAIGNS, site.markdown_page(CAMPAIGNS, &text, Some(&source)));
        add(data::CAMPAIGNS, data::campaigns(account));
    }
    for experiment in registry.preface.experiments {
        for picture in (experiment.pictures)() {
            add(&format!("plots/{}.svg", picture.name), picture.svg);
        }
        add(&format!("experiments/{}.html", experiment.name), experiment::page(&site, experiment));
        if let Some(text) = results.get(experiment.results) {
            add(&experiment::results(experiment), text.clone());
        }
    }
    if let (_, Some(text)) = impurities(registry) {
        let text = format!("# What is trusted\n\n{}\n", ledger::prose::prose(text));
        add("trusted.html", site.markdown_page("trusted.html", &text, None));
    }
    let list: String = files.keys().map(|path| format!("{path}\n")).collect();
    files.insert(FILES.to_string(), format!("{LISTED}\n{list}{FILES}\n"));
    Ok(files)
}

/// What the site of a registry needs beside the record: the results of its experiments, relative to the project's root.
pub fn results(registry: &Registry) -> Vec<&'static str> {
    registry.preface.experiments.iter().map(|experiment| experiment.results).collect()
}

/// The paths that an earlier list of files names; none where it is no such list.
pub fn listed(text: &str) -> Vec<&str> {
    match text.split_once('\n') {
        Some((LISTED, paths)) => paths.lines().collect(),
        _ => Vec::new(),
    }
}

/// How many formulas of the claims' headers are MathML, and how much of their notation that is.
///
/// # Errors
/// [`Unrendered`] where a header lacks a section.
pub fn coverage(registry: &Registry, record: &Record) -> Result<crate::html::formula::Coverage, Unrendered> {
    let mut all = crate::html::formula::Coverage::default();
    for row in &record.claims {
        let Ok(claim) = registry.claim(&row.claim) else { continue };
        for (_, text) in claim.docs()?.sections() {
            for prose in site::runs(text) {
                all = all.with(crate::html::formula::Coverage::of(&prose));
            }
        }
    }
    Ok(all)
}
