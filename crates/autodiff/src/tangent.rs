//! Derivatives along a change of parameters, forward through the nodes.

use crate::columns::{add, each, each_with, of};
use crate::convolution::Source;
use crate::pass::{Direction, Local, Pass};
use crate::scalar::{Scalar, dot};
use crate::statistics::{by_channel, centre};
use crate::step::Step;
use crate::value::{dense, entries, group_means, picked, stacked, zip};
use nalgebra::DMatrix;

/// Directions whose tangents are in memory at once.
const AT_ONCE: usize = 4;

/// The tangents of all nodes along one direction; `None` is 0.
type Tangents<T> = Vec<Option<DMatrix<T>>>;

/// A direction by parameters, with the entries at 0 that masks take out.
struct Change<T: Scalar>(Vec<Option<DMatrix<T>>>);

impl<T: Scalar> Pass<'_, T> {
    /// Σ_p ∂f/∂θ_p · d_p on every view, outputs × views, for the direction of these d_p; a parameter may stand there twice.
    ///
    /// # Panics
    /// If there is no such parameter, or one of another shape.
    pub fn tangent(&self, direction: &Direction<'_, T>) -> DMatrix<T> {
        self.tangents(&[direction]).pop().unwrap_or_default()
    }

    /// The same along several directions; patches of images are taken once for a few of them together.
    ///
    /// # Panics
    /// As for [`Pass::tangent`].
    pub fn tangents(&self, directions: &[&Direction<'_, T>]) -> Vec<DMatrix<T>> {
        directions.chunks(AT_ONCE).flat_map(|directions| self.few_tangents(directions)).collect()
    }

    fn few_tangents(&self, directions: &[&Direction<'_, T>]) -> Vec<DMatrix<T>> {
        let changes: Vec<Change<T>> = directions.iter().map(|direction| self.change(direction)).collect();
        let nodes = &self.program.shape.nodes;
        let mut tangents: Vec<Tangents<T>> = changes.iter().map(|_| Vec::with_capacity(nodes.len())).collect();
        for (place, node) in nodes.iter().enumerate() {
            match &node.step {
                Step::Convolution { .. } | Step::Dense { .. } => {
                    let found = self.of_product(place, &changes, &tangents);
                    tangents.iter_mut().zip(found).for_each(|(tangents, found)| tangents.push(found));
                }
                _ => {
                    for (change, tangents) in changes.iter().zip(&mut tangents) {
                        let found = self.of_node(place, change, tangents);
                        tangents.push(found);
                    }
                }
            }
            for of in node.of.iter().filter(|of| nodes[**of].last_use == place) {
                tangents.iter_mut().for_each(|tangents| tangents[*of] = None);
            }
        }
        let zero = || DMatrix::zeros(self.program.outputs(), self.views);
        tangents.into_iter().map(|mut tangents| tangents.pop().flatten().unwrap_or_else(zero)).collect()
    }

    fn change(&self, direction: &Direction<'_, T>) -> Change<T> {
        let parameters = self.program.parameters();
        let mut change: Vec<Option<DMatrix<T>>> = vec![None; parameters.len()];
        for (p, d) in direction {
            assert_eq!(d.shape(), parameters[*p].shape(), "shape of the direction of parameter {p}");
            match &mut change[*p] {
                Some(sum) => *sum += *d,
                none => *none = Some((*d).clone()),
            }
        }
        for (p, d) in change.iter_mut().enumerate() {
            d.iter_mut().for_each(|d| self.program.mask(p, d));
        }
        Change(change)
    }

    /// d(W f) = dW f + W df, along every direction.
    fn of_product(&self, place: usize, changes: &[Change<T>], tangents: &[Tangents<T>]) -> Tangents<T> {
        let node = &self.program.shape.nodes[place];
        let (from, Some(p)) = (node.of[0], node.step.parameter()) else { return vec![None; changes.len()] };
        let weights = &self.program.parameters[p];
        let moves = |n: &usize| changes[*n].0[p].is_some() || tangents[*n][from].is_some();
        let moved: Vec<usize> = (0..changes.len()).filter(moves).collect();
        let mut results = vec![DMatrix::zeros(node.rows, self.views); moved.len()];
        let of_weights: Vec<(&DMatrix<T>, usize)> =
            moved.iter().enumerate().filter_map(|(r, n)| changes[*n].0[p].as_ref().map(|d| (d, r))).collect();
        let of_values: Vec<(&DMatrix<T>, usize)> =
            moved.iter().enumerate().filter_map(|(r, n)| tangents[*n][from].as_ref().map(|d| (d, r))).collect();
        match &node.step {
            Step::Convolution { shape, .. } => {
                let mut sources = vec![Source { image: &self.values[from], kernels: of_weights }];
                sources.extend(of_values.iter().map(|(image, r)| Source { image, kernels: vec![(weights, *r)] }));
                shape.correlate(&sources, &mut results);
            }
            _ => {
                let mut terms: Vec<_> = of_weights.iter().map(|(d, r)| (*d, &self.values[from], *r)).collect();
                terms.extend(of_values.iter().map(|(d, r)| (weights, *d, *r)));
                dense(&terms, &mut results);
            }
        }
        let mut found: Tangents<T> = vec![None; changes.len()];
        moved.iter().zip(results).for_each(|(n, result)| found[*n] = Some(result));
        found
    }

    fn of_node(&self, place: usize, change: &Change<T>, tangents: &mut Tangents<T>) -> Option<DMatrix<T>> {
        let program = self.program;
        let node = &program.shape.nodes[place];
        let value = |n: usize| &self.values[node.of[n]];
        match &node.step {
            Step::Input | Step::Constant { .. } => None,
            Step::Entries { p } => change.0[*p].as_ref().map(|d| entries(d, self.views)),
            Step::Bias { p } => {
                let d = self.taken(place, 0, tangents);
                match &change.0[*p] {
                    None => d,
                    Some(by) => {
                        let mut d = d.unwrap_or_else(|| DMatrix::zeros(node.rows, self.views));
                        by_channel(&mut d, by.nrows(), |c, d| d + by[c]);
                        Some(d)
                    }
                }
            }
            Step::Scale { p } => {
                let gains = &program.parameters[*p];
                let mut d = self.taken(place, 0, tangents);
                d.iter_mut().for_each(|d| by_channel(d, gains.nrows(), |c, d| d * gains[c]));
                match &change.0[*p] {
                    None => d,
                    Some(by) => {
                        let mut d = d.unwrap_or_else(|| DMatrix::zeros(node.rows, self.views));
                        let size = (node.rows / by.nrows().max(1)).max(1);
                        each(&mut d, |view, column| {
                            let parts = column.chunks_exact_mut(size).zip(of(value(0), view).chunks_exact(size));
                            for ((d, f), by) in parts.zip(by.as_slice()) {
                                d.iter_mut().zip(f).for_each(|(d, f)| *d += *f * *by);
                            }
                        });
                        Some(d)
                    }
                }
            }
            Step::Add | Step::Subtract | Step::Multiply | Step::Divide => self.of_two(place, tangents),
            Step::Concatenate => node.of.iter().any(|of| tangents[*of].is_some()).then(|| {
                let parts = node.of.iter().map(|of| (program.shape.nodes[*of].rows, tangents[*of].as_ref()));
                stacked(node.rows, self.views, parts)
            }),
            Step::Rows { rows } => tangents[node.of[0]].as_ref().map(|d| picked(rows, d)),
            Step::AveragePool { groups } => tangents[node.of[0]].as_ref().map(|d| group_means(groups, d)),
            Step::MaxPool { .. } => tangents[node.of[0]].as_ref().map(|d| self.won(place, d)),
            step => {
                let mut d = self.taken(place, 0, tangents)?;
                match (step, &self.locals[place]) {
                    (Step::ZeroMean { channels, held_constant: false }, _) => centre(&mut d, *channels),
                    (Step::OverDeviation { held_constant, .. }, Local::Deviation(deviation)) => {
                        deviation.tangent(&self.values[place], &mut d, *held_constant);
                    }
                    _ => self.times_slopes(place, &mut d),
                }
                Some(d)
            }
        }
    }

    /// Multiplies by a derivative that is its own transpose: of functions of each entry, gates, affine maps and norms.
    pub(crate) fn times_slopes(&self, place: usize, d: &mut DMatrix<T>) {
        let rows = d.nrows();
        match (&self.program.shape.nodes[place].step, &self.locals[place]) {
            (Step::Affine { scales, .. }, _) => by_channel(d, scales.len(), |c, d| d * scales[c]),
            (Step::Gate { gates }, _) => zip(d, gates, |d, gate| d * gate),
            (Step::Tanh, _) => zip(d, &self.values[place], |d, y| d * (T::one() - y * y)),
            (_, Local::Slopes(slopes)) => zip(d, slopes, |d, slope| d * slope),
            (_, Local::Open(open, slope)) => {
                each(d, |view, column| {
                    let open = &open[view * rows..(view + 1) * rows];
                    column.iter_mut().zip(open).for_each(|(d, open)| *d = if *open { *d } else { *d * *slope });
                });
            }
            (_, Local::Norms(over)) => {
                each(d, |view, column| {
                    let y = of(&self.values[place], view);
                    let along = T::nearest(dot(y, column));
                    column.iter_mut().zip(y).for_each(|(d, y)| *d = (*d - *y * along) * over[view]);
                });
            }
            _ => {}
        }
    }

    fn won(&self, place: usize, d: &DMatrix<T>) -> DMatrix<T> {
        let mut result = DMatrix::zeros(self.program.shape.nodes[place].rows, self.views);
        if let Local::Winners(winners) = &self.locals[place] {
            let width = result.nrows();
            let mut winners = winners.clone();
            each_with(&mut result, (&mut winners, width), |view, column, winners| {
                let d = of(d, view);
                column.iter_mut().zip(winners.iter()).for_each(|(x, row)| *x = d[*row as usize]);
            });
        }
        result
    }

    fn of_two(&self, place: usize, tangents: &mut Tangents<T>) -> Option<DMatrix<T>> {
        let node = &self.program.shape.nodes[place];
        let value = |n: usize| &self.values[node.of[n]];
        let mut first = self.taken(place, 0, tangents);
        let mut second = self.taken(place, 1, tangents);
        match node.step {
            Step::Subtract => second.iter_mut().for_each(|d| d.neg_mut()),
            Step::Multiply => {
                first.iter_mut().for_each(|d| zip(d, value(1), |d, y| d * y));
                second.iter_mut().for_each(|d| zip(d, value(0), |d, x| d * x));
            }
            // d(f/g) = (df − (f/g) dg)/g.
            Step::Divide => {
                first.iter_mut().for_each(|d| zip(d, value(1), |d, y| d / y));
                second.iter_mut().for_each(|d| {
                    zip(d, &self.values[place], |d, quotient| -(d * quotient));
                    zip(d, value(1), |d, y| d / y);
                });
            }
            _ => {}
        }
        match (first, second) {
            (Some(mut first), Some(second)) => {
                add(&mut first, &second);
                Some(first)
            }
            (first, second) => first.or(second),
        }
    }

    /// The tangent that a node takes, itself where no node takes it afterwards, else a copy.
    fn taken(&self, place: usize, n: usize, tangents: &mut Tangents<T>) -> Option<DMatrix<T>> {
        let node = &self.program.shape.nodes[place];
        let again = node.of[n + 1..].contains(&node.of[n]);
        if self.program.shape.nodes[node.of[n]].last_use == place && !again {
            tangents[node.of[n]].take()
        } else {
            tangents[node.of[n]].clone()
        }
    }
}
