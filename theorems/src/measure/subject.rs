//! What is measured: the user's network on the user's views.

use super::{MeasureArgs, MeasureError};
use crate::subject::Given;
use dualproof::input::Array;
use dualproof::network::{Activation, Layer, Network};
use dualproof::numbers::Running;
use dualproof::views::Views;
use nalgebra::DMatrix;

/// A network, its views and perhaps a predictor, all exactly what the files hold: an `f64` each.
pub(super) struct Subject {
    pub(super) network: Network<Running>,
    pub(super) views: Views<Running>,
    pub(super) predictor: Option<DMatrix<Running>>,
    /// The views without error bounds, for their spectrum.
    pub(super) plain: Views<f64>,
    /// The files, and the network without error bounds.
    pub(super) given: Given,
}

impl Subject {
    pub(super) fn read(args: &MeasureArgs) -> Result<Self, MeasureError> {
        let given = args.subject.read()?;
        let network = &given.network.network;
        let outputs = network.output_width();
        let inputs = given.views.in_memory()?;
        let samples = given.views.shape()[0];
        let predictor = match &args.predictor {
            None => None,
            Some(path) => {
                let array = Array::read(path)?;
                if *array.shape() != [outputs, outputs] {
                    let needed = format!("{outputs} × {outputs}, the output of the network");
                    return Err(array.misshapen(needed).into());
                }
                let entries = array.data().iter().map(|x| Running::exact(*x));
                Some(DMatrix::from_row_iterator(outputs, outputs, entries))
            }
        };
        let layers = network.layers.iter().map(|layer| {
            let psi = match layer.activation {
                Activation::LeakyRelu { slope } => Activation::LeakyRelu { slope: Running::exact(slope) },
                Activation::Relu => Activation::Relu,
                _ => Activation::Linear,
            };
            Layer::dense(layer.weights.map(Running::exact), psi)
        });
        let network = Network { layers: layers.collect() };
        let views = Views::uniform(inputs.map(Running::exact), samples)?;
        let plain = Views::uniform(inputs, samples)?;
        Ok(Subject { network, views, predictor, plain, given })
    }
}
