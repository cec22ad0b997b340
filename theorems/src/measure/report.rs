//! What a measurement found: the JSON document, and the table and bar charts for people.

use super::check::{Check, largest};
use super::subject::Subject;
use super::{MeasureArgs, MeasureError, measured, predicted};
use crate::simclr::weighted_covariance::Decomposition;
use dualproof::claim::{Outcome, Relation, compare};
use dualproof::matrix::inner;
use dualproof::numbers::Running;
use dualproof::record::Verdict;
use dualproof::spectrum::{Eigenvalue, largest_eigenvalues};
use nalgebra::DMatrix;
use rayon::prelude::*;
use serde::Serialize;
use std::fmt::Write;

/// A measurement. Norms are Euclidean (Frobenius); figures of residuals and tolerances are relative.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// The program.
    pub tool: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The worst verdict of all comparisons.
    pub verdict: Verdict,
    /// The loss, as on the command line.
    pub loss: String,
    /// n₀ … n_L.
    pub widths: Vec<usize>,
    /// N.
    pub samples: usize,
    /// A.
    pub augmentations: usize,
    /// tr V_x\[F̄\].
    pub energy: f64,
    /// The loss, measured.
    pub loss_value: f64,
    /// |loss + energy| / energy, for the simple loss, whose energy identity it is.
    pub energy_residual: Option<f64>,
    /// Its error bound.
    pub energy_tolerance: Option<f64>,
    /// Layer by layer.
    pub layers: Vec<Layer>,
}

/// One layer of a measurement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Layer {
    /// l, from 1.
    pub layer: usize,
    /// n_l and n_{l−1}.
    pub shape: (usize, usize),
    /// ‖−∇_{W_l} L‖, the second branch constant.
    pub one_branch_update_norm: f64,
    /// The same through both branches.
    pub both_branch_update_norm: f64,
    /// ⟨W_l, −∇_{W_l} L⟩, one branch.
    pub inner_w_update: f64,
    /// The largest different eigenvalues of V_x\[K̄_l\].
    pub operator_eigenvalues: Vec<f64>,
    /// How often each of them counts; `null` where that was not counted.
    pub operator_multiplicities: Vec<Option<usize>>,
    /// Measured against predicted, the larger of one branch and both.
    pub residual: f64,
    /// Its error bound.
    pub tolerance: f64,
    /// The smallest planted relative violation that the comparison catches.
    pub power: Option<f64>,
    /// The verdict on everything compared at this layer.
    pub verdict: Verdict,
    /// With a loss whose slope depends on the pair: the one-branch update taken apart.
    #[serde(flatten)]
    pub remainder: Option<Remainder>,
    /// With a predictor.
    #[serde(flatten)]
    pub byol: Option<Byol>,
}

/// The one-branch update as a covariance part and a remainder θ (`weighted-covariance`).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Remainder {
    /// ‖½E\[ξ₀ (K̄(x) − K̄(y))(K̄(x) − K̄(y))ᵀ\] w_l‖.
    pub covariance_part_norm: f64,
    /// ‖θ‖, the measured update less the covariance part.
    pub theta_norm: f64,
    /// Λ · E\[(r₊ + |r₋ − r̄|) ‖K₁‖ ‖f₊ − f₋‖\], which ‖θ‖ does not exceed.
    pub theta_bound: f64,
    /// Measured θ against E\[(ξ − ξ₀) K₁ (f₊ − f₋)\], relative to the update.
    pub theta_residual: f64,
    /// Its error bound.
    pub theta_tolerance: f64,
}

/// BYOL's update of one layer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Byol {
    /// ‖−∇_{W_l} r‖ with zero-mean at both outputs and the target constant.
    pub byol_update_norm_zero_mean: f64,
    /// The same without the zero-mean.
    pub byol_update_norm_plain: f64,
    /// ‖M S Mᵀ w_l‖: the norm of the difference of the two updates.
    pub byol_implicit_term_norm: f64,
    /// Measured against V^S\[K̄\]w − E V^{PᵀP}\[K\]w.
    pub byol_update_residual_zero_mean: f64,
    /// Its error bound.
    pub byol_update_tolerance_zero_mean: f64,
    /// Measured against E\[K̄SK̄ᵀ\]w − E V^{PᵀP}\[K\]w.
    pub byol_update_residual_plain: f64,
    /// Its error bound.
    pub byol_update_tolerance_plain: f64,
    /// The measured difference against −M S Mᵀ w, relative to the update with zero-mean.
    pub byol_implicit_term_residual: f64,
    /// Its error bound.
    pub byol_implicit_term_tolerance: f64,
}

impl Report {
    pub(super) fn of(subject: &Subject, args: &MeasureArgs) -> Result<Self, MeasureError> {
        let Subject { network, views, predictor, .. } = subject;
        let found = measured::contrastive(subject, args.loss)?;
        let trace = network.trace(&views.inputs)?;
        let expected = predicted::contrastive(subject, &trace, args.loss)?;
        let energy = views.between_sample_variance(trace.output());
        let single = |x: Running| [DMatrix::from_element(1, 1, x)];
        let identity =
            (args.loss == super::LossOption::Simple).then(|| Check::of(&single(found.loss), &single(-energy)));
        let spectra = spectra(subject, args.top);
        let mut layers: Vec<Layer> = (0..network.depth())
            .map(|index| {
                let one = |side: &[DMatrix<Running>]| side[index..=index].to_vec();
                let check = Check::of(&one(&found.one_branch), &one(&expected.one_branch))
                    .and(Check::of(&one(&found.both_branches), &one(&expected.both_branches)));
                let weights = &network.layers[index].weights;
                Layer {
                    layer: index + 1,
                    shape: weights.shape(),
                    one_branch_update_norm: norm(&found.one_branch[index]),
                    both_branch_update_norm: norm(&found.both_branches[index]),
                    inner_w_update: inner(weights, &found.one_branch[index]).value(),
                    operator_eigenvalues: spectra[index].iter().map(|eigenvalue| eigenvalue.value).collect(),
                    operator_multiplicities: spectra[index].iter().map(|eigenvalue| eigenvalue.multiplicity).collect(),
                    residual: check.residual,
                    tolerance: check.tolerance,
                    power: check.power,
                    verdict: check.verdict,
                    remainder: None,
                    byol: None,
                }
            })
            .collect();
        let parts = predicted::remainder(subject, &trace, args.loss)?;
        for ((layer, update), parts) in layers.iter_mut().zip(&found.one_branch).zip(&parts) {
            layer.add_remainder(update, parts);
        }
        if let Some(predictor) = predictor {
            let zero_mean = measured::byol(subject, predictor, true)?;
            let plain = measured::byol(subject, predictor, false)?;
            let expected = predicted::byol(subject, &trace, predictor);
            for (index, layer) in layers.iter_mut().enumerate() {
                layer.add_byol(&zero_mean[index], &plain[index], &expected, index);
            }
        }
        let verdicts = layers.iter().map(|layer| layer.verdict).chain(identity.map(|check| check.verdict));
        Ok(Report {
            tool: "dualproof",
            version: env!("CARGO_PKG_VERSION"),
            verdict: verdicts.max().unwrap_or(Verdict::NothingChecked),
            loss: args.loss.to_string(),
            widths: std::iter::once(network.input_width()).chain(layers.iter().map(|layer| layer.shape.0)).collect(),
            samples: views.samples(),
            augmentations: views.augmentations(),
            energy: energy.value(),
            loss_value: found.loss.value(),
            energy_residual: identity.map(|check| check.residual),
            energy_tolerance: identity.map(|check| check.tolerance),
            layers,
        })
    }

    /// The document as text, with a final newline.
    pub fn json(&self) -> String {
        // Only maps with keys that are no strings, or a failing `Serialize`, make this fail; here is neither.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// The table and the spectra as text.
    pub fn table(&self) -> String {
        let mut text = String::new();
        // Writing to a string never fails.
        let _ = self.write_table(&mut text);
        text
    }

    fn write_table(&self, text: &mut String) -> std::fmt::Result {
        let widths: Vec<String> = self.widths.iter().map(usize::to_string).collect();
        writeln!(
            text,
            "network {}, {} samples × {} views, loss {}: {}",
            widths.join("-"),
            self.samples,
            self.augmentations,
            self.loss,
            self.verdict.name()
        )?;
        writeln!(text, "energy tr V[F̄] = {}, loss = {}\n", self.energy, self.loss_value)?;
        writeln!(
            text,
            "{:>5} {:>9} {:>13} {:>13} {:>13} {:>9} {:>9}  verdict",
            "layer", "weights", "‖one branch‖", "‖both‖", "⟨W, update⟩", "residual", "tolerance"
        )?;
        for layer in &self.layers {
            writeln!(
                text,
                "{:>5} {:>9} {:>13} {:>13} {:>13} {:>9.1e} {:>9.1e}  {}",
                layer.layer,
                format!("{}×{}", layer.shape.0, layer.shape.1),
                figure(layer.one_branch_update_norm),
                figure(layer.both_branch_update_norm),
                figure(layer.inner_w_update),
                layer.residual,
                layer.tolerance,
                layer.verdict.name()
            )?;
        }
        self.write_remainder(text)?;
        self.write_byol(text)?;
        for layer in &self.layers {
            let copies = layer.operator_multiplicities.first().copied().flatten().filter(|times| *times > 1);
            let note = copies.map_or(String::new(), |times| format!(" (the first has {times} eigenvectors)"));
            writeln!(text, "\nlayer {}, largest eigenvalues of V[K̄]{note}", layer.layer)?;
            for value in &layer.operator_eigenvalues {
                writeln!(text, "{:>13} {}", figure(*value), bar(*value, layer.operator_eigenvalues[0]))?;
            }
        }
        Ok(())
    }

    fn write_remainder(&self, text: &mut String) -> std::fmt::Result {
        if self.layers.iter().all(|layer| layer.remainder.is_none()) {
            return Ok(());
        }
        writeln!(
            text,
            "\none branch = covariance part + θ\n{:>5} {:>13} {:>13} {:>13} {:>9} {:>9}",
            "layer", "‖covariance‖", "‖θ‖", "bound on ‖θ‖", "residual", "tolerance"
        )?;
        for (layer, parts) in self.layers.iter().filter_map(|layer| Some((layer, layer.remainder.as_ref()?))) {
            writeln!(
                text,
                "{:>5} {:>13} {:>13} {:>13} {:>9.1e} {:>9.1e}",
                layer.layer,
                figure(parts.covariance_part_norm),
                figure(parts.theta_norm),
                figure(parts.theta_bound),
                parts.theta_residual,
                parts.theta_tolerance,
            )?;
        }
        Ok(())
    }

    fn write_byol(&self, text: &mut String) -> std::fmt::Result {
        if self.layers.iter().all(|layer| layer.byol.is_none()) {
            return Ok(());
        }
        writeln!(
            text,
            "\nBYOL\n{:>5} {:>13} {:>13} {:>13} {:>9} {:>9}",
            "layer", "‖zero-mean‖", "‖plain‖", "‖MSMᵀw‖", "residual", "tolerance"
        )?;
        for (layer, byol) in self.layers.iter().filter_map(|layer| Some((layer, layer.byol.as_ref()?))) {
            let worst = |figures: [f64; 3]| figures.into_iter().fold(0.0, f64::max);
            writeln!(
                text,
                "{:>5} {:>13} {:>13} {:>13} {:>9.1e} {:>9.1e}",
                layer.layer,
                figure(byol.byol_update_norm_zero_mean),
                figure(byol.byol_update_norm_plain),
                figure(byol.byol_implicit_term_norm),
                worst([
                    byol.byol_update_residual_zero_mean,
                    byol.byol_update_residual_plain,
                    byol.byol_implicit_term_residual
                ]),
                worst([
                    byol.byol_update_tolerance_zero_mean,
                    byol.byol_update_tolerance_plain,
                    byol.byol_implicit_term_tolerance
                ]),
            )?;
        }
        Ok(())
    }
}

impl Layer {
    fn add_remainder(&mut self, update: &DMatrix<Running>, parts: &Decomposition<Running>) {
        let one = |matrix: &DMatrix<Running>| [matrix.clone()];
        let theta = update - &parts.covariance;
        // θ is 0 where there is one augmentation; then it is the update that says what 0 is relative to.
        let of_theta = Check::relative_to(largest(&one(update)), &one(&theta), &one(&parts.theta));
        let square = |x: Running| [DMatrix::from_element(1, 1, x)];
        let of_bound = match compare(
            Relation::AtMost,
            &square(inner(&parts.theta, &parts.theta)),
            &square(parts.bound * parts.bound),
        ) {
            Outcome::Holds(_) => Verdict::Holds,
            Outcome::Refuted(_) => Verdict::Refuted,
            Outcome::Inconclusive(_) | Outcome::Vacuous(_) | Outcome::Rejected(_) => Verdict::Inconclusive,
        };
        self.verdict = self.verdict.max(of_theta.verdict).max(of_bound);
        self.remainder = Some(Remainder {
            covariance_part_norm: norm(&parts.covariance),
            theta_norm: norm(&theta),
            theta_bound: parts.bound.value(),
            theta_residual: of_theta.residual,
            theta_tolerance: of_theta.tolerance,
        });
    }

    fn add_byol(
        &mut self,
        zero_mean: &DMatrix<Running>,
        plain: &DMatrix<Running>,
        expected: &predicted::Byol,
        index: usize,
    ) {
        let difference = zero_mean - plain;
        let one = |matrix: &DMatrix<Running>| [matrix.clone()];
        let of_zero_mean = Check::of(&one(zero_mean), &one(&expected.zero_mean[index]));
        let of_plain = Check::of(&one(plain), &one(&expected.plain[index]));
        // The term is 0 where S is; then it is the update that says what 0 is relative to.
        let size = largest(&one(&expected.zero_mean[index]));
        let of_implicit = Check::relative_to(size, &one(&difference), &one(&expected.implicit[index]));
        self.verdict = self.verdict.max(of_zero_mean.verdict).max(of_plain.verdict).max(of_implicit.verdict);
        self.byol = Some(Byol {
            byol_update_norm_zero_mean: norm(zero_mean),
            byol_update_norm_plain: norm(plain),
            byol_implicit_term_norm: norm(&difference),
            byol_update_residual_zero_mean: of_zero_mean.residual,
            byol_update_tolerance_zero_mean: of_zero_mean.tolerance,
            byol_update_residual_plain: of_plain.residual,
            byol_update_tolerance_plain: of_plain.tolerance,
            byol_implicit_term_residual: of_implicit.residual,
            byol_implicit_term_tolerance: of_implicit.tolerance,
        });
    }
}

/// The spectrum of every layer in plain `f64`; empty where the numbers overflow or a gate is not decided.
fn spectra(subject: &Subject, count: usize) -> Vec<Vec<Eigenvalue>> {
    let (network, views) = &subject.plain;
    let Ok(trace) = network.trace(&views.inputs) else { return vec![Vec::new(); network.depth()] };
    let of_layer = |layer| largest_eigenvalues(trace.connections(layer), views, count).unwrap_or_default();
    (1..=network.depth()).into_par_iter().map(of_layer).collect()
}

fn norm(matrix: &DMatrix<Running>) -> f64 {
    matrix.map(|x| x.value()).norm()
}

/// A number in about seven digits.
fn figure(x: f64) -> String {
    let fits = x == 0.0 || (FEWEST..MOST).contains(&x.abs());
    if fits { format!("{x:.6}") } else { format!("{x:.3e}") }
}

/// Sizes between which a number is written without exponent.
const FEWEST: f64 = 1e-3;
const MOST: f64 = 1e5;

/// Characters of the longest bar.
const WIDEST: f64 = 40.0;

fn bar(value: f64, largest: f64) -> String {
    let length = if largest > 0.0 { (value.max(0.0) / largest * WIDEST).round() as usize } else { 0 };
    "█".repeat(length)
}
