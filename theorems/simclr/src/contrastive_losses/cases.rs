//! Losses over many orders of magnitude.

use crate::cases::{WITH_TEMPERATURE, any_of, multiples};
use crate::loss::Loss;
use dualproof::numbers::{Rational, Ring, Sign};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

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

impl Instance {
    /// Is τ > 0, if the loss has one?
    pub fn temperature_is_positive(&self) -> bool {
        self.loss.temperature().is_none_or(|t| t.sign() == Sign::Positive)
    }

    /// Is φ' > 0 at every r₊ − r_k?
    pub fn loss_increases_in_its_differences(&self) -> bool {
        self.loss.increases_at(self.negatives.iter().map(|r| self.positive.clone() - r.clone()))
    }

    /// Has it a negative, and a loss that is defined?
    ///
    /// # Errors
    /// What was found and expected.
    pub fn validate(&self) -> Result<(), String> {
        if self.negatives.is_empty() {
            return Err("negatives: found 0, expected at least 1".into());
        }
        self.loss.validate()
    }
}

/// m · 10^e with two or three digits: spread evenly over the orders of magnitude.
fn scaled(digits: RangeInclusive<i64>, exponents: RangeInclusive<i32>) -> BoxedStrategy<Rational> {
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
    let with_temperature = any_of(WITH_TEMPERATURE, temperature, multiples(-40..=40, 4));
    prop_oneof![6 => with_temperature, 1 => Just(Loss::Simple), 1 => increasing_polynomial()].boxed()
}

fn drawn(loss: BoxedStrategy<Loss>, distance: BoxedStrategy<Rational>) -> BoxedStrategy<Instance> {
    let instance = |(loss, positive, negatives)| Instance { loss, positive, negatives };
    (loss, distance.clone(), vec(distance, 1..=4)).prop_map(instance).boxed()
}

/// Every loss of the statement.
pub fn any_loss() -> BoxedStrategy<Instance> {
    drawn(losses(temperature()), distance())
}

/// The losses that need neither exp nor ln.
pub fn algebraic() -> BoxedStrategy<Instance> {
    drawn(prop_oneof![Just(Loss::Simple), increasing_polynomial()].boxed(), distance())
}

/// r/τ below 40, where no derivative underflows in `f64`.
pub fn moderate() -> BoxedStrategy<Instance> {
    drawn(losses(scaled(50..=400, -2..=-2)), scaled(0..=200, -1..=-1))
}

/// r₊ by itself.
pub fn positive_alone() -> BoxedStrategy<Instance> {
    drawn(Just(Loss::PositiveAlone).boxed(), distance())
}

/// 1 added to the denominator of InfoNCE.
pub fn constant_in_denominator() -> BoxedStrategy<Instance> {
    of_temperature(|temperature| Loss::ConstantInDenominator { temperature })
}

/// τ divides r₊ alone.
pub fn temperature_of_positive_only() -> BoxedStrategy<Instance> {
    of_temperature(|temperature| Loss::TemperatureOfPositiveOnly { temperature })
}

/// r in place of e^{−r/τ}.
pub fn distances_as_scores() -> BoxedStrategy<Instance> {
    drawn(Just(Loss::DistancesAsScores).boxed(), distance())
}

/// τ < 0.
pub fn negative_temperature() -> BoxedStrategy<Instance> {
    of_temperature(|t| Loss::InfoNce { temperature: -t })
}

fn of_temperature(loss: fn(Rational) -> Loss) -> BoxedStrategy<Instance> {
    drawn(temperature().prop_map(loss).boxed(), distance())
}

/// Polynomials that may decrease.
pub fn any_polynomial() -> BoxedStrategy<Instance> {
    let loss = |c: Vec<i64>| Loss::Polynomial { coefficients: std::array::from_fn(|n| Rational::from_integer(c[n])) };
    drawn(vec(-32_i64..=32, 3).prop_map(loss).boxed(), distance())
}
