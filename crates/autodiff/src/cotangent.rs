//! The adjoint of each operation that takes views one by one.

use crate::Program;
use crate::pass::{Chunk, Local};
use crate::plan::Step;
use crate::pullback::{Asked, Cotangents};
use crate::scalar::Scalar;
use crate::statistics::{channel_products, channel_sums, combined};
use crate::tangent::across;
use dualproof_numbers::gemm::{Factor, Into, product};

fn times<T: Scalar>(g: &[T], factors: &[T]) -> Vec<T> {
    g.iter().zip(factors).map(|(g, factor)| *g * *factor).collect()
}

/// Numbers of `f64` as a gradient.
fn narrow<T: Scalar>(numbers: Vec<f64>) -> Vec<T> {
    numbers.into_iter().map(T::of).collect()
}

impl<T: Scalar> Chunk<T> {
    /// Adds what the cotangent g of a node gives to its arguments, and to the gradients of its parameter.
    pub(crate) fn pull(
        &self,
        program: &Program<T>,
        place: usize,
        mut g: Vec<T>,
        asked: &Asked,
        cotangents: &mut Cotangents<T>,
        gradients: &mut Vec<(usize, Vec<T>)>,
    ) {
        let node = &program.plan.nodes[place];
        let value = |n: usize| &self.values[node.of[n]][..];
        let height = |n: usize| program.plan.nodes[node.of[n]].rows;
        let parameter = |p: usize| &program.parameters[p];
        let goes_on = |n: usize| asked.reaches[node.of[n]];
        let passed = match (&node.step, &self.locals[place]) {
            (Step::Input | Step::Constant { .. } | Step::ZeroMean { .. } | Step::OverDeviation { .. }, _) => return,
            (Step::Entries { of }, _) => {
                if asked.wanted[*of] {
                    let (rows, columns) = parameter(*of).shape();
                    let sums = channel_sums(&g, node.rows, node.rows, |_, g| g.wide());
                    let sum = |k: usize| T::of(sums[k % rows * columns + k / rows]);
                    gradients.push((*of, (0..sums.len()).map(sum).collect()));
                }
                return;
            }
            (Step::Dense { weights }, _) => {
                let (rows, columns) = parameter(*weights).shape();
                let g = Factor::new(&g, rows, self.views);
                if asked.wanted[*weights] {
                    let mut gradient = vec![T::ZERO; rows * columns];
                    product(&mut gradient, Into::Add, g, Factor::new(value(0), columns, self.views).transposed());
                    gradients.push((*weights, gradient));
                }
                if !goes_on(0) {
                    return;
                }
                let mut passed = vec![T::ZERO; columns * self.views];
                let weights = Factor::new(parameter(*weights).as_slice(), rows, columns);
                product(&mut passed, Into::Add, weights.transposed(), g);
                passed
            }
            (Step::Convolution { kernel, correlation }, _) => {
                let wanted = asked.wanted[*kernel];
                let mut gradient = vec![T::ZERO; if wanted { parameter(*kernel).len() } else { 0 }];
                let mut passed = vec![T::ZERO; if goes_on(0) { height(0) * self.views } else { 0 }];
                let targets = (wanted.then_some(&mut gradient[..]), goes_on(0).then_some(&mut passed[..]));
                correlation.pull_back(parameter(*kernel).as_slice(), value(0), &g, self.views, targets);
                if wanted {
                    gradients.push((*kernel, gradient));
                }
                passed
            }
            (Step::Bias { biases }, _) => {
                if asked.wanted[*biases] {
                    let channels = parameter(*biases).len();
                    gradients.push((*biases, narrow(channel_sums(&g, node.rows, channels, |_, g| g.wide()))));
                }
                g
            }
            (Step::Scale { gains }, _) => {
                let channels = parameter(*gains).len();
                if asked.wanted[*gains] {
                    gradients.push((*gains, narrow(channel_products(&g, value(0), node.rows, channels))));
                }
                if goes_on(0) {
                    combined(&mut g, node.rows, channels, |c, g| g * parameter(*gains)[c]);
                }
                g
            }
            (Step::Affine { scales, .. }, _) => {
                combined(&mut g, node.rows, scales.len(), |c, g| g * scales[c]);
                g
            }
            (Step::Add, _) => {
                if goes_on(1) {
                    asked.add(cotangents, node.of[1], g.clone());
                }
                g
            }
            (Step::Subtract, _) => {
                asked.add(cotangents, node.of[1], g.iter().map(|g| -*g).collect());
                g
            }
            (Step::Multiply, _) => {
                asked.add(cotangents, node.of[1], times(&g, value(0)));
                times(&g, value(1))
            }
            (Step::Divide, Local::Slopes(over)) => {
                let g = times(&g, over);
                let of_divisor = g.iter().zip(&self.values[place]).map(|(g, y)| -(*g * *y)).collect();
                asked.add(cotangents, node.of[1], of_divisor);
                g
            }
            (Step::Concatenate, _) => {
                let mut first = 0;
                for of in &node.of {
                    let rows = program.plan.nodes[*of].rows;
                    let part =
                        g.chunks_exact(node.rows.max(1)).flat_map(|g| &g[first..first + rows]).copied().collect();
                    asked.add(cotangents, *of, part);
                    first += rows;
                }
                return;
            }
            (Step::Rows { rows }, _) => {
                let mut passed = vec![T::ZERO; height(0) * self.views];
                for (view, g) in g.chunks_exact(node.rows.max(1)).enumerate() {
                    let of_rows = g.iter().zip(rows).filter_map(|(g, row)| row.map(|row| (g, row)));
                    of_rows.for_each(|(g, row)| passed[view * height(0) + row] += *g);
                }
                passed
            }
            (Step::Rectify { slope }, Local::Open(open)) => {
                g.iter_mut().zip(open).for_each(|(g, open)| *g *= if *open { T::ONE } else { *slope });
                g
            }
            (Step::Clip { .. }, Local::Open(open)) => {
                g.iter_mut().zip(open).for_each(|(g, open)| *g *= if *open { T::ONE } else { T::ZERO });
                g
            }
            (Step::Gate { gates }, _) => times(&g, &gates.as_slice()[self.first * node.rows..]),
            (Step::Apply { .. }, Local::Slopes(slopes)) => times(&g, slopes),
            (Step::MaxPool { .. }, Local::Winners(winners)) => {
                let mut passed = vec![T::ZERO; height(0) * self.views];
                let rows = node.rows.max(1);
                for (view, (g, winners)) in g.chunks_exact(rows).zip(winners.chunks_exact(rows)).enumerate() {
                    g.iter().zip(winners).for_each(|(g, row)| passed[view * height(0) + row] += *g);
                }
                passed
            }
            (Step::AveragePool { groups }, _) => {
                let mut passed = vec![T::ZERO; height(0) * self.views];
                for (view, g) in g.chunks_exact(node.rows.max(1)).enumerate() {
                    for (g, group) in g.iter().zip(groups.iter()) {
                        let share = *g / T::of(group.len() as f64);
                        group.iter().for_each(|row| passed[view * height(0) + row] += share);
                    }
                }
                passed
            }
            (Step::Normalise, Local::Norms(over)) => {
                across(&mut g, &self.values[place], over, node.rows);
                g
            }
            _ => return,
        };
        asked.add(cotangents, node.of[0], passed);
    }
}
