//! The claims of the group `linear-byol`: the first byte chooses one, the others draw its instance.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| dualproof_fuzz::group("linear-byol", bytes));
