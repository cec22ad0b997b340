//! `byol-implicit-contrastive`: zero-mean and predictor together, and only together, give BYOL a contrastive term.
//!
//! # Statement
//! Let r = E ½‖P f₁ − f₂‖² over x ~ p and independent augmentations x₁, x₂ of x, with the weights 𝒲 of a bias-free
//! homogeneous network on both sides, f₂ a constant, P any n_L × n_L matrix, S = Pᵀ(I − P), M_l = E K_l. For every
//! layer l:
//!
//! - with zero-mean: −∇_{w_l} r = (V^S_x\[K̄_l\] − E_x V^{PᵀP}_{x'|x}\[K_l\]) w_l;
//! - without: −∇_{w_l} r = (E_x\[K̄_l S K̄_lᵀ\] − E_x V^{PᵀP}_{x'|x}\[K_l\]) w_l;
//! - so the zero-mean operation contributes exactly −M_l S M_lᵀ w_l, the implicit contrastive term;
//! - without a predictor it contributes nothing: for P = I, and for every P with S = 0, which are the orthogonal
//!   projections, the update is −E_x V^P_{x'|x}\[K_l\] w_l with zero-mean and without;
//! - with a predictor it contributes something wherever S E f_L ≠ 0;
//! - for symmetric P with eigenvalues in \[0, 1\], V^S_x\[K̄_l\] is positive semidefinite: an approximate covariance
//!   operator. On views without augmentation it attracts no more than a quarter of one:
//!   0 ≤ ⟨w_l, −∇_{w_l} r⟩ ≤ ¼ tr V_x\[F̄\]. An eigenvalue above 1 repels.
//!
//! # Source
//! Abstract: "in BYOL, the usage of BatchNorm and a predictor creates an implicit contrastive term, acting as an
//! approximate covariance operator. The term is formed by the inter-play between the zero-mean operation of
//! BatchNorm and the extra predictor in the online network." That every orthogonal projection is as good as no
//! predictor, and the bound by a quarter, are our own.
//!
//! # Assumptions
//! - `weights_are_shared`: else see `byol-ema`.
//! - `network_is_bias_free`, `network_is_homogeneous`: f_L(x) = K_l(x)ᵀ w_l rests on them.
//! - `online_is_zero_mean`: of the two zero-means, that of the online output is the one that matters. That of the
//!   target is free, and part of the random instances is without it.
//! - `nothing_is_zero_mean`: the second line.
//! - `predictor_moves_the_mean`: S E f_L ≠ 0, where something is claimed to be contributed.
//! - `predictor_is_symmetric`, `predictor_spectrum_is_in_the_unit_interval`: the last line.
//! - `views_are_augmentation_free`: its inequality, where the within-sample term is 0.
//! - No pre-activation is exactly 0: such instances are rejected.
//!
//! # Proof
//! −∇r = E K₁Pᵀ(K₂ᵀ − P K₁ᵀ)w. Given x the two are independent with mean K̄, so this is (E\[K̄PᵀK̄ᵀ\] −
//! E\[K PᵀP Kᵀ\])w, and E\[K PᵀP Kᵀ\] = E\[K̄ PᵀP K̄ᵀ\] + E V^{PᵀP}_{x'|x}\[K\]; Pᵀ − PᵀP = S. The zero-mean, with
//! its backward pass, puts K − M for K; as E(K₁ − M) = 0, a constant taken off f₂ does not matter. V^S_x\[K̄\] =
//! E\[K̄SK̄ᵀ\] − MSMᵀ. S = 0 says Pᵀ = PᵀP, so P is symmetric and idempotent. At the top layer ‖M S m‖ =
//! ‖S m‖ ‖E f_{L−1}‖ with m = W_L E f_{L−1}, which is 0 only if S m is. A symmetric P has S = P(I − P) with the
//! eigenvalues λ(1 − λ), between 0 and ¼ where 0 ≤ λ ≤ 1 and negative where λ > 1.
//!
//! # Checked form
//! The loss as its double sum over pairs of augmentations, differentiated; the operators from the forward pass and
//! the Jacobians; all layers, on finite data sets with arbitrary weights. The implicit term is the difference of
//! two measured updates. Positive semidefiniteness is decided by the equality of the operator whose entries are
//! found by differentiation with Σ_x Σ_k p(x) d_k (C_x l_k)(C_x l_k)ᵀ, C_x = K̄ − M, where S = Σ d_k l_k l_kᵀ by
//! exact elimination and only terms with d_k > 0 are taken.
//!
//! # Evidence
//! derivation (from the definition, for all dimensions and laws), exact (rationals, `==`), identity (prime
//! field, everything free; the equalities but the part that forms the operator), float (running error bound;
//! all but the inequality, which is an equality on some instances), real (the digits network, without the part
//! that forms the operator), reference (PyTorch's norms for it, to 10⁻⁹ relative).
//!
//! # Mutants
//! - `predictor-not-transposed`: S = P(I − P).
//! - `predictor-left-out-of-s`: S = I − P.
//! - `predictor-square-dropped`: I for PᵀP in the within-sample term.
//! - `minus-dropped`: + M S Mᵀ w.
//! - `augmentation-mean-forgotten`: V^S over all views.
//! - `zero-mean-forgotten`: E\[K̄SK̄ᵀ\] with zero-mean as well; `zero-mean-invented`: V^S without it.
//! - `projection-overlooked`: I for PᵀP where P is a projection.
//! - `squares-of-i-minus-p`: the sum of squares of S = I − P.
//! - `eighth-for-quarter`: the inequality with ⅛.
//!
//! # When an assumption is dropped
//! The zero-mean of the target alone leaves −M Pᵀ Mᵀ w instead; P = I contributes nothing; a P above 1 and a P that
//! rotates make ⟨w_l, −∇r⟩ negative; augmentations add shrinkage that can outweigh the rest; a target of its own,
//! a bias or tanh break the formula. Each fails on a stored instance.

use super::loss::{Recording, differentiated_operators};
use super::setting::{
    Instance, Target, ZeroMean, any_predictor, contracting_predictor, digits_instance, digits_without_shifts,
    expanding_predictor, free_instances, identity_predictor, instances, rotating_predictor,
};
use crate::digits;
use dualproof::claim::{
    Assumption, Bound, Claim, Domain, Evidence, Identity, Kind, Mutant, Necessity, Part as Row, Relation, Side,
};
use dualproof::matrix::{embed, pivots, scaled};
use dualproof::network::Connections;
use dualproof::numbers::{Field, Line, Obstacle, Rational, Running};
use dualproof::operator::{Moment, Operator};
use dualproof::strategies::{Setting, Size};
use dualproof::views::Views;
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use proptest::prelude::*;

/// The statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// −∇r with the online output zero-mean.
    WithZeroMean,
    /// −∇r without.
    WithoutZeroMean,
    /// The difference.
    ImplicitTerm,
    /// −∇r with and without at P = I.
    IdentityPredictorGivesNone,
    /// −∇r with and without at an orthogonal projection.
    ProjectionGivesNone,
    /// The difference is not 0.
    PredictorGivesSome,
    /// V^S ⪰ 0.
    PositiveSemidefinite,
    /// 0 ≤ ⟨w_l, −∇r⟩ ≤ ¼ tr V\[F̄\].
    Attraction,
}

/// The formula and its wrong versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// As stated.
    Stated,
    /// S = P(I − P).
    PredictorNotTransposed,
    /// S = I − P.
    PredictorLeftOutOfS,
    /// I for PᵀP.
    PredictorSquareDropped,
    /// + for − in the implicit term.
    MinusDropped,
    /// V over all views.
    AugmentationMeanForgotten,
    /// E\[K̄SK̄ᵀ\] with zero-mean.
    ZeroMeanForgotten,
    /// V^S without zero-mean.
    ZeroMeanInvented,
    /// ⅛ for ¼.
    EighthForQuarter,
}

/// −∇r by differentiation, with the zero-mean and predictor that the part speaks of.
pub fn measured<S: Field>(instance: &Instance, part: Part) -> Side<S> {
    let with = |zero_mean: ZeroMean, predictor: DMatrix<S>| {
        Recording::with_predictor(&Instance { zero_mean, ..instance.clone() }, predictor)
    };
    let with_and_without = |p: DMatrix<S>| -> Side<S> {
        let mut updates = with(ZeroMean::BOTH, p.clone())?.updates();
        updates.extend(with(ZeroMean::NEITHER, p)?.updates());
        Ok(updates)
    };
    let n = instance.outputs();
    match part {
        Part::WithZeroMean | Part::WithoutZeroMean => Ok(Recording::new(instance)?.updates()),
        Part::ImplicitTerm | Part::PredictorGivesSome => {
            let without = with(ZeroMean::NEITHER, embed(&instance.predictor))?.updates();
            Ok(Recording::new(instance)?.updates().into_iter().zip(without).map(|(a, b)| a - b).collect())
        }
        Part::IdentityPredictorGivesNone => with_and_without(DMatrix::identity(n, n)),
        Part::ProjectionGivesNone => with_and_without(embed(&projection(n))),
        Part::PositiveSemidefinite => differentiated_operators(instance),
        Part::Attraction => {
            let radial = Recording::new(instance)?.radial_updates();
            Ok(radial.iter().flat_map(|x: &DMatrix<S>| [-x.clone(), x.clone()]).collect())
        }
    }
}

/// The operators, applied to the weights.
pub fn predicted<S: Field>(instance: &Instance, part: Part, formula: Formula) -> Side<S> {
    let (network, views) = (instance.online.embed::<S>(), instance.views.embed::<S>());
    let trace = network.trace(&views.inputs)?;
    let n = instance.outputs();
    let p = match part {
        Part::IdentityPredictorGivesNone => DMatrix::identity(n, n),
        Part::ProjectionGivesNone => projection(n),
        _ => instance.predictor.clone(),
    };
    let inner = spread(&p, formula);
    let spread: DMatrix<S> = embed(&inner);
    let square: DMatrix<S> = match formula {
        Formula::PredictorSquareDropped => DMatrix::identity(n, n),
        _ => embed(&(p.transpose() * &p)),
    };
    let share = Rational::new(1, if formula == Formula::EighthForQuarter { 8 } else { 4 });
    let (ceiling, floor) = (
        DMatrix::from_element(1, 1, views.between_sample_variance(trace.output()) * S::from_rational(&share)),
        DMatrix::zeros(1, 1),
    );
    let mut sides = Vec::new();
    for (index, layer) in network.layers.iter().enumerate() {
        let k = trace.connections(index + 1);
        let apply =
            |moment: Moment, s: &DMatrix<S>| Operator::of(k, &views, moment).with_inner(s).apply(&layer.weights);
        match part {
            Part::WithZeroMean => {
                let moment = match formula {
                    Formula::AugmentationMeanForgotten => Moment::Total,
                    Formula::ZeroMeanForgotten => Moment::MeanSquare,
                    _ => Moment::Between,
                };
                sides.push(apply(moment, &spread) - apply(Moment::Within, &square));
            }
            Part::WithoutZeroMean => {
                let moment = match formula {
                    Formula::ZeroMeanInvented => Moment::Between,
                    _ => Moment::MeanSquare,
                };
                sides.push(apply(moment, &spread) - apply(Moment::Within, &square));
            }
            Part::ImplicitTerm => {
                let term = apply(Moment::SquareOfMean, &spread);
                sides.push(if formula == Formula::MinusDropped { term } else { -term });
            }
            Part::IdentityPredictorGivesNone | Part::ProjectionGivesNone => {
                sides.push(-apply(Moment::Within, &square));
            }
            Part::PredictorGivesSome => sides.push(DMatrix::zeros(layer.weights.nrows(), layer.weights.ncols())),
            Part::PositiveSemidefinite => sides.push(sum_of_squares(k, &views, &inner)?),
            Part::Attraction => sides.extend([floor.clone(), ceiling.clone()]),
        }
    }
    if matches!(part, Part::IdentityPredictorGivesNone | Part::ProjectionGivesNone) {
        sides.extend(sides.clone());
    }
    Ok(sides)
}

/// S = Pᵀ(I − P), and what the mutants take for it.
fn spread(p: &DMatrix<Rational>, formula: Formula) -> DMatrix<Rational> {
    let rest = DMatrix::identity(p.nrows(), p.nrows()) - p;
    match formula {
        Formula::PredictorNotTransposed => p * rest,
        Formula::PredictorLeftOutOfS => rest,
        _ => p.transpose() * rest,
    }
}

/// The orthogonal projection onto the first half of the outputs, rounded down.
fn projection(outputs: usize) -> DMatrix<Rational> {
    let kept = |i: usize, j: usize| if i == j && i < outputs / 2 { Rational::one() } else { Rational::zero() };
    DMatrix::from_fn(outputs, outputs, kept)
}

/// Σ_x Σ_k p(x) d_k (C_x l_k)(C_x l_k)ᵀ over the positive d_k of S = Σ d_k l_k l_kᵀ.
fn sum_of_squares<S: Field>(
    k: Connections<'_, S>,
    views: &Views<S>,
    inner: &DMatrix<Rational>,
) -> Result<DMatrix<S>, Obstacle> {
    let terms = pivots(inner).ok_or(Obstacle::Outside("an S without elimination"))?;
    let size = k.shape().0 * k.shape().1;
    let mut bars = vec![DMatrix::<S>::zeros(size, k.outputs()); views.samples()];
    let mut mean = DMatrix::zeros(size, k.outputs());
    for v in 0..views.len() {
        let (i, explicit) = (views.sample_of(v), k.explicit(v));
        bars[i] += scaled(&explicit, &views.augmentation_weights[v]);
        mean += scaled(&explicit, &views.weight(v));
    }
    let mut sum = DMatrix::zeros(size, size);
    for (d, l) in terms.iter().filter(|(d, _)| *d > Rational::zero()) {
        for (bar, p) in bars.iter().zip(&views.sample_weights) {
            let c = S::product(&(bar - &mean), &embed(l));
            sum += scaled(&S::product(&c, &c.transpose()), &(p.clone() * S::from_rational(d)));
        }
    }
    Ok(sum)
}

const PARTS: &[Row<Part>] = &[
    Row { name: "with-zero-mean", part: Part::WithZeroMean, relation: Relation::Equal },
    Row { name: "without-zero-mean", part: Part::WithoutZeroMean, relation: Relation::Equal },
    Row { name: "implicit-term", part: Part::ImplicitTerm, relation: Relation::Equal },
    Row { name: "identity-predictor-gives-none", part: Part::IdentityPredictorGivesNone, relation: Relation::Equal },
    Row { name: "projection-gives-none", part: Part::ProjectionGivesNone, relation: Relation::Equal },
    Row { name: "predictor-gives-some", part: Part::PredictorGivesSome, relation: Relation::Different },
    Row { name: "positive-semidefinite", part: Part::PositiveSemidefinite, relation: Relation::Equal },
    Row { name: "attraction", part: Part::Attraction, relation: Relation::AtMost },
];

const CONTRACTING: Option<&[Part]> = Some(&[Part::PositiveSemidefinite, Part::Attraction]);

const ASSUMPTIONS: &[Assumption<Instance, Part>] = &[
    Assumption { name: "network_is_bias_free", parts: None, holds: Instance::is_bias_free },
    Assumption { name: "network_is_homogeneous", parts: None, holds: Instance::is_homogeneous },
    Assumption { name: "network_is_differentiable", parts: None, holds: Instance::is_differentiable },
    Assumption { name: "weights_are_shared", parts: None, holds: Instance::weights_are_shared },
    Assumption {
        name: "online_is_zero_mean",
        parts: Some(&[Part::WithZeroMean, Part::ImplicitTerm, Part::PredictorGivesSome, Part::Attraction]),
        holds: |i| i.zero_mean.online,
    },
    Assumption {
        name: "nothing_is_zero_mean",
        parts: Some(&[Part::WithoutZeroMean]),
        holds: |i| i.zero_mean == ZeroMean::NEITHER,
    },
    Assumption {
        name: "predictor_moves_the_mean",
        parts: Some(&[Part::PredictorGivesSome]),
        holds: Instance::predictor_moves_the_mean,
    },
    Assumption { name: "predictor_is_symmetric", parts: CONTRACTING, holds: Instance::predictor_is_symmetric },
    Assumption {
        name: "predictor_spectrum_is_in_the_unit_interval",
        parts: CONTRACTING,
        holds: Instance::predictor_spectrum_is_in_the_unit_interval,
    },
    Assumption {
        name: "views_are_augmentation_free",
        parts: Some(&[Part::Attraction]),
        holds: |i| i.views.augmentations() == 1,
    },
];

const MUTANTS: &[Mutant<Part, Formula>] = &[
    Mutant { name: "predictor-not-transposed", formula: Formula::PredictorNotTransposed, part: Part::WithZeroMean },
    Mutant { name: "predictor-left-out-of-s", formula: Formula::PredictorLeftOutOfS, part: Part::WithZeroMean },
    Mutant { name: "predictor-square-dropped", formula: Formula::PredictorSquareDropped, part: Part::WithZeroMean },
    Mutant { name: "minus-dropped", formula: Formula::MinusDropped, part: Part::ImplicitTerm },
    Mutant {
        name: "augmentation-mean-forgotten",
        formula: Formula::AugmentationMeanForgotten,
        part: Part::WithZeroMean,
    },
    Mutant { name: "zero-mean-forgotten", formula: Formula::ZeroMeanForgotten, part: Part::WithZeroMean },
    Mutant { name: "zero-mean-invented", formula: Formula::ZeroMeanInvented, part: Part::WithoutZeroMean },
    Mutant { name: "projection-overlooked", formula: Formula::PredictorSquareDropped, part: Part::ProjectionGivesNone },
    Mutant { name: "squares-of-i-minus-p", formula: Formula::PredictorLeftOutOfS, part: Part::PositiveSemidefinite },
    Mutant { name: "eighth-for-quarter", formula: Formula::EighthForQuarter, part: Part::Attraction },
];

const DOMAIN: &[Domain] = &[Domain {
    assumption: "network_is_differentiable",
    reason: "at a pre-activation of 0 the gradient does not exist",
}];

const NECESSITY: &[Necessity<Instance, Part>] = &[
    Necessity {
        assumption: "network_is_bias_free",
        strategy: || drawn(Setting { bias: true, ..Setting::default() }, any_predictor, CENTRED),
        part: Part::WithZeroMean,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "network_is_homogeneous",
        strategy: || drawn(Setting { tanh: true, ..Setting::default() }, any_predictor, CENTRED),
        part: Part::WithZeroMean,
        kind: Kind::Float,
    },
    Necessity {
        assumption: "weights_are_shared",
        strategy: || instances(Setting::default(), Target::Own, any_predictor, CENTRED),
        part: Part::WithZeroMean,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "online_is_zero_mean",
        strategy: || drawn(Setting::default(), any_predictor, &[ZeroMean::TARGET]),
        part: Part::ImplicitTerm,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "nothing_is_zero_mean",
        strategy: || drawn(Setting::default(), any_predictor, &[ZeroMean::TARGET, ZeroMean::ONLINE]),
        part: Part::WithoutZeroMean,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "predictor_moves_the_mean",
        strategy: || drawn(Setting::default(), identity_predictor, CENTRED),
        part: Part::PredictorGivesSome,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "predictor_is_symmetric",
        strategy: || drawn(without_augmentation(), rotating_predictor, CENTRED),
        part: Part::Attraction,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "predictor_spectrum_is_in_the_unit_interval",
        strategy: || drawn(without_augmentation(), expanding_predictor, CENTRED),
        part: Part::Attraction,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "predictor_spectrum_is_in_the_unit_interval",
        strategy: || drawn(Setting::default(), expanding_predictor, CENTRED),
        part: Part::PositiveSemidefinite,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "views_are_augmentation_free",
        strategy: || drawn(Setting { augmentations: (2, 3), ..Setting::default() }, contracting_predictor, CENTRED),
        part: Part::Attraction,
        kind: Kind::Exact,
    },
];

/// The zero-means of the first line.
const CENTRED: &[ZeroMean] = &[ZeroMean::BOTH, ZeroMean::ONLINE];

fn without_augmentation() -> Setting {
    Setting { augmentations: (1, 1), ..Setting::default() }
}

fn drawn(
    options: Setting,
    predictors: super::setting::Predictors,
    zero_mean: &'static [ZeroMean],
) -> BoxedStrategy<Instance> {
    instances(options, Target::Shared, predictors, zero_mean)
}

/// Of the instances a half have any P, half of these with zero-mean; the rest are for the last line, one half of
/// them without augmentation.
/// All free; S and PᵀP have products of the entries of P.
fn free(size: Size) -> BoxedStrategy<Instance> {
    free_instances(size, Target::Shared, &[ZeroMean::NEITHER, ZeroMean::BOTH, ZeroMean::ONLINE])
}

/// The polynomial identities: all equalities but the part that forms the operator.
const IDENTITIES: &[Part] = &[
    Part::WithZeroMean,
    Part::WithoutZeroMean,
    Part::ImplicitTerm,
    Part::IdentityPredictorGivesNone,
    Part::ProjectionGivesNone,
];

fn strategy() -> BoxedStrategy<Instance> {
    prop_oneof![
        drawn(Setting::default(), any_predictor, CENTRED),
        drawn(Setting::default(), any_predictor, &[ZeroMean::NEITHER]),
        drawn(Setting::default(), contracting_predictor, CENTRED),
        drawn(without_augmentation(), contracting_predictor, CENTRED),
    ]
    .boxed()
}

/// All parts but the inequality, whose two sides are equal where an eigenvalue is 0, ½ or 1.
const WITH_ERROR_BOUND: &[Part] = &[
    Part::WithZeroMean,
    Part::WithoutZeroMean,
    Part::ImplicitTerm,
    Part::IdentityPredictorGivesNone,
    Part::ProjectionGivesNone,
    Part::PredictorGivesSome,
    Part::PositiveSemidefinite,
];

/// All parts but the one that forms the operator, which has 3072² entries here.
const ON_DIGITS: &[Part] = &[
    Part::WithZeroMean,
    Part::WithoutZeroMean,
    Part::ImplicitTerm,
    Part::IdentityPredictorGivesNone,
    Part::ProjectionGivesNone,
    Part::PredictorGivesSome,
    Part::Attraction,
];

/// The parts of which PyTorch's file speaks.
const REFERENCED: &[Part] = &[Part::WithZeroMean, Part::WithoutZeroMean];

fn with_pytorch_values() -> Vec<Instance> {
    [ZeroMean::NEITHER, ZeroMean::BOTH].into_iter().map(digits_instance).collect()
}

/// As PyTorch has it, without and with zero-mean; and the digits without their shifts under a diagonal predictor
/// with the eigenvalues 1/(n+1), …, n/(n+1).
fn on_digits() -> Vec<Instance> {
    let mut instances = with_pytorch_values();
    instances.push(digits_without_shifts(ZeroMean::BOTH));
    instances
}

/// The norms of the measured updates.
fn measured_norms(instance: &Instance, part: Part) -> Side<Running> {
    digits::norms(measured(instance, part)?)
}

/// PyTorch's norms for the digits, whatever the instance, with the agreement promised as their error.
fn pytorch_norms(_: &Instance, part: Part, _: Formula) -> Side<Running> {
    let expected = digits::expected();
    let norms = match part {
        Part::WithZeroMean => &expected.byol_update_norm_zero_mean,
        Part::WithoutZeroMean => &expected.byol_update_norm_plain,
        _ => return Err(Obstacle::Unsupported("reference value")),
    };
    Ok(norms.iter().map(|x| DMatrix::from_element(1, 1, digits::agreeing_with(*x))).collect())
}

/// The claim.
pub fn claim() -> Claim<Instance, Part, Formula> {
    let mut float = Evidence::float(measured, predicted);
    float.parts = Some(WITH_ERROR_BOUND);
    let mut real = Evidence::real(on_digits, measured, predicted);
    real.parts = Some(ON_DIGITS);
    Claim {
        slug: "byol-implicit-contrastive",
        group: "byol",
        text: include_str!("byol_implicit_contrastive.rs"),
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
            })
            .of_parts(IDENTITIES),
            float,
            real,
            Evidence::reference(with_pytorch_values, REFERENCED, measured_norms, pytorch_norms),
            Evidence::derivation(include_str!("byol_implicit_contrastive.derivation")),
        ],
        stated: Formula::Stated,
        mutants: MUTANTS,
        necessity: NECESSITY,
        domain: DOMAIN,
    }
}
