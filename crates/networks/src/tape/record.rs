//! A network's forward pass as a recorded computation, from the definition of its layers.

use super::{Tape, Var};
use crate::network::{Activation, Network, Pool};
use crate::numbers::{Field, Obstacle, Rational};
use nalgebra::DMatrix;

/// A recorded forward pass.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The layers, in order.
    pub layers: Vec<RecordedLayer>,
    /// f_L, n_L × views.
    pub output: Var,
}

/// What one layer left on the tape.
#[derive(Clone, Copy, Debug)]
pub struct RecordedLayer {
    /// W_l, to differentiate by.
    pub weights: Var,
    /// f_{l−1}.
    pub below: Var,
    /// f̃_l.
    pub preactivation: Var,
}

impl<S: Field> Tape<S> {
    /// Records `network` on a batch (n₀ × views) with its weights as new variables.
    ///
    /// # Errors
    /// Where an activation or a pool is not differentiable or not decided.
    pub fn network(&mut self, network: &Network<S>, inputs: &DMatrix<S>) -> Result<Recorded, Obstacle> {
        let weights: Vec<Var> = network.layers.iter().map(|layer| self.variable(layer.weights.clone())).collect();
        self.network_sharing(network, &weights, inputs)
    }

    /// Records `network` on another batch with weights that are already on the tape: the second branch of a
    /// pair of networks with shared weights.
    ///
    /// # Errors
    /// As for [`Tape::network`].
    pub fn network_sharing(
        &mut self,
        network: &Network<S>,
        weights: &[Var],
        inputs: &DMatrix<S>,
    ) -> Result<Recorded, Obstacle> {
        let inputs = self.variable(inputs.clone());
        self.network_over(network, weights, inputs)
    }

    /// Records `network` on a batch that is on the tape already, so that the gradient flows on below it.
    ///
    /// # Errors
    /// As for [`Tape::network`].
    pub fn network_over(&mut self, network: &Network<S>, weights: &[Var], inputs: Var) -> Result<Recorded, Obstacle> {
        self.network_altered(network, weights, inputs, |_, _, preactivation| Ok(preactivation))
    }

    /// The same with every pre-activation altered before its activation, such as by a zero-mean: `alter` is given the
    /// tape, the layer's place from 0 and W_l f_{l−1} + b_l, and gives what the activation is applied to.
    ///
    /// # Errors
    /// As for [`Tape::network`], and those of `alter`.
    pub fn network_altered(
        &mut self,
        network: &Network<S>,
        weights: &[Var],
        inputs: Var,
        alter: impl Fn(&mut Self, usize, Var) -> Result<Var, Obstacle>,
    ) -> Result<Recorded, Obstacle> {
        let mut below = inputs;
        let mut layers = Vec::new();
        for (index, layer) in network.layers.iter().enumerate() {
            let number = index + 1;
            let effective = match layer.mask_matrix() {
                Some(mask) => self.gate(weights[index], mask),
                None => weights[index],
            };
            let mut preactivation = self.product(effective, below);
            if let Some(bias) = &layer.bias {
                let bias = self.variable(DMatrix::from_column_slice(bias.len(), 1, bias));
                preactivation = self.add_column(preactivation, bias);
            }
            preactivation = alter(self, index, preactivation)?;
            let activated = match &layer.activation {
                Activation::Linear => preactivation,
                Activation::Relu => self.rectify(preactivation, &S::zero(), number)?,
                Activation::LeakyRelu { slope } => self.rectify(preactivation, slope, number)?,
                Activation::Tanh => self.hyperbolic_tangent(preactivation)?,
                Activation::Gated { gates } => self.gate(preactivation, gates.clone()),
            };
            layers.push(RecordedLayer { weights: weights[index], below, preactivation });
            below = match layer.pool {
                Pool::None => activated,
                Pool::Max { size } => self.group_maxima(activated, size, number)?,
                Pool::Average { size } => {
                    self.group_means(activated, size, S::from_rational(&Rational::new(1, size as u64)))
                }
            };
        }
        Ok(Recorded { layers, output: below })
    }
}
