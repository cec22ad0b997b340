//! `dualproof train byol`: BYOL on real digits, with and without batch normalisation, predictor and moving average.
//!
//! Every cell of the experiment is trained from several seeds and measured over time: what a linear probe makes of
//! the encoder, whether the output collapses, how large the implicit contrastive term is, and how well the theory's
//! operator predicts the update. The claim `byol-ablation` is then judged by a protocol that was written before.

pub mod ablation;
pub mod augmentation;
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

use super::overview::{self, PAGE};
use ablation::{Ablation, protocol};
use dualproof::cli::{Answer, Directory, Failure};
use dualproof::json;
use dualproof::record::Verdict;
use dualproof::train::{ArchitectureError, Watch, attended};
use probe::{Ridge, correct_by_guessing};
use results::{Results, ResultsError};
use settings::SettingError;
use split::Split;
use std::path::Path;
use std::sync::Arc;

/// The file of the results within the directory.
pub const DOCUMENT: &str = "byol.json";

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
    #[error("{file}: found that it cannot be read ({problem}), expected the results of an earlier run")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system says.
        problem: String,
    },
    /// A place that cannot be written to.
    #[error(transparent)]
    Unwritable(#[from] Failure),
}

/// The experiment's answer as one document.
#[derive(serde::Serialize)]
struct Document<'a> {
    verdict: Verdict,
    interrupted: bool,
    shortfall: &'a Option<String>,
    counter_findings: usize,
    hypotheses: Vec<serde_json::Value>,
    results: &'a Results,
}

/// Runs what the arguments say, writes results and pictures, and answers with the tables. The exit code is that of
/// the claim's verdict: 3 also where runs that its protocol asks for were not made, as with the quick preset.
///
/// # Errors
/// [`ByolError`], before anything has run where it is one of usage.
pub fn run(args: &ByolArgs) -> Result<Answer, ByolError> {
    let split = Split::digits();
    let plan = args.plan(&split)?;
    let directory = Directory::open(&args.out)?;
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
    attended(&watch, steps, || run::take(&mut results, &split, &plan.runs, &spectra, &watch))?;
    let ablation = protocol().judge(&results);
    write(&directory, &args.out, &results)?;
    let text = match args.json {
        true => document(&results, &ablation),
        false => report(args, &results, &ablation, plan.runs.len()),
    };
    Ok(Answer::new(ablation.verdict, text))
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

/// Writes everything that can be told from results: themselves, their numbers, tables, pictures and page.
fn write(directory: &Directory, root: &Path, results: &Results) -> Result<(), Failure> {
    directory.write(DOCUMENT, &results.write())?;
    directory.write("byol.csv", &results.csv())?;
    directory.write("byol.md", &tables::markdown(results))?;
    for picture in pictures::pictures(results) {
        directory.write(&format!("{}.svg", picture.name), &picture.svg)?;
    }
    overview::write(directory, root)
}

fn document(results: &Results, ablation: &Ablation) -> String {
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
        shortfall: &ablation.shortfall,
        counter_findings: ablation.counter_findings,
        hypotheses: ablation.rows.iter().map(hypothesis).collect(),
        results,
    })
}

fn report(args: &ByolArgs, results: &Results, ablation: &Ablation, planned: usize) -> String {
    let out = args.out.display();
    let mut text = format!("{}\n{}\n", tables::grid(results).text(), ablation.sheet().text());
    text.push_str(&format!("{}\n", ablation.summary()));
    if results.interrupted {
        text.push_str(&format!(
            "interrupted: {} of {planned} runs are finished and written; the same command with --resume takes the rest\n",
            results.count()
        ));
    }
    text.push_str(&format!("{out}/{PAGE} shows tables and pictures; {out}/{DOCUMENT} and byol.csv have the numbers\n"));
    text
}
