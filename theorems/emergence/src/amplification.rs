//! `amplification`: one step of gradient descent on a latent tree moves a group's weights along the selectivities of
//! its inputs and nowhere else; a step of a whole level never shrinks the output's selectivity, and where nothing above
//! interferes every gap grows.
//!
//! # Statement
//! A binary latent tree with P(z₀ = ±1) = (1 ± ρ₀)/2, −1 < ρ₀ < 1 (0 where z₀ is uniform), L = E\[r₊ − r₋\] over all
//! its data, one branch, step size α > 0, β = α(1 − ρ₀²); a_μ = (ρ_{μν} s_k)_k over the inputs of μ's group (|N_μ| ×
//! fan-in weights W_μ), J_μ = ∂f_L/∂f̃_μ constant for all groups of μ's level. g = Σ_{μ'} ρ_{0μ'} J_{μ'} W_{μ'} a_{μ'}
//! over μ's level is the selectivity of the output, ½(E\[f_L | z₀ = +1\] − E\[f_L | z₀ = −1\]). One step takes W_μ to
//!
//! - `step`: W_μ + β ρ_{0μ} J_μᵀ g a_μᵀ;
//! - `lone-step`, where J_μᵀJ_{μ'} = 0 for all other μ' of the level: W_μ + β ρ_{0μ}² J_μᵀJ_μ W_μ a_μa_μᵀ;
//! - `orthogonal-part-stays`: W_μ u does not change for u ⟂ a_μ;
//! - `gaps-grow-by-their-factor`, where also J_μᵀJ_μ = κI: every gap 2w_jᵀa_μ = E\[f̃_j | +1\] − E\[f̃_j | −1\] is
//!   multiplied by 1 + β ρ_{0μ}² κ ‖a_μ‖²; so `gaps-do-not-shrink`, each with its sign, and grow where that exceeds 1;
//! - `output-grows-by-its-matrix`: where the gates from the level upward do not flip, the step of the whole level takes
//!   g to g⁺ = (I + β Σ_{μ'} ρ_{0μ'}² ‖a_{μ'}‖² J_{μ'}J_{μ'}ᵀ) g, whatever the J_{μ'} are to one another; so
//!   `output-does-not-shrink`: ‖g⁺‖ ≥ ‖g‖.
//!
//! # Source
//! Abstract: the covariance operator "specifically amplifies initial random selectivities". Derived from that sentence.
//! *Correction to our notes*, which state the lone step for every constant J_μ: a layer's update is the whole operator
//! applied to all of the layer's weights, and its blocks between two nodes of one level,
//! ρ_{0μ} ρ_{0μ'} a_μ a_{μ'}ᵀ ⊗ J_μᵀJ_{μ'}, do not vanish by themselves. The step above keeps them.
//!
//! # Assumptions
//! - `jacobians_are_constant`: on μ's level.
//! - `outputs_are_disjoint`: J_μᵀJ_{μ'} = 0; lone step and growth. True at the root, which is alone.
//! - `jacobian_is_conformal`: J_μᵀJ_μ = κI; growth. True at the root, J = I.
//! - `rate_is_positive`: α > 0, for what does not shrink.
//! - `gates_do_not_flip`: the step leaves every J_{μ'} of the level as it is; output. True of linear groups from there up.
//! - Levels are layers, at most 16 configurations of the leaves; no pre-activation is exactly 0, or it is rejected.
//!
//! # Proof
//! −∇_{w_l} L = V\[K̄_l\] w_l. Given z₀, K̄ at the rows of μ is (v̄ + ρ_{0μ} z₀ a_μ) ⊗ J_μᵀ, so K̄ − M = (z₀ − ρ₀) Q and
//! V\[K̄\] = (1 − ρ₀²) QQᵀ with Q the stack of ρ_{0μ} a_μ ⊗ J_μᵀ over the level; Qᵀw_l = Σ_{μ'} ρ_{0μ'}
//! J_{μ'}W_{μ'}a_{μ'} = g. Multiply by J_μᵀ on the left for the lone step, by u ⟂ a_μ or by a_μ on the right for the
//! others. Without biases f_L = Σ_{μ'} J_{μ'} f̃_{μ'} on every input, so g is the selectivity of the output, before the
//! step and, with the same J, after it; put the steps of all W_{μ'} into g. The sum in front of g is ⪰ 0.
//!
//! # Checked form
//! Measured: the loss as its double sum over all pairs of views, differentiated, one step taken; gaps and the output's
//! selectivity by summing over all latents with the new weights. Predicted: polarities, messages and Jacobians, each
//! the mean over the views, so that dropping constancy has something to refute. Groups below the level may be ReLU.
//! The identity: linear networks, the parts that ask nothing of the Jacobians but constancy. A gap of 0 attains its
//! bound, which no running error can tell.
//!
//! # Mutants
//! - `polarity-not-squared`: ρ_{0μ} in place of ρ_{0μ}² in the lone step.
//! - `half-rate`: β of ½α; `both-branches`: β of 2α.
//! - `level-forgotten`: the lone step where other nodes of the level act. `orthogonal-part-moves`: aaᵀ + I for aaᵀ.
//! - `growth-not-scaled`: 1 + βρ_{0μ}²κ without ‖a_μ‖²; `gaps-double`: the gap grows by twice its growth.
//! - `root-variance-forgotten`: β = α; `root-mean-not-squared`: β = α(1 − ρ₀).
//! - `output-by-one-node`: μ alone in the sum of g⁺; `output-polarity-not-squared`: ρ_{0μ'} for its square there;
//!   `output-not-scaled`: no ‖a_{μ'}‖² there; `output-doubles`: g grows by twice that sum.
//!
//! # When an assumption is dropped
//! Gates above co-vary with the features. Nodes that share outputs push one another along their own a_μ. Where J_μᵀJ_μ
//! is no multiple of I, gaps mix and may change sign. With α < 0 gaps and the output's selectivity shrink. A step that
//! switches a unit off takes its share of the output away. (Under a uniform root gates directly above pixels ±1 do no
//! harm, by the symmetry z → −z; three layers do.)

pub mod cases;
mod growth;
mod level;
mod measured;

use crate::cases::Size;
use cases::{Instance, free, gated, general, orthogonal};
use dualproof::claim::{Declaration, Evidence, Kind, Parts, Relation, Side, Sides, Theorem, assume};
use dualproof::matrix::{inner, scaled};
use dualproof::numbers::{Number, Rational};
use level::{Computed, Level};
use nalgebra::DMatrix;
use num_traits::Zero;
use proptest::prelude::*;

dualproof::parts! {
    pub enum Part {
        Step: Equal, LoneStep: Equal, OrthogonalPartStays: Equal, GapsGrowByTheirFactor: Equal, GapsDoNotShrink: AtMost,
        OutputGrowsByItsMatrix: Equal, OutputDoesNotShrink: AtMost,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        PolarityNotSquared: LoneStep, HalfRate: Step, BothBranches: LoneStep, LevelForgotten: Step,
        OrthogonalPartMoves: OrthogonalPartStays, GrowthNotScaled: GapsGrowByTheirFactor, GapsDouble: GapsDoNotShrink,
        RootVarianceForgotten: Step, RootMeanNotSquared: OutputGrowsByItsMatrix,
        OutputByOneNode: OutputGrowsByItsMatrix, OutputPolarityNotSquared: OutputGrowsByItsMatrix,
        OutputNotScaled: OutputGrowsByItsMatrix, OutputDoubles: OutputDoesNotShrink,
    }
}

/// A step of gradient descent on a latent tree amplifies the selectivities that are there.
pub struct Amplification;

impl Sides for Amplification {
    fn measured(instance: &Instance, part: Part) -> Side {
        measured::measured(instance, part)
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        let x = Level::of(instance)?;
        let side = match part {
            Part::Step => step(formula, &x),
            Part::LoneStep => lone_step(formula, &x),
            Part::OrthogonalPartStays => orthogonal_part_stays(formula, &x),
            Part::GapsGrowByTheirFactor => growth::gaps_grow_by_their_factor(formula, &x),
            Part::GapsDoNotShrink => growth::gaps_do_not_shrink(formula, &x),
            Part::OutputGrowsByItsMatrix => growth::output_grows_by_its_matrix(formula, &x),
            Part::OutputDoesNotShrink => growth::output_does_not_shrink(formula, &x),
        };
        Ok(vec![side?])
    }
}

/// β = α(1 − ρ₀²).
fn beta(formula: Formula, x: &Level<'_, Number>) -> Number {
    let (rate, mean) = (Number::from_rational(&x.instance.rate), x.tree.mean.clone());
    let variance = || Number::one() - mean.clone() * mean.clone();
    match formula {
        Formula::HalfRate => rate * Number::from_rational(&Rational::new(1, 2)) * variance(),
        Formula::BothBranches => rate * Number::from_integer(2) * variance(),
        Formula::RootVarianceForgotten => rate,
        Formula::RootMeanNotSquared => rate * (Number::one() - mean),
        _ => rate * variance(),
    }
}

/// ρ_{0ν}².
fn squared(formula: Formula, x: &Level<'_, Number>, node: usize) -> Number {
    match formula {
        Formula::PolarityNotSquared | Formula::OutputPolarityNotSquared => x.rho(node),
        _ => x.rho(node) * x.rho(node),
    }
}

/// W_μ + β ρ_{0μ} J_μᵀ g a_μᵀ.
fn step(formula: Formula, x: &Level<'_, Number>) -> Computed<Number> {
    if formula == Formula::LevelForgotten {
        return lone_step(formula, x);
    }
    let update = Number::product(&Number::product(&x.j(x.mu)?.transpose(), &x.g()?), &x.a(x.mu).transpose());
    Ok(x.w(x.mu) + scaled(&update, &(beta(formula, x) * x.rho(x.mu))))
}

/// W_μ + β ρ_{0μ}² J_μᵀJ_μ W_μ a_μa_μᵀ.
fn lone_step(formula: Formula, x: &Level<'_, Number>) -> Computed<Number> {
    let (w, j, a) = (x.w(x.mu), x.j(x.mu)?, x.a(x.mu));
    let mut outer = Number::product(&a, &a.transpose());
    if formula == Formula::OrthogonalPartMoves {
        outer += DMatrix::identity(a.nrows(), a.nrows());
    }
    let update = Number::product(&Number::product(&Number::product(&j.transpose(), &j), w), &outer);
    Ok(w + scaled(&update, &(beta(formula, x) * squared(formula, x, x.mu))))
}

/// W_μ(‖a_μ‖²I − a_μa_μᵀ): what W_μ does to all that is orthogonal to a_μ.
fn orthogonal_part_stays(formula: Formula, x: &Level<'_, Number>) -> Computed<Number> {
    let (w, a) = (x.w(x.mu), x.a(x.mu));
    let along = Number::product(&a, &a.transpose());
    let complement = scaled(&DMatrix::identity(a.nrows(), a.nrows()), &inner(&a, &a)) - along;
    match formula {
        Formula::OrthogonalPartMoves => Ok(Number::product(&lone_step(formula, x)?, &complement)),
        _ => Ok(Number::product(w, &complement)),
    }
}

impl Theorem for Amplification {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use Part::*;
        Declaration {
            page: dualproof::page!("amplification.rs"),
            cases: cases::strategy,
            validate: Instance::validate,
            assumptions: vec![
                assume("jacobians_are_constant", Instance::jacobians_are_constant).fails(Step, Kind::Exact, gated),
                assume("outputs_are_disjoint", Instance::outputs_are_disjoint)
                    .of_parts(&[LoneStep, GapsGrowByTheirFactor, GapsDoNotShrink])
                    .fails(LoneStep, Kind::Exact, general),
                assume("jacobian_is_conformal", Instance::jacobian_is_conformal)
                    .of_parts(&[GapsGrowByTheirFactor, GapsDoNotShrink])
                    .fails(GapsGrowByTheirFactor, Kind::Exact, || orthogonal(true)),
                assume("rate_is_positive", |i: &Instance| i.rate > Rational::zero())
                    .of_parts(&[GapsDoNotShrink, OutputDoesNotShrink])
                    .fails(GapsDoNotShrink, Kind::Exact, || orthogonal(false).prop_map(Instance::backward).boxed())
                    .fails(OutputDoesNotShrink, Kind::Exact, || general().prop_map(Instance::backward).boxed()),
                assume("gates_do_not_flip", Instance::gates_do_not_flip)
                    .of_parts(&[OutputGrowsByItsMatrix, OutputDoesNotShrink])
                    .fails(OutputGrowsByItsMatrix, Kind::Exact, cases::flipping),
            ],
            primary: Evidence::exact(),
            further: vec![
                Evidence::identity_of_degree(
                    || free(Size::MIDDLE),
                    || free(Size::SMALL),
                    cases::degrees,
                    Self::measured,
                    Self::predicted,
                )
                .of_parts(&[Step, OrthogonalPartStays, OutputGrowsByItsMatrix]),
                Evidence::float().of_parts(&Part::related(Relation::Equal)),
            ],
        }
    }
}
