//! The memory there is: what long work needs is refused before it begins, with figures, and never by an abort.

/// Bytes in a GiB.
const GIB: f64 = (1_u64 << 30) as f64;

/// Bytes that a thread of Rust has for its stack.
const OF_A_STACK: u64 = 2 << 20;

/// Bytes that the C library of Linux reserves for the heap of each thread but the first; twice as many for a moment, of
/// which it keeps those that begin at a multiple.
const OF_A_HEAP: u64 = 64 << 20;

/// Bytes of memory that this process can have without swapping: what the system has, what a limit on the address
/// space (`ulimit -v`) leaves beside the threads to come and what its control group does, whichever is least. `None`
/// where nothing says so.
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

/// What threads will still take of the address space: a pool has one per core, beside the first thread and the one that
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

/// Memory that is asked for and is not there, in GiB.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shortage {
    /// What is needed.
    pub needed: f64,
    /// What there is.
    pub available: f64,
}

/// Are so many bytes more than `limit`, as [`available_memory`] tells it? Without a limit nothing is.
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
