//! The hidden layers of a network: do their values differ, and which units are silent?

use crate::diagnosis::effective_rank;
use crate::trained::{Network, Subject, TrainedError};
use dualproof::graph::{Graph, Operation};
use dualproof_losses::Batch;
use dualproof_onnx::Import;
use nalgebra::DMatrix;
use serde::Serialize;

/// Samples of which the hidden layers are looked at.
const SAMPLES: usize = 128;

/// A hidden layer, behind its activation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hidden {
    /// The layer whose values it rectifies, by the names of its parameters.
    pub layer: String,
    /// Its units.
    pub units: usize,
    /// The share of them that is 0 on every view.
    pub silent: f64,
    /// (tr G)²/‖G‖² of the Gram matrix G of the samples' mean values about their mean: the directions in which they vary;
    /// null where they do not.
    pub effective_rank: Option<f64>,
}

/// The places of the rectifiers and other activations, with the layer that comes before each.
fn activations(network: &Network) -> Vec<(usize, String)> {
    let import = &network.import;
    let mut layer = "input".to_string();
    let mut found = Vec::new();
    for (place, node) in import.graph.nodes.iter().enumerate() {
        if let Some(parameter) = node.operation.parameter()
            && let Some(block) = import.blocks.iter().find(|block| block.parameters.contains(&parameter))
        {
            layer.clone_from(&block.name);
        }
        if matches!(node.operation, Operation::Rectify { .. } | Operation::Tanh | Operation::Clip { .. }) {
            found.push((place, layer.clone()));
        }
    }
    found
}

/// The directions in which the columns vary: the mean of each sample's columns, about the mean of all.
pub(super) fn rank_of_samples(values: &DMatrix<f64>, batch: Batch) -> Option<f64> {
    let mut means = DMatrix::zeros(values.nrows(), batch.samples);
    for sample in 0..batch.samples {
        means.set_column(sample, &values.columns(sample * batch.views, batch.views).column_mean());
    }
    let mean = means.column_mean();
    means.column_iter_mut().for_each(|mut column| column -= &mean);
    // The Gram matrix has the eigenvalues of the covariance but for zeros; in units of the largest entry, so that no square
    // leaves the range of f64.
    let largest = means.amax();
    if largest == 0.0 || !largest.is_finite() {
        return None;
    }
    means /= largest;
    effective_rank(&means.tr_mul(&means))
}

/// Every hidden layer, on the first samples.
pub(super) fn hidden(subject: &Subject) -> Result<Vec<Hidden>, TrainedError> {
    let network = &subject.network;
    let samples = subject.batch.samples.min(SAMPLES);
    let batch = Batch { samples, ..subject.batch };
    let of_layer = |(place, layer): (usize, String)| {
        let nodes = network.import.graph.nodes[..=place].to_vec();
        let graph = Graph { parameters: network.import.graph.parameters.clone(), nodes };
        let below = Network::of(network.file.clone(), Import { graph, ..network.import.clone() })?;
        let values = subject.pass(&below, 0..samples)?.output().clone();
        let silent = values.row_iter().filter(|row| row.iter().all(|x| *x == 0.0)).count();
        Ok(Hidden {
            layer,
            units: values.nrows(),
            silent: silent as f64 / values.nrows().max(1) as f64,
            effective_rank: rank_of_samples(&values, batch),
        })
    };
    activations(network).into_iter().map(of_layer).collect()
}
