//! The value of a node from those that it takes.

use crate::columns::{add, each, each_with, of};
use crate::convolution::Source;
use crate::pass::{Kinks, Local, Pass, gone};
use crate::problem::{Kink, PassError};
use crate::scalar::{Scalar, applied, dot};
use crate::statistics::{by_channel, centre, over_deviation};
use crate::step::Step;
use dualproof_numbers::gemm::{Factor, Into, product};
use nalgebra::DMatrix;
use rayon::prelude::*;

/// A value, what it keeps, and how many kinks the convention decided.
type Valued<T> = (DMatrix<T>, Local<T>, usize);

impl<T: Scalar> Pass<'_, T> {
    pub(crate) fn value(&mut self, place: usize, inputs: &DMatrix<T>, kinks: Kinks) -> Result<Valued<T>, PassError> {
        let program = self.program;
        let node = &program.shape.nodes[place];
        let parameter = |p: usize| &program.parameters[p];
        let linear = |value: DMatrix<T>| Ok((value, Local::None, 0));
        match &node.step {
            Step::Input => linear(inputs.clone()),
            Step::Dense { p } => {
                let mut results = [DMatrix::zeros(node.rows, self.views)];
                dense(&[(parameter(*p), &self.values[node.of[0]], 0)], &mut results);
                let [value] = results;
                linear(value)
            }
            Step::Convolution { p, shape } => {
                let mut results = [DMatrix::zeros(node.rows, self.views)];
                let source = Source { image: &self.values[node.of[0]], kernels: vec![(parameter(*p), 0)] };
                shape.correlate(&[source], &mut results);
                let [value] = results;
                linear(value)
            }
            Step::Entries { p } => linear(entries(parameter(*p), self.views)),
            Step::Constant { column } => linear(DMatrix::from_fn(column.len(), self.views, |row, _| column[row])),
            Step::Concatenate => {
                let parts = node.of.iter().map(|n| (self.values[*n].nrows(), Some(&self.values[*n])));
                linear(stacked(node.rows, self.views, parts))
            }
            Step::Rows { rows } => linear(picked(rows, &self.values[node.of[0]])),
            Step::AveragePool { groups } => linear(group_means(groups, &self.values[node.of[0]])),
            Step::MaxPool { groups } => self.maxima(place, groups, kinks),
            Step::Subtract | Step::Multiply | Step::Divide | Step::Add => {
                let mut value = self.take(place, 0);
                let other = &self.values[node.of[1]];
                match node.step {
                    Step::Add => add(&mut value, other),
                    Step::Subtract => zip(&mut value, other, |x, y| x - y),
                    Step::Multiply => zip(&mut value, other, |x, y| x * y),
                    _ => divide(place, &mut value, other)?,
                }
                linear(value)
            }
            step => {
                let mut value = self.take(place, 0);
                let (local, count) = self.in_place(place, step, &mut value, kinks)?;
                Ok((value, local, count))
            }
        }
    }

    /// The value that a node takes, itself where nothing reads it afterwards, else a copy.
    fn take(&mut self, place: usize, n: usize) -> DMatrix<T> {
        let node = &self.program.shape.nodes[place];
        let of = &self.program.shape.nodes[node.of[n]];
        let elsewhere = node.of.iter().filter(|other| **other == node.of[n]).count() > 1;
        if of.is_kept || of.last_use != place || elsewhere {
            self.values[node.of[n]].clone()
        } else {
            std::mem::replace(&mut self.values[node.of[n]], gone())
        }
    }

    /// Operations that replace every entry of one value.
    fn in_place(
        &self,
        place: usize,
        step: &Step<T>,
        value: &mut DMatrix<T>,
        kinks: Kinks,
    ) -> Result<(Local<T>, usize), PassError> {
        let program = self.program;
        let parameter = |p: usize| &program.parameters[p];
        match step {
            Step::Bias { p } => by_channel(value, parameter(*p).nrows(), |c, x| x + parameter(*p)[c]),
            Step::Scale { p } => by_channel(value, parameter(*p).nrows(), |c, x| x * parameter(*p)[c]),
            Step::Affine { scales, shifts } => by_channel(value, scales.len(), |c, x| x * scales[c] + shifts[c]),
            Step::Rectify { slope } => {
                let slope = *slope;
                return self.opened(place, value, slope, Kink::Rectifier, kinks, |t| {
                    let is_open = t > T::zero();
                    (if is_open { t } else { slope * t }, is_open, t == T::zero())
                });
            }
            Step::Clip { low, high } => {
                let (low, high) = (*low, *high);
                return self.opened(place, value, T::zero(), Kink::Clip, kinks, |t| match (low, high) {
                    (Some(low), _) if t < low => (low, false, false),
                    (_, Some(high)) if t > high => (high, false, false),
                    _ => (t, true, low == Some(t) || high == Some(t)),
                });
            }
            Step::Gate { gates } => {
                if gates.ncols() != self.views {
                    let (found, expected) = (gates.ncols(), self.views);
                    return Err(PassError::Gates { node: place, found, expected });
                }
                zip(value, gates, |x, gate| x * gate);
            }
            Step::Tanh => {
                each(value, |_, column| column.iter_mut().for_each(|x| *x = x.hyperbolic_tangent()));
            }
            Step::Apply { function } => return self.applied(place, *function, value),
            Step::ZeroMean { channels, .. } => {
                self.has_views(place)?;
                centre(value, *channels);
            }
            Step::OverDeviation { channels, epsilon, .. } => {
                self.has_views(place)?;
                return Ok((Local::Deviation(over_deviation(place, value, *channels, *epsilon)?), 0));
            }
            Step::Normalise => return self.normalised(place, value),
            _ => {}
        }
        Ok((Local::None, 0))
    }

    fn has_views(&self, node: usize) -> Result<(), PassError> {
        if self.views < 2 { Err(PassError::Statistics { node, found: self.views }) } else { Ok(()) }
    }

    /// A function that is linear where it is open and has another slope elsewhere: `entry` gives the value, whether it is open,
    /// and whether it is at a kink.
    fn opened(
        &self,
        node: usize,
        value: &mut DMatrix<T>,
        slope: T,
        kink: Kink,
        kinks: Kinks,
        entry: impl Fn(T) -> (T, bool, bool) + Sync,
    ) -> Result<(Local<T>, usize), PassError> {
        let rows = value.nrows();
        let mut open = vec![false; value.len()];
        let counts = each_with(value, (&mut open, rows), |view, column, open| {
            let (mut count, mut first) = (0, None);
            for (row, (x, open)) in column.iter_mut().zip(open.iter_mut()).enumerate() {
                let (value, is_open, is_kink) = entry(*x);
                if is_kink {
                    count += 1;
                    first.get_or_insert(PassError::Kink { node, row, view, kink });
                }
                (*x, *open) = (value, is_open);
            }
            (count, first)
        });
        let count = decided(counts, kinks)?;
        Ok((Local::Open(open, slope), count))
    }

    fn applied(
        &self,
        node: usize,
        function: dualproof_networks::graph::Function,
        value: &mut DMatrix<T>,
    ) -> Result<(Local<T>, usize), PassError> {
        use dualproof_networks::graph::Function;
        let rows = value.nrows();
        let is_limited = matches!(function, Function::Logarithm | Function::SquareRoot);
        let mut slopes = value.clone();
        let problems = each_with(value, (slopes.as_mut_slice(), rows), |view, column, slopes| {
            let mut problem = None;
            for (row, (x, slope)) in column.iter_mut().zip(slopes.iter_mut()).enumerate() {
                let t = *x;
                (*x, *slope) = applied(function, t);
                if problem.is_some() {
                } else if is_limited && t <= T::zero() {
                    let expected = "a number above 0";
                    problem = Some(PassError::Outside { node, row, view, found: t.wide(), expected });
                } else if !slope.finite() && x.finite() {
                    problem = Some(PassError::Steep { node, row, view, found: slope.to_string() });
                }
            }
            problem
        });
        problems.into_iter().flatten().next().map_or(Ok((Local::Slopes(slopes), 0)), Err)
    }

    fn normalised(&self, node: usize, value: &mut DMatrix<T>) -> Result<(Local<T>, usize), PassError> {
        let norms: Vec<Result<T, PassError>> = each(value, |view, column| {
            let norm = dot(column, column).sqrt();
            if norm == 0.0 {
                return Err(PassError::Norm { node, view });
            }
            let over = T::nearest(1.0 / norm);
            if !norm.is_finite() || !over.finite() {
                return Err(PassError::Steep { node, row: 0, view, found: format!("1/{norm}") });
            }
            column.iter_mut().for_each(|x| *x *= over);
            Ok(over)
        });
        Ok((Local::Norms(norms.into_iter().collect::<Result<_, _>>()?), 0))
    }

    fn maxima(&self, node: usize, groups: &[Vec<usize>], kinks: Kinks) -> Result<Valued<T>, PassError> {
        let f = &self.values[self.program.shape.nodes[node].of[0]];
        let mut value = DMatrix::zeros(groups.len(), self.views);
        let mut winners = vec![0_u32; value.len()];
        let counts = each_with(&mut value, (&mut winners, groups.len()), |view, column, winners| {
            let f = of(f, view);
            let (mut count, mut first) = (0, None);
            for (row, ((value, winner), group)) in column.iter_mut().zip(winners.iter_mut()).zip(groups).enumerate() {
                let (mut best, mut is_shared) = (group[0], false);
                for other in &group[1..] {
                    if f[*other] > f[best] {
                        (best, is_shared) = (*other, false);
                    } else if f[*other] == f[best] {
                        is_shared = true;
                    }
                }
                if is_shared {
                    count += 1;
                    first.get_or_insert(PassError::Kink { node, row, view, kink: Kink::Maximum });
                }
                (*value, *winner) = (f[best], best as u32);
            }
            (count, first)
        });
        let count = decided(counts, kinks)?;
        Ok((value, Local::Winners(winners), count))
    }
}

/// f over g, which is 0 nowhere and has a finite inverse.
fn divide<T: Scalar>(node: usize, value: &mut DMatrix<T>, over: &DMatrix<T>) -> Result<(), PassError> {
    let found = each(value, |view, column| {
        let mut problem = None;
        for (row, (x, over)) in column.iter_mut().zip(of(over, view)).enumerate() {
            let inverse = T::one() / *over;
            *x /= *over;
            if problem.is_none() && *over == T::zero() {
                let expected = "a divisor other than 0";
                problem = Some(PassError::Outside { node, row, view, found: over.wide(), expected });
            } else if problem.is_none() && !inverse.finite() {
                problem = Some(PassError::Steep { node, row, view, found: inverse.to_string() });
            }
        }
        problem
    });
    found.into_iter().flatten().next().map_or(Ok(()), Err)
}

/// Replaces every entry by `entry` of itself and the other's.
pub(crate) fn zip<T: Scalar>(to: &mut DMatrix<T>, other: &DMatrix<T>, entry: impl Fn(T, T) -> T + Sync) {
    each(to, |view, column| column.iter_mut().zip(of(other, view)).for_each(|(x, y)| *x = entry(*x, *y)));
}

/// The number of kinks, or the first of them where they are refused.
fn decided(found: Vec<(usize, Option<PassError>)>, kinks: Kinks) -> Result<usize, PassError> {
    let count = found.iter().map(|(count, _)| count).sum();
    match found.into_iter().find_map(|(_, problem)| problem) {
        Some(problem) if kinks == Kinks::Refuse => Err(problem),
        _ => Ok(count),
    }
}

/// Views that a product of weights takes at once.
const VIEWS: usize = 64;

/// Adds to results, by their places, products of weights and values.
pub(crate) fn dense<T: Scalar>(terms: &[(&DMatrix<T>, &DMatrix<T>, usize)], results: &mut [DMatrix<T>]) {
    crate::columns::blocks(results, VIEWS).into_par_iter().enumerate().for_each(|(block, mut parts)| {
        for (weights, f, result) in terms {
            let (rows, columns) = weights.shape();
            let to = &mut *parts[*result];
            let views = to.len() / rows.max(1);
            let start = block * VIEWS * columns;
            let f = Factor::new(&f.as_slice()[start..start + views * columns], columns, views);
            product(to, Into::Add, Factor::new(weights.as_slice(), rows, columns), f);
        }
    });
}

/// The entries of a parameter, row by row, for every view.
pub(crate) fn entries<T: Scalar>(parameter: &DMatrix<T>, views: usize) -> DMatrix<T> {
    let transposed = parameter.transpose();
    DMatrix::from_fn(parameter.len(), views, |row, _| transposed[row])
}

/// Values one under another, each with its rows; one that is 0 everywhere may be missing.
pub(crate) fn stacked<'v, T: Scalar>(
    rows: usize,
    views: usize,
    parts: impl Iterator<Item = (usize, Option<&'v DMatrix<T>>)>,
) -> DMatrix<T> {
    let mut all = DMatrix::zeros(rows, views);
    let mut first = 0;
    for (height, part) in parts {
        if let Some(part) = part {
            all.rows_mut(first, height).copy_from(part);
        }
        first += height;
    }
    all
}

/// The row that each row takes, or zeros.
pub(crate) fn picked<T: Scalar>(rows: &[Option<usize>], f: &DMatrix<T>) -> DMatrix<T> {
    let mut value = DMatrix::zeros(rows.len(), f.ncols());
    each(&mut value, |view, column| {
        let f = of(f, view);
        column.iter_mut().zip(rows).for_each(|(x, row)| *x = row.map_or(T::zero(), |row| f[row]));
    });
    value
}

/// The mean of each group of rows.
pub(crate) fn group_means<T: Scalar>(groups: &[Vec<usize>], f: &DMatrix<T>) -> DMatrix<T> {
    let mut value = DMatrix::zeros(groups.len(), f.ncols());
    each(&mut value, |view, column| {
        let f = of(f, view);
        for (x, group) in column.iter_mut().zip(groups) {
            let sum: f64 = group.iter().map(|row| f[*row].wide()).sum();
            *x = T::nearest(sum / group.len() as f64);
        }
    });
    value
}
