//! The losses φ(B, W), T = B + W, of n outputs. A sum over i ≠ j has both orders.
//!
//! | loss | φ(B, W) |
//! |---|---|
//! | polynomial | tr AB + tr CW + tr BGW |
//! | Barlow Twins | Σ_i (1 − B_ii/T_ii)² + λ Σ_{i≠j} B_ij²/(T_ii T_jj) |
//! | VICReg | 2ι tr W + (2μ/n) Σ_j max(0, γ − √(T_jj + ε)) + (2ν/n) Σ_{i≠j} T_ij² |
//! | spectral | −2c tr B + ‖T‖² |
//! | log-determinant | −ln det(I + αT) + β tr W |
//! | discriminant | −tr (T + εI)⁻¹B |
//! | sum | the sum of the φ of its terms |
//!
//! Of Barlow Twins the cross-correlation of two independent views of a sample is B_ij/√(T_ii T_jj). VICReg's variance
//! and covariance terms are those of both views, its invariance term is E‖f₁ − f₂‖². The spectral contrastive loss is
//! that of centred outputs, −2c E⟨f₁, f₊⟩ + E⟨f, f'⟩². The log-determinant is a coding rate, the discriminant Fisher's,
//! with a ridge. A, C, G need not be symmetric; A = −I, C = βI, G = 0 is L^β of `covariance-operator`.
//!
//! `measured.rs` records the losses from pairs of views; `gradients.rs` has Φ_B and Φ_W in closed form.

use dualproof::matrix::rows;
use dualproof::numbers::{Line, Rational};
use nalgebra::DMatrix;
use num_traits::Zero;
use serde::{Deserialize, Serialize};

/// A loss of the covariances of the outputs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum OutputLoss {
    /// tr AB + tr CW + tr BGW.
    Polynomial {
        /// A, n × n.
        #[serde(with = "rows")]
        between: DMatrix<Rational>,
        /// C, n × n.
        #[serde(with = "rows")]
        within: DMatrix<Rational>,
        /// G, n × n.
        #[serde(with = "rows")]
        both: DMatrix<Rational>,
    },
    /// The cross-correlation of two views should be I.
    BarlowTwins {
        /// λ.
        redundancy: Rational,
    },
    /// Variance, invariance, covariance.
    Vicreg {
        /// ι.
        invariance: Rational,
        /// μ.
        variance: Rational,
        /// ν.
        covariance: Rational,
        /// γ > 0.
        margin: Rational,
        /// ε > 0.
        epsilon: Rational,
    },
    /// The spectral contrastive loss.
    Spectral {
        /// c.
        attraction: Rational,
    },
    /// A coding rate with an invariance term.
    LogDeterminant {
        /// α > 0.
        scale: Rational,
        /// β.
        invariance: Rational,
    },
    /// Fisher's discriminant with a ridge.
    Discriminant {
        /// ε > 0.
        ridge: Rational,
    },
    /// The sum of several.
    Sum {
        /// At least one.
        terms: Vec<OutputLoss>,
    },
}

impl OutputLoss {
    /// Is it, or a term of it, a loss of which this is so?
    pub(super) fn has(&self, is_so: &dyn Fn(&OutputLoss) -> bool) -> bool {
        match self {
            OutputLoss::Sum { terms } => terms.iter().any(|term| term.has(is_so)),
            _ => is_so(self),
        }
    }
}

impl Line for OutputLoss {
    /// Every number moves but those of VICReg, which is no rational function of them.
    fn towards(&self, other: &Self, t: &Rational) -> Self {
        match (self, other) {
            (
                OutputLoss::Polynomial { between: a, within: c, both: g },
                OutputLoss::Polynomial { between: a_1, within: c_1, both: g_1 },
            ) => {
                let [between, within, both] = [(a, a_1), (c, c_1), (g, g_1)].map(|(from, to)| from.towards(to, t));
                OutputLoss::Polynomial { between, within, both }
            }
            (OutputLoss::BarlowTwins { redundancy }, OutputLoss::BarlowTwins { redundancy: end }) => {
                OutputLoss::BarlowTwins { redundancy: redundancy.towards(end, t) }
            }
            (OutputLoss::Spectral { attraction }, OutputLoss::Spectral { attraction: end }) => {
                OutputLoss::Spectral { attraction: attraction.towards(end, t) }
            }
            (
                OutputLoss::LogDeterminant { scale, invariance },
                OutputLoss::LogDeterminant { scale: scale_1, invariance: invariance_1 },
            ) => OutputLoss::LogDeterminant {
                scale: scale.towards(scale_1, t),
                invariance: invariance.towards(invariance_1, t),
            },
            (OutputLoss::Discriminant { ridge }, OutputLoss::Discriminant { ridge: end }) => {
                OutputLoss::Discriminant { ridge: ridge.towards(end, t) }
            }
            (OutputLoss::Sum { terms }, OutputLoss::Sum { terms: ends }) => {
                let pairs = terms.iter().zip(ends);
                OutputLoss::Sum { terms: pairs.map(|(from, to)| from.towards(to, t)).collect() }
            }
            _ => self.clone(),
        }
    }
}

impl OutputLoss {
    /// Is the loss one of `outputs` outputs, and is each number positive that must be?
    ///
    /// # Errors
    /// What was found and expected.
    pub fn validate(&self, outputs: usize) -> Result<(), String> {
        let positive: &[(&str, &Rational)] = match self {
            OutputLoss::Polynomial { between, within, both } => {
                for (name, matrix) in [("between", between), ("within", within), ("both", both)] {
                    if matrix.shape() != (outputs, outputs) {
                        let found = matrix.shape();
                        return Err(format!("{name}: found the shape {found:?}, expected {outputs} × {outputs}"));
                    }
                }
                &[]
            }
            OutputLoss::Vicreg { margin, epsilon, .. } => &[("margin", margin), ("epsilon", epsilon)],
            OutputLoss::LogDeterminant { scale, .. } => &[("scale", scale)],
            OutputLoss::Discriminant { ridge } => &[("ridge", ridge)],
            OutputLoss::BarlowTwins { .. } | OutputLoss::Spectral { .. } => &[],
            OutputLoss::Sum { terms } if terms.is_empty() => {
                return Err("terms: found none, expected at least 1".into());
            }
            OutputLoss::Sum { terms } => return terms.iter().try_for_each(|term| term.validate(outputs)),
        };
        match positive.iter().find(|(_, value)| **value <= Rational::zero()) {
            Some((name, value)) => Err(format!("{name}: found {value}, expected a positive number")),
            None => Ok(()),
        }
    }
}
