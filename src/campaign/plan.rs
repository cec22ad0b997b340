//! How much to run, from which seed, and when to stop.

use super::Budget;
use crate::claim::Demand;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Accepted instances per row of evidence, unless said otherwise: all claims together stay within a minute on
/// two cores.
pub const DEFAULT_CASES: u64 = 256;

/// The seed, unless said otherwise. Any other is as good; a fixed one makes two runs the same.
pub const DEFAULT_SEED: u64 = 1;

/// Instances tried before a mutant counts as surviving, or an assumption as not shown necessary.
pub const SEARCH_CASES: u64 = 4096;

/// When a row of evidence has enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// After this many accepted instances.
    Cases(u64),
    /// At this moment; deterministic up to how far it gets.
    Until(Instant),
}

impl Limit {
    /// A limit of time from now; as late as the clock can tell, where it cannot tell that.
    pub fn lasting(duration: Duration) -> Self {
        let now = Instant::now();
        let mut shorter = std::iter::successors(Some(duration), |d| Some(*d / 2));
        Limit::Until(shorter.find_map(|d| now.checked_add(d)).unwrap_or(now))
    }

    /// Is there enough after `accepted` instances?
    pub fn is_reached(self, accepted: u64) -> bool {
        match self {
            Limit::Cases(cases) => accepted >= cases,
            Limit::Until(moment) => accepted > 0 && Instant::now() >= moment,
        }
    }
}

/// What the outside sees of a run, and how it stops it.
#[derive(Debug, Default)]
pub struct Watch {
    cases: AtomicU64,
    accepted: AtomicU64,
    rows: AtomicU64,
    stopped: AtomicBool,
}

impl Watch {
    /// Cases done so far.
    pub fn cases(&self) -> u64 {
        self.cases.load(Ordering::Relaxed)
    }

    /// Instances that rows of random ones have accepted so far.
    pub fn accepted(&self) -> u64 {
        self.accepted.load(Ordering::Relaxed)
    }

    /// Rows done so far: kinds of evidence, mutants, assumptions.
    pub fn rows(&self) -> u64 {
        self.rows.load(Ordering::Relaxed)
    }

    /// Asks the run to finish the cases in hand and stop.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Was the run asked to stop?
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}

/// A run: seed, limit, and who watches.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Every instance derives from it, the claim's name and the case's number; never from a thread or the clock.
    pub seed: u64,
    /// How much.
    pub limit: Limit,
    /// The chance of a wrong verdict that each check decided by chance may take.
    pub budget: Budget,
    /// Trials of every identity; `None`: as many as its share of [`Budget::IDENTITIES`] needs.
    pub trials: Option<u64>,
    /// Every error bound of a compared entry is multiplied by this: a self-test, 1 otherwise. With 10¹² no row whose
    /// arithmetic rounds may hold.
    pub widened: f64,
    /// Who watches; shared by every plan derived from this one.
    pub watch: Arc<Watch>,
}

impl Plan {
    /// A plan without a watcher, for one check that takes the whole error budget: see [`Plan::sharing`].
    pub fn new(seed: u64, limit: Limit) -> Self {
        Plan { seed, limit, budget: Budget::split(Budget::SUITE, 1), trials: None, widened: 1.0, watch: Arc::default() }
    }

    /// The same seed and watch with another limit.
    pub fn with_limit(&self, limit: Limit) -> Self {
        Plan { limit, ..self.clone() }
    }

    /// Was the run asked to stop?
    pub fn is_stopped(&self) -> bool {
        self.watch.is_stopped()
    }

    /// The same plan with the error budget of a suite of many checks: [`Budget::of`] counts them.
    pub fn sharing(self, budget: Budget) -> Self {
        Plan { budget, ..self }
    }

    /// What is asked of one decision of a check.
    pub fn demand(&self) -> Demand {
        Demand { error: self.budget.of_decision(), widened: self.widened }
    }

    /// Counts a finished case.
    pub fn count(&self) {
        self.watch.cases.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts instances that a row of random ones has accepted.
    pub fn count_accepted(&self, instances: u64) {
        self.watch.accepted.fetch_add(instances, Ordering::Relaxed);
    }

    /// Counts a finished row.
    pub fn count_row(&self) {
        self.watch.rows.fetch_add(1, Ordering::Relaxed);
    }

    /// May case `number` of a search still be tried?
    pub fn allows(&self, number: u64) -> bool {
        !self.is_stopped()
            && match self.limit {
                Limit::Cases(cases) => number < cases,
                Limit::Until(moment) => Instant::now() < moment,
            }
    }
}
