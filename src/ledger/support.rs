//! What supports each phrase of the source: the map is the project's, the status is looked up in the record.

use super::{Places, Unrendered, cell, header, line, status};
use crate::campaign::{Phrase, Registry, Support, UnknownName};
use crate::record::{ClaimRow, Record, Verdict};

/// The table phrase → claim#part → status, and what is not covered among it; empty where the project names no phrase.
pub(super) fn table(registry: &Registry, record: &Record, places: &Places) -> Result<String, Unrendered> {
    let phrases = registry.preface.phrases;
    if phrases.is_empty() {
        return Ok(String::new());
    }
    let mut table = header(&["phrase", "what supports it: claim#part", "status", "checked by"]);
    for Phrase { text, support, open } in phrases {
        let mut said = format!("“{}”", cell(text));
        let mut row = |cells: [String; 3]| {
            let [what, status, kinds] = cells;
            table.push_str(&line(&[std::mem::take(&mut said), what, status, kinds]));
        };
        for support in *support {
            let found = Supported::find(registry, record, support);
            let found = found.map_err(|problem| Unrendered::Support { phrase: text, problem })?;
            let parts: String = support.parts.iter().map(|part| format!(" `#{part}`")).collect();
            let link = format!("[`{}`]({}){parts}", support.claim, places.page(support.claim));
            row([link, found.status, found.kinds.join(", ")]);
        }
        if !open.is_empty() {
            row([cell(open), "*not covered*".to_string(), String::new()]);
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

struct Supported {
    status: String,
    kinds: Vec<&'static str>,
}

impl Supported {
    fn find(registry: &Registry, record: &Record, support: &Support) -> Result<Self, UnknownName> {
        if let Some(experiment) = registry.preface.experiments.iter().find(|e| e.name == support.claim) {
            let kinds = vec!["experiment"];
            return match support.parts {
                [] => Ok(Supported { status: format!("**{}**", (experiment.conclusion)().verdict), kinds }),
                [part, ..] => Err(UnknownName::new("part of an experiment", part, [])),
            };
        }
        let claim = registry.claim(support.claim)?;
        let known: Vec<&str> = claim.kinds().into_iter().flat_map(|kind| claim.parts(kind)).collect();
        if let Some(unknown) = support.parts.iter().find(|part| !known.contains(*part)) {
            return Err(UnknownName::new("part", unknown, known));
        }
        let row = record.claims.iter().find(|row| row.claim == support.claim);
        let not_run = || Supported { status: "*not in this run*".to_string(), kinds: Vec::new() };
        Ok(row.map_or_else(not_run, |row| Self::of(row, support.parts)))
    }

    /// The worst verdict on the parts under any kind of evidence; of the whole claim where none is named.
    fn of(row: &ClaimRow, parts: &[&str]) -> Self {
        let mut kinds = Vec::new();
        let mut worst: Option<Verdict> = None;
        for evidence in &row.evidence {
            for part in evidence.parts.iter().filter(|p| parts.is_empty() || parts.contains(&p.part.as_str())) {
                if !kinds.contains(&evidence.kind.name()) {
                    kinds.push(evidence.kind.name());
                }
                worst = worst.max(Some(part.verdict));
            }
        }
        let verdict = if parts.is_empty() { row.verdict } else { worst.unwrap_or(Verdict::NothingChecked) };
        Supported { status: status(verdict), kinds }
    }
}
