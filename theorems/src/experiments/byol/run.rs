//! One run from its first to its last measurement, and all the runs of an experiment.

use super::cell::Cell;
use super::learner::{Byol, byol_slope};
use super::probe::Ridge;
use super::results::{Results, Run, Series};
use super::settings::Settings;
use super::split::Split;
use super::spread::{Spread, augmentation_means, spectrum_of_s};
use super::theory::{cosine, descent_of, norm, predicted};
use super::{ByolError, DOCUMENT};
use crate::experiments::folder::Folder;
use dualproof::campaign::case_rng;
use dualproof::train::{Architecture, Ended, Network, StateFile, Watch, train_saving};
use nalgebra::DMatrix;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Training images whose outputs are measured.
pub const SAMPLES: usize = 512;

/// Views of each of them. Half of them are partners of the other half.
pub const AUGMENTATIONS: usize = 4;

/// Eigenvalues of the top layer's operator that are kept.
const SPECTRUM: usize = 4;

/// What runs are measured with: fixed data, views that depend on the seed only, and the probe.
#[derive(Clone, Debug)]
pub struct Bench<'a> {
    split: &'a Split,
    ridge: Ridge,
    guessed: usize,
    /// Cells whose spectrum is kept.
    spectra: &'a [Cell],
}

/// A measurement of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Measurement {
    correct: usize,
    variance: Option<f64>,
    rank: Option<f64>,
    implicit: Option<f64>,
    update: Option<f64>,
    with_zero_mean: Option<f64>,
    without_zero_mean: Option<f64>,
    lowest_s: Option<f64>,
    highest_s: Option<f64>,
    spectrum: Vec<Option<f64>>,
}

impl<'a> Bench<'a> {
    /// The bench for results that state its probe and its guess.
    pub fn new(split: &'a Split, results: &Results, spectra: &'a [Cell]) -> Self {
        Bench { split, ridge: Ridge { relative: results.ridge }, guessed: results.guessed, spectra }
    }

    /// Trains and measures one run; `None` where the watch stopped it. Where there is a file, its state is written to
    /// it every so often and where it was stopped; with `resume` it continues where the file says, if it exists.
    ///
    /// # Errors
    /// [`ByolError`] for a batch that the cell cannot normalise over, and for a file that cannot be used.
    pub fn run(
        &self,
        cell: Cell,
        settings: &Settings,
        seed: u64,
        watch: &Watch,
        file: Option<&StateFile>,
        resume: bool,
    ) -> Result<Option<Run>, ByolError> {
        let mut learner = Byol::new(cell, settings, self.split, seed)?;
        let views = self.views(settings, seed);
        let batches = settings.batches(self.split.train.labels.len());
        let steps = batches * settings.epochs;
        let epochs = settings.measured_epochs();
        let before = match file.filter(|_| resume) {
            Some(file) => file.read::<_, Vec<Measurement>>(&mut learner)?,
            None => None,
        };
        let (mut measurements, start) = before.unwrap_or_default();
        watch.skip(start);
        let ended =
            train_saving(&mut learner, start..steps, watch, file, &mut measurements, |learner, measurements, step| {
                if epochs.iter().any(|epoch| epoch * batches == step) {
                    measurements.push(self.measure(learner, &views));
                }
            })?;
        let diverged = match ended {
            Ended::Stopped { step } => {
                if let Some(file) = file {
                    file.write(&learner, &measurements, step)?;
                }
                return Ok(None);
            }
            Ended::Diverged { step } => {
                watch.skip(steps - step);
                Some(step)
            }
            Ended::Complete => None,
        };
        let nothing = Measurement {
            correct: self.guessed,
            variance: None,
            rank: None,
            implicit: None,
            update: None,
            with_zero_mean: None,
            without_zero_mean: None,
            lowest_s: None,
            highest_s: None,
            spectrum: Vec::new(),
        };
        measurements.resize(epochs.len(), nothing);
        let column = |of: fn(&Measurement) -> Option<f64>| Series::recorded(measurements.iter().map(of));
        Ok(Some(Run {
            seed,
            diverged,
            correct: measurements.iter().map(|m| m.correct).collect(),
            variance: column(|m| m.variance),
            rank: column(|m| m.rank),
            implicit: column(|m| m.implicit),
            update: column(|m| m.update),
            with_zero_mean: column(|m| m.with_zero_mean),
            without_zero_mean: column(|m| m.without_zero_mean),
            lowest_s: column(|m| m.lowest_s),
            highest_s: column(|m| m.highest_s),
            spectrum: match self.spectra.contains(&cell) {
                true => (0..SPECTRUM)
                    .map(|place| {
                        Series::recorded(measurements.iter().map(|m| m.spectrum.get(place).copied().flatten()))
                    })
                    .collect(),
                false => Vec::new(),
            },
        }))
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
        let spread = |layer: usize| Spread::between_samples(&augmentation_means(pass.value(layer), AUGMENTATIONS));
        let layers = online.architecture().layers.len();
        let output = spread(layers);
        let top_affine = online.layout().last().map_or(0, |parameter| parameter.layer);
        let below_top = spread(top_affine);
        let s = if learner.cell.has_predictor() { spectrum_of_s(&learner.predictor) } else { None };
        let mut found = Measurement {
            correct: self.correct(learner).unwrap_or(self.guessed),
            variance: output.as_ref().map(Spread::variance),
            rank: output.as_ref().map(Spread::effective_rank),
            implicit: None,
            update: None,
            with_zero_mean: None,
            without_zero_mean: None,
            lowest_s: s.as_ref().and_then(|s| s.last().copied()),
            highest_s: s.as_ref().and_then(|s| s.first().copied()),
            spectrum: below_top
                .map_or(Vec::new(), |spread| spread.eigenvalues.into_iter().map(Some).take(SPECTRUM).collect()),
        };
        if learner.cell == Cell::Simclr {
            return found;
        }
        let prediction = predicted(online, &pass, (target, &target_pass), &learner.predictor);
        let (outputs, adjoint) = pass.output_and_adjoint_mut();
        byol_slope(outputs, target_pass.output(), &learner.predictor, adjoint);
        let mut gradient = vec![0.0; online.parameters.len()];
        online.backward(&mut pass, &mut gradient);
        let update = descent_of(online, &gradient);
        found.update = Some(norm(&update));
        if let Some(prediction) = prediction {
            found.implicit = Some(norm(&prediction.implicit));
            found.with_zero_mean = cosine(&update, &prediction.with_zero_mean);
            found.without_zero_mean = cosine(&update, &prediction.without_zero_mean);
        }
        found
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

/// Where runs leave what they have done: a folder, written so often.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'a> {
    /// The folder, of states and of results.
    pub folder: &'a Folder,
    /// The time between two writes.
    pub every: Duration,
    /// Do trainings continue from the states that are there?
    pub resume: bool,
}

/// Takes all runs of a plan that the results do not have yet, on as many threads as there are; every run is the same
/// whatever their number. A stop of the watch leaves the results with what is finished, marked as interrupted. What is
/// kept while runs go is so marked, too.
///
/// # Errors
/// The first [`ByolError`] of a run; the results have what was finished before.
pub fn take(
    results: &mut Results,
    split: &Split,
    plan: &[(Cell, u64)],
    spectra: &[Cell],
    watch: &Watch,
    kept: Option<Kept<'_>>,
) -> Result<(), ByolError> {
    let settings = results.settings;
    let bench = Bench::new(split, results, spectra);
    let missing = missing(results, plan);
    results.interrupted = !missing.is_empty();
    let progress = Mutex::new((results, Instant::now()));
    let of = |(cell, seed): &(Cell, u64)| -> Result<bool, ByolError> {
        if watch.is_stopped() {
            return Ok(false);
        }
        let file = kept.map(|kept| kept.folder.state(&format!("{cell}-{seed}"), kept.every));
        let resume = kept.is_some_and(|kept| kept.resume);
        let Some(run) = bench.run(*cell, &settings, *seed, watch, file.as_ref(), resume)? else { return Ok(false) };
        let mut progress = progress.lock().unwrap_or_else(PoisonError::into_inner);
        let (results, written) = &mut *progress;
        results.insert(*cell, run);
        if let Some(kept) = kept.filter(|kept| written.elapsed() >= kept.every) {
            kept.folder.write(DOCUMENT, &results.write())?;
            *written = Instant::now();
        }
        Ok(true)
    };
    let ended: Vec<Result<bool, ByolError>> = missing
        .par_iter()
        .with_max_len(1)
        .map(|run| {
            // The others need not go on after an error: the answer will be this one.
            of(run).inspect_err(|_| watch.stop())
        })
        .collect();
    let finished = ended.into_iter().collect::<Result<Vec<bool>, ByolError>>()?;
    let (results, _) = progress.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.interrupted = finished.contains(&false);
    Ok(())
}

/// The runs of a plan that the results do not have.
pub fn missing(results: &Results, plan: &[(Cell, u64)]) -> Vec<(Cell, u64)> {
    let there = |(cell, seed): &(Cell, u64)| results.runs(*cell).iter().any(|run| run.seed == *seed);
    plan.iter().filter(|run| !there(run)).copied().collect()
}
