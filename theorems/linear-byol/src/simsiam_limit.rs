//! `simsiam-limit`: without decay linear SimSiam has a limit, which is a collapse if the predictor starts too large.
//!
//! # Statement
//! Let f = Wx, r = E ½‖P W x₁ − W x₂‖² over x ~ p and independent augmentations x₁, x₂ of x, the second term a constant;
//! Ẇ = −∇_W r, Ṗ = −α∇_P r; X = E x̄x̄ᵀ, x̄ = E\[x' | x\], T = X + E_x V_{x'|x}\[x'\]. With orthonormal u_j and q_j in which
//! X, T, W and P are all diagonal, with the entries x_j, t_j, w_j, p_j, and with p_j^∞ = x_j/t_j:
//!
//! - `speed`: ṗ_j = −αt_j w_j² (p_j − p_j^∞) and ẇ_j = −t_j p_j w_j (p_j − p_j^∞);
//! - `collapse`: where p_j > 0 and 0 < αw_j² ≤ p_j² − (p_j^∞)² for every j, d/dt w_j² < 0 for every j, and this stays so for
//!   all time.
//!
//! c_j = w_j² − p_j²/α is conserved (`linear-byol`). So from w_j ≠ 0, p_j > 0 and α > 0, the mode tends to p_j = p_j^∞,
//! w_j² = c_j + (p_j^∞)²/α, if that is positive; if it is not, it collapses, to w_j = 0, p_j = √(−αc_j) ≥ p_j^∞.
//!
//! p_j^∞ is the eigenvalue of the best predictor (`optimal-predictor`). That it is the limit from every start is false: a
//! predictor that starts too large for its weights makes SimSiam collapse, though nothing decays.
//!
//! # Source
//! Beyond the abstract at hand, after Tian, Chen, Ganguli, *Understanding Self-Supervised Learning Dynamics without
//! Contrastive Pairs* (arXiv 2102.06810), who follow linear BYOL and SimSiam over time. The collapse is our own.
//!
//! # Assumptions
//! - `weights_are_shared`: the second term has W too, W_a = W.
//! - `nothing_decays`: neither W nor P has a weight decay.
//! - `total_covariance_is_invertible`: p_j^∞ exists.
//! - `data_shares_the_axes`, `weights_share_the_axes`: those of `linear-byol`.
//! - `predictor_is_ahead`: p_j > 0 and 0 < αw_j² ≤ p_j² − (p_j^∞)² for every j; `collapse`.
//!
//! # Proof
//! In modes ∇_W r has the entries p_j g_j and ∇_P r the entries w_j g_j, g_j = w_j(t_j p_j − x_j). So (p_j − p_j^∞)² never
//! rises, and falls as long as w_j ≠ 0. With c_j eliminated, ṗ_j = −t_j(p_j² + αc_j)(p_j − p_j^∞), and p_j goes to the first
//! zero on its way. αw_j² ≤ p_j² − (p_j^∞)² is αc_j ≤ −(p_j^∞)², which is conserved; while w_j ≠ 0 it implies
//! p_j > p_j^∞, where w_jẇ_j < 0.
//!
//! # Checked form
//! The derivatives of the loss as its double sum over pairs of augmentations, in the two bases: whole matrices, so
//! that the entries beside the diagonal are seen to be 0; for `collapse` w_jẇ_j of every mode. That the limit is reached
//! follows from a differential equation that is not solved here.
//!
//! # Mutants
//! - `limit-of-one`: p_j^∞ = 1; `augmentations-forgotten`: x_j for t_j outside of p_j^∞.
//! - `pull-forgotten`: w_jẇ_j < −t_j p_j² w_j².
//!
//! # When an assumption is dropped
//! A target of its own and a decay move the limit; other axes mix the modes; behind p_j^∞ the weights grow. Each fails
//! on a stored instance.

use crate::flow::{State, velocities};
use crate::modes::{Mode, along};
use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::matrix::{Matrix, embed};
use dualproof::numbers::{Field, Number, Obstacle};
use nalgebra::DMatrix;

pub mod cases;

pub use cases::Instance;

dualproof::parts! {
    pub enum Part {
        Speed: Equal, Collapse: Below,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        LimitOfOne: Speed, AugmentationsForgotten: Speed, PullForgotten: Collapse,
    }
}

/// Without decay linear SimSiam has a limit, which is a collapse if the predictor starts too large.
pub struct SimsiamLimit;

impl Sides for SimsiamLimit {
    /// From the derivatives of the loss by P and by W.
    fn measured(instance: &Instance, part: Part) -> Side {
        let state = State::of(&instance.setting);
        let [dw, dp] = velocities(&instance.setting, &state);
        let [u, q]: [Matrix; 2] = [&instance.axes.outputs, &instance.axes.inputs].map(embed);
        let (w, dw) = (along(&u, &state.weights, &q), along(&u, &dw, &q));
        Ok(match part {
            Part::Speed => vec![along(&u, &dp, &u), dw],
            Part::Collapse => vec![DMatrix::from_fn(w.nrows(), 1, |j, _| w[(j, j)].clone() * dw[(j, j)].clone())],
        })
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        let modes = instance.axes.modes::<Number>(&instance.setting);
        let (n, inputs) = instance.setting.weights.shape();
        Ok(match part {
            Part::Speed => {
                let alpha = Number::from_rational(&instance.setting.rate);
                let speeds: Vec<[Number; 2]> =
                    modes.iter().map(|mode| speed(formula, mode, &alpha)).collect::<Result<_, _>>()?;
                let diagonal = |columns: usize, which: usize| {
                    DMatrix::from_fn(n, columns, |i, j| if i == j { speeds[i][which].clone() } else { Number::zero() })
                };
                vec![diagonal(n, 0), diagonal(inputs, 1)]
            }
            Part::Collapse => vec![DMatrix::from_fn(n, 1, |j, _| collapse(formula, &modes[j]))],
        })
    }
}

/// ṗ_j = −αt_j w_j² (p_j − p_j^∞) and ẇ_j = −t_j p_j w_j (p_j − p_j^∞) with p_j^∞ = x_j/t_j.
fn speed(formula: Formula, mode: &Mode<Number>, alpha: &Number) -> Result<[Number; 2], Obstacle> {
    let Mode { between, total, weight, predictor, .. } = mode;
    let limit = match formula {
        Formula::LimitOfOne => Number::one(),
        _ => between.divide(total).ok_or(Obstacle::UnknownSign("a variance of the views"))?,
    };
    let factor = if formula == Formula::AugmentationsForgotten { between } else { total };
    let by_w = -(factor.clone() * weight.clone() * (predictor.clone() - limit));
    Ok([alpha.clone() * weight.clone() * by_w.clone(), predictor.clone() * by_w])
}

/// 0.
fn collapse(formula: Formula, mode: &Mode<Number>) -> Number {
    let product = mode.predictor.clone() * mode.weight.clone();
    match formula {
        Formula::PullForgotten => -(mode.total.clone() * product.clone() * product),
        _ => Number::zero(),
    }
}

impl Theorem for SimsiamLimit {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use {Kind::Exact, Part::*};
        Declaration {
            page: dualproof::page!("simsiam_limit.rs"),
            cases: cases::any_instance,
            validate: Instance::validate,
            assumptions: vec![
                assume("weights_are_shared", Instance::weights_are_shared).fails(
                    Speed,
                    Exact,
                    cases::with_a_target_of_its_own,
                ),
                assume("nothing_decays", Instance::nothing_decays).fails(Speed, Exact, cases::with_decay),
                assume("total_covariance_is_invertible", |i: &Instance| i.setting.total_covariance_is_invertible())
                    .domain("x_j/t_j does not exist"),
                assume("data_shares_the_axes", |i: &Instance| i.axes.are_of_the_data(&i.setting)).fails(
                    Speed,
                    Exact,
                    cases::with_noise_along_other_axes,
                ),
                assume("weights_share_the_axes", |i: &Instance| i.axes.are_of_the_weights(&i.setting)).fails(
                    Speed,
                    Exact,
                    cases::with_a_mixing_predictor,
                ),
                assume("predictor_is_ahead", Instance::predictor_is_ahead).of_parts(&[Collapse]).fails(
                    Collapse,
                    Exact,
                    cases::with_a_predictor_behind,
                ),
            ],
            primary: Evidence::exact(),
            further: vec![Evidence::enclosure(), Evidence::float().of_parts(&[Speed])],
        }
    }
}
