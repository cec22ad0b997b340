//! The claims as tests, one name each: `cargo test -- --list`.

use dualproof::campaign::Registry;
use std::process::ExitCode;
use std::sync::LazyLock;

static REGISTRY: LazyLock<Registry> = LazyLock::new(|| {{module}}::registry().unwrap_or_else(|defect| panic!("{defect}")));

fn main() -> ExitCode {
    dualproof_testing::suite::main(&REGISTRY, env!("CARGO_MANIFEST_DIR").as_ref())
}
