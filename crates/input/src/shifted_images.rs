//! Images in a `.npy` file under one-pixel shifts.

use super::{InputError, NpySamples};
use dualproof_networks::shifts::{SHIFTS, shifted};
use nalgebra::DMatrix;
use std::ops::Range;

/// Images in a file, each under each of [`SHIFTS`], made when they are asked for.
#[derive(Debug)]
pub struct ShiftedImages {
    images: NpySamples,
    height: usize,
    width: usize,
}

impl ShiftedImages {
    /// The views of samples that are images.
    ///
    /// # Errors
    /// [`InputError::Shape`] where the samples are not N × H × W.
    pub fn of(images: NpySamples) -> Result<Self, InputError> {
        match *images.each() {
            [height, width] => Ok(ShiftedImages { images, height, width }),
            _ => Err(images.misshapen("N×H×W: shifts need images")),
        }
    }

    /// [N, A, D]: the images, the shifts, the pixels.
    pub fn shape(&self) -> [usize; 3] {
        [self.images.samples(), SHIFTS.len(), self.height * self.width]
    }

    /// The file of the images.
    pub fn file(&self) -> &str {
        self.images.file()
    }

    /// The views of these images one after the other, into a buffer of any length before.
    ///
    /// # Errors
    /// As for [`NpySamples::read`].
    ///
    /// # Panics
    /// If the range exceeds the images.
    pub fn read(&self, images: Range<usize>, buffer: &mut Vec<f64>) -> Result<(), InputError> {
        let count = images.len();
        self.images.read(images, buffer)?;
        let pixels = DMatrix::from_vec(self.height * self.width, count, std::mem::take(buffer));
        *buffer = shifted(&pixels, self.height, self.width).data.into();
        Ok(())
    }
}
