//! Settings whose every number is free: uniform residues of the prime field, gates among them.
//!
//! A polynomial identity that holds at such a point holds for all entries, whatever the activation pattern and the
//! slopes of leaky units, but for a chance that Schwartz and Zippel bound. Entries are integers below 2⁶¹ − 1, so
//! that an instance is stored and read like any other.

use crate::network::{Activation, Layer, Network};
use crate::numbers::{Field, Prime61, Rational, Ring};
use crate::views::Views;
use nalgebra::DMatrix;
use proptest::collection::vec;
use proptest::prelude::*;

/// The size of a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// n₀, n₁ … n_L.
    pub widths: &'static [usize],
    /// N.
    pub samples: usize,
    /// A.
    pub augmentations: usize,
}

impl Size {
    /// Four layers of widths (64, 64, 64, 16) on 64 inputs, 32 samples × 4 views: what rationals cannot reach.
    pub const LARGE: Size = Size { widths: &[64, 64, 64, 64, 16], samples: 32, augmentations: 4 };

    /// As many layers, with widths of two and three: where the degree along a line is measured.
    pub const SMALL: Size = Size { widths: &[2, 2, 3, 2, 2], samples: 2, augmentations: 2 };

    /// The same with other numbers of samples and of augmentations of each.
    pub const fn with_views(self, samples: usize, augmentations: usize) -> Self {
        Size { samples, augmentations, ..self }
    }

    fn views(&self) -> usize {
        self.samples * self.augmentations
    }
}

/// What the hidden layers do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// Free gates for every unit and view.
    Gated,
    /// ψ(t) = t.
    Linear,
}

/// A matrix of free residues.
pub fn free_matrix(rows: usize, columns: usize) -> impl Strategy<Value = DMatrix<Rational>> {
    vec(0..Prime61::MODULUS as i64, rows * columns)
        .prop_map(move |entries| DMatrix::from_vec(rows, columns, entries).map(Rational::from_integer))
}

/// A distribution with probabilities c_i/Σc for free c_i ≥ 1: over the field, any affine combination.
pub fn free_law(outcomes: usize) -> impl Strategy<Value = Vec<Rational>> {
    vec(1..Prime61::MODULUS as i64, outcomes).prop_map(|counts| {
        let counts: Vec<Rational> = counts.into_iter().map(Rational::from_integer).collect();
        let sum = counts.iter().skip(1).fold(counts[0].clone(), |sum, c| sum + c.clone());
        counts.iter().map(|c| c.divide(&sum).expect("a positive sum")).collect()
    })
}

/// Networks of one architecture with free weights and gates, and views with free inputs; the weights of the views
/// are free or, in one setting of two, uniform.
pub fn free_setting(
    size: Size,
    networks: usize,
    hidden: Hidden,
) -> BoxedStrategy<(Vec<Network<Rational>>, Views<Rational>)> {
    let depth = size.widths.len() - 1;
    let layer = move |l: usize| {
        let (rows, columns) = (size.widths[l + 1], size.widths[l]);
        let gated = l + 1 < depth && hidden == Hidden::Gated;
        let gates = free_matrix(rows, if gated { size.views() } else { 0 });
        (free_matrix(rows, columns), gates).prop_map(move |(weights, gates)| {
            Layer::dense(weights, if gated { Activation::Gated { gates } } else { Activation::Linear })
        })
    };
    let network = (0..depth).map(layer).collect::<Vec<_>>().prop_map(|layers| Network { layers });
    let laws = (free_law(size.samples), vec(free_law(size.augmentations), size.samples));
    (vec(network, networks), free_matrix(size.widths[0], size.views()), laws, prop::bool::ANY)
        .prop_map(move |(networks, inputs, (samples, augmentations), uniform)| {
            let views = match uniform {
                true => Views::uniform(inputs, size.samples).expect("a view of every sample"),
                false => Views { inputs, sample_weights: samples, augmentation_weights: augmentations.concat() },
            };
            (networks, views)
        })
        .boxed()
}
