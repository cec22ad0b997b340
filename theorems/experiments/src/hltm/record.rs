//! One run from its first to its last step: its measurements, and the file it can be resumed from.

use super::growth::{FIRST_STEPS, FirstGaps, Growth};
use super::learner::TreeLearner;
use super::measures::{Extent, Level, levels, measure};
use super::setting::Setting;
use crate::error::ExperimentError;
use crate::training::Training;
use dualproof::train::Ended;
use serde::{Deserialize, Serialize};

/// What was measured of one run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunRecord {
    /// The seed of the tree, the weights and the samples.
    pub seed: u64,
    /// The levels before every epoch and after the last, from the leaves up.
    pub epochs: Vec<Vec<Level>>,
    /// The growth of gaps in the first steps; empty where the formula does not apply.
    pub growth: Vec<Growth>,
    /// The step whose loss was not finite.
    pub diverged: Option<u64>,
}

impl RunRecord {
    /// The correlation at a level after so many epochs.
    pub fn correlation(&self, level: usize, epoch: usize) -> Option<f64> {
        Some(self.epochs.get(epoch)?.get(level - 1)?.correlation)
    }
}

/// Epochs after which the covariance operator is still measured: the claim is about the start.
pub const OPERATOR_EPOCHS: u64 = 1;

/// Runs a setting with a seed up to its last step, or until the watch is stopped; `None` in that case. State and record
/// are written to the training's file every so often and at the end. The covariance operator is measured up to
/// [`OPERATOR_EPOCHS`] if `extent` says so.
///
/// # Errors
/// [`ExperimentError`], also for a file of another setting or seed.
pub fn run(
    setting: &Setting,
    seed: u64,
    extent: Extent,
    training: &Training<'_>,
) -> Result<Option<RunRecord>, ExperimentError> {
    setting.validate()?;
    let mut learner = TreeLearner::new(setting, seed)?;
    let (mut record, mut start) = (RunRecord { seed, ..RunRecord::default() }, 0);
    match training.resumed(&mut learner)? {
        Some((observed, step)) if step > FIRST_STEPS => (record, start) = (observed, step),
        // The gaps before the first step are not in the file: a run that stopped within the first steps starts again.
        Some(_) => learner = TreeLearner::new(setting, seed)?,
        None => {}
    }
    let (of_epoch, steps) = (setting.steps_of_epoch(), setting.steps());
    if record.diverged.is_some() {
        training.watch.skip(steps);
        return Ok(Some(record));
    }
    let mut first: Option<FirstGaps> = None;
    let ended = training.train(&mut learner, (start, steps), &mut record, |learner, record, step| {
        if step.is_multiple_of(of_epoch) && record.epochs.len() as u64 == step / of_epoch {
            let epoch = step / of_epoch;
            let extent = if epoch <= OPERATOR_EPOCHS { extent } else { Extent::Units };
            let latents = measure(learner, &learner.statistics_samples(epoch), extent);
            record.epochs.push(levels(&latents));
            if step == 0 {
                first = FirstGaps::of(learner, &latents);
            }
        }
        if step == FIRST_STEPS {
            record.growth = first.take().map_or_else(Vec::new, |first| first.growth(learner, step));
        }
    })?;
    let next = match ended {
        Ended::Stopped { .. } => return Ok(None),
        Ended::Complete => steps,
        Ended::Diverged { step } => {
            record.diverged = Some(step);
            step
        }
    };
    if let Some(file) = &training.file {
        file.write(&learner, &record, next)?;
    }
    Ok(Some(record))
}
