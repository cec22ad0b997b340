//! The user's views as sources of operators at large scale.

use super::{InputError, NpyViews, ShiftedImages};
use dualproof_networks::operator::streamed::ReadViews;
use std::ops::Range;

impl ReadViews for NpyViews {
    type Error = InputError;

    fn shape(&self) -> [usize; 3] {
        NpyViews::shape(self)
    }

    fn read(&self, samples: Range<usize>, buffer: &mut Vec<f64>) -> Result<(), InputError> {
        NpyViews::read(self, samples, buffer)
    }
}

impl ReadViews for ShiftedImages {
    type Error = InputError;

    fn shape(&self) -> [usize; 3] {
        ShiftedImages::shape(self)
    }

    fn read(&self, samples: Range<usize>, buffer: &mut Vec<f64>) -> Result<(), InputError> {
        ShiftedImages::read(self, samples, buffer)
    }
}
