//! A finite data set: N samples × A augmentations of each, with weights. Expectations are finite sums.
//!
//! Views are numbered v = i·A + a (sample i, augmentation a); a batch has one column per view.

use crate::matrix::{embed, rows};
use crate::numbers::{Field, Rational, Ring};
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use serde::{Deserialize, Serialize};

/// Samples x ~ p with their augmentations x' ~ aug(·|x).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(bound(serialize = "S: Serialize", deserialize = "S: Deserialize<'de>"))]
pub struct Views<S: Ring> {
    /// The inputs, n₀ × (N·A).
    #[serde(with = "rows")]
    pub inputs: DMatrix<S>,
    /// p(x_i), N numbers that sum to 1.
    pub sample_weights: Vec<S>,
    /// aug(a | x_i), N·A numbers in the order of the columns, summing to 1 for each sample.
    pub augmentation_weights: Vec<S>,
}

/// Views whose weights are not a probability distribution over a batch.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ViewsError {
    /// No sample at all.
    #[error("samples: found 0, expected at least 1")]
    NoSamples,
    /// Numbers of weights and columns that do not agree.
    #[error(
        "views: found {columns} columns and {weights} augmentation weights for {samples} samples, \
         expected equal numbers, a multiple of the samples"
    )]
    Shape {
        /// Columns of the inputs.
        columns: usize,
        /// Augmentation weights.
        weights: usize,
        /// Sample weights.
        samples: usize,
    },
    /// Weights that are negative or do not sum to 1.
    #[error("{which}: found the sum {sum}, expected non-negative weights that sum to 1")]
    Weights {
        /// Which weights.
        which: String,
        /// Their sum.
        sum: String,
    },
}

impl<S: Field> Views<S> {
    /// Uniform weights over `samples` samples; the columns of `inputs` are the views in order.
    ///
    /// # Errors
    /// [`ViewsError`] where the number of columns is not a positive multiple of the samples.
    pub fn uniform(inputs: DMatrix<S>, samples: usize) -> Result<Self, ViewsError> {
        let columns = inputs.ncols();
        if samples == 0 {
            return Err(ViewsError::NoSamples);
        }
        if columns == 0 || !columns.is_multiple_of(samples) {
            return Err(ViewsError::Shape { columns, weights: columns, samples });
        }
        let fraction = |n: usize| S::from_rational(&Rational::new(1, n as u64));
        Ok(Views {
            inputs,
            sample_weights: vec![fraction(samples); samples],
            augmentation_weights: vec![fraction(columns / samples); columns],
        })
    }
}

impl<S: Ring> Views<S> {
    /// N, the number of samples.
    pub fn samples(&self) -> usize {
        self.sample_weights.len()
    }

    /// A, the number of augmentations of each sample.
    pub fn augmentations(&self) -> usize {
        self.augmentation_weights.len() / self.samples()
    }

    /// N·A, the number of views.
    pub fn len(&self) -> usize {
        self.augmentation_weights.len()
    }

    /// Is there no view?
    pub fn is_empty(&self) -> bool {
        self.augmentation_weights.is_empty()
    }

    /// The numbers of the views of sample `i` (from 0): i·A … i·A + A − 1.
    pub fn of_sample(&self, i: usize) -> std::ops::Range<usize> {
        i * self.augmentations()..(i + 1) * self.augmentations()
    }

    /// The sample, from 0, of which `view` is an augmentation.
    pub fn sample_of(&self, view: usize) -> usize {
        view / self.augmentations()
    }

    /// The probability p(x_i) aug(a|x_i) of a view.
    pub fn weight(&self, view: usize) -> S {
        self.sample_weights[self.sample_of(view)].clone() * self.augmentation_weights[view].clone()
    }

    /// E_{x'|x} Z: from one column per view (k × N·A) to one per sample (k × N).
    ///
    /// # Panics
    /// If there are fewer columns than views.
    pub fn augmentation_mean(&self, z: &DMatrix<S>) -> DMatrix<S> {
        DMatrix::from_fn(z.nrows(), self.samples(), |r, i| {
            self.of_sample(i).fold(S::zero(), |mut sum, v| {
                sum.add_product(&self.augmentation_weights[v], &z[(r, v)]);
                sum
            })
        })
    }

    /// E_x Z̄: from one column per sample (k × N) to a single column.
    ///
    /// # Panics
    /// If there are fewer columns than samples.
    pub fn sample_mean(&self, means: &DMatrix<S>) -> DMatrix<S> {
        DMatrix::from_fn(means.nrows(), 1, |r, _| {
            (0..self.samples()).fold(S::zero(), |mut sum, i| {
                sum.add_product(&self.sample_weights[i], &means[(r, i)]);
                sum
            })
        })
    }

    /// tr V_x\[Z̄\] = E_x ‖Z̄ − E Z‖², from one column per view (k × N·A). In exact systems at least 0.
    ///
    /// # Panics
    /// If there are fewer columns than views.
    pub fn between_sample_variance(&self, z: &DMatrix<S>) -> S {
        let bar = self.augmentation_mean(z);
        let mean = self.sample_mean(&bar);
        let mut sum = S::zero();
        for (i, p) in self.sample_weights.iter().enumerate() {
            for k in 0..bar.nrows() {
                let gap = bar[(k, i)].clone() - mean[(k, 0)].clone();
                sum.add_product(p, &(gap.clone() * gap));
            }
        }
        sum
    }

    /// B = V_x\[Z̄\] = E_x (Z̄ − E Z)(Z̄ − E Z)ᵀ, k × k, from one column per view (k × N·A).
    ///
    /// # Panics
    /// If there are fewer columns than views.
    pub fn between_sample_covariance(&self, z: &DMatrix<S>) -> DMatrix<S> {
        let bar = self.augmentation_mean(z);
        let mean = self.sample_mean(&bar);
        let gaps = DMatrix::from_fn(bar.nrows(), bar.ncols(), |k, i| bar[(k, i)].clone() - mean[(k, 0)].clone());
        let weighted =
            DMatrix::from_fn(gaps.nrows(), gaps.ncols(), |k, i| gaps[(k, i)].clone() * self.sample_weights[i].clone());
        S::product(&weighted, &gaps.transpose())
    }

    /// W = E_x V_{x'|x}\[Z\] = E (Z − Z̄)(Z − Z̄)ᵀ, k × k, from one column per view (k × N·A).
    ///
    /// # Panics
    /// If there are fewer columns than views.
    pub fn within_sample_covariance(&self, z: &DMatrix<S>) -> DMatrix<S> {
        let bar = self.augmentation_mean(z);
        let gaps =
            DMatrix::from_fn(z.nrows(), self.len(), |k, v| z[(k, v)].clone() - bar[(k, self.sample_of(v))].clone());
        let weighted = DMatrix::from_fn(gaps.nrows(), gaps.ncols(), |k, v| gaps[(k, v)].clone() * self.weight(v));
        S::product(&weighted, &gaps.transpose())
    }
}

impl Views<Rational> {
    /// The same views in another number system.
    pub fn embed<S: Field>(&self) -> Views<S> {
        let numbers = |list: &[Rational]| list.iter().map(S::from_rational).collect();
        Views {
            inputs: embed(&self.inputs),
            sample_weights: numbers(&self.sample_weights),
            augmentation_weights: numbers(&self.augmentation_weights),
        }
    }

    /// Are these N ≥ 1 samples with equally many augmentations and weights that sum to 1?
    ///
    /// # Errors
    /// [`ViewsError`] with the first defect.
    pub fn validate(&self) -> Result<(), ViewsError> {
        let (columns, weights, samples) = (self.inputs.ncols(), self.len(), self.samples());
        if samples == 0 {
            return Err(ViewsError::NoSamples);
        }
        if columns != weights || weights == 0 || !weights.is_multiple_of(samples) {
            return Err(ViewsError::Shape { columns, weights, samples });
        }
        let check = |which: String, weights: &[Rational]| {
            let sum = weights.iter().cloned().fold(Rational::zero(), |a, b| a + b);
            if !sum.is_one() || weights.iter().any(|w| *w < Rational::zero()) {
                return Err(ViewsError::Weights { which, sum: sum.to_string() });
            }
            Ok(())
        };
        check("sample_weights".into(), &self.sample_weights)?;
        for i in 0..samples {
            check(format!("augmentation_weights of sample {i}"), &self.augmentation_weights[self.of_sample(i)])?;
        }
        Ok(())
    }

    /// Are all weights equal?
    pub fn is_uniform(&self) -> bool {
        let alike = |w: &[Rational]| w.windows(2).all(|pair| pair[0] == pair[1]);
        alike(&self.sample_weights) && alike(&self.augmentation_weights)
    }
}

crate::line_through!(Views<Rational> { inputs, sample_weights, augmentation_weights } keeping {});
