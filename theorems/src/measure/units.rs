//! The problem in units of its own: weights and data times powers of two, so that no square leaves the range of `f64`.
//!
//! A bias-free network of (leaky) rectified layers is homogeneous of degree 1 in the data and in each W_l. With
//! x = 2^a x' and W_l = 2^{a_l} W_l' every result is the one of the primed problem times a power of two, exactly:
//!
//! | result | exponent, s = a + Σ a_l |
//! |---|---|
//! | f_L | s |
//! | r, the simple loss, tr V\[F̄\], wᵀVw, ⟨w, update⟩ | 2s |
//! | an update −∇_{W_l} of r, V w_l | 2s − a_l |
//! | V_x\[K̄_l\] | 2(s − a_l) |
//!
//! The exponents are chosen such that the largest entry of each f_l' is in \[1, 2).

use dualproof::network::{Activation, Layer, Network};
use dualproof::numbers::{Floating, times_power, unit_of};
use nalgebra::DMatrix;

/// The exponents of the data and of each layer's weights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Units {
    data: i32,
    layers: Vec<i32>,
}

impl Units {
    /// Units for a network on these inputs. Plain `f64` suffices: a unit is a choice, not a result.
    pub(crate) fn of(network: &Network<f64>, inputs: &DMatrix<f64>) -> Self {
        let data = unit_of(inputs.as_slice());
        let mut f = times(inputs, -data);
        let mut layers = Vec::new();
        for layer in &network.layers {
            let first = unit_of(layer.weights.as_slice());
            let t = times(&layer.weights, -first) * &f;
            let activated = activated(layer, &t);
            // Where every unit is closed, the size of the pre-activations still gives a unit.
            let second = unit_of(activated.as_slice());
            let second = if activated.iter().all(|x| *x == 0.0) { unit_of(t.as_slice()) } else { second };
            f = times(&activated, -second);
            layers.push(first + second);
        }
        Units { data, layers }
    }

    /// f_L' of a network that is in these units already, in plain `f64`.
    pub(crate) fn forward(&self, network: &Network<f64>, inputs: &DMatrix<f64>) -> DMatrix<f64> {
        network.layers.iter().fold(times(inputs, -self.data), |f, layer| activated(layer, &(&layer.weights * f)))
    }

    /// The network in these units, in plain `f64`.
    pub(crate) fn plain_network(&self, network: &Network<f64>) -> Network<f64> {
        let layers = network.layers.iter().zip(&self.layers);
        let in_unit =
            |(layer, unit): (&Layer<f64>, &i32)| Layer::dense(times(&layer.weights, -unit), layer.activation.clone());
        Network { layers: layers.map(in_unit).collect() }
    }

    /// The exponent s of the output.
    pub(super) fn output(&self) -> i32 {
        self.data + self.layers.iter().sum::<i32>()
    }

    /// The exponent of an update of the half squared distance by a layer's weights.
    pub(super) fn update(&self, index: usize) -> i32 {
        2 * self.output() - self.layers[index]
    }

    /// The exponent of a layer's covariance operator.
    pub(super) fn operator(&self, index: usize) -> i32 {
        2 * (self.output() - self.layers[index])
    }

    /// The network in these units. Exact; an entry so much smaller than the largest that it leaves the range of `f64`
    /// has that as its error.
    pub(super) fn network<F: Floating>(&self, network: &Network<f64>) -> Network<F> {
        let layers = network.layers.iter().zip(&self.layers).map(|(layer, unit)| {
            let activation = match layer.activation {
                Activation::Relu => Activation::Relu,
                Activation::LeakyRelu { slope } => Activation::LeakyRelu { slope: F::exact(slope) },
                _ => Activation::Linear,
            };
            Layer::dense(in_unit(&layer.weights, *unit), activation)
        });
        Network { layers: layers.collect() }
    }

    /// The inputs in these units.
    pub(super) fn inputs<F: Floating>(&self, inputs: &DMatrix<f64>) -> DMatrix<F> {
        in_unit(inputs, self.data)
    }
}

/// ψ of the pre-activations of a layer.
fn activated(layer: &Layer<f64>, t: &DMatrix<f64>) -> DMatrix<f64> {
    t.map(|t| match layer.activation {
        Activation::Relu => t.max(0.0),
        Activation::LeakyRelu { slope } if t < 0.0 => slope * t,
        _ => t,
    })
}

fn times(matrix: &DMatrix<f64>, power: i32) -> DMatrix<f64> {
    matrix.map(|x| times_power(x, power))
}

fn in_unit<F: Floating>(matrix: &DMatrix<f64>, unit: i32) -> DMatrix<F> {
    matrix.map(|x| {
        let scaled = times_power(x, -unit);
        let exact = times_power(scaled, unit) == x;
        if exact { F::exact(scaled) } else { F::with_error(scaled, f64::from_bits(1)) }
    })
}

/// x · 2^power in any of the floating systems, in steps that are numbers.
pub(super) fn scaled_by_power<F: Floating>(x: F, mut power: i32) -> F {
    const STEP: i32 = 1000;
    let mut x = x;
    while power != 0 {
        let step = power.clamp(-STEP, STEP);
        x *= F::exact(times_power(1.0, step));
        power -= step;
    }
    x
}

/// A number and its error bound in the user's units.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Figure {
    /// The number; 0 where it cannot be distinguished from 0.
    pub(super) value: f64,
    /// A bound on its error.
    pub(super) bound: f64,
}

impl Figure {
    /// `x` times 2^power. `None` where the value is not finite, or outside the range of `f64` at either end.
    pub(super) fn of<F: Floating>(x: F, power: i32) -> Option<Self> {
        let (value, bound) = (x.to_f64(), x.error_bound() + f64::EPSILON * x.to_f64().abs() / 2.0);
        if value.abs() <= x.error_bound() {
            let least = value.abs() + bound;
            let bound = if least == 0.0 { 0.0 } else { times_power(least, power).next_up() };
            return bound.is_finite().then_some(Figure { value: 0.0, bound });
        }
        let (value, bound) = (times_power(value, power), times_power(bound, power).next_up());
        let in_range = value.is_finite() && value.abs() >= f64::MIN_POSITIVE && bound.is_finite();
        in_range.then_some(Figure { value, bound })
    }

    /// The error bound relative to the value, where the value can be distinguished from 0.
    pub(super) fn relative_bound(&self) -> Option<f64> {
        (self.value != 0.0).then(|| self.bound / self.value.abs())
    }
}
