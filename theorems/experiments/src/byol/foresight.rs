//! What becomes of a run, said after the first quarter of its training and held against its end.
//!
//! The rule looks at one number, the variance v of the outputs between samples (tr V_x\[F̄\]), at the first measurements: of
//! its last two, at epochs t₁ < t₂ up to a quarter of the training T, it takes the power law through them,
//! v(T) = v₂ (v₂/v₁)^(ln(T/t₂)/ln(t₂/t₁)): measurements are a factor apart in time. A run is said to collapse where that is
//! at most a tenth of the variance at the start, which is what the protocol calls a collapse; to diverge where its loss has
//! been infinite or NaN; else to keep its variance. The rule was written on the runs of seeds 1 to 16, and was not changed since: its
//! errors on other seeds are those of a prediction.

use super::cell::Cell;
use super::results::{CellRuns, DigitResults, Quantity, Run};
use crate::sheet::{Mark, Sheet};
use serde::Serialize;

/// The variance of the start that a collapsed output has at most: a tenth, as in the protocol.
const COLLAPSED: f64 = 0.1;

/// The part of the training that the rule sees.
const SEEN: f64 = 0.25;

/// What becomes of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// The loss was infinite or NaN.
    Diverged,
    /// The output kept at most a tenth of its variance.
    Collapsed,
    /// It kept more.
    Kept,
}

/// The runs of a cell, said and found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Foretold {
    /// The cell.
    pub cell: Cell,
    /// For every run what was said after a quarter and what was found at the end.
    pub runs: Vec<(Fate, Fate)>,
    /// Why the outputs of this cell lose their variance or keep it, as the theory says.
    pub reason: &'static str,
}

impl Fate {
    const ALL: [Fate; 3] = [Fate::Diverged, Fate::Collapsed, Fate::Kept];

    fn name(self) -> &'static str {
        match self {
            Fate::Diverged => "diverged",
            Fate::Collapsed => "collapsed",
            Fate::Kept => "kept",
        }
    }

    /// Of a variance relative to that of the start; `None`: there is no number any more.
    fn of(of_start: Option<f64>) -> Self {
        match of_start {
            None => Fate::Diverged,
            Some(share) if share <= COLLAPSED => Fate::Collapsed,
            Some(_) => Fate::Kept,
        }
    }
}

/// The measurements that the rule sees: the last two up to a quarter of the training, both after the start.
fn seen(results: &DigitResults) -> Option<(usize, usize)> {
    let until = results.settings.epochs as f64 * SEEN;
    let last = results.epochs.iter().rposition(|epoch| *epoch as f64 <= until)?;
    (last >= 2).then(|| (last - 1, last))
}

/// What is said of a run after the measurements `first` and `second`, of which the run's later numbers are no part.
fn said(results: &DigitResults, run: &Run, (first, second): (usize, usize)) -> Fate {
    let [t1, t2, end] = [results.epochs[first], results.epochs[second], results.settings.epochs].map(|t| t as f64);
    let at = |place: usize| run.of_start(Quantity::Variance, place);
    let power = (end / t2).ln() / (t2 / t1).ln();
    Fate::of(at(first).zip(at(second)).map(|(v1, v2)| if v2 == 0.0 { 0.0 } else { v2 * (v2 / v1).powf(power) }))
}

/// What a run came to.
fn found(results: &DigitResults, run: &Run) -> Fate {
    match run.diverged {
        Some(_) => Fate::Diverged,
        None => Fate::of(run.of_start(Quantity::Variance, results.epochs.len() - 1)),
    }
}

/// Every cell, where the training is long enough to be seen in part.
pub fn foretold(results: &DigitResults) -> Vec<Foretold> {
    let Some(seen) = seen(results) else { return Vec::new() };
    let of_cell = |CellRuns { cell, runs }: &CellRuns| Foretold {
        cell: *cell,
        runs: runs.iter().map(|run| (said(results, run, seen), found(results, run))).collect(),
        reason: cell.reason(),
    };
    results.cells.iter().map(of_cell).collect()
}

impl Foretold {
    /// The runs of which another fate was said than was found.
    pub fn wrong(&self) -> usize {
        self.runs.iter().filter(|(said, found)| said != found).count()
    }

    fn row(&self) -> (Mark, Vec<String>) {
        let counted = |which: fn(&(Fate, Fate)) -> Fate| {
            let counts = Fate::ALL.map(|fate| (fate, self.runs.iter().filter(|run| which(run) == fate).count()));
            let some = counts.into_iter().filter(|(_, count)| *count > 0);
            some.map(|(fate, count)| format!("{count} {}", fate.name())).collect::<Vec<_>>().join(", ")
        };
        let cells = vec![
            self.cell.to_string(),
            counted(|run| run.0),
            counted(|run| run.1),
            self.wrong().to_string(),
            self.reason.to_string(),
        ];
        (if self.wrong() > 0 { Mark::Unsure } else { Mark::Plain }, cells)
    }
}

/// One row a cell: said after a quarter of the training, found at its end.
pub fn sheet(foretold: &[Foretold]) -> Sheet {
    let header = ["cell", "said after a quarter", "found at the end", ">wrong", "because"];
    Sheet::new(&header, foretold.iter().map(Foretold::row))
}

/// The errors of the rule, in one line.
pub fn summary(foretold: &[Foretold]) -> String {
    let runs = || foretold.iter().flat_map(|cell| &cell.runs);
    let [all, wrong] = [runs().count(), foretold.iter().map(Foretold::wrong).sum()];
    let missed = runs().filter(|(said, found)| *said == Fate::Kept && *found != Fate::Kept).count();
    let lost = runs().filter(|(_, found)| *found != Fate::Kept).count();
    let alarms = runs().filter(|(said, found)| *said != Fate::Kept && *found == Fate::Kept).count();
    if all == 0 {
        return "no run, or none long enough to be seen in part".to_string();
    }
    format!(
        "wrong of {wrong} of {all} runs ({:.1} %): {missed} of the {lost} that collapsed or diverged were missed, {alarms} of \
         the {} that kept their variance were given up",
        100.0 * wrong as f64 / all as f64,
        all - lost,
    )
}

impl Cell {
    /// Why its outputs lose their variance or keep it.
    fn reason(&self) -> &'static str {
        use super::cell::Normalisation::{Group, Hidden, Output};
        use dualproof::train::Statistic::{Detached, Normal, Omitted};
        let Cell::Byol { normalisation, .. } = *self else {
            return "contrastive: the covariance operator grows what differs (covariance-operator)";
        };
        let deviation = match normalisation {
            Hidden { deviation, .. } | Output { deviation, .. } => Some(deviation),
            Group => None,
        };
        match (normalisation, self.has_predictor()) {
            (Output { deviation: Normal, .. }, _) => "the output is divided by its deviation, which cannot shrink",
            (_, false) => "no predictor: S = 0, and only the shrinkage acts (byol-shrinkage)",
            _ if deviation == Some(Detached) => {
                "the deviation is no part of the gradient, which may grow without bound"
            }
            (Hidden { mean: Normal, .. } | Output { mean: Normal, .. }, true) => {
                "predictor and zero-mean: the attraction V^S w stays (byol-implicit-contrastive)"
            }
            (Hidden { mean: Omitted, .. } | Output { mean: Omitted, .. } | Group, true) => {
                "no zero-mean: the square of the mean, M S M'w, stays in the update (byol-implicit-contrastive)"
            }
            (Hidden { mean: Detached, .. } | Output { mean: Detached, .. }, true) => {
                "the mean is taken off but is no part of the gradient (zero-mean-gradient)"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::byol::results::Series;
    use crate::byol::settings::Settings;

    /// Sixty epochs are measured at 0, 3, 7, 15, 30 and 60.
    fn results(variances: [Option<f64>; 6], diverged: Option<u64>) -> (DigitResults, Run) {
        let results = DigitResults::new(Settings { epochs: 60, ..Settings::default() }, 0.1, (10, 10), 1);
        let quantities = [(Quantity::Variance, Series::recorded(variances))].into();
        let run = Run { seed: 1, diverged, correct: vec![1; 6], quantities, ..Run::default() };
        (results, run)
    }

    fn fates(variances: [Option<f64>; 6], diverged: Option<u64>) -> (Fate, Fate) {
        let (results, run) = results(variances, diverged);
        (said(&results, &run, seen(&results).expect("long enough")), found(&results, &run))
    }

    #[test]
    fn a_trend_goes_on() {
        // A half at epoch 7, a quarter at 15, so about a sixteenth at 60.
        let falls = [1.0, 0.9, 0.5, 0.25, 0.12, 0.06].map(Some);
        assert_eq!(fates(falls, None), (Fate::Collapsed, Fate::Collapsed));
        let grows = [1.0, 0.05, 0.05, 0.2, 0.5, 2.0].map(Some);
        assert_eq!(fates(grows, None), (Fate::Kept, Fate::Kept));
        let gone = [1.0, 0.1, 0.0, 0.0, 0.0, 0.0].map(Some);
        assert_eq!(fates(gone, None), (Fate::Collapsed, Fate::Collapsed));
        assert_eq!(fates([Some(1.0), None, None, None, None, None], Some(38)), (Fate::Diverged, Fate::Diverged));
    }

    /// What comes later does not change what is said.
    #[test]
    fn the_end_is_not_seen() {
        let early =
            |late: [Option<f64>; 2]| fates([Some(2.0), Some(1.9), Some(1.0), Some(0.5), late[0], late[1]], None).0;
        assert_eq!(early([Some(9.0), Some(9.0)]), early([None, None]));
    }

    #[test]
    fn every_cell_has_a_row_and_the_errors_are_counted() {
        let (mut results, run) = results([1.0, 0.9, 0.5, 0.25, 2.0, 3.0].map(Some), None);
        results.insert(Cell::Simclr, run);
        let foretold = foretold(&results);
        assert_eq!((foretold.len(), foretold[0].wrong()), (1, 1));
        assert!(summary(&foretold).starts_with("wrong of 1 of 1 runs (100.0 %): 0 of the 0"), "{}", summary(&foretold));
        assert_eq!(sheet(&foretold).rows[0].1[1..4], ["1 collapsed", "1 kept", "1"]);
        assert_eq!(summary(&[]), "no run, or none long enough to be seen in part");
    }
}
