//! `contrastive-losses`: every contrastive loss attracts the positive, repels every negative, and the pulls sum to zero.
//!
//! # Statement
//! For r₊, r₁ … r_H real, H ≥ 1, and each of
//!
//! - L_simp = Σ_k (r₊ − r_k); L_tri^τ = Σ_k τ ln(1 + e^{(r₊ − r_k + r₀)/τ});
//! - L_nce^τ = −ln( e^{−r₊/τ} / (e^{−r₊/τ} + Σ_k e^{−r_k/τ}) ); the decoupled loss, the same with e^{−r₊/τ} left out of
//!   the denominator; −p₊, the same without −ln;
//! - any Σ_k φ(r₊ − r_k) with φ' > 0 at the differences,
//!
//! with τ > 0: ∂L/∂r₊ > 0, ∂L/∂r_k < 0 for every k, and ∂L/∂r₊ + Σ_k ∂L/∂r_k = 0.
//!
//! # Source
//! The losses under the abstract's "in each SGD update of SimCLR, the weights at each layer are updated by a
//! covariance operator": these three properties are what our proofs use of a loss. The abstract names no loss; the
//! list and the statement are ours, the full text not being at hand.
//!
//! # Assumptions
//! - `loss_depends_on_differences_only`: L is a function of the r₊ − r_k.
//! - `temperature_is_positive`: τ > 0, for the losses that have one.
//! - `loss_increases_in_its_differences`: φ' > 0 at every r₊ − r_k; the other losses do so by their form.
//!
//! # Proof
//! With L = g(d₁ … d_H), d_k = r₊ − r_k: ∂L/∂r_k = −∂g/∂d_k and ∂L/∂r₊ = Σ_k ∂g/∂d_k, so the sum is zero, and the
//! signs follow from ∂g/∂d_k > 0: 1, σ((d_k + r₀)/τ), e^{d_k/τ}/(τ(1 + Σ_j e^{d_j/τ})), e^{d_k/τ}/(τ Σ_j e^{d_j/τ}),
//! e^{d_k/τ}/(τ(1 + Σ_j e^{d_j/τ})²), φ'(d_k).
//!
//! # Checked form
//! One draw of r and τ at a time, over many orders of magnitude: r up to 10⁴, τ from 10⁻³ to 10³. The derivatives
//! are found by differentiating the loss twice over, as defined and in its form of differences (numerator and
//! denominator divided by e^{−r₊/τ}); part `derivatives` holds the second against the closed form, and
//! `derivatives-as-defined` the first, where p₊ is not so near to 1 that 1 − p₊ loses all digits. The signs are read
//! off the second, in which nothing cancels, by intervals whose exponent does not underflow: strict inequalities,
//! each a proof. That the sum is zero is confined to the width of an enclosure; over the rationals it is exact.
//!
//! # Evidence
//! enclosure (intervals, refined by wide ones where a sign is undecided), exact (the algebraic losses), float at
//! arguments that `f64` resolves. Where ∂L/∂r_k underflows, float is inconclusive, never a refutation.
//!
//! # Mutants
//! - `constant-in-denominator`: the derivatives of InfoNCE with 1 added to the denominator: the sum is p/τ > 0.
//! - `temperature-of-positive-only`: τ divides r₊ and not r_k.
//! - `distances-as-scores`: r in place of e^{−r/τ}.
//! - `negative-temperature`: −τ for τ.
//!
//! # When an assumption is dropped
//! r₊ alone (BYOL's loss) leaves the sum at 1; a constant in the denominator, or τ on r₊ only, leaves it off zero;
//! r in place of e^{−r/τ} repels the positive. With τ < 0 the losses repel the positive and attract the negatives.
//! φ' < 0 at a difference attracts that negative.

use super::loss::Loss;
use super::pull::pull;
use dualproof::claim::{Assumption, Claim, Evidence, Kind, Mutant, Necessity, Part as Row, Relation, Side};
use dualproof::numbers::{Field, Rational, Ring, Sign, WideInterval};
use dualproof::tape::{Tape, Var};
use nalgebra::DMatrix;
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// A loss and the half squared distances at which it is taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The loss.
    pub loss: Loss,
    /// r₊.
    pub positive: Rational,
    /// r₁ … r_H.
    pub negatives: Vec<Rational>,
}

/// The statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// −∂L/∂r₊ < 0.
    AttractsThePositive,
    /// ∂L/∂r_k < 0.
    RepelsEveryNegative,
    /// Σ_k −∂L/∂r_k = ∂L/∂r₊.
    SumIsZero,
    /// The loss in its form of differences has the derivatives of the table.
    Derivatives,
    /// So has the loss as defined.
    DerivativesAsDefined,
}

/// The formula and its wrong versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// As stated.
    Stated,
    /// Z + 1.
    ConstantInDenominator,
    /// τ on r₊ only.
    TemperatureOfPositiveOnly,
    /// r for e^{−r/τ}.
    DistancesAsScores,
    /// −τ.
    NegativeTemperature,
}

impl Formula {
    /// The loss whose derivatives the formula takes for those of `loss`.
    fn of(self, loss: &Loss) -> Loss {
        match (self, loss.clone()) {
            (Formula::ConstantInDenominator, Loss::InfoNce { temperature }) => {
                Loss::ConstantInDenominator { temperature }
            }
            (Formula::TemperatureOfPositiveOnly, Loss::InfoNce { temperature }) => {
                Loss::TemperatureOfPositiveOnly { temperature }
            }
            (Formula::DistancesAsScores, Loss::InfoNce { .. }) => Loss::DistancesAsScores,
            (Formula::NegativeTemperature, Loss::InfoNce { temperature }) => {
                Loss::InfoNce { temperature: -temperature }
            }
            (_, loss) => loss,
        }
    }
}

/// The derivatives of the loss by r₊ and every r_k, by the tape: as defined and in differences.
pub fn measured<S: Field>(instance: &Instance, part: Part) -> Side<S> {
    let derivatives = |as_defined: bool| {
        let mut tape = Tape::new();
        let mut number = |q: &Rational| tape.variable(DMatrix::from_element(1, 1, S::from_rational(q)));
        let positive = number(&instance.positive);
        let negatives: Vec<Var> = instance.negatives.iter().map(&mut number).collect();
        let loss = match as_defined {
            true => instance.loss.record(&mut tape, positive, &negatives)?,
            false => instance.loss.record_in_differences(&mut tape, positive, &negatives)?,
        };
        let gradient = tape.gradient(loss);
        let of = |r: Var| gradient.of(r)[(0, 0)].clone();
        Ok((of(positive), negatives.into_iter().map(of).collect::<Vec<S>>()))
    };
    let (attraction, slopes) = derivatives(part == Part::DerivativesAsDefined)?;
    Ok(vec![match part {
        Part::AttractsThePositive => DMatrix::from_element(1, 1, -attraction),
        Part::RepelsEveryNegative => DMatrix::from_row_slice(1, slopes.len(), &slopes),
        Part::SumIsZero => DMatrix::from_element(1, 1, slopes.into_iter().fold(S::zero(), |sum, s| sum - s)),
        Part::Derivatives | Part::DerivativesAsDefined => {
            DMatrix::from_row_iterator(1, 1 + slopes.len(), std::iter::once(attraction).chain(slopes))
        }
    }])
}

/// The derivatives by the table; zero where a sign is asked for.
pub fn predicted<S: Field>(instance: &Instance, part: Part, formula: Formula) -> Side<S> {
    let count = instance.negatives.len();
    let stated = || {
        let negatives: Vec<S> = instance.negatives.iter().map(S::from_rational).collect();
        pull(&formula.of(&instance.loss), &S::from_rational(&instance.positive), &negatives)
    };
    Ok(vec![match part {
        Part::AttractsThePositive => DMatrix::zeros(1, 1),
        Part::RepelsEveryNegative => DMatrix::zeros(1, count),
        Part::SumIsZero => DMatrix::from_element(1, 1, stated()?.attraction),
        Part::Derivatives | Part::DerivativesAsDefined => {
            let pull = stated()?;
            let repulsions = pull.repulsions.into_iter().map(|x| -x);
            DMatrix::from_row_iterator(1, count + 1, std::iter::once(pull.attraction).chain(repulsions))
        }
    }])
}

const PARTS: &[Row<Part>] = &[
    Row { name: "attracts-the-positive", part: Part::AttractsThePositive, relation: Relation::Below },
    Row { name: "repels-every-negative", part: Part::RepelsEveryNegative, relation: Relation::Below },
    Row { name: "sum-is-zero", part: Part::SumIsZero, relation: Relation::Equal },
    Row { name: "derivatives", part: Part::Derivatives, relation: Relation::Equal },
    Row { name: "derivatives-as-defined", part: Part::DerivativesAsDefined, relation: Relation::Equal },
];

const ASSUMPTIONS: &[Assumption<Instance, Part>] = &[
    Assumption {
        name: "loss_depends_on_differences_only",
        parts: None,
        holds: |i| i.loss.depends_on_differences_only(),
    },
    Assumption {
        name: "temperature_is_positive",
        parts: None,
        holds: |i| i.loss.temperature().is_none_or(|t| t.sign() == Sign::Positive),
    },
    Assumption {
        name: "loss_increases_in_its_differences",
        parts: None,
        holds: |i| i.loss.increases_at(i.negatives.iter().map(|r| i.positive.clone() - r.clone())),
    },
];

const MUTANTS: &[Mutant<Part, Formula>] = &[
    Mutant { name: "constant-in-denominator", formula: Formula::ConstantInDenominator, part: Part::SumIsZero },
    Mutant { name: "temperature-of-positive-only", formula: Formula::TemperatureOfPositiveOnly, part: Part::SumIsZero },
    Mutant { name: "distances-as-scores", formula: Formula::DistancesAsScores, part: Part::Derivatives },
    Mutant { name: "negative-temperature", formula: Formula::NegativeTemperature, part: Part::SumIsZero },
];

/// The sum of the pulls fails for a loss outside, whichever of these it is.
const fn outside(strategy: fn() -> BoxedStrategy<Instance>, part: Part) -> Necessity<Instance, Part> {
    Necessity { assumption: "loss_depends_on_differences_only", strategy, part, kind: Kind::Enclosure }
}

const NECESSITY: &[Necessity<Instance, Part>] = &[
    outside(|| drawn(Just(Loss::PositiveAlone).boxed(), distance()), Part::SumIsZero),
    outside(
        || drawn(temperature().prop_map(|temperature| Loss::ConstantInDenominator { temperature }).boxed(), distance()),
        Part::SumIsZero,
    ),
    outside(
        || {
            let loss = temperature().prop_map(|temperature| Loss::TemperatureOfPositiveOnly { temperature });
            drawn(loss.boxed(), distance())
        },
        Part::SumIsZero,
    ),
    outside(|| drawn(Just(Loss::DistancesAsScores).boxed(), distance()), Part::AttractsThePositive),
    Necessity {
        assumption: "temperature_is_positive",
        strategy: || {
            let loss = temperature().prop_map(|t| Loss::InfoNce { temperature: -t });
            drawn(loss.boxed(), distance())
        },
        part: Part::AttractsThePositive,
        kind: Kind::Enclosure,
    },
    Necessity {
        assumption: "loss_increases_in_its_differences",
        strategy: || {
            let any = vec(-32_i64..=32, 3)
                .prop_map(|c| Loss::Polynomial { coefficients: std::array::from_fn(|n| Rational::from_integer(c[n])) });
            drawn(any.boxed(), distance())
        },
        part: Part::RepelsEveryNegative,
        kind: Kind::Exact,
    },
];

/// m · 10^e with two or three digits: spread evenly over the orders of magnitude.
fn scaled(digits: std::ops::RangeInclusive<i64>, exponents: std::ops::RangeInclusive<i32>) -> BoxedStrategy<Rational> {
    let power = |n: i32| 10_i64.pow(n.unsigned_abs());
    let value = move |(m, e): (i64, i32)| match e {
        0.. => Rational::from_integer(m * power(e)),
        _ => Rational::new(m, power(e) as u64),
    };
    (digits, exponents).prop_map(value).boxed()
}

/// r from 10⁻⁴ to 10⁴, and 0.
fn distance() -> BoxedStrategy<Rational> {
    prop_oneof![15 => scaled(100..=1000, -6..=1), 1 => Just(Rational::from_integer(0))].boxed()
}

/// τ from 10⁻³ to 10³.
fn temperature() -> BoxedStrategy<Rational> {
    scaled(100..=1000, -5..=0)
}

/// φ' = α + κ(βd + γ)² with α > 0, κ ≥ 0: positive everywhere.
fn increasing_polynomial() -> BoxedStrategy<Loss> {
    let coefficients = |(alpha, kappa, beta, gamma): (i64, i64, i64, i64)| {
        let [alpha, kappa, beta, gamma] = [alpha, kappa, beta, gamma].map(|n| Rational::new(n, 8));
        let first = alpha + kappa.clone() * gamma.clone() * gamma.clone();
        let third = kappa.clone() * beta.clone() * beta.clone() * Rational::new(1, 3);
        Loss::Polynomial { coefficients: [first, kappa * beta * gamma, third] }
    };
    (1_i64..=16, 0_i64..=8, -8_i64..=8, -8_i64..=8).prop_map(coefficients).boxed()
}

/// Every loss of the statement, with the given temperatures.
fn losses(temperature: BoxedStrategy<Rational>) -> BoxedStrategy<Loss> {
    let with_temperature = (0_u8..4, temperature, -40_i64..=40).prop_map(|(kind, temperature, margin)| match kind {
        0 => Loss::Triplet { temperature, margin: Rational::new(margin, 4) },
        1 => Loss::InfoNce { temperature },
        2 => Loss::Decoupled { temperature },
        _ => Loss::NegativeProbability { temperature },
    });
    prop_oneof![6 => with_temperature, 1 => Just(Loss::Simple), 1 => increasing_polynomial()].boxed()
}

fn drawn(loss: BoxedStrategy<Loss>, distance: BoxedStrategy<Rational>) -> BoxedStrategy<Instance> {
    let instance = |(loss, positive, negatives)| Instance { loss, positive, negatives };
    (loss, distance.clone(), vec(distance, 1..=4)).prop_map(instance).boxed()
}

fn strategy() -> BoxedStrategy<Instance> {
    drawn(losses(temperature()), distance())
}

/// The losses that need neither exp nor ln.
fn algebraic() -> BoxedStrategy<Instance> {
    drawn(prop_oneof![Just(Loss::Simple), increasing_polynomial()].boxed(), distance())
}

/// r/τ below 40, where no derivative underflows in `f64`.
fn moderate() -> BoxedStrategy<Instance> {
    drawn(losses(scaled(50..=400, -2..=-2)), scaled(0..=200, -1..=-1))
}

fn validate(instance: &Instance) -> Result<(), String> {
    if instance.negatives.is_empty() {
        return Err("negatives: found 0, expected at least 1".into());
    }
    instance.loss.validate()
}

/// The parts that intervals resolve at every argument.
const RESOLVED: &[Part] = &[Part::AttractsThePositive, Part::RepelsEveryNegative, Part::SumIsZero, Part::Derivatives];

/// Why the derivatives of the losses as defined are told less finely than the others.
const CANCELLATION: &str =
    "the derivative of InfoNCE as defined is 1 − p₊ over τ, in which up to fourteen digits cancel where p₊ is near 1";

/// The claim.
pub fn claim() -> Claim<Instance, Part, Formula> {
    Claim {
        slug: "contrastive-losses",
        group: "simclr",
        text: include_str!("contrastive_losses.rs"),
        parts: PARTS,
        assumptions: ASSUMPTIONS,
        strategy,
        validate,
        evidence: vec![
            Evidence::enclosure(measured, predicted).refined::<WideInterval>(measured, predicted).of_parts(RESOLVED),
            Evidence::exact(measured, predicted).drawn_from(algebraic),
            Evidence::float(measured, predicted).drawn_from(moderate).with_ceiling(
                &[Part::DerivativesAsDefined],
                1e-4,
                CANCELLATION,
            ),
        ],
        stated: Formula::Stated,
        mutants: MUTANTS,
        necessity: NECESSITY,
        domain: &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dualproof::claim::{Demand, Outcome};

    /// ∂L/∂r_k = −e^(−10⁷)·10³: 0 in `f64`, negative in truth.
    #[test]
    fn an_underflow_is_open_in_float_and_decided_by_enclosure() {
        let claim = claim();
        let temperature = Rational::new(1, 1000);
        for loss in [Loss::InfoNce { temperature: temperature.clone() }, Loss::NegativeProbability { temperature }] {
            let extreme =
                Instance { loss, positive: Rational::from_integer(0), negatives: vec![Rational::from_integer(10_000)] };
            let outcome = |kind: Kind, part: Part| {
                let evidence = claim.evidence.iter().find(|e| e.kind == kind).expect("this kind of evidence");
                evidence.decide(&extreme, Relation::Below, part, Formula::Stated, Demand::CERTAIN)
            };
            for part in [Part::AttractsThePositive, Part::RepelsEveryNegative] {
                assert!(matches!(outcome(Kind::Float, part), Outcome::Inconclusive(_)));
                assert!(matches!(outcome(Kind::Enclosure, part), Outcome::Holds(_)));
            }
        }
    }
}
