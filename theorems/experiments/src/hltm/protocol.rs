//! `hierarchical-emergence` as a statistical claim: the protocol, written before the run, and its decision.

use super::measures::Level;
use super::record::RunRecord;
use crate::band::SHOWN_ERROR;
use crate::protocol::{Protocol, sign_test};
use dualproof::campaign::Budget;
use dualproof::record::Verdict;
use dualproof::statistics::median;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// The protocol's file, as it is in the repository.
pub const TEXT: &str = include_str!("../../protocols/hierarchical-emergence.json");

/// What this protocol says beside what every protocol does: runs and tests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Emergence {
    /// The unit of replication, in words: what is independent.
    pub unit: String,
    /// The effects of the claim, one value a seed.
    pub effects: Vec<String>,
    /// Stronger statements: tested, not part of the claim.
    pub beyond: Vec<String>,
    /// How the verdict follows from the effects, in words.
    pub verdict: String,
    /// Which runs had been seen when the protocol was written.
    pub explored: String,
    /// The quick preset.
    pub quick: Design,
    /// The full preset.
    pub full: Design,
}

/// The numbers of a preset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Design {
    /// Edges from the root to a leaf.
    pub depth: usize,
    /// Units of a group in the claims on levels.
    pub hid: usize,
    /// Units of a group in the claim on widths, in increasing order.
    pub widths: Vec<usize>,
    /// Seeds 1 to this.
    pub seeds: u64,
    /// The chance that any hypothesis is decided wrongly.
    pub alpha: f64,
}

/// The protocol of the repository.
pub fn protocol() -> &'static Protocol<Emergence> {
    static READ: LazyLock<Protocol<Emergence>> = LazyLock::new(|| Protocol::stated(TEXT));
    &READ
}

/// One effect with its test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// The effect in words.
    pub effect: String,
    /// The loss of the runs.
    pub loss: String,
    /// Is it part of the claim, or a stronger statement?
    pub of_claim: bool,
    /// Seeds.
    pub seeds: u64,
    /// Seeds whose effect is above 0.
    pub positive: u64,
    /// The median effect.
    pub median: Option<f64>,
    /// An interval that contains the median of the law with probability 95 %.
    pub interval: Option<(f64, f64)>,
    /// The verdict of the test.
    pub verdict: Verdict,
}

/// One value a seed; `None` for a run without it, which counts as not above 0.
type Effects = Vec<Option<f64>>;

/// The effect in one run; `None` where it is not defined.
type Effect<'a> = &'a dyn Fn(&RunRecord) -> Option<f64>;

/// The effects on levels in the runs of one loss: name, part of the claim?, one value a run.
fn on_levels(runs: &[RunRecord], depth: usize) -> Vec<(String, bool, Effects)> {
    let per_seed = |of: &dyn Fn(&RunRecord) -> Option<f64>| runs.iter().map(of).collect::<Effects>();
    let gain = |run: &RunRecord, level: usize| {
        if run.diverged.is_some() {
            return None;
        }
        Some(run.correlation(level, run.epochs.len().checked_sub(1)?)? - run.correlation(level, 0)?)
    };
    let operator = |run: &RunRecord, level: usize, epoch: usize| run.epochs.get(epoch)?.get(level - 1)?.operator;
    let mut list = Vec::new();
    for level in 2..=depth {
        list.push((format!("gain at level {level}"), true, per_seed(&|run| gain(run, level))));
    }
    let tau = |run: &RunRecord| {
        let gains = (1..=depth).map(|level| gain(run, level)).collect::<Option<Vec<f64>>>()?;
        kendall(&gains)
    };
    list.push(("gain grows toward the root".into(), true, per_seed(&tau)));
    for (epoch, name, of_claim) in [(1, "operator after the first epoch", true), (0, "operator untrained", false)] {
        for level in 2..=depth {
            let step = |run: &RunRecord| Some(operator(run, level, epoch)? - operator(run, level - 1, epoch)?);
            list.push((format!("{name}, level {level} over {}", level - 1), of_claim, per_seed(&step)));
        }
    }
    for level in 2..=depth {
        let step = |run: &RunRecord| Some(gain(run, level)? - gain(run, level - 1)?);
        list.push((format!("gain, level {level} over {}", level - 1), false, per_seed(&step)));
    }
    list
}

/// The effects of the width, in runs of the same seeds at several widths.
fn on_widths(runs: &[(usize, &[RunRecord])]) -> Vec<(String, bool, Effects)> {
    let mean = |levels: &Vec<Level>| levels.iter().map(|level| level.correlation).sum::<f64>() / levels.len() as f64;
    let last = |run: &RunRecord| run.epochs.last().filter(|_| run.diverged.is_none()).map(mean);
    let untrained = |run: &RunRecord| run.epochs.first().map(mean);
    let same = |list: &'_ [RunRecord], seed: u64| list.iter().find(|run| run.seed == seed).cloned();
    let Some((_, widest)) = runs.last() else { return Vec::new() };
    let trend = |run: &RunRecord| {
        let at = |(_, list): &(usize, &[RunRecord])| last(&same(list, run.seed)?);
        kendall(&runs.iter().map(at).collect::<Option<Vec<f64>>>()?)
    };
    let mut list = vec![("correlation grows with width".to_string(), true, widest.iter().map(trend).collect())];
    let readings: [(&str, bool, Effect); 2] =
        [("correlation", true, &last), ("untrained correlation", false, &untrained)];
    for (name, of_claim, of) in readings {
        for pair in runs.windows(2) {
            let [(narrow, few), (wide, many)] = [pair[0], pair[1]];
            let effect = |run: &RunRecord| Some(of(run)? - of(&same(few, run.seed)?)?);
            list.push((format!("{name}, width {wide} over {narrow}"), of_claim, many.iter().map(effect).collect()));
        }
    }
    list
}

/// (concordant − discordant)/all pairs of the values with their positions.
fn kendall(values: &[f64]) -> Option<f64> {
    let pairs = (0..values.len()).flat_map(|j| (0..j).map(move |i| (i, j)));
    let signs: Vec<f64> =
        pairs.map(|(i, j)| f64::from(i8::from(values[j] > values[i]) - i8::from(values[j] < values[i]))).collect();
    (!signs.is_empty()).then(|| signs.iter().sum::<f64>() / signs.len() as f64)
}

/// All effects with their tests. `losses` are the runs of each loss at the protocol's width, `widths` those of the first
/// loss at every width.
pub fn decide(design: &Design, losses: &[(&str, &[RunRecord])], widths: &[(usize, &[RunRecord])]) -> Vec<Outcome> {
    let mut effects: Vec<(&str, String, bool, Effects)> = Vec::new();
    for (loss, runs) in losses {
        effects.extend(on_levels(runs, design.depth).into_iter().map(|(name, own, list)| (*loss, name, own, list)));
    }
    let first = losses.first().map_or("", |(loss, _)| loss);
    effects.extend(on_widths(widths).into_iter().map(|(name, own, list)| (first, name, own, list)));
    let share = Budget::split(design.alpha, effects.len()).share();
    let decided = |(loss, effect, of_claim, values): (&str, String, bool, Effects)| {
        let seeds = values.len() as u64;
        let positive = values.iter().flatten().filter(|x| **x > 0.0).count() as u64;
        let known: Vec<f64> = values.into_iter().flatten().filter(|x| !x.is_nan()).collect();
        let (middle, interval) = median(&known, SHOWN_ERROR).map_or((None, None), |(m, i)| (Some(m), i));
        let verdict = match seeds == design.seeds && !known.is_empty() {
            true => sign_test(positive, seeds - positive, seeds, share),
            false => Verdict::NothingChecked,
        };
        Outcome { effect, loss: loss.into(), of_claim, seeds, positive, median: middle, interval, verdict }
    };
    effects.into_iter().map(decided).collect()
}

/// The verdict of the claim: the worst of its effects.
pub fn verdict(outcomes: &[Outcome]) -> Verdict {
    Verdict::worst(outcomes.iter().filter(|outcome| outcome.of_claim).map(|outcome| outcome.verdict))
}
