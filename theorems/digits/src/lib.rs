//! The real instance: a network that PyTorch trained on handwritten digits, those digits, and the gradients that
//! PyTorch's automatic differentiation gives for them. The files in `data/` of this crate are part of the program;
//! `data/README.md` tells their origin and licence.

mod residual;

pub use residual::{ExpectedNorm, ExpectedOfBatches, ExpectedUpdate, Samples, expected_of_batches, residual};

use dualproof::claim::Side;
use dualproof::input::{Array, Selection, network_from_bytes};
use dualproof::matrix::{Matrix, norm};
use dualproof::network::{Activation, Network};
use dualproof::numbers::{Number, Obstacle, Rational, Running};
use dualproof::shifts::shifted;
use dualproof::views::Views;
use nalgebra::DMatrix;
use serde::Deserialize;
use std::sync::LazyLock;

/// 1797 digits of 8 × 8 pixels, each a whole number from 0 to [`BRIGHTEST`]: a `.npy` file, 1797 × 8 × 8, `uint8`.
pub const IMAGES: &[u8] = include_bytes!("../data/digits_images.npy");

/// Which digit each image shows, 0 to 9: a `.npy` file, 1797, `uint8`.
pub const LABELS: &[u8] = include_bytes!("../data/digits_labels.npy");

/// The network that [`network`] reads: a `.safetensors` file.
pub const NETWORK: &[u8] = include_bytes!("../data/digits_mlp_relu.safetensors");

const EXPECTED: &str = include_str!("../data/digits_mlp_relu.expected.json");

/// The brightest pixel: pixels are whole numbers from 0 to this, and inputs are pixels divided by it.
pub const BRIGHTEST: u64 = 16;

/// The relative agreement that the project promises with [`Expected`]; both programs compute in `f64`, in different
/// orders.
pub const REFERENCE_AGREEMENT: f64 = 1e-9;

/// What PyTorch gives, in `f64`, for the network on the first digits and their shifts, layer by layer.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// The name of the network.
    pub network: String,
    /// Its activation.
    pub activation: String,
    /// n₀ … n_L.
    pub widths: Vec<usize>,
    /// N: the first N digits.
    pub samples: usize,
    /// The augmentations, in words.
    pub views: String,
    /// The version of PyTorch.
    pub torch: String,
    /// tr V_x\[F̄\].
    #[serde(rename = "energy_tr_V_mean_output")]
    pub energy: f64,
    /// ‖−∇_{W_l} L‖ of L = E\[r₊ − r₋\], one branch.
    pub one_branch_update_norm: Vec<f64>,
    /// The same, both branches.
    pub both_branch_update_norm: Vec<f64>,
    /// ⟨W_l, −∇L⟩, one branch.
    pub inner_w_update: Vec<f64>,
    /// ‖−∇ r‖ of BYOL with [`predictor`], zero-mean at both outputs, target constant.
    pub byol_update_norm_zero_mean: Vec<f64>,
    /// The same without the zero-mean.
    pub byol_update_norm_plain: Vec<f64>,
    /// The predictor, in words.
    pub byol_predictor: String,
    /// ‖−∇L‖ of InfoNCE with one negative and τ = ½, one branch.
    #[serde(rename = "infonce_h1_one_branch_update_norm_tau0.5")]
    pub infonce_update_norm: Vec<f64>,
    /// The largest eigenvalues of V_x\[K̄_L\], in decreasing order.
    pub top_layer_operator_eigenvalues: Vec<f64>,
}

/// The network 64-48-32-16 with its `f32` weights as rationals.
///
/// # Panics
/// Never with the files of the repository: a test reads them.
pub fn network() -> Network<Rational> {
    let file = network_from_bytes("digits_mlp_relu.safetensors", NETWORK, &Activation::Relu, &Selection::default());
    file.expect("the network of data/").network
}

/// Another network with weights of the same size, and as exact: the rows of every layer are in reverse order, so that
/// units change places but what reads them does not follow.
pub fn another_network() -> Network<Rational> {
    let mut network = network();
    for layer in &mut network.layers {
        let (rows, columns) = layer.weights.shape();
        layer.weights = DMatrix::from_fn(rows, columns, |i, j| layer.weights[(rows - 1 - i, j)].clone());
    }
    network
}

/// The network and the views of PyTorch's values: the first 60 digits under five shifts.
pub fn network_and_views() -> (Network<Rational>, Views<Rational>) {
    (network(), views(expected().samples))
}

/// The first `samples` digits, each under the five one-pixel shifts (identity, down, up, right, left; zeros move
/// in), uniform weights, pixels divided by [`BRIGHTEST`]. Exact.
///
/// # Panics
/// If `samples` is 0 or exceeds the digits.
pub fn views(samples: usize) -> Views<Rational> {
    let images = images();
    let &[count, height, width] = images.shape() else { panic!("the digits of data/ are images") };
    assert!((1..=count).contains(&samples), "samples: found {samples}, expected 1 to {count}");
    let pixels = images.data().iter().take(samples * height * width);
    let pixels = pixels.map(|pixel| Rational::new(*pixel as i64, BRIGHTEST));
    let inputs = DMatrix::from_iterator(height * width, samples, pixels);
    Views::uniform(shifted(&inputs, height, width), samples).expect("five views of each digit")
}

/// Every digit, samples × height × width.
///
/// # Panics
/// Never with the files of the repository: a test reads them.
pub fn images() -> Array {
    Array::from_bytes("digits_images.npy", IMAGES).expect("the digits of data/")
}

/// The predictor of the BYOL values: the numbers from −½ to 1 in equal steps, row by row, as a 16 × 16 matrix;
/// each the `f64` that NumPy's `linspace` gives, as a rational.
pub fn predictor() -> DMatrix<Rational> {
    let (first, last) = (-0.5, 1.0);
    let outputs = expected().widths.last().copied().unwrap_or_default();
    let steps = outputs * outputs - 1;
    let step = (last - first) / steps as f64;
    let entry = |i: usize| if i == steps { last } else { i as f64 * step + first };
    DMatrix::from_fn(outputs, outputs, |row, column| {
        Rational::from_f64(entry(row * outputs + column)).expect("a finite entry")
    })
}

/// PyTorch's values.
pub fn expected() -> &'static Expected {
    static READ: LazyLock<Expected> =
        LazyLock::new(|| serde_json::from_str(EXPECTED).expect("the expected values of data/"));
    &READ
}

/// Updates as PyTorch's file has them: the norm of each, 1 × 1.
///
/// # Errors
/// [`Obstacle::UnknownSign`] where the sum of squares may be negative within its error bound.
pub fn norms(updates: Vec<Matrix>) -> Side {
    let undecided = Obstacle::UnknownSign("a sum of squares");
    let one_by_one = |u: &Matrix| Some(DMatrix::from_element(1, 1, norm(u)?));
    updates.iter().map(|update| one_by_one(update).ok_or(undecided.clone())).collect()
}

/// A value of PyTorch's with [`REFERENCE_AGREEMENT`] as its relative error bound.
pub fn agreeing_with(value: f64) -> Number {
    Running::with_error(value, REFERENCE_AGREEMENT * value.abs()).into()
}
