//! What of a run is done at once, and which shard does it.

use crate::campaign::Selection;
use crate::campaign::job::{Job, jobs};
use crate::claim::Kind;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// One of several equal parts of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shard {
    /// From 1 to `of`.
    pub number: u64,
    /// How many there are.
    pub of: u64,
}

impl Shard {
    /// Does the unit with this number belong to it?
    pub fn has(self, unit: u64) -> bool {
        unit % self.of == self.number - 1
    }
}

/// `3/8`.
impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let read = text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        read.filter(|(number, of)| (1..=*of).contains(number))
            .map(|(number, of)| Shard { number, of })
            .ok_or_else(|| format!("found {text:?}, expected I/N with N from 1 on and I from 1 to N, such as 1/8"))
    }
}

/// What is done at once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// A row of evidence whose instances are a fixed list, or none.
    Row {
        /// The claim.
        claim: String,
        /// The kind of evidence.
        kind: Kind,
    },
    /// A block of cases of a row of random instances.
    Block {
        /// The claim.
        claim: String,
        /// The kind of evidence.
        kind: Kind,
        /// From 0.
        number: u64,
    },
    /// The search for a counterexample to a mutant.
    Mutant {
        /// The claim.
        claim: String,
        /// The mutant.
        name: String,
    },
    /// The search for a counterexample without an assumption.
    Necessity {
        /// The claim.
        claim: String,
        /// Its place among the claim's cases of necessity.
        index: usize,
    },
}

/// `odd-numbers, exact, block 3`.
impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unit::Row { claim, kind } => write!(f, "{claim}, {}", kind.name()),
            Unit::Block { claim, kind, number } => write!(f, "{claim}, {}, block {number}", kind.name()),
            Unit::Mutant { claim, name } => write!(f, "{claim}, mutant {name}"),
            Unit::Necessity { claim, index } => write!(f, "{claim}, case {index} of necessity"),
        }
    }
}

/// The units of a selection but the blocks, numbered by their places.
pub(super) fn units(selection: &Selection<'_>) -> Vec<(Job, Unit)> {
    let unit = |job: Job| {
        let claim = |c: usize| selection.claims[c].0.slug.to_string();
        let unit = match job {
            Job::Evidence(c, kind) => Unit::Row { claim: claim(c), kind },
            Job::Mutant(c, m) => {
                Unit::Mutant { claim: claim(c), name: selection.claims[c].0.mutants[m].name.to_string() }
            }
            Job::Necessity(c, index) => Unit::Necessity { claim: claim(c), index },
        };
        (job, unit)
    };
    jobs(selection).into_iter().map(unit).collect()
}

/// The number of a block of a row of random instances: rows begin with different shards.
pub(super) fn number_of(row: usize, block: u64) -> u64 {
    row as u64 + block
}
