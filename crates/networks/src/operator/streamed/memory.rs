//! The refusal of work that exceeds the available memory: before the work, with figures, never by an abort.

use super::{RUNS, Source, Streamed, StreamedError};
use dualproof_host::memory::{Shortage, shortage};

/// Sums of a layer's size that one thread may hold at a time; see [`RUNS`].
const SUMS: usize = RUNS.ilog2() as usize + 1;

/// Refuses what takes more than the limit.
pub(super) fn within(
    limit: Option<u64>,
    what: impl FnOnce() -> String,
    needed: f64,
    advice: &'static str,
) -> Result<(), StreamedError> {
    match shortage(needed, limit) {
        None => Ok(()),
        Some(Shortage { needed, available }) => {
            Err(StreamedError::TooLarge { what: what(), needed, available, advice })
        }
    }
}

impl<X: Source> Streamed<'_, X> {
    /// Refuses where applying the operators to the weights would take more than `limit` bytes, such as
    /// [`available_memory`](dualproof_host::memory::available_memory); without a limit, nothing is refused.
    ///
    /// # Errors
    /// `TooLarge` with the size in GiB.
    pub fn fits_in_memory(&self, limit: Option<u64>) -> Result<(), StreamedError> {
        let advice = "; take fewer threads (--threads) or smaller blocks (--block)";
        within(limit, || "the sums of all layers".into(), self.bytes_of_weights(), advice)
    }

    /// An upper bound on the bytes that applying the operators to the weights allocates, its error bound included.
    pub fn bytes_of_weights(&self) -> f64 {
        let layers = &self.left.layers.all;
        let weights: usize = layers.iter().map(|layer| layer.weights.len()).sum();
        let largest = layers.iter().map(|layer| layer.units.min(layer.inputs).pow(2)).max().unwrap_or(0);
        let widths = self.source.width() + layers.iter().map(|layer| layer.units).sum::<usize>();
        let threads = self.team.threads().min(RUNS).min(self.blocks.count());
        // Results and their sums; views as read and as they enter the network, activations, two more of the widest.
        let per_thread = SUMS * weights + 4 * self.blocks.views() * widths;
        // The error bound holds three square matrices of a layer's smaller side, for a layer per thread.
        let of_bound = 3 * largest * self.team.threads().min(layers.len());
        let numbers = (2 * weights) as f64 + ((threads * per_thread).max(of_bound)) as f64;
        // Activations of the blocks that are kept, and as many bytes of z at most.
        let activations = self.left.kept.len() * self.blocks.views() * self.left.layers.kept_per_view();
        let z = (self.kept_bytes / size_of::<f64>())
            .min(self.blocks.count() * self.blocks.views() * self.left.layers.outputs());
        (numbers + (activations + z) as f64) * size_of::<f64>() as f64
    }
}
