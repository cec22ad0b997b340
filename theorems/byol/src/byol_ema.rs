//! `byol-ema`: with target weights of their own, BYOL pulls along a cross-covariance of the two networks.
//!
//! # Statement
//! Let r = E ½‖P f₁ − f₂‖² over x ~ p and independent augmentations x₁, x₂ of x, f₁ from the weights 𝒲₁ and the
//! constant f₂ from the weights 𝒲₂ of two bias-free homogeneous networks of one architecture (BYOL's target is a
//! moving average of earlier 𝒲₁). With Cov_x^S(A, B) = E (A − EA) S (B − EB)ᵀ, V^S over samples and augmentations,
//! and M_i = E K_{i,l}, for every layer l:
//!
//! - with zero-mean: −∇_{w_{1,l}} r = Cov_x^{Pᵀ}(K̄_{1,l}, K̄_{2,l}) w_{2,l} − V^{PᵀP}\[K_{1,l}\] w_{1,l};
//! - without: −∇_{w_{1,l}} r = E_x\[K̄₁ Pᵀ K̄₂ᵀ\] w₂ − E\[K₁ PᵀP K₁ᵀ\] w₁;
//! - so the zero-mean's share of the update is −M₁ Pᵀ(M₂ᵀ w₂ − P M₁ᵀ w₁): it takes the means out of the two second
//!   moments.
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
//! - No pre-activation is exactly 0: such instances are rejected.
//!
//! # Proof
//! −∇r = E K₁Pᵀ(K₂ᵀw₂ − P K₁ᵀw₁). Given x the two are independent, so the first product has the mean
//! E\[K̄₁ Pᵀ K̄₂ᵀ\]w₂. The zero-mean puts K_i − M_i for K_i, which turns second moments into covariances; since
//! E(K₁ − M₁) = 0, a constant taken off f₂ does not matter. The third line is the difference of the first two.
//!
//! # Checked form
//! The loss as its double sum over pairs of augmentations, differentiated; the operators from the forward passes
//! and the Jacobians of both networks; all layers, on finite data sets with arbitrary weights and any P.
//!
//! # Evidence
//! derivation (from the definition, for all dimensions and laws), exact (rationals, `==`), identity (prime
//! field, everything free), float (running error bound), real (the digits network, against itself with the rows
//! of every layer reversed).
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

use super::loss::Recording;
use super::setting::{Instance, Target, ZeroMean, any_predictor, digits_with_own_target, free_instances, instances};
use dualproof::claim::{
    Assumption, Bound, Claim, Domain, Evidence, Identity, Kind, Mutant, Necessity, Part as Row, Relation, Side,
};
use dualproof::matrix::embed;
use dualproof::numbers::{Field, Line};
use dualproof::operator::{Moment, Operator};
use dualproof::strategies::{Setting, Size};
use nalgebra::DMatrix;
use proptest::prelude::*;

/// The statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// −∇r with the online output zero-mean.
    WithZeroMean,
    /// −∇r without.
    WithoutZeroMean,
    /// The difference.
    ZeroMeanShare,
}

/// The formula and its wrong versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// As stated.
    Stated,
    /// P for Pᵀ.
    PredictorNotTransposed,
    /// w₁ for w₂.
    OnlineWeightsForTheTarget,
    /// K̄₁ for K̄₂.
    OnlineConnectionForTheTarget,
    /// Cov over all views.
    AugmentationMeanForgotten,
    /// E V_{x'|x} for V.
    WithinForTotal,
    /// I for PᵀP.
    PredictorSquareDropped,
    /// + for −.
    WrongSign,
    /// V for E\[K₁PᵀPK₁ᵀ\].
    SecondTermCentred,
    /// Shared weights in the zero-mean's share.
    LagForgotten,
}

/// −∇r by differentiation.
pub fn measured<S: Field>(instance: &Instance, part: Part) -> Side<S> {
    let updates = Recording::new(instance)?.updates();
    if part != Part::ZeroMeanShare {
        return Ok(updates);
    }
    let plain = Instance { zero_mean: ZeroMean::NEITHER, ..instance.clone() };
    Ok(updates.into_iter().zip(Recording::new(&plain)?.updates()).map(|(with, without)| with - without).collect())
}

/// The operators of both networks, applied to their weights.
pub fn predicted<S: Field>(instance: &Instance, part: Part, formula: Formula) -> Side<S> {
    let views = instance.views.embed::<S>();
    let (online, target) = (instance.online.embed::<S>(), instance.target.embed::<S>());
    let (trace_1, trace_2) = (online.trace(&views.inputs)?, target.trace(&views.inputs)?);
    let p = &instance.predictor;
    let transposed: DMatrix<S> = match formula {
        Formula::PredictorNotTransposed => embed(p),
        _ => embed(&p.transpose()),
    };
    let square: DMatrix<S> = match formula {
        Formula::PredictorSquareDropped => DMatrix::identity(p.nrows(), p.nrows()),
        _ => embed(&(p.transpose() * p)),
    };
    let layer = |index: usize| {
        let (w_1, w_2) = (&online.layers[index].weights, &target.layers[index].weights);
        let (k_1, k_2) = (trace_1.connections(index + 1), trace_2.connections(index + 1));
        let (k_2, w_2) = match formula {
            Formula::OnlineWeightsForTheTarget => (k_2, w_1),
            Formula::OnlineConnectionForTheTarget => (k_1, w_2),
            Formula::LagForgotten => (k_1, w_1),
            _ => (k_2, w_2),
        };
        let cross = |moment: Moment| {
            Operator { left: k_1, right: k_2, views: &views, moment, inner: Some(&transposed) }.apply(w_2)
        };
        let own = |moment: Moment| Operator::of(k_1, &views, moment).with_inner(&square).apply(w_1);
        match part {
            Part::WithZeroMean => {
                let pull = match formula {
                    Formula::AugmentationMeanForgotten => cross(Moment::Total),
                    _ => cross(Moment::Between),
                };
                let push = match formula {
                    Formula::WithinForTotal => own(Moment::Within),
                    _ => own(Moment::Total),
                };
                if formula == Formula::WrongSign { pull + push } else { pull - push }
            }
            Part::WithoutZeroMean => {
                let push = own(Moment::Total);
                let moment_about_zero = match formula {
                    Formula::SecondTermCentred => push,
                    _ => push + own(Moment::SquareOfMean),
                };
                cross(Moment::MeanSquare) - moment_about_zero
            }
            Part::ZeroMeanShare => own(Moment::SquareOfMean) - cross(Moment::SquareOfMean),
        }
    };
    Ok((0..online.depth()).map(layer).collect())
}

const PARTS: &[Row<Part>] = &[
    Row { name: "with-zero-mean", part: Part::WithZeroMean, relation: Relation::Equal },
    Row { name: "without-zero-mean", part: Part::WithoutZeroMean, relation: Relation::Equal },
    Row { name: "zero-mean-share", part: Part::ZeroMeanShare, relation: Relation::Equal },
];

const ASSUMPTIONS: &[Assumption<Instance, Part>] = &[
    Assumption { name: "networks_are_bias_free", parts: None, holds: Instance::is_bias_free },
    Assumption { name: "networks_are_homogeneous", parts: None, holds: Instance::is_homogeneous },
    Assumption { name: "networks_are_differentiable", parts: None, holds: Instance::is_differentiable },
    Assumption {
        name: "online_is_zero_mean",
        parts: Some(&[Part::WithZeroMean, Part::ZeroMeanShare]),
        holds: |i| i.zero_mean.online,
    },
    Assumption {
        name: "nothing_is_zero_mean",
        parts: Some(&[Part::WithoutZeroMean]),
        holds: |i| i.zero_mean == ZeroMean::NEITHER,
    },
];

const MUTANTS: &[Mutant<Part, Formula>] = &[
    Mutant { name: "predictor-not-transposed", formula: Formula::PredictorNotTransposed, part: Part::WithZeroMean },
    Mutant {
        name: "online-weights-for-the-target",
        formula: Formula::OnlineWeightsForTheTarget,
        part: Part::WithZeroMean,
    },
    Mutant {
        name: "online-connection-for-the-target",
        formula: Formula::OnlineConnectionForTheTarget,
        part: Part::WithZeroMean,
    },
    Mutant {
        name: "augmentation-mean-forgotten",
        formula: Formula::AugmentationMeanForgotten,
        part: Part::WithZeroMean,
    },
    Mutant { name: "within-for-total", formula: Formula::WithinForTotal, part: Part::WithZeroMean },
    Mutant { name: "predictor-square-dropped", formula: Formula::PredictorSquareDropped, part: Part::WithZeroMean },
    Mutant { name: "wrong-sign", formula: Formula::WrongSign, part: Part::WithZeroMean },
    Mutant { name: "second-term-centred", formula: Formula::SecondTermCentred, part: Part::WithoutZeroMean },
    Mutant { name: "lag-forgotten", formula: Formula::LagForgotten, part: Part::ZeroMeanShare },
];

const DOMAIN: &[Domain] = &[Domain {
    assumption: "networks_are_differentiable",
    reason: "at a pre-activation of 0 the gradient does not exist",
}];

const NECESSITY: &[Necessity<Instance, Part>] = &[
    Necessity {
        assumption: "networks_are_bias_free",
        strategy: || drawn(Setting { bias: true, ..Setting::default() }, &[ZeroMean::BOTH]),
        part: Part::WithZeroMean,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "networks_are_homogeneous",
        strategy: || drawn(Setting { tanh: true, ..Setting::default() }, &[ZeroMean::BOTH]),
        part: Part::WithZeroMean,
        kind: Kind::Float,
    },
    Necessity {
        assumption: "online_is_zero_mean",
        strategy: || drawn(Setting::default(), &[ZeroMean::TARGET]),
        part: Part::WithZeroMean,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "nothing_is_zero_mean",
        strategy: || drawn(Setting::default(), &[ZeroMean::TARGET, ZeroMean::ONLINE]),
        part: Part::WithoutZeroMean,
        kind: Kind::Exact,
    },
];

fn drawn(options: Setting, zero_mean: &'static [ZeroMean]) -> BoxedStrategy<Instance> {
    instances(options, Target::Own, any_predictor, zero_mean)
}

/// Half of the instances are for the second line.
fn strategy() -> BoxedStrategy<Instance> {
    let half = &[ZeroMean::NEITHER, ZeroMean::NEITHER, ZeroMean::BOTH, ZeroMean::ONLINE];
    drawn(Setting::default(), half)
}

/// All free; S and PᵀP have products of the entries of P.
fn free(size: Size) -> BoxedStrategy<Instance> {
    free_instances(size, Target::Own, &[ZeroMean::NEITHER, ZeroMean::BOTH, ZeroMean::ONLINE])
}

fn on_digits() -> Vec<Instance> {
    [ZeroMean::NEITHER, ZeroMean::BOTH].into_iter().map(digits_with_own_target).collect()
}

/// The claim.
pub fn claim() -> Claim<Instance, Part, Formula> {
    Claim {
        slug: "byol-ema",
        group: "byol",
        text: include_str!("byol_ema.rs"),
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
                bound: Bound::Derived { measured, predicted, entries: 2 },
            }),
            Evidence::float(measured, predicted),
            Evidence::real(on_digits, measured, predicted),
            Evidence::derivation(dualproof::derivation_files!("byol_ema")),
        ],
        stated: Formula::Stated,
        mutants: MUTANTS,
        necessity: NECESSITY,
        domain: DOMAIN,
    }
}
