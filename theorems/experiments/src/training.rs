//! Trainings under way: many at once, each resumed from its own file, all stopped by one signal and shown by one bar.

use super::error::ExperimentError;
use super::folder::RunFolder;
use dualproof::interrupt::interruptible;
use dualproof::progress::{Progress, shown, time_left};
use dualproof::train::{CheckpointError, Ended, Learner, StateFile, Watch, train_saving};
use rayon::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The folder of an experiment's states and results.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'a> {
    /// The folder of states and results.
    pub folder: &'a RunFolder,
    /// The time between two writes.
    pub every: Duration,
    /// Do trainings continue from the states in the folder?
    pub resume: bool,
}

/// One training: the file of its state, and the watch that stops it.
#[derive(Clone, Debug)]
pub struct Training<'a> {
    /// The file of its state; none where nothing is kept.
    pub file: Option<StateFile>,
    /// Does it continue from the state in the file?
    pub resume: bool,
    /// The watch that counts its steps and stops it.
    pub watch: &'a Watch,
}

impl<'a> Training<'a> {
    /// A training without a file.
    pub fn unsaved(watch: &'a Watch) -> Self {
        Training { file: None, resume: false, watch }
    }

    /// Sets a learner to the state of the file; gives what was observed of it, and the next step. `None`, and the
    /// learner as it was, where there is nothing to resume from.
    ///
    /// # Errors
    /// [`CheckpointError`] where the file cannot be read or is that of another learner.
    pub fn resumed<L: Learner, R: DeserializeOwned>(
        &self,
        learner: &mut L,
    ) -> Result<Option<(R, u64)>, CheckpointError> {
        self.file.as_ref().filter(|_| self.resume).map_or(Ok(None), |file| file.read(learner))
    }

    /// Takes the steps from `start` to `steps` as [`train_saving`] does. Steps before the start, and those that a
    /// training which diverged does not take, count as skipped. Where it is stopped its state is written.
    ///
    /// # Errors
    /// [`CheckpointError::Unwritable`].
    pub fn train<L: Learner, R: Serialize>(
        &self,
        learner: &mut L,
        (start, steps): (u64, u64),
        record: &mut R,
        observe: impl FnMut(&mut L, &mut R, u64),
    ) -> Result<Ended, CheckpointError> {
        self.watch.skip(start);
        let ended = train_saving(learner, start..steps, self.watch, self.file.as_ref(), record, observe)?;
        match (ended, &self.file) {
            (Ended::Diverged { step }, _) => self.watch.skip(steps - step),
            (Ended::Stopped { step }, Some(file)) => file.write(learner, record, step)?,
            _ => {}
        }
        Ok(ended)
    }
}

/// Runs trainings on all threads, each given by name; `None` for one that the watch stopped. Every run is
/// the same whatever the number of threads.
///
/// # Errors
/// The first error of a run, which stops the others.
pub fn take<P: Sync, R: Send>(
    plan: &[P],
    kept: Option<Kept<'_>>,
    watch: &Watch,
    name: impl Fn(&P) -> String + Sync,
    run: impl Fn(&P, &Training<'_>) -> Result<Option<R>, ExperimentError> + Sync,
) -> Result<Vec<Option<R>>, ExperimentError> {
    let one = |planned: &P| {
        if watch.is_stopped() {
            return Ok(None);
        }
        let file = kept.map(|kept| kept.folder.state(&name(planned), kept.every));
        let training = Training { file, resume: kept.is_some_and(|kept| kept.resume), watch };
        run(planned, &training).inspect_err(|_| watch.stop())
    };
    let ended: Vec<Result<Option<R>, ExperimentError>> = plan.par_iter().with_max_len(1).map(one).collect();
    ended.into_iter().collect()
}

/// Runs trainings that count on a watch, `steps` in all, showing a bar on standard error where that is a terminal.
/// SIGINT, SIGTERM and SIGHUP stop the watch; a second one ends the process.
pub fn watched<R>(watch: &Arc<Watch>, steps: u64, work: impl FnOnce() -> R) -> R {
    let stopped = Arc::clone(watch);
    let start = Instant::now();
    let look = || {
        // Steps that were skipped took no time.
        let (done, taken, elapsed) = (watch.steps(), watch.taken(), start.elapsed());
        let said = match watch.is_stopped() {
            true => "stopping".to_string(),
            false => format!("loss {:.4}, {:.0}/s", watch.loss(), taken as f64 / elapsed.as_secs_f64()),
        };
        let note = format!("{done}/{steps} steps, {said}");
        Progress { done, total: steps, note, left: time_left(taken, steps.saturating_sub(done), elapsed) }
    };
    interruptible("the step in hand", move || stopped.stop(), || shown(look, work))
}
