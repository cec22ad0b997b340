//! Work on threads of our own, while the thread of Python waits for it without the GIL and looks for signals.

use super::error::{Defect, Obstruction, error};
use super::hook::{Hook, Stopped};
use dualproof::progress::Progress;
use pyo3::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The time between two looks for signals and at the progress.
const TICK: Duration = Duration::from_millis(50);

/// How long a command that was asked to stop is waited for. One that has no place to stop at goes on in the background then,
/// on threads that no later call uses.
const GRACE: Duration = Duration::from_secs(2);

/// The stack of a thread: that of the main thread of the program, on which its commands run.
const STACK: usize = 8 << 20;

/// The threads of this process: a child after `fork` has none of its parent's.
struct Team {
    process: u32,
    pool: Arc<ThreadPool>,
}

static TEAM: Mutex<Option<Team>> = Mutex::new(None);

fn team() -> Result<Arc<ThreadPool>, Obstruction> {
    let mut team = TEAM.lock().unwrap_or_else(PoisonError::into_inner);
    let process = std::process::id();
    if let Some(team) = team.as_ref().filter(|team| team.process == process) {
        return Ok(Arc::clone(&team.pool));
    }
    let pool = Arc::new(ThreadPoolBuilder::new().stack_size(STACK).build()?);
    let parents = team.replace(Team { process, pool: Arc::clone(&pool) });
    // Its threads are not in this process, and cannot be told to end.
    std::mem::forget(parents);
    Ok(pool)
}

/// Leaves the threads to what still runs on them; they end with it.
fn leave() {
    TEAM.lock().unwrap_or_else(PoisonError::into_inner).take();
}

/// Runs `work` to its end, or until a signal handler or the callback `progress(done, total, text)` raises: then the work is
/// asked to stop.
pub(crate) fn awaited<T: Send + 'static>(
    py: Python<'_>,
    progress: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce(&Hook) -> Result<T, Obstruction> + Send + 'static,
) -> PyResult<T> {
    let hook = Arc::new(Hook::default());
    let (sender, mut receiver) = channel();
    let theirs = Arc::clone(&hook);
    team().map_err(|problem| error(problem.as_ref()))?.spawn(move || {
        let result = catch_unwind(AssertUnwindSafe(|| work(&theirs)));
        // Nobody may wait for it any more.
        let _ = sender.send(result);
    });
    let mut shown = None;
    let mut raised: Option<(PyErr, Instant)> = None;
    loop {
        let (result, back) = py.detach(move || (receiver.recv_timeout(TICK), receiver));
        receiver = back;
        match (result, &mut raised) {
            (Ok(_), Some(_)) | (Err(RecvTimeoutError::Disconnected), Some(_)) => break,
            (Ok(Ok(Ok(answer))), None) => {
                tell(progress, &hook, &mut shown)?;
                return Ok(answer);
            }
            (Ok(Ok(Err(problem))), None) => return Err(error(problem.as_ref())),
            (Ok(Err(panic)), None) => return Err(defect(panic.as_ref())),
            (Err(RecvTimeoutError::Disconnected), None) => {
                return Err(Defect::new_err("a thread ended without an answer"));
            }
            (Err(RecvTimeoutError::Timeout), Some((_, since))) if since.elapsed() > GRACE => {
                leave();
                break;
            }
            (Err(RecvTimeoutError::Timeout), Some(_)) => {}
            (Err(RecvTimeoutError::Timeout), None) => {
                if let Err(problem) = py.check_signals().and_then(|()| tell(progress, &hook, &mut shown)) {
                    hook.stop();
                    raised = Some((problem, Instant::now()));
                }
            }
        }
    }
    match raised {
        Some((problem, _)) => Err(problem),
        None => Err(Defect::new_err("a command ended without an answer")),
    }
}

/// Calls the callback where there is something new.
fn tell(progress: Option<&Bound<'_, PyAny>>, hook: &Hook, shown: &mut Option<Progress>) -> PyResult<()> {
    let Some(callback) = progress else { return Ok(()) };
    let now = hook.progress();
    if now != *shown
        && let Some(Progress { done, total, note, .. }) = &now
    {
        callback.call1((*done, *total, note))?;
    }
    *shown = now;
    Ok(())
}

/// A panic is a defect, but where the work was asked to stop.
fn defect(panic: &(dyn Any + Send)) -> PyErr {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    let text = text.unwrap_or_else(|| match panic.is::<Stopped>() {
        true => "stopped".to_string(),
        false => "a panic without a message".to_string(),
    });
    Defect::new_err(text)
}
