//! The options of `train byol`, and the plan of runs that they make.

use super::ablation::protocol;
use super::bench::{missing, take};
use super::cell::{Cell, UnknownCell};
use super::pictures;
use super::probe::{Ridge, correct_by_guessing};
use super::results::DigitResults;
use super::settings::Settings;
use super::split::Split;
use crate::band::FEWEST;
use crate::error::{ExperimentError, OptionError, ResultsError, misfit};
use crate::experiment::{Experiment, Keep, Results, Taken, expect_seeds};
use crate::folder::RunFolder;
use crate::training::Kept;
use dualproof::train::Watch;

/// BYOL on digits with and without batch normalisation, predictor and moving average: what collapses, what learns?
#[derive(Clone, Debug, clap::Args)]
pub struct ByolArgs {
    /// quick: every cell from seeds 1 to 3, about a minute, which decides nothing; full: the seeds of the protocol for the cells
    /// that it names, 6 for the others, about a quarter of an hour on two cores
    #[arg(long, value_name = "quick|full", default_value = "quick")]
    pub preset: String,
    /// Seeds 1 to N of every cell, instead of the preset's
    #[arg(long, value_name = "N")]
    pub seeds: Option<u64>,
    /// Only these cells, such as bn-normal-normal+predictor+ema, group or simclr
    #[arg(long, value_name = "CELL", value_delimiter = ',')]
    pub cells: Vec<String>,
    /// The settings of every run.
    #[command(flatten)]
    pub settings: Settings,
    /// Where results are kept.
    #[command(flatten)]
    pub keep: Keep,
}

/// The quick preset's seeds of every cell.
const QUICK_SEEDS: u64 = 3;

/// The full preset's seeds of cells that the protocol does not name: the fewest whose range contains the median with
/// 95 %.
const OTHER_SEEDS: u64 = FEWEST as u64;

/// The runs of an experiment, finished or not.
#[derive(Clone, Debug)]
pub struct DigitPlan {
    split: Split,
    /// Each run's cell and seed.
    runs: Vec<(Cell, u64)>,
    results: DigitResults,
}

impl DigitPlan {
    /// What the arguments ask for.
    ///
    /// # Errors
    /// [`ExperimentError`] where an option or a setting is out of its range, or a cell cannot take the batch.
    pub fn of(args: &ByolArgs) -> Result<Self, ExperimentError> {
        let (split, design) = (Split::digits(), &protocol().design);
        let is_full = match args.preset.as_str() {
            "quick" => false,
            "full" => true,
            other => return Err(OptionError::unknown("preset", other, "quick or full").into()),
        };
        if let Some(seeds) = args.seeds {
            expect_seeds(seeds)?;
        }
        let seeds_of = |cell: Cell| match args.seeds {
            Some(seeds) => 1..seeds + 1,
            None if !is_full => 1..QUICK_SEEDS + 1,
            None => Some(design.seeds_of(cell)).filter(|own| !own.is_empty()).unwrap_or(design.seeds_from(OTHER_SEEDS)),
        };
        let (settings, images) = (args.settings, split.train.labels.len());
        settings.validate(images, split.shape)?;
        let unknown = |name: &String| OptionError::unknown("cells", name, UnknownCell::EXPECTED);
        let named = |name: &String| name.parse().map_err(|_| unknown(name));
        let cells = match args.cells.is_empty() {
            true => Cell::all(),
            false => args.cells.iter().map(named).collect::<Result<_, _>>()?,
        };
        let mut runs = Vec::new();
        for cell in cells {
            let fits = cell.architecture(split.train.pixels.ncols()).validate_batch(settings.batch).is_ok();
            let expected = format!("at least 2, as {cell} normalises over the batch");
            OptionError::unless(fits, "batch", settings.batch, expected)?;
            runs.extend(seeds_of(cell).map(|seed| (cell, seed)).filter(|run| !runs.contains(run)).collect::<Vec<_>>());
        }
        let ridge = Ridge::chosen_on_pixels(&split.train).relative;
        let guessed = correct_by_guessing(&split.train, &split.test);
        let results = DigitResults::new(settings, ridge, (images, split.test.labels.len()), guessed);
        Ok(DigitPlan { split, runs, results })
    }
}

impl Experiment for DigitPlan {
    type Results = DigitResults;

    fn resume(&mut self, folder: &RunFolder) -> Result<(), ExperimentError> {
        let file = folder.path(&folder.document());
        let Some(text) = folder.read(&folder.document())? else { return Ok(()) };
        let results = DigitResults::read(&file, &text)?;
        if results.settings != self.results.settings {
            let expected = "the ones asked for; leave out --resume, or name another directory";
            return Err(ResultsError::of(&file, misfit("settings", "those of another run", expected)).into());
        }
        self.results = results;
        Ok(())
    }

    fn steps(&self) -> u64 {
        missing(&self.results, &self.runs).len() as u64 * self.results.settings.steps(self.split.train.labels.len())
    }

    fn take(&mut self, kept: Option<Kept<'_>>, watch: &Watch) -> Result<Taken<DigitResults>, ExperimentError> {
        let mut results = self.results.clone();
        take(&mut results, &self.split, &self.runs, &pictures::spectra(), watch, kept)?;
        Ok(if results.interrupted { Taken::Stopped(Some(results)) } else { Taken::Whole(results) })
    }
}
