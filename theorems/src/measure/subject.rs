//! The subject of a measurement: the user's network on the user's views.

use super::error::MeasureError;
use super::options::{LossOption, MeasureArgs};
use super::pace::fits;
use super::units::Units;
use crate::subject::Given;
use dualproof::input::Array;
use dualproof::network::{AtZero, Network, Preactivation};
use dualproof::numbers::{Floating, Obstacle, Running};
use dualproof::operator::streamed::ReadViews;
use dualproof::views::{Views, ViewsError};
use nalgebra::DMatrix;
use std::collections::HashMap;

/// A network, its views and perhaps a predictor, all exactly what the files hold: an `f64` each.
pub(super) struct Subject {
    /// The files and the network.
    pub(super) given: Given,
    pub(super) views: Views<f64>,
    pub(super) predictor: Option<DMatrix<f64>>,
    pub(super) loss: LossOption,
    pub(super) at_zero: AtZero,
    pub(super) units: Units,
}

/// The same in a floating system with error bounds and in units of its own.
pub(super) struct Instance<F: Floating> {
    pub(super) network: Network<F>,
    pub(super) views: Views<F>,
    pub(super) predictor: Option<DMatrix<F>>,
    pub(super) at_zero: AtZero,
    /// For each view, the first view equal to it: distances from any view to the two are exactly the same.
    pub(super) same: Vec<usize>,
}

impl Subject {
    pub(super) fn read(args: &MeasureArgs) -> Result<Self, MeasureError> {
        let loss = args.dense()?;
        let given = args.subject.read()?;
        let network = &given.network.network;
        let outputs = network.output_width();
        let [samples, augmentations, _] = given.views.shape();
        fits(&widths(network), args, (samples, augmentations), size_of::<Running>())?;
        let inputs = given.views.in_memory()?;
        let predictor = match &args.predictor {
            None => None,
            Some(path) => {
                let array = Array::read(path)?;
                if *array.shape() != [outputs, outputs] {
                    let needed = format!("{outputs} × {outputs}, the output of the network");
                    return Err(array.misshapen(needed).into());
                }
                Some(DMatrix::from_row_iterator(outputs, outputs, array.data().iter().copied()))
            }
        };
        let units = Units::of(network, &inputs);
        let views = Views::uniform(inputs, samples)?;
        Ok(Subject { views, predictor, loss, at_zero: args.subject.at_zero(), units, given })
    }

    pub(super) fn network(&self) -> &Network<f64> {
        &self.given.network.network
    }

    /// The error of an obstacle, with the sample and the view in the user's files.
    pub(super) fn obstacle(&self, obstacle: Obstacle, arithmetic: &'static str) -> MeasureError {
        if let Some(place) = self.given.views.no_gradient(&obstacle) {
            return MeasureError::NoGradient(place);
        }
        let views = &self.given.views;
        let undecided = match &obstacle {
            Obstacle::UndecidedKink(location) => Preactivation::of(location),
            _ => None,
        };
        let place = undecided.map_or_else(|| views.file().to_string(), |at| views.place(at.view).to_string());
        MeasureError::Undecided { place, obstacle: Box::new(obstacle), arithmetic }
    }

    /// The problem in its own units.
    pub(super) fn instance<F: Floating>(&self) -> Result<Instance<F>, ViewsError> {
        self.of_inputs(&self.views.inputs, self.views.samples())
    }

    /// The same of the first samples alone.
    pub(super) fn first<F: Floating>(&self, samples: usize) -> Result<Instance<F>, ViewsError> {
        let inputs = self.views.inputs.columns(0, samples * self.views.augmentations()).into_owned();
        self.of_inputs(&inputs, samples)
    }

    fn of_inputs<F: Floating>(&self, inputs: &DMatrix<f64>, samples: usize) -> Result<Instance<F>, ViewsError> {
        Ok(Instance {
            network: self.units.network(self.network()),
            views: Views::uniform(self.units.inputs(inputs), samples)?,
            predictor: self.predictor.as_ref().map(|p| p.map(F::exact)),
            at_zero: self.at_zero,
            same: first_of_the_same(inputs),
        })
    }
}

/// For each column, the first column equal to it.
fn first_of_the_same(inputs: &DMatrix<f64>) -> Vec<usize> {
    let mut first = HashMap::new();
    let bits = |view: usize| inputs.column(view).iter().map(|x| x.to_bits()).collect::<Vec<u64>>();
    (0..inputs.ncols()).map(|view| *first.entry(bits(view)).or_insert(view)).collect()
}

/// n₀ … n_L.
pub(super) fn widths(network: &Network<f64>) -> Vec<usize> {
    std::iter::once(network.input_width()).chain(network.layers.iter().map(|layer| layer.weights.nrows())).collect()
}
