//! The two passes over the blocks: out to the columns z = K'ᵀu, through the moment to y, and back to Σ K y.

use super::bound::Extent;
use super::sweep::{Adjoints, Channel, Columns, Scratch, Sums};
use super::{Source, Streamed, StreamedError};
use crate::gemm::{Factor, Into, product};
use crate::operator::Moment;
use std::ops::Range;

/// Runs of blocks whose sums are made apart and then added pairwise: the most threads that help the second pass.
pub(super) const RUNS: usize = 16;

/// Blocks of a run at least, if there are as many for two runs: sums take time and memory of their own.
const SHORTEST_RUN: usize = 4;

impl<X: Source> Streamed<'_, X> {
    /// z and y have a column per sample where the moment sees augmentation means alone.
    pub(super) fn columns(&self) -> Columns {
        match self.moment {
            Moment::Between | Moment::MeanSquare | Moment::SquareOfMean => Columns::Samples,
            Moment::Within | Moment::Total => Columns::Views,
        }
    }

    /// The first pass: the columns K'ᵀu of every channel, over all blocks.
    pub(super) fn outward(
        &self,
        channels: &[Channel],
        columns: Columns,
        measured: bool,
    ) -> Result<(Vec<Vec<f64>>, Option<Extent>), StreamedError> {
        let side = self.right();
        let of_block = |index: usize| {
            let block = &self.blocks[index];
            let mut scratch = self.take_scratch();
            let Scratch { inputs, forward, there, back } = &mut scratch;
            let inputs = self.source.block(block.samples.clone(), inputs)?;
            let forward = side.forward(index, block, inputs, forward)?;
            let z: Vec<_> = channels
                .iter()
                .map(|channel| side.layers.there(channel, block, columns, inputs, forward, (there, back)))
                .collect();
            let extent = measured.then(|| Extent::of_block(&side.layers, inputs, forward));
            self.give_back(scratch);
            Ok::<_, StreamedError>((z, extent))
        };
        let of_blocks = self.team.each(self.blocks.len(), of_block)?;
        let mut all: Vec<Vec<f64>> = vec![Vec::new(); channels.len()];
        let mut extent: Option<Extent> = None;
        for (z, of_block) in of_blocks {
            all.iter_mut().zip(z).for_each(|(all, z)| all.extend(z));
            extent = match (extent, of_block) {
                (Some(all), Some(block)) => Some(all.join(&block)),
                (extent, block) => extent.or(block),
            };
        }
        Ok((all, extent))
    }

    /// From z to y: what stands for each column in the moment, times S and the weight of the sample (and of the
    /// augmentation, where columns are views).
    pub(super) fn centred(&self, z: Vec<f64>) -> Vec<f64> {
        let outputs = self.left.layers.outputs();
        let weight = |sample| self.source.sample_weight(sample);
        let augmentations = self.source.augmentations();
        let mut y = z;
        let subtract = |y: &mut [f64], mean: &[f64]| y.iter_mut().zip(mean).for_each(|(y, m)| *y -= m);
        match self.columns() {
            Columns::Samples => {
                let mean = mean_of(&y, outputs, weight);
                for (sample, y) in y.chunks_exact_mut(outputs).enumerate() {
                    match self.moment {
                        Moment::SquareOfMean => y.copy_from_slice(&mean),
                        Moment::MeanSquare => {}
                        _ => subtract(y, &mean),
                    }
                    let weight = weight(sample);
                    y.iter_mut().for_each(|y| *y *= weight);
                }
            }
            Columns::Views => {
                let of_augmentation = |view: usize| self.source.augmentation_weight(view);
                let of_view = |view: usize| weight(view / augmentations) * of_augmentation(view);
                let total = mean_of(&y, outputs, of_view);
                for (sample, y) in y.chunks_exact_mut(outputs * augmentations).enumerate() {
                    let first = sample * augmentations;
                    let mean = match self.moment {
                        Moment::Within => &mean_of(y, outputs, |a| of_augmentation(first + a)),
                        _ => &total,
                    };
                    for (a, y) in y.chunks_exact_mut(outputs).enumerate() {
                        subtract(y, mean);
                        y.iter_mut().for_each(|y| *y *= of_view(first + a));
                    }
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

    /// tr V_x of the columns z, which may be views or samples.
    pub(super) fn spread(&self, z: &[f64]) -> f64 {
        let outputs = self.left.layers.outputs();
        let weight = |sample| self.source.sample_weight(sample);
        let means: Vec<f64> = if z.len() == outputs * self.source.samples() {
            z.to_vec()
        } else {
            let each = self.source.augmentations();
            let of_sample = |(sample, z): (usize, &[f64])| {
                mean_of(z, outputs, |a| self.source.augmentation_weight(sample * each + a))
            };
            z.chunks_exact(outputs * each).enumerate().flat_map(of_sample).collect()
        };
        let mean = mean_of(&means, outputs, weight);
        let squares = |y: &[f64]| y.iter().zip(&mean).map(|(y, m)| (y - m) * (y - m)).sum::<f64>();
        means.chunks_exact(outputs).enumerate().map(|(sample, y)| weight(sample) * squares(y)).sum()
    }

    /// The second pass: Σ K_l y, over all blocks. `adjoints[l]` becomes the largest of a layer's weighted adjoints.
    pub(super) fn inward(
        &self,
        channels: &[Channel],
        y: &[Vec<f64>],
        adjoints: Option<&mut Vec<f64>>,
    ) -> Result<Sums, StreamedError> {
        let blocks = self.blocks.len();
        let runs = (blocks / SHORTEST_RUN).clamp(blocks.min(2), RUNS);
        let (sums, largest) = self.sum(channels, y, 0..runs, runs, adjoints.is_some())?;
        if let Some(adjoints) = adjoints {
            *adjoints = largest;
        }
        Ok(sums)
    }

    /// The sums of some of the runs: halves are made apart and added, in an order that the threads do not change.
    fn sum(
        &self,
        channels: &[Channel],
        y: &[Vec<f64>],
        runs: Range<usize>,
        of: usize,
        measured: bool,
    ) -> Result<(Sums, Vec<f64>), StreamedError> {
        if runs.len() == 1 {
            let blocks = runs.start * self.blocks.len() / of..runs.end * self.blocks.len() / of;
            return self.sum_of_run(channels, y, blocks, measured);
        }
        let middle = runs.start + runs.len() / 2;
        let (first, second) = self.team.both(
            || self.sum(channels, y, runs.start..middle, of, measured),
            || self.sum(channels, y, middle..runs.end, of, measured),
        );
        let ((mut sums, mut largest), (others, larger)) = (first?, second?);
        for (sum, other) in sums.iter_mut().flatten().zip(others.iter().flatten()) {
            if let (Some(sum), Some(other)) = (sum, other) {
                sum.iter_mut().zip(other).for_each(|(x, y)| *x += y);
            }
        }
        largest.iter_mut().zip(larger).for_each(|(a, b)| *a = a.max(b));
        Ok((sums, largest))
    }

    fn sum_of_run(
        &self,
        channels: &[Channel],
        y: &[Vec<f64>],
        blocks: Range<usize>,
        measured: bool,
    ) -> Result<(Sums, Vec<f64>), StreamedError> {
        let layers = &self.left.layers;
        let mut sums: Sums = vec![vec![None; self.depth()]; channels.len()];
        let mut largest = vec![0.0; self.depth()];
        let mut scratch = self.take_scratch();
        let Scratch { inputs, forward, there, back } = &mut scratch;
        let columns = self.columns();
        for index in blocks {
            let block = &self.blocks[index];
            let inputs = self.source.block(block.samples.clone(), inputs)?;
            let forward = self.left.forward(index, block, inputs, forward)?;
            let each = layers.outputs() * if columns == Columns::Views { block.augmentations() } else { 1 };
            let of_block = block.samples.start * each..block.samples.end * each;
            let weight = |view: usize| {
                self.source.sample_weight(block.samples.start + view / block.augmentations())
                    * block.augmentation_weights[view]
            };
            for ((channel, y), sums) in channels.iter().zip(y).zip(&mut sums) {
                let adjoints: Option<Adjoints> = if measured { Some((&mut largest, &weight)) } else { None };
                let y = (columns, &y[of_block.clone()]);
                layers.back(channel, block, y, inputs, forward, (&mut *there, &mut *back), sums, adjoints);
            }
        }
        self.give_back(scratch);
        Ok((sums, largest))
    }
}

/// Σ weight_i · column i.
fn mean_of(columns: &[f64], rows: usize, weight: impl Fn(usize) -> f64) -> Vec<f64> {
    let mut mean = vec![0.0; rows];
    for (i, column) in columns.chunks_exact(rows).enumerate() {
        let weight = weight(i);
        mean.iter_mut().zip(column).for_each(|(m, x)| *m += weight * x);
    }
    mean
}
