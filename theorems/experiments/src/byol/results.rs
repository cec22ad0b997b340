//! The results of the runs: the file `byol.json`, and its numbers as CSV.

use super::cell::Cell;
use super::settings::Settings;
use crate::error::misfit;
use crate::experiment::Results;
use dualproof::json::JsonError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The name of the experiment in its files.
const EXPERIMENT: &str = "byol";

/// Significant digits of a recorded measure: runs on two processors differ in further ones.
const DIGITS: usize = 3;

/// One measure of a run, at each of the measured epochs: `null` where there is no number, for example after the run
/// diverged. Empty where there is no number at all, for example where the theory says nothing of the cell.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Series(Vec<Option<f64>>);

impl Series {
    /// The recorded form of measured numbers.
    pub fn recorded(numbers: impl IntoIterator<Item = Option<f64>>) -> Self {
        let numbers: Vec<_> = numbers.into_iter().map(|x| x.and_then(recorded)).collect();
        Series(if numbers.iter().all(Option::is_none) { Vec::new() } else { numbers })
    }

    /// The number of a measurement, if there is one.
    pub fn at(&self, measurement: usize) -> Option<f64> {
        self.0.get(measurement).copied().flatten()
    }

    /// Is there no number at all?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The measures of a run beside the probe's accuracy, in the order of the CSV's columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// tr V_x\[F̄\] of the output.
    Variance,
    /// Effective rank of V_x\[F̄\].
    Rank,
    /// ‖M S Mᵀ w‖ over all layers.
    Implicit,
    /// ‖∇r‖ over all layers.
    Update,
    /// Cosine of −∇r with the predicted operator, with zero-mean.
    WithZeroMean,
    /// The same, without zero-mean.
    WithoutZeroMean,
    /// Cosine of −∇r with what the connection of the batch predicts.
    OfTheBatch,
    /// The smallest eigenvalue of sym(S); `None` without predictor, where S is 0.
    LowestS,
    /// The largest eigenvalue of sym(S).
    HighestS,
}

impl Quantity {
    /// All of them.
    pub const ALL: [Quantity; 9] = [
        Quantity::Variance,
        Quantity::Rank,
        Quantity::Implicit,
        Quantity::Update,
        Quantity::WithZeroMean,
        Quantity::WithoutZeroMean,
        Quantity::OfTheBatch,
        Quantity::LowestS,
        Quantity::HighestS,
    ];
}

/// The measures of one run. (An unknown field is an unknown quantity: an error.)
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The seed of weights, order and views.
    pub seed: u64,
    /// The first step whose loss was infinite or NaN, if any: from there on the run counts as guessing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diverged: Option<u64>,
    /// Test images that the linear probe gets right.
    pub correct: Vec<usize>,
    /// The quantities that have a number.
    #[serde(flatten)]
    pub quantities: BTreeMap<Quantity, Series>,
    /// The largest eigenvalues of V_x\[f̄_{L−1}\], those of the covariance operator of the top layer; kept for the
    /// cells whose spectrum is drawn.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spectrum: Vec<Series>,
}

impl Run {
    /// The number of a quantity at a measurement, if there is one.
    pub fn at(&self, quantity: Quantity, measurement: usize) -> Option<f64> {
        self.quantities.get(&quantity)?.at(measurement)
    }

    /// A quantity at the end over the start, at a measurement.
    pub fn of_start(&self, quantity: Quantity, measurement: usize) -> Option<f64> {
        Some(self.at(quantity, measurement)? / self.at(quantity, 0)?)
    }
}

/// One cell's runs, by seed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CellRuns {
    /// The cell.
    pub cell: Cell,
    /// Its runs.
    pub runs: Vec<Run>,
}

/// The runs of an experiment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DigitResults {
    /// `byol`.
    pub experiment: String,
    /// Their settings.
    pub settings: Settings,
    /// λ of the probe, in units of the mean eigenvalue.
    pub ridge: f64,
    /// Training images.
    pub train_images: usize,
    /// Test images.
    pub test_images: usize,
    /// Test images right when the most frequent training digit is always guessed.
    pub guessed: usize,
    /// The epochs at whose start runs are measured; the last entry is the end of training.
    pub epochs: Vec<u64>,
    /// Are runs missing because the experiment was interrupted?
    pub interrupted: bool,
    /// The runs.
    pub cells: Vec<CellRuns>,
}

impl DigitResults {
    /// Results without a run.
    pub fn new(settings: Settings, ridge: f64, images: (usize, usize), guessed: usize) -> Self {
        DigitResults {
            experiment: EXPERIMENT.to_string(),
            epochs: settings.measured_epochs(),
            settings,
            ridge,
            train_images: images.0,
            test_images: images.1,
            guessed,
            interrupted: false,
            cells: Vec::new(),
        }
    }

    /// The runs of a cell; empty where there are none.
    pub fn runs(&self, cell: Cell) -> &[Run] {
        self.cells.iter().find(|runs| runs.cell == cell).map_or(&[], |runs| &runs.runs)
    }

    /// Adds a run, in the order of [`Cell::all`] and of seeds.
    pub fn insert(&mut self, cell: Cell, run: Run) {
        let order = |cell: Cell| Cell::all().iter().position(|other| *other == cell);
        let place = match self.cells.binary_search_by_key(&order(cell), |runs| order(runs.cell)) {
            Ok(place) => place,
            Err(place) => {
                self.cells.insert(place, CellRuns { cell, runs: Vec::new() });
                place
            }
        };
        let runs = &mut self.cells[place].runs;
        let at = runs.partition_point(|other| other.seed < run.seed);
        runs.insert(at, run);
    }

    /// All runs.
    pub fn count(&self) -> usize {
        self.cells.iter().map(|cell| cell.runs.len()).sum()
    }

    /// The share of the test images that a run gets right at a measurement.
    pub fn accuracy(&self, run: &Run, measurement: usize) -> f64 {
        run.correct[measurement] as f64 / self.test_images as f64
    }
}

impl Results for DigitResults {
    const NAME: &'static str = EXPERIMENT;
    const KEEPS_STATES: bool = false;
    const CSV_HEADER: &'static str = "cell,seed,epoch,accuracy,variance,effective_rank,implicit_term_norm,update_norm,\
         cosine_with_zero_mean,cosine_without_zero_mean,cosine_of_the_batch,lowest_eigenvalue_s,highest_eigenvalue_s\n";

    /// Refuses another experiment, cells or seeds twice or out of order, a run with another number of measurements, more
    /// images right than there are.
    fn check(&self) -> Result<(), JsonError> {
        if self.experiment != EXPERIMENT {
            return Err(misfit("experiment", format!("{:?}", self.experiment), format!("{EXPERIMENT:?}")));
        }
        let epochs = self.settings.measured_epochs();
        if self.epochs != epochs {
            return Err(misfit("epochs", format!("{:?}", self.epochs), format!("{epochs:?}")));
        }
        let order = |cell: &CellRuns| Cell::all().iter().position(|other| *other == cell.cell);
        if let Some(pair) = self.cells.windows(2).find(|pair| order(&pair[0]) >= order(&pair[1])) {
            let expected = format!("cells once each and in the order of the experiment, not after {}", pair[0].cell);
            return Err(misfit("cells", pair[1].cell, expected));
        }
        for CellRuns { cell, runs } in &self.cells {
            if let Some(pair) = runs.windows(2).find(|pair| pair[0].seed >= pair[1].seed) {
                let found = format!("seed {} after {}", pair[1].seed, pair[0].seed);
                return Err(misfit(format!("cells.{cell}"), found, "increasing seeds"));
            }
            for run in runs {
                let key = format!("cells.{cell}, seed {}", run.seed);
                let measured = run.spectrum.iter().chain(run.quantities.values());
                let series = measured.filter(|measure| !measure.is_empty()).map(|measure| measure.0.len());
                let mut lengths = series.chain([run.correct.len()]);
                if let Some(found) = lengths.find(|length| *length != epochs.len()) {
                    return Err(misfit(key, format!("{found} measurements"), format!("{} everywhere", epochs.len())));
                }
                if let Some(most) = run.correct.iter().find(|correct| **correct > self.test_images) {
                    return Err(misfit(key, format!("{most} images right"), format!("at most {}", self.test_images)));
                }
            }
        }
        Ok(())
    }

    /// One measurement a line. A field without a number is empty.
    fn csv(&self) -> String {
        let mut text = String::from(Self::CSV_HEADER);
        for CellRuns { cell, runs } in &self.cells {
            for run in runs {
                for (place, epoch) in self.epochs.iter().enumerate() {
                    let shown = |quantity| run.at(quantity, place).map_or(String::new(), |x| x.to_string());
                    let share = self.accuracy(run, place).to_string();
                    let mut fields = vec![cell.to_string(), run.seed.to_string(), epoch.to_string(), share];
                    fields.extend(Quantity::ALL.map(shown));
                    text.push_str(&fields.join(","));
                    text.push('\n');
                }
            }
        }
        text
    }
}

/// A number as it is recorded, to three significant digits; none where it is not finite.
pub(super) fn recorded(x: f64) -> Option<f64> {
    if !x.is_finite() {
        return None;
    }
    format!("{x:.*e}", DIGITS - 1).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn results() -> DigitResults {
        let mut results = DigitResults::new(Settings { epochs: 1, ..Settings::default() }, 0.01, (3, 5), 1);
        for (name, seed) in [("simclr", 1), ("bn-normal-normal+predictor", 2), ("bn-normal-normal+predictor", 1)] {
            let variance = Series::recorded([Some(0.5), None]);
            let quantities = [(Quantity::Variance, variance)].into();
            let run = Run { seed, correct: vec![1, 5], quantities, ..Run::default() };
            results.insert(name.parse().unwrap(), run);
        }
        results
    }

    #[test]
    fn results_survive_the_file_in_one_order() {
        let results = results();
        assert_eq!(DigitResults::read("f", &results.write()), Ok(results.clone()));
        let order: Vec<_> = results.cells.iter().map(|c| (c.cell.to_string(), c.runs.len(), c.runs[0].seed)).collect();
        assert_eq!(order, [("bn-normal-normal+predictor".to_string(), 2, 1), ("simclr".to_string(), 1, 1)]);
        assert_eq!(results.count(), 3);
    }

    #[test]
    fn the_csv_has_a_line_for_every_measurement() {
        let csv = results().csv();
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(lines.len(), 1 + 3 * 2);
        assert_eq!(lines[1], "bn-normal-normal+predictor,1,0,0.2,0.5,,,,,,,,");
        assert!(lines.iter().all(|line| line.split(',').count() == 13));
    }

    #[test]
    fn files_that_do_not_fit_together_are_refused() {
        let text = results().write();
        let refused = |from: &str, to: &str| {
            assert!(text.contains(from), "{from}");
            DigitResults::read("f", &text.replacen(from, to, 1)).unwrap_err().to_string()
        };
        assert!(refused("\"byol\"", "\"hltm\"").starts_with("f: experiment: found \"hltm\""));
        assert!(refused("\"correct\": [1, 5]", "\"correct\": [1, 6]").contains("found 6 images right"));
        assert!(refused("\"correct\": [1, 5]", "\"correct\": [1]").contains("found 1 measurements, expected 2"));
        assert!(refused("[0.5, null]", "[0.5]").contains("found 1 measurements, expected 2"));
        assert!(refused("\"seed\": 1", "\"seed\": 2").contains("found seed 2 after 2, expected increasing seeds"));
        assert!(refused("simclr", "bn-normal-normal+predictor").contains("expected cells once each"));
        assert!(refused("variance", "variation").contains("variation"));
        assert!(refused("simclr", "simsiam").contains("cell: found \"simsiam\""));
        assert!(refused("\"epochs\": 1", "\"epochs\": 3").contains("epochs: found [0, 1]"));
    }

    #[test]
    fn a_number_is_recorded_to_three_digits() {
        assert_eq!(recorded(0.012_345), Some(0.0123));
        assert_eq!(recorded(-1.0), Some(-1.0));
        assert_eq!(recorded(0.0), Some(0.0));
        assert_eq!(recorded(f64::NAN), None);
        assert_eq!(recorded(f64::INFINITY), None);
        assert_eq!(Series::recorded([Some(f64::NAN), None]), Series::default());
        let series = Series::recorded([Some(1.0), None]);
        assert_eq!((series.at(0), series.at(1), series.at(2)), (Some(1.0), None, None));
    }
}
