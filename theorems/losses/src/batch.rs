//! What a loss is of, and what it gives.

use nalgebra::DMatrix;

/// N samples with A views each: view a of sample i is column i·A + a of the outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batch {
    /// N.
    pub samples: usize,
    /// A.
    pub views: usize,
}

impl Batch {
    /// N·A, the columns of the outputs; the largest number where that is beyond it. Never fails.
    pub fn columns(&self) -> usize {
        self.samples.saturating_mul(self.views)
    }

    /// The number of the ordered pairs.
    pub(crate) fn pairs(self) -> f64 {
        self.columns() as f64 * (self.views - 1) as f64
    }

    /// The ordered pairs a ≠ b of views of a sample, as columns.
    pub(crate) fn ordered_pairs(self) -> impl Iterator<Item = (usize, usize)> {
        let Batch { samples, views } = self;
        (0..samples).flat_map(move |i| {
            (0..views)
                .flat_map(move |a| (0..views).filter(move |b| *b != a).map(move |b| (i * views + a, i * views + b)))
        })
    }
}

/// A loss and its gradient.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluated {
    /// The loss.
    pub value: f64,
    /// Its gradient by the outputs, or by the predictions: n × N·A.
    pub gradient: DMatrix<f64>,
}
