//! One cell learning from one seed: BYOL's and SimCLR's loss, the predictor, and the moving average.

use super::cell::{Cell, Predictor};
use super::settings::Settings;
use super::split::Split;
use dualproof::numbers::uniform;
use dualproof::random_streams::case_rng;
use dualproof::train::{
    ArchitectureError, Checkpoint, CheckpointError, Descent, InBatch, Initialisation, Learner, Network, Pass, Schedule,
    Sgd, follow,
};
use nalgebra::DMatrix;
use rand::seq::SliceRandom;

/// Weights start with the standard deviation √(2/fan-in), which keeps the second moment through a rectifier.
const DEVIATION: f64 = std::f64::consts::SQRT_2;

/// The predictor starts as this multiple of the identity, where S = Pᵀ(I − P) is largest.
const FIRST_PREDICTOR: f64 = 0.5;

/// A network in training.
#[derive(Clone, Debug)]
pub struct Byol<'a> {
    /// What is trained.
    pub cell: Cell,
    settings: &'a Settings,
    split: &'a Split,
    seed: u64,
    /// The online network.
    pub online: Network<f64>,
    /// The target network; the same as the online one where there is no moving average.
    pub target: Network<f64>,
    /// P, the identity where there is no predictor.
    pub predictor: DMatrix<f64>,
    descent: Sgd<f64>,
    predictor_descent: Sgd<f64>,
    pass: Pass<f64>,
    target_pass: Pass<f64>,
    gradient: Vec<f64>,
    /// Training images in the order of the current epoch.
    order: Vec<usize>,
    ordered_for: Option<u64>,
    contrast: InBatch<f64>,
}

/// Uniform entries of standard deviation 1/√n, which keep the second moment of the output: those of a seed and an epoch.
fn random_predictor(seed: u64, epoch: u64, outputs: usize) -> DMatrix<f64> {
    let half_width = (3.0 / outputs as f64).sqrt();
    let mut rng = case_rng(seed, "predictor", epoch);
    DMatrix::from_fn(outputs, outputs, |_, _| half_width * (2.0 * uniform(&mut rng) - 1.0))
}

/// The loss of one batch of pairs, and its gradient by the predictor.
#[derive(Clone, Debug, PartialEq)]
pub struct PairGradient {
    /// r.
    pub loss: f64,
    /// ∂r by the predictor.
    pub predictor: DMatrix<f64>,
}

impl<'a> Byol<'a> {
    /// A network with the weights of a seed. They depend on the seed and the shapes only, so that cells of one seed
    /// start alike.
    ///
    /// # Errors
    /// [`ArchitectureError::Batch`] for a batch of one where the cell normalises over the batch.
    pub fn new(cell: Cell, settings: &'a Settings, split: &'a Split, seed: u64) -> Result<Self, ArchitectureError> {
        let architecture = cell.architecture(split.train.pixels.ncols());
        // Two views of every image: a batch of one image has no statistics of its own.
        architecture.validate_batch(settings.batch)?;
        let law = Initialisation::Deviation(DEVIATION);
        let online = Network::random(architecture, law, &mut case_rng(seed, "weights", 0))?;
        let outputs = online.widths().last().copied().unwrap_or_default();
        let predictor = match cell.predictor() {
            Predictor::Absent => DMatrix::identity(outputs, outputs),
            Predictor::Trained => DMatrix::identity(outputs, outputs) * FIRST_PREDICTOR,
            Predictor::Random | Predictor::Reset => random_predictor(seed, 0, outputs),
        };
        let schedule = Schedule::Cosine { steps: settings.steps(split.train.labels.len()) };
        let descent =
            Descent { rate: settings.rate, momentum: settings.momentum, weight_decay: settings.weight_decay, schedule };
        Ok(Byol {
            cell,
            settings,
            split,
            seed,
            target: online.clone(),
            descent: Sgd::new(descent, online.parameters.len()),
            predictor_descent: Sgd::new(descent, predictor.len()),
            pass: online.pass(2 * settings.batch)?,
            target_pass: online.pass(2 * settings.batch)?,
            gradient: vec![0.0; online.parameters.len()],
            order: Vec::new(),
            ordered_for: None,
            contrast: InBatch::new(settings.temperature),
            online,
            predictor,
        })
    }

    /// Puts the batch of a step into the pass: one view of each of its images, then another of each. Batches and
    /// views depend on the seed and the step only.
    fn draw(&mut self, step: u64) {
        let images = self.split.train.labels.len();
        let batches = self.settings.batches(images);
        let epoch = step / batches;
        if self.ordered_for != Some(epoch) {
            self.order = (0..images).collect();
            self.order.shuffle(&mut case_rng(self.seed, "order", epoch));
            self.ordered_for = Some(epoch);
        }
        let batch = self.settings.batch;
        let start = (step % batches) as usize * batch;
        let mut rng = case_rng(self.seed, "views", step);
        let inputs = self.pass.inputs_mut();
        for view in 0..2 {
            for (place, image) in self.order[start..start + batch].iter().enumerate() {
                let row = view * batch + place;
                let pixel = |i: usize| self.split.train.pixels[(*image, i)];
                let put = |i: usize, value: f64| inputs[i * 2 * batch + row] = value;
                self.settings.augmentation().view(pixel, self.split.shape, &mut rng, put);
            }
        }
    }
}

/// The loss of pairs of views at computed outputs, and its gradients: for BYOL
/// r = mean of ½‖P f(x₁) − f'(x₂)‖² over the pairs in both orders, f' a constant; `adjoint` is set to ∂r/∂f. The rows of
/// both outputs are one view of every sample, then the other of each.
///
/// # Panics
/// If the shapes differ.
pub fn pair_gradient(
    outputs: &DMatrix<f64>,
    targets: &DMatrix<f64>,
    predictor: &DMatrix<f64>,
    adjoint: &mut DMatrix<f64>,
) -> PairGradient {
    let rows = outputs.nrows();
    let half = rows / 2;
    let mut residual = outputs * predictor.transpose();
    for i in 0..rows {
        let partner = (i + half) % rows;
        for k in 0..residual.ncols() {
            residual[(i, k)] -= targets[(partner, k)];
        }
    }
    let loss = 0.5 * residual.norm_squared() / rows as f64;
    residual /= rows as f64;
    residual.mul_to(predictor, adjoint);
    PairGradient { loss, predictor: residual.tr_mul(outputs) }
}

impl Learner for Byol<'_> {
    fn update(&mut self, step: u64) -> f64 {
        self.draw(step);
        let batches = self.settings.batches(self.split.train.labels.len());
        if self.cell.predictor() == Predictor::Reset && step.is_multiple_of(batches) {
            self.predictor = random_predictor(self.seed, step / batches, self.predictor.nrows());
            self.predictor_descent.velocity.fill(0.0);
        }
        self.online.forward(&mut self.pass);
        let mut predictor_gradient = None;
        let loss = match self.cell {
            Cell::Simclr => {
                let (outputs, adjoint) = self.pass.output_and_adjoint_mut();
                self.contrast.value_and_gradient(outputs, adjoint)
            }
            Cell::Byol { ema, .. } => {
                if ema {
                    let inputs = self.pass.value(0).as_slice();
                    self.target_pass.inputs_mut().copy_from_slice(inputs);
                    self.target.forward(&mut self.target_pass);
                }
                let (outputs, adjoint) = self.pass.output_and_adjoint_mut();
                let targets = if ema { self.target_pass.output() } else { outputs };
                let found = pair_gradient(outputs, targets, &self.predictor, adjoint);
                predictor_gradient = self.cell.has_predictor().then_some(found.predictor);
                found.loss
            }
        };
        self.gradient.fill(0.0);
        self.online.backward(&mut self.pass, &mut self.gradient);
        self.descent.update(step, &mut self.online.parameters, &self.gradient);
        if let Some(gradient) = predictor_gradient {
            self.predictor_descent.update(step, self.predictor.as_mut_slice(), gradient.as_slice());
        }
        let keep = if self.cell.has_ema() { self.settings.ema } else { 0.0 };
        follow(&mut self.target.parameters, &self.online.parameters, keep);
        loss
    }

    fn save(&self, checkpoint: &mut Checkpoint) {
        checkpoint.note("cell", &self.cell);
        checkpoint.note("seed", &self.seed);
        checkpoint.note("settings", self.settings);
        checkpoint.put_network("online", &self.online);
        checkpoint.put_network("target", &self.target);
        checkpoint.put("predictor", &[self.predictor.ncols(), self.predictor.nrows()], self.predictor.as_slice());
        checkpoint.put("velocity", &[self.descent.velocity.len()], &self.descent.velocity);
        let velocity = &self.predictor_descent.velocity;
        checkpoint.put("predictor.velocity", &[velocity.len()], velocity);
    }

    fn restore(&mut self, checkpoint: &Checkpoint) -> Result<(), CheckpointError> {
        checkpoint.expect_note("cell", &self.cell)?;
        checkpoint.expect_note("seed", &self.seed)?;
        checkpoint.expect_note("settings", self.settings)?;
        let (rows, columns) = self.predictor.shape();
        let predictor = checkpoint.get("predictor", &[columns, rows])?;
        let velocity = checkpoint.get("velocity", &[self.descent.velocity.len()])?;
        let predictor_velocity = checkpoint.get("predictor.velocity", &[self.predictor_descent.velocity.len()])?;
        checkpoint.restore_network("online", &mut self.online)?;
        checkpoint.restore_network("target", &mut self.target)?;
        self.predictor = DMatrix::from_vec(rows, columns, predictor);
        (self.descent.velocity, self.predictor_descent.velocity) = (velocity, predictor_velocity);
        self.ordered_for = None;
        Ok(())
    }
}
