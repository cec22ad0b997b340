//! `covariance-operator`: SimCLR's update of every layer is the covariance of its connections, applied to its weights.
//!
//! # Statement
//! Let L = E[r₊ − r₋] with r = ½‖f_L − f_L'‖², over x, x⁻ independent from p, x₁, x₊ independent from aug(·|x), x₋ from
//! aug(·|x⁻), all with the same weights 𝒲 of a bias-free homogeneous network. For every layer l, with w_l = vec(W_l)
//! and the augmentation mean K̄_l(x) = E_{x'|x} K_l(x') of the connection (n_l n_{l−1} × n_L):
//!
//! - `one-branch` (x₊, x₋ held constant): −∇_{w_l} L = V_x\[K̄_l\] w_l; `both-branches`: −∇_{w_l} L = 2 V_x\[K̄_l\] w_l;
//! - `energy`: L = −tr V_x\[F̄\]; `energy-of-every-layer`: w_lᵀ V_x\[K̄_l\] w_l = tr V_x\[F̄\], whatever l;
//! - `positive-semidefinite`: V_x\[K̄_l\] is symmetric positive semidefinite;
//! - `finite-batch`: with N equally likely samples and A equally likely augmentations, positives being ordered pairs of
//!   distinct augmentations and negatives uniform over the other N − 1 samples, both branches:
//!   −∇_{w_l} L = 2 ( N/(N−1) · V_x\[K̄_l\] − 1/(A−1) · E_x V_{x'|x}\[K_l\] ) w_l;
//! - `loss-with-beta`: another weight on the positives, L^β = E\[(1 + β) r₊ − r₋\], β of either sign, both branches:
//!   −∇_{w_l} L^β = 2 ( V_x\[K̄_l\] − β E_x V_{x'|x}\[K_l\] ) w_l.
//!
//! Scope: no temperature, outputs not normalised. With InfoNCE or the triplet loss the update is such an operator up to
//! a remainder (`weighted-covariance`), or a difference of two positive ones (`contrastive-operator`); a loss of
//! normalised outputs moves no layer along its own weights (`normalized-loss`), which V_x\[K̄_l\] does.
//!
//! # Source
//! Abstract: "in each SGD update of SimCLR, the weights at each layer are updated by a covariance operator that
//! specifically amplifies initial random selectivities that vary across data samples but survive averages over data
//! augmentations". It does not name the loss: L is the simple contrastive loss. That V_x\[K̄_l\] is the operator was
//! derived here, the full text not being at hand. The finite batch, β and the energy are ours.
//!
//! # Assumptions
//! - `network_is_bias_free`, `network_is_homogeneous`, `network_is_differentiable`: f_L(x) = K_l(x)ᵀ w_l rests on them.
//! - `positives_share_their_sample`: x₊ is an augmentation of the sample of x₁.
//! - `negatives_are_independent`: the sample of x₋ is independent of that of x₁, with the same law.
//! - `weights_are_uniform`, `has_two_samples`, `has_two_augmentations`: the finite batch only.
//!
//! # Proof
//! By reversibility ∇r₊ = (K₁ − K₊)(K₁ − K₊)ᵀw for both branches. Given x, K₁ and K₊ are independent with mean K̄, so
//! E∇r₊ = 2E\[KKᵀ\]w − 2E\[K̄K̄ᵀ\]w = 2E_x V_{x'|x}\[K\]w. The negatives are independent with mean M = EK̄, so E∇r₋ =
//! 2E\[KKᵀ\]w − 2MMᵀw. The difference is −2(E\[K̄K̄ᵀ\] − MMᵀ)w = −2V_x\[K̄\]w, half of it with one branch by the symmetry
//! of the pair; L^β = L + βE\[r₊\]. Multiply by w_lᵀ and use K̄_lᵀw_l = F̄ for the energy. Without replacement, E K₁K₊ᵀ =
//! E\[K̄K̄ᵀ\] − E V_{x'|x}\[K\]/(A−1) and the negatives give MMᵀ − V_x\[K̄\]/(N−1).
//!
//! # Checked form
//! The loss is written as its double sum over pairs of views and differentiated; the operator is applied to the weights
//! from the forward pass and the Jacobians. All layers at once, on finite data sets with arbitrary weights: a
//! population is a limit of these. `positive-semidefinite` is decided by the equality of the operator whose columns are
//! found by differentiation with Σ_x p(x) (K̄ − M)(K̄ − M)ᵀ, a sum of squares.
//! On real data: the digits network and PyTorch's norms, inner products and energy for it, to 10⁻⁹ relative.
//!
//! # Mutants
//! - `augmentation-mean-forgotten`: the total covariance for the between-sample one; `centring-forgotten`: E\[K̄K̄ᵀ\].
//! - `factor-one-for-both-branches`; `half-forgotten`: r without its ½, as a factor 2 on the update of one branch.
//! - `n-for-n-minus-one`: without the factor N/(N−1); `shrinkage-forgotten`: without the term −1/(A−1).
//! - `jacobian-dropped`: K = f_{l−1} ⊗ I; `minus-beta`: −β for β; `one-plus-beta`: 1 + β for β.
//! - `total-for-within`: V\[K\], over samples and augmentations, in place of E_x V_{x'|x}\[K\].
//!
//! # When an assumption is dropped
//! A bias enters f_L but not K_lᵀw_l; tanh likewise. Positives of another sample have no common mean; dependent
//! negatives leave a covariance between samples. Each fails on a stored instance.

use super::cases::OnNetwork;
use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::matrix::{Matrix, scaled};
use dualproof::network::{Connections, Layer};
use dualproof::numbers::{Number, Rational};
use dualproof::operator::{Moment, Operator};
use dualproof::views::Views;
use nalgebra::DMatrix;

mod cases;
mod measured;

pub use cases::Instance;
use cases::*;

dualproof::parts! {
    pub enum Part {
        OneBranch: Equal, BothBranches: Equal, Energy: Equal, EnergyOfEveryLayer: Equal, PositiveSemidefinite: Equal,
        FiniteBatch: Equal, LossWithBeta: Equal,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        AugmentationMeanForgotten: OneBranch, CentringForgotten: OneBranch, FactorOneForBothBranches: BothBranches,
        NForNMinusOne: FiniteBatch, ShrinkageForgotten: FiniteBatch, JacobianDropped: OneBranch,
        HalfForgotten: OneBranch, MinusBeta: LossWithBeta, OnePlusBeta: LossWithBeta, TotalForWithin: LossWithBeta,
    }
}

/// SimCLR's update of every layer is the covariance of its connections, applied to its weights.
pub struct CovarianceOperator;

impl Sides for CovarianceOperator {
    /// By differentiation of the double sum over pairs of views.
    fn measured(instance: &Instance, part: Part) -> Side {
        measured::measured(instance, part)
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        let (network, views) = (instance.network.embed::<Number>(), instance.views.embed::<Number>());
        let (trace, beta) = (network.trace(&views.inputs)?, Number::from_rational(&instance.beta));
        let of_layer = |(layer, l): (&Layer<Number>, usize)| {
            let k = trace.connections(l);
            let dropped = formula == Formula::JacobianDropped;
            let identity = vec![DMatrix::identity(k.outputs(), layer.units()); if dropped { k.views() } else { 0 }];
            let k = if dropped { Connections::new(k.below(), &identity, k.mask()) } else { k };
            let v: V<'_> = &|moment| Operator::of(k, &views, moment).apply(&layer.weights);
            match part {
                Part::OneBranch => one_branch(formula, v),
                Part::BothBranches => both_branches(formula, v),
                Part::Energy => energy(trace.output(), &views),
                Part::EnergyOfEveryLayer => energy_of_every_layer(trace.output(), &views),
                Part::PositiveSemidefinite => positive_semidefinite(k, &views),
                Part::FiniteBatch => finite_batch(formula, v, views.samples(), views.augmentations()),
                Part::LossWithBeta => loss_with_beta(formula, v, beta.clone()),
            }
        };
        let sides = if part == Part::Energy { 1 } else { network.depth() };
        Ok(network.layers.iter().zip(1..).take(sides).map(of_layer).collect())
    }
}

/// v(moment): a moment of K_l, such as V_x\[K̄_l\], applied to w_l.
type V<'a> = &'a dyn Fn(Moment) -> Matrix;

/// −∇_{w_l} L = V_x\[K̄_l\] w_l.
fn one_branch(formula: Formula, v: V<'_>) -> Matrix {
    let update = v(match formula {
        Formula::AugmentationMeanForgotten => Moment::Total,
        Formula::CentringForgotten => Moment::MeanSquare,
        _ => Moment::Between,
    });
    if formula == Formula::HalfForgotten { scaled(&update, &Number::from_integer(2)) } else { update }
}

/// −∇_{w_l} L = 2 V_x\[K̄_l\] w_l.
fn both_branches(formula: Formula, v: V<'_>) -> Matrix {
    scaled(&v(Moment::Between), &Number::from_integer(if formula == Formula::FactorOneForBothBranches { 1 } else { 2 }))
}

/// L = −tr V_x\[F̄\].
fn energy(f: &Matrix, views: &Views<Number>) -> Matrix {
    -energy_of_every_layer(f, views)
}

/// ⟨w_l, V_x\[K̄_l\] w_l⟩ = tr V_x\[F̄\], whatever l.
fn energy_of_every_layer(f: &Matrix, views: &Views<Number>) -> Matrix {
    DMatrix::from_element(1, 1, views.between_sample_variance(f))
}

/// V_x\[K̄_l\] = Σ_x p(x) (K̄_l − M)(K̄_l − M)ᵀ, M = E K̄_l.
fn positive_semidefinite(k: Connections<'_, Number>, views: &Views<Number>) -> Matrix {
    Operator::of(k, views, Moment::Between).explicit()
}

/// −∇_{w_l} L = 2 ( N/(N−1) · V_x\[K̄_l\] − 1/(A−1) · E_x V_{x'|x}\[K_l\] ) w_l, for N, A ≥ 2.
fn finite_batch(formula: Formula, v: V<'_>, n: usize, a: usize) -> Matrix {
    let over = |n: usize, d: usize| Number::from_rational(&Rational::new(n as i64, d as u64));
    let between = if formula == Formula::NForNMinusOne { Number::one() } else { over(n, n - 1) };
    let within = if formula == Formula::ShrinkageForgotten { Number::zero() } else { over(1, a - 1) };
    let half = scaled(&v(Moment::Between), &between) - scaled(&v(Moment::Within), &within);
    scaled(&half, &Number::from_integer(2))
}

/// −∇_{w_l} L^β = 2 ( V_x\[K̄_l\] − β E_x V_{x'|x}\[K_l\] ) w_l.
fn loss_with_beta(formula: Formula, v: V<'_>, beta: Number) -> Matrix {
    let beta = match formula {
        Formula::MinusBeta => -beta,
        Formula::OnePlusBeta => Number::one() + beta,
        _ => beta,
    };
    let within = v(if formula == Formula::TotalForWithin { Moment::Total } else { Moment::Within });
    scaled(&(v(Moment::Between) - scaled(&within, &beta)), &Number::from_integer(2))
}

impl Theorem for CovarianceOperator {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use Kind::{Exact, Float};
        use Part::*;
        let population_parts = &[OneBranch, BothBranches, Energy, EnergyOfEveryLayer, LossWithBeta];
        let batch = &[FiniteBatch];
        // All but the part that forms the operator, which has 3072² entries on the digits.
        let unformed = &[OneBranch, BothBranches, Energy, EnergyOfEveryLayer, FiniteBatch, LossWithBeta];
        Declaration {
            page: dualproof::page!("covariance_operator.rs"),
            cases: any_instance,
            validate: Instance::validate,
            assumptions: vec![
                assume("network_is_bias_free", Instance::is_bias_free)
                    .fails(OneBranch, Exact, network_with_a_bias)
                    .fails(LossWithBeta, Exact, network_with_a_bias),
                assume("network_is_homogeneous", Instance::is_homogeneous).fails(OneBranch, Float, with_tanh),
                assume("network_is_differentiable", Instance::is_differentiable)
                    .domain("at a pre-activation of 0 the gradient does not exist"),
                assume("positives_share_their_sample", Instance::positives_share_their_sample)
                    .of_parts(population_parts)
                    .fails(OneBranch, Exact, positives_of_other_samples)
                    .fails(LossWithBeta, Exact, positives_of_other_samples),
                assume("negatives_are_independent", Instance::negatives_are_independent)
                    .of_parts(population_parts)
                    .fails(OneBranch, Exact, dependent_negatives),
                assume("weights_are_uniform", Instance::is_uniform).of_parts(batch).fails(FiniteBatch, Exact, weighted),
                assume("has_two_samples", |i: &Instance| i.views.samples() >= 2)
                    .of_parts(batch)
                    .domain("one sample has no negative of another"),
                assume("has_two_augmentations", |i: &Instance| i.views.augmentations() >= 2)
                    .of_parts(batch)
                    .domain("one augmentation has no distinct pair"),
            ],
            primary: Evidence::exact(),
            further: vec![
                Evidence::identity(free, free_and_small, 2).of_parts(unformed),
                Evidence::float(),
                Evidence::real(on_digits).of_parts(unformed),
                Evidence::reference(on_digits, REFERENCED, measured_norms, pytorch_norms),
                Evidence::derivation(dualproof::derivation_files!("covariance_operator")),
            ],
        }
    }
}
