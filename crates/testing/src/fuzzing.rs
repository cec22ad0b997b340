//! What fuzz targets do with the claims of a project. The entry points themselves are the toolkit's, so that tests can
//! drive them without nightly.

use dualproof::campaign::{FuzzOutcome, Registry};
use std::path::{Path, PathBuf};

/// A part of a claim of the group by one kind of evidence, on the instance that the bytes draw. A find is stored below
/// `finds`.
///
/// # Panics
/// On a find, after storing it; and for a group without claims.
pub fn group(registry: &Registry, name: &str, bytes: &[u8], finds: &Path) {
    let outcome = registry.check_bytes(name, bytes);
    settle(&outcome.unwrap_or_else(|| panic!("the registry has no claim in the group {name}")), finds);
}

/// All number systems on a part of a claim, as stated or as a mutant has it. A find is stored below `finds`.
///
/// # Panics
/// On a find, after storing it; and for a registry without claims.
pub fn differential(registry: &Registry, bytes: &[u8], finds: &Path) {
    settle(&registry.compare_systems(bytes).expect("a registry with claims"), finds);
}

/// Stores a find as a file and panics with its path: `replay` takes a refutation.
fn settle(outcome: &FuzzOutcome, finds: &Path) {
    match outcome {
        FuzzOutcome::Rejected(_) | FuzzOutcome::Decided { .. } => {}
        FuzzOutcome::Refuted(counterexample) => {
            let text = serde_json::to_string_pretty(counterexample).expect("a counterexample is plain data");
            let path = store(finds, &counterexample.claim, &text);
            panic!("{} is refuted: dualproof replay {}", counterexample.claim, path.display());
        }
        FuzzOutcome::Contradiction { what, instance } => {
            let text = serde_json::to_string_pretty(instance).expect("an instance is plain data");
            panic!("{what}: the instance is {}", store(finds, "contradiction", &text).display());
        }
    }
}

fn store(folder: &Path, name: &str, text: &str) -> PathBuf {
    let count = std::fs::read_dir(folder).map_or(0, Iterator::count);
    let path = folder.join(format!("{name}-{}-{count}.json", std::process::id()));
    let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, format!("{text}\n")));
    match written {
        Ok(()) => path,
        Err(error) => panic!("{}: {error}; the find is\n{text}", path.display()),
    }
}
