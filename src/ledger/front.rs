//! The front page: how to cite, what supports each phrase of the source, one line for each claim.

use super::{
    GENERATED, IMPURITIES, Places, Unrendered, account, brief, cell, formal, header, line, prose, status, support,
};
use crate::account::Account;
use crate::campaign::{Budget, Conclusion, Recorded, Registry};
use crate::claim::{Claim, MissingSection};
use crate::formal::Standing;
use crate::record::{ClaimRow, MutantVerdict, Record};

pub(super) fn front(
    registry: &Registry,
    record: &Record,
    standing: &Standing,
    sums: &Account,
    places: &Places,
) -> Result<String, Unrendered> {
    let preface = &registry.preface;
    let title = if preface.title.is_empty() { "Proofs" } else { preface.title };
    let mut page = format!("# {title}\n\n{GENERATED}\n");
    if !preface.text.is_empty() {
        page.push_str(&format!("\n{}\n", prose(preface.text.trim())));
    }
    page.push_str(&run(registry, record));
    page.push_str(&formal::run(standing));
    page.push_str(&account::section(sums, places));
    let table = support::table(registry, record, places)?;
    if !table.is_empty() {
        page.push_str(&format!(
            "\n## What supports each phrase of {}\n\nA status is read off the recorded run: the worst of the evidence \
             for the named parts, their mutants and the assumptions that they need; without a part, the verdict on the claim.\n{table}",
            if preface.source.is_empty() { "the source" } else { preface.source },
        ));
        let beyond = support::beyond(registry, record);
        if !beyond.is_empty() {
            let links: Vec<String> = beyond.iter().map(|name| format!("[`{name}`]({})", places.page(name))).collect();
            page.push_str(&format!("\nNamed by no phrase: {}.\n", links.join(", ")));
        }
    }
    page.push_str(&claims(registry, record, standing, places)?);
    if !preface.experiments.is_empty() {
        page.push_str(
            "\n## Experiments\n\nDecided by protocols that were written down before the run, with an error of their own; \
             no verification repeats them.\n\n",
        );
    }
    for Recorded { name, conclusion, .. } in preface.experiments {
        let Conclusion { sentence, .. } = conclusion();
        let said = sentence.strip_prefix(&format!("{name}: ")).unwrap_or(&sentence);
        page.push_str(&format!("- [`{name}`]({}): {}\n", places.page(name), prose(&cell(said.trim()))));
    }
    if let (Some(short), long) = impurities(registry) {
        page.push_str(&format!("\n## Impurities\n\n{}\n", prose(short)));
        if long.is_some() {
            page.push_str(&format!("\nAll of them: [{0}]({0}).\n", places.page(IMPURITIES)));
        }
    }
    Ok(page)
}

/// Which run is recorded, and how likely it is wrong.
pub(crate) fn run(registry: &Registry, record: &Record) -> String {
    let Record { tool, version, seed, .. } = record;
    let commit = record.commit.as_ref().map_or(String::new(), |commit| format!(", commit {commit}"));
    let cases = record.cases.map_or(String::new(), |cases| format!(", {cases} accepted instances per row"));
    let accepted: u64 = record.claims.iter().flat_map(|c| &c.evidence).map(|row| row.accepted).sum();
    let interrupted = if record.interrupted { " The run was interrupted." } else { "" };
    let count = |good: fn(&ClaimRow) -> usize| record.claims.iter().map(good).sum::<usize>();
    let identities = match record.identities() {
        (0, _) => String::new(),
        (count, error) => format!(
            "- {count} identities over the field of 2⁶¹ − 1 elements, every gate and entry free: a false one passes with \
             probability at most {}.\n",
            brief(error)
        ),
    };
    format!(
        "\n## The recorded run\n\n- {tool} {version}{commit}, seed {seed}{cases}: **{}**.{interrupted}\n\
         - {} claims, {} rows of evidence on {accepted} instances, {}/{} wrong formulas refuted, {}/{} assumptions shown \
         necessary, {} of the domain.\n\
         - Error budget of what is decided by chance: {}.\n{identities}",
        record.verdict.name(),
        record.claims.len(),
        count(|c| c.evidence.len()),
        count(refuted),
        count(|c| c.mutants.len()),
        count(|c| c.assumptions_shown().0),
        count(|c| c.assumptions_shown().1),
        count(|c| c.domain.len()),
        Budget::of(registry),
    )
}

/// What a claim says, in a sentence.
pub(crate) fn says(claim: &Claim) -> Result<String, MissingSection> {
    let summary = claim.docs()?.summary;
    Ok(summary.strip_prefix(&format!("`{}`:", claim.slug)).unwrap_or(&summary).trim().to_string())
}

/// One line for each claim.
fn claims(registry: &Registry, record: &Record, standing: &Standing, places: &Places) -> Result<String, Unrendered> {
    let mut table = String::from(
        "\n## The claims\n\nEach page has the statement, the proof, what was checked with which error, every wrong version \
         with a counterexample, and the derivation where there is one. Assumptions: those shown necessary by a stored \
         instance; the others are of the domain, with the reason on the page.\n",
    );
    let mut titles = vec!["claim", "verdict", "evidence", "mutants refuted", "assumptions"];
    if *standing != Standing::Absent {
        table.pop();
        table.push_str(
            " Formal: the parts that theorems in Coq prove, these theorems, what Coq refutes at stored counterexamples, the \
             lines of their statements and proofs by hand and generated.\n",
        );
        titles.push("formal");
    }
    titles.push("what it says");
    table.push_str(&header(&titles));
    for row in &record.claims {
        let Ok(claim) = registry.claim(&row.claim) else { continue };
        let says = says(claim)?;
        let kinds: Vec<&str> = row.evidence.iter().map(|row| row.kind.name()).collect();
        let (shown, needed) = row.assumptions_shown();
        let mut cells = vec![
            format!("[`{}`]({})", row.claim, places.page(&row.claim)),
            status(row.verdict),
            kinds.join(", "),
            format!("{}/{}", refuted(row), row.mutants.len()),
            format!("{shown}/{needed}"),
        ];
        cells.extend(formal::summary(claim, standing, places));
        cells.push(prose(&cell(&says)));
        table.push_str(&line(&cells));
    }
    Ok(table)
}

pub(crate) fn refuted(claim: &ClaimRow) -> usize {
    claim.mutants.iter().filter(|m| m.verdict == MutantVerdict::Refuted).count()
}

/// The page of an experiment.
pub(crate) fn experiment(recorded: &Recorded, places: &Places) -> String {
    let Recorded { name, run, results, section, .. } = recorded;
    let (results, section) = (places.source(results, results), section());
    format!(
        "# `{name}`\n\n{GENERATED}\n\nFrom {results}, made by `cargo run --release -- {run}`. Every number below follows from \
         these results.\n\n{}\n",
        section.trim()
    )
}

/// What is trusted: in short, for the front page, and the whole, where there is more. What stands before the first
/// heading is the short form.
pub(crate) fn impurities(registry: &Registry) -> (Option<&'static str>, Option<&'static str>) {
    let text = registry.preface.impurities.trim();
    match text.split_once("\n## ") {
        _ if text.is_empty() => (None, None),
        None => (Some(text), None),
        Some((short, _)) => (Some(short.trim()), Some(text)),
    }
}
