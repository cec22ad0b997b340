//! Pullbacks of cotangents to parameters and inputs, backward through the operations.

use crate::Program;
use crate::pass::{Chunk, Local, Pass};
use crate::plan::{Segment, Step};
use crate::scalar::Scalar;
use crate::statistics::{channel_products, channel_sums, combined, means};
use crate::tangent::across;
use dualproof_numbers::gemm::{Factor, Into, product};
use nalgebra::DMatrix;
use rayon::prelude::*;
use std::ops::Range;

/// The cotangents of the nodes' values on a chunk; `None` is 0, or pulled back already.
type Cotangents<T> = Vec<Option<Vec<T>>>;

/// What a pullback is asked for.
struct Asked<'a> {
    /// Is the parameter wanted?
    wanted: &'a [bool],
    /// Does a node's value depend on what is wanted?
    reaches: Vec<bool>,
}

impl<T: Scalar> Pass<'_, T> {
    /// Σ_x (∂f(x)/∂θ_p)ᵀ g(x) for each wanted parameter p, over the columns x of g, outputs × views. Entries that a mask
    /// takes out are 0.
    ///
    /// # Panics
    /// If g is not outputs × views, or a place is that of no parameter.
    pub fn pullback(&self, cotangent: &DMatrix<T>, wanted: &[usize]) -> Vec<DMatrix<T>> {
        self.pulled_back(cotangent, wanted, false).0
    }

    /// [`Pass::pullback`] for each cotangent.
    pub fn pullbacks(&self, asked: &[(&DMatrix<T>, &[usize])]) -> Vec<Vec<DMatrix<T>>> {
        asked.iter().map(|(cotangent, wanted)| self.pullback(cotangent, wanted)).collect()
    }

    /// The same, and (∂f(x)/∂x)ᵀ g(x) on every view: inputs × views.
    pub fn pullback_to_inputs(&self, cotangent: &DMatrix<T>, wanted: &[usize]) -> (Vec<DMatrix<T>>, DMatrix<T>) {
        self.pulled_back(cotangent, wanted, true)
    }

    fn pulled_back(&self, cotangent: &DMatrix<T>, wanted: &[usize], to_inputs: bool) -> (Vec<DMatrix<T>>, DMatrix<T>) {
        let program = self.program;
        let (plan, outputs) = (&program.plan, program.outputs());
        assert_eq!(cotangent.shape(), (outputs, self.views()), "the shape of a cotangent");
        let mut is_wanted = vec![false; program.parameters.len()];
        wanted.iter().for_each(|place| is_wanted[*place] = true);
        let asked = Asked { reaches: plan.reaches(&is_wanted, to_inputs), wanted: &is_wanted };
        let last = plan.nodes.len() - 1;
        let start = |chunk: &Chunk<T>| {
            let mut cotangents: Cotangents<T> = vec![None; plan.nodes.len()];
            let of_chunk = cotangent.columns(chunk.first, chunk.views);
            cotangents[last] = asked.reaches[last].then(|| of_chunk.iter().copied().collect());
            cotangents
        };
        let mut cotangents: Vec<Cotangents<T>> = self.chunks.iter().map(start).collect();
        let mut inputs = DMatrix::zeros(program.inputs(), if to_inputs { self.views() } else { 0 });
        let zeros = |p: &DMatrix<T>| DMatrix::zeros(p.nrows(), p.ncols());
        let mut sums: Vec<Option<DMatrix<T>>> =
            program.parameters.iter().zip(&is_wanted).map(|(p, wanted)| wanted.then(|| zeros(p))).collect();
        for segment in program.segments().iter().rev() {
            match segment {
                Segment::ByView(places) => {
                    for places in plan.pieces(places, &is_wanted) {
                        self.pull_segment(places, &asked, &mut cotangents, &mut sums);
                    }
                }
                Segment::Statistic(place) => self.pull_statistic(*place, &asked, &mut cotangents),
            }
        }
        if to_inputs {
            for (chunk, cotangents) in self.chunks.iter().zip(&cotangents) {
                for (place, node) in plan.nodes.iter().enumerate() {
                    if let (Step::Input, Some(g)) = (&node.step, &cotangents[place]) {
                        let mut columns = inputs.columns_mut(chunk.first, chunk.views);
                        columns.iter_mut().zip(g).for_each(|(sum, g)| *sum += *g);
                    }
                }
            }
        }
        let result = |place: &usize| match &sums[*place] {
            Some(sum) => plan.masked(*place, sum),
            None => zeros(&program.parameters[*place]),
        };
        (wanted.iter().map(result).collect(), inputs)
    }

    /// Pulls back through some neighbouring nodes on each chunk, then adds what each chunk gives to the parameters, in order.
    fn pull_segment(
        &self,
        places: Range<usize>,
        asked: &Asked,
        cotangents: &mut [Cotangents<T>],
        sums: &mut [Option<DMatrix<T>>],
    ) {
        let pull = |(chunk, cotangents): (&Chunk<T>, &mut Cotangents<T>)| {
            let mut gradients = Vec::new();
            for place in places.clone().rev() {
                let is_input = matches!(self.program.plan.nodes[place].step, Step::Input);
                if let Some(g) = (!is_input).then(|| cotangents[place].take()).flatten() {
                    chunk.pull(self.program, place, g, asked, cotangents, &mut gradients);
                }
            }
            gradients
        };
        let of_chunks: Vec<Vec<(usize, Vec<T>)>> =
            self.chunks.par_iter().zip(cotangents.par_iter_mut()).map(pull).collect();
        // Node by node, and chunk by chunk for each: an order that what else is wanted does not change.
        for node in 0..of_chunks.first().map_or(0, Vec::len) {
            for (place, gradient) in of_chunks.iter().map(|gradients| &gradients[node]) {
                if let Some(sum) = &mut sums[*place] {
                    sum.iter_mut().zip(gradient).for_each(|(sum, g)| *sum += *g);
                }
            }
        }
    }

    /// The adjoint of f − E f is g − E g; that of f/s: g/s − (f − E f) E[g f/s]/s².
    fn pull_statistic(&self, place: usize, asked: &Asked, cotangents: &mut [Cotangents<T>]) {
        let node = &self.program.plan.nodes[place];
        let (of, rows) = (node.of[0], node.rows);
        let Some(statistic) = &self.statistics[place] else { return };
        if cotangents.iter().any(|cotangents| cotangents[place].is_none()) {
            return;
        }
        let (channels, is_mean, held) = match &node.step {
            Step::ZeroMean { channels, held_constant } => (*channels, true, *held_constant),
            Step::OverDeviation { channels, held_constant, .. } => (*channels, false, *held_constant),
            _ => return,
        };
        let taken: Vec<Vec<T>> = cotangents.iter_mut().map(|c| c[place].take().unwrap_or_default()).collect();
        let pairs: Vec<(&Chunk<T>, &Vec<T>)> = self.chunks.iter().zip(&taken).collect();
        let sums = |(chunk, g): &(&Chunk<T>, &Vec<T>)| {
            if is_mean {
                channel_sums(g, rows, channels, |_, g| g.wide())
            } else {
                channel_products(g, &chunk.values[place], rows, channels)
            }
        };
        let sums = (!held).then(|| means(&pairs, rows, channels, sums));
        let pull = |((chunk, cotangents), mut g): ((&Chunk<T>, &mut Cotangents<T>), Vec<T>)| {
            if !is_mean {
                combined(&mut g, rows, channels, |c, g| g * statistic.over[c]);
            }
            match &sums {
                Some(sums) if is_mean => combined(&mut g, rows, channels, |c, g| g - T::of(sums[c])),
                Some(sums) => {
                    let share = |c: usize| T::of(sums[c] * statistic.over[c].wide() * statistic.over[c].wide());
                    let mut along = chunk.values[of].clone();
                    combined(&mut along, rows, channels, |c, x| (x - statistic.mean[c]) * share(c));
                    g.iter_mut().zip(&along).for_each(|(g, along)| *g -= *along);
                }
                None => {}
            }
            asked.add(cotangents, of, g);
        };
        self.chunks.par_iter().zip(cotangents.par_iter_mut()).zip(taken).for_each(pull);
    }
}

impl Asked<'_> {
    /// Adds a cotangent to a node's, if it leads to what is wanted.
    fn add<T: Scalar>(&self, cotangents: &mut Cotangents<T>, of: usize, g: Vec<T>) {
        if !self.reaches[of] {
            return;
        }
        match &mut cotangents[of] {
            Some(sum) => sum.iter_mut().zip(&g).for_each(|(sum, g)| *sum += *g),
            none => *none = Some(g),
        }
    }
}

fn times<T: Scalar>(g: &[T], factors: &[T]) -> Vec<T> {
    g.iter().zip(factors).map(|(g, factor)| *g * *factor).collect()
}

/// Numbers of `f64` as a gradient.
fn narrow<T: Scalar>(numbers: Vec<f64>) -> Vec<T> {
    numbers.into_iter().map(T::of).collect()
}

impl<T: Scalar> Chunk<T> {
    /// Adds what the cotangent g of a node gives to its arguments, and to the gradients of its parameter.
    fn pull(
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
