//! `output-covariance-losses`: a loss of the covariances of the outputs moves every layer by two covariance operators.
//!
//! # Statement
//! Let L = φ(B, W) be a differentiable function of B = V_x\[F̄\] and W = E_x V_{x'|x}\[f_L\], over x ~ p with its
//! augmentations, the gradient through all branches, f_L a bias-free homogeneous network; Φ_B and Φ_W the symmetrised
//! gradients of φ, dφ = ⟨Φ_B, dB⟩ + ⟨Φ_W, dW⟩, and T = B + W. For every layer l:
//!
//! - `update`: −∇_{w_l} L = −2 (V_x^{Φ_B}\[K̄_l\] + E_x V^{Φ_W}_{x'|x}\[K_l\]) w_l;
//! - `radial-motion`: ⟨w_l, −∇_{w_l} L⟩ = −2 tr(Φ_B B + Φ_W W), the same number for every layer;
//! - `attracting-part`: where −Φ_B is positive semidefinite, so is the operator −2V_x^{Φ_B}\[K̄_l\] on what differs
//!   between samples, at every layer: a weighted covariance operator;
//! - `top-layer`: −2V_x^{Φ_B}\[K̄_L\] = Cov_x\[f̄_{L−1}\] ⊗ (−2Φ_B): where f̄_{L−1} differs between samples, the operator
//!   of the top layer is positive semidefinite *only if* −Φ_B is;
//! - `rates-attract`: of the log-determinant and of the discriminant −Φ_B is positive semidefinite at every B and W.
//!
//! | loss | −Φ_B |
//! |---|---|
//! | L_simp | I |
//! | log-determinant | α(I + αT)⁻¹, positive definite |
//! | discriminant | R(W + εI)R, R = (T + εI)⁻¹, positive definite |
//! | spectral | 2(cI − T), indefinite where c is between eigenvalues of T |
//! | VICReg | −(4ν/n) T_ij beside a diagonal that is 0 where no hinge is active: then indefinite if a T_ij ≠ 0 |
//! | Barlow Twins | of two outputs, for W = 0, indefinite where they are correlated and not proportional |
//!
//! So VICReg, the spectral contrastive loss and Barlow Twins can repel along some directions between samples; the
//! other three never do. Barlow Twins does not see the size of outputs: its radial motion is 0.
//!
//! # Source
//! Beyond the paper: the abstract's covariance operator, for Barlow Twins (Zbontar et al. 2021), VICReg (Bardes et al.
//! 2022), the spectral contrastive loss (HaoChen et al. 2021), coding rates and Fisher's discriminant.
//!
//! # Assumptions
//! - `network_is_bias_free`, `network_is_homogeneous`: f_L = K_lᵀw_l; for the first two parts.
//! - `network_is_differentiable`: no pre-activation is exactly 0.
//! - `loss_is_of_all_pairs`: φ of means over all pairs of views, not the mean of a φ of each; for the first two parts.
//! - `covariances_are_of_the_population`: and not of a random batch; for the first two parts.
//! - `correlated_outputs_vary`: Barlow Twins needs T_ii ≠ 0.
//! - `hinges_are_off_their_kink`: VICReg needs √(T_jj + ε) ≠ γ.
//! - `loss_attracts`: −Φ_B is positive semidefinite; for `attracting-part`.
//! - `loss_is_a_rate`: a log-determinant or the discriminant; for `rates-attract`.
//! - `top_layer_is_unmasked`: every weight of the top layer learns; for `top-layer`.
//!
//! # Proof
//! A change dw of w_l moves f_L by K_lᵀdw. So dB is E\[K̃ᵀdw (K̃ᵀw)ᵀ\] and its transpose, K̃ = K̄_l − E K̄_l, and ⟨Φ_B, dB⟩
//! = 2⟨dw, V_x^{Φ_B}\[K̄_l\] w⟩ as Φ_B is symmetric; W likewise. With dw = w the two are 2 tr Φ_B B and 2 tr Φ_W W. Where
//! −Φ_B = Σ d_k l_k l_kᵀ with d_k > 0, the operator is Σ_x Σ_k 2p(x) d_k (K̃l_k)(K̃l_k)ᵀ. At the top K_L = f_{L−1} ⊗ I, and
//! C ⊗ S with C ⪰ 0, C ≠ 0, is positive semidefinite only if S is.
//!
//! # Checked form
//! Each loss is written by its definition: the cross-covariance of two independent views, which *is* B, half the mean of
//! the square of their difference for W, the covariance of one view for T; the spectral loss from inner products of
//! pairs. ln det M is recorded as det M over its value, which has the same derivative. Operators are formed from
//! derivatives of F̄, with −2Φ_B from the tape, φ being recorded there as a function of B and W. The formula has B and W
//! from the outputs and Φ in closed form. As an identity for the sum of all losses that are rational functions; VICReg with
//! standard deviations that are no fractions by enclosure. On real data: the digits network, every named loss.
//!
//! # Mutants
//! - `gradients-exchanged`: Φ_W for Φ_B and Φ_B for Φ_W.
//! - `augmentation-mean-forgotten`: V^{Φ_B}\[K_l\] over samples and augmentations.
//! - `factor-one`: −1 for −2.
//! - `not-symmetrised`: ∂φ/∂B_ij as it stands.
//! - `within-forgotten`: −2 tr Φ_B B.
//! - `squares-of-the-other-gradient`: the sum of squares of −Φ_W.
//! - `factors-reversed`: (−2Φ_B) ⊗ Cov_x\[f̄_{L−1}\].
//! - `rates-of-the-other-gradient`: −Φ_W as a sum of squares.
//!
//! # When an assumption is dropped
//! A bias enters f_L and not K_lᵀw_l; tanh likewise. The mean of a φ of each pair, or of each batch, is another loss.
//! VICReg, the spectral loss and Barlow Twins have operators that are no sums of squares; a masked weight no row in K_L.

use super::cases::OnNetwork;
use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::matrix::{Matrix, inner, scaled};
use dualproof::network::{Connections, Trace};
use dualproof::numbers::{Number, Obstacle};
use dualproof::operator::squares::{positive_terms, sum_of_squares};
use dualproof::operator::{Moment, Operator};
use dualproof::views::Views;
use nalgebra::DMatrix;

mod cases;
mod gradients;
mod instance;
pub mod loss;
mod measured;

use gradients::Gradients;
pub use instance::{Instance, Statistics};

dualproof::parts! {
    pub enum Part {
        Update: Equal, RadialMotion: Equal, AttractingPart: Equal, TopLayer: Equal, RatesAttract: Equal,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        GradientsExchanged: Update, AugmentationMeanForgotten: Update, FactorOne: Update, NotSymmetrised: Update,
        WithinForgotten: RadialMotion, SquaresOfTheOtherGradient: AttractingPart, FactorsReversed: TopLayer,
        RatesOfTheOtherGradient: RatesAttract,
    }
}

/// A loss of the covariances of the outputs moves every layer by two covariance operators.
pub struct OutputCovarianceLosses;

impl Sides for OutputCovarianceLosses {
    /// By differentiation of the loss over pairs of views.
    fn measured(instance: &Instance, part: Part) -> Side {
        measured::measured(instance, part)
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        let (network, views) = (instance.network.embed::<Number>(), instance.views.embed::<Number>());
        let trace = network.trace(&views.inputs)?;
        let (b, w) = (views.between_sample_covariance(trace.output()), views.within_sample_covariance(trace.output()));
        let phi = phi(formula, Gradients::of(&instance.loss, &b, &w)?);
        let layers = (1..).zip(&network.layers);
        match part {
            Part::Update => Ok(layers
                .map(|(l, layer)| update(formula, &phi, trace.connections(l), &views, &layer.weights))
                .collect()),
            Part::RadialMotion => Ok(layers.map(|_| radial_motion(formula, &phi, &b, &w)).collect()),
            Part::AttractingPart => {
                layers.map(|(l, _)| attracting_part(formula, &phi, trace.connections(l), &views)).collect()
            }
            Part::RatesAttract => Ok(vec![rates_attract(formula, &phi)?]),
            Part::TopLayer => Ok(vec![top_layer(formula, &phi, &trace, &views)]),
        }
    }
}

/// Φ_B and Φ_W, symmetrised.
fn phi(formula: Formula, of: Gradients) -> Gradients {
    match formula {
        Formula::NotSymmetrised => of,
        Formula::GradientsExchanged => Gradients { between: of.within, within: of.between }.symmetrised(),
        _ => of.symmetrised(),
    }
}

/// −∇_{w_l} L = −2 (V_x^{Φ_B}\[K̄_l\] + E_x V^{Φ_W}_{x'|x}\[K_l\]) w_l.
fn update(formula: Formula, phi: &Gradients, k: Connections<'_, Number>, views: &Views<Number>, w: &Matrix) -> Matrix {
    let of = |moment, phi| Operator::of(k, views, moment).with_inner(phi).apply(w);
    let forgotten = formula == Formula::AugmentationMeanForgotten;
    let between = of(if forgotten { Moment::Total } else { Moment::Between }, &phi.between);
    let factor = if formula == Formula::FactorOne { -1 } else { -2 };
    scaled(&(between + of(Moment::Within, &phi.within)), &Number::from_integer(factor))
}

/// ⟨w_l, −∇_{w_l} L⟩ = −2 tr(Φ_B B + Φ_W W).
fn radial_motion(formula: Formula, phi: &Gradients, b: &Matrix, w: &Matrix) -> Matrix {
    let between = inner(&phi.between, b);
    let both = if formula == Formula::WithinForgotten { between } else { between + inner(&phi.within, w) };
    DMatrix::from_element(1, 1, Number::from_integer(-2) * both)
}

/// −2V_x^{Φ_B}\[K̄_l\] = Σ_x Σ_k 2p(x) d_k (K̃l_k)(K̃l_k)ᵀ over the d_k > 0 of −Φ_B = Σ d_k l_k l_kᵀ, K̃ = K̄_l − E K̄_l.
fn attracting_part(
    formula: Formula,
    phi: &Gradients,
    k: Connections<'_, Number>,
    views: &Views<Number>,
) -> Result<Matrix, Obstacle> {
    let other = formula == Formula::SquaresOfTheOtherGradient;
    let twice = scaled(if other { &phi.within } else { &phi.between }, &Number::from_integer(-2));
    Ok(sum_of_squares(k, views, &positive_terms(&twice)?))
}

/// −2Φ_B = Σ d_k l_k l_kᵀ over the d_k > 0 alone.
fn rates_attract(formula: Formula, phi: &Gradients) -> Result<Matrix, Obstacle> {
    let other = formula == Formula::RatesOfTheOtherGradient;
    let twice = scaled(if other { &phi.within } else { &phi.between }, &Number::from_integer(-2));
    let square = |(d, l): &(Number, Matrix)| scaled(&Number::product(l, &l.transpose()), d);
    Ok(positive_terms(&twice)?.iter().map(square).fold(twice.map(|_| Number::zero()), |sum, term| sum + term))
}

/// −2V_x^{Φ_B}\[K̄_L\] = Cov_x\[f̄_{L−1}\] ⊗ (−2Φ_B).
fn top_layer(formula: Formula, phi: &Gradients, trace: &Trace<Number>, views: &Views<Number>) -> Matrix {
    let covariance = views.between_sample_covariance(trace.activation(trace.depth() - 1));
    let twice = scaled(&phi.between, &Number::from_integer(-2));
    if formula == Formula::FactorsReversed { twice.kronecker(&covariance) } else { covariance.kronecker(&twice) }
}

impl Theorem for OutputCovarianceLosses {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use {Kind::Exact, Kind::Float, Part::*};
        let (of_the_weights, free, small) = (&[Update, RadialMotion], cases::free, cases::free_and_small);
        Declaration {
            page: dualproof::page!("output_covariance_losses.rs"),
            cases: cases::any_instance,
            validate: Instance::validate,
            assumptions: vec![
                assume("network_is_differentiable", Instance::is_differentiable)
                    .domain("at a pre-activation of 0 the gradient does not exist"),
                assume("correlated_outputs_vary", Instance::correlated_outputs_vary)
                    .domain("a constant output has no correlation"),
                assume("hinges_are_off_their_kink", Instance::hinges_are_off_their_kink)
                    .domain("at its kink a hinge has no derivative"),
                assume("network_is_bias_free", Instance::is_bias_free).of_parts(of_the_weights).fails(
                    Update,
                    Exact,
                    cases::with_a_bias,
                ),
                assume("network_is_homogeneous", Instance::is_homogeneous).of_parts(of_the_weights).fails(
                    Update,
                    Float,
                    cases::with_tanh,
                ),
                assume("loss_is_of_all_pairs", Instance::loss_is_of_all_pairs).of_parts(of_the_weights).fails(
                    Update,
                    Exact,
                    cases::of_one_pair,
                ),
                assume("covariances_are_of_the_population", Instance::covariances_are_of_the_population)
                    .of_parts(of_the_weights)
                    .fails(Update, Exact, cases::of_batches),
                assume("loss_attracts", Instance::loss_attracts)
                    .of_parts(&[AttractingPart])
                    .fails(AttractingPart, Exact, cases::vicreg_that_repels)
                    .fails(AttractingPart, Exact, cases::spectral)
                    .fails(AttractingPart, Exact, cases::barlow_twins),
                assume("loss_is_a_rate", Instance::loss_is_a_rate).of_parts(&[RatesAttract]).fails(
                    RatesAttract,
                    Exact,
                    cases::vicreg_that_repels,
                ),
                assume("top_layer_is_unmasked", Instance::top_layer_is_unmasked).of_parts(&[TopLayer]).fails(
                    TopLayer,
                    Exact,
                    cases::masked_on_top,
                ),
            ],
            primary: Evidence::exact(),
            further: vec![
                Evidence::identity_of_degree(free, small, cases::degrees, Self::measured, Self::predicted)
                    .of_parts(of_the_weights),
                Evidence::enclosure().drawn_from(cases::of_any_roots).of_parts(of_the_weights),
                Evidence::float().of_parts(of_the_weights),
                Evidence::real(cases::on_digits).of_parts(of_the_weights),
                Evidence::derivation(dualproof::derivation_files!("output_covariance_losses")),
            ],
        }
    }
}
