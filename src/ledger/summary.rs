//! The front of the ledger: the run, one line per claim, and which assumptions are shown necessary.

use super::{brief, cell, figure, header, line};
use crate::campaign::Registry;
use crate::record::{ClaimRow, MutantVerdict, Record};

/// Which run is recorded.
pub(super) fn recorded(record: &Record) -> String {
    let Record { tool, version, seed, .. } = record;
    let commit = record.commit.as_ref().map_or(String::new(), |commit| format!(", commit {commit}"));
    let cases = record.cases.map_or(String::new(), |cases| format!(", {cases} accepted instances per row"));
    let accepted: u64 = record.claims.iter().flat_map(|c| &c.evidence).map(|row| row.accepted).sum();
    let interrupted = if record.interrupted { " The run was interrupted." } else { "" };
    format!(
        "\n## The recorded run\n\n{tool} {version}{commit}, seed {seed}{cases}: **{}** on {accepted} instances.{interrupted}\n",
        record.verdict.name()
    )
}

/// One line per claim.
pub(super) fn overview(record: &Record) -> String {
    let mut table = String::from("\n## Overview\n");
    table.push_str(&header(&[
        "claim",
        "group",
        "verdict",
        "evidence",
        "accepted",
        "bound",
        "power",
        "false pass",
        "mutants refuted",
        "assumptions shown necessary",
    ]));
    for claim in &record.claims {
        let kinds: Vec<&str> = claim.evidence.iter().map(|row| row.kind.name()).collect();
        let (shown, needed) = claim.assumptions_shown();
        table.push_str(&line(&[
            format!("[`{0}`](#{0})", claim.claim),
            cell(&claim.group),
            claim.verdict.name().to_string(),
            kinds.join(", "),
            claim.evidence.iter().map(|row| row.accepted).sum::<u64>().to_string(),
            brief(claim.evidence.iter().map(|row| row.bound).fold(0.0, f64::max)),
            figure(weakest(claim)),
            figure(claim.evidence.iter().filter_map(|row| row.false_pass).reduce(f64::max)),
            ratio(claim.mutants.iter().map(|m| m.verdict == MutantVerdict::Refuted)),
            format!("{shown}/{needed}"),
        ]));
    }
    table + LEGEND
}

/// What the figures of a row are.
pub(super) const LEGEND: &str = "\n\
    Residual, bound and power are shares of the largest value of a compared matrix. Residual: how far the two sides \
    differ at most. Bound: how far rounding can set them apart; 0 where equality is `==`. Power: the smallest planted \
    violation that is caught in whichever entry, the largest over all instances. False pass: the chance that the row \
    holds of what is false; – where chance plays no part.\n";

/// The largest power of the rows that compare numbers. A simulation's is of another kind: see its row.
fn weakest(claim: &ClaimRow) -> Option<f64> {
    let rows = claim.evidence.iter().filter(|row| row.kind.compares_numbers());
    rows.filter_map(|row| row.power).reduce(f64::max)
}

fn ratio(good: impl Iterator<Item = bool>) -> String {
    let (good, all) = good.fold((0, 0), |(good, all), is| (good + usize::from(is), all + 1));
    format!("{good}/{all}")
}

/// For every group of claims: claims × assumptions, each cell the stored instance that shows the assumption
/// necessary; and the power.
pub(super) fn matrices(registry: &Registry, record: &Record, links: &str) -> String {
    let mut groups: Vec<&str> = Vec::new();
    for claim in &record.claims {
        if !groups.contains(&claim.group.as_str()) {
            groups.push(&claim.group);
        }
    }
    let mut text = String::from(
        "\n## Necessity and power\n\nA number links to the stored instance on which the claim fails without the \
         assumption, and is the size of that instance; \"domain\" marks a condition \
         outside which the statement has no meaning, so that nothing can fail there; the claim's section gives the \
         reason.\n",
    );
    for group in groups {
        let claims: Vec<&ClaimRow> = record.claims.iter().filter(|claim| claim.group == group).collect();
        text.push_str(&format!("\n### Group {group}\n{}", matrix(registry, &claims, links)));
    }
    text
}

fn matrix(registry: &Registry, claims: &[&ClaimRow], links: &str) -> String {
    let assumed = |row: &ClaimRow| registry.claim(&row.claim).map_or(Vec::new(), |claim| claim.assumption_names());
    let mut columns: Vec<&str> = Vec::new();
    for name in claims.iter().flat_map(|row| assumed(row)) {
        if !columns.contains(&name) {
            columns.push(name);
        }
    }
    let titles: Vec<&str> = ["claim"].into_iter().chain(columns.iter().copied()).chain(["power"]).collect();
    let mut table = header(&titles);
    for row in claims {
        let own = assumed(row);
        let shown = |name: &str| {
            let found: Vec<String> = (0..row.necessity.len())
                .filter(|n| row.necessity[*n].assumption == name)
                .map(|n| match &row.necessity[n].counterexample {
                    Some(c) => format!("[{}]({links}/{}/{}.json)", c.size().0, row.claim, row.necessity_name(n)),
                    None => "**missing**".to_string(),
                })
                .collect();
            match (found.is_empty(), own.contains(&name)) {
                (false, _) => found.join(", "),
                (true, true) => "domain".to_string(),
                (true, false) => String::new(),
            }
        };
        let cells = [format!("[`{0}`](#{0})", row.claim)].into_iter();
        let cells = cells.chain(columns.iter().map(|name| shown(name))).chain([figure(weakest(row))]);
        table.push_str(&line(&cells.collect::<Vec<_>>()));
    }
    table
}
