//! The law of a view: a small shift and a little noise.

use rand::{Rng, RngExt};

/// aug(·|x): x shifted by (down, right), each uniform on −s … s and independent, zeros moving in; then every pixel
/// plus an independent number uniform on ±σ√3, whose standard deviation is σ. Pixels are not clipped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Augmentation {
    /// s, in pixels.
    pub shift: usize,
    /// σ, in units of the brightest pixel.
    pub noise: f64,
}

impl Augmentation {
    /// One view of an image of the given height and width, given and returned pixel by pixel in rows.
    ///
    /// # Panics
    /// If the pixels are not height × width.
    pub fn view(
        &self,
        image: impl Fn(usize) -> f64,
        (height, width): (usize, usize),
        rng: &mut impl Rng,
        mut put: impl FnMut(usize, f64),
    ) {
        let reach = self.shift as isize;
        let mut offset = || rng.random_range(0..=2 * self.shift) as isize - reach;
        let (down, right) = (offset(), offset());
        let half_width = self.noise * 3.0_f64.sqrt();
        for row in 0..height {
            for column in 0..width {
                let from = (row.checked_add_signed(-down), column.checked_add_signed(-right));
                let pixel = match from {
                    (Some(row), Some(column)) if row < height && column < width => image(row * width + column),
                    _ => 0.0,
                };
                let noise = half_width * (2.0 * rng.random::<f64>() - 1.0);
                put(row * width + column, pixel + noise);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dualproof::random_streams::case_rng;
    use dualproof::shifts::{SHIFTS, shifted};
    use nalgebra::DMatrix;
    use std::collections::BTreeMap;

    const SHAPE: (usize, usize) = (3, 4);

    fn image() -> DMatrix<f64> {
        DMatrix::from_fn(12, 1, |pixel, _| 1.0 + pixel as f64)
    }

    fn views(augmentation: Augmentation, count: u64) -> Vec<Vec<f64>> {
        let image = image();
        let draw = |number| {
            let mut view = vec![f64::NAN; 12];
            augmentation.view(|i| image[i], SHAPE, &mut case_rng(1, "test", number), |i, pixel| view[i] = pixel);
            view
        };
        (0..count).map(draw).collect()
    }

    #[test]
    fn without_noise_every_shift_comes_equally_often() {
        let count = 9 * 400;
        let mut seen: BTreeMap<Vec<u64>, u32> = BTreeMap::new();
        for view in views(Augmentation { shift: 1, noise: 0.0 }, count) {
            *seen.entry(view.iter().map(|pixel| pixel.to_bits()).collect()).or_default() += 1;
        }
        assert_eq!(seen.len(), 9);
        // By Hoeffding's inequality each of the 9 frequencies is off by more than t with probability at most
        // 2 exp(−2 n t²); all stay within this t with probability 1 − 10⁻⁹.
        let t = ((18.0_f64 / 1e-9).ln() / (2.0 * count as f64)).sqrt();
        for times in seen.values() {
            assert!((f64::from(*times) / count as f64 - 1.0 / 9.0).abs() <= t, "{times} of {count}");
        }
        // Five of them are those of the toolkit's exact views.
        let known = shifted(&image(), SHAPE.0, SHAPE.1);
        for view in 0..SHIFTS.len() {
            assert!(seen.contains_key(&known.column(view).iter().map(|pixel| pixel.to_bits()).collect::<Vec<_>>()));
        }
    }

    #[test]
    fn noise_is_bounded_centred_and_of_its_deviation() {
        let sigma = 0.25;
        let image = image();
        let noises: Vec<f64> = views(Augmentation { shift: 0, noise: sigma }, 2000)
            .iter()
            .flat_map(|view| view.iter().zip(image.iter()).map(|(a, b)| a - b).collect::<Vec<_>>())
            .collect();
        let bound = sigma * 3.0_f64.sqrt();
        // The difference of a pixel of at most 12 and its noisy version carries one rounding of each sum.
        assert!(noises.iter().all(|x| x.abs() <= bound + 2.0 * 16.0 * f64::EPSILON));
        let n = noises.len() as f64;
        // Hoeffding again, for the mean (range 2b) and the mean square (range b²), at 10⁻⁹ each.
        let t = ((2.0_f64 / 1e-9).ln() / (2.0 * n)).sqrt();
        assert!((noises.iter().sum::<f64>() / n).abs() <= 2.0 * bound * t);
        let square = noises.iter().map(|x| x * x).sum::<f64>() / n;
        assert!((square - sigma * sigma).abs() <= bound * bound * t, "{square}");
    }
}
