//! `dualproof measure`: the update of the user's own network on the user's own data, measured and predicted.
//!
//! The network is differentiated over all pairs (or triples) of views; the covariance operator is applied to its
//! weights; the two are compared within the running error bound, layer by layer. The
//! claims make this check on random networks; here it is made on one given network. Both sides are computed in units of their own
//! (`units`), in `f64` and, where that leaves a comparison undecided or a figure coarse, again in double-double.
//!
//! ```
//! use clap::{Args, Command, FromArgMatches};
//! use dualproof::record::Verdict;
//! use dualproof_theorems::{digits, measure::{MeasureArgs, measure}};
//!
//! // A network that PyTorch trained, and the digits that it was trained on, as files.
//! let folder = tempfile::tempdir()?;
//! let [network, images] = ["network.safetensors", "images.npy"].map(|name| folder.path().join(name));
//! std::fs::write(&network, digits::NETWORK)?;
//! std::fs::write(&images, digits::IMAGES)?;
//!
//! let line = format!("measure --weights {} --data {} --scale 16 --samples 4 --top 0", network.display(), images.display());
//! let matches = MeasureArgs::augment_args(Command::new("measure")).try_get_matches_from(line.split(' '))?;
//! let report = measure(&MeasureArgs::from_arg_matches(&matches)?, &|_| ())?;
//! assert_eq!((report.verdict, report.layers.len()), (Verdict::Holds, 3));
//! for layer in &report.layers {
//!     // Measured against predicted, entry by entry, within what rounding can have done.
//!     assert!(layer.update_check.residual <= layer.update_check.bound);
//!     assert!(layer.one_branch_update_norm > 0.0);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod check;
mod columns;
mod computed;
mod layer;
mod loss;
mod measured;
mod options;
mod pace;
mod predicted;
mod remainder;
mod report;
mod subject;
mod table;
mod units;
pub(crate) mod waiting;

pub use columns::COLUMNS;
pub use layer::{Byol, Layer, Remainder};
pub use options::LossOption;
pub use pace::bytes_of_measurement;
pub use report::Report;
pub(crate) use units::Units;

use crate::subject::{NoGradient, SubjectArgs, SubjectError, of_zeros, power};
use dualproof::cli::{Answer, Extra};
use dualproof::input::InputError;
use dualproof::numbers::{DoubleDouble, Obstacle, Running};
use dualproof::views::ViewsError;
use std::io::Write;
use std::path::PathBuf;
use subject::Subject;
use waiting::Waiting;

/// Measure the SimCLR (and BYOL) update of a network on data, and compare it with the covariance operator.
#[derive(Clone, Debug, clap::Args)]
pub struct MeasureArgs {
    /// The network and the data.
    #[command(flatten)]
    pub subject: SubjectArgs,
    /// Also measure BYOL's update with this linear predictor, an array n_out×n_out
    #[arg(long, value_name = "P.npy")]
    pub predictor: Option<PathBuf>,
    /// Loss with one negative: simple (r+ - r-), nce:TAU (ln(1 + exp((r+ - r-)/TAU))) or triplet:TAU,R0
    /// (TAU ln(1 + exp((r+ - r- + R0)/TAU))); r is half the squared distance of two outputs
    #[arg(long, value_name = "simple|triplet:TAU,R0|nce:TAU", default_value = "simple")]
    pub loss: LossOption,
    /// Eigenvalues of the covariance operator to list, the largest different ones; 0 for none
    #[arg(long, value_name = "K", default_value_t = 8)]
    pub top: usize,
    /// A comparison decides only if it catches a violation of this share of the largest value
    #[arg(long, value_name = "P", default_value = "1e-2", value_parser = power)]
    pub power: f64,
    /// Explain each column below the table
    #[arg(long, conflicts_with = "json")]
    pub explain_columns: bool,
    /// Print one JSON document instead of the table
    #[arg(long)]
    pub json: bool,
}

/// Why there is no measurement.
#[derive(Debug, thiserror::Error)]
pub enum MeasureError {
    /// A file cannot be used.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The network or the data cannot be used.
    #[error(transparent)]
    Subject(#[from] SubjectError),
    /// Views that are not a data set.
    #[error(transparent)]
    Views(#[from] ViewsError),
    /// There is no gradient on this data.
    #[error("{0} (--at-zero subgradient takes PyTorch's gradient, psi'(0) = 0)")]
    NoGradient(NoGradient),
    /// The arithmetic cannot decide what the gradient is.
    #[error("{place}: {obstacle}: the gradient is not decided in {arithmetic} arithmetic")]
    Undecided {
        /// The file, the sample and the view.
        place: String,
        /// What is not decided.
        obstacle: Box<Obstacle>,
        /// The arithmetic.
        arithmetic: &'static str,
    },
    /// A result beyond the range of `f64`.
    #[error("{what}: found a result beyond the range of f64, expected a finite number of at least 2^-1022 or 0")]
    Range {
        /// Which result.
        what: String,
    },
    /// Data that do not fit in memory.
    #[error(
        "{samples} samples × {augmentations} views: take about {needed:.2} GiB of memory, expected at most the \
         {available:.2} GiB available; {alternative}"
    )]
    Memory {
        /// N.
        samples: usize,
        /// A.
        augmentations: usize,
        /// The GiB they take.
        needed: f64,
        /// The GiB available.
        available: f64,
        /// What the user can do instead.
        alternative: &'static str,
    },
    /// The result cannot be written.
    #[error("output: {0}")]
    Output(#[from] std::io::Error),
}

impl MeasureError {
    /// The exit code of the process: 3 where nothing could be decided, else 2.
    pub fn exit_code(&self) -> u8 {
        if matches!(self, MeasureError::Undecided { .. }) { 3 } else { 2 }
    }
}

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
    let waiting = Waiting::start("measuring");
    // A closed standard error is not a reason to stop.
    let notice = |text: &str| drop(writeln!(std::io::stderr(), "measure: {text}"));
    let report = measure(args, &notice)?;
    drop(waiting);
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
