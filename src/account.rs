//! The account of campaigns: what runs of many seeds, and fuzzing, have come to over days and machines. An entry is a small
//! file that stays; the sums are derived from all of them.
//!
//! ```
//! use dualproof::account::{Account, Entry, Verification};
//! use dualproof::campaign::{Budget, Limit, Plan, Selection, run};
//! let registry = dualproof::example::registry();
//! let entry = |seed| {
//!     let plan = Plan::new(seed, Limit::Cases(64)).sharing(Budget::of(&registry));
//!     Verification::of(&registry, &run(&Selection::all(&registry), &plan)).map(|of| Entry::new(of.into()))
//! };
//! // The instances of one seed are the same whenever they are run: they count once.
//! let account = Account::of(&registry, vec![entry(1)?, entry(2)?, entry(2)?])?;
//! assert_eq!((account.seeds.len(), account.instances, account.refuted), (2, 2 * 2 * 64, 0)); // two kinds of evidence
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::campaign::Registry;
use crate::certificate::statement_hash;
use crate::claim::{Docs, Kind, MissingSection};
use crate::json::{self, JsonError};
use crate::record::{Record, Verdict};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The name of the directory of its entries, in the registry's home.
pub const CAMPAIGNS: &str = "campaigns";

/// The version of the format.
const FORMAT: u64 = 1;

/// A file of the account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The version of the format.
    pub format: u64,
    /// A verification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verify: Option<Verification>,
    /// The fuzzing of a target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fuzz: Option<Fuzzing>,
}

/// What an entry is of.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// A verification.
    Verify(Verification),
    /// The fuzzing of a target.
    Fuzz(Fuzzing),
}

impl From<Verification> for Part {
    fn from(of: Verification) -> Self {
        Part::Verify(of)
    }
}

/// What a verification came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verification {
    /// The commit it was built from.
    pub commit: Option<String>,
    /// Its version.
    pub version: String,
    /// The seed.
    pub seed: u64,
    /// Accepted instances asked of every row; none where the clock was the limit.
    pub cases: Option<u64>,
    /// The verdict.
    pub verdict: Verdict,
    /// Seconds of deciding instances, all cores together.
    pub cpu_seconds: f64,
    /// The rows of evidence on drawn instances.
    pub rows: Vec<Row>,
}

/// A row of evidence on drawn instances.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The claim.
    pub claim: String,
    /// SHA-256 of its statement.
    pub statement: String,
    /// The kind of evidence.
    pub kind: Kind,
    /// The verdict.
    pub verdict: Verdict,
    /// Accepted instances.
    pub accepted: u64,
    /// The chance that the row passes what is false; none where chance plays no part.
    pub false_pass: Option<f64>,
}

/// What the fuzzing of a target came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fuzzing {
    /// The target.
    pub target: String,
    /// The commit it was built from.
    pub commit: String,
    /// The seed of the search.
    pub seed: u64,
    /// When it began, by the clock of that machine.
    pub begun: String,
    /// Inputs that were executed.
    pub executions: u64,
    /// Edges of the program that were reached.
    pub edges: u64,
    /// Inputs that are kept.
    pub corpus: u64,
    /// Their bytes.
    pub corpus_bytes: u64,
    /// Seconds by the clock.
    pub seconds: u64,
    /// Seconds of processor time.
    pub cpu_seconds: u64,
    /// Finds.
    pub finds: u64,
}

impl Entry {
    /// The entry of something.
    pub fn new(part: Part) -> Self {
        match part {
            Part::Verify(of) => Entry { format: FORMAT, verify: Some(of), fuzz: None },
            Part::Fuzz(of) => Entry { format: FORMAT, verify: None, fuzz: Some(of) },
        }
    }

    /// What it is of; none where it is of nothing, of two things or in another format.
    pub fn part(self) -> Option<Part> {
        match self {
            Entry { format: FORMAT, verify: Some(of), fuzz: None } => Some(Part::Verify(of)),
            Entry { format: FORMAT, verify: None, fuzz: Some(of) } => Some(Part::Fuzz(of)),
            _ => None,
        }
    }
}

impl Verification {
    /// What a record says of drawn instances. Instances that are the same in every run, and stored proofs, are not counted.
    ///
    /// # Errors
    /// A claim without a statement.
    pub fn of(registry: &Registry, record: &Record) -> Result<Self, MissingSection> {
        let mut rows = Vec::new();
        for claim in &record.claims {
            let Ok(stated) = registry.claim(&claim.claim) else { continue };
            let statement = statement_hash(&Docs::read(stated.slug, stated.text)?);
            let drawn = claim.evidence.iter().filter(|row| is_drawn(row.kind));
            rows.extend(drawn.map(|row| Row {
                claim: claim.claim.clone(),
                statement: statement.clone(),
                kind: row.kind,
                verdict: row.verdict,
                accepted: row.accepted,
                false_pass: row.false_pass,
            }));
        }
        let seconds = record.claims.iter().flat_map(|claim| &claim.evidence).map(|row| row.seconds);
        Ok(Verification {
            commit: record.commit.clone(),
            version: record.version.clone(),
            seed: record.seed,
            cases: record.cases,
            verdict: record.verdict,
            cpu_seconds: seconds.sum::<f64>().round(),
            rows,
        })
    }

    /// The name of its file.
    pub fn file(&self) -> String {
        let kinds: BTreeSet<&str> = self.rows.iter().map(|row| row.kind.name()).collect();
        let kinds: Vec<&str> = kinds.into_iter().collect();
        let cases = self.cases.map_or("by-time".to_string(), |cases| cases.to_string());
        format!("verify-seed-{}-{cases}-{}.json", self.seed, kinds.join("-"))
    }
}

/// Are the instances drawn from the seed?
fn is_drawn(kind: Kind) -> bool {
    matches!(kind, Kind::Exact | Kind::Float | Kind::Identity | Kind::Statistical)
}

/// What all entries come to together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Account {
    /// The verifications, in the order of seeds.
    pub verifications: Vec<Verification>,
    /// The fuzzing, target by target.
    pub fuzzing: Vec<Fuzzing>,
    /// The seeds that were run.
    pub seeds: BTreeSet<u64>,
    /// Accepted instances of claims as they are stated now, each once: of a seed, those of its longest run.
    pub instances: u64,
    /// Rows of other statements than those of now, which count for nothing.
    pub outdated: u64,
    /// Rows that refute.
    pub refuted: u64,
    /// Rows that could not be told.
    pub undecided: u64,
    /// A bound on the chance that any false identity passed all of its tests: of each claim the product over seeds, whose
    /// trials are independent; the sum over claims. None where no identity was tested.
    pub false_identity: Option<f64>,
    /// A bound on the chance that any verdict by statistics is wrong: the sum over their rows.
    pub wrong_statistics: f64,
}

/// Why there is no account.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    /// An entry that cannot be read.
    #[error("{file}: cannot read: {problem}")]
    Unreadable {
        /// Its file.
        file: String,
        /// What the system says.
        problem: String,
    },
    /// A text that is no entry.
    #[error("{file}: {error}")]
    Malformed {
        /// Its file.
        file: String,
        /// Where, and what.
        error: JsonError,
    },
    /// An entry of nothing that is known.
    #[error(
        "{file}: format: found an entry of nothing, of two things or of another format, expected one verification or the \
         fuzzing of one target, in format {FORMAT}"
    )]
    Unknown {
        /// Its file.
        file: String,
    },
    /// A claim without a statement.
    #[error(transparent)]
    Undocumented(#[from] MissingSection),
}

impl Account {
    /// That of all entries of a folder, whose names end in `.json`; of a folder that is not there an empty one.
    ///
    /// # Errors
    /// [`AccountError`] with the file.
    pub fn read(registry: &Registry, folder: &Path) -> Result<Self, AccountError> {
        let shown = |path: &Path| path.display().to_string();
        let unreadable = |path: &Path, error: std::io::Error| AccountError::Unreadable {
            file: shown(path),
            problem: error.to_string(),
        };
        let listed = match fs::read_dir(folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Account::default()),
            listed => listed.map_err(|error| unreadable(folder, error))?,
        };
        let mut files: Vec<PathBuf> = Vec::new();
        for entry in listed {
            files.push(entry.map_err(|error| unreadable(folder, error))?.path());
        }
        files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
        files.sort();
        let mut entries = Vec::new();
        for path in files {
            let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, error))?;
            let malformed = |error| AccountError::Malformed { file: shown(&path), error };
            let entry: Entry = json::read(&text).map_err(malformed)?;
            if entry.clone().part().is_none() {
                return Err(AccountError::Unknown { file: shown(&path) });
            }
            entries.push(entry);
        }
        Ok(Account::of(registry, entries)?)
    }

    /// The sum of entries: those of nothing known are left out by [`Entry::part`] before.
    ///
    /// # Errors
    /// A claim without a statement.
    pub fn of(registry: &Registry, entries: Vec<Entry>) -> Result<Self, MissingSection> {
        let mut account = Account::default();
        for part in entries.into_iter().filter_map(Entry::part) {
            match part {
                Part::Verify(of) => account.verifications.push(of),
                Part::Fuzz(of) => account.fuzzing.push(of),
            }
        }
        account.verifications.sort_by_key(|of| (of.seed, of.cases, of.file()));
        account.fuzzing.sort_by(|a, b| (&a.target, &a.begun, a.seed).cmp(&(&b.target, &b.begun, b.seed)));
        let statement =
            |claim: &crate::claim::Claim| Ok((claim.slug, statement_hash(&Docs::read(claim.slug, claim.text)?)));
        let statements: BTreeMap<&str, String> =
            registry.claims().iter().map(statement).collect::<Result<_, MissingSection>>()?;
        // The longest run of each seed, claim and kind.
        let mut longest: BTreeMap<(u64, String, Kind), Row> = BTreeMap::new();
        for of in &account.verifications {
            for row in &of.rows {
                if statements.get(row.claim.as_str()) != Some(&row.statement) {
                    account.outdated += 1;
                    continue;
                }
                account.seeds.insert(of.seed);
                let best = longest.entry((of.seed, row.claim.clone(), row.kind)).or_insert_with(|| row.clone());
                if best.accepted < row.accepted {
                    *best = row.clone();
                }
            }
        }
        let mut identities: BTreeMap<&str, f64> = BTreeMap::new();
        for ((_, claim, kind), row) in &longest {
            account.instances += row.accepted;
            match row.verdict {
                Verdict::Holds => {}
                Verdict::Refuted => account.refuted += 1,
                Verdict::Inconclusive | Verdict::NothingChecked => account.undecided += 1,
            }
            match (kind, row.false_pass) {
                (Kind::Identity, Some(error)) => *identities.entry(claim).or_insert(1.0) *= error,
                (_, Some(error)) => account.wrong_statistics += error,
                (_, None) => {}
            }
        }
        account.false_identity = (!identities.is_empty()).then(|| identities.values().sum::<f64>().min(1.0));
        Ok(account)
    }

    /// Is nothing in it?
    pub fn is_empty(&self) -> bool {
        self.verifications.is_empty() && self.fuzzing.is_empty()
    }

    /// Inputs that all targets have executed.
    pub fn executions(&self) -> u64 {
        self.fuzzing.iter().map(|of| of.executions).sum()
    }

    /// Finds of all targets.
    pub fn finds(&self) -> u64 {
        self.fuzzing.iter().map(|of| of.finds).sum()
    }

    /// Hours of processor time of verifications and of fuzzing.
    pub fn cpu_hours(&self) -> [f64; 2] {
        const HOUR: f64 = 3600.0;
        let verifying = self.verifications.iter().map(|of| of.cpu_seconds).sum::<f64>();
        let fuzzing = self.fuzzing.iter().map(|of| of.cpu_seconds as f64).sum::<f64>();
        [verifying / HOUR, fuzzing / HOUR]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::{Budget, Limit, Plan, Selection, run};
    use crate::example;
    use proptest::prelude::*;

    fn entry(seed: u64, cases: u64) -> Entry {
        let registry = example::registry();
        let plan = Plan::new(seed, Limit::Cases(cases)).sharing(Budget::of(&registry));
        Entry::new(Verification::of(&registry, &run(&Selection::all(&registry), &plan)).expect("a statement").into())
    }

    fn fuzzing(target: &str, seed: u64, executions: u64) -> Entry {
        let (target, commit, begun) = (target.to_string(), "1f3a".to_string(), "2026-11-28".to_string());
        let of = Fuzzing {
            target,
            commit,
            seed,
            begun,
            executions,
            edges: 9,
            corpus: 3,
            corpus_bytes: 30,
            seconds: 60,
            cpu_seconds: 1800,
            finds: 0,
        };
        Entry::new(Part::Fuzz(of))
    }

    proptest! {
        /// In whatever order the entries come, and however often: a seed counts once, with its longest run.
        #[test]
        fn a_seed_counts_once(order in Just([(1, 64), (1, 128), (2, 64), (2, 64), (3, 64)]).prop_shuffle()) {
            let registry = example::registry();
            let entries = order.iter().map(|(seed, cases)| entry(*seed, *cases)).collect();
            let account = Account::of(&registry, entries).expect("an account");
            prop_assert_eq!((account.instances, account.seeds.len(), account.verifications.len()), (2 * (128 + 64 + 64), 3, 5));
            prop_assert_eq!((account.refuted, account.undecided, account.outdated), (0, 0, 0));
        }
    }

    /// What was decided of another statement is no evidence for this one.
    #[test]
    fn another_statement_is_not_counted() {
        let mut old = entry(1, 64);
        old.verify.iter_mut().flat_map(|of| &mut of.rows).for_each(|row| row.statement.replace_range(0..1, "x"));
        let account = Account::of(&example::registry(), vec![old]).expect("an account");
        assert_eq!((account.instances, account.outdated), (0, 2));
    }

    #[test]
    fn identities_multiply_and_statistics_add_up() {
        let with = |seed: u64, kind: Kind, error: f64| {
            let mut entry = entry(seed, 64);
            let row = entry.verify.iter_mut().flat_map(|of| &mut of.rows).next().expect("a row");
            (row.kind, row.false_pass) = (kind, Some(error));
            entry
        };
        let entries = vec![
            with(1, Kind::Identity, 1e-3),
            with(2, Kind::Identity, 1e-4),
            with(3, Kind::Statistical, 1e-9),
            with(4, Kind::Statistical, 2e-9),
        ];
        let account = Account::of(&example::registry(), entries).expect("an account");
        assert_eq!((account.false_identity, account.wrong_statistics), (Some(1e-3 * 1e-4), 1e-9 + 2e-9));
    }

    #[test]
    fn a_folder_is_read_strictly() {
        let folder = tempfile::tempdir().expect("a folder");
        let registry = example::registry();
        let read = || Account::read(&registry, folder.path());
        assert!(Account::read(&registry, &folder.path().join("none")).expect("nothing").is_empty());
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
        write("a.json", &json::write(&entry(1, 64)));
        write("b.json", &json::write(&fuzzing("one", 1, 2_000_000)));
        write("c.json", &json::write(&fuzzing("two", 1, 1_000)));
        write("notes.txt", "none of it");
        let account = read().expect("an account");
        assert_eq!((account.executions(), account.finds(), account.cpu_hours()[1]), (2_001_000, 0, 1.0));
        for (text, said) in [
            ("{", "d.json: line 1"),
            (r#"{"format": 1}"#, "d.json: format: found an entry of nothing"),
            (r#"{"format": 2}"#, "format 1"),
            (r#"{"format": 1, "fuzz": {"target": "x"}}"#, "missing field"),
            (r#"{"format": 1, "verified": {}}"#, "unknown field"),
        ] {
            write("d.json", text);
            let error = read().expect_err(text).to_string();
            assert!(error.contains(said), "{text}: {error}");
        }
    }
}
