//! `hierarchical-emergence` as a statistical claim: the protocol, written before the run, and its decision.

use super::measures::Level;
use super::record::RunRecord;
use crate::band::SHOWN_ERROR;
use crate::protocol::{Decision, Protocol, Signs};
use dualproof::campaign::Budget;
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
    /// Why these margins.
    #[serde(default)]
    pub margin_reason: String,
    /// How likely the full preset's seeds decide every effect.
    #[serde(default)]
    pub power: String,
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
    /// The first seed.
    #[serde(default = "one")]
    pub first_seed: u64,
    /// Seeds of the trained networks.
    pub seeds: u64,
    /// Seeds of the untrained ones, where they are more: then an effect on untrained networks is tested once, on these.
    #[serde(default)]
    pub untrained_seeds: Option<u64>,
    /// Seeds of the authors' setting, where they are other ones.
    #[serde(default)]
    pub compared_seeds: Option<u64>,
    /// δ of further trees that are trained on from the fewest seeds of an interval: shown, not tested.
    #[serde(default)]
    pub deltas: Vec<f64>,
    /// The margins within which an effect is practically nil; without them none is.
    #[serde(default)]
    pub margins: Option<Margins>,
    /// The chance that any hypothesis is decided wrongly.
    pub alpha: f64,
}

fn one() -> u64 {
    1
}

/// The margins around 0 within which an effect is practically nil, by what it is a difference of.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Margins {
    /// Correlations.
    pub correlation: f64,
    /// Norms of blocks of the operator after the first epoch.
    pub operator: f64,
    /// The same of untrained networks.
    pub untrained_operator: f64,
    /// Kendall's tau.
    pub trend: f64,
}

impl Design {
    /// So many seeds from the first on.
    pub fn seeds_from(&self, count: u64) -> Vec<u64> {
        (self.first_seed..self.first_seed + count).collect()
    }
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
    pub verdict: Decision,
}

/// One value a seed; `None` for a run without it, which counts as not above 0, and as outside of every margin.
type Values = Vec<Option<f64>>;

/// What an effect is a difference of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Correlations,
    Operators,
    UntrainedOperators,
    Trend,
}

/// An effect before its test.
struct Effect {
    name: String,
    of_claim: bool,
    of: Of,
    values: Values,
}

/// The correlation gained at a level; `None` in a run that diverged.
fn gain(run: &RunRecord, level: usize) -> Option<f64> {
    if run.diverged.is_some() {
        return None;
    }
    Some(run.correlation(level, run.epochs.len().checked_sub(1)?)? - run.correlation(level, 0)?)
}

/// The block norm of the operator at a level less that of the level below, after so many epochs.
fn operator_step(run: &RunRecord, level: usize, epoch: usize) -> Option<f64> {
    let operator = |level: usize| run.epochs.get(epoch)?.get(level - 1)?.operator;
    Some(operator(level)? - operator(level - 1)?)
}

/// The effects of training on levels, in the runs of one loss.
fn on_levels(runs: &[RunRecord], depth: usize) -> Vec<Effect> {
    let values = |of: &dyn Fn(&RunRecord) -> Option<f64>| runs.iter().map(of).collect::<Values>();
    let effect = |name: String, of_claim, of, values| Effect { name, of_claim, of, values };
    let tau = |run: &RunRecord| kendall(&(1..=depth).map(|level| gain(run, level)).collect::<Option<Vec<f64>>>()?);
    let mut list: Vec<Effect> = (2..=depth)
        .map(|level| {
            let name = format!("gain at level {level}");
            effect(name, true, Of::Correlations, values(&|run| gain(run, level)))
        })
        .collect();
    list.push(effect("gain grows toward the root".into(), true, Of::Trend, values(&tau)));
    list.extend((2..=depth).map(|level| {
        let name = format!("operator after the first epoch, level {level} over {}", level - 1);
        effect(name, true, Of::Operators, values(&|run| operator_step(run, level, 1)))
    }));
    list.extend((2..=depth).map(|level| {
        let name = format!("gain, level {level} over {}", level - 1);
        effect(name, false, Of::Correlations, values(&|run| Some(gain(run, level)? - gain(run, level - 1)?)))
    }));
    list
}

/// The effects on levels before training.
fn untrained_on_levels(runs: &[RunRecord], depth: usize) -> Vec<Effect> {
    let effect = |level: usize| Effect {
        name: format!("operator untrained, level {level} over {}", level - 1),
        of_claim: false,
        of: Of::UntrainedOperators,
        values: runs.iter().map(|run| operator_step(run, level, 0)).collect(),
    };
    (2..=depth).map(effect).collect()
}

/// Correlation, mean over levels.
fn mean_correlation(levels: &[Level]) -> f64 {
    levels.iter().map(|level| level.correlation).sum::<f64>() / levels.len() as f64
}

/// The mean correlation after the last epoch.
fn last(run: &RunRecord) -> Option<f64> {
    run.epochs.last().filter(|_| run.diverged.is_none()).map(|levels| mean_correlation(levels))
}

/// The mean correlation before training.
fn untrained(run: &RunRecord) -> Option<f64> {
    run.epochs.first().map(|levels| mean_correlation(levels))
}

fn of_seed(runs: &[RunRecord], seed: u64) -> Option<&RunRecord> {
    runs.iter().find(|run| run.seed == seed)
}

/// The trend with the width, in runs of the same seeds at several widths.
fn trend(runs: &[(usize, &[RunRecord])]) -> Option<Effect> {
    let (_, widest) = runs.last()?;
    let tau = |run: &RunRecord| {
        let at = |(_, list): &(usize, &[RunRecord])| last(of_seed(list, run.seed)?);
        kendall(&runs.iter().map(at).collect::<Option<Vec<f64>>>()?)
    };
    let values = widest.iter().map(tau).collect();
    Some(Effect { name: "correlation grows with width".to_string(), of_claim: true, of: Of::Trend, values })
}

/// The steps between neighbouring widths of what `of` gives of a run, in runs of the same seeds at several widths.
fn between_widths(
    name: &str,
    of_claim: bool,
    of: fn(&RunRecord) -> Option<f64>,
    runs: &[(usize, &[RunRecord])],
) -> Vec<Effect> {
    let step = |pair: &[(usize, &[RunRecord])]| {
        let [(narrow, few), (wide, many)] = [pair[0], pair[1]];
        let value = |run: &RunRecord| Some(of(run)? - of(of_seed(few, run.seed)?)?);
        let name = format!("{name}, width {wide} over {narrow}");
        Effect { name, of_claim, of: Of::Correlations, values: many.iter().map(value).collect() }
    };
    runs.windows(2).map(step).collect()
}

/// (concordant − discordant)/all pairs of the values with their positions.
fn kendall(values: &[f64]) -> Option<f64> {
    let pairs = (0..values.len()).flat_map(|j| (0..j).map(move |i| (i, j)));
    let signs: Vec<f64> =
        pairs.map(|(i, j)| f64::from(i8::from(values[j] > values[i]) - i8::from(values[j] < values[i]))).collect();
    (!signs.is_empty()).then(|| signs.iter().sum::<f64>() / signs.len() as f64)
}

/// The runs that the protocol's effects are of.
pub struct Runs<'a> {
    /// Those of each loss at the protocol's width.
    pub losses: &'a [(&'a str, &'a [RunRecord])],
    /// Those of the first loss at every width.
    pub widths: &'a [(usize, &'a [RunRecord])],
    /// Those of untrained networks at every width, where they are others than the trained ones'.
    pub untrained: Option<&'a [(usize, &'a [RunRecord])]>,
}

/// The name of a loss in the effects of untrained networks, which have none.
pub const NO_LOSS: &str = "none";

/// All effects with their tests.
pub fn decide(design: &Design, runs: &Runs<'_>) -> Vec<Outcome> {
    let first = runs.losses.first().map_or("", |(loss, _)| loss);
    let mut effects: Vec<(&str, Effect)> = Vec::new();
    let mut add = |loss, list: Vec<Effect>| effects.extend(list.into_iter().map(|effect| (loss, effect)));
    for (loss, of_loss) in runs.losses {
        add(loss, on_levels(of_loss, design.depth));
        if runs.untrained.is_none() {
            add(loss, untrained_on_levels(of_loss, design.depth));
        }
    }
    add(first, trend(runs.widths).into_iter().collect());
    add(first, between_widths("correlation", true, last, runs.widths));
    let of_untrained = if runs.untrained.is_some() { NO_LOSS } else { first };
    let at_widths = runs.untrained.unwrap_or(runs.widths);
    if runs.untrained.is_some() {
        let own = at_widths.iter().find(|(hid, _)| *hid == design.hid).map_or(&[][..], |(_, list)| list);
        add(of_untrained, untrained_on_levels(own, design.depth));
    }
    add(of_untrained, between_widths("untrained correlation", false, untrained, at_widths));
    let level = Budget::split(design.alpha, effects.len()).share();
    effects.into_iter().map(|(loss, effect)| effect.tested(design, loss, level)).collect()
}

impl Effect {
    fn tested(self, design: &Design, loss: &str, level: f64) -> Outcome {
        let asked = match design.untrained_seeds {
            Some(seeds) if loss == NO_LOSS => seeds,
            _ => design.seeds,
        };
        let margin = design.margins.map(|margins| match self.of {
            Of::Correlations => margins.correlation,
            Of::Operators => margins.operator,
            Of::UntrainedOperators => margins.untrained_operator,
            Of::Trend => margins.trend,
        });
        let known: Vec<f64> = self.values.iter().flatten().copied().filter(|x| !x.is_nan()).collect();
        let seeds = self.values.len() as u64;
        let found = Signs::of(&known, 0.0, margin);
        // What is not above 0 counts against the effect, and so does a run without it.
        let signs = Signs { seeds, below: seeds - found.above, ..found };
        let (middle, interval) = median(&known, SHOWN_ERROR).map_or((None, None), |(m, i)| (Some(m), i));
        let verdict = match seeds == asked && !known.is_empty() {
            true => signs.decide(level),
            false => Decision::NothingChecked,
        };
        let Effect { name: effect, of_claim, .. } = self;
        Outcome { effect, loss: loss.into(), of_claim, seeds, positive: signs.above, median: middle, interval, verdict }
    }
}

/// The verdict of the claim: the worst of its effects.
pub fn verdict(outcomes: &[Outcome]) -> Decision {
    Decision::worst(outcomes.iter().filter(|outcome| outcome.of_claim).map(|outcome| outcome.verdict))
}
