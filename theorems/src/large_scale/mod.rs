//! `dualproof operator`: the covariance operators of the user's own network at large scale.
//!
//! `measure` carries an error bound with every number and holds every Jacobian; this is plain `f64` through fast
//! products, streamed over blocks of views. On request the loss of all pairs is differentiated as well and compared
//! with the operator, with a norm-wise bound on the rounding of both sides.

mod check;
mod error;
mod label;
mod layer_operator;
mod onnx;
mod parameter_operator;
mod rank;
mod report;

pub use error::OperatorError;
pub use label::Label;
pub use layer_operator::LayerOperator;
pub use onnx::asked;
pub use parameter_operator::ParameterOperator;
pub use report::{Layer, Report};

use crate::check::document;
use crate::subject::{Given, GivenViews, OptionError, POWER, SubjectArgs, SubjectError, of_zeros, power, refuse};
use crate::trained::Statistics;
use dualproof::cli::{Answer, Extra, Unsaved};
use dualproof::input::put_npy;
use dualproof::memory::{Shortage, available_memory, shortage};
use dualproof::network::Network;
use dualproof::operator::Moment;
use dualproof::operator::streamed::{Options, RUNS, ReadViews, Streamed, StreamedError};
use dualproof::output::Target;
use dualproof::pair_loss::{Form, PairLossError, bytes_of_pair_loss, pair_loss_at};
use dualproof::progress::waiting;
use dualproof::views::Views;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The covariance operator V of every layer at large scale: applied to the weights, its largest eigenvalues, the energy.
#[derive(Clone, Debug, clap::Args)]
pub struct OperatorArgs {
    /// The network and the data; views in a file are read block by block, images shifted block by block.
    #[command(flatten)]
    pub subject: SubjectArgs,
    /// Eigenvalues of each layer's operator to list, the largest different ones; 0 for none [default: 16; none of an
    /// ONNX network]
    #[arg(long, value_name = "K")]
    pub top: Option<usize>,
    /// Threads; 0 for one per core. At most 16, or as many as there are cores if that is more, are started
    #[arg(long, value_name = "T", default_value_t = 0)]
    pub threads: usize,
    /// Views of a block, about: a block is in memory at a time [default: 256; of an ONNX network as many as 256 MiB hold]
    #[arg(long, value_name = "V")]
    pub block: Option<usize>,
    /// Also differentiate the loss of all pairs of views and compare the gradient with the operator: pair by pair, or
    /// through inner products (gram). The cost grows with the square of the number of views
    #[arg(long, value_name = "pairs|gram", value_parser = form)]
    pub check: Option<Form>,
    /// The largest power with which --check decides: for "holds", a violation of this share of ‖∇L‖ must be caught
    /// [default: 1e-2]
    #[arg(long, value_name = "P", value_parser = power)]
    pub power: Option<f64>,
    /// Write the operator of this layer (1 to L) as a matrix to --out; refused where it does not fit in memory. Rows
    /// and columns are those of vec(W) with columns stacked: in NumPy, V @ W.flatten(order='F')
    #[arg(long, value_name = "LAYER", requires = "out")]
    pub explicit: Option<usize>,
    /// Where --explicit writes; FILE.npy.json beside it says what the matrix is
    #[arg(long, value_name = "FILE.npy", requires = "explicit")]
    pub out: Option<PathBuf>,
    /// BatchNormalization of ONNX files takes the mean and variance of the batch, as in training, not the stored ones: of all
    /// views together, or of each view by itself, as where a program calls the network once for each
    #[arg(long, value_name = "all|each", num_args = 0..=1, require_equals = true, default_missing_value = "all")]
    pub batch_statistics: Option<Statistics>,
    /// Print one JSON document instead of the table
    #[arg(long)]
    pub json: bool,
}

/// The eigenvalues that are listed, where no number is asked for.
const EIGENVALUES: usize = 16;

/// How the loss of all pairs is computed: `pairs` or `gram`.
fn form(text: &str) -> Result<Form, OptionError> {
    match text {
        "pairs" => Ok(Form::Pairs),
        "gram" => Ok(Form::Gram),
        _ => Err(refuse(text, "pairs or gram")),
    }
}

impl OperatorArgs {
    /// How views are gone through.
    fn options(&self) -> Options {
        Options {
            threads: self.threads,
            block_views: self.block.unwrap_or(Options::default().block_views),
            at_zero: self.subject.at_zero(),
            ..Options::default()
        }
    }
}

/// The operators that the arguments ask for.
///
/// # Errors
/// [`OperatorError`]; then nothing has been written.
pub fn operator(args: &OperatorArgs) -> Result<Report, OperatorError> {
    let beside = args.out.as_deref().and_then(label::beside);
    if let Some(path) = beside.as_deref().filter(|path| label::is_foreign(path)) {
        return Err(OperatorError::Foreign { path: path.display().to_string() });
    }
    let apart = |path: &Path| Target::apart(path, args.subject.files());
    let out = args.out.as_deref().map(apart).transpose()?;
    let beside = beside.as_deref().map(apart).transpose()?;
    if args.batch_statistics.is_some() {
        let file = args.subject.weights.display().to_string();
        return Err(SubjectError::NeedsOnnx { option: "--batch-statistics".to_string(), file }.into());
    }
    let given = args.subject.read()?;
    let Given { network, views } = &given;
    let network = &network.network;
    let of_views = |error: StreamedError| OperatorError::streamed(error, views, args.subject.at_zero());
    let options = args.options();
    // In the units of the computation, and perhaps about a pilot.
    let weights: usize = network.layers.iter().map(|layer| layer.weights.len()).sum();
    if let Some(Shortage { needed, available }) = shortage((2 * weights * size_of::<f64>()) as f64, available_memory())
    {
        let file = args.subject.weights.display().to_string();
        return Err(OperatorError::TooLarge { file, needed, available });
    }
    let large_scale = Streamed::new(network, views, Moment::Between, options).map_err(of_views)?;
    let matrix = match args.explicit {
        None => None,
        Some(layer) => {
            let limit = available_memory().ok_or(OperatorError::UnknownMemory)?;
            Some(large_scale.explicit(layer, limit).map_err(of_views)?)
        }
    };
    large_scale.fits_in_memory(available_memory()).map_err(of_views)?;
    let Some((applied, bound)) = large_scale.of_weights_bounded().map_err(of_views)? else {
        unreachable!("the operator is the plain one")
    };
    let eigenvalues = (1..=network.depth())
        .map(|layer| match args.top.unwrap_or(EIGENVALUES) {
            0 => Ok(Ok(Vec::new())),
            count => match large_scale.largest_eigenvalues(layer, count) {
                Ok(found) => Ok(Ok(found)),
                // Eigenvalues that cannot be listed are no reason to refuse the rest.
                Err(error @ (StreamedError::NotRepresentable { .. } | StreamedError::TooLarge { .. })) => {
                    Ok(Err(error.to_string()))
                }
                Err(error) => Err(error),
            },
        })
        .collect::<Result<Vec<_>, _>>()
        .map_err(of_views)?;
    let ceiling = args.power.unwrap_or(POWER);
    let checks = match args.check {
        None => None,
        Some(form) => {
            let loss = differentiated(args, network, views, form)?;
            Some(check::of_updates(network, &loss, (&applied, &bound), ceiling))
        }
    };
    let rank = rank::of_outputs(network, views)?;
    let mut report = Report::new(&given, (&applied, &bound), eigenvalues, (checks, ceiling), rank);
    report.explicit = args.explicit.map(|layer| Label::new(layer, network.layers[layer - 1].weights.shape()));
    if let (Some(matrix), Some(out)) = (matrix, out) {
        // Symmetric up to rounding, but a file is not to depend on that: row by row.
        let entries = (0..matrix.nrows()).flat_map(|i| (0..matrix.ncols()).map(move |j| (i, j)));
        let entries = entries.map(|at| matrix[at]);
        if let Err(error) = out.write(|file| put_npy(file, &[matrix.nrows(), matrix.ncols()], entries)) {
            return Err(OperatorError::Unsaved { report: Box::new(report), error });
        }
    }
    if let (Some(label), Some(beside)) = (&report.explicit, beside)
        && let Err(error) = beside.write_all(document(label).as_bytes())
    {
        return Err(OperatorError::Unsaved { report: Box::new(report), error });
    }
    Ok(report)
}

/// The threads of the pool of the check.
fn threads(asked: usize) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    asked.min(RUNS.max(cores))
}

/// Does some work on so many threads; 0 for one per core.
fn on_threads<T: Send>(asked: usize, work: impl FnOnce() -> T + Send) -> Result<T, OperatorError> {
    if asked == 0 {
        return Ok(work());
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads(asked)).build();
    let pool = pool.map_err(|error| OperatorError::Threads { found: asked, problem: error.to_string() })?;
    Ok(pool.install(work))
}

/// The loss of all pairs, for which all views are in memory.
fn differentiated(
    args: &OperatorArgs,
    network: &Network<f64>,
    views: &GivenViews,
    form: Form,
) -> Result<dualproof::pair_loss::PairLoss, OperatorError> {
    let [samples, augmentations, width] = views.shape();
    // The views: as stored, as read, and in the unit of the computation.
    let of_views = (3 * samples * augmentations * width * size_of::<f64>()) as f64;
    let needed = of_views + bytes_of_pair_loss(network, samples * augmentations);
    if let Some(Shortage { needed, available }) = shortage(needed, available_memory()) {
        return Err(OperatorError::CheckTooLarge { needed, available });
    }
    let in_memory = Views::uniform(views.in_memory()?, samples)?;
    let differentiate = || pair_loss_at(network, &in_memory, form, args.subject.at_zero());
    // The operators have used the same threads.
    let loss = on_threads(args.threads, differentiate)?;
    loss.map_err(|error| match error {
        PairLossError::Gradient(obstacle) if obstacle.is_unmet_assumption() => {
            OperatorError::of(obstacle, views, args.subject.at_zero())
        }
        error => OperatorError::Loss { file: views.file().to_string(), error },
    })
}

/// The command `operator` for the toolkit's command line. It exits with 0 where no check was asked for.
pub fn command() -> Extra {
    Extra::new("operator", |args: OperatorArgs| {
        if args.subject.is_graph() {
            let report = onnx::trained(&args)?;
            let text = if args.json { report.json() } else { report.table() };
            return Ok(Answer::new(report.verdict, text));
        }
        let found = waiting("applying operators", || operator(&args));
        let text = |report: &Report| if args.json { report.json() } else { report.table(args.out.as_deref()) };
        match found {
            Ok(report) => {
                if report.zero_preactivations > 0 {
                    // A closed standard error is not a reason to stop.
                    let _ = writeln!(std::io::stderr(), "operator: {}", of_zeros(report.zero_preactivations));
                }
                Ok(Answer { text: text(&report), exit: report.exit_code() })
            }
            Err(OperatorError::Unsaved { report, error }) => Err(Unsaved { text: text(&report), error }.into()),
            Err(error) => Err(error.into()),
        }
    })
}
