//! The units of the computation: powers of two, of the data and of each layer's weights. The loss is homogeneous in
//! all of them, so that no square over- or underflows and nothing is lost by scaling back.

use super::loss::{PairLoss, PairLossError};
use crate::gemm::{Factor, Into, product};
use crate::network::Network;
use crate::numbers::{exponent, norm, times_power, unit_of};
use crate::views::Views;
use std::borrow::Cow;

/// Views that the units of the layers are taken from.
const FEW: usize = 32;

/// A network and inputs in units in which numbers are near 1.
pub(super) struct Units<'a> {
    pub(super) network: Network<f64>,
    pub(super) inputs: Cow<'a, [f64]>,
    /// The exponents of the units: of the inputs, and of each layer's weights.
    powers: (i32, Vec<i32>),
}

impl<'a> Units<'a> {
    /// The largest |x| and, for a few views, the largest |f_l| of every layer become about 1.
    pub(super) fn of(network: &Network<f64>, slopes: &[Option<f64>], views: &'a Views<f64>) -> Self {
        let all = views.inputs.as_slice();
        let of_inputs = unit_of(all);
        let inputs: Cow<[f64]> = match of_inputs {
            0 => Cow::Borrowed(all),
            power => all.iter().map(|x| times_power(*x, -power)).collect(),
        };
        let (mut network, mut powers) = (network.clone(), Vec::new());
        let few = views.len().min(FEW);
        let mut f = inputs[..few * views.inputs.nrows()].to_vec();
        for (layer, slope) in network.layers.iter_mut().zip(slopes) {
            let own = unit_of(layer.weights.as_slice());
            layer.weights.apply(|w| *w = times_power(*w, -own));
            let (rows, width) = layer.weights.shape();
            let mut t = vec![0.0; rows * few];
            let weights = Factor::new(layer.weights.as_slice(), rows, width);
            product(&mut t, Into::Replace, weights, Factor::new(&f, width, few));
            let gain = unit_of(&t);
            layer.weights.apply(|w| *w = times_power(*w, -gain));
            let slope = slope.unwrap_or(1.0);
            f = t.iter().map(|t| times_power(*t, -gain)).map(|t| if t > 0.0 { t } else { slope * t }).collect();
            powers.push(own + gain);
        }
        Units { network, inputs, powers: (of_inputs, powers) }
    }

    /// L is of degree 2 in every unit, its gradient by W_l of degree 1 in that of layer l.
    pub(super) fn restored(&self, found: PairLoss) -> Result<PairLoss, PairLossError> {
        let of_loss = 2 * (self.powers.0 + self.powers.1.iter().sum::<i32>());
        let check = |what: &dyn Fn() -> String, size: f64, power: i32, least: f64| {
            let scaled = times_power(size, power);
            let representable = size == 0.0 || (scaled.is_finite() && scaled >= least);
            if representable { Ok(()) } else { Err((what(), exponent(size) + power)) }
        };
        let refused = |(what, exponent)| PairLossError::NotRepresentable { what, exponent };
        check(&|| "the loss".into(), found.value.abs(), of_loss, f64::MIN_POSITIVE).map_err(refused)?;
        let (mut gradient, mut bounds) = (found.gradient, found.bounds);
        for (index, (matrix, bound)) in gradient.iter_mut().zip(&mut bounds).enumerate() {
            let power = of_loss - self.powers.1[index];
            let root = (matrix.len() as f64).sqrt();
            let (size, what) = (norm(matrix.as_slice()), || format!("the gradient of layer {}", index + 1));
            check(&what, size, power, f64::MIN_POSITIVE * root).map_err(refused)?;
            matrix.apply(|x| *x = times_power(*x, power));
            // Half the least number for every entry that is below the normal ones.
            *bound = times_power(*bound, power).next_up() + root * f64::from_bits(1);
        }
        Ok(PairLoss { value: times_power(found.value, of_loss), gradient, bounds, ..found })
    }
}
