//! What a network is made of, as plain data, and where its parameters lie.

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// How a normalisation uses a statistic of the batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Statistic {
    /// Used, and differentiated.
    #[default]
    Normal,
    /// Used, but a constant to the gradient.
    Detached,
    /// Not used: mean 0, standard deviation 1.
    Omitted,
}

impl std::fmt::Display for Statistic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Statistic::Normal => "normal",
            Statistic::Detached => "detached",
            Statistic::Omitted => "omitted",
        })
    }
}

/// y = W x + b; with groups, W is block diagonal: output group g sees input group g only.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Affine {
    /// Units, over all groups.
    pub outputs: usize,
    /// Groups; both the inputs and the outputs are divided into this many equal runs.
    pub groups: usize,
    /// Has it a bias b?
    pub bias: bool,
    /// Weight standardisation with this ε: every row of W is used as (w − mean)/√(variance + ε), over its fan-in.
    pub standardise: Option<f64>,
}

/// y = (x − μ)/s unit by unit, μ and s² = variance + ε those of the batch. The variance is about the batch's mean,
/// also where the mean is not subtracted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BatchNorm {
    /// μ.
    pub mean: Statistic,
    /// s.
    pub deviation: Statistic,
    /// ε.
    pub epsilon: f64,
    /// Is y multiplied by a learned gain and a learned shift added?
    pub gain: bool,
}

/// y = (x − μ)/√(variance + ε) sample by sample, over equal runs of units.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupNorm {
    /// The number of runs.
    pub groups: usize,
    /// ε.
    pub epsilon: f64,
    /// Is y multiplied by a learned gain and a learned shift added?
    pub gain: bool,
}

/// One step of a network.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Layer {
    /// W x + b.
    Affine(Affine),
    /// max(x, 0) entry by entry; the gate at 0 is 0.
    Rectifier,
    /// Normalisation over the batch.
    BatchNorm(BatchNorm),
    /// Normalisation over units.
    GroupNorm(GroupNorm),
    /// f/(‖f‖ + ε) sample by sample; where ‖f‖ = 0 and ε = 0, 0 with gradient 0.
    UnitNorm {
        /// ε.
        epsilon: f64,
    },
}

impl Layer {
    /// A dense affine layer with bias.
    pub fn dense(outputs: usize) -> Self {
        Layer::Affine(Affine { outputs, groups: 1, bias: true, standardise: None })
    }
}

/// Layers upon inputs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Architecture {
    /// Units of the input.
    pub inputs: usize,
    /// From the input up.
    pub layers: Vec<Layer>,
}

/// An invalid architecture, or parameters of another one.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ArchitectureError {
    /// No input, or a layer of no unit.
    #[error("{place}: found 0 units, expected at least 1")]
    NoUnits {
        /// `inputs` or the layer.
        place: String,
    },
    /// Units that groups do not divide.
    #[error("layer {layer}: found {groups} groups of {units} units, expected a divisor")]
    Groups {
        /// The layer, from 0.
        layer: usize,
        /// Its groups.
        groups: usize,
        /// The units to divide.
        units: usize,
    },
    /// An ε that is negative, or 0 where it must be positive, or not finite.
    #[error("layer {layer}: found epsilon {found}, expected a finite number {expected}")]
    Epsilon {
        /// The layer, from 0.
        layer: usize,
        /// ε.
        found: f64,
        /// What it must be.
        expected: &'static str,
    },
    /// A batch too small for its own statistics.
    #[error("layer {layer} normalises over the batch: found a batch of {found}, expected at least 2")]
    Batch {
        /// The layer, from 0.
        layer: usize,
        /// The batch.
        found: usize,
    },
    /// An empty batch.
    #[error("batch: found 0 samples, expected at least 1")]
    NoSamples,
    /// A vector of parameters of another network.
    #[error("parameters: found {found}, expected {expected}")]
    Parameters {
        /// The number of parameters given.
        found: usize,
        /// The number that the architecture has.
        expected: usize,
    },
}

/// One named array of parameters among all of a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// `layers.{i}.weight`, `.bias`, `.gain` or `.shift`.
    pub name: String,
    /// The layer, from 0.
    pub layer: usize,
    /// n_out × fan-in of a weight, units of the others; entries row by row.
    pub shape: Vec<usize>,
    /// Its place among the parameters.
    pub range: Range<usize>,
}

impl Architecture {
    /// Do the layers chain, each with valid settings?
    ///
    /// # Errors
    /// [`ArchitectureError`] with the first layer that does not.
    pub fn validate(&self) -> Result<(), ArchitectureError> {
        if self.inputs == 0 {
            return Err(ArchitectureError::NoUnits { place: "inputs".into() });
        }
        let positive = |layer, found: f64, expected| match found.is_finite() && found > 0.0 {
            true => Ok(()),
            false => Err(ArchitectureError::Epsilon { layer, found, expected }),
        };
        let mut units = self.inputs;
        for (index, layer) in self.layers.iter().enumerate() {
            let divides = |groups: usize, units: usize| match groups > 0 && units.is_multiple_of(groups) {
                true => Ok(()),
                false => Err(ArchitectureError::Groups { layer: index, groups, units }),
            };
            match layer {
                Layer::Affine(affine) => {
                    if affine.outputs == 0 {
                        return Err(ArchitectureError::NoUnits { place: format!("layer {index}") });
                    }
                    divides(affine.groups, units)?;
                    divides(affine.groups, affine.outputs)?;
                    if let Some(epsilon) = affine.standardise {
                        positive(index, epsilon, "above 0")?;
                    }
                    units = affine.outputs;
                }
                Layer::Rectifier => {}
                Layer::BatchNorm(norm) => {
                    if norm.deviation != Statistic::Omitted {
                        positive(index, norm.epsilon, "above 0")?;
                    }
                }
                Layer::GroupNorm(norm) => {
                    divides(norm.groups, units)?;
                    positive(index, norm.epsilon, "above 0")?;
                }
                Layer::UnitNorm { epsilon } => {
                    if !epsilon.is_finite() || *epsilon < 0.0 {
                        let expected = "of at least 0";
                        return Err(ArchitectureError::Epsilon { layer: index, found: *epsilon, expected });
                    }
                }
            }
        }
        Ok(())
    }

    /// Units of the input, then after every layer.
    pub fn widths(&self) -> Vec<usize> {
        let mut widths = vec![self.inputs];
        for layer in &self.layers {
            let below = widths[widths.len() - 1];
            widths.push(if let Layer::Affine(affine) = layer { affine.outputs } else { below });
        }
        widths
    }

    /// The parameters of all layers, in order, without gaps.
    pub fn parameters(&self) -> Vec<Parameter> {
        let widths = self.widths();
        let mut list: Vec<Parameter> = Vec::new();
        let mut add = |layer: usize, kind: &str, shape: Vec<usize>| {
            let start = list.last().map_or(0, |last| last.range.end);
            let range = start..start + shape.iter().product::<usize>();
            list.push(Parameter { name: format!("layers.{layer}.{kind}"), layer, shape, range });
        };
        for (index, layer) in self.layers.iter().enumerate() {
            match layer {
                Layer::Affine(affine) => {
                    add(index, "weight", vec![affine.outputs, widths[index] / affine.groups]);
                    if affine.bias {
                        add(index, "bias", vec![affine.outputs]);
                    }
                }
                Layer::BatchNorm(BatchNorm { gain: true, .. }) | Layer::GroupNorm(GroupNorm { gain: true, .. }) => {
                    add(index, "gain", vec![widths[index]]);
                    add(index, "shift", vec![widths[index]]);
                }
                _ => {}
            }
        }
        list
    }

    /// Can a batch of that size be normalised?
    ///
    /// # Errors
    /// [`ArchitectureError`] for a batch of none, or of one where a layer normalises over the batch.
    pub fn validate_batch(&self, batch: usize) -> Result<(), ArchitectureError> {
        let uses = |norm: &BatchNorm| norm.mean != Statistic::Omitted || norm.deviation != Statistic::Omitted;
        match self.layers.iter().position(|layer| matches!(layer, Layer::BatchNorm(norm) if uses(norm))) {
            Some(layer) if batch < 2 => Err(ArchitectureError::Batch { layer, found: batch }),
            _ if batch == 0 => Err(ArchitectureError::NoSamples),
            _ => Ok(()),
        }
    }
}
