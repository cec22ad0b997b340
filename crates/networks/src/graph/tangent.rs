//! The derivatives of a graph's values along a change of parameters, forward through the operations.

use super::Operation;
use super::evaluated::{Evaluated, Local, by_channel, entries, group_means, picked, stacked};
use crate::matrix::hadamard;
use crate::numbers::Field;
use nalgebra::DMatrix;

impl<S: Field> Evaluated<S> {
    /// d f(θ + tδ)/dt at t = 0, n_L × views, for a change δ of some parameters: a shape of theirs each.
    pub fn derivative_along(&self, change: &[(usize, DMatrix<S>)]) -> DMatrix<S> {
        let mut tangents: Vec<Option<DMatrix<S>>> = Vec::new();
        for place in 0..self.graph.nodes.len() {
            let tangent = self.tangent(place, &tangents, change);
            tangents.push(tangent);
        }
        let zero = DMatrix::zeros(self.output().nrows(), self.output().ncols());
        tangents.pop().flatten().unwrap_or(zero)
    }

    /// The derivative of a node's value; `None` is 0.
    fn tangent(
        &self,
        place: usize,
        tangents: &[Option<DMatrix<S>>],
        change: &[(usize, DMatrix<S>)],
    ) -> Option<DMatrix<S>> {
        let node = &self.graph.nodes[place];
        let changed = |p: usize| change.iter().find(|(q, _)| *q == p).map(|(_, delta)| self.effective(p, delta));
        let parameter = |p: usize| self.effective(p, &self.graph.parameters[p].values);
        let value = |n: usize| &self.values[node.of[n]];
        let d = node.of.first().and_then(|of| tangents[*of].as_ref());
        let both = |a: Option<DMatrix<S>>, b: Option<DMatrix<S>>| match (a, b) {
            (Some(a), Some(b)) => Some(a + b),
            (a, b) => a.or(b),
        };
        match (&node.operation, &self.locals[place]) {
            (Operation::Input, _) => None,
            (Operation::Dense { weights: p }, _) => {
                both(changed(*p).map(|w| S::product(&w, value(0))), d.map(|d| S::product(&parameter(*p), d)))
            }
            (Operation::Convolution { kernel: p, .. }, _) => both(
                changed(*p).map(|kernel| self.correlation(place, &kernel, value(0))),
                d.map(|d| self.correlation(place, &parameter(*p), d)),
            ),
            (Operation::Bias { biases: p }, _) => {
                both(changed(*p).map(|b| by_channel(&b, value(0).shape())), d.cloned())
            }
            (Operation::Scale { gains: p }, _) => {
                let times = |g: &DMatrix<S>, f: &DMatrix<S>| hadamard(f, &by_channel(g, f.shape()));
                both(changed(*p).map(|g| times(&g, value(0))), d.map(|d| times(&parameter(*p), d)))
            }
            (Operation::Entries { of: p }, _) => changed(*p).map(|delta| entries(&delta, self.values[place].ncols())),
            (Operation::Constant { .. }, _) => None,
            (Operation::Subtract, _) => both(d.cloned(), tangents[node.of[1]].as_ref().map(|d| -d.clone())),
            (Operation::Multiply, _) => {
                both(d.map(|d| hadamard(d, value(1))), tangents[node.of[1]].as_ref().map(|d| hadamard(value(0), d)))
            }
            // d(f/g) = (df − (f/g) dg)/g.
            (Operation::Divide, Local::Slopes(over)) => both(
                d.map(|d| hadamard(d, over)),
                tangents[node.of[1]].as_ref().map(|d| -hadamard(&hadamard(&self.values[place], d), over)),
            ),
            (Operation::Concatenate, _) => {
                let of_each = |of: &usize| {
                    let (rows, views) = self.values[*of].shape();
                    tangents[*of].clone().unwrap_or_else(|| DMatrix::zeros(rows, views))
                };
                Some(stacked(node.of.iter().map(of_each), self.values[place].ncols()))
            }
            (Operation::Rows { rows }, _) => d.map(|d| picked(rows, d)),
            (Operation::Add, _) => both(d.cloned(), tangents[node.of[1]].clone()),
            (_, Local::Slopes(slopes)) => d.map(|d| hadamard(d, slopes)),
            (_, Local::Winners(winners)) => d.map(|d| winners.map_with_location(|_, v, row| d[(row, v)].clone())),
            (Operation::AveragePool { groups }, _) => d.map(|d| group_means(groups, d)),
            (Operation::ZeroMean { held_constant: true, .. }, _) => d.cloned(),
            (Operation::ZeroMean { channels, .. }, _) => d.map(|d| d - self.channel_means(d, *channels)),
            (Operation::OverDeviation { channels, held_constant, .. }, Local::Deviation(over, centred)) => d.map(|d| {
                let over = by_channel(&DMatrix::from_column_slice(over.len(), 1, over), d.shape());
                let divided = hadamard(d, &over);
                if *held_constant {
                    return divided;
                }
                // ds/s = E[(f − E f) df]/s², so d(f/s) = df/s − (f/s) E[(f − E f) df]/s².
                let covariance = self.channel_means(&hadamard(centred, d), *channels);
                let share = hadamard(&covariance, &hadamard(&over, &over));
                divided - hadamard(&self.values[place], &share)
            }),
            (Operation::Normalise, Local::Norms(over)) => d.map(|d| {
                let y = &self.values[place];
                let along = |v: usize| {
                    y.column(v).iter().zip(&d.column(v)).fold(S::zero(), |s, (y, d)| s + y.clone() * d.clone())
                };
                let radial: Vec<S> = (0..d.ncols()).map(along).collect();
                d.map_with_location(|k, v, d| (d - y[(k, v)].clone() * radial[v].clone()) * over[v].clone())
            }),
            _ => d.cloned(),
        }
    }
}
