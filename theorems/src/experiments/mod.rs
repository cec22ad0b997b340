//! The paper's experiments: trainings whose outcome is held against a protocol that was written down before.

pub mod axis;
pub mod band;
pub mod byol;
pub mod folder;
pub mod hltm;
mod lock;
pub mod overview;
pub mod page;
pub mod picture;
pub mod recorded;
pub mod sheet;
mod svg;

use byol::ByolError;
use dualproof::cli::{Extra, ExtraError};
use hltm::HltmError;

/// Train networks as the paper's experiments do, and hold the outcome against a protocol stated before
#[derive(Clone, Debug, clap::Args)]
pub struct TrainArgs {
    /// Which experiment
    #[command(subcommand)]
    pub experiment: Experiment,
}

/// The experiments.
#[derive(Clone, Debug, clap::Subcommand)]
pub enum Experiment {
    /// SimCLR on latent trees: do features of the hidden causes emerge, level by level?
    Hltm(hltm::HltmArgs),
    /// BYOL on digits with and without batch normalisation, predictor and moving average: what collapses, what learns?
    Byol(byol::ByolArgs),
}

/// The command `train` for the toolkit's command line.
pub fn command() -> Extra {
    Extra::new("train", |args: TrainArgs| match args.experiment {
        Experiment::Hltm(args) => hltm::run(&args).map_err(|error| match error {
            // The command line prints the answer that is there all the same.
            HltmError::Unsaved(unsaved) => ExtraError::from(unsaved),
            error => ExtraError::from(error),
        }),
        Experiment::Byol(args) => byol::run(&args).map_err(|error| match error {
            ByolError::Unsaved(unsaved) => ExtraError::from(unsaved),
            error => ExtraError::from(error),
        }),
    })
}
