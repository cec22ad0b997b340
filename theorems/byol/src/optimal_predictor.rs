//! `optimal-predictor`: the best predictor is between-sample over total covariance; at it attraction and shrinkage are equal.
//!
//! # Statement
//! Let r = E ½‖P f₁ − f₂‖² over independent augmentations of x, shared weights, the online output zero-mean, f₂ a
//! constant. With B = V_x\[F̄\], W = E_x V_{x'|x}\[f_L\] and T = B + W:
//!
//! - ∇_P r = PT − B, and `top-layer`: −∇_{W_L} r W_Lᵀ = Pᵀ(B − PT);
//! - where T is invertible, with P* = B(B + W)⁻¹: `gradient`: ∇_P r = (P − P*)T, 0 at P*; `excess`: r(P) − r(P*) = ½ tr
//!   (P − P*) T (P − P*)ᵀ ≥ 0, so P* is the one minimum (`minimiser`, `minimal`); `spectrum`: P* has real eigenvalues
//!   in \[0, 1\];
//! - `radial-motion`: in a bias-free homogeneous network ⟨w_l, −∇_{w_l} r⟩ = tr Pᵀ(P* − P)T at every layer, so 0 at P*:
//!   at the best predictor no layer grows or shrinks;
//! - `attraction`: there, with S = P*ᵀ(I − P*) = T⁻¹BWT⁻¹, the operator between samples attracts as much as the one
//!   within samples shrinks: ⟨w_l, V^S_x\[K̄_l\] w_l⟩ = tr SB = E ‖P*(f_L − F̄)‖² ≥ 0 at every layer;
//! - `positive-semidefinite`: where B and W commute, V^S_x\[K̄_l\] is positive semidefinite. In general it is neither
//!   symmetric nor positive: P* is not symmetric, and the form of V^S_x is indefinite as soon as that of BW + WB is, if
//!   the K̄_l are generic.
//! - `modes`: for any symmetric P that commutes with B and W, in a common orthonormal basis q_j with P q_j = p_j q_j,
//!   t_j = q_jᵀTq_j and p*_j = q_jᵀBq_j/t_j: −∇_{W_L} r W_Lᵀ = Σ_j p_j(p*_j − p_j)t_j q_jq_jᵀ. So, where p_j > 0 and
//!   t_j > 0, the row q_jᵀW_L of the top layer grows exactly if p_j < p*_j.
//!
//! # Source
//! Abstract: "in BYOL, the usage of BatchNorm and a predictor creates an implicit contrastive term, acting as an
//! approximate covariance operator". How far the best predictor bears that out is our own: at the weights themselves it
//! always does, as an operator only where B and W commute.
//!
//! # Assumptions
//! - `weights_are_shared`, `online_is_zero_mean`: the target's zero-mean is free.
//! - `total_covariance_is_invertible`: else there are many minima, and P* is not defined. `top-layer` does without.
//! - `network_is_bias_free`, `network_is_homogeneous`: for `radial-motion`, `attraction` and `positive-semidefinite`
//!   only; P* asks nothing of the network.
//! - `top_layer_is_unmasked`: for what is said of ∇_{W_L} r W_Lᵀ; every entry of W_L learns.
//! - `between_and_within_commute`: for `positive-semidefinite`.
//! - `predictor_shares_the_modes`: P = Pᵀ, PB = BP, PW = WP, for `modes`.
//! - `network_is_differentiable`: no pre-activation is exactly 0.
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
//! which is solved for its zero. By Hermite's theorem all its eigenvalues are real and in \[0, 1\] exactly where the
//! matrix H_ij = tr P*(I − P*) P*^{i+j}, 0 ≤ i, j < n_L, is positive semidefinite: H of the measured P* is shown equal
//! to the Gram matrix E u uᵀ with u_i(x, x') = (F̄ − EF̄)ᵀ T⁻¹ P*ⁱ (f_L(x') − F̄(x)), x' independent of the sample in the
//! first factor. `minimal` decides r(P*) ≤ r(P) for the P of the instance.
//!
//! `attraction` and `positive-semidefinite` take S from the measured P*: ⟨w_l, V^S_x\[K̄_l\] w_l⟩ is the derivative
//! along w_l of E⟨F̄ − EF̄, S c⟩, c being the constant F̄ − EF̄, and V^S_x\[K̄_l\] is formed from derivatives. The other
//! sides are an expectation of squares over the views, and the sum of squares Σ_x Σ_k p(x) d_k (C_x T⁻¹l_k)(C_x
//! T⁻¹l_k)ᵀ, C_x = K̄ − M, over the d_k > 0 alone of ½(BW + WB) = Σ d_k l_k l_kᵀ by exact elimination.
//! `positive-semidefinite` and `modes` are decided for one output and for two, on networks whose top layer is chosen so
//! that B and W commute; `modes` finds the q_j of a P with rational eigenvalues.
//! On real data: the digits network with its 16 outputs.
//!
//! # Mutants
//! - `within-forgotten`: P* = I; `within-twice`: B(B + 2W)⁻¹; `order-reversed`: (B + W)⁻¹B; `covariance-dropped`: ∇_P r
//!   = P − P*.
//! - `half-forgotten`: the excess without its ½; `target-variance-halved`: a bound on r(P*) that is too small;
//!   `one-minus-forgotten`: the Gram matrix of P*·P*^{i+j} for H.
//! - `pull-forgotten`: ⟨w_l, ∇r⟩ = tr PᵀPT; `pull-on-the-top-layer-forgotten`: −∇_{W_L} r W_Lᵀ = −PᵀPT;
//!   `predictor-not-transposed`: P(B − PT); `variance-of-the-mode-dropped`: Σ_j p_j(p*_j − p_j) q_jq_jᵀ.
//! - `total-for-within`: tr SB = E ‖P*(f_L − E f_L)‖²; `residual-for-prediction`: E ‖(I − P*)(f_L − F̄)‖²;
//!   `squares-of-between`: the sum of squares of T⁻¹B²T⁻¹, which is P*ᵀP*.
//!
//! # When an assumption is dropped
//! A target of its own has another covariance with f₁; without the zero-mean second moments stand for covariances; a
//! bias or tanh breaks the third line; where B and W do not commute V^S_x\[K̄\] repels in some direction; a P with other
//! eigenvectors mixes the modes; an entry of W_L that does not learn has no gradient. Each fails on a stored instance.

use super::cases::{all_but, biased, contracting_predictor, digits_instance, with_tanh};
use super::moments::Moments;
use super::setting::{Instance, NO_GRADIENT, ZeroMean};
use super::traced::Traced;
use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::matrix::{Matrix, embed, inner, right_quotient, trace};
use dualproof::numbers::{Number, Obstacle, Rational};
use nalgebra::DMatrix;

mod at_the_best;
mod cases;
mod commuting;
mod measured;
mod modes;

use at_the_best::{attraction, positive_semidefinite, spectrum};
use cases::{CASES, degrees, large, small, with_augmentations};
use commuting::{between_and_within_commute, predictor_shares_the_modes};

dualproof::parts! {
    pub enum Part {
        Minimiser: Equal, Gradient: Equal, Excess: Equal, Minimal: AtMost, Spectrum: Equal, RadialMotion: Equal,
        TopLayer: Equal, Modes: Equal, Attraction: Equal, PositiveSemidefinite: Equal,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        WithinForgotten: Minimiser, WithinTwice: Minimiser, OrderReversed: Minimiser, CovarianceDropped: Gradient,
        HalfForgotten: Excess, TargetVarianceHalved: Minimal, OneMinusForgotten: Spectrum, PullForgotten: RadialMotion,
        PullOnTheTopLayerForgotten: TopLayer, PredictorNotTransposed: TopLayer, VarianceOfTheModeDropped: Modes,
        TotalForWithin: Attraction, ResidualForPrediction: Attraction, SquaresOfBetween: PositiveSemidefinite,
    }
}

/// The best predictor is between-sample over total covariance; at it attraction and shrinkage are equal.
pub struct OptimalPredictor;

impl Sides for OptimalPredictor {
    /// From the loss and its gradients by P and by the weights.
    fn measured(instance: &Instance, part: Part) -> Side {
        measured::measured(instance, part)
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        let f = Traced::<Number>::of(&instance.online, &instance.views)?;
        let (m, p) = (Moments::of(instance, f.output()), embed(&instance.predictor));
        let best = || minimiser(formula, &m);
        let number = |x: Number| DMatrix::from_element(1, 1, x);
        let of_every_layer = |x: Number| f.by_layer(|_| number(x.clone()));
        Ok(match part {
            Part::Minimiser => vec![best()?],
            Part::Gradient => gradient(formula, &m, &p, &best()?),
            Part::Excess => vec![number(excess(formula, &m, &p, &best()?))],
            Part::Minimal => vec![number(minimal(formula, &m, &p))],
            Part::Spectrum => spectrum(formula, &f, &m, &best()?)?,
            Part::RadialMotion => radial_motion(formula, &m, &p, &best()?).map(of_every_layer).concat(),
            Part::TopLayer => vec![top_layer(formula, &m, &p)],
            Part::Modes => vec![modes::predicted(formula, &m, &instance.predictor)?],
            Part::Attraction => of_every_layer(attraction(formula, &f, &m, &best()?)),
            Part::PositiveSemidefinite => positive_semidefinite(formula, &f, &m)?,
        })
    }
}

const UNDECIDED: Obstacle = Obstacle::UnknownSign("a pivot of the total covariance");

/// P* = B(B + W)⁻¹.
fn minimiser(formula: Formula, m: &Moments<Number>) -> Result<Matrix, Obstacle> {
    let best = match formula {
        Formula::WithinForgotten => Some(DMatrix::identity(m.b.nrows(), m.b.nrows())),
        Formula::WithinTwice => right_quotient(&m.b, &(m.total() + &m.w)),
        Formula::OrderReversed => right_quotient(&m.b, &m.total()).map(|quotient| quotient.transpose()),
        _ => right_quotient(&m.b, &m.total()),
    };
    best.ok_or(UNDECIDED)
}

/// ∇_P r = (P − P*)T, which is PT − B without an inverse; and 0 at P*.
fn gradient(formula: Formula, m: &Moments<Number>, p: &Matrix, best: &Matrix) -> Vec<Matrix> {
    let dropped = formula == Formula::CovarianceDropped;
    let here = if dropped { p - best } else { Number::product(p, &m.total()) - &m.b };
    vec![here, p.map(|_| Number::zero())]
}

/// r(P) − r(P*) = ½ tr (P − P*) T (P − P*)ᵀ.
fn excess(formula: Formula, m: &Moments<Number>, p: &Matrix, best: &Matrix) -> Number {
    let gap = p - best;
    let twice = inner(&Number::product(&gap, &m.total()), &gap);
    if formula == Formula::HalfForgotten { twice } else { twice * half() }
}

/// r(P) = ½(tr PTPᵀ − 2 tr PB + tr E f₂f₂ᵀ).
fn minimal(formula: Formula, m: &Moments<Number>, p: &Matrix) -> Number {
    let share = if formula == Formula::TargetVarianceHalved { half() } else { Number::one() };
    let own = inner(&Number::product(p, &m.total()), p);
    let cross = trace(&Number::product(p, &m.b));
    (own - cross.clone() - cross + m.target.clone() * share) * half()
}

/// ⟨w_l, −∇_{w_l} r⟩ = tr Pᵀ(P* − P)T = tr Pᵀ(B − PT) for every l; and 0 at P*.
fn radial_motion(formula: Formula, m: &Moments<Number>, p: &Matrix, best: &Matrix) -> [Number; 2] {
    let by_p = |p: &Matrix| Number::product(p, &m.total());
    match formula {
        Formula::PullForgotten => [p, best].map(|p| inner(p, &-by_p(p))),
        _ => [inner(p, &(&m.b - by_p(p))), Number::zero()],
    }
}

/// −∇_{W_L} r W_Lᵀ = Pᵀ(B − PT).
fn top_layer(formula: Formula, m: &Moments<Number>, p: &Matrix) -> Matrix {
    let left = if formula == Formula::PredictorNotTransposed { p.clone() } else { p.transpose() };
    let forgotten = formula == Formula::PullOnTheTopLayerForgotten;
    let pull = if forgotten { m.b.map(|_| Number::zero()) } else { m.b.clone() };
    Number::product(&left, &(pull - Number::product(p, &m.total())))
}

fn half() -> Number {
    Number::from_rational(&Rational::new(1, 2))
}

impl Theorem for OptimalPredictor {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use {Kind::Exact, Kind::Float, Part::*};
        let of_the_weights = [RadialMotion, Attraction, PositiveSemidefinite];
        Declaration {
            page: dualproof::page!("optimal_predictor.rs"),
            cases: cases::drawn,
            validate: Instance::validate,
            assumptions: vec![
                assume("network_is_differentiable", Instance::is_differentiable).domain(NO_GRADIENT),
                assume("weights_are_shared", Instance::weights_are_shared)
                    .fails(Minimiser, Exact, || CASES.with_own_target().random()),
                assume("online_is_zero_mean", Instance::online_is_zero_mean)
                    .fails(Minimiser, Exact, || CASES.with_zero_mean(ZeroMean::NOT_OF_THE_ONLINE).random()),
                assume("total_covariance_is_invertible", cases::total_covariance_is_invertible)
                    .of_parts(&all_but(&[TopLayer]))
                    .domain("P* = BT⁻¹ needs the inverse of T"),
                assume("network_is_bias_free", Instance::is_bias_free)
                    .fails(RadialMotion, Exact, || CASES.drawn(biased()))
                    .of_parts(&of_the_weights),
                assume("network_is_homogeneous", Instance::is_homogeneous)
                    .fails(RadialMotion, Float, || CASES.drawn(with_tanh()))
                    .of_parts(&of_the_weights),
                assume("top_layer_is_unmasked", Instance::top_layer_is_unmasked)
                    .fails(TopLayer, Exact, cases::masked)
                    .of_parts(&[TopLayer, Modes]),
                assume("between_and_within_commute", between_and_within_commute)
                    .of_parts(&[PositiveSemidefinite])
                    .fails(PositiveSemidefinite, Exact, cases::repelling),
                assume("predictor_shares_the_modes", predictor_shares_the_modes)
                    .fails(Modes, Exact, || CASES.under(contracting_predictor).drawn(with_augmentations()))
                    .of_parts(&[Modes]),
            ],
            primary: Evidence::exact(),
            further: vec![
                Evidence::identity_of_degree(large, small, degrees, Self::measured, Self::predicted)
                    .of_parts(&all_but(&[Modes, PositiveSemidefinite])),
                // The error bound of T⁻¹ says nothing where T is nearly singular, as for some random networks.
                Evidence::float().of_parts(&[Gradient, RadialMotion, TopLayer, Modes]),
                // On the digits the bound on the high powers of P* exceeds their size, and that on tr SB is a thousandth
                // of it, as P* is nearly I where B is large.
                Evidence::real(|| vec![digits_instance(ZeroMean::BOTH)])
                    .of_parts(&[Minimiser, Gradient, Excess, Minimal, RadialMotion, TopLayer])
                    .with_ceiling(&[RadialMotion], 1e-3, cases::CONDITION),
            ],
        }
    }
}
