//! Networks as data: layers of weights with optional mask, bias, activation and pooling.
//!
//! On one input such a network is a product of matrices with gates as data:
//! f̃_l = W_l f_{l−1}, f_l = D_l f̃_l, f_0 = x, and the top layer is linear, f_L = f̃_L.

mod connection;
mod obstacle;
mod trace;

pub use connection::Connections;
pub use obstacle::{PooledMaximum, Preactivation};
pub use trace::Trace;

use crate::matrix::{embed, rows};
use crate::numbers::{Field, Line, Rational, Ring};
use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

/// ψ, applied unit by unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[serde(bound(serialize = "S: Serialize", deserialize = "S: Deserialize<'de>"))]
pub enum Activation<S: Ring> {
    /// ψ(t) = t.
    Linear,
    /// ψ(t) = max(t, 0); not differentiable at 0.
    Relu,
    /// ψ(t) = t for t > 0, slope·t for t < 0.
    LeakyRelu {
        /// The slope on the negative side.
        slope: S,
    },
    /// ψ = tanh: not homogeneous, so outside the theory. Only for showing that it is.
    Tanh,
    /// ψ(t) = gate·t with the gate of each unit and view given: covers every activation pattern, and needs no
    /// order of the number system.
    Gated {
        /// The gates, n_l × views.
        #[serde(with = "rows")]
        gates: DMatrix<S>,
    },
}

/// What the gate of a (leaky) rectified unit is where its pre-activation is exactly 0 and ψ has no derivative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AtZero {
    /// There is no gradient: an obstacle.
    #[default]
    Reject,
    /// ψ'(0) is the slope below 0: 0 for ReLU, as PyTorch takes it; of entries that tie for a maximum the first one has it.
    Subgradient,
}

/// Pooling over consecutive groups of units, after the activation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Pool {
    /// Every unit by itself.
    None,
    /// The largest of each group of `size` units.
    Max {
        /// Units in a group.
        size: usize,
    },
    /// The mean of each group of `size` units.
    Average {
        /// Units in a group.
        size: usize,
    },
}

impl Pool {
    /// Units in a group.
    pub fn size(self) -> usize {
        match self {
            Pool::None => 1,
            Pool::Max { size } | Pool::Average { size } => size,
        }
    }
}

/// One layer: f̃ = (W ⊙ mask) f + b, then the activation, then the pool.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(bound(serialize = "S: Serialize", deserialize = "S: Deserialize<'de>"))]
pub struct Layer<S: Ring> {
    /// W_l, n_l × (width of the layer below).
    #[serde(with = "rows")]
    pub weights: DMatrix<S>,
    /// Which weights exist (1) and which do not (0); `None`: all of them. A locally connected layer is masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mask: Option<Vec<Vec<u8>>>,
    /// b_l; `None` in the theory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bias: Option<Vec<S>>,
    /// ψ_l.
    pub activation: Activation<S>,
    /// The pool after ψ_l.
    pub pool: Pool,
}

impl<S: Ring> Layer<S> {
    /// A dense layer without bias or pool.
    pub fn dense(weights: DMatrix<S>, activation: Activation<S>) -> Self {
        Layer { weights, mask: None, bias: None, activation, pool: Pool::None }
    }

    /// n_l, the number of pre-activations.
    pub fn units(&self) -> usize {
        self.weights.nrows()
    }

    /// The width of what the layer hands on: n_l over the pool's size.
    pub fn width(&self) -> usize {
        self.units() / self.pool.size()
    }

    /// The mask as a matrix of zeros and ones, if there is one.
    pub fn mask_matrix(&self) -> Option<DMatrix<S>> {
        let bit = |b: u8| if b == 0 { S::zero() } else { S::one() };
        self.mask.as_ref().map(|m| DMatrix::from_fn(self.weights.nrows(), self.weights.ncols(), |i, j| bit(m[i][j])))
    }
}

/// A network of L layers.
///
/// ```
/// use dualproof_numbers::matrix::dmatrix;
/// use dualproof_networks::network::{Activation, Layer, Network};
/// let network = Network { layers: vec![
///     Layer::dense(dmatrix![1.0, -1.0; 2.0, 1.0], Activation::Relu),
///     Layer::dense(dmatrix![1.0, 1.0], Activation::Linear),
/// ] };
/// let output = network.trace(&dmatrix![1.0; 3.0])?.output().clone();
/// assert_eq!(output, dmatrix![5.0]);    // relu(1 − 3) + relu(2 + 3)
/// # Ok::<(), dualproof_numbers::numbers::Obstacle>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(bound(serialize = "S: Serialize", deserialize = "S: Deserialize<'de>"))]
pub struct Network<S: Ring> {
    /// The layers, the first one fed by the input.
    pub layers: Vec<Layer<S>>,
}

/// A network whose layers do not fit one another.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    /// No layer.
    #[error("layers: found 0, expected at least 1")]
    NoLayers,
    /// A layer whose width does not match what feeds it.
    #[error("layer {layer}: found {found} columns of weights, expected {expected}, the width of what feeds it")]
    Chain {
        /// The layer, from 1.
        layer: usize,
        /// Columns of its weights.
        found: usize,
        /// The width below.
        expected: usize,
    },
    /// A mask, bias, pool or gate matrix of the wrong shape, or a top layer that is not linear.
    #[error("layer {layer}: found {found}, expected {expected}")]
    Layer {
        /// The layer, from 1.
        layer: usize,
        /// What was found.
        found: String,
        /// What was expected.
        expected: String,
    },
}

impl<S: Ring> Network<S> {
    /// L, the number of layers.
    pub fn depth(&self) -> usize {
        self.layers.len()
    }

    /// n₀.
    pub fn input_width(&self) -> usize {
        self.layers[0].weights.ncols()
    }

    /// n_L.
    pub fn output_width(&self) -> usize {
        self.layers[self.depth() - 1].units()
    }

    /// Is there a bias anywhere?
    pub fn is_bias_free(&self) -> bool {
        self.layers.iter().all(|layer| layer.bias.is_none())
    }

    /// Is every activation positively homogeneous (not tanh)?
    pub fn is_homogeneous(&self) -> bool {
        self.layers.iter().all(|layer| !matches!(layer.activation, Activation::Tanh))
    }

    /// Do the layers chain from `inputs` units, over `views` views, up to a linear top?
    ///
    /// # Errors
    /// The first layer that does not fit.
    pub fn validate(&self, inputs: usize, views: usize) -> Result<(), NetworkError> {
        let mut width = inputs;
        if self.layers.is_empty() {
            return Err(NetworkError::NoLayers);
        }
        for (index, layer) in self.layers.iter().enumerate() {
            let (rows, columns) = layer.weights.shape();
            let wrong = |found: String, expected: String| NetworkError::Layer { layer: index + 1, found, expected };
            if columns != width {
                return Err(NetworkError::Chain { layer: index + 1, found: columns, expected: width });
            }
            if layer.mask.as_ref().is_some_and(|m| m.len() != rows || m.iter().any(|row| row.len() != columns)) {
                return Err(wrong("a mask of another shape".into(), format!("{rows} × {columns} zeros and ones")));
            }
            if let Some(bias) = layer.bias.as_ref().filter(|b| b.len() != rows) {
                return Err(wrong(format!("{} biases", bias.len()), rows.to_string()));
            }
            let pool = layer.pool.size();
            if pool == 0 || rows % pool != 0 {
                return Err(wrong(format!("a pool of {pool} units"), format!("a divisor of {rows}")));
            }
            if let Activation::Gated { gates } = &layer.activation
                && gates.shape() != (rows, views)
            {
                return Err(wrong(format!("gates of shape {:?}", gates.shape()), format!("{rows} × {views}")));
            }
            if index + 1 == self.depth() && (layer.activation != Activation::Linear || layer.pool != Pool::None) {
                return Err(wrong("an activation or a pool on top".into(), "a linear top layer".into()));
            }
            width = layer.width();
        }
        Ok(())
    }

    /// The activations, gates and Jacobians on a batch (n₀ × views).
    ///
    /// # Errors
    /// Where a gate is undefined or cannot be decided.
    ///
    /// # Panics
    /// If the layers do not chain: call [`Network::validate`] on foreign data first.
    pub fn trace(&self, inputs: &DMatrix<S>) -> Result<Trace<S>, crate::numbers::Obstacle>
    where
        S: Field,
    {
        Trace::new(self, inputs, AtZero::Reject)
    }

    /// The same where a pre-activation that is exactly 0 has the gate that `at_zero` says; [`Trace::zeros`] counts
    /// them.
    ///
    /// # Errors
    /// As for [`Network::trace`]; none for a zero pre-activation under [`AtZero::Subgradient`].
    pub fn trace_at(&self, inputs: &DMatrix<S>, at_zero: AtZero) -> Result<Trace<S>, crate::numbers::Obstacle>
    where
        S: Field,
    {
        Trace::new(self, inputs, at_zero)
    }
}

impl Network<Rational> {
    /// Has the network a gradient at every one of these inputs: no pre-activation is exactly 0, no maximum tied?
    /// Decided exactly. A tanh network is differentiable everywhere.
    pub fn is_differentiable_on(&self, inputs: &DMatrix<Rational>) -> bool {
        let bends = |layer: &Layer<Rational>| {
            matches!(layer.activation, Activation::Relu | Activation::LeakyRelu { .. })
                || matches!(layer.pool, Pool::Max { .. })
        };
        if !self.layers.iter().any(bends) {
            return true;
        }
        match trace::gates_are_decided(self, inputs) {
            Ok(()) => true,
            Err(obstacle) => !obstacle.is_unmet_assumption(),
        }
    }

    /// The same network in another number system.
    pub fn embed<S: Field>(&self) -> Network<S> {
        let layers = self.layers.iter().map(|layer| Layer {
            weights: embed(&layer.weights),
            mask: layer.mask.clone(),
            bias: layer.bias.as_ref().map(|b| b.iter().map(S::from_rational).collect()),
            activation: match &layer.activation {
                Activation::Linear => Activation::Linear,
                Activation::Relu => Activation::Relu,
                Activation::LeakyRelu { slope } => Activation::LeakyRelu { slope: S::from_rational(slope) },
                Activation::Tanh => Activation::Tanh,
                Activation::Gated { gates } => Activation::Gated { gates: embed(gates) },
            },
            pool: layer.pool,
        });
        Network { layers: layers.collect() }
    }
}

impl Line for Activation<Rational> {
    fn towards(&self, other: &Self, t: &Rational) -> Self {
        match (self, other) {
            (Activation::LeakyRelu { slope }, Activation::LeakyRelu { slope: end }) => {
                Activation::LeakyRelu { slope: slope.towards(end, t) }
            }
            (Activation::Gated { gates }, Activation::Gated { gates: end }) => {
                Activation::Gated { gates: gates.towards(end, t) }
            }
            _ => self.clone(),
        }
    }
}

crate::line_through!(Layer<Rational> { weights, bias, activation } keeping { mask, pool });
crate::line_through!(Network<Rational> { layers } keeping {});
