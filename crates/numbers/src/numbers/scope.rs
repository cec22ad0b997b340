//! The scope of a computation on its thread: which system new numbers are of, and what kept one from having a value.

use super::{Obstacle, System};
use std::cell::Cell;

thread_local! {
    /// The system of new numbers; `None` outside every scope.
    static SYSTEM: Cell<Option<System>> = const { Cell::new(None) };
    /// The first obstacle since the scope began, met by an operation that has to return a number.
    static FIRST: Cell<Option<Obstacle>> = const { Cell::new(None) };
}

/// What is entered again at the end of a scope: the scope around it, if any.
struct Around {
    system: Option<System>,
    first: Option<Obstacle>,
}

impl Drop for Around {
    fn drop(&mut self) {
        SYSTEM.set(self.system);
        FIRST.set(self.first.take());
    }
}

/// What `compute` returns, or the first obstacle that it [met](meet), with new numbers of this system.
pub(super) fn computing<T>(system: System, compute: impl FnOnce() -> Result<T, Obstacle>) -> Result<T, Obstacle> {
    let _around = Around { system: SYSTEM.replace(Some(system)), first: FIRST.take() };
    let result = compute();
    FIRST.take().map_or(result, Err)
}

/// The system of new numbers.
///
/// # Panics
/// Outside every scope.
pub(super) fn system() -> System {
    SYSTEM.get().expect("a computation in the scope of a number system")
}

/// Remembers the obstacle, as a processor remembers an invalid operation: the scope has no result, so the operation may
/// go on with any number.
///
/// # Panics
/// Outside every scope, where nothing would stop the number.
pub(super) fn meet(obstacle: Obstacle) {
    assert!(SYSTEM.get().is_some(), "outside every scope of computation: {obstacle}");
    FIRST.set(FIRST.take().or(Some(obstacle)));
}
