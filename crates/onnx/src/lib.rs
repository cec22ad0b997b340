//! ONNX files read as graphs of operations, or refused.
//!
//! A file describes a network on a batch: every value is (batch × rest), and what it does is the same for every view. The
//! graph has a column per view and the rest in row-major order as rows; shapes that the file computes are computed here.
//! Every float tensor of the file that training moves is a parameter, with its name and shape; see [`Import`].
//!
//! What is a parameter: weights, gains and biases of the layers' operators (`Gemm`, `MatMul`, `Conv`, `PRelu` and the
//! normalisations) always; any other float tensor unless PyTorch's record in the file calls it a buffer or the result of a
//! computation, its name is one that exporters make up, or [`Options::constants`] names it. Running means and variances and
//! the nodes `Constant` are constants. The notes list what became one.
//!
//! What a file asks for is bounded before it is made: a value has at most 2^31 - 1 entries a view, and the lists of places,
//! groups and constants that a graph holds have at most 2^26 entries together. Weights take eight bytes an entry, and the
//! bytes of the file as long as it is read. A file has at most 2^20 messages (nodes, attributes, tensors and the like).
//!
//! ```no_run
//! use dualproof_onnx::{Options, read};
//! let import = read("net.onnx".as_ref(), &Options::default())?;
//! println!("{:?} -> {}, {} parameters", import.input.dims, import.output_width, import.parameters.len());
//! # Ok::<(), dualproof_onnx::OnnxError>(())
//! ```

#![warn(missing_docs)]

mod arrange;
mod attributes;
mod builder;
mod error;
mod external;
mod fold;
mod importer;
mod model;
mod operators;
mod origin;
mod outline;
mod proto;
mod strided;
mod tensor;
mod value;

pub use error::OnnxError;
pub use operators::OPERATORS;

use dualproof_host::memory::{Shortage, available_memory, shortage};
use dualproof_networks::graph::Graph;
use nalgebra::DMatrix;
use prost::bytes::Bytes;
use std::fs;
use std::path::Path;

/// The oldest version of ONNX's operators that is read: from it on, bounds and pads are inputs.
pub const OLDEST_OPSET: i64 = 11;

/// How a file is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Does BatchNormalization take the mean and variance of the batch, as in training, not the stored ones?
    pub batch_statistics: bool,
    /// The output to take where the file has several.
    pub output: Option<String>,
    /// Tensors of the file that are constants, though nothing in the file says so.
    pub constants: Vec<String>,
}

/// A network of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// What it computes.
    pub graph: Graph<f64>,
    /// What it takes.
    pub input: InputShape,
    /// n_L, the rows of its output.
    pub output_width: usize,
    /// Which tensor of the file each parameter of the graph is, in the graph's order.
    pub parameters: Vec<ParameterOrigin>,
    /// Layers into which the exporter folded a BatchNorm.
    pub folded: Vec<Folded>,
    /// What a user should know: what is a constant, what was folded, what was dropped.
    pub notes: Vec<String>,
    /// Layers, each with its weights and biases, in the order in which they are used.
    pub blocks: Vec<Block>,
}

/// The input of a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputShape {
    /// Its name in the file.
    pub name: String,
    /// The sizes after the batch: (channels, height, width) of an image.
    pub dims: Vec<usize>,
}

/// The tensor of the file that a parameter is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterOrigin {
    /// Its name in the file.
    pub name: String,
    /// Its shape in the file; its entries stand there in row-major order.
    pub shape: Vec<usize>,
    /// Are they the entries of the graph's matrix column by column? Else they are row by row.
    pub is_transposed: bool,
}

impl ParameterOrigin {
    /// The entries of a matrix of the graph's shape in the order in which the file has them.
    pub fn stored(&self, values: &DMatrix<f64>) -> Vec<f64> {
        if self.is_transposed { values.as_slice().to_vec() } else { values.transpose().as_slice().to_vec() }
    }
}

/// A layer into which the exporter folded the BatchNorm after it: its weights are not those that were trained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded {
    /// The node.
    pub node: String,
    /// The tensor of its weights.
    pub weights: String,
    /// What says that it is folded.
    pub sign: String,
}

/// Parameters of one layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What their names have in common, such as `layer1.0.conv1`.
    pub name: String,
    /// Their places in the graph.
    pub parameters: Vec<usize>,
}

/// Reads a file.
///
/// # Errors
/// What the file is refused for; its name, the node or tensor, what was found and what was expected.
pub fn read(path: &Path, options: &Options) -> Result<Import, OnnxError> {
    let file = path.display().to_string();
    let unreadable = |error: std::io::Error| OnnxError::Unreadable { file: file.clone(), kind: error.kind() };
    let in_file = |error| OnnxError::File { file: file.clone(), error: Box::new(error) };
    fits(fs::metadata(path).map_err(unreadable)?.len() as f64).map_err(in_file)?;
    let bytes = fs::read(path).map_err(unreadable)?;
    // The folder of a bare name is the one where the program runs.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    model::import(Bytes::from(bytes), Some(folder), options).map_err(in_file)
}

/// Refuses what takes more bytes than are available.
fn fits(bytes: f64) -> Result<(), OnnxError> {
    match shortage(bytes, available_memory()) {
        None => Ok(()),
        Some(Shortage { needed, available }) => Err(OnnxError::Memory { needed, available }),
    }
}

/// Reads the bytes of a file; `folder` is where its external data are, if it may have some.
///
/// # Errors
/// What they are refused for: the node or tensor, what was found and what was expected.
pub fn from_bytes(bytes: &[u8], folder: Option<&Path>, options: &Options) -> Result<Import, OnnxError> {
    model::import(Bytes::copy_from_slice(bytes), folder, options)
}
