//! The evidence for a claim as one table, parts × kinds.

use super::{brief, cell, header, line, prose, status};
use crate::claim::{Ceiling, Kind};
use crate::record::{ClaimRow, EvidenceRow, IdentityRow, PartRow};

/// What the cells say.
const LEGEND: &str = "\n*k* of *n*: it holds on k of n instances; the others are outside its assumptions, or vacuous (all \
    values are within rounding of 0, so that nothing is compared). *r* ≤ *b*: the largest difference of the two sides, and \
    how far rounding can set them apart; power: the smallest planted violation that is caught; all three are shares of the \
    largest value of a compared matrix, and are left out where equality is `==`. p: the chance that it passes what is \
    false. –: not decided by this kind of evidence.";

/// The table, its legend, and what a reader must know of single cells. What theorems in Coq say of a part is its last
/// column, where there are some; they have a page of their own. Parts that only a derivation speaks of are left
/// to the list of derivations.
pub(super) fn evidence(row: &ClaimRow, formal: impl Fn(&str) -> Option<String>, theorems: &str) -> String {
    let parts = parts(row);
    let mut titles: Vec<&str> = ["part"].into_iter().chain(row.evidence.iter().map(|row| row.kind.name())).collect();
    let is_formal = parts.iter().any(|part| formal(part).is_some());
    if is_formal {
        titles.push("formal");
    }
    let mut table = header(&titles);
    // Parts of which everything is the same share a line.
    let mut lines: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    for part in parts {
        let found = row.evidence.iter().map(|row| {
            let part = row.parts.iter().find(|found| found.part == part);
            part.map_or("–".to_string(), |part| decided(row, part))
        });
        let (name, found) = (format!("`{}`", cell(part)), found.chain(formal(part)).collect::<Vec<_>>());
        match lines.iter_mut().find(|(_, cells)| *cells == found) {
            Some((names, _)) => names.push(name),
            None => lines.push((vec![name], found)),
        }
    }
    for (names, found) in lines {
        table.push_str(&line(&[names.join(", ")].into_iter().chain(found).collect::<Vec<_>>()));
    }
    table.push_str(LEGEND);
    if is_formal {
        table.push_str(&format!(" Formal: [theorems that Coq has checked]({theorems})."));
    }
    let rows = row.evidence.iter();
    let all = rows.clone().flat_map(|row| row.parts.iter().map(move |part| (row, part)));
    let ceilings: Vec<String> = all
        .filter_map(|(row, part)| {
            let reason = part.ceiling_reason.as_ref()?;
            Some(format!(
                "`{}` ({}): {}, since {}",
                cell(&part.part),
                row.kind.name(),
                brief(part.ceiling),
                prose(reason)
            ))
        })
        .collect();
    if !ceilings.is_empty() {
        let (usual, others) = (Ceiling::DEFAULT.at, ceilings.join("; "));
        table.push_str(&format!(" Power must be at most {usual:e}, but for {others}."));
    }
    let unmet = rows.flat_map(|row| row.rejected_by.iter().map(|(name, count)| (row.kind.name(), name, count)));
    let unmet: Vec<String> = unmet.map(|(kind, name, count)| format!("{count} × `{name}` ({kind})")).collect();
    if !unmet.is_empty() {
        table.push_str(&format!(" Outside the assumptions of every part: {}.", unmet.join(", ")));
    }
    table
}

/// The parts that instances decide, each once.
pub(crate) fn parts(row: &ClaimRow) -> Vec<&str> {
    let mut parts: Vec<&str> = Vec::new();
    for part in row.evidence.iter().filter(|row| row.kind != Kind::Derivation).flat_map(|row| &row.parts) {
        if !parts.contains(&part.part.as_str()) {
            parts.push(&part.part);
        }
    }
    parts
}

/// The verdict on a part under one kind, with the figures that say something there.
fn decided(row: &EvidenceRow, part: &PartRow) -> String {
    let figures = figures(row, part).into_iter().map(|figure| figure.text);
    [status(part.verdict)].into_iter().chain(figures).collect::<Vec<_>>().join(", ")
}

/// A figure of a part, and the field of the record that it is from.
pub(crate) struct Figure {
    /// In words.
    pub(crate) text: String,
    /// A JSON pointer from the part's row.
    pub(crate) field: &'static str,
    /// Does it say how sharp the comparison is, and not on how much it was made?
    pub(crate) is_sharpness: bool,
}

/// The figures of a part under one kind that say something there.
pub(crate) fn figures(row: &EvidenceRow, part: &PartRow) -> Vec<Figure> {
    let drawn = part.accepted + row.rejected + part.rejected + part.inconclusive + part.vacuous;
    let mut figures = Vec::new();
    let mut say = |field, is_sharpness, text| figures.push(Figure { text, field, is_sharpness });
    match &part.identity {
        _ if row.kind == Kind::Derivation => {}
        Some(IdentityRow { degree, denominator, trials, .. }) => {
            let over = if *denominator == 0 { String::new() } else { format!(" over {denominator}") };
            say("identity", false, format!("{trials} trials, degree ≤ {degree}{over}"));
        }
        None => say("accepted", false, format!("{} of {drawn}", part.accepted)),
    }
    for (field, count, what) in [("inconclusive", part.inconclusive, "undecided"), ("vacuous", part.vacuous, "vacuous")]
    {
        if count > 0 {
            say(field, false, format!("{count} {what}"));
        }
    }
    if row.kind.compares_numbers() && (part.residual > 0.0 || part.bound > 0.0) {
        say("residual", true, format!("{} ≤ {}", brief(part.residual), brief(part.bound)));
    }
    if let Some(power) = part.power.filter(|power| *power > 0.0) {
        say("power", true, format!("power {}", brief(power)));
    }
    if let Some(chance) = part.identity.as_ref().map(|test| test.false_pass).or(row.false_pass) {
        let field = if part.identity.is_some() { "identity/false_pass" } else { "" };
        say(field, true, format!("p ≤ {}", brief(chance)));
    }
    figures
}
