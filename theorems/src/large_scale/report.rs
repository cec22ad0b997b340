//! The report of `dualproof operator`: a table for people, JSON for programs.

use super::check;
use super::label::Label;
use crate::check::{Check, document};
use crate::diagnosis::{Collapse, Fit, Growth};
use crate::subject::{Given, of_zeros, provenance};
use dualproof::numbers::norm;
use dualproof::operator::streamed::{Applied, Bound, Origin, ReadViews};
use dualproof::record::Verdict;
use dualproof::spectrum::Eigenvalue;
use serde::Serialize;
use std::fmt::Write;
use std::path::Path;

/// A layer's operator.
#[derive(Clone, Debug, Serialize)]
pub struct Layer {
    /// l, from 1.
    pub layer: usize,
    /// The name of its weights in the file.
    pub tensor: String,
    /// n_l × n_{l−1}.
    pub shape: (usize, usize),
    /// ‖w‖.
    pub weights_norm: f64,
    /// ‖V w‖.
    pub image_norm: f64,
    /// A bound on the error of V w, relative to ‖V w‖; null where a gate is not decided or V w is 0.
    pub image_bound: Option<f64>,
    /// wᵀ V w, which is the energy up to rounding.
    pub quadratic_form: f64,
    /// The same against the energy.
    pub quadratic_form_check: Check,
    /// The largest different eigenvalues in decreasing order, those left out that may be rounding.
    pub eigenvalues: Vec<f64>,
    /// The multiplicity of each; null where it was not counted.
    pub multiplicities: Vec<Option<usize>>,
    /// Why eigenvalues that were asked for are missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eigenvalues_reason: Option<String>,
    /// ‖∇L‖ through both branches, where the check was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub both_branch_update_norm: Option<f64>,
    /// The update from the definition against the operator, ∇L + 2 V w, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update_check: Option<Check>,
    /// Does a small step along V w, the update of the simple loss, grow ‖w‖?
    pub growth: Growth,
    /// Growth, and what V w is: a sentence each.
    pub interpretation: [String; 2],
}

/// All layers.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// n_0 … n_L.
    pub widths: Vec<usize>,
    /// N.
    pub samples: usize,
    /// A.
    pub augmentations: usize,
    /// Pre-activations, over all units and views, that are certainly exactly 0 and had the gate ψ'(0) = 0.
    pub zero_preactivations: usize,
    /// tr V_x\[F̄\].
    pub energy: f64,
    /// A bound on its relative error; null where a gate is not decided or it is 0.
    pub energy_bound: Option<f64>,
    /// The largest power with which a comparison decides.
    pub power_ceiling: f64,
    /// (Σλ)² / Σλ² of V_x\[F̄\]; null where it is 0.
    pub effective_rank: Option<f64>,
    /// Do the samples' outputs differ?
    pub collapse: Collapse,
    /// The tensors of the network's file that are not used.
    pub notes: Vec<String>,
    /// From the first layer to the top.
    pub layers: Vec<Layer>,
    /// The worst of the comparisons: of the check, and of wᵀ V w with the energy where they do not hold. Null where there
    /// was no check and the energies agree.
    pub verdict: Option<Verdict>,
    /// Why a gate, and with it every number, is not certain; empty where all are.
    pub undecided: Vec<String>,
    /// What was written, where an operator was asked for as a matrix.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explicit: Option<Label>,
}

impl Layer {
    /// The worse of the check, where it was asked for, and of wᵀ V w with the energy, where that does not hold.
    fn verdict(&self) -> Option<Verdict> {
        let form = Some(self.quadratic_form_check.verdict).filter(|verdict| *verdict != Verdict::Holds);
        form.into_iter().chain(self.update_check.as_ref().map(|check| check.verdict)).max()
    }
}

/// A figure whose error bound is above the ceiling.
fn too_coarse(what: &str, bound: f64, ceiling: f64) -> String {
    format!("{what}: found a relative error bound of {bound:.1e}, expected at most {ceiling:.1e} (--power)")
}

/// The sources of the bound where a figure is too coarse: depth and cancellation, each with its figure.
fn origin(origin: &Origin) -> String {
    let Origin { output, cancellation, adjoints } = origin;
    let depth = adjoints.len();
    let largest = adjoints.iter().copied().fold(0.0, f64::max);
    format!(
        "rounding may be {output:.1e} of a mean output after {depth} layer{s}, and up to {largest:.1e} of an adjoint \
         in the backward pass; mean outputs are {cancellation:.1e} times their distances from their mean; \
         `dualproof measure` bounds each number by itself, which is sharper",
        s = if depth == 1 { "" } else { "s" },
    )
}

impl Report {
    pub(super) fn new(
        given: &Given,
        (applied, bound): (&Applied, &Bound),
        eigenvalues: Vec<Result<Vec<Eigenvalue>, String>>,
        (checks, ceiling): (Option<Vec<(f64, Check)>>, f64),
        rank: Option<f64>,
    ) -> Self {
        let (network, [samples, augmentations, inputs]) = (&given.network.network, given.views.shape());
        let relative = |bound: f64, size: f64| Some(bound / size).filter(|x| x.is_finite());
        let undecided = check::undecided(bound);
        let of_layer = |(index, found): (usize, Result<Vec<Eigenvalue>, String>)| {
            let (found, eigenvalues_reason) = match found {
                Ok(found) => (found, None),
                Err(reason) => (Vec::new(), Some(reason)),
            };
            let (weights, image) = (&network.layers[index].weights, &applied.layers[index]);
            let image_norm = norm(image.as_slice());
            let (quadratic_form, quadratic_form_check) =
                check::of_energy(weights, image, (applied.energy, bound), index, ceiling);
            let (update_norm, update_check) = checks.as_ref().map(|checks| checks[index].clone()).unzip();
            // ⟨w, V w⟩ is known to the bound of its comparison, which is relative to the energy.
            let of_form = if undecided.is_some() { f64::NAN } else { quadratic_form_check.bound * applied.energy };
            let growth = Growth::of(quadratic_form, of_form);
            Layer {
                layer: index + 1,
                tensor: given.network.layers[index].clone(),
                shape: weights.shape(),
                weights_norm: norm(weights.as_slice()),
                image_norm,
                image_bound: relative(bound.layers[index], image_norm).filter(|_| undecided.is_none()),
                quadratic_form,
                quadratic_form_check,
                eigenvalues: found.iter().map(|e| e.value).collect(),
                multiplicities: found.iter().map(|e| e.multiplicity).collect(),
                eigenvalues_reason,
                both_branch_update_norm: update_norm,
                update_check,
                growth,
                interpretation: [Fit::sentence(None), growth.clause().to_string()],
            }
        };
        let widths = network.layers.iter().map(|layer| layer.weights.nrows());
        let layers: Vec<Layer> = eigenvalues.into_iter().enumerate().map(of_layer).collect();
        let coarse =
            |what: String, bound: Option<f64>| bound.filter(|b| *b > ceiling).map(|b| too_coarse(&what, b, ceiling));
        let images = layers.iter().filter_map(|l| coarse(format!("‖V w‖ of layer {}", l.layer), l.image_bound));
        let energy_bound = relative(bound.energy, applied.energy).filter(|_| undecided.is_none());
        let mut images: Vec<String> =
            coarse("the energy".to_string(), energy_bound).into_iter().chain(images).collect();
        if !images.is_empty() {
            images.push(origin(&bound.origin));
        }
        Report {
            widths: std::iter::once(inputs).chain(widths).collect(),
            samples,
            augmentations,
            zero_preactivations: bound.zero_preactivations,
            energy: applied.energy,
            energy_bound,
            power_ceiling: ceiling,
            effective_rank: rank,
            collapse: Collapse::of(rank, network.output_width(), samples),
            verdict: layers.iter().filter_map(Layer::verdict).max(),
            undecided: undecided.into_iter().chain(images).collect(),
            notes: given.notes(),
            layers,
            explicit: None,
        }
    }

    /// The verdict, 0 without one; inconclusive also where a gate, and with it every number, is not certain, or a figure
    /// is known to less than the ceiling.
    pub fn exit_code(&self) -> u8 {
        let undecided = (!self.undecided.is_empty()).then_some(Verdict::Inconclusive);
        let worst = undecided.into_iter().chain(self.verdict).max();
        worst.map_or(0, |verdict| verdict.exit_code())
    }

    /// One JSON document with a line end.
    pub fn json(&self) -> String {
        document(self)
    }

    /// A table for people.
    pub fn table(&self, out: Option<&Path>) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = self.write(&mut text);
        if let (Some(label), Some(out)) = (&self.explicit, out) {
            let _ = write!(text, "\n{}", label.line(out));
        }
        text
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        let widths = self.widths.iter().map(usize::to_string).collect::<Vec<_>>().join("-");
        writeln!(text, "network {widths}, {} samples × {} views", self.samples, self.augmentations)?;
        text.push_str(&provenance(self.layers.iter().map(|layer| &layer.tensor[..]), &self.notes));
        if self.zero_preactivations > 0 {
            writeln!(text, "{}", of_zeros(self.zero_preactivations))?;
        }
        writeln!(text, "energy tr V[F̄] = {:.9e}{}", self.energy, known(self.energy_bound))?;
        for reason in &self.undecided {
            writeln!(text, "not certified: {reason}")?;
        }
        for layer in &self.layers {
            let (rows, columns) = layer.shape;
            writeln!(
                text,
                "\nlayer {} ({rows} × {columns}): ‖V w‖ = {:.9e}{}",
                layer.layer,
                layer.image_norm,
                known(layer.image_bound)
            )?;
            let form = &layer.quadratic_form_check;
            match form.verdict {
                Verdict::NothingChecked => {
                    writeln!(text, "  wᵀV w and the energy are 0, or nearly: nothing was checked")?;
                }
                verdict => writeln!(
                    text,
                    "  wᵀV w = {:.9e}; less the energy, relative to it: {:.1e}, bound {:.1e}{}",
                    layer.quadratic_form,
                    form.residual,
                    form.bound,
                    match verdict {
                        Verdict::Refuted => ": THEY DIFFER by more than rounding explains",
                        Verdict::Inconclusive => ": inconclusive",
                        _ => "",
                    }
                )?,
            }
            if let Some(reason) = &layer.eigenvalues_reason {
                writeln!(text, "  no eigenvalues: {reason}")?;
            }
            for (value, times) in layer.eigenvalues.iter().zip(&layer.multiplicities) {
                let times = times.map_or(String::new(), |times| format!("  × {times}"));
                writeln!(text, "  {value:.9e}{times}")?;
            }
        }
        self.write_check(text)?;
        let outputs = self.widths.last().copied().unwrap_or_default();
        writeln!(text, "\n{}", self.collapse.sentence(self.effective_rank, outputs))?;
        for layer in &self.layers {
            writeln!(text, "layer {}: {} (simple loss)", layer.layer, layer.growth.clause())?;
        }
        Ok(())
    }

    fn write_check(&self, text: &mut String) -> std::fmt::Result {
        let checks = || self.layers.iter().filter_map(|layer| layer.update_check.as_ref());
        let Some((index, worst)) = check::worst(checks()) else { return Ok(()) };
        writeln!(
            text,
            "\n∇L + 2 V w = 0, relative to ‖∇L‖ (power: the smallest violation certainly caught, at most {:.1e} to hold)",
            self.power_ceiling
        )?;
        writeln!(text, "{:>5} {:>13} {:>9} {:>9} {:>9}  verdict", "layer", "‖∇L‖", "residual", "bound", "power")?;
        for (layer, check) in self.layers.iter().zip(checks()) {
            let power = check.power.map_or("none".to_string(), |power| format!("{power:.1e}"));
            writeln!(
                text,
                "{:>5} {:>13.6e} {:>9.1e} {:>9.1e} {power:>9}  {}",
                layer.layer,
                layer.both_branch_update_norm.unwrap_or(f64::NAN),
                check.residual,
                check.bound,
                check.verdict.name()
            )?;
        }
        let reason = worst.reason.as_ref().map_or(String::new(), |reason| format!(" (layer {}: {reason})", index + 1));
        writeln!(text, "\nupdate = −2 V w: {}{reason}", worst.verdict.name())
    }
}

fn known(bound: Option<f64>) -> String {
    bound.map_or(String::new(), |bound| format!(", relative error at most {bound:.1e}"))
}
