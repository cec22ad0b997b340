//! The result of a measurement: the JSON document.

use super::clock::Clock;
use super::computed::{Computed, foretell};
use super::error::MeasureError;
use super::layer::{Layer, OF_REMAINDER, Sides};
use super::loss::{BEYOND, Scaled, left_out};
use super::options::{LossOption, MeasureArgs};
use super::pace::fits;
use super::subject::{Instance, Subject, widths};
use super::units::Figure;
use crate::check::{Check, document};
use crate::diagnosis::{Collapse, effective_rank};
use dualproof::network::{Connections, Trace};
use dualproof::numbers::{Floating, Obstacle};
use dualproof::progress::PATIENCE;
use dualproof::record::Verdict;
use dualproof::spectrum::{Eigenvalue, largest_eigenvalues};
use dualproof::views::Views;
use nalgebra::DMatrix;
use rayon::prelude::*;
use serde::Serialize;

/// The relative error bound that a figure must meet: the agreement with other programs that the project promises. A
/// measurement that misses it in `f64` is done again in double-double.
const SHARP: f64 = crate::digits::REFERENCE_AGREEMENT;

/// A measurement. Norms are Euclidean (Frobenius); residuals, bounds and powers are relative.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// The program.
    pub tool: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The worst verdict of the comparisons of losses and updates.
    pub verdict: Verdict,
    /// The arithmetic of both sides: "f64" or "double-double", with a running error bound each.
    pub arithmetic: &'static str,
    /// The largest power with which a comparison decides.
    pub power_ceiling: f64,
    /// The loss, as on the command line.
    pub loss: String,
    /// n₀ … n_L.
    pub widths: Vec<usize>,
    /// N.
    pub samples: usize,
    /// A.
    pub augmentations: usize,
    /// Pre-activations, over all units and views, that were exactly 0 and had the gate ψ'(0) = 0.
    pub zero_preactivations: usize,
    /// tr V_x\[F̄\].
    pub energy: f64,
    /// A bound on its relative error; null where it is 0.
    pub energy_bound: Option<f64>,
    /// The loss, measured.
    pub loss_value: f64,
    /// The same for the loss.
    pub loss_bound: Option<f64>,
    /// Loss against −energy, for the simple loss, whose energy identity it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub energy_check: Option<Check>,
    /// (Σλ)² / Σλ² of V_x\[F̄\]; null where it is 0.
    pub effective_rank: Option<f64>,
    /// Do the samples' outputs differ?
    pub collapse: Collapse,
    /// Layer by layer.
    pub layers: Vec<Layer>,
    /// The tensors of the network's file that are not used.
    pub notes: Vec<String>,
    /// What is not decided or not checked, each with its reason.
    pub undecided: Vec<String>,
}

impl Report {
    /// The measurement in one arithmetic.
    pub(super) fn of<F: Floating>(
        subject: &Subject,
        args: &MeasureArgs,
        notice: &dyn Fn(&str),
    ) -> Result<Self, MeasureError> {
        let (samples, augmentations) = (subject.views.samples(), subject.views.augmentations());
        let network = subject.network();
        let widths = widths(network);
        fits(&widths, args, (samples, augmentations), size_of::<F>())?;
        let beyond = |what: &str| MeasureError::Range { what: what.to_string() };
        let stopped = |obstacle: Obstacle| match obstacle {
            Obstacle::UnknownSign(BEYOND) => beyond(BEYOND),
            obstacle => subject.obstacle(obstacle, F::NAME),
        };
        let output = subject.units.output();
        let loss = Scaled::<F>::of(subject.loss, output).ok_or_else(|| beyond(BEYOND))?;
        foretell(subject, (subject.loss, &loss), notice, PATIENCE);
        let instance: Instance<F> = subject.instance()?;
        let views = &instance.views;
        let computed = Computed::of(&instance, &loss, &Clock::default()).map_err(stopped)?;
        let Computed { found, trace, image, expected, byol } = computed;
        let energy = views.between_sample_variance(trace.output());
        let energy_check = (subject.loss == LossOption::Simple).then(|| {
            let single = |x: F| DMatrix::from_element(1, 1, x);
            Check::of(&single(found.loss), &single(-energy), args.ceiling())
        });
        let figure = |what: &str, x: F, power: i32| Figure::of(x, power).ok_or_else(|| beyond(what));
        let energy_figure = figure("the energy tr V[F̄]", energy, 2 * output)?;
        let loss_figure = match subject.loss {
            LossOption::Simple => figure("the loss", found.loss, 2 * output)?,
            LossOption::Nce { .. } => figure("the loss", found.loss, 0)?,
            LossOption::Triplet { tau, .. } => figure("the loss", found.loss * F::exact(tau), 0)?,
        };
        let rank = effective_rank(&covariance(views, trace.output()));
        let rank = rank.filter(|_| energy_figure.value != 0.0);
        let spectra = spectra(&instance, &trace, args.eigenvalues());
        let sides = Sides { instance: &instance, found: &found, expected: &expected, image: &image, energy };
        let mut layers = Vec::new();
        for (index, spectrum) in spectra.into_iter().enumerate() {
            let layer = sides.layer(subject, args, index, left_out(subject.loss));
            let mut layer = layer.with_spectrum(spectrum, subject.units.operator(index));
            if let Some((zero_mean, plain, expected)) = &byol {
                layer.add_byol(subject, args.ceiling(), (&zero_mean[index], &plain[index], expected));
            }
            layers.push(layer);
        }
        let verdicts = layers.iter().map(Layer::verdict).chain(energy_check.iter().map(|check| check.verdict));
        let mut report = Report {
            tool: "dualproof",
            version: env!("CARGO_PKG_VERSION"),
            verdict: Verdict::worst(verdicts),
            arithmetic: F::NAME,
            power_ceiling: args.ceiling(),
            loss: subject.loss.to_string(),
            widths,
            samples,
            augmentations,
            zero_preactivations: found.zeros,
            energy: energy_figure.value,
            energy_bound: energy_figure.relative_bound(),
            loss_value: loss_figure.value,
            loss_bound: loss_figure.relative_bound(),
            energy_check,
            effective_rank: rank,
            collapse: Collapse::of(rank, network.output_width(), samples),
            layers,
            notes: subject.given.notes(),
            undecided: Vec::new(),
        };
        let of_checks = report.checks().filter_map(|(what, check)| Some(format!("{what}: {}", check.reason.as_ref()?)));
        let of_layer = |layer: &Layer| {
            let beyond = layer.beyond.iter().map(|what| format!("layer {}, {what}", layer.layer));
            beyond.collect::<Vec<String>>()
        };
        let figures = report.layers.iter().flat_map(of_layer);
        report.undecided = of_checks.chain(figures).collect();
        Ok(report)
    }

    /// Every comparison, with its name.
    pub(super) fn checks(&self) -> impl Iterator<Item = (String, &Check)> {
        let of_layers = self.layers.iter().flat_map(|layer| {
            layer.checks().into_iter().map(move |(what, check)| (format!("layer {}, {what}", layer.layer), check))
        });
        self.energy_check.iter().map(|check| ("loss = −energy".to_string(), check)).chain(of_layers)
    }

    /// Is everything decided, with bounds as small as asked? Otherwise double-double may decide more.
    pub(super) fn is_settled(&self) -> bool {
        let of_figures = [self.energy_bound, self.loss_bound];
        let sharp = |bound: &Option<f64>| bound.is_some_and(|bound| bound <= SHARP);
        self.checks().all(|(what, check)| match check.verdict {
            Verdict::Refuted => true,
            Verdict::Holds => check.bound <= SHARP,
            // A remainder of 0 stays undecided in any arithmetic.
            Verdict::NothingChecked => what.ends_with(OF_REMAINDER),
            Verdict::Inconclusive => false,
        }) && of_figures.iter().all(sharp)
    }

    /// The document as text, with a final newline.
    pub fn json(&self) -> String {
        document(self)
    }
}

/// V_x\[F̄\], n_L × n_L, in the units of the problem. An entry that cannot be distinguished from 0 is 0.
fn covariance<F: Floating>(views: &Views<F>, outputs: &DMatrix<F>) -> DMatrix<f64> {
    let bar = views.augmentation_mean(outputs);
    let mean = views.sample_mean(&bar);
    let centred = DMatrix::from_fn(bar.nrows(), bar.ncols(), |k, x| {
        let gap = bar[(k, x)] - mean[(k, 0)];
        let known = if gap.to_f64().abs() > gap.error_bound() { gap.to_f64() } else { 0.0 };
        known * views.sample_weights[x].to_f64().sqrt()
    });
    &centred * centred.transpose()
}

/// The spectrum of every layer in plain `f64`, in the units of the problem; `None` where numbers overflow.
fn spectra<F: Floating>(instance: &Instance<F>, trace: &Trace<F>, count: usize) -> Vec<Option<Vec<Eigenvalue>>> {
    let plain = |list: &[F]| list.iter().map(|x| x.to_f64()).collect::<Vec<f64>>();
    let views = Views {
        inputs: instance.views.inputs.map(|x| x.to_f64()),
        sample_weights: plain(&instance.views.sample_weights),
        augmentation_weights: plain(&instance.views.augmentation_weights),
    };
    let of_layer = |layer: usize| {
        if count == 0 {
            return Some(Vec::new());
        }
        let jacobians: Vec<DMatrix<f64>> =
            (0..views.len()).map(|view| trace.jacobian(layer, view).map(|x| x.to_f64())).collect();
        let below = trace.activation(layer - 1);
        // Where every view has the same Jacobian, no shift of f is seen, and the mean is taken off before it costs
        // digits. Where they differ, f times their differences is what the eigenvalues are made of.
        let common = jacobians.iter().all(|j| *j == jacobians[0]);
        let shift = |unit: usize| if common { below[(unit, 0)] } else { F::zero() };
        let below = DMatrix::from_fn(below.nrows(), below.ncols(), |unit, view| {
            let gap = below[(unit, view)] - shift(unit);
            if gap.to_f64().abs() > gap.error_bound() { gap.to_f64() } else { 0.0 }
        });
        largest_eigenvalues(Connections::new(&below, &jacobians, None), &views, count)
    };
    (1..=instance.network.depth()).into_par_iter().map(of_layer).collect()
}
