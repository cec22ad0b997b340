//! The backward sweep: one adjoint rule per kind of step.

use super::{Step, Tape, Var, weighted_mean};
use crate::numbers::{Field, Ring};
use nalgebra::DMatrix;

/// The gradient of one 1 × 1 result by every value on the tape.
#[derive(Clone, Debug)]
pub struct Gradient<S: Ring> {
    adjoints: Vec<Option<DMatrix<S>>>,
    shapes: Vec<(usize, usize)>,
}

impl<S: Ring> Gradient<S> {
    /// ∂result/∂a, in the shape of a; zero where the result does not depend on a.
    pub fn of(&self, a: Var) -> DMatrix<S> {
        let (rows, columns) = self.shapes[a.0];
        self.adjoints[a.0].clone().unwrap_or_else(|| DMatrix::zeros(rows, columns))
    }
}

impl<S: Field> Tape<S> {
    /// The gradient of `result` (1 × 1) by everything recorded before it.
    ///
    /// # Panics
    /// If `result` is not 1 × 1.
    pub fn gradient(&self, result: Var) -> Gradient<S> {
        assert_eq!(self.values[result.0].shape(), (1, 1), "a gradient is of a single number");
        self.pull_back(result, DMatrix::from_element(1, 1, S::one()))
    }

    /// The adjoint sweep from a given adjoint of `result`: the gradient of ⟨adjoint, result⟩.
    pub fn pull_back(&self, result: Var, adjoint: DMatrix<S>) -> Gradient<S> {
        let mut sweep = Sweep { adjoints: vec![None; result.0 + 1] };
        sweep.adjoints[result.0] = Some(adjoint);
        for index in (0..=result.0).rev() {
            if let Some(adjoint) = sweep.adjoints[index].take() {
                self.step_back(index, &adjoint, &mut sweep);
                sweep.adjoints[index] = Some(adjoint);
            }
        }
        let shapes = self.values[..=result.0].iter().map(|v| v.shape()).collect();
        Gradient { adjoints: sweep.adjoints, shapes }
    }

    fn step_back(&self, index: usize, g: &DMatrix<S>, sweep: &mut Sweep<S>) {
        let value = |a: &Var| &self.values[a.0];
        match &self.steps[index] {
            Step::Leaf => {}
            Step::Product(a, b) => {
                sweep.add(*a, S::product(g, &value(b).transpose()));
                sweep.add(*b, S::product(&value(a).transpose(), g));
            }
            Step::Sum(a, b) => {
                sweep.add(*a, g.clone());
                sweep.add(*b, g.clone());
            }
            Step::Difference(a, b) => {
                sweep.add(*a, g.clone());
                sweep.add(*b, g.map(|x| -x));
            }
            Step::Entrywise(a, b) => {
                sweep.add(*a, g.zip_map(value(b), |x, y| x * y));
                sweep.add(*b, g.zip_map(value(a), |x, y| x * y));
            }
            Step::Transpose(a) => sweep.add(*a, g.transpose()),
            Step::Inverse(a) => {
                // d(A⁻¹) = −A⁻¹ dA A⁻¹.
                let y = self.values[index].transpose();
                sweep.add(*a, -S::product(&S::product(&y, g), &y));
            }
            Step::Determinant(a, inverse) => {
                let flow = g[(0, 0)].clone() * self.values[index][(0, 0)].clone();
                sweep.add(*a, inverse.transpose().map(|x| x * flow.clone()));
            }
            Step::Gate(a, gate) | Step::Map(a, gate) => sweep.add(*a, g.zip_map(gate, |x, y| x * y)),
            Step::AddColumn(a, b) => {
                sweep.add(*a, g.clone());
                let row_sum = |i: usize| g.row(i).iter().fold(S::zero(), |sum, x| sum + x.clone());
                sweep.add(*b, DMatrix::from_fn(g.nrows(), 1, |i, _| row_sum(i)));
            }
            Step::Choose(a, chosen) => {
                let mut back = DMatrix::zeros(value(a).nrows(), value(a).ncols());
                for v in 0..g.ncols() {
                    for p in 0..g.nrows() {
                        back[(chosen[(p, v)], v)] += g[(p, v)].clone();
                    }
                }
                sweep.add(*a, back);
            }
            Step::GroupMeans(a, size, share) => {
                let (rows, columns) = value(a).shape();
                sweep.add(*a, DMatrix::from_fn(rows, columns, |i, v| g[(i / size, v)].clone() * share.clone()));
            }
            Step::Centre(a, weights) => {
                // x_j − Σ_k w_k x_k: the adjoint of column k is g_k − w_k Σ_j g_j.
                let totals = weighted_mean(g, &vec![S::one(); weights.len()]);
                let back = DMatrix::from_fn(g.nrows(), g.ncols(), |i, k| {
                    g[(i, k)].clone() - weights[k].clone() * totals[i].clone()
                });
                sweep.add(*a, back);
            }
            Step::Columns(a, columns) => {
                let mut back = DMatrix::zeros(value(a).nrows(), value(a).ncols());
                for (j, column) in columns.iter().enumerate() {
                    for i in 0..g.nrows() {
                        back[(i, *column)] += g[(i, j)].clone();
                    }
                }
                sweep.add(*a, back);
            }
            Step::Rows(a, rows) => {
                let mut back = DMatrix::zeros(value(a).nrows(), value(a).ncols());
                for j in 0..g.ncols() {
                    for (i, row) in rows.iter().enumerate() {
                        if let Some(row) = row {
                            back[(*row, j)] += g[(i, j)].clone();
                        }
                    }
                }
                sweep.add(*a, back);
            }
            Step::Reshaped(a) => {
                let (rows, columns) = value(a).shape();
                sweep.add(*a, DMatrix::from_column_slice(rows, columns, g.as_slice()));
            }
            Step::Total(a) => {
                let (rows, columns) = value(a).shape();
                sweep.add(*a, DMatrix::from_element(rows, columns, g[(0, 0)].clone()));
            }
            Step::PairLoss(a, b, pairs) => {
                let (left, right) = (value(a), value(b));
                let mut to_left = DMatrix::zeros(left.nrows(), left.ncols());
                let mut to_right = DMatrix::zeros(right.nrows(), right.ncols());
                for pair in pairs {
                    let weight = g[(0, 0)].clone() * pair.weight.clone();
                    for k in 0..left.nrows() {
                        let gap = left[(k, pair.first)].clone() - right[(k, pair.second)].clone();
                        let flow = gap * weight.clone();
                        to_left[(k, pair.first)] += flow.clone();
                        to_right[(k, pair.second)] -= flow;
                    }
                }
                sweep.add(*a, to_left);
                sweep.add(*b, to_right);
            }
            Step::HalfSquaredDistances(a, b) => {
                let (left, right) = (value(a), value(b));
                let flow = DMatrix::from_fn(left.nrows(), left.ncols(), |k, j| {
                    (left[(k, j)].clone() - right[(k, j)].clone()) * g[(0, j)].clone()
                });
                sweep.add(*b, flow.map(|x| -x));
                sweep.add(*a, flow);
            }
        }
    }
}

struct Sweep<S: Ring> {
    adjoints: Vec<Option<DMatrix<S>>>,
}

impl<S: Ring> Sweep<S> {
    fn add(&mut self, a: Var, flow: DMatrix<S>) {
        match &mut self.adjoints[a.0] {
            Some(adjoint) => *adjoint += flow,
            empty => *empty = Some(flow),
        }
    }
}
