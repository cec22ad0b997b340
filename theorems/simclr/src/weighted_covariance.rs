//! `weighted-covariance`: a contrastive loss updates by a weighted covariance operator, up to a second-order remainder.
//!
//! # Statement
//! One negative, x, y independent from p, x₁, x₊ from aug(·|x), x₋ from aug(·|y), the same weights, gradient through x₁
//! only (one branch), and a loss with ∂L/∂r₊ = −∂L/∂r₋ = ξ(r₊, r₋). Let ξ₀(x, y) = ξ(0, r̄), r̄ = ½‖F̄(x) − F̄(y)‖², D =
//! F̄(x) − F̄(y). For every layer l:
//!
//! - `remainder`: −∇_{w_l} L = ½ E_{x,y}\[ ξ₀ (K̄_l(x) − K̄_l(y))(K̄_l(x) − K̄_l(y))ᵀ \] w_l + θ_l, with θ_l = E\[(ξ − ξ₀)
//!   K₁ (f₊ − f₋)\];
//! - `both-branches`: with the gradient through x₁, x₊ and x₋, −∇_{w_l} L = E_{x,y}\[ ξ₀ (K̄_l(x) − K̄_l(y))(K̄_l(x) −
//!   K̄_l(y))ᵀ \] w_l + E\[(ξ − ξ₀)(K₁(f₊ − f₋) + K₊(f₁ − f₊) + K₋(f₋ − f₁))\];
//! - `remainder-bound`: ‖θ_l‖ ≤ Λ E\[ (r₊ + |r₋ − r̄|) ‖K₁‖ ‖f₊ − f₋‖ \], Λ = sup |dξ/d(r₊ − r₋)|: 1/(4τ) for the
//!   triplet loss, 1/(4τ²) for InfoNCE; for the simple loss Λ = 0 and θ_l = 0;
//! - `second-order`: with augmentations x̄ + ε δ_a, Σ_a q_a δ_a = 0, and the gates of x̄, θ_l = ε² θ₂ + O(ε³), where with
//!   a = J₀δ_a, K' the change of K per ε, V_x = E_a aaᵀ and ξ', ξ'' the derivatives of ξ by r₊ − r₋ at −r̄: θ₂ =
//!   E_{x,y}\[ ξ'( ½(tr V_x − tr V_y) K D − K V_y D − E_a\[K' aᵀD\] D ) + ½ ξ'' Dᵀ(V_x + V_y)D K D \]. As E_x tr
//!   V_{x'|x}\[f_L\] = ε² E_x tr V_x exactly, ‖θ_l‖ / E_x tr V_{x'|x}\[f_L\] tends to the constant ‖θ₂‖ / E_x tr V_x.
//!
//! Scope: one negative, outputs that are not normalised. Only up to θ is the update a covariance operator; θ = 0 for
//! the simple loss (`covariance-operator`), and for more negatives see `contrastive-operator`.
//!
//! # Source
//! Abstract: "the weights at each layer are updated by a covariance operator", for losses with a temperature. The full
//! text was not at hand: ξ₀, θ, its bound and θ₂ are ours.
//!
//! # Assumptions
//! - `network_is_bias_free`, `network_is_homogeneous`, `network_is_differentiable`: f_L = K_lᵀ w_l rests on them.
//! - `network_is_differentiable_at_the_means`: the gates of x̄ exist, for θ₂.
//! - `loss_depends_on_differences_only`: one ξ for both derivatives.
//! - `has_two_augmentations`: without them both sides of the bound are 0.
//!
//! # Proof
//! For one draw −∇ = ξ K₁(f₊ − f₋). Write ξ = ξ₀ + (ξ − ξ₀). Given (x, y) the three views are independent, so the first
//! part is E\[ξ₀ K̄(x)(F̄(x) − F̄(y))\], and ξ₀ is symmetric in x and y: symmetrise. With both branches one draw gives
//! ξ((K₁ − K₋)(f₁ − f₋) − (K₁ − K₊)(f₁ − f₊)) = ξ(K₁(f₊ − f₋) + K₊(f₁ − f₊) + K₋(f₋ − f₁)); under ξ₀ the two terms K₊f₊
//! and K₋f₋ cancel by the exchange of x and y, and the rest is twice that of one branch. The bound is the mean value
//! theorem in d = r₊ − r₋: |ξ − ξ₀| ≤ Λ|r₊ − r₋ + r̄|, and σ' ≤ ¼. It cannot be improved: one sample with two
//! augmentations and n_L = 1 attains it for d + c₂d² (Λ = 2|c₂|), and comes near it with σ as τ → ∞. For the limit, f
//! and K are affine in ε with fixed gates. u = r₊ − r₋ + r̄ has first order −Dᵀ(a − b) of mean 0 and second order of
//! mean ½(tr V_x − tr V_y); expand (ξ'u + ½ξ''u²)(K + εK')(D + ε(c − b)) and take means over the independent a, b, c.
//!
//! # Checked form
//! Measured: the loss as its sum over all triples of views, differentiated. The bound's left side is the gradient of
//! the loss minus that of the loss with its ξ frozen at ξ₀, squared norms compared; ‖K₁‖ is the Frobenius norm, an
//! upper bound of the spectral one and equal to it for n_L = 1. `second-order` measures the whole update in power
//! series of ε, the loss among it, and compares its coefficients 0, 1 and 2 with the covariance part at the means, 0
//! and θ₂, computed without series: ξ' and ξ'' in closed form, K' from the Jacobians of f_{l−1}. That coefficients 0
//! and 1 agree is the order of θ. `update-norm` is ‖−∇_{w_l} L‖ with one branch, for another program alone.
//! The enclosure decides the bound; a root of 0 within an error has no float. On real data: InfoNCE with τ = ½ on the
//! digits network, 20 digits under five shifts (all 50,000 triples), and PyTorch's norm on 60 digits (450,000 triples).
//!
//! # Mutants
//! - `half-dropped`: E for ½E.
//! - `xi-zero-without-tau`: σ(−r̄/τ) for σ(−r̄/τ)/τ.
//! - `xi-zero-at-minus-r-bar`: ξ(0, −r̄).
//! - `quarter-of-lambda`: Λ/4 in the bound. One sample with two augmentations and a large τ reaches the bound.
//! - `curvature-forgotten`: θ₂ without its ξ'' term.
//! - `one-branch-for-both`: ½E for E with both branches.
//! - `positive-forgotten`, `negative-forgotten`: both branches' remainder without K₊(f₁ − f₊), without K₋(f₋ − f₁).
//!
//! # When an assumption is dropped
//! A bias or tanh breaks the identity. r₊ alone, or a constant in InfoNCE's denominator, has two different ξ. With two
//! or more negatives and one branch no covariance operator remains: see `contrastive-operator`.

use super::cases::OnNetwork;
use super::loss::Loss;
use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::network::Network;
use dualproof::numbers::{Field, Number, Obstacle, Rational};
use expectations::Expectations;
use nalgebra::DMatrix;
use num_traits::One;
use second_order::second_order;

mod cases;
mod expectations;
mod measured;
mod second_order;

pub use cases::Instance;

dualproof::parts! {
    pub enum Part {
        Remainder: Equal, BothBranches: Equal, RemainderBound: AtMost, SecondOrder: Equal, UpdateNorm: Equal,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        HalfDropped: SecondOrder, XiZeroWithoutTau: SecondOrder, XiZeroAtMinusRBar: SecondOrder,
        QuarterOfLambda: RemainderBound, CurvatureForgotten: SecondOrder, OneBranchForBoth: BothBranches,
        PositiveForgotten: BothBranches, NegativeForgotten: BothBranches,
    }
}

/// A contrastive loss updates by a weighted covariance operator, up to a second-order remainder.
pub struct WeightedCovariance;

impl Sides for WeightedCovariance {
    /// By differentiation of the sum over all triples of views.
    fn measured(instance: &Instance, part: Part) -> Side {
        measured::measured(instance, part)
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        match part {
            Part::Remainder | Part::BothBranches => updates(instance, part, formula),
            Part::RemainderBound => remainder_bound(instance, formula),
            Part::SecondOrder => second_order(instance, formula),
            Part::UpdateNorm => Err(Obstacle::Unsupported("formula of the norm: it is held against a program")),
        }
    }
}

/// The two updates, in any field.
fn updates(instance: &Instance, part: Part, formula: Formula) -> Side {
    let (network, views) = (instance.network.embed::<Number>(), instance.views.embed::<Number>());
    let trace = network.trace(&views.inputs)?;
    let e = Expectations::new(&views, &trace, &instance.loss, formula);
    if part == Part::BothBranches { both_branches(formula, &network, &e) } else { remainder(&network, &e) }
}

/// −∇_{w_l} L = ½ E_{x,y}\[ξ₀ (K̄_l(x) − K̄_l(y))(K̄_l(x) − K̄_l(y))ᵀ\] w_l + E\[(ξ − ξ₀) K₁ (f₊ − f₋)\].
fn remainder(network: &Network<Number>, e: &Expectations<'_, Number>) -> Side {
    let theta = e.excess(|first_plus_minus| [Some(first_plus_minus)])?;
    e.updates(network, 1, &theta)
}

/// −∇_{w_l} L = E_{x,y}\[ξ₀ (K̄_l(x) − K̄_l(y))(K̄_l(x) − K̄_l(y))ᵀ\] w_l
/// + E\[(ξ − ξ₀)(K₁(f₊ − f₋) + K₊(f₁ − f₊) + K₋(f₋ − f₁))\].
fn both_branches(formula: Formula, network: &Network<Number>, e: &Expectations<'_, Number>) -> Side {
    let of_plus = formula != Formula::PositiveForgotten;
    let of_minus = formula != Formula::NegativeForgotten;
    let theta = e.excess(|[first, plus, minus]| {
        let [plus_term, minus_term] = [[plus, first, plus], [minus, minus, first]];
        [Some([first, plus, minus]), of_plus.then_some(plus_term), of_minus.then_some(minus_term)]
    })?;
    e.updates(network, if formula == Formula::OneBranchForBoth { 1 } else { 2 }, &theta)
}

/// ‖θ_l‖² ≤ ( Λ E\[(r₊ + |r₋ − r̄|) ‖K₁‖ ‖f₊ − f₋‖\] )².
fn remainder_bound(instance: &Instance, formula: Formula) -> Side {
    let (network, views) = (instance.network.embed::<Number>(), instance.views.embed::<Number>());
    let trace = network.trace(&views.inputs)?;
    let lambda = lambda(&instance.loss).ok_or(Obstacle::Outside("a loss for which no Λ is stated"))?;
    let share = if formula == Formula::QuarterOfLambda { Rational::new(1, 4) } else { Rational::one() };
    let lambda = Number::from_rational(&(lambda * share));
    let square = |size: Number| {
        let bound = size * lambda.clone();
        DMatrix::from_element(1, 1, bound.clone() * bound)
    };
    let sizes = Expectations::new(&views, &trace, &instance.loss, formula).sizes()?;
    Ok(sizes.into_iter().map(square).collect())
}

/// Λ = sup |dξ/d(r₊ − r₋)|.
fn lambda(loss: &Loss) -> Option<Rational> {
    let quarter_over = |t: Rational| Rational::new(1, 4).divide(&t);
    match loss {
        Loss::Triplet { temperature, .. } => quarter_over(temperature.clone()),
        Loss::InfoNce { temperature } => quarter_over(temperature.clone() * temperature.clone()),
        _ => None,
    }
}

impl Theorem for WeightedCovariance {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use Kind::{Enclosure, Exact};
        use Part::*;
        let equalities = &[Remainder, BothBranches, SecondOrder];
        Declaration {
            page: dualproof::page!("weighted_covariance.rs"),
            cases: cases::any_loss,
            validate: Instance::validate,
            assumptions: vec![
                assume("network_is_bias_free", Instance::is_bias_free)
                    .fails(Remainder, Enclosure, cases::with_bias)
                    .fails(BothBranches, Exact, cases::algebraic_with_bias),
                assume("network_is_homogeneous", Instance::is_homogeneous).fails(
                    Remainder,
                    Enclosure,
                    cases::with_tanh,
                ),
                assume("network_is_differentiable", Instance::is_differentiable)
                    .domain("at a pre-activation of 0 the gradient does not exist"),
                assume("network_is_differentiable_at_the_means", Instance::is_differentiable_at_the_means)
                    .of_parts(&[SecondOrder])
                    .domain("at a pre-activation of 0 the expansion about the mean view does not exist"),
                assume("loss_depends_on_differences_only", |i: &Instance| i.loss.depends_on_differences_only())
                    .fails(Remainder, Exact, cases::positive_alone)
                    .fails(Remainder, Enclosure, cases::constant_in_denominator)
                    .fails(BothBranches, Exact, cases::positive_alone),
                assume("has_two_augmentations", |i: &Instance| i.views.augmentations() >= 2)
                    .of_parts(&[RemainderBound])
                    .domain("one augmentation has no distinct pair"),
            ],
            primary: Evidence::enclosure().of_parts(&[Remainder, BothBranches, RemainderBound, SecondOrder]),
            further: vec![
                Evidence::exact().of_parts(equalities).drawn_from(cases::algebraic),
                Evidence::identity_by(
                    cases::free,
                    cases::free_and_small,
                    1,
                    (measured::update, updates),
                    (measured::update, updates),
                )
                .of_parts(&[Remainder, BothBranches]),
                Evidence::float().of_parts(equalities),
                Evidence::real(cases::on_digits).of_parts(&[Remainder, BothBranches, RemainderBound]),
                Evidence::reference(cases::on_all_digits, &[UpdateNorm], measured::measured, cases::pytorch_norms),
            ],
        }
    }
}
