//! One block of views through a network: the forward pass, tangents with it, adjoints against it. With a pilot all of
//! them are taken about it; see `pilot.rs`.

use super::blocks::{Block, Columns, sized};
use super::channel::{Channel, ChannelSums};
use super::gates::{gate, gate_adjoint, gate_tangent};
use super::layers::{Dense, Layers};
use super::silent::Silent;
use crate::gemm::{Factor, Into, largest_column_norm, product};
use crate::network::{AtZero, Preactivation};
use crate::numbers::Obstacle;

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

/// The largest adjoint of each layer so far, and the weights of views that adjoints are divided by.
pub(super) type Adjoints<'a> = (&'a mut [f64], &'a dyn Fn(usize) -> f64);

impl Layers {
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

/// sum += H Fᵀ; without a sum so far it becomes that.
fn add_outer(sum: &mut Option<Vec<f64>>, layer: &Dense, h: &[f64], f: &[f64], columns: usize) {
    let into = if sum.is_some() { Into::Add } else { Into::Replace };
    let sum = sum.get_or_insert_with(|| vec![0.0; layer.units * layer.inputs]);
    let f = Factor::new(f, layer.inputs, columns).transposed();
    product(sum, into, Factor::new(h, layer.units, columns), f);
}
