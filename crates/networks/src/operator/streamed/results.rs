//! Results in the units of the network and the views; those outside the normal numbers of `f64` are refused.

use super::bound::Bound;
use super::channel::ChannelSums;
use super::side::Side;
use super::{Source, Streamed, StreamedError};
use crate::numbers::{exponent, norm, times_power};
use nalgebra::DMatrix;

impl<X: Source> Streamed<'_, X> {
    /// The exponent of the unit of the output, of the left or the right network.
    pub(super) fn output_power(&self, side: &Side) -> i32 {
        self.entry.power + side.layers.powers.iter().sum::<i32>()
    }

    /// The exponent of the unit in which K_l y comes out for the layer at `place`, where z has that of the right
    /// network's output.
    pub(super) fn result_power(&self, place: usize) -> i32 {
        self.output_power(&self.left) - self.left.layers.powers[place] + self.output_power(self.right())
    }

    /// A bound in the units of the computation, in those of the network and the views; results were rounded once more.
    pub(super) fn bound_scaled(&self, bound: Bound, energy: i32) -> Bound {
        let up = |x: f64, power: i32| times_power(x, power).next_up();
        // Half the least number for every entry that is below the normal ones.
        let lost = |place: usize| f64::from_bits(1) * (self.left.layers.all[place].weights.len() as f64).sqrt();
        let layers = bound.layers.iter().enumerate().map(|(place, x)| up(*x, self.result_power(place)) + lost(place));
        let layers = layers.collect();
        let [largest, largest_output] = [bound.largest, bound.largest_output].map(|x| times_power(x, energy));
        Bound { layers, energy: up(bound.energy, energy), largest, largest_output, ..bound }
    }

    /// x · 2^power, where that is a normal number or 0.
    pub(super) fn representable(&self, what: &str, x: f64, power: i32) -> Result<f64, StreamedError> {
        let scaled = times_power(x, power);
        if x == 0.0 || scaled.is_normal() {
            return Ok(scaled);
        }
        Err(StreamedError::NotRepresentable { what: what.into(), exponent: exponent(x) + power })
    }

    /// A layer's result as a matrix, of a channel whose direction was in a unit of the given exponent.
    pub(super) fn finish(
        &self,
        place: usize,
        sums: &mut ChannelSums,
        power: i32,
    ) -> Result<DMatrix<f64>, StreamedError> {
        self.left.layers.add_pilot(sums);
        self.finished(place, sums, power)
    }

    /// The same after the pilot's part has been added.
    pub(super) fn finished(
        &self,
        place: usize,
        sums: &mut ChannelSums,
        power: i32,
    ) -> Result<DMatrix<f64>, StreamedError> {
        let image = self.in_unit(place, sums)?;
        let power = power + self.result_power(place);
        let size = norm(image.as_slice());
        let scaled = image.map(|x| times_power(x, power));
        // Entries below the normal numbers have an error of half the least number each: less than an ulp of the norm.
        let least = f64::MIN_POSITIVE * (image.len() as f64).sqrt();
        if size != 0.0 && (scaled.iter().any(|x| !x.is_finite()) || norm(scaled.as_slice()) < least) {
            let what = format!("the result of layer {}", place + 1);
            return Err(StreamedError::NotRepresentable { what, exponent: exponent(size) + power });
        }
        Ok(scaled)
    }

    /// A layer's result in the unit of the computation, without the entries that the mask forbids.
    pub(super) fn in_unit(&self, place: usize, sums: &mut ChannelSums) -> Result<DMatrix<f64>, StreamedError> {
        let layer = &self.left.layers.all[place];
        let sum = sums.matrices[place].take().unwrap_or_else(|| vec![0.0; layer.units * layer.inputs]);
        if sum.iter().any(|x| !x.is_finite()) {
            return Err(StreamedError::Overflow { layer: place + 1 });
        }
        Ok(DMatrix::from_vec(layer.units, layer.inputs, layer.masked(&sum).into_owned()))
    }
}
