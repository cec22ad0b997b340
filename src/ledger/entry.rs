//! A claim in the ledger: its documentation, then what the recorded run says of it.

use super::{brief, cell, figure, header, line};
use crate::claim::{Ceiling, Claim, Counterexample, Docs, Domain};
use crate::derivation::{Derived, Readable, derive};
use crate::record::{ClaimRow, EvidenceRow, IdentityRow, MutantVerdict, NecessityVerdict, PartRow};

/// The sections of a claim's documentation that the ledger quotes; the others speak of the checks, which have
/// their own tables here.
const QUOTED: [&str; 5] = ["Source", "Statement", "Assumptions", "Proof", "Checked form"];

/// The section of one claim.
pub(super) fn entry(docs: &Docs, claim: &Claim, row: &ClaimRow, links: &str) -> String {
    let derivations = claim.derivations();
    let (domain, ClaimRow { claim, verdict, .. }) = (&claim.domain, row);
    let mut text = format!("\n### {claim}\n\n{}\n\nVerdict: **{}**.\n", docs.summary, verdict.name());
    for section in QUOTED {
        text.push_str(&format!("\n#### {section}\n\n{}\n", docs.section(section)));
    }
    text.push_str(&format!("\n#### Evidence\n\n{}\n", docs.section("Evidence")));
    text.push_str(&evidence(&row.evidence));
    text.push_str(&derivations.map_or(String::new(), derivation));
    text.push_str(&format!("\n#### Mutants\n\n{}\n", docs.section("Mutants")));
    text.push_str(&mutants(row, links));
    let dropped = "When an assumption is dropped";
    text.push_str(&format!("\n#### {dropped}\n\n{}\n", docs.section(dropped)));
    text.push_str(&necessity(row, links));
    for Domain { assumption, reason } in domain {
        text.push_str(&format!("\n`{assumption}` is of the domain: {reason}.\n"));
    }
    text.push_str(&format!("\nTo run it again: `cargo run --release -- verify {claim}`\n"));
    text
}

/// The derivations, derived now: each folded, under its name and length.
fn derivation(text: &str) -> String {
    let all = match derive(text) {
        Ok(all) => all,
        Err(error) => return format!("\n#### Derivations\n\n**Not derived**: {error}\n"),
    };
    let folded = |derived: &Derived| {
        let Readable { name, steps, .. } = &derived.readable();
        let text = derived.readable().text();
        format!("\n<details><summary>{name}: {} steps</summary>\n\n```text\n{text}```\n\n</details>\n", steps.len())
    };
    format!("\n#### Derivations\n{}", all.iter().map(folded).collect::<String>())
}

fn evidence(rows: &[EvidenceRow]) -> String {
    let titles = [
        "evidence",
        "part",
        "verdict",
        "accepted",
        "rejected",
        "vacuous",
        "undecided",
        "residual",
        "bound",
        "power",
        "false pass",
    ];
    let mut table = header(&titles);
    for row in rows {
        let numbers = |x: f64| figure(Some(x).filter(|_| row.kind.compares_numbers()));
        for part in &row.parts {
            table.push_str(&line(&[
                row.kind.name().to_string(),
                format!("`{}`", cell(&part.part)),
                part.verdict.name().to_string(),
                part.accepted.to_string(),
                (row.rejected + part.rejected).to_string(),
                part.vacuous.to_string(),
                part.inconclusive.to_string(),
                numbers(part.residual),
                numbers(part.bound),
                figure(part.power),
                figure(part.identity.as_ref().map(|test| test.false_pass).or(row.false_pass)),
            ]));
        }
    }
    let identity = |part: &PartRow| {
        let IdentityRow { degree, denominator, trials, false_pass, .. } = part.identity.as_ref()?;
        let over = if *denominator == 0 { String::new() } else { format!(" over {denominator}") };
        let (name, error) = (cell(&part.part), brief(*false_pass));
        Some(format!(
            "`{name}`: degree ≤ {degree}{over}, {trials} trials, a false identity passes with probability ≤ {error}"
        ))
    };
    let identities: Vec<String> = rows.iter().flat_map(|row| &row.parts).filter_map(identity).collect();
    if !identities.is_empty() {
        table.push_str(&format!("\nIdentities. {}.\n", identities.join("; ")));
    }
    let ceiling = |(row, part): (&EvidenceRow, &PartRow)| {
        let reason = part.ceiling_reason.as_ref()?;
        Some(format!("`{}` ({}): {}, since {reason}", cell(&part.part), row.kind.name(), brief(part.ceiling)))
    };
    let parts = rows.iter().flat_map(|row| row.parts.iter().map(move |part| (row, part)));
    let ceilings: Vec<String> = parts.filter_map(ceiling).collect();
    if !ceilings.is_empty() {
        let (usual, others) = (Ceiling::DEFAULT.at, ceilings.join("; "));
        table.push_str(&format!("\nPower must be at most {usual:e}, but for {others}.\n"));
    }
    let unmet = rows.iter().flat_map(|row| row.rejected_by.iter().map(|(name, count)| (row.kind.name(), name, count)));
    let unmet: Vec<String> = unmet.map(|(kind, name, count)| format!("{count} × `{name}` ({kind})")).collect();
    if !unmet.is_empty() {
        table.push_str(&format!("\nRejected as a whole: {}.\n", unmet.join(", ")));
    }
    table
}

fn mutants(row: &ClaimRow, links: &str) -> String {
    if row.mutants.is_empty() {
        return String::new();
    }
    let mut table = header(&["mutant", "of part", "verdict", "tried", "counterexample"]);
    for mutant in &row.mutants {
        let verdict = match mutant.verdict {
            MutantVerdict::Refuted => "refuted",
            MutantVerdict::Survives => "**survives**",
            MutantVerdict::NotRun => "not run",
        };
        table.push_str(&line(&[
            format!("`{}`", cell(&mutant.name)),
            format!("`{}`", cell(&mutant.part)),
            verdict.to_string(),
            mutant.tried.to_string(),
            link(mutant.counterexample.as_ref(), &format!("{links}/{}/{}.json", row.claim, mutant.name)),
        ]));
    }
    table
}

fn necessity(row: &ClaimRow, links: &str) -> String {
    if row.necessity.is_empty() {
        return String::new();
    }
    let mut table = header(&["without", "part that fails", "verdict", "tried", "counterexample"]);
    for (index, necessity) in row.necessity.iter().enumerate() {
        let verdict = match necessity.verdict {
            NecessityVerdict::Found => "found",
            NecessityVerdict::Missing => "**missing**",
            NecessityVerdict::NotRun => "not run",
        };
        let path = format!("{links}/{}/{}.json", row.claim, row.necessity_name(index));
        table.push_str(&line(&[
            format!("`{}`", cell(&necessity.assumption)),
            format!("`{}`", cell(&necessity.part)),
            verdict.to_string(),
            necessity.tried.to_string(),
            link(necessity.counterexample.as_ref(), &path),
        ]));
    }
    table
}

/// The stored instance, by its size.
fn link(counterexample: Option<&Counterexample>, path: &str) -> String {
    counterexample.map_or(String::new(), |c| format!("[{} numbers, {}]({path})", c.size().0, c.kind.name()))
}
