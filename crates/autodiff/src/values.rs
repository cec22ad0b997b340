//! The value of each operation that takes views one by one.

use crate::pass::{Chunk, Kinks, Local};
use crate::plan::{Groups, Smooth, Step};
use crate::scalar::{Scalar, inner_product};
use crate::statistics::combined;
use crate::{PassError, Program};
use dualproof_networks::graph::Function;
use dualproof_numbers::gemm::{Factor, Into, product};
use nalgebra::DMatrix;

impl<T: Scalar> Chunk<T> {
    /// Computes the value of a node.
    pub(crate) fn evaluate(
        &mut self,
        program: &Program<T>,
        place: usize,
        inputs: &DMatrix<T>,
        kinks: Kinks,
    ) -> Result<(), PassError> {
        let node = &program.plan.nodes[place];
        if !node.is_live {
            return Ok(());
        }
        let parameter = |p: usize| &program.parameters[p];
        let mut local = Local::None;
        let of = |n: usize| &self.values[node.of[n]];
        let value = match &node.step {
            Step::Input => inputs.columns(self.first, self.views).iter().copied().collect(),
            Step::Dense { weights } => dense(parameter(*weights), of(0), self.views),
            Step::Convolution { kernel, correlation } => {
                correlation.values(&[(parameter(*kernel).as_slice(), of(0))], self.views)
            }
            Step::Bias { biases } => {
                let biases = parameter(*biases).as_slice();
                let mut value = self.taken(program, place, 0);
                combined(&mut value, node.rows, biases.len(), |c, x| x + biases[c]);
                value
            }
            Step::Scale { gains } => {
                let gains = parameter(*gains).as_slice();
                let mut value = self.taken(program, place, 0);
                combined(&mut value, node.rows, gains.len(), |c, x| x * gains[c]);
                value
            }
            Step::Entries { of } => parameter(*of).transpose().as_slice().repeat(self.views),
            Step::Constant { column } => column.repeat(self.views),
            Step::Affine { scales, shifts } => {
                let mut value = self.taken(program, place, 0);
                combined(&mut value, node.rows, scales.len(), |c, x| x * scales[c] + shifts[c]);
                value
            }
            Step::Add | Step::Subtract | Step::Multiply | Step::Divide => {
                let mut value = self.taken(program, place, 0);
                let other = &self.values[node.of[1]];
                // Both may be one value, whose room was not taken then.
                let pairs = value.iter_mut().zip(other);
                match &node.step {
                    Step::Add => pairs.for_each(|(x, y)| *x += *y),
                    Step::Subtract => pairs.for_each(|(x, y)| *x -= *y),
                    Step::Multiply => pairs.for_each(|(x, y)| *x *= *y),
                    _ => {
                        let over = self.reciprocals(place, other, node.rows)?;
                        value.iter_mut().zip(other).for_each(|(x, y)| *x /= *y);
                        local = Local::Slopes(over);
                    }
                }
                value
            }
            Step::Concatenate => {
                let parts: Vec<(usize, &[T])> =
                    node.of.iter().map(|of| (program.plan.nodes[*of].rows, &self.values[*of][..])).collect();
                let of_view = |v: usize| parts.iter().flat_map(move |(rows, part)| &part[v * rows..(v + 1) * rows]);
                (0..self.views).flat_map(of_view).copied().collect()
            }
            Step::Rows { rows } => picked(rows, of(0), self.height(program, place), self.views),
            Step::Rectify { slope } => {
                let mut value = self.taken(program, place, 0);
                if value.iter().fold(false, |any, x| any | (*x == T::ZERO)) {
                    for (entry, _) in value.iter().enumerate().filter(|(_, x)| **x == T::ZERO) {
                        self.kink(place, entry, node.rows, kinks)?;
                    }
                }
                let open: Vec<bool> = value.iter().map(|x| *x > T::ZERO).collect();
                value.iter_mut().zip(&open).for_each(|(x, open)| *x = if *open { *x } else { *x * *slope });
                local = Local::Open(open);
                value
            }
            Step::Gate { gates } => {
                let mut value = self.taken(program, place, 0);
                value.iter_mut().zip(&gates.as_slice()[self.first * node.rows..]).for_each(|(x, gate)| *x *= *gate);
                value
            }
            Step::Apply { function } => {
                let mut value = self.taken(program, place, 0);
                local = Local::Slopes(self.applied(place, *function, &mut value, node.rows)?);
                value
            }
            Step::Clip { low, high } => {
                let mut value = self.taken(program, place, 0);
                let mut open = Vec::with_capacity(value.len());
                for (entry, x) in value.iter_mut().enumerate() {
                    if Some(*x) == *low || Some(*x) == *high {
                        self.kink(place, entry, node.rows, kinks)?;
                    }
                    let bound = low.filter(|low| *x < *low).or(high.filter(|high| *x > *high));
                    open.push(bound.is_none());
                    *x = bound.unwrap_or(*x);
                }
                local = Local::Open(open);
                value
            }
            Step::MaxPool { groups } => {
                let height = self.height(program, place);
                let (value, winners) = self.maxima(place, groups, height, node.of[0], kinks)?;
                local = Local::Winners(winners);
                value
            }
            Step::AveragePool { groups } => averages(groups, of(0), self.height(program, place)),
            Step::Normalise => {
                let mut value = self.taken(program, place, 0);
                let mut norms = Vec::new();
                for view in 0..self.views {
                    let column = &mut value[view * node.rows..(view + 1) * node.rows];
                    let view = self.first + view;
                    let norm = inner_product(column, column).sqrt();
                    if norm == 0.0 {
                        return Err(PassError::Norm { node: place, view });
                    }
                    let over = T::of(1.0 / norm);
                    if !over.is_finite() || over == T::ZERO {
                        return Err(PassError::NotFinite { node: place, row: 0, view });
                    }
                    column.iter_mut().for_each(|x| *x = T::of(x.wide() / norm));
                    norms.push(over);
                }
                local = Local::Norms(norms);
                value
            }
            // They are segments of their own.
            Step::ZeroMean { .. } | Step::OverDeviation { .. } => return Ok(()),
        };
        self.locals[place] = local;
        self.store(program, place, value)
    }

    /// Rows of the argument of a node that takes one.
    fn height(&self, program: &Program<T>, place: usize) -> usize {
        program.plan.nodes[program.plan.nodes[place].of[0]].rows
    }

    fn kink(&mut self, node: usize, entry: usize, rows: usize, kinks: Kinks) -> Result<(), PassError> {
        self.kinks += 1;
        match kinks {
            Kinks::Refuse => Err(PassError::Kink { node, row: entry % rows, view: self.view(entry, rows) }),
            Kinks::Convention => Ok(()),
        }
    }

    /// 1/t of each divisor.
    fn reciprocals(&self, node: usize, divisors: &[T], rows: usize) -> Result<Vec<T>, PassError> {
        let over = |(entry, t): (usize, &T)| {
            let (row, view) = (entry % rows, self.view(entry, rows));
            if *t == T::ZERO {
                return Err(PassError::Outside { node, row, view, expected: "a divisor other than 0" });
            }
            let over = T::ONE / *t;
            if over.is_finite() { Ok(over) } else { Err(PassError::NotFinite { node, row, view }) }
        };
        divisors.iter().enumerate().map(over).collect()
    }

    /// Applies a function to each entry; its slopes.
    fn applied(&self, node: usize, function: Smooth, value: &mut [T], rows: usize) -> Result<Vec<T>, PassError> {
        let mut slopes = Vec::with_capacity(value.len());
        for (entry, x) in value.iter_mut().enumerate() {
            let (row, view) = (entry % rows, self.view(entry, rows));
            let expected = match function {
                Smooth::Other(Function::Logarithm) => Some("a positive argument of a logarithm"),
                Smooth::Other(Function::SquareRoot) => Some("a positive argument of a root"),
                _ => None,
            };
            if let Some(expected) = expected.filter(|_| *x <= T::ZERO) {
                return Err(PassError::Outside { node, row, view, expected });
            }
            let (y, slope) = smooth(function, *x);
            if !slope.is_finite() {
                return Err(PassError::NotFinite { node, row, view });
            }
            *x = y;
            slopes.push(slope);
        }
        Ok(slopes)
    }

    /// The largest of each group of rows on each view, and the first row that has it.
    fn maxima(
        &mut self,
        node: usize,
        groups: &Groups,
        height: usize,
        of: usize,
        kinks: Kinks,
    ) -> Result<(Vec<T>, Vec<usize>), PassError> {
        let (mut value, mut winners) = (Vec::new(), Vec::new());
        for (view, f) in self.values[of].chunks_exact(height.max(1)).enumerate() {
            for (pool, group) in groups.iter().enumerate() {
                let first = group.iter().fold(group[0], |best, row| if f[*row] > f[best] { *row } else { best });
                if group.iter().any(|row| f[*row] == f[first] && *row != first) {
                    if kinks == Kinks::Refuse {
                        return Err(PassError::Tie { node, pool, view: self.first + view });
                    }
                    self.kinks += 1;
                }
                value.push(f[first]);
                winners.push(first);
            }
        }
        Ok((value, winners))
    }
}

/// A function and its derivative at t.
fn smooth<T: Scalar>(function: Smooth, t: T) -> (T, T) {
    // 1/(1 + e⁻ᵗ) and its complement, from the exponential that does not overflow.
    let sigmoid = |t: T| {
        let e = (-t.abs()).exponential();
        let (large, small) = (T::ONE / (T::ONE + e), e / (T::ONE + e));
        if t < T::ZERO { (small, large) } else { (large, small) }
    };
    match function {
        Smooth::Tanh => {
            let y = t.hyperbolic_tangent();
            (y, T::ONE - y * y)
        }
        Smooth::Other(Function::Exponential) => {
            let e = t.exponential();
            (e, e)
        }
        Smooth::Other(Function::Logarithm) => (t.logarithm(), T::ONE / t),
        Smooth::Other(Function::SquareRoot) => {
            let root = t.sqrt();
            (root, T::HALF / root)
        }
        Smooth::Other(Function::Sigmoid) => {
            let (s, complement) = sigmoid(t);
            (s, s * complement)
        }
        Smooth::Other(Function::Softplus) => {
            let past = (-t.abs()).exponential().logarithm_past_one();
            (if t > T::ZERO { t + past } else { past }, sigmoid(t).0)
        }
        Smooth::Other(Function::Erf) => (t.error_function(), T::ERF_SLOPE * (-t * t).exponential()),
    }
}

/// W f.
pub(crate) fn dense<T: Scalar>(weights: &DMatrix<T>, f: &[T], views: usize) -> Vec<T> {
    let (rows, columns) = weights.shape();
    let mut value = vec![T::ZERO; rows * views];
    let weights = Factor::new(weights.as_slice(), rows, columns);
    product(&mut value, Into::Add, weights, Factor::new(f, columns, views));
    value
}

/// The row that each row takes, or zeros.
pub(crate) fn picked<T: Scalar>(rows: &[Option<usize>], f: &[T], height: usize, views: usize) -> Vec<T> {
    let of_view = |v: usize| rows.iter().map(move |row| row.map_or(T::ZERO, |row| f[v * height + row]));
    (0..views).flat_map(of_view).collect()
}

/// The mean of each group of rows.
pub(crate) fn averages<T: Scalar>(groups: &Groups, f: &[T], height: usize) -> Vec<T> {
    let mean =
        |f: &[T], group: &[usize]| T::of(group.iter().map(|row| f[*row].wide()).sum::<f64>() / group.len() as f64);
    f.chunks_exact(height.max(1)).flat_map(|f| groups.iter().map(move |group| mean(f, group))).collect()
}
