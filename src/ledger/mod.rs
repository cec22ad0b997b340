//! The ledger: a recorded run and the claims' documentation as Markdown pages that can be cited. A front page for whoever
//! asks what supports a sentence of the source; a page for each claim. Every status word and number comes from the
//! record, every page is a function of committed files: nothing is run or searched for here.

pub(crate) mod account;
mod coverage;
pub(crate) mod entry;
pub(crate) mod evidence;
mod excerpt;
pub(crate) mod formal;
pub(crate) mod front;
pub(crate) mod prose;
pub(crate) mod support;

pub use coverage::{Uncovered, covers};
pub use excerpt::{README, refreshed};

use crate::account::Account;
use crate::campaign::{Registry, UnknownName};
use crate::claim::MissingSection;
use crate::formal::{FORMAL, Standing};
use crate::record::Record;
use prose::prose;
use std::collections::BTreeMap;

/// The name of the front page, at the root of a project.
pub const LEDGER: &str = "PROOFS.md";

/// The folder of the other pages, beside it.
pub const PAGES: &str = "proofs";

/// The line by which a page of a ledger says that it is one.
pub const GENERATED: &str = "<!-- Generated from a recorded run. Do not edit: `proofs` writes it. -->";

/// The page of what is trusted.
const IMPURITIES: &str = "impurities";

/// The page of what campaigns have come to.
const ACCOUNT: &str = "campaigns";

/// Where the parts of a ledger are, relative to one root.
#[derive(Clone, Debug)]
pub struct Places {
    /// The front page.
    pub front: String,
    /// The folder of the other pages.
    pub pages: String,
    /// The folder of the stored counterexamples.
    pub counterexamples: String,
    /// Are the project's own files below the same root, so that pages can link to them?
    pub has_sources: bool,
}

impl Places {
    /// Those of a project, whose counterexamples are in the given folder.
    pub fn of_project(counterexamples: String) -> Self {
        Places { front: LEDGER.to_string(), pages: PAGES.to_string(), counterexamples, has_sources: true }
    }

    /// The paths of all pages that a registry may have.
    pub fn paths(&self, registry: &Registry) -> Vec<String> {
        let claims = registry.claims().iter().map(|claim| claim.slug);
        let experiments = registry.preface.experiments.iter().map(|experiment| experiment.name);
        let others = claims.clone().chain(experiments).chain([IMPURITIES, ACCOUNT]).map(|name| self.page(name));
        let formal = claims.map(|name| self.formal_page(name));
        [self.front.clone()].into_iter().chain(others).chain(formal).collect()
    }

    /// The path of a page.
    fn page(&self, name: &str) -> String {
        format!("{}/{name}.md", self.pages)
    }

    /// The path of the page of a claim's theorems in Coq.
    fn formal_page(&self, name: &str) -> String {
        format!("{}/{FORMAL}/{name}.md", self.pages)
    }

    /// A path as a page in the folder links to it.
    fn relative(&self, path: &str) -> String {
        format!("{}{path}", "../".repeat(self.pages.split('/').count()))
    }

    /// A link from a page to a file of the project; its name alone where the project is not there.
    fn source(&self, text: &str, path: &str) -> String {
        if self.has_sources { format!("[{text}]({})", self.relative(path)) } else { format!("{text} (`{path}`)") }
    }
}

/// Why a ledger cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unrendered {
    /// A claim's header lacks a section.
    #[error(transparent)]
    Docs(#[from] MissingSection),
    /// A phrase of the source names an unknown claim, experiment or part.
    #[error("preface, {phrase:?}: {problem}")]
    Support {
        /// The phrase.
        phrase: &'static str,
        /// The name.
        problem: UnknownName,
    },
}

/// All pages for a record, for what Coq said and what campaigns have come to, by path. Claims of the registry that the record does not have are left out,
/// and the other way round.
///
/// # Errors
/// [`Unrendered`].
pub fn pages(
    registry: &Registry,
    record: &Record,
    standing: &Standing,
    account: &Account,
    places: &Places,
) -> Result<BTreeMap<String, String>, Unrendered> {
    let front = front::front(registry, record, standing, account, places)?;
    let mut pages = BTreeMap::from([(places.front.clone(), front)]);
    let mut add = |path: String, text: String| pages.insert(path, text);
    for row in &record.claims {
        if let Ok(claim) = registry.claim(&row.claim) {
            let docs = claim.docs()?;
            add(places.page(&row.claim), entry::entry(&docs, claim, row, standing, places));
            if let Some(page) = formal::page(&docs, claim, standing, places) {
                add(places.formal_page(&row.claim), page);
            }
        }
    }
    for experiment in registry.preface.experiments {
        add(places.page(experiment.name), front::experiment(experiment, places));
    }
    if !account.is_empty() {
        add(places.page(ACCOUNT), account::page(account));
    }
    if let (_, Some(text)) = front::impurities(registry) {
        add(places.page(IMPURITIES), format!("# Impurities\n\n{GENERATED}\n\n{}\n", prose(text)));
    }
    Ok(pages)
}

/// A text in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

/// A row of a table.
fn line(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// The header of a table and the line below it.
fn header(titles: &[&str]) -> String {
    let titles: Vec<String> = titles.iter().map(|title| cell(title)).collect();
    format!("\n{}|{}\n", line(&titles), "---|".repeat(titles.len()))
}

/// A size: 0, or two digits and an exponent.
pub(crate) fn brief(x: f64) -> String {
    if x == 0.0 { "0".to_string() } else { format!("{x:.1e}") }
}

/// A figure that may be missing: the legend of its table says of what it is a share.
fn figure(x: Option<f64>) -> String {
    x.map_or("–".to_string(), brief)
}

/// A status word: one that is no pass stands out.
fn status(verdict: crate::record::Verdict) -> String {
    match verdict {
        crate::record::Verdict::Holds => verdict.name().to_string(),
        _ => format!("**{}**", verdict.name()),
    }
}
