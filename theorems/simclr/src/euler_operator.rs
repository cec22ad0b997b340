//! `euler-operator`: for any network and any block of parameters SimCLR's update is a covariance operator on the block and a
//! cross term, which the block's degree of homogeneity decides.
//!
//! # Statement
//! Let f be any network that is differentiable in its parameters θ, a block of them the others being fixed, at finitely many
//! views: with biases, convolutions, skip connections, BatchNorm, tanh. With K = (∂f/∂θ)ᵀ, c = f − Kᵀθ, and
//! L = E\[r₊ − r₋\], r = ½‖f − f'‖², over x, x⁻ independent from p, x₁, x₊ independent from aug(·|x), x₋ from
//! aug(·|x⁻), both branches:
//!
//! - `update`: −∇_θ L = 2 Cov_x(K̄, F̄) = 2 V_x\[K̄\] θ + 2 Cov_x(K̄, c̄): a *covariance share* and the rest.
//!
//! If f is positively homogeneous of degree k in θ, but for a constant:
//!
//! - `homogeneous`: V_x\[K̄\] θ = −(k/2) ∇_θ L, for k ≥ 1: the whole update is a covariance operator;
//! - `radial-motion`: ⟨θ, −∇_θ L⟩ = 2k tr V_x\[F̄\];
//! - `scale-free`: for k = 0 the covariance share is 0: −∇_θ L = 2 Cov_x(K̄, c̄).
//!
//! If the top layer is linear, f = W h with weights W of its own, or that and biases:
//!
//! - `through-the-top`: −∇_θ L = 2 Cov_x(K̄, K̄_top) w_top for every block.
//!
//! k = 1 for the weights of one layer without biases above, for a kernel with its shared weights, for a skip's gain with the
//! weights of its branch, for weights or biases with all biases above; k = L for all weights; k = 0 below a BatchNorm with ε = 0.
//!
//! # Source
//! Beyond the paper: the abstract's covariance operator for the networks that are trained today. For homogeneous f it is
//! Euler's identity.
//!
//! # Assumptions
//! - `network_is_differentiable`: K exists.
//! - `block_has_the_degree`: k is the degree that the operations of the network show, for `homogeneous` and `radial-motion`.
//! - `degree_is_positive`: of the same.
//! - `degree_is_zero`: for `scale-free`.
//! - `top_is_linear`: for `through-the-top`.
//!
//! # Proof
//! L = −tr V_x\[F̄\], as the views of a positive are independent given x (`covariance-operator`), so −∇_θ L =
//! 2 Cov_x(∂F̄/∂θᵀ, F̄) = 2 Cov_x(K̄, F̄), and F̄ = K̄ᵀθ + c̄. If f − const has degree k, Kᵀθ = k(f − const) by Euler, and a
//! constant has no covariance. At a linear top F̄ = K̄_topᵀ w_top but for the biases, which are constant.
//!
//! # Checked form
//! Measured: the double sum over pairs of views, differentiated in reverse. Predicted: a forward derivative of the network along
//! each parameter of the block, averaged and multiplied. The degree is found from the operations, not declared. On real data: a
//! residual convolutional network with biases and BatchNorm on the digits, each of its parameters a block; beside it PyTorch's
//! norms of these updates, to 10⁻⁹ relative.
//!
//! # Mutants
//! - `rest-forgotten`: 2 V_x\[K̄\] θ for every network.
//! - `augmentation-mean-forgotten`: covariances over all views.
//! - `degree-misplaced`: k V_x\[K̄\] θ.
//! - `biases-above-forgotten`: V_x\[K̄\] on the block without its biases.
//! - `energy-without-degree`: 2 tr V_x\[F̄\].
//! - `factor-one`: Cov_x(K̄, c̄).
//! - `another-block`: K of the first layer for that of the top.
//!
//! # When an assumption is dropped
//! A fixed skip, tanh and a bias in a hidden layer break `homogeneous`. A bias at the top does not: it is constant, and the
//! brief that it would is refuted by the instances here. tanh on top breaks `through-the-top`.

use super::cases::{independent_samples, same_sample};
use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::matrix::{Matrix, inner};
use dualproof::numbers::{Number, Rational};
use dualproof::tape::{Tape, pairs};
use nalgebra::DMatrix;

mod block;
pub mod cases;
mod shares;

pub use block::Instance;
use block::{Block, change, covariance};
pub use shares::{Shares, shares};

dualproof::parts! {
    pub enum Part {
        Update: Equal, Homogeneous: Equal, RadialMotion: Equal, ScaleFree: Equal, ThroughTheTop: Equal,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        RestForgotten: Update, AugmentationMeanForgotten: Update, DegreeMisplaced: Homogeneous,
        BiasesAboveForgotten: Homogeneous, EnergyWithoutDegree: RadialMotion, FactorOne: ScaleFree,
        AnotherBlock: ThroughTheTop,
    }
}

/// For any network and any block of parameters SimCLR's update is a covariance operator on the block and a cross term.
pub struct EulerOperator;

impl Sides for EulerOperator {
    /// By reverse differentiation of the double sum over pairs of views.
    fn measured(instance: &Instance, part: Part) -> Side {
        let views = instance.views.embed::<Number>();
        let law: Vec<Number> = (0..views.len()).map(|v| views.weight(v)).collect();
        let mut tape = Tape::new();
        let network = tape.graph(&instance.network.embed(), &views.inputs, &law)?;
        let mut terms = pairs::of_samples(&views, &same_sample(&instance.views), &Number::one());
        terms.extend(pairs::of_samples(&views, &independent_samples(&instance.views), &-Number::one()));
        let loss = tape.pair_loss(network.output, network.output, terms);
        let gradient = tape.gradient(loss);
        let update = |place: &usize| -gradient.of(network.parameters[*place]);
        let half_k = Number::from_rational(&Rational::new(instance.degree as i64, 2));
        let updates = instance.block.iter().map(update);
        Ok(match part {
            Part::Update | Part::ScaleFree | Part::ThroughTheTop => updates.collect(),
            Part::Homogeneous => updates.map(|u| u.map(|x| x * half_k.clone())).collect(),
            Part::RadialMotion => {
                let radial = |place: &usize| inner(tape.value(network.parameters[*place]), &update(place));
                let sum = instance.block.iter().map(radial).fold(Number::zero(), |sum, x| sum + x);
                vec![DMatrix::from_element(1, 1, sum)]
            }
        })
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        let block = Block::of(instance)?;
        Ok(match part {
            Part::Update => update(formula, &block),
            Part::Homogeneous => homogeneous(formula, &block),
            Part::RadialMotion => vec![DMatrix::from_element(1, 1, radial_motion(formula, &block))],
            Part::ScaleFree => scale_free(formula, &block),
            Part::ThroughTheTop => through_the_top(formula, &block),
        })
    }
}

/// 2 V_x\[K̄\] θ + 2 Cov_x(K̄, c̄), with c = f − Kᵀθ.
fn update(formula: Formula, block: &Block<'_>) -> Vec<Matrix> {
    let k_theta = block.along(&block.theta());
    let c = block.output() - &k_theta;
    let bar = |f: &Matrix| {
        if formula == Formula::AugmentationMeanForgotten { f.clone() } else { block.over_augmentations(f) }
    };
    let (share, rest) = (bar(&k_theta), bar(&c));
    block.by_entry(|k| {
        let k = bar(&k);
        let covariance_share = twice(covariance(&block.law(&k), &k, &share));
        if formula == Formula::RestForgotten {
            covariance_share
        } else {
            covariance_share + twice(covariance(&block.law(&k), &k, &rest))
        }
    })
}

/// V_x\[K̄\] θ.
fn homogeneous(formula: Formula, block: &Block<'_>) -> Vec<Matrix> {
    let theta = if formula == Formula::BiasesAboveForgotten { block.theta_without_biases() } else { block.theta() };
    let k_theta = block.over_augmentations(&block.along(&theta));
    let factor = if formula == Formula::DegreeMisplaced { block.degree() } else { Number::one() };
    block.by_entry(|k| {
        let k = block.over_augmentations(&k);
        covariance(&block.law(&k), &k, &k_theta) * factor.clone()
    })
}

/// 2k tr V_x\[F̄\].
fn radial_motion(formula: Formula, block: &Block<'_>) -> Number {
    let f = block.over_augmentations(block.output());
    let energy = twice(covariance(&block.law(&f), &f, &f));
    if formula == Formula::EnergyWithoutDegree { energy } else { block.degree() * energy }
}

/// 2 Cov_x(K̄, c̄), with c = f − Kᵀθ.
fn scale_free(formula: Formula, block: &Block<'_>) -> Vec<Matrix> {
    let c = block.over_augmentations(&(block.output() - block.along(&block.theta())));
    block.by_entry(|k| {
        let k = block.over_augmentations(&k);
        let once = covariance(&block.law(&k), &k, &c);
        if formula == Formula::FactorOne { once } else { twice(once) }
    })
}

/// 2 Cov_x(K̄, K̄_top) w_top.
fn through_the_top(formula: Formula, block: &Block<'_>) -> Vec<Matrix> {
    let places = if formula == Formula::AnotherBlock { [0] } else { [block.top()] };
    let k_top_w = block.over_augmentations(&block.along(&change(block.network(), &places)));
    block.by_entry(|k| {
        let k = block.over_augmentations(&k);
        twice(covariance(&block.law(&k), &k, &k_top_w))
    })
}

fn twice(x: Number) -> Number {
    x.clone() + x
}

impl Theorem for EulerOperator {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use {Kind::Exact, Kind::Float, Part::*};
        let of_degree = [Homogeneous, RadialMotion];
        Declaration {
            page: dualproof::page!("euler_operator.rs"),
            cases: cases::any,
            validate: Instance::validate,
            assumptions: vec![
                assume("network_is_differentiable", Instance::is_differentiable)
                    .domain("at a pre-activation of 0 the gradient does not exist, at a deviation of 0 not the value"),
                assume("block_has_the_degree", Instance::block_has_the_degree)
                    .of_parts(&[Homogeneous, RadialMotion, ScaleFree])
                    .fails(Homogeneous, Exact, cases::beside_a_fixed_skip)
                    .fails(Homogeneous, Exact, cases::below_a_bias)
                    .fails(RadialMotion, Float, cases::below_tanh),
                assume("degree_is_positive", |i: &Instance| i.degree > 0)
                    .of_parts(&of_degree)
                    .domain("at degree 0 both sides are 0, which scale-free says"),
                assume("degree_is_zero", |i: &Instance| i.degree == 0).of_parts(&[ScaleFree]).fails(
                    ScaleFree,
                    Kind::Enclosure,
                    cases::homogeneous,
                ),
                assume("top_is_linear", |i: &Instance| i.top_is_linear()).of_parts(&[ThroughTheTop]).fails(
                    ThroughTheTop,
                    Float,
                    cases::with_tanh_on_top,
                ),
            ],
            primary: Evidence::enclosure(),
            further: vec![
                Evidence::exact().drawn_from(cases::rational).of_parts(&[
                    Update,
                    Homogeneous,
                    RadialMotion,
                    ThroughTheTop,
                ]),
                Evidence::identity(cases::free_large, cases::free_small, 1).of_parts(&[
                    Update,
                    Homogeneous,
                    RadialMotion,
                    ThroughTheTop,
                ]),
                Evidence::float(),
                Evidence::real(cases::on_digits).of_parts(&[Update, ThroughTheTop]),
                Evidence::reference(cases::with_pytorch_values, &[Update], cases::norms, cases::pytorch_norms),
                Evidence::derivation(dualproof::derivation_files!("euler_operator")),
            ],
        }
    }
}
