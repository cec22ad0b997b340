//! The words of a reviewer's bundle: what is in it, what repeats each part and how long that takes, where it was made, and
//! the list that artifact evaluations go through. Every number follows from the recorded run.

use crate::account::Account;
use crate::campaign::{Recorded, Registry};
use crate::formal::Standing;
use crate::ledger::front::refuted;
use crate::ledger::support::{is_open, supported};
use crate::ledger::{Unrendered, account::sums};
use crate::record::{Record, Verdict};

/// What a bundle is made of.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// The claims.
    pub registry: &'a Registry,
    /// The recorded run.
    pub record: &'a Record,
    /// Where the project stands with its theorems in Coq.
    pub standing: &'a Standing,
    /// What campaigns have come to.
    pub account: &'a Account,
    /// Certificates in the bundle.
    pub certificates: usize,
    /// Processors of the machine that makes the bundle.
    pub processors: usize,
}

const MINUTE: f64 = 60.0;
const DAY: f64 = 86_400.0;

impl Facts<'_> {
    /// Seconds of processor time of the recorded run.
    fn seconds(&self) -> f64 {
        self.record.claims.iter().flat_map(|claim| &claim.evidence).map(|row| row.seconds).sum()
    }

    /// Cases a row that fill a day on these processors, at the rate of the recorded run.
    fn cases_a_day(&self) -> u64 {
        let cases = self.record.cases.unwrap_or(1) as f64;
        let day = cases * DAY * self.processors as f64 / self.seconds().max(1.0);
        // Two digits: it is a plan, not a measurement.
        let unit = 10_f64.powi((day.log10().floor() as i32 - 1).max(0));
        ((day / unit).floor() * unit) as u64
    }

    /// README.md: what is there, and how each part is repeated.
    pub fn readme(&self) -> String {
        let Facts { registry, record, .. } = self;
        let project = registry.preface.project;
        let minutes = |seconds: f64| format!("{:.0} min", (seconds / MINUTE).ceil());
        let verifying = minutes(self.seconds() / self.processors as f64);
        let coq = match self.standing.current() {
            Some(checked) => format!(
                "| 1 hour | `cargo run --release -- formal --check` | {} theorems by Coq, anew; {} when recorded |\n",
                checked.theorems.len(),
                minutes(checked.seconds)
            ),
            None => String::new(),
        };
        let experiments: String = registry
            .preface
            .experiments
            .iter()
            .map(|Recorded { name, run, .. }| {
                format!("| 1 day | `cargo run --release -- {run} --out DIR` | the experiment `{name}`, all seeds of its protocol |\n")
            })
            .collect();
        let seed = record.seed + 1;
        format!(
            "# {project}: a bundle for reviewers\n\n\
             Begin with `report/index.html` in a browser; it needs no server and no script. The commands of cargo are given at the \
             root of the repository at the commit that stands above, those of Python here. Times are of {} processors, the recorded \
             run's processor time divided by them; what cargo builds comes on top.\n\n\
             | time | command | what it repeats |\n|---|---|---|\n\
             | 10 minutes | `python3 checker/check.py certificates` | both sides of {} exact instances, by a program that shares no code with \
             the one that made them |\n\
             | 10 minutes | `cargo run --release -- proofs --check` | the whole recorded run and every file that follows from it: {verifying} |\n\
             | 10 minutes | `cargo run --release -- replay theorems/counterexamples/CLAIM/*.json` | stored counterexamples, exactly |\n\
             | 1 hour | `cargo test` | every claim by every kind of evidence, and the tests of the tools |\n{coq}\
             | 1 day | `cargo run --release -- verify --seed {seed} --cases {}` | other instances than the recorded ones: as many as fill a day |\n\
             {experiments}\n\
             | folder | what is in it |\n|---|---|\n\
             | `report/` | the recorded run as a site |\n\
             | `PROOFS.md`, `proofs/` | the same as Markdown |\n\
             | `record/` | the recorded run, the record of Coq, the results of experiments, counterexamples, campaigns: JSON |\n\
             | `certificates/` | exact instances with both sides |\n\
             | `checker/` | the programs that re-check them: Python 3.9 or newer, nothing else |\n\
             | `ENVIRONMENT.md`, `Cargo.lock` | where this was made, and every dependency with its hash |\n\
             | `CHECKLIST.md` | what artifact evaluations ask |\n",
            self.processors,
            self.certificates,
            self.cases_a_day(),
        )
    }

    /// CHECKLIST.md: the questions of artifact evaluations, answered by the record.
    ///
    /// # Errors
    /// [`Unrendered`] where a phrase of the source names what is not there.
    pub fn checklist(&self) -> Result<String, Unrendered> {
        let Facts { registry, record, .. } = self;
        let phrases = supported(registry, record)?;
        let open = phrases.iter().filter(|(phrase, _)| is_open(phrase)).count();
        let count = |of: fn(&crate::record::ClaimRow) -> usize| record.claims.iter().map(of).sum::<usize>();
        let (mutants, shown, needed) =
            (count(|c| c.mutants.len()), count(|c| c.assumptions_shown().0), count(|c| c.assumptions_shown().1));
        let holding = record.claims.iter().filter(|claim| claim.verdict == Verdict::Holds).count();
        let yes = |is: bool| if is { "yes" } else { "**no**" };
        let theorems = match self.standing {
            Standing::Current(checked) => {
                format!(
                    "{}: {} theorems, {}",
                    yes(checked.verdict == Verdict::Holds),
                    checked.theorems.len(),
                    checked.coq
                )
            }
            Standing::Stale => "**no**: the recorded run of Coq is of other files".to_string(),
            Standing::Absent => "not run".to_string(),
        };
        let experiments: String = registry
            .preface
            .experiments
            .iter()
            .map(|Recorded { name, conclusion, .. }| {
                format!("| Is the experiment `{name}` decided? | {} |\n", conclusion().verdict)
            })
            .collect();
        let campaigns: String =
            sums(self.account).iter().map(|sum| format!("| Runs beyond the recorded one | {sum} |\n")).collect();
        Ok(format!(
            "# Checklist of artifact evaluation\n\n\
             | question | answer |\n|---|---|\n\
             | **Available.** Which version? | {} |\n\
             | Under which licence? | {} |\n\
             | **Documented.** Is every claim stated, with assumptions, proof and checked form? | {}: {} claims |\n\
             | **Consistent.** Is each statement of the source that is covered tied to claims? | {} phrases, of {open} something is not covered |\n\
             | **Complete.** Does every claim hold in the recorded run? | {}: {holding} of {} |\n\
             | **Exercisable.** Which command runs it? | `cargo run --release` |\n\
             | Can a check fail? | {}: {}/{mutants} wrong formulas are refuted, each by a stored counterexample |\n\
             | Are the assumptions needed? | {}: {shown}/{needed} shown by counterexamples |\n\
             | **Reproduced** by other code? | {} exact instances with both sides for a program in Python; `proofs --check` runs the record anew |\n\
             | Checked by a proof assistant? | {theorems} |\n{experiments}{campaigns}",
            registry.preface.project,
            env!("CARGO_PKG_LICENSE"),
            yes(record.claims.len() == registry.claims().len()),
            registry.claims().len(),
            phrases.len(),
            yes(holding == record.claims.len() && holding > 0),
            record.claims.len(),
            yes(count(refuted) == mutants && mutants > 0),
            count(refuted),
            yes(shown == needed),
            self.certificates,
        ))
    }

    /// ENVIRONMENT.md: where the bundle was made, and what the recorded run says of itself.
    pub fn environment(&self, system: &str) -> String {
        let Facts { record, registry, processors, .. } = self;
        format!(
            "# Environment\n\n| | |\n|---|---|\n\
             | the recorded run | {} {}, commit {} |\n\
             | seed, cases a row | {}, {} |\n\
             | this program | {} |\n\
             | system | {system} |\n\
             | processors | {processors} |\n\
             | Rust | {} or later |\n\
             | dependencies | `Cargo.lock`, each with its hash |\n\n{}\n",
            record.tool,
            record.version,
            record.commit.as_deref().unwrap_or("unknown"),
            record.seed,
            record.cases.map_or("by time".to_string(), |cases| cases.to_string()),
            registry.preface.project,
            env!("CARGO_PKG_RUST_VERSION"),
            "Exact arithmetic and the field of 2⁶¹ − 1 elements give the same everywhere; what rounds is compared within its error \
             bound, and `proofs --check` leaves the size of rounding out, which may differ from one processor to another.",
        )
    }
}
