//! What supports each phrase of the source: the map is the project's, the status is looked up in the record.

use super::{Places, Unrendered, cell, header, line, prose, status};
use crate::campaign::{Phrase, Registry, Support, UnknownName};
use crate::record::{ClaimRow, Record, Verdict};

/// What was found of something that a phrase names.
pub(crate) enum Found {
    /// The record's verdict on the named parts.
    Verdict(Verdict),
    /// What an experiment came to.
    Experiment(String),
    /// A claim that was not run: it has no page.
    NotRun,
}

/// A phrase, and what was found of each thing that it names.
pub(crate) type Supported = (&'static Phrase, Vec<(&'static Support, Found)>);

/// The phrases in order, with what supports them; none where the project names none.
pub(crate) fn supported(registry: &Registry, record: &Record) -> Result<Vec<Supported>, Unrendered> {
    let of_phrase = |phrase: &'static Phrase| {
        let of_support = |support: &'static Support| match found(registry, record, support) {
            Ok(found) => Ok((support, found)),
            Err(problem) => Err(Unrendered::Support { phrase: phrase.text, problem }),
        };
        Ok((phrase, phrase.support.iter().map(of_support).collect::<Result<_, _>>()?))
    };
    registry.preface.phrases.iter().map(of_phrase).collect()
}

/// A phrase that nothing supports is not left out.
pub(crate) fn is_open(phrase: &Phrase) -> bool {
    !phrase.open.is_empty() || phrase.support.is_empty()
}

/// The table phrase → claim#part → status, and what is not covered among it; empty where the project names no phrase.
pub(super) fn table(registry: &Registry, record: &Record, places: &Places) -> Result<String, Unrendered> {
    let phrases = supported(registry, record)?;
    if phrases.is_empty() {
        return Ok(String::new());
    }
    let mut table = header(&["phrase", "what supports it: claim#part", "status"]);
    for (phrase, support) in phrases {
        let mut said = format!("“{}”", cell(phrase.text));
        let mut row = |what: String, status: String| table.push_str(&line(&[std::mem::take(&mut said), what, status]));
        for (support, found) in support {
            let parts: String = support.parts.iter().map(|part| format!(" `#{part}`")).collect();
            let named = match found {
                Found::NotRun => format!("`{}`", support.claim),
                _ => format!("[`{}`]({})", support.claim, places.page(support.claim)),
            };
            let status = match found {
                Found::Verdict(verdict) => status(verdict),
                Found::Experiment(verdict) => format!("**{verdict}**"),
                Found::NotRun => "*not in this run*".to_string(),
            };
            row(format!("{named}{parts}"), status);
        }
        if is_open(phrase) {
            row(prose(&cell(phrase.open)), "*not covered*".to_string());
        }
    }
    Ok(table)
}

/// The names of the claims that no phrase names, in the order of the record.
pub(crate) fn beyond<'a>(registry: &Registry, record: &'a Record) -> Vec<&'a str> {
    let is_named =
        |name: &str| registry.preface.phrases.iter().any(|p| p.support.iter().any(|support| support.claim == name));
    record.claims.iter().map(|row| row.claim.as_str()).filter(|name| !is_named(name)).collect()
}

/// What is found of what a phrase names: looked up in the record, or what the experiment came to.
fn found(registry: &Registry, record: &Record, support: &Support) -> Result<Found, UnknownName> {
    if let Some(experiment) = registry.preface.experiments.iter().find(|e| e.name == support.claim) {
        return match support.parts {
            [] => Ok(Found::Experiment((experiment.conclusion)().verdict)),
            [part, ..] => Err(UnknownName::new("part of an experiment", part, [])),
        };
    }
    let claim = registry.claim(support.claim)?;
    let known = claim.parts_by(claim.kinds());
    if let Some(unknown) = support.parts.iter().find(|part| !known.contains(*part)) {
        return Err(UnknownName::new("part", unknown, known));
    }
    let row = record.claims.iter().find(|row| row.claim == support.claim);
    Ok(row.map_or(Found::NotRun, |row| Found::Verdict(verdict(row, support.parts))))
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
