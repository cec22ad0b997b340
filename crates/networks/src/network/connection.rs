//! The connection K_l(x) = f_{l−1} ⊗ J_lᵀ, explicit and as an operator.

use crate::matrix::hadamard;
use crate::numbers::Ring;
use nalgebra::DMatrix;

/// The connections of one layer on every view. With vec stacking columns, K_lᵀ vec(U) = J_l U f_{l−1} and
/// K_l y = vec(J_lᵀ y f_{l−1}ᵀ); where the layer is masked, the rows of absent weights are 0.
#[derive(Debug)]
pub struct Connections<'a, S: Ring> {
    pub(super) below: &'a DMatrix<S>,
    pub(super) jacobians: &'a [DMatrix<S>],
    pub(super) mask: Option<&'a DMatrix<S>>,
}

impl<S: Ring> Clone for Connections<'_, S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: Ring> Copy for Connections<'_, S> {}

impl<'a, S: Ring> Connections<'a, S> {
    /// The connections f_{l−1} ⊗ J_lᵀ of the given activations (n_{l−1} × views) and Jacobians (n_L × n_l each).
    pub fn new(below: &'a DMatrix<S>, jacobians: &'a [DMatrix<S>], mask: Option<&'a DMatrix<S>>) -> Self {
        Connections { below, jacobians, mask }
    }

    /// f_{l−1} on every view.
    pub fn below(&self) -> &'a DMatrix<S> {
        self.below
    }

    /// J_l on one view, n_L × n_l.
    pub fn jacobian(&self, view: usize) -> &'a DMatrix<S> {
        &self.jacobians[view]
    }

    /// The mask of the layer's weights, if there is one.
    pub fn mask(&self) -> Option<&'a DMatrix<S>> {
        self.mask
    }

    /// The number of views.
    pub fn views(&self) -> usize {
        self.jacobians.len()
    }

    /// n_l × n_{l−1}, the shape of the layer's weights.
    pub fn shape(&self) -> (usize, usize) {
        (self.jacobians[0].ncols(), self.below.nrows())
    }

    /// n_L.
    pub fn outputs(&self) -> usize {
        self.jacobians[0].nrows()
    }

    /// K_l on one view, (n_l·n_{l−1}) × n_L: the literal Kronecker product.
    pub fn explicit(&self, view: usize) -> DMatrix<S> {
        let f = self.below.column(view).clone_owned();
        let mut k = DMatrix::from_column_slice(f.len(), 1, f.as_slice()).kronecker(&self.jacobians[view].transpose());
        if let Some(mask) = self.mask {
            for (row, present) in mask.iter().enumerate() {
                k.row_mut(row).iter_mut().for_each(|x| *x *= present.clone());
            }
        }
        k
    }

    /// K_l(x_v)ᵀ vec(U) = J_l(x_v) U f_{l−1}(x_v) for every view v, as the columns of an n_L × views matrix. U is
    /// n_l × n_{l−1}.
    ///
    /// # Panics
    /// If U has another shape.
    pub fn transpose_apply(&self, u: &DMatrix<S>) -> DMatrix<S> {
        let uf = match self.mask {
            Some(mask) => S::product(&hadamard(u, mask), self.below),
            None => S::product(u, self.below),
        };
        DMatrix::from_fn(self.outputs(), self.views(), |k, v| {
            let j = &self.jacobians[v];
            (0..j.ncols()).fold(S::zero(), |mut sum, i| {
                sum.add_product(&j[(k, i)], &uf[(i, v)]);
                sum
            })
        })
    }

    /// Σ_v K_l(x_v) y_v = Σ_v J_l(x_v)ᵀ y_v f_{l−1}(x_v)ᵀ as an n_l × n_{l−1} matrix; the columns of `y` (n_L × views) are
    /// the y_v.
    ///
    /// # Panics
    /// If `y` is smaller than that.
    pub fn apply(&self, y: &DMatrix<S>) -> DMatrix<S> {
        let back = DMatrix::from_fn(self.shape().0, self.views(), |i, v| {
            let j = &self.jacobians[v];
            (0..j.nrows()).fold(S::zero(), |mut sum, k| {
                sum.add_product(&j[(k, i)], &y[(k, v)]);
                sum
            })
        });
        let sum = S::product(&back, &self.below.transpose());
        match self.mask {
            Some(mask) => hadamard(&sum, mask),
            None => sum,
        }
    }
}
