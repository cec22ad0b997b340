//! The instances of the contest, as files that every contestant reads.

use dualproof::graph::{Graph, Image, Node, Operation, Parameter, Window};
use dualproof::input::{Array, NpyViews, write_npy};
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
    /// The stream of random numbers.
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

/// The convolution of the contest: 256 images of 8 channels of 16 × 16, 16 kernels of 3 × 3, a row and a column of zeros around.
pub const IMAGES: usize = 256;
pub const IMAGE: Image = Image { channels: 8, height: 16, width: 16 };
pub const KERNELS: usize = 16;
pub const WINDOW: Window = Window { height: 3, width: 3, stride: 1, padding: 1, dilation: 1 };

/// Writes K.npy (kernels × their entries) and X.npy (images × 1 × the entries of one).
pub fn write_convolution(directory: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(directory)?;
    let mut normal = Normal(ChaCha8Rng::seed_from_u64(1));
    let entries = IMAGE.channels * WINDOW.height * WINDOW.width;
    let kernel = normal.list(KERNELS * entries, (2.0 / entries as f64).sqrt());
    write_npy(&directory.join("K.npy"), &[KERNELS, entries], kernel)?;
    let images = normal.list(IMAGES * IMAGE.len(), 1.0);
    Ok(write_npy(&directory.join("X.npy"), &[IMAGES, 1, IMAGE.len()], images)?)
}

/// A graph of that convolution alone, and the images as its inputs.
pub fn read_convolution(directory: &Path) -> Result<(Graph<f64>, DMatrix<f64>), Box<dyn Error>> {
    let kernel = Array::read(&directory.join("K.npy"))?;
    let shape = kernel.shape_of_rank(&[2], "a matrix")?;
    let values = DMatrix::from_row_slice(shape[0], shape[1], kernel.data());
    let images = Array::read(&directory.join("X.npy"))?;
    let operation = Operation::Convolution { kernel: 0, image: IMAGE, window: WINDOW, groups: 1 };
    let graph = Graph {
        parameters: vec![Parameter { name: "kernel".into(), values, mask: None }],
        nodes: vec![Node { operation: Operation::Input, of: Vec::new() }, Node { operation, of: vec![0] }],
    };
    Ok((graph, DMatrix::from_column_slice(IMAGE.len(), IMAGES, images.data())))
}

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

/// The numbers of an instance, row by row.
struct Drawn {
    /// W_l, normal of variance 2/n_{l−1}.
    weights: Vec<Vec<f64>>,
    /// U_l, normal.
    directions: Vec<Vec<f64>>,
    /// Samples normal, augmentations around them.
    views: Vec<f64>,
}

fn draw(size: &Size) -> Drawn {
    let mut normal = Normal(ChaCha8Rng::seed_from_u64(size.seed));
    let mut drawn = Drawn { weights: Vec::new(), directions: Vec::new(), views: Vec::new() };
    for pair in size.widths.windows(2) {
        drawn.weights.push(normal.list(pair[0] * pair[1], (2.0 / pair[0] as f64).sqrt()));
        drawn.directions.push(normal.list(pair[0] * pair[1], 1.0));
    }
    for _ in 0..size.samples {
        let sample = normal.list(size.widths[0], 1.0);
        for _ in 0..size.augmentations {
            drawn.views.extend(sample.iter().map(|x| x + AUGMENTATION * normal.next()));
        }
    }
    drawn
}

/// gradcheck's default step, and the smaller one that it is also run with.
const DEFAULT_STEP: f64 = 1e-6;
const SMALL_STEP: f64 = 1e-7;

/// The first seed from the size's own on for which half of the default step in one weight of the first layer carries a
/// pre-activation across 0, and one and a half of the small step carries none.
pub fn with_kink(size: Size) -> Size {
    let inputs = size.widths[0];
    let crosses = |size: &Size| {
        let drawn = draw(size);
        // The smallest step in one weight that carries some pre-activation to 0.
        let step = |view: &[f64]| {
            let largest = view.iter().fold(0.0, |largest: f64, x| largest.max(x.abs()));
            let preactivation = |row: &[f64]| row.iter().zip(view).map(|(w, x)| w * x).sum::<f64>().abs();
            drawn.weights[0].chunks_exact(inputs).map(preactivation).fold(f64::INFINITY, f64::min) / largest
        };
        let least = drawn.views.chunks_exact(inputs).map(step).fold(f64::INFINITY, f64::min);
        (1.5 * SMALL_STEP..0.5 * DEFAULT_STEP).contains(&least)
    };
    (size.seed..).map(|seed| Size { seed, ..size }).find(crosses).unwrap_or(size)
}

/// Writes W1.npy …, U1.npy … and X.npy.
pub fn write(size: &Size, directory: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(directory)?;
    let drawn = draw(size);
    for (layer, pair) in size.widths.windows(2).enumerate() {
        let shape = [pair[1], pair[0]];
        for (letter, matrices) in [('W', &drawn.weights), ('U', &drawn.directions)] {
            let path = directory.join(format!("{letter}{}.npy", layer + 1));
            write_npy(&path, &shape, matrices[layer].iter().copied())?;
        }
    }
    Ok(write_npy(&directory.join("X.npy"), &[size.samples, size.augmentations, size.widths[0]], drawn.views)?)
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
