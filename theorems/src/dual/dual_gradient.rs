//! `dual-gradient`: the gradient of the distance between the outputs of two networks, through their connections.
//!
//! # Statement
//! Two homogeneous bias-free networks of one architecture with their own weights 𝒲₁, 𝒲₂, inputs x₁, x₂, and
//! r = ½‖f_L(x₁; 𝒲₁) − f_L(x₂; 𝒲₂)‖². For every layer l, with K_{i,l} the connection of network i at x_i
//! (n_l n_{l−1} × n_L):
//!
//! ∇_{w_{1,l}} r = K_{1,l} ( K_{1,l}ᵀ w_{1,l} − K_{2,l}ᵀ w_{2,l} ).
//!
//! # Source
//! The framework of the abstract's first sentence: "dual pairs of deep ReLU networks". The abstract
//! does not state it, and the full text was not at hand.
//!
//! # Assumptions
//! - `networks_are_bias_free`, `networks_are_homogeneous`: f_L(x) = K_l(x)ᵀ w_l rests on them.
//! - `networks_are_differentiable`: no pre-activation is exactly 0; elsewhere instances are rejected.
//!
//! # Proof
//! The chain rule gives ∇r = (∂f_L(x₁)/∂w_{1,l})ᵀ (f_L(x₁) − f_L(x₂)); by `connection` the first factor is K_{1,l}
//! and each output is K_{i,l}ᵀ w_{i,l}.
//!
//! # Checked form
//! All layers. Measured: both networks on one tape, the distance differentiated. Predicted: explicit connections.
//!
//! # Evidence
//! derivation (from the definition, for all dimensions and laws), exact (rationals, `==`), identity (prime
//! field, everything free), float (running error bound), real (the digits network against itself with the rows
//! of every layer in reverse order, on 300 pairs of views).
//!
//! # Mutants
//! - `plus-for-minus`: the sign of the second term.
//! - `second-connection-outside`: K₂ in front of the bracket.
//! - `factor-two`.
//! - `first-weights-in-both-terms`: w_{1,l} in place of w_{2,l}.
//!
//! # When an assumption is dropped
//! With a bias, or tanh, the bracket is no longer the difference of the outputs: a stored instance each.

use crate::digits;
use dualproof::claim::{
    Assumption, Bound, Claim, Domain, Evidence, Identity, Kind, Mutant, Necessity, Part as Row, Relation, Side,
};
use dualproof::matrix::{embed, rows, scaled, unvec, vec as stack};
use dualproof::network::Network;
use dualproof::numbers::{Field, Line, Rational};
use dualproof::strategies::{Hidden, Setting, Size, free_setting, setting};
use dualproof::tape::Tape;
use nalgebra::DMatrix;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// Two networks of one architecture, and an input for each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The network whose weights move.
    pub first: Network<Rational>,
    /// The other network.
    pub second: Network<Rational>,
    /// x₁, n₀ × 1.
    #[serde(with = "rows")]
    pub first_input: DMatrix<Rational>,
    /// x₂, n₀ × 1.
    #[serde(with = "rows")]
    pub second_input: DMatrix<Rational>,
}

dualproof::line_through!(Instance { first, second, first_input, second_input } keeping {});

impl Instance {
    fn both(&self, holds: impl Fn(&Network<Rational>, &DMatrix<Rational>) -> bool) -> bool {
        holds(&self.first, &self.first_input) && holds(&self.second, &self.second_input)
    }
}

/// The statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// ∇r at every layer.
    Gradient,
}

/// The formula and its wrong versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// As stated.
    Stated,
    /// + for −.
    PlusForMinus,
    /// K₂ in front.
    SecondConnectionOutside,
    /// Twice.
    FactorTwo,
    /// w₁ in both terms.
    FirstWeightsInBothTerms,
}

/// ∇_{w_{1,l}} r by differentiation.
pub fn measured<S: Field>(instance: &Instance, _: Part) -> Side<S> {
    let mut tape = Tape::new();
    let first = tape.network(&instance.first.embed::<S>(), &embed(&instance.first_input))?;
    let second = tape.network(&instance.second.embed::<S>(), &embed(&instance.second_input))?;
    let distance = tape.half_squared_distances(first.output, second.output);
    let gradient = tape.gradient(distance);
    Ok(first.layers.iter().map(|layer| gradient.of(layer.weights)).collect())
}

/// K₁(K₁ᵀw₁ − K₂ᵀw₂) with explicit connections.
pub fn predicted<S: Field>(instance: &Instance, _: Part, formula: Formula) -> Side<S> {
    let (first, second) = (instance.first.embed::<S>(), instance.second.embed::<S>());
    let (trace_1, trace_2) =
        (first.trace(&embed(&instance.first_input))?, second.trace(&embed(&instance.second_input))?);
    let layer = |index: usize| {
        let (k_1, k_2) = (trace_1.connections(index + 1).explicit(0), trace_2.connections(index + 1).explicit(0));
        let (w_1, w_2) = (stack(&first.layers[index].weights), stack(&second.layers[index].weights));
        let own = S::product(&k_1.transpose(), &w_1);
        let other = S::product(&k_2.transpose(), if formula == Formula::FirstWeightsInBothTerms { &w_1 } else { &w_2 });
        let bracket = if formula == Formula::PlusForMinus { own + other } else { own - other };
        let outside = if formula == Formula::SecondConnectionOutside { &k_2 } else { &k_1 };
        let gradient = S::product(outside, &bracket);
        let (rows, columns) = first.layers[index].weights.shape();
        let factor = if formula == Formula::FactorTwo { 2 } else { 1 };
        scaled(&unvec(&gradient, rows, columns), &S::from_integer(factor))
    };
    Ok((0..first.depth()).map(layer).collect())
}

const PARTS: &[Row<Part>] = &[Row { name: "gradient", part: Part::Gradient, relation: Relation::Equal }];

const ASSUMPTIONS: &[Assumption<Instance, Part>] = &[
    Assumption { name: "networks_are_bias_free", parts: None, holds: |i| i.both(|n, _| n.is_bias_free()) },
    Assumption { name: "networks_are_homogeneous", parts: None, holds: |i| i.both(|n, _| n.is_homogeneous()) },
    Assumption {
        name: "networks_are_differentiable",
        parts: None,
        holds: |i| i.both(|n, x| n.is_differentiable_on(x)),
    },
];

const MUTANTS: &[Mutant<Part, Formula>] = &[
    Mutant { name: "plus-for-minus", formula: Formula::PlusForMinus, part: Part::Gradient },
    Mutant { name: "second-connection-outside", formula: Formula::SecondConnectionOutside, part: Part::Gradient },
    Mutant { name: "factor-two", formula: Formula::FactorTwo, part: Part::Gradient },
    Mutant { name: "first-weights-in-both-terms", formula: Formula::FirstWeightsInBothTerms, part: Part::Gradient },
];

const DOMAIN: &[Domain] = &[Domain {
    assumption: "networks_are_differentiable",
    reason: "at a pre-activation of 0 the gradient does not exist",
}];

const NECESSITY: &[Necessity<Instance, Part>] = &[
    Necessity {
        assumption: "networks_are_bias_free",
        strategy: || drawn(Setting { bias: true, ..Setting::default() }),
        part: Part::Gradient,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "networks_are_homogeneous",
        strategy: || drawn(Setting { tanh: true, ..Setting::default() }),
        part: Part::Gradient,
        kind: Kind::Float,
    },
];

fn drawn(options: Setting) -> BoxedStrategy<Instance> {
    let pair = Setting { networks: 2, samples: (2, 2), augmentations: (1, 1), ..options };
    let instance = |(mut networks, views): (Vec<Network<Rational>>, dualproof::views::Views<Rational>)| Instance {
        second: networks.remove(1),
        first: networks.remove(0),
        first_input: views.inputs.columns(0, 1).into_owned(),
        second_input: views.inputs.columns(1, 1).into_owned(),
    };
    setting(pair).prop_map(instance).boxed()
}

fn strategy() -> BoxedStrategy<Instance> {
    drawn(Setting::default())
}

/// Two networks and inputs, all free.
fn free(size: Size) -> BoxedStrategy<Instance> {
    let network = move || free_setting(size.with_views(1, 1), 1, Hidden::Gated);
    (network(), network())
        .prop_map(|((mut one, x), (mut other, y))| Instance {
            first: one.remove(0),
            second: other.remove(0),
            first_input: x.inputs,
            second_input: y.inputs,
        })
        .boxed()
}

/// The digits network against a network with other weights: its own, the rows of
/// every layer in reverse order. Each view meets the next one.
fn on_digits() -> Vec<Instance> {
    let (first, views) = (digits::network(), digits::views(digits::expected().samples));
    let mut second = first.clone();
    for layer in &mut second.layers {
        let (rows, columns) = layer.weights.shape();
        layer.weights = DMatrix::from_fn(rows, columns, |i, j| layer.weights[(rows - 1 - i, j)].clone());
    }
    let input = |v: usize| views.inputs.columns(v % views.len(), 1).into_owned();
    let pair = |v| Instance {
        first: first.clone(),
        second: second.clone(),
        first_input: input(v),
        second_input: input(v + 1),
    };
    (0..views.len()).map(pair).collect()
}

fn validate(instance: &Instance) -> Result<(), String> {
    for (name, network, input) in
        [("first", &instance.first, &instance.first_input), ("second", &instance.second, &instance.second_input)]
    {
        if input.ncols() != 1 {
            return Err(format!("{name}_input: found {} columns, expected 1", input.ncols()));
        }
        network.validate(input.nrows(), 1).map_err(|e| format!("{name}: {e}"))?;
    }
    let shapes = |n: &Network<Rational>| n.layers.iter().map(|l| l.weights.shape()).collect::<Vec<_>>();
    if shapes(&instance.first) != shapes(&instance.second) {
        return Err("second: found another architecture, expected that of first".into());
    }
    Ok(())
}

/// The claim.
pub fn claim() -> Claim<Instance, Part, Formula> {
    Claim {
        slug: "dual-gradient",
        group: "dual",
        text: include_str!("dual_gradient.rs"),
        parts: PARTS,
        assumptions: ASSUMPTIONS,
        strategy,
        validate,
        evidence: vec![
            Evidence::exact(measured, predicted),
            Evidence::identity(Identity {
                large: || free(Size::LARGE),
                small: || free(Size::SMALL),
                line: Instance::towards,
                measured,
                predicted,
                bound: Bound::Derived { measured, predicted, entries: 1 },
            }),
            Evidence::float(measured, predicted),
            Evidence::real(on_digits, measured, predicted),
            Evidence::derivation(dualproof::derivation_files!("dual_gradient")),
        ],
        stated: Formula::Stated,
        mutants: MUTANTS,
        necessity: NECESSITY,
        domain: DOMAIN,
    }
}
