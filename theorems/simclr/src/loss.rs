//! The contrastive losses of one positive and H negatives, as they are defined: recorded on a tape, nothing else.
//!
//! With r₊, r₁ … r_H half squared distances and d_k = r₊ − r_k:
//!
//! | loss | as defined | in differences |
//! |---|---|---|
//! | simple | Σ_k (r₊ − r_k) | Σ d_k |
//! | triplet | Σ_k τ ln(1 + e^{(r₊ − r_k + r₀)/τ}) | the same |
//! | InfoNCE | −ln( e^{−r₊/τ} / (e^{−r₊/τ} + Σ e^{−r_k/τ}) ) | ln(1 + Σ e^{d_k/τ}) |
//! | decoupled | −ln( e^{−r₊/τ} / Σ e^{−r_k/τ} ) | ln Σ e^{d_k/τ} |
//! | negative probability | −e^{−r₊/τ} / (e^{−r₊/τ} + Σ e^{−r_k/τ}) | −1/(1 + Σ e^{d_k/τ}) |
//! | polynomial | Σ_k (c₁ d_k + c₂ d_k² + c₃ d_k³) | the same |
//!
//! The second column is the first with numerator and denominator divided by e^{−r₊/τ}: the same function, in which
//! no two nearly equal numbers are subtracted. The other variants are *outside* the theory and serve to show it.
//! The derivatives by formula are in `loss_gradient.rs`, which shares nothing with this file but the enum.

use dualproof::numbers::{Field, Line, Obstacle, Rational, Ring, Sign};
use dualproof::tape::{Tape, Var};
use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

/// A loss of one positive and any number of negatives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Loss {
    /// Σ (r₊ − r_k).
    Simple,
    /// Σ τ ln(1 + e^{(r₊ − r_k + r₀)/τ}).
    Triplet {
        /// τ.
        temperature: Rational,
        /// r₀.
        margin: Rational,
    },
    /// −ln of the positive's share.
    InfoNce {
        /// τ.
        temperature: Rational,
    },
    /// InfoNCE without the positive in the denominator.
    Decoupled {
        /// τ.
        temperature: Rational,
    },
    /// Minus the positive's share, without the logarithm.
    NegativeProbability {
        /// τ.
        temperature: Rational,
    },
    /// Σ_k φ(r₊ − r_k), φ(d) = c₁d + c₂d² + c₃d³: the algebraic representative of the family.
    Polynomial {
        /// c₁, c₂, c₃.
        coefficients: [Rational; 3],
    },
    /// Outside: r₊ by itself, BYOL's loss.
    PositiveAlone,
    /// Outside: InfoNCE with a constant 1 added to the denominator.
    ConstantInDenominator {
        /// τ.
        temperature: Rational,
    },
    /// Outside: InfoNCE in which τ divides r₊ only.
    TemperatureOfPositiveOnly {
        /// τ.
        temperature: Rational,
    },
    /// Outside: −ln( r₊ / (r₊ + Σ r_k) ), r in place of e^{−r/τ}.
    DistancesAsScores,
}

impl Line for Loss {
    /// The coefficients of a polynomial move; τ and r₀, over which no loss is a polynomial, do not.
    fn towards(&self, other: &Self, t: &Rational) -> Self {
        match (self, other) {
            (Loss::Polynomial { coefficients: a }, Loss::Polynomial { coefficients: b }) => {
                Loss::Polynomial { coefficients: std::array::from_fn(|n| a[n].towards(&b[n], t)) }
            }
            _ => self.clone(),
        }
    }
}

impl Loss {
    /// τ, where the loss has one.
    pub fn temperature(&self) -> Option<&Rational> {
        match self {
            Loss::Triplet { temperature, .. }
            | Loss::InfoNce { temperature }
            | Loss::Decoupled { temperature }
            | Loss::NegativeProbability { temperature }
            | Loss::ConstantInDenominator { temperature }
            | Loss::TemperatureOfPositiveOnly { temperature } => Some(temperature),
            Loss::Simple | Loss::Polynomial { .. } | Loss::PositiveAlone | Loss::DistancesAsScores => None,
        }
    }

    /// Is it a function of the differences r₊ − r_k alone, by its definition?
    pub fn depends_on_differences_only(&self) -> bool {
        !matches!(
            self,
            Loss::PositiveAlone
                | Loss::ConstantInDenominator { .. }
                | Loss::TemperatureOfPositiveOnly { .. }
                | Loss::DistancesAsScores
        )
    }

    /// The same loss of r/unit: τ, r₀ and the coefficients in the units of r.
    pub fn in_units_of(self, unit: &Rational) -> Self {
        let scaled = |t: Rational| t * unit.clone();
        let over = |c: Rational, times: usize| (0..times).fold(c, |c, _| c.divide(unit).expect("a unit is not zero"));
        match self {
            Loss::Triplet { temperature, margin } => {
                Loss::Triplet { margin: margin * temperature.clone() * unit.clone(), temperature: scaled(temperature) }
            }
            Loss::InfoNce { temperature } => Loss::InfoNce { temperature: scaled(temperature) },
            Loss::Decoupled { temperature } => Loss::Decoupled { temperature: scaled(temperature) },
            Loss::NegativeProbability { temperature } => Loss::NegativeProbability { temperature: scaled(temperature) },
            Loss::ConstantInDenominator { temperature } => {
                Loss::ConstantInDenominator { temperature: scaled(temperature) }
            }
            Loss::TemperatureOfPositiveOnly { temperature } => {
                Loss::TemperatureOfPositiveOnly { temperature: scaled(temperature) }
            }
            Loss::Polynomial { coefficients: [first, second, third] } => {
                Loss::Polynomial { coefficients: [first, over(second, 1), over(third, 2)] }
            }
            Loss::Simple | Loss::PositiveAlone | Loss::DistancesAsScores => self,
        }
    }

    /// Is the loss defined: is its temperature not zero?
    ///
    /// # Errors
    /// What was found and expected.
    pub fn validate(&self) -> Result<(), String> {
        match self.temperature() {
            Some(t) if t.sign() == Sign::Zero => Err("loss: found a temperature of 0, expected another number".into()),
            _ => Ok(()),
        }
    }

    /// Is the derivative of the polynomial positive at every one of these differences? The other losses increase in
    /// theirs by their form, for τ > 0. Decided exactly.
    pub fn increases_at(&self, mut differences: impl Iterator<Item = Rational>) -> bool {
        let Loss::Polynomial { coefficients: [first, second, third] } = self else { return true };
        let of = |n: i64| Rational::from_integer(n);
        differences.all(|d| {
            let curve = of(2) * second.clone() + of(3) * third.clone() * d.clone();
            (first.clone() + curve * d).sign() == Sign::Positive
        })
    }

    /// Records the loss as defined, entry by entry: `positive` and each of `negatives` are 1 × cases.
    ///
    /// # Errors
    /// [`Obstacle::Outside`] at τ = 0; an obstacle of the number system where it lacks exp or ln, or cannot tell
    /// that the argument of a logarithm is positive.
    pub fn record<S: Field>(&self, tape: &mut Tape<S>, positive: Var, negatives: &[Var]) -> Result<Var, Obstacle> {
        match self {
            Loss::InfoNce { temperature } => {
                let (p, n) = scores(tape, positive, negatives, temperature, temperature)?;
                let share = share(tape, p, &[&[p], &n[..]].concat())?;
                minus_log(tape, share)
            }
            Loss::Decoupled { temperature } => {
                let (p, n) = scores(tape, positive, negatives, temperature, temperature)?;
                let share = share(tape, p, &n)?;
                minus_log(tape, share)
            }
            Loss::NegativeProbability { temperature } => {
                let (p, n) = scores(tape, positive, negatives, temperature, temperature)?;
                let share = share(tape, p, &[&[p], &n[..]].concat())?;
                Ok(tape.scale(share, &S::from_integer(-1)))
            }
            Loss::ConstantInDenominator { temperature } => {
                let (p, n) = scores(tape, positive, negatives, temperature, temperature)?;
                let one = ones(tape, positive);
                let share = share(tape, p, &[&[one, p], &n[..]].concat())?;
                minus_log(tape, share)
            }
            Loss::TemperatureOfPositiveOnly { temperature } => {
                let (p, n) = scores(tape, positive, negatives, temperature, &Rational::new(1, 1))?;
                let share = share(tape, p, &[&[p], &n[..]].concat())?;
                minus_log(tape, share)
            }
            Loss::DistancesAsScores => {
                let share = share(tape, positive, &[&[positive], negatives].concat())?;
                minus_log(tape, share)
            }
            Loss::PositiveAlone => Ok(tape.scale(positive, &S::one())),
            Loss::Simple | Loss::Triplet { .. } | Loss::Polynomial { .. } => {
                self.record_in_differences(tape, positive, negatives)
            }
        }
    }

    /// Records the loss in its form of differences; the losses outside have none and are recorded as defined.
    ///
    /// # Errors
    /// As for [`Loss::record`].
    pub fn record_in_differences<S: Field>(
        &self,
        tape: &mut Tape<S>,
        positive: Var,
        negatives: &[Var],
    ) -> Result<Var, Obstacle> {
        let differences: Vec<Var> = negatives.iter().map(|n| tape.difference(positive, *n)).collect();
        let one = ones(tape, positive);
        match self {
            Loss::Simple => Ok(sum(tape, &differences)),
            Loss::Polynomial { coefficients } => {
                let [first, second, third] = coefficients.each_ref().map(S::from_rational);
                let mut terms = Vec::new();
                for d in differences {
                    let square = tape.entrywise(d, d);
                    let cube = tape.entrywise(square, d);
                    terms.extend([tape.scale(d, &first), tape.scale(square, &second), tape.scale(cube, &third)]);
                }
                Ok(sum(tape, &terms))
            }
            Loss::Triplet { temperature, margin } => {
                let (rate, tau) = (inverse(temperature)?, S::from_rational(temperature));
                let margin = tape.scale(one, &S::from_rational(margin));
                let mut terms = Vec::new();
                for d in differences {
                    let shifted = tape.sum(d, margin);
                    let argument = tape.scale(shifted, &rate);
                    let e = tape.exp(argument)?;
                    let both = tape.sum(one, e);
                    let log = tape.ln(both)?;
                    terms.push(tape.scale(log, &tau));
                }
                Ok(sum(tape, &terms))
            }
            Loss::InfoNce { temperature }
            | Loss::Decoupled { temperature }
            | Loss::NegativeProbability { temperature } => {
                let rate = inverse(temperature)?;
                let mut terms = Vec::new();
                for d in differences {
                    let argument = tape.scale(d, &rate);
                    terms.push(tape.exp(argument)?);
                }
                if !matches!(self, Loss::Decoupled { .. }) {
                    terms.push(one);
                }
                let denominator = sum(tape, &terms);
                if matches!(self, Loss::NegativeProbability { .. }) {
                    let share = tape.reciprocal(denominator)?;
                    return Ok(tape.scale(share, &S::from_integer(-1)));
                }
                tape.ln(denominator)
            }
            _ => self.record(tape, positive, negatives),
        }
    }
}

fn inverse<S: Field>(temperature: &Rational) -> Result<S, Obstacle> {
    let rate = Rational::new(1, 1).divide(temperature).ok_or(Obstacle::Outside("a temperature of 0"))?;
    Ok(S::from_rational(&rate))
}

fn ones<S: Field>(tape: &mut Tape<S>, like: Var) -> Var {
    let (rows, columns) = tape.value(like).shape();
    tape.variable(DMatrix::from_element(rows, columns, S::one()))
}

fn sum<S: Field>(tape: &mut Tape<S>, terms: &[Var]) -> Var {
    terms[1..].iter().fold(terms[0], |a, b| tape.sum(a, *b))
}

/// e^{−r/τ} of the positive and of each negative.
fn scores<S: Field>(
    tape: &mut Tape<S>,
    positive: Var,
    negatives: &[Var],
    of_positive: &Rational,
    of_negatives: &Rational,
) -> Result<(Var, Vec<Var>), Obstacle> {
    let (a, b) = (-inverse::<S>(of_positive)?, -inverse::<S>(of_negatives)?);
    let mut score = |r: Var, rate: &S| {
        let argument = tape.scale(r, rate);
        tape.exp(argument)
    };
    let p = score(positive, &a)?;
    Ok((p, negatives.iter().map(|n| score(*n, &b)).collect::<Result<_, _>>()?))
}

/// numerator / Σ denominators.
fn share<S: Field>(tape: &mut Tape<S>, numerator: Var, denominators: &[Var]) -> Result<Var, Obstacle> {
    let denominator = sum(tape, denominators);
    let over = tape.reciprocal(denominator)?;
    Ok(tape.entrywise(numerator, over))
}

fn minus_log<S: Field>(tape: &mut Tape<S>, share: Var) -> Result<Var, Obstacle> {
    let log = tape.ln(share)?;
    Ok(tape.scale(log, &S::from_integer(-1)))
}
