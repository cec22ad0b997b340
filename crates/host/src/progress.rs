//! A progress bar on standard error for long work: how much is done, the rate, the time left.

use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The time between two updates.
const TICK: Duration = Duration::from_millis(100);

/// For work shorter than this nothing is shown.
pub const PATIENCE: Duration = Duration::from_secs(2);

/// How far some work is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    /// Units that are done.
    pub done: u64,
    /// Units in all.
    pub total: u64,
    /// A further text, such as a rate.
    pub note: String,
    /// The time left, where it is known: see [`time_left`].
    pub left: Option<Duration>,
}

/// The time left at the rate so far: units left ÷ (units done in this run ÷ time taken). `None` before the
/// first unit. Units that were done before this run, such as those of a checkpoint, are not among `done`.
///
/// ```
/// use dualproof_host::progress::time_left;
/// use std::time::Duration;
/// assert_eq!(time_left(25, 75, Duration::from_secs(10)), Some(Duration::from_secs(30)));
/// assert_eq!(time_left(0, 75, Duration::from_secs(10)), None);
/// assert_eq!(time_left(1, u64::MAX, Duration::from_secs(u64::MAX)), None); // beyond any clock
/// ```
pub fn time_left(done: u64, left: u64, taken: Duration) -> Option<Duration> {
    if done == 0 {
        return None;
    }
    Duration::try_from_secs_f64(taken.as_secs_f64() * (left as f64 / done as f64)).ok()
}

/// Runs `work` and, after two seconds, shows its progress, which `look` gives ten times a second.
/// Nothing is shown where standard error is not a terminal, or one that cannot move its cursor (`TERM=dumb`).
pub fn shown<R>(look: impl Fn() -> Progress + Sync, work: impl FnOnce() -> R) -> R {
    let show = |bar: &ProgressBar, start: Instant| {
        let Progress { done, total, note, left } = look();
        let left = left.map_or(String::new(), |left| format!(", about {} left", HumanDuration(left)));
        bar.set_message(format!("{note}, {} so far{left}", HumanDuration(start.elapsed())));
        bar.set_length(total);
        bar.set_position(done.min(total));
    };
    beside(work, Some("{spinner} {bar:24} {wide_msg}"), show)
}

/// The same for work of `total` steps, which calls what it is given after each of them.
pub fn counted<R>(note: &'static str, total: u64, work: impl FnOnce(&dyn Fn()) -> R) -> R {
    let (done, start) = (AtomicU64::new(0), Instant::now());
    let look = || {
        let done = done.load(Ordering::Relaxed);
        let left = time_left(done, total.saturating_sub(done), start.elapsed());
        Progress { done, total, note: note.to_string(), left }
    };
    let step = || {
        done.fetch_add(1, Ordering::Relaxed);
    };
    shown(look, || work(&step))
}

/// The same for work whose progress is not known: a spinner with a text.
pub fn waiting<R>(message: &'static str, work: impl FnOnce() -> R) -> R {
    beside(work, None, |bar, _| bar.set_message(message))
}

/// Runs `work` while another thread shows a bar of the style, or a spinner, as `show` sets it.
fn beside<R>(work: impl FnOnce() -> R, style: Option<&'static str>, show: impl Fn(&ProgressBar, Instant) + Sync) -> R {
    if !std::io::stderr().is_terminal() || is_dumb() {
        return work();
    }
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let shower = scope.spawn(|| draw(style, &show, &done));
        // Also where the work panics: the scope would wait for the bar for ever.
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
        done.store(true, Ordering::Relaxed);
        shower.thread().unpark();
        result.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Does the terminal declare that it only prints (`TERM=dumb`)?
pub fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

fn draw(style: Option<&'static str>, show: &impl Fn(&ProgressBar, Instant), done: &AtomicBool) {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if done.load(Ordering::Relaxed) {
            return;
        }
        std::thread::park_timeout(TICK);
    }
    let bar = ProgressBar::with_draw_target(style.map(|_| 1), ProgressDrawTarget::stderr());
    if let Some(Ok(style)) = style.map(ProgressStyle::with_template) {
        bar.set_style(style);
    }
    while !done.load(Ordering::Relaxed) {
        show(&bar, start);
        bar.tick();
        std::thread::park_timeout(TICK);
    }
    bar.finish_and_clear();
}
