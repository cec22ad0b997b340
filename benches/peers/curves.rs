//! Time and peak memory of the operator times the weights, against width, depth, samples and views, streamed: no
//! activation is kept, views are made as they are asked for.

use dualproof::network::{Activation, Layer, Network};
use dualproof::operator::Moment;
use dualproof::operator::streamed::{Generated, Options, Streamed};
use nalgebra::DMatrix;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::error::Error;

/// A network of `depth` layers, all but the top of equal width (inputs too), on samples × augmentations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    pub width: usize,
    pub depth: usize,
    pub samples: usize,
    pub augmentations: usize,
}

/// What stands still while one of the four is doubled.
const BASE: Point = Point { width: 256, depth: 4, samples: 1024, augmentations: 4 };

/// A curve: what changes, and its points.
pub fn curves() -> Vec<(&'static str, Vec<Point>)> {
    let powers = |first: usize, count: u32| (0..count).map(move |k| first << k);
    vec![
        ("width", powers(128, 4).map(|width| Point { width, ..BASE }).collect()),
        ("depth", powers(2, 3).map(|depth| Point { depth, ..BASE }).collect()),
        ("samples", powers(512, 4).map(|samples| Point { samples, ..BASE }).collect()),
        ("views of a sample", powers(2, 4).map(|augmentations| Point { augmentations, ..BASE }).collect()),
    ]
}

/// n_L.
pub const OUTPUTS: usize = 32;

impl Point {
    pub fn text(&self) -> String {
        format!("{},{},{},{}", self.width, self.depth, self.samples, self.augmentations)
    }

    pub fn parse(text: &str) -> Result<Self, Box<dyn Error>> {
        let numbers: Vec<usize> = text.split(',').map(str::parse).collect::<Result<_, _>>()?;
        let &[width, depth, samples, augmentations] = &numbers[..] else {
            return Err(format!("point: found {text:?}, expected four numbers").into());
        };
        Ok(Point { width, depth, samples, augmentations })
    }

    /// Floating point operations of the products: two forward passes, one reverse pass; the top layer works on means.
    pub fn operations(&self) -> f64 {
        let square = (self.width * self.width) as f64;
        let (views, samples) = ((self.samples * self.augmentations) as f64, self.samples as f64);
        let hidden = (self.depth - 1) as f64;
        // Forward twice, gradients of the hidden layers, adjoints down to the first.
        let on_views = 2.0 * hidden + hidden + (hidden - 1.0);
        // Output, gradient and adjoint of the top.
        let top = (self.width * OUTPUTS) as f64;
        2.0 * (square * views * on_views + top * samples * 3.0)
    }

    pub fn prepare(self) -> Prepared {
        let mut random = ChaCha8Rng::seed_from_u64(1);
        // Uniform on [-1, 1).
        let mut next = move || (random.next_u64() >> 11) as f64 / (1_u64 << 52) as f64 - 1.0;
        let scale = (6.0 / self.width as f64).sqrt();
        let layers = (0..self.depth).map(|layer| {
            let weights =
                DMatrix::from_fn(if layer + 1 == self.depth { OUTPUTS } else { self.width }, self.width, |_, _| {
                    scale * next()
                });
            Layer::dense(weights, if layer + 1 == self.depth { Activation::Linear } else { Activation::Relu })
        });
        let network = Network { layers: layers.collect() };
        Prepared { point: self, network, pool: (0..POOL).map(|_| next()).collect() }
    }
}

/// Random numbers of which every view is a stretch: making a view costs a copy.
const POOL: usize = 1 << 16;

pub struct Prepared {
    point: Point,
    network: Network<f64>,
    pool: Vec<f64>,
}

pub fn run(prepared: &mut Prepared, threads: usize) -> Result<(), Box<dyn Error>> {
    let Prepared { point, network, pool } = prepared;
    let Point { width, samples, augmentations, .. } = *point;
    let source = Generated {
        samples,
        augmentations,
        width,
        fill: |samples: std::ops::Range<usize>, buffer: &mut [f64]| {
            let first = samples.start * augmentations;
            for (view, column) in (first..).zip(buffer.chunks_exact_mut(width)) {
                // A multiplier that is odd and large spreads the stretches.
                let start = view.wrapping_mul(0x9E37_79B9) % (POOL - width);
                column.copy_from_slice(&pool[start..start + width]);
            }
        },
    };
    let options = Options { threads, kept_bytes: 0, ..Options::default() };
    Streamed::new(network, &source, Moment::Between, options)?.of_weights()?;
    Ok(())
}

/// The exponent b of y = a xᵇ by least squares on logarithms.
pub fn exponent(points: &[(f64, f64)]) -> f64 {
    let logs: Vec<(f64, f64)> = points.iter().map(|(x, y)| (x.ln(), y.ln())).collect();
    let count = logs.len() as f64;
    let (mean_x, mean_y) =
        (logs.iter().map(|l| l.0).sum::<f64>() / count, logs.iter().map(|l| l.1).sum::<f64>() / count);
    let products: f64 = logs.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    let squares: f64 = logs.iter().map(|(x, _)| (x - mean_x) * (x - mean_x)).sum();
    products / squares
}
