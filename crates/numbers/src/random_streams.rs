//! Random streams from a seed: every case of a label has its own, whatever thread draws it.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// The random stream of case `number` under a label. The same on every machine.
///
/// ```
/// use dualproof_numbers::random_streams::case_rng;
/// use rand_chacha::rand_core::Rng;
/// let first = |label, number| case_rng(1, label, number).next_u64();
/// assert_eq!(first("views", 0), first("views", 0));
/// assert_ne!(first("views", 0), first("views", 1));
/// assert_ne!(first("views", 0), first("weights", 0));
/// ```
pub fn case_rng(seed: u64, label: &str, number: u64) -> ChaCha8Rng {
    // FNV-1a: a fixed, documented hash, so that a seed means the same instances on every machine.
    let hash = label.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    let mut rng = ChaCha8Rng::seed_from_u64(seed ^ hash);
    rng.set_stream(number);
    rng
}
