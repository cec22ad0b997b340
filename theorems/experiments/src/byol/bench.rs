//! One run from its first to its last measurement, and all the runs of an experiment.

use super::cell::Cell;
use super::covariance::{CovarianceSpectrum, augmentation_means, spectrum_of_s};
use super::learner::{Byol, pair_gradient};
use super::probe::Ridge;
use super::results::{DigitResults, Quantity, Run, Series};
use super::settings::Settings;
use super::split::Split;
use super::theory::{cosine, descent_of, norm, predicted};
use crate::error::ExperimentError;
use crate::experiment::Results;
use crate::training::{self, Kept, Training};
use dualproof::random_streams::case_rng;
use dualproof::train::{Architecture, Ended, Network, Watch};
use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Training images whose outputs are measured.
pub const SAMPLES: usize = 512;

/// Views of each of them. Half of them are partners of the other half.
pub const AUGMENTATIONS: usize = 4;

/// Eigenvalues of the top layer's operator that are kept.
const SPECTRUM: usize = 4;

/// The measurements of runs: fixed data, views that depend on the seed only, and the probe.
#[derive(Clone, Debug)]
pub struct Bench<'a> {
    split: &'a Split,
    ridge: Ridge,
    guessed: usize,
    /// Cells whose spectrum is kept.
    spectra: &'a [Cell],
}

/// A measurement of a run: the images that the probe gets right, quantities, and the largest eigenvalues of the top
/// layer's operator.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Measurement {
    correct: usize,
    quantities: BTreeMap<Quantity, Option<f64>>,
    spectrum: Vec<Option<f64>>,
}

impl<'a> Bench<'a> {
    /// The bench for results that state its probe and its guess.
    pub fn new(split: &'a Split, results: &DigitResults, spectra: &'a [Cell]) -> Self {
        Bench { split, ridge: Ridge { relative: results.ridge }, guessed: results.guessed, spectra }
    }

    /// Trains and measures one run; `None` where the watch stopped it.
    ///
    /// # Errors
    /// [`ExperimentError`] for a batch that the cell cannot normalise over, and for a file that cannot be used.
    pub fn run(
        &self,
        cell: Cell,
        settings: &Settings,
        seed: u64,
        training: &Training<'_>,
    ) -> Result<Option<Run>, ExperimentError> {
        let mut learner = Byol::new(cell, settings, self.split, seed)?;
        let views = self.views(settings, seed);
        let images = self.split.train.labels.len();
        let (batches, steps, epochs) = (settings.batches(images), settings.steps(images), settings.measured_epochs());
        let (mut measurements, start): (Vec<Measurement>, u64) = training.resumed(&mut learner)?.unwrap_or_default();
        let ended =
            training.train(&mut learner, (start, steps), &mut measurements, |learner, measurements, step| {
                if epochs.iter().any(|epoch| epoch * batches == step) {
                    measurements.push(self.measure(learner, &views));
                }
            })?;
        let diverged = match ended {
            Ended::Stopped { .. } => return Ok(None),
            Ended::Diverged { step } => Some(step),
            Ended::Complete => None,
        };
        measurements.resize(epochs.len(), Measurement { correct: self.guessed, ..Measurement::default() });
        let series = |of: &dyn Fn(&Measurement) -> Option<f64>| Series::recorded(measurements.iter().map(of));
        let of_quantity = |quantity| (quantity, series(&|m| m.quantities.get(&quantity).copied().flatten()));
        let quantities = Quantity::ALL.map(of_quantity).into_iter().filter(|(_, series)| !series.is_empty()).collect();
        let kept = if self.spectra.contains(&cell) { SPECTRUM } else { 0 };
        let spectrum = (0..kept).map(|place| series(&|m| m.spectrum.get(place).copied().flatten())).collect();
        let correct = measurements.iter().map(|m| m.correct).collect();
        Ok(Some(Run { seed, diverged, correct, quantities, spectrum }))
    }

    /// The views that a seed is measured on: all images under the first augmentation, then all under the second …
    fn views(&self, settings: &Settings, seed: u64) -> DMatrix<f64> {
        let images = &self.split.train.pixels;
        let samples = SAMPLES.min(images.nrows());
        let mut views = DMatrix::zeros(AUGMENTATIONS * samples, images.ncols());
        let mut rng = case_rng(seed, "measured-views", 0);
        for row in 0..views.nrows() {
            let pixel = |i: usize| images[(row % samples, i)];
            settings.augmentation().view(pixel, self.split.shape, &mut rng, |i, value| views[(row, i)] = value);
        }
        views
    }

    fn measure(&self, learner: &Byol<'_>, views: &DMatrix<f64>) -> Measurement {
        let (online, target) = (&learner.online, &learner.target);
        let forward = |network: &Network<f64>| {
            let mut pass = network.pass(views.nrows()).expect("more than one view");
            pass.inputs_mut().copy_from_slice(views.as_slice());
            network.forward(&mut pass);
            pass
        };
        let (mut pass, target_pass) = (forward(online), forward(target));
        let spectrum =
            |layer: usize| CovarianceSpectrum::between_samples(&augmentation_means(pass.value(layer), AUGMENTATIONS));
        let layers = online.architecture().layers.len();
        let output = spectrum(layers);
        let top_affine = online.layout().last().map_or(0, |parameter| parameter.layer);
        let below_top = spectrum(top_affine);
        let s = if learner.cell.has_predictor() { spectrum_of_s(&learner.predictor) } else { None };
        let mut quantities = BTreeMap::from([
            (Quantity::Variance, output.as_ref().map(CovarianceSpectrum::variance)),
            (Quantity::Rank, output.as_ref().map(CovarianceSpectrum::effective_rank)),
            (Quantity::LowestS, s.as_ref().and_then(|s| s.last().copied())),
            (Quantity::HighestS, s.as_ref().and_then(|s| s.first().copied())),
        ]);
        if learner.cell != Cell::Simclr {
            let prediction = predicted(online, &pass, (target, &target_pass), &learner.predictor);
            let (outputs, adjoint) = pass.output_and_adjoint_mut();
            pair_gradient(outputs, target_pass.output(), &learner.predictor, adjoint);
            let mut gradient = vec![0.0; online.parameters.len()];
            online.backward(&mut pass, &mut gradient);
            let update = descent_of(online, &gradient);
            quantities.insert(Quantity::Update, Some(norm(&update)));
            if let Some(prediction) = prediction {
                quantities.insert(Quantity::Implicit, Some(norm(&prediction.implicit)));
                quantities.insert(Quantity::WithZeroMean, cosine(&update, &prediction.with_zero_mean));
                quantities.insert(Quantity::WithoutZeroMean, cosine(&update, &prediction.without_zero_mean));
                quantities.insert(Quantity::OfTheBatch, cosine(&update, &prediction.of_the_batch));
            }
        }
        Measurement {
            correct: self.correct(learner).unwrap_or(self.guessed),
            quantities,
            spectrum: below_top.map_or(Vec::new(), |v| v.eigenvalues.into_iter().map(Some).take(SPECTRUM).collect()),
        }
    }

    /// Test images that a probe on the representation gets right; `None` where the representation is not finite.
    fn correct(&self, learner: &Byol<'_>) -> Option<usize> {
        let encoder = encoder(&learner.online, learner.cell.representation());
        let features = |pixels: &DMatrix<f64>| {
            let mut pass = encoder.pass(pixels.nrows()).expect("an encoder without batch normalisation");
            pass.inputs_mut().copy_from_slice(pixels.as_slice());
            encoder.forward(&mut pass);
            pass.output().clone()
        };
        let classifier = self.ridge.fit(&features(&self.split.train.pixels), &self.split.train.labels)?;
        Some(classifier.correct(&features(&self.split.test.pixels), &self.split.test.labels))
    }
}

/// The first layers of a network as a network of their own.
fn encoder(network: &Network<f64>, layers: usize) -> Network<f64> {
    let whole = network.architecture();
    let architecture = Architecture { inputs: whole.inputs, layers: whole.layers[..layers].to_vec() };
    let own = architecture.parameters().last().map_or(0, |parameter| parameter.range.end);
    Network::new(architecture, network.parameters[..own].to_vec()).expect("the first layers of a valid network")
}

/// Takes all runs of a plan that the results do not have yet; every run is the same whatever the number of threads. A
/// stop of the watch leaves the finished runs in the results, marked as interrupted; so are the results that are saved
/// while runs are under way.
///
/// # Errors
/// The first [`ExperimentError`] of a run; the results have what was finished before.
pub fn take(
    results: &mut DigitResults,
    split: &Split,
    plan: &[(Cell, u64)],
    spectra: &[Cell],
    watch: &Watch,
    kept: Option<Kept<'_>>,
) -> Result<(), ExperimentError> {
    let settings = results.settings;
    let bench = Bench::new(split, results, spectra);
    let missing = missing(results, plan);
    results.interrupted = !missing.is_empty();
    let progress = Mutex::new((&mut *results, Instant::now()));
    let name = |(cell, seed): &(Cell, u64)| format!("{cell}-{seed}");
    let finished = training::take(&missing, kept, watch, name, |(cell, seed), training| {
        let Some(run) = bench.run(*cell, &settings, *seed, training)? else { return Ok(None) };
        let mut progress = progress.lock().unwrap_or_else(PoisonError::into_inner);
        let (results, written) = &mut *progress;
        results.insert(*cell, run);
        if let Some(kept) = kept.filter(|kept| written.elapsed() >= kept.every) {
            kept.folder.write(&kept.folder.document(), &results.write())?;
            *written = Instant::now();
        }
        Ok(Some(()))
    })?;
    results.interrupted = finished.contains(&None);
    Ok(())
}

/// The runs of a plan that the results do not have.
pub fn missing(results: &DigitResults, plan: &[(Cell, u64)]) -> Vec<(Cell, u64)> {
    let there = |(cell, seed): &(Cell, u64)| results.runs(*cell).iter().any(|run| run.seed == *seed);
    plan.iter().filter(|run| !there(run)).copied().collect()
}
