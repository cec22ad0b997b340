//! Exact intervals for the mean of a Bernoulli variable, from the number of successes in independent trials.

use statrs::function::beta::beta_reg;

/// A bound on the relative error of the regularised incomplete beta function: 1.4·10⁻⁸ was measured at 10⁷
/// trials, and the error grows with the trials; 2⁻²⁴ ≈ 6·10⁻⁸ covers it. Every tail is asked to be this much
/// smaller, so that the interval errs on the wide side.
const BETA_ERROR: f64 = f64::EPSILON * (1_u64 << 28) as f64;

/// Trials beyond which the error bound above was not measured.
const MOST_TRIALS: u64 = 10_000_000;

/// A closed interval of probabilities.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub lower: f64,
    /// The upper end.
    pub upper: f64,
}

/// Counts or a level for which there is no interval.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum MalformedCounts {
    /// No trial, too many, or more successes than trials.
    #[error(
        "found {successes} successes in {trials} trials, expected 0 ≤ successes ≤ trials, 1 ≤ trials ≤ {MOST_TRIALS}"
    )]
    Counts {
        /// The successes.
        successes: u64,
        /// The trials.
        trials: u64,
    },
    /// The error is not in (0, 1).
    #[error("found the error {found}, expected a number strictly between 0 and 1")]
    Error {
        /// The error that was asked for.
        found: f64,
    },
}

/// The Clopper–Pearson interval: it contains the true mean p with probability at least 1 − error, whatever p is.
///
/// The lower end L solves P(Bin(n, L) ≥ k) = error/2, that is I_L(k, n − k + 1) = error/2, and is 0 for k = 0;
/// the upper end U solves P(Bin(n, U) ≤ k) = error/2, that is I_{1−U}(n − k, k + 1) = error/2, and is 1 for
/// k = n. Both are found by bisection of the distribution function down to neighbouring `f64`, from which the
/// outer one is taken: the interval encloses the exact one.
///
/// Source: Clopper and Pearson, *The use of confidence or fiducial limits illustrated in the case of the
/// binomial*, Biometrika 26 (1934).
///
/// # Errors
/// [`MalformedCounts`] where k > n, n = 0, n above 10⁷, or the error is outside (0, 1).
///
/// ```
/// use dualproof_numbers::statistics::clopper_pearson;
/// let rule_of_three = clopper_pearson(0, 100, 0.1)?;
/// assert_eq!(rule_of_three.lower, 0.0);
/// assert!((rule_of_three.upper - (1.0 - 0.05_f64.powf(0.01))).abs() < 1e-9);
/// assert!(clopper_pearson(3, 2, 0.1).is_err());
/// # Ok::<(), dualproof_numbers::statistics::MalformedCounts>(())
/// ```
pub fn clopper_pearson(successes: u64, trials: u64, error: f64) -> Result<Interval, MalformedCounts> {
    if trials == 0 || trials > MOST_TRIALS || successes > trials {
        return Err(MalformedCounts::Counts { successes, trials });
    }
    if !(error > 0.0 && error < 1.0) {
        return Err(MalformedCounts::Error { found: error });
    }
    let tail = error / 2.0 * (1.0 - BETA_ERROR);
    let (k, n) = (successes as f64, trials as f64);
    let lower = if successes == 0 { 0.0 } else { quantile_from_below(k, n - k + 1.0, tail) };
    let distance = if successes == trials { 0.0 } else { quantile_from_below(n - k, k + 1.0, tail) };
    // 1 − x rounds by at most half the spacing of numbers below 1; one step up covers it.
    let upper = if distance == 0.0 { 1.0 } else { (1.0 - distance).next_up().min(1.0) };
    Ok(Interval { lower, upper })
}

/// The largest `f64` x found with I_x(a, b) ≤ tail, next to one where it is larger.
fn quantile_from_below(a: f64, b: f64, tail: f64) -> f64 {
    let (mut below, mut above) = (0.0_f64, 1.0_f64);
    // Bisection on the bits: non-negative numbers are ordered as their bits are.
    while above.to_bits() - below.to_bits() > 1 {
        let middle = f64::from_bits(below.to_bits().midpoint(above.to_bits()));
        if beta_reg(a, b, middle) <= tail { below = middle } else { above = middle }
    }
    below
}
