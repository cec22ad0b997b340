//! `byol-ema`: with target weights of their own, BYOL pulls along a cross-covariance of the two networks.
//!
//! # Statement
//! Let r = E ½‖P f₁ − f₂‖² over x ~ p and independent augmentations x₁, x₂ of x, f₁ from the weights 𝒲₁ and the
//! constant f₂ from the weights 𝒲₂ of two bias-free homogeneous networks of one architecture (BYOL's target is a
//! moving average of earlier 𝒲₁). With Cov_x^S(A, B) = E (A − EA) S (B − EB)ᵀ, V^S over samples and augmentations,
//! and M_i = E K_{i,l}, for every layer l:
//!
//! - `with-zero-mean`: −∇_{w_{1,l}} r = Cov_x^{Pᵀ}(K̄_{1,l}, K̄_{2,l}) w_{2,l} − V^{PᵀP}\[K_{1,l}\] w_{1,l};
//! - `without-zero-mean`: −∇_{w_{1,l}} r = E_x\[K̄₁ Pᵀ K̄₂ᵀ\] w₂ − E\[K₁ PᵀP K₁ᵀ\] w₁;
//! - `zero-mean-share`: so the zero-mean's share of the update is −M₁ Pᵀ(M₂ᵀ w₂ − P M₁ᵀ w₁): it takes the means out of
//!   the two second moments.
//!
//! # Source
//! Abstract: "The term is formed by the inter-play between the zero-mean operation of BatchNorm and the extra
//! predictor in the online network". A target that is a moving average of the online network is how BYOL is built (Grill
//! et al., arXiv 2006.07733). The form for unequal weights is our own.
//!
//! # Assumptions
//! - `online_is_zero_mean` (first and third line), `nothing_is_zero_mean` (second line). Whether the target is
//!   zero-mean as well makes no difference to the first line.
//! - `networks_are_bias_free`, `networks_are_homogeneous`: f_L(x) = K_l(x)ᵀ w_l rests on them.
//! - `networks_are_differentiable`: no pre-activation is exactly 0; such instances are rejected.
//!
//! # Proof
//! −∇r = E K₁Pᵀ(K₂ᵀw₂ − P K₁ᵀw₁). Given x the two are independent, so the first product has the mean
//! E\[K̄₁ Pᵀ K̄₂ᵀ\]w₂. The zero-mean puts K_i − M_i for K_i, which turns second moments into covariances; since
//! E(K₁ − M₁) = 0, a constant taken off f₂ does not matter. The third line is the difference of the first two.
//!
//! # Checked form
//! The loss as its double sum over pairs of augmentations, differentiated; the operators from the forward passes
//! and the Jacobians of both networks; all layers, on finite data sets with arbitrary weights and any P.
//! On real data: the digits network against itself with the rows of every layer reversed.
//!
//! # Mutants
//! - `predictor-not-transposed`: P for Pᵀ in the cross-covariance.
//! - `online-weights-for-the-target`: w₁ for w₂ (shared weights assumed).
//! - `online-connection-for-the-target`: K̄₁ for K̄₂.
//! - `augmentation-mean-forgotten`: the cross-covariance over all views, as if x₁ = x₂.
//! - `within-for-total`: the second covariance within samples only.
//! - `predictor-square-dropped`: I for PᵀP.
//! - `wrong-sign`: + for − between the terms.
//! - `second-term-centred`: V^{PᵀP} without zero-mean as well.
//! - `lag-forgotten`: −M₁ Pᵀ(I − P) M₁ᵀ w₁ for the zero-mean's share, as if the weights were shared.
//!
//! # When an assumption is dropped
//! The zero-mean of the target alone leaves the online mean in place; any zero-mean changes the second line; a
//! bias or tanh breaks f_L = K_lᵀw_l. Each fails on a stored instance.

use super::cases::{Cases, Target, any_predictor, biased, digits_with_own_target, with_tanh};
use super::loss::{Recording, zero_mean_share as measured_share};
use super::setting::{Instance, NO_GRADIENT, ZeroMean};
use super::traced::{Applied, Traced};
use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::matrix::{Matrix, embed};
use dualproof::numbers::Number;
use dualproof::operator::{Moment, Operator};
use dualproof::strategies::Size;
use nalgebra::DMatrix;
use proptest::strategy::BoxedStrategy;

dualproof::parts! {
    pub enum Part {
        WithZeroMean: Equal, WithoutZeroMean: Equal, ZeroMeanShare: Equal,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        PredictorNotTransposed: WithZeroMean, OnlineWeightsForTheTarget: WithZeroMean,
        OnlineConnectionForTheTarget: WithZeroMean, AugmentationMeanForgotten: WithZeroMean,
        WithinForTotal: WithZeroMean, PredictorSquareDropped: WithZeroMean, WrongSign: WithZeroMean,
        SecondTermCentred: WithoutZeroMean, LagForgotten: ZeroMeanShare,
    }
}

/// With target weights of their own, BYOL pulls along a cross-covariance of the two networks.
pub struct ByolEma;

impl Sides for ByolEma {
    /// By differentiation of the loss.
    fn measured(instance: &Instance, part: Part) -> Side {
        match part {
            Part::WithZeroMean | Part::WithoutZeroMean => Ok(Recording::new(instance)?.updates()),
            Part::ZeroMeanShare => measured_share(instance, Recording::updates),
        }
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        let online = Traced::<Number>::of(&instance.online, &instance.views)?;
        let target = Traced::<Number>::of(&instance.target, &instance.views)?;
        let (p, views) = (&instance.predictor, &online.views);
        let transposed = if formula == Formula::PredictorNotTransposed { p.clone() } else { p.transpose() };
        let dropped = formula == Formula::PredictorSquareDropped;
        let square = if dropped { DMatrix::identity(p.nrows(), p.nrows()) } else { p.transpose() * p };
        let (transposed, square) = (embed(&transposed), embed(&square));
        Ok(online.by_layer(|l| {
            let left = online.connections(l);
            let (right, w) = match formula {
                Formula::OnlineWeightsForTheTarget => (target.connections(l), online.weights(l)),
                Formula::OnlineConnectionForTheTarget => (left, target.weights(l)),
                Formula::LagForgotten => (left, online.weights(l)),
                _ => (target.connections(l), target.weights(l)),
            };
            let cross = |moment| Operator { left, right, views, moment, inner: Some(&transposed) }.apply(w);
            let own = |moment| online.applied(l, moment, &square);
            match part {
                Part::WithZeroMean => with_zero_mean(formula, &cross, &own),
                Part::WithoutZeroMean => without_zero_mean(formula, &cross, &own),
                Part::ZeroMeanShare => zero_mean_share(&cross, &own),
            }
        }))
    }
}

// In what follows, cross(moment) is the moment of K₁ and K₂ with Pᵀ between them, applied to w₂, and own(moment) that of
// K₁ with PᵀP, applied to w₁.

/// −∇_{w_{1,l}} r = Cov_x^{Pᵀ}(K̄_{1,l}, K̄_{2,l}) w_{2,l} − V^{PᵀP}\[K_{1,l}\] w_{1,l}.
fn with_zero_mean(formula: Formula, cross: Applied<Number>, own: Applied<Number>) -> Matrix {
    let all_views = formula == Formula::AugmentationMeanForgotten;
    let attraction = cross(if all_views { Moment::Total } else { Moment::Between });
    let shrinkage = own(if formula == Formula::WithinForTotal { Moment::Within } else { Moment::Total });
    if formula == Formula::WrongSign { attraction + shrinkage } else { attraction - shrinkage }
}

/// −∇_{w_{1,l}} r = E_x\[K̄₁ Pᵀ K̄₂ᵀ\] w₂ − E\[K₁ PᵀP K₁ᵀ\] w₁, where E\[K₁ PᵀP K₁ᵀ\] = V^{PᵀP}\[K₁\] + M₁ PᵀP M₁ᵀ.
fn without_zero_mean(formula: Formula, cross: Applied<Number>, own: Applied<Number>) -> Matrix {
    let shrinkage = match formula {
        Formula::SecondTermCentred => own(Moment::Total),
        _ => own(Moment::Total) + own(Moment::SquareOfMean),
    };
    cross(Moment::MeanSquare) - shrinkage
}

/// −M₁ Pᵀ(M₂ᵀ w₂ − P M₁ᵀ w₁) = M₁ PᵀP M₁ᵀ w₁ − M₁ Pᵀ M₂ᵀ w₂.
fn zero_mean_share(cross: Applied<Number>, own: Applied<Number>) -> Matrix {
    own(Moment::SquareOfMean) - cross(Moment::SquareOfMean)
}

impl Theorem for ByolEma {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use {Kind::Exact, Kind::Float, Part::*};
        Declaration {
            page: dualproof::page!("byol_ema.rs"),
            cases: || CASES.random(),
            validate: Instance::validate,
            assumptions: vec![
                assume("networks_are_bias_free", Instance::is_bias_free)
                    .fails(WithZeroMean, Exact, || CASES.with_zero_mean(&[ZeroMean::BOTH]).drawn(biased())),
                assume("networks_are_homogeneous", Instance::is_homogeneous)
                    .fails(WithZeroMean, Float, || CASES.with_zero_mean(&[ZeroMean::BOTH]).drawn(with_tanh())),
                assume("networks_are_differentiable", Instance::is_differentiable).domain(NO_GRADIENT),
                assume("online_is_zero_mean", Instance::online_is_zero_mean)
                    .of_parts(&[WithZeroMean, ZeroMeanShare])
                    .fails(WithZeroMean, Exact, || CASES.with_zero_mean(&[ZeroMean::TARGET]).random()),
                assume("nothing_is_zero_mean", Instance::nothing_is_zero_mean)
                    .fails(WithoutZeroMean, Exact, || CASES.with_zero_mean(ZeroMean::OF_ONE).random())
                    .of_parts(&[WithoutZeroMean]),
            ],
            primary: Evidence::exact(),
            further: vec![
                // PᵀP has products of the entries of P.
                Evidence::identity(|| free(Size::LARGE), || free(Size::SMALL), 2),
                Evidence::float(),
                Evidence::real(|| [ZeroMean::NEITHER, ZeroMean::BOTH].map(digits_with_own_target).into()),
                Evidence::derivation(dualproof::derivation_files!("byol_ema")),
            ],
        }
    }
}

/// A target of its own and any predictor; half of the instances are for `without-zero-mean`.
const CASES: Cases = Cases {
    target: Target::Own,
    predictors: any_predictor,
    zero_mean: &[ZeroMean::NEITHER, ZeroMean::NEITHER, ZeroMean::BOTH, ZeroMean::ONLINE],
};

fn free(size: Size) -> BoxedStrategy<Instance> {
    CASES.with_zero_mean(ZeroMean::NOT_OF_THE_TARGET_ALONE).free(size)
}
