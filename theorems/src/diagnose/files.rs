//! The files of a checkpoint: the network, and what stands beside it.

use super::options::DiagnoseArgs;
use crate::subject::Dense;
use crate::trained::{Files, Statistics, Subject, TrainedError};
use dualproof::input::{NamedTensor, read_tensors};
use std::path::{Path, PathBuf};

/// A network with its predictor, target and update, as far as there are such files.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkpoint {
    /// The network, ONNX.
    pub network: PathBuf,
    /// X.predictor.onnx or X.predictor.npy beside X.onnx.
    pub predictor: Option<PathBuf>,
    /// X.target.onnx.
    pub target: Option<PathBuf>,
    /// X.update.safetensors: −∇ of the user's own program, by name of parameter.
    pub update: Option<PathBuf>,
}

impl Checkpoint {
    /// The files of a network; those that the arguments name come first.
    pub fn of(network: &Path, args: &DiagnoseArgs) -> Self {
        let beside = |endings: &[&str]| {
            let of_ending = |ending: &&str| Some(network.with_extension(ending)).filter(|path| path.is_file());
            endings.iter().find_map(of_ending)
        };
        Checkpoint {
            network: network.to_path_buf(),
            predictor: args.predictor.clone().or_else(|| beside(&["predictor.onnx", "predictor.npy"])),
            target: args.target.clone().or_else(|| beside(&["target.onnx"])),
            update: args.update.clone().or_else(|| beside(&["update.safetensors"])),
        }
    }

    /// All files.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        let others = [&self.predictor, &self.target, &self.update];
        std::iter::once(self.network.as_path()).chain(others.into_iter().flatten().map(PathBuf::as_path))
    }

    /// The network on the views.
    ///
    /// # Errors
    /// [`TrainedError`] where a file cannot be used.
    pub fn subject(&self, args: &DiagnoseArgs, statistics: Statistics) -> Result<Subject, TrainedError> {
        let of_predictions = args.loss.needs_predictions();
        let dense = Dense { activation: args.activation.clone(), ..Dense::default() };
        Subject::read(&Files {
            network: &self.network,
            dense: &dense,
            views: &args.given,
            statistics,
            predictor: self.predictor.as_deref().filter(|_| of_predictions),
            target: self.target.as_deref().filter(|_| of_predictions),
            kinks: args.kinks(),
        })
    }

    /// The update of the user's program, in the order of the network's parameters as the graph holds them, row by row.
    ///
    /// # Errors
    /// Where the file cannot be read, or a parameter is missing or of another size.
    pub fn update(&self, subject: &Subject) -> Result<Option<Vec<Vec<f64>>>, TrainedError> {
        let Some(path) = &self.update else { return Ok(None) };
        let tensors = read_tensors(path)?;
        let file = path.display().to_string();
        let of_parameter = |(place, name): (usize, &str)| {
            let origin = &subject.network.import.parameters[place];
            let misfit = |found: String| TrainedError::Misfit {
                option: "--update",
                file: file.clone(),
                found,
                expected: format!("a tensor {name} of shape {:?}", origin.shape),
            };
            let named = |tensor: &&NamedTensor| tensor.name == *name;
            let found = tensors.iter().find(named).ok_or_else(|| misfit("none of this name".to_string()))?;
            if found.shape != origin.shape {
                return Err(misfit(format!("shape {:?}", found.shape)));
            }
            Ok(found.entries.clone())
        };
        subject.network.names().enumerate().map(of_parameter).collect::<Result<_, _>>().map(Some)
    }
}
