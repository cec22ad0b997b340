//! `predictor-balance`: the predictor and the layer below it learn in step.
//!
//! # Statement
//! Let r = E ½‖P f₁ − f₂‖² with f₂ a constant, f₁ = W_L f_{L−1}, its mean taken off or not, 𝒲 any weights and the
//! target any network. Then
//!
//! - Pᵀ∇_P r = ∇_{W_L} r · W_Lᵀ;
//! - so PᵀP − W_L W_Lᵀ is conserved by gradient flow with equal rates, and one step of descent of size η changes it
//!   by η²(∇_Pᵀ∇_P − ∇_{W_L}∇_{W_L}ᵀ) exactly.
//!
//! # Source
//! Abstract: "in BYOL, the usage of BatchNorm and a predictor creates an implicit contrastive term"; how the predictor
//! learns with the layer below it is our own, after Tian, Chen, Ganguli, *Understanding Self-Supervised Learning Dynamics
//! without Contrastive Pairs* (arXiv 2102.06810), who find the balance for linear networks. So is the step of finite size.
//!
//! # Assumptions
//! - `top_layer_has_no_mean_of_its_own`: W_L comes without a bias, or the zero-mean takes the bias off again.
//! - `top_layer_is_unmasked`: every entry of W_L learns.
//! - No pre-activation is exactly 0: such instances are rejected.
//!
//! Nothing else: hidden biases, other activations, shared or separate weights make no difference.
//!
//! # Proof
//! P and W_L enter r through the product P W_L alone, as f₁ = W_L f_{L−1} and a mean taken off is a mean of the
//! same form. With G the gradient by that product, ∇_P = G W_Lᵀ and ∇_{W_L} = Pᵀ G; both sides are Pᵀ G W_Lᵀ. To
//! first order in η, PᵀP changes by −η(Pᵀ∇_P + ∇_PᵀP) and W_L W_Lᵀ by −η(∇_{W_L}W_Lᵀ + W_L∇_{W_L}ᵀ), which are equal.
//!
//! # Checked form
//! ∇_P r by differentiation; ∇_{W_L} r by the connection of the top layer applied to the residuals
//! P f₁ − F̄₂ of the forward passes. The step has the size 1; the change is a polynomial in η.
//!
//! # Evidence
//! derivation (from the definition, for all dimensions and laws), exact (rationals, `==`), identity (prime
//! field, everything free), float (running error bound), real (the digits network against itself and against
//! itself with rows reversed).
//!
//! # Mutants
//! - `predictor-left-out`: ∇_{W_L} without Pᵀ.
//! - `target-left-out`: ∇_{W_L} of ½‖P f₁‖².
//! - `wrong-sign`; `transposed`: W_L ∇_{W_L}ᵀ.
//! - `conserved-by-descent`: no change in a step of finite size.
//!
//! # When an assumption is dropped
//! A bias on top that stays is seen by ∇_P and not by W_L; a masked entry of W_L does not learn. Each fails on a
//! stored instance.

use super::loss::Recording;
use super::setting::{
    Instance, Target, ZeroMean, any_predictor, digits_instance, digits_with_own_target, free_instances, instances,
};
use dualproof::claim::{
    Assumption, Bound, Claim, Domain, Evidence, Identity, Kind, Mutant, Necessity, Part as Row, Relation, Side,
};
use dualproof::matrix::embed;
use dualproof::network::Layer;
use dualproof::numbers::{Field, Line, Obstacle, Rational};
use dualproof::strategies::{Setting, Size};
use dualproof::views::Views;
use nalgebra::DMatrix;
use proptest::prelude::*;

/// The statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Pᵀ∇_P r.
    Balance,
    /// The change of PᵀP − W_L W_Lᵀ in one step.
    OneStep,
}

/// The formula and its wrong versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// As stated.
    Stated,
    /// I for Pᵀ.
    PredictorLeftOut,
    /// 0 for f₂.
    TargetLeftOut,
    /// − for +.
    WrongSign,
    /// W_L ∇ᵀ.
    Transposed,
    /// 0 for the change.
    ConservedByDescent,
}

/// Pᵀ∇_P r, and the change in one step of size 1, by differentiation.
pub fn measured<S: Field>(instance: &Instance, part: Part) -> Side<S> {
    let recording = Recording::<S>::new(instance)?;
    let p: DMatrix<S> = embed(&instance.predictor);
    let by_predictor = recording.predictor_gradient();
    if part == Part::Balance {
        return Ok(vec![S::product(&p.transpose(), &by_predictor)]);
    }
    let w: DMatrix<S> = embed(&top(instance).weights);
    let update = recording.updates().pop().ok_or(Obstacle::Outside("a network without layers"))?;
    let balance = |p: &DMatrix<S>, w: &DMatrix<S>| S::product(&p.transpose(), p) - S::product(w, &w.transpose());
    Ok(vec![balance(&(&p - by_predictor), &(&w + update)) - balance(&p, &w)])
}

/// ∇_{W_L} r from the connection of the top layer.
pub fn predicted<S: Field>(instance: &Instance, part: Part, formula: Formula) -> Side<S> {
    let views = instance.views.embed::<S>();
    let trace = instance.online.embed::<S>().trace(&views.inputs)?;
    let target = instance.target.embed::<S>().trace(&views.inputs)?;
    let p: DMatrix<S> = embed(&instance.predictor);
    let f_1 = about(&views, trace.output(), instance.zero_mean.online);
    let f_2 = views.augmentation_mean(&about(&views, target.output(), instance.zero_mean.target));
    let forward = S::product(&p, &f_1);
    let residual = DMatrix::from_fn(forward.nrows(), views.len(), |k, v| {
        let goal = if formula == Formula::TargetLeftOut { S::zero() } else { f_2[(k, views.sample_of(v))].clone() };
        forward[(k, v)].clone() - goal
    });
    let back =
        if formula == Formula::PredictorLeftOut { residual.clone() } else { S::product(&p.transpose(), &residual) };
    let back = about(&views, &back, instance.zero_mean.online);
    let by_top = trace.connections(instance.online.depth()).apply(&weighted(&views, &back));
    if part == Part::OneStep {
        let by_predictor = S::product(&weighted(&views, &residual), &f_1.transpose());
        let change = S::product(&by_predictor.transpose(), &by_predictor) - S::product(&by_top, &by_top.transpose());
        return Ok(vec![if formula == Formula::ConservedByDescent { change.map(|_| S::zero()) } else { change }]);
    }
    let balance = S::product(&by_top, &embed(&top(instance).weights.transpose()));
    Ok(vec![match formula {
        Formula::WrongSign => -balance,
        Formula::Transposed => balance.transpose(),
        _ => balance,
    }])
}

/// z, its mean over samples and augmentations taken off or not.
fn about<S: Field>(views: &Views<S>, z: &DMatrix<S>, zero_mean: bool) -> DMatrix<S> {
    let mean = views.sample_mean(&views.augmentation_mean(z));
    DMatrix::from_fn(z.nrows(), z.ncols(), |k, v| {
        if zero_mean { z[(k, v)].clone() - mean[(k, 0)].clone() } else { z[(k, v)].clone() }
    })
}

/// Every column times the weight of its view.
fn weighted<S: Field>(views: &Views<S>, z: &DMatrix<S>) -> DMatrix<S> {
    DMatrix::from_fn(z.nrows(), z.ncols(), |k, v| z[(k, v)].clone() * views.weight(v))
}

fn top(instance: &Instance) -> &Layer<Rational> {
    &instance.online.layers[instance.online.depth() - 1]
}

const PARTS: &[Row<Part>] = &[
    Row { name: "balance", part: Part::Balance, relation: Relation::Equal },
    Row { name: "one-step", part: Part::OneStep, relation: Relation::Equal },
];

const ASSUMPTIONS: &[Assumption<Instance, Part>] = &[
    Assumption { name: "networks_are_differentiable", parts: None, holds: Instance::is_differentiable },
    Assumption {
        name: "top_layer_has_no_mean_of_its_own",
        parts: None,
        holds: |i| i.zero_mean.online || top(i).bias.is_none(),
    },
    Assumption { name: "top_layer_is_unmasked", parts: None, holds: |i| top(i).mask.is_none() },
];

const MUTANTS: &[Mutant<Part, Formula>] = &[
    Mutant { name: "predictor-left-out", formula: Formula::PredictorLeftOut, part: Part::Balance },
    Mutant { name: "target-left-out", formula: Formula::TargetLeftOut, part: Part::Balance },
    Mutant { name: "wrong-sign", formula: Formula::WrongSign, part: Part::Balance },
    Mutant { name: "transposed", formula: Formula::Transposed, part: Part::Balance },
    Mutant { name: "conserved-by-descent", formula: Formula::ConservedByDescent, part: Part::OneStep },
];

const DOMAIN: &[Domain] = &[Domain {
    assumption: "networks_are_differentiable",
    reason: "at a pre-activation of 0 the gradient does not exist",
}];

const NECESSITY: &[Necessity<Instance, Part>] = &[
    Necessity {
        assumption: "top_layer_has_no_mean_of_its_own",
        strategy: || drawn(BIASED, &[ZeroMean::NEITHER, ZeroMean::TARGET]),
        part: Part::Balance,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "top_layer_is_unmasked",
        strategy: || drawn(Setting::default, COMBINATIONS).prop_map(masked_on_top).boxed(),
        part: Part::Balance,
        kind: Kind::Exact,
    },
];

/// A setting with biases at every layer.
const BIASED: fn() -> Setting = || Setting { bias: true, ..Setting::default() };

/// Every combination of zero-means.
const COMBINATIONS: &[ZeroMean] = &[ZeroMean::NEITHER, ZeroMean::BOTH, ZeroMean::ONLINE, ZeroMean::TARGET];

fn drawn(options: fn() -> Setting, zero_mean: &'static [ZeroMean]) -> BoxedStrategy<Instance> {
    instances(options(), Target::Own, any_predictor, zero_mean)
}

/// All free.
fn free(size: Size) -> BoxedStrategy<Instance> {
    free_instances(size, Target::Own, COMBINATIONS)
}

/// Networks without bias under any zero-mean; with hidden biases under any; with a bias on top that is taken off.
fn strategy() -> BoxedStrategy<Instance> {
    let without_top_bias = |mut instance: Instance| {
        for network in [&mut instance.online, &mut instance.target] {
            if let Some(layer) = network.layers.last_mut() {
                layer.bias = None;
            }
        }
        instance
    };
    prop_oneof![
        drawn(Setting::default, COMBINATIONS),
        drawn(BIASED, COMBINATIONS).prop_map(without_top_bias),
        drawn(BIASED, &[ZeroMean::BOTH, ZeroMean::ONLINE]),
    ]
    .boxed()
}

/// Every other entry of W_L is absent.
pub(super) fn masked_on_top(mut instance: Instance) -> Instance {
    if let Some(layer) = instance.online.layers.last_mut() {
        let (rows, columns) = layer.weights.shape();
        let present = |i: usize, j: usize| u8::from((i + j).is_multiple_of(2));
        layer.mask = Some((0..rows).map(|i| (0..columns).map(|j| present(i, j)).collect()).collect());
    }
    instance
}

fn on_digits() -> Vec<Instance> {
    vec![digits_instance(ZeroMean::BOTH), digits_with_own_target(ZeroMean::NEITHER)]
}

/// The claim.
pub fn claim() -> Claim<Instance, Part, Formula> {
    Claim {
        slug: "predictor-balance",
        group: "byol",
        text: include_str!("predictor_balance.rs"),
        parts: PARTS,
        assumptions: ASSUMPTIONS,
        strategy,
        validate: Instance::validate,
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
            Evidence::derivation(dualproof::derivation_files!("predictor_balance")),
        ],
        stated: Formula::Stated,
        mutants: MUTANTS,
        necessity: NECESSITY,
        domain: DOMAIN,
    }
}
