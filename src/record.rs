//! What a run found, as data: the document that `verify --json` prints and that reports are derived from.

use crate::claim::{Counterexample, Kind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The verdict on a row, a claim or a whole run, the worst part deciding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Everything that was asked holds.
    Holds,
    /// Something could not be told, nothing was refuted.
    Inconclusive,
    /// Not one instance was accepted: a failure, never a pass.
    NothingChecked,
    /// Something does not hold, a mutant survives or an assumption was not shown necessary.
    Refuted,
}

impl Verdict {
    /// The exit code of the process: 0 holds, 1 refuted or nothing checked, 3 inconclusive.
    pub fn exit_code(self) -> u8 {
        match self {
            Verdict::Holds => 0,
            Verdict::Inconclusive => 3,
            Verdict::NothingChecked | Verdict::Refuted => 1,
        }
    }

    /// The word for tables.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Holds => "holds",
            Verdict::Inconclusive => "inconclusive",
            Verdict::NothingChecked => "nothing checked",
            Verdict::Refuted => "refuted",
        }
    }
}

/// One part under one kind of evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartRow {
    /// Its name.
    pub part: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Instances on which it held.
    pub accepted: u64,
    /// Of those, instances on which the predicted side is not all zero.
    pub nontrivial: u64,
    /// Instances outside what it speaks of.
    pub rejected: u64,
    /// Instances on which it could not be told.
    pub inconclusive: u64,
    /// The largest |measured − predicted|.
    pub residual: f64,
    /// The largest error bound; the residual stays below it entry by entry.
    pub tolerance: f64,
    /// The smallest planted relative violation caught on every non-trivial instance; `null` where none was.
    pub power: Option<f64>,
}

/// One kind of evidence for a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EvidenceRow {
    /// The kind.
    pub kind: Kind,
    /// The verdict.
    pub verdict: Verdict,
    /// Instances that met the assumptions.
    pub accepted: u64,
    /// Instances that did not.
    pub rejected: u64,
    /// Instances on which some part could not be told.
    pub inconclusive: u64,
    /// The largest error bound of a compared entry; 0 where equality is `==`.
    pub error: f64,
    /// The smallest planted relative violation that every part catches.
    pub power: Option<f64>,
    /// Seconds by the clock.
    pub seconds: f64,
    /// Rejections by the assumption that was unmet.
    pub rejected_by: BTreeMap<String, u64>,
    /// The parts.
    pub parts: Vec<PartRow>,
    /// The find, where the claim is refuted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counterexample: Option<Counterexample>,
}

/// Whether a wrong formula was caught.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MutantVerdict {
    /// Caught.
    Refuted,
    /// Not caught: a failure of the check.
    Survives,
}

/// One mutant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MutantRow {
    /// Its name.
    pub name: String,
    /// The verdict.
    pub verdict: MutantVerdict,
    /// Instances tried up to the first refutation.
    pub tried: u64,
    /// The shrunk counterexample.
    pub counterexample: Option<Counterexample>,
}

/// Whether an assumption was shown necessary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NecessityVerdict {
    /// An instance without it, on which the conclusion fails.
    Found,
    /// None was found: a failure of the check.
    Missing,
}

/// One assumption dropped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NecessityRow {
    /// The assumption.
    pub assumption: String,
    /// The part that fails without it.
    pub part: String,
    /// The verdict.
    pub verdict: NecessityVerdict,
    /// Instances tried.
    pub tried: u64,
    /// The shrunk counterexample.
    pub counterexample: Option<Counterexample>,
}

/// One claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimRow {
    /// Its name.
    pub claim: String,
    /// Its group.
    pub group: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Its evidence.
    pub evidence: Vec<EvidenceRow>,
    /// Its mutants.
    pub mutants: Vec<MutantRow>,
    /// Its assumptions, dropped one at a time.
    pub necessity: Vec<NecessityRow>,
}

impl ClaimRow {
    /// The verdict that the rows give: a surviving mutant or a missing necessity refutes, no row is no pass.
    pub fn derive_verdict(&self) -> Verdict {
        let survives = self.mutants.iter().any(|m| m.verdict == MutantVerdict::Survives);
        let missing = self.necessity.iter().any(|n| n.verdict == NecessityVerdict::Missing);
        if survives || missing {
            return Verdict::Refuted;
        }
        self.evidence.iter().map(|row| row.verdict).max().unwrap_or(Verdict::NothingChecked)
    }
}

/// A whole run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The program.
    pub tool: String,
    /// Its version.
    pub version: String,
    /// The seed.
    pub seed: u64,
    /// The verdict.
    pub verdict: Verdict,
    /// Did the run end before its plan (Ctrl-C)?
    pub interrupted: bool,
    /// The claims.
    pub claims: Vec<ClaimRow>,
}

impl Record {
    /// The worst verdict of the claims; no claim is no pass.
    pub fn derive_verdict(&self) -> Verdict {
        self.claims.iter().map(|row| row.verdict).max().unwrap_or(Verdict::NothingChecked)
    }

    /// The record without what differs from run to run: the seconds.
    pub fn without_times(mut self) -> Self {
        self.claims.iter_mut().flat_map(|c| &mut c.evidence).for_each(|row| row.seconds = 0.0);
        self
    }
}
