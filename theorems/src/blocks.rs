//! `dualproof blocks`: of which parameters of a network is the update a covariance operator, and how much of it?
//!
//! For every parameter θ of a network of any operations, `euler-operator` says −∇_θ L = 2 V_x\[K̄\] θ + 2 Cov_x(K̄, c̄): the
//! covariance share and the cross term. Here both are computed for one given network on given views, the degree of
//! homogeneity that the operations show beside them, and their sum is compared with the differentiated update.
//!
//! ```
//! use clap::{Args, Command, FromArgMatches};
//! use dualproof::record::Verdict;
//! use dualproof_theorems::blocks::{BlocksArgs, blocks};
//!
//! // Without a file: a residual convolutional network with biases and BatchNorm on three digits.
//! let matches = BlocksArgs::augment_args(Command::new("blocks")).try_get_matches_from(["blocks", "--samples", "2"])?;
//! let report = blocks(&BlocksArgs::from_arg_matches(&matches)?)?;
//! assert_eq!(report.verdict, Verdict::Holds);
//! let kernel = &report.blocks[0];
//! // Below BatchNorm the update is the cross term, but for what its ε leaves.
//! assert!(kernel.parameter == "kernel 1" && kernel.covariance_share < kernel.cross_term);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::check::{Check, document};
use crate::digits;
use crate::subject::{SubjectError, ViewsArgs, is_onnx, power};
use dualproof::cli::{Answer, Extra, Table, Tint};
use dualproof::graph::{Graph, GraphError};
use dualproof::json::{self, JsonError};
use dualproof::matrix::{Matrix, inner};
use dualproof::numbers::{Obstacle, Rational, Ring, Running, System, typed};
use dualproof::operator::streamed::ReadViews;
use dualproof::progress::waiting;
use dualproof::record::Verdict;
use dualproof::views::{Views, ViewsError};
use dualproof_onnx::{OnnxError, Options};
use dualproof_simclr::euler_operator::{Shares, shares};
use nalgebra::DMatrix;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Split the SimCLR update of every parameter of a network into a covariance operator and a cross term.
#[derive(Clone, Debug, clap::Args)]
pub struct BlocksArgs {
    /// Network: an ONNX file, or a graph of operations as JSON (see --show-network). Without it, a residual
    /// convolutional network with biases and BatchNorm on handwritten digits
    #[arg(value_name = "NET.onnx|GRAPH.json")]
    pub network: Option<PathBuf>,
    /// BatchNormalization of an ONNX file takes the mean and variance of all views, as in training, not the stored ones
    #[arg(long, requires = "network")]
    pub batch_statistics: bool,
    /// The data and their views.
    #[command(flatten)]
    pub given: ViewsArgs,
    /// A comparison decides only if it catches a violation of this share of the largest value
    #[arg(long, value_name = "P", default_value = "1e-2", value_parser = power)]
    pub power: f64,
    /// Print the network without a file as JSON, to start from, and stop
    #[arg(long)]
    pub show_network: bool,
    /// Print one JSON document instead of the table
    #[arg(long)]
    pub json: bool,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum BlocksError {
    /// A file that cannot be read.
    #[error("{file}: {problem}")]
    File {
        /// The file.
        file: String,
        /// What happened.
        problem: std::io::Error,
    },
    /// A file that is no graph.
    #[error("{file}: {problem}")]
    Json {
        /// The file.
        file: String,
        /// Where, what was found and expected.
        problem: JsonError,
    },
    /// An ONNX file that cannot be used.
    #[error(transparent)]
    Onnx(#[from] OnnxError),
    /// An option of ONNX files with another file.
    #[error("--batch-statistics: found {file}, expected an ONNX file; a graph has the operation zero-mean")]
    NotOnnx {
        /// The file.
        file: String,
    },
    /// A graph that does not fit together, or the data.
    #[error("{file}: {problem}")]
    Graph {
        /// The file.
        file: String,
        /// The node.
        problem: GraphError,
    },
    /// The data cannot be used.
    #[error(transparent)]
    Subject(#[from] SubjectError),
    /// The data cannot be read.
    #[error(transparent)]
    Input(#[from] dualproof::input::InputError),
    /// Views that are not a data set.
    #[error(transparent)]
    Views(#[from] ViewsError),
    /// Samples of the digits that are not there.
    #[error("--samples: found {found}, expected 1 to {available}")]
    Samples {
        /// The samples asked for.
        found: usize,
        /// Those that there are.
        available: usize,
    },
    /// There is no gradient, or it is not decided.
    #[error("{file}: {obstacle}")]
    Obstacle {
        /// The file of the network.
        file: String,
        /// What is in the way.
        obstacle: Obstacle,
    },
}

/// What the update of a parameter is made of. Norms are relative to that of the update.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BlockReport {
    /// The name of the parameter.
    pub parameter: String,
    /// Its rows and columns; the shape of the tensor in an ONNX file.
    pub shape: Vec<usize>,
    /// The degree of homogeneity, but for a constant, that the operations show; null where there is none.
    pub degree: Option<usize>,
    /// ‖−∇_θ L‖.
    pub update_norm: f64,
    /// ‖2 V_x\[K̄\] θ‖ over that; null where the update is 0.
    pub covariance_share: Option<f64>,
    /// The cosine of the angle between 2 V_x\[K̄\] θ and the update; null where one is 0.
    pub cosine: Option<f64>,
    /// ‖2 Cov_x(K̄, c̄)‖ over ‖−∇_θ L‖; null where the update is 0.
    pub cross_term: Option<f64>,
    /// The update against the sum of both.
    pub check: Check,
}

/// Every parameter of a network.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BlocksReport {
    /// The file of the network; null for the one of the digits.
    pub network: Option<String>,
    /// N and A.
    pub views: [usize; 2],
    /// The worst verdict of a parameter whose update is not 0.
    pub verdict: Verdict,
    /// The parameters in order.
    pub blocks: Vec<BlockReport>,
    /// What there is to say of an ONNX file.
    pub notes: Vec<String>,
}

/// A network as it was read.
struct Read {
    network: Graph<Rational>,
    /// The shape of every parameter where it is stored.
    shapes: Vec<Vec<usize>>,
    /// What there is to say of the file.
    notes: Vec<String>,
}

/// The numbers of a file are finite: JSON has no others, and the reader of ONNX refuses them.
fn exact(x: f64) -> Rational {
    Rational::from_f64(x).unwrap_or_else(|| Rational::from_integer(0))
}

impl From<Graph<Rational>> for Read {
    fn from(network: Graph<Rational>) -> Self {
        let shapes = network.parameters.iter().map(|p| vec![p.values.nrows(), p.values.ncols()]).collect();
        Read { network, shapes, notes: Vec::new() }
    }
}

/// The network of an ONNX file, and the shape of a view.
fn read_onnx(path: &Path, batch_statistics: bool) -> Result<(Read, Vec<usize>), BlocksError> {
    let import = dualproof_onnx::read(path, &Options { batch_statistics, ..Options::default() })?;
    let shapes = import.parameters.into_iter().map(|origin| origin.shape).collect();
    Ok((Read { network: import.graph.map(|x| exact(*x)), shapes, notes: import.notes }, import.input.dims))
}

/// The network of a JSON file, and the shape of a view.
fn read_graph(path: &Path) -> Result<(Read, Vec<usize>), BlocksError> {
    let file = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|problem| BlocksError::File { file: file.clone(), problem })?;
    let graph: Graph<f64> = json::read(&text).map_err(|problem| BlocksError::Json { file: file.clone(), problem })?;
    let misfit = |problem| BlocksError::Graph { file: file.clone(), problem };
    graph.validate_edges().map_err(misfit)?;
    let inputs = graph.input_width().ok_or(GraphError::NoReader).map_err(misfit)?;
    Ok((graph.map(|x| exact(*x)).into(), vec![inputs]))
}

/// Samples of the digits that are taken where no number is given.
const SAMPLES: usize = 3;

/// The network and the views that the arguments name.
fn subject(args: &BlocksArgs) -> Result<(Read, Views<Rational>), BlocksError> {
    let Some(path) = &args.network else {
        let (found, available) = (args.given.samples.unwrap_or(SAMPLES), digits::images().shape()[0]);
        if !(1..=available).contains(&found) {
            return Err(BlocksError::Samples { found, available });
        }
        return Ok((digits::residual().into(), digits::views(found)));
    };
    let file = path.display().to_string();
    let (read, shape) = match is_onnx(path) {
        true => read_onnx(path, args.batch_statistics)?,
        false if args.batch_statistics => return Err(BlocksError::NotOnnx { file }),
        false => read_graph(path)?,
    };
    let given = args.given.read(&shape)?;
    let [samples, ..] = given.shape();
    let views = Views::uniform(given.in_memory()?.map(exact), samples)?;
    let fits = read.network.validate(views.inputs.nrows(), views.len());
    fits.map_err(|problem| BlocksError::Graph { file, problem })?;
    Ok((read, views))
}

/// Splits the update of every parameter.
///
/// # Errors
/// [`BlocksError`] where a file cannot be used, or there is no gradient.
pub fn blocks(args: &BlocksArgs) -> Result<BlocksReport, BlocksError> {
    let (Read { network, shapes, notes }, views) = subject(args)?;
    let file = args.network.as_ref().map(|path| path.display().to_string());
    let obstacle =
        |obstacle| BlocksError::Obstacle { file: file.clone().unwrap_or_else(|| "network".into()), obstacle };
    let found = System::Running.computing(|| shares(&network, &views)).map_err(obstacle)?;
    let sizes = found.iter().flat_map(|shares| shares.update.iter().map(|x| x.to_f64().abs()));
    let largest = sizes.fold(0.0, f64::max);
    let of = |shares: Shares| {
        let (name, shape) = (network.parameters[shares.place].name.clone(), shapes[shares.place].clone());
        BlockReport::of(name, shape, shares, args.power, largest)
    };
    let blocks: Vec<BlockReport> = found.into_iter().map(of).collect();
    let told = blocks.iter().map(|block| block.check.verdict).filter(|verdict| *verdict != Verdict::NothingChecked);
    let verdict = told.max().unwrap_or(Verdict::NothingChecked);
    Ok(BlocksReport { network: file, views: [views.samples(), views.augmentations()], verdict, blocks, notes })
}

impl BlockReport {
    fn of(parameter: String, shape: Vec<usize>, shares: Shares, power: f64, largest: f64) -> Self {
        let running = |m: &Matrix| typed::<Running>(m.clone());
        let (update, covariance, rest) = (running(&shares.update), running(&shares.covariance), running(&shares.rest));
        let mut check = Check::of(&update, &(&covariance + &rest), power);
        // An update that rounding hides is 0 only beside the other parameters' updates.
        let is_small = |x: &Running| x.to_f64().abs() + x.error_bound() <= f64::EPSILON.sqrt() * largest;
        if check.verdict == Verdict::NothingChecked && !update.iter().all(is_small) {
            check.verdict = Verdict::Inconclusive;
        }
        // Of the largest entry first: squares may be beyond the range of f64 where the norm is not.
        let size = |m: &DMatrix<Running>| {
            let values = m.map(|x| x.to_f64());
            let largest = values.amax();
            if largest > 0.0 { largest * (values / largest).norm() } else { largest }
        };
        let of_update = size(&update);
        // What rounding may have made is not divided by.
        let is_zero = check.verdict == Verdict::NothingChecked || of_update == 0.0;
        let over = |x: f64| (!is_zero).then_some(x / of_update).filter(|x| x.is_finite());
        let product = size(&covariance) * of_update;
        let cosine = (!is_zero && shares.degree != Some(0))
            .then(|| inner(&covariance, &update).to_f64() / product)
            .filter(|cosine| cosine.is_finite())
            .map(|cosine| cosine.clamp(-1.0, 1.0));
        BlockReport {
            parameter,
            shape,
            degree: shares.degree,
            update_norm: of_update,
            covariance_share: over(size(&covariance)),
            cosine,
            cross_term: over(size(&rest)),
            check,
        }
    }
}

impl BlocksReport {
    /// The table, with what its columns are.
    pub fn table(&self) -> String {
        let header =
            ["parameter", ">degree", ">|update|", ">share", ">cosine", ">cross", ">residual", ">bound", "verdict"];
        let mut table = Table::new(&header);
        let or_dash = |x: Option<String>| x.unwrap_or_else(|| "-".to_string());
        for block in &self.blocks {
            let number = |x: Option<f64>| or_dash(x.map(|x| format!("{x:.3}")));
            let figure = |x: f64| if x.is_finite() { format!("{x:.1e}") } else { "-".to_string() };
            let cells = vec![
                block.parameter.clone(),
                or_dash(block.degree.map(|k| k.to_string())),
                format!("{:.3e}", block.update_norm),
                number(block.covariance_share),
                number(block.cosine),
                number(block.cross_term),
                figure(block.check.residual),
                figure(block.check.bound),
            ];
            let mut row: Vec<(String, Tint)> = cells.into_iter().map(|cell| (cell, Tint::Plain)).collect();
            row.push((block.check.verdict.name().to_string(), Tint::from(block.check.verdict)));
            table.row(row);
        }
        let [samples, augmentations] = self.views;
        let mut text = format!(
            "{}: {samples} samples x {augmentations} views\n\n{}\n",
            self.network.as_deref().unwrap_or("a residual convolutional network on digits"),
            table.render(),
        );
        for note in &self.notes {
            text.push_str(&format!("note: {note}\n"));
        }
        for block in &self.blocks {
            if let Some(reason) = &block.check.reason {
                text.push_str(&format!("{}: {reason}\n", block.parameter));
            }
        }
        text + LEGEND
    }
}

/// What the columns are.
const LEGEND: &str = "
degree: of homogeneity in the parameter, but for a constant, as the operations
        show; - where there is none
share:  |2 V theta| over |update|, V the covariance of the mean connections;
        cosine: its angle to the update
cross:  |2 Cov(K, c)| over |update|, c = f - K'theta. Degree 1: share 1,
        cross 0; k: share k; 0: share 0, cross 1
residual, bound: of update = 2 V theta + 2 Cov(K, c), relative to the largest
        entry; --json has the shapes and the power
";

/// The command `blocks` for the toolkit's command line.
pub fn command() -> Extra {
    Extra::new("blocks", |args: BlocksArgs| {
        if args.show_network {
            let network = digits::residual().map(Ring::to_f64);
            return Ok(Answer::new(Verdict::Holds, json::write(&network)));
        }
        let report = waiting("splitting updates", || blocks(&args))?;
        let text = if args.json { document(&report) } else { report.table() };
        Ok(Answer::new(report.verdict, text))
    })
}
