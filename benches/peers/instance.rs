//! The instances of the contest, as files that every contestant reads.

use dualproof::input::{Array, NpyViews};
use dualproof::network::{Activation, Layer, Network};
use dualproof::views::Views;
use nalgebra::DMatrix;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::error::Error;
use std::fs;
use std::path::Path;

/// Widths n_0 … n_L, samples × augmentations.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub name: &'static str,
    pub widths: [usize; 4],
    pub samples: usize,
    pub augmentations: usize,
    /// The stream of random numbers; at the middle size chosen, see the page.
    pub seed: u64,
}

impl Size {
    /// "(64, 64, 64, 16; 128 × 8)".
    pub fn text(&self) -> String {
        let [a, b, c, d] = self.widths;
        format!("({a}, {b}, {c}, {d}; {} × {})", self.samples, self.augmentations)
    }
}

pub const SMALL: Size = Size { name: "small", widths: [16, 16, 16, 8], samples: 64, augmentations: 4, seed: 1 };
pub const MIDDLE: Size = Size { name: "middle", widths: [64, 64, 64, 16], samples: 128, augmentations: 8, seed: 1 };
pub const LARGE: Size = Size { name: "large", widths: [256, 256, 256, 32], samples: 256, augmentations: 8, seed: 1 };

/// Standard normal numbers by Box and Muller.
struct Normal(ChaCha8Rng);

impl Normal {
    fn next(&mut self) -> f64 {
        // In (0, 1]: the logarithm is finite.
        let [a, b] = [0; 2].map(|_: i32| (self.0.next_u64() >> 11) as f64 + 1.0).map(|n| n / (1_u64 << 53) as f64);
        (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
    }

    fn list(&mut self, count: usize, scale: f64) -> Vec<f64> {
        (0..count).map(|_| scale * self.next()).collect()
    }
}

/// The spread of augmentations around their sample, whose own spread is 1.
const AUGMENTATION: f64 = 0.3;

/// Writes W1.npy … (normal, of variance 2/n_{l−1}), U1.npy … (normal) and X.npy (samples normal, augmentations
/// around them).
pub fn write(size: &Size, directory: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(directory)?;
    let mut normal = Normal(ChaCha8Rng::seed_from_u64(size.seed));
    for (layer, pair) in size.widths.windows(2).enumerate() {
        let (inputs, units) = (pair[0], pair[1]);
        let weights = normal.list(units * inputs, (2.0 / inputs as f64).sqrt());
        write_npy(&directory.join(format!("W{}.npy", layer + 1)), &[units, inputs], &weights)?;
        let direction = normal.list(units * inputs, 1.0);
        write_npy(&directory.join(format!("U{}.npy", layer + 1)), &[units, inputs], &direction)?;
    }
    let width = size.widths[0];
    let mut views = Vec::with_capacity(size.samples * size.augmentations * width);
    for _ in 0..size.samples {
        let sample = normal.list(width, 1.0);
        for _ in 0..size.augmentations {
            views.extend(sample.iter().map(|x| x + AUGMENTATION * normal.next()));
        }
    }
    write_npy(&directory.join("X.npy"), &[size.samples, size.augmentations, width], &views)
}

fn write_npy(path: &Path, shape: &[usize], entries: &[f64]) -> Result<(), Box<dyn Error>> {
    let shape = shape.iter().map(|n| n.to_string()).collect::<Vec<_>>().join(", ");
    let mut header = format!("{{'descr': '<f8', 'fortran_order': False, 'shape': ({shape}), }}");
    // The format wants the data at a multiple of 64 bytes, ten of them before the text and one for the end of line.
    while (header.len() + 11) % 64 != 0 {
        header.push(' ');
    }
    header.push('\n');
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend(u16::try_from(header.len())?.to_le_bytes());
    bytes.extend(header.as_bytes());
    bytes.extend(entries.iter().flat_map(|x| x.to_le_bytes()));
    Ok(fs::write(path, bytes)?)
}

/// Writes a list of numbers.
pub fn write_result(path: &Path, entries: &[f64]) -> Result<(), Box<dyn Error>> {
    // One number in brackets is no tuple in Python: an axis of length 1 makes it one.
    write_npy(path, &[entries.len(), 1], entries)
}

/// The matrices of a letter, as the layers count.
fn matrices(letter: char, directory: &Path) -> Result<Vec<DMatrix<f64>>, Box<dyn Error>> {
    let mut found = Vec::new();
    loop {
        let path = directory.join(format!("{letter}{}.npy", found.len() + 1));
        if !path.exists() {
            return Ok(found);
        }
        let array = Array::read(&path)?;
        let shape = array.shape_of_rank(&[2], "a matrix")?;
        found.push(DMatrix::from_row_slice(shape[0], shape[1], array.data()));
    }
}

/// What the files say: a ReLU network, directions, views.
pub struct Instance {
    pub network: Network<f64>,
    pub directions: Vec<DMatrix<f64>>,
    pub views: Views<f64>,
}

pub fn read(directory: &Path) -> Result<Instance, Box<dyn Error>> {
    let weights = matrices('W', directory)?;
    let depth = weights.len();
    let layers = weights.into_iter().enumerate().map(|(index, weights)| {
        Layer::dense(weights, if index + 1 == depth { Activation::Linear } else { Activation::Relu })
    });
    let file = NpyViews::open(&directory.join("X.npy"))?;
    let [samples, augmentations, width] = file.shape();
    let mut entries = Vec::with_capacity(samples * augmentations * width);
    let mut buffer = Vec::new();
    for sample in 0..samples {
        file.read(sample..sample + 1, &mut buffer)?;
        entries.extend_from_slice(&buffer);
    }
    let inputs = DMatrix::from_vec(width, samples * augmentations, entries);
    Ok(Instance {
        network: Network { layers: layers.collect() },
        directions: matrices('U', directory)?,
        views: Views::uniform(inputs, samples)?,
    })
}
