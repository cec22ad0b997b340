//! A network: an architecture and its parameters in one vector.

use super::{Architecture, ArchitectureError, Parameter, Real};
use crate::numbers::uniform;
use rand_chacha::ChaCha8Rng;
use std::ops::Range;

/// Where the parameters of one layer lie.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    /// Weight, or gain.
    pub(super) first: Range<usize>,
    /// Bias, or shift; empty where there is none.
    pub(super) second: Range<usize>,
}

/// The law of a network's first weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Initialisation {
    /// Weights and biases uniform on ±1/√fan-in, as the usual libraries' linear layers have them.
    LibraryDefault,
    /// Weights uniform with standard deviation σ/√fan-in, that is on ±σ√(3/fan-in); biases 0.
    Deviation(f64),
}

/// An architecture with parameters.
///
/// ```
/// use dualproof_train::{Architecture, Layer, Network};
/// let architecture = Architecture { inputs: 2, layers: vec![Layer::dense(1), Layer::Rectifier] };
/// let network = Network::new(architecture, vec![3.0, -1.0, 0.5])?;      // weight 1 × 2, then bias
/// let mut pass = network.pass(2)?;
/// pass.inputs_mut().copy_from_slice(&[1.0, 0.0, 1.0, 4.0]);              // unit by unit: two samples each
/// network.forward(&mut pass);
/// assert_eq!(pass.output().as_slice(), [2.5, 0.0]);                      // 3 − 1 + ½, max(−4 + ½, 0)
/// pass.output_adjoint_mut().fill(1.0);
/// let mut gradient = vec![0.0; 3];
/// network.backward(&mut pass, &mut gradient);
/// assert_eq!(gradient, [1.0, 1.0, 1.0]);                                 // the second sample's gate is shut
/// # Ok::<(), dualproof_train::ArchitectureError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Network<T: Real> {
    architecture: Architecture,
    widths: Vec<usize>,
    places: Vec<Place>,
    layout: Vec<Parameter>,
    /// All parameters, in the order of [`Architecture::parameters`]; a weight row by row.
    pub parameters: Vec<T>,
}

impl<T: Real> Network<T> {
    /// A network with given parameters.
    ///
    /// # Errors
    /// [`ArchitectureError`] where the layers do not fit one another or the parameters.
    pub fn new(architecture: Architecture, parameters: Vec<T>) -> Result<Self, ArchitectureError> {
        architecture.validate()?;
        let layout = architecture.parameters();
        let expected = layout.last().map_or(0, |last| last.range.end);
        if parameters.len() != expected {
            return Err(ArchitectureError::Parameters { found: parameters.len(), expected });
        }
        let mut places = vec![Place::default(); architecture.layers.len()];
        for parameter in &layout {
            let place = &mut places[parameter.layer];
            match parameter.name.rsplit('.').next() {
                Some("weight" | "gain") => place.first = parameter.range.clone(),
                _ => place.second = parameter.range.clone(),
            }
        }
        Ok(Network { widths: architecture.widths(), architecture, places, layout, parameters })
    }

    /// A network with random weights; gains 1, shifts 0.
    ///
    /// # Errors
    /// [`ArchitectureError`] where the layers do not fit one another.
    pub fn random(
        architecture: Architecture,
        law: Initialisation,
        rng: &mut ChaCha8Rng,
    ) -> Result<Self, ArchitectureError> {
        architecture.validate()?;
        let mut parameters = Vec::new();
        let mut fan_in = 1;
        for parameter in architecture.parameters() {
            let symmetric = |rng: &mut ChaCha8Rng, h: f64| T::from_f64((2.0 * uniform(rng) - 1.0) * h);
            let half_width = |fan_in: usize| match law {
                Initialisation::LibraryDefault => 1.0 / (fan_in as f64).sqrt(),
                Initialisation::Deviation(sigma) => sigma * (3.0 / fan_in as f64).sqrt(),
            };
            let kind = parameter.name.rsplit('.').next();
            if kind == Some("weight") {
                fan_in = parameter.shape[1];
            }
            let random = match kind {
                Some("weight") => true,
                Some("bias") => law == Initialisation::LibraryDefault,
                _ => false,
            };
            let fixed = if kind == Some("gain") { T::one() } else { T::zero() };
            parameters.extend(parameter.range.map(|_| if random { symmetric(rng, half_width(fan_in)) } else { fixed }));
        }
        Network::new(architecture, parameters)
    }

    /// The layers.
    pub fn architecture(&self) -> &Architecture {
        &self.architecture
    }

    /// Units of the input, then after every layer.
    pub fn widths(&self) -> &[usize] {
        &self.widths
    }

    /// Names, shapes and places of the parameters.
    pub fn layout(&self) -> &[Parameter] {
        &self.layout
    }

    /// The weight of an affine layer, row by row, or the gain of a normalisation; empty where a layer has neither.
    pub fn weight(&self, layer: usize) -> &[T] {
        &self.parameters[self.places[layer].first.clone()]
    }

    pub(super) fn place(&self, layer: usize) -> &Place {
        &self.places[layer]
    }
}
