//! Views in a `.npy` file, read a block of samples at a time.

use super::{InputError, NpySamples};
use std::ops::Range;
use std::path::Path;

/// An array N × A × D: A views of D numbers of each of N samples, which may have a shape of their own, as N × A × C × H × W.
#[derive(Debug)]
pub struct NpyViews(NpySamples);

impl NpyViews {
    /// Opens a file and reads its header.
    ///
    /// # Errors
    /// As for [`NpySamples::open`], and where the array has no views or no numbers, as N × D.
    pub fn open(path: &Path) -> Result<Self, InputError> {
        Self::of(NpySamples::open(path)?)
    }

    /// Samples that are A × … numbers each.
    ///
    /// # Errors
    /// [`InputError::Shape`] where they are not.
    pub fn of(samples: NpySamples) -> Result<Self, InputError> {
        match samples.each() {
            [_, _, ..] => Ok(NpyViews(samples)),
            _ => Err(samples.misshapen("N×A×D with no empty dimension")),
        }
    }

    /// The first samples alone, every number divided by `scale`.
    ///
    /// # Errors
    /// The number of samples in the file, if it is less or `samples` is 0.
    pub fn first(self, samples: usize, scale: f64) -> Result<Self, usize> {
        self.0.first(samples, scale).map(NpyViews)
    }

    /// [N, A, D], N the samples that are used.
    pub fn shape(&self) -> [usize; 3] {
        [self.0.samples(), self.0.each()[0], self.0.each()[1..].iter().product()]
    }

    /// The file it comes from.
    pub fn file(&self) -> &str {
        self.0.file()
    }

    /// The views of these samples one after the other, into a buffer of any length before.
    ///
    /// # Errors
    /// As for [`NpySamples::read`].
    ///
    /// # Panics
    /// If the range exceeds the samples.
    pub fn read(&self, samples: Range<usize>, buffer: &mut Vec<f64>) -> Result<(), InputError> {
        self.0.read(samples, buffer)
    }
}
