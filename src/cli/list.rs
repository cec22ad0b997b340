//! `list`: the claims, with what is known of each.

use super::{Answer, Failure, Json, Table, Tint};
use crate::campaign::Registry;
use crate::claim::{Claim, Kind};
use crate::json;
use crate::record::Verdict;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Debug, clap::Args)]
pub(super) struct List {
    #[command(flatten)]
    json: Json,
}

/// A claim as `list --json` and `explain --json` show it.
#[derive(Serialize)]
pub(super) struct Listed {
    claim: &'static str,
    group: &'static str,
    summary: String,
    kinds: Vec<Kind>,
    parts: BTreeMap<&'static str, Vec<&'static str>>,
    assumptions: Vec<&'static str>,
    mutants: Vec<&'static str>,
    necessity: Vec<&'static str>,
}

pub(super) fn listed(claim: &Claim) -> Result<Listed, Failure> {
    Ok(Listed {
        claim: claim.slug,
        group: claim.group,
        summary: claim.docs()?.summary,
        kinds: claim.kinds(),
        parts: claim.kinds().into_iter().map(|kind| (kind.name(), claim.parts(kind))).collect(),
        assumptions: claim.assumption_names(),
        mutants: claim.mutant_names(),
        necessity: claim.necessities(),
    })
}

pub(super) fn list(registry: &Registry, list: &List) -> Result<Answer, Failure> {
    let claims: Vec<Listed> = registry.claims().iter().map(listed).collect::<Result<_, _>>()?;
    if list.json.json {
        return Ok(Answer::new(Verdict::Holds, json::write(&serde_json::json!({ "claims": claims }))));
    }
    let mut table = Table::new(&["claim", "group", "evidence", ">mutants", ">necessity"]);
    for claim in &claims {
        let kinds: Vec<&str> = claim.kinds.iter().map(|kind| kind.name()).collect();
        let cells = [
            claim.claim.to_string(),
            claim.group.to_string(),
            kinds.join(", "),
            claim.mutants.len().to_string(),
            claim.necessity.len().to_string(),
        ];
        table.row(cells.into_iter().map(|text| (text, Tint::Plain)).collect());
    }
    Ok(Answer::new(Verdict::Holds, table.render()))
}
