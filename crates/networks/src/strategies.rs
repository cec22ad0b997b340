//! Random networks, views and matrices as proptest strategies: they draw, and they shrink toward small ones.
//!
//! Entries are small integers: the theory is homogeneous, so nothing is lost, exact arithmetic stays cheap and
//! shrunk counterexamples stay readable. Weights lean to the positive side, so that few networks are dead.

mod free;
mod graphs;

pub use free::{Hidden, Size, free_law, free_matrix, free_setting};
pub use graphs::{Architecture, BatchNorm, Nonlinearity, Skip, free_graph_and_views, graph_and_views};

use crate::network::{Activation, Layer, Network, Pool};
use crate::numbers::{Rational, Ring};
use crate::views::Views;
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use proptest::collection::vec;
use proptest::prelude::*;

/// What a random setting may contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Networks of the same architecture with their own weights.
    pub networks: usize,
    /// Samples, least and most.
    pub samples: (usize, usize),
    /// Augmentations of each, least and most.
    pub augmentations: (usize, usize),
    /// Are all views equally likely?
    pub uniform: bool,
    /// Has every layer a bias? Outside the theory.
    pub bias: bool,
    /// Are the hidden activations tanh? Outside the theory.
    pub tanh: bool,
}

impl Default for Setting {
    fn default() -> Self {
        Setting { networks: 1, samples: (2, 4), augmentations: (1, 3), uniform: false, bias: false, tanh: false }
    }
}

/// The discrete part of a setting, from which the number of entries follows.
#[derive(Clone, Debug)]
struct Shape {
    /// Inputs, then the width each hidden layer hands on, then the outputs.
    widths: Vec<usize>,
    /// ψ of the hidden layers: 0, 1, 2 ReLU, 3, 4 leaky ReLU, 5 linear.
    activations: Vec<u8>,
    /// Structure of the hidden layers: 0–3 dense, 4 masked, 5 max-pool, 6 average-pool.
    structures: Vec<u8>,
    samples: usize,
    augmentations: usize,
}

/// Pre-activations per pooled unit.
const POOL: usize = 2;

impl Shape {
    fn units(&self, layer: usize) -> usize {
        let pooled = self.structures.get(layer).is_some_and(|s| *s >= 5);
        self.widths[layer + 1] * if pooled { POOL } else { 1 }
    }

    fn entries(&self) -> usize {
        (0..self.widths.len() - 1).map(|l| self.units(l) * self.widths[l]).sum()
    }

    fn biases(&self) -> usize {
        (0..self.widths.len() - 1).map(|l| self.units(l)).sum()
    }

    fn views(&self) -> usize {
        self.samples * self.augmentations
    }
}

/// An entry of a matrix: an integer.
fn entry() -> impl Strategy<Value = i64> + Clone {
    -16_i64..=32
}

fn integers(rows: usize, columns: usize, entries: &[i64]) -> DMatrix<Rational> {
    DMatrix::from_row_iterator(rows, columns, entries.iter().map(|n| Rational::from_integer(*n)))
}

/// The distribution proportional to positive integers.
fn normalised(counts: &[u64]) -> Vec<Rational> {
    let sum = counts.iter().sum();
    counts.iter().map(|n| Rational::new(*n as i64, sum)).collect()
}

/// A square matrix of quarters between −2 and 2.
pub fn square_matrix(size: usize) -> impl Strategy<Value = DMatrix<Rational>> {
    let quarters = move |e: Vec<i64>| DMatrix::from_row_iterator(size, size, e.iter().map(|n| Rational::new(*n, 4)));
    vec(-8_i64..=8, size * size).prop_map(quarters)
}

/// I − 2vvᵀ/vᵀv, orthogonal and symmetric; I for v = 0.
pub fn reflection(v: &[i64]) -> DMatrix<Rational> {
    let square: i64 = v.iter().map(|x| x * x).sum();
    DMatrix::from_fn(v.len(), v.len(), |i, j| {
        let one = if i == j { Rational::one() } else { Rational::zero() };
        if square == 0 { one } else { one - Rational::new(2 * v[i] * v[j], square.unsigned_abs()) }
    })
}

/// Networks of one architecture (1 to 3 layers, widths up to 4), and views for them, entries small integers; valid by
/// construction: [`Network::validate`] and [`Views::validate`] hold.
pub fn setting(setting: Setting) -> BoxedStrategy<(Vec<Network<Rational>>, Views<Rational>)> {
    let Setting { samples, augmentations, .. } = setting;
    let shape = (
        (1_usize..=4, vec(2_usize..=4, 0..=2), 1_usize..=3),
        vec(0_u8..=5, 2),
        vec(0_u8..=6, 2),
        samples.0..=samples.1,
        augmentations.0..=augmentations.1,
    );
    let shape =
        shape.prop_map(|((inputs, hidden, outputs), mut activations, mut structures, samples, augmentations)| {
            let depth = hidden.len();
            activations.truncate(depth);
            structures.truncate(depth);
            let widths = std::iter::once(inputs).chain(hidden).chain([outputs]).collect();
            Shape { widths, activations, structures, samples, augmentations }
        });
    shape
        .prop_flat_map(move |shape| {
            let networks = (
                vec(entry(), shape.entries() * setting.networks),
                vec(entry(), if setting.bias { shape.biases() * setting.networks } else { 0 }),
                vec(prop::bool::weighted(0.75), shape.entries()),
                1_u64..=4,
            );
            let views = (
                vec(-24_i64..=24, shape.widths[0] * shape.views()),
                vec(1_u64..=4, shape.samples),
                vec(1_u64..=4, shape.views()),
            );
            (Just(shape), networks, views)
        })
        .prop_map(move |(shape, (weights, biases, mask, slope), views)| {
            let per_network = shape.entries();
            let bias_per_network = shape.biases();
            let networks = (0..setting.networks).map(|n| {
                let weights = &weights[n * per_network..(n + 1) * per_network];
                let biases = setting.bias.then(|| &biases[n * bias_per_network..(n + 1) * bias_per_network]);
                build_network(&shape, setting, weights, biases, &mask, slope)
            });
            (networks.collect(), build_views(&shape, setting, views))
        })
        .boxed()
}

/// One network, and views for it.
pub fn network_and_views(options: Setting) -> impl Strategy<Value = (Network<Rational>, Views<Rational>)> {
    setting(options).prop_map(|(mut networks, views)| (networks.remove(0), views))
}

/// The same, everything free.
pub fn free_network_and_views(
    size: Size,
    hidden: Hidden,
) -> impl Strategy<Value = (Network<Rational>, Views<Rational>)> {
    free_setting(size, 1, hidden).prop_map(|(mut networks, views)| (networks.remove(0), views))
}

fn build_network(
    shape: &Shape,
    setting: Setting,
    weights: &[i64],
    biases: Option<&[i64]>,
    mask: &[bool],
    slope: u64,
) -> Network<Rational> {
    let (mut at, mut bias_at) = (0, 0);
    let depth = shape.widths.len() - 1;
    let layers = (0..depth).map(|l| {
        let (rows, columns) = (shape.units(l), shape.widths[l]);
        let here = at..at + rows * columns;
        at = here.end;
        let units = bias_at..bias_at + rows;
        bias_at = units.end;
        let hidden = l + 1 < depth;
        let activation = match shape.activations.get(l) {
            None => Activation::Linear,
            Some(_) if setting.tanh => Activation::Tanh,
            Some(0..=2) => Activation::Relu,
            Some(3..=4) => Activation::LeakyRelu { slope: Rational::new(1, 1 + slope) },
            Some(_) => Activation::Linear,
        };
        // tanh saturates on integers of this size: its weights are scaled down to where it bends.
        let scale = if setting.tanh && hidden { Rational::new(1, 512) } else { Rational::new(1, 1) };
        Layer {
            weights: integers(rows, columns, &weights[here.clone()]).map(|x| x * scale.clone()),
            mask: (shape.structures.get(l) == Some(&4))
                .then(|| mask[here].chunks(columns).map(|row| row.iter().map(|b| u8::from(*b)).collect()).collect()),
            bias: biases.map(|b| b[units].iter().map(|n| Rational::from_integer(*n)).collect()),
            activation,
            pool: match shape.structures.get(l) {
                Some(5) => Pool::Max { size: POOL },
                Some(6) => Pool::Average { size: POOL },
                _ => Pool::None,
            },
        }
    });
    Network { layers: layers.collect() }
}

fn build_views(
    shape: &Shape,
    setting: Setting,
    (inputs, samples, augmentations): (Vec<i64>, Vec<u64>, Vec<u64>),
) -> Views<Rational> {
    let inputs = integers(shape.widths[0], shape.views(), &inputs);
    let even = |n: usize| vec![1; n];
    let (samples, augmentations) =
        if setting.uniform { (even(samples.len()), even(augmentations.len())) } else { (samples, augmentations) };
    Views {
        inputs,
        sample_weights: normalised(&samples),
        augmentation_weights: augmentations.chunks(shape.augmentations).flat_map(normalised).collect(),
    }
}
