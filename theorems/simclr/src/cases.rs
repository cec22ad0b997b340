//! What the instances of several claims share: the network's predicates, and how losses are drawn. A temperature and
//! the coefficients of a polynomial are drawn in units of the largest distance between outputs, where neither the
//! positive nor a negative dominates.

use super::loss::Loss;
use dualproof::network::Network;
use dualproof::numbers::{Rational, Ring};
use dualproof::strategies::free_matrix;
use dualproof::views::Views;
use nalgebra::{DMatrix, DVector};
use num_traits::{One, Zero};
use proptest::prelude::*;
use std::ops::RangeInclusive;

/// An instance with a network and its inputs.
pub trait OnNetwork {
    /// The network.
    fn network(&self) -> &Network<Rational>;

    /// Its inputs, n₀ × views.
    fn inputs(&self) -> &DMatrix<Rational>;

    /// Has no layer a bias?
    fn is_bias_free(&self) -> bool {
        self.network().is_bias_free()
    }

    /// Is every activation homogeneous?
    fn is_homogeneous(&self) -> bool {
        self.network().is_homogeneous()
    }

    /// Is no pre-activation exactly 0?
    fn is_differentiable(&self) -> bool {
        self.network().is_differentiable_on(self.inputs())
    }
}

/// The joint law of the samples of x₁ and x₊: the same one.
pub fn same_sample(views: &Views<Rational>) -> DMatrix<Rational> {
    DMatrix::from_diagonal(&DVector::from_column_slice(&views.sample_weights))
}

/// The joint law of the samples of x₁ and x₋: independent, each of the samples' law.
pub fn independent_samples(views: &Views<Rational>) -> DMatrix<Rational> {
    let p = &views.sample_weights;
    DMatrix::from_fn(p.len(), p.len(), |i, j| p[i].clone() * p[j].clone())
}

/// The losses of one kind, by their temperature and their margin.
pub type Family = fn(Rational, Rational) -> Loss;

/// Triplet losses.
pub const TRIPLET: Family = |temperature, margin| Loss::Triplet { temperature, margin };

/// InfoNCE.
pub const INFO_NCE: Family = |temperature, _| Loss::InfoNce { temperature };

/// The decoupled losses.
pub const DECOUPLED: Family = |temperature, _| Loss::Decoupled { temperature };

/// The negative probabilities.
pub const NEGATIVE_PROBABILITY: Family = |temperature, _| Loss::NegativeProbability { temperature };

/// The losses of the statements that have a temperature.
pub const WITH_TEMPERATURE: &[Family] = &[TRIPLET, INFO_NCE, DECOUPLED, NEGATIVE_PROBABILITY];

/// A loss of one of the families, each as likely as it is often in the list.
pub fn any_of(
    families: &'static [Family],
    temperature: BoxedStrategy<Rational>,
    margin: BoxedStrategy<Rational>,
) -> BoxedStrategy<Loss> {
    (0..families.len() as u8, temperature, margin).prop_map(|(kind, t, r)| families[usize::from(kind)](t, r)).boxed()
}

/// Multiples of 1/`denominator`.
pub fn multiples(numerators: RangeInclusive<i64>, denominator: u64) -> BoxedStrategy<Rational> {
    numerators.prop_map(move |n| Rational::new(n, denominator)).boxed()
}

/// 2ᵏ.
pub fn powers_of_two(exponents: RangeInclusive<i32>) -> BoxedStrategy<Rational> {
    let power = |k: i32| match k {
        0.. => Rational::from_integer(1 << k),
        _ => Rational::new(1, 1 << -k),
    };
    exponents.prop_map(power).boxed()
}

/// A polynomial loss with free coefficients.
pub fn free_polynomial() -> BoxedStrategy<Loss> {
    let loss = |c: DMatrix<Rational>| Loss::Polynomial { coefficients: std::array::from_fn(|n| c[n].clone()) };
    free_matrix(3, 1).prop_map(loss).boxed()
}

/// The loss in units of the largest distance between outputs on these inputs.
pub fn in_units_of_distances(loss: Loss, network: &Network<Rational>, inputs: &DMatrix<Rational>) -> Loss {
    loss.in_units_of(&largest_distance(network, inputs))
}

/// Largest r between the outputs on two of the inputs, exactly; 1 where the outputs do not differ or cannot be computed
/// exactly.
fn largest_distance(network: &Network<Rational>, inputs: &DMatrix<Rational>) -> Rational {
    let Ok(trace) = network.trace(inputs) else { return Rational::one() };
    let f = trace.output();
    let pairs = (0..f.ncols()).flat_map(|v| (0..v).map(move |u| (v, u)));
    let largest = pairs.map(|(v, u)| exact_distance(f, v, u)).max();
    largest.filter(|r| !r.is_zero()).unwrap_or_else(Rational::one)
}

/// r of two columns, exactly.
pub fn exact_distance(f: &DMatrix<Rational>, v: usize, u: usize) -> Rational {
    let square = (f.column(v) - f.column(u)).iter().fold(Rational::zero(), |sum, x| sum + x.clone() * x.clone());
    square * Rational::new(1, 2)
}

/// The loss of the real instances: InfoNCE with τ = ½.
pub fn on_digits() -> Loss {
    Loss::InfoNce { temperature: Rational::new(1, 2) }
}
