//! The linear probe: the accuracy of a linear classifier of the digits on a representation.

use super::covariance::about;
use super::split::Images;
use nalgebra::{Cholesky, DMatrix, RowDVector};

/// Digits.
const CLASSES: usize = 10;

/// Folds of the choice of λ.
const FOLDS: usize = 5;

/// Ridge regression of the classes' indicators on the centred features, with an intercept:
/// W = (FᵀF + λ I)⁻¹ FᵀY, λ = `relative` · tr(FᵀF)/d. The penalty is relative, so that the probe does not depend on
/// the scale of the representation: it notices that a collapse loses directions, not that it loses size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ridge {
    /// λ in units of the mean eigenvalue of FᵀF.
    pub relative: f64,
}

/// A fitted probe.
#[derive(Clone, Debug, PartialEq)]
pub struct Classifier {
    centre: RowDVector<f64>,
    weights: DMatrix<f64>,
    intercept: RowDVector<f64>,
}

impl Ridge {
    /// The probe of all runs: of λ = 10⁻⁶, 10⁻⁵ … 1, that which classifies most raw training images in five-fold
    /// cross-validation (fold: row mod 5), the largest of equals. It depends on no representation and no test image.
    pub fn chosen_on_pixels(train: &Images) -> Self {
        let score = |ridge: Ridge| -> usize {
            let fold = |fold: usize| {
                let (held, rest): (Vec<usize>, Vec<usize>) =
                    (0..train.labels.len()).partition(|row| row % FOLDS == fold);
                let of = |rows: &[usize]| {
                    (train.pixels.select_rows(rows), rows.iter().map(|row| train.labels[*row]).collect::<Vec<_>>())
                };
                let ((features, labels), (held, truth)) = (of(&rest), of(&held));
                ridge.fit(&features, &labels).map_or(0, |classifier| classifier.correct(&held, &truth))
            };
            (0..FOLDS).map(fold).sum()
        };
        let candidates = (-6..=0).map(|power| Ridge { relative: 10.0_f64.powi(power) });
        // `max_by_key` keeps the last, here the largest, of equals.
        candidates.max_by_key(|ridge| score(*ridge)).unwrap_or(Ridge { relative: 1.0 })
    }

    /// Fits features (one row a sample) to labels. Features that do not vary give the classifier that always
    /// answers the most frequent digit. `None` where a feature is not finite.
    ///
    /// # Panics
    /// If the numbers of labels and rows differ.
    pub fn fit(&self, features: &DMatrix<f64>, labels: &[usize]) -> Option<Classifier> {
        assert_eq!(features.nrows(), labels.len(), "labels of a probe");
        let indicators = DMatrix::from_fn(labels.len(), CLASSES, |i, class| f64::from(u8::from(labels[i] == class)));
        let (centre, intercept) = (features.row_mean(), indicators.row_mean());
        let centred = about(features, &centre);
        let mut gram = centred.tr_mul(&centred);
        let mean_eigenvalue = gram.trace() / gram.nrows() as f64;
        if !mean_eigenvalue.is_finite() {
            return None;
        }
        let weights = if mean_eigenvalue == 0.0 {
            DMatrix::zeros(gram.nrows(), CLASSES)
        } else {
            // At unit mean eigenvalue, the smallest representable features are solved like any others.
            gram /= mean_eigenvalue;
            let mut right = centred.tr_mul(&indicators);
            right /= mean_eigenvalue;
            (0..gram.nrows()).for_each(|i| gram[(i, i)] += self.relative);
            Cholesky::new(gram)?.solve(&right)
        };
        Some(Classifier { centre, weights, intercept })
    }
}

impl Classifier {
    /// The number of rows whose largest score is that of their label; of equal scores the first class counts.
    pub fn correct(&self, features: &DMatrix<f64>, labels: &[usize]) -> usize {
        let scores = about(features, &self.centre) * &self.weights;
        let answer = |i: usize| {
            let score = |class: usize| scores[(i, class)] + self.intercept[class];
            (1..CLASSES).fold(0, |best, class| if score(class) > score(best) { class } else { best })
        };
        labels.iter().enumerate().filter(|(i, label)| answer(*i) == **label).count()
    }
}

/// The number of images of the most frequent digit: the score of a representation that is constant, or not finite.
pub fn correct_by_guessing(train: &Images, test: &Images) -> usize {
    let count = |labels: &[usize], class: usize| labels.iter().filter(|label| **label == class).count();
    let times = |class: usize| count(&train.labels, class);
    let most = (1..CLASSES).fold(0, |best, class| if times(class) > times(best) { class } else { best });
    count(&test.labels, most)
}

#[cfg(test)]
mod tests {
    use super::super::split::Split;
    use super::*;

    #[test]
    fn one_feature_has_a_closed_form() {
        // Features ±2 in equal numbers, class 1 on the positive side, 0 on the negative one: FᵀF = 4n, FᵀY = ±n,
        // λ = ½·4n, so w = ±n/(6n) = ±1/6 in this feature's unit.
        let features = DMatrix::from_column_slice(4, 1, &[2.0, -2.0, 2.0, -2.0]);
        let found = Ridge { relative: 0.5 }.fit(&features, &[1, 0, 1, 0]).unwrap();
        let close = |a: f64, b: f64| (a - b).abs() <= 8.0 * f64::EPSILON;
        assert!(close(found.weights[(0, 1)], 1.0 / 6.0) && close(found.weights[(0, 0)], -1.0 / 6.0), "{found:?}");
        assert_eq!((found.intercept[0], found.intercept[1], found.intercept[2]), (0.5, 0.5, 0.0));
        assert_eq!(found.correct(&features, &[1, 0, 1, 0]), 4);
    }

    #[test]
    fn the_solution_satisfies_the_normal_equations() {
        let split = Split::digits();
        let rows: Vec<usize> = (0..200).collect();
        let features = split.train.pixels.select_rows(&rows);
        let labels = &split.train.labels[..200];
        let ridge = Ridge { relative: 0.01 };
        let found = ridge.fit(&features, labels).unwrap();
        let centred = DMatrix::from_fn(200, 64, |i, j| features[(i, j)] - found.centre[j]);
        let gram = centred.tr_mul(&centred);
        let lambda = ridge.relative * gram.trace() / 64.0;
        let indicators = DMatrix::from_fn(200, 10, |i, class| f64::from(u8::from(labels[i] == class)));
        let (left, right) = (&gram * &found.weights + &found.weights * lambda, centred.tr_mul(&indicators));
        // A Cholesky solve of size d is backward stable: the residual is within a few d ε of ‖A‖‖W‖; 200 terms
        // went into every entry of A.
        let bound = 4.0 * (64.0 + 200.0) * f64::EPSILON * (gram.norm() + lambda) * found.weights.norm();
        assert!((left - right).norm() <= bound);
    }

    #[test]
    fn the_scale_of_the_features_does_not_matter_and_a_constant_guesses() {
        let split = Split::digits();
        let ridge = Ridge { relative: 0.01 };
        let of = |scale: f64| {
            let classifier = ridge.fit(&(&split.train.pixels * scale), &split.train.labels).unwrap();
            classifier.correct(&(&split.test.pixels * scale), &split.test.labels)
        };
        // A power of two scales every number of the computation exactly.
        assert_eq!(of(1.0), of((-100.0_f64).exp2()));
        let guess = correct_by_guessing(&split.train, &split.test);
        assert_eq!(of(0.0), guess);
        assert!(of(1.0) > 500 && guess < 100, "{} {guess}", of(1.0));
        assert_eq!(ridge.fit(&DMatrix::from_element(2, 1, f64::NAN), &[0, 1]), None);
    }

    #[test]
    fn the_penalty_is_chosen_without_the_test_images() {
        let split = Split::digits();
        let chosen = Ridge::chosen_on_pixels(&split.train);
        assert!((1e-6..=1.0).contains(&chosen.relative), "{chosen:?}");
        let fitted = chosen.fit(&split.train.pixels, &split.train.labels).unwrap();
        let correct = fitted.correct(&split.test.pixels, &split.test.labels);
        assert!(correct * 100 > 90 * split.test.labels.len(), "{correct}");
    }
}
