//! `energy-flow`: every step of SimCLR grows all layers alike, and the energy no slower than their sizes.
//!
//! # Statement
//! Let L = E\[r₊ − r₋\], r = ½‖f_L − f_L'‖², over x, x⁻ independent from p, x₁, x₊ independent from aug(·|x), x₋ from
//! aug(·|x⁻), all with the same weights 𝒲 of a bias-free homogeneous network, both branches; E = −L = tr V_x\[F̄\] its
//! energy, n_l = ‖W_l‖², V_l = V_x\[K̄_l\]. Under the flow Ẇ_l = −∇_{W_l} L:
//!
//! - `sizes-grow-alike`: ṅ_l = 4E for every layer l;
//! - `energy-grows`: Ė = Σ_l ‖2 V_l w_l‖²;
//! - `energy-grows-at-least`: Ė ≥ 4E² Σ_l 1/n_l, so that E/∏_l n_l never falls.
//!
//! In one step of size α of one layer l, w⁺ = w_l − α∇_{w_l}L, that leaves K_l as it is:
//!
//! - `size-after-a-step`: ‖w⁺‖² = n_l + 4αE + α²‖2 V_l w_l‖², whether K_l stays or not;
//! - `energy-after-a-step`: E⁺ = ⟨(I + 2αV_l) w_l, V_l (I + 2αV_l) w_l⟩;
//! - `quotient-does-not-fall`: E⁺/‖w⁺‖² ≥ E/n_l for α > 0.
//!
//! Scope: with L ≥ 2 layers, `sizes-grow-alike` and `energy-grows-at-least` give n_l(t) = n_l(0) + s(t) with one s and
//! ṡ = 4E ≥ 4 (E(0)/∏n_l(0)) ∏(n_l(0) + s), so that the flow ends no later than at (∏n_l(0)/4E(0)) ∫₀^∞ ds/∏(n_l(0) + s):
//! an integration that is not checked here.
//!
//! # Source
//! Beyond the paper: the abstract's covariance operator, followed over time.
//!
//! # Assumptions
//! - `network_is_bias_free`, `network_is_homogeneous`, `network_is_differentiable`: those of `covariance-operator`.
//! - `no_layer_is_zero`: 1/n_l exists.
//! - `step_keeps_the_connection`: K_l at w⁺ is K_l at w_l: no gate at layer l or above flips between the two.
//! - `step_is_forward`: α > 0.
//!
//! # Proof
//! ṅ_l = 2⟨w_l, −∇L⟩ = 4⟨w_l, V_l w_l⟩ = 4E by `covariance-operator`, and Ė = Σ_l ‖∇_l L‖². By Cauchy and Schwarz
//! ‖∇_l L‖² ≥ ⟨w_l, ∇_l L⟩²/n_l = 4E²/n_l; then d/dt log(E/∏n_l) ≥ 4E Σ1/n_l − Σ 4E/n_l = 0. The step is
//! w⁺ = (I + 2αV_l) w_l. While K_l stays, f_L at w⁺ is K_lᵀw⁺ and E⁺ = ⟨w⁺, V_l w⁺⟩. In a basis of eigenvectors of V_l
//! the quotients are means of the eigenvalues v, weighted by w² and by (1 + 2αv)²w²: the second weights grow with v.
//!
//! # Checked form
//! E is written as the double sum over pairs of views; the flow's derivative is the coefficient of ε of E at weights
//! w_l − ε∇_l in power series, the step is taken and E computed anew. The operator is applied to the weights from the
//! forward pass and the Jacobians. The quotient is compared as E ‖w⁺‖² ≤ E⁺ n_l.
//! On real data: the digits network, for the three equations that hold at any step.
//!
//! # Mutants
//! - `sizes-grow-by-twice`: ṅ_l = 2E.
//! - `top-layer-only`: Ė of the top layer alone; `augmentation-mean-forgotten`: V\[K_l\] for V_x\[K̄_l\].
//! - `bound-doubled`: Ė ≥ 8E² Σ_l 1/n_l.
//! - `square-of-the-step-forgotten`: without α².
//! - `operator-once`: I + αV_l.
//! - `energy-stays`: E for E⁺ in the quotient.
//!
//! # When an assumption is dropped
//! A bias enters f_L and not K_lᵀw_l; tanh likewise. A step that flips a gate ends at another energy; a step backwards
//! lowers the quotient.

use super::cases::OnNetwork;
use dualproof::claim::{Declaration, Evidence, Kind, Parts, Relation, Side, Sides, Theorem, assume};
use dualproof::matrix::{Matrix, inner, scaled};
use dualproof::numbers::{Field, Number, Obstacle};
use dualproof::operator::{Moment, Operator};
use nalgebra::DMatrix;

pub mod cases;
mod measured;

pub use cases::Instance;

dualproof::parts! {
    pub enum Part {
        SizesGrowAlike: Equal, EnergyGrows: Equal, EnergyGrowsAtLeast: AtMost, SizeAfterAStep: Equal,
        EnergyAfterAStep: Equal, QuotientDoesNotFall: AtMost,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        SizesGrowByTwice: SizesGrowAlike, TopLayerOnly: EnergyGrows, AugmentationMeanForgotten: EnergyGrows,
        BoundDoubled: EnergyGrowsAtLeast, SquareOfTheStepForgotten: SizeAfterAStep, OperatorOnce: EnergyAfterAStep,
        EnergyStays: QuotientDoesNotFall,
    }
}

/// Every step of SimCLR grows all layers alike, and the energy no slower than their sizes.
pub struct EnergyFlow;

impl Sides for EnergyFlow {
    /// By differentiation of the double sum over pairs of views, or by taking the step.
    fn measured(instance: &Instance, part: Part) -> Side {
        measured::measured(instance, part)
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        let (network, views) = (instance.network.embed::<Number>(), instance.views.embed::<Number>());
        let trace = network.trace(&views.inputs)?;
        let forgotten = formula == Formula::AugmentationMeanForgotten;
        let moment = if forgotten { Moment::Total } else { Moment::Between };
        let v = |l: usize, w: &Matrix| Operator::of(trace.connections(l), &views, moment).apply(w);
        let weights: Vec<&Matrix> = network.layers.iter().map(|layer| &layer.weights).collect();
        let energy = views.between_sample_variance(trace.output());
        let (l, w) = (instance.layer, weights[instance.layer - 1]);
        let (alpha, v_l): (Number, V<'_>) = (Number::from_rational(&instance.step), &|w| v(l, w));
        Ok(match part {
            Part::SizesGrowAlike => vec![number(sizes_grow_alike(formula, &energy)); weights.len()],
            Part::EnergyGrows => vec![number(energy_grows(formula, &weights, &v))],
            Part::EnergyGrowsAtLeast => vec![number(energy_grows_at_least(formula, &weights, &energy)?)],
            Part::SizeAfterAStep => vec![number(size_after_a_step(formula, w, &energy, &alpha, v_l))],
            Part::EnergyAfterAStep => vec![number(energy_after_a_step(formula, w, &alpha, v_l))],
            Part::QuotientDoesNotFall => vec![number(quotient_does_not_fall(formula, w, &energy, &alpha, v_l))],
        })
    }
}

/// V_l applied to a matrix of the shape of W_l.
type V<'a> = &'a dyn Fn(&Matrix) -> Matrix;

fn number(x: Number) -> Matrix {
    DMatrix::from_element(1, 1, x)
}

/// ṅ_l = 4E.
fn sizes_grow_alike(formula: Formula, energy: &Number) -> Number {
    Number::from_integer(if formula == Formula::SizesGrowByTwice { 2 } else { 4 }) * energy.clone()
}

/// Ė = Σ_l ‖2 V_l w_l‖².
fn energy_grows(formula: Formula, weights: &[&Matrix], v: &dyn Fn(usize, &Matrix) -> Matrix) -> Number {
    let first = if formula == Formula::TopLayerOnly { weights.len() } else { 1 };
    (first..=weights.len()).fold(Number::zero(), |sum, l| sum + square_of_update(&v(l, weights[l - 1])))
}

/// −Ė ≤ −4E² Σ_l 1/n_l.
fn energy_grows_at_least(formula: Formula, weights: &[&Matrix], energy: &Number) -> Result<Number, Obstacle> {
    let factor = Number::from_integer(if formula == Formula::BoundDoubled { -8 } else { -4 });
    let mut sum = Number::zero();
    for w in weights {
        sum += Number::one().divide(&inner(w, w)).ok_or(Obstacle::UnknownSign("the norm of a layer"))?;
    }
    Ok(factor * energy.clone() * energy.clone() * sum)
}

/// ‖w⁺‖² = n_l + 4αE + α²‖2 V_l w_l‖².
fn size_after_a_step(formula: Formula, w: &Matrix, energy: &Number, alpha: &Number, v: V<'_>) -> Number {
    let first_order = inner(w, w) + Number::from_integer(4) * alpha.clone() * energy.clone();
    match formula {
        Formula::SquareOfTheStepForgotten => first_order,
        _ => first_order + alpha.clone() * alpha.clone() * square_of_update(&v(w)),
    }
}

/// E⁺ = ⟨(I + 2αV_l) w_l, V_l (I + 2αV_l) w_l⟩.
fn energy_after_a_step(formula: Formula, w: &Matrix, alpha: &Number, v: V<'_>) -> Number {
    let factor = Number::from_integer(if formula == Formula::OperatorOnce { 1 } else { 2 }) * alpha.clone();
    let stepped = w + scaled(&v(w), &factor);
    inner(&stepped, &v(&stepped))
}

/// E ‖w⁺‖² ≤ E⁺ n_l.
fn quotient_does_not_fall(formula: Formula, w: &Matrix, energy: &Number, alpha: &Number, v: V<'_>) -> Number {
    let stays = formula == Formula::EnergyStays;
    inner(w, w) * if stays { energy.clone() } else { energy_after_a_step(formula, w, alpha, v) }
}

/// ‖2 V_l w_l‖².
fn square_of_update(v_w: &Matrix) -> Number {
    Number::from_integer(4) * inner(v_w, v_w)
}

impl Theorem for EnergyFlow {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use {Kind::Exact, Kind::Float, Part::*};
        let equations = &[SizesGrowAlike, EnergyGrows, SizeAfterAStep];
        Declaration {
            page: dualproof::page!("energy_flow.rs"),
            cases: cases::any_instance,
            validate: Instance::validate,
            assumptions: vec![
                assume("network_is_bias_free", Instance::is_bias_free).fails(SizesGrowAlike, Exact, cases::with_a_bias),
                assume("network_is_homogeneous", Instance::is_homogeneous).fails(
                    SizesGrowAlike,
                    Float,
                    cases::with_tanh,
                ),
                assume("network_is_differentiable", Instance::is_differentiable)
                    .domain("at a pre-activation of 0 the gradient does not exist"),
                assume("no_layer_is_zero", Instance::no_layer_is_zero)
                    .of_parts(&[EnergyGrowsAtLeast])
                    .domain("1/n_l does not exist"),
                assume("step_keeps_the_connection", Instance::step_keeps_the_connection)
                    .of_parts(&[EnergyAfterAStep, QuotientDoesNotFall])
                    .fails(EnergyAfterAStep, Exact, cases::large_step),
                assume("step_is_forward", Instance::step_is_forward).of_parts(&[QuotientDoesNotFall]).fails(
                    QuotientDoesNotFall,
                    Exact,
                    cases::step_backwards,
                ),
            ],
            primary: Evidence::exact(),
            further: vec![
                Evidence::identity(cases::free, cases::free_and_small, 2).of_parts(&[
                    SizesGrowAlike,
                    EnergyGrows,
                    SizeAfterAStep,
                    EnergyAfterAStep,
                ]),
                Evidence::float().of_parts(&Part::related(Relation::Equal)),
                Evidence::real(cases::on_digits).of_parts(equations),
            ],
        }
    }
}
