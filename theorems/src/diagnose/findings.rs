//! What the figures say, in sentences, each with the claim that it rests on.

use super::counterfactual::Change;
use super::figures::{Effect, Figures};
use super::own::Candidate;
use super::step::Step;
use serde::Serialize;

/// Below this spread the outputs of two samples have a mean cosine above 0.95: they say nearly nothing of the sample.
const COLLAPSED: f64 = 0.05;

/// A spread that fell to a quarter over the checkpoints is on its way: as with half of it at every doubling of the time.
const FALLEN: f64 = 0.25;

/// A cosine with the direction of spread, or a difference of two, that speaks: an angle 3° off the right one. Directions in a
/// space of thousands of parameters have cosines of 0.01 by chance.
const SPEAKS: f64 = 0.05;

/// A way of this length relative to the parameters leaves the network behind: with ‖Δθ‖ ≤ ‖θ‖ alone is the direction of θ kept
/// at all. Trained networks move by 0.001 to 0.01 of themselves in a step.
const LONG: f64 = 1.0;

/// Where the loss along a straight way is least at this part of it or before, and no lower at its end, it did not fall on it: a
/// quadratic one with its least value at a half ends as high as it began.
const TOO_LONG: f64 = 0.25;

/// A layer with this share of its units 0 on every view has lost them.
const SILENT: f64 = 0.25;

/// The user's update has this cosine with the training that made it: single precision and the batch's order cost less.
const IS_IT: f64 = 0.99;

/// It explains the user's update where what it leaves is at most this share of what the asked training leaves.
const EXPLAINS: f64 = 0.1;

/// A layer learns nothing where its relative update is below this share of the largest one of a layer.
const NOTHING: f64 = 1e-6;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Something is wrong.
    Bad,
    /// What it comes from, or what to know.
    Note,
    /// As it should be.
    Good,
}

/// A sentence on a training.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// The checkpoint that it is of, from 0.
    pub checkpoint: usize,
    /// The sentence, with its numbers.
    pub sentence: String,
    /// The claim that it rests on.
    pub claim: &'static str,
}

/// All findings, what is wrong first.
pub(super) fn findings(series: &[Figures], steps: &[Step], predictions: bool) -> Vec<Finding> {
    let Some(end) = series.last() else { return Vec::new() };
    let last = series.len() - 1;
    let mut found = Vec::new();
    let mut say = |severity, checkpoint, claim, sentence: String| {
        found.push(Finding { severity, checkpoint, sentence, claim });
    };
    let collapse_claim = if predictions { "byol-collapse" } else { "covariance-operator" };
    let start = series[0].spread;
    let grows = end.spread >= start && end.spread_along_update.is_some_and(|along| along >= SPEAKS);
    let ailing = if end.spread <= COLLAPSED && grows {
        let sentence = format!(
            "the outputs of all samples have nearly one direction, spread {:.1e} of 1, and the update spreads them",
            end.spread
        );
        say(Severity::Note, last, collapse_claim, sentence);
        false
    } else if end.spread <= COLLAPSED {
        let sentence = format!(
            "collapsed: the outputs of all samples have nearly one direction, spread {:.1e} of 1, effective rank {}",
            end.spread,
            end.effective_rank.map_or("none".to_string(), |rank| format!("{rank:.1}")),
        );
        say(Severity::Bad, last, collapse_claim, sentence);
        true
    } else if end.spread <= FALLEN * start {
        let sentence = format!("collapsing: the spread of the outputs fell from {start:.3} to {:.3}", end.spread);
        say(Severity::Bad, last, collapse_claim, sentence);
        true
    } else {
        let sentence = format!(
            "the outputs differ between samples: spread {:.3} of 1{}",
            end.spread,
            end.effective_rank.map_or(String::new(), |rank| format!(", effective rank {rank:.1}")),
        );
        say(Severity::Good, last, collapse_claim, sentence);
        false
    };
    if let Some((checkpoint, along, layer)) = shrinking(series) {
        let sentence = format!(
            "the update shrinks the spread there (cosine {along:+.2} with its gradient), most of all at layer {layer}"
        );
        say(if ailing { Severity::Bad } else { Severity::Note }, checkpoint, "batch-connection", sentence);
    }
    for (checkpoint, effect, base) in causes(series) {
        let (clause, along) = (effect.change.clause(), effect.spread_along_update.unwrap_or(0.0));
        let instead = format!("cosine {along:+.2} with the gradient of ln spread instead of {base:+.2}");
        match effect.change.part() {
            Some(part) if along < base => {
                let sentence = format!("{part} holds the spread up: {clause} the update has {instead}");
                say(Severity::Note, checkpoint, effect.claim, sentence);
            }
            Some(part) => {
                let sentence = format!("{part} holds the spread down: {clause} the update has {instead}");
                say(Severity::Note, checkpoint, effect.claim, sentence);
            }
            // What is missing is a cause only of a spread that falls, where it would hold it up.
            None if effect.change == Change::WithBatchNorm && ailing && along > base => {
                say(Severity::Bad, checkpoint, effect.claim, format!("{clause} the update would have {instead}"));
            }
            None => {}
        }
    }
    // A training that is another one than asked is ill of that first.
    let is_another =
        series.iter().filter_map(|figures| made(&figures.candidates)).any(|(made, ..)| made != Made::AsAsked);
    if ailing && predictions && !is_another && series.iter().all(|figures| !figures.batchnorm) {
        let sentence =
            "the network has no BatchNorm: by the theory the square of the mean connection, M S M'θ, then stays \
                        in BYOL's update, and nothing keeps the outputs' mean from becoming all of them"
                .to_string();
        say(Severity::Bad, last, "byol-implicit-contrastive", sentence);
    }
    for step in steps {
        let too_long = step.length > LONG;
        if too_long && step.steps == Some(1) {
            let sentence = format!(
                "the step to the next checkpoint is {:.1} times as long as the parameters themselves: no update, whose \
                 description is of first order, leads that far (first order: {:+.2}, found {:+.2}); lower the learning rate",
                step.length,
                step.first_order,
                step.end - step.start,
            );
            say(Severity::Bad, step.from, "energy-flow", sentence);
        } else if too_long && step.steps.is_none() {
            let sentence = format!(
                "the way to the next checkpoint is {:.1} times as long as the parameters themselves: if that was one step, lower \
                 the learning rate",
                step.length,
            );
            say(Severity::Note, step.from, "energy-flow", sentence);
        } else if step.end >= step.start && step.best <= TOO_LONG {
            let sentence = format!(
                "the loss of these views did not fall on the straight way to the next checkpoint: {:.3}, at its end {:.3}, \
                 least {:.3} at {:.4} of it",
                step.start, step.end, step.best_loss, step.best,
            );
            say(Severity::Note, step.from, "energy-flow", sentence);
        }
    }
    for hidden in end.hidden.iter().filter(|hidden| hidden.silent >= SILENT) {
        let first = series[0].hidden.iter().find(|first| first.layer == hidden.layer).map_or(0.0, |first| first.silent);
        let sentence = format!(
            "{:.0} % of the {} units behind {} are 0 on every view{}: they have no gradient and do not come back by themselves",
            100.0 * hidden.silent,
            hidden.units,
            hidden.layer,
            if last > 0 { format!(" ({:.0} % at the first checkpoint)", 100.0 * first) } else { String::new() },
        );
        say(Severity::Bad, last, "connection", sentence);
    }
    for (checkpoint, severity, claim, sentence) in of_program(series) {
        say(severity, checkpoint, claim, sentence);
    }
    for (checkpoint, _) in series.iter().enumerate().filter(|(_, of)| of.has_update && of.candidates.is_empty()) {
        say(Severity::Bad, checkpoint, "euler-operator", "your program's update is 0".to_string());
    }
    for layer in idle(end) {
        let sentence = format!("layer {layer} learns nothing: its update is 0 beside those of the other layers");
        say(Severity::Bad, last, "euler-operator", sentence);
    }
    if let Some(noise) = end.noise {
        let sentence = format!("sampling noise is {:.0} % of the update's square at this batch size", 100.0 * noise);
        say(Severity::Note, last, "minibatch-law", sentence);
    }
    found.sort_by_key(|finding| finding.severity);
    found
}

/// The checkpoint whose update shrinks the spread most, with the layer that has the most of it.
fn shrinking(series: &[Figures]) -> Option<(usize, f64, &str)> {
    let along = |figures: &Figures| figures.spread_along_update.filter(|along| *along <= -SPEAKS);
    let all = series.iter().enumerate().filter_map(|(k, figures)| Some((k, along(figures)?)));
    let (checkpoint, along) = all.min_by(|a, b| a.1.total_cmp(&b.1))?;
    let layers = series[checkpoint].layers.iter().filter_map(|layer| Some((layer, layer.spread_along_update?)));
    let (layer, _) = layers.min_by(|a, b| a.1.total_cmp(&b.1))?;
    Some((checkpoint, along, &layer.layer))
}

/// For every change that speaks, the checkpoint where it does so most.
fn causes(series: &[Figures]) -> Vec<(usize, &Effect, f64)> {
    let mut found: Vec<(usize, &Effect, f64)> = Vec::new();
    for change in Change::ALL.into_iter().skip(1) {
        let of_checkpoint = |(checkpoint, figures): (usize, &'_ Figures)| {
            let base = figures.spread_along_update?;
            let effect = figures.changes.iter().position(|effect| effect.change == change)?;
            let along = figures.changes[effect].spread_along_update?;
            Some((checkpoint, effect, base, (along - base).abs()))
        };
        let all = series.iter().enumerate().filter_map(of_checkpoint);
        let most = all.filter(|(.., gap)| *gap >= SPEAKS).max_by(|a, b| a.3.total_cmp(&b.3));
        found.extend(most.map(|(checkpoint, effect, base, _)| (checkpoint, &series[checkpoint].changes[effect], base)));
    }
    found
}

/// Whose update the user's is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Made {
    /// That of the training as asked.
    AsAsked,
    /// That of the training with a change.
    By(Change),
    /// Minus one of them.
    Opposite,
    /// None of them.
    Otherwise,
}

fn made(candidates: &[Candidate]) -> Option<(Made, &Candidate, f64)> {
    let best = candidates.first()?;
    let asked = candidates.iter().find(|candidate| candidate.change == Change::None)?.cosine;
    let is_opposite = candidates.iter().any(|candidate| candidate.cosine <= -IS_IT);
    let made = if best.cosine < IS_IT && is_opposite {
        Made::Opposite
    } else if best.cosine < IS_IT {
        Made::Otherwise
    } else if best.change != Change::None && 1.0 - best.cosine <= EXPLAINS * (1.0 - asked) {
        Made::By(best.change)
    } else {
        Made::AsAsked
    };
    Some((made, best, asked))
}

/// What made the updates of the user's program: for each answer the first checkpoint and a sentence.
fn of_program(series: &[Figures]) -> Vec<(usize, Severity, &'static str, String)> {
    let answers: Vec<(usize, Made, &Candidate, f64)> = (0..)
        .zip(series)
        .filter_map(|(k, figures)| made(&figures.candidates).map(|(made, best, asked)| (k, made, best, asked)))
        .collect();
    let mut said: Vec<Made> = Vec::new();
    let mut found = Vec::new();
    for (first, made, best, asked) in &answers {
        if said.contains(made) {
            continue;
        }
        said.push(*made);
        let same = || answers.iter().filter(|(_, other, ..)| other == made);
        let least = same().map(|(.., best, _)| best.cosine).fold(f64::INFINITY, f64::min);
        let count = if answers.len() > 1 {
            format!(" at {} of {} checkpoints", same().count(), answers.len())
        } else {
            String::new()
        };
        let (severity, claim, sentence) = match made {
            Made::AsAsked => {
                let sentence =
                    format!("your program's update is that of the loss as asked{count} (cosine at least {least:.6})");
                (Severity::Good, Change::None.claim(), sentence)
            }
            Made::By(change) => {
                let sentence = format!(
                    "your program's update is that of the training {}{count}: cosine at least {least:.6}, with the loss as asked \
                     {asked:.6}",
                    change.clause()
                );
                (Severity::Bad, change.claim(), sentence)
            }
            Made::Opposite => {
                let sentence = format!(
                    "your program's update is minus that of this training{count}: was the gradient saved without its sign?"
                );
                (Severity::Bad, Change::None.claim(), sentence)
            }
            Made::Otherwise => {
                let sentence = format!(
                    "your program's update is none of those of this training, with or without its parts{count}: the nearest is {} \
                     (cosine {:.4}); are the loss, its views and BatchNorm's statistics the same?",
                    best.change.name(),
                    best.cosine,
                );
                (Severity::Bad, best.change.claim(), sentence)
            }
        };
        found.push((*first, severity, claim, sentence));
    }
    found
}

/// Layers whose update is 0 beside the others'.
fn idle(figures: &Figures) -> impl Iterator<Item = &str> {
    let relative = |layer: &super::figures::Layer| layer.update_norm / layer.norm.max(f64::MIN_POSITIVE);
    let largest = figures.layers.iter().map(relative).filter(|x| x.is_finite()).fold(0.0, f64::max);
    figures.layers.iter().filter(move |layer| relative(layer) < NOTHING * largest).map(|layer| layer.layer.as_str())
}
