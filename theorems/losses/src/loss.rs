//! Which loss, and its evaluation.

use crate::{Batch, Evaluated, LossError};
use crate::{barlow, contrast, predictions, simple, vicreg};
use nalgebra::DMatrix;

/// A loss of the outputs f_ia of view a of sample i, or of predictions q and constant targets z. r(u, v) = ½‖u − v‖².
///
/// As text: `simple`, `triplet:TAU,R0`, `nce:TAU`, `info-nce:TAU,H`, `nt-xent:TAU`, `byol`, `byol-plain`, `simsiam`,
/// `barlow:LAMBDA`, `vicreg:L,M,N`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Loss {
    /// mean r(f_ia, f_ib) − mean r(f_ia, f_jb): all pairs with replacement.
    Simple,
    /// mean τ ln(1 + e^{(r₊ − r₋ + r₀)/τ}), r₊ = r(f_ia, f_ib), r₋ = r(f_ia, f_jc): all i, a, b, j, c.
    Triplet {
        /// τ > 0.
        tau: f64,
        /// r₀ ≥ 0.
        margin: f64,
    },
    /// mean ln(1 + e^{(r₊ − r₋)/τ}), over the same.
    Nce {
        /// τ > 0.
        tau: f64,
    },
    /// mean −ln(e^{−r₊/τ}/(e^{−r₊/τ} + Σ_k e^{−r_k/τ})) over the ordered pairs a ≠ b of a sample i; r_k is the distance of
    /// f_ia from view b of sample i + k modulo N, k = 1 … H.
    InfoNce {
        /// τ > 0.
        tau: f64,
        /// H, from 1 to N − 1.
        negatives: usize,
    },
    /// SimCLR's cross-entropy of the cosines over τ; each of the 2N views against its other view and 2N − 2 negatives.
    NtXent {
        /// τ > 0.
        tau: f64,
    },
    /// mean over the ordered pairs a ≠ b of a sample of ‖q_a/‖q_a‖ − z_b/‖z_b‖‖², or of ½‖q_a − z_b‖².
    Byol {
        /// Whether both sides have length 1.
        normalised: bool,
    },
    /// mean of −cos(q_a, z_b) over the ordered pairs a ≠ b of a sample.
    SimSiam,
    /// Σ (1 − C_ii)² + λ Σ_{i≠j} C_ij², C the correlations over the samples of the outputs of view 0 with those of view 1.
    BarlowTwins {
        /// λ ≥ 0.
        lambda: f64,
    },
    /// λ·invariance + μ·hinge + ν·covariance, of two views: the mean squared difference; the mean over dimensions and views
    /// of max(0, 1 − √(variance + 10⁻⁴)); the sum over views of Σ_{i≠j} (covariance_ij)²/n. Variances with N − 1.
    VicReg {
        /// λ ≥ 0.
        lambda: f64,
        /// μ ≥ 0.
        mu: f64,
        /// ν ≥ 0.
        nu: f64,
    },
}

impl Loss {
    /// Whether it is a loss of predictions and targets. Never fails.
    pub fn needs_predictions(&self) -> bool {
        matches!(self, Loss::Byol { .. } | Loss::SimSiam)
    }

    /// The loss of `outputs` (n × N·A) and its gradient by them, rounded.
    ///
    /// # Errors
    /// A loss of predictions, a parameter out of its range, fewer than two views or samples, not two views where it is
    /// defined for two, a wrong number of columns, no rows, entries that are not finite or all of them below
    /// 2⁻¹⁹⁰, a direction of a zero vector, a
    /// correlation of a constant, and results beyond the range of `f64`.
    pub fn of(&self, outputs: &DMatrix<f64>, batch: Batch) -> Result<Evaluated, LossError> {
        if self.needs_predictions() {
            return Err(LossError::NeedsPredictions { loss: self.to_string() });
        }
        self.check_parameters()?;
        self.check_batch(batch, 2)?;
        check_matrix("outputs", outputs, batch)?;
        self.in_range(match *self {
            Loss::Triplet { tau, margin } => contrast::one_negative(outputs, batch, tau, margin, tau),
            Loss::Nce { tau } => contrast::one_negative(outputs, batch, tau, 0.0, 1.0),
            Loss::InfoNce { tau, negatives } => contrast::info_nce(outputs, batch, tau, negatives),
            Loss::NtXent { tau } => contrast::nt_xent(outputs, batch, tau)?,
            Loss::BarlowTwins { lambda } => barlow::evaluate(outputs, batch, lambda)?,
            Loss::VicReg { lambda, mu, nu } => vicreg::evaluate(outputs, batch, [lambda, mu, nu]),
            // The losses of predictions have been refused above.
            Loss::Simple | Loss::Byol { .. } | Loss::SimSiam => simple::evaluate(outputs, batch),
        })
    }

    /// BYOL's or SimSiam's loss of predictions q and constant targets z (both n × N·A), and its gradient by q, rounded.
    ///
    /// # Errors
    /// A loss of outputs, fewer than two views, no sample, wrong numbers of columns or rows, entries that are not finite, a
    /// direction of a zero vector, and results beyond the range of `f64`.
    pub fn of_predictions(
        &self,
        predictions: &DMatrix<f64>,
        targets: &DMatrix<f64>,
        batch: Batch,
    ) -> Result<Evaluated, LossError> {
        if !self.needs_predictions() {
            return Err(LossError::NeedsOutputs { loss: self.to_string() });
        }
        self.check_batch(batch, 1)?;
        check_matrix("predictions", predictions, batch)?;
        check_matrix("targets", targets, batch)?;
        if targets.nrows() != predictions.nrows() {
            let expected = "as many as the predictions have";
            return Err(LossError::Rows { of: "targets", found: targets.nrows(), expected });
        }
        self.in_range(match self {
            Loss::Byol { normalised: false } => predictions::distance(predictions, targets, batch),
            Loss::Byol { normalised: true } => predictions::byol(predictions, targets, batch)?,
            _ => predictions::simsiam(predictions, targets, batch)?,
        })
    }

    /// That every parameter is in its range.
    pub(crate) fn check_parameters(&self) -> Result<(), LossError> {
        let above = |name, x: f64| match x.is_finite() && x > 0.0 {
            true => Ok(()),
            false => Err(LossError::Parameter { name, found: x, expected: "a finite number above 0" }),
        };
        let least = |name, x: f64| match x.is_finite() && x >= 0.0 {
            true => Ok(()),
            false => Err(LossError::Parameter { name, found: x, expected: "a finite number of at least 0" }),
        };
        match *self {
            Loss::Simple | Loss::Byol { .. } | Loss::SimSiam => Ok(()),
            Loss::Triplet { tau, margin } => above("TAU", tau).and(least("R0", margin)),
            Loss::Nce { tau } | Loss::InfoNce { tau, .. } | Loss::NtXent { tau } => above("TAU", tau),
            Loss::BarlowTwins { lambda } => least("LAMBDA", lambda),
            Loss::VicReg { lambda, mu, nu } => least("L", lambda).and(least("M", mu)).and(least("N", nu)),
        }
    }

    fn check_batch(&self, batch: Batch, least: usize) -> Result<(), LossError> {
        let Batch { samples, views } = batch;
        let of_two = matches!(self, Loss::NtXent { .. } | Loss::BarlowTwins { .. } | Loss::VicReg { .. });
        if views < 2 || (of_two && views != 2) {
            let expected = if of_two { "2" } else { "at least 2" };
            return Err(LossError::Views { loss: self.to_string(), found: views, expected });
        }
        if samples < least {
            return Err(LossError::Samples { loss: self.to_string(), found: samples, least });
        }
        match *self {
            Loss::InfoNce { negatives, .. } if negatives == 0 || negatives >= samples => {
                Err(LossError::Negatives { found: negatives, most: samples - 1 })
            }
            _ => Ok(()),
        }
    }

    fn in_range(&self, found: Evaluated) -> Result<Evaluated, LossError> {
        let finite = found.value.is_finite() && found.gradient.iter().all(|x| x.is_finite());
        finite.then_some(found).ok_or_else(|| LossError::Beyond { loss: self.to_string() })
    }
}

/// 2⁻¹⁹⁰, the least size of the largest entry. Entries differ by at least 2⁻⁵³ of it, or not at all, and no loss has a power
/// of such a difference above the fourth: 2^(−4·243) is a number of full precision, so nothing becomes 0 that is not.
const LEAST: f64 = f64::from_bits((1023 - 190) << 52);

fn check_matrix(of: &'static str, matrix: &DMatrix<f64>, batch: Batch) -> Result<(), LossError> {
    if matrix.ncols() != batch.columns() {
        return Err(LossError::Columns { of, found: matrix.ncols(), expected: batch.columns() });
    }
    if matrix.nrows() == 0 {
        return Err(LossError::Rows { of, found: 0, expected: "at least 1" });
    }
    match matrix.iter().position(|x| !x.is_finite()) {
        None => match matrix.amax() {
            found if found > 0.0 && found < LEAST => Err(LossError::Small { of, found }),
            _ => Ok(()),
        },
        Some(at) => {
            let (row, column) = (at % matrix.nrows(), at / matrix.nrows());
            let (sample, view) = (column / batch.views, column % batch.views);
            Err(LossError::NotFinite { of, row, sample, view, found: matrix[(row, column)] })
        }
    }
}
