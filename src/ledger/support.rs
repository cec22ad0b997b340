//! What supports each phrase of the source: the map is the project's, the status is looked up in the record.

use super::{Places, Unrendered, cell, header, line, prose, status};
use crate::campaign::{Phrase, Registry, Support, UnknownName};
use crate::record::{ClaimRow, Record, Verdict};

/// The table phrase → claim#part → status, and what is not covered among it; empty where the project names no phrase.
pub(super) fn table(registry: &Registry, record: &Record, places: &Places) -> Result<String, Unrendered> {
    let phrases = registry.preface.phrases;
    if phrases.is_empty() {
        return Ok(String::new());
    }
    let mut table = header(&["phrase", "what supports it: claim#part", "status"]);
    for Phrase { text, support, open } in phrases {
        let mut said = format!("“{}”", cell(text));
        let mut row = |what: String, status: String| table.push_str(&line(&[std::mem::take(&mut said), what, status]));
        for support in *support {
            let status = status_of(registry, record, support);
            let status = status.map_err(|problem| Unrendered::Support { phrase: text, problem })?;
            let parts: String = support.parts.iter().map(|part| format!(" `#{part}`")).collect();
            // What is not in this run has no page.
            let named = match status {
                Some(_) => format!("[`{}`]({})", support.claim, places.page(support.claim)),
                None => format!("`{}`", support.claim),
            };
            row(format!("{named}{parts}"), status.unwrap_or_else(|| "*not in this run*".to_string()));
        }
        // A phrase that nothing supports is not left out.
        if !open.is_empty() || support.is_empty() {
            row(prose(&cell(open)), "*not covered*".to_string());
        }
    }
    Ok(table)
}

/// The names of the claims that no phrase names, in the order of the record.
pub(super) fn beyond<'a>(registry: &Registry, record: &'a Record) -> Vec<&'a str> {
    let is_named =
        |name: &str| registry.preface.phrases.iter().any(|p| p.support.iter().any(|support| support.claim == name));
    record.claims.iter().map(|row| row.claim.as_str()).filter(|name| !is_named(name)).collect()
}

/// The status of what a phrase names: looked up in the record, or what the experiment came to; `None` for a claim that was
/// not run.
fn status_of(registry: &Registry, record: &Record, support: &Support) -> Result<Option<String>, UnknownName> {
    if let Some(experiment) = registry.preface.experiments.iter().find(|e| e.name == support.claim) {
        return match support.parts {
            [] => Ok(Some(format!("**{}**", (experiment.conclusion)().verdict))),
            [part, ..] => Err(UnknownName::new("part of an experiment", part, [])),
        };
    }
    let claim = registry.claim(support.claim)?;
    let known = claim.parts_by(claim.kinds());
    if let Some(unknown) = support.parts.iter().find(|part| !known.contains(*part)) {
        return Err(UnknownName::new("part", unknown, known));
    }
    let row = record.claims.iter().find(|row| row.claim == support.claim);
    Ok(row.map(|row| status(verdict(row, support.parts))))
}

/// What the record gives for the named parts: the worst of their evidence, their mutants and the assumptions that they need;
/// for the whole claim where none is named. A part without evidence is no pass.
fn verdict(row: &ClaimRow, parts: &[&str]) -> Verdict {
    if parts.is_empty() {
        return row.verdict;
    }
    let is_named = |part: &str| parts.contains(&part);
    let mut named = row.clone();
    for evidence in &mut named.evidence {
        evidence.parts.retain(|row| is_named(&row.part));
        evidence.verdict = evidence.parts.iter().map(|part| part.verdict).max().unwrap_or(Verdict::Holds);
    }
    named.mutants.retain(|mutant| is_named(&mutant.part));
    named.necessity.retain(|necessity| is_named(&necessity.part));
    let has_evidence = |part: &&str| named.evidence.iter().any(|row| row.parts.iter().any(|p| p.part == **part));
    if parts.iter().all(has_evidence) { named.derive_verdict() } else { Verdict::NothingChecked }
}
