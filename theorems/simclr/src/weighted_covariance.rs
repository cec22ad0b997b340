//! `weighted-covariance`: a contrastive loss updates by a weighted covariance operator, up to a second-order remainder.
//!
//! # Statement
//! One negative, x, y independent from p, x₁, x₊ from aug(·|x), x₋ from aug(·|y), the same weights, gradient through
//! x₁ only (one branch), and a loss with ∂L/∂r₊ = −∂L/∂r₋ = ξ(r₊, r₋). Let ξ₀(x, y) = ξ(0, r̄), r̄ = ½‖F̄(x) − F̄(y)‖²,
//! D = F̄(x) − F̄(y). For every layer l:
//!
//! - −∇_{w_l} L = ½ E_{x,y}\[ ξ₀ (K̄_l(x) − K̄_l(y))(K̄_l(x) − K̄_l(y))ᵀ \] w_l + θ_l, with θ_l = E\[(ξ − ξ₀) K₁ (f₊ − f₋)\];
//! - with both branches, exactly: −∇_{w_l} L = E_{x,y}\[ ξ₀ (K̄_l(x) − K̄_l(y))(K̄_l(x) − K̄_l(y))ᵀ \] w_l +
//!   E\[(ξ − ξ₀)(K₁(f₊ − f₋) + K₊(f₁ − f₊) + K₋(f₋ − f₁))\];
//! - ‖θ_l‖ ≤ Λ E\[ (r₊ + |r₋ − r̄|) ‖K₁‖ ‖f₊ − f₋‖ \], Λ = sup |dξ/d(r₊ − r₋)|: 1/(4τ) for the triplet loss, 1/(4τ²)
//!   for InfoNCE; for the simple loss Λ = 0 and θ_l = 0;
//! - θ_l is second order in the augmentation: with augmentations x̄ + ε δ_a, Σ_a q_a δ_a = 0, and the gates of x̄,
//!   θ_l = ε² θ₂ + O(ε³), where with a = J₀δ_a, K' the change of K per ε, V_x = E_a aaᵀ and ξ', ξ'' the derivatives of
//!   ξ by r₊ − r₋ at −r̄: θ₂ = E_{x,y}\[ ξ'( ½(tr V_x − tr V_y) K D − K V_y D − E_a\[K' aᵀD\] D ) + ½ ξ'' Dᵀ(V_x + V_y)D K D \].
//!   As E_x tr V_{x'|x}\[f_L\] = ε² E_x tr V_x exactly, ‖θ_l‖ / E_x tr V_{x'|x}\[f_L\] tends to the constant ‖θ₂‖ / E_x tr V_x.
//!
//! Scope: one negative, outputs that are not normalised. Only up to θ is the update a covariance operator; θ = 0 for the
//! simple loss (`covariance-operator`), and for more negatives see `contrastive-operator`.
//!
//! # Source
//! Abstract: "the weights at each layer are updated by a covariance operator", for losses with a temperature. The full
//! text was not at hand: ξ₀, θ, its bound and θ₂ are ours.
//!
//! # Assumptions
//! - `network_is_bias_free`, `network_is_homogeneous`, `network_is_differentiable`: f_L = K_lᵀ w_l rests on them.
//! - `network_is_differentiable_at_the_means`: the gates of x̄ exist (part `second-order`).
//! - `loss_depends_on_differences_only`: one ξ for both derivatives.
//! - `has_two_augmentations`: without them both sides of the bound are 0.
//!
//! # Proof
//! For one draw −∇ = ξ K₁(f₊ − f₋). Write ξ = ξ₀ + (ξ − ξ₀). Given (x, y) the three views are independent, so the first
//! part is E\[ξ₀ K̄(x)(F̄(x) − F̄(y))\], and ξ₀ is symmetric in x and y: symmetrise. With both branches one draw gives
//! ξ((K₁ − K₋)(f₁ − f₋) − (K₁ − K₊)(f₁ − f₊)) = ξ(K₁(f₊ − f₋) + K₊(f₁ − f₊) + K₋(f₋ − f₁)); under ξ₀ the two terms K₊f₊
//! and K₋f₋ cancel by the exchange of x and y, and the rest is twice that of one branch. The bound is the mean value theorem
//! in d = r₊ − r₋: |ξ − ξ₀| ≤ Λ|r₊ − r₋ + r̄|, and σ' ≤ ¼. It cannot be improved: one sample with two augmentations
//! and n_L = 1 attains it for d + c₂d² (Λ = 2|c₂|), and comes near it with σ as τ → ∞. For the limit, f and K are affine in ε with fixed gates.
//! u = r₊ − r₋ + r̄ has first order −Dᵀ(a − b) of mean 0 and second order of mean ½(tr V_x − tr V_y); expand
//! (ξ'u + ½ξ''u²)(K + εK')(D + ε(c − b)) and take means over the independent a, b, c.
//!
//! # Checked form
//! Measured: the loss as its sum over all triples of views, differentiated; the bound's left side is the gradient of
//! the loss minus that of the loss with its ξ frozen at ξ₀, squared norms compared; ‖K₁‖ is the Frobenius norm, an
//! upper bound of the spectral one and equal to it for n_L = 1. Part `second-order` measures the whole update in
//! power series of ε, the loss among it, and compares its coefficients 0, 1 and 2 with the covariance part at the means,
//! 0 and θ₂, computed without series: ξ' and ξ'' in closed form, K' from the Jacobians of f_{l−1}. That coefficients 0
//! and 1 agree is the order of θ.
//!
//! # Evidence
//! enclosure (intervals, refined by wide ones; decides the bound), exact (the identity and the limit, for the
//! simple loss and d + c₂d²), identity (prime field, polynomial losses with free coefficients; both updates),
//! float (not the bound: a root of 0 within an error has no float), real (the digits network, InfoNCE with τ =
//! ½, the first 20 digits under five shifts: all 50,000 triples), reference (PyTorch's norm of the same update
//! on 60 digits, 450,000 triples).
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
//! A bias or tanh breaks the identity. r₊ alone, or a constant in InfoNCE's denominator, has two different ξ. With
//! two or more negatives and one branch no covariance operator remains: see `contrastive-operator`.

use super::loss::{Loss, largest_distance};

use dualproof_digits as digits;
use dualproof::claim::{
    Assumption, Bound, Claim, Domain, Evidence, Identity, Kind, Mutant, Necessity, Part as Row, Relation, Side,
};
use dualproof::network::Network;
use dualproof::numbers::{Line, Rational, Ring, Running, WideInterval};
use dualproof::strategies::{Hidden, Setting, Size, free_matrix, free_setting, setting};
use dualproof::views::Views;
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

mod formula;
mod measured;
mod second_order;

pub use formula::{predicted, predicted_update};
pub use measured::{measured, measured_update};

/// A network, a data set and a loss of one negative.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The network.
    pub network: Network<Rational>,
    /// The samples and their augmentations.
    pub views: Views<Rational>,
    /// The loss.
    pub loss: Loss,
}

dualproof::line_through!(Instance { network, views, loss } keeping {});

/// The statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// One branch: −∇L = covariance part + θ.
    Remainder,
    /// Both branches: −∇L = twice the covariance part + the remainder of all three views.
    BothBranches,
    /// ‖θ‖² ≤ the bound squared.
    RemainderBound,
    /// −∇L = covariance part + ε²θ₂ modulo ε³.
    SecondOrder,
    /// ‖−∇L‖ of every layer, against an independent program.
    UpdateNorm,
}

/// The formula and its wrong versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// As stated.
    Stated,
    /// 1 for ½.
    HalfDropped,
    /// τξ₀.
    XiZeroWithoutTau,
    /// ξ(0, −r̄).
    XiZeroAtMinusRBar,
    /// Λ/4.
    QuarterOfLambda,
    /// 0 for ξ''.
    CurvatureForgotten,
    /// ½ of both branches' covariance part: that of one branch.
    OneBranchForBoth,
    /// Both branches' remainder without K₊(f₁ − f₊).
    PositiveForgotten,
    /// Both branches' remainder without K₋(f₋ − f₁).
    NegativeForgotten,
}

const PARTS: &[Row<Part>] = &[
    Row { name: "remainder", part: Part::Remainder, relation: Relation::Equal },
    Row { name: "both-branches", part: Part::BothBranches, relation: Relation::Equal },
    Row { name: "remainder-bound", part: Part::RemainderBound, relation: Relation::AtMost },
    Row { name: "second-order", part: Part::SecondOrder, relation: Relation::Equal },
    Row { name: "update-norm", part: Part::UpdateNorm, relation: Relation::Equal },
];

/// The statement; the norm of the update is only for the comparison with another program.
const STATEMENT: &[Part] = &[Part::Remainder, Part::BothBranches, Part::RemainderBound, Part::SecondOrder];

/// The equalities: all but the bound.
const EQUALITIES: &[Part] = &[Part::Remainder, Part::BothBranches, Part::SecondOrder];

/// The two updates.
const UPDATES: &[Part] = &[Part::Remainder, Part::BothBranches];

const ASSUMPTIONS: &[Assumption<Instance, Part>] = &[
    Assumption { name: "network_is_bias_free", parts: None, holds: |i| i.network.is_bias_free() },
    Assumption { name: "network_is_homogeneous", parts: None, holds: |i| i.network.is_homogeneous() },
    Assumption {
        name: "network_is_differentiable",
        parts: None,
        holds: |i| i.network.is_differentiable_on(&i.views.inputs),
    },
    Assumption {
        name: "network_is_differentiable_at_the_means",
        parts: Some(&[Part::SecondOrder]),
        holds: |i| i.network.is_differentiable_on(&i.views.augmentation_mean(&i.views.inputs)),
    },
    Assumption {
        name: "loss_depends_on_differences_only",
        parts: None,
        holds: |i| i.loss.depends_on_differences_only(),
    },
    Assumption {
        name: "has_two_augmentations",
        parts: Some(&[Part::RemainderBound]),
        holds: |i| i.views.augmentations() >= 2,
    },
];

const MUTANTS: &[Mutant<Part, Formula>] = &[
    Mutant { name: "half-dropped", formula: Formula::HalfDropped, part: Part::SecondOrder },
    Mutant { name: "xi-zero-without-tau", formula: Formula::XiZeroWithoutTau, part: Part::SecondOrder },
    Mutant { name: "xi-zero-at-minus-r-bar", formula: Formula::XiZeroAtMinusRBar, part: Part::SecondOrder },
    Mutant { name: "quarter-of-lambda", formula: Formula::QuarterOfLambda, part: Part::RemainderBound },
    Mutant { name: "curvature-forgotten", formula: Formula::CurvatureForgotten, part: Part::SecondOrder },
    Mutant { name: "one-branch-for-both", formula: Formula::OneBranchForBoth, part: Part::BothBranches },
    Mutant { name: "positive-forgotten", formula: Formula::PositiveForgotten, part: Part::BothBranches },
    Mutant { name: "negative-forgotten", formula: Formula::NegativeForgotten, part: Part::BothBranches },
];

const DOMAIN: &[Domain] = &[
    Domain { assumption: "network_is_differentiable", reason: "at a pre-activation of 0 the gradient does not exist" },
    Domain {
        assumption: "network_is_differentiable_at_the_means",
        reason: "at a pre-activation of 0 the expansion about the mean view does not exist",
    },
    Domain { assumption: "has_two_augmentations", reason: "one augmentation has no distinct pair" },
];

const NECESSITY: &[Necessity<Instance, Part>] = &[
    Necessity {
        assumption: "network_is_bias_free",
        strategy: || drawn(Setting { bias: true, ..SMALL }, losses()),
        part: Part::Remainder,
        kind: Kind::Enclosure,
    },
    Necessity {
        assumption: "network_is_homogeneous",
        strategy: || drawn(Setting { tanh: true, ..SMALL }, losses()),
        part: Part::Remainder,
        kind: Kind::Enclosure,
    },
    Necessity {
        assumption: "loss_depends_on_differences_only",
        strategy: || drawn(SMALL, Just(Loss::PositiveAlone).boxed()),
        part: Part::Remainder,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "loss_depends_on_differences_only",
        strategy: || {
            let loss = Just(Loss::ConstantInDenominator { temperature: Rational::one() });
            drawn(SMALL, loss.boxed())
        },
        part: Part::Remainder,
        kind: Kind::Enclosure,
    },
    Necessity {
        assumption: "network_is_bias_free",
        strategy: || drawn(Setting { bias: true, ..SMALL }, algebraic_losses()),
        part: Part::BothBranches,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "loss_depends_on_differences_only",
        strategy: || drawn(SMALL, Just(Loss::PositiveAlone).boxed()),
        part: Part::BothBranches,
        kind: Kind::Exact,
    },
];

/// The sum over triples is cubic in the augmentations: few samples suffice.
const SMALL: Setting =
    Setting { networks: 1, samples: (1, 3), augmentations: (1, 3), uniform: false, bias: false, tanh: false };

/// τ in units of the largest r of the instance, from 1/16 to 256; the margin in units of τ.
fn losses() -> BoxedStrategy<Loss> {
    let factor = (-4_i32..=8).prop_map(|k| match k {
        0.. => Rational::from_integer(1 << k),
        _ => Rational::new(1, 1 << -k),
    });
    // Of one negative the decoupled loss is the simple one over τ: nothing new.
    let with_temperature = (0_u8..5, factor, -4_i64..=4).prop_map(|(kind, temperature, margin)| match kind {
        0 | 1 => Loss::Triplet { temperature, margin: Rational::new(margin, 2) },
        2 | 3 => Loss::InfoNce { temperature },
        _ => Loss::NegativeProbability { temperature },
    });
    prop_oneof![5 => with_temperature, 1 => Just(Loss::Simple), 1 => quadratic()].boxed()
}

/// d + c₂d².
fn quadratic() -> BoxedStrategy<Loss> {
    let loss = |c: i64| Loss::Polynomial { coefficients: [Rational::one(), Rational::new(c, 64), Rational::zero()] };
    (-16_i64..=16).prop_map(loss).boxed()
}

fn drawn(options: Setting, losses: BoxedStrategy<Loss>) -> BoxedStrategy<Instance> {
    let instance = |((mut networks, views), loss): ((Vec<_>, Views<_>), Loss)| {
        let network = networks.remove(0);
        let unit = largest_distance(&network, &views.inputs);
        Instance { network, views, loss: loss.in_units_of(&unit) }
    };
    (setting(options), losses).prop_map(instance).boxed()
}

fn strategy() -> BoxedStrategy<Instance> {
    drawn(SMALL, losses())
}

fn algebraic() -> BoxedStrategy<Instance> {
    drawn(SMALL, algebraic_losses())
}

/// The losses that rationals can compute.
fn algebraic_losses() -> BoxedStrategy<Loss> {
    prop_oneof![Just(Loss::Simple), quadratic()].boxed()
}

/// Free networks, views and coefficients. The sum over triples is cubic in the augmentations.
fn free(size: Size) -> BoxedStrategy<Instance> {
    (free_setting(size, 1, Hidden::Gated), free_matrix(3, 1))
        .prop_map(|((mut networks, views), c)| Instance {
            network: networks.remove(0),
            views,
            loss: Loss::Polynomial { coefficients: std::array::from_fn(|n| c[n].clone()) },
        })
        .boxed()
}

/// The digits network with InfoNCE, τ = ½, on the first `samples` digits under five shifts: 125 `samples`² triples.
fn digits_instance(samples: usize) -> Instance {
    let loss = Loss::InfoNce { temperature: Rational::new(1, 2) };
    Instance { network: digits::network(), views: digits::views(samples), loss }
}

/// A third of the digits that PyTorch saw: a ninth of the triples.
fn on_digits() -> Vec<Instance> {
    vec![digits_instance(digits::expected().samples / 3)]
}

fn all_digits() -> Vec<Instance> {
    vec![digits_instance(digits::expected().samples)]
}

/// PyTorch's norms, with the agreement promised as their error.
fn pytorch_norms(_: &Instance, _: Part, _: Formula) -> Side<Running> {
    let norms = digits::expected().infonce_update_norm.iter();
    Ok(norms.map(|x| DMatrix::from_element(1, 1, digits::agreeing_with(*x))).collect())
}

fn validate(instance: &Instance) -> Result<(), String> {
    let Instance { network, views, loss } = instance;
    views.validate().map_err(|e| e.to_string())?;
    network.validate(views.inputs.nrows(), views.len()).map_err(|e| e.to_string())?;
    loss.validate()
}

/// The claim.
pub fn claim() -> Claim<Instance, Part, Formula> {
    Claim {
        slug: "weighted-covariance",
        group: "simclr",
        text: include_str!("weighted_covariance.rs"),
        parts: PARTS,
        assumptions: ASSUMPTIONS,
        strategy,
        validate,
        evidence: vec![
            Evidence::enclosure(measured, predicted).refined::<WideInterval>(measured, predicted).of_parts(STATEMENT),
            Evidence::exact(measured, predicted).of_parts(EQUALITIES).drawn_from(algebraic),
            Evidence::identity(Identity {
                large: || free(Size::LARGE),
                small: || free(Size::SMALL),
                line: Instance::towards,
                measured: measured_update,
                predicted: predicted_update,
                bound: Bound::Derived { measured: measured_update, predicted: predicted_update, entries: 1 },
            })
            .of_parts(UPDATES),
            Evidence::float(measured, predicted).of_parts(EQUALITIES),
            Evidence::real(on_digits, measured, predicted).of_parts(&[
                Part::Remainder,
                Part::BothBranches,
                Part::RemainderBound,
            ]),
            Evidence::reference(all_digits, &[Part::UpdateNorm], measured, pytorch_norms),
        ],
        stated: Formula::Stated,
        mutants: MUTANTS,
        necessity: NECESSITY,
        domain: DOMAIN,
    }
}
