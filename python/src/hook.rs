//! What the outside sees of a command while it runs, and how it stops it.

use dualproof::campaign::Watch;
use dualproof::cli::{Extent, Look};
use dualproof::progress::Progress;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Shared by the command and the thread that waits for it.
#[derive(Debug, Default)]
pub(crate) struct Hook {
    stopped: AtomicBool,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
enum Seen {
    /// Nothing yet.
    #[default]
    Nothing,
    /// How far it is, as it says itself.
    Told(Progress),
    /// A run that counts.
    Counted(Look, Arc<Watch>),
}

/// Unwinds a command that was asked to stop; no panic, so nothing is printed.
pub(crate) struct Stopped;

impl Hook {
    /// A poisoned lock only means that another thread died.
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The command is about to count on this watch.
    pub(crate) fn count(&self, watch: &Arc<Watch>, extent: Extent) {
        *self.seen() = Seen::Counted(Look::new(watch, extent), Arc::clone(watch));
        // Perhaps it was asked to before.
        if self.is_stopped() {
            watch.stop();
        }
    }

    /// What the command says of itself. Here a command that was asked to stop ends.
    pub(crate) fn note(&self, note: &str) {
        *self.seen() = Seen::Told(Progress { note: note.to_string(), ..Progress::default() });
        self.end_where_stopped();
    }

    /// The command has done so many steps. Here one that was asked to stop ends.
    pub(crate) fn step(&self, done: u64, total: u64, note: &str) {
        *self.seen() = Seen::Told(Progress { done, total, note: note.to_string(), left: None });
        self.end_where_stopped();
    }

    /// A place at which a command that was asked to stop ends.
    pub(crate) fn end_where_stopped(&self) {
        if self.is_stopped() {
            std::panic::resume_unwind(Box::new(Stopped));
        }
    }

    /// How far it is; `None` where it has not said.
    pub(crate) fn progress(&self) -> Option<Progress> {
        match &*self.seen() {
            Seen::Nothing => None,
            Seen::Told(progress) => Some(progress.clone()),
            Seen::Counted(look, _) => Some(look.progress()),
        }
    }

    /// Asks the command to end.
    pub(crate) fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
        if let Seen::Counted(_, watch) = &*self.seen() {
            watch.stop();
        }
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }
}
