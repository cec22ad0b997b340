//! While a run goes: a bar with cases per second, and Ctrl-C that finishes the cases in hand.

use crate::campaign::Watch;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// The time between two looks at the run.
const TICK: Duration = Duration::from_millis(100);

/// The exit code of a process that Ctrl-C ended at once.
const INTERRUPTED: i32 = 130;

/// Runs something that counts on a watch, showing a bar of `rows` rows on standard error where that is a
/// terminal. Ctrl-C stops the watch; a second one ends the process.
pub fn watched<T>(watch: &Arc<Watch>, rows: u64, work: impl FnOnce() -> T) -> T {
    let stopped = Arc::clone(watch);
    // A handler that cannot be set (a second run in one process) leaves Ctrl-C as it was.
    let _ = ctrlc::set_handler(move || {
        if stopped.is_stopped() {
            std::process::exit(INTERRUPTED);
        }
        stopped.stop();
        eprintln!("\nfinishing the cases in hand (Ctrl-C again ends at once)");
    });
    if !std::io::stderr().is_terminal() {
        return work();
    }
    let bar = ProgressBar::new(rows);
    if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len} rows  {msg}  {elapsed}") {
        bar.set_style(style);
    }
    let done = AtomicBool::new(false);
    let start = Instant::now();
    let show = || {
        while !done.load(Ordering::Relaxed) {
            let cases = watch.cases();
            bar.set_position(watch.rows());
            bar.set_message(format!("{cases} cases, {:.0}/s", cases as f64 / start.elapsed().as_secs_f64()));
            std::thread::park_timeout(TICK);
        }
    };
    std::thread::scope(|scope| {
        let shower = scope.spawn(show);
        // Also where the work panics: the scope would wait for the bar for ever.
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
        done.store(true, Ordering::Relaxed);
        shower.thread().unpark();
        bar.finish_and_clear();
        result.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}
