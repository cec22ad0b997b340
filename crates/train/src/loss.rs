//! Contrastive losses of a batch of outputs, and their gradients by the outputs.
//!
//! r = ½‖f − f'‖² throughout; p₊ = e^{−r₊/τ}/(e^{−r₊/τ} + Σ_k e^{−r_k/τ}).

use super::Real;
use super::real::Operand;
use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

/// What is minimised over anchors, each with a positive and H negatives.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Contrast {
    /// Mean over anchors and negatives of r₊ − r_k.
    Simple,
    /// Mean over anchors and negatives of τ ln(1 + e^{(r₊ − r_k + r₀)/τ}).
    Triplet {
        /// τ > 0.
        temperature: f64,
        /// r₀.
        margin: f64,
    },
    /// InfoNCE: mean over anchors of −ln p₊.
    Nce {
        /// τ > 0.
        temperature: f64,
    },
    /// −p₊ once for the whole batch, without logarithm, each r replaced by the mean squared difference over the
    /// batch and the units.
    BatchMeanNce {
        /// τ > 0.
        temperature: f64,
    },
}

/// A contrastive loss with its buffers. The outputs are one under another: the anchors, as many positives, then H
/// times as many negatives; row i of every block belongs to anchor i.
#[derive(Clone, Debug)]
pub struct Contrastive<T> {
    contrast: Contrast,
    negatives: usize,
    /// r₊, r₁ … r_H of every anchor, block by block; then ∂L by them.
    distances: Vec<T>,
}

impl<T: Real> Contrastive<T> {
    /// The loss with H negatives an anchor.
    ///
    /// # Panics
    /// If H is 0.
    pub fn new(contrast: Contrast, negatives: usize) -> Self {
        assert!(negatives > 0, "a contrastive loss without negatives");
        Contrastive { contrast, negatives, distances: Vec::new() }
    }

    /// The loss of the outputs; writes its gradient to `adjoint`.
    ///
    /// ```
    /// use dualproof_train::{Contrast, Contrastive};
    /// use nalgebra::DMatrix;
    /// let outputs = DMatrix::from_column_slice(3, 1, &[1.0, 2.0, 4.0]);     // one anchor, positive, negative
    /// let mut adjoint = DMatrix::zeros(3, 1);
    /// let mut loss = Contrastive::new(Contrast::Simple, 1);
    /// assert_eq!(loss.value_and_gradient(&outputs, &mut adjoint), 0.5 - 4.5);
    /// assert_eq!(adjoint.as_slice(), [-1.0 + 3.0, 1.0, -3.0]);
    /// ```
    ///
    /// # Panics
    /// If the rows of `outputs` are not 2 + H equal blocks, or the shapes differ.
    pub fn value_and_gradient(&mut self, outputs: &DMatrix<T>, adjoint: &mut DMatrix<T>) -> T {
        let blocks = 2 + self.negatives;
        assert!(outputs.nrows() > 0 && outputs.nrows().is_multiple_of(blocks), "rows in {blocks} equal blocks");
        assert_eq!(outputs.shape(), adjoint.shape(), "shapes of outputs and their adjoint");
        let (anchors, rows) = (outputs.nrows() / blocks, outputs.nrows());
        let half = T::from_f64(0.5);
        self.distances.clear();
        self.distances.resize((blocks - 1) * anchors, T::zero());
        for column in outputs.as_slice().chunks_exact(rows) {
            let (anchor, others) = column.split_at(anchors);
            for (distances, other) in self.distances.chunks_exact_mut(anchors).zip(others.chunks_exact(anchors)) {
                for (r, (x, y)) in distances.iter_mut().zip(anchor.iter().zip(other)) {
                    *r += half * (*x - *y) * (*x - *y);
                }
            }
        }
        let loss = self.differentiate(anchors, outputs.ncols());
        let columns = outputs.as_slice().chunks_exact(rows).zip(adjoint.as_mut_slice().chunks_exact_mut(rows));
        for (column, adjoint) in columns {
            let (anchor, others) = column.split_at(anchors);
            let (to_anchor, to_others) = adjoint.split_at_mut(anchors);
            to_anchor.fill(T::zero());
            let pairs = others.chunks_exact(anchors).zip(to_others.chunks_exact_mut(anchors));
            for (weights, (other, to_other)) in self.distances.chunks_exact(anchors).zip(pairs) {
                for (i, weight) in weights.iter().enumerate() {
                    let flow = *weight * (anchor[i] - other[i]);
                    to_anchor[i] += flow;
                    to_other[i] = -flow;
                }
            }
        }
        loss
    }

    /// Replaces distances by the derivatives of the loss by them; gives the loss.
    fn differentiate(&mut self, anchors: usize, units: usize) -> T {
        let number = |n: usize| T::from_f64(n as f64);
        let (positives, negatives) = self.distances.split_at_mut(anchors);
        let mut loss = T::zero();
        match self.contrast {
            Contrast::Simple => {
                let share = T::one() / number(anchors * self.negatives);
                for (i, positive) in positives.iter_mut().enumerate() {
                    for negative in negatives.iter().skip(i).step_by(anchors) {
                        loss += (*positive - *negative) * share;
                    }
                    *positive = T::one() / number(anchors);
                }
                negatives.iter_mut().for_each(|negative| *negative = -share);
            }
            Contrast::Triplet { temperature, margin } => {
                let share = T::one() / number(anchors * self.negatives);
                let (tau, margin) = (T::from_f64(temperature), T::from_f64(margin));
                for (i, positive) in positives.iter_mut().enumerate() {
                    let mut to_positive = T::zero();
                    for negative in negatives.iter_mut().skip(i).step_by(anchors) {
                        let (value, slope) = softplus((*positive - *negative + margin) / tau);
                        loss += tau * value * share;
                        to_positive += slope * share;
                        *negative = -(slope * share);
                    }
                    *positive = to_positive;
                }
            }
            Contrast::Nce { temperature } => {
                let tau = T::from_f64(temperature);
                let share = T::one() / number(anchors);
                for (i, positive) in positives.iter_mut().enumerate() {
                    let of_anchor = || negatives.iter().skip(i).step_by(anchors);
                    // −ln p₊ = (r₊ − m)/τ + ln Σ e^{(m − r)/τ} with m the least r; Σ − 1 apart keeps small losses.
                    let least = of_anchor().fold(*positive, |least, r| if *r < least { *r } else { least });
                    let own = ((least - *positive) / tau).exp();
                    let others = of_anchor().fold(T::zero(), |sum, r| sum + ((least - *r) / tau).exp());
                    let sum = own + others;
                    loss += ((*positive - least) / tau + (others + (own - T::one())).ln_1p()) * share;
                    for negative in negatives.iter_mut().skip(i).step_by(anchors) {
                        *negative = -(((least - *negative) / tau).exp() / sum * share / tau);
                    }
                    let all = negatives.iter().skip(i).step_by(anchors).fold(T::zero(), |all, w| all + *w);
                    *positive = -all;
                }
            }
            Contrast::BatchMeanNce { temperature } => {
                let tau = T::from_f64(temperature);
                let scale = T::from_f64(2.0) / number(anchors * units);
                let mean = |r: &[T]| r.iter().fold(T::zero(), |sum, r| sum + *r) * scale;
                let positive = mean(positives);
                let means: Vec<T> = negatives.chunks_exact(anchors).map(mean).collect();
                let least = means.iter().fold(positive, |least, m| if *m < least { *m } else { least });
                let own = ((least - positive) / tau).exp();
                let sum = means.iter().fold(own, |sum, m| sum + ((least - *m) / tau).exp());
                let share = own / sum;
                loss = -share;
                // −∂p₊/∂m₊ = p₊(1 − p₊)/τ, with 1 − p₊ as the sum of the others' shares.
                let mut to_positive = T::zero();
                for (negatives, m) in negatives.chunks_exact_mut(anchors).zip(&means) {
                    let flow = share * (((least - *m) / tau).exp() / sum) / tau * scale;
                    negatives.fill(-flow);
                    to_positive += flow;
                }
                positives.fill(to_positive);
            }
        }
        loss
    }
}

/// ln(1 + eᵗ) and its derivative.
fn softplus<T: Real>(t: T) -> (T, T) {
    if t > T::zero() {
        let e = (-t).exp();
        (t + e.ln_1p(), T::one() / (T::one() + e))
    } else {
        let e = t.exp();
        (e.ln_1p(), e / (T::one() + e))
    }
}

/// NT-Xent: the loss of two views of each sample, one view of all under the other: every output is an anchor, its
/// partner the positive and all the others negatives; the mean of −ln p₊ over the 2N anchors.
#[derive(Clone, Debug)]
pub struct InBatch<T> {
    temperature: f64,
    /// r, then ∂L/∂r of each distance; outputs × outputs.
    pairs: Vec<T>,
    squares: Vec<T>,
}

impl<T: Real> InBatch<T> {
    /// The loss with temperature τ > 0.
    pub fn new(temperature: f64) -> Self {
        InBatch { temperature, pairs: Vec::new(), squares: Vec::new() }
    }

    /// The loss of the outputs; writes its gradient to `adjoint`.
    ///
    /// # Panics
    /// If the rows are not two equal blocks, there are fewer than two samples, or the shapes differ.
    pub fn value_and_gradient(&mut self, outputs: &DMatrix<T>, adjoint: &mut DMatrix<T>) -> T {
        let (rows, units) = outputs.shape();
        assert!(rows >= 4 && rows.is_multiple_of(2), "two views of each of at least two samples");
        assert_eq!(outputs.shape(), adjoint.shape(), "shapes of outputs and their adjoint");
        let tau = T::from_f64(self.temperature);
        let half = T::from_f64(0.5);
        let share = T::one() / T::from_f64(rows as f64);
        self.pairs.clear();
        self.pairs.resize(rows * rows, T::zero());
        let all = Operand::new(outputs.as_slice(), rows, units);
        T::add_product(all, all.transposed(), &mut self.pairs);
        self.squares.clear();
        self.squares.extend((0..rows).map(|i| self.pairs[i * rows + i]));
        let mut loss = T::zero();
        for (i, column) in self.pairs.chunks_exact_mut(rows).enumerate() {
            let partner = (i + rows / 2) % rows;
            for (j, entry) in column.iter_mut().enumerate() {
                *entry = half * (self.squares[i] + self.squares[j]) - *entry;
            }
            let positive = column[partner];
            let negatives = || (0..rows).filter(move |j| *j != i && *j != partner);
            let least = negatives().fold(positive, |least, j| if column[j] < least { column[j] } else { least });
            let own = ((least - positive) / tau).exp();
            let others = negatives().fold(T::zero(), |sum, j| sum + ((least - column[j]) / tau).exp());
            let sum = own + others;
            loss += ((positive - least) / tau + (others + (own - T::one())).ln_1p()) * share;
            // ∂L/∂r_ij = −p_j/τ for negatives, Σ of those for the positive.
            let mut to_positive = T::zero();
            for (_, entry) in column.iter_mut().enumerate().filter(|(j, _)| *j != i && *j != partner) {
                *entry = -(((least - *entry) / tau).exp() / sum / tau * share);
                to_positive -= *entry;
            }
            column[partner] = to_positive;
            column[i] = T::zero();
        }
        // Every pair is a distance of both its ends: the flow between i and j is w_ij + w_ji.
        for i in 0..rows {
            for j in 0..i {
                let both = self.pairs[i * rows + j] + self.pairs[j * rows + i];
                (self.pairs[i * rows + j], self.pairs[j * rows + i]) = (-both, -both);
            }
        }
        for i in 0..rows {
            let column = &mut self.pairs[i * rows..][..rows];
            let sum = column.iter().fold(T::zero(), |sum, w| sum + *w);
            column[i] = -sum;
        }
        adjoint.fill(T::zero());
        T::add_product(Operand::new(&self.pairs, rows, rows), all, adjoint.as_mut_slice());
        loss
    }
}
