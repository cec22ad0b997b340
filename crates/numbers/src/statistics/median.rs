//! The median of a law, from independent values of it, with an interval that needs no assumption on the law.

/// The sample median and, where there are enough values, the interval of order statistics that contains the law's
/// median with probability at least 1 − error, whatever the law: from the k-th smallest to the k-th largest value, k
/// the largest number with P(Bin(n, ½) < k) ≤ error/2. `None` for no value.
///
/// ```
/// use dualproof_numbers::statistics::median;
/// let values = [3.0, 1.0, 2.0, 5.0, 4.0, 6.0];
/// assert_eq!(median(&values, 0.05), Some((3.5, Some((1.0, 6.0)))));      // 2·2⁻⁶ = 0.03
/// assert_eq!(median(&values[..5], 0.05), Some((3.0, None)));             // 2·2⁻⁵ = 0.06
/// assert_eq!(median(&[], 0.05), None);
/// ```
///
/// Source: the sign test inverted; David and Nagaraja, *Order Statistics* (2003), §7.1. The binomial tail is a sum
/// of products of `f64`, rounded; an error that hits a tail to sixteen digits is not to be told from it.
///
/// # Panics
/// If a value is not a number.
pub fn median(values: &[f64], error: f64) -> Option<(f64, Option<(f64, f64)>)> {
    assert!(values.iter().all(|x| !x.is_nan()), "a value that is not a number");
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    let middle = f64::midpoint(*sorted.get(n.checked_sub(1)? / 2)?, sorted[n / 2]);
    let (mut tail, mut term, mut k) = (0.0, 0.5_f64.powi(i32::try_from(n).ok()?), 0);
    while k < n / 2 && tail + term <= error / 2.0 {
        tail += term;
        term *= (n - k) as f64 / (k + 1) as f64;
        k += 1;
    }
    Some((middle, (k > 0).then(|| (sorted[k - 1], sorted[n - k]))))
}
