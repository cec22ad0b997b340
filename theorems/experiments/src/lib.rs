//! The paper's experiments: trainings whose outcome is compared with a protocol that was written down before.
//!
//! | what | where |
//! |---|---|
//! | what an experiment is, and how one is made: options, folder, document, page | [`experiment`], [`folder`], [`error`] |
//! | trainings: many at once, resumed, stopped, shown | [`training`] |
//! | what is claimed before the run, and the sign test that decides it | [`protocol`] |
//! | how results are shown: medians with intervals, tables, pictures, one page | [`band`], [`sheet`], [`picture`], [`page`] |
//! | setting, learner and measures of each experiment | [`hltm`], [`byol`] |
//! | the recorded runs in the ledger | [`recorded`] |
//!
//! # A run
//!
//! ```
//! use dualproof::train::Watch;
//! use dualproof_experiments::hltm::{Extent, Setting, run_one};
//! use dualproof_experiments::training::Training;
//! let setting = Setting { samples: 1280, epochs: 1, ..Setting::stated(2, 3) };
//! let watch = Watch::default();
//! let run = run_one(&setting, 1, Extent::Units, &Training::unsaved(&watch))?.expect("nobody stopped it");
//! assert_eq!((run.epochs.len(), watch.steps()), (2, 10)); // measured before and after the epoch of 10 batches
//! assert!(run.correlation(2, 1).is_some_and(|correlation| correlation <= 1.0));
//! # Ok::<(), dualproof_experiments::error::ExperimentError>(())
//! ```

pub mod axis;
pub mod band;
pub mod byol;
pub mod error;
pub mod experiment;
pub mod folder;
pub mod hltm;
mod lock;
pub mod page;
pub mod picture;
pub mod protocol;
pub mod recorded;
pub mod sheet;
mod svg;
pub mod training;

use dualproof::cli::Extra;
use error::ExperimentError;
use experiment::{Shown, run};

/// Train networks as the paper's experiments do, and compare the outcome with a protocol stated before
#[derive(Clone, Debug, clap::Args)]
pub struct TrainArgs {
    /// The experiment
    #[command(subcommand)]
    pub experiment: Arguments,
}

/// The experiments.
#[derive(Clone, Debug, clap::Subcommand)]
pub enum Arguments {
    /// SimCLR on latent trees: do features of the hidden causes emerge, level by level?
    Hltm(hltm::HltmArgs),
    /// BYOL on digits with and without batch normalisation, predictor and moving average: what collapses, what learns?
    Byol(byol::ByolArgs),
}

/// The experiments whose results one page shows, in its order.
const ALL: [Shown; 2] = [Shown::of::<hltm::TreeResults>(), Shown::of::<byol::results::DigitResults>()];

/// The command `train` for the toolkit's command line.
pub fn command() -> Extra {
    Extra::new("train", |args: TrainArgs| {
        let answer = match &args.experiment {
            Arguments::Hltm(args) => hltm::TreePlan::of(args).and_then(|plan| run(plan, &args.keep, &ALL)),
            Arguments::Byol(args) => byol::DigitPlan::of(args).and_then(|plan| run(plan, &args.keep, &ALL)),
        };
        answer.map_err(ExperimentError::for_command)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use byol::results::DigitResults;
    use experiment::{Paged, Results};
    use folder::{Kind, RunFolder};

    #[test]
    fn the_page_has_what_is_there_and_says_what_cannot_be_read() {
        let root = tempfile::TempDir::new().unwrap();
        let kind = Kind { name: "byol", is_own: |_, _| true };
        let folder = RunFolder::open(root.path(), kind, false).unwrap();
        let contents = || ALL.iter().filter_map(|shown| shown.content(&folder)).collect::<Vec<_>>();
        assert_eq!(contents(), []);
        let recorded = include_str!("../results/byol.json");
        std::fs::write(root.path().join("byol.json"), recorded).unwrap();
        let alone = contents();
        let results = DigitResults::read("byol.json", recorded).unwrap();
        assert_eq!(alone, [(results.headline(), results.sections())]);
        std::fs::write(root.path().join("hltm.json"), "{").unwrap();
        let both = contents();
        assert_eq!(both[0].1[0].heading, "hltm.json: results that cannot be read");
        assert_eq!(both[1..], alone);
    }
}
