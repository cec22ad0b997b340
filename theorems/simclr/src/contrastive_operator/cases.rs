//! Instances: a network, views, and the law of the draws.

use crate::cases::{
    self, OnNetwork, WITH_TEMPERATURE, any_of, exact_distance, free_polynomial, in_units_of_distances, multiples,
    powers_of_two,
};
use crate::loss::Loss;
use dualproof::matrix::rows;
use dualproof::network::Network;
use dualproof::numbers::{Line, Rational, Ring, Sign};
use dualproof::strategies::{Hidden, Setting, Size, free_law, free_network_and_views, network_and_views};
use dualproof::views::Views;
use dualproof_digits as digits;
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// One outcome of the law: which views, and how likely.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draw {
    /// The view x₁.
    pub first: usize,
    /// The view x₊.
    pub positive: usize,
    /// The views x₋₁ … x₋_H.
    pub negatives: Vec<usize>,
    /// Its probability.
    pub weight: Rational,
}

/// A network, views, the law of the draws and a loss.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The network.
    pub network: Network<Rational>,
    /// The views, n₀ × V.
    #[serde(with = "rows")]
    pub inputs: DMatrix<Rational>,
    /// The law.
    pub draws: Vec<Draw>,
    /// The loss.
    pub loss: Loss,
}

dualproof::line_through!(Draw { weight } keeping { first, positive, negatives });

impl Line for Instance {
    /// An independent law keeps to it: there the weights of the draws are products.
    fn towards(&self, other: &Self, t: &Rational) -> Self {
        let draws = if self.draws_are_independent() { self.draws.clone() } else { self.draws.towards(&other.draws, t) };
        Instance {
            network: self.network.towards(&other.network, t),
            inputs: self.inputs.towards(&other.inputs, t),
            draws,
            loss: self.loss.towards(&other.loss, t),
        }
    }
}

impl Instance {
    /// x and H negatives independent from `law`, one number per view; no augmentation, so x₊ = x₁.
    pub fn independent(
        network: Network<Rational>,
        inputs: DMatrix<Rational>,
        law: &[Rational],
        negatives: usize,
        loss: Loss,
    ) -> Self {
        let views = law.len();
        let draws = (0..views.pow(negatives as u32 + 1)).map(|code| {
            let digit = |k: usize| code / views.pow(k as u32) % views;
            let weight = (0..=negatives).fold(Rational::one(), |w, k| w * law[digit(k)].clone());
            Draw { first: digit(0), positive: digit(0), negatives: (1..=negatives).map(digit).collect(), weight }
        });
        Instance { network, inputs, draws: draws.collect(), loss }
    }

    /// H.
    pub fn negatives(&self) -> usize {
        self.draws[0].negatives.len()
    }

    /// Is x₊ = x₁, and the joint law of x₁ and each negative the product of the same marginal? Decided exactly.
    pub fn draws_are_independent(&self) -> bool {
        let views = self.inputs.ncols();
        let mut law = vec![Rational::zero(); views];
        self.draws.iter().for_each(|d| law[d.first] += d.weight.clone());
        let is_product = |k: usize| {
            let mut joint = DMatrix::<Rational>::zeros(views, views);
            self.draws.iter().for_each(|d| joint[(d.first, d.negatives[k])] += d.weight.clone());
            joint == DMatrix::from_fn(views, views, |i, j| law[i].clone() * law[j].clone())
        };
        self.draws.iter().all(|d| d.positive == d.first) && (0..self.negatives()).all(is_product)
    }

    /// Is some negative's output another than that of x₁? Decided exactly; false for a network of tanh.
    pub fn outputs_differ(&self) -> bool {
        let Ok(trace) = self.network.trace(&self.inputs) else { return false };
        let f = trace.output();
        let differ = |d: &Draw| d.negatives.iter().any(|n| f.column(*n) != f.column(d.first));
        self.draws.iter().any(|d| !d.weight.is_zero() && differ(d))
    }

    /// Is φ' > 0 at every difference of the instance, and τ > 0? Decided exactly.
    pub fn loss_increases_in_its_differences(&self) -> bool {
        let Ok(trace) = self.network.trace(&self.inputs) else { return false };
        let r = |d: &Draw, u: usize| exact_distance(trace.output(), d.first, u);
        let differences = self.draws.iter().flat_map(|d| d.negatives.iter().map(|n| r(d, d.positive) - r(d, *n)));
        self.loss.temperature().is_none_or(|t| t.sign() == Sign::Positive) && self.loss.increases_at(differences)
    }

    /// Are the views of the draws there, is their law one, and is the loss defined?
    ///
    /// # Errors
    /// What was found and expected.
    pub fn validate(&self) -> Result<(), String> {
        let Instance { network, inputs, draws, loss } = self;
        network.validate(inputs.nrows(), inputs.ncols()).map_err(|e| e.to_string())?;
        let negatives = draws.first().map_or(0, |d| d.negatives.len());
        if negatives == 0 {
            return Err("draws: found 0 negatives, expected at least 1 in each of at least 1 draw".into());
        }
        for (n, draw) in draws.iter().enumerate() {
            let views = [draw.first, draw.positive];
            if let Some(view) = views.iter().chain(&draw.negatives).find(|v| **v >= inputs.ncols()) {
                return Err(format!("draw {n}: found view {view}, expected a number below {}", inputs.ncols()));
            }
            if draw.negatives.len() != negatives {
                return Err(format!("draw {n}: found {} negatives, expected {negatives}", draw.negatives.len()));
            }
        }
        let total = draws.iter().fold(Rational::zero(), |sum, d| sum + d.weight.clone());
        if !total.is_one() || draws.iter().any(|d| d.weight < Rational::zero()) {
            return Err(format!("draws: found the sum {total}, expected non-negative weights that sum to 1"));
        }
        loss.validate()
    }
}

impl OnNetwork for Instance {
    fn network(&self) -> &Network<Rational> {
        &self.network
    }

    fn inputs(&self) -> &DMatrix<Rational> {
        &self.inputs
    }
}

/// Two to four views.
const SMALL: Setting =
    Setting { networks: 1, samples: (2, 4), augmentations: (1, 1), uniform: false, bias: false, tanh: false };

/// τ in units of the largest r of the instance.
fn losses() -> BoxedStrategy<Loss> {
    let with_temperature = any_of(WITH_TEMPERATURE, powers_of_two(-3..=4), multiples(-4..=4, 2));
    prop_oneof![6 => with_temperature, 1 => algebraic_losses()].boxed()
}

/// c₁d + c₂d² + c₃d³ with c₁ from `least` on.
fn polynomial(least: i64) -> BoxedStrategy<Loss> {
    let loss = |c: (i64, i64, i64)| Loss::Polynomial {
        coefficients: [Rational::new(c.0, 4), Rational::new(c.1, 16), Rational::new(c.2, 64)],
    };
    (least..=8, -8_i64..=8, -8_i64..=8).prop_map(loss).boxed()
}

/// The losses that need neither exp nor ln.
fn algebraic_losses() -> BoxedStrategy<Loss> {
    prop_oneof![1 => Just(Loss::Simple), 3 => polynomial(1)].boxed()
}

/// A few draws of any views with any weights.
fn any_law(options: Setting, losses: BoxedStrategy<Loss>) -> BoxedStrategy<Instance> {
    let tuples = (1_usize..=4, vec((vec(0_usize..4, 6), 1_u64..=4), 1..=8));
    let instance = |((network, views), (count, tuples), loss): ((Network<_>, Views<_>), _, Loss)| {
        let tuples: Vec<(Vec<usize>, u64)> = tuples;
        let total = tuples.iter().map(|t| t.1).sum();
        let draws = tuples.iter().map(|(indices, weight)| {
            let index = |k: usize| indices[k] % views.len();
            Draw {
                first: index(0),
                positive: index(1),
                negatives: (0..count).map(|k| index(2 + k)).collect(),
                weight: Rational::new(*weight as i64, total),
            }
        });
        let loss = in_units_of_distances(loss, &network, &views.inputs);
        Instance { draws: draws.collect(), network, inputs: views.inputs, loss }
    };
    (network_and_views(options), tuples, losses).prop_map(instance).boxed()
}

/// x and its negatives independent, one branch's law.
fn independent(negatives: usize, losses: BoxedStrategy<Loss>) -> BoxedStrategy<Instance> {
    let instance = move |((network, views), loss): ((Network<_>, Views<_>), Loss)| {
        let loss = in_units_of_distances(loss, &network, &views.inputs);
        Instance::independent(network, views.inputs, &views.sample_weights, negatives, loss)
    };
    (network_and_views(SMALL), losses).prop_map(instance).boxed()
}

/// Any law, or the independent one of one negative.
pub fn any_loss() -> BoxedStrategy<Instance> {
    prop_oneof![any_law(SMALL, losses()), independent(1, losses())].boxed()
}

/// The same with the losses that need neither exp nor ln.
pub fn algebraic() -> BoxedStrategy<Instance> {
    prop_oneof![algebraic_of_any_law(), independent(1, algebraic_losses())].boxed()
}

/// Any law, with the losses that need neither exp nor ln.
pub fn algebraic_of_any_law() -> BoxedStrategy<Instance> {
    any_law(SMALL, algebraic_losses())
}

/// Layers with a bias.
pub fn with_bias() -> BoxedStrategy<Instance> {
    any_law(Setting { bias: true, ..SMALL }, algebraic_losses())
}

/// Hidden layers of tanh.
pub fn with_tanh() -> BoxedStrategy<Instance> {
    any_law(Setting { tanh: true, ..SMALL }, algebraic_losses())
}

/// r₊ by itself.
pub fn positive_alone() -> BoxedStrategy<Instance> {
    any_law(SMALL, Just(Loss::PositiveAlone).boxed())
}

/// Polynomials that may decrease.
pub fn any_polynomial() -> BoxedStrategy<Instance> {
    any_law(SMALL, polynomial(-8))
}

/// Two independent negatives.
pub fn two_negatives() -> BoxedStrategy<Instance> {
    independent(2, losses())
}

/// Weights of the top layer that are all 0, so that outputs do not differ.
pub fn without_outputs() -> BoxedStrategy<Instance> {
    let still = |mut i: Instance| {
        let top = i.network.layers.last_mut().expect("a layer");
        top.weights.iter_mut().for_each(|w| *w = Rational::zero());
        i
    };
    independent(1, algebraic_losses()).prop_map(still).boxed()
}

/// Free networks, views and coefficients. Of two laws one is free, on the draws of [`around`] with three negatives;
/// the other is the independent one of one negative, whose weights are products.
pub fn free() -> BoxedStrategy<Instance> {
    free_of(Size::LARGE)
}

/// The same with few entries.
pub fn free_and_small() -> BoxedStrategy<Instance> {
    free_of(Size::SMALL)
}

fn free_of(size: Size) -> BoxedStrategy<Instance> {
    const NEGATIVES: usize = 3;
    let views = size.samples * size.augmentations;
    let network_and_views = free_network_and_views(size, Hidden::Gated);
    (network_and_views, free_law(views), free_polynomial(), prop::bool::ANY)
        .prop_map(move |((network, drawn), law, loss, any)| {
            let inputs = drawn.inputs;
            if any {
                let draws = around(views, size.augmentations, NEGATIVES, |v| law[v].clone());
                Instance { network, inputs, draws, loss }
            } else {
                Instance::independent(network, inputs, &law, 1, loss)
            }
        })
        .boxed()
}

/// One draw for every view: the next view of its sample as the positive, views of the samples 7, 14, … further on as
/// negatives, so that every view and every pair of neighbours occurs.
fn around(views: usize, each: usize, negatives: usize, weight: impl Fn(usize) -> Rational) -> Vec<Draw> {
    /// Coprime to the numbers of samples and of views of each here, so that all of them occur.
    const STRIDE: usize = 7;
    let draw = |v: usize| Draw {
        first: v,
        positive: v / each * each + (v + 1) % each,
        negatives: (1..=negatives).map(|k| (v + k * (STRIDE * each + 1)) % views).collect(),
        weight: weight(v),
    };
    (0..views).map(draw).collect()
}

/// The digits network with InfoNCE, τ = ½, H = 1..4, on a subsample of the draws that is fixed: every view of the
/// first 60 digits, with the next view of its digit as the positive and views of the digits 7, 14, … further on as
/// negatives, all equally likely. (All draws with H = 4 would be 300·5·300⁴.)
pub fn on_digits() -> Vec<Instance> {
    let (network, views) = digits::network_and_views();
    let (count, each) = (views.len(), views.augmentations());
    let instance = |negatives: usize| Instance {
        network: network.clone(),
        inputs: views.inputs.clone(),
        draws: around(count, each, negatives, |_| Rational::new(1, count as u64)),
        loss: cases::on_digits(),
    };
    (1..=4).map(instance).collect()
}
