//! The update of the user's own program, beside those of this one.

use super::counterfactual::{Change, Changed, Trainings, trainings};
use super::files::Checkpoint;
use super::options::DiagnoseArgs;
use crate::trained::{Statistics, Subject, TrainedError, cosine_of, norm_of};
use nalgebra::DMatrix;
use serde::Serialize;

/// How near an update of this program is to the user's.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Candidate {
    /// What is changed of the training.
    pub change: Change,
    /// Which statistics BatchNorm takes.
    #[serde(serialize_with = "named")]
    pub statistics: Statistics,
    /// The cosine of the angle between the two updates, over all parameters.
    pub cosine: f64,
    /// ‖user's‖ over ‖this‖.
    pub ratio: f64,
}

fn named<S: serde::Serializer>(statistics: &Statistics, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(match statistics {
        Statistics::Stored => "stored",
        Statistics::All => "all",
        Statistics::Each => "each",
    })
}

/// The entries of all parameters as the file holds them.
fn as_stored(subject: &Subject, matrices: &[DMatrix<f64>]) -> Vec<f64> {
    let origins = &subject.network.import.parameters;
    matrices.iter().zip(origins).flat_map(|(matrix, origin)| origin.stored(matrix)).collect()
}

/// Every training that might have made the user's update, the nearest first; none without a file of it. `as_asked` are those
/// of the statistics that were asked for.
pub(super) fn candidates(
    checkpoint: &Checkpoint,
    args: &DiagnoseArgs,
    subject: &Subject,
    as_asked: &Trainings,
) -> Result<Vec<Candidate>, TrainedError> {
    let Some(own) = checkpoint.update(subject)? else { return Ok(Vec::new()) };
    let as_one = |entries: Vec<f64>| [DMatrix::from_vec(entries.len(), 1, entries)];
    let own = as_one(own.concat());
    let mut found = Vec::new();
    let mut compare = |statistics: Statistics, subject: &Subject, changed: &Changed| {
        let theirs = as_one(as_stored(subject, &changed.update));
        if let Some(cosine) = cosine_of(&own, &theirs) {
            found.push(Candidate {
                change: changed.change,
                statistics,
                cosine,
                ratio: norm_of(&own) / norm_of(&theirs),
            });
        }
    };
    // Networks that are not the user's have parameters of the same names, but are no program of his.
    let is_theirs = |change: Change| change != Change::WithBatchNorm;
    for of_change in as_asked.iter().filter(|of| is_theirs(of.change)) {
        compare(args.statistics(), subject, of_change);
    }
    for statistics in [Statistics::Stored, Statistics::All, Statistics::Each] {
        if statistics == args.statistics() {
            continue;
        }
        let other = checkpoint.subject(args, statistics)?;
        if other.network.program.is_by_view() && subject.network.program.is_by_view() {
            continue;
        }
        let f = other.outputs(&other.network)?.0;
        let targets = other.targets(&f)?;
        for of_change in trainings(&other, &args.loss, &f, &targets)?.iter().filter(|of| is_theirs(of.change)) {
            compare(statistics, &other, of_change);
        }
    }
    found.sort_by(|a, b| b.cosine.total_cmp(&a.cosine));
    Ok(found)
}
