//! Normalisations: of a unit over the batch, of a sample over runs of units, of a sample to unit length.

use super::descending::Descending;
use super::real::total;
use super::{BatchNorm, GroupNorm, Real, Statistic};
use nalgebra::DMatrix;

/// What the backward pass needs of a batch normalisation.
#[derive(Clone, Debug)]
pub(super) struct BatchNormStep<T> {
    /// The batch's mean of each unit, subtracted or not.
    mean: Vec<T>,
    /// 1/s of each unit.
    inverse: Vec<T>,
    /// (x − μ)/s, before the gain.
    normalised: Vec<T>,
}

impl<T: Real> BatchNormStep<T> {
    pub(super) fn new(batch: usize, units: usize) -> Self {
        let zeros = |n: usize| vec![T::zero(); n];
        BatchNormStep { mean: zeros(units), inverse: zeros(units), normalised: zeros(batch * units) }
    }

    pub(super) fn forward(&mut self, norm: &BatchNorm, gain: &[T], shift: &[T], x: &DMatrix<T>, y: &mut DMatrix<T>) {
        let batch = x.nrows();
        let n = T::from_f64(batch as f64);
        let columns = x.as_slice().chunks_exact(batch).zip(y.as_mut_slice().chunks_exact_mut(batch));
        for (unit, ((x, y), normalised)) in columns.zip(self.normalised.chunks_exact_mut(batch)).enumerate() {
            let mean = total(x) / n;
            let inverse = match norm.deviation {
                Statistic::Omitted => T::one(),
                Statistic::Normal | Statistic::Detached => {
                    let variance = x.iter().fold(T::zero(), |sum, x| sum + (*x - mean) * (*x - mean)) / n;
                    T::one() / (variance + T::from_f64(norm.epsilon)).sqrt()
                }
            };
            let subtracted = if norm.mean == Statistic::Omitted { T::zero() } else { mean };
            for (normalised, x) in normalised.iter_mut().zip(x) {
                *normalised = (*x - subtracted) * inverse;
            }
            write(y, normalised, gain.get(unit), shift.get(unit));
            (self.mean[unit], self.inverse[unit]) = (mean, inverse);
        }
    }

    pub(super) fn backward(&mut self, norm: &BatchNorm, gain: &[T], flow: Descending<T>, to_x: &mut DMatrix<T>) {
        let Descending { x, of_y, to_first: to_gain, to_second: to_shift } = flow;
        let batch = x.nrows();
        let n = T::from_f64(batch as f64);
        let columns = x.as_slice().chunks_exact(batch).zip(of_y.as_slice().chunks_exact(batch));
        let columns = columns.zip(to_x.as_mut_slice().chunks_exact_mut(batch));
        for (unit, ((x, g), to_x)) in columns.enumerate() {
            let normalised = &self.normalised[unit * batch..][..batch];
            let (mean, inverse) = (self.mean[unit], self.inverse[unit]);
            let along = normalised.iter().zip(g).fold(T::zero(), |sum, (y, g)| sum + *y * *g);
            let sum = total(g);
            if let (Some(to_gain), Some(to_shift)) = (to_gain.get_mut(unit), to_shift.get_mut(unit)) {
                *to_gain += along;
                *to_shift += sum;
            }
            let factor = gain.get(unit).map_or(inverse, |gain| *gain * inverse);
            // ∂μ/∂x_i = 1/n; ∂s/∂x_i = (x_i − mean)/(n s), whatever is subtracted.
            let through_mean = if norm.mean == Statistic::Normal { sum / n } else { T::zero() };
            let through_deviation = if norm.deviation == Statistic::Normal { along / n * inverse } else { T::zero() };
            for ((to_x, g), x) in to_x.iter_mut().zip(g).zip(x) {
                *to_x = factor * (*g - through_mean - (*x - mean) * through_deviation);
            }
        }
    }
}

/// y = gain·x + shift, where there are any.
fn write<T: Real>(y: &mut [T], x: &[T], gain: Option<&T>, shift: Option<&T>) {
    match (gain, shift) {
        (Some(gain), Some(shift)) => y.iter_mut().zip(x).for_each(|(y, x)| *y = *gain * *x + *shift),
        _ => y.copy_from_slice(x),
    }
}

/// What the backward pass needs of a group normalisation.
#[derive(Clone, Debug)]
pub(super) struct GroupNormStep<T> {
    /// 1/√(variance + ε) of each sample, group after group.
    inverse: Vec<T>,
    /// (x − μ)·inverse, before the gain.
    normalised: Vec<T>,
    /// One number a sample.
    sums: Vec<T>,
    others: Vec<T>,
}

impl<T: Real> GroupNormStep<T> {
    pub(super) fn new(batch: usize, units: usize, groups: usize) -> Self {
        let zeros = |n: usize| vec![T::zero(); n];
        GroupNormStep {
            inverse: zeros(batch * groups),
            normalised: zeros(batch * units),
            sums: zeros(batch),
            others: zeros(batch),
        }
    }

    pub(super) fn forward(&mut self, norm: &GroupNorm, gain: &[T], shift: &[T], x: &DMatrix<T>, y: &mut DMatrix<T>) {
        let (batch, size) = (x.nrows(), x.ncols() / norm.groups);
        let n = T::from_f64(size as f64);
        let groups = x.as_slice().chunks_exact(batch * size).zip(self.inverse.chunks_exact_mut(batch));
        for ((x, inverse), normalised) in groups.zip(self.normalised.chunks_exact_mut(batch * size)) {
            self.sums.fill(T::zero());
            for x in x.chunks_exact(batch) {
                self.sums.iter_mut().zip(x).for_each(|(sum, x)| *sum += *x);
            }
            self.others.fill(T::zero());
            for (x, centred) in x.chunks_exact(batch).zip(normalised.chunks_exact_mut(batch)) {
                let samples = self.sums.iter().zip(self.others.iter_mut());
                for ((sum, square), (x, centred)) in samples.zip(x.iter().zip(centred)) {
                    *centred = *x - *sum / n;
                    *square += *centred * *centred;
                }
            }
            for (inverse, square) in inverse.iter_mut().zip(&self.others) {
                *inverse = T::one() / (*square / n + T::from_f64(norm.epsilon)).sqrt();
            }
            for centred in normalised.chunks_exact_mut(batch) {
                centred.iter_mut().zip(&*inverse).for_each(|(centred, inverse)| *centred *= *inverse);
            }
        }
        let columns = self.normalised.chunks_exact(batch).zip(y.as_mut_slice().chunks_exact_mut(batch));
        for (unit, (normalised, y)) in columns.enumerate() {
            write(y, normalised, gain.get(unit), shift.get(unit));
        }
    }

    pub(super) fn backward(&mut self, norm: &GroupNorm, gain: &[T], flow: Descending<T>, to_x: &mut DMatrix<T>) {
        let Descending { of_y, to_first: to_gain, to_second: to_shift, .. } = flow;
        let (batch, size) = (of_y.nrows(), of_y.ncols() / norm.groups);
        let n = T::from_f64(size as f64);
        for group in 0..norm.groups {
            self.sums.fill(T::zero());
            self.others.fill(T::zero());
            for unit in group * size..(group + 1) * size {
                let (g, normalised) =
                    (&of_y.as_slice()[unit * batch..][..batch], &self.normalised[unit * batch..][..batch]);
                if let (Some(to_gain), Some(to_shift)) = (to_gain.get_mut(unit), to_shift.get_mut(unit)) {
                    *to_gain += normalised.iter().zip(g).fold(T::zero(), |sum, (y, g)| sum + *y * *g);
                    *to_shift += total(g);
                }
                let gain = gain.get(unit).copied().unwrap_or_else(T::one);
                let to_x = &mut to_x.as_mut_slice()[unit * batch..][..batch];
                let samples = self.sums.iter_mut().zip(self.others.iter_mut());
                for (((sum, along), to_x), (g, y)) in samples.zip(to_x.iter_mut()).zip(g.iter().zip(normalised)) {
                    *to_x = *g * gain;
                    *sum += *to_x;
                    *along += *to_x * *y;
                }
            }
            let inverse = &self.inverse[group * batch..][..batch];
            for unit in group * size..(group + 1) * size {
                let normalised = &self.normalised[unit * batch..][..batch];
                let to_x = &mut to_x.as_mut_slice()[unit * batch..][..batch];
                let samples = self.sums.iter().zip(&self.others).zip(inverse);
                for (((sum, along), inverse), (to_x, y)) in samples.zip(to_x.iter_mut().zip(normalised)) {
                    *to_x = *inverse * (*to_x - *sum / n - *y * (*along / n));
                }
            }
        }
    }
}

/// What the backward pass needs of a normalisation to unit length.
#[derive(Clone, Debug)]
pub(super) struct UnitNormStep<T> {
    norms: Vec<T>,
    along: Vec<T>,
}

impl<T: Real> UnitNormStep<T> {
    pub(super) fn new(batch: usize) -> Self {
        UnitNormStep { norms: vec![T::zero(); batch], along: vec![T::zero(); batch] }
    }

    pub(super) fn forward(&mut self, epsilon: f64, x: &DMatrix<T>, y: &mut DMatrix<T>) {
        let (batch, epsilon) = (x.nrows(), T::from_f64(epsilon));
        self.norms.fill(T::zero());
        for x in x.as_slice().chunks_exact(batch) {
            self.norms.iter_mut().zip(x).for_each(|(square, x)| *square += *x * *x);
        }
        self.norms.iter_mut().for_each(|square| *square = square.sqrt());
        for (x, y) in x.as_slice().chunks_exact(batch).zip(y.as_mut_slice().chunks_exact_mut(batch)) {
            for ((x, y), norm) in x.iter().zip(y).zip(&self.norms) {
                *y = if *norm > T::zero() { *x / (*norm + epsilon) } else { T::zero() };
            }
        }
    }

    pub(super) fn backward(&mut self, epsilon: f64, x: &DMatrix<T>, of_y: &DMatrix<T>, to_x: &mut DMatrix<T>) {
        let (batch, epsilon) = (x.nrows(), T::from_f64(epsilon));
        self.along.fill(T::zero());
        for (x, g) in x.as_slice().chunks_exact(batch).zip(of_y.as_slice().chunks_exact(batch)) {
            self.along.iter_mut().zip(x.iter().zip(g)).for_each(|(along, (x, g))| *along += *x * *g);
        }
        // ∂/∂f of f/(‖f‖ + ε) applied to g: g/(‖f‖ + ε) − f ⟨f, g⟩/(‖f‖ (‖f‖ + ε)²).
        for (along, norm) in self.along.iter_mut().zip(&self.norms) {
            let longer = *norm + epsilon;
            *along = if *norm > T::zero() { *along / (*norm * longer * longer) } else { T::zero() };
        }
        let columns = x.as_slice().chunks_exact(batch).zip(of_y.as_slice().chunks_exact(batch));
        for ((x, g), to_x) in columns.zip(to_x.as_mut_slice().chunks_exact_mut(batch)) {
            let samples = self.norms.iter().zip(&self.along);
            for (((x, g), to_x), (norm, along)) in x.iter().zip(g).zip(to_x).zip(samples) {
                let longer = *norm + epsilon;
                *to_x = if longer > T::zero() { *g / longer - *x * *along } else { T::zero() };
            }
        }
    }
}
