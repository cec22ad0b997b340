//! The forward and backward pass of one batch: every value and adjoint in buffers that are allocated once.

use super::affine::AffineStep;
use super::descending::Descending;
use super::normalise::{BatchNormStep, GroupNormStep, UnitNormStep};
use super::{ArchitectureError, Layer, Network, Real};
use nalgebra::DMatrix;

/// The values and adjoints of a batch. All matrices are batch × units, so that a unit's values are consecutive.
#[derive(Clone, Debug)]
pub struct Pass<T: Real> {
    batch: usize,
    /// The input, then the value after every layer.
    values: Vec<DMatrix<T>>,
    /// ∂L by each of them.
    adjoints: Vec<DMatrix<T>>,
    steps: Vec<Step<T>>,
}

#[derive(Clone, Debug)]
enum Step<T: Real> {
    Affine(AffineStep<T>),
    Rectifier,
    BatchNorm(BatchNormStep<T>),
    GroupNorm(GroupNormStep<T>),
    UnitNorm(UnitNormStep<T>),
}

impl<T: Real> Pass<T> {
    /// The number of samples.
    pub fn batch(&self) -> usize {
        self.batch
    }

    /// The input, to be filled: unit by unit.
    pub fn inputs_mut(&mut self) -> &mut [T] {
        self.values[0].as_mut_slice()
    }

    /// The value after layer `layer − 1`; the input for 0. Batch × units.
    pub fn value(&self, layer: usize) -> &DMatrix<T> {
        &self.values[layer]
    }

    /// The value after the last layer.
    pub fn output(&self) -> &DMatrix<T> {
        &self.values[self.values.len() - 1]
    }

    /// ∂L/∂output, to be filled before the backward pass.
    pub fn output_adjoint_mut(&mut self) -> &mut DMatrix<T> {
        let top = self.adjoints.len() - 1;
        &mut self.adjoints[top]
    }

    /// The output and the place for ∂L/∂output together, for a loss to read one and write the other.
    pub fn output_and_adjoint_mut(&mut self) -> (&DMatrix<T>, &mut DMatrix<T>) {
        let top = self.adjoints.len() - 1;
        (&self.values[top], &mut self.adjoints[top])
    }

    /// ∂L by [`Pass::value`] of the same number; of 0 only after [`Network::backward_to_inputs`].
    pub fn adjoint(&self, layer: usize) -> &DMatrix<T> {
        &self.adjoints[layer]
    }
}

impl<T: Real> Network<T> {
    /// Buffers for batches of `samples` samples.
    ///
    /// # Errors
    /// [`ArchitectureError`] for a batch of none, or of one where a layer normalises over the batch.
    pub fn pass(&self, batch: usize) -> Result<Pass<T>, ArchitectureError> {
        self.architecture().validate_batch(batch)?;
        let widths = self.widths();
        let step = |(layer, &units): (&Layer, &usize)| match layer {
            Layer::Affine(affine) => Step::Affine(AffineStep::new(affine, units)),
            Layer::Rectifier => Step::Rectifier,
            Layer::BatchNorm(_) => Step::BatchNorm(BatchNormStep::new(batch, units)),
            Layer::GroupNorm(norm) => Step::GroupNorm(GroupNormStep::new(batch, units, norm.groups)),
            Layer::UnitNorm { .. } => Step::UnitNorm(UnitNormStep::new(batch)),
        };
        let buffers = || widths.iter().map(|units| DMatrix::zeros(batch, *units)).collect();
        let steps = self.architecture().layers.iter().zip(widths).map(step).collect();
        Ok(Pass { batch, values: buffers(), adjoints: buffers(), steps })
    }

    /// The forward pass: from the input through all layers.
    ///
    /// # Panics
    /// If the pass is one of another architecture.
    pub fn forward(&self, pass: &mut Pass<T>) {
        for (index, layer) in self.architecture().layers.iter().enumerate() {
            let (below, above) = pass.values.split_at_mut(index + 1);
            let (x, y) = (&below[index], &mut above[0]);
            let (first, second) = self.of_layer(index);
            match (layer, &mut pass.steps[index]) {
                (Layer::Affine(affine), Step::Affine(step)) => step.forward(affine, first, second, x, y),
                (Layer::Rectifier, Step::Rectifier) => {
                    for (y, x) in y.iter_mut().zip(x.iter()) {
                        *y = if *x > T::zero() { *x } else { T::zero() };
                    }
                }
                (Layer::BatchNorm(norm), Step::BatchNorm(step)) => step.forward(norm, first, second, x, y),
                (Layer::GroupNorm(norm), Step::GroupNorm(step)) => step.forward(norm, first, second, x, y),
                (Layer::UnitNorm { epsilon }, Step::UnitNorm(step)) => step.forward(*epsilon, x, y),
                _ => unreachable!("a pass over another architecture"),
            }
        }
    }

    /// Adds ∂L/∂parameters to `gradient`, from ∂L/∂output in the pass and the values of the last
    /// [`Network::forward`].
    ///
    /// # Panics
    /// If the pass or the gradient is one of another architecture.
    pub fn backward(&self, pass: &mut Pass<T>, gradient: &mut [T]) {
        self.back(pass, gradient, false);
    }

    /// The same, and ∂L/∂input as [`Pass::adjoint`] of 0.
    ///
    /// # Panics
    /// If the pass or the gradient is one of another architecture.
    pub fn backward_to_inputs(&self, pass: &mut Pass<T>, gradient: &mut [T]) {
        self.back(pass, gradient, true);
    }

    fn back(&self, pass: &mut Pass<T>, gradient: &mut [T], to_inputs: bool) {
        assert_eq!(gradient.len(), self.parameters.len(), "entries of a gradient");
        // Below the lowest layer with parameters nothing is needed, unless the input's adjoint is.
        let lowest = self.layout().first().map_or(usize::MAX, |parameter| parameter.layer);
        for (index, layer) in self.architecture().layers.iter().enumerate().rev() {
            if index < lowest && !to_inputs {
                break;
            }
            let (below, above) = pass.adjoints.split_at_mut(index + 1);
            let (to_x, of_y) = (&mut below[index], &above[0]);
            let x = &pass.values[index];
            let (first, _) = self.of_layer(index);
            let place = self.place(index);
            // The second array of a layer lies right behind its first.
            let own = &mut gradient[place.first.start..place.second.end.max(place.first.end)];
            let (to_first, to_second) = own.split_at_mut(place.first.len());
            let flow = Descending { x, of_y, to_first, to_second };
            match (layer, &mut pass.steps[index]) {
                (Layer::Affine(affine), Step::Affine(step)) => {
                    step.backward(affine, first, flow, (index > lowest || to_inputs).then_some(to_x));
                }
                (Layer::Rectifier, Step::Rectifier) => {
                    for ((to_x, x), of_y) in to_x.iter_mut().zip(x.iter()).zip(of_y.iter()) {
                        *to_x = if *x > T::zero() { *of_y } else { T::zero() };
                    }
                }
                (Layer::BatchNorm(norm), Step::BatchNorm(step)) => step.backward(norm, first, flow, to_x),
                (Layer::GroupNorm(norm), Step::GroupNorm(step)) => step.backward(norm, first, flow, to_x),
                (Layer::UnitNorm { epsilon }, Step::UnitNorm(step)) => step.backward(*epsilon, x, of_y, to_x),
                _ => unreachable!("a pass over another architecture"),
            }
        }
    }

    /// Weight and bias, or gain and shift, of a layer.
    fn of_layer(&self, layer: usize) -> (&[T], &[T]) {
        let place = self.place(layer);
        (&self.parameters[place.first.clone()], &self.parameters[place.second.clone()])
    }
}
