//! The page of a claim: its documentation, and what the recorded run says of it.

use super::evidence::evidence;
use super::front::refuted;
use super::{GENERATED, Places, cell, formal, header, line, prose};
use crate::claim::{Claim, Counterexample, Docs, Domain};
use crate::derivation::{Derivation, Derived, Readable};
use crate::formal::{FORMAL, Standing};
use crate::record::{ClaimRow, MutantVerdict, NecessityVerdict};

/// The sections of a claim's documentation that stand before the evidence; those of the checks stand with their tables.
pub(crate) const QUOTED: [&str; 5] = ["Statement", "Source", "Assumptions", "Proof", "Checked form"];

pub(super) fn entry(docs: &Docs, claim: &Claim, row: &ClaimRow, standing: &Standing, places: &Places) -> String {
    let name = &row.claim;
    let kinds: Vec<&str> = row.evidence.iter().map(|row| row.kind.name()).collect();
    let (shown, needed) = row.assumptions_shown();
    let mut page = format!(
        "# `{name}`\n{GENERATED}\n\n{}\nVerdict: **{}** by {}; {}/{} mutants refuted, {shown}/{needed} assumptions shown \
         necessary ([the run]({}#the-recorded-run)). Again: `cargo run --release -- verify {name}`\n",
        prose(&docs.summary),
        row.verdict.name(),
        kinds.join(", "),
        refuted(row),
        row.mutants.len(),
        places.relative(&places.front),
    );
    let mut section = |title: &str, text: String| page.push_str(&format!("\n## {title}\n\n{}\n", text.trim()));
    for title in QUOTED {
        section(title, prose(docs.section(title)));
    }
    section("Evidence", evidence(row, |part| formal::part(claim, part, standing), &format!("{FORMAL}/{name}.md")));
    if let Some(derivation) = claim.derivations() {
        section("Derivations", derivations(&derivation, places));
    }
    section("Mutants", format!("{}\n{}", prose(docs.section("Mutants")), mutants(row, places)));
    let dropped = prose(docs.section("When an assumption is dropped"));
    section("Necessity", format!("{dropped}\n\n{}{}", necessity(row, places), domain(&claim.domain)));
    page
}

/// Where each derivation starts, what it uses, where it ends; the steps are in a file of their own.
fn derivations(derivation: &Derivation, places: &Places) -> String {
    let all = match derivation.prove() {
        Ok(all) => all,
        Err(error) => return format!("**Not derived**: {error}\n"),
    };
    let item = |derived: &Derived| {
        let derived = derived.readable();
        let rule =
            |(rule, count): (&str, usize)| if count == 1 { rule.to_string() } else { format!("{rule} × {count}") };
        let rules: Vec<String> = derived.rules().into_iter().map(rule).collect();
        let Readable { name, start, steps, .. } = &derived;
        let (end, rules, count) = (derived.end(), rules.join(", "), steps.len());
        format!("- **`{name}`** from `{start}` via {rules} to `{end}` ({count} steps)\n")
    };
    let file = derivation.steps_file();
    let items: String = all.iter().map(item).collect();
    format!(
        "Every step, with its rule and place: {}.\n\n{items}",
        places.source(&format!("{}.steps", derivation.name), &file)
    )
}

fn mutants(row: &ClaimRow, places: &Places) -> String {
    if row.mutants.is_empty() {
        return String::new();
    }
    let mut table = header(&["mutant", "of part", "verdict", "counterexample"]);
    for mutant in &row.mutants {
        let verdict = match mutant.verdict {
            MutantVerdict::Refuted => "refuted",
            MutantVerdict::Survives => "**survives**",
            MutantVerdict::NotRun => "**not run**",
        };
        table.push_str(&line(&[
            format!("`{}`", cell(&mutant.name)),
            format!("`{}`", cell(&mutant.part)),
            verdict.to_string(),
            mutant.counterexample.as_ref().map_or(String::new(), |c| link(c, &mutant.name, places)),
        ]));
    }
    table
}

/// One line for each assumption, which may have several cases.
fn necessity(row: &ClaimRow, places: &Places) -> String {
    let mut items: Vec<(&str, Vec<String>)> = Vec::new();
    for (index, necessity) in row.necessity.iter().enumerate() {
        let found = match (&necessity.verdict, &necessity.counterexample) {
            (NecessityVerdict::Found, Some(c)) => link(c, &row.necessity_name(index), places),
            (NecessityVerdict::NotRun, _) => "**not run**".to_string(),
            _ => "**missing**".to_string(),
        };
        let case = format!("`{}` fails: {found}", cell(&necessity.part));
        match items.iter_mut().find(|(assumption, _)| *assumption == necessity.assumption) {
            Some((_, cases)) => cases.push(case),
            None => items.push((&necessity.assumption, vec![case])),
        }
    }
    items.iter().map(|(name, cases)| format!("- without `{}`, {}\n", cell(name), cases.join("; "))).collect()
}

/// The conditions outside which the statement has no meaning.
fn domain(domain: &[Domain]) -> String {
    domain
        .iter()
        .map(|Domain { assumption, reason }| format!("- `{assumption}` is of the domain: {}\n", prose(reason)))
        .collect()
}

/// The stored instance, by its size.
fn link(counterexample: &Counterexample, name: &str, places: &Places) -> String {
    let path = format!("{}/{}/{name}.json", places.counterexamples, counterexample.claim);
    format!("[{} numbers, {}]({})", counterexample.size().0, counterexample.kind.name(), places.relative(&path))
}
