//! Networks of the user as ONNX: whatever the bytes, an error at worst.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| dualproof_fuzz::onnx(bytes));
