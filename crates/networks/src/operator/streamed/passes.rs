//! The two passes over the blocks: out to the columns z = K'ᵀu and their mean, then again to z, through the moment to
//! y, and back to Σ K y.

use super::blocks::{Block, Columns};
use super::bound::Extent;
use super::channel::{Channel, ChannelSums, Sums};
use super::spread::Spread;
use super::sweep::{Adjoints, Forward, Scratch};
use super::team::RUNS;
use super::{Source, Streamed, StreamedError};
use crate::gemm::{Factor, Into, largest_column_norm, product};
use crate::operator::Moment;
use std::borrow::Cow;
use std::ops::Range;

/// What the first pass leaves for the second one.
#[derive(Debug, Default)]
pub(super) struct Outward {
    /// Of each channel's columns, as means of augmentations.
    pub(super) spreads: Vec<Spread>,
    /// z of the first blocks, channel by channel, as far as there is room.
    kept: Vec<Vec<Vec<f64>>>,
    pub(super) extent: Option<Extent>,
}

/// What the second pass makes: Σ K_l y, and the largest of each layer's weighted adjoints where they are wanted, that
/// of the top layer being y itself.
pub(super) type Inward = (Sums, Vec<f64>);

impl<X: Source> Streamed<'_, X> {
    /// z and y have a column per sample where the moment sees augmentation means alone.
    pub(super) fn columns(&self) -> Columns {
        match self.moment {
            Moment::Between | Moment::MeanSquare | Moment::SquareOfMean => Columns::Samples,
            Moment::Within | Moment::Total => Columns::Views,
        }
    }

    /// Is the mean over all samples needed for any column of y?
    pub(super) fn needs_mean(&self) -> bool {
        match self.moment {
            Moment::Between | Moment::SquareOfMean | Moment::Total => true,
            Moment::Within | Moment::MeanSquare => false,
        }
    }

    /// Both passes: Σ K_l y of each channel.
    pub(super) fn apply(&self, channels: &[Channel]) -> Result<Sums, StreamedError> {
        let outward =
            if self.needs_mean() { self.outward(channels, self.columns(), false)? } else { Outward::default() };
        Ok(self.inward(channels, &outward, false)?.0)
    }

    /// The first pass.
    pub(super) fn outward(
        &self,
        channels: &[Channel],
        columns: Columns,
        measured: bool,
    ) -> Result<Outward, StreamedError> {
        let side = self.right();
        let of_block = self.blocks.columns(columns) * side.layers.outputs() * channels.len();
        let room = self.kept_bytes.checked_div(of_block * size_of::<f64>()).unwrap_or(0);
        let of_run = |blocks: Range<usize>| {
            let mut scratch = self.take_scratch();
            let Scratch { inputs, entered, forward, there, back, .. } = &mut scratch;
            let mut run = Outward::default();
            for index in blocks {
                let block = &self.blocks.block(index, self.source);
                let views = self.source.block(block.samples.clone(), inputs)?;
                let inputs = self.entry.enter(views, entered);
                let forward = side.forward(index, block, (views, inputs), forward)?;
                let z = self.block_columns(channels, block, columns, inputs, forward, (there, back));
                let extent = measured.then(|| Extent::of_block(&side.layers, inputs, forward));
                let spreads = z.iter().map(|z| self.spread(block, columns, z)).collect();
                let kept = if index < room { vec![z] } else { Vec::new() };
                run = run.join(Outward { spreads, kept, extent });
            }
            self.give_back(scratch);
            Ok(run)
        };
        self.over_runs(&of_run, &Outward::join)
    }

    /// z of a block, channel by channel.
    fn block_columns(
        &self,
        channels: &[Channel],
        block: &Block,
        columns: Columns,
        inputs: &[f64],
        forward: &Forward,
        (there, back): (&mut Vec<f64>, &mut Vec<f64>),
    ) -> Vec<Vec<f64>> {
        let layers = &self.right().layers;
        let of_channel =
            |channel: &Channel| layers.there(channel, block, columns, inputs, forward, (&mut *there, &mut *back));
        channels.iter().map(of_channel).collect()
    }

    /// Of the augmentation means of a block's columns.
    fn spread(&self, block: &Block, columns: Columns, z: &[f64]) -> Spread {
        let outputs = self.left.layers.outputs();
        let weight = |sample| self.source.sample_weight(block.samples.start + sample);
        match columns {
            Columns::Samples => Spread::of(z, outputs, weight),
            Columns::Views => Spread::of(&block.means(z, outputs), outputs, weight),
        }
    }

    /// From a block's z to its y: what stands for each column in the moment, times S and the weight of the sample (and
    /// of the augmentation, where columns are views). `mean` is that of all samples, where it is needed.
    fn moved(&self, block: &Block, z: &[f64], mean: &[f64]) -> Vec<f64> {
        let outputs = self.left.layers.outputs();
        let weight = |sample| self.source.sample_weight(block.samples.start + sample);
        let mut y = z.to_vec();
        let subtract = |y: &mut [f64], mean: &[f64]| y.iter_mut().zip(mean).for_each(|(y, m)| *y -= m);
        match self.columns() {
            Columns::Samples => {
                for (sample, y) in y.chunks_exact_mut(outputs).enumerate() {
                    match self.moment {
                        Moment::SquareOfMean => y.copy_from_slice(mean),
                        Moment::MeanSquare => {}
                        _ => subtract(y, mean),
                    }
                    let weight = weight(sample);
                    y.iter_mut().for_each(|y| *y *= weight);
                }
            }
            Columns::Views => {
                let own_means = (self.moment == Moment::Within).then(|| block.means(&y, outputs));
                for (view, y) in y.chunks_exact_mut(outputs).enumerate() {
                    let sample = view / block.augmentations();
                    subtract(y, own_means.as_ref().map_or(mean, |means| &means[sample * outputs..][..outputs]));
                    let weight = weight(sample) * block.augmentation_weights[view];
                    y.iter_mut().for_each(|y| *y *= weight);
                }
            }
        }
        match &self.inner {
            None => y,
            Some(s) => {
                let mut times = vec![0.0; y.len()];
                let s = Factor::new(s.as_slice(), outputs, outputs);
                product(&mut times, Into::Replace, s, Factor::new(&y, outputs, y.len() / outputs));
                times
            }
        }
    }

    /// The second pass, after a first one, or after none where no mean is needed.
    pub(super) fn inward(
        &self,
        channels: &[Channel],
        outward: &Outward,
        measured: bool,
    ) -> Result<Inward, StreamedError> {
        let join = |(mut sums, mut largest): Inward, (others, larger): Inward| {
            sums.iter_mut().zip(&others).for_each(|(sum, other)| sum.add(other));
            largest.iter_mut().zip(larger).for_each(|(a, b)| *a = a.max(b));
            (sums, largest)
        };
        self.over_runs(&|blocks| self.inward_run(channels, outward, blocks, measured), &join)
    }

    fn inward_run(
        &self,
        channels: &[Channel],
        outward: &Outward,
        blocks: Range<usize>,
        measured: bool,
    ) -> Result<Inward, StreamedError> {
        let layers = &self.left.layers;
        let mut sums: Sums = vec![ChannelSums::new(self.depth()); channels.len()];
        let mut largest = vec![0.0_f64; self.depth()];
        let mut scratch = self.take_scratch();
        let Scratch { inputs, entered, forward, other, there, back } = &mut scratch;
        let columns = self.columns();
        for index in blocks {
            let block = &self.blocks.block(index, self.source);
            let views = self.source.block(block.samples.clone(), inputs)?;
            let inputs = self.entry.enter(views, entered);
            let forward = self.left.forward(index, block, (views, inputs), forward)?;
            let z = match (outward.kept.get(index), &self.right) {
                (Some(kept), _) => Cow::Borrowed(kept),
                (None, None) => {
                    Cow::Owned(self.block_columns(channels, block, columns, inputs, forward, (there, back)))
                }
                (None, Some(right)) => {
                    let other = right.forward(index, block, (views, inputs), other)?;
                    Cow::Owned(self.block_columns(channels, block, columns, inputs, other, (there, back)))
                }
            };
            let of_sample = |sample: usize| self.source.sample_weight(block.samples.start + sample);
            let of_view = |view: usize| of_sample(view / block.augmentations()) * block.augmentation_weights[view];
            for (place, (channel, sums)) in channels.iter().zip(&mut sums).enumerate() {
                let y = self.moved(block, &z[place], outward.spreads.get(place).map_or(&[], Spread::mean));
                let adjoints: Option<Adjoints> = if measured {
                    let of_block = largest_column_norm(&y, layers.outputs(), of_sample);
                    largest[layers.top()] = largest[layers.top()].max(of_block);
                    Some((&mut largest, &of_view))
                } else {
                    None
                };
                layers.back(channel, block, (columns, &y), inputs, forward, (there, back), sums, adjoints);
            }
        }
        self.give_back(scratch);
        Ok((sums, largest))
    }

    /// Lets `of_run` take runs of consecutive blocks, and joins what they make in an order that threads do not change.
    fn over_runs<T: Send>(
        &self,
        of_run: &(impl Fn(Range<usize>) -> Result<T, StreamedError> + Sync),
        join: &(impl Fn(T, T) -> T + Sync),
    ) -> Result<T, StreamedError> {
        let blocks = self.blocks.count();
        let runs = blocks.min(RUNS);
        self.team.install(|| self.halves(0..runs, runs, of_run, join))
    }

    fn halves<T: Send>(
        &self,
        runs: Range<usize>,
        of: usize,
        of_run: &(impl Fn(Range<usize>) -> Result<T, StreamedError> + Sync),
        join: &(impl Fn(T, T) -> T + Sync),
    ) -> Result<T, StreamedError> {
        if runs.len() == 1 {
            return of_run(runs.start * self.blocks.count() / of..runs.end * self.blocks.count() / of);
        }
        let middle = runs.start + runs.len() / 2;
        let (first, second) = self.team.both(
            || self.halves(runs.start..middle, of, of_run, join),
            || self.halves(middle..runs.end, of, of_run, join),
        );
        Ok(join(first?, second?))
    }
}

impl Outward {
    /// This and what comes after it.
    fn join(mut self, other: Outward) -> Self {
        self.spreads = match self.spreads.is_empty() {
            true => other.spreads,
            false => self.spreads.into_iter().zip(&other.spreads).map(|(a, b)| a.join(b)).collect(),
        };
        self.kept.extend(other.kept);
        self.extent = match (self.extent, other.extent) {
            (Some(all), Some(other)) => Some(all.join(&other)),
            (all, other) => all.or(other),
        };
        self
    }
}
