//! Patches of images as the rows of a matrix, and back.

use crate::scalar::Scalar;
use dualproof_networks::graph::{Image, Window};
use std::ops::Range;

/// A window on an image, with the places that it takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sliding {
    pub(crate) image: Image,
    pub(crate) window: Window,
    /// Rows of places.
    pub(crate) rows: usize,
    /// Columns of places.
    pub(crate) columns: usize,
}

impl Sliding {
    pub(crate) fn new(image: Image, window: Window) -> Self {
        let (rows, columns) = image.places(window).unwrap_or((0, 0));
        Sliding { image, window, rows, columns }
    }

    pub(crate) fn places(&self) -> usize {
        self.rows * self.columns
    }

    /// Entries of the window.
    pub(crate) fn entries(&self) -> usize {
        self.window.height * self.window.width
    }

    /// The places along one direction whose entry lies in the image, and the source of the first of them.
    fn inside(&self, places: usize, size: usize, entry: usize) -> (Range<usize>, usize) {
        let Window { stride, padding, dilation, .. } = self.window;
        let offset = entry * dilation;
        let first = padding.saturating_sub(offset).div_ceil(stride).min(places);
        // place·stride + offset − padding < size.
        let end = (size + padding).saturating_sub(offset).div_ceil(stride).clamp(first, places);
        (first..end, (first * stride + offset).saturating_sub(padding))
    }

    /// Calls `each` for every entry of the window in every channel and row of places: the column of the patches' matrix, the
    /// row of places, and, where the row lies in the image, the places inside with the source of the first in the image.
    fn visit(&self, channels: Range<usize>, mut each: impl FnMut(usize, usize, Option<(Range<usize>, usize)>)) {
        let Window { height, width, stride, .. } = self.window;
        let across: Vec<_> = (0..width).map(|j| self.inside(self.columns, self.image.width, j)).collect();
        let down: Vec<_> = (0..height).map(|i| self.inside(self.rows, self.image.height, i)).collect();
        let mut column = 0;
        for channel in channels {
            for (ys, first) in &down {
                for (xs, left) in &across {
                    for y in 0..self.rows {
                        let row = ys.contains(&y).then(|| {
                            let source = first + (y - ys.start) * stride;
                            (xs.clone(), (channel * self.image.height + source) * self.image.width + left)
                        });
                        each(column, y, row);
                    }
                    column += 1;
                }
            }
        }
    }

    /// Writes the patches of some channels of one image into rows `at..at + places` of a matrix of `total` rows, column by
    /// column: a row for each place, a column for each entry of the window in each channel.
    pub(crate) fn gather<T: Scalar>(
        &self,
        image: &[T],
        channels: Range<usize>,
        into: &mut [T],
        total: usize,
        at: usize,
    ) {
        let (columns, stride) = (self.columns, self.window.stride);
        self.visit(channels, |column, y, row| {
            let start = column * total + at + y * columns;
            let to = &mut into[start..start + columns];
            match row {
                Some((xs, source)) if !xs.is_empty() => {
                    to[..xs.start].fill(T::zero());
                    to[xs.end..].fill(T::zero());
                    if stride == 1 {
                        to[xs.clone()].copy_from_slice(&image[source..source + xs.len()]);
                    } else {
                        let from = image[source..].iter().step_by(stride);
                        to[xs].iter_mut().zip(from).for_each(|(to, from)| *to = *from);
                    }
                }
                _ => to.fill(T::zero()),
            }
        });
    }

    /// The transpose of [`Sliding::gather`]: adds every entry of the patches to the place of the image that it came from.
    pub(crate) fn scatter<T: Scalar>(
        &self,
        image: &mut [T],
        channels: Range<usize>,
        from: &[T],
        total: usize,
        at: usize,
    ) {
        let (columns, stride) = (self.columns, self.window.stride);
        self.visit(channels, |column, y, row| {
            if let Some((xs, source)) = row
                && !xs.is_empty()
            {
                let start = column * total + at + y * columns;
                let from = &from[start..start + columns][xs];
                if stride == 1 {
                    let to = &mut image[source..source + from.len()];
                    to.iter_mut().zip(from).for_each(|(to, from)| *to += *from);
                } else {
                    let to = image[source..].iter_mut().step_by(stride);
                    to.zip(from).for_each(|(to, from)| *to += *from);
                }
            }
        });
    }
}
