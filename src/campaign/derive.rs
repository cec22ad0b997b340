//! The evidence that has no instances: a file of derivations, the stored steps of each checked.

use super::Plan;
use crate::claim::{Ceiling, Kind};
use crate::derivation::{Derivation, goals, prove_into};
use crate::record::{EvidenceRow, PartRow, Verdict};
use std::time::Instant;

/// Decides the stored steps. Every derivation is a part: it holds where the checker takes its steps. The first that fails
/// is refuted, those after it were not looked at; why is what `explain` says.
pub(super) fn derive_row(derivation: Derivation, only: Option<&str>, plan: &Plan) -> EvidenceRow {
    let start = Instant::now();
    let mut derived = Vec::new();
    let outcome = prove_into(&mut derived, derivation.text, derivation.steps);
    plan.count();
    let names = goals(derivation.text);
    let verdict = |place: usize, name: &str| match derived.get(place) {
        Some(found) if found.name == name && !found.proof.steps.is_empty() => Verdict::Holds,
        _ if place == derived.len() && outcome.is_err() => Verdict::Refuted,
        _ => Verdict::NothingChecked,
    };
    let row = |(place, name): (usize, &&str)| {
        let verdict = verdict(place, name);
        let holds = u64::from(verdict == Verdict::Holds);
        PartRow { verdict, accepted: holds, nontrivial: holds, ..PartRow::unchecked(name, Ceiling::DEFAULT) }
    };
    let parts: Vec<PartRow> =
        names.iter().enumerate().filter(|(_, name)| only.is_none_or(|only| only == **name)).map(row).collect();
    EvidenceRow {
        verdict: Verdict::worst(parts.iter().map(|part| part.verdict)),
        accepted: parts.iter().map(|part| part.accepted).sum(),
        seconds: start.elapsed().as_secs_f64(),
        ..EvidenceRow::unchecked(Kind::Derivation, parts)
    }
}
