//! While trainings go: a bar with rate, loss and time left, and Ctrl-C that ends the step in hand.

use super::Watch;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// The time between two looks.
const TICK: Duration = Duration::from_millis(100);

/// Work shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_secs(2);

/// The exit code of a process that Ctrl-C ended at once.
const INTERRUPTED: i32 = 130;

/// Runs trainings that count on a watch, `steps` in all, showing a bar on standard error where that is a terminal.
/// Ctrl-C stops the watch; a second one ends the process.
pub fn attended<R>(watch: &Arc<Watch>, steps: u64, work: impl FnOnce() -> R) -> R {
    let stopped = Arc::clone(watch);
    // A handler that cannot be set (a second run in one process) leaves Ctrl-C as it was.
    let _ = ctrlc::set_handler(move || {
        if stopped.is_stopped() {
            std::process::exit(INTERRUPTED);
        }
        stopped.stop();
        eprintln!("\nfinishing the step in hand (Ctrl-C again ends at once)");
    });
    if !std::io::stderr().is_terminal() {
        return work();
    }
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let shower = scope.spawn(|| show(watch, steps, &done));
        // Also where the work panics: the scope would wait for the bar for ever.
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
        done.store(true, Ordering::Relaxed);
        shower.thread().unpark();
        result.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

fn show(watch: &Watch, steps: u64, done: &AtomicBool) {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if done.load(Ordering::Relaxed) {
            return;
        }
        std::thread::park_timeout(TICK);
    }
    let bar = ProgressBar::new(steps);
    if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len} steps  {msg}  {eta} left") {
        bar.set_style(style);
    }
    while !done.load(Ordering::Relaxed) {
        let taken = watch.steps();
        bar.set_position(taken);
        bar.set_message(format!("loss {:.4}, {:.0}/s", watch.loss(), taken as f64 / start.elapsed().as_secs_f64()));
        std::thread::park_timeout(TICK);
    }
    bar.finish_and_clear();
}
