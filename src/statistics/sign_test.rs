//! The median of few numbers without any assumption on their law: the exact sign test, and intervals from order
//! statistics.

/// Numbers beyond which 2ⁿ and the binomial coefficients leave the integers used here.
pub const MOST_SIGNS: usize = 120;

/// More numbers than the exact sums reach, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("found {found} numbers, expected 1 to {MOST_SIGNS}")]
pub struct TooManySigns {
    /// How many there are.
    pub found: usize,
}

/// P(X ≥ k) for X ~ Bin(n, ½): the chance of at least k positive differences among n independent ones whose law has
/// a median of at most 0. As the p-value of the sign test it is conservative: a difference of exactly 0 counts as
/// not positive. Exact but for one rounding.
///
/// # Errors
/// [`TooManySigns`] for n = 0 or n above [`MOST_SIGNS`].
///
/// ```
/// use dualproof::statistics::sign_test;
/// assert_eq!(sign_test(10, 10)?, 1.0 / 1024.0);
/// assert_eq!(sign_test(9, 10)?, 11.0 / 1024.0);
/// assert_eq!(sign_test(0, 10)?, 1.0);
/// assert!(sign_test(0, 0).is_err());
/// # Ok::<(), dualproof::statistics::TooManySigns>(())
/// ```
pub fn sign_test(positive: usize, all: usize) -> Result<f64, TooManySigns> {
    let coefficients = binomial_row(all)?;
    let tail: u128 = coefficients.iter().skip(positive).sum();
    Ok(tail as f64 / (1_u128 << all) as f64)
}

/// A median and an interval that contains the median of the law.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MedianInterval {
    /// The lower end, an order statistic.
    pub lower: f64,
    /// The median of the numbers; the mean of the middle two for an even count.
    pub median: f64,
    /// The upper end.
    pub upper: f64,
    /// The probability that the interval contains the median of a continuous law.
    pub coverage: f64,
}

/// The shortest interval of two symmetric order statistics whose coverage is at least 1 − error; all of the range
/// where none reaches it, with the coverage that it has: 1 − 2·P(Bin(n, ½) ≤ k − 1) for the k-th from either end.
///
/// Source: W. R. Thompson, *On confidence ranges for the median*, Ann. Math. Statist. 7 (1936).
///
/// # Errors
/// [`TooManySigns`] for no number or more than [`MOST_SIGNS`].
///
/// ```
/// use dualproof::statistics::median_interval;
/// let found = median_interval(&[3.0, 1.0, 2.0, 5.0, 4.0], 0.05)?;
/// assert_eq!((found.lower, found.median, found.upper, found.coverage), (1.0, 3.0, 5.0, 0.9375));
/// # Ok::<(), dualproof::statistics::TooManySigns>(())
/// ```
pub fn median_interval(numbers: &[f64], error: f64) -> Result<MedianInterval, TooManySigns> {
    let n = numbers.len();
    let coefficients = binomial_row(n)?;
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let outside = |cut: usize| {
        let below: u128 = coefficients.iter().take(cut + 1).sum();
        2.0 * (below as f64 / (1_u128 << n) as f64)
    };
    let cut = (0..n.div_ceil(2)).rev().find(|cut| outside(*cut) <= error).unwrap_or(0);
    let (low, high) = (sorted[(n - 1) / 2], sorted[n / 2]);
    // The mean of two equal infinities, or of two large numbers, must not become something else.
    let median = if low == high { low } else { low / 2.0 + high / 2.0 };
    let coverage = (1.0 - outside(cut)).max(0.0);
    Ok(MedianInterval { lower: sorted[cut], median, upper: sorted[n - 1 - cut], coverage })
}

/// The binomial coefficients (n choose 0) … (n choose n).
fn binomial_row(n: usize) -> Result<Vec<u128>, TooManySigns> {
    if n == 0 || n > MOST_SIGNS {
        return Err(TooManySigns { found: n });
    }
    let mut row = vec![1_u128];
    for k in 0..n {
        row.push(row[k] * (n - k) as u128 / (k + 1) as u128);
    }
    Ok(row)
}
