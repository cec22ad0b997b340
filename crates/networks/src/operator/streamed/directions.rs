//! Directions in which the operators are applied, as they act and in the units of the computation.

use super::channel::Channel;
use super::layers::Dense;
use super::{Source, Streamed, StreamedError};
use crate::numbers::{exponent, largest_magnitude, times_power};
use crate::operator::Moment;
use nalgebra::DMatrix;
use std::borrow::Cow;

impl<X: Source> Streamed<'_, X> {
    pub(super) fn check(&self, directions: &[DMatrix<f64>]) -> Result<(), StreamedError> {
        if directions.len() != self.depth() {
            let (found, expected) = ((directions.len(), 1), (self.depth(), 1));
            return Err(StreamedError::Shape { what: "directions".into(), found, expected });
        }
        directions.iter().enumerate().try_for_each(|(place, u)| self.check_direction(place, u))
    }

    pub(super) fn check_direction(&self, place: usize, u: &DMatrix<f64>) -> Result<(), StreamedError> {
        let layer = &self.left.layers.all[place];
        let (found, expected) = (u.shape(), (layer.units, layer.inputs));
        if found == expected {
            return Ok(());
        }
        Err(StreamedError::Shape { what: format!("the direction of layer {}", place + 1), found, expected })
    }

    /// The weights themselves as a direction: z in the unit of the output.
    pub(super) fn own(&self) -> Channel<'static> {
        let layers = &self.right().layers;
        let directions = (0..self.depth()).map(|_| None).collect();
        let offset = layers.pilot.as_ref().filter(|_| !self.is_centred()).map(|pilot| pilot.output.clone());
        let (wanted, of_pilot) = (vec![true; self.depth()], Vec::new());
        Channel { own_weights: true, directions, wanted, of_pilot, offset }
    }

    pub(super) fn single<'u>(&self, place: usize, u: &'u DMatrix<f64>) -> (Channel<'u>, i32) {
        let mut directions: Vec<Option<&[f64]>> = vec![None; self.depth()];
        directions[place] = Some(u.as_slice());
        self.channel(&directions, (0..self.depth()).map(|l| l == place).collect())
    }

    /// Directions U_l as they act (masked) in the unit of their layer's weights and all of them in one unit more: the
    /// exponent of that, so that z is in the unit of the output and of it.
    pub(super) fn channel<'u>(&self, directions: &[Option<&'u [f64]>], wanted: Vec<bool>) -> (Channel<'u>, i32) {
        let layers = &self.right().layers;
        let exponents = directions.iter().zip(&layers.powers).filter_map(|(u, power)| {
            let largest = largest_magnitude((*u)?);
            (largest > 0.0 && largest.is_finite()).then(|| exponent(largest) - power)
        });
        let unit = exponents.max().unwrap_or(0);
        let scaled = |((u, power), dense): ((&Option<&'u [f64]>, &i32), &Dense)| {
            let masked = dense.masked((*u)?);
            let power = power + unit;
            Some(if power == 0 { masked } else { masked.iter().map(|x| times_power(*x, -power)).collect() })
        };
        let directions: Vec<_> = directions.iter().zip(&layers.powers).zip(&layers.all).map(scaled).collect();
        (self.with_pilot(directions, wanted), unit)
    }

    /// One direction for one layer, already in the units of the computation.
    pub(super) fn plain_single<'u>(&self, place: usize, u: &'u DMatrix<f64>) -> Channel<'u> {
        let layers = &self.right().layers;
        let mut directions: Vec<_> = (0..self.depth()).map(|_| None).collect();
        directions[place] = Some(layers.all[place].masked(u.as_slice()));
        self.with_pilot(directions, (0..self.depth()).map(|l| l == place).collect())
    }

    /// Directions in the units of the computation, beside what the pilot has of them.
    fn with_pilot<'u>(&self, directions: Vec<Option<Cow<'u, [f64]>>>, wanted: Vec<bool>) -> Channel<'u> {
        let layers = &self.right().layers;
        let (of_pilot, output) = layers.tangent_of_pilot(&directions);
        let offset = (layers.pilot.is_some() && !self.is_centred()).then_some(output);
        Channel { own_weights: false, directions, wanted, of_pilot, offset }
    }

    /// Is Σ y = 0 by itself?
    fn is_centred(&self) -> bool {
        matches!(self.moment, Moment::Between | Moment::Within | Moment::Total)
    }
}
