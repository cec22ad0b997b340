//! `dualproof measure`: the update of the user's own network on the user's own data, measured and predicted.
//!
//! The network is differentiated over all pairs (or triples) of views; the covariance operator is applied to its
//! weights; the two are compared within the running error bound, layer by layer. This is the check that the
//! claims make on random networks, made on one given network. Both sides are computed in units of the problem's own
//! (`units`), in `f64` and, where that does not decide everything sharply, again in double-double.

mod check;
mod clock;
mod columns;
mod computed;
mod error;
mod layer;
mod loss;
mod measured;
mod options;
mod pace;
mod predicted;
mod remainder;
mod report;
mod slope;
mod subject;
mod table;
mod units;

pub use columns::COLUMNS;
pub use error::MeasureError;
pub use layer::{Byol, Layer, Remainder};
pub use options::{LossOption, MeasureArgs};
pub use pace::bytes_of_measurement;
pub use report::Report;
pub(crate) use units::Units;

use crate::subject::of_zeros;
use dualproof::cli::{Answer, Extra};
use dualproof::numbers::{DoubleDouble, Running};
use dualproof::progress::waiting;
use std::io::Write;
use subject::Subject;

/// Measures what the arguments say: in `f64`, and in double-double where that leaves a question open or a figure less
/// sharp than nine digits. `notice` is told what is worth knowing while it runs.
///
/// # Errors
/// [`MeasureError`] where a file cannot be used, or there is no gradient to measure.
pub fn measure(args: &MeasureArgs, notice: &dyn Fn(&str)) -> Result<Report, MeasureError> {
    let subject = Subject::read(args)?;
    match Report::of::<Running>(&subject, args, notice) {
        Ok(report) if report.is_settled() => Ok(report),
        Ok(_) | Err(MeasureError::Undecided { .. }) => Report::of::<DoubleDouble>(&subject, args, notice),
        // A range is that of the problem's own units, which double-double shares.
        Err(error) => Err(error),
    }
}

/// Measures, writes the table or the JSON document to `out`, and gives the exit code: 0 where every update is
/// what the operator predicts, within the error bound; 1 where one certainly is not, or all are 0; 3 where it
/// cannot be told.
///
/// # Errors
/// [`MeasureError`], whose exit code is [`MeasureError::exit_code`]; then nothing has been written.
pub fn run(args: &MeasureArgs, out: &mut dyn Write) -> Result<u8, MeasureError> {
    // A standard error that takes nothing is no reason to stop.
    let notice = |text: &str| drop(writeln!(std::io::stderr(), "measure: {text}"));
    let report = waiting("measuring", || measure(args, &notice))?;
    if report.zero_preactivations > 0 {
        notice(&of_zeros(report.zero_preactivations));
    }
    let text = if args.json { report.json() } else { report.table(args.explain_columns) };
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(report.verdict.exit_code())
}

/// The command `measure` for the toolkit's command line.
pub fn command() -> Extra {
    Extra::new("measure", |args: MeasureArgs| {
        let mut text = Vec::new();
        match run(&args, &mut text) {
            Ok(exit) => Ok(Answer { text: String::from_utf8(text)?, exit }),
            Err(error @ MeasureError::Undecided { .. }) => {
                Ok(Answer { text: format!("inconclusive: {error}\n"), exit: error.exit_code() })
            }
            Err(error) => Err(error.into()),
        }
    })
}
