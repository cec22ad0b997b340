//! `byol-collapse`: where linear BYOL rests, and what makes it collapse.
//!
//! # Statement
//! Let f = Wx, r = E ½‖P W x₁ − W_a x₂‖² over x ~ p and independent augmentations x₁, x₂ of x, the second term a constant,
//! W_a = τW; X = E x̄x̄ᵀ, x̄ = E\[x' | x\], T = X + E_x V_{x'|x}\[x'\]; Ẇ = −∇_W r − η_W W, Ṗ = −α∇_P r − η_P P. For every
//! P whatever:
//!
//! - `shrinks-at-least`: ½ d/dt ‖W‖² ≤ ⟨W, W(¼τ²XT⁻¹X − η_W I)⟩;
//! - `collapse`: so, where η_W I − ¼τ²XT⁻¹X is positive definite and W ≠ 0, d/dt ‖W‖² < 0, and W falls to 0 exponentially.
//!
//! With orthonormal u_j and q_j in which X, T, W and P are all diagonal, with the entries x_j, t_j, w_j, p_j, and with
//! p_j^± = (τx_j ± √(τ²x_j² − 4η_W t_j))/(2t_j), where these are real:
//!
//! - `speed-of-the-weights`: ẇ_j = −t_j w_j (p_j − p_j⁺)(p_j − p_j⁻);
//! - `speed-on-the-balance`: where η_W = η_P = η and αw_j² = p_j² for every j, which the flow keeps, and to which it tends for
//!   η > 0 (`linear-byol`), ṗ_j = −t_j p_j (p_j − p_j⁺)(p_j − p_j⁻);
//! - `solution-on-the-balance`: there, if 0, p_j⁺ and p_j⁻ are three numbers and p_j is none of them, ṗ_j = −t_j/Φ'(p_j) with
//!   Φ(p) = Σ_r ln|p − r|/∏_{s≠r}(r − s) over r, s ∈ {0, p_j⁺, p_j⁻}: the exact solution is Φ(p_j(t)) = Φ(p_j(0)) − t_j t.
//!
//! So for α, η > 0 a mode rests at w_j = p_j = 0 and at p_j = p_j^±, αw_j² = p_j², nowhere else; with a target that follows
//! W only for τ = 1. It collapses from every start exactly if τ²x_j² < 4ηt_j. Otherwise p_j⁺ attracts from p_j > p_j⁻, but 0
//! attracts as well: from 0 < p_j < p_j⁻ on the balance the mode collapses all the same.
//!
//! # Source
//! Beyond the abstract at hand; another version of it says that for linear architectures exact solutions of BYOL are
//! derived. After Tian, Chen, Ganguli, *Understanding Self-Supervised Learning Dynamics without Contrastive Pairs* (arXiv
//! 2102.06810), who look for the fixed points of the modes. The bound for every P and every data is our own.
//!
//! # Assumptions
//! - `target_is_in_proportion`: W_a = τW.
//! - `total_covariance_is_invertible`: T⁻¹ exists.
//! - `weights_are_not_zero`: W ≠ 0; `collapse`.
//! - `decay_outweighs_the_pull`: η_W I − ¼τ²XT⁻¹X is positive definite, so τ²x_j² < 4η_W t_j in modes; `collapse`.
//! - `data_shares_the_axes`, `weights_share_the_axes`: those of `linear-byol`; of the parts on modes.
//! - `fixed_points_are_real`: τ²x_j² ≥ 4η_W t_j for every j; of the parts on modes.
//! - `decays_are_equal`, `layers_are_in_balance`: η_W = η_P, and αw_j² = p_j²; of the parts on the balance.
//! - `modes_are_between_rests`: 0, p_j⁺, p_j⁻ and p_j are four numbers; `solution-on-the-balance`.
//!
//! # Proof
//! With A = PW: ½ d/dt ‖W‖² + η_W‖W‖² = −⟨A, AT − τWX⟩ = ¼τ²⟨W, WXT⁻¹X⟩ − ‖(A − ½τWXT⁻¹)T^½‖². In modes
//! ẇ_j = −w_j(t_j p_j² − τx_j p_j + η_W), whose bracket has the roots p_j^±, and ṗ_j = −αw_j²(t_j p_j − τx_j) − η_P p_j, which is
//! the same multiple of p_j where αw_j² = p_j². 1/(p(p − p⁺)(p − p⁻)) is Φ'(p),
//! by partial fractions. At a rest 0 = αw_jẇ_j − p_jṗ_j = −η(αw_j² − p_j²).
//!
//! # Checked form
//! The derivatives of the loss as its double sum over pairs of augmentations, in the two bases: whole matrices, so
//! that the entries beside the diagonal are seen to be 0. Exactly on data whose p_j^± are rational, in intervals on others.
//!
//! # Mutants
//! - `eighth-of-the-square`: ⅛τ² for ¼τ²; `decay-alone`: ½ d/dt ‖W‖² < −η_W‖W‖².
//! - `ratio-squared`: τ² for τ in p_j^±; `augmentations-forgotten`: x_j for t_j; `weight-for-predictor`: ṗ_j with w_j for its factor p_j.
//! - `rest-at-zero-forgotten`: r, s ∈ {p_j⁺, p_j⁻}; `logarithms-alone`: Φ(p) = Σ_r ln|p − r|.
//!
//! # When an assumption is dropped
//! A target of its own pulls W anywhere; W = 0 rests; a weaker decay lets W grow; other axes mix the modes; off the
//! balance, and with unequal decays, ṗ_j has other zeros. Each fails on a stored instance.

use crate::flow::{State, velocities};
use crate::modes::{Mode, along};
use crate::moments::Moments;
use dualproof::claim::{Declaration, Evidence, Kind, Parts, Relation, Side, Sides, Theorem, assume};
use dualproof::matrix::{Matrix, embed, inner, right_quotient};
use dualproof::numbers::{Field, Number, Obstacle, Rational};
use nalgebra::DMatrix;

pub mod cases;
mod rests;

pub use cases::Instance;
use rests::{Rests, SINGULAR, rests};

dualproof::parts! {
    pub enum Part {
        ShrinksAtLeast: AtMost, Collapse: Below, SpeedOfTheWeights: Equal, SpeedOnTheBalance: Equal,
        SolutionOnTheBalance: Equal,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        EighthOfTheSquare: ShrinksAtLeast, DecayAlone: Collapse, RatioSquared: SpeedOfTheWeights,
        AugmentationsForgotten: SpeedOfTheWeights, WeightForPredictor: SpeedOnTheBalance,
        RestAtZeroForgotten: SolutionOnTheBalance, LogarithmsAlone: SolutionOnTheBalance,
    }
}

/// Where linear BYOL rests, and what makes it collapse.
pub struct ByolCollapse;

const NEAR_A_REST: Obstacle = Obstacle::UnknownSign("a distance from a rest");

impl Sides for ByolCollapse {
    /// From the derivatives of the loss by W and by P.
    fn measured(instance: &Instance, part: Part) -> Side {
        let state = State::of(&instance.setting);
        let [dw, dp] = velocities(&instance.setting, &state);
        let [u, q]: [Matrix; 2] = [&instance.axes.outputs, &instance.axes.inputs].map(embed);
        Ok(vec![match part {
            Part::ShrinksAtLeast | Part::Collapse => number(inner(&state.weights, &dw)),
            Part::SpeedOfTheWeights => along(&u, &dw, &q),
            Part::SpeedOnTheBalance | Part::SolutionOnTheBalance => along(&u, &dp, &u),
        }])
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        let (n, inputs) = instance.setting.weights.shape();
        let diagonal = |columns: usize, speed: fn(Formula, &Mode<Number>, &Rests) -> Result<Number, Obstacle>| {
            let mut speeds: Matrix = DMatrix::zeros(n, columns);
            for (j, mode) in instance.axes.modes::<Rational>(&instance.setting).iter().enumerate() {
                let rests = rests(formula, instance, mode)?;
                speeds[(j, j)] = speed(formula, &mode.embed(), &rests)?;
            }
            Ok(speeds)
        };
        Ok(vec![match part {
            Part::ShrinksAtLeast => number(shrinks_at_least(formula, instance)?),
            Part::Collapse => number(collapse(formula, instance)),
            Part::SpeedOfTheWeights => diagonal(inputs, speed_of_the_weights)?,
            Part::SpeedOnTheBalance => diagonal(n, speed_on_the_balance)?,
            Part::SolutionOnTheBalance => diagonal(n, solution_on_the_balance)?,
        }])
    }
}

fn number(x: Number) -> Matrix {
    DMatrix::from_element(1, 1, x)
}

/// ⟨W, W(¼τ²XT⁻¹X − η_W I)⟩.
fn shrinks_at_least(formula: Formula, instance: &Instance) -> Result<Number, Obstacle> {
    let w: Matrix = embed(&instance.setting.weights);
    let moments = Moments::<Number>::of(&instance.setting.views);
    let share = if formula == Formula::EighthOfTheSquare { Rational::new(1, 8) } else { Rational::new(1, 4) };
    let ratio = Number::from_rational(&instance.ratio);
    let w_x = Number::product(&w, &moments.between);
    let pull = inner(&right_quotient(&w_x, &moments.total()).ok_or(SINGULAR)?, &w_x);
    let decayed = Number::from_rational(&instance.setting.decay) * inner(&w, &w);
    Ok(Number::from_rational(&share) * ratio.clone() * ratio * pull - decayed)
}

/// 0.
fn collapse(formula: Formula, instance: &Instance) -> Number {
    let w: Matrix = embed(&instance.setting.weights);
    match formula {
        Formula::DecayAlone => -(Number::from_rational(&instance.setting.decay) * inner(&w, &w)),
        _ => Number::zero(),
    }
}

/// ẇ_j = −t_j w_j (p_j − p_j⁺)(p_j − p_j⁻).
fn speed_of_the_weights(_: Formula, mode: &Mode<Number>, rests: &Rests) -> Result<Number, Obstacle> {
    let Rests { total, upper, lower } = rests;
    let gaps = (mode.predictor.clone() - upper.clone()) * (mode.predictor.clone() - lower.clone());
    Ok(-(total.clone() * mode.weight.clone() * gaps))
}

/// ṗ_j = −t_j p_j (p_j − p_j⁺)(p_j − p_j⁻).
fn speed_on_the_balance(formula: Formula, mode: &Mode<Number>, rests: &Rests) -> Result<Number, Obstacle> {
    let Rests { total, upper, lower } = rests;
    let gaps = (mode.predictor.clone() - upper.clone()) * (mode.predictor.clone() - lower.clone());
    let from = if formula == Formula::WeightForPredictor { &mode.weight } else { &mode.predictor };
    Ok(-(total.clone() * from.clone() * gaps))
}

/// ṗ_j = −t_j/Φ'(p_j), Φ(p) = Σ_r ln|p − r|/∏_{s≠r}(r − s) over r, s ∈ {0, p_j⁺, p_j⁻}.
fn solution_on_the_balance(formula: Formula, mode: &Mode<Number>, rests: &Rests) -> Result<Number, Obstacle> {
    let Rests { total, upper, lower } = rests;
    let places = [upper.clone(), lower.clone(), Number::zero()];
    let places = if formula == Formula::RestAtZeroForgotten { &places[..2] } else { &places[..] };
    let mut derivative = Number::zero();
    for (i, r) in places.iter().enumerate() {
        let others = places.iter().enumerate().filter(|(k, _)| *k != i);
        let product = others.fold(Number::one(), |product, (_, s)| product * (r.clone() - s.clone()));
        let share = if formula == Formula::LogarithmsAlone { Number::one() } else { product };
        let pole = share * (mode.predictor.clone() - r.clone());
        derivative += Number::one().divide(&pole).ok_or(NEAR_A_REST)?;
    }
    Ok(-total.divide(&derivative).ok_or(NEAR_A_REST)?)
}

impl Theorem for ByolCollapse {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use {Kind::Enclosure, Kind::Exact, Part::*};
        let on_modes = &[SpeedOfTheWeights, SpeedOnTheBalance, SolutionOnTheBalance];
        let on_the_balance = &[SpeedOnTheBalance, SolutionOnTheBalance];
        Declaration {
            page: dualproof::page!("byol_collapse.rs"),
            cases: cases::any_instance,
            validate: Instance::validate,
            assumptions: vec![
                assume("target_is_in_proportion", Instance::target_is_in_proportion).fails(
                    SpeedOfTheWeights,
                    Exact,
                    cases::with_a_target_of_its_own,
                ),
                assume("total_covariance_is_invertible", |i: &Instance| i.setting.total_covariance_is_invertible())
                    .domain("T⁻¹ does not exist"),
                assume("weights_are_not_zero", Instance::weights_are_not_zero).of_parts(&[Collapse]).fails(
                    Collapse,
                    Exact,
                    cases::collapsed,
                ),
                assume("decay_outweighs_the_pull", Instance::decay_outweighs_the_pull).of_parts(&[Collapse]).fails(
                    Collapse,
                    Exact,
                    cases::with_weak_decay,
                ),
                assume("data_shares_the_axes", |i: &Instance| i.axes.are_of_the_data(&i.setting))
                    .of_parts(on_modes)
                    .fails(SpeedOfTheWeights, Enclosure, cases::with_noise_along_other_axes),
                assume("weights_share_the_axes", |i: &Instance| i.axes.are_of_the_weights(&i.setting))
                    .of_parts(on_modes)
                    .fails(SpeedOfTheWeights, Exact, cases::with_a_mixing_predictor),
                assume("fixed_points_are_real", Instance::fixed_points_are_real)
                    .of_parts(on_modes)
                    .domain("p_j⁺ and p_j⁻ are not real"),
                assume("decays_are_equal", |i: &Instance| i.setting.decays_are_equal()).of_parts(on_the_balance).fails(
                    SpeedOnTheBalance,
                    Exact,
                    cases::with_unequal_decays,
                ),
                assume("layers_are_in_balance", Instance::layers_are_in_balance).of_parts(on_the_balance).fails(
                    SpeedOnTheBalance,
                    Exact,
                    cases::off_the_balance,
                ),
                assume("modes_are_between_rests", Instance::modes_are_between_rests)
                    .of_parts(&[SolutionOnTheBalance])
                    .domain("Φ does not exist, or has a pole at p_j"),
            ],
            primary: Evidence::exact(),
            further: vec![
                Evidence::enclosure().of_parts(on_modes).drawn_from(cases::with_irrational_fixed_points),
                Evidence::float().of_parts(&Part::related(Relation::Equal)),
            ],
        }
    }
}
