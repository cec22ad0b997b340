//! Do two samples come from one law? Exact permutation tests, ties included.
//!
//! Under the null all ways to choose which of the n + m pooled values are the first sample are equally likely, given
//! the values: the conditional law of a statistic is a count of such choices. The counts are sums of non-negative
//! `f64` numbers, nowhere subtracted, so a p-value errs relatively by at most (n + m)·2(n + m)·ε: it has that many
//! roundings at most in a row.
//!
//! Sources: Wilcoxon, *Individual comparisons by ranking methods*, Biometrics Bulletin 1 (1945); Mann and Whitney,
//! Annals of Mathematical Statistics 18 (1947); Hodges, *The significance probability of the Smirnov two-sample
//! test*, Arkiv för Matematik 3 (1958) for the count of paths.

/// P-value of the two-sided rank-sum test: how often a random choice has a sum of (mid-)ranks at least as far from
/// its mean. Powerful against a shift. 1 where a sample is empty.
///
/// ```
/// use dualproof_numbers::statistics::rank_sum;
/// assert_eq!(rank_sum(&[1.0, 2.0], &[3.0, 4.0]), 2.0 / 6.0);     // {1, 2} and {3, 4} of the six pairs
/// assert_eq!(rank_sum(&[1.0, 1.0], &[1.0]), 1.0);
/// ```
///
/// # Panics
/// If a value is not a number.
pub fn rank_sum(first: &[f64], second: &[f64]) -> f64 {
    let pooled = pooled(first, second);
    let total = pooled.len();
    // Twice the mid-ranks, from the runs of equal values.
    let mut doubled = vec![0; total];
    for (start, end) in runs(&pooled) {
        doubled[start..end].fill(start + end + 1);
    }
    let found: usize = pooled.iter().zip(&doubled).filter(|((_, own), _)| *own).map(|(_, rank)| rank).sum();
    let n = first.len();
    let most: usize = doubled.iter().sum();
    // choices[k][s]: the number of ways to choose k values whose doubled ranks sum to s.
    let mut choices = vec![vec![0.0; most + 1]; n + 1];
    choices[0][0] = 1.0;
    for rank in &doubled {
        for k in (1..=n).rev() {
            for sum in (*rank..=most).rev() {
                choices[k][sum] += choices[k - 1][sum - rank];
            }
        }
    }
    // The mean of the doubled sum is n(n + m + 1).
    let distance = |sum: usize| sum.abs_diff(n * (total + 1));
    share(choices[n].iter().enumerate(), |sum| distance(sum) >= distance(found))
}

/// P-value of the two-sample Kolmogorov–Smirnov test: how often a random choice has distribution functions at least
/// as far apart somewhere. Against any difference of laws. 1 where a sample is empty.
///
/// ```
/// use dualproof_numbers::statistics::kolmogorov_smirnov;
/// assert_eq!(kolmogorov_smirnov(&[1.0, 2.0], &[3.0, 4.0]), 2.0 / 6.0);
/// assert_eq!(kolmogorov_smirnov(&[1.0, 3.0], &[2.0, 4.0]), 1.0);      // half apart, as any choice at least is
/// ```
///
/// # Panics
/// If a value is not a number.
pub fn kolmogorov_smirnov(first: &[f64], second: &[f64]) -> f64 {
    let (n, m) = (first.len(), second.len());
    let pooled = pooled(first, second);
    // The functions can be compared where a run of equal values ends.
    let mut is_end = vec![false; n + m + 1];
    runs(&pooled).into_iter().for_each(|(_, end)| is_end[end] = true);
    // n·m times the difference after i of the first and j of the second sample.
    let gap = |i: usize, j: usize| (i * m).abs_diff(j * n);
    let (mut i, mut found) = (0, 0);
    for (at, (_, own)) in pooled.iter().enumerate() {
        i += usize::from(*own);
        if is_end[at + 1] {
            found = found.max(gap(i, at + 1 - i));
        }
    }
    // Paths from (0, 0) to (n, m) that have not yet come as far as that where a run ends, and those that have.
    let far = |i: usize, j: usize| is_end[i + j] && gap(i, j) >= found;
    let (mut near, mut reached) = (vec![0.0; m + 1], vec![0.0; m + 1]);
    for i in 0..=n {
        for j in 0..=m {
            let left = if j > 0 { (near[j - 1], reached[j - 1]) } else { (0.0, 0.0) };
            let above = if i > 0 { (near[j], reached[j]) } else { (0.0, 0.0) };
            let (still, already) = if i + j == 0 { (1.0, 0.0) } else { (left.0 + above.0, left.1 + above.1) };
            (near[j], reached[j]) = if far(i, j) { (0.0, still + already) } else { (still, already) };
        }
    }
    if found == 0 { 1.0 } else { reached[m] / (near[m] + reached[m]) }
}

/// The values of both samples in order, each with whether it is of the first.
fn pooled(first: &[f64], second: &[f64]) -> Vec<(f64, bool)> {
    assert!(first.iter().chain(second).all(|x| !x.is_nan()), "a value that is not a number");
    let tagged = |list: &[f64], own: bool| list.iter().map(|x| (*x, own)).collect::<Vec<_>>();
    let mut all = [tagged(first, true), tagged(second, false)].concat();
    all.sort_by(|(x, _), (y, _)| x.total_cmp(y));
    all
}

/// Start and end of every run of equal values.
fn runs(pooled: &[(f64, bool)]) -> Vec<(usize, usize)> {
    let mut start = 0;
    let runs = pooled.chunk_by(|(x, _), (y, _)| x == y).map(|run| {
        start += run.len();
        (start - run.len(), start)
    });
    runs.collect()
}

/// The weight of the outcomes that are as extreme, over that of all.
fn share<'a>(counts: impl Iterator<Item = (usize, &'a f64)>, extreme: impl Fn(usize) -> bool) -> f64 {
    let (mut part, mut all) = (0.0, 0.0);
    for (outcome, count) in counts {
        all += count;
        if extreme(outcome) {
            part += count;
        }
    }
    part / all
}
