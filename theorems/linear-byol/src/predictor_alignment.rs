//! `predictor-alignment`: a symmetric predictor turns until it commutes with WWᵀ.
//!
//! # Statement
//! Let f = Wx, r = E ½‖P W x₁ − W_a x₂‖² over x ~ p and independent augmentations x₁, x₂ of x, the second term a constant,
//! W_a = τW; E x̄x̄ᵀ = ξI, x̄ = E\[x' | x\], E_x V_{x'|x}\[x'\] = σ²I, s = ξ + σ² > 0; P symmetric and kept so:
//! Ẇ = −∇_W r − η_W W, Ṗ = −½α(∇_P r + ∇_P rᵀ) − η_P P. With F = WWᵀ and \[F, P\] = FP − PF:
//!
//! - `commutator`: d/dt \[F, P\] = −\[F, P\]K − K\[F, P\], K = s(½αF + P² − (τξ/s)P) + (η_W + ½η_P)I;
//! - `shrinks-at-least`: for α ≥ 0, ½ d/dt ‖\[F, P\]‖² ≤ −2(η_W + ½η_P − τ²ξ²/(4s)) ‖\[F, P\]‖².
//!
//! So for equal decays η the constant in K is (3/2)η, and wherever 6ηs > τ²ξ² the predictor aligns exponentially, whatever
//! F: in the limit P and WWᵀ have common eigenvectors, which are the modes of `linear-byol` and `byol-collapse`.
//!
//! # Source
//! Beyond the abstract at hand, after Tian, Chen, Ganguli, *Understanding Self-Supervised Learning Dynamics without
//! Contrastive Pairs* (arXiv 2102.06810), who follow a symmetrised predictor as it aligns with WWᵀ. Decays that differ and
//! the bound are our own.
//!
//! # Assumptions
//! - `data_is_isotropic`: both moments are multiples of I.
//! - `target_is_in_proportion`: W_a = τW.
//! - `predictor_stays_symmetric`: P = Pᵀ, and the symmetric part of its gradient is followed.
//! - `rate_is_not_negative`: α ≥ 0; `shrinks-at-least`.
//! - `inputs_are_not_all_zero`: s > 0; `shrinks-at-least`.
//!
//! # Proof
//! Here ∇_W r = P(sP − τξ)W and ∇_P r = (sP − τξ)F, so Ḟ = −s(P²F + FP²) + τξ(PF + FP) − 2η_W F and
//! Ṗ = −½αs(PF + FP) + ατξF − η_P P. With L = \[F, P\]: \[P²F, P\] = P²L, \[FP², P\] = LP², \[PF, P\] = PL, \[FP, P\] = LP,
//! \[F, PF + FP\] = LF + FL. Their sum is the first part. L is antisymmetric, so ⟨L, L̇⟩ = −2 tr LᵀKL, and
//! K = s(P − τξ/(2s))² + ½αsF + (η_W + ½η_P − τ²ξ²/(4s))I, where the first two terms are positive semidefinite.
//!
//! # Checked form
//! Ẇ and Ṗ by differentiation of the loss as its double sum over pairs of augmentations, the derivative of FP − PF by the
//! product rule. Two outputs and three, in drawn axes. Without the division by s, so that s = 0 is included in the first
//! part.
//!
//! # Mutants
//! - `decay-of-the-predictor-forgotten`: η_W for η_W + ½η_P, which for equal decays is η for (3/2)η.
//! - `ratio-squared`: τ² for τ; `half-forgotten`: αF for ½αF.
//! - `eighth-of-the-square`: τ²ξ²/(8s) for τ²ξ²/(4s).
//!
//! # When an assumption is dropped
//! A gradient that is not symmetrised, or a P that is not symmetric, moves \[F, P\] otherwise; so does a target of its
//! own, and data with a preferred direction. With α < 0 the predictor climbs. Each fails on a stored instance.

use crate::flow::{State, of_product, velocities};
use crate::moments::Moments;
use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::matrix::{Matrix, embed, inner, scaled};
use dualproof::numbers::{Field, Number, Obstacle, Rational};
use nalgebra::DMatrix;

pub mod cases;

pub use cases::Instance;

dualproof::parts! {
    pub enum Part {
        Commutator: Equal, ShrinksAtLeast: AtMost,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        DecayOfThePredictorForgotten: Commutator, RatioSquared: Commutator, HalfForgotten: Commutator,
        EighthOfTheSquare: ShrinksAtLeast,
    }
}

/// A symmetric predictor turns until it commutes with WWᵀ.
pub struct PredictorAlignment;

impl Sides for PredictorAlignment {
    /// The derivative of FP − PF along the flow, and its inner product with FP − PF.
    fn measured(instance: &Instance, part: Part) -> Side {
        let state = State::of(&instance.setting);
        let [dw, dp] = velocities(&instance.setting, &state);
        let half = Number::from_rational(&Rational::new(1, 2));
        let dp = if instance.symmetrised { scaled(&(&dp + dp.transpose()), &half) } else { dp };
        let (w, p) = (&state.weights, &state.predictor);
        let f = Number::product(w, &w.transpose());
        let df = of_product([w, &dw], [&w.transpose(), &dw.transpose()]);
        let change = of_product([&f, &df], [p, &dp]) - of_product([p, &dp], [&f, &df]);
        Ok(vec![match part {
            Part::Commutator => change,
            Part::ShrinksAtLeast => {
                let commutator = Number::product(&f, p) - Number::product(p, &f);
                DMatrix::from_element(1, 1, inner(&commutator, &change))
            }
        }])
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        let terms = Terms::of(instance);
        Ok(vec![match part {
            Part::Commutator => commutator(formula, &terms),
            Part::ShrinksAtLeast => DMatrix::from_element(1, 1, shrinks_at_least(formula, &terms)?),
        }])
    }
}

/// What the formulas are made of.
struct Terms {
    /// F = WWᵀ.
    f: Matrix,
    /// P.
    p: Matrix,
    /// L = \[F, P\].
    l: Matrix,
    /// ξ.
    xi: Number,
    /// s = ξ + σ².
    s: Number,
    /// τ.
    tau: Number,
    /// α.
    alpha: Number,
    /// η_W and η_P.
    decays: [Number; 2],
}

impl Terms {
    fn of(instance: &Instance) -> Self {
        let setting = &instance.setting;
        let (w, p): (Matrix, Matrix) = (embed(&setting.weights), embed(&setting.predictor));
        let f = Number::product(&w, &w.transpose());
        let l = Number::product(&f, &p) - Number::product(&p, &f);
        let moments = Moments::<Number>::of(&setting.views);
        let [tau, alpha] = [&instance.ratio, &setting.rate].map(Number::from_rational);
        let decays = [&setting.decay, &setting.predictor_decay].map(Number::from_rational);
        let (xi, s) = (moments.between[(0, 0)].clone(), moments.total()[(0, 0)].clone());
        Terms { f, p, l, xi, s, tau, alpha, decays }
    }

    /// η_W + ½η_P.
    fn decay(&self) -> Number {
        self.decays[0].clone() + half() * self.decays[1].clone()
    }
}

fn half() -> Number {
    Number::from_rational(&Rational::new(1, 2))
}

/// −LK − KL with K = s(½αF + P²) − τξP + (η_W + ½η_P)I.
fn commutator(formula: Formula, terms: &Terms) -> Matrix {
    let Terms { f, p, l, xi, s, tau, alpha, decays } = terms;
    let share = if formula == Formula::HalfForgotten { alpha.clone() } else { half() * alpha.clone() };
    let tau = if formula == Formula::RatioSquared { tau.clone() * tau.clone() } else { tau.clone() };
    let forgotten = formula == Formula::DecayOfThePredictorForgotten;
    let decay = if forgotten { decays[0].clone() } else { terms.decay() };
    let mut k = scaled(&(scaled(f, &share) + Number::product(p, p)), s) - scaled(p, &(tau * xi.clone()));
    for i in 0..k.nrows() {
        k[(i, i)] += decay.clone();
    }
    -(Number::product(l, &k) + Number::product(&k, l))
}

/// −2(η_W + ½η_P − τ²ξ²/(4s)) ‖L‖².
fn shrinks_at_least(formula: Formula, terms: &Terms) -> Result<Number, Obstacle> {
    let Terms { l, xi, s, tau, .. } = terms;
    let pull = tau.clone() * xi.clone();
    let times = Number::from_integer(if formula == Formula::EighthOfTheSquare { 8 } else { 4 });
    let pull = (pull.clone() * pull).divide(&(times * s.clone())).ok_or(Obstacle::UnknownSign("s"))?;
    Ok(-(Number::from_integer(2) * (terms.decay() - pull) * inner(l, l)))
}

impl Theorem for PredictorAlignment {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use {Kind::Exact, Part::*};
        Declaration {
            page: dualproof::page!("predictor_alignment.rs"),
            cases: cases::any_instance,
            validate: Instance::validate,
            assumptions: vec![
                assume("data_is_isotropic", Instance::data_is_isotropic).fails(
                    Commutator,
                    Exact,
                    cases::with_a_preferred_direction,
                ),
                assume("target_is_in_proportion", Instance::target_is_in_proportion).fails(
                    Commutator,
                    Exact,
                    cases::with_a_target_of_its_own,
                ),
                assume("predictor_stays_symmetric", Instance::predictor_stays_symmetric)
                    .fails(Commutator, Exact, cases::with_the_plain_gradient)
                    .fails(Commutator, Exact, cases::with_an_asymmetric_predictor),
                assume("rate_is_not_negative", Instance::rate_is_not_negative).of_parts(&[ShrinksAtLeast]).fails(
                    ShrinksAtLeast,
                    Exact,
                    cases::with_a_negative_rate,
                ),
                assume("inputs_are_not_all_zero", Instance::inputs_are_not_all_zero)
                    .of_parts(&[ShrinksAtLeast])
                    .domain("τ²ξ²/(4s) does not exist"),
            ],
            primary: Evidence::exact(),
            further: vec![
                Evidence::identity(cases::free, cases::free_and_small, 2).of_parts(&[Commutator]),
                Evidence::float().of_parts(&[Commutator]),
            ],
        }
    }
}
