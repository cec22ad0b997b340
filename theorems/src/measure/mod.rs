//! `dualproof measure`: the update of the user's own network on the user's own data, measured and predicted.
//!
//! The network is differentiated over all pairs (or triples) of views; the covariance operator is applied to its
//! weights; the two are compared within the running error bound, layer by layer. The claims make this check on random
//! networks; here it is made on one given network. Both sides are computed in units of their own (`units`), in `f64` and,
//! where that leaves a comparison undecided or a figure coarse, again in double-double. A network in an ONNX file may be any;
//! its measurement is [`trained`](crate::trained).
//!
//! ```
//! use clap::{Args, Command, FromArgMatches};
//! use dualproof::record::Verdict;
//! use dualproof_theorems::digits;
//! use dualproof_theorems::measure::{MeasureArgs, measure};
//!
//! // A network that PyTorch trained, and the digits that it was trained on, as files.
//! let folder = tempfile::tempdir()?;
//! let [network, images] = ["network.safetensors", "images.npy"].map(|name| folder.path().join(name));
//! std::fs::write(&network, digits::NETWORK)?;
//! std::fs::write(&images, digits::IMAGES)?;
//!
//! let [weights, data] = [&network, &images].map(|path| path.display().to_string());
//! let line = ["measure", "--weights", &weights, "--data", &data, "--scale", "16", "--samples", "4", "--top", "0"];
//! let matches = MeasureArgs::augment_args(Command::new("measure")).try_get_matches_from(line)?;
//! let report = measure(&MeasureArgs::from_arg_matches(&matches)?, &|_| ())?;
//! assert_eq!((report.verdict, report.layers.len()), (Verdict::Holds, 3));
//! for layer in &report.layers {
//!     // Measured against predicted, entry by entry, within the error bound.
//!     assert!(layer.update_check.residual <= layer.update_check.bound);
//!     assert!(layer.one_branch_update_norm > 0.0);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod check;
mod clock;
mod columns;
mod computed;
mod error;
mod layer;
mod loss;
mod measured;
mod onnx;
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
pub use onnx::{asked, trained};
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

/// Measures the network on the data that the arguments name: in `f64`, and again in double-double where that leaves a
/// comparison undecided or a figure known to fewer than nine digits. `notice` is given messages while it runs.
///
/// # Errors
/// [`MeasureError`] where a file cannot be used, or there is no gradient to measure.
pub fn measure(args: &MeasureArgs, notice: &dyn Fn(&str)) -> Result<Report, MeasureError> {
    let subject = Subject::read(args)?;
    match Report::of::<Running>(&subject, args, notice) {
        Ok(report) if report.is_settled() => Ok(report),
        Ok(_) | Err(MeasureError::Undecided { .. }) => Report::of::<DoubleDouble>(&subject, args, notice),
        // Double-double has the same range.
        Err(error) => Err(error),
    }
}

/// Measures, writes the table or the JSON document to `out`, and gives the exit code: 0 where every update is
/// what the operator predicts, within the error bound; 1 where one certainly is not, or all are 0; 3 where it
/// is not decided.
///
/// # Errors
/// [`MeasureError`], whose exit code is [`MeasureError::exit_code`]; then nothing has been written.
pub fn run(args: &MeasureArgs, out: &mut dyn Write) -> Result<u8, MeasureError> {
    // A closed standard error is not a reason to stop.
    let notice = |text: &str| drop(writeln!(std::io::stderr(), "measure: {text}"));
    let (text, verdict) = if args.subject.is_graph() {
        let report = trained(args)?;
        (if args.json { report.json() } else { report.table() }, report.verdict)
    } else {
        let report = waiting("measuring", || measure(args, &notice))?;
        if report.zero_preactivations > 0 {
            notice(&of_zeros(report.zero_preactivations));
        }
        (if args.json { report.json() } else { report.table(args.explain_columns) }, report.verdict)
    };
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(verdict.exit_code())
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
