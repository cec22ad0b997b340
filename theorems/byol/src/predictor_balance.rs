//! `predictor-balance`: the predictor and the layer below it learn in step.
//!
//! # Statement
//! Let r = E ½‖P f₁ − f₂‖² with f₂ a constant, f₁ = W_L f_{L−1}, its mean taken off or not, 𝒲 any weights and the
//! target any network. Then
//!
//! - `balance`: Pᵀ∇_P r = ∇_{W_L} r · W_Lᵀ;
//! - `one-step`: so PᵀP − W_L W_Lᵀ is conserved by gradient flow with equal rates, and one step of descent of size η
//!   changes it by η²(∇_Pᵀ∇_P − ∇_{W_L}∇_{W_L}ᵀ) exactly.
//!
//! # Source
//! Abstract: "in BYOL, the usage of BatchNorm and a predictor creates an implicit contrastive term"; how the predictor
//! learns with the layer below it is our own, after Tian, Chen, Ganguli, *Understanding Self-Supervised Learning Dynamics
//! without Contrastive Pairs* (arXiv 2102.06810), who find the balance for linear networks. So is the step of finite size.
//!
//! # Assumptions
//! - `top_layer_has_no_mean_of_its_own`: W_L comes without a bias, or the zero-mean takes the bias off again.
//! - `top_layer_is_unmasked`: every entry of W_L learns.
//! - `networks_are_differentiable`: no pre-activation is exactly 0; such instances are rejected.
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
//! On real data: the digits network against itself and against itself with rows reversed.
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

use super::cases::{Cases, Target, any_predictor, biased, digits_instance, digits_with_own_target};
use super::cases::{masked_on_top, without_top_bias};
use super::loss::Recording;
use super::moments::{about_mean, residual, weighted};
use super::setting::{Instance, NO_GRADIENT, ZeroMean};
use super::traced::Traced;
use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::matrix::{Matrix, embed};
use dualproof::numbers::{Number, Obstacle};
use dualproof::strategies::Size;
use proptest::prelude::*;

dualproof::parts! {
    pub enum Part {
        Balance: Equal, OneStep: Equal,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        PredictorLeftOut: Balance, TargetLeftOut: Balance, WrongSign: Balance, Transposed: Balance,
        ConservedByDescent: OneStep,
    }
}

/// The predictor and the layer below it learn in step.
pub struct PredictorBalance;

impl Sides for PredictorBalance {
    /// By differentiation of the loss by P and, for the step, by W_L.
    fn measured(instance: &Instance, part: Part) -> Side {
        let recording = Recording::<Number>::new(instance)?;
        let p: Matrix = embed(&instance.predictor);
        let by_predictor = recording.predictor_gradient();
        if part == Part::Balance {
            return Ok(vec![Number::product(&p.transpose(), &by_predictor)]);
        }
        let [w, update] = recording.top_layer()?;
        let squares = |p: &Matrix, w: &Matrix| Number::product(&p.transpose(), p) - Number::product(w, &w.transpose());
        Ok(vec![squares(&(&p - by_predictor), &(&w + update)) - squares(&p, &w)])
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        let [w, by_w, by_p] = gradients(instance, formula)?;
        Ok(vec![match part {
            Part::Balance => balance(formula, &w, &by_w),
            Part::OneStep => one_step(formula, &by_w, &by_p),
        }])
    }
}

/// Pᵀ∇_P r = ∇_{W_L} r · W_Lᵀ.
fn balance(formula: Formula, w: &Matrix, by_w: &Matrix) -> Matrix {
    let balance = Number::product(by_w, &w.transpose());
    match formula {
        Formula::WrongSign => -balance,
        Formula::Transposed => balance.transpose(),
        _ => balance,
    }
}

/// ∇_Pᵀ∇_P − ∇_{W_L}∇_{W_L}ᵀ.
fn one_step(formula: Formula, by_w: &Matrix, by_p: &Matrix) -> Matrix {
    let change = Number::product(&by_p.transpose(), by_p) - Number::product(by_w, &by_w.transpose());
    if formula == Formula::ConservedByDescent { change.map(|_| Number::zero()) } else { change }
}

/// W_L; ∇_{W_L} r = E\[K_L y\] with y = Pᵀ(P f₁ − F̄₂), its mean taken off if that of f₁ is; ∇_P r = E (P f₁ − F̄₂) f₁ᵀ.
fn gradients(instance: &Instance, formula: Formula) -> Result<[Matrix; 3], Obstacle> {
    let p: Matrix = embed(&instance.predictor);
    let online = Traced::of(&instance.online, &instance.views)?;
    let target = Traced::of(&instance.target, &instance.views)?;
    let (views, depth) = (&online.views, online.network.depth());
    let about = |z: &Matrix, zero_mean: bool| if zero_mean { about_mean(views, z) } else { z.clone() };
    let f_1 = about(online.output(), instance.zero_mean.online);
    let f_2 = match formula {
        Formula::TargetLeftOut => target.output().map(|_| Number::zero()),
        _ => about(target.output(), instance.zero_mean.target),
    };
    let residual = residual(views, &p, &f_1, &f_2);
    let left_out = formula == Formula::PredictorLeftOut;
    let y = if left_out { residual.clone() } else { Number::product(&p.transpose(), &residual) };
    let y = about(&y, instance.zero_mean.online);
    let by_w = online.connections(depth).apply(&weighted(views, &y));
    let by_p = Number::product(&weighted(views, &residual), &f_1.transpose());
    Ok([online.weights(depth).clone(), by_w, by_p])
}

impl Theorem for PredictorBalance {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use {Kind::Exact, Part::Balance};
        Declaration {
            page: dualproof::page!("predictor_balance.rs"),
            cases,
            validate: Instance::validate,
            assumptions: vec![
                assume("networks_are_differentiable", Instance::is_differentiable).domain(NO_GRADIENT),
                assume("top_layer_has_no_mean_of_its_own", Instance::top_layer_has_no_mean_of_its_own).fails(
                    Balance,
                    Exact,
                    || CASES.with_zero_mean(ZeroMean::NOT_OF_THE_ONLINE).drawn(biased()),
                ),
                assume("top_layer_is_unmasked", Instance::top_layer_is_unmasked)
                    .fails(Balance, Exact, || CASES.random().prop_map(masked_on_top).boxed()),
            ],
            primary: Evidence::exact(),
            further: vec![
                Evidence::identity(|| CASES.free(Size::LARGE), || CASES.free(Size::SMALL), 1),
                Evidence::float(),
                Evidence::real(|| vec![digits_instance(ZeroMean::BOTH), digits_with_own_target(ZeroMean::NEITHER)]),
                Evidence::derivation(dualproof::derivation_files!("predictor_balance")),
            ],
        }
    }
}

/// A target of its own, any predictor, any zero-mean.
const CASES: Cases = Cases { target: Target::Own, predictors: any_predictor, zero_mean: ZeroMean::ANY };

/// Networks without bias under any zero-mean; with hidden biases under any; with a bias on top that is taken off.
fn cases() -> BoxedStrategy<Instance> {
    prop_oneof![
        CASES.random(),
        CASES.drawn(biased()).prop_map(without_top_bias),
        CASES.with_zero_mean(ZeroMean::OF_THE_ONLINE).drawn(biased()),
    ]
    .boxed()
}
