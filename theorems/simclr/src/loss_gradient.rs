//! The gradient of a contrastive loss by the distances, in closed form: ∂L/∂r₊ and ξ_k = −∂L/∂r_k.
//!
//! With p₊ = e^{−r₊/τ}/Z, p_k = e^{−r_k/τ}/Z, Z = e^{−r₊/τ} + Σ e^{−r_k/τ}, σ(t) = 1/(1 + e^{−t}):
//!
//! | loss | ∂L/∂r₊ | ξ_k |
//! |---|---|---|
//! | simple | H | 1 |
//! | triplet | Σ_k ξ_k | σ((r₊ − r_k + r₀)/τ) |
//! | InfoNCE | Σ_k p_k / τ | p_k / τ |
//! | decoupled | 1/τ | p_k / (τ Σ_j p_j) |
//! | negative probability | p₊ Σ_k p_k / τ | p₊ p_k / τ |
//! | polynomial | Σ_k φ'(r₊ − r_k) | φ'(r₊ − r_k) |
//!
//! Of one negative, ξ is a function of d = r₊ − r₋; with s = σ(d/τ), for the triplet loss σ((d + r₀)/τ):
//!
//! | loss | dξ/dd | d²ξ/dd² |
//! |---|---|---|
//! | simple, decoupled | 0 | 0 |
//! | triplet | s(1 − s)/τ | s(1 − s)(1 − 2s)/τ² |
//! | InfoNCE | s(1 − s)/τ² | s(1 − s)(1 − 2s)/τ³ |
//! | negative probability | s(1 − s)(1 − 2s)/τ² | s(1 − s)(1 − 6s(1 − s))/τ³ |
//! | polynomial | 2c₂ + 6c₃d | 6c₃ |

use super::loss::Loss;
use dualproof::numbers::{Field, Obstacle, Rational};

/// The gradient of a loss at (r₊; r₁ … r_H).
#[derive(Clone, Debug, PartialEq)]
pub struct LossGradient<S> {
    /// ∂L/∂r₊, with which the positive is attracted.
    pub attraction: S,
    /// ξ_k = −∂L/∂r_k, with which each negative is repelled.
    pub repulsions: Vec<S>,
}

/// The gradient of `loss` at (r₊; r₁ … r_H), by the first table.
///
/// # Errors
/// [`Obstacle::Outside`] at τ = 0; obstacles of a number system without exp, or in which a denominator may be 0.
pub fn loss_gradient<S: Field>(loss: &Loss, positive: &S, negatives: &[S]) -> Result<LossGradient<S>, Obstacle> {
    let total = |list: &[S]| list.iter().cloned().fold(S::zero(), |a, b| a + b);
    // The losses of differences alone.
    let of_differences = |repulsions: Vec<S>| LossGradient { attraction: total(&repulsions), repulsions };
    let shares = |temperature: &Rational, of_negatives: &Rational, constant: i64| {
        let p = exponential(-over(positive, temperature)?)?;
        let n = negatives.iter().map(|r| exponential(-over(r, of_negatives)?)).collect::<Result<Vec<S>, _>>()?;
        let z = p.clone() + total(&n) + S::from_integer(constant);
        let n = n.iter().map(|e| quotient(e, &z)).collect::<Result<Vec<S>, _>>()?;
        Ok::<_, Obstacle>((quotient(&p, &z)?, n, quotient(&S::from_integer(constant), &z)?))
    };
    Ok(match loss {
        Loss::Simple => of_differences(vec![S::one(); negatives.len()]),
        Loss::Triplet { temperature, margin } => {
            let sigma = |r: &S| {
                let t = over(&(positive.clone() - r.clone() + S::from_rational(margin)), temperature)?;
                quotient(&S::one(), &(S::one() + exponential(-t)?))
            };
            of_differences(negatives.iter().map(sigma).collect::<Result<_, _>>()?)
        }
        Loss::InfoNce { temperature } => {
            let (_, n, _) = shares(temperature, temperature, 0)?;
            of_differences(n.iter().map(|p| over(p, temperature)).collect::<Result<_, _>>()?)
        }
        Loss::Decoupled { temperature } => {
            let n = negatives.iter().map(|r| exponential(-over(r, temperature)?)).collect::<Result<Vec<S>, _>>()?;
            let scale = total(&n) * S::from_rational(temperature);
            LossGradient {
                attraction: over(&S::one(), temperature)?,
                repulsions: n.iter().map(|e| quotient(e, &scale)).collect::<Result<_, _>>()?,
            }
        }
        Loss::NegativeProbability { temperature } => {
            let (p, n, _) = shares(temperature, temperature, 0)?;
            of_differences(n.iter().map(|q| over(&(p.clone() * q.clone()), temperature)).collect::<Result<_, _>>()?)
        }
        Loss::Polynomial { coefficients: [first, second, third] } => {
            let derivative = |r: &S| {
                let d = positive.clone() - r.clone();
                let [a, b, c] =
                    [(first, 1), (second, 2), (third, 3)].map(|(c, n)| S::from_rational(c) * S::from_integer(n));
                a + (b + c * d.clone()) * d
            };
            of_differences(negatives.iter().map(derivative).collect())
        }
        Loss::PositiveAlone => LossGradient { attraction: S::one(), repulsions: vec![S::zero(); negatives.len()] },
        Loss::ConstantInDenominator { temperature } => {
            let (_, n, constant) = shares(temperature, temperature, 1)?;
            let attraction = over(&(total(&n) + constant), temperature)?;
            LossGradient { attraction, repulsions: n.iter().map(|p| over(p, temperature)).collect::<Result<_, _>>()? }
        }
        Loss::TemperatureOfPositiveOnly { temperature } => {
            let (_, n, _) = shares(temperature, &Rational::new(1, 1), 0)?;
            LossGradient { attraction: over(&total(&n), temperature)?, repulsions: n }
        }
        Loss::DistancesAsScores => {
            let sum = positive.clone() + total(negatives);
            let each = quotient(&S::one(), &sum)?;
            LossGradient {
                attraction: each.clone() - quotient(&S::one(), positive)?,
                repulsions: vec![-each; negatives.len()],
            }
        }
    })
}

/// dξ/dd and d²ξ/dd² of one negative at d = r₊ − r₋, by the second table.
///
/// # Errors
/// [`Obstacle::Outside`] at τ = 0 and for a loss that does not depend on d alone; obstacles of a number system without
/// exp.
pub fn repulsion_derivatives<S: Field>(loss: &Loss, difference: &S) -> Result<[S; 2], Obstacle> {
    // s, 1 − s (by its own exponential, so that nothing cancels) and 1/τ.
    let logistic = |temperature: &Rational, margin: &Rational| {
        let t = over(&(difference.clone() + S::from_rational(margin)), temperature)?;
        let share = |t: S| quotient(&S::one(), &(S::one() + exponential(t)?));
        Ok::<_, Obstacle>([share(-t.clone())?, share(t)?, over(&S::one(), temperature)?])
    };
    let zero = Rational::new(0, 1);
    Ok(match loss {
        Loss::Simple | Loss::Decoupled { .. } => [S::zero(), S::zero()],
        Loss::Triplet { temperature, margin } => {
            let [s, rest, rate] = logistic(temperature, margin)?;
            let first = s.clone() * rest.clone() * rate.clone();
            [first.clone(), first * (rest - s) * rate]
        }
        Loss::InfoNce { temperature } => {
            let [s, rest, rate] = logistic(temperature, &zero)?;
            let first = s.clone() * rest.clone() * rate.clone() * rate.clone();
            [first.clone(), first * (rest - s) * rate]
        }
        Loss::NegativeProbability { temperature } => {
            let [s, rest, rate] = logistic(temperature, &zero)?;
            let both = s.clone() * rest.clone();
            let square = both.clone() * rate.clone() * rate.clone();
            [square.clone() * (rest - s), square * rate * (S::one() - S::from_integer(6) * both)]
        }
        Loss::Polynomial { coefficients: [_, second, third] } => {
            let [b, c] = [second, third].map(|c| S::from_rational(c));
            let six = S::from_integer(6) * c;
            [S::from_integer(2) * b + six.clone() * difference.clone(), six]
        }
        _ => return Err(Obstacle::Outside("a loss that does not depend on the difference of distances alone")),
    })
}

fn exponential<S: Field>(t: S) -> Result<S, Obstacle> {
    t.exponential().ok_or(Obstacle::Unsupported("exp"))
}

fn quotient<S: Field>(a: &S, b: &S) -> Result<S, Obstacle> {
    a.divide(b).ok_or(Obstacle::UnknownSign("a denominator"))
}

fn over<S: Field>(a: &S, temperature: &Rational) -> Result<S, Obstacle> {
    let rate = Rational::new(1, 1).divide(temperature).ok_or(Obstacle::Outside("a temperature of 0"))?;
    Ok(a.clone() * S::from_rational(&rate))
}

#[cfg(test)]
mod tests {
    use super::*;
    use dualproof::numbers::{Interval, Ring};

    /// Second and third derivatives of the losses at d = −3/8 with τ = 3/4, r₀ = ½: mpmath's numerical differentiation
    /// with 40 digits, cut after 18.
    #[test]
    fn the_derivatives_of_repulsion_are_those_of_an_independent_program() {
        let temperature = Rational::new(3, 4);
        let losses = [
            (
                Loss::Triplet { temperature: temperature.clone(), margin: Rational::new(1, 2) },
                [331_029_193_233_495_675, -36_696_116_057_556_896],
            ),
            (Loss::InfoNce { temperature: temperature.clone() }, [417_784_377_247_279_091, 136_430_921_131_426_940]),
            (Loss::NegativeProbability { temperature }, [102_323_190_848_570_205, -228_401_200_093_830_196]),
        ];
        let difference = Interval::from_rational(&Rational::new(-3, 8));
        for (loss, expected) in losses {
            let found = repulsion_derivatives(&loss, &difference).expect("exp is known");
            for (x, digits) in found.iter().zip(expected) {
                let value = Rational::new(digits, 10_u64.pow(18));
                assert!(x.contains(&value), "{loss:?}: {} for {}", x.text(), value.to_f64());
                assert!(x.error_bound() < f64::EPSILON * 16.0, "{loss:?}: {}", x.error_bound());
            }
        }
    }
}
