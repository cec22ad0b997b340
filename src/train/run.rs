//! A training under way: step by step, watched, stopped between two steps, saved and resumed.

use super::{Checkpoint, CheckpointError};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

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
    /// The loss of this step is no finite number.
    Diverged {
        /// The step.
        step: u64,
    },
}

/// What trainings have done so far, shared between them, who shows it and who stops them.
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

    /// Steps taken, by all trainings.
    pub fn steps(&self) -> u64 {
        self.steps.load(Ordering::Relaxed)
    }

    /// Counts steps that need not be taken, such as those before a checkpoint.
    pub fn skip(&self, steps: u64) {
        self.skipped.fetch_add(steps, Ordering::Relaxed);
        self.steps.fetch_add(steps, Ordering::Relaxed);
    }

    /// Of the steps counted, those that were not taken.
    pub fn skipped(&self) -> u64 {
        self.skipped.load(Ordering::Relaxed)
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
    for step in steps.clone() {
        if watch.is_stopped() {
            return Ended::Stopped { step };
        }
        observe(learner, step);
        let loss = learner.update(step);
        if !loss.is_finite() {
            return Ended::Diverged { step };
        }
        watch.count(loss);
    }
    observe(learner, steps.end);
    Ended::Complete
}

/// The key of the next step in a checkpoint.
const STEP: &str = "step";

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
