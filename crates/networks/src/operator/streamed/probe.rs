//! The probe, a few views of the source: whether there is a pilot (`pilot.rs`), and the units of the computation.
//!
//! The units are powers of two, exact: of the data, and one for each layer's weights, such that the largest |f_l| (or
//! |g_l|) of the probe is about 1 at every layer. The network is positively homogeneous, so results are scaled back
//! by a power of two, and no square over- or underflows on the way.

use super::blocks::sized;
use super::channel::ChannelSums;
use super::gates::{At, rectify_about};
use super::layers::{Dense, Layers};
use super::pilot::Pilot;
use super::{Source, SourceError};
use crate::gemm::{Factor, Into, product};
use crate::numbers::{exponent, largest_magnitude, norm, times_power, two_sum, unit_of};
use std::borrow::Cow;

/// Samples that the probe looks at, spread over the source.
const PROBED: usize = 16;

/// How much larger than the spread of the probe its common part must be for a pilot: below, a pilot would save fewer
/// than six bits, and pre-activations that are exactly 0 are found exactly without one.
const LOPSIDED: f64 = 8.0;

/// Exponents of the data's largest number with which it is left as it is.
const PLAIN: std::ops::RangeInclusive<i32> = -100..=100;

/// A few views.
#[derive(Debug)]
pub(super) struct Probe {
    width: usize,
    views: Vec<f64>,
}

/// How views enter the first layer: x ↦ (x − c_0) 2^−power.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) power: i32,
    /// c_0 in the unit.
    pub(super) pilot: Option<Vec<f64>>,
}

impl Probe {
    /// The first and the last view of a few samples.
    pub(super) fn of(source: &impl Source) -> Result<Self, SourceError> {
        let (samples, width) = (source.samples(), source.width());
        let (mut views, mut buffer) = (Vec::new(), Vec::new());
        for i in 0..samples.min(PROBED) {
            let sample = i * samples / samples.min(PROBED);
            let block = source.block(sample..sample + 1, &mut buffer)?;
            views.extend_from_slice(&block[..width]);
            if source.augmentations() > 1 {
                views.extend_from_slice(&block[block.len() - width..]);
            }
        }
        Ok(Probe { width, views })
    }

    fn count(&self) -> usize {
        self.views.len() / self.width.max(1)
    }

    /// Where the view stands that is nearest to the mean.
    fn middle(&self, columns: &[f64]) -> usize {
        let mut mean = vec![0.0; self.width];
        for column in columns.chunks_exact(self.width) {
            mean.iter_mut().zip(column).for_each(|(m, x)| *m += x / self.count() as f64);
        }
        let distance = |column: &[f64]| column.iter().zip(&mean).map(|(x, m)| (x - m).abs()).fold(0.0, f64::max);
        let distances = columns.chunks_exact(self.width).map(distance).enumerate();
        distances.min_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |(place, _)| place)
    }

    /// Brings a network into its units, with a pilot where it is called for; `None` where the probe is not finite.
    pub(super) fn fit(&self, layers: &mut Layers) -> Entry {
        let largest = largest_magnitude(&self.views);
        let unit = if largest == 0.0 || !largest.is_finite() { 0 } else { exponent(largest) };
        let power = if PLAIN.contains(&unit) { 0 } else { unit };
        let columns = self.in_unit(unit);
        let middle = self.middle(&columns);
        if !plain(layers, self.in_unit(power), self.count(), middle) {
            return Entry { power, pilot: None };
        }
        let spread = largest_magnitude(&about(&columns, &columns[middle * self.width..][..self.width]));
        let power = if spread > 0.0 { unit + exponent(spread) } else { unit };
        let pilot = self.in_unit(power)[middle * self.width..][..self.width].to_vec();
        let entry = Entry { power, pilot: Some(pilot) };
        self.fit_to(layers, &entry);
        entry
    }

    /// The same with the views entering as they do for another network.
    pub(super) fn fit_to(&self, layers: &mut Layers, entry: &Entry) {
        let columns = self.in_unit(entry.power);
        match &entry.pilot {
            None => {
                plain(layers, columns, self.count(), 0);
            }
            Some(pilot) => layers.pilot = Some(piloted(layers, about(&columns, pilot), pilot)),
        }
    }

    fn in_unit(&self, power: i32) -> Vec<f64> {
        self.views.iter().map(|x| times_power(*x, -power)).collect()
    }
}

impl Entry {
    /// Views as they enter: lent where nothing is to be done.
    pub(super) fn enter<'b>(&self, views: &'b [f64], buffer: &'b mut Vec<f64>) -> &'b [f64] {
        match &self.pilot {
            None if self.power == 0 => return views,
            None => {
                buffer.clear();
                buffer.extend(views.iter().map(|x| times_power(*x, -self.power)));
            }
            Some(pilot) => {
                buffer.clear();
                for view in views.chunks_exact(pilot.len()) {
                    buffer.extend(view.iter().zip(pilot).map(|(x, c)| times_power(*x, -self.power) - c));
                }
            }
        }
        buffer
    }
}

/// Columns less one that they have in common.
fn about(columns: &[f64], common: &[f64]) -> Vec<f64> {
    columns.chunks_exact(common.len()).flat_map(|column| column.iter().zip(common).map(|(x, c)| x - c)).collect()
}

/// The units of the layers from columns of the probe; and are the columns lopsided at any layer?
fn plain(layers: &mut Layers, mut f: Vec<f64>, views: usize, middle: usize) -> bool {
    let mut lopsided = false;
    for place in 0..layers.all.len() {
        let width = layers.all[place].inputs;
        let common = f[middle * width..][..width].to_vec();
        lopsided |= largest_magnitude(&common) > LOPSIDED * largest_magnitude(&about(&f, &common));
        layers.powers[place] += layers.all[place].bring_to_unit();
        let dense = &layers.all[place];
        let mut t = vec![0.0; dense.units * views];
        product(&mut t, Into::Replace, dense.weights(), Factor::new(&f, width, views));
        let power = unit_of(&t);
        layers.powers[place] += power;
        layers.all[place].divide(power);
        let slope = layers.all[place].slope.unwrap_or(1.0);
        f = t.iter().map(|t| times_power(*t, -power)).map(|t| if t > 0.0 { t } else { slope * t }).collect();
    }
    lopsided
}

/// The pilot's way through the layers, and their units from columns about it.
fn piloted(layers: &mut Layers, mut g: Vec<f64>, pilot: &[f64]) -> Pilot {
    let views = g.len() / pilot.len();
    let (mut found, mut output) = (Vec::new(), Vec::new());
    let mut c = (pilot.to_vec(), vec![0.0; pilot.len()]);
    for place in 0..layers.all.len() {
        layers.powers[place] += layers.all[place].bring_to_unit();
        let dense = &layers.all[place];
        let mut s = vec![0.0; dense.units * views];
        product(&mut s, Into::Replace, dense.weights(), Factor::new(&g, dense.inputs, views));
        let (high, low) = twofold_product(dense, &c);
        let power = if largest_magnitude(&s) > 0.0 { unit_of(&s) } else { unit_of(&high) };
        layers.powers[place] += power;
        layers.all[place].divide(power);
        let scaled = |x: Vec<f64>| x.iter().map(|x| times_power(*x, -power)).collect::<Vec<f64>>();
        let (high, low) = (scaled(high), scaled(low));
        if place == layers.top() {
            output = high;
            break;
        }
        let slope = layers.all[place].slope;
        let at = At::new(high, low, slope);
        c = at.twofold_values();
        g = scaled(s);
        rectify_about(&mut g, slope, &at);
        found.push(at);
    }
    Pilot { inputs: pilot.to_vec(), layers: found, output }
}

/// W c in twice the digits: every product and every sum with what its rounding lost, so that the error is at most
/// γ_{4n+4}² |W||c| for n inputs, entry by entry.
fn twofold_product(dense: &Dense, (high, low): &(Vec<f64>, Vec<f64>)) -> (Vec<f64>, Vec<f64>) {
    let (mut sums, mut lost) = (vec![0.0; dense.units], vec![0.0; dense.units]);
    for (column, (high, low)) in dense.weights.chunks_exact(dense.units).zip(high.iter().zip(low)) {
        for ((w, sum), lost) in column.iter().zip(&mut sums).zip(&mut lost) {
            let of_product = w * high;
            let (next, of_sum) = two_sum(*sum, of_product);
            *sum = next;
            *lost += of_sum + w.mul_add(*high, -of_product) + w * low;
        }
    }
    sums.iter().zip(&lost).map(|(sum, lost)| two_sum(*sum, *lost)).unzip()
}

impl Layers {
    /// The pilot's own tangent along the directions: before the gate of each layer, and at the output.
    pub(super) fn tangent_of_pilot(&self, directions: &[Option<Cow<[f64]>>]) -> (Vec<Vec<f64>>, Vec<f64>) {
        let Some(pilot) = &self.pilot else { return (Vec::new(), Vec::new()) };
        let (mut before, mut tangent) = (Vec::new(), Vec::new());
        for (place, layer) in self.all.iter().enumerate() {
            let mut q = vec![0.0; layer.units];
            if !tangent.is_empty() {
                product(&mut q, Into::Add, layer.weights(), Factor::new(&tangent, layer.inputs, 1));
            }
            if let Some(u) = &directions[place] {
                let below = Factor::new(pilot.below(place), layer.inputs, 1);
                product(&mut q, Into::Add, Factor::new(u, layer.units, layer.inputs), below);
            }
            if place == self.top() {
                return (before, q);
            }
            tangent = q.iter().zip(&pilot.layers[place].slopes).map(|(q, slope)| q * slope).collect();
            before.push(q);
        }
        unreachable!("a network has a top layer")
    }

    /// Adds e_l c_{l−1}ᵀ to the sums of the wanted layers; the norms of all e_l, 0 without a pilot.
    pub(super) fn add_pilot(&self, sums: &mut ChannelSums) -> Vec<f64> {
        let mut norms = vec![0.0; self.all.len()];
        let Some(pilot) = &self.pilot else { return norms };
        let mut e = std::mem::take(&mut sums.shifts[self.top()]);
        e.resize(self.outputs(), 0.0);
        for place in (0..self.all.len()).rev() {
            let layer = &self.all[place];
            norms[place] = norm(&e);
            if let (Some(sum), true) = (&mut sums.matrices[place], norms[place] > 0.0) {
                let c = Factor::new(pilot.below(place), layer.inputs, 1).transposed();
                product(sum, Into::Add, Factor::new(&e, layer.units, 1), c);
            }
            if place > 0 {
                let mut pulled = vec![0.0; layer.inputs];
                product(&mut pulled, Into::Replace, layer.weights().transposed(), Factor::new(&e, layer.units, 1));
                let (slopes, shift) = (&pilot.layers[place - 1].slopes, &mut sums.shifts[place - 1]);
                e = pulled.iter().zip(slopes).map(|(x, slope)| x * slope).collect();
                sized(shift, e.len()).iter().zip(&mut e).for_each(|(shift, e)| *e += shift);
            }
        }
        norms
    }
}
