//! While a run goes: a bar with cases per second and time left, and signals that end the cases in hand.

use crate::campaign::Watch;
use crate::interrupt::interruptible;
use crate::progress::{Progress, shown, time_left};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

/// How long a run is.
#[derive(Clone, Copy, Debug)]
pub enum Extent {
    /// Rows, of which those of random instances have so many to accept in all.
    Rows {
        /// Rows.
        rows: u64,
        /// Instances to accept.
        instances: u64,
    },
    /// Cases.
    Cases(u64),
    /// A time.
    Time(Duration),
}

/// How far a run is that counts on a watch: looked at from outside while it goes.
#[derive(Debug)]
pub struct Look {
    watch: Arc<Watch>,
    extent: Extent,
    start: Instant,
    /// Rows of random instances come last, and are nearly all of the time: when they began, and after how many instances.
    random: OnceLock<(Instant, u64)>,
}

impl Look {
    /// A look at a run that begins now.
    pub fn new(watch: &Arc<Watch>, extent: Extent) -> Self {
        Look { watch: Arc::clone(watch), extent, start: Instant::now(), random: OnceLock::new() }
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        let watch = &self.watch;
        let (cases, taken) = (watch.cases(), self.start.elapsed());
        let note = format!("{cases} cases, {:.0}/s", cases as f64 / taken.as_secs_f64());
        match self.extent {
            Extent::Rows { rows, instances } => {
                let (done, accepted) = (watch.rows(), watch.accepted());
                let note = format!("{done}/{rows} rows, {note}");
                if accepted == 0 {
                    return Progress { done, total: rows, note, left: None };
                }
                let (since, before) = self.random.get_or_init(|| (Instant::now(), accepted));
                let left = time_left(accepted - before, instances.saturating_sub(accepted), since.elapsed());
                Progress { done: accepted, total: instances, note, left }
            }
            Extent::Cases(total) => {
                let left = time_left(cases, total.saturating_sub(cases), taken);
                Progress { done: cases, total, note, left }
            }
            Extent::Time(time) => Progress {
                done: taken.as_millis() as u64,
                total: u64::try_from(time.as_millis()).unwrap_or(u64::MAX),
                note,
                left: Some(time.saturating_sub(taken)),
            },
        }
    }
}

/// Runs something that counts on a watch, showing a bar on standard error where that is a terminal. SIGINT, SIGTERM and
/// SIGHUP stop the watch; a second one ends the process.
pub(super) fn watched<T>(watch: &Arc<Watch>, extent: Extent, work: impl FnOnce() -> T) -> T {
    let stopped = Arc::clone(watch);
    let look = Look::new(watch, extent);
    interruptible("the cases in hand", move || stopped.stop(), || shown(|| look.progress(), work))
}
