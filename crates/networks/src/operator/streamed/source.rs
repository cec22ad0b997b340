//! Where the views of an operator at large scale come from, a block of samples at a time.

use crate::numbers::Ring;
use crate::views::Views;
use std::error::Error;
use std::ops::Range;

/// The source's own error.
pub type SourceError = Box<dyn Error + Send + Sync>;

/// N samples × A augmentations of each, handed out in blocks of consecutive samples. The same samples may be asked
/// for several times and from several threads, and must be the same each time.
pub trait Source: Sync {
    /// N.
    fn samples(&self) -> usize;

    /// A.
    fn augmentations(&self) -> usize;

    /// n₀, the numbers of a view.
    fn width(&self) -> usize;

    /// The views of these samples, n₀ × (samples·A) in column-major order, in the order of [`Views`]. A source that
    /// has them in memory lends them; another fills `buffer`, of any length before, and lends that.
    ///
    /// # Errors
    /// Where they cannot be read or are not finite.
    fn block<'b>(&'b self, samples: Range<usize>, buffer: &'b mut Vec<f64>) -> Result<&'b [f64], SourceError>;

    /// p(x_i). Uniform unless said otherwise.
    fn sample_weight(&self, _sample: usize) -> f64 {
        1.0 / self.samples() as f64
    }

    /// aug(a | x_i) of the view i·A + a. Uniform unless said otherwise.
    fn augmentation_weight(&self, _view: usize) -> f64 {
        1.0 / self.augmentations() as f64
    }
}

/// Views in memory.
impl Source for Views<f64> {
    fn samples(&self) -> usize {
        Views::samples(self)
    }

    fn augmentations(&self) -> usize {
        Views::augmentations(self)
    }

    fn width(&self) -> usize {
        self.inputs.nrows()
    }

    fn block<'b>(&'b self, samples: Range<usize>, _: &'b mut Vec<f64>) -> Result<&'b [f64], SourceError> {
        let each = self.width() * Views::augmentations(self);
        Ok(&self.inputs.as_slice()[samples.start * each..samples.end * each])
    }

    fn sample_weight(&self, sample: usize) -> f64 {
        self.sample_weights[sample].to_f64()
    }

    fn augmentation_weight(&self, view: usize) -> f64 {
        self.augmentation_weights[view].to_f64()
    }
}

/// Views that are read into a buffer, a block of samples at a time: a [`Source`] with uniform weights, of which in memory
/// are the current blocks.
pub trait ReadViews: Sync {
    /// Why views cannot be read.
    type Error: Into<SourceError>;

    /// \[N, A, n₀\].
    fn shape(&self) -> [usize; 3];

    /// The views of these samples, as [`Source::block`] has them, into a buffer of any length before.
    ///
    /// # Errors
    /// Where they cannot be read or are not finite.
    fn read(&self, samples: Range<usize>, buffer: &mut Vec<f64>) -> Result<(), Self::Error>;
}

impl<R: ReadViews> Source for R {
    fn samples(&self) -> usize {
        self.shape()[0]
    }

    fn augmentations(&self) -> usize {
        self.shape()[1]
    }

    fn width(&self) -> usize {
        self.shape()[2]
    }

    fn block<'b>(&'b self, samples: Range<usize>, buffer: &'b mut Vec<f64>) -> Result<&'b [f64], SourceError> {
        self.read(samples, buffer).map_err(Into::into)?;
        Ok(buffer)
    }
}

/// Views that are made when they are asked for: `fill(samples, buffer)` writes n₀ × (samples·A) numbers in
/// column-major order into a buffer of that length. Uniform weights.
#[derive(Clone, Copy, Debug)]
pub struct Generated<F> {
    /// N.
    pub samples: usize,
    /// A.
    pub augmentations: usize,
    /// n₀.
    pub width: usize,
    /// Writes a block.
    pub fill: F,
}

impl<F: Fn(Range<usize>, &mut [f64]) + Sync> Source for Generated<F> {
    fn samples(&self) -> usize {
        self.samples
    }

    fn augmentations(&self) -> usize {
        self.augmentations
    }

    fn width(&self) -> usize {
        self.width
    }

    fn block<'b>(&'b self, samples: Range<usize>, buffer: &'b mut Vec<f64>) -> Result<&'b [f64], SourceError> {
        buffer.resize(samples.len() * self.augmentations * self.width, 0.0);
        (self.fill)(samples, buffer);
        Ok(buffer)
    }
}
