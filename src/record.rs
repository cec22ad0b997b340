//! What a run found, as data: the document that `verify --json` prints and that reports are derived from.

use crate::claim::{Ceiling, Counterexample, Kind};
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

    /// The worst of several; where there is none, nothing was checked.
    pub fn worst(verdicts: impl IntoIterator<Item = Verdict>) -> Verdict {
        verdicts.into_iter().max().unwrap_or(Verdict::NothingChecked)
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
    /// Of those, instances with a value that is not 0.
    pub nontrivial: u64,
    /// Instances outside what it speaks of.
    pub rejected: u64,
    /// Instances on which it could not be told.
    pub inconclusive: u64,
    /// Why it could not be told on the first of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undecided: Option<String>,
    /// Instances on which nothing can be distinguished from 0 in a system that rounds, so that nothing was compared.
    pub vacuous: u64,
    /// The largest |measured − predicted|, relative to the largest value of its matrix.
    pub residual: f64,
    /// The largest error bound of a compared entry, relative to the largest value of its matrix; 0 where equality is
    /// `==`.
    pub bound: f64,
    /// The smallest planted violation, relative to the largest value of its matrix, that is caught in whichever entry
    /// of whichever instance; `null` where nothing was decided.
    pub power: Option<f64>,
    /// The power above which a comparison is inconclusive.
    pub ceiling: f64,
    /// Why it differs from one part in a million.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ceiling_reason: Option<String>,
    /// What an identity test rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<IdentityRow>,
}

impl PartRow {
    /// A part of which nothing has been checked, under its ceiling.
    pub(crate) fn unchecked(part: &str, ceiling: Ceiling) -> Self {
        PartRow {
            part: part.to_string(),
            verdict: Verdict::NothingChecked,
            accepted: 0,
            nontrivial: 0,
            rejected: 0,
            inconclusive: 0,
            undecided: None,
            vacuous: 0,
            residual: 0.0,
            bound: 0.0,
            power: None,
            ceiling: ceiling.at,
            ceiling_reason: ceiling.reason.map(String::from),
            identity: None,
        }
    }
}

/// What the test of an identity rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IdentityRow {
    /// The bound on the degree of either side; of the numerator, where they are quotients.
    pub degree: u64,
    /// The bound on the degree of their denominator; 0 for polynomials.
    pub denominator: u64,
    /// Independent trials.
    pub trials: u64,
    /// The probability that a false identity passes them all; 1 where nothing was tested.
    pub false_pass: f64,
    /// Why the bound or the trials say nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
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
    /// The largest residual of a part, relative to the values.
    pub residual: f64,
    /// The largest error bound of a part, relative to the values; 0 where equality is `==`.
    pub bound: f64,
    /// The probability that the row passes what is false; `null` where chance plays no part.
    pub false_pass: Option<f64>,
    /// The smallest planted violation, relative to the values, that every part catches.
    pub power: Option<f64>,
    /// Seconds of deciding instances, all cores together.
    pub seconds: f64,
    /// Rejections by the assumption that was unmet.
    pub rejected_by: BTreeMap<String, u64>,
    /// The parts.
    pub parts: Vec<PartRow>,
    /// The find, where the claim is refuted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counterexample: Option<Counterexample>,
}

impl EvidenceRow {
    /// A row before its first instance.
    pub(crate) fn unchecked(kind: Kind, parts: Vec<PartRow>) -> Self {
        EvidenceRow {
            kind,
            verdict: Verdict::NothingChecked,
            accepted: 0,
            rejected: 0,
            inconclusive: 0,
            residual: 0.0,
            bound: 0.0,
            false_pass: None,
            power: None,
            seconds: 0.0,
            rejected_by: BTreeMap::new(),
            parts,
            counterexample: None,
        }
    }
}

/// Whether a wrong formula was caught.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MutantVerdict {
    /// Caught.
    Refuted,
    /// Not caught: a failure of the check.
    Survives,
    /// The run ended before it could be told.
    NotRun,
}

/// One mutant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MutantRow {
    /// Its name.
    pub name: String,
    /// The part it is a wrong version of.
    pub part: String,
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
    /// The run ended before it could be told.
    NotRun,
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
    /// Its other assumptions, outside which the statement has no meaning.
    pub domain: Vec<String>,
}

impl ClaimRow {
    /// The name under which the counterexample of row `index` of the necessity is stored.
    ///
    /// # Panics
    /// If there is no such row.
    pub fn necessity_name(&self, index: usize) -> String {
        let assumption = &self.necessity[index].assumption;
        match self.necessity[..index].iter().filter(|row| row.assumption == *assumption).count() {
            0 => format!("without-{assumption}"),
            earlier => format!("without-{assumption}-{}", earlier + 1),
        }
    }

    /// Assumptions that were shown necessary, and those that must be. One may have several cases, all of which must be
    /// found.
    pub fn assumptions_shown(&self) -> (usize, usize) {
        let mut shown: BTreeMap<&str, bool> = BTreeMap::new();
        for row in &self.necessity {
            *shown.entry(&row.assumption).or_insert(true) &= row.verdict == NecessityVerdict::Found;
        }
        (shown.values().filter(|all| **all).count(), shown.len())
    }

    /// The verdict that the rows give: a surviving mutant or a missing necessity refutes, no row is no pass, a
    /// row that was not run is not one either.
    pub fn derive_verdict(&self) -> Verdict {
        let mutants = self.mutants.iter().map(|m| match m.verdict {
            MutantVerdict::Refuted => Verdict::Holds,
            MutantVerdict::NotRun => Verdict::Inconclusive,
            MutantVerdict::Survives => Verdict::Refuted,
        });
        let necessity = self.necessity.iter().map(|n| match n.verdict {
            NecessityVerdict::Found => Verdict::Holds,
            NecessityVerdict::NotRun => Verdict::Inconclusive,
            NecessityVerdict::Missing => Verdict::Refuted,
        });
        let evidence = Verdict::worst(self.evidence.iter().map(|row| row.verdict));
        mutants.chain(necessity).fold(evidence, Verdict::max)
    }
}

/// A whole run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The crate whose claims these are.
    pub tool: String,
    /// Its version.
    pub version: String,
    /// The commit that it was built from, with the suffix `-dirty` where the sources differed; `null` outside a
    /// repository.
    #[serde(default)]
    pub commit: Option<String>,
    /// The seed.
    pub seed: u64,
    /// Accepted instances asked of every row; `null` where the clock was the limit.
    pub cases: Option<u64>,
    /// The verdict.
    pub verdict: Verdict,
    /// The factor by which a self-test multiplied every error bound; not written where it is 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub widened: Option<f64>,
    /// Did the run end before its plan (Ctrl-C)?
    pub interrupted: bool,
    /// The claims.
    pub claims: Vec<ClaimRow>,
}

impl Record {
    /// The worst verdict of the claims; no claim is no pass.
    pub fn derive_verdict(&self) -> Verdict {
        Verdict::worst(self.claims.iter().map(|row| row.verdict))
    }

    /// The record without what differs from run to run: the seconds.
    pub fn without_times(mut self) -> Self {
        self.claims.iter_mut().flat_map(|c| &mut c.evidence).for_each(|row| row.seconds = 0.0);
        self
    }

    /// The record without what differs from machine to machine: the seconds, the commit, and the size of rounding
    /// errors, since a matrix kernel may sum in another order on another processor.
    pub fn without_rounding(self) -> Self {
        let mut record = Record { commit: None, ..self.without_times() };
        for row in record.claims.iter_mut().flat_map(|c| &mut c.evidence).filter(|row| !row.kind.is_free_of_rounding())
        {
            (row.residual, row.bound, row.power) = (0.0, 0.0, None);
            for part in &mut row.parts {
                (part.residual, part.bound, part.power, part.undecided) = (0.0, 0.0, None, None);
            }
        }
        record.counterexamples_mut().filter(|c| !c.kind.is_free_of_rounding()).for_each(|c| {
            c.measured.clear();
            c.predicted.clear();
        });
        record
    }

    fn counterexamples_mut(&mut self) -> impl Iterator<Item = &mut Counterexample> {
        self.claims.iter_mut().flat_map(|claim| {
            let evidence = claim.evidence.iter_mut().filter_map(|row| row.counterexample.as_mut());
            let mutants = claim.mutants.iter_mut().filter_map(|row| row.counterexample.as_mut());
            let necessity = claim.necessity.iter_mut().filter_map(|row| row.counterexample.as_mut());
            evidence.chain(mutants).chain(necessity)
        })
    }

    /// The parts that were tested as identities, and a bound on the probability that any false one among them passed:
    /// the sum, or 1.
    pub fn identities(&self) -> (usize, f64) {
        let parts = self.claims.iter().flat_map(|c| &c.evidence).flat_map(|row| &row.parts);
        let tests = parts.filter_map(|part| part.identity.as_ref());
        let (count, sum) = tests.fold((0, 0.0_f64), |(count, sum), test| (count + 1, sum + test.false_pass));
        (count, sum.min(1.0))
    }

    /// Every counterexample with the path it is stored under: `claim/mutant.json`,
    /// `claim/without-assumption.json` (numbered from the second one of an assumption on) or
    /// `claim/find-kind.json`.
    pub fn counterexamples(&self) -> Vec<(String, &Counterexample)> {
        let mut stored = Vec::new();
        for claim in &self.claims {
            for row in &claim.evidence {
                stored.extend(row.counterexample.iter().map(|c| (format!("find-{}", row.kind.name()), c)));
            }
            stored
                .extend(claim.mutants.iter().filter_map(|row| Some((row.name.clone(), row.counterexample.as_ref()?))));
            for index in 0..claim.necessity.len() {
                let counterexample = claim.necessity[index].counterexample.as_ref();
                stored.extend(counterexample.map(|c| (claim.necessity_name(index), c)));
            }
        }
        stored.into_iter().map(|(name, c)| (format!("{}/{name}.json", c.claim), c)).collect()
    }
}
