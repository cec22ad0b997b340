//! A plan carried out: all runs on all cores, results as one document, everything on disk.

use super::agreement::{self, COMPARED};
use super::options::{HltmArgs, Plan, Planned, SIMPLE, compatible_name, stated_name};
use super::protocol::{decide, verdict};
use super::record::{RunError, RunRecord, run as run_one};
use super::results::{Cell, Results};
use super::setting::SettingError;
use super::{pictures, report};
use crate::experiments::folder::{Folder, FolderError, Kind};
use crate::experiments::overview::{self, PAGE};
use dualproof::cli::{Answer, Unsaved};
use dualproof::json;
use dualproof::record::Verdict;
use dualproof::train::{Watch, attended};
use rayon::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// Why an experiment was not made.
#[derive(Debug, thiserror::Error)]
pub enum HltmError {
    /// Options that cannot be.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// A run that could not be made.
    #[error(transparent)]
    Run(#[from] RunError),
    /// A folder that cannot be worked in.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// An answer that could not be written.
    #[error(transparent)]
    Unsaved(Unsaved),
}

/// The experiment as its files know it.
pub const KIND: Kind = Kind { name: "hltm", is_own };

fn is_own(ending: &str, text: &str) -> bool {
    match ending {
        "json" => json::read::<Results>(text).is_ok(),
        "csv" => text.starts_with(Results::CSV_HEADER),
        _ => false,
    }
}

/// The document of results, and the list of its numbers.
pub const DOCUMENT: &str = "hltm.json";
const NUMBERS: &str = "hltm.csv";

/// What a run that was stopped says of itself.
#[derive(serde::Serialize)]
struct Stopped<'a> {
    interrupted: bool,
    steps: u64,
    steps_in_all: u64,
    resume: &'a str,
}

/// Makes the experiment that the arguments ask for.
///
/// # Errors
/// [`HltmError`], before anything runs where it can be told before.
pub fn run(args: &HltmArgs) -> Result<Answer, HltmError> {
    let plan = Plan::of(args)?;
    let folder = Folder::open(&args.out, KIND, args.resume)?;
    let steps = plan.cells.iter().map(|cell| cell.seeds.len() as u64 * cell.setting.steps()).sum();
    let watch = Arc::new(Watch::default());
    let runs = attended(&watch, steps, || execute(&plan, Some((&folder, args.save_every)), args.resume, &watch))?;
    let Some(runs) = runs else {
        let text = stopped(args, &folder, watch.steps(), steps);
        return Ok(Answer { text, exit: Verdict::Inconclusive.exit_code() });
    };
    let results = results(&plan, &runs);
    let text = match args.json {
        true => json::write(&results),
        false => {
            let out = args.out.display();
            let hint = "shows tables and pictures";
            format!(
                "{}\n{out}/{PAGE} {hint}; {out}/{DOCUMENT} and {NUMBERS} have the numbers\n",
                report::text(&results)
            )
        }
    };
    if let Err(error) = write(folder, &results) {
        return Err(HltmError::Unsaved(Unsaved { text, error: error.unwritable() }));
    }
    let of_agreement = results.agrees.map(|agrees| if agrees { Verdict::Holds } else { Verdict::Refuted });
    let worst = results.verdict.into_iter().chain(of_agreement).max();
    Ok(Answer { text, exit: worst.unwrap_or(Verdict::Holds).exit_code() })
}

/// Writes everything that can be told from results, which ends the run.
fn write(folder: Folder, results: &Results) -> Result<(), FolderError> {
    folder.write(DOCUMENT, &json::write(results))?;
    folder.write(NUMBERS, &results.csv())?;
    for picture in pictures::pictures(results) {
        folder.write(&format!("{}.svg", picture.name), &picture.svg)?;
    }
    overview::write(&folder)?;
    folder.end()
}

fn stopped(args: &HltmArgs, folder: &Folder, steps: u64, steps_in_all: u64) -> String {
    let resume = folder.command();
    match args.json {
        true => json::write(&Stopped { interrupted: true, steps, steps_in_all, resume }),
        false => format!(
            "stopped after {steps} of {steps_in_all} steps; all states are saved in {}; to go on:\n{resume}\n",
            args.out.display()
        ),
    }
}

/// All runs of a plan, cell by cell; `None` where the watch was stopped. Their states are kept in a folder, if one is
/// given, and written so often.
///
/// # Errors
/// The first error of a run.
pub fn execute(
    plan: &Plan,
    states: Option<(&Folder, Duration)>,
    resume: bool,
    watch: &Watch,
) -> Result<Option<Vec<Vec<RunRecord>>>, RunError> {
    let all: Vec<(usize, &Planned, u64)> = (0..)
        .zip(&plan.cells)
        .flat_map(|(index, cell)| cell.seeds.iter().map(move |seed| (index, cell, *seed)))
        .collect();
    let of = |(index, cell, seed): &(usize, &Planned, u64)| {
        let file = states.map(|(folder, every)| folder.state(&format!("{}-{seed}", cell.name), every));
        let record = run_one(&cell.setting, *seed, cell.extent, file.as_ref(), resume, watch);
        if record.is_err() {
            // The others need not go on: the answer will be this error.
            watch.stop();
        }
        record.map(|record| record.map(|record| (*index, record)))
    };
    let ended: Vec<Result<Option<(usize, RunRecord)>, RunError>> = all.par_iter().with_max_len(1).map(of).collect();
    let ended = ended.into_iter().collect::<Result<Vec<_>, RunError>>()?;
    let mut by_cell = vec![Vec::new(); plan.cells.len()];
    for end in ended {
        match end {
            Some((index, record)) => by_cell[index].push(record),
            None => return Ok(None),
        }
    }
    Ok(Some(by_cell))
}

/// The document of a plan's runs.
pub fn results(plan: &Plan, runs: &[Vec<RunRecord>]) -> Results {
    let named = |name: &str| {
        let index = plan.cells.iter().position(|cell| cell.name == name);
        index.map_or(&[] as &[RunRecord], |index| runs[index].as_slice())
    };
    let hypotheses = plan.design.map_or_else(Vec::new, |design| {
        let names: Vec<(usize, String)> = design.widths.iter().map(|hid| (*hid, stated_name(*hid))).collect();
        let widths: Vec<(usize, &[RunRecord])> = names.iter().map(|(hid, name)| (*hid, named(name))).collect();
        let own = stated_name(design.hid);
        decide(design, &[("nce", named(&own)), (SIMPLE, named(SIMPLE))], &widths)
    });
    let compared = |(depth, hid): (usize, usize)| agreement::compare(depth, hid, named(&compatible_name(depth, hid)));
    let agreement = if plan.design.is_some() { COMPARED.into_iter().flat_map(compared).collect() } else { Vec::new() };
    let cells = plan.cells.iter().zip(runs).map(|(cell, runs)| Cell::of(&cell.name, &cell.setting, runs)).collect();
    Results {
        tool: "dualproof".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        preset: plan.preset.into(),
        alpha: plan.design.map(|design| design.alpha),
        verdict: plan.design.map(|_| verdict(&hypotheses)),
        hypotheses,
        agrees: plan.design.map(|_| agreement::agrees(&agreement)),
        agreement,
        cells,
    }
}
