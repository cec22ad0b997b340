//! The diagnosis of a series of checkpoints: the JSON document.

use super::figures::{Computed, Figures};
use super::files::Checkpoint;
use super::findings::{Finding, findings};
use super::options::DiagnoseArgs;
use super::step::Step;
use super::text;
use crate::check::document;
use crate::trained::TrainedError;
use dualproof::output::Unwritable;
use dualproof::progress::counted;
use serde::Serialize;

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
    /// An option of networks beside the results of an experiment.
    #[error("{option}: found the results {file}, expected networks: results of `train byol` are read alone")]
    Unused {
        /// The option.
        option: &'static str,
        /// The file.
        file: String,
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
    let (mut checkpoints, mut steps) = (Vec::new(), Vec::new());
    let mut before: Option<Computed> = None;
    let mut shape = (0, 0);
    counted("checkpoints", args.networks.len() as u64, |done| {
        for (place, network) in args.networks.iter().enumerate() {
            let computed = Computed::of(&Checkpoint::of(network, args), args)?;
            shape = (computed.subject.batch.samples, computed.subject.batch.views);
            if let Some(before) = &before {
                steps.push(before.step(place - 1, &args.loss, &computed)?);
            }
            checkpoints.push(computed.figures.clone());
            before = Some(computed);
            done();
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

impl Report {
    /// The document as text, with a final newline.
    pub fn json(&self) -> String {
        document(self)
    }

    /// For a terminal of 80 columns.
    pub fn text(&self) -> String {
        text::text(self)
    }
}
