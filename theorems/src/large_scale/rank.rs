//! The effective rank of V_x\[F̄\], from one more forward pass.

use super::OperatorError;
use crate::diagnosis::effective_rank;
use crate::measure::Units;
use dualproof::input::InputError;
use dualproof::network::Network;
use dualproof::operator::streamed::ReadViews;
use nalgebra::{DMatrix, DVector};

/// Views of a block, about.
const BLOCK: usize = 1024;

/// The effective rank of V_x\[F̄\] of a network on views that are read block by block; `None` where it is 0. Plain
/// `f64`, in units of its own and about the first sample: a description, without a proved bound.
pub(super) fn of_outputs<X: ReadViews<Error = InputError>>(
    network: &Network<f64>,
    views: &X,
) -> Result<Option<f64>, OperatorError> {
    let [samples, augmentations, width] = views.shape();
    let each = (BLOCK / augmentations).max(1);
    let outputs = network.output_width();
    let mut scaled: Option<(Units, Network<f64>)> = None;
    let mut pilot: Option<DVector<f64>> = None;
    let (mut sum, mut squares) = (DVector::zeros(outputs), DMatrix::zeros(outputs, outputs));
    let mut buffer = Vec::new();
    for first in (0..samples).step_by(each) {
        let block = first..samples.min(first + each);
        let count = block.len();
        views.read(block, &mut buffer)?;
        let inputs = DMatrix::from_column_slice(width, count * augmentations, &buffer);
        // The first block decides the units of all.
        let (units, network) = scaled.get_or_insert_with(|| {
            let units = Units::of(network, &inputs);
            let network = units.plain_network(network);
            (units, network)
        });
        let f = units.forward(network, &inputs);
        let mean = |sample: usize| f.columns(sample * augmentations, augmentations).column_mean();
        let pilot = pilot.get_or_insert_with(|| mean(0));
        let steps: Vec<DVector<f64>> = (0..count).map(|sample| mean(sample) - &*pilot).collect();
        let steps = DMatrix::from_columns(&steps);
        sum += steps.column_sum();
        squares += &steps * steps.transpose();
    }
    let n = samples as f64;
    let mean = sum / n;
    Ok(effective_rank(&(squares / n - &mean * mean.transpose())))
}
