//! The operators of a network in an ONNX file, parameter by parameter.

use super::{OperatorArgs, OperatorError, on_threads};
use crate::trained::{Files, Question, Report, Subject, TrainedError};
use dualproof_losses::Loss;

/// The operators of every parameter, layer and all together, beside the update of the simple loss.
///
/// # Errors
/// [`OperatorError`] where an option is one of dense networks, a file cannot be used, or there is no gradient.
pub(super) fn trained(args: &OperatorArgs) -> Result<Report, OperatorError> {
    let (subject, question) = asked(args)?;
    on_threads(args.threads, || subject.measured(&question))?
        .map(|measured| measured.report)
        .map_err(TrainedError::into)
}

/// The network of an ONNX file with its views, and what is asked of it: for a caller that shows the progress of
/// [`Subject::measure`] itself, or applies the operators ([`Operators`](crate::trained::Operators)) to directions of its
/// own.
///
/// # Errors
/// [`OperatorError`] where an option is one of dense networks or a file cannot be used.
pub fn asked(args: &OperatorArgs) -> Result<(Subject, Question), OperatorError> {
    let of_dense = [
        ("--explicit", args.explicit.is_some()),
        ("--check", args.check.is_some()),
        ("--block", args.block.is_some()),
        ("--power", args.power.is_some()),
    ];
    args.subject.refuse_options_of_dense(&of_dense)?;
    let dense = args.subject.dense();
    let files = Files {
        network: &args.subject.weights,
        dense: &dense,
        views: &args.subject.given,
        statistics: args.batch_statistics.unwrap_or_default(),
        predictor: None,
        target: None,
        kinks: args.subject.kinks(),
    };
    let question = Question { loss: Loss::Simple, check: None, eigenvalues: args.top.unwrap_or(0) };
    Ok((Subject::read(&files)?, question))
}
