//! The memory there is, and what is refused for want of it: before the work, with figures, and never by an abort.

use super::{RUNS, Source, Streamed, StreamedError};

/// Bytes in a GiB.
const GIB: f64 = (1_u64 << 30) as f64;

/// Sums of a layer's size that one thread may hold at a time; see [`RUNS`].
const SUMS: usize = RUNS.ilog2() as usize + 1;

/// Bytes of memory that this process can have without swapping: what the system has, what a limit on the address
/// space (`ulimit -v`) leaves and what its control group does, whichever is least. `None` where nothing says so.
pub fn available_memory() -> Option<u64> {
    [of_system(), of_address_space(), of_control_group()].into_iter().flatten().min()
}

fn of_system() -> Option<u64> {
    kibibytes("/proc/meminfo", "MemAvailable:")
}

fn of_address_space() -> Option<u64> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max address space"))?;
    let limit: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(limit.saturating_sub(kibibytes("/proc/self/status", "VmSize:")?))
}

fn of_control_group() -> Option<u64> {
    let number = |name: &str| std::fs::read_to_string(format!("/sys/fs/cgroup/{name}")).ok()?.trim().parse().ok();
    let (limit, current): (u64, u64) = (number("memory.max")?, number("memory.current")?);
    Some(limit.saturating_sub(current))
}

fn kibibytes(file: &str, key: &str) -> Option<u64> {
    let text = std::fs::read_to_string(file).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(key))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}

/// Refuses what takes more than there is.
pub(super) fn within(
    limit: Option<u64>,
    what: impl FnOnce() -> String,
    needed: f64,
    advice: &'static str,
) -> Result<(), StreamedError> {
    match limit {
        Some(limit) if needed > limit as f64 => {
            Err(StreamedError::TooLarge { what: what(), needed: needed / GIB, available: limit as f64 / GIB, advice })
        }
        _ => Ok(()),
    }
}

impl<X: Source> Streamed<'_, X> {
    /// Refuses where applying the operators to the weights would take more than `limit` bytes, as
    /// [`available_memory`] tells them; without one, nothing is refused.
    ///
    /// # Errors
    /// `TooLarge` with the size in GiB.
    pub fn fits_in_memory(&self, limit: Option<u64>) -> Result<(), StreamedError> {
        let layers = &self.left.layers.all;
        let weights: usize = layers.iter().map(|layer| layer.weights.len()).sum();
        let largest = layers.iter().map(|layer| layer.units.min(layer.inputs).pow(2)).max().unwrap_or(0);
        let widths = self.source.width() + layers.iter().map(|layer| layer.units).sum::<usize>();
        let threads = self.team.threads().min(RUNS).min(self.blocks.count());
        // Results beside their sums; views as they come and as they enter, activations, two more of the widest.
        let per_thread = SUMS * weights + 4 * self.blocks.views() * widths;
        // The bound has three square matrices of a layer's smaller side in hand, for a layer per thread.
        let of_bound = 3 * largest * self.team.threads().min(layers.len());
        let numbers = (2 * weights) as f64 + ((threads * per_thread).max(of_bound)) as f64;
        let needed = numbers * size_of::<f64>() as f64;
        within(
            limit,
            || "the sums of all layers".into(),
            needed,
            "; take fewer threads (--threads) or smaller blocks (--block)",
        )
    }
}
