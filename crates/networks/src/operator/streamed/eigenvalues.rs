//! The largest eigenvalues of the operators, by the smaller of two matrices that have the same ones.
//!
//! | way | matrix | when |
//! |---|---|---|
//! | decomposition | V_x\[f̄_{L−1}\] or its Gram matrix: V_x\[K̄_L\] = V_x\[f̄_{L−1}\] ⊗ I has each n_L times | top layer without a mask, the smaller has at most [`LARGEST_DENSE`] rows |
//! | decomposition | the Gram matrix of the K̄ (`gram.rs`), N·n_L rows | another layer, that many rows |
//! | decomposition | the operator itself, n_l n_{l−1} rows | that many rows |
//! | Lanczos | the smallest of these that fits in memory | beyond; each eigenvalue once, without a multiplicity |
//!
//! An operator of a covariance has no eigenvalue below 0; what rounding leaves of 0 is not listed, see
//! [`dualproof_numbers::eigenvalues`].

use super::gram::Gram;
use super::memory::within;
use super::{Source, Streamed, StreamedError};
use crate::eigenvalues::{Eigenvalue, LARGEST_DENSE, Limits, Unsettled, by_matrix, krylov};
use crate::gemm::{Factor, Into, gamma, product};
use crate::numbers::norm;
use crate::operator::Moment;
use dualproof_host::memory::available_memory;
use nalgebra::DMatrix;

/// The share of the available memory that a spectrum may take.
const SHARE: u64 = 2;

impl<X: Source> Streamed<'_, X> {
    /// The `count` largest different eigenvalues of the operator of layer l = 1..L, in decreasing order, without
    /// forming it where it is large. A multiplicity is given where it was counted. [`dualproof_numbers::eigenvalues`]
    /// defines what is negligible and which values count as equal.
    ///
    /// # Errors
    /// [`StreamedError`]; `Asymmetric` with a second network or an S, `TooLarge` where no way fits in memory.
    pub fn largest_eigenvalues(&self, layer: usize, count: usize) -> Result<Vec<Eigenvalue>, StreamedError> {
        let place = self.place(layer)?;
        let asymmetric = |found| Err(StreamedError::Asymmetric { found });
        if self.right.is_some() {
            return asymmetric("a second network");
        }
        if self.inner.is_some() {
            return asymmetric("an S");
        }
        let power = self.operator_power(place);
        let found = self.in_units(place, count)?;
        let scaled = |found: Eigenvalue| {
            let value = self.representable(&format!("an eigenvalue of layer {layer}"), found.value, power)?;
            Ok(Eigenvalue { value, ..found })
        };
        found.into_iter().map(scaled).collect()
    }

    /// The exponent of the unit of the operator of the layer at `place`.
    pub(super) fn operator_power(&self, place: usize) -> i32 {
        self.result_power(place) - self.right().layers.powers[place]
    }

    /// The operator of the layer at `place` applied to matrices, all in the units of the computation.
    pub(super) fn images_in_unit(
        &self,
        place: usize,
        directions: &[DMatrix<f64>],
    ) -> Result<Vec<DMatrix<f64>>, StreamedError> {
        let channels: Vec<_> = directions.iter().map(|u| self.plain_single(place, u)).collect();
        let mut images = self.apply(&channels)?;
        let of_channel = |sums: &mut super::ChannelSums| {
            self.left.layers.add_pilot(sums);
            self.in_unit(place, sums)
        };
        images.iter_mut().map(of_channel).collect()
    }

    fn in_units(&self, place: usize, count: usize) -> Result<Vec<Eigenvalue>, StreamedError> {
        let layer = place + 1;
        let dense = &self.left.layers.all[place];
        let (is_top, rows) = (place == self.left.layers.top(), dense.units * dense.inputs);
        let limit = available_memory().map(|bytes| bytes / SHARE);
        let overflow = || StreamedError::Overflow { layer };
        let mut alternative = None;
        if self.moment == Moment::Between && !dense.is_masked() {
            if is_top {
                let numbers = self.source.samples() * dense.inputs;
                let smaller = self.source.samples().min(dense.inputs);
                if smaller <= LARGEST_DENSE && fits(limit, 2.0 * numbers as f64) {
                    let (matrix, floor) = self.below_top()?;
                    let found = by_matrix(matrix, floor, count).ok_or_else(overflow)?;
                    let times =
                        |e: Eigenvalue| Eigenvalue { multiplicity: e.multiplicity.map(|n| n * dense.units), ..e };
                    return Ok(found.into_iter().map(times).collect());
                }
            } else {
                let size = self.source.samples() * self.left.layers.outputs();
                if size < rows && fits(limit, Gram::numbers(self, place)) {
                    let gram = Gram::of(self, place)?;
                    if size <= LARGEST_DENSE {
                        let (matrix, floor) = gram.matrix();
                        return by_matrix(matrix, floor, count).ok_or_else(overflow);
                    }
                    alternative = Some(gram);
                }
            }
        }
        if rows <= LARGEST_DENSE {
            let floor = self.floor(place)?;
            return by_matrix(self.explicit_in_unit(place)?, floor, count).ok_or_else(overflow);
        }
        let shape = match &alternative {
            Some(gram) => gram.shape(),
            // (V ⊗ I) vec(U) = vec(U V): a single row of U sees V alone.
            None if is_top && !dense.is_masked() => (1, dense.inputs),
            None => (dense.units, dense.inputs),
        };
        let bytes = (shape.0 * shape.1 * size_of::<f64>()) as f64;
        let basis = |steps: usize| steps as f64 * bytes;
        let refuse = |steps: usize| {
            let what = || format!("the basis of {steps} vectors for the eigenvalues of layer {layer}");
            within(limit, what, basis(steps), "; ask for fewer (--top) or none (--top 0)")
        };
        refuse(fewest_steps(count).min(shape.0 * shape.1))?;
        let most_steps = limit.map_or(usize::MAX, |limit| (limit as f64 / bytes) as usize);
        let floor = match &alternative {
            Some(gram) => gram.floor(),
            None => self.floor(place)?,
        };
        let apply = |u: &DMatrix<f64>| -> Result<DMatrix<f64>, StreamedError> {
            match &alternative {
                Some(gram) => Ok(gram.apply(u)),
                None if shape.0 == dense.units => Ok(self.images_in_unit(place, std::slice::from_ref(u))?.remove(0)),
                None => {
                    let mut whole = DMatrix::zeros(dense.units, dense.inputs);
                    whole.row_mut(0).copy_from(u);
                    Ok(self.images_in_unit(place, &[whole])?.remove(0).rows(0, 1).into_owned())
                }
            }
        };
        let found = krylov(shape, count, Limits { floor, most_steps }, apply)?;
        match found {
            Ok(values) => Ok(values),
            Err(Unsettled::NotFinite) => Err(overflow()),
            Err(Unsettled::Steps(steps)) => {
                refuse(steps + 1)?;
                Err(overflow())
            }
        }
    }

    /// The smaller of V_x\[f̄_{L−1}\] and its Gram matrix, and what of it may be rounding.
    fn below_top(&self) -> Result<(DMatrix<f64>, f64), StreamedError> {
        let (top, samples) = (self.left.layers.top(), self.source.samples());
        let inputs = self.left.layers.all[top].inputs;
        let (mut means, mut size) = (Vec::with_capacity(samples * inputs), 0.0);
        self.over_blocks(|block, entered, forward| {
            let below = self.left.layers.below(top, entered, forward);
            means.extend(block.means(below, inputs));
            let weight = |view: usize| {
                let sample = block.samples.start + view / block.augmentations();
                self.source.sample_weight(sample) * block.augmentation_weights[view]
            };
            let squares = below.chunks_exact(inputs).map(|f| f.iter().map(|x| x * x).sum::<f64>());
            size += squares.enumerate().map(|(view, square)| weight(view) * square).sum::<f64>();
        })?;
        let weights: Vec<f64> = (0..samples).map(|sample| self.source.sample_weight(sample)).collect();
        let mut mean = vec![0.0; inputs];
        for (column, weight) in means.chunks_exact(inputs).zip(&weights) {
            mean.iter_mut().zip(column).for_each(|(m, x)| *m += weight * x);
        }
        for (column, weight) in means.chunks_exact_mut(inputs).zip(&weights) {
            column.iter_mut().zip(&mean).for_each(|(x, m)| *x = (*x - m) * weight.sqrt());
        }
        let smaller = samples.min(inputs);
        let mut matrix = DMatrix::zeros(smaller, smaller);
        let columns = Factor::new(&means, inputs, samples);
        let (left, right) =
            if samples < inputs { (columns.transposed(), columns) } else { (columns, columns.transposed()) };
        product(matrix.as_mut_slice(), Into::Replace, left, right);
        Ok((matrix, gamma(self.roundings() + smaller) * size))
    }

    /// What of an eigenvalue of the layer's operator may be rounding: γ_m E‖K − K⁰‖², of a few views.
    fn floor(&self, place: usize) -> Result<f64, StreamedError> {
        let dense = &self.left.layers.all[place];
        let size = match self.moment {
            Moment::Between | Moment::Within | Moment::Total if place < self.left.layers.top() => {
                Gram::size_of_first_block(self, place)?
            }
            _ => {
                let (top, mut size) = (self.left.layers.top(), 0.0_f64);
                if place < top {
                    return Ok(0.0);
                }
                self.over_first_block(|_, entered, forward| {
                    let below = self.left.layers.below(top, entered, forward);
                    size = below.chunks_exact(dense.inputs).map(norm).fold(0.0, f64::max).powi(2);
                })?;
                size * dense.units as f64
            }
        };
        Ok(gamma(self.roundings() + dense.units * dense.inputs) * size)
    }

    /// Roundings that a term of a covariance meets on its way, to first order.
    pub(super) fn roundings(&self) -> usize {
        let layers = &self.left.layers.all;
        let through: usize = layers.iter().map(|layer| layer.units + layer.inputs + 4).sum();
        2 * (through + self.source.samples() + self.source.augmentations())
    }
}

/// Steps below which a Lanczos iteration for so many eigenvalues is not begun.
fn fewest_steps(count: usize) -> usize {
    4 * count + 32
}

fn fits(limit: Option<u64>, numbers: f64) -> bool {
    limit.is_none_or(|limit| numbers * size_of::<f64>() as f64 <= limit as f64)
}
