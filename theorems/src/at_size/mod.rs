//! `dualproof operator`: the covariance operators of the user's own network at the sizes that practitioners use.
//!
//! `measure` carries an error bound with every number and holds every Jacobian; this is plain `f64` through fast
//! products, streamed over blocks of views. On request the loss of all pairs is differentiated as well and held
//! against the operator, with a norm-wise bound on the rounding of both sides.

mod report;

pub use report::{Check, Layer, Report};

use crate::measure::waiting::Waiting;
use crate::measure::{ActivationOption, OptionError, options};
use dualproof::cli::{Answer, Extra, Unsaved};
use dualproof::input::{InputError, NpyViews, put_npy, read_float_network};
use dualproof::network::Network;
use dualproof::operator::Moment;
use dualproof::operator::streamed::{Options, Streamed, StreamedError, available_memory};
use dualproof::output::{Target, Unwritable};
use dualproof::pair_loss::{Form, PairLossError, pair_loss};
use dualproof::views::{Views, ViewsError};
use nalgebra::DMatrix;
use std::path::PathBuf;
use std::str::FromStr;

/// The covariance operator V of every layer at size: applied to the weights, its largest eigenvalues, the energy.
#[derive(Clone, Debug, clap::Args)]
pub struct OperatorArgs {
    /// Network, as for measure: safetensors with one 2-D f32 or f64 tensor per layer, without biases
    #[arg(long, value_name = "NET.safetensors")]
    pub weights: PathBuf,
    /// Activation of every layer but the top: relu, linear, or leaky:SLOPE with the slope below 0
    #[arg(long, value_name = "relu|leaky:SLOPE|linear", default_value = "relu")]
    pub activation: ActivationOption,
    /// Views: an array N×A×D of f32 or f64 in C order, A augmentations of each of N samples; read block by block
    #[arg(long, value_name = "X.npy")]
    pub views: PathBuf,
    /// Number of samples, the first ones of the views; all of them if not given
    #[arg(long, value_name = "N")]
    pub samples: Option<usize>,
    /// Every number of the views is divided by S
    #[arg(long, value_name = "S", default_value = "1", value_parser = options::scale)]
    pub scale: f64,
    /// Eigenvalues of each layer's operator to list, the largest different ones; 0 for none
    #[arg(long, value_name = "K", default_value_t = 16)]
    pub top: usize,
    /// Threads; 0 for one per core
    #[arg(long, value_name = "T", default_value_t = 0)]
    pub threads: usize,
    /// Views in hand at a time, about
    #[arg(long, value_name = "V", default_value_t = Options::default().block_views)]
    pub block: usize,
    /// Also differentiate the loss of all pairs of views and hold it against the operator: pair by pair, or through
    /// inner products (gram). The cost is the square of the views
    #[arg(long, value_name = "pairs|gram")]
    pub check: Option<CheckOption>,
    /// Write the operator of this layer (1 to L) as a matrix to --out; refused where it does not fit in memory
    #[arg(long, value_name = "LAYER", requires = "out")]
    pub explicit: Option<usize>,
    /// Where --explicit writes
    #[arg(long, value_name = "FILE.npy", requires = "explicit")]
    pub out: Option<PathBuf>,
    /// Print one JSON document instead of the table
    #[arg(long)]
    pub json: bool,
}

/// How the loss of all pairs is computed: `pairs` or `gram`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckOption(pub Form);

impl FromStr for CheckOption {
    type Err = OptionError;
    fn from_str(text: &str) -> Result<Self, OptionError> {
        match text {
            "pairs" => Ok(CheckOption(Form::Pairs)),
            "gram" => Ok(CheckOption(Form::Gram)),
            _ => Err(OptionError { found: text.to_string(), expected: "pairs or gram" }),
        }
    }
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum OperatorError {
    /// A file cannot be used.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A number of samples that there are not.
    #[error("{file}, --samples: found {found}, expected 1 to {available}")]
    Samples {
        /// The file.
        file: String,
        /// The samples asked for.
        found: usize,
        /// The samples there are.
        available: usize,
    },
    /// The operator has no result on these views.
    #[error("{file}: {error}")]
    Operator {
        /// The file of the views.
        file: String,
        /// Why.
        error: Box<StreamedError>,
    },
    /// The loss has no gradient.
    #[error("{file}: {error}")]
    Loss {
        /// The file of the views.
        file: String,
        /// Why.
        error: PairLossError,
    },
    /// Views that are no data set.
    #[error(transparent)]
    Views(#[from] ViewsError),
    /// Threads that the system does not give.
    #[error("--threads: found that {found} cannot be started ({problem}), expected fewer")]
    Threads {
        /// How many.
        found: usize,
        /// What the system says.
        problem: String,
    },
    /// The memory that there is cannot be told, and so not whether a matrix fits.
    #[error("--explicit: found no /proc/meminfo to tell the memory there is, expected one: the operator is not formed")]
    UnknownMemory,
    /// The matrix cannot be written: told before anything is computed.
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
    /// The matrix could not be written after all.
    #[error("{error}")]
    Unsaved {
        /// What was computed.
        report: Box<Report>,
        /// Why it could not be written.
        error: Unwritable,
    },
}

/// The operators that the arguments ask for.
///
/// # Errors
/// [`OperatorError`]; then nothing has been written.
pub fn operator(args: &OperatorArgs) -> Result<Report, OperatorError> {
    let out = args.out.as_deref().map(Target::prove).transpose()?;
    let network = read_float_network(&args.weights, &args.activation.float())?;
    let views = NpyViews::open(&args.views)?;
    let file = views.file().to_string();
    let samples = args.samples.unwrap_or(views.shape()[0]);
    let views = views.first(samples, args.scale).map_err(|available| OperatorError::Samples {
        file: file.clone(),
        found: samples,
        available,
    })?;
    let of_views = |error| OperatorError::Operator { file: file.clone(), error: Box::new(error) };
    let options = Options { threads: args.threads, block_views: args.block, ..Options::default() };
    let at_size = Streamed::new(&network, &views, Moment::Between, options).map_err(of_views)?;
    let matrix = match args.explicit {
        None => None,
        Some(layer) => {
            let limit = available_memory().ok_or(OperatorError::UnknownMemory)?;
            Some(at_size.explicit(layer, limit).map_err(of_views)?)
        }
    };
    let (applied, bound) = match args.check {
        None => (at_size.of_weights().map_err(of_views)?, None),
        Some(_) => match at_size.of_weights_bounded().map_err(of_views)? {
            Some((applied, bound)) => (applied, Some(bound)),
            None => unreachable!("the operator is the plain one"),
        },
    };
    let eigenvalues = (1..=network.depth())
        .map(|layer| match args.top {
            0 => Ok(Vec::new()),
            count => at_size.largest_eigenvalues(layer, count),
        })
        .collect::<Result<Vec<_>, _>>()
        .map_err(of_views)?;
    let checks = match (args.check, bound) {
        (Some(CheckOption(form)), Some(bound)) => {
            let loss = differentiated(args, &network, &views, form)?;
            Some(report::checks(&loss, &applied, &bound))
        }
        _ => None,
    };
    let report = Report::new(&network, views.shape(), &applied, eigenvalues, checks);
    if let (Some(matrix), Some(out)) = (matrix, out) {
        // Symmetric up to rounding, but a file is not to depend on that: row by row.
        let entries = (0..matrix.nrows()).flat_map(|i| (0..matrix.ncols()).map(move |j| (i, j)));
        let entries = entries.map(|at| matrix[at]);
        if let Err(error) = out.write(|file| put_npy(file, &[matrix.nrows(), matrix.ncols()], entries)) {
            return Err(OperatorError::Unsaved { report: Box::new(report), error });
        }
    }
    Ok(report)
}

/// The loss of all pairs, for which all views are in memory.
fn differentiated(
    args: &OperatorArgs,
    network: &Network<f64>,
    views: &NpyViews,
    form: Form,
) -> Result<dualproof::pair_loss::PairLoss, OperatorError> {
    let [samples, augmentations, width] = views.shape();
    let mut entries = Vec::new();
    views.read(0..samples, &mut entries)?;
    let inputs = DMatrix::from_vec(width, samples * augmentations, entries);
    let in_memory = Views::uniform(inputs, samples)?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(args.threads).build();
    let pool = pool.map_err(|error| OperatorError::Threads { found: args.threads, problem: error.to_string() })?;
    let loss = pool.install(|| pair_loss(network, &in_memory, form));
    loss.map_err(|error| OperatorError::Loss { file: views.file().to_string(), error })
}

/// The command `operator` for the toolkit's command line. It exits with 0 where nothing was to be checked.
pub fn command() -> Extra {
    Extra::new("operator", |args: OperatorArgs| {
        let waiting = Waiting::start("applying operators");
        let found = operator(&args);
        drop(waiting);
        let text = |report: &Report| if args.json { report.json() } else { report.table() };
        match found {
            Ok(report) => {
                let exit = report.verdict.map_or(0, |verdict| verdict.exit_code());
                Ok(Answer { text: text(&report), exit })
            }
            Err(OperatorError::Unsaved { report, error }) => Err(Unsaved { text: text(&report), error }.into()),
            Err(error) => Err(error.into()),
        }
    })
}
