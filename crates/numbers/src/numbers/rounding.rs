//! What one rounding of `f64` lost, found exactly: the ground that running bounds and intervals stand on.

/// a + b rounded, and the exact sum minus it (Knuth's two-sum). Exact unless something overflows.
///
/// ```
/// use dualproof_numbers::numbers::two_sum;
/// assert_eq!(two_sum(1.0, 2.0_f64.powi(-60)), (1.0, 2.0_f64.powi(-60)));
/// ```
#[inline]
pub fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let b_part = sum - a;
    (sum, (a - (sum - b_part)) + (b - b_part))
}

/// Products from 2⁻⁹⁶⁰ on have a representable rounding error (its last bit is at least 2⁻¹⁰⁶⁶).
pub(super) const LEAST_EXACT_PRODUCT: f64 = f64::from_bits((1023 - 960) << 52);

/// The unit roundoff u = 2⁻⁵³.
pub(super) const U: f64 = f64::EPSILON / 2.0;

/// The smallest subnormal, a bound on what a single underflow loses.
pub(super) const ETA: f64 = f64::from_bits(1);

/// A bound that survives its own rounding: at most 16 roundings of non-negative terms went into `bound`,
/// each losing at most a factor 1 − u, and (1 − u)⁻¹⁶ ≤ 1 + 32u.
pub(super) fn inflate(bound: f64) -> f64 {
    if bound == 0.0 { 0.0 } else { bound * (1.0 + 32.0 * U) + ETA }
}

/// A bound on |a·b − product| where `product` is their rounded product: exact by a fused multiply-add, except
/// near underflow, where the error itself may not be representable.
pub(super) fn lost_in_product(a: f64, b: f64, product: f64) -> f64 {
    let underflow = if product.abs() < LEAST_EXACT_PRODUCT { ETA } else { 0.0 };
    a.mul_add(b, -product).abs() + underflow
}
