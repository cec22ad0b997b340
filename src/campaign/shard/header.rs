//! What the shards of one run have in common, and the number of one of them.

use super::error::ShardError;
use super::unit::Shard;
use crate::campaign::{Limit, Plan, Registry, Selection};
use crate::certificate::statement_hash;
use crate::claim::{Docs, Kind, MissingSection};
use serde::{Deserialize, Serialize};

/// The version of the journal's format.
const FORMAT: u64 = 1;

/// A claim of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Selected {
    /// Its name.
    pub claim: String,
    /// SHA-256 of its statement.
    pub statement: String,
    /// The kinds of evidence.
    pub kinds: Vec<Kind>,
}

/// The first line of a journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The version of the format.
    pub format: u64,
    /// The crate whose claims these are.
    pub tool: String,
    /// Its version.
    pub version: String,
    /// The commit it was built from, `-dirty` where the sources differed.
    pub commit: Option<String>,
    /// The seed.
    pub seed: u64,
    /// Accepted instances asked of every row.
    pub cases: u64,
    /// Trials of every identity, where they were asked for.
    pub trials: Option<u64>,
    /// The factor by which a self-test multiplies every error bound.
    pub widened: f64,
    /// What is run.
    pub claims: Vec<Selected>,
    /// Which part of it.
    pub shard: Shard,
    /// The command that goes on with it.
    pub command: String,
}

impl Header {
    /// That of a shard of a run.
    ///
    /// # Errors
    /// A claim without a statement.
    ///
    /// # Panics
    /// If the plan's limit is no number of cases: a time has no shards.
    pub fn of(selection: &Selection<'_>, plan: &Plan, shard: Shard, command: &str) -> Result<Self, MissingSection> {
        let Limit::Cases(cases) = plan.limit else { panic!("a run with shards has a number of cases") };
        let selected = |(claim, kinds): &(&crate::claim::Claim, Vec<Kind>)| {
            let statement = statement_hash(&Docs::read(claim.slug, claim.text)?);
            Ok(Selected { claim: claim.slug.to_string(), statement, kinds: kinds.clone() })
        };
        Ok(Header {
            format: FORMAT,
            tool: selection.project.name.to_string(),
            version: selection.project.version.to_string(),
            commit: selection.project.commit.map(String::from),
            seed: plan.seed,
            cases,
            trials: plan.trials,
            widened: plan.widened,
            claims: selection.claims.iter().map(selected).collect::<Result<_, MissingSection>>()?,
            shard,
            command: command.to_string(),
        })
    }

    /// The name of the journal's file.
    pub fn file(&self) -> String {
        format!("{}{}-of-{}{}", Header::BEGINNING, self.shard.number, self.shard.of, Header::ENDING)
    }

    /// The beginning of the name of every journal.
    pub const BEGINNING: &str = "verify-";

    /// Its ending.
    pub const ENDING: &str = ".jsonl";

    /// The first field in which another header is of another run than this one, with what stands there and here.
    pub(super) fn difference(&self, other: &Header) -> Option<(&'static str, String, String)> {
        let text = |commit: &Option<String>| commit.clone().unwrap_or_else(|| "none".to_string());
        let claims = |header: &Header| {
            let of = |s: &Selected| {
                let kinds: Vec<&str> = s.kinds.iter().map(|kind| kind.name()).collect();
                format!("{} ({}, statement {:.8})", s.claim, kinds.join(" "), s.statement)
            };
            header.claims.iter().map(of).collect::<Vec<_>>()
        };
        let (there, here) = (claims(other), claims(self));
        let first = (0..there.len().max(here.len())).find(|place| there.get(*place) != here.get(*place));
        let at = |list: &[String]| first.and_then(|place| list.get(place).cloned()).unwrap_or("no more claims".into());
        let fields = [
            ("format", other.format.to_string(), self.format.to_string()),
            ("tool", other.tool.clone(), self.tool.clone()),
            ("version", other.version.clone(), self.version.clone()),
            ("commit", text(&other.commit), text(&self.commit)),
            ("seed", other.seed.to_string(), self.seed.to_string()),
            ("cases", other.cases.to_string(), self.cases.to_string()),
            ("trials", format!("{:?}", other.trials), format!("{:?}", self.trials)),
            ("widened", other.widened.to_string(), self.widened.to_string()),
            ("shards", other.shard.of.to_string(), self.shard.of.to_string()),
        ];
        let of_claims = first.map(|_| ("claims", at(&there), at(&here)));
        fields.into_iter().find(|(_, there, here)| there != here).or(of_claims)
    }

    /// The selection that it names, among the claims of a registry with the same statements, and the plan.
    ///
    /// # Errors
    /// A claim that is not there, or with another statement; another tool or version.
    pub(super) fn selection<'r>(&self, file: &str, registry: &'r Registry) -> Result<Selection<'r>, ShardError> {
        let other = |key: &'static str, found: &str, expected: &str| ShardError::Other {
            file: file.to_string(),
            key,
            found: found.to_string(),
            expected: expected.to_string(),
        };
        let project = registry.preface.project;
        for (key, found, expected) in [
            ("format", self.format.to_string().as_str(), FORMAT.to_string().as_str()),
            ("tool", self.tool.as_str(), project.name),
            ("version", self.version.as_str(), project.version),
        ] {
            if found != expected {
                return Err(other(key, found, expected));
            }
        }
        let mut claims = Vec::new();
        for selected in &self.claims {
            let claim = registry.claim(&selected.claim)?;
            let statement = statement_hash(&Docs::read(claim.slug, claim.text)?);
            if statement != selected.statement {
                let named = |hash: &str| format!("{} with the statement {hash}", claim.slug);
                return Err(other("claims", &named(&selected.statement), &named(&statement)));
            }
            let known = claim.kinds();
            if let Some(kind) = selected.kinds.iter().find(|kind| !known.contains(kind)) {
                return Err(other("claims", kind.name(), "a kind of evidence of the claim"));
            }
            claims.push((claim, selected.kinds.clone()));
        }
        // The commit is that of the runs, not of this program.
        Ok(Selection { project, claims })
    }
}
