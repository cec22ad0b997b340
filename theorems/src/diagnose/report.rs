//! The diagnosis of a series of checkpoints: the JSON document.

use super::figures::{Computed, Figures};
use super::files::Checkpoint;
use super::findings::{Finding, findings};
use super::options::DiagnoseArgs;
use super::step::Step;
use super::{page, text};
use crate::check::document;
use crate::trained::TrainedError;
use dualproof::cli::{Answer, Extra};
use dualproof::output::{Target, Unwritable};
use dualproof::progress::{Progress, shown, time_left};
use dualproof::record::Verdict;
use dualproof_experiments::byol::foresight;
use dualproof_experiments::byol::results::DigitResults;
use dualproof_experiments::experiment::Results;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// A diagnosis.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// The program.
    pub tool: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The loss, as on the command line.
    pub loss: String,
    /// N.
    pub samples: usize,
    /// A.
    pub augmentations: usize,
    /// What is wrong, what it comes from, what is right.
    pub findings: Vec<Finding>,
    /// The checkpoints, in their order.
    pub checkpoints: Vec<Figures>,
    /// From each checkpoint to the next.
    pub steps: Vec<Step>,
}

/// Why there is no diagnosis.
#[derive(Debug, thiserror::Error)]
pub enum DiagnoseError {
    /// A network cannot be used.
    #[error(transparent)]
    Trained(#[from] TrainedError),
    /// An option of a single network with several.
    #[error("{option}: found {found} networks, expected one; of several, the files beside each are taken")]
    Several {
        /// The option.
        option: &'static str,
        /// The networks.
        found: usize,
    },
    /// The results of the experiment cannot be read.
    #[error("{0}")]
    Results(String),
    /// A file in the place of the page that is none.
    #[error("--page {path}: found a file that is no page of this program, expected none: it is not overwritten")]
    Foreign {
        /// The file.
        path: String,
    },
    /// The page cannot be written.
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
}

/// Diagnoses the checkpoints that the arguments name.
///
/// # Errors
/// [`DiagnoseError`] where a file cannot be used, or there is no update.
pub fn diagnose(args: &DiagnoseArgs) -> Result<Report, DiagnoseError> {
    let single = [
        ("--predictor", args.predictor.is_some()),
        ("--target", args.target.is_some()),
        ("--update", args.update.is_some()),
    ];
    if let (found @ 2.., Some((option, _))) = (args.networks.len(), single.iter().find(|(_, given)| *given)) {
        return Err(DiagnoseError::Several { option, found });
    }
    let (done, start) = (AtomicU64::new(0), Instant::now());
    let total = args.networks.len() as u64;
    let look = || {
        let done = done.load(Ordering::Relaxed);
        Progress { done, total, note: "checkpoints".to_string(), left: time_left(done, total - done, start.elapsed()) }
    };
    let (mut checkpoints, mut steps) = (Vec::new(), Vec::new());
    let mut before: Option<Computed> = None;
    let mut shape = (0, 0);
    shown(look, || {
        for (place, network) in args.networks.iter().enumerate() {
            let computed = Computed::of(&Checkpoint::of(network, args), args)?;
            shape = (computed.subject.batch.samples, computed.subject.batch.views);
            if let Some(before) = &before {
                steps.extend(before.step(place - 1, &args.loss, &computed)?);
            }
            checkpoints.push(computed.figures.clone());
            before = Some(computed);
            done.fetch_add(1, Ordering::Relaxed);
        }
        Ok::<_, TrainedError>(())
    })?;
    Ok(Report {
        tool: "dualproof",
        version: env!("CARGO_PKG_VERSION"),
        loss: args.loss.to_string(),
        samples: shape.0,
        augmentations: shape.1,
        findings: findings(&checkpoints, &steps, args.loss.needs_predictions()),
        checkpoints,
        steps,
    })
}

/// What the first quarter of every run of the experiment says of its end.
fn foretold(path: &Path, args: &DiagnoseArgs) -> Result<Answer, DiagnoseError> {
    let file = path.display().to_string();
    let unreadable = |problem: &dyn std::fmt::Display| DiagnoseError::Results(format!("{file}: {problem}"));
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(&error))?;
    let results = DigitResults::read(&file, &text).map_err(|error| DiagnoseError::Results(error.to_string()))?;
    let foretold = foresight::foretold(&results);
    let text = if args.json {
        document(&foretold)
    } else {
        format!("{}\n{}\n", foresight::sheet(&foretold).text(), foresight::summary(&foretold))
    };
    Ok(Answer::new(if foretold.is_empty() { Verdict::NothingChecked } else { Verdict::Holds }, text))
}

fn answer(args: &DiagnoseArgs) -> Result<Answer, DiagnoseError> {
    if let [path] = args.networks.as_slice()
        && path.extension().is_some_and(|extension| extension == "json")
    {
        return foretold(path, args);
    }
    let page = args.page.as_deref().map(|path| target(path, args)).transpose()?;
    let report = diagnose(args)?;
    if let Some(page) = page {
        page.write_all(page::page(&report).as_bytes())?;
    }
    let text = if args.json { document(&report) } else { text::text(&report) };
    Ok(Answer { text, exit: 0 })
}

/// The page's file: none of the inputs, and nothing but a page of this program is overwritten.
fn target(path: &Path, args: &DiagnoseArgs) -> Result<Target, DiagnoseError> {
    let is_foreign =
        std::fs::read_to_string(path).map_or(path.exists(), |text| !dualproof_experiments::page::is_own(&text));
    if is_foreign {
        return Err(DiagnoseError::Foreign { path: path.display().to_string() });
    }
    let inputs: Vec<PathBuf> = args
        .networks
        .iter()
        .flat_map(|network| Checkpoint::of(network, args).files().map(Path::to_path_buf).collect::<Vec<_>>())
        .collect();
    Ok(Target::apart(path, inputs.iter().map(PathBuf::as_path))?)
}

/// The command `diagnose` for the toolkit's command line.
pub fn command() -> Extra {
    Extra::new("diagnose", |args: DiagnoseArgs| Ok(answer(&args)?))
}
