//! The measurement of a network in an ONNX file.

use super::error::MeasureError;
use super::options::MeasureArgs;
use crate::trained::{Files, Question, Report, Subject};

/// Measures the network of an ONNX file.
///
/// # Errors
/// [`MeasureError`] where an option is one of dense networks, a file cannot be used, or there is no gradient.
pub fn trained(args: &MeasureArgs) -> Result<Report, MeasureError> {
    let (subject, question) = asked(args)?;
    Ok(subject.measured(&question)?.report)
}

/// The network of an ONNX file with its views, and what is asked of it: for a caller that shows the progress of
/// [`Subject::measure`] itself.
///
/// # Errors
/// [`MeasureError`] where an option is one of dense networks or a file cannot be used.
pub fn asked(args: &MeasureArgs) -> Result<(Subject, Question), MeasureError> {
    let of_dense = [("--power", args.power.is_some()), ("--explain-columns", args.explain_columns)];
    args.subject.refuse_options_of_dense(&of_dense)?;
    if args.target.is_some() && args.predictor.is_none() && !args.loss.needs_predictions() {
        return Err(MeasureError::Unused { option: "--target", loss: args.loss.to_string() });
    }
    let dense = args.subject.dense();
    let files = Files {
        network: &args.subject.weights,
        dense: &dense,
        views: &args.subject.given,
        statistics: args.batch_statistics.unwrap_or_default(),
        predictor: args.predictor.as_deref(),
        target: args.target.as_deref(),
        kinks: args.subject.kinks(),
    };
    let question = Question {
        loss: args.loss,
        check: args.check.map(|samples| usize::try_from(samples).unwrap_or(usize::MAX)),
        eigenvalues: args.top.unwrap_or(0),
    };
    Ok((Subject::read(&files)?, question))
}
