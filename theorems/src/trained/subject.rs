//! A network of an ONNX file with what it is trained with: views, a predictor, a target.

use super::chunk::Chunk;
use super::dense;
use super::error::TrainedError;
use crate::subject::{Dense, GivenViews, ViewsArgs, is_onnx, is_safetensors};
use dualproof::graph::{Graph, Node, Operation, Parameter};
use dualproof::input::Array;
use dualproof::operator::streamed::ReadViews;
use dualproof_autodiff::{Kinks, PassError, Program};
use dualproof_losses::Batch;
use dualproof_onnx::{Block, Import, InputShape, Options, ParameterOrigin};
use nalgebra::DMatrix;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// Bytes that the values of a block of views may take at once.
const BLOCK_BYTES: usize = 1 << 28;

/// Which mean and variance BatchNorm takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Statistics {
    /// The stored ones, as in evaluation.
    #[default]
    #[value(skip)]
    Stored,
    /// Those of all views together, as where a program calls the network once for a batch of all views.
    All,
    /// Those of each view by itself, as where it calls the network once for each view.
    Each,
}

impl Statistics {
    /// Are they those of a batch?
    pub fn of_batch(self) -> bool {
        self != Statistics::Stored
    }
}

/// The files, and how they are read.
#[derive(Clone, Copy, Debug)]
pub struct Files<'a> {
    /// The network, ONNX; or safetensors of dense layers.
    pub network: &'a Path,
    /// How safetensors are read.
    pub dense: &'a Dense,
    /// Its views.
    pub views: &'a ViewsArgs,
    /// Which mean and variance BatchNormalizations take.
    pub statistics: Statistics,
    /// The predictor, ONNX or the matrix of q = P f.
    pub predictor: Option<&'a Path>,
    /// The target network, ONNX.
    pub target: Option<&'a Path>,
    /// What a kink is.
    pub kinks: Kinks,
}

/// A network with its program.
pub struct Network {
    /// The file.
    pub file: String,
    /// What was read.
    pub import: Import,
    /// The same, prepared for batches.
    pub program: Program<f64>,
}

/// What comes between the outputs and the loss.
pub struct Predictor {
    /// The network; of a matrix P the one parameter `P`.
    pub network: Network,
    /// P, where q = P f.
    pub matrix: Option<DMatrix<f64>>,
}

/// A network on views.
#[derive(Clone)]
pub struct Subject {
    /// The network that is trained.
    pub network: Arc<Network>,
    /// q = predictor(f).
    pub predictor: Option<Arc<Predictor>>,
    /// Its outputs are the constant targets; without one, those of the network itself are.
    pub target: Option<Arc<Network>>,
    /// The views.
    pub views: Arc<GivenViews>,
    /// Which mean and variance BatchNorm takes.
    pub statistics: Statistics,
    /// N and A.
    pub batch: Batch,
    /// What a kink is.
    pub kinks: Kinks,
}

impl Network {
    fn read(path: &Path, dense: &Dense, batch_statistics: bool) -> Result<Self, TrainedError> {
        let import = match is_safetensors(path) {
            true => dense::read(path, dense)?,
            false => dualproof_onnx::read(path, &Options { batch_statistics, ..Options::default() })?,
        };
        Network::of(path.display().to_string(), import)
    }

    /// Of a network that was read.
    ///
    /// # Errors
    /// Where its operations do not fit together.
    pub fn of(file: String, import: Import) -> Result<Self, TrainedError> {
        let inputs = import.input.dims.iter().product();
        let program = Program::new(&import.graph, inputs);
        let program = program.map_err(|problem| TrainedError::Graph { file: file.clone(), problem })?;
        Ok(Network { file, import, program })
    }

    /// The names of its parameters.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.import.parameters.iter().map(|origin| origin.name.as_str())
    }
}

impl Predictor {
    fn read(path: &Path, outputs: usize, dense: &Dense, batch_statistics: bool) -> Result<Self, TrainedError> {
        if !is_onnx(path) {
            let array = Array::read(path)?;
            if *array.shape() != [outputs, outputs] {
                return Err(array.misshapen(format!("{outputs} × {outputs}, the output of the network")).into());
            }
            let matrix = DMatrix::from_row_iterator(outputs, outputs, array.data().iter().copied());
            let network = Network::of(path.display().to_string(), linear(&matrix))?;
            return Ok(Predictor { network, matrix: Some(matrix) });
        }
        let network = Network::read(path, dense, batch_statistics)?;
        let expected = format!("{outputs} numbers, the output of the network");
        let misfit = |found: String| TrainedError::Misfit {
            option: "--predictor",
            file: network.file.clone(),
            found,
            expected: expected.clone(),
        };
        if network.program.inputs() != outputs {
            return Err(misfit(format!("an input of {} numbers", network.program.inputs())));
        }
        Ok(Predictor { network, matrix: None })
    }
}

/// q = P f as a network of a file.
fn linear(matrix: &DMatrix<f64>) -> Import {
    let node = |operation, of: &[usize]| Node { operation, of: of.to_vec() };
    let graph = Graph {
        parameters: vec![Parameter { name: "P".to_string(), values: matrix.clone(), mask: None }],
        nodes: vec![node(Operation::Input, &[]), node(Operation::Dense { weights: 0 }, &[0])],
    };
    Import {
        graph,
        input: InputShape { name: "f".to_string(), dims: vec![matrix.ncols()] },
        output_width: matrix.nrows(),
        parameters: vec![ParameterOrigin {
            name: "P".to_string(),
            shape: vec![matrix.nrows(), matrix.ncols()],
            is_transposed: false,
        }],
        folded: Vec::new(),
        notes: Vec::new(),
        blocks: vec![Block { name: "P".to_string(), parameters: vec![0] }],
    }
}

impl Subject {
    /// Reads the files and holds them to each other.
    ///
    /// # Errors
    /// [`TrainedError`], which names the file, what was found and what was expected.
    pub fn read(files: &Files<'_>) -> Result<Self, TrainedError> {
        let network = Network::read(files.network, files.dense, files.statistics.of_batch())?;
        let views = files.views.read(&network.import.input.dims)?;
        let [samples, augmentations, _] = views.shape();
        let batch = Batch { samples, views: augmentations };
        if files.statistics.of_batch() && batch.columns() < 2 {
            return Err(TrainedError::TooFewViews { found: batch.columns() });
        }
        let outputs = network.program.outputs();
        let (dense, of_batch) = (files.dense, files.statistics.of_batch());
        let predictor = files.predictor.map(|path| Predictor::read(path, outputs, dense, of_batch)).transpose()?;
        let target = files.target.map(|path| Network::read(path, dense, of_batch)).transpose()?;
        if let Some(target) = &target {
            let misfit = |found: String, expected: String| TrainedError::Misfit {
                option: "--target",
                file: target.file.clone(),
                found,
                expected,
            };
            let [inputs, expected] = [target, &network].map(|network| &network.import.input.dims);
            if inputs != expected {
                return Err(misfit(format!("an input {inputs:?}"), format!("{expected:?}, the input of the network")));
            }
            let predictions = predictor.as_ref().map_or(outputs, |predictor| predictor.network.program.outputs());
            if target.program.outputs() != predictions {
                let found = format!("an output of {} numbers", target.program.outputs());
                return Err(misfit(found, format!("{predictions}, those of the prediction")));
            }
        }
        Ok(Subject {
            network: Arc::new(network),
            predictor: predictor.map(Arc::new),
            target: target.map(Arc::new),
            views: Arc::new(views),
            statistics: files.statistics,
            batch,
            kinks: files.kinks,
        })
    }

    /// Samples that are taken at once: all where statistics of the batch need them all.
    fn samples_at_once(&self, program: &Program<f64>) -> usize {
        if !program.is_by_view() {
            return self.batch.samples;
        }
        let of_sample = program.bytes_a_view().saturating_mul(self.batch.views).max(1);
        (BLOCK_BYTES / of_sample).clamp(1, self.batch.samples)
    }

    /// Blocks of samples, in order, of a network on the views.
    pub fn blocks(&self, network: &Network) -> impl Iterator<Item = Range<usize>> + use<> {
        let (samples, step) = (self.batch.samples, self.samples_at_once(&network.program));
        (0..samples).step_by(step).map(move |first| first..(first + step).min(samples))
    }

    /// The columns of the views of these samples.
    pub fn columns(&self, samples: &Range<usize>) -> Range<usize> {
        samples.start * self.batch.views..samples.end * self.batch.views
    }

    /// The values of a network on the views of these samples.
    pub fn pass<'n>(&self, network: &'n Network, samples: Range<usize>) -> Result<Chunk<'n>, TrainedError> {
        let first = self.columns(&samples).start;
        let inputs = self.inputs(samples)?;
        self.on(network, inputs, first)
    }

    /// The values of a network on inputs, of which the first is that of the view with this number.
    fn on<'n>(&self, network: &'n Network, inputs: DMatrix<f64>, first: usize) -> Result<Chunk<'n>, TrainedError> {
        let pass = |inputs: DMatrix<f64>, columns: Vec<usize>| {
            let at = |problem: PassError| {
                let view = problem.view().and_then(|view| columns.get(view));
                let place = view.map(|view| Box::new(self.views.place(first + view)));
                TrainedError::Pass { file: network.file.clone(), problem, place }
            };
            let pass = network.program.pass(inputs, self.kinks).map_err(at)?;
            Ok::<_, TrainedError>((columns, pass))
        };
        let (all, views) = (inputs.ncols(), self.batch.views);
        if self.statistics != Statistics::Each || network.program.is_by_view() {
            return Ok(Chunk::of(vec![pass(inputs, (0..all).collect())?]));
        }
        let of_view = |view: usize| {
            let columns: Vec<usize> = (view..all).step_by(views).collect();
            pass(inputs.select_columns(&columns), columns)
        };
        Ok(Chunk::of((0..views).map(of_view).collect::<Result<_, _>>()?))
    }

    /// The views of these samples, n₀ × views.
    pub fn inputs(&self, samples: Range<usize>) -> Result<DMatrix<f64>, TrainedError> {
        let columns = self.columns(&samples).len();
        let mut entries = Vec::new();
        self.views.read(samples, &mut entries)?;
        Ok(DMatrix::from_vec(self.network.program.inputs(), columns, entries))
    }

    /// The values of the predictor on outputs.
    pub fn predicted<'p>(&self, predictor: &'p Predictor, f: &DMatrix<f64>) -> Result<Chunk<'p>, TrainedError> {
        self.on(&predictor.network, f.clone(), 0)
    }

    /// Another network on the same views, with the same predictor and target.
    ///
    /// # Errors
    /// Where its operations do not fit together.
    pub fn altered(&self, graph: Graph<f64>) -> Result<Self, TrainedError> {
        let import = Import { graph, ..self.network.import.clone() };
        Ok(Subject { network: Arc::new(Network::of(self.network.file.clone(), import)?), ..self.clone() })
    }

    /// The constant targets of a loss of predictions: the outputs of the target network, or `f`, those of the network itself.
    pub fn targets(&self, f: &DMatrix<f64>) -> Result<DMatrix<f64>, TrainedError> {
        match &self.target {
            Some(target) => Ok(self.outputs(target)?.0),
            None => Ok(f.clone()),
        }
    }

    /// f of all views, and how many kinks were decided by convention.
    pub fn outputs(&self, network: &Network) -> Result<(DMatrix<f64>, usize), TrainedError> {
        let (mut all, mut kinks) = (DMatrix::zeros(network.program.outputs(), self.batch.columns()), 0);
        for samples in self.blocks(network) {
            let columns = self.columns(&samples);
            let pass = self.pass(network, samples)?;
            all.columns_mut(columns.start, columns.len()).copy_from(pass.output());
            kinks += pass.kinks();
        }
        Ok((all, kinks))
    }
}
