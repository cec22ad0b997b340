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
#[derive(Clone, Copy, Debug)]
pub(crate) struct Correlation {
    image: Image,
    window: Window,
    groups: usize,
    outputs: usize,
    height: usize,
    width: usize,
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
        Correlation { image, window, groups, outputs, height, width }
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

    /// For entry (i, j) of the window at the places of line y: the entry of the channel under the first place that is no
    /// padding, and the range of these places.
    fn run(&self, i: usize, j: usize, y: usize) -> Option<(usize, Range<usize>)> {
        let Window { stride, padding, dilation, .. } = self.window;
        let line = (y * stride + i * dilation).checked_sub(padding).filter(|line| *line < self.image.height)?;
        let from = |column: usize| (column + padding).saturating_sub(j * dilation).div_ceil(stride).min(self.width);
        let places = from(0)..from(self.image.width);
        let first = (places.start * stride + j * dilation).checked_sub(padding)?;
        (!places.is_empty()).then_some((line * self.image.width + first, places))
    }

    /// Calls for each run of a patch: where it begins among the patches, where in the image, and how long it is.
    fn each_run(&self, block: &Block, channels: Range<usize>, mut call: impl FnMut(usize, usize, usize)) {
        let (lines, area) = (block.lines.len(), self.image.height * self.image.width);
        let mut column = 0;
        for channel in channels {
            for (i, j) in (0..self.window.height).flat_map(|i| (0..self.window.width).map(move |j| (i, j))) {
                for y in block.lines.clone() {
                    let Some((source, places)) = self.run(i, j, y) else { continue };
                    for view in block.views.clone() {
                        let line =
                            ((column * block.views.len() + view - block.views.start) * lines) + (y - block.lines.start);
                        let begin = view * self.image.len() + channel * area + source;
                        call(line * self.width + places.start, begin, places.len());
                    }
                }
                column += 1;
            }
        }
    }

    /// Fills the patches of a block.
    fn gather<T: Scalar>(&self, f: &[T], block: &Block, part: &Part, patches: &mut Vec<T>) {
        patches.clear();
        patches.resize(self.places_of(block) * part.columns.len(), T::ZERO);
        let stride = self.window.stride;
        self.each_run(block, part.channels.clone(), |at, source, length| {
            let to = &mut patches[at..at + length];
            if stride == 1 {
                to.copy_from_slice(&f[source..source + length]);
            } else {
                to.iter_mut().zip(f[source..].iter().step_by(stride)).for_each(|(to, x)| *to = *x);
            }
        });
    }

    /// The adjoint: adds the patches to the image.
    fn scatter<T: Scalar>(&self, f: &mut [T], block: &Block, part: &Part, patches: &[T]) {
        let stride = self.window.stride;
        self.each_run(block, part.channels.clone(), |at, source, length| {
            let from = &patches[at..at + length];
            if stride == 1 {
                f[source..source + length].iter_mut().zip(from).for_each(|(x, from)| *x += *from);
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

    /// Σ over the terms of kernel ⋆ f.
    pub(crate) fn values<T: Scalar>(&self, terms: &[(&[T], &[T])], views: usize) -> Vec<T> {
        let mut value = vec![T::ZERO; self.rows() * views];
        let (mut patches, mut products) = (Vec::new(), Vec::new());
        let of_group = self.outputs / self.groups;
        for block in self.blocks(views) {
            let places = self.places_of(&block);
            for group in 0..self.groups {
                products.clear();
                products.resize(places * of_group, T::ZERO);
                for part in self.parts(group, places) {
                    for (kernel, f) in terms {
                        self.gather(f, &block, &part, &mut patches);
                        let kernel = self.part_of(kernel, group, &part);
                        let patches = Factor::new(&patches, places, part.columns.len());
                        product(&mut products, Into::Add, patches, kernel.transposed());
                    }
                }
                for (channel, column) in products.chunks_exact(places.max(1)).enumerate() {
                    let mut from = column;
                    for span in self.spans(&block, group * of_group + channel) {
                        let (of_view, rest) = from.split_at(span.len());
                        value[span].copy_from_slice(of_view);
                        from = rest;
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
                gathered.clear();
                for channel in group * of_group..(group + 1) * of_group {
                    self.spans(&block, channel).for_each(|span| gathered.extend_from_slice(&g[span]));
                }
                let g = Factor::new(&gathered, places, of_group);
                for part in self.parts(group, places) {
                    let columns = part.columns.len();
                    if let Some(of_kernel) = of_kernel.as_deref_mut() {
                        self.gather(f, &block, &part, &mut patches);
                        let first = part.columns.start * self.outputs + group * of_group;
                        let patches = Factor::new(&patches, places, columns);
                        product_strided(&mut of_kernel[first..], self.outputs, Into::Add, g.transposed(), patches);
                    }
                    if let Some(of_f) = of_f.as_deref_mut() {
                        patches.clear();
                        patches.resize(places * columns, T::ZERO);
                        product(&mut patches, Into::Replace, g, self.part_of(kernel, group, &part));
                        self.scatter(of_f, &block, &part, &patches);
                    }
                }
            }
        }
    }
}
