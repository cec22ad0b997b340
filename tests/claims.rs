//! The claims as tests, one name each; `DUALPROOF_CASES=100000 cargo test --release` scales them.

use dualproof::campaign::Registry;
use std::process::ExitCode;
use std::sync::LazyLock;

static REGISTRY: LazyLock<Registry> = LazyLock::new(dualproof_theorems::registry);

fn main() -> ExitCode {
    dualproof_testing::suite::main(&REGISTRY, concat!(env!("CARGO_MANIFEST_DIR"), "/..").as_ref())
}
