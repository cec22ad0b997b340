//! The threads that share the work.

use rayon::prelude::*;

/// A pool of threads, or the caller's own thread alone: a new thread would begin with cold memory.
#[derive(Debug)]
pub(super) struct Team(Option<rayon::ThreadPool>);

impl Team {
    /// So many threads; 0 for one per core.
    pub(super) fn new(threads: usize) -> Result<Self, rayon::ThreadPoolBuildError> {
        if threads == 1 {
            return Ok(Team(None));
        }
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().map(|pool| Team(Some(pool)))
    }

    /// f(0), …, f(count − 1) in order, or an error of one of them.
    pub(super) fn each<T: Send, E: Send>(
        &self,
        count: usize,
        f: impl Fn(usize) -> Result<T, E> + Sync + Send,
    ) -> Result<Vec<T>, E> {
        match &self.0 {
            None => (0..count).map(f).collect(),
            Some(pool) => pool.install(|| (0..count).into_par_iter().map(f).collect()),
        }
    }

    /// Both results.
    pub(super) fn both<A: Send, B: Send>(&self, a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B + Send) -> (A, B) {
        match &self.0 {
            None => (a(), b()),
            Some(pool) => pool.join(a, b),
        }
    }
}
