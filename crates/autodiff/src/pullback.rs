//! Derivatives of what is made of the outputs, backward through the nodes.

use crate::columns::{add, each, of};
use crate::pass::{Local, Pass};
use crate::scalar::Scalar;
use crate::statistics::{by_channel, centre, channel_dots, channel_sums};
use crate::step::Step;
use crate::value::zip;
use dualproof_numbers::gemm::{Factor, Into, product};
use nalgebra::DMatrix;
use rayon::prelude::*;

/// Cotangents that are in memory at once.
const AT_ONCE: usize = 4;

/// One cotangent on its way back.
struct Back<T: Scalar> {
    /// Of every node's value; `None` is 0 or not asked for.
    adjoints: Vec<Option<DMatrix<T>>>,
    /// Of each parameter that is wanted.
    gradients: Vec<Option<DMatrix<T>>>,
    /// Does a wanted parameter, or the input, reach the node's value?
    is_reached: Vec<bool>,
}

impl<T: Scalar> Pass<'_, T> {
    /// Σ over views of (∂f(x)/∂θ_p)ᵀ g(x) for each wanted p, g being the cotangent, outputs × views; entries that a mask takes
    /// out are 0.
    ///
    /// # Panics
    /// If the cotangent has another shape than the outputs, or there is no such parameter.
    pub fn pullback(&self, cotangent: &DMatrix<T>, wanted: &[usize]) -> Vec<DMatrix<T>> {
        self.pullbacks(&[(cotangent, wanted)]).pop().unwrap_or_default()
    }

    /// The same for several cotangents, each with what is wanted of it; patches of images are taken once for a few of them
    /// together.
    ///
    /// # Panics
    /// As for [`Pass::pullback`].
    pub fn pullbacks(&self, asked: &[(&DMatrix<T>, &[usize])]) -> Vec<Vec<DMatrix<T>>> {
        asked.chunks(AT_ONCE).flat_map(|asked| self.few(asked, false)).map(|(gradients, _)| gradients).collect()
    }

    /// The same, and (∂f(x)/∂x)ᵀ g(x) of every view, n₀ × views; where statistics mix views, of all outputs by that view.
    ///
    /// # Panics
    /// As for [`Pass::pullback`].
    pub fn pullback_to_inputs(&self, cotangent: &DMatrix<T>, wanted: &[usize]) -> (Vec<DMatrix<T>>, DMatrix<T>) {
        let found = self.few(&[(cotangent, wanted)], true).pop();
        let (gradients, to_inputs) = found.unwrap_or_default();
        (gradients, to_inputs.unwrap_or_else(|| DMatrix::zeros(self.program.inputs(), self.views)))
    }

    fn few(&self, asked: &[(&DMatrix<T>, &[usize])], inputs: bool) -> Vec<(Vec<DMatrix<T>>, Option<DMatrix<T>>)> {
        let mut backs: Vec<Back<T>> = asked.iter().map(|(g, wanted)| self.begun(g, wanted, inputs)).collect();
        let mut to_inputs: Vec<Option<DMatrix<T>>> = vec![None; asked.len()];
        for (place, node) in self.program.shape.nodes.iter().enumerate().rev() {
            match &node.step {
                Step::Convolution { .. } | Step::Dense { .. } => self.through_product(place, &mut backs),
                Step::Input => {
                    for (back, sum) in backs.iter_mut().zip(&mut to_inputs) {
                        if let Some(g) = back.adjoints[place].take() {
                            join(sum, g);
                        }
                    }
                }
                _ => backs.iter_mut().for_each(|back| self.through(place, back)),
            }
        }
        let gradients = backs.into_iter().zip(asked).map(|(mut back, (_, wanted))| {
            // A parameter that is wanted twice is there twice.
            let gradient = |p: &usize| {
                let mut gradient = back.gradients[*p].clone().unwrap_or_default();
                self.program.mask(*p, &mut gradient);
                gradient
            };
            match wanted {
                all if (1..all.len()).any(|n| all[..n].contains(&all[n])) => all.iter().map(gradient).collect(),
                all => all
                    .iter()
                    .map(|p| {
                        let mut gradient = back.gradients[*p].take().unwrap_or_default();
                        self.program.mask(*p, &mut gradient);
                        gradient
                    })
                    .collect(),
            }
        });
        gradients.zip(to_inputs).collect()
    }

    fn begun(&self, cotangent: &DMatrix<T>, wanted: &[usize], inputs: bool) -> Back<T> {
        let program = self.program;
        assert_eq!(cotangent.shape(), (program.outputs(), self.views), "shape of the cotangent");
        let mut gradients: Vec<Option<DMatrix<T>>> = vec![None; program.parameters.len()];
        for p in wanted {
            let (rows, columns) = program.parameters[*p].shape();
            gradients[*p] = Some(DMatrix::zeros(rows, columns));
        }
        let mut is_reached: Vec<bool> = Vec::new();
        for node in &program.shape.nodes {
            let own = node.step.parameter().is_some_and(|p| gradients[p].is_some());
            let input = inputs && matches!(node.step, Step::Input);
            is_reached.push(own || input || node.of.iter().any(|of| is_reached[*of]));
        }
        let mut adjoints = vec![None; program.shape.nodes.len()];
        if let (Some(last), Some(true)) = (adjoints.last_mut(), is_reached.last()) {
            *last = Some(cotangent.clone());
        }
        Back { adjoints, gradients, is_reached }
    }

    /// Back through W f: g fᵀ and Wᵀ g, for all cotangents.
    fn through_product(&self, place: usize, backs: &mut [Back<T>]) {
        let node = &self.program.shape.nodes[place];
        let (from, Some(p)) = (node.of[0], node.step.parameter()) else { return };
        let weights = &self.program.parameters[p];
        let arrived: Vec<(usize, DMatrix<T>)> =
            backs.iter_mut().enumerate().filter_map(|(n, back)| Some((n, back.adjoints[place].take()?))).collect();
        let wants = |(n, _): &&(usize, DMatrix<T>)| backs[*n].gradients[p].is_some();
        let (asking, cotangents): (Vec<usize>, Vec<&DMatrix<T>>) =
            arrived.iter().filter(wants).map(|(n, g)| (*n, g)).unzip();
        let mut gradients: Vec<&mut DMatrix<T>> = backs
            .iter_mut()
            .enumerate()
            .filter(|(n, _)| asking.contains(n))
            .filter_map(|(_, back)| back.gradients[p].as_mut())
            .collect();
        match &node.step {
            Step::Convolution { shape, .. } => shape.to_kernel(&self.values[from], &cotangents, &mut gradients),
            _ => gradients.iter_mut().zip(&cotangents).for_each(|(to, g)| to_weights(g, &self.values[from], to)),
        }
        let onward: Vec<&(usize, DMatrix<T>)> = arrived.iter().filter(|(n, _)| backs[*n].is_reached[from]).collect();
        let rows = self.program.shape.nodes[from].rows;
        let mut results = vec![DMatrix::zeros(rows, self.views); onward.len()];
        let cotangents: Vec<&DMatrix<T>> = onward.iter().map(|(_, g)| g).collect();
        match &node.step {
            Step::Convolution { shape, .. } => shape.to_image(weights, &cotangents, &mut results),
            _ => results.iter_mut().zip(&cotangents).for_each(|(to, g)| to_values(weights, g, to)),
        }
        let reached: Vec<usize> = onward.iter().map(|(n, _)| *n).collect();
        for (n, result) in reached.into_iter().zip(results) {
            join(&mut backs[n].adjoints[from], result);
        }
    }

    /// Back through a node that is no product.
    fn through(&self, place: usize, back: &mut Back<T>) {
        let node = &self.program.shape.nodes[place];
        let Some(mut g) = back.adjoints[place].take() else { return };
        let value = |n: usize| &self.values[node.of[n]];
        match &node.step {
            Step::Entries { p } => {
                if let Some(gradient) = &mut back.gradients[*p] {
                    let columns = gradient.ncols();
                    for (row, sum) in channel_sums(&g, node.rows).into_iter().enumerate() {
                        gradient[(row / columns, row % columns)] += T::nearest(sum);
                    }
                }
                return;
            }
            Step::Bias { p } => {
                if let Some(gradient) = &mut back.gradients[*p] {
                    let sums = channel_sums(&g, gradient.nrows());
                    gradient.iter_mut().zip(sums).for_each(|(to, sum)| *to += T::nearest(sum));
                }
            }
            Step::Scale { p } => {
                let gains = &self.program.parameters[*p];
                if let Some(gradient) = &mut back.gradients[*p] {
                    let sums = channel_dots(&g, value(0), gains.nrows());
                    gradient.iter_mut().zip(sums).for_each(|(to, sum)| *to += T::nearest(sum));
                }
                by_channel(&mut g, gains.nrows(), |c, g| g * gains[c]);
            }
            Step::Add | Step::Subtract | Step::Multiply | Step::Divide => {
                return self.through_two(place, g, back);
            }
            Step::Concatenate => {
                let mut first = 0;
                for from in &node.of {
                    let rows = self.program.shape.nodes[*from].rows;
                    if back.is_reached[*from] {
                        join(&mut back.adjoints[*from], g.rows(first, rows).into_owned());
                    }
                    first += rows;
                }
                return;
            }
            Step::Rows { .. } | Step::AveragePool { .. } | Step::MaxPool { .. } => g = self.spread(place, &g),
            Step::ZeroMean { channels, held_constant: false } => centre(&mut g, *channels),
            Step::OverDeviation { held_constant, .. } => {
                if let Local::Deviation(deviation) = &self.locals[place] {
                    deviation.cotangent(&self.values[place], &mut g, *held_constant);
                }
            }
            _ => self.times_slopes(place, &mut g),
        }
        if let Some(from) = node.of.first().filter(|from| back.is_reached[**from]) {
            join(&mut back.adjoints[*from], g);
        }
    }

    /// The transposes of what takes rows of a value.
    fn spread(&self, place: usize, g: &DMatrix<T>) -> DMatrix<T> {
        let node = &self.program.shape.nodes[place];
        let mut result = DMatrix::zeros(self.program.shape.nodes[node.of[0]].rows, self.views);
        each(&mut result, |view, to| {
            let g = of(g, view).iter();
            match (&node.step, &self.locals[place]) {
                (Step::Rows { rows }, _) => {
                    g.zip(rows).for_each(|(g, row)| row.iter().for_each(|row| to[*row] += *g));
                }
                (Step::AveragePool { groups }, _) => {
                    for (g, group) in g.zip(groups) {
                        let share = T::nearest(g.wide() / group.len() as f64);
                        group.iter().for_each(|row| to[*row] += share);
                    }
                }
                (_, Local::Winners(winners)) => {
                    let winners = &winners[view * node.rows..(view + 1) * node.rows];
                    g.zip(winners).for_each(|(g, row)| to[*row as usize] += *g);
                }
                _ => {}
            }
        });
        result
    }

    fn through_two(&self, place: usize, g: DMatrix<T>, back: &mut Back<T>) {
        let node = &self.program.shape.nodes[place];
        let (x, y) = (&self.values[node.of[0]], &self.values[node.of[1]]);
        let [first, second] = [0, 1].map(|n| back.is_reached[node.of[n]]);
        if second {
            let mut g = g.clone();
            match node.step {
                Step::Subtract => g.neg_mut(),
                Step::Multiply => zip(&mut g, x, |g, x| g * x),
                Step::Divide => {
                    zip(&mut g, &self.values[place], |g, quotient| -(g * quotient));
                    zip(&mut g, y, |g, y| g / y);
                }
                _ => {}
            }
            join(&mut back.adjoints[node.of[1]], g);
        }
        if first {
            let mut g = g;
            match node.step {
                Step::Multiply => zip(&mut g, y, |g, y| g * y),
                Step::Divide => zip(&mut g, y, |g, y| g / y),
                _ => {}
            }
            join(&mut back.adjoints[node.of[0]], g);
        }
    }
}

/// Adds to a sum that may not have begun.
fn join<T: Scalar>(sum: &mut Option<DMatrix<T>>, g: DMatrix<T>) {
    match sum {
        Some(sum) => add(sum, &g),
        none => *none = Some(g),
    }
}

/// Columns that a product of weights takes at once.
const COLUMNS: usize = 64;

/// Adds g fᵀ.
fn to_weights<T: Scalar>(g: &DMatrix<T>, f: &DMatrix<T>, to: &mut DMatrix<T>) {
    let rows = to.nrows();
    let g = Factor::new(g.as_slice(), g.nrows(), g.ncols());
    let f = Factor::new(f.as_slice(), f.nrows(), f.ncols());
    to.as_mut_slice().par_chunks_mut((rows * COLUMNS).max(1)).enumerate().for_each(|(block, to)| {
        let first = block * COLUMNS;
        product(to, Into::Add, g, f.rows(first..first + to.len() / rows).transposed());
    });
}

/// Adds Wᵀ g.
fn to_values<T: Scalar>(weights: &DMatrix<T>, g: &DMatrix<T>, to: &mut DMatrix<T>) {
    let (rows, outputs) = (to.nrows(), g.nrows());
    let weights = Factor::new(weights.as_slice(), weights.nrows(), weights.ncols());
    to.as_mut_slice().par_chunks_mut((rows * COLUMNS).max(1)).enumerate().for_each(|(block, to)| {
        let (start, views) = (block * COLUMNS * outputs, to.len() / rows);
        let g = Factor::new(&g.as_slice()[start..start + views * outputs], outputs, views);
        product(to, Into::Add, weights.transposed(), g);
    });
}
