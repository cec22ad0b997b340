//! `byol-implicit-contrastive`: the predictor gives BYOL a weighted covariance of the samples, and the zero-mean centres it.
//!
//! # Statement
//! Let r = E ½‖P f₁ − f₂‖² over x ~ p and independent augmentations x₁, x₂ of x, with the weights 𝒲 of a bias-free
//! homogeneous network on both sides, f₂ a constant, P any n_L × n_L matrix, S = Pᵀ(I − P), M_l = E K_l. For every
//! layer l:
//!
//! - `with-zero-mean`: −∇_{w_l} r = (V^S_x\[K̄_l\] − E_x V^{PᵀP}_{x'|x}\[K_l\]) w_l. The implicit contrastive term is
//!   V^S_x\[K̄_l\]: its S comes from the predictor, its centring from the zero-mean;
//! - `without-zero-mean`: −∇_{w_l} r = (E_x\[K̄_l S K̄_lᵀ\] − E_x V^{PᵀP}_{x'|x}\[K_l\]) w_l, where E_x\[K̄_l S K̄_lᵀ\] =
//!   V^S_x\[K̄_l\] + M_l S M_lᵀ: the predictor alone gives the covariance, and the square of the mean with it;
//! - `zero-mean-share`: so the zero-mean's share of the update is exactly −M_l S M_lᵀ w_l: it takes the square of the
//!   mean, an operator of rank at most n_L, out again. `zero-mean-share-shrinks`: the share itself is no covariance:
//!   for symmetric P with eigenvalues in \[0, 1\], ⟨w_l, −M_l S M_lᵀ w_l⟩ = −mᵀSm ≤ 0 with m = E f_L, at every layer;
//! - without a predictor there is neither: for P = I (`identity-predictor-gives-none`), and for every P with S = 0,
//!   which are the orthogonal projections (`projection-gives-none`), the update is −E_x V^P_{x'|x}\[K_l\] w_l with
//!   zero-mean and without;
//! - `predictor-gives-some`: with a predictor the zero-mean has a share wherever S E f_L ≠ 0;
//! - `positive-semidefinite`: for symmetric P with eigenvalues in \[0, 1\], V^S_x\[K̄_l\] is positive semidefinite: an
//!   approximate covariance operator. `attraction`: on views without augmentation it attracts no more than a quarter of
//!   one: 0 ≤ ⟨w_l, −∇_{w_l} r⟩ ≤ ¼ tr V_x\[F̄\]. An eigenvalue above 1 repels. With augmentations, and mode by mode,
//!   see optimal-predictor.
//!
//! # Source
//! Abstract: "in BYOL, the usage of BatchNorm and a predictor creates an implicit contrastive term, acting as an
//! approximate covariance operator. The term is formed by the inter-play between the zero-mean operation of
//! BatchNorm and the extra predictor in the online network." The term that acts as a covariance operator is
//! V^S_x\[K̄_l\]; that the zero-mean alone contributes −M_l S M_lᵀ w_l, that every orthogonal projection is as good as no
//! predictor, and the bound by a quarter, are our own.
//!
//! # Assumptions
//! - `weights_are_shared`: otherwise see byol-ema.
//! - `network_is_bias_free`, `network_is_homogeneous`: f_L(x) = K_l(x)ᵀ w_l rests on them.
//! - `online_is_zero_mean`: of the two zero-means, that of the online output is the one that matters. That of the
//!   target is free, and part of the random instances is without it.
//! - `nothing_is_zero_mean`: for `without-zero-mean`.
//! - `predictor_moves_the_mean`: S E f_L ≠ 0, where the zero-mean is claimed to have a share.
//! - `predictor_is_symmetric`, `predictor_spectrum_is_in_the_unit_interval`: the sign of the share, and the last line.
//! - `views_are_augmentation_free`: its inequality, where the within-sample term is 0.
//! - `network_is_differentiable`: no pre-activation is exactly 0; such instances are rejected.
//!
//! # Proof
//! −∇r = E K₁Pᵀ(K₂ᵀ − P K₁ᵀ)w. Given x the two are independent with mean K̄, so this is (E\[K̄PᵀK̄ᵀ\] −
//! E\[K PᵀP Kᵀ\])w, and E\[K PᵀP Kᵀ\] = E\[K̄ PᵀP K̄ᵀ\] + E V^{PᵀP}_{x'|x}\[K\]; Pᵀ − PᵀP = S. The zero-mean, with
//! its backward pass, puts K − M for K; as E(K₁ − M) = 0, a constant taken off f₂ does not matter. V^S_x\[K̄\] =
//! E\[K̄SK̄ᵀ\] − MSMᵀ, and M has n_L columns. Mᵀw = m, so ⟨w, MSMᵀw⟩ = mᵀSm. S = 0 says Pᵀ = PᵀP, so P is symmetric and
//! idempotent. At the top layer ‖M S m‖ = ‖S m‖ ‖E f_{L−1}‖ with m = W_L E f_{L−1}, which is 0 only if S m is. A
//! symmetric P has S = P(I − P) with the eigenvalues λ(1 − λ), between 0 and ¼ where 0 ≤ λ ≤ 1 and negative where λ > 1.
//!
//! # Checked form
//! The loss as its double sum over pairs of augmentations, differentiated; the operators from the forward pass and the
//! Jacobians; all layers, on finite data sets with arbitrary weights. The zero-mean's share is the difference of two
//! measured updates. The projections are Q = A(AᵀA)⁻¹Aᵀ, A the first half of the columns of I + P, and I − Q. Positive
//! semidefiniteness is decided by the equality of the operator whose entries are found by differentiation with Σ_x Σ_k
//! p(x) d_k (C_x l_k)(C_x l_k)ᵀ, C_x = K̄ − M, where S = Σ d_k l_k l_kᵀ by exact elimination and only terms with d_k > 0
//! are taken; the sign of the share likewise, with Σ_k d_k (l_kᵀm)².
//! On real data: the digits network and PyTorch's norms for it, to 10⁻⁹ relative. The inequality is an equality on some
//! instances, which no running error can tell.
//!
//! # Mutants
//! - `predictor-not-transposed`: S = P(I − P); `predictor-left-out-of-s`, `share-of-i-minus-p`, `squares-of-i-minus-p`:
//!   S = I − P, in the update, in the share's sign and in the sum of squares.
//! - `predictor-square-dropped`: I for PᵀP in the within-sample term; `augmentation-mean-forgotten`: V^S over all
//!   views.
//! - `minus-dropped`: + M S Mᵀ w for the zero-mean's share.
//! - `zero-mean-forgotten`: E\[K̄SK̄ᵀ\] with zero-mean as well; `zero-mean-invented`: V^S without it.
//! - `projection-overlooked`: I for PᵀP where P is a projection; `projection-onto-outputs`: the projection onto the
//!   first outputs for any.
//! - `eighth-for-quarter`: the inequality with ⅛.
//!
//! # When an assumption is dropped
//! The zero-mean of the target alone leaves −M Pᵀ Mᵀ w instead; at P = I the zero-mean has no share; a P above 1 and a P
//! that rotates make ⟨w_l, −∇r⟩ negative; augmentations add shrinkage that can outweigh the rest; a target of its own,
//! a bias or tanh break the formula. Each fails on a stored instance.

use super::cases::{
    all_but, biased, contracting_predictor, expanding_predictor, identity_predictor, rotating_predictor,
};
use super::cases::{with_tanh, without_augmentation};
use super::setting::{Instance, NO_GRADIENT, ZeroMean};
use super::traced::{Applied, Traced};
use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::matrix::{Matrix, embed};
use dualproof::numbers::{Number, Rational};
use dualproof::operator::Moment;
use nalgebra::DMatrix;

mod cases;
mod measured;
mod special_predictors;

use cases::{CASES, degrees, large, small, with_augmentations};
use measured::{norms, pytorch_norms};
use special_predictors::*;

dualproof::parts! {
    pub enum Part {
        WithZeroMean: Equal, WithoutZeroMean: Equal, ZeroMeanShare: Equal, ZeroMeanShareShrinks: Equal,
        IdentityPredictorGivesNone: Equal, ProjectionGivesNone: Equal, PredictorGivesSome: Different,
        PositiveSemidefinite: Equal, Attraction: AtMost,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        PredictorNotTransposed: WithZeroMean, PredictorLeftOutOfS: WithZeroMean, PredictorSquareDropped: WithZeroMean,
        MinusDropped: ZeroMeanShare, AugmentationMeanForgotten: WithZeroMean, ZeroMeanForgotten: WithZeroMean,
        ZeroMeanInvented: WithoutZeroMean, ProjectionOverlooked: ProjectionGivesNone,
        ProjectionOntoOutputs: ProjectionGivesNone, ShareOfIMinusP: ZeroMeanShareShrinks,
        SquaresOfIMinusP: PositiveSemidefinite, EighthForQuarter: Attraction,
    }
}

/// The predictor gives BYOL a weighted covariance of the samples, and the zero-mean centres it.
pub struct ByolImplicitContrastive;

impl Sides for ByolImplicitContrastive {
    /// By differentiation of the loss, with the zero-mean and the predictor that the part speaks of.
    fn measured(instance: &Instance, part: Part) -> Side {
        measured::measured(instance, part)
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        let (f, p) = (Traced::<Number>::of(&instance.online, &instance.views)?, &instance.predictor);
        let (s, pp) = (s(formula, p), embed(&p_squared(formula, p)));
        let v = |l: usize| {
            let (f, s) = (&f, &s);
            move |moment: Moment| f.applied(l, moment, &embed(s))
        };
        let within = |l: usize| f.applied(l, Moment::Within, &pp);
        Ok(match part {
            Part::WithZeroMean => f.by_layer(|l| with_zero_mean(formula, &v(l), within(l))),
            Part::WithoutZeroMean => f.by_layer(|l| without_zero_mean(formula, &v(l), within(l))),
            Part::ZeroMeanShare => f.by_layer(|l| zero_mean_share(formula, &v(l))),
            Part::ZeroMeanShareShrinks => zero_mean_share_shrinks(&f, &s)?,
            Part::IdentityPredictorGivesNone => identity_predictor_gives_none(&f),
            Part::ProjectionGivesNone => projection_gives_none(formula, &f, p)?,
            Part::PredictorGivesSome => f.by_layer(|l| predictor_gives_some(f.weights(l))),
            Part::PositiveSemidefinite => positive_semidefinite(&f, &s)?,
            Part::Attraction => (0..f.network.depth()).flat_map(|_| attraction(formula, &f)).collect(),
        })
    }
}

/// S = Pᵀ(I − P).
fn s(formula: Formula, p: &DMatrix<Rational>) -> DMatrix<Rational> {
    let rest = DMatrix::identity(p.nrows(), p.nrows()) - p;
    match formula {
        Formula::PredictorNotTransposed => p * rest,
        Formula::PredictorLeftOutOfS | Formula::ShareOfIMinusP | Formula::SquaresOfIMinusP => rest,
        _ => p.transpose() * rest,
    }
}

/// PᵀP.
fn p_squared(formula: Formula, p: &DMatrix<Rational>) -> DMatrix<Rational> {
    let dropped = formula == Formula::PredictorSquareDropped;
    if dropped { DMatrix::identity(p.nrows(), p.nrows()) } else { p.transpose() * p }
}

// In what follows, v(moment) is a moment of K_l with S, applied to w_l, and within that of K_l with PᵀP.

/// −∇_{w_l} r = (V^S_x\[K̄_l\] − E_x V^{PᵀP}_{x'|x}\[K_l\]) w_l.
fn with_zero_mean(formula: Formula, v: Applied<Number>, within: Matrix) -> Matrix {
    let moment = match formula {
        Formula::AugmentationMeanForgotten => Moment::Total,
        Formula::ZeroMeanForgotten => Moment::MeanSquare,
        _ => Moment::Between,
    };
    v(moment) - within
}

/// −∇_{w_l} r = (E_x\[K̄_l S K̄_lᵀ\] − E_x V^{PᵀP}_{x'|x}\[K_l\]) w_l.
fn without_zero_mean(formula: Formula, v: Applied<Number>, within: Matrix) -> Matrix {
    v(if formula == Formula::ZeroMeanInvented { Moment::Between } else { Moment::MeanSquare }) - within
}

/// −M_l S M_lᵀ w_l.
fn zero_mean_share(formula: Formula, v: Applied<Number>) -> Matrix {
    let square_of_mean = v(Moment::SquareOfMean);
    if formula == Formula::MinusDropped { square_of_mean } else { -square_of_mean }
}

/// 0, from which the zero-mean's share differs.
fn predictor_gives_some(w: &Matrix) -> Matrix {
    w.map(|_| Number::zero())
}

impl Theorem for ByolImplicitContrastive {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use {Kind::Exact, Kind::Float, Part::*};
        let contracting = [PositiveSemidefinite, Attraction, ZeroMeanShareShrinks];
        let with_zero_mean = [WithZeroMean, ZeroMeanShare, ZeroMeanShareShrinks, PredictorGivesSome, Attraction];
        Declaration {
            page: dualproof::page!("byol_implicit_contrastive.rs"),
            cases: cases::drawn,
            validate: Instance::validate,
            assumptions: vec![
                assume("network_is_bias_free", Instance::is_bias_free)
                    .fails(WithZeroMean, Exact, || CASES.drawn(biased())),
                assume("network_is_homogeneous", Instance::is_homogeneous)
                    .fails(WithZeroMean, Float, || CASES.drawn(with_tanh())),
                assume("network_is_differentiable", Instance::is_differentiable).domain(NO_GRADIENT),
                assume("weights_are_shared", Instance::weights_are_shared)
                    .fails(WithZeroMean, Exact, || CASES.with_own_target().random()),
                assume("online_is_zero_mean", Instance::online_is_zero_mean)
                    .fails(ZeroMeanShare, Exact, || CASES.with_zero_mean(&[ZeroMean::TARGET]).random())
                    .of_parts(&with_zero_mean),
                assume("nothing_is_zero_mean", Instance::nothing_is_zero_mean)
                    .fails(WithoutZeroMean, Exact, || CASES.with_zero_mean(ZeroMean::OF_ONE).random())
                    .of_parts(&[WithoutZeroMean]),
                assume("predictor_moves_the_mean", Instance::predictor_moves_the_mean)
                    .of_parts(&[PredictorGivesSome])
                    .fails(PredictorGivesSome, Exact, || CASES.under(identity_predictor).random()),
                assume("predictor_is_symmetric", Instance::predictor_is_symmetric)
                    .fails(Attraction, Exact, || CASES.under(rotating_predictor).drawn(without_augmentation()))
                    .of_parts(&contracting),
                assume("predictor_spectrum_is_in_the_unit_interval", Instance::predictor_is_in_the_unit_interval)
                    .of_parts(&contracting)
                    .fails(Attraction, Exact, || CASES.under(expanding_predictor).drawn(without_augmentation()))
                    .fails(PositiveSemidefinite, Exact, || CASES.under(expanding_predictor).random()),
                assume("views_are_augmentation_free", Instance::views_are_augmentation_free)
                    .of_parts(&[Attraction])
                    .fails(Attraction, Exact, || CASES.under(contracting_predictor).drawn(with_augmentations())),
            ],
            primary: Evidence::exact(),
            further: vec![
                Evidence::identity_of_degree(large, small, degrees, Self::measured, Self::predicted)
                    .of_parts(&all_but(&[ZeroMeanShareShrinks, PredictorGivesSome, PositiveSemidefinite, Attraction])),
                // The two sides of the inequality are equal where an eigenvalue is 0, ½ or 1.
                Evidence::float().of_parts(&all_but(&[Attraction])),
                // The operator would have 3072² entries on the digits.
                Evidence::real(cases::on_digits).of_parts(&all_but(&[PositiveSemidefinite])),
                Evidence::reference(cases::referenced, &[WithZeroMean, WithoutZeroMean], norms, pytorch_norms),
                Evidence::derivation(dualproof::derivation_files!("byol_implicit_contrastive")),
            ],
        }
    }
}
