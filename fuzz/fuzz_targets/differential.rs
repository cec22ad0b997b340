//! Every claim and its mutants in every number system: the systems may not contradict each other.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| dualproof_fuzz::differential(bytes));
