//! Instances from raw bytes: the strategies of [`draw`](super::draw), fed by a fuzzer instead of a seed.

use crate::claim::{Draw, Draws, Instance};
use crate::random_streams::case_rng;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rand::Rng;
use std::cell::RefCell;
use std::sync::{Arc, LazyLock};

/// Pseudo-random bytes after the given ones. A strategy that has used up its bytes reads zeros, on which rejection
/// sampling never ends; and every `prop_flat_map`, and every option of a `prop_oneof` before the one that is picked,
/// halves what is left. Most strategies draw 2 KiB behind up to 8 halvings; the widest, 180 KiB, must come first in
/// its `prop_oneof`. A strategy that needs more hangs `tests/raw_bytes.rs`.
const TAIL: usize = 1 << 19;

/// Twice the tail, so that it can start anywhere in the first half.
static NOISE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut noise = vec![0; 2 * TAIL];
    case_rng(0, "the tail of raw bytes", 0).fill_bytes(&mut noise);
    noise
});

/// A strategy with its maker: as long as this one is kept, no other has its address.
type Made = (Draws, Box<dyn Draw>);

thread_local! {
    /// Room for bytes, then the noise.
    static WINDOW: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };

    /// The strategies that this thread has drawn from, in the order of their first draw: making one takes as long as
    /// a small draw. A list, as a fuzzer sees how a map is searched and calls every new way of it progress.
    static STRATEGIES: RefCell<Vec<Made>> = const { RefCell::new(Vec::new()) };
}

/// A proptest runner that draws from the bytes, then from a pseudo-random tail that depends on them alone.
///
/// # Panics
/// Never; but a strategy that draws more than the tail holds may hang.
pub fn bytes_runner(bytes: &[u8]) -> TestRunner {
    // The label of a stream is text; this one writes every byte as the character of that number.
    let label: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let start = case_rng(0, &label, 0).next_u64() as usize % TAIL;
    let rng = WINDOW.with_borrow_mut(|window| followed_by_noise(window, bytes, start));
    TestRunner::new_with_rng(Config::default(), rng)
}

/// A source of the bytes and of the noise from `start` on. The bytes stand in the window for as long as it is copied:
/// the tail is copied once, not twice.
fn followed_by_noise(window: &mut Vec<u8>, bytes: &[u8], start: usize) -> TestRng {
    if window.len() < bytes.len() + NOISE.len() {
        *window = [vec![0; bytes.len()].as_slice(), &NOISE].concat();
    }
    let end = window.len() - NOISE.len() + start;
    window[end - bytes.len()..end].copy_from_slice(bytes);
    let rng = TestRng::from_seed(RngAlgorithm::PassThrough, &window[end - bytes.len()..end + TAIL]);
    let overwritten = bytes.len().min(start);
    window[end - overwritten..end].copy_from_slice(&NOISE[start - overwritten..start]);
    rng
}

/// The instance that the bytes draw.
pub(super) fn drawn(draws: &Draws, bytes: &[u8]) -> Instance {
    STRATEGIES.with_borrow_mut(|made| {
        let known = made.iter().position(|(maker, _)| Arc::ptr_eq(maker, draws));
        let place = known.unwrap_or_else(|| {
            made.push((Arc::clone(draws), draws()));
            made.len() - 1
        });
        made[place].1.new_tree(&mut bytes_runner(bytes)).current()
    })
}

#[cfg(test)]
mod tests {
    use super::{NOISE, TAIL, bytes_runner};
    use rand::Rng;

    #[test]
    fn the_bytes_come_first_and_then_noise_that_no_earlier_draw_has_changed() {
        let drawn = |length: usize, bytes: &[u8]| {
            let mut drawn = vec![0; length];
            bytes_runner(bytes).rng().fill_bytes(&mut drawn);
            drawn
        };
        let long: Vec<u8> = (0..=255).cycle().take(3 * TAIL).collect();
        for bytes in [b"".as_slice(), b"abc", &long, b"abd", b"abc"] {
            let drawn = drawn(bytes.len() + TAIL, bytes);
            let (first, rest) = drawn.split_at(bytes.len());
            assert_eq!(first, bytes);
            let at = NOISE.windows(8).position(|eight| eight == &rest[..8]).expect("noise behind the bytes");
            assert!(NOISE[at..at + TAIL] == *rest);
        }
    }
}
