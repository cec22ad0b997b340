//! `optimal-predictor`: the best predictor is between-sample over total covariance; at it attraction and shrinkage are equal.
//!
//! # Statement
//! Let r = E ½‖P f₁ − f₂‖² over independent augmentations of x, shared weights, the online output zero-mean, f₂ a
//! constant. With B = V_x\[F̄\], W = E_x V_{x'|x}\[f_L\] and T = B + W:
//!
//! - ∇_P r = PT − B, and −∇_{W_L} r W_Lᵀ = Pᵀ(B − PT) for the top layer;
//! - where T is invertible, with P* = B(B + W)⁻¹: ∇_P r = (P − P*)T and r(P) − r(P*) = ½ tr (P − P*) T (P − P*)ᵀ ≥ 0, so
//!   P* is the one minimum; it has real eigenvalues in \[0, 1\];
//! - in a bias-free homogeneous network ⟨w_l, −∇_{w_l} r⟩ = tr Pᵀ(P* − P)T at every layer, so 0 at P*: at the best
//!   predictor no layer grows or shrinks;
//! - there, with S = P*ᵀ(I − P*) = T⁻¹BWT⁻¹, the operator between samples attracts as much as the one within samples
//!   shrinks: ⟨w_l, V^S_x\[K̄_l\] w_l⟩ = tr SB = E ‖P*(f_L − F̄)‖² ≥ 0 at every layer;
//! - where B and W commute, V^S_x\[K̄_l\] is positive semidefinite. In general it is neither symmetric nor positive: P*
//!   is not symmetric, and the form of V^S_x is indefinite as soon as that of BW + WB is, if the K̄_l are generic.
//! - For any symmetric P that commutes with B and W, in a common orthonormal basis q_j with P q_j = p_j q_j, t_j = q_jᵀTq_j
//!   and p*_j = q_jᵀBq_j/t_j: −∇_{W_L} r W_Lᵀ = Σ_j p_j(p*_j − p_j)t_j q_jq_jᵀ. So, where p_j > 0 and t_j > 0, the row
//!   q_jᵀW_L of the top layer grows exactly if p_j < p*_j.
//!
//! # Source
//! Abstract: "in BYOL, the usage of BatchNorm and a predictor creates an implicit contrastive term, acting as an
//! approximate covariance operator". How far the best predictor bears that out is our own: at the weights themselves it
//! always does, as an operator only where B and W commute.
//!
//! # Assumptions
//! - `weights_are_shared`, `online_is_zero_mean`: the target's zero-mean is free.
//! - `total_covariance_is_invertible`: else there are many minima, and P* is not defined. `top-layer` does without.
//! - `network_is_bias_free`, `network_is_homogeneous`: for `radial-motion`, `attraction` and `positive-semidefinite` only;
//!   P* asks nothing of the network.
//! - `top_layer_is_unmasked`: for what is said of ∇_{W_L} r W_Lᵀ; every entry of W_L learns.
//! - `between_and_within_commute`: for `positive-semidefinite`.
//! - `predictor_shares_the_modes`: P = Pᵀ, PB = BP, PW = WP, for `modes`.
//! - No pre-activation is exactly 0: such instances are rejected.
//!
//! # Proof
//! r is quadratic in P: E f₁f₁ᵀ = T, and E f₂f₁ᵀ = E F̄(F̄ − EF̄)ᵀ = B as the two are independent given x, so
//! ∇_P r = PT − B. P and W_L enter r through P W_L alone, so ∇_{W_L} r W_Lᵀ = Pᵀ∇_P r (`predictor-balance`). P* is
//! similar to B̃ = T^{−½}BT^{−½}, which lies between 0 and I as 0 ⪯ B ⪯ T. Scaling the output by t
//! is scaling w_l by t, and also P, so ⟨w_l, ∇_{w_l} r⟩ = ⟨P, ∇_P r⟩.
//!
//! As K̄ᵀw = F̄, ⟨w, V^S_x\[K̄\] w⟩ = tr SB and ⟨w, E V^{PᵀP}_{x'|x}\[K\] w⟩ = E‖P(f_L − F̄)‖²; their difference is
//! ⟨w, −∇r⟩ (`byol-implicit-contrastive`), which is 0 at P*. Or directly: BT⁻¹W = B − BT⁻¹B = WT⁻¹B, so tr SB =
//! tr T⁻¹B(WT⁻¹B) = tr T⁻¹B(BT⁻¹W) = tr P*WP*ᵀ. With B̃ this is tr T B̃²(I − B̃). The form of S is
//! ½T⁻¹(BW + WB)T⁻¹; commuting B and W have BW = B^½WB^½ ⪰ 0. In the common basis all matrices are diagonal.
//!
//! # Checked form
//! The measured P* is found from the loss: ∇_P r at P = 0 and at P = I by differentiation determine the affine map,
//! which is solved for its zero. The eigenvalues are decided by Hermite's theorem: all are real and in \[0, 1\] exactly
//! where the matrix H_ij = tr P*(I − P*) P*^{i+j}, 0 ≤ i, j < n_L, is positive semidefinite. H of the measured P* is
//! shown equal to the Gram matrix E u uᵀ with u_i(x, x') = (F̄ − EF̄)ᵀ T⁻¹ P*ⁱ (f_L(x') − F̄(x)), x' independent of
//! the sample in the first factor. `minimal` decides r(P*) ≤ r(P) for the P of the instance.
//!
//! `attraction` takes S from the measured P* and ⟨w_l, V^S_x\[K̄_l\] w_l⟩ as the derivative along w_l of E⟨F̄ − EF̄, S c⟩,
//! c being the constant F̄ − EF̄; the other side is an expectation of squares over the views. `positive-semidefinite` forms
//! V^S_x\[K̄_l\] from derivatives with that S; the other side is a sum of squares Σ_x Σ_k p(x) d_k (C_x T⁻¹l_k)(C_x T⁻¹l_k)ᵀ,
//! C_x = K̄ − M, over the d_k > 0 alone of ½(BW + WB) = Σ d_k l_k l_kᵀ by exact elimination. It and `modes` are decided
//! for one output and for two, on networks whose top layer is chosen so that B and W commute; `modes` finds the q_j of a P
//! with rational eigenvalues.
//!
//! # Evidence
//! exact (rationals, `==`), identity (prime field, everything free, the bound on the degree stated; all parts but
//! `positive-semidefinite` and `modes`, which are of special instances), float
//! (running error bound; the gradient, the radial motion, the top layer and its modes, the parts that a nearly singular
//! T leaves with a useful bound), real (the digits network with its 16 outputs, all parts but the spectrum and the
//! attraction, whose bounds say little there, and the two of special instances).
//!
//! # Mutants
//! - `within-forgotten`: P* = I; `within-twice`: B(B + 2W)⁻¹; `order-reversed`: (B + W)⁻¹B.
//! - `covariance-dropped`: ∇_P r = P − P*.
//! - `half-forgotten`: the excess without its ½.
//! - `target-variance-halved`: a bound on r(P*) that is too small.
//! - `one-minus-forgotten`: the Gram matrix of P*·P*^{i+j} for H.
//! - `pull-forgotten`: ⟨w_l, ∇r⟩ = tr PᵀPT; `pull-on-the-top-layer-forgotten`: −∇_{W_L} r W_Lᵀ = −PᵀPT.
//! - `predictor-not-transposed`: −∇_{W_L} r W_Lᵀ = P(B − PT).
//! - `total-for-within`: tr SB = E ‖P*(f_L − E f_L)‖²; `residual-for-prediction`: E ‖(I − P*)(f_L − F̄)‖².
//! - `squares-of-between`: the sum of squares of T⁻¹B²T⁻¹, which is P*ᵀP*.
//! - `variance-of-the-mode-dropped`: Σ_j p_j(p*_j − p_j) q_jq_jᵀ.
//!
//! # When an assumption is dropped
//! A target of its own has another covariance with f₁; without the zero-mean second moments stand for covariances; a
//! bias or tanh breaks the third line; where B and W do not commute V^S_x\[K̄\] repels in some direction; a P with other
//! eigenvectors mixes the modes; an entry of W_L that does not learn has no gradient. Each fails on a stored instance.

use super::commuting::{
    best_predictor_repels_somewhere, between_and_within_commute, by_modes, predictor_shares_the_modes,
    with_common_modes,
};
use super::loss::{Recording, differentiated_attraction, differentiated_operators, weighting};
use super::moments::Moments;
use super::predictor_balance::masked_on_top;
use super::setting::{
    Instance, Target, ZeroMean, contracting_predictor, digits_instance, free_instances, generic_predictor, instances,
};
use super::squares::{positive_terms, sum_of_squares};
use dualproof::claim::{
    Assumption, Bound, Claim, Degrees, Domain, Evidence, Identity, Kind, Mutant, Necessity, Part as Row, Relation, Side,
};
use dualproof::matrix::{embed, inner, inverse, right_quotient, trace};
use dualproof::numbers::{Degree, Field, Line, Obstacle, Prime61, Rational, Running};
use dualproof::strategies::{Setting, Size};
use dualproof::tape::Tape;
use dualproof::views::Views;
use nalgebra::DMatrix;
use proptest::prelude::*;

/// The statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// P*.
    Minimiser,
    /// ∇_P r at P and at P*.
    Gradient,
    /// r(P) − r(P*).
    Excess,
    /// r(P*) ≤ r(P).
    Minimal,
    /// The eigenvalues of P*.
    Spectrum,
    /// ⟨w_l, −∇r⟩ at P and at P*.
    RadialMotion,
    /// −∇_{W_L} r W_Lᵀ at P.
    TopLayer,
    /// The same in the modes of P.
    Modes,
    /// ⟨w_l, V^S_x\[K̄_l\] w_l⟩ at P*.
    Attraction,
    /// V^S_x\[K̄_l\] at P*.
    PositiveSemidefinite,
}

/// The formula and its wrong versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// As stated.
    Stated,
    /// I.
    WithinForgotten,
    /// B(B + 2W)⁻¹.
    WithinTwice,
    /// (B + W)⁻¹B.
    OrderReversed,
    /// P − P*.
    CovarianceDropped,
    /// 1 for ½.
    HalfForgotten,
    /// Half of tr E f₂f₂ᵀ.
    TargetVarianceHalved,
    /// t for t(1 − t).
    OneMinusForgotten,
    /// PᵀPT.
    PullForgotten,
    /// P for Pᵀ.
    PredictorNotTransposed,
    /// I − P* for P*.
    ResidualForPrediction,
}

const UNDECIDED: Obstacle = Obstacle::UnknownSign("a pivot of the total covariance");

/// From the loss and its gradients by P and by the weights.
pub fn measured<S: Field>(instance: &Instance, part: Part) -> Side<S> {
    let n = instance.outputs();
    let at = |p: DMatrix<S>| Recording::with_predictor(instance, p);
    if matches!(part, Part::TopLayer | Part::Modes) {
        let update = at(embed(&instance.predictor))?.updates().pop();
        let top = instance.online.layers.last().map(|layer| embed::<S>(&layer.weights.transpose()));
        let (update, top) = update.zip(top).ok_or(Obstacle::Outside("a network without layers"))?;
        return Ok(vec![S::product(&update, &top)]);
    }
    let at_zero = at(DMatrix::zeros(n, n))?.predictor_gradient();
    let slope = at(DMatrix::identity(n, n))?.predictor_gradient() - &at_zero;
    let best = right_quotient(&-at_zero, &slope).ok_or(UNDECIDED)?;
    let here = || at(embed(&instance.predictor));
    let there = || at(best.clone());
    let number = |x: S| DMatrix::from_element(1, 1, x);
    Ok(match part {
        Part::Minimiser => vec![best],
        Part::Gradient => vec![here()?.predictor_gradient(), there()?.predictor_gradient()],
        Part::Excess => vec![number(here()?.value() - there()?.value())],
        Part::Minimal => vec![number(there()?.value())],
        Part::Spectrum => {
            let weight = S::product(&best, &(DMatrix::identity(n, n) - &best));
            let mut power = weight;
            let mut sums = Vec::new();
            for _ in 0..2 * n - 1 {
                sums.push(trace(&power));
                power = S::product(&power, &best);
            }
            vec![DMatrix::from_fn(n, n, |i, j| sums[i + j].clone())]
        }
        Part::RadialMotion => here()?.radial_updates().into_iter().chain(there()?.radial_updates()).collect(),
        Part::Attraction => differentiated_attraction(instance, &weighting(&best))?,
        Part::PositiveSemidefinite => differentiated_operators(instance, &weighting(&best))?,
        Part::TopLayer | Part::Modes => unreachable!("they do without P*"),
    })
}

/// P*.
fn best_predictor<S: Field>(moments: &Moments<S>, formula: Formula) -> Result<DMatrix<S>, Obstacle> {
    let total = match formula {
        Formula::WithinForgotten => return Ok(DMatrix::identity(moments.b.nrows(), moments.b.nrows())),
        Formula::WithinTwice => moments.total() + &moments.w,
        _ => moments.total(),
    };
    match formula {
        Formula::OrderReversed => right_quotient(&moments.b, &total).map(|quotient| quotient.transpose()),
        _ => right_quotient(&moments.b, &total),
    }
    .ok_or(UNDECIDED)
}

/// From the moments.
pub fn predicted<S: Field>(instance: &Instance, part: Part, formula: Formula) -> Side<S> {
    let views = instance.views.embed::<S>();
    let network = instance.online.embed::<S>();
    let trace_of_views = network.trace(&views.inputs)?;
    let moments = Moments::of(instance, trace_of_views.output());
    let (n, total) = (instance.outputs(), moments.total());
    let p: DMatrix<S> = embed(&instance.predictor);
    match part {
        Part::TopLayer => {
            let left = if formula == Formula::PredictorNotTransposed { p.clone() } else { p.transpose() };
            let pull = if formula == Formula::PullForgotten { moments.b.map(|_| S::zero()) } else { moments.b };
            return Ok(vec![S::product(&left, &(pull - S::product(&p, &total)))]);
        }
        Part::Modes => {
            let growth = |own: S, projection: &DMatrix<S>| {
                let of = |m: &DMatrix<S>| inner(projection, m);
                let size = of(&total);
                let best = of(&moments.b).divide(&size).ok_or(UNDECIDED)?;
                let growth = own.clone() * (best - own);
                Ok(if formula == Formula::CovarianceDropped { growth } else { growth * size })
            };
            return Ok(vec![by_modes(&instance.predictor, growth)?]);
        }
        _ => {}
    }
    let best = best_predictor(&moments, formula)?;
    let gap = &p - &best;
    let half = S::from_rational(&Rational::new(1, 2));
    let number = |x: S| DMatrix::from_element(1, 1, x);
    Ok(match part {
        Part::Minimiser => vec![best],
        Part::Gradient => {
            // (P − P*)T, without the inverse.
            let slope = if formula == Formula::CovarianceDropped { gap } else { S::product(&p, &total) - &moments.b };
            vec![slope, DMatrix::zeros(n, n)]
        }
        Part::Excess => {
            let twice = inner(&S::product(&gap, &total), &gap);
            vec![number(if formula == Formula::HalfForgotten { twice } else { twice * half })]
        }
        Part::Minimal => {
            let share = if formula == Formula::TargetVarianceHalved { half.clone() } else { S::one() };
            let own = inner(&S::product(&p, &total), &p);
            let cross = trace(&S::product(&p, &moments.b));
            vec![number((own - cross.clone() - cross + moments.target * share) * half)]
        }
        Part::Spectrum => vec![gram(&moments, &views, &best, &total, formula)?],
        Part::RadialMotion => {
            let radial = |p: &DMatrix<S>| {
                let by_p = S::product(p, &total);
                let moved = if formula == Formula::PullForgotten { -by_p } else { &moments.b - by_p };
                vec![number(inner(p, &moved)); network.depth()]
            };
            let at_best = match formula {
                Formula::PullForgotten => radial(&best),
                _ => vec![number(S::zero()); network.depth()],
            };
            radial(&p).into_iter().chain(at_best).collect()
        }
        Part::Attraction => {
            let noise = match formula {
                Formula::OneMinusForgotten => about_the_mean(&moments, &views),
                _ => moments.within.clone(),
            };
            let kept = match formula {
                Formula::ResidualForPrediction => DMatrix::identity(n, n) - &best,
                _ => best,
            };
            let kept = S::product(&kept, &noise);
            let weighted = DMatrix::from_fn(n, views.len(), |k, v| kept[(k, v)].clone() * views.weight(v));
            vec![number(inner(&kept, &weighted)); network.depth()]
        }
        Part::PositiveSemidefinite => {
            let product = match formula {
                Formula::OneMinusForgotten => S::product(&moments.b, &moments.b),
                _ => S::product(&moments.b, &moments.w),
            };
            let form = (&product + product.transpose()).map(|x| x * half.clone());
            let divided = |(d, l): (S, DMatrix<S>)| {
                let l = right_quotient(&l.transpose(), &total).ok_or(UNDECIDED)?;
                Ok((d, l.transpose()))
            };
            let terms = positive_terms(&form)?.into_iter().map(divided).collect::<Result<Vec<_>, _>>()?;
            let of_layer = |l: usize| sum_of_squares(trace_of_views.connections(l), &views, &terms);
            (1..=network.depth()).map(of_layer).collect()
        }
        Part::TopLayer | Part::Modes => unreachable!("they do without P*"),
    })
}

/// f_L − E f_L, n_L × views.
fn about_the_mean<S: Field>(moments: &Moments<S>, views: &Views<S>) -> DMatrix<S> {
    DMatrix::from_fn(moments.within.nrows(), views.len(), |k, v| {
        moments.within[(k, v)].clone() + moments.between[(k, views.sample_of(v))].clone()
    })
}

/// E u uᵀ with u_i = (F̄(x) − EF̄)ᵀ T⁻¹ P*ⁱ (f_L(x') − F̄), over independent x and x'.
fn gram<S: Field>(
    moments: &Moments<S>,
    views: &Views<S>,
    best: &DMatrix<S>,
    total: &DMatrix<S>,
    formula: Formula,
) -> Result<DMatrix<S>, Obstacle> {
    let n = best.nrows();
    let mut left = right_quotient(&moments.between.transpose(), total).ok_or(UNDECIDED)?;
    let second = match formula {
        Formula::OneMinusForgotten => about_the_mean(moments, views),
        _ => moments.within.clone(),
    };
    let mut u = Vec::new();
    for _ in 0..n {
        u.push(S::product(&left, &second));
        left = S::product(&left, best);
    }
    let weights =
        DMatrix::from_fn(views.samples(), views.len(), |i, v| views.sample_weights[i].clone() * views.weight(v));
    let weighted: Vec<_> = u.iter().map(|u| u.component_mul(&weights)).collect();
    Ok(DMatrix::from_fn(n, n, |i, j| inner(&weighted[i], &u[j])))
}

/// Is T invertible? Exactly; for a tanh network, which has no rational outputs, certainly so within its error bound.
fn total_covariance_is_invertible(instance: &Instance) -> bool {
    fn decide<S: Field>(instance: &Instance) -> Result<bool, Obstacle> {
        let mut tape = Tape::new();
        let network = tape.network(&instance.online.embed::<S>(), &embed(&instance.views.inputs))?;
        Ok(inverse(&Moments::of(instance, tape.value(network.output)).total()).is_some())
    }
    // A determinant that is not 0 modulo a prime is not 0.
    if decide::<Prime61>(instance) == Ok(true) {
        return true;
    }
    decide::<Rational>(instance).or_else(|_| decide::<Running>(instance)).unwrap_or(false)
}

const PARTS: &[Row<Part>] = &[
    Row { name: "minimiser", part: Part::Minimiser, relation: Relation::Equal },
    Row { name: "gradient", part: Part::Gradient, relation: Relation::Equal },
    Row { name: "excess", part: Part::Excess, relation: Relation::Equal },
    Row { name: "minimal", part: Part::Minimal, relation: Relation::AtMost },
    Row { name: "spectrum", part: Part::Spectrum, relation: Relation::Equal },
    Row { name: "radial-motion", part: Part::RadialMotion, relation: Relation::Equal },
    Row { name: "top-layer", part: Part::TopLayer, relation: Relation::Equal },
    Row { name: "modes", part: Part::Modes, relation: Relation::Equal },
    Row { name: "attraction", part: Part::Attraction, relation: Relation::Equal },
    Row { name: "positive-semidefinite", part: Part::PositiveSemidefinite, relation: Relation::Equal },
];

/// What rests on f_L(x) = K_l(x)ᵀ w_l.
const OF_THE_WEIGHTS: Option<&[Part]> = Some(&[Part::RadialMotion, Part::Attraction, Part::PositiveSemidefinite]);

/// What is said with P*.
const WITH_THE_BEST: Option<&[Part]> = Some(&[
    Part::Minimiser,
    Part::Gradient,
    Part::Excess,
    Part::Minimal,
    Part::Spectrum,
    Part::RadialMotion,
    Part::Modes,
    Part::Attraction,
    Part::PositiveSemidefinite,
]);

const ASSUMPTIONS: &[Assumption<Instance, Part>] = &[
    Assumption { name: "network_is_differentiable", parts: None, holds: Instance::is_differentiable },
    Assumption { name: "weights_are_shared", parts: None, holds: Instance::weights_are_shared },
    Assumption { name: "online_is_zero_mean", parts: None, holds: |i| i.zero_mean.online },
    Assumption { name: "total_covariance_is_invertible", parts: WITH_THE_BEST, holds: total_covariance_is_invertible },
    Assumption { name: "network_is_bias_free", parts: OF_THE_WEIGHTS, holds: Instance::is_bias_free },
    Assumption { name: "network_is_homogeneous", parts: OF_THE_WEIGHTS, holds: Instance::is_homogeneous },
    Assumption {
        name: "top_layer_is_unmasked",
        parts: Some(&[Part::TopLayer, Part::Modes]),
        holds: |i| i.online.layers.last().is_some_and(|layer| layer.mask.is_none()),
    },
    Assumption {
        name: "between_and_within_commute",
        parts: Some(&[Part::PositiveSemidefinite]),
        holds: between_and_within_commute,
    },
    Assumption { name: "predictor_shares_the_modes", parts: Some(&[Part::Modes]), holds: predictor_shares_the_modes },
];

const MUTANTS: &[Mutant<Part, Formula>] = &[
    Mutant { name: "within-forgotten", formula: Formula::WithinForgotten, part: Part::Minimiser },
    Mutant { name: "within-twice", formula: Formula::WithinTwice, part: Part::Minimiser },
    Mutant { name: "order-reversed", formula: Formula::OrderReversed, part: Part::Minimiser },
    Mutant { name: "covariance-dropped", formula: Formula::CovarianceDropped, part: Part::Gradient },
    Mutant { name: "half-forgotten", formula: Formula::HalfForgotten, part: Part::Excess },
    Mutant { name: "target-variance-halved", formula: Formula::TargetVarianceHalved, part: Part::Minimal },
    Mutant { name: "one-minus-forgotten", formula: Formula::OneMinusForgotten, part: Part::Spectrum },
    Mutant { name: "pull-forgotten", formula: Formula::PullForgotten, part: Part::RadialMotion },
    Mutant { name: "pull-on-the-top-layer-forgotten", formula: Formula::PullForgotten, part: Part::TopLayer },
    Mutant { name: "predictor-not-transposed", formula: Formula::PredictorNotTransposed, part: Part::TopLayer },
    Mutant { name: "variance-of-the-mode-dropped", formula: Formula::CovarianceDropped, part: Part::Modes },
    Mutant { name: "total-for-within", formula: Formula::OneMinusForgotten, part: Part::Attraction },
    Mutant { name: "residual-for-prediction", formula: Formula::ResidualForPrediction, part: Part::Attraction },
    Mutant { name: "squares-of-between", formula: Formula::OneMinusForgotten, part: Part::PositiveSemidefinite },
];

const DOMAIN: &[Domain] = &[
    Domain { assumption: "network_is_differentiable", reason: "at a pre-activation of 0 the gradient does not exist" },
    Domain { assumption: "total_covariance_is_invertible", reason: "P* = BT⁻¹ needs the inverse of T" },
];

const NECESSITY: &[Necessity<Instance, Part>] = &[
    Necessity {
        assumption: "weights_are_shared",
        strategy: || instances(Setting::default(), Target::Own, generic_predictor, CENTRED),
        part: Part::Minimiser,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "online_is_zero_mean",
        strategy: || drawn(Setting::default(), &[ZeroMean::NEITHER, ZeroMean::TARGET]),
        part: Part::Minimiser,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "network_is_bias_free",
        strategy: || drawn(Setting { bias: true, ..Setting::default() }, CENTRED),
        part: Part::RadialMotion,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "network_is_homogeneous",
        strategy: || drawn(Setting { tanh: true, ..Setting::default() }, CENTRED),
        part: Part::RadialMotion,
        kind: Kind::Float,
    },
    Necessity {
        assumption: "top_layer_is_unmasked",
        strategy: || {
            let masked = |instance: Instance| {
                let instance = masked_on_top(instance);
                Instance { target: instance.online.clone(), ..instance }
            };
            drawn(Setting::default(), CENTRED).prop_map(masked).boxed()
        },
        part: Part::TopLayer,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "between_and_within_commute",
        strategy: || {
            let repels = |instance: &Instance| best_predictor_repels_somewhere(instance);
            drawn(with_augmentations(), CENTRED).prop_filter("BW + WB with a negative eigenvalue", repels).boxed()
        },
        part: Part::PositiveSemidefinite,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "predictor_shares_the_modes",
        strategy: || instances(with_augmentations(), Target::Shared, contracting_predictor, CENTRED),
        part: Part::Modes,
        kind: Kind::Exact,
    },
];

const CENTRED: &[ZeroMean] = &[ZeroMean::BOTH, ZeroMean::ONLINE];

fn drawn(options: Setting, zero_mean: &'static [ZeroMean]) -> BoxedStrategy<Instance> {
    instances(options, Target::Shared, generic_predictor, zero_mean)
}

fn with_augmentations() -> Setting {
    Setting { samples: (3, 5), augmentations: (2, 3), ..Setting::default() }
}

/// Networks without and, for what does not rest on f_L = K_lᵀw_l, with biases; and with two outputs whose covariances
/// commute with one another and with P.
fn strategy() -> BoxedStrategy<Instance> {
    let options = Setting { augmentations: (1, 3), ..with_augmentations() };
    prop_oneof![
        3 => drawn(options, CENTRED),
        1 => drawn(Setting { bias: true, ..options }, CENTRED),
        2 => with_common_modes(drawn(with_augmentations(), CENTRED)),
    ]
    .boxed()
}

/// The parts that can do without T⁻¹: its error bound says nothing where T is nearly singular, as for some random
/// networks.
const WITH_ERROR_BOUND: &[Part] = &[Part::Gradient, Part::RadialMotion, Part::TopLayer, Part::Modes];

/// On the digits T is well enough conditioned for all but the spectrum and the attraction: the bound on the high powers of
/// P* exceeds their size, that on tr SB is a thousandth of it, as P* is nearly I where B is large.
const ON_DIGITS: &[Part] =
    &[Part::Minimiser, Part::Gradient, Part::Excess, Part::Minimal, Part::RadialMotion, Part::TopLayer];

/// The polynomial identities, and those with P*: all parts but those of instances with common modes.
const IDENTITIES: &[Part] = &[
    Part::Minimiser,
    Part::Gradient,
    Part::Excess,
    Part::Minimal,
    Part::Spectrum,
    Part::RadialMotion,
    Part::TopLayer,
    Part::Attraction,
];

/// All free.
fn free(size: Size) -> BoxedStrategy<Instance> {
    free_instances(size, Target::Shared, CENTRED)
}

/// With t a bound on the degrees of r's gradient by P, of T and of B, and n outputs: T⁻¹ = adj T / det T has degrees
/// (n − 1)t and nt, so that P* has nt over nt; the gradients at P* are linear in it and the losses, like tr SB,
/// quadratic; tr of T-free products of 2n + 1 factors P* gives the spectrum, and the other side of it has two inverses
/// more. Without P* there is Pᵀ times what t bounds.
fn degrees(instance: &Instance, part: Part) -> Result<Degrees, Obstacle> {
    let n = instance.outputs() as u64;
    let largest = |m: &DMatrix<Degree>| m.iter().map(|d| d.bound()).max().unwrap_or(0);
    let recording = Recording::<Degree>::with_predictor(instance, DMatrix::zeros(n as usize, n as usize))?;
    let network = instance.online.embed::<Degree>();
    let moments = Moments::of(instance, network.trace(&embed(&instance.views.inputs))?.output());
    let t = largest(&recording.predictor_gradient()).max(largest(&moments.total())) + 1;
    let inverses = match part {
        Part::TopLayer | Part::Modes => 0,
        Part::Minimiser | Part::Gradient => 1,
        Part::Excess | Part::Minimal | Part::RadialMotion | Part::Attraction | Part::PositiveSemidefinite => 2,
        Part::Spectrum => 2 * n + 2,
    };
    Ok(Degrees { numerator: inverses * n * t + 2 * t, denominator: inverses * n * t })
}

fn on_digits() -> Vec<Instance> {
    vec![digits_instance(ZeroMean::BOTH)]
}

/// The claim.
pub fn claim() -> Claim<Instance, Part, Formula> {
    let mut float = Evidence::float(measured, predicted);
    float.parts = Some(WITH_ERROR_BOUND);
    let mut real = Evidence::real(on_digits, measured, predicted).with_ceiling(
        &[Part::RadialMotion],
        1e-3,
        "the error bound of P* carries the condition of T on the digits, and wᵀ∇w is the small difference of two \
         large terms there",
    );
    real.parts = Some(ON_DIGITS);
    Claim {
        slug: "optimal-predictor",
        group: "byol",
        text: include_str!("optimal_predictor.rs"),
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
                bound: Bound::Stated(degrees),
            })
            .of_parts(IDENTITIES),
            float,
            real,
        ],
        stated: Formula::Stated,
        mutants: MUTANTS,
        necessity: NECESSITY,
        domain: DOMAIN,
    }
}
