//! Means and deviations of channels over the places and views of a batch: sums over chunks in their order, in `f64`.

use crate::pass::Chunk;
use crate::plan::Step;
use crate::scalar::{Scalar, inner_product, sum};
use crate::{PassError, Program};
use rayon::prelude::*;

/// The statistics of a node, one number per channel.
#[derive(Clone, Debug)]
pub(crate) struct Statistic<T> {
    /// E f.
    pub(crate) mean: Vec<T>,
    /// 1/s; empty for a mean alone.
    pub(crate) over: Vec<T>,
}

impl<T: Scalar> Statistic<T> {
    /// Those of a node's argument.
    pub(crate) fn of(program: &Program<T>, place: usize, chunks: &[Chunk<T>]) -> Result<Self, PassError> {
        let node = &program.plan.nodes[place];
        let (of, rows) = (node.of[0], node.rows);
        let not_finite = |channel: usize, channels: usize| PassError::NotFinite {
            node: place,
            row: channel * (rows / channels),
            view: 0,
        };
        let mean_of = |channels: usize| {
            let mean = means(chunks, rows, channels, |chunk| chunk.sums(of, rows, channels, |_, x| x.wide()));
            match mean.iter().position(|m| !m.is_finite()) {
                Some(channel) => Err(not_finite(channel, channels)),
                None => Ok(mean),
            }
        };
        let narrow = |numbers: Vec<f64>| numbers.into_iter().map(T::of).collect::<Vec<T>>();
        match &node.step {
            Step::ZeroMean { channels, .. } => Ok(Statistic { mean: narrow(mean_of(*channels)?), over: Vec::new() }),
            Step::OverDeviation { channels, epsilon, .. } => {
                let mean = mean_of(*channels)?;
                let square = |c: usize, x: T| (x.wide() - mean[c]) * (x.wide() - mean[c]);
                let variance = means(chunks, rows, *channels, |chunk| chunk.sums(of, rows, *channels, square));
                let mut over = Vec::new();
                for (channel, variance) in variance.into_iter().enumerate() {
                    let square = variance + epsilon.wide();
                    if square <= 0.0 {
                        return Err(PassError::Deviation { node: place, channel });
                    }
                    let of_channel = T::of(1.0 / square.sqrt());
                    if !of_channel.is_finite() || of_channel == T::ZERO {
                        return Err(not_finite(channel, *channels));
                    }
                    over.push(of_channel);
                }
                Ok(Statistic { mean: narrow(mean), over })
            }
            _ => Ok(Statistic { mean: Vec::new(), over: Vec::new() }),
        }
    }
}

/// Means per channel over all places and views, from sums of each chunk.
pub(crate) fn means<C: HasViews + Sync>(
    chunks: &[C],
    rows: usize,
    channels: usize,
    sums: impl Fn(&C) -> Vec<f64> + Sync + Send,
) -> Vec<f64> {
    let views: usize = chunks.iter().map(HasViews::views).sum();
    let entries = (views * (rows / channels)) as f64;
    let of_chunks: Vec<Vec<f64>> = chunks.par_iter().map(sums).collect();
    let mut total = vec![0.0; channels];
    for sums in of_chunks {
        total.iter_mut().zip(sums).for_each(|(total, sum)| *total += sum);
    }
    total.into_iter().map(|sum| sum / entries).collect()
}

/// Some views.
pub(crate) trait HasViews {
    /// How many.
    fn views(&self) -> usize;
}

impl<T> HasViews for Chunk<T> {
    fn views(&self) -> usize {
        self.views
    }
}

impl<C: HasViews, S> HasViews for (&C, S) {
    fn views(&self) -> usize {
        self.0.views()
    }
}

/// Sums of a number for each entry over the entries of each channel; `number` is told the channel.
pub(crate) fn channel_sums<T: Scalar>(
    values: &[T],
    rows: usize,
    channels: usize,
    number: impl Fn(usize, T) -> f64,
) -> Vec<f64> {
    let mut sums = vec![0.0; channels];
    for (n, of_channel) in values.chunks_exact((rows / channels).max(1)).enumerate() {
        let channel = n % channels;
        sums[channel] += sum(of_channel, |x| number(channel, x));
    }
    sums
}

/// Sums of the products of two values over the entries of each channel.
pub(crate) fn channel_products<T: Scalar>(a: &[T], b: &[T], rows: usize, channels: usize) -> Vec<f64> {
    let mut sums = vec![0.0; channels];
    let of_each = (rows / channels).max(1);
    for (n, (a, b)) in a.chunks_exact(of_each).zip(b.chunks_exact(of_each)).enumerate() {
        sums[n % channels] += inner_product(a, b);
    }
    sums
}

/// Replaces every entry; `number` is told its channel.
pub(crate) fn combined<T: Scalar>(values: &mut [T], rows: usize, channels: usize, number: impl Fn(usize, T) -> T) {
    for (n, of_channel) in values.chunks_exact_mut((rows / channels).max(1)).enumerate() {
        of_channel.iter_mut().for_each(|x| *x = number(n % channels, *x));
    }
}
