//! Views of an image by one-pixel shifts: a small augmentation that needs no randomness.

use crate::numbers::Ring;
use nalgebra::DMatrix;

/// The shifts (rows down, columns right) in order: identity, down, up, right, left.
pub const SHIFTS: [(isize, isize); 5] = [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)];

/// Every image under each of [`SHIFTS`], with zeros where nothing moves in. Columns of `images` are images of
/// height × width pixels, row by row; column i·5 + a of the result is image i under shift a. Exact.
///
/// ```
/// use dualproof_numbers::matrix::dmatrix;
/// use dualproof_networks::shifts::shifted;
/// let image = dmatrix![1.0; 2.0; 3.0; 4.0];    // 1 2 over 3 4
/// let views = shifted(&image, 2, 2);
/// assert_eq!(views.column(1), dmatrix![0.0; 0.0; 1.0; 2.0].column(0));    // down
/// assert_eq!(views.column(4), dmatrix![2.0; 0.0; 4.0; 0.0].column(0));    // left
/// ```
///
/// # Panics
/// If a column does not have height × width entries.
pub fn shifted<S: Ring>(images: &DMatrix<S>, height: usize, width: usize) -> DMatrix<S> {
    assert_eq!(images.nrows(), height * width, "pixels of an image");
    DMatrix::from_fn(images.nrows(), images.ncols() * SHIFTS.len(), |pixel, view| {
        let (down, right) = SHIFTS[view % SHIFTS.len()];
        let row = (pixel / width).checked_add_signed(-down).filter(|row| *row < height);
        let column = (pixel % width).checked_add_signed(-right).filter(|column| *column < width);
        match (row, column) {
            (Some(row), Some(column)) => images[(row * width + column, view / SHIFTS.len())].clone(),
            _ => S::zero(),
        }
    })
}
