//! The ledger: a recorded run and the claims' documentation as one Markdown page that can be cited. Every
//! status word and number in it comes from the record.

mod coverage;
mod entry;
mod excerpt;
mod summary;

pub use coverage::{Uncovered, covers};
pub use excerpt::{README, refreshed};

use crate::campaign::{Budget, Recorded, Registry};
use crate::claim::MissingSection;
use crate::record::Record;

/// The name of the ledger, at the root of a project.
pub const LEDGER: &str = "PROOFS.md";

/// The line by which a ledger says that it is one.
pub const GENERATED: &str = "<!-- Generated from a recorded run. Do not edit: `proofs` writes it. -->";

/// The page for a record whose counterexamples are stored under `links` (a path relative to the page).
/// Claims of the registry that the record does not have are left out, and the other way round.
///
/// # Errors
/// Where a claim's header lacks a section.
pub fn render(registry: &Registry, record: &Record, links: &str) -> Result<String, MissingSection> {
    let preface = &registry.preface;
    let title = if preface.title.is_empty() { "Proofs" } else { preface.title };
    let mut page = format!("# {title}\n\n{GENERATED}\n");
    if !preface.text.is_empty() {
        page.push_str(&format!("\n{}\n", preface.text.trim()));
    }
    page.push_str(&summary::recorded(record));
    page.push_str(&format!("\nError budget: {}.\n", Budget::of(registry)));
    if let (count @ 1.., error) = record.identities() {
        page.push_str(&format!(
            "\n{count} identities over the field of 2⁶¹ − 1 elements, every gate and entry free: a false one passes with \
             probability at most {}.\n",
            brief(error)
        ));
    }
    page.push_str(&summary::overview(record));
    page.push_str(&summary::matrices(registry, record, links));
    page.push_str("\n## Claims\n");
    for row in &record.claims {
        if let Ok(claim) = registry.claim(&row.claim) {
            page.push_str(&entry::entry(&claim.docs()?, claim, row, links));
        }
    }
    if !preface.experiments.is_empty() {
        page.push_str(
            "\n## Experiments\n\nDecided by protocols that were written down before the run, with an error of their own; \
             no verification repeats them. Every number below follows from the recorded results.\n",
        );
    }
    for Recorded { name, run, results, section, .. } in preface.experiments {
        let (section, command) = (section(), format!("cargo run --release -- {run}"));
        page.push_str(&format!("\n### {name}\n\nFrom [{results}]({results}), made by `{command}`.\n\n{section}\n"));
    }
    if !preface.impurities.is_empty() {
        page.push_str(&format!("\n## Impurities\n\n{}\n", preface.impurities.trim()));
    }
    Ok(page)
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
fn brief(x: f64) -> String {
    if x == 0.0 { "0".to_string() } else { format!("{x:.1e}") }
}

/// A figure that may be missing: the legend of its table says of what it is a share.
fn figure(x: Option<f64>) -> String {
    x.map_or("–".to_string(), brief)
}
