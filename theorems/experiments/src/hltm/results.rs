//! The results of an experiment on latent trees, as one document.

use super::agreement::Comparison;
use super::growth::Growth;
use super::measures::Level;
use super::protocol::Outcome;
use super::record::RunRecord;
use super::setting::Setting;
use crate::error::misfit;
use crate::experiment::Results;
use crate::protocol::Decision;
use dualproof::json::JsonError;
use serde::{Deserialize, Serialize};

/// Below this correlation of the root's best unit at the end the root counts as dead: the network is a constant.
pub const DEAD: f64 = 0.05;

/// An experiment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TreeResults {
    /// The program.
    pub tool: String,
    /// Its version.
    pub version: String,
    /// `quick`, `full` or `own`.
    pub preset: String,
    /// α of the hypotheses; `None` for a run that tests no claim.
    pub alpha: Option<f64>,
    /// The verdict of the claim; `None` for a run that tests no claim.
    pub verdict: Option<Decision>,
    /// The effects of the protocol.
    pub hypotheses: Vec<Outcome>,
    /// Does the compatible setting agree with the authors' program? `None` where the two were not compared.
    pub agrees: Option<bool>,
    /// The comparisons.
    pub agreement: Vec<Comparison>,
    /// The settings that were run.
    pub cells: Vec<Summary>,
}

/// One setting with all its seeds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    /// The setting's name in file names.
    pub name: String,
    /// The setting.
    pub setting: Setting,
    /// The seeds.
    pub seeds: Vec<u64>,
    /// Seeds whose loss became infinite or NaN.
    pub diverged: Vec<u64>,
    /// Seeds whose root is dead at the end.
    pub dead: Vec<u64>,
    /// Best |correlation|, mean over a level's latents: epoch, level, seed.
    pub correlations: Vec<Vec<Vec<f64>>>,
    /// All measures, mean over seeds: epoch, level. Violations are summed.
    pub means: Vec<Vec<Level>>,
    /// Growth in the first steps, mean over seeds.
    pub growth: Vec<Growth>,
}

/// A number to five significant digits: further digits are sampling noise.
fn short(x: f64) -> f64 {
    format!("{x:.4e}").parse().unwrap_or(x)
}

impl Summary {
    /// The summary of a setting's runs.
    pub fn of(name: &str, setting: &Setting, runs: &[RunRecord]) -> Self {
        let complete: Vec<&RunRecord> = runs.iter().filter(|run| run.diverged.is_none()).collect();
        let (epochs, depth) = (setting.epochs as usize, setting.depth);
        let at =
            |epoch: usize, level: usize| complete.iter().filter_map(move |run| run.epochs.get(epoch)?.get(level - 1));
        let correlations =
            |epoch: usize, level: usize| at(epoch, level).map(|found| short(found.correlation)).collect();
        let mean = |epoch: usize, level: usize| Level::mean(level, &at(epoch, level).collect::<Vec<_>>(), short);
        let growth = |level: usize| {
            let own = complete.iter().filter_map(|run| run.growth.iter().find(|growth| growth.level == level));
            Growth::mean(level, &own.collect::<Vec<_>>(), short)
        };
        let seeds_where =
            |of: &dyn Fn(&RunRecord) -> bool| runs.iter().filter(|run| of(run)).map(|run| run.seed).collect();
        let is_dead = |run: &RunRecord| run.correlation(depth, epochs).is_some_and(|found| found < DEAD);
        let measured = if complete.is_empty() { 0 } else { epochs + 1 };
        Summary {
            name: name.into(),
            setting: setting.clone(),
            seeds: runs.iter().map(|run| run.seed).collect(),
            diverged: seeds_where(&|run| run.diverged.is_some()),
            dead: seeds_where(&is_dead),
            correlations: (0..measured).map(|e| (1..=depth).map(|l| correlations(e, l)).collect()).collect(),
            means: (0..measured).map(|e| (1..=depth).map(|l| mean(e, l)).collect()).collect(),
            growth: (1..=depth).filter_map(growth).collect(),
        }
    }

    /// The gains of a level over the training, one per seed.
    pub fn gains(&self, level: usize) -> Vec<f64> {
        match (self.correlations.first(), self.correlations.last()) {
            (Some(first), Some(last)) => {
                last[level - 1].iter().zip(&first[level - 1]).map(|(last, first)| last - first).collect()
            }
            _ => Vec::new(),
        }
    }
}

impl TreeResults {
    /// Has every table as many epochs, levels and seeds as its setting says? One read from a file may not.
    fn is_whole(&self) -> bool {
        self.cells.iter().all(|cell| {
            let (depth, seeds) = (cell.setting.depth, cell.seeds.len());
            let complete = seeds.checked_sub(cell.diverged.len());
            let of_seeds = |list: &Vec<f64>| Some(list.len()) == complete;
            let of_levels = |levels: &Vec<Vec<f64>>| levels.len() == depth && levels.iter().all(of_seeds);
            depth > 0
                && cell.means.len() == cell.correlations.len()
                && cell.means.iter().all(|levels| levels.len() == depth)
                && cell.correlations.iter().all(of_levels)
        })
    }
}

impl Results for TreeResults {
    const NAME: &'static str = "hltm";
    const KEEPS_STATES: bool = true;
    const CSV_HEADER: &'static str = "setting,depth,hid,epoch,level,seed,correlation\n";

    fn check(&self) -> Result<(), JsonError> {
        let (found, expected) = ("other numbers of epochs, levels or seeds", "those of their settings");
        if self.is_whole() { Ok(()) } else { Err(misfit("cells", found, expected)) }
    }

    /// One line per setting, epoch, level and seed.
    fn csv(&self) -> String {
        let mut text = String::from(Self::CSV_HEADER);
        for cell in &self.cells {
            let complete: Vec<u64> = cell.seeds.iter().copied().filter(|seed| !cell.diverged.contains(seed)).collect();
            for (epoch, levels) in cell.correlations.iter().enumerate() {
                for (level, list) in (1..).zip(levels) {
                    for (seed, x) in complete.iter().zip(list) {
                        let Setting { depth, hid, .. } = cell.setting;
                        text.push_str(&format!("{},{depth},{hid},{epoch},{level},{seed},{x}\n", cell.name));
                    }
                }
            }
        }
        text
    }
}
