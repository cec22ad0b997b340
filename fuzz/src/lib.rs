//! What the fuzz targets do. The entry points themselves are the toolkit's: `tests/raw_bytes.rs` drives them too,
//! without nightly.

use dualproof::campaign::{FuzzOutcome, Registry};
use dualproof::input::{Array, Selection, network_from_bytes};
use dualproof::network::Activation;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static REGISTRY: LazyLock<Registry> = LazyLock::new(dualproof_theorems::registry);

/// A claim of the group on the instance that the bytes draw.
///
/// # Panics
/// On a find, after storing it; and for a group without claims.
pub fn group(name: &str, bytes: &[u8]) {
    let outcome = REGISTRY.check_bytes(name, bytes);
    settle(&outcome.unwrap_or_else(|| panic!("the registry has no claim in the group {name}")));
}

/// All number systems on a claim and its mutants.
///
/// # Panics
/// On a find, after storing it.
pub fn differential(bytes: &[u8]) {
    settle(&REGISTRY.compare_systems(bytes).expect("a registry with claims"));
}

/// The reader of arrays.
pub fn npy(bytes: &[u8]) {
    let _ = Array::from_bytes("fuzzed.npy", bytes);
}

/// The reader of networks.
pub fn safetensors(bytes: &[u8]) {
    let _ = network_from_bytes("fuzzed.safetensors", bytes, &Activation::Relu, &Selection::default());
}

/// The reader of counterexamples, and the replay of what it reads.
pub fn replay(bytes: &[u8]) {
    let _ = REGISTRY.replay_bytes(bytes);
}

/// Stores a find as a file under `finds/` and panics with its path: `dualproof replay` takes a refutation.
fn settle(outcome: &FuzzOutcome) {
    match outcome {
        FuzzOutcome::Rejected(_) | FuzzOutcome::Decided { .. } => {}
        FuzzOutcome::Refuted(counterexample) => {
            let text = serde_json::to_string_pretty(counterexample).expect("a counterexample is plain data");
            let path = store(&counterexample.claim, &text);
            panic!("{} is refuted: dualproof replay {}", counterexample.claim, path.display());
        }
        FuzzOutcome::Contradiction { what, instance } => {
            let text = serde_json::to_string_pretty(instance).expect("an instance is plain data");
            panic!("{what}: the instance is {}", store("contradiction", &text).display());
        }
    }
}

fn store(name: &str, text: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("finds");
    let count = std::fs::read_dir(&folder).map_or(0, Iterator::count);
    let path = folder.join(format!("{name}-{}-{count}.json", std::process::id()));
    let written = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, format!("{text}\n")));
    match written {
        Ok(()) => path,
        Err(error) => panic!("{}: {error}; the find is\n{text}", path.display()),
    }
}
