//! `dualproof train byol`: BYOL on real digits, with and without batch normalisation, predictor and moving average.
//!
//! Every cell of the experiment is trained from several seeds and measured over time: what a linear probe makes of
//! the encoder, whether the output collapses, how large the zero-mean's share of the update is, and how well the theory's
//! operator predicts the update. The claim `byol-ablation` is then judged by a protocol that was written before.

pub mod ablation;
pub mod augmentation;
pub mod baselines;
pub mod cell;
pub mod learner;
mod options;
pub mod pictures;
pub mod probe;
pub mod results;
pub mod run;
pub mod settings;
pub mod split;
pub mod spread;
pub mod tables;
pub mod theory;

pub use options::{ByolArgs, OptionsError};

use super::folder::{Folder, FolderError, Kind};
use super::overview::{self, PAGE};
use ablation::{Ablation, protocol};
use dualproof::cli::{Answer, Unsaved};
use dualproof::json;
use dualproof::record::Verdict;
use dualproof::train::{ArchitectureError, CheckpointError, Watch, attended};
use probe::{Ridge, correct_by_guessing};
use results::{Results, ResultsError};
use settings::SettingError;
use split::Split;
use std::sync::Arc;

/// The file of the results within the directory.
pub const DOCUMENT: &str = "byol.json";

/// The experiment as its files know it.
pub const KIND: Kind = Kind { name: "byol", is_own };

fn is_own(ending: &str, text: &str) -> bool {
    match ending {
        "json" => Results::read(DOCUMENT, text).is_ok(),
        "csv" => text.starts_with(Results::CSV_HEADER),
        "md" => text.starts_with(&tables::start_of_markdown()),
        _ => false,
    }
}

/// What keeps the experiment from being run, or its results from being written.
#[derive(Debug, thiserror::Error)]
pub enum ByolError {
    /// An option that means nothing.
    #[error(transparent)]
    Options(#[from] OptionsError),
    /// A setting out of its range.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// A batch that a cell cannot normalise over.
    #[error("--batch: {0}")]
    Batch(#[from] ArchitectureError),
    /// Results to resume from that are none.
    #[error(transparent)]
    Results(#[from] ResultsError),
    /// Results to resume from of another experiment.
    #[error("{file}: settings: found those of another run, expected the ones asked for; {hint}")]
    OtherSettings {
        /// The file.
        file: String,
        /// What to do.
        hint: &'static str,
    },
    /// A file that cannot be read.
    #[error("{file}: cannot read: {problem}")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system says.
        problem: String,
    },
    /// A state of a training that cannot be used.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// A folder that cannot be worked in.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// An answer that could not be written.
    #[error(transparent)]
    Unsaved(Unsaved),
}

/// The experiment's answer as one document.
#[derive(serde::Serialize)]
struct Document<'a> {
    verdict: Verdict,
    interrupted: bool,
    /// The command that goes on, where it was interrupted.
    #[serde(skip_serializing_if = "Option::is_none")]
    resume: Option<&'a str>,
    shortfall: &'a Option<String>,
    counter_findings: usize,
    consequences_found: usize,
    hypotheses: Vec<serde_json::Value>,
    results: &'a Results,
}

/// Runs what the arguments say, writes results and pictures, and answers with the tables. The exit code is that of the claim's verdict: 3 also where runs that its protocol asks for were not made,
/// as with the quick preset.
///
/// # Errors
/// [`ByolError`], before anything has run where it is one of usage.
pub fn run(args: &ByolArgs) -> Result<Answer, ByolError> {
    let split = Split::digits();
    let plan = args.plan(&split)?;
    let folder = Folder::open(&args.out, KIND, args.resume)?;
    let mut results = match args.resume {
        true => resumed(args, &plan)?,
        false => None,
    }
    .unwrap_or_else(|| {
        let ridge = Ridge::chosen_on_pixels(&split.train);
        let images = (split.train.labels.len(), split.test.labels.len());
        Results::new(plan.settings, ridge.relative, images, correct_by_guessing(&split.train, &split.test))
    });
    let watch = Arc::new(Watch::default());
    let missing = run::missing(&results, &plan.runs).len();
    let steps = missing as u64 * plan.settings.steps(split.train.labels.len());
    let spectra = pictures::spectra();
    let kept = run::Kept { folder: &folder, every: args.save_every, resume: args.resume };
    attended(&watch, steps, || run::take(&mut results, &split, &plan.runs, &spectra, &watch, Some(kept)))?;
    let ablation = protocol().judge(&results);
    let command = results.interrupted.then(|| folder.command().to_string());
    let text = match args.json {
        true => document(&results, &ablation, command.as_deref()),
        false => report(args, &results, &ablation, plan.runs.len(), command.as_deref()),
    };
    match write(folder, &results) {
        Ok(()) => Ok(Answer::new(ablation.verdict, text)),
        Err(error) => Err(ByolError::Unsaved(Unsaved { text, error: error.unwritable() })),
    }
}

fn resumed(args: &ByolArgs, plan: &options::Plan) -> Result<Option<Results>, ByolError> {
    let path = args.out.join(DOCUMENT);
    let file = path.display().to_string();
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(ByolError::Unreadable { file, problem: error.to_string() }),
    };
    let results = Results::read(&file, &text)?;
    if results.settings != plan.settings {
        let hint = "leave out --resume, or name another directory";
        return Err(ByolError::OtherSettings { file, hint });
    }
    Ok(Some(results))
}

/// Writes everything that can be told from results: themselves, their numbers, tables, pictures and page. Where none
/// is missing, that ends the run.
fn write(folder: Folder, results: &Results) -> Result<(), FolderError> {
    folder.write(DOCUMENT, &results.write())?;
    folder.write("byol.csv", &results.csv())?;
    folder.write("byol.md", &tables::markdown(results))?;
    for picture in pictures::pictures(results) {
        folder.write(&format!("{}.svg", picture.name), &picture.svg)?;
    }
    overview::write(&folder)?;
    if results.interrupted {
        return Ok(());
    }
    folder.forget_states()?;
    folder.end()
}

fn document(results: &Results, ablation: &Ablation, resume: Option<&str>) -> String {
    let hypothesis = |row: &ablation::Row| {
        serde_json::json!({
            "name": row.hypothesis.name,
            "statement": row.hypothesis.statement,
            "bearing": row.hypothesis.bearing,
            "exceeds": row.hypothesis.exceeds,
            "median": row.effect.map(|effect| effect.middle).filter(|x| x.is_finite()),
            "seeds": row.contrasts.len(),
            "above": row.above,
            "below": row.below,
            "decision": row.decision,
        })
    };
    json::write(&Document {
        verdict: ablation.verdict,
        interrupted: results.interrupted,
        resume,
        shortfall: &ablation.shortfall,
        counter_findings: ablation.counter_findings,
        consequences_found: ablation.consequences_found,
        hypotheses: ablation.rows.iter().map(hypothesis).collect(),
        results,
    })
}

/// The tables, or the cells of a stopped experiment that have finished runs and the command that goes on with it.
fn report(args: &ByolArgs, results: &Results, ablation: &Ablation, planned: usize, resume: Option<&str>) -> String {
    let out = args.out.display();
    let grid = if results.count() == 0 { String::new() } else { format!("{}\n", tables::grid(results).text()) };
    if let Some(command) = resume {
        return format!(
            "{grid}stopped: {} of {planned} runs are finished, and the states of those under way are saved in {out}; \
             nothing is decided; to go on:\n{command}\n",
            results.count()
        );
    }
    format!(
        "{grid}{}\n{}\n{out}/{PAGE} shows tables and pictures; {out}/{DOCUMENT} and byol.csv have the numbers\n",
        ablation.sheet().text(),
        ablation.summary()
    )
}
