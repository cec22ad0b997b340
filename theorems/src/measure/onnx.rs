//! The measurement of a network in an ONNX file.

use super::error::MeasureError;
use super::options::MeasureArgs;
use crate::trained::{Files, Question, Report, Subject};
use dualproof::network::AtZero;
use dualproof::progress::{Progress, shown, time_left};
use dualproof_autodiff::Kinks;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Measures the network of an ONNX file.
///
/// # Errors
/// [`MeasureError`] where an option is one of dense networks, a file cannot be used, or there is no gradient.
pub fn trained(args: &MeasureArgs) -> Result<Report, MeasureError> {
    let subject = &args.subject;
    let of_dense = [
        ("--layers", !subject.layers.is_empty()),
        ("--only", subject.only.is_some()),
        ("--activation", subject.activation.is_some()),
        ("--power", args.power.is_some()),
        ("--explain-columns", args.explain_columns),
    ];
    if let Some((option, _)) = of_dense.into_iter().find(|(_, is_given)| *is_given) {
        return Err(MeasureError::NeedsDense { option, file: subject.weights.display().to_string() });
    }
    if args.target.is_some() && args.predictor.is_none() && !args.loss.needs_predictions() {
        return Err(MeasureError::Unused { option: "--target", loss: args.loss.to_string() });
    }
    let files = Files {
        network: &subject.weights,
        views: &subject.given,
        batch_statistics: args.batch_statistics,
        predictor: args.predictor.as_deref(),
        target: args.target.as_deref(),
        kinks: match subject.at_zero {
            Some(AtZero::Reject) => Kinks::Refuse,
            Some(AtZero::Subgradient) | None => Kinks::Convention,
        },
    };
    let subject = Subject::read(&files)?;
    let question = Question {
        loss: args.loss,
        check: args.check.map(|n| usize::try_from(n).unwrap_or(usize::MAX)),
        eigenvalues: args.top.unwrap_or(0),
    };
    let (done, start) = (AtomicU64::new(0), Instant::now());
    let look = || {
        let (done, total) = (done.load(Ordering::Relaxed), subject.steps(&question));
        let left = time_left(done, total.saturating_sub(done), start.elapsed());
        Progress { done, total, note: "measuring".to_string(), left }
    };
    let measured = shown(look, || {
        subject.measure(&question, &|| {
            done.fetch_add(1, Ordering::Relaxed);
        })
    })?;
    Ok(measured.report)
}
