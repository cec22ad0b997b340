//! The digits in two fixed parts: training and test images.

use dualproof::input::Array;
use dualproof_digits::{self as digits, LABELS};
use nalgebra::DMatrix;

/// Of this many images in a row, the last one is a test image. The digits are ordered by writer, so both parts have
/// digits of every writer.
const EVERY: usize = 3;

/// Images with their classes.
#[derive(Clone, Debug, PartialEq)]
pub struct Images {
    /// One row each (the trainer's order), pixel by pixel, between 0 and 1.
    pub pixels: DMatrix<f64>,
    /// The digit of each.
    pub labels: Vec<usize>,
    /// Their places in the data set.
    pub places: Vec<usize>,
}

/// The two parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// 1198 images, whose labels only the linear probe sees.
    pub train: Images,
    /// 599 images.
    pub test: Images,
    /// Height and width of an image in pixels.
    pub shape: (usize, usize),
}

impl Split {
    /// The digits of `dualproof-digits`, the same split always: image i is a test image if i mod 3 = 2.
    pub fn digits() -> Self {
        let (columns, labels, shape) = labelled();
        let part = |judged: bool| {
            let places: Vec<usize> = (0..labels.len()).filter(|i| (i % EVERY == EVERY - 1) == judged).collect();
            Images {
                pixels: columns.select_columns(&places).transpose(),
                labels: places.iter().map(|i| labels[*i]).collect(),
                places,
            }
        };
        Split { train: part(false), test: part(true), shape }
    }
}

/// Every digit, pixels divided by [`BRIGHTEST`](digits::BRIGHTEST): one column each, row by row of the image; with its
/// label, and the height and width of an image.
fn labelled() -> (DMatrix<f64>, Vec<usize>, (usize, usize)) {
    let images = digits::images();
    let labels = Array::from_bytes("digits_labels.npy", LABELS).expect("the labels of data/");
    let &[count, height, width] = images.shape() else { panic!("the digits of data/ are images") };
    let pixels = images.data().iter().map(|pixel| pixel / digits::BRIGHTEST as f64);
    let labels = labels.data().iter().map(|label| *label as usize).collect();
    (DMatrix::from_iterator(height * width, count, pixels), labels, (height, width))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_parts_are_disjoint_and_everything() {
        let split = Split::digits();
        let (train, test) = (&split.train.places, &split.test.places);
        let all: BTreeSet<usize> = train.iter().chain(test).copied().collect();
        assert_eq!(all.len(), train.len() + test.len(), "an image in both parts");
        assert_eq!(all, (0..1797).collect());
        assert_eq!((train.len(), test.len()), (1198, 599));
        for images in [&split.train, &split.test] {
            assert_eq!(images.labels.iter().copied().collect::<BTreeSet<_>>(), (0..10).collect());
            assert_eq!(images.pixels.shape(), (images.labels.len(), split.shape.0 * split.shape.1));
            assert!(images.pixels.iter().all(|pixel| (0.0..=1.0).contains(pixel)));
        }
    }

    #[test]
    fn an_image_keeps_its_label_and_pixels() {
        let (columns, labels, _) = labelled();
        let split = Split::digits();
        for (row, place) in split.test.places.iter().enumerate() {
            assert_eq!(split.test.labels[row], labels[*place]);
            assert_eq!(split.test.pixels.row(row).transpose(), columns.column(*place));
        }
    }
}
