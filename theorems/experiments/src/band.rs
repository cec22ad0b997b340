//! The median over seeds, with an interval where there are enough seeds for one.

use dualproof::statistics::median;

/// The error of each interval that is shown over seeds. No verdict rests on them.
pub const SHOWN_ERROR: f64 = 0.05;

/// The fewest seeds whose range contains the law's median with 95 %.
pub const FEWEST: usize = 6;

/// A middle value with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// The lower end.
    pub lower: f64,
    /// The middle.
    pub middle: f64,
    /// The upper end.
    pub upper: f64,
}

impl Band {
    /// A value without an interval.
    pub fn point(x: f64) -> Self {
        Band { lower: x, middle: x, upper: x }
    }

    /// The median over seeds, with the interval of order statistics that contains the law's median with 95 %, or the
    /// range where there are too few seeds for one. NaN is left out; `None` where nothing is left.
    pub fn over_seeds(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let values: Vec<f64> = values.into_iter().filter(|value| !value.is_nan()).collect();
        let (middle, interval) = median(&values, SHOWN_ERROR)?;
        let range = || {
            let end = |better: fn(f64, f64) -> f64| values.iter().copied().reduce(better).unwrap_or(middle);
            (end(f64::min), end(f64::max))
        };
        let (lower, upper) = interval.unwrap_or_else(range);
        Some(Band { lower, middle, upper })
    }

    /// The median of so many seeds with its interval in brackets, each number shown as asked. One seed has none.
    ///
    /// ```
    /// use dualproof_experiments::band::Band;
    /// let band = Band { lower: 1.0, middle: 2.0, upper: 4.0 };
    /// assert_eq!(band.shown(6, |x| format!("{x:.1}")), "2.0 [1.0, 4.0]");
    /// assert_eq!(band.shown(1, |x| format!("{x:.1}")), "2.0");
    /// ```
    pub fn shown(&self, seeds: usize, number: impl Fn(f64) -> String) -> String {
        match seeds {
            0 | 1 => number(self.middle),
            _ => format!("{} [{}, {}]", number(self.middle), number(self.lower), number(self.upper)),
        }
    }
}

/// The title of a column of medians with what their brackets are, for the numbers of seeds that its rows have.
///
/// ```
/// use dualproof_experiments::band::titled;
/// assert_eq!(titled("gain", [6, 16]), "gain [95 %]");
/// assert_eq!(titled("gain", [2, 1]), "gain [range]");
/// assert_eq!(titled("gain", [16, 3]), "gain [95 %; range below 6 seeds]");
/// assert_eq!(titled("gain", [1]), "gain");
/// ```
pub fn titled(title: &str, seeds: impl IntoIterator<Item = usize>) -> String {
    let seeds: Vec<usize> = seeds.into_iter().filter(|seeds| *seeds > 1).collect();
    let (few, many) = (seeds.iter().any(|n| *n < FEWEST), seeds.iter().any(|n| *n >= FEWEST));
    match (few, many) {
        (false, false) => title.to_string(),
        (false, true) => format!("{title} [95 %]"),
        (true, false) => format!("{title} [range]"),
        (true, true) => format!("{title} [95 %; range below {FEWEST} seeds]"),
    }
}

/// The legend of bands, for their numbers of seeds: what their middle and their ends are.
///
/// ```
/// use dualproof_experiments::band::explained;
/// assert_eq!(explained([1]), "one seed: no interval");
/// assert_eq!(explained([6, 16]), "median, and interval that contains the median with 95 %");
/// assert_eq!(explained([3]), "median, and range of the seeds");
/// ```
pub fn explained(seeds: impl IntoIterator<Item = usize>) -> String {
    let seeds: Vec<usize> = seeds.into_iter().filter(|seeds| *seeds > 0).collect();
    let (most, least) = (seeds.iter().max().copied().unwrap_or(0), seeds.iter().min().copied().unwrap_or(0));
    match (least, most) {
        (_, 0 | 1) => "one seed: no interval".to_string(),
        (_, most) if most < FEWEST => "median, and range of the seeds".to_string(),
        (least, _) if least >= FEWEST => "median, and interval that contains the median with 95 %".to_string(),
        _ => format!("median, and interval that contains the median with 95 % (the range below {FEWEST} seeds)"),
    }
}

/// "1 seed", "2 seeds".
pub fn counted(seeds: usize) -> String {
    format!("{seeds} {}", if seeds == 1 { "seed" } else { "seeds" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_is_an_interval_where_there_are_seeds_for_one_and_else_the_range() {
        let band = |values: &[f64]| Band::over_seeds(values.iter().copied());
        assert_eq!(band(&[f64::NAN]), None);
        assert_eq!(band(&[2.0, f64::NAN, 1.0]), Some(Band { lower: 1.0, middle: 1.5, upper: 2.0 }));
        let nine: Vec<f64> = (1..=9).map(f64::from).collect();
        // P(Bin(9, ½) < 2) = 10/512 ≤ 0.025.
        assert_eq!(band(&nine), Some(Band { lower: 2.0, middle: 5.0, upper: 8.0 }));
    }

    #[test]
    fn the_fewest_seeds_are_those_of_the_median_s_interval() {
        let has_interval = |seeds: usize| median(&vec![0.0; seeds], SHOWN_ERROR).unwrap().1.is_some();
        assert!(has_interval(FEWEST) && !has_interval(FEWEST - 1));
    }
}
