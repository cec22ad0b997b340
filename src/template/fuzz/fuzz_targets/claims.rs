//! The first two bytes choose a claim and what decides it, the others draw its instance; a find is stored in `finds/`.
#![no_main]

use dualproof::campaign::Registry;
use std::sync::LazyLock;

static REGISTRY: LazyLock<Registry> = LazyLock::new(|| {{module}}::registry().unwrap_or_else(|defect| panic!("{defect}")));

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let finds = concat!(env!("CARGO_MANIFEST_DIR"), "/finds");
    dualproof_testing::fuzzing::group(&REGISTRY, "{{name}}", bytes, finds.as_ref());
});
