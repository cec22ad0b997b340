//! The threads that share the work.

use rayon::prelude::*;

/// Runs of blocks, at most, whose sums are computed separately and then added pairwise: the most threads that help a pass.
/// So one thread holds at most five sums at a time.
pub const RUNS: usize = 16;

/// The threads.
#[derive(Debug)]
pub(super) enum Team {
    /// The caller's own thread alone: a new thread would begin with cold memory.
    Caller,
    /// The pool that the caller is in, or else rayon's global one.
    Current,
    /// Threads of its own.
    Own(rayon::ThreadPool),
}

impl Team {
    /// That many threads, at most [`RUNS`]; 0 for those of the current pool.
    pub(super) fn new(threads: usize) -> Result<Self, rayon::ThreadPoolBuildError> {
        match threads {
            0 => Ok(Team::Current),
            1 => Ok(Team::Caller),
            _ => rayon::ThreadPoolBuilder::new().num_threads(threads.min(RUNS)).build().map(Team::Own),
        }
    }

    /// The number of threads.
    pub(super) fn threads(&self) -> usize {
        match self {
            Team::Caller => 1,
            Team::Current => rayon::current_num_threads(),
            Team::Own(pool) => pool.current_num_threads(),
        }
    }

    /// f on a thread of the team.
    pub(super) fn install<T: Send>(&self, f: impl FnOnce() -> T + Send) -> T {
        match self {
            Team::Caller | Team::Current => f(),
            Team::Own(pool) => pool.install(f),
        }
    }

    /// f of 0 … count − 1, in that order.
    pub(super) fn each<T: Send>(&self, count: usize, f: impl Fn(usize) -> T + Send + Sync) -> Vec<T> {
        match self {
            Team::Caller => (0..count).map(f).collect(),
            Team::Current | Team::Own(_) => self.install(|| (0..count).into_par_iter().map(f).collect()),
        }
    }

    /// Both results; called within [`Team::install`].
    pub(super) fn both<A: Send, B: Send>(&self, a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B + Send) -> (A, B) {
        match self {
            Team::Caller => (a(), b()),
            Team::Current | Team::Own(_) => rayon::join(a, b),
        }
    }
}
