//! The plan of an experiment: settings with seeds, their runs, and the document of their results.

use super::agreement::{self, COMPARED};
use super::options::{Planned, SIMPLE, TreePlan, compatible_name, stated_name, untrained_name};
use super::protocol::{Runs, decide, verdict};
use super::record::{RunRecord, run as run_one};
use super::results::{Summary, TreeResults};
use crate::error::ExperimentError;
use crate::experiment::{Experiment, Taken};
use crate::training::{Kept, take};
use dualproof::train::Watch;

impl TreePlan {
    /// All runs, setting by setting; `None` where the watch was stopped.
    ///
    /// # Errors
    /// The first error of a run.
    pub fn runs(&self, kept: Option<Kept<'_>>, watch: &Watch) -> Result<Option<Vec<Vec<RunRecord>>>, ExperimentError> {
        let seeds = |planned: &'_ Planned| planned.seeds.clone().into_iter();
        let all: Vec<(&Planned, u64)> =
            self.cells.iter().flat_map(|planned| seeds(planned).map(move |seed| (planned, seed))).collect();
        let name = |(planned, seed): &(&Planned, u64)| format!("{}-{seed}", planned.name);
        let ended = take(&all, kept, watch, name, |(planned, seed), training| {
            run_one(&planned.setting, *seed, planned.extent, training)
        })?;
        let mut ended = ended.into_iter();
        Ok(self.cells.iter().map(|planned| ended.by_ref().take(planned.seeds.len()).collect()).collect())
    }

    /// The document of the plan's runs.
    pub fn results(&self, runs: &[Vec<RunRecord>]) -> TreeResults {
        let named = |name: &str| {
            let index = self.cells.iter().position(|planned| planned.name == name);
            index.map_or(&[] as &[RunRecord], |index| runs[index].as_slice())
        };
        let hypotheses = self.design.map_or_else(Vec::new, |design| {
            let at_widths = |name: &dyn Fn(usize) -> String| {
                let of_width = |hid: &usize| (*hid, named(&name(*hid)));
                design.widths.iter().map(of_width).collect::<Vec<(usize, &[RunRecord])>>()
            };
            let own = stated_name(design.hid);
            let untrained = design.untrained_seeds.map(|_| at_widths(&untrained_name));
            let runs = Runs {
                losses: &[("nce", named(&own)), (SIMPLE, named(SIMPLE))],
                widths: &at_widths(&stated_name),
                untrained: untrained.as_deref(),
            };
            decide(design, &runs)
        });
        let compared =
            |(depth, hid): (usize, usize)| agreement::compare(depth, hid, named(&compatible_name(depth, hid)));
        let agreement =
            if self.design.is_some() { COMPARED.into_iter().flat_map(compared).collect() } else { Vec::new() };
        let summary = |(planned, runs): (&Planned, &Vec<RunRecord>)| Summary::of(&planned.name, &planned.setting, runs);
        TreeResults {
            tool: "dualproof".into(),
            version: env!("CARGO_PKG_VERSION").into(),
            preset: self.preset.into(),
            alpha: self.design.map(|design| design.alpha),
            verdict: self.design.map(|_| verdict(&hypotheses)),
            hypotheses,
            agrees: self.design.map(|_| agreement::agrees(&agreement)),
            agreement,
            cells: self.cells.iter().zip(runs).map(summary).collect(),
        }
    }
}

impl Experiment for TreePlan {
    type Results = TreeResults;

    fn steps(&self) -> u64 {
        self.cells.iter().map(|planned| planned.seeds.len() as u64 * planned.setting.steps()).sum()
    }

    fn take(&mut self, kept: Option<Kept<'_>>, watch: &Watch) -> Result<Taken<TreeResults>, ExperimentError> {
        let runs = self.runs(kept, watch)?;
        Ok(runs.map_or(Taken::Stopped(None), |runs| Taken::Whole(self.results(&runs))))
    }
}
