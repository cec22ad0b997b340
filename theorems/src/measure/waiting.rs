//! A spinner on standard error for long work.

use dualproof::progress::is_dumb;
use indicatif::{ProgressBar, ProgressDrawTarget};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{JoinHandle, spawn};
use std::time::Duration;

/// For work shorter than this nothing is shown.
pub(super) const PATIENCE: Duration = Duration::from_secs(2);

/// The time between two frames of the spinner.
const FRAME: Duration = Duration::from_millis(100);

/// A spinner that appears after two seconds, if standard error is a terminal, and goes when this is dropped.
pub(crate) struct Waiting {
    end: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Waiting {
    pub(crate) fn start(message: &'static str) -> Self {
        let (end, ended) = channel::<()>();
        let thread = spawn(move || {
            if ended.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                // Hidden unless standard error is a terminal that can erase what it shows.
                let target = if is_dumb() { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
                let spinner = ProgressBar::with_draw_target(None, target).with_message(message);
                spinner.enable_steady_tick(FRAME);
                let _ = ended.recv();
                spinner.finish_and_clear();
            }
        });
        Waiting { end: Some(end), thread: Some(thread) }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
