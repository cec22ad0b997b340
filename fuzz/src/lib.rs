//! What the fuzz targets do. The entry points themselves are the toolkit's: `tests/raw_bytes.rs` drives them too,
//! without nightly.

use dualproof::campaign::Registry;
use dualproof::input::{Array, Selection, network_from_bytes};
use dualproof::network::Activation;
use dualproof_testing::fuzzing;
use std::path::PathBuf;
use std::sync::LazyLock;

/// The variable that plants a wrong formula, as CLAIM:MUTANT: a target must find it. See README.md.
const PLANT: &str = "DUALPROOF_PLANT";

static REGISTRY: LazyLock<Registry> = LazyLock::new(|| {
    let registry = dualproof_theorems::registry();
    let Ok(plant) = std::env::var(PLANT) else { return registry };
    let (claim, mutant) = plant.split_once(':').unwrap_or_else(|| panic!("{PLANT}: found {plant:?}, expected CLAIM:MUTANT"));
    registry.stating(claim, mutant).unwrap_or_else(|unknown| panic!("{PLANT}: {unknown}"))
});

/// The keys of the standard library's hash maps, all zeros: which comes first in a map follows from the bytes alone, so
/// that a run with one seed is the same every time, and no input counts as new because a map was searched in another
/// order. The standard library looks for this symbol before it asks Linux, for uses like this one.
#[cfg(target_os = "linux")]
#[unsafe(no_mangle)]
extern "C" fn getrandom(buffer: *mut u8, length: usize, _flags: u32) -> isize {
    // SAFETY: the caller asks for `length` bytes in a buffer of its own.
    unsafe { std::ptr::write_bytes(buffer, 0, length) };
    length as isize
}

/// Where finds are stored.
fn finds() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/finds"))
}

/// A part of a claim of the group by one kind of evidence, on the instance that the bytes draw.
///
/// # Panics
/// On a find, after storing it; and for a group without claims.
pub fn group(name: &str, bytes: &[u8]) {
    fuzzing::group(&REGISTRY, name, bytes, &finds());
}

/// All number systems on a part of a claim, as stated or as a mutant has it.
///
/// # Panics
/// On a find, after storing it.
pub fn differential(bytes: &[u8]) {
    fuzzing::differential(&REGISTRY, bytes, &finds());
}

/// The reader of arrays.
pub fn npy(bytes: &[u8]) {
    let _ = Array::from_bytes("fuzzed.npy", bytes);
}

/// The reader of networks.
pub fn safetensors(bytes: &[u8]) {
    let _ = network_from_bytes("fuzzed.safetensors", bytes, &Activation::Relu, &Selection::default());
}

/// The reader of networks as ONNX.
pub fn onnx(bytes: &[u8]) {
    let _ = dualproof_onnx::from_bytes(bytes, None, &dualproof_onnx::Options::default());
}

/// The reader of counterexamples, and the replay of what it reads.
pub fn replay(bytes: &[u8]) {
    let _ = REGISTRY.replay_bytes(bytes);
}
