//! Cross-correlations as products of patches with kernels.

use crate::columns::{blocks, of};
use crate::patches::Sliding;
use crate::scalar::Scalar;
use dualproof_networks::graph::{Image, Window};
use dualproof_numbers::gemm::{Factor, Into, product};
use nalgebra::DMatrix;
use rayon::prelude::*;
use std::ops::Range;

/// A convolution with its shapes worked out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Convolution {
    sliding: Sliding,
    groups: usize,
    /// Channels after.
    pub(crate) outputs: usize,
}

/// An image and the kernels that it meets, each with the place of the result among the results.
pub(crate) struct Source<'a, T: Scalar> {
    pub(crate) image: &'a DMatrix<T>,
    pub(crate) kernels: Vec<(&'a DMatrix<T>, usize)>,
}

/// Rows of patches from which a kernel is no longer streamed from memory in vain.
const ROWS: usize = 256;

impl Convolution {
    pub(crate) fn new(image: Image, window: Window, groups: usize, outputs: usize) -> Self {
        Convolution { sliding: Sliding::new(image, window), groups, outputs }
    }

    /// Places of a channel after.
    pub(crate) fn places(&self) -> usize {
        self.sliding.places()
    }

    /// Views whose patches are multiplied at once.
    fn views_at_once(&self) -> usize {
        ROWS.div_ceil(self.places().max(1))
    }

    /// Channels before of a group.
    fn part(&self) -> usize {
        self.sliding.image.channels / self.groups
    }

    /// Channels before of a group by its number.
    fn channels(&self, group: usize) -> Range<usize> {
        group * self.part()..(group + 1) * self.part()
    }

    /// Channels after of a group by its number.
    fn outputs_of(&self, group: usize) -> Range<usize> {
        let size = self.outputs / self.groups;
        group * size..(group + 1) * size
    }

    fn kernel<'a, T: Scalar>(&self, kernel: &'a DMatrix<T>, group: usize) -> Factor<'a, T> {
        Factor::new(kernel.as_slice(), kernel.nrows(), kernel.ncols()).rows(self.outputs_of(group))
    }

    /// The patches of some channels on the views of a block, `views · places` rows.
    fn patches<T: Scalar>(
        &self,
        image: &DMatrix<T>,
        views: Range<usize>,
        channels: Range<usize>,
        patches: &mut Vec<T>,
    ) {
        let (places, total) = (self.places(), views.len() * self.places());
        patches.resize(total * channels.len() * self.sliding.entries(), T::zero());
        for (n, view) in views.enumerate() {
            self.sliding.gather(of(image, view), channels.clone(), patches, total, n * places);
        }
    }

    /// Results: for each, the sum of the correlations of all sources with kernels that name it.
    pub(crate) fn correlate<T: Scalar>(&self, sources: &[Source<'_, T>], results: &mut [DMatrix<T>]) {
        let (at_once, size) = (self.views_at_once(), self.outputs * self.places());
        if size == 0 {
            return;
        }
        let parts = blocks(results, at_once);
        parts.into_par_iter().enumerate().for_each(|(block, mut parts)| {
            let views = parts.first().map_or(0, |part| part.len() / size);
            let first = block * at_once;
            let (mut patches, mut scratch) = (Vec::new(), vec![Vec::new(); parts.len()]);
            let mut is_begun = vec![false; parts.len()];
            for source in sources.iter().filter(|source| !source.kernels.is_empty()) {
                self.patches(source.image, first..first + views, 0..self.sliding.image.channels, &mut patches);
                for (kernel, result) in &source.kernels {
                    let into = if is_begun[*result] { Into::Add } else { Into::Replace };
                    is_begun[*result] = true;
                    let to: &mut [T] = if views == 1 {
                        &mut *parts[*result]
                    } else {
                        scratch[*result].resize(size * views, T::zero());
                        &mut scratch[*result]
                    };
                    self.multiply(&patches, kernel, to, into, views);
                }
            }
            if views > 1 {
                for (part, scratch) in parts.iter_mut().zip(&scratch).filter(|(_, scratch)| !scratch.is_empty()) {
                    self.to_views(scratch, part, views);
                }
            }
        });
    }

    /// Patches times the kernel, group by group: rows by place, columns by channel.
    fn multiply<T: Scalar>(&self, patches: &[T], kernel: &DMatrix<T>, to: &mut [T], into: Into, views: usize) {
        let total = views * self.places();
        let entries = self.part() * self.sliding.entries();
        for group in 0..self.groups {
            let outputs = self.outputs_of(group);
            let patches = Factor::new(&patches[group * entries * total..(group + 1) * entries * total], total, entries);
            let to = &mut to[outputs.start * total..outputs.end * total];
            product(to, into, patches, self.kernel(kernel, group).transposed());
        }
    }

    /// From (views · places) × channels to the columns of the views.
    fn to_views<T: Scalar>(&self, from: &[T], to: &mut [T], views: usize) {
        let (places, total) = (self.places(), views * self.places());
        for (view, column) in to.chunks_exact_mut(self.outputs * places).enumerate() {
            for (channel, to) in column.chunks_exact_mut(places).enumerate() {
                let start = channel * total + view * places;
                to.copy_from_slice(&from[start..start + places]);
            }
        }
    }

    /// The columns of some views as (views · places) × channels.
    fn of_views<T: Scalar>(&self, of_all: &DMatrix<T>, views: Range<usize>, to: &mut Vec<T>) {
        let (places, total) = (self.places(), views.len() * self.places());
        to.resize(total * self.outputs, T::zero());
        for (n, view) in views.enumerate() {
            for (channel, from) in of(of_all, view).chunks_exact(places).enumerate() {
                let start = channel * total + n * places;
                to[start..start + places].copy_from_slice(from);
            }
        }
    }

    /// Adds to each result what the transpose of the correlation makes of a cotangent.
    pub(crate) fn to_image<T: Scalar>(
        &self,
        kernel: &DMatrix<T>,
        cotangents: &[&DMatrix<T>],
        results: &mut [DMatrix<T>],
    ) {
        let (at_once, size) = (self.views_at_once(), self.sliding.image.len());
        if size == 0 || self.places() == 0 || self.outputs == 0 {
            return;
        }
        let parts = blocks(results, at_once);
        parts.into_par_iter().enumerate().for_each(|(block, parts)| {
            let (mut gathered, mut patches) = (Vec::new(), Vec::new());
            for (cotangent, part) in cotangents.iter().zip(parts) {
                let views = part.len() / size;
                let first = block * at_once;
                self.of_views(cotangent, first..first + views, &mut gathered);
                self.to_patches(kernel, &gathered, part, views, &mut patches);
            }
        });
    }

    fn to_patches<T: Scalar>(
        &self,
        kernel: &DMatrix<T>,
        cotangent: &[T],
        part: &mut [T],
        views: usize,
        patches: &mut Vec<T>,
    ) {
        let (places, total) = (self.places(), views * self.places());
        let entries = self.part() * self.sliding.entries();
        patches.resize(total * entries, T::zero());
        for group in 0..self.groups {
            let outputs = self.outputs_of(group);
            let cotangent = &cotangent[outputs.start * total..outputs.end * total];
            let cotangent = Factor::new(cotangent, total, outputs.len());
            product(patches, Into::Replace, cotangent, self.kernel(kernel, group));
            for (view, image) in part.chunks_exact_mut(self.sliding.image.len()).enumerate() {
                self.sliding.scatter(image, self.channels(group), patches, total, view * places);
            }
        }
    }

    /// Adds to each gradient Σ over views and places of cotangent · patch, channels after × entries of the kernel. Tiles of
    /// channels are apart, and each sums over all views in their order.
    pub(crate) fn to_kernel<T: Scalar>(
        &self,
        image: &DMatrix<T>,
        cotangents: &[&DMatrix<T>],
        gradients: &mut [&mut DMatrix<T>],
    ) {
        if self.places() == 0 || self.outputs == 0 || image.ncols() == 0 {
            return;
        }
        let tiles: Vec<(usize, Range<usize>)> = (0..self.groups)
            .flat_map(|group| {
                let channels = self.channels(group);
                let step = self.channels_of_tile();
                let starts = channels.clone().step_by(step);
                starts.map(move |first| (group, first..(first + step).min(channels.end)))
            })
            .collect();
        let sums: Vec<Vec<Vec<T>>> =
            tiles.par_iter().map(|(group, channels)| self.tile(image, cotangents, *group, channels)).collect();
        for ((group, channels), sums) in tiles.iter().zip(&sums) {
            let outputs = self.outputs_of(*group);
            let first = (channels.start - group * self.part()) * self.sliding.entries();
            for (gradient, sum) in gradients.iter_mut().zip(sums) {
                for (column, sum) in sum.chunks_exact(outputs.len()).enumerate() {
                    let start = (first + column) * self.outputs;
                    let to = &mut gradient.as_mut_slice()[start + outputs.start..start + outputs.end];
                    to.iter_mut().zip(sum).for_each(|(to, x)| *to += *x);
                }
            }
        }
    }

    fn channels_of_tile(&self) -> usize {
        (ROWS / self.sliding.entries()).max(1)
    }

    fn tile<T: Scalar>(
        &self,
        image: &DMatrix<T>,
        cotangents: &[&DMatrix<T>],
        group: usize,
        channels: &Range<usize>,
    ) -> Vec<Vec<T>> {
        let outputs = self.outputs_of(group);
        let columns = channels.len() * self.sliding.entries();
        let mut sums = vec![vec![T::zero(); outputs.len() * columns]; cotangents.len()];
        let (mut patches, mut gathered) = (Vec::new(), Vec::new());
        let all = image.ncols();
        for first in (0..all).step_by(self.views_at_once()) {
            let views = first..(first + self.views_at_once()).min(all);
            let total = views.len() * self.places();
            self.patches(image, views.clone(), channels.clone(), &mut patches);
            for (sum, cotangent) in sums.iter_mut().zip(cotangents) {
                self.of_views(cotangent, views.clone(), &mut gathered);
                let cotangent = &gathered[outputs.start * total..outputs.end * total];
                let cotangent = Factor::new(cotangent, total, outputs.len()).transposed();
                product(sum, Into::Add, cotangent, Factor::new(&patches, total, columns));
            }
        }
        sums
    }
}
