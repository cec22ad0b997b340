//! Forward and back through the layers, a block of views at a time.

use super::loss::PairLossError;
use crate::gemm::{Factor, Into, largest_column_norm, least_magnitude, product};
use crate::network::{Activation, Layer, Network, Pool, Preactivation};
use crate::numbers::Obstacle;
use crate::views::Views;
use nalgebra::DMatrix;

/// The slope below 0 of each layer; `None` where it is linear.
pub(super) fn slopes(network: &Network<f64>, views: &Views<f64>) -> Result<Vec<Option<f64>>, PairLossError> {
    let of_layer = |(index, layer): (usize, &Layer<f64>)| {
        let refuse = |found| Err(PairLossError::Layer { layer: index + 1, found });
        if layer.mask.is_some() {
            return refuse("a mask");
        }
        if layer.bias.is_some() {
            return refuse("a bias");
        }
        if layer.pool != Pool::None {
            return refuse("a pool");
        }
        match layer.activation {
            Activation::Linear => Ok(None),
            Activation::Relu => Ok(Some(0.0)),
            Activation::LeakyRelu { slope } if slope >= 0.0 => Ok(Some(slope)),
            Activation::LeakyRelu { .. } => refuse("a slope below 0"),
            Activation::Tanh => refuse("tanh"),
            Activation::Gated { .. } => refuse("gates as data"),
        }
    };
    let slopes = network.layers.iter().enumerate().map(of_layer).collect::<Result<_, _>>()?;
    network.validate(views.inputs.nrows(), views.len())?;
    Ok(slopes)
}

/// f_1 … f_L of a block, and the smallest |f̃_l| of each layer but for those that are certainly 0.
pub(super) struct Pass {
    pub(super) layers: Vec<Vec<f64>>,
    pub(super) least: Vec<f64>,
}

/// `zero` says on which views all numbers below a layer are certainly 0, if gates at 0 are given.
pub(super) fn forward(
    network: &Network<f64>,
    slopes: &[Option<f64>],
    inputs: &[f64],
    first: usize,
    mut zero: Option<Vec<bool>>,
) -> Result<Pass, PairLossError> {
    let views = inputs.len() / network.input_width();
    let mut pass = Pass { layers: Vec::new(), least: Vec::new() };
    for (index, (layer, slope)) in network.layers.iter().zip(slopes).enumerate() {
        let (units, width) = layer.weights.shape();
        let below = Factor::new(pass.layers.last().map_or(inputs, Vec::as_slice), width, views);
        let mut t = vec![0.0; units * views];
        product(&mut t, Into::Replace, Factor::new(layer.weights.as_slice(), units, width), below);
        let mut least =
            least_magnitude(&t).ok_or(PairLossError::Gradient(Obstacle::UnknownSign("a pre-activation")))?;
        if let Some(slope) = slope {
            if least == 0.0 {
                let is_zero = |view: usize| zero.as_ref().is_some_and(|zero| zero[view]);
                let uncertain = || t.iter().enumerate().filter(|(at, _)| !is_zero(at / units));
                if let Some((at, _)) = uncertain().find(|(_, t)| **t == 0.0) {
                    let (layer, unit, view) = (index + 1, at % units, first + at / units);
                    return Err(PairLossError::Gradient(Preactivation { layer, unit, view }.is_zero()));
                }
                least = uncertain().fold(f64::INFINITY, |least, (_, t)| least.min(t.abs()));
            }
            if let (Some(zero), true) = (&mut zero, *slope == 0.0) {
                // Units that are all closed, as certainly as their signs are decided.
                let closed = t.chunks_exact(units).map(|column| column.iter().all(|t| *t < 0.0));
                zero.iter_mut().zip(closed).for_each(|(zero, closed)| *zero |= closed);
            }
            t.iter_mut().for_each(|t| *t = if *t > 0.0 { *t } else { slope * *t });
        }
        pass.least.push(if slope.is_some() { least } else { f64::INFINITY });
        pass.layers.push(t);
    }
    Ok(pass)
}

/// The block's part of every layer's gradient, and the largest adjoint of each layer by weight of its view.
pub(super) fn backward(
    network: &Network<f64>,
    slopes: &[Option<f64>],
    inputs: &[f64],
    pass: &Pass,
    adjoint: &[f64],
    weights: &[f64],
) -> (Vec<DMatrix<f64>>, Vec<f64>) {
    let views = weights.len();
    let mut gradients = Vec::new();
    let mut largest = Vec::new();
    let mut h = adjoint.to_vec();
    for (index, layer) in network.layers.iter().enumerate().rev() {
        let (units, width) = layer.weights.shape();
        if let Some(slope) = slopes[index] {
            let f = &pass.layers[index];
            h.iter_mut().zip(f).for_each(|(h, f)| *h = if *f > 0.0 { *h } else { slope * *h });
        }
        largest.push(largest_column_norm(&h, units, |view| weights[view]));
        let below = if index == 0 { inputs } else { &pass.layers[index - 1] };
        let mut gradient = DMatrix::zeros(units, width);
        let factor = Factor::new(&h, units, views);
        product(gradient.as_mut_slice(), Into::Replace, factor, Factor::new(below, width, views).transposed());
        gradients.push(gradient);
        if index > 0 {
            let mut pulled = vec![0.0; width * views];
            let weights = Factor::new(layer.weights.as_slice(), units, width).transposed();
            product(&mut pulled, Into::Replace, weights, factor);
            h = pulled;
        }
    }
    gradients.reverse();
    largest.reverse();
    (gradients, largest)
}
