//! `dualproof measure`: the update of the user's own network on the user's own data, measured and predicted.
//!
//! The network is differentiated over all pairs (or triples) of views; the covariance operator is applied to its
//! weights; the two are compared within the running error bound, layer by layer. This is the check that the
//! claims make on random networks, made on one given network.

mod check;
mod measured;
mod options;
mod predicted;
mod report;
mod subject;
pub(crate) mod waiting;

pub use check::Check;
pub use options::LossOption;
pub use report::{Byol, Layer, Report};

use crate::subject::{GivenViews, NoGradient, SubjectArgs, SubjectError};
use dualproof::cli::{Answer, Extra};
use dualproof::input::InputError;
use dualproof::numbers::Obstacle;
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
    /// Eigenvalues of the covariance operator to list, the largest different ones
    #[arg(long, value_name = "K", default_value_t = 8)]
    pub top: usize,
    /// Print one JSON document instead of the table
    #[arg(long)]
    pub json: bool,
}

/// What keeps a measurement from being made.
#[derive(Debug, thiserror::Error)]
pub enum MeasureError {
    /// A file cannot be used.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The network or the data cannot be used.
    #[error(transparent)]
    Subject(#[from] SubjectError),
    /// Views that are no data set.
    #[error(transparent)]
    Views(#[from] ViewsError),
    /// There is no gradient on this data.
    #[error(transparent)]
    NoGradient(#[from] NoGradient),
    /// The arithmetic cannot decide what the gradient is.
    #[error("{obstacle}: the gradient cannot be told in f64")]
    Undecided {
        /// What is not decided.
        obstacle: Obstacle,
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

impl MeasureError {
    /// What an obstacle on these views means.
    fn of(obstacle: Obstacle, views: &GivenViews) -> Self {
        match views.no_gradient(&obstacle) {
            Some(place) => MeasureError::NoGradient(place),
            None => MeasureError::Undecided { obstacle },
        }
    }
}

/// Measures what the arguments say.
///
/// # Errors
/// [`MeasureError`] where a file cannot be used, or there is no gradient to measure.
pub fn measure(args: &MeasureArgs) -> Result<Report, MeasureError> {
    let subject = Subject::read(args)?;
    Report::of(&subject, args).map_err(|obstacle| MeasureError::of(obstacle, &subject.given.views))
}

/// Measures, writes the table or the JSON document to `out`, and gives the exit code: 0 where every update is
/// what the operator predicts, within the error bound; 1 where one certainly is not, or all are 0; 3 where it
/// cannot be told.
///
/// # Errors
/// [`MeasureError`], whose exit code is [`MeasureError::exit_code`]; then nothing has been written.
pub fn run(args: &MeasureArgs, out: &mut dyn Write) -> Result<u8, MeasureError> {
    let waiting = Waiting::start("measuring");
    let report = measure(args)?;
    drop(waiting);
    let text = if args.json { report.json() } else { report.table() };
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
