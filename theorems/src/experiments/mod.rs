//! The paper's experiments: trainings whose outcome is held against a protocol that was written down before.

pub mod byol;
pub mod command_line;
pub mod folder;
pub mod hltm;
pub mod overview;
pub mod page;
pub mod picture;
pub mod recorded;
pub mod sheet;

use command_line::CommandLine;
use dualproof::cli::{Extra, ExtraError};

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
        Experiment::Hltm(args) => hltm::run(&args, &CommandLine::of_process()).map_err(ExtraError::from),
        Experiment::Byol(args) => byol::run(&args, &CommandLine::of_process()).map_err(ExtraError::from),
    })
}
