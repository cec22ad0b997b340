//! The operators of [`super::Operator`] at large scale, the sizes that practitioners use, in plain `f64`.
//!
//! The same moments of the same connections, but never a connection: with K_lᵀ vec(U) = J_l U f_{l−1} the operator
//! applied to U is a forward pass that carries the tangent of U, a covariance of the outputs, and a reverse pass;
//! for U = W_l the tangent *is* the output, for all layers at once. Views come from a [`Source`] in blocks of whole
//! samples.
//!
//! | in memory | numbers |
//! |---|---|
//! | activations of the current blocks, one block per thread | views of a block × Σ n_l |
//! | z of the current blocks, one column per sample (per view for `Within` and `Total`) and channel | n_L each |
//! | sums of n_l × n_{l−1}, at most a few per thread | Σ n_l n_{l−1} each |
//! | activations kept from pass to pass, up to [`Options::kept_bytes`], and z up to as many again | |
//!
//! What all views have in common is taken off along the way (`pilot.rs`), and the computation has units of its own
//! (`probe.rs`): a mean of 10⁸ times the spread and any scale of data and weights leave the digits of the result.
//!
//! So memory does not grow with the samples. Beyond what is kept, the second pass recomputes what the first one had:
//! for the weights themselves about a third more time for flat memory, for other directions their tangents too.
//!
//! Results do not depend on the number of threads: blocks, and the order in which their sums are added, follow from
//! the data alone.
//!
//! Layers are dense or masked, linear or (leaky) rectified; pools, biases and tanh are refused. The result of
//! [`Streamed::of_weights_bounded`] comes with a norm-wise bound on its rounding (`bound.rs`); the rest is
//! plain `f64`: a description, not evidence.

mod blocks;
mod bound;
mod eigenvalues;
mod error;
mod explicit;
mod gates;
mod gram;
mod memory;
mod passes;
mod pilot;
mod probe;
mod silent;
mod source;
mod spread;
mod sweep;
mod team;

pub use bound::{Bound, Origin, Undecided};
pub use error::StreamedError;
pub use memory::{Shortage, available_memory, shortage};
pub use source::{Generated, ReadViews, Source, SourceError};
pub use team::RUNS;

use super::Moment;
use crate::network::{AtZero, Network};
use crate::numbers::{exponent, largest_magnitude, norm, times_power};
use blocks::{Block, Blocks, Columns};
use bound::Extent;
use nalgebra::DMatrix;
use passes::Outward;
use probe::{Entry, Probe};
use std::sync::{Mutex, OnceLock, PoisonError};
use sweep::{Channel, ChannelSums, Forward, Layers, Scratch, Sums};
use team::Team;

/// How the work is done. The result depends on `block_views` by rounding alone, and on the rest not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Threads; 0 for those of the rayon pool that the caller is in, by default one per core.
    pub threads: usize,
    /// Views in a block, about: whole samples, and at least one. 256 keep a layer of 256 units in a core's cache.
    pub block_views: usize,
    /// Bytes of activations that may be kept from the first pass for the second one, and for further applications;
    /// and as many for the columns z between the passes of one application.
    pub kept_bytes: usize,
    /// What the gate is where a pre-activation is certainly exactly 0: the whole input of its layer is 0 on a view that
    /// is blank, or above a layer whose units are all closed. A 0 that is computed elsewhere may be one of rounding: it
    /// stays an [`Obstacle::Kink`](crate::numbers::Obstacle::Kink).
    pub at_zero: AtZero,
}

impl Default for Options {
    /// The current pool's threads, blocks of 256 views, 64 MiB kept, no gradient at 0.
    fn default() -> Self {
        Options { threads: 0, block_views: 256, kept_bytes: 64 << 20, at_zero: AtZero::Reject }
    }
}

/// A network with the activations kept from its passes.
#[derive(Debug)]
struct Side {
    layers: Layers,
    /// A place for each block that may be kept, the first ones.
    kept: Vec<OnceLock<Forward>>,
}

/// One operator on the weights of every layer, applied to one direction for all layers.
#[derive(Clone, Debug, PartialEq)]
pub struct Applied {
    /// The result for each layer, n_l × n_{l−1}.
    pub layers: Vec<DMatrix<f64>>,
    /// tr V_x\[F̄\] = w_lᵀ V_x\[K̄_l\] w_l: the energy, whatever the moment. 0 where outputs have no spread.
    pub energy: f64,
}

/// The operators of every layer of a network on the views of a source.
///
/// ```
/// use dualproof_numbers::matrix::dmatrix;
/// use dualproof_networks::network::{Activation, Layer, Network};
/// use dualproof_networks::operator::streamed::{Options, Streamed};
/// use dualproof_networks::operator::{Moment, Operator};
/// use dualproof_networks::views::Views;
///
/// let network = Network { layers: vec![
///     Layer::dense(dmatrix![1.0, -1.0; 2.0, 1.0], Activation::Relu),
///     Layer::dense(dmatrix![1.0, 1.0], Activation::Linear),
/// ] };
/// let views = Views::uniform(dmatrix![1.0, 2.0, 0.5, 3.0; 3.0, 1.0, 1.0, 1.0], 2)?;
/// let large_scale = Streamed::new(&network, &views, Moment::Between, Options::default())?.of_weights()?;
/// let trace = network.trace(&views.inputs)?;
/// let generic = Operator::of(trace.connections(1), &views, Moment::Between).apply(&network.layers[0].weights);
/// assert!((&large_scale.layers[0] - generic).norm() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Streamed<'a, X: Source> {
    source: &'a X,
    probe: Probe,
    entry: Entry,
    moment: Moment,
    left: Side,
    /// K', if it comes from another network.
    right: Option<Side>,
    inner: Option<DMatrix<f64>>,
    blocks: Blocks,
    kept_bytes: usize,
    team: Team,
    scratch: Mutex<Vec<Scratch>>,
}

impl<'a, X: Source> Streamed<'a, X> {
    /// The moment of one network's connections with S = I.
    ///
    /// # Errors
    /// Where a layer is of a kind that is not treated, layers and views do not fit, or threads cannot be started.
    pub fn new(network: &Network<f64>, source: &'a X, moment: Moment, options: Options) -> Result<Self, StreamedError> {
        let (samples, augmentations) = (source.samples(), source.augmentations());
        if samples == 0 || augmentations == 0 {
            return Err(StreamedError::NoViews { samples, augmentations });
        }
        let blocks = Blocks { samples, augmentations, each: (options.block_views / augmentations).max(1) };
        let mut left = Side::new(network, source, blocks, options)?;
        let probe = Probe::of(source)?;
        let entry = probe.fit(&mut left.layers);
        let team = Team::new(options.threads)
            .map_err(|error| StreamedError::Threads { found: options.threads, problem: error.to_string() })?;
        let (kept_bytes, scratch) = (options.kept_bytes, Mutex::default());
        Ok(Streamed { source, probe, entry, moment, left, right: None, inner: None, blocks, kept_bytes, team, scratch })
    }

    /// The same with K' from a second network of the same shape: Cov^S(K, K'), applied to the directions of the
    /// second one and giving those of the first.
    ///
    /// # Errors
    /// As for [`Streamed::new`], and where the shapes of the networks differ.
    pub fn against(self, network: &Network<f64>, options: Options) -> Result<Self, StreamedError> {
        let mut right = Side::new(network, self.source, self.blocks, options)?;
        self.probe.fit_to(&mut right.layers, &self.entry);
        let (left, theirs) = (&self.left.layers.all, &right.layers.all);
        if left.len() != theirs.len() {
            let (found, expected) = ((theirs.len(), 1), (left.len(), 1));
            return Err(StreamedError::Shape { what: "layers of the second network".into(), found, expected });
        }
        for (place, (ours, theirs)) in left.iter().zip(theirs).enumerate() {
            let (found, expected) = ((theirs.units, theirs.inputs), (ours.units, ours.inputs));
            if found != expected {
                let what = format!("layer {} of the second network", place + 1);
                return Err(StreamedError::Shape { what, found, expected });
            }
        }
        Ok(Streamed { right: Some(right), ..self })
    }

    /// The same with the given S (n_L × n_L).
    ///
    /// # Errors
    /// Where S has another shape.
    pub fn with_inner(self, inner: &DMatrix<f64>) -> Result<Self, StreamedError> {
        let outputs = self.left.layers.outputs();
        if inner.shape() != (outputs, outputs) {
            let (found, expected) = (inner.shape(), (outputs, outputs));
            return Err(StreamedError::Shape { what: "S".into(), found, expected });
        }
        Ok(Streamed { inner: Some(inner.clone()), ..self })
    }

    /// L.
    pub fn depth(&self) -> usize {
        self.left.layers.all.len()
    }

    /// n_l × n_{l−1} of layer l = 1..L.
    ///
    /// # Errors
    /// [`StreamedError::NoLayer`].
    pub fn shape(&self, layer: usize) -> Result<(usize, usize), StreamedError> {
        let place = self.place(layer)?;
        Ok((self.left.layers.all[place].units, self.left.layers.all[place].inputs))
    }

    /// The operator of each layer applied to that layer's weights (the second network's, if there is one): one
    /// forward and one reverse pass for all layers, since K_lᵀ vec(W_l) = f_L whatever l.
    ///
    /// # Errors
    /// [`StreamedError`].
    pub fn of_weights(&self) -> Result<Applied, StreamedError> {
        Ok(self.weights(false)?.0)
    }

    /// [`Streamed::of_weights`] for `Moment::Between` with S = I and one network, with a bound on the rounding of
    /// the whole computation, layer by layer in the Frobenius norm; see [`Bound`]. `None` for other operators.
    ///
    /// # Errors
    /// [`StreamedError`].
    pub fn of_weights_bounded(&self) -> Result<Option<(Applied, Bound)>, StreamedError> {
        if self.moment != Moment::Between || self.inner.is_some() || self.right.is_some() {
            return Ok(None);
        }
        let (applied, bound) = self.weights(true)?;
        Ok(bound.map(|bound| (applied, bound)))
    }

    /// tr V_x\[F̄\], from a forward pass alone (of the second network, if there is one).
    ///
    /// # Errors
    /// [`StreamedError`].
    pub fn energy(&self) -> Result<f64, StreamedError> {
        let energy = self.outward(&[self.own()], Columns::Samples, false)?.spreads[0].trace();
        self.representable("the energy", energy, 2 * self.output_power(self.right()))
    }

    /// The operator of each layer applied to a matrix of that layer's shape, all layers at once: block by block
    /// one forward pass, and for each layer a tangent from there up and a reverse pass down to there.
    ///
    /// # Errors
    /// [`StreamedError`]; `Shape` where a direction does not have its layer's shape.
    pub fn apply_each(&self, directions: &[DMatrix<f64>]) -> Result<Vec<DMatrix<f64>>, StreamedError> {
        self.check(directions)?;
        let (channels, powers): (Vec<_>, Vec<_>) =
            directions.iter().enumerate().map(|(place, u)| self.single(place, u)).unzip();
        let sums = self.apply(&channels)?;
        let of_layer = |(place, (mut sums, power)): (usize, (ChannelSums, i32))| self.finish(place, &mut sums, power);
        sums.into_iter().zip(powers).enumerate().map(of_layer).collect()
    }

    /// The operator of all weights together, blocks between layers included, applied to a direction in all of them:
    /// the moment of K = (K_1; …; K_L), the Jacobian of f_L by all weights. One forward pass with one tangent, one
    /// reverse pass.
    ///
    /// # Errors
    /// As for [`Streamed::apply_each`].
    pub fn apply_joint(&self, directions: &[DMatrix<f64>]) -> Result<Vec<DMatrix<f64>>, StreamedError> {
        self.check(directions)?;
        let all = directions.iter().map(|u| Some(u.as_slice())).collect::<Vec<_>>();
        let (channel, power) = self.channel(&all, vec![true; self.depth()]);
        let mut sums = self.apply(&[channel])?.remove(0);
        self.left.layers.add_pilot(&mut sums);
        (0..self.depth()).map(|place| self.finished(place, &mut sums, power)).collect()
    }

    /// The operator of layer l = 1..L applied to a matrix of its shape.
    ///
    /// # Errors
    /// As for [`Streamed::apply_each`].
    pub fn apply_to(&self, layer: usize, u: &DMatrix<f64>) -> Result<DMatrix<f64>, StreamedError> {
        let place = self.place(layer)?;
        self.check_direction(place, u)?;
        let (channel, power) = self.single(place, u);
        let mut sums = self.apply(&[channel])?;
        self.finish(place, &mut sums[0], power)
    }

    fn right(&self) -> &Side {
        self.right.as_ref().unwrap_or(&self.left)
    }

    fn place(&self, layer: usize) -> Result<usize, StreamedError> {
        let depth = self.depth();
        if (1..=depth).contains(&layer) { Ok(layer - 1) } else { Err(StreamedError::NoLayer { found: layer, depth }) }
    }

    fn check(&self, directions: &[DMatrix<f64>]) -> Result<(), StreamedError> {
        if directions.len() != self.depth() {
            let (found, expected) = ((directions.len(), 1), (self.depth(), 1));
            return Err(StreamedError::Shape { what: "directions".into(), found, expected });
        }
        directions.iter().enumerate().try_for_each(|(place, u)| self.check_direction(place, u))
    }

    fn check_direction(&self, place: usize, u: &DMatrix<f64>) -> Result<(), StreamedError> {
        let layer = &self.left.layers.all[place];
        let (found, expected) = (u.shape(), (layer.units, layer.inputs));
        if found == expected {
            return Ok(());
        }
        Err(StreamedError::Shape { what: format!("the direction of layer {}", place + 1), found, expected })
    }

    /// The weights themselves as a direction: z in the unit of the output.
    fn own(&self) -> Channel<'static> {
        let layers = &self.right().layers;
        let directions = (0..self.depth()).map(|_| None).collect();
        let offset = layers.pilot.as_ref().filter(|_| !self.is_centred()).map(|pilot| pilot.output.clone());
        let (wanted, of_pilot) = (vec![true; self.depth()], Vec::new());
        Channel { own_weights: true, directions, wanted, of_pilot, offset }
    }

    fn single<'u>(&self, place: usize, u: &'u DMatrix<f64>) -> (Channel<'u>, i32) {
        let mut directions: Vec<Option<&[f64]>> = vec![None; self.depth()];
        directions[place] = Some(u.as_slice());
        self.channel(&directions, (0..self.depth()).map(|l| l == place).collect())
    }

    /// Directions U_l as they act (masked) in the unit of their layer's weights and all of them in one unit more: the
    /// exponent of that, so that z is in the unit of the output and of it.
    fn channel<'u>(&self, directions: &[Option<&'u [f64]>], wanted: Vec<bool>) -> (Channel<'u>, i32) {
        let layers = &self.right().layers;
        let exponents = directions.iter().zip(&layers.powers).filter_map(|(u, power)| {
            let largest = largest_magnitude((*u)?);
            (largest > 0.0 && largest.is_finite()).then(|| exponent(largest) - power)
        });
        let unit = exponents.max().unwrap_or(0);
        let scaled = |((u, power), dense): ((&Option<&'u [f64]>, &i32), &sweep::Dense)| {
            let masked = dense.masked((*u)?);
            let power = power + unit;
            Some(if power == 0 { masked } else { masked.iter().map(|x| times_power(*x, -power)).collect() })
        };
        let directions: Vec<_> = directions.iter().zip(&layers.powers).zip(&layers.all).map(scaled).collect();
        let (of_pilot, output) = layers.tangent_of_pilot(&directions);
        let offset = (layers.pilot.is_some() && !self.is_centred()).then_some(output);
        (Channel { own_weights: false, directions, wanted, of_pilot, offset }, unit)
    }

    /// One direction for one layer, already in the units of the computation.
    fn plain_single<'u>(&self, place: usize, u: &'u DMatrix<f64>) -> Channel<'u> {
        let layers = &self.right().layers;
        let mut directions: Vec<_> = (0..self.depth()).map(|_| None).collect();
        directions[place] = Some(layers.all[place].masked(u.as_slice()));
        let (of_pilot, output) = layers.tangent_of_pilot(&directions);
        let offset = (layers.pilot.is_some() && !self.is_centred()).then_some(output);
        let wanted = (0..self.depth()).map(|l| l == place).collect();
        Channel { own_weights: false, directions, wanted, of_pilot, offset }
    }

    /// Is Σ y = 0 by itself?
    fn is_centred(&self) -> bool {
        matches!(self.moment, Moment::Between | Moment::Within | Moment::Total)
    }

    /// The exponent of the unit of the output, of the left or the right network.
    fn output_power(&self, side: &Side) -> i32 {
        self.entry.power + side.layers.powers.iter().sum::<i32>()
    }

    /// The exponent of the unit in which K_l y comes out for the layer at `place`, where z has that of the right
    /// network's output.
    fn result_power(&self, place: usize) -> i32 {
        self.output_power(&self.left) - self.left.layers.powers[place] + self.output_power(self.right())
    }

    fn weights(&self, bounded: bool) -> Result<(Applied, Option<Bound>), StreamedError> {
        let channels = [self.own()];
        let outward = self.outward(&channels, self.columns(), bounded)?;
        let (mut sums, largest) = self.inward(&channels, &outward, bounded)?;
        let sums = &mut sums[0];
        let differs = std::mem::take(&mut sums.differs);
        let shifts = self.left.layers.add_pilot(sums);
        let layers = (0..self.depth()).map(|place| self.finished(place, sums, 0)).collect::<Result<_, _>>()?;
        let power = 2 * self.output_power(self.right());
        let energy = self.representable("the energy", outward.spreads[0].trace(), power)?;
        let counts = (self.source.samples(), self.source.augmentations());
        let bound = |extent: Extent| {
            let bound =
                extent.bound((&largest, &shifts, &differs), &self.left.layers, counts, self.blocks.count(), &self.team);
            self.bound_scaled(bound, power)
        };
        Ok((Applied { layers, energy }, outward.extent.map(bound)))
    }

    /// A bound in the units of the computation, in those of the network and the views; results were rounded once more.
    fn bound_scaled(&self, bound: Bound, energy: i32) -> Bound {
        let up = |x: f64, power: i32| times_power(x, power).next_up();
        // Half the least number for every entry that is below the normal ones.
        let lost = |place: usize| f64::from_bits(1) * (self.left.layers.all[place].weights.len() as f64).sqrt();
        let layers = bound.layers.iter().enumerate().map(|(place, x)| up(*x, self.result_power(place)) + lost(place));
        let layers = layers.collect();
        let [largest, largest_output] = [bound.largest, bound.largest_output].map(|x| times_power(x, energy));
        Bound { layers, energy: up(bound.energy, energy), largest, largest_output, ..bound }
    }

    /// x · 2^power, where that is a normal number or 0.
    fn representable(&self, what: &str, x: f64, power: i32) -> Result<f64, StreamedError> {
        let scaled = times_power(x, power);
        if x == 0.0 || scaled.is_normal() {
            return Ok(scaled);
        }
        Err(StreamedError::NotRepresentable { what: what.into(), exponent: exponent(x) + power })
    }

    fn apply(&self, channels: &[Channel]) -> Result<Sums, StreamedError> {
        let outward =
            if self.needs_mean() { self.outward(channels, self.columns(), false)? } else { Outward::default() };
        Ok(self.inward(channels, &outward, false)?.0)
    }

    /// A layer's result as a matrix, of a channel whose direction was in a unit of the given exponent.
    fn finish(&self, place: usize, sums: &mut ChannelSums, power: i32) -> Result<DMatrix<f64>, StreamedError> {
        self.left.layers.add_pilot(sums);
        self.finished(place, sums, power)
    }

    /// The same after the pilot's part has been added.
    fn finished(&self, place: usize, sums: &mut ChannelSums, power: i32) -> Result<DMatrix<f64>, StreamedError> {
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
    fn in_unit(&self, place: usize, sums: &mut ChannelSums) -> Result<DMatrix<f64>, StreamedError> {
        let layer = &self.left.layers.all[place];
        let sum = sums.matrices[place].take().unwrap_or_else(|| vec![0.0; layer.units * layer.inputs]);
        if sum.iter().any(|x| !x.is_finite()) {
            return Err(StreamedError::Overflow { layer: place + 1 });
        }
        Ok(DMatrix::from_vec(layer.units, layer.inputs, layer.masked(&sum).into_owned()))
    }

    /// A poisoned lock only means that another thread died; scratch has no meaning between its uses.
    fn take_scratch(&self) -> Scratch {
        self.scratch.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    fn give_back(&self, scratch: Scratch) {
        self.scratch.lock().unwrap_or_else(PoisonError::into_inner).push(scratch);
    }
}

impl Side {
    fn new<X: Source>(
        network: &Network<f64>,
        source: &X,
        blocks: Blocks,
        options: Options,
    ) -> Result<Self, StreamedError> {
        let layers = Layers::new(network, source.width(), options.at_zero)?;
        let bytes = (blocks.views() * layers.kept_per_view()).saturating_mul(size_of::<f64>());
        let room = options.kept_bytes.checked_div(bytes).unwrap_or(0).min(blocks.count());
        Ok(Side { layers, kept: (0..room).map(|_| OnceLock::new()).collect() })
    }

    /// The activations of a block: kept from before, or made now and kept if there is room. `inputs` are its views as
    /// the source has them and as they enter.
    fn forward<'f>(
        &'f self,
        index: usize,
        block: &Block,
        inputs: (&[f64], &[f64]),
        scratch: &'f mut Forward,
    ) -> Result<&'f Forward, StreamedError> {
        let Some(place) = self.kept.get(index) else {
            self.layers.forward(block, inputs, scratch).map_err(StreamedError::Gradient)?;
            return Ok(scratch);
        };
        if let Some(kept) = place.get() {
            return Ok(kept);
        }
        let mut forward = Forward::default();
        self.layers.forward(block, inputs, &mut forward).map_err(StreamedError::Gradient)?;
        // Another thread may have been here meanwhile: its activations are the same.
        Ok(place.get_or_init(|| forward))
    }
}
