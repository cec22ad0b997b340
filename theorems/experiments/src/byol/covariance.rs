//! How much an output varies between samples, and in how many directions.

use dualproof::matrix::trace;
use nalgebra::{DMatrix, RowDVector};

/// The spectrum of a covariance.
#[derive(Clone, Debug, PartialEq)]
pub struct CovarianceSpectrum {
    /// Eigenvalues in decreasing order; those within the rounding of the largest one are 0.
    pub eigenvalues: Vec<f64>,
}

impl CovarianceSpectrum {
    /// That of V_x\[F̄\] for samples × units of augmentation means, uniform weights: the population covariance.
    /// `None` where an entry is not finite or overflows.
    pub fn between_samples(means: &DMatrix<f64>) -> Option<Self> {
        let centre = means.row_mean();
        let centred = about(means, &centre);
        Self::of(centred.tr_mul(&centred) / means.nrows() as f64)
    }

    /// That of a symmetric positive semidefinite matrix. `None` where an entry is not finite.
    pub fn of(covariance: DMatrix<f64>) -> Option<Self> {
        if covariance.iter().any(|x| !x.is_finite()) {
            return None;
        }
        let n = covariance.nrows() as f64;
        let mut eigenvalues = decreasing_eigenvalues(&covariance);
        // The decomposition is backward stable: what is within nε of the largest may be 0, and may be computed as negative.
        let negligible = n * f64::EPSILON * eigenvalues.first().copied().unwrap_or(0.0);
        eigenvalues.iter_mut().filter(|value| **value <= negligible).for_each(|value| *value = 0.0);
        Some(CovarianceSpectrum { eigenvalues })
    }

    /// tr V.
    pub fn variance(&self) -> f64 {
        self.eigenvalues.iter().sum()
    }

    /// exp of the entropy of the eigenvalues' shares: n for n equal ones, 1 for a single one, 0 where nothing
    /// varies.
    ///
    /// Source: Roy and Vetterli, *The effective rank: a measure of effective dimensionality*, EUSIPCO 2007.
    pub fn effective_rank(&self) -> f64 {
        let total = self.variance();
        if total == 0.0 {
            return 0.0;
        }
        let shares = self.eigenvalues.iter().map(|value| value / total).filter(|share| *share > 0.0);
        (-shares.map(|share| share * share.ln()).sum::<f64>()).exp()
    }
}

/// The mean over the views of every sample: rows of `values` are views, all samples under the first augmentation,
/// then all under the second, and so on.
///
/// # Panics
/// If the rows are not `augmentations` equal blocks.
pub fn augmentation_means(values: &DMatrix<f64>, augmentations: usize) -> DMatrix<f64> {
    assert!(augmentations > 0 && values.nrows().is_multiple_of(augmentations), "rows in equal blocks");
    let samples = values.nrows() / augmentations;
    let mut means = values.rows(0, samples).into_owned();
    for augmentation in 1..augmentations {
        means += values.rows(augmentation * samples, samples);
    }
    means / augmentations as f64
}

/// Eigenvalues of sym(S), S = Pᵀ(I − P), in decreasing order. `None` where P is not finite.
///
/// ```
/// use dualproof_experiments::byol::covariance::spectrum_of_s;
/// use nalgebra::dmatrix;
/// assert_eq!(spectrum_of_s(&dmatrix![0.5, 0.0; 0.0, 2.0]), Some(vec![0.25, -2.0]));
/// ```
pub fn spectrum_of_s(predictor: &DMatrix<f64>) -> Option<Vec<f64>> {
    let s = s_of(predictor);
    let symmetric = (&s + s.transpose()) / 2.0;
    if !trace(&symmetric).is_finite() || symmetric.iter().any(|x| !x.is_finite()) {
        return None;
    }
    Some(decreasing_eigenvalues(&symmetric))
}

fn decreasing_eigenvalues(symmetric: &DMatrix<f64>) -> Vec<f64> {
    let mut eigenvalues: Vec<f64> = symmetric.symmetric_eigenvalues().iter().copied().collect();
    eigenvalues.sort_by(|a, b| b.total_cmp(a));
    eigenvalues
}

/// Every row less the centre.
pub(super) fn about(values: &DMatrix<f64>, centre: &RowDVector<f64>) -> DMatrix<f64> {
    DMatrix::from_fn(values.nrows(), values.ncols(), |i, j| values[(i, j)] - centre[j])
}

/// S = Pᵀ(I − P).
pub fn s_of(predictor: &DMatrix<f64>) -> DMatrix<f64> {
    predictor.tr_mul(&(DMatrix::identity(predictor.nrows(), predictor.nrows()) - predictor))
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::dmatrix;

    #[test]
    fn the_effective_rank_counts_equal_directions() {
        let rank = |diagonal: &[f64]| {
            let spectrum =
                CovarianceSpectrum::of(DMatrix::from_diagonal(&nalgebra::DVector::from_row_slice(diagonal))).unwrap();
            spectrum.effective_rank()
        };
        // A sum of n terms and one exponential of a number of at most ln n: a few nε.
        let close = |a: f64, b: f64| (a - b).abs() <= 8.0 * b * b * f64::EPSILON;
        assert!(close(rank(&[3.0, 3.0, 3.0, 0.0]), 3.0));
        assert!(close(rank(&[1e-9, 1e-9]), 2.0));
        assert_eq!(rank(&[7.0, 0.0]), 1.0);
        assert_eq!(rank(&[0.0, 0.0]), 0.0);
        // Shares ¾ and ¼: 4/3^{3/4}.
        assert!(close(rank(&[3.0, 1.0]), 4.0 / 3.0_f64.powf(0.75)));
    }

    #[test]
    fn the_variance_is_that_between_samples() {
        // Two samples with two augmentations each: within-sample differences do not count.
        let values = dmatrix![1.0, 0.0; -1.0, 2.0; 3.0, 0.0; -3.0, 2.0];
        let means = augmentation_means(&values, 2);
        assert_eq!(means, dmatrix![2.0, 0.0; -2.0, 2.0]);
        let spectrum = CovarianceSpectrum::between_samples(&means).unwrap();
        let exact = 4.0 + 1.0;
        assert!((spectrum.variance() - exact).abs() <= 8.0 * exact * f64::EPSILON);
        assert_eq!(spectrum.eigenvalues[1], 0.0, "two samples vary in one direction");
        assert_eq!(CovarianceSpectrum::between_samples(&dmatrix![f64::NAN; 1.0]), None);
    }

    #[test]
    fn without_predictor_there_is_no_s() {
        assert_eq!(spectrum_of_s(&DMatrix::identity(3, 3)), Some(vec![0.0; 3]));
        assert_eq!(spectrum_of_s(&dmatrix![f64::INFINITY]), None);
    }
}
