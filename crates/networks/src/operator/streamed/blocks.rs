//! Views in blocks of whole samples.

use super::Source;
use std::ops::Range;

/// What the columns of z and y stand for: one per view, or one per sample (its augmentation mean).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Columns {
    Views,
    Samples,
}

/// How views are cut into blocks of whole samples.
#[derive(Clone, Copy, Debug)]
pub(super) struct Blocks {
    pub(super) samples: usize,
    pub(super) augmentations: usize,
    /// Samples of a block; the last one may have fewer.
    pub(super) each: usize,
}

impl Blocks {
    pub(super) fn count(self) -> usize {
        self.samples.div_ceil(self.each)
    }

    /// Views of a full block.
    pub(super) fn views(self) -> usize {
        self.columns(Columns::Views)
    }

    /// Columns of a full block.
    pub(super) fn columns(self, columns: Columns) -> usize {
        let samples = self.each.min(self.samples);
        match columns {
            Columns::Views => samples * self.augmentations,
            Columns::Samples => samples,
        }
    }

    pub(super) fn block(self, index: usize, source: &impl Source) -> Block {
        let samples = index * self.each..self.samples.min((index + 1) * self.each);
        let views = samples.start * self.augmentations..samples.end * self.augmentations;
        Block { augmentation_weights: views.map(|view| source.augmentation_weight(view)).collect(), samples }
    }
}

/// A block of consecutive samples.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) samples: Range<usize>,
    /// aug(a|x) of its views.
    pub(super) augmentation_weights: Vec<f64>,
}

impl Block {
    pub(super) fn views(&self) -> usize {
        self.augmentation_weights.len()
    }

    pub(super) fn augmentations(&self) -> usize {
        self.views() / self.samples.len()
    }

    /// E_{x'|x}, from one column per view to one per sample.
    pub(super) fn means(&self, f: &[f64], rows: usize) -> Vec<f64> {
        let mut means = vec![0.0; rows * self.samples.len()];
        let of_views = f.chunks_exact(rows).zip(&self.augmentation_weights);
        for (view, (column, weight)) in of_views.enumerate() {
            let sample = view / self.augmentations();
            let mean = &mut means[sample * rows..(sample + 1) * rows];
            mean.iter_mut().zip(column).for_each(|(m, f)| *m += weight * f);
        }
        means
    }

    /// From one column per sample to one per view, each times the weight of its augmentation.
    pub(super) fn spread(&self, y: &[f64], rows: usize, columns: &mut Vec<f64>) {
        columns.clear();
        for (view, weight) in self.augmentation_weights.iter().enumerate() {
            let sample = view / self.augmentations();
            columns.extend(y[sample * rows..(sample + 1) * rows].iter().map(|y| weight * y));
        }
    }
}

/// Gives a buffer a length; new numbers are 0.
pub(super) fn sized(buffer: &mut Vec<f64>, length: usize) -> &mut [f64] {
    buffer.resize(length, 0.0);
    &mut buffer[..]
}
