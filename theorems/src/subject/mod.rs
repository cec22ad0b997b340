//! The network and the views that a user gives: the same options and the same files for `measure` and `operator`.

mod given;
mod options;

pub(crate) use given::provenance;
pub use given::{Given, GivenViews, NoGradient, Place, SubjectError};
pub use options::{OptionError, ViewsOption, activation, at_zero, power, scale};
pub(crate) use options::{POWER, kinks, of_zeros, refuse};

use dualproof::input::{Selection, has_biases};
use dualproof::network::{Activation, AtZero};
use dualproof_autodiff::Kinks;
use std::path::{Path, PathBuf};

/// How a safetensors file is read.
#[derive(Clone, Debug, Default)]
pub struct Dense {
    /// Which tensors are the layers.
    pub selection: Selection,
    /// ψ of every layer but the top; ReLU where none is given.
    pub activation: Option<Activation<f64>>,
}

/// Is this the name of an ONNX file?
pub fn is_onnx(path: &Path) -> bool {
    has_extension(path, "onnx")
}

/// Is this the name of a safetensors file?
pub(crate) fn is_safetensors(path: &Path) -> bool {
    has_extension(path, "safetensors")
}

fn has_extension(path: &Path, expected: &str) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(expected))
}

/// The files and how they are read.
#[derive(Clone, Debug, clap::Args)]
pub struct SubjectArgs {
    /// Network: safetensors with one 2-D tensor per layer (n_out × n_in) of f64, f32, f16 or bf16, and NAME.bias beside
    /// NAME.weight where a layer has a bias; the top layer is linear. Or an ONNX file of any network
    #[arg(long, value_name = "NET.safetensors|NET.onnx")]
    pub weights: PathBuf,
    /// The layers' tensors by name, from the first layer to the top. Needed where their names do not differ in just
    /// one number, as layers.0.weight, layers.1.weight, ... do
    #[arg(long, value_name = "NAME,...", value_delimiter = ',', conflicts_with = "only")]
    pub layers: Vec<String>,
    /// Use only the tensors whose names start with PREFIX ("backbone.", for example)
    #[arg(long, value_name = "PREFIX")]
    pub only: Option<String>,
    /// Activation of every layer but the top: relu, linear, or leaky:SLOPE (SLOPE t for t < 0) [default: relu]
    #[arg(long, value_name = "relu|leaky:SLOPE|linear", value_parser = activation)]
    pub activation: Option<Activation<f64>>,
    /// The data and their views.
    #[command(flatten)]
    pub given: ViewsArgs,
    /// A pre-activation that is exactly 0: reject, or subgradient (PyTorch's psi'(0) = 0, counted) [default: reject;
    /// subgradient of an ONNX network]
    #[arg(long, value_name = "reject|subgradient", value_parser = at_zero)]
    pub at_zero: Option<AtZero>,
}

/// The data, and what is made of them.
#[derive(Clone, Debug, clap::Args)]
pub struct ViewsArgs {
    /// Data: an array N×H×W or N×D of bools, integers or floats, in C or Fortran order. Not needed beside a file of
    /// views
    #[arg(long, value_name = "X.npy")]
    pub data: Option<PathBuf>,
    /// Augmentations: "shifts" (identity, down, up, right, left by one pixel with zero fill; needs N×H×W), or an
    /// array N×A×D of ready views, of images also N×A×C×H×W, A of each of the first N samples
    #[arg(long, value_name = "shifts|FILE.npy", default_value = "shifts")]
    pub views: ViewsOption,
    /// Number of samples, the first ones of the data or of the views; all of them if not given
    #[arg(long, value_name = "N")]
    pub samples: Option<usize>,
    /// Every number of the data and of a file of views is divided by S: 16 for pixels 0..16, 255 for bytes
    #[arg(long, value_name = "S", default_value = "1", value_parser = scale)]
    pub scale: f64,
}

impl ViewsArgs {
    /// The files that are read.
    fn files(&self) -> impl Iterator<Item = &Path> {
        let views = match &self.views {
            ViewsOption::File(path) => Some(path.as_path()),
            ViewsOption::Shifts | ViewsOption::Lent(_) => None,
        };
        [self.data.as_deref(), views].into_iter().flatten()
    }
}

impl SubjectArgs {
    /// The files that are read.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        std::iter::once(self.weights.as_path()).chain(self.given.files())
    }

    /// What a pre-activation of 0 is for a dense network.
    pub fn at_zero(&self) -> AtZero {
        self.at_zero.unwrap_or(AtZero::Reject)
    }

    /// What a kink is for the network of an ONNX file.
    pub fn kinks(&self) -> Kinks {
        options::kinks(self.at_zero)
    }

    /// Refuses, beside a network that is measured as a graph, the given `others` of a command; beside an ONNX file also the
    /// options of safetensors.
    ///
    /// # Errors
    /// [`SubjectError::NeedsDense`].
    pub(crate) fn refuse_options_of_dense(&self, others: &[(&'static str, bool)]) -> Result<(), SubjectError> {
        let is_onnx = is_onnx(&self.weights);
        let own = [
            ("--layers", is_onnx && !self.layers.is_empty()),
            ("--only", is_onnx && self.only.is_some()),
            ("--activation", is_onnx && self.activation.is_some()),
        ];
        match own.iter().chain(others).find(|(_, is_given)| *is_given) {
            None => Ok(()),
            Some((option, _)) => Err(SubjectError::NeedsDense { option, file: self.weights.display().to_string() }),
        }
    }

    /// Is the network measured as a graph, not as dense layers alone: one in an ONNX file, or one with biases?
    pub fn is_graph(&self) -> bool {
        is_onnx(&self.weights) || has_biases(&self.weights, &self.selection())
    }

    /// How safetensors are read as a graph.
    pub(crate) fn dense(&self) -> Dense {
        Dense { selection: self.selection(), activation: self.activation.clone() }
    }

    /// Which tensors are the layers.
    pub fn selection(&self) -> Selection {
        Selection { only: self.only.clone(), layers: self.layers.clone() }
    }
}
