//! How much to run, from which seed, and when to stop.

use super::Budget;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// When a row of evidence has enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// After this many accepted instances.
    Cases(u64),
    /// At this moment; deterministic up to how far it gets.
    Until(Instant),
}

impl Limit {
    /// A limit of time from now.
    pub fn lasting(duration: Duration) -> Self {
        Limit::Until(Instant::now() + duration)
    }
}

/// A run: seed, limit, and what the outside may see and say while it goes.
#[derive(Debug)]
pub struct Plan {
    /// Every instance derives from it, the claim's name and the case's number; never from a thread or the clock.
    pub seed: u64,
    /// How much.
    pub limit: Limit,
    /// The chance of a wrong verdict that each check decided by chance may take.
    pub budget: Budget,
    /// Cases done so far, for a progress bar.
    pub done: AtomicU64,
    /// Set from outside to finish the cases in hand and stop.
    pub stop: AtomicBool,
}

impl Plan {
    /// A plan that nobody watches, for one check that takes the whole error budget: see [`Plan::sharing`].
    pub fn new(seed: u64, limit: Limit) -> Self {
        Plan {
            seed,
            limit,
            budget: Budget::split(Budget::SUITE, 1),
            done: AtomicU64::new(0),
            stop: AtomicBool::new(false),
        }
    }

    /// The same seed, watchers and all, with another limit.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// The same plan with the error budget of a suite of many checks: [`Budget::of`] counts them.
    pub fn sharing(self, budget: Budget) -> Self {
        Plan { budget, ..self }
    }

    /// Counts a finished case.
    pub fn count(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// Is there enough after `accepted` instances?
    pub fn is_enough(&self, accepted: u64) -> bool {
        self.is_stopped()
            || match self.limit {
                Limit::Cases(cases) => accepted >= cases,
                Limit::Until(moment) => accepted > 0 && Instant::now() >= moment,
            }
    }

    /// Is the time up? Never for a limit of cases.
    pub fn is_late(&self) -> bool {
        matches!(self.limit, Limit::Until(moment) if Instant::now() >= moment)
    }
}
