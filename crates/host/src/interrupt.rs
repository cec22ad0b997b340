//! SIGINT (Ctrl-C), SIGTERM (a batch system) and SIGHUP (a closed terminal), all treated alike. The first asks the
//! current work to stop, so that it can be saved; a second ends the process.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

type Stop = Box<dyn Fn() + Send>;

/// The works that a signal stops.
#[derive(Default)]
struct Works {
    next: u64,
    stops: BTreeMap<u64, Stop>,
    asked: bool,
}

static WORKS: Mutex<Works> = Mutex::new(Works { next: 0, stops: BTreeMap::new(), asked: false });

fn works() -> MutexGuard<'static, Works> {
    WORKS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs `work`, during which the first of SIGINT, SIGTERM and SIGHUP calls `stop` and says on standard error that
/// `what` is being finished; the next one ends the process as usual. On Windows these are Ctrl-C,
/// Ctrl-Break and the closing of the console. SIGHUP stays ignored under `nohup`.
///
/// `stop` is called on another thread and must only ask: the work looks at what it sets and returns by itself.
///
/// ```
/// use std::sync::Arc;
/// use std::sync::atomic::{AtomicBool, Ordering};
/// let stopped = Arc::new(AtomicBool::new(false));
/// let asked = Arc::clone(&stopped);
/// let stop = move || asked.store(true, Ordering::Relaxed);
/// let sum = dualproof_host::interrupt::interruptible("the sum", stop, || {
///     (1..=100).take_while(|_| !stopped.load(Ordering::Relaxed)).sum::<u64>()
/// });
/// assert_eq!(sum, 5050);
/// ```
pub fn interruptible<R>(what: &'static str, stop: impl Fn() + Send + 'static, work: impl FnOnce() -> R) -> R {
    /// Takes the work off the list, also where it panics.
    struct Listed(u64);
    impl Drop for Listed {
        fn drop(&mut self) {
            works().stops.remove(&self.0);
        }
    }
    static HEARING: Once = Once::new();
    HEARING.call_once(hear);
    let asking = move || {
        stop();
        // Nobody may be left to read it.
        let _ = writeln!(std::io::stderr(), "\nfinishing {what} (a second signal ends at once)");
    };
    let listed = {
        let mut works = works();
        works.asked &= !works.stops.is_empty();
        works.next += 1;
        let number = works.next;
        works.stops.insert(number, Box::new(asking));
        Listed(number)
    };
    let result = work();
    drop(listed);
    result
}

/// What a signal does: asks every running work to stop, once; false if none is left.
fn ask() -> bool {
    let mut works = works();
    let first = !works.asked && !works.stops.is_empty();
    if first {
        works.asked = true;
        works.stops.values().for_each(|stop| stop());
    }
    first
}

/// Listens from now on. Where that is not possible, signals act as usual.
#[cfg(unix)]
fn hear() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let heard = [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| *signal != SIGHUP || !is_ignored(SIGHUP));
    let Ok(mut signals) = signal_hook::iterator::Signals::new(heard) else { return };
    std::thread::spawn(move || {
        for signal in signals.forever().filter(|_| !ask()) {
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    });
}

/// Was a signal ignored when the process began, as `nohup` arranges for SIGHUP? Read from Linux' process table; elsewhere
/// the answer is no.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
}

#[cfg(not(unix))]
fn hear() {
    /// The exit code of a process that Ctrl-C ended.
    const INTERRUPTED: i32 = 130;
    let _ = ctrlc::set_handler(|| {
        if !ask() {
            std::process::exit(INTERRUPTED);
        }
    });
}
