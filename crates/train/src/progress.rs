//! While trainings go: a bar with rate, loss and time left, and signals that end the step in hand.

use super::Watch;
use dualproof_host::interrupt::interruptible;
use dualproof_host::progress::{Progress, shown, time_left};
use std::sync::Arc;
use std::time::Instant;

/// Runs trainings that count on a watch, `steps` in all, showing a bar on standard error where that is a terminal.
/// SIGINT, SIGTERM and SIGHUP stop the watch; a second one ends the process.
pub fn attended<R>(watch: &Arc<Watch>, steps: u64, work: impl FnOnce() -> R) -> R {
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
