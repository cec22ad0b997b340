//! The time that the parts of a measurement take, extrapolated to more samples.

use std::cell::Cell;
use std::time::{Duration, Instant};

/// How long the parts of a measurement take, by how they grow with the samples.
#[derive(Debug, Default)]
pub(super) struct Clock {
    linear: Cell<Duration>,
    quadratic: Cell<Duration>,
}

impl Clock {
    /// Work on every view by itself.
    pub(super) fn linear<T>(&self, work: impl FnOnce() -> T) -> T {
        timed(&self.linear, work)
    }

    /// Work on pairs of samples, the samples side by side on all threads.
    pub(super) fn quadratic<T>(&self, work: impl FnOnce() -> T) -> T {
        timed(&self.quadratic, work)
    }

    /// The time of `all` samples, from the time of `few` of them.
    pub(super) fn extrapolated(&self, few: usize, all: usize, threads: usize) -> Duration {
        let times = all as f64 / few as f64;
        // A few samples do not keep every thread busy.
        let busy = few.min(threads) as f64 / all.min(threads) as f64;
        self.linear.get().mul_f64(times) + self.quadratic.get().mul_f64(times * times * busy)
    }
}

fn timed<T>(total: &Cell<Duration>, work: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let done = work();
    total.set(total.get() + started.elapsed());
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_samples_tell_of_all() {
        let clock = Clock::default();
        clock.linear.set(Duration::from_millis(10));
        clock.quadratic.set(Duration::from_millis(20));
        // 100 times the linear part; 10⁴ times the other.
        assert_eq!(clock.extrapolated(10, 1000, 4), Duration::from_secs(1 + 200));
        // One sample leaves three threads of four idle.
        assert_eq!(clock.extrapolated(1, 100, 4), Duration::from_secs(1 + 50));
        assert_eq!(clock.linear(|| 3) + clock.quadratic(|| 4), 7);
        assert!(clock.linear.get() > Duration::from_millis(10) && clock.quadratic.get() > Duration::from_millis(20));
    }
}
