//! W x + b, dense or by groups, with or without weight standardisation.

use super::descending::Descending;
use super::real::{Operand, total};
use super::{Affine, Real};
use nalgebra::DMatrix;

/// What the backward pass needs of the forward pass.
#[derive(Clone, Debug)]
pub(super) struct AffineStep<T> {
    fan_in: usize,
    /// The standardised weight, row by row; empty without standardisation.
    weight: Vec<T>,
    /// 1/√(variance + ε) of each row.
    inverse: Vec<T>,
    /// ∂L by the standardised weight.
    adjoint: Vec<T>,
}

impl<T: Real> AffineStep<T> {
    pub(super) fn new(affine: &Affine, inputs: usize) -> Self {
        let fan_in = inputs / affine.groups;
        let rows = if affine.standardise.is_some() { affine.outputs } else { 0 };
        let zeros = |n: usize| vec![T::zero(); n];
        AffineStep { fan_in, weight: zeros(rows * fan_in), inverse: zeros(rows), adjoint: zeros(rows * fan_in) }
    }

    pub(super) fn forward(&mut self, affine: &Affine, weight: &[T], bias: &[T], x: &DMatrix<T>, y: &mut DMatrix<T>) {
        if let Some(epsilon) = affine.standardise {
            self.standardise(T::from_f64(epsilon), weight);
        }
        let weight = if affine.standardise.is_some() { &self.weight } else { weight };
        let batch = x.nrows();
        if bias.is_empty() {
            y.fill(T::zero());
        } else {
            y.as_mut_slice().chunks_exact_mut(batch).zip(bias).for_each(|(column, b)| column.fill(*b));
        }
        // A weight row by row is its transpose column by column: Y = X Wᵀ.
        let rows = affine.outputs / affine.groups;
        let blocks = weight.chunks_exact(rows * self.fan_in).zip(x.as_slice().chunks_exact(batch * self.fan_in));
        for ((w, x), y) in blocks.zip(y.as_mut_slice().chunks_exact_mut(batch * rows)) {
            T::add_product(Operand::new(x, batch, self.fan_in), Operand::new(w, self.fan_in, rows), y);
        }
    }

    pub(super) fn backward(
        &mut self,
        affine: &Affine,
        weight: &[T],
        flow: Descending<T>,
        to_x: Option<&mut DMatrix<T>>,
    ) {
        let Descending { x, of_y, to_first: to_weight, to_second: to_bias } = flow;
        let (batch, fan_in, rows) = (x.nrows(), self.fan_in, affine.outputs / affine.groups);
        for (b, g) in to_bias.iter_mut().zip(of_y.as_slice().chunks_exact(batch)) {
            *b += total(g);
        }
        let standardised = affine.standardise.is_some();
        let weight = if standardised { &self.weight } else { weight };
        self.adjoint.fill(T::zero());
        let to_used = if standardised { &mut self.adjoint } else { &mut *to_weight };
        let (xs, gs) = (x.as_slice().chunks_exact(batch * fan_in), of_y.as_slice().chunks_exact(batch * rows));
        for ((x, g), to_w) in xs.zip(gs).zip(to_used.chunks_exact_mut(rows * fan_in)) {
            T::add_product(Operand::new(x, batch, fan_in).transposed(), Operand::new(g, batch, rows), to_w);
        }
        if let Some(to_x) = to_x {
            to_x.fill(T::zero());
            let blocks = weight.chunks_exact(rows * fan_in).zip(of_y.as_slice().chunks_exact(batch * rows));
            for ((w, g), to_x) in blocks.zip(to_x.as_mut_slice().chunks_exact_mut(batch * fan_in)) {
                T::add_product(Operand::new(g, batch, rows), Operand::new(w, fan_in, rows).transposed(), to_x);
            }
        }
        if standardised {
            self.unstandardise(to_weight);
        }
    }

    fn standardise(&mut self, epsilon: T, weight: &[T]) {
        let n = T::from_f64(self.fan_in as f64);
        let rows = weight.chunks_exact(self.fan_in).zip(self.weight.chunks_exact_mut(self.fan_in));
        for ((w, used), inverse) in rows.zip(&mut self.inverse) {
            let mean = total(w) / n;
            used.iter_mut().zip(w).for_each(|(used, w)| *used = *w - mean);
            let variance = used.iter().fold(T::zero(), |sum, d| sum + *d * *d) / n;
            *inverse = T::one() / (variance + epsilon).sqrt();
            used.iter_mut().for_each(|used| *used *= *inverse);
        }
    }

    /// Adds ∂L/∂w from the adjoint of v = (w − mean)·i, i = 1/√(variance + ε): i·(g − mean(g) − v·mean(g∘v)).
    fn unstandardise(&self, to_weight: &mut [T]) {
        let n = T::from_f64(self.fan_in as f64);
        let rows = self.weight.chunks_exact(self.fan_in).zip(self.adjoint.chunks_exact(self.fan_in));
        for (((v, g), to_w), inverse) in rows.zip(to_weight.chunks_exact_mut(self.fan_in)).zip(&self.inverse) {
            let mean = total(g) / n;
            let along = v.iter().zip(g).fold(T::zero(), |sum, (v, g)| sum + *v * *g) / n;
            for ((to_w, g), v) in to_w.iter_mut().zip(g).zip(v) {
                *to_w += *inverse * (*g - mean - *v * along);
            }
        }
    }
}
