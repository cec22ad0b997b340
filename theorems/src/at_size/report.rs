//! What `dualproof operator` has to say, for people and for programs.

use crate::subject::{Given, provenance};
use dualproof::operator::streamed::{Applied, Bound};
use dualproof::pair_loss::PairLoss;
use dualproof::record::Verdict;
use dualproof::spectrum::Eigenvalue;
use serde::Serialize;
use std::fmt::Write;

/// A layer's operator.
#[derive(Clone, Debug, Serialize)]
pub struct Layer {
    /// The name of its weights in the file.
    pub tensor: String,
    /// n_l × n_{l−1}.
    pub shape: (usize, usize),
    /// ‖w‖.
    pub weights_norm: f64,
    /// ‖V w‖.
    pub image_norm: f64,
    /// wᵀ V w, which is the energy up to rounding.
    pub quadratic_form: f64,
    /// The largest different eigenvalues in decreasing order.
    pub eigenvalues: Vec<f64>,
    /// How often each is there; null where that was not counted.
    pub multiplicities: Vec<Option<usize>>,
    /// The update from the definition against the operator, where that was asked for.
    #[serde(flatten)]
    pub check: Option<Check>,
}

/// ∇L + 2 V w, L the loss of all pairs through both branches.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Check {
    /// ‖∇L‖.
    pub gradient_norm: f64,
    /// ‖∇L + 2 V w‖.
    pub residual: f64,
    /// What rounding can have made of 0 there.
    pub bound: f64,
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
    /// tr V_x\[F̄\].
    pub energy: f64,
    /// What is not used of the file of the network.
    pub notes: Vec<String>,
    /// From the first layer to the top.
    pub layers: Vec<Layer>,
    /// Of the check; null where there was none.
    pub verdict: Option<Verdict>,
}

/// The check of every layer, and what follows from them.
pub(super) fn checks(loss: &PairLoss, applied: &Applied, bound: &Bound) -> (Vec<Check>, Verdict) {
    let sides = loss.gradient.iter().zip(&applied.layers).zip(loss.bounds.iter().zip(&bound.layers));
    let checks: Vec<Check> = sides
        .map(|((gradient, image), (measured, predicted))| Check {
            gradient_norm: gradient.norm(),
            residual: gradient.zip_map(image, |g, v| g + 2.0 * v).norm(),
            bound: measured + 2.0 * predicted,
        })
        .collect();
    let decided = loss.gates_are_decided && bound.gates_are_decided && checks.iter().all(|c| c.bound.is_finite());
    let verdict = if !decided {
        Verdict::Inconclusive
    } else if checks.iter().any(|c| c.residual > c.bound) {
        Verdict::Refuted
    } else if checks.iter().all(|c| c.gradient_norm <= c.bound) {
        // Nothing that could be told from 0 was compared.
        Verdict::NothingChecked
    } else {
        Verdict::Holds
    };
    (checks, verdict)
}

impl Report {
    pub(super) fn new(
        given: &Given,
        applied: &Applied,
        eigenvalues: Vec<Vec<Eigenvalue>>,
        checks: Option<(Vec<Check>, Verdict)>,
    ) -> Self {
        let (network, [samples, augmentations, inputs]) = (&given.network.network, given.views.shape());
        let (checks, verdict) = checks.unzip();
        let of_layer = |(index, found): (usize, Vec<Eigenvalue>)| {
            let (weights, image) = (&network.layers[index].weights, &applied.layers[index]);
            Layer {
                tensor: given.network.layers[index].clone(),
                shape: weights.shape(),
                weights_norm: weights.norm(),
                image_norm: image.norm(),
                quadratic_form: weights.dot(image),
                eigenvalues: found.iter().map(|e| e.value).collect(),
                multiplicities: found.iter().map(|e| e.multiplicity).collect(),
                check: checks.as_ref().map(|checks| checks[index]),
            }
        };
        let widths = network.layers.iter().map(|layer| layer.weights.nrows());
        Report {
            widths: std::iter::once(inputs).chain(widths).collect(),
            samples,
            augmentations,
            energy: applied.energy,
            notes: given.notes(),
            layers: eigenvalues.into_iter().enumerate().map(of_layer).collect(),
            verdict,
        }
    }

    /// One JSON document with a line end.
    pub fn json(&self) -> String {
        match serde_json::to_string_pretty(self) {
            Ok(text) => text + "\n",
            Err(error) => unreachable!("plain data: {error}"),
        }
    }

    /// A table for people.
    pub fn table(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        let widths = self.widths.iter().map(usize::to_string).collect::<Vec<_>>().join("-");
        writeln!(text, "network {widths}, {} samples × {} views", self.samples, self.augmentations)?;
        text.push_str(&provenance(self.layers.iter().map(|layer| &layer.tensor[..]), &self.notes));
        writeln!(text, "energy tr V[F̄] = {:.9e}\n", self.energy)?;
        for (index, layer) in self.layers.iter().enumerate() {
            let (rows, columns) = layer.shape;
            writeln!(
                text,
                "layer {} ({rows} × {columns}): ‖V w‖ = {:.6e}, wᵀV w = {:.9e}",
                index + 1,
                layer.image_norm,
                layer.quadratic_form
            )?;
            if let Some(check) = layer.check {
                writeln!(
                    text,
                    "  ‖∇L + 2 V w‖ = {:.1e} ≤ {:.1e}, ‖∇L‖ = {:.6e}",
                    check.residual, check.bound, check.gradient_norm
                )?;
            }
            for (value, times) in layer.eigenvalues.iter().zip(&layer.multiplicities) {
                let times = times.map_or(String::new(), |times| format!("  × {times}"));
                writeln!(text, "  {value:.9e}{times}")?;
            }
        }
        match self.verdict {
            None => Ok(()),
            Some(verdict) => writeln!(text, "\nupdate = −2 V w: {}", verdict.name()),
        }
    }
}
