//! Dense layers with biases, of a safetensors file, as a graph.

use crate::subject::Dense;
use dualproof::graph::{Graph, Node, Operation, Parameter};
use dualproof::input::{DenseLayer, InputError, read_dense};
use dualproof::network::Activation;
use dualproof_onnx::{Block, Import, InputShape, ParameterOrigin};
use nalgebra::DMatrix;
use std::path::Path;

/// f = W_L ψ(… ψ(W₁ x + b₁) …) + b_L; a layer without a bias in the file has none.
pub(super) fn read(path: &Path, dense: &Dense) -> Result<Import, InputError> {
    let file = read_dense(path, &dense.selection)?;
    let widths = |layer: &DenseLayer| [layer.weights.nrows(), layer.weights.ncols()];
    let inputs = file.layers.first().map_or(0, |layer| widths(layer)[1]);
    let mut chain = Chain::default();
    let output_width = file.layers.last().map_or(0, |layer| widths(layer)[0]);
    let layers = file.layers.len();
    for (place, layer) in file.layers.into_iter().enumerate() {
        chain.add(layer);
        if place + 1 < layers {
            chain.nodes.extend(rectifier(dense.activation.as_ref().unwrap_or(&Activation::Relu)));
        }
    }
    let mut nodes = vec![Node { operation: Operation::Input, of: Vec::new() }];
    nodes.extend(chain.nodes.into_iter().enumerate().map(|(last, operation)| Node { operation, of: vec![last] }));
    Ok(Import {
        graph: Graph { parameters: chain.parameters, nodes },
        input: InputShape { name: "x".to_string(), dims: vec![inputs] },
        output_width,
        parameters: chain.origins,
        folded: Vec::new(),
        notes: file.notes.iter().map(ToString::to_string).collect(),
        blocks: chain.blocks,
    })
}

/// ψ; nothing where it is linear.
fn rectifier(activation: &Activation<f64>) -> Option<Operation<f64>> {
    match activation {
        Activation::Linear => None,
        Activation::Relu => Some(Operation::Rectify { slope: 0.0 }),
        Activation::LeakyRelu { slope } => Some(Operation::Rectify { slope: *slope }),
        Activation::Tanh => Some(Operation::Tanh),
        Activation::Gated { gates } => Some(Operation::Gate { gates: gates.clone() }),
    }
}

/// Operations, each of the value before it, with their parameters.
#[derive(Default)]
struct Chain {
    nodes: Vec<Operation<f64>>,
    parameters: Vec<Parameter<f64>>,
    origins: Vec<ParameterOrigin>,
    blocks: Vec<Block>,
}

impl Chain {
    /// W f + b.
    fn add(&mut self, layer: DenseLayer) {
        let DenseLayer { name, weights, bias } = layer;
        let first = self.parameters.len();
        let module = name.rsplit_once(['.', '/']).map_or(name.as_str(), |(module, _)| module).to_string();
        self.nodes.push(Operation::Dense { weights: first });
        self.parameter(name, vec![weights.nrows(), weights.ncols()], weights);
        if let Some((name, bias)) = bias {
            self.nodes.push(Operation::Bias { biases: self.parameters.len() });
            self.parameter(name, vec![bias.len()], DMatrix::from_vec(bias.len(), 1, bias));
        }
        self.blocks.push(Block { name: module, parameters: (first..self.parameters.len()).collect() });
    }

    fn parameter(&mut self, name: String, shape: Vec<usize>, values: DMatrix<f64>) {
        self.origins.push(ParameterOrigin { name: name.clone(), shape, is_transposed: false });
        self.parameters.push(Parameter { name, values, mask: None });
    }
}
