//! The update −∇L of every parameter.

use super::error::TrainedError;
use super::subject::Subject;
use dualproof_losses::{Batch, Evaluated, Loss};
use nalgebra::DMatrix;

/// A loss with its update.
#[derive(Clone, Debug)]
pub struct Update {
    /// L.
    pub value: f64,
    /// −∂L/∂f, n × N·A.
    pub of_outputs: DMatrix<f64>,
    /// −∂L/∂θ of every parameter of the network.
    pub parameters: Vec<DMatrix<f64>>,
    /// −∂L/∂θ of every parameter of the predictor; none where the loss has no predictions.
    pub predictor: Vec<DMatrix<f64>>,
}

/// A loss, −∂L/∂f (n × views), and −∂L/∂θ of every parameter of the predictor.
pub type AtOutputs = (f64, DMatrix<f64>, Vec<DMatrix<f64>>);

impl Subject {
    /// The update of a loss, `f` being the outputs on all views and `targets` the constants of a loss of predictions.
    pub fn update(&self, loss: &Loss, f: &DMatrix<f64>, targets: &DMatrix<f64>) -> Result<Update, TrainedError> {
        let (value, of_outputs, predictor) = self.by_outputs(loss, f, targets, self.batch)?;
        Ok(Update { value, parameters: self.pulled_back(&of_outputs)?, of_outputs, predictor })
    }

    /// L, −∂L/∂f, and the update of the predictor, of the outputs of a batch.
    pub fn by_outputs(
        &self,
        loss: &Loss,
        f: &DMatrix<f64>,
        targets: &DMatrix<f64>,
        batch: Batch,
    ) -> Result<AtOutputs, TrainedError> {
        let refused = |problem| TrainedError::Loss { loss: loss.to_string(), problem };
        if !loss.needs_predictions() {
            let Evaluated { value, gradient } = loss.of(f, batch).map_err(refused)?;
            return Ok((value, -gradient, Vec::new()));
        }
        let Some(predictor) = &self.predictor else {
            let Evaluated { value, gradient } = loss.of_predictions(f, targets, batch).map_err(refused)?;
            return Ok((value, -gradient, Vec::new()));
        };
        let pass = self.predicted(predictor, f)?;
        let Evaluated { value, gradient } = loss.of_predictions(pass.output(), targets, batch).map_err(refused)?;
        let all: Vec<usize> = (0..predictor.network.program.parameters().len()).collect();
        let (of_predictor, of_outputs) = pass.pullback_to_inputs(&-gradient, &all);
        Ok((value, of_outputs, of_predictor))
    }

    /// Σ over all views of (∂f/∂θ)ᵀ g, for every parameter.
    pub fn pulled_back(&self, cotangent: &DMatrix<f64>) -> Result<Vec<DMatrix<f64>>, TrainedError> {
        let program = &self.network.program;
        let all: Vec<usize> = (0..program.parameters().len()).collect();
        let mut sums: Vec<DMatrix<f64>> = program.parameters().iter().map(zeros).collect();
        for samples in self.blocks(&self.network) {
            let columns = self.columns(&samples);
            let pass = self.pass(&self.network, samples)?;
            let of_block = cotangent.columns(columns.start, columns.len()).into_owned();
            add(&mut sums, pass.pullback(&of_block, &all));
        }
        Ok(sums)
    }
}

pub(super) fn zeros(of: &DMatrix<f64>) -> DMatrix<f64> {
    DMatrix::zeros(of.nrows(), of.ncols())
}

pub(super) fn add(sums: &mut [DMatrix<f64>], terms: Vec<DMatrix<f64>>) {
    for (sum, term) in sums.iter_mut().zip(terms) {
        *sum += term;
    }
}
