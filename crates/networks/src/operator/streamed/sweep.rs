//! One block of views through a network: the forward pass, tangents with it, adjoints against it. With a pilot all of
//! them are taken about it; see `pilot.rs`.

use super::StreamedError;
use super::blocks::{Block, Columns};
use super::gates::{gate, gate_adjoint, gate_tangent};
use super::pilot::Pilot;
use super::silent::Silent;
use crate::gemm::{Factor, Into, largest_column_norm, product};
use crate::network::{Activation, AtZero, Network, Pool, Preactivation};
use crate::numbers::{Obstacle, exponent, largest_magnitude, times_power};
use std::borrow::Cow;

/// A layer laid out for products: the weights that act (masked), column after column.
#[derive(Clone, Debug)]
pub(super) struct Dense {
    pub(super) units: usize,
    pub(super) inputs: usize,
    pub(super) weights: Vec<f64>,
    mask: Option<Vec<f64>>,
    /// The slope below 0; `None` for a linear layer.
    pub(super) slope: Option<f64>,
}

impl Dense {
    /// U without the entries that the mask forbids.
    pub(super) fn masked<'u>(&self, u: &'u [f64]) -> Cow<'u, [f64]> {
        match &self.mask {
            None => Cow::Borrowed(u),
            Some(mask) => Cow::Owned(u.iter().zip(mask).map(|(u, m)| u * m).collect()),
        }
    }

    pub(super) fn is_masked(&self) -> bool {
        self.mask.is_some()
    }

    pub(super) fn weights(&self) -> Factor<'_> {
        Factor::new(&self.weights, self.units, self.inputs)
    }

    /// W ← W 2^−power.
    pub(super) fn divide(&mut self, power: i32) {
        self.weights.iter_mut().for_each(|w| *w = times_power(*w, -power));
    }

    /// Brings W into the unit in which its largest entry is in [1, 2); the exponent of that unit, 0 where there is none.
    pub(super) fn bring_to_unit(&mut self) -> i32 {
        let largest = largest_magnitude(&self.weights);
        let power = if largest == 0.0 || !largest.is_finite() { 0 } else { exponent(largest) };
        self.divide(power);
        power
    }
}

/// The layers of a network, each dense or masked, linear or (leaky) rectified.
#[derive(Clone, Debug)]
pub(super) struct Layers {
    pub(super) all: Vec<Dense>,
    /// The weights of each layer are those of the network times 2^−power.
    pub(super) powers: Vec<i32>,
    /// With one, activations and tangents are those about the pilot's.
    pub(super) pilot: Option<Pilot>,
    at_zero: AtZero,
}

/// f_1 … f_{L−1} of a block (g_1 … with a pilot), and the smallest |f̃| of each rectified layer but for those that are
/// certainly 0.
#[derive(Clone, Debug, Default)]
pub(super) struct Forward {
    pub(super) activations: Vec<Vec<f64>>,
    pub(super) least: Vec<f64>,
    /// Pre-activations of rectified layers that are certainly 0.
    pub(super) zeros: usize,
}

/// Buffers that a thread uses again and again.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    pub(super) inputs: Vec<f64>,
    /// The same as they enter the first layer.
    pub(super) entered: Vec<f64>,
    pub(super) forward: Forward,
    /// Of a second network.
    pub(super) other: Forward,
    pub(super) there: Vec<f64>,
    pub(super) back: Vec<f64>,
}

/// What the operator is applied to, and the layers whose rows of the result are wanted.
#[derive(Clone, Debug)]
pub(super) struct Channel<'u> {
    /// The weights themselves: then K_lᵀ w_l = f_L for every layer and no tangent is needed.
    pub(super) own_weights: bool,
    /// U_l, masked, where there is one.
    pub(super) directions: Vec<Option<Cow<'u, [f64]>>>,
    /// Is layer l of the result wanted?
    pub(super) wanted: Vec<bool>,
    /// The pilot's tangent before the gate of each layer; empty where it has not begun, and without a pilot.
    pub(super) of_pilot: Vec<Vec<f64>>,
    /// What the pilot has of z, where the moment is not centred.
    pub(super) offset: Option<Vec<f64>>,
}

/// The largest adjoint of each layer so far, and the weights of views that adjoints are divided by.
pub(super) type Adjoints<'a> = (&'a mut [f64], &'a dyn Fn(usize) -> f64);

/// The sums of a run of blocks for each channel.
pub(super) type Sums = Vec<ChannelSums>;

/// The sums of a run of blocks.
#[derive(Clone, Debug, Default)]
pub(super) struct ChannelSums {
    /// For each wanted layer, Σ K_l y as n_l × n_{l−1} entries, or with a pilot Σ J_lᵀ y g_{l−1}ᵀ.
    pub(super) matrices: Vec<Option<Vec<f64>>>,
    /// With a pilot, for each layer Σ (D − D⁰) W_{l+1}ᵀ J_{l+1}ᵀ y, and at the top Σ y where the moment is not
    /// centred; empty for 0.
    pub(super) shifts: Vec<Vec<f64>>,
    /// For each layer, does a gate of a view differ from the pilot's?
    pub(super) differs: Vec<bool>,
}

impl ChannelSums {
    pub(super) fn new(depth: usize) -> Self {
        ChannelSums { matrices: vec![None; depth], shifts: vec![Vec::new(); depth], differs: vec![false; depth] }
    }

    pub(super) fn add(&mut self, other: &ChannelSums) {
        for (sum, other) in self.matrices.iter_mut().zip(&other.matrices) {
            if let (Some(sum), Some(other)) = (sum, other) {
                sum.iter_mut().zip(other).for_each(|(x, y)| *x += y);
            }
        }
        for (sum, other) in self.shifts.iter_mut().zip(&other.shifts) {
            sized(sum, sum.len().max(other.len())).iter_mut().zip(other).for_each(|(x, y)| *x += y);
        }
        self.differs.iter_mut().zip(&other.differs).for_each(|(a, b)| *a |= b);
    }
}

/// Gives a buffer a length; new numbers are 0.
pub(super) fn sized(buffer: &mut Vec<f64>, length: usize) -> &mut [f64] {
    buffer.resize(length, 0.0);
    &mut buffer[..]
}

impl Layers {
    pub(super) fn new(network: &Network<f64>, inputs: usize, at_zero: AtZero) -> Result<Self, StreamedError> {
        network.validate(inputs, 0).or_else(|error| match network.layers.iter().any(is_gated) {
            // Gates as data are refused below, with a better reason than their number.
            true => Ok(()),
            false => Err(error),
        })?;
        let refuse = |layer: usize, found: String| {
            let expected =
                "a dense or masked layer without bias or pool: linear, or rectified with a slope of at least 0";
            StreamedError::Layer { layer: layer + 1, found, expected }
        };
        let layers = network.layers.iter().enumerate().map(|(l, layer)| {
            if layer.bias.is_some() {
                return Err(refuse(l, "a bias".into()));
            }
            if layer.pool != Pool::None {
                return Err(refuse(l, "a pool".into()));
            }
            let slope = match layer.activation {
                Activation::Linear => None,
                Activation::Relu => Some(0.0),
                Activation::LeakyRelu { slope } if slope >= 0.0 => Some(slope),
                Activation::LeakyRelu { slope } => return Err(refuse(l, format!("the slope {slope}"))),
                Activation::Tanh => return Err(refuse(l, "tanh".into())),
                Activation::Gated { .. } => return Err(refuse(l, "gates as data".into())),
            };
            let mask = layer.mask_matrix();
            let weights = match &mask {
                Some(mask) => layer.weights.component_mul(mask),
                None => layer.weights.clone(),
            };
            Ok(Dense {
                units: weights.nrows(),
                inputs: weights.ncols(),
                weights: weights.as_slice().to_vec(),
                mask: mask.map(|mask| mask.as_slice().to_vec()),
                slope,
            })
        });
        let all = layers.collect::<Result<Vec<_>, _>>()?;
        Ok(Layers { powers: vec![0; all.len()], all, pilot: None, at_zero })
    }

    /// L − 1, the place of the top layer.
    pub(super) fn top(&self) -> usize {
        self.all.len() - 1
    }

    pub(super) fn outputs(&self) -> usize {
        self.all[self.top()].units
    }

    /// Numbers that [`Forward`] holds for each view.
    pub(super) fn kept_per_view(&self) -> usize {
        self.all[..self.top()].iter().map(|layer| layer.units).sum()
    }

    /// f_{l−1} for the layer at place l = 0 … L − 1.
    pub(super) fn below<'f>(&self, place: usize, inputs: &'f [f64], forward: &'f Forward) -> &'f [f64] {
        if place == 0 { inputs } else { &forward.activations[place - 1] }
    }

    /// The forward pass up to f_{L−1} of views that enter as `inputs`; `views` are the same as the source has them.
    pub(super) fn forward(
        &self,
        block: &Block,
        (views, inputs): (&[f64], &[f64]),
        forward: &mut Forward,
    ) -> Result<(), Obstacle> {
        // Without a pilot every certain 0 is computed as one, and found where zeros are refused.
        let mut silent = match (self.at_zero, &self.pilot) {
            (AtZero::Reject, None) => Silent::default(),
            _ => Silent::of_inputs(views, self.all[0].inputs),
        };
        let views = block.views();
        forward.activations.resize_with(self.top(), Vec::new);
        forward.least.clear();
        forward.zeros = 0;
        for (place, layer) in self.all[..self.top()].iter().enumerate() {
            let (done, rest) = forward.activations.split_at_mut(place);
            let below = if place == 0 { inputs } else { &done[place - 1] };
            let f = sized(&mut rest[0], layer.units * views);
            product(f, Into::Replace, layer.weights(), Factor::new(below, layer.inputs, views));
            if layer.slope.is_some() {
                if let (AtZero::Reject, Some(view)) = (self.at_zero, silent.first()) {
                    return Err(zero_preactivation(place, 0, view, block));
                }
                forward.zeros += layer.units * silent.count();
            }
            let at = self.pilot.as_ref().map(|pilot| &pilot.layers[place]);
            match silent.activate(f, layer.units, layer.slope, at) {
                None => return Err(Obstacle::UnknownSign("a pre-activation")),
                // ψ(t) = 0 wherever t < 0 and the slope is 0: the place is found by another product.
                Some(0.0) => return Err(self.computed_zero(place, below, &silent, block)),
                Some(least) => forward.least.push(least),
            }
            silent.rise(f, layer.units, layer.slope, at);
        }
        Ok(())
    }

    /// The tangent of f_{L−1} along the directions, into `there`; is there one (or do they touch the top alone)?
    fn tangent(
        &self,
        channel: &Channel,
        views: usize,
        inputs: &[f64],
        forward: &Forward,
        there: &mut Vec<f64>,
        back: &mut Vec<f64>,
    ) -> bool {
        let mut started = false;
        for (place, layer) in self.all[..self.top()].iter().enumerate() {
            let direction = channel.directions[place].as_deref();
            if !started && direction.is_none() {
                continue;
            }
            let t = sized(back, layer.units * views);
            if started {
                product(t, Into::Replace, layer.weights(), Factor::new(there, layer.inputs, views));
            }
            if let Some(u) = direction {
                let into = if started { Into::Add } else { Into::Replace };
                let below = Factor::new(self.below(place, inputs, forward), layer.inputs, views);
                product(t, into, Factor::new(u, layer.units, layer.inputs), below);
            }
            let f = &forward.activations[place];
            match &self.pilot {
                None => gate(t, f, layer.slope),
                Some(pilot) => gate_tangent(t, f, layer.slope, &pilot.layers[place], &channel.of_pilot[place]),
            }
            std::mem::swap(there, back);
            started = true;
        }
        started
    }

    /// Which pre-activation of a view that is not silent is computed as 0.
    fn computed_zero(&self, place: usize, below: &[f64], silent: &Silent, block: &Block) -> Obstacle {
        let (layer, views) = (&self.all[place], block.views());
        let mut t = vec![0.0; layer.units * views];
        product(&mut t, Into::Replace, layer.weights(), Factor::new(below, layer.inputs, views));
        let pilot = self.pilot.as_ref().map(|pilot| &pilot.layers[place]);
        let whole = |at: usize| pilot.map_or(t[at], |p| (t[at] + p.high[at % layer.units]) + p.low[at % layer.units]);
        let at = (0..t.len()).find(|at| whole(*at) == 0.0 && !silent.is(at / layer.units)).unwrap_or(0);
        zero_preactivation(place, at % layer.units, at / layer.units, block)
    }

    /// K_lᵀ u summed over the layers of the channel: one column per view, or its mean per sample.
    pub(super) fn there(
        &self,
        channel: &Channel,
        block: &Block,
        columns: Columns,
        inputs: &[f64],
        forward: &Forward,
        (there, back): (&mut Vec<f64>, &mut Vec<f64>),
    ) -> Vec<f64> {
        let top = &self.all[self.top()];
        let count = match columns {
            Columns::Views => block.views(),
            Columns::Samples => block.samples.len(),
        };
        // W_L is the same for all views: it comes after the mean.
        let of_columns = |f: &[f64]| match columns {
            Columns::Views => f.to_vec(),
            Columns::Samples => block.means(f, top.inputs),
        };
        let mut z = vec![0.0; top.units * count];
        let mut add = |matrix: Factor, f: &[f64]| {
            product(&mut z, Into::Add, matrix, Factor::new(&of_columns(f), top.inputs, count));
        };
        let below = self.below(self.top(), inputs, forward);
        if channel.own_weights {
            add(top.weights(), below);
        } else {
            if self.tangent(channel, block.views(), inputs, forward, there, back) {
                add(top.weights(), there);
            }
            if let Some(u) = channel.directions[self.top()].as_deref() {
                add(Factor::new(u, top.units, top.inputs), below);
            }
        }
        if let Some(offset) = &channel.offset {
            z.chunks_exact_mut(top.units).for_each(|z| z.iter_mut().zip(offset).for_each(|(z, o)| *z += o));
        }
        z
    }

    /// Adds Σ_v K_l(x_v) y_v of a block to the sums of the wanted layers. `y` has a column for each view, or one for
    /// each sample that stands for its augmentations, each with its weight. `adjoints[l]`, where given, becomes the
    /// largest ‖J_l(v)ᵀ y‖ by weight of the view.
    #[expect(clippy::too_many_arguments, reason = "the state of a sweep")]
    pub(super) fn back(
        &self,
        channel: &Channel,
        block: &Block,
        (columns, y): (Columns, &[f64]),
        inputs: &[f64],
        forward: &Forward,
        (there, back): (&mut Vec<f64>, &mut Vec<f64>),
        sums: &mut ChannelSums,
        mut adjoints: Option<Adjoints>,
    ) {
        let ChannelSums { matrices: sums, shifts, differs } = sums;
        let (top, views) = (&self.all[self.top()], block.views());
        let below = self.below(self.top(), inputs, forward);
        if channel.offset.is_some() {
            let shift = sized(&mut shifts[self.top()], top.units);
            y.chunks_exact(top.units).for_each(|y| shift.iter_mut().zip(y).for_each(|(s, y)| *s += y));
        }
        if channel.wanted[self.top()] {
            let sum = &mut sums[self.top()];
            match columns {
                Columns::Views => add_outer(sum, top, y, below, views),
                Columns::Samples => add_outer(sum, top, y, &block.means(below, top.inputs), block.samples.len()),
            }
        }
        let Some(lowest) = channel.wanted[..self.top()].iter().position(|wanted| *wanted) else { return };
        let count = y.len() / top.units;
        let g = sized(there, top.inputs * count);
        product(g, Into::Replace, top.weights().transposed(), Factor::new(y, top.units, count));
        if columns == Columns::Samples {
            block.spread(there, top.inputs, back);
            std::mem::swap(there, back);
        }
        for place in (lowest..self.top()).rev() {
            let layer = &self.all[place];
            let f = &forward.activations[place];
            match &self.pilot {
                None => gate(there, f, layer.slope),
                Some(pilot) => {
                    let shift = sized(&mut shifts[place], layer.units);
                    differs[place] |= gate_adjoint(there, f, layer.slope, &pilot.layers[place], shift);
                }
            }
            if let Some((largest, weight)) = &mut adjoints {
                let norm = largest_column_norm(there, layer.units, &**weight);
                largest[place] = largest[place].max(norm);
            }
            if channel.wanted[place] {
                add_outer(&mut sums[place], layer, there, self.below(place, inputs, forward), views);
            }
            if place > lowest {
                let g = sized(back, layer.inputs * views);
                product(g, Into::Replace, layer.weights().transposed(), Factor::new(there, layer.units, views));
                std::mem::swap(there, back);
            }
        }
    }
}

/// Of a view of the block.
fn zero_preactivation(place: usize, unit: usize, view: usize, block: &Block) -> Obstacle {
    let view = block.samples.start * block.augmentations() + view;
    Preactivation { layer: place + 1, unit, view }.is_zero()
}

fn is_gated(layer: &crate::network::Layer<f64>) -> bool {
    matches!(layer.activation, Activation::Gated { .. })
}

/// sum += H Fᵀ; without a sum so far it becomes that.
fn add_outer(sum: &mut Option<Vec<f64>>, layer: &Dense, h: &[f64], f: &[f64], columns: usize) {
    let into = if sum.is_some() { Into::Add } else { Into::Replace };
    let sum = sum.get_or_insert_with(|| vec![0.0; layer.units * layer.inputs]);
    let f = Factor::new(f, layer.inputs, columns).transposed();
    product(sum, into, Factor::new(h, layer.units, columns), f);
}
