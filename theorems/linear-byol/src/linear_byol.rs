//! `linear-byol`: what BYOL's flow conserves on linear networks, and how it splits into modes.
//!
//! # Statement
//! Let f = Wx, r = E ½‖P W x₁ − W_a x₂‖² over x ~ p and independent augmentations x₁, x₂ of x, the second term a constant;
//! X = E x̄x̄ᵀ, x̄ = E\[x' | x\], X' = E_x V_{x'|x}\[x'\] and G = P W (X + X') − W_a X.
//!
//! - `gradient`: ∇_W r = PᵀG and ∇_P r = G Wᵀ.
//!
//! Under the flow Ẇ = −∇_W r − ηW, Ṗ = −α∇_P r − ηP, with any W_a, let C = WWᵀ − α⁻¹PᵀP:
//!
//! - `balance-decays`: d/dt αC = −2η αC, so that C decays as e^{−2ηt} and is conserved for η = 0;
//! - `balance-of-a-step`: one step of size h takes αC to (1 − hη)² αC + h²(α ∇_W r ∇_W rᵀ − α² ∇_P rᵀ∇_P r), exactly.
//!
//! If there are orthonormal u_1, …, u_n and q_1, …, q_{n₀}, n ≤ n₀, in which X, X', W, P and W_a are all diagonal, with the
//! entries x_j, x'_j, w_j, p_j, a_j, they stay so, and with rates of their own for the decays:
//!
//! - `modes`: in steps of size h of the flow with Ẇ_a = β(W − W_a) every mode goes by itself,
//!   w_j ← (1 − hη_W) w_j − h p_j g_j, p_j ← (1 − hη_P) p_j − hα g_j w_j, a_j ← a_j + hβ(w_j − a_j), where
//!   g_j = p_j w_j (x_j + x'_j) − a_j x_j.
//!
//! # Source
//! Beyond the abstract at hand. Another version of it says that for linear architectures exact solutions of BYOL are
//! derived. The balance and the modes are after Tian, Chen, Ganguli, *Understanding Self-Supervised Learning Dynamics
//! without Contrastive Pairs* (arXiv 2102.06810). The steps of finite size are our own.
//!
//! # Assumptions
//! - `decays_are_equal`: η_W = η_P; `balance-decays` and `balance-of-a-step`.
//! - `data_shares_the_axes`: the q_j are orthonormal and X, X' diagonal in them, so that they commute; `modes`.
//! - `weights_share_the_axes`: the u_j are orthonormal and W, P and W_a diagonal in the two bases; `modes`.
//!
//! # Proof
//! E x₁x₁ᵀ = X + X' and E x₂x₁ᵀ = X, so the gradient of r by the product PW is G. Hence W ∇_W rᵀ = W GᵀP = ∇_P rᵀ P: in
//! d/dt (αWWᵀ − PᵀP) all terms but those of the decays cancel, and in a step all terms of first order in h. With all
//! matrices diagonal G is, with the entries g_j, and so are PᵀG and G Wᵀ.
//!
//! # Checked form
//! The loss is written as its double sum over pairs of augmentations and differentiated by W and by P, at every step; αC
//! is formed before and after, so that α = 0, a predictor that does not learn, is included. X and X' are formed from
//! the views. Square W and P of two rows in drawn axes for the modes.
//! On real data: 16 rows of the digits network and its views, for all parts but the modes.
//!
//! # Mutants
//! - `augmentations-forgotten`: G = P W X − W_a X; `target-averaged-over-views`: G = (P W − W_a)(X + X');
//!   `predictor-not-transposed`: PG.
//! - `decay-once`: −η for −2η, as if C decayed as e^{−ηt}.
//! - `first-order-decay`: 1 − 2hη for (1 − hη)²; `rate-forgotten`: h²α(∇_W r ∇_W rᵀ − ∇_P rᵀ∇_P r).
//! - `target-stays`: a_j that does not follow w_j; `pull-of-all-views`: g_j = (p_j w_j − a_j)(x_j + x'_j).
//!
//! # When an assumption is dropped
//! Unequal decays shift the balance; where X and X' do not commute, or W, P or W_a have other axes, the modes mix. Each
//! fails on a stored instance.

use crate::modes::Mode;
use crate::moments::Moments;
use crate::setting::Setting;
use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::matrix::{Matrix, embed, scaled};
use dualproof::numbers::Number;
use nalgebra::DMatrix;

pub mod cases;
mod measured;

pub use cases::Instance;

dualproof::parts! {
    pub enum Part {
        Gradient: Equal, BalanceDecays: Equal, BalanceOfAStep: Equal, Modes: Equal,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        AugmentationsForgotten: Gradient, TargetAveragedOverViews: Gradient, PredictorNotTransposed: Gradient,
        DecayOnce: BalanceDecays, FirstOrderDecay: BalanceOfAStep, RateForgotten: BalanceOfAStep, TargetStays: Modes,
        PullOfAllViews: Modes,
    }
}

/// What BYOL's flow conserves on linear networks, and how it splits into modes.
pub struct LinearByol;

impl Sides for LinearByol {
    /// By differentiation of the loss, and by taking the steps.
    fn measured(instance: &Instance, part: Part) -> Side {
        measured::measured(instance, part)
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        let setting = &instance.setting;
        let h = Number::from_rational(&instance.step);
        Ok(match part {
            Part::Gradient => gradient(formula, setting).to_vec(),
            Part::BalanceDecays => vec![balance_decays(formula, setting)],
            Part::BalanceOfAStep => vec![balance_of_a_step(formula, setting, &h)],
            Part::Modes => modes(formula, instance, &h),
        })
    }
}

/// PᵀG and G Wᵀ with G = P W (X + X') − W_a X.
fn gradient(formula: Formula, setting: &Setting) -> [Matrix; 2] {
    let [w, p, a]: [Matrix; 3] = [&setting.weights, &setting.predictor, &setting.target].map(embed);
    let moments = Moments::<Number>::of(&setting.views);
    let forgotten = formula == Formula::AugmentationsForgotten;
    let of_online = if forgotten { moments.between.clone() } else { moments.total() };
    let averaged = formula == Formula::TargetAveragedOverViews;
    let of_target = if averaged { moments.total() } else { moments.between };
    let g = Number::product(&Number::product(&p, &w), &of_online) - Number::product(&a, &of_target);
    let left = if formula == Formula::PredictorNotTransposed { p } else { p.transpose() };
    [Number::product(&left, &g), Number::product(&g, &w.transpose())]
}

/// αC = αWWᵀ − PᵀP.
fn balance(setting: &Setting) -> Matrix {
    let [w, p]: [Matrix; 2] = [&setting.weights, &setting.predictor].map(embed);
    let of_w = Number::product(&w, &w.transpose());
    scaled(&of_w, &Number::from_rational(&setting.rate)) - Number::product(&p.transpose(), &p)
}

/// d/dt αC = −2η αC.
fn balance_decays(formula: Formula, setting: &Setting) -> Matrix {
    let times = Number::from_integer(if formula == Formula::DecayOnce { -1 } else { -2 });
    scaled(&balance(setting), &(times * Number::from_rational(&setting.decay)))
}

/// (1 − hη)² αC + h²(α ∇_W r ∇_W rᵀ − α² ∇_P rᵀ∇_P r).
fn balance_of_a_step(formula: Formula, setting: &Setting, h: &Number) -> Matrix {
    let [alpha, eta] = [&setting.rate, &setting.decay].map(Number::from_rational);
    let shrunk = Number::one() - h.clone() * eta.clone();
    let decayed = match formula {
        Formula::FirstOrderDecay => shrunk - h.clone() * eta,
        _ => shrunk.clone() * shrunk,
    };
    let [by_w, by_p] = gradient(formula, setting);
    let of_w = Number::product(&by_w, &by_w.transpose());
    let of_p = Number::product(&by_p.transpose(), &by_p);
    let of_p = if formula == Formula::RateForgotten { of_p } else { scaled(&of_p, &alpha) };
    scaled(&balance(setting), &decayed) + scaled(&(of_w - of_p), &(alpha * h.clone() * h.clone()))
}

/// w_j ← (1 − hη_W) w_j − h p_j g_j, p_j ← (1 − hη_P) p_j − hα g_j w_j, a_j ← a_j + hβ(w_j − a_j), with
/// g_j = p_j w_j (x_j + x'_j) − a_j x_j.
fn modes(formula: Formula, instance: &Instance, h: &Number) -> Vec<Matrix> {
    let Instance { setting, axes, .. } = instance;
    let rates = [&setting.rate, &setting.decay, &setting.predictor_decay, &instance.follows];
    let [alpha, of_w, of_p, beta] = rates.map(Number::from_rational);
    let mut modes = axes.modes::<Number>(setting);
    for Mode { between, total, weight, predictor, target } in &mut modes {
        for _ in 0..instance.steps {
            let pull = if formula == Formula::PullOfAllViews { total.clone() } else { between.clone() };
            let g = predictor.clone() * weight.clone() * total.clone() - target.clone() * pull;
            let w = weight.clone() - h.clone() * (of_w.clone() * weight.clone() + predictor.clone() * g.clone());
            let p =
                predictor.clone() - h.clone() * (of_p.clone() * predictor.clone() + alpha.clone() * g * weight.clone());
            if formula != Formula::TargetStays {
                *target += h.clone() * beta.clone() * (weight.clone() - target.clone());
            }
            (*weight, *predictor) = (w, p);
        }
    }
    let (n, inputs) = setting.weights.shape();
    let diagonal = |columns: usize, entry: fn(&Mode<Number>) -> &Number| {
        DMatrix::from_fn(n, columns, |i, j| if i == j { entry(&modes[i]).clone() } else { Number::zero() })
    };
    vec![
        diagonal(inputs, |mode| &mode.weight),
        diagonal(n, |mode| &mode.predictor),
        diagonal(inputs, |mode| &mode.target),
    ]
}

impl Theorem for LinearByol {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use {Kind::Exact, Part::*};
        let of_any_weights = &[Gradient, BalanceDecays, BalanceOfAStep];
        Declaration {
            page: dualproof::page!("linear_byol.rs"),
            cases: cases::any_instance,
            validate: Instance::validate,
            assumptions: vec![
                assume("decays_are_equal", |i: &Instance| i.setting.decays_are_equal())
                    .of_parts(&[BalanceDecays, BalanceOfAStep])
                    .fails(BalanceDecays, Exact, cases::with_unequal_decays)
                    .fails(BalanceOfAStep, Exact, cases::with_unequal_decays),
                assume("data_shares_the_axes", |i: &Instance| i.axes.are_of_the_data(&i.setting))
                    .of_parts(&[Modes])
                    .fails(Modes, Exact, cases::with_noise_along_other_axes),
                assume("weights_share_the_axes", |i: &Instance| i.axes.are_of_the_weights(&i.setting))
                    .of_parts(&[Modes])
                    .fails(Modes, Exact, cases::with_a_mixing_predictor),
            ],
            primary: Evidence::exact(),
            further: vec![
                Evidence::identity(cases::free, cases::free_and_small, 1).of_parts(of_any_weights),
                Evidence::float(),
                Evidence::real(cases::on_digits).of_parts(of_any_weights),
            ],
        }
    }
}
