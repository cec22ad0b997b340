//! While trainings go: a bar with rate, loss and time left, and signals that end the step in hand.

use super::Watch;
use indicatif::{FormattedDuration, ProgressBar, ProgressStyle};
use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// The time between two looks.
const TICK: Duration = Duration::from_millis(100);

/// Work shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_secs(2);

/// Signals within this time are one request: a terminal that closes and a scheduler that ends a job send several.
const ONE_REQUEST: Duration = Duration::from_secs(1);

/// The exit code of a process that a second request ended at once.
const INTERRUPTED: i32 = 130;

/// Runs trainings that count on a watch, `steps` in all, showing a bar on standard error where that is a terminal.
/// Ctrl-C, SIGTERM and SIGHUP alike stop the watch; asked a second time the process ends at once.
pub fn attended<R>(watch: &Arc<Watch>, steps: u64, work: impl FnOnce() -> R) -> R {
    let stopped = Arc::clone(watch);
    let mut first: Option<Instant> = None;
    // A handler that cannot be set (a second run in one process) leaves the signals as they were.
    let _ = ctrlc::set_handler(move || match first {
        Some(first) if first.elapsed() >= ONE_REQUEST => std::process::exit(INTERRUPTED),
        Some(_) => {}
        None => {
            first = Some(Instant::now());
            stopped.stop();
            // Whoever closed the terminal does not read this.
            let _ = writeln!(std::io::stderr(), "\nfinishing the step in hand and saving (again: end at once)");
        }
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
    if let Ok(style) = ProgressStyle::with_template("{spinner} {bar:24} {pos}/{len} steps  {msg}") {
        bar.set_style(style);
    }
    while !done.load(Ordering::Relaxed) {
        bar.set_position(watch.steps());
        bar.set_message(match watch.is_stopped() {
            true => "stopping".to_string(),
            false => said(watch, steps, start.elapsed()),
        });
        // Also while a measurement takes long and no step is taken.
        bar.tick();
        std::thread::park_timeout(TICK);
    }
    bar.finish_and_clear();
}

/// Loss, rate and time left, as far as they are known.
fn said(watch: &Watch, steps: u64, elapsed: Duration) -> String {
    let rate = watch.taken() as f64 / elapsed.as_secs_f64();
    match time_left(steps.saturating_sub(watch.steps()), rate) {
        None => "measuring".to_string(),
        Some(left) => format!("loss {:.4}, {rate:.0}/s, {} left", watch.loss(), FormattedDuration(left)),
    }
}

/// Steps left ÷ rate; `None` where no step was taken yet, or the time is beyond all clocks.
fn time_left(steps: u64, rate: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(steps as f64 / rate).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_steps_left_over_the_rate_of_the_steps_that_were_taken() {
        let watch = Watch::default();
        assert_eq!(said(&watch, 1000, Duration::from_secs(2)), "measuring");
        // A run that goes on from step 600 has not taken 600 steps in no time.
        watch.skip(600);
        assert_eq!(said(&watch, 1000, Duration::from_secs(2)), "measuring");
        (0..100).for_each(|_| watch.count(0.5));
        assert_eq!((watch.steps(), watch.taken()), (700, 100));
        assert_eq!(said(&watch, 1000, Duration::from_secs(2)), "loss 0.5000, 50/s, 00:00:06 left");
        assert_eq!(time_left(0, 50.0), Some(Duration::ZERO));
        assert_eq!(time_left(u64::MAX, 1e-9), None);
    }
}
