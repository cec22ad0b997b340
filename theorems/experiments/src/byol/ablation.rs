//! `byol-ablation`: the claim, as stated in the protocol before the run, and the verdict that results give.
//!
//! Claimed: BYOL learns with batch normalisation and a predictor together; without either it collapses or learns
//! far less; detaching the batch's mean loses most of the gain. The protocol also names what would speak against it,
//! in rows of the same table.

use super::cell::Cell;
use super::results::{DigitResults, Quantity, Run};
use super::settings::Settings;
use crate::band::Band;
use crate::protocol::{Decision, Protocol, Signs};
use dualproof::campaign::Budget;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::LazyLock;

/// What is run and tested, besides the fields of every protocol.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct AblationDesign {
    /// The version.
    pub version: u64,
    /// What each version but the first changed, when, and why.
    pub revisions: Vec<String>,
    /// The first seed.
    #[serde(default = "one")]
    pub first_seed: u64,
    /// Runs of every cell that is named below: this many seeds from the first on, unless a hypothesis asks for more.
    pub seeds: u64,
    /// The chance that any decision is wrong.
    pub alpha: f64,
    /// Why these margins.
    pub margin_reason: String,
    /// The exploratory runs before it.
    pub pilot: String,
    /// How likely these seeds decide every hypothesis.
    #[serde(default)]
    pub power: String,
    /// The settings of the runs.
    pub settings: Settings,
    /// What is tested.
    pub hypotheses: Vec<Hypothesis>,
}

/// One statement: the median over seeds of a contrast exceeds a number.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Hypothesis {
    /// Its name.
    pub name: String,
    /// The statement in words.
    pub statement: String,
    /// What is measured.
    pub measure: Measure,
    /// The terms of the contrast.
    pub contrast: Vec<Term>,
    /// The number.
    pub exceeds: f64,
    /// The margin around it within which the median is practically the number itself; `None`: nothing is nil.
    #[serde(default)]
    pub margin: Option<f64>,
    /// Its seeds, where it needs more than the others.
    #[serde(default)]
    pub seeds: Option<u64>,
    /// Of the seeds of an earlier run, the share above the number: what the number of seeds was chosen by.
    #[serde(default)]
    pub earlier_share: Option<f64>,
    /// What it means for the claim, if it is true.
    pub bearing: Bearing,
}

fn one() -> u64 {
    1
}

/// A measure of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// The share of the test images that the linear probe gets right.
    Accuracy,
    /// log₁₀ tr V_x\[F̄\] of the output; −∞ where nothing varies, or the run has diverged.
    #[serde(rename = "log10-variance")]
    Log10Variance,
}

/// A moment of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moment {
    /// Before the first step: untrained.
    Start,
    /// After the last step.
    End,
}

/// A term of a contrast.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Its weight.
    pub weight: f64,
    /// The cell.
    pub cell: Cell,
    /// The moment.
    pub at: Moment,
}

/// What a hypothesis means for the claim, if it is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bearing {
    /// The claim says so.
    Supports,
    /// The claim, taken at its word, says the opposite.
    Counters,
    /// A theorem says so: a check of the experiment, and evidence neither for the claim nor against it.
    Follows,
}

/// One hypothesis with its result.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The hypothesis.
    pub hypothesis: Hypothesis,
    /// The contrast of every seed that has all its runs.
    pub contrasts: Vec<f64>,
    /// Its median with an interval; `None` without a seed.
    pub effect: Option<Band>,
    /// Seeds whose contrast is above the number.
    pub above: u64,
    /// Seeds whose contrast is below it.
    pub below: u64,
    /// What this says to the claim, or to the theory of which the hypothesis is a consequence: holds where it is as
    /// claimed, refuted where it is the opposite.
    pub decision: Decision,
}

/// The claim's rows and its verdict.
#[derive(Clone, Debug, PartialEq)]
pub struct Ablation {
    /// One a hypothesis, in the protocol's order.
    pub rows: Vec<Finding>,
    /// The level of every hypothesis, both directions together.
    pub level: f64,
    /// Why the protocol is not fulfilled, such as missing runs.
    pub shortfall: Option<String>,
    /// Holds where every supporting hypothesis agrees; refuted where one disagrees.
    pub decision: Decision,
    /// Hypotheses against the claim that are found true.
    pub counter_findings: usize,
    /// Consequences of the theory that are found true.
    pub consequences_found: usize,
}

/// The protocol of `protocols/byol-ablation.json`.
///
/// # Panics
/// Never with the file of the repository: a test reads it.
pub fn protocol() -> &'static Protocol<AblationDesign> {
    static READ: LazyLock<Protocol<AblationDesign>> =
        LazyLock::new(|| Protocol::stated(include_str!("../../protocols/byol-ablation.json")));
    &READ
}

/// The protocol before it, under which `results/earlier/byol-2.json` was run.
///
/// # Panics
/// Never with the file of the repository: a test reads it.
pub fn earlier_protocol() -> &'static Protocol<AblationDesign> {
    static READ: LazyLock<Protocol<AblationDesign>> =
        LazyLock::new(|| Protocol::stated(include_str!("../../protocols/earlier/byol-ablation-2.json")));
    &READ
}

impl AblationDesign {
    /// The cells that it names, each once.
    pub fn cells(&self) -> Vec<Cell> {
        let named = self.hypotheses.iter().flat_map(|hypothesis| &hypothesis.contrast);
        Cell::all().into_iter().filter(|cell| named.clone().any(|term| term.cell == *cell)).collect()
    }

    /// The seeds that a cell is run from: those of the hypothesis about it that needs most; none of a cell that is not named.
    pub fn seeds_of(&self, cell: Cell) -> Range<u64> {
        let about = self.hypotheses.iter().filter(|h| h.contrast.iter().any(|term| term.cell == cell));
        self.seeds_from(about.map(|h| self.seeds_for(h)).max().unwrap_or(0))
    }

    fn seeds_for(&self, hypothesis: &Hypothesis) -> u64 {
        hypothesis.seeds.unwrap_or(self.seeds)
    }

    /// So many seeds from the first on.
    pub fn seeds_from(&self, count: u64) -> Range<u64> {
        self.first_seed..self.first_seed + count
    }

    /// The level of a hypothesis, both directions together: α over the hypotheses.
    pub fn level(&self) -> f64 {
        Budget::split(self.alpha, self.hypotheses.len()).share()
    }

    /// The verdict that results give: a function of the two alone. Without the runs that the protocol asks for, at
    /// its settings, nothing is decided.
    pub fn judge(&self, results: &DigitResults) -> Ablation {
        let shortfall = self.shortfall(results);
        let rows: Vec<Finding> =
            self.hypotheses.iter().map(|h| self.finding(h, results, shortfall.is_none())).collect();
        let count = |bearing, decision| {
            rows.iter().filter(|row| row.hypothesis.bearing == bearing && row.decision == decision).count()
        };
        let counter_findings = count(Bearing::Counters, Decision::Refuted);
        let consequences_found = count(Bearing::Follows, Decision::Holds);
        let claimed = rows.iter().filter(|row| row.hypothesis.bearing == Bearing::Supports);
        let decision = Decision::worst(claimed.map(|row| row.decision));
        Ablation { level: self.level(), shortfall, decision, counter_findings, consequences_found, rows }
    }

    fn shortfall(&self, results: &DigitResults) -> Option<String> {
        if results.settings != self.settings {
            return Some("other settings than the protocol's".to_string());
        }
        let complete = |cell: &Cell| self.seeds_of(*cell).all(|seed| run_of(results, *cell, seed).is_some());
        let cells = self.cells();
        let done = cells.iter().filter(|cell| complete(cell)).count();
        (done < cells.len())
            .then(|| format!("{done} of {} cells have all runs that the protocol asks for", cells.len()))
    }

    fn finding(&self, hypothesis: &Hypothesis, results: &DigitResults, fulfilled: bool) -> Finding {
        // Further seeds than the protocol's would be a second look: they are shown nowhere in this table.
        let seeds = self.seeds_from(self.seeds_for(hypothesis));
        let contrasts: Vec<f64> = seeds.filter_map(|seed| contrast(hypothesis, results, seed)).collect();
        let signs = Signs::of(&contrasts, hypothesis.exceeds, hypothesis.margin);
        let decision = match signs.decide(self.level()) {
            _ if !fulfilled => Decision::Inconclusive,
            decision if hypothesis.bearing == Bearing::Counters => decision.opposite(),
            decision => decision,
        };
        let effect = Band::over_seeds(contrasts.iter().copied());
        let Signs { above, below, .. } = signs;
        Finding { hypothesis: hypothesis.clone(), contrasts, effect, above, below, decision }
    }
}

/// The contrast of one seed; `None` where one of its runs is missing. A contrast that is not a number, such as −∞
/// minus itself, is neither above nor below anything.
fn contrast(hypothesis: &Hypothesis, results: &DigitResults, seed: u64) -> Option<f64> {
    hypothesis.contrast.iter().try_fold(0.0, |sum, term| {
        let run = run_of(results, term.cell, seed)?;
        let place = match term.at {
            Moment::Start => 0,
            Moment::End => results.epochs.len() - 1,
        };
        let value = match hypothesis.measure {
            Measure::Accuracy => results.accuracy(run, place),
            Measure::Log10Variance => run.at(Quantity::Variance, place).map_or(f64::NEG_INFINITY, f64::log10),
        };
        Some(sum + term.weight * value)
    })
}

fn run_of(results: &DigitResults, cell: Cell, seed: u64) -> Option<&Run> {
    results.runs(cell).iter().find(|run| run.seed == seed)
}

#[cfg(test)]
mod tests {
    use super::super::results::Series;
    use super::*;
    use crate::protocol::power;

    /// Seeds of the run under the earlier protocol.
    const EARLIER_SEEDS: f64 = 16.0;

    const FULL: &str = "bn-normal-normal+predictor";
    const ALONE: &str = "bn-normal-normal";

    /// Two hypotheses over four seeds, one for the claim and one against it, at a level that four
    /// signs reach, 2·2⁻⁴ < 0.15, and three do not.
    fn small() -> AblationDesign {
        let term = |weight, cell: &str, at| Term { weight, cell: cell.parse().unwrap(), at };
        let hypothesis = |name: &str, contrast, bearing| Hypothesis {
            name: name.to_string(),
            statement: String::new(),
            measure: Measure::Accuracy,
            contrast,
            exceeds: 0.25,
            margin: None,
            seeds: None,
            earlier_share: None,
            bearing,
        };
        let beats = vec![term(1.0, FULL, Moment::End), term(-1.0, ALONE, Moment::End)];
        let learns = vec![term(1.0, ALONE, Moment::End), term(-1.0, ALONE, Moment::Start)];
        let settings = Settings { epochs: 1, ..Settings::default() };
        let hypotheses =
            vec![hypothesis("beats", beats, Bearing::Supports), hypothesis("learns", learns, Bearing::Counters)];
        AblationDesign { first_seed: 1, seeds: 4, alpha: 0.3, settings, hypotheses, ..protocol().design.clone() }
    }

    /// Results whose runs get so many of 100 images right at the start and the end.
    fn results(protocol: &AblationDesign, runs: &[(&str, u64, usize, usize)]) -> DigitResults {
        let mut results = DigitResults::new(protocol.settings, 0.01, (100, 100), 10);
        for (cell, seed, start, end) in runs {
            let run = Run {
                seed: *seed,
                correct: vec![*start, *end],
                quantities: [(Quantity::Variance, Series::recorded([Some(1.0), None]))].into(),
                ..Run::default()
            };
            results.insert(cell.parse().unwrap(), run);
        }
        results
    }

    fn of(full: usize, alone: usize, last_alone: usize) -> Vec<(&'static str, u64, usize, usize)> {
        let last = |seed: u64| if seed == 4 { last_alone } else { alone };
        (1..=4).flat_map(|seed| [(FULL, seed, 30, full), (ALONE, seed, 30, last(seed))]).collect()
    }

    #[test]
    fn every_decision_is_reached_and_only_with_enough_signs() {
        let protocol = small();
        assert_eq!(protocol.level(), 0.15);
        let judge = |runs: &[(&str, u64, usize, usize)]| protocol.judge(&results(&protocol, runs));
        let decisions = |ablation: &Ablation| ablation.rows.iter().map(|row| row.decision).collect::<Vec<_>>();

        let good = judge(&of(90, 50, 50));
        assert_eq!(decisions(&good), [Decision::Holds, Decision::Holds]);
        assert_eq!((good.decision, good.counter_findings, &good.shortfall), (Decision::Holds, 0, &None));
        assert_eq!((good.rows[0].above, good.rows[0].below), (4, 0));

        let countered = judge(&of(90, 60, 60));
        assert_eq!(decisions(&countered), [Decision::Holds, Decision::Refuted]);
        assert_eq!((countered.decision, countered.counter_findings), (Decision::Holds, 1));

        let bad = judge(&of(90, 85, 85));
        assert_eq!(decisions(&bad), [Decision::Refuted, Decision::Refuted]);
        assert_eq!(bad.decision, Decision::Refuted);

        // One seed of four the other way: neither direction is found.
        let split = judge(&of(90, 50, 85));
        assert_eq!(decisions(&split), [Decision::Inconclusive, Decision::Inconclusive]);
        assert_eq!(split.decision, Decision::Inconclusive);
        // A contrast of exactly the margin exceeds nothing.
        assert_eq!(judge(&of(75, 50, 50)).rows[0].decision, Decision::Inconclusive);
    }

    /// A consequence of the theory counts neither for the claim nor against it, whether it is found true or false.
    #[test]
    fn a_consequence_of_the_theory_is_no_evidence() {
        let mut protocol = small();
        protocol.hypotheses[1].bearing = Bearing::Follows;
        let judge = |runs: &[(&str, u64, usize, usize)]| protocol.judge(&results(&protocol, runs));
        let (found, missed) = (judge(&of(90, 60, 60)), judge(&of(90, 50, 50)));
        assert_eq!((found.rows[1].decision, missed.rows[1].decision), (Decision::Holds, Decision::Refuted));
        assert_eq!((found.consequences_found, missed.consequences_found), (1, 0));
        for ablation in [&found, &missed] {
            assert_eq!((ablation.decision, ablation.counter_findings), (Decision::Holds, 0));
        }
        assert!(found.summary().contains("of 0 against it 0 found true; of 1 consequence of the theory 1 found true"));
    }

    #[test]
    fn without_the_protocols_runs_nothing_is_decided() {
        let protocol = small();
        let mut runs = of(90, 50, 50);
        runs.pop();
        let missing = protocol.judge(&results(&protocol, &runs));
        assert!(missing.rows.iter().all(|row| row.decision == Decision::Inconclusive));
        assert_eq!(missing.decision, Decision::Inconclusive);
        assert_eq!(missing.shortfall.as_deref(), Some("1 of 2 cells have all runs that the protocol asks for"));
        assert_eq!(missing.rows[0].contrasts.len(), 3);

        let mut other = results(&protocol, &of(90, 50, 50));
        other.settings.rate *= 2.0;
        assert_eq!(protocol.judge(&other).decision, Decision::Inconclusive);

        let empty = protocol.judge(&results(&protocol, &[]));
        assert_eq!((empty.decision, empty.rows[0].effect), (Decision::Inconclusive, None));
        let nothing = AblationDesign { hypotheses: Vec::new(), ..protocol };
        assert_eq!(nothing.judge(&results(&nothing, &[])).decision, Decision::NothingChecked);
    }

    #[test]
    fn further_seeds_are_no_second_look() {
        let protocol = small();
        let mut runs = of(90, 50, 85);
        runs.extend((5..60).flat_map(|seed| [(FULL, seed, 30, 90), (ALONE, seed, 30, 50)]));
        assert_eq!(protocol.judge(&results(&protocol, &runs)).decision, Decision::Inconclusive);
    }

    #[test]
    fn a_diverged_run_has_no_variance_left() {
        let mut protocol = small();
        protocol.hypotheses.truncate(1);
        let hypothesis = &mut protocol.hypotheses[0];
        (hypothesis.measure, hypothesis.exceeds) = (Measure::Log10Variance, -1.0);
        hypothesis.contrast.truncate(1);
        let found = protocol.judge(&results(&protocol, &of(90, 50, 50)));
        assert!(found.rows[0].contrasts.iter().all(|contrast| *contrast == f64::NEG_INFINITY));
        // Minus infinity minus itself is above nothing and below nothing.
        let hypothesis = &mut protocol.hypotheses[0];
        hypothesis.contrast.push(Term { weight: -1.0, ..hypothesis.contrast[0] });
        let found = protocol.judge(&results(&protocol, &of(90, 50, 50)));
        assert_eq!(found.rows[0].decision, Decision::Inconclusive);
    }

    #[test]
    fn the_protocol_can_be_decided_at_its_level() {
        assert_eq!((protocol().claim.as_str(), protocol().design.settings), ("byol-ablation", Settings::default()));
        let protocol = &protocol().design;
        for hypothesis in &protocol.hypotheses {
            // Of the earlier 16 seeds; half a seed nearer to one half than they say.
            let earlier = hypothesis.earlier_share.expect("what an earlier run showed") * EARLIER_SEEDS;
            let share = (earlier.max(EARLIER_SEEDS - earlier) + 0.5) / (EARLIER_SEEDS + 1.0);
            let power = power(protocol.seeds_for(hypothesis), share, protocol.level()).expect("a share");
            assert!(power >= 0.99, "{}: {power}", hypothesis.name);
            assert!(hypothesis.margin.is_some(), "{}", hypothesis.name);
        }
        assert!(protocol.hypotheses.iter().any(|h| h.bearing == Bearing::Counters));
        for hypothesis in protocol.hypotheses.iter().filter(|h| h.bearing == Bearing::Follows) {
            assert!(hypothesis.statement.contains("a consequence of the theory, not evidence against the claim"));
        }
        assert_eq!(protocol.revisions.len() as u64, protocol.version - 1, "every version but the first says why");
        let tested = |hypotheses: &[Hypothesis]| {
            let of = |h: &Hypothesis| (h.name.clone(), h.measure, h.contrast.clone(), h.exceeds, h.bearing);
            hypotheses.iter().map(of).collect::<Vec<_>>()
        };
        let earlier = &earlier_protocol().design;
        assert_eq!(
            tested(&protocol.hypotheses),
            tested(&earlier.hypotheses),
            "the statements are those before the new run"
        );
        assert!(protocol.first_seed > earlier.seeds, "fresh seeds");
        let names: std::collections::BTreeSet<_> = protocol.hypotheses.iter().map(|h| &h.name).collect();
        assert_eq!(names.len(), protocol.hypotheses.len());
        // Differences only: a contrast of accuracies has weights that sum to 0.
        for hypothesis in &protocol.hypotheses {
            assert_eq!(hypothesis.contrast.iter().map(|term| term.weight).sum::<f64>(), 0.0, "{}", hypothesis.name);
        }
    }
}
