//! A training under way: step by step, watched, stopped between two steps, saved and resumed.

use super::{Checkpoint, CheckpointError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::convert::Infallible;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Something that learns step by step.
///
/// All that a step depends on is in the learner and the step's number, and all of it is saved: a training that was
/// stopped and resumed ends at the same bits as one that was not.
pub trait Learner {
    /// One update; gives the loss before it. Steps are counted from 0.
    fn update(&mut self, step: u64) -> f64;

    /// Adds the learner's whole state.
    fn save(&self, checkpoint: &mut Checkpoint);

    /// Takes the state of a checkpoint.
    ///
    /// # Errors
    /// [`CheckpointError`] where it is that of another learner.
    fn restore(&mut self, checkpoint: &Checkpoint) -> Result<(), CheckpointError>;
}

/// How a training ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ended {
    /// All steps were taken.
    Complete,
    /// It was stopped before this step.
    Stopped {
        /// The next step.
        step: u64,
    },
    /// The loss of this step is not finite.
    Diverged {
        /// The step.
        step: u64,
    },
}

/// The progress of trainings, shared with the code that shows it and the code that stops them.
#[derive(Debug, Default)]
pub struct Watch {
    stopped: AtomicBool,
    steps: AtomicU64,
    skipped: AtomicU64,
    loss: AtomicU64,
}

impl Watch {
    /// Asks every training to stop between two steps.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Was it asked to?
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Steps done by all trainings together, taken or skipped.
    pub fn steps(&self) -> u64 {
        self.steps.load(Ordering::Relaxed)
    }

    /// Steps that were taken, not skipped.
    pub fn taken(&self) -> u64 {
        self.steps().saturating_sub(self.skipped.load(Ordering::Relaxed))
    }

    /// Counts skipped steps, such as those before a checkpoint.
    pub fn skip(&self, steps: u64) {
        self.skipped.fetch_add(steps, Ordering::Relaxed);
        self.steps.fetch_add(steps, Ordering::Relaxed);
    }

    /// The loss of the last step of any training.
    pub fn loss(&self) -> f64 {
        f64::from_bits(self.loss.load(Ordering::Relaxed))
    }

    fn count(&self, loss: f64) {
        self.steps.fetch_add(1, Ordering::Relaxed);
        self.loss.store(loss.to_bits(), Ordering::Relaxed);
    }
}

/// Takes the steps of a range, calling `observe` with the learner before each of them and after the last.
pub fn train<L: Learner>(
    learner: &mut L,
    steps: Range<u64>,
    watch: &Watch,
    mut observe: impl FnMut(&mut L, u64),
) -> Ended {
    let Ok(ended) = train_or_fail(learner, steps, watch, |learner, step| {
        observe(learner, step);
        Ok::<(), Infallible>(())
    });
    ended
}

/// The same with an observer whose first error ends the training.
fn train_or_fail<L: Learner, E>(
    learner: &mut L,
    steps: Range<u64>,
    watch: &Watch,
    mut observe: impl FnMut(&mut L, u64) -> Result<(), E>,
) -> Result<Ended, E> {
    for step in steps.clone() {
        if watch.is_stopped() {
            return Ok(Ended::Stopped { step });
        }
        observe(learner, step)?;
        let loss = learner.update(step);
        if !loss.is_finite() {
            return Ok(Ended::Diverged { step });
        }
        watch.count(loss);
    }
    observe(learner, steps.end)?;
    Ok(Ended::Complete)
}

/// The key of the next step in a checkpoint.
const STEP: &str = "step";

/// The key of what was observed so far.
const RECORD: &str = "record";

/// The state of a learner before a step.
pub fn saved<L: Learner>(learner: &L, step: u64) -> Checkpoint {
    let mut checkpoint = Checkpoint::default();
    checkpoint.note(STEP, &step);
    learner.save(&mut checkpoint);
    checkpoint
}

/// Sets a learner to the state of a checkpoint; gives the next step.
///
/// # Errors
/// [`CheckpointError`] where it is that of another learner.
pub fn resumed<L: Learner>(learner: &mut L, checkpoint: &Checkpoint) -> Result<u64, CheckpointError> {
    learner.restore(checkpoint)?;
    checkpoint.noted(STEP)
}

/// The file of a training's state and of what was observed of it, written every so often while the training goes: a
/// process that is killed, which nothing can catch, loses no more than that time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateFile {
    /// The file.
    pub path: PathBuf,
    /// The time between two writes.
    pub every: Duration,
}

impl StateFile {
    /// Sets a learner to the state of the file; gives what was observed of it before, and the next step. `None`, and
    /// the learner unchanged, where there is no file.
    ///
    /// # Errors
    /// [`CheckpointError`] where it cannot be read or is that of another learner.
    pub fn read<L: Learner, R: DeserializeOwned>(&self, learner: &mut L) -> Result<Option<(R, u64)>, CheckpointError> {
        if !self.path.exists() {
            return Ok(None);
        }
        let checkpoint = Checkpoint::read(&self.path)?;
        let step = resumed(learner, &checkpoint)?;
        Ok(Some((checkpoint.noted(RECORD)?, step)))
    }

    /// Writes the state of a learner before a step, and what was observed of it before.
    ///
    /// # Errors
    /// [`CheckpointError::Unwritable`]; a file that was there before is as it was.
    pub fn write<L: Learner, R: Serialize>(&self, learner: &L, record: &R, step: u64) -> Result<(), CheckpointError> {
        let mut checkpoint = saved(learner, step);
        checkpoint.note(RECORD, record);
        checkpoint.write(&self.path)
    }
}

/// Takes the steps of a range as [`train`] does, `observe` adding to a record. Where there is a file, state and record
/// are written to it whenever its time is over, before the step in turn is observed; at the end they are not: what a
/// training that ended says of itself is the caller's to add.
///
/// # Errors
/// [`CheckpointError::Unwritable`], at the first write that fails.
pub fn train_saving<L: Learner, R: Serialize>(
    learner: &mut L,
    steps: Range<u64>,
    watch: &Watch,
    file: Option<&StateFile>,
    record: &mut R,
    mut observe: impl FnMut(&mut L, &mut R, u64),
) -> Result<Ended, CheckpointError> {
    let mut written = Instant::now();
    train_or_fail(learner, steps, watch, |learner, step| {
        if let Some(file) = file.filter(|file| written.elapsed() >= file.every) {
            file.write(learner, record, step)?;
            written = Instant::now();
        }
        observe(learner, record, step);
        Ok(())
    })
}
