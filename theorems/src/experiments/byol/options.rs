//! The options of `train byol`, and the plan of runs that they make.

use super::ByolError;
use super::ablation::protocol;
use super::cell::{Cell, UnknownCell};
use super::settings::Settings;
use super::split::Split;
use crate::experiments::band::FEWEST;
use crate::experiments::folder::save_every;
use dualproof::train::ArchitectureError;
use std::path::PathBuf;
use std::time::Duration;

/// BYOL on digits with and without batch normalisation, predictor and moving average: what collapses, what learns?
#[derive(Clone, Debug, clap::Args)]
pub struct ByolArgs {
    /// quick: every cell from 3 seeds, about a minute, which decides nothing; full: the 16 seeds of the protocol for
    /// the cells that it names, 6 for the others, about three minutes on two cores
    #[arg(long, value_name = "quick|full", default_value = "quick")]
    pub preset: String,
    /// Seeds 1 to N of every cell, instead of the preset's
    #[arg(long, value_name = "N")]
    pub seeds: Option<u64>,
    /// Only these cells, such as bn-normal-normal+predictor+ema, group or simclr
    #[arg(long, value_name = "CELL", value_delimiter = ',')]
    pub cells: Vec<String>,
    /// Passes over the training images
    #[arg(long, value_name = "N")]
    pub epochs: Option<u64>,
    /// Images a batch, two views of each
    #[arg(long, value_name = "N")]
    pub batch: Option<usize>,
    /// Learning rate at the first step
    #[arg(long, value_name = "R", allow_negative_numbers = true)]
    pub rate: Option<f64>,
    /// Momentum of the descent
    #[arg(long, value_name = "M", allow_negative_numbers = true)]
    pub momentum: Option<f64>,
    /// Weight decay
    #[arg(long, value_name = "D", allow_negative_numbers = true)]
    pub weight_decay: Option<f64>,
    /// What the target keeps of itself at a step, where it is a moving average
    #[arg(long, value_name = "M", allow_negative_numbers = true)]
    pub ema: Option<f64>,
    /// Views are shifted by up to so many pixels
    #[arg(long, value_name = "PIXELS")]
    pub shift: Option<usize>,
    /// Standard deviation of the noise on a view's pixels, in units of the brightest pixel
    #[arg(long, value_name = "S", allow_negative_numbers = true)]
    pub noise: Option<f64>,
    /// SimCLR's temperature
    #[arg(long, value_name = "T", allow_negative_numbers = true)]
    pub temperature: Option<f64>,
    /// Directory for results, tables, pictures and the page
    #[arg(long, value_name = "DIR", default_value = "train-byol")]
    pub out: PathBuf,
    /// Continue the run that was stopped in the directory, or take only the runs that its results do not have; where
    /// there is none, say so and begin one
    #[arg(long)]
    pub resume: bool,
    /// Write results and the states of trainings under way every so many seconds: what a kill -9 loses at most
    #[arg(long, value_name = "SECONDS", default_value = "20", value_parser = save_every)]
    pub save_every: Duration,
    /// Print one JSON document instead of the tables
    #[arg(long)]
    pub json: bool,
}

/// An option that means nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OptionsError {
    /// No such preset.
    #[error("--preset: found {found:?}, expected quick or full")]
    Preset {
        /// The name.
        found: String,
    },
    /// No such cell.
    #[error("--cells: {0}")]
    Cell(#[from] UnknownCell),
    /// No seed, or a day's worth of them.
    #[error("--seeds: found {found}, expected 1 to {MOST_SEEDS}")]
    Seeds {
        /// The number.
        found: u64,
    },
}

/// Seeds of a cell: of the protocol's cells, and of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Seeds {
    named: u64,
    others: u64,
}

/// Seeds of a cell beyond this are a mistake of the user's, not an experiment.
const MOST_SEEDS: u64 = 1000;

/// The quick preset's seeds of every cell.
const QUICK_SEEDS: u64 = 3;

/// The full preset's seeds of cells that the protocol does not name: the fewest whose range contains the median with
/// 95 %.
const OTHER_SEEDS: u64 = FEWEST as u64;

/// The runs of an experiment.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Plan {
    /// The settings of all of them.
    pub(super) settings: Settings,
    /// Each run's cell and seed.
    pub(super) runs: Vec<(Cell, u64)>,
}

impl ByolArgs {
    /// The plan.
    ///
    /// # Errors
    /// [`ByolError`] where an option means nothing, a setting is out of its range, or a cell cannot take the batch.
    pub(super) fn plan(&self, split: &Split) -> Result<Plan, ByolError> {
        let named = protocol().seeds;
        let preset = match self.preset.as_str() {
            "quick" => Seeds { named: QUICK_SEEDS, others: QUICK_SEEDS },
            "full" => Seeds { named, others: OTHER_SEEDS },
            _ => return Err(OptionsError::Preset { found: self.preset.clone() }.into()),
        };
        let seeds = self.seeds.map_or(preset, |seeds| Seeds { named: seeds, others: seeds });
        if seeds.named == 0 || seeds.named > MOST_SEEDS {
            return Err(OptionsError::Seeds { found: seeds.named }.into());
        }
        let settings = self.settings();
        settings.validate(split.train.labels.len(), split.shape)?;
        let cells = match self.cells.is_empty() {
            true => Cell::all(),
            false => {
                self.cells.iter().map(|name| name.parse()).collect::<Result<_, _>>().map_err(OptionsError::Cell)?
            }
        };
        let claimed = protocol().cells();
        let mut runs = Vec::new();
        for cell in cells {
            let architecture = cell.architecture(split.train.pixels.ncols());
            architecture.validate_batch(settings.batch).map_err(|error: ArchitectureError| ByolError::Batch(error))?;
            let count = if claimed.contains(&cell) { seeds.named } else { seeds.others };
            runs.extend((1..=count).map(|seed| (cell, seed)).filter(|run| !runs.contains(run)).collect::<Vec<_>>());
        }
        Ok(Plan { settings, runs })
    }

    fn settings(&self) -> Settings {
        let usual = Settings::default();
        Settings {
            epochs: self.epochs.unwrap_or(usual.epochs),
            batch: self.batch.unwrap_or(usual.batch),
            rate: self.rate.unwrap_or(usual.rate),
            momentum: self.momentum.unwrap_or(usual.momentum),
            weight_decay: self.weight_decay.unwrap_or(usual.weight_decay),
            ema: self.ema.unwrap_or(usual.ema),
            shift: self.shift.unwrap_or(usual.shift),
            noise: self.noise.unwrap_or(usual.noise),
            temperature: self.temperature.unwrap_or(usual.temperature),
        }
    }
}
