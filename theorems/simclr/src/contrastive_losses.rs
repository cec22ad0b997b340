//! `contrastive-losses`: every contrastive loss attracts the positive, repels every negative, and its derivatives by
//! the distances sum to zero.
//!
//! # Statement
//! For r₊, r₁ … r_H real, H ≥ 1, and each of
//!
//! - L_simp = Σ_k (r₊ − r_k); L_tri^τ = Σ_k τ ln(1 + e^{(r₊ − r_k + r₀)/τ});
//! - L_nce^τ = −ln( e^{−r₊/τ} / (e^{−r₊/τ} + Σ_k e^{−r_k/τ}) ); the decoupled loss, the same with e^{−r₊/τ} left out of
//!   the denominator; −p₊, the same without −ln;
//! - any Σ_k φ(r₊ − r_k) with φ' > 0 at the differences,
//!
//! with τ > 0: ∂L/∂r₊ > 0 (`attracts-the-positive`), ∂L/∂r_k < 0 for every k (`repels-every-negative`), and ∂L/∂r₊ +
//! Σ_k ∂L/∂r_k = 0 (`sum-is-zero`).
//!
//! # Source
//! The losses under the abstract's "in each SGD update of SimCLR, the weights at each layer are updated by a covariance
//! operator": these three properties are what our proofs use of a loss. The abstract names no loss; the list and the
//! statement are ours, the full text not being at hand.
//!
//! # Assumptions
//! - `loss_depends_on_differences_only`: L is a function of the r₊ − r_k.
//! - `temperature_is_positive`: τ > 0, for the losses that have one.
//! - `loss_increases_in_its_differences`: φ' > 0 at every r₊ − r_k; the other losses do so by their form.
//!
//! # Proof
//! With L = g(d₁ … d_H), d_k = r₊ − r_k: ∂L/∂r_k = −∂g/∂d_k and ∂L/∂r₊ = Σ_k ∂g/∂d_k, so the sum is zero, and the signs
//! follow from ∂g/∂d_k > 0: 1, σ((d_k + r₀)/τ), e^{d_k/τ}/(τ(1 + Σ_j e^{d_j/τ})), e^{d_k/τ}/(τ Σ_j e^{d_j/τ}),
//! e^{d_k/τ}/(τ(1 + Σ_j e^{d_j/τ})²), φ'(d_k).
//!
//! # Checked form
//! One draw of r and τ at a time, over many orders of magnitude: r up to 10⁴, τ from 10⁻³ to 10³. The loss is
//! differentiated as defined and in its form of differences (numerator and denominator divided by e^{−r₊/τ}).
//! `derivatives` holds the second against the closed form, `derivatives-as-defined` the first, where p₊ is not so near
//! to 1 that 1 − p₊ loses all digits. The signs are read off the second, in which nothing cancels, by intervals whose
//! exponent does not underflow: strict inequalities, each a proof. That the sum is zero is confined to the width of an
//! enclosure; over the rationals it is exact.
//! Float at arguments that `f64` resolves: where ∂L/∂r_k underflows it is inconclusive, never a refutation.
//!
//! # Mutants
//! - `constant-in-denominator`: the derivatives of InfoNCE with 1 added to the denominator: the sum is p/τ > 0.
//! - `temperature-of-positive-only`: τ divides r₊ and not r_k.
//! - `distances-as-scores`: r in place of e^{−r/τ}.
//! - `negative-temperature`: −τ for τ.
//!
//! # When an assumption is dropped
//! r₊ alone (BYOL's loss) leaves the sum at 1; a constant in the denominator, or τ on r₊ only, leaves it off zero; r in
//! place of e^{−r/τ} repels the positive. With τ < 0 the losses repel the positive and attract the negatives. φ' < 0 at
//! a difference attracts that negative.

use super::loss::Loss;
use super::loss_gradient::{LossGradient, loss_gradient};
use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::matrix::Matrix;
use dualproof::numbers::{Number, Rational};
use dualproof::tape::{Tape, Var};
use nalgebra::DMatrix;

mod cases;
#[cfg(test)]
mod underflow;

pub use cases::Instance;

dualproof::parts! {
    pub enum Part {
        AttractsThePositive: Below, RepelsEveryNegative: Below, SumIsZero: Equal, Derivatives: Equal,
        DerivativesAsDefined: Equal,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        ConstantInDenominator: SumIsZero, TemperatureOfPositiveOnly: SumIsZero, DistancesAsScores: Derivatives,
        NegativeTemperature: SumIsZero,
    }
}

/// Every contrastive loss attracts the positive and repels every negative; its derivatives sum to zero.
pub struct ContrastiveLosses;

impl Sides for ContrastiveLosses {
    /// By differentiation of the loss.
    fn measured(instance: &Instance, part: Part) -> Side {
        let mut tape = Tape::new();
        let mut number = |q: &Rational| tape.variable(DMatrix::from_element(1, 1, Number::from_rational(q)));
        let positive = number(&instance.positive);
        let negatives: Vec<Var> = instance.negatives.iter().map(&mut number).collect();
        let loss = match part {
            Part::DerivativesAsDefined => instance.loss.record(&mut tape, positive, &negatives)?,
            _ => instance.loss.record_in_differences(&mut tape, positive, &negatives)?,
        };
        let gradient = tape.gradient(loss);
        let by = |r: Var| gradient.of(r)[(0, 0)].clone();
        let (by_positive, by_negatives) = (by(positive), negatives.into_iter().map(by));
        Ok(vec![match part {
            Part::AttractsThePositive => row([-by_positive]),
            Part::RepelsEveryNegative => row(by_negatives),
            Part::SumIsZero => row([by_negatives.fold(Number::zero(), |sum, x| sum - x)]),
            Part::Derivatives | Part::DerivativesAsDefined => row(std::iter::once(by_positive).chain(by_negatives)),
        }])
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        let gradient = || {
            let negatives: Vec<Number> = instance.negatives.iter().map(Number::from_rational).collect();
            loss_gradient(&formula.of(&instance.loss), &Number::from_rational(&instance.positive), &negatives)
        };
        Ok(vec![match part {
            Part::AttractsThePositive => attracts_the_positive(),
            Part::RepelsEveryNegative => repels_every_negative(instance.negatives.len()),
            Part::SumIsZero => sum_is_zero(gradient()?),
            Part::Derivatives => derivatives(gradient()?),
            Part::DerivativesAsDefined => derivatives_as_defined(gradient()?),
        }])
    }
}

fn row(entries: impl IntoIterator<Item = Number>) -> Matrix {
    let entries: Vec<Number> = entries.into_iter().collect();
    DMatrix::from_row_slice(1, entries.len(), &entries)
}

/// −∂L/∂r₊ < 0.
fn attracts_the_positive() -> Matrix {
    DMatrix::zeros(1, 1)
}

/// ∂L/∂r_k < 0 for every k.
fn repels_every_negative(negatives: usize) -> Matrix {
    DMatrix::zeros(1, negatives)
}

/// Σ_k −∂L/∂r_k = ∂L/∂r₊.
fn sum_is_zero(of: LossGradient<Number>) -> Matrix {
    row([of.attraction])
}

/// ∂L/∂r₊, then ∂L/∂r_k = −ξ_k, in closed form.
fn derivatives(of: LossGradient<Number>) -> Matrix {
    row(std::iter::once(of.attraction).chain(of.repulsions.into_iter().map(|xi| -xi)))
}

/// The same: both forms are one function.
fn derivatives_as_defined(of: LossGradient<Number>) -> Matrix {
    derivatives(of)
}

impl Formula {
    /// The loss whose gradient the formula takes for that of InfoNCE; of the other losses their own.
    fn of(self, loss: &Loss) -> Loss {
        let Loss::InfoNce { temperature } = loss.clone() else { return loss.clone() };
        match self {
            Formula::Stated => Loss::InfoNce { temperature },
            Formula::ConstantInDenominator => Loss::ConstantInDenominator { temperature },
            Formula::TemperatureOfPositiveOnly => Loss::TemperatureOfPositiveOnly { temperature },
            Formula::DistancesAsScores => Loss::DistancesAsScores,
            Formula::NegativeTemperature => Loss::InfoNce { temperature: -temperature },
        }
    }
}

impl Theorem for ContrastiveLosses {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use Part::*;
        Declaration {
            page: dualproof::page!("contrastive_losses.rs"),
            cases: cases::any_loss,
            validate: Instance::validate,
            assumptions: vec![
                assume("loss_depends_on_differences_only", |i: &Instance| i.loss.depends_on_differences_only())
                    .fails(SumIsZero, Kind::Enclosure, cases::positive_alone)
                    .fails(SumIsZero, Kind::Enclosure, cases::constant_in_denominator)
                    .fails(SumIsZero, Kind::Enclosure, cases::temperature_of_positive_only)
                    .fails(AttractsThePositive, Kind::Enclosure, cases::distances_as_scores),
                assume("temperature_is_positive", Instance::temperature_is_positive).fails(
                    AttractsThePositive,
                    Kind::Enclosure,
                    cases::negative_temperature,
                ),
                assume("loss_increases_in_its_differences", Instance::loss_increases_in_its_differences).fails(
                    RepelsEveryNegative,
                    Kind::Exact,
                    cases::any_polynomial,
                ),
            ],
            primary: Evidence::enclosure().of_parts(&[
                AttractsThePositive,
                RepelsEveryNegative,
                SumIsZero,
                Derivatives,
            ]),
            further: vec![
                Evidence::exact().drawn_from(cases::algebraic),
                Evidence::float().drawn_from(cases::moderate).with_ceiling(&[DerivativesAsDefined], 1e-4, CANCELLATION),
            ],
        }
    }
}

/// Why the derivatives of the losses as defined are told less finely than the others.
const CANCELLATION: &str =
    "the derivative of InfoNCE as defined is 1 − p₊ over τ, in which up to fourteen digits cancel where p₊ is near 1";
