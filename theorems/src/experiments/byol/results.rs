//! What the runs found, as data: the file `byol.json`, and its numbers as CSV.

use super::cell::Cell;
use super::settings::Settings;
use dualproof::json::{self, JsonError};
use serde::{Deserialize, Serialize};

/// The name of the experiment in its files.
const EXPERIMENT: &str = "byol";

/// Significant digits of a recorded measure, beyond which runs on two processors differ anyway.
const DIGITS: usize = 3;

/// One measure of a run at each of the results' epochs in turn: `null` where there is no number, as where the run had
/// diverged. Without any number it is empty, as where the theory does not speak of the cell.
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

/// What was measured of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// The seed of weights, order and views.
    pub seed: u64,
    /// The step whose loss was no finite number, where there is one: from there on the run counts as guessing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diverged: Option<u64>,
    /// Test images that the linear probe gets right.
    pub correct: Vec<usize>,
    /// tr V_x\[F̄\] of the output.
    #[serde(default, skip_serializing_if = "Series::is_empty")]
    pub variance: Series,
    /// Effective rank of V_x\[F̄\].
    #[serde(default, skip_serializing_if = "Series::is_empty")]
    pub rank: Series,
    /// ‖M S Mᵀ w‖ over all layers.
    #[serde(default, skip_serializing_if = "Series::is_empty")]
    pub implicit: Series,
    /// ‖∇r‖ over all layers.
    #[serde(default, skip_serializing_if = "Series::is_empty")]
    pub update: Series,
    /// Cosine of −∇r with the predicted operator, with zero-mean.
    #[serde(default, skip_serializing_if = "Series::is_empty")]
    pub with_zero_mean: Series,
    /// The same without.
    #[serde(default, skip_serializing_if = "Series::is_empty")]
    pub without_zero_mean: Series,
    /// The smallest eigenvalue of sym(S); empty without predictor, where S is 0.
    #[serde(default, skip_serializing_if = "Series::is_empty")]
    pub lowest_s: Series,
    /// The largest.
    #[serde(default, skip_serializing_if = "Series::is_empty")]
    pub highest_s: Series,
    /// The largest eigenvalues of V_x\[f̄_{L−1}\], those of the covariance operator of the top layer; kept for the
    /// cells whose spectrum is drawn.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spectrum: Vec<Series>,
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
pub struct Results {
    /// `byol`.
    pub experiment: String,
    /// Their settings.
    pub settings: Settings,
    /// λ of the probe, in units of the mean eigenvalue.
    pub ridge: f64,
    /// Images that are learnt from.
    pub train_images: usize,
    /// Images that are judged on.
    pub test_images: usize,
    /// Test images that the most frequent training digit gets right.
    pub guessed: usize,
    /// The epochs before which runs are measured; the last one is the end.
    pub epochs: Vec<u64>,
    /// Are runs missing because the experiment was interrupted?
    pub interrupted: bool,
    /// The runs.
    pub cells: Vec<CellRuns>,
}

/// A file of results that is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResultsError {
    /// It does not read.
    #[error("{file}: {error}")]
    Malformed {
        /// The file.
        file: String,
        /// Where, and what.
        error: JsonError,
    },
    /// It reads, but does not fit together.
    #[error("{file}: {key}: found {found}, expected {expected}")]
    Inconsistent {
        /// The file.
        file: String,
        /// What in it.
        key: String,
        /// What is there.
        found: String,
        /// What should be.
        expected: String,
    },
}

impl Results {
    /// The first line of the numbers.
    pub const CSV_HEADER: &str = "cell,seed,epoch,accuracy,variance,effective_rank,implicit_term_norm,update_norm,\
         cosine_with_zero_mean,cosine_without_zero_mean,lowest_eigenvalue_s,highest_eigenvalue_s\n";

    /// Results without a run.
    pub fn new(settings: Settings, ridge: f64, images: (usize, usize), guessed: usize) -> Self {
        Results {
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

    /// Reads the text of a file.
    ///
    /// # Errors
    /// [`ResultsError`] where it is not a document of this kind, or does not fit together: another experiment, cells
    /// or seeds twice or out of order, a run with another number of measurements, more images right than there are.
    pub fn read(file: &str, text: &str) -> Result<Self, ResultsError> {
        let results: Results =
            json::read(text).map_err(|error| ResultsError::Malformed { file: file.to_string(), error })?;
        let refuse = |key: String, found: String, expected: String| {
            Err(ResultsError::Inconsistent { file: file.to_string(), key, found, expected })
        };
        if results.experiment != EXPERIMENT {
            return refuse("experiment".into(), format!("{:?}", results.experiment), format!("{EXPERIMENT:?}"));
        }
        let epochs = results.settings.measured_epochs();
        if results.epochs != epochs {
            return refuse("epochs".into(), format!("{:?}", results.epochs), format!("{epochs:?}"));
        }
        let order = |cell: &CellRuns| Cell::all().iter().position(|other| *other == cell.cell);
        if let Some(pair) = results.cells.windows(2).find(|pair| order(&pair[0]) >= order(&pair[1])) {
            let expected = format!("cells once each and in the order of the experiment, not after {}", pair[0].cell);
            return refuse("cells".into(), pair[1].cell.to_string(), expected);
        }
        for CellRuns { cell, runs } in &results.cells {
            if let Some(pair) = runs.windows(2).find(|pair| pair[0].seed >= pair[1].seed) {
                let found = format!("seed {} after {}", pair[1].seed, pair[0].seed);
                return refuse(format!("cells.{cell}"), found, "increasing seeds".into());
            }
            for run in runs {
                let key = format!("cells.{cell}, seed {}", run.seed);
                let mut measured: Vec<&Series> = run.spectrum.iter().collect();
                measured.extend([
                    &run.variance,
                    &run.rank,
                    &run.implicit,
                    &run.update,
                    &run.with_zero_mean,
                    &run.without_zero_mean,
                    &run.lowest_s,
                    &run.highest_s,
                ]);
                let series = measured.iter().filter(|measure| !measure.is_empty()).map(|measure| measure.0.len());
                let mut lengths = series.chain([run.correct.len()]);
                if let Some(found) = lengths.find(|length| *length != epochs.len()) {
                    return refuse(key, format!("{found} measurements"), format!("{} everywhere", epochs.len()));
                }
                if let Some(most) = run.correct.iter().find(|correct| **correct > results.test_images) {
                    return refuse(key, format!("{most} images right"), format!("at most {}", results.test_images));
                }
            }
        }
        Ok(results)
    }

    /// The text of the file.
    pub fn write(&self) -> String {
        json::write(self)
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

    /// Every measurement of every run, one a line, with a header. A field without a number is empty.
    pub fn csv(&self) -> String {
        let mut text = String::from(Results::CSV_HEADER);
        for CellRuns { cell, runs } in &self.cells {
            for run in runs {
                for (place, epoch) in self.epochs.iter().enumerate() {
                    let shown = |measure: &Series| measure.at(place).map_or(String::new(), |x| x.to_string());
                    let fields = [
                        cell.to_string(),
                        run.seed.to_string(),
                        epoch.to_string(),
                        self.accuracy(run, place).to_string(),
                        shown(&run.variance),
                        shown(&run.rank),
                        shown(&run.implicit),
                        shown(&run.update),
                        shown(&run.with_zero_mean),
                        shown(&run.without_zero_mean),
                        shown(&run.lowest_s),
                        shown(&run.highest_s),
                    ];
                    text.push_str(&fields.join(","));
                    text.push('\n');
                }
            }
        }
        text
    }
}

/// A number as it is recorded, to three significant digits; none where it is not finite.
fn recorded(x: f64) -> Option<f64> {
    if !x.is_finite() {
        return None;
    }
    format!("{x:.*e}", DIGITS - 1).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn results() -> Results {
        let mut results = Results::new(Settings { epochs: 1, ..Settings::default() }, 0.01, (3, 5), 1);
        for (name, seed) in [("simclr", 1), ("bn-normal-normal+predictor", 2), ("bn-normal-normal+predictor", 1)] {
            let variance = Series::recorded([Some(0.5), None]);
            let run = Run { seed, correct: vec![1, 5], variance, ..Run::default() };
            results.insert(name.parse().unwrap(), run);
        }
        results
    }

    #[test]
    fn results_survive_the_file_in_one_order() {
        let results = results();
        assert_eq!(Results::read("f", &results.write()), Ok(results.clone()));
        let order: Vec<_> = results.cells.iter().map(|c| (c.cell.to_string(), c.runs.len(), c.runs[0].seed)).collect();
        assert_eq!(order, [("bn-normal-normal+predictor".to_string(), 2, 1), ("simclr".to_string(), 1, 1)]);
        assert_eq!(results.count(), 3);
    }

    #[test]
    fn the_csv_has_a_line_for_every_measurement() {
        let csv = results().csv();
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(lines.len(), 1 + 3 * 2);
        assert_eq!(lines[1], "bn-normal-normal+predictor,1,0,0.2,0.5,,,,,,,");
        assert!(lines.iter().all(|line| line.split(',').count() == 12));
    }

    #[test]
    fn files_that_do_not_fit_together_are_refused() {
        let text = results().write();
        let refused = |from: &str, to: &str| {
            assert!(text.contains(from), "{from}");
            Results::read("f", &text.replacen(from, to, 1)).unwrap_err().to_string()
        };
        assert!(refused("\"byol\"", "\"hltm\"").starts_with("f: experiment: found \"hltm\""));
        assert!(refused("\"correct\": [1, 5]", "\"correct\": [1, 6]").contains("found 6 images right"));
        assert!(refused("\"correct\": [1, 5]", "\"correct\": [1]").contains("found 1 measurements, expected 2"));
        assert!(refused("[0.5, null]", "[0.5]").contains("found 1 measurements, expected 2"));
        assert!(refused("\"seed\": 1", "\"seed\": 2").contains("found seed 2 after 2, expected increasing seeds"));
        assert!(refused("simclr", "bn-normal-normal+predictor").contains("expected cells once each"));
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
