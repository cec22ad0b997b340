//! Pullbacks of cotangents to parameters and inputs, backward through the operations.

use crate::pass::{Chunk, Pass};
use crate::plan::Step;
use crate::scalar::Scalar;
use crate::schedule::Segment;
use crate::statistics::{channel_products, channel_sums, combined, means};
use nalgebra::DMatrix;
use rayon::prelude::*;
use std::ops::Range;

/// The cotangents of the nodes' values on a chunk; `None` is 0, or pulled back already.
pub(crate) type Cotangents<T> = Vec<Option<Vec<T>>>;

/// Entries of a gradient that are added up at a time, over all chunks.
const TOGETHER: usize = 1 << 14;

/// What a pullback is asked for.
pub(crate) struct Asked<'a> {
    /// Is the parameter wanted?
    pub(crate) wanted: &'a [bool],
    /// Does a node's value depend on what is wanted?
    pub(crate) reaches: Vec<bool>,
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
        sums.iter_mut().enumerate().for_each(|(place, sum)| sum.iter_mut().for_each(|sum| plan.mask(place, sum)));
        // Each sum is moved where it is asked for last.
        let result = |(n, place): (usize, &usize)| {
            let sum = if wanted[n + 1..].contains(place) { sums[*place].clone() } else { sums[*place].take() };
            sum.unwrap_or_else(|| zeros(&program.parameters[*place]))
        };
        (wanted.iter().enumerate().map(result).collect(), inputs)
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
            let place = of_chunks[0][node].0;
            let Some(sum) = &mut sums[place] else { continue };
            sum.as_mut_slice().par_chunks_mut(TOGETHER).enumerate().for_each(|(n, sum)| {
                for gradients in &of_chunks {
                    let of_chunk = &gradients[node].1[n * TOGETHER..];
                    sum.iter_mut().zip(of_chunk).for_each(|(sum, g)| *sum += *g);
                }
            });
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
    pub(crate) fn add<T: Scalar>(&self, cotangents: &mut Cotangents<T>, of: usize, g: Vec<T>) {
        if !self.reaches[of] {
            return;
        }
        match &mut cotangents[of] {
            Some(sum) => sum.iter_mut().zip(&g).for_each(|(sum, g)| *sum += *g),
            none => *none = Some(g),
        }
    }
}
