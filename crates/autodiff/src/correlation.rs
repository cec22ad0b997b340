//! The cross-correlation of images with a kernel: products of the patches under the window, a block of places at a time.
//!
//! In a value, each view is places × channels, column by column; a block of patches is (places of the block) × (entries of
//! the kernel), so that value = patches · kernelᵀ.

use crate::scalar::Scalar;
use dualproof_networks::graph::{Image, Window};
use dualproof_numbers::gemm::{Factor, Into, product, product_strided};
use std::ops::Range;

/// Places that are multiplied at once, if there are as many.
const PLACES: usize = 256;

/// Entries of a block of patches: what stays in a core's cache.
const ENTRIES: usize = 1 << 17;

/// What slides over what.
#[derive(Clone, Debug)]
pub(crate) struct Correlation {
    image: Image,
    window: Window,
    groups: usize,
    outputs: usize,
    height: usize,
    width: usize,
    /// For each column of the window.
    runs: Vec<Run>,
}

/// The places of a line at which a column of the window is not in the padding.
#[derive(Clone, Debug)]
struct Run {
    places: Range<usize>,
    /// The column of the image under the first of them.
    first: usize,
}

/// Some lines of places of one view, or all lines of several.
#[derive(Clone, Debug)]
struct Block {
    views: Range<usize>,
    lines: Range<usize>,
}

/// A part of the channels of one group.
struct Part {
    channels: Range<usize>,
    /// Columns of the kernel.
    columns: Range<usize>,
}

impl Correlation {
    /// The graph has been validated: the window fits, and the groups divide the channels.
    pub(crate) fn new(image: Image, window: Window, groups: usize, outputs: usize) -> Self {
        let (height, width) = image.places(window).unwrap_or((0, 0));
        let Window { stride, padding, dilation, .. } = window;
        let run = |j: usize| {
            let from = |column: usize| (column + padding).saturating_sub(j * dilation).div_ceil(stride).min(width);
            let places = from(0)..from(image.width);
            let first = (places.start * stride + j * dilation).saturating_sub(padding);
            // Where the window's column is in the padding everywhere, nothing is read.
            if places.is_empty() { Run { places: 0..0, first: 0 } } else { Run { places, first } }
        };
        let runs = (0..window.width).map(run).collect();
        Correlation { image, window, groups, outputs, height, width, runs }
    }

    /// Places of the window.
    pub(crate) fn places(&self) -> usize {
        self.height * self.width
    }

    /// Rows of the value.
    pub(crate) fn rows(&self) -> usize {
        self.outputs * self.places()
    }

    fn blocks(&self, views: usize) -> Vec<Block> {
        if self.places() > PLACES / 2 {
            let step = (PLACES / self.width).max(1);
            let lines = |view: usize| {
                (0..self.height)
                    .step_by(step)
                    .map(move |y| Block { views: view..view + 1, lines: y..(y + step).min(self.height) })
            };
            return (0..views).flat_map(lines).collect();
        }
        let step = (PLACES / self.places().max(1)).max(1);
        let of = |view: usize| Block { views: view..(view + step).min(views), lines: 0..self.height };
        (0..views).step_by(step).map(of).collect()
    }

    fn places_of(&self, block: &Block) -> usize {
        block.views.len() * block.lines.len() * self.width
    }

    /// The channels of a group, as many at a time as fit beside so many places.
    fn parts(&self, group: usize, places: usize) -> impl Iterator<Item = Part> + use<> {
        let (of_group, window) = (self.image.channels / self.groups, self.window.height * self.window.width);
        let most = (ENTRIES / (places * window).max(1)).clamp(1, of_group.max(1));
        // Parts of about the same size.
        let step = of_group.div_ceil(of_group.div_ceil(most).max(1)).max(1);
        (0..of_group).step_by(step).map(move |first| {
            let last = (first + step).min(of_group);
            Part { channels: group * of_group + first..group * of_group + last, columns: first * window..last * window }
        })
    }

    /// The line of the image under line i of the window at the places of line y; `None` in the padding.
    fn line(&self, i: usize, y: usize) -> Option<usize> {
        let Window { stride, padding, dilation, .. } = self.window;
        (y * stride + i * dilation).checked_sub(padding).filter(|line| *line < self.image.height)
    }

    /// Calls for each line of each patch, one after the other: which column of the window it belongs to, and where the line
    /// of the image begins; `None` in the padding.
    fn each_line(&self, block: &Block, channels: Range<usize>, mut call: impl FnMut(&Run, Option<usize>)) {
        let Image { height, width, .. } = self.image;
        for channel in channels {
            for i in 0..self.window.height {
                for run in &self.runs {
                    for view in block.views.clone() {
                        let first = view * self.image.len() + channel * height * width;
                        for y in block.lines.clone() {
                            call(run, self.line(i, y).map(|line| first + line * width + run.first));
                        }
                    }
                }
            }
        }
    }

    /// The patches of a block.
    fn gather<'a, T: Scalar>(&self, f: &[T], block: &Block, part: &Part, room: &'a mut Vec<T>) -> Factor<'a, T> {
        let (places, stride) = (self.places_of(block), self.window.stride);
        let patches = room_of(room, places * part.columns.len());
        let mut lines = patches.chunks_exact_mut(self.width.max(1));
        self.each_line(block, part.channels.clone(), |run, source| {
            let Some(to) = lines.next() else { return };
            let Some(source) = source else { return to.fill(T::ZERO) };
            to[..run.places.start].fill(T::ZERO);
            to[run.places.end..].fill(T::ZERO);
            let to = &mut to[run.places.clone()];
            if stride == 1 {
                to.copy_from_slice(&f[source..source + run.places.len()]);
            } else {
                to.iter_mut().zip(f[source..].iter().step_by(stride)).for_each(|(to, x)| *to = *x);
            }
        });
        Factor::new(patches, places, part.columns.len())
    }

    /// The adjoint: adds the patches to the image.
    fn scatter<T: Scalar>(&self, f: &mut [T], block: &Block, part: &Part, patches: &[T]) {
        let stride = self.window.stride;
        let mut lines = patches.chunks_exact(self.width.max(1));
        self.each_line(block, part.channels.clone(), |run, source| {
            let (Some(from), Some(source)) = (lines.next(), source) else { return };
            let from = &from[run.places.clone()];
            if stride == 1 {
                f[source..source + from.len()].iter_mut().zip(from).for_each(|(x, from)| *x += *from);
            } else {
                f[source..].iter_mut().step_by(stride).zip(from).for_each(|(x, from)| *x += *from);
            }
        });
    }

    /// Where the places of a block are among the entries of a value, view by view, for one channel.
    fn spans(&self, block: &Block, channel: usize) -> impl Iterator<Item = Range<usize>> + use<> {
        let (rows, places, lines) = (self.rows(), self.places(), block.lines.clone());
        let width = self.width;
        block.views.clone().map(move |view| {
            let first = view * rows + channel * places;
            first + lines.start * width..first + lines.end * width
        })
    }

    /// Where in a value the first place of a block is, for the channels of a group.
    fn first(&self, block: &Block, group: usize) -> usize {
        let channel = group * (self.outputs / self.groups);
        block.views.start * self.rows() + channel * self.places() + block.lines.start * self.width
    }

    /// Σ over the terms of kernel ⋆ f.
    pub(crate) fn values<T: Scalar>(&self, terms: &[(&[T], &[T])], views: usize) -> Vec<T> {
        let mut value = vec![T::ZERO; self.rows() * views];
        let (mut patches, mut room) = (Vec::new(), Vec::new());
        let of_group = self.outputs / self.groups;
        for block in self.blocks(views) {
            let places = self.places_of(&block);
            for group in 0..self.groups {
                let is_one_view = block.views.len() == 1;
                let (target, stride) = match is_one_view {
                    true => (&mut value[self.first(&block, group)..], self.places()),
                    false => (room_of(&mut room, places * of_group), places),
                };
                let mut into = Into::Replace;
                for part in self.parts(group, places) {
                    for (kernel, f) in terms {
                        let patches = self.gather(f, &block, &part, &mut patches);
                        let kernel = self.part_of(kernel, group, &part);
                        product_strided(target, stride, into, patches, kernel.transposed());
                        into = Into::Add;
                    }
                }
                // Without a channel the value is 0.
                if is_one_view || into == Into::Replace {
                    continue;
                }
                for (channel, mut column) in room.chunks_exact(places).take(of_group).enumerate() {
                    for span in self.spans(&block, group * of_group + channel) {
                        let (of_view, rest) = column.split_at(span.len());
                        value[span].copy_from_slice(of_view);
                        column = rest;
                    }
                }
            }
        }
        value
    }

    /// The part of a kernel for some channels of a group.
    fn part_of<'a, T>(&self, kernel: &'a [T], group: usize, part: &Part) -> Factor<'a, T> {
        let of_group = self.outputs / self.groups;
        let first = part.columns.start * self.outputs + group * of_group;
        Factor::strided(&kernel[first..], of_group, part.columns.len(), self.outputs)
    }

    /// Adds ∂⟨g, kernel ⋆ f⟩/∂kernel and ∂⟨g, kernel ⋆ f⟩/∂f, those that are asked for.
    pub(crate) fn pull_back<T: Scalar>(
        &self,
        kernel: &[T],
        f: &[T],
        g: &[T],
        views: usize,
        (mut of_kernel, mut of_f): (Option<&mut [T]>, Option<&mut [T]>),
    ) {
        let (mut patches, mut gathered) = (Vec::new(), Vec::new());
        let of_group = self.outputs / self.groups;
        for block in self.blocks(views) {
            let places = self.places_of(&block);
            for group in 0..self.groups {
                let g = if block.views.len() == 1 {
                    Factor::strided(&g[self.first(&block, group)..], places, of_group, self.places())
                } else {
                    gathered.clear();
                    for channel in group * of_group..(group + 1) * of_group {
                        self.spans(&block, channel).for_each(|span| gathered.extend_from_slice(&g[span]));
                    }
                    Factor::new(&gathered, places, of_group)
                };
                for part in self.parts(group, places) {
                    if let Some(of_kernel) = of_kernel.as_deref_mut() {
                        let patches = self.gather(f, &block, &part, &mut patches);
                        let first = part.columns.start * self.outputs + group * of_group;
                        product_strided(&mut of_kernel[first..], self.outputs, Into::Add, g.transposed(), patches);
                    }
                    if let Some(of_f) = of_f.as_deref_mut() {
                        let patches = room_of(&mut patches, places * part.columns.len());
                        product(patches, Into::Replace, g, self.part_of(kernel, group, &part));
                        self.scatter(of_f, &block, &part, patches);
                    }
                }
            }
        }
    }
}

/// So many entries, whatever they were.
fn room_of<T: Scalar>(room: &mut Vec<T>, entries: usize) -> &mut [T] {
    if room.len() < entries {
        room.resize(entries, T::ZERO);
    }
    &mut room[..entries]
}
