//! What one rounding of `f64` lost, found exactly: the ground that running bounds and intervals stand on.

/// a + b rounded, and the exact sum minus it (Knuth's two-sum). Exact unless something overflows.
pub(crate) fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let b_part = sum - a;
    (sum, (a - (sum - b_part)) + (b - b_part))
}

/// Products from 2⁻⁹⁶⁰ on have a representable rounding error (its last bit is at least 2⁻¹⁰⁶⁶).
pub(super) const LEAST_EXACT_PRODUCT: f64 = f64::from_bits((1023 - 960) << 52);
