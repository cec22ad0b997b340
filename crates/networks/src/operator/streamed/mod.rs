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
mod channel;
mod directions;
mod eigenvalues;
mod error;
mod explicit;
mod gates;
mod gram;
mod layers;
mod memory;
mod options;
mod passes;
mod pilot;
mod probe;
mod results;
mod side;
mod silent;
mod source;
mod spread;
mod sweep;
mod team;

pub use bound::{Bound, Origin, Undecided};
pub use error::StreamedError;
pub use options::Options;
pub use source::{Generated, ReadViews, Source, SourceError};
pub use team::RUNS;

use super::Moment;
use crate::network::Network;
use blocks::{Blocks, Columns};
use bound::Extent;
use channel::ChannelSums;
use nalgebra::DMatrix;
use probe::{Entry, Probe};
use side::Side;
use std::sync::{Mutex, PoisonError};
use sweep::Scratch;
use team::Team;

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

    /// A poisoned lock only means that another thread died; scratch has no meaning between its uses.
    fn take_scratch(&self) -> Scratch {
        self.scratch.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    fn give_back(&self, scratch: Scratch) {
        self.scratch.lock().unwrap_or_else(PoisonError::into_inner).push(scratch);
    }
}
