//! The available memory: long work that exceeds it is refused before it begins, with figures, never by an abort.

/// Bytes in a GiB.
const GIB: f64 = (1_u64 << 30) as f64;

/// Bytes that a thread of Rust has for its stack.
const OF_A_STACK: u64 = 2 << 20;

/// Bytes that the C library of Linux reserves for the heap of each thread but the first; twice as many for a moment, of
/// which it keeps those that begin at a multiple.
const OF_A_HEAP: u64 = 64 << 20;

/// Bytes of memory that this process can take without swapping: the least of what the system has available, what a limit
/// on the address space (`ulimit -v`) leaves after the threads still to start, and what the control group leaves. `None`
/// where the system reports none of them.
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
    let used = kibibytes("/proc/self/status", "VmSize:")?;
    Some(limit.saturating_sub(used).saturating_sub(of_threads()?))
}

/// Address space of the threads still to start: a pool has one per core, beside the first thread and the one that
/// shows progress.
fn of_threads() -> Option<u64> {
    let running = line("/proc/self/status", "Threads:")?.parse::<u64>().ok()?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    let threads = running.max(cores + 2);
    let maps = std::fs::read_to_string("/proc/self/maps").ok()?;
    // A heap ends with what is reserved of it, at a multiple of its size.
    let is_heap = |line: &&str| {
        let mut fields = line.split_whitespace();
        let end = fields.next().and_then(|range| u64::from_str_radix(range.split_once('-')?.1, 16).ok());
        fields.next() == Some("---p") && end.is_some_and(|end| end % OF_A_HEAP == 0)
    };
    let heaps = maps.lines().filter(is_heap).count() as u64;
    Some((threads - running) * OF_A_STACK + (threads - 1).saturating_sub(heaps) * 2 * OF_A_HEAP)
}

fn of_control_group() -> Option<u64> {
    let number = |name: &str| std::fs::read_to_string(format!("/sys/fs/cgroup/{name}")).ok()?.trim().parse().ok();
    let (limit, current): (u64, u64) = (number("memory.max")?, number("memory.current")?);
    Some(limit.saturating_sub(current))
}

fn kibibytes(file: &str, key: &str) -> Option<u64> {
    line(file, key)?.strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}

fn line(file: &str, key: &str) -> Option<String> {
    let text = std::fs::read_to_string(file).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(key))?;
    Some(line.trim().to_string())
}

/// A need beyond the available memory, in GiB.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shortage {
    /// The GiB needed.
    pub needed: f64,
    /// The GiB available.
    pub available: f64,
}

/// The shortage where `needed` bytes exceed `limit`, such as [`available_memory`]; none without a limit.
///
/// ```
/// use dualproof_host::memory::shortage;
/// assert_eq!(shortage(2e9, Some(1 << 30)).map(|short| short.available), Some(1.0));
/// assert_eq!(shortage(1e9, Some(1 << 30)), None);
/// assert_eq!(shortage(f64::INFINITY, None), None);
/// ```
pub fn shortage(needed: f64, limit: Option<u64>) -> Option<Shortage> {
    let available = limit? as f64;
    (needed > available).then(|| Shortage { needed: needed / GIB, available: available / GIB })
}
