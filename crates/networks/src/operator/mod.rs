//! Covariance operators of connections, each in two forms: an explicit matrix and a map on weight matrices.
//!
//! | [`Moment`] | operator, for a matrix S (n_L × n_L) |
//! |---|---|
//! | `Between` | V^S_x[K̄] = E_x (K̄ − M) S (K̄' − M')ᵀ, between samples |
//! | `Within` | E_x V^S_{x'\|x}\[K\] = E (K − K̄) S (K' − K̄')ᵀ, between the augmentations of a sample |
//! | `Total` | V^S\[K\] = E (K − M) S (K' − M')ᵀ, over samples and augmentations |
//! | `MeanSquare` | E_x K̄ S K̄'ᵀ, not centred |
//! | `SquareOfMean` | M S M'ᵀ, M = E K |
//!
//! K and K' may come from two networks; then the operator is a cross-covariance Cov^S(K, K').
//!
//! [`Operator`] is generic in the number system and holds every Jacobian; [`streamed`] is plain `f64`, for large
//! scale.
//!
//! # Measure a network
//!
//! For r₊ − r₋, half the squared distance of two views of a sample less that of any two views, minus the gradient by the
//! weights of a layer is 2 V w: V = V_x[K̄] is applied to w = vec(W), and both branches count. Here the tape
//! differentiates the loss pair by pair, and shares nothing with the operator but numbers and matrices:
//!
//! ```
//! use dualproof_networks::network::{Activation, Layer, Network};
//! use dualproof_networks::operator::{Moment, Operator};
//! use dualproof_networks::tape::{Tape, pairs};
//! use dualproof_networks::views::Views;
//! use dualproof_numbers::matrix::{dmatrix, scaled};
//! use dualproof_numbers::numbers::Rational;
//! use nalgebra::DMatrix;
//!
//! let network = Network { layers: vec![
//!     Layer::dense(dmatrix![1.0, -2.0; 3.0, 1.0], Activation::Relu),
//!     Layer::dense(dmatrix![1.0, -1.0], Activation::Linear),
//! ] };
//! // Two samples, two views of each, one view a column; uniform weights.
//! let views = Views::uniform(dmatrix![4.0, 3.0, 1.0, -1.0; 1.0, 1.0, 2.0, 2.0], 2)?;
//!
//! // Measured: E r₊ over two views of a sample, E r₋ over any two views.
//! let half = Rational::new(1, 2);
//! let any_two = DMatrix::from_element(2, 2, Rational::new(1, 4));
//! let mut loss = pairs::of_augmentations(&views, &[half.clone(), half]);
//! loss.extend(pairs::of_samples(&views, &any_two, &-1.0));
//! let mut tape = Tape::new();
//! let recorded = tape.network(&network, &views.inputs)?;
//! let loss = tape.pair_loss(recorded.output, recorded.output, loss);
//! let gradient = tape.gradient(loss);
//!
//! // Predicted, layer by layer; in small whole numbers f64 is exact.
//! let trace = network.trace(&views.inputs)?;
//! for (l, layer) in (1..).zip(&network.layers) {
//!     let operator = Operator::of(trace.connections(l), &views, Moment::Between);
//!     assert_eq!(-gradient.of(recorded.layers[l - 1].weights), scaled(&operator.apply(&layer.weights), &2.0));
//! }
//! assert!(gradient.of(recorded.layers[0].weights).norm() > 1.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod squares;
pub mod streamed;

use crate::network::Connections;
use crate::numbers::Ring;
use crate::views::Views;
use nalgebra::DMatrix;

/// Which moment of the connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// V_x of the augmentation mean.
    Between,
    /// E_x V_{x'|x}.
    Within,
    /// V over all views.
    Total,
    /// E_x K̄K̄ᵀ.
    MeanSquare,
    /// M Mᵀ.
    SquareOfMean,
}

/// One operator on the weights of a layer: (n_l n_{l−1}) × (n_l n_{l−1}).
#[derive(Clone, Debug)]
pub struct Operator<'a, S: Ring> {
    /// K.
    pub left: Connections<'a, S>,
    /// K'.
    pub right: Connections<'a, S>,
    /// The views over which expectations run.
    pub views: &'a Views<S>,
    /// The moment.
    pub moment: Moment,
    /// S; `None` is the identity.
    pub inner: Option<&'a DMatrix<S>>,
}

impl<'a, S: Ring> Operator<'a, S> {
    /// The moment of one network's connections with S = I.
    pub fn of(connections: Connections<'a, S>, views: &'a Views<S>, moment: Moment) -> Self {
        Operator { left: connections, right: connections, views, moment, inner: None }
    }

    /// The same with the given S, n_L × n_L.
    pub fn with_inner(self, inner: &'a DMatrix<S>) -> Self {
        Operator { inner: Some(inner), ..self }
    }

    /// V vec(U) as an n_l × n_{l−1} matrix, the shape of U, without ever forming the operator. Exact in exact systems.
    ///
    /// # Panics
    /// If U has another shape.
    pub fn apply(&self, u: &DMatrix<S>) -> DMatrix<S> {
        let z = self.centred(self.right.transpose_apply(u));
        let y = match self.inner {
            Some(s) => S::product(s, &z),
            None => z,
        };
        self.left.apply(&DMatrix::from_fn(y.nrows(), y.ncols(), |k, v| y[(k, v)].clone() * self.views.weight(v)))
    }

    /// V as a matrix, (n_l n_{l−1}) square on vec(W) with columns stacked, from the definition: explicit connections,
    /// their means, a sum of products. For small layers: memory grows with views · n_l n_{l−1} n_L.
    pub fn explicit(&self) -> DMatrix<S> {
        let (left, right) = (self.terms(&self.left), self.terms(&self.right));
        let (rows, columns) = self.left.shape();
        left.iter().zip(&right).fold(DMatrix::zeros(rows * columns, rows * columns), |sum, ((p, a), (_, b))| {
            let weighted = match self.inner {
                Some(s) => S::product(a, s),
                None => a.clone(),
            };
            sum + S::product(&weighted, &b.transpose()).map(|x| x * p.clone())
        })
    }

    /// What stands for each view in the moment, applied to the columns Kᵀu: centring and averaging are linear.
    fn centred(&self, z: DMatrix<S>) -> DMatrix<S> {
        let bar = self.views.augmentation_mean(&z);
        let mean = self.views.sample_mean(&bar);
        DMatrix::from_fn(z.nrows(), z.ncols(), |k, v| {
            let i = self.views.sample_of(v);
            match self.moment {
                Moment::Between => bar[(k, i)].clone() - mean[(k, 0)].clone(),
                Moment::Within => z[(k, v)].clone() - bar[(k, i)].clone(),
                Moment::Total => z[(k, v)].clone() - mean[(k, 0)].clone(),
                Moment::MeanSquare => bar[(k, i)].clone(),
                Moment::SquareOfMean => mean[(k, 0)].clone(),
            }
        })
    }

    /// The weighted terms of the moment's sum, as explicit matrices: one per sample, per view, or one in all.
    fn terms(&self, k: &Connections<'a, S>) -> Vec<(S, DMatrix<S>)> {
        let views = self.views;
        let explicit: Vec<_> = (0..views.len()).map(|v| k.explicit(v)).collect();
        let (rows, columns) = explicit[0].shape();
        let sum = |terms: &mut dyn Iterator<Item = (S, &DMatrix<S>)>| {
            terms.fold(DMatrix::zeros(rows, columns), |s, (p, x)| s + x.map(|e| e * p.clone()))
        };
        let bar: Vec<DMatrix<S>> = (0..views.samples())
            .map(|i| sum(&mut views.of_sample(i).map(|v| (views.augmentation_weights[v].clone(), &explicit[v]))))
            .collect();
        let mean = sum(&mut bar.iter().enumerate().map(|(i, x)| (views.sample_weights[i].clone(), x)));
        let by_sample = |f: &dyn Fn(&DMatrix<S>) -> DMatrix<S>| -> Vec<_> {
            bar.iter().enumerate().map(|(i, x)| (views.sample_weights[i].clone(), f(x))).collect()
        };
        match self.moment {
            Moment::Between => by_sample(&|x| x - &mean),
            Moment::MeanSquare => by_sample(&Clone::clone),
            Moment::SquareOfMean => vec![(S::one(), mean)],
            Moment::Within => {
                (0..views.len()).map(|v| (views.weight(v), &explicit[v] - &bar[views.sample_of(v)])).collect()
            }
            Moment::Total => (0..views.len()).map(|v| (views.weight(v), &explicit[v] - &mean)).collect(),
        }
    }
}
