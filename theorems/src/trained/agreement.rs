//! Two values of the same quantity, computed in different ways in `f64`, held to each other.

use dualproof::numbers::norm;
use dualproof::record::Verdict;
use nalgebra::DMatrix;
use serde::Serialize;

/// The relative accuracy that the figures of a trained network are held to: that which the project promises against other
/// programs. A pass through a network has some 10⁵ roundings of 10⁻¹⁶ on the way to a number, which rarely line up.
pub const ACCURACY: f64 = crate::digits::REFERENCE_AGREEMENT;

/// An update below this share of the network's largest one is rounding: 12 bits above 2⁻⁵², the last place of the largest.
pub const ROUNDING: f64 = 1.0 / (1u64 << 40) as f64;

/// What an operator loses to rounding, relative, where the samples' tangents differ by as much as they are large: 64 roundings
/// that line up. It grows with the square of the condition ‖Kᵀθ‖/‖Kᵀθ − E Kᵀθ‖.
pub const OF_DIFFERENCES: f64 = 1.0 / (1u64 << 46) as f64;

/// Two ways to the same quantity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// ‖first − second‖ over the size that both have.
    pub residual: f64,
    /// A bound on the relative error of one of the two, or an estimate of it where samples are hardly different.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bound: Option<f64>,
    /// The largest residual and bound together that agree.
    pub accuracy: f64,
    /// Holds where they agree; refuted where they do not by more than the bound and the accuracy.
    pub verdict: Verdict,
    /// Why it does not hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Agreement {
    /// Of a difference, a bound on the error of one side, and the size of both, in the same unit.
    pub fn of(difference: f64, bound: Option<f64>, size: f64) -> Self {
        let relative = |x: f64| if size == 0.0 { x } else { x / size };
        let (residual, bound) = (relative(difference), bound.map(relative));
        let error = residual + bound.unwrap_or(0.0);
        let (verdict, reason) = if error.is_nan() || size.is_infinite() {
            (Verdict::Inconclusive, Some("a figure is not finite"))
        } else if size == 0.0 {
            (Verdict::NothingChecked, Some("both sides are 0"))
        } else if error <= ACCURACY {
            (Verdict::Holds, None)
        } else if residual > ACCURACY + bound.unwrap_or(0.0) {
            (Verdict::Refuted, Some("the two ways differ by more than the accuracy"))
        } else {
            (Verdict::Inconclusive, Some("the error bound of one of the two is larger than the accuracy"))
        };
        let reason = reason.map(str::to_string);
        Agreement { residual, bound, accuracy: ACCURACY, verdict, reason }
    }

    /// Where one of the two could not be computed.
    pub fn undecided(reason: String) -> Self {
        let residual = f64::INFINITY;
        Agreement { residual, bound: None, accuracy: ACCURACY, verdict: Verdict::Inconclusive, reason: Some(reason) }
    }

    /// The same where both sides are rounding beside the other parameters of the network.
    pub fn rounding(self) -> Self {
        let reason = Some("both sides are rounding beside the other parameters".to_string());
        Agreement { verdict: Verdict::NothingChecked, reason, ..self }
    }
}

/// The Euclidean norm of all entries.
pub(crate) fn norm_of(matrices: &[DMatrix<f64>]) -> f64 {
    norm(&matrices.iter().map(|m| norm(m.as_slice())).collect::<Vec<f64>>())
}

/// Σ of the products of the entries.
pub(crate) fn inner_of(a: &[DMatrix<f64>], b: &[DMatrix<f64>]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a.dot(b)).sum()
}

/// Of the angle between two; `None` where one of them is 0 or a number is not finite.
pub(crate) fn cosine_of(a: &[DMatrix<f64>], b: &[DMatrix<f64>]) -> Option<f64> {
    let cosine = inner_of(a, b) / (norm_of(a) * norm_of(b));
    cosine.is_finite().then(|| cosine.clamp(-1.0, 1.0))
}

/// a − s·b.
pub(crate) fn less(a: &[DMatrix<f64>], s: f64, b: &[DMatrix<f64>]) -> Vec<DMatrix<f64>> {
    a.iter().zip(b).map(|(a, b)| a - b * s).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_decided_holds() {
        let verdict = |difference, bound, size| Agreement::of(difference, bound, size).verdict;
        assert_eq!(verdict(1e-12, None, 1.0), Verdict::Holds);
        assert_eq!(verdict(1e-12, Some(1e-11), 1.0), Verdict::Holds);
        assert_eq!(verdict(1e-3, None, 1.0), Verdict::Refuted);
        assert_eq!(verdict(1e-12, Some(1e-3), 1.0), Verdict::Inconclusive);
        // What the bound explains is no refutation.
        assert_eq!(verdict(1e-3, Some(1e-2), 1.0), Verdict::Inconclusive);
        assert_eq!(verdict(0.0, None, 0.0), Verdict::NothingChecked);
        assert_eq!(verdict(f64::NAN, None, 1.0), Verdict::Inconclusive);
        assert_eq!(verdict(1.0, None, f64::INFINITY), Verdict::Inconclusive);
        assert_eq!(verdict(1e-12, Some(f64::INFINITY), 1.0), Verdict::Inconclusive);
    }
}
