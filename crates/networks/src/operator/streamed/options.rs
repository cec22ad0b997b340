//! The options of an operator at large scale.

use crate::network::AtZero;

/// The options of the computation. The result depends on `block_views` by rounding alone, and on the rest not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Threads; 0 for those of the rayon pool that the caller is in, by default one per core.
    pub threads: usize,
    /// Views in a block, about: whole samples, and at least one. 256 keep a layer of 256 units in a core's cache.
    pub block_views: usize,
    /// Bytes of activations that may be kept from the first pass for the second one, and for further applications;
    /// and as many for the columns z between the passes of one application.
    pub kept_bytes: usize,
    /// What the gate is where a pre-activation is certainly exactly 0: the whole input of its layer is 0 on a view that
    /// is blank, or above a layer whose units are all closed. A 0 that is computed elsewhere may be one of rounding: it
    /// stays an [`Obstacle::Kink`](crate::numbers::Obstacle::Kink).
    pub at_zero: AtZero,
}

impl Default for Options {
    /// The current pool's threads, blocks of 256 views, 64 MiB kept, no gradient at 0.
    fn default() -> Self {
        Options { threads: 0, block_views: 256, kept_bytes: 64 << 20, at_zero: AtZero::Reject }
    }
}
