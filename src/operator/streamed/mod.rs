//! The operators of [`super::Operator`] at the sizes that practitioners use, in plain `f64`.
//!
//! The same moments of the same connections, but never a connection: with K_lᵀ vec(U) = J_l U f_{l−1} the operator
//! applied to U is a forward pass that carries the tangent of U, a covariance of the outputs, and a reverse pass;
//! for U = W_l the tangent *is* the output, for all layers at once. Views come from a [`Source`] in blocks of whole
//! samples.
//!
//! | in memory | numbers |
//! |---|---|
//! | activations of the blocks in hand, one block per thread | views of a block × Σ n_l |
//! | z of the blocks in hand, one column per sample (per view for `Within` and `Total`) and channel | n_L each |
//! | sums of n_l × n_{l−1}, at most a few per thread | Σ n_l n_{l−1} each |
//! | activations kept from pass to pass, up to [`Options::kept_bytes`], and z up to as many again | |
//!
//! So memory does not grow with the samples. Beyond what is kept, the second pass makes again what the first one had:
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
mod explicit;
mod passes;
mod source;
mod spread;
mod sweep;
mod team;

pub use bound::Bound;
pub use explicit::available_memory;
pub use source::{Generated, Source};

use super::Moment;
use crate::input::InputError;
use crate::network::{Network, NetworkError};
use crate::numbers::Obstacle;
use crate::spectrum::{Eigenvalue, NotFinite, krylov};
use blocks::{Block, Blocks, Columns};
use bound::Extent;
use nalgebra::DMatrix;
use passes::Outward;
use std::sync::{Mutex, OnceLock, PoisonError};
use sweep::{Channel, Forward, Layers, Scratch, Sums};
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
}

impl Default for Options {
    /// The current pool's threads, blocks of 256 views, 64 MiB kept.
    fn default() -> Self {
        Options { threads: 0, block_views: 256, kept_bytes: 64 << 20 }
    }
}

/// Why an operator at size has no result.
#[derive(Debug, thiserror::Error)]
pub enum StreamedError {
    /// Layers that do not fit one another or the views.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// A layer that only [`super::Operator`] knows.
    #[error("layer {layer}: found {found}, expected {expected}")]
    Layer {
        /// The layer, from 1.
        layer: usize,
        /// What it has.
        found: String,
        /// What it may be.
        expected: &'static str,
    },
    /// A layer that there is not.
    #[error("layer: found {found}, expected 1 to {depth}")]
    NoLayer {
        /// The layer asked for.
        found: usize,
        /// L.
        depth: usize,
    },
    /// A matrix of another shape: a direction U_l, S, or the second network's weights.
    #[error("{what}: found the shape {found:?}, expected {expected:?}")]
    Shape {
        /// Which matrix.
        what: String,
        /// Its shape.
        found: (usize, usize),
        /// The shape that fits.
        expected: (usize, usize),
    },
    /// No sample, or no augmentation.
    #[error("views: found {samples} samples × {augmentations} augmentations, expected at least one of each")]
    NoViews {
        /// N.
        samples: usize,
        /// A.
        augmentations: usize,
    },
    /// There is no gradient, or it cannot be told.
    #[error("{0}")]
    Gradient(Obstacle),
    /// Numbers beyond `f64`.
    #[error("layer {layer}: found a result that is not finite, expected numbers within f64")]
    Overflow {
        /// The layer, from 1.
        layer: usize,
    },
    /// The views cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The operator as a matrix does not fit in memory.
    #[error(
        "the operator of layer {layer} as a matrix: found {rows} rows, {needed:.1} GiB with what makes them, \
         expected at most {available:.1} GiB of memory; apply it to vectors instead"
    )]
    TooLarge {
        /// The layer, from 1.
        layer: usize,
        /// n_l n_{l−1}.
        rows: usize,
        /// GiB that it takes.
        needed: f64,
        /// GiB that there are.
        available: f64,
    },
    /// Eigenvalues of an operator that need not be symmetric.
    #[error("eigenvalues: found {found}, expected one network and no S: a symmetric operator")]
    Asymmetric {
        /// What makes it so.
        found: &'static str,
    },
    /// Threads that the system does not give.
    #[error("threads: found that {found} cannot be started ({problem}), expected fewer")]
    Threads {
        /// How many.
        found: usize,
        /// What the system says.
        problem: String,
    },
}

/// A network with what is kept of its passes.
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
/// use dualproof::matrix::dmatrix;
/// use dualproof::network::{Activation, Layer, Network};
/// use dualproof::operator::streamed::{Options, Streamed};
/// use dualproof::operator::{Moment, Operator};
/// use dualproof::views::Views;
///
/// let network = Network { layers: vec![
///     Layer::dense(dmatrix![1.0, -1.0; 2.0, 1.0], Activation::Relu),
///     Layer::dense(dmatrix![1.0, 1.0], Activation::Linear),
/// ] };
/// let views = Views::uniform(dmatrix![1.0, 2.0, 0.5, 3.0; 3.0, 1.0, 1.0, 1.0], 2)?;
/// let at_size = Streamed::new(&network, &views, Moment::Between, Options::default())?.of_weights()?;
/// let trace = network.trace(&views.inputs)?;
/// let generic = Operator::of(trace.connections(1), &views, Moment::Between).apply(&network.layers[0].weights);
/// assert!((&at_size.layers[0] - generic).norm() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Streamed<'a, X: Source> {
    source: &'a X,
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
    /// Where a layer is of a kind that is not treated, layers and views do not fit, or threads cannot be had.
    pub fn new(network: &Network<f64>, source: &'a X, moment: Moment, options: Options) -> Result<Self, StreamedError> {
        let (samples, augmentations) = (source.samples(), source.augmentations());
        if samples == 0 || augmentations == 0 {
            return Err(StreamedError::NoViews { samples, augmentations });
        }
        let blocks = Blocks { samples, augmentations, each: (options.block_views / augmentations).max(1) };
        let left = Side::new(network, source, blocks, options)?;
        let team = Team::new(options.threads)
            .map_err(|error| StreamedError::Threads { found: options.threads, problem: error.to_string() })?;
        let (kept_bytes, scratch) = (options.kept_bytes, Mutex::default());
        Ok(Streamed { source, moment, left, right: None, inner: None, blocks, kept_bytes, team, scratch })
    }

    /// The same with K' from a second network of the same shape: Cov^S(K, K'), applied to the directions of the
    /// second one and giving those of the first.
    ///
    /// # Errors
    /// As for [`Streamed::new`], and where the shapes of the networks differ.
    pub fn against(self, network: &Network<f64>, options: Options) -> Result<Self, StreamedError> {
        let right = Side::new(network, self.source, self.blocks, options)?;
        let (left, theirs) = (&self.left.layers.0, &right.layers.0);
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
        self.left.layers.0.len()
    }

    /// n_l × n_{l−1} of layer l = 1..L.
    ///
    /// # Errors
    /// Where there is no such layer.
    pub fn shape(&self, layer: usize) -> Result<(usize, usize), StreamedError> {
        let place = self.place(layer)?;
        Ok((self.left.layers.0[place].units, self.left.layers.0[place].inputs))
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
        Ok(self.outward(&[self.own()], Columns::Samples, false)?.spreads[0].trace())
    }

    /// The operator of each layer applied to a matrix of that layer's shape, all layers at once: block by block
    /// one forward pass, and for each layer a tangent from there up and a reverse pass down to there.
    ///
    /// # Errors
    /// [`StreamedError`]; `Shape` where a direction does not have its layer's shape.
    pub fn apply_each(&self, directions: &[DMatrix<f64>]) -> Result<Vec<DMatrix<f64>>, StreamedError> {
        self.check(directions)?;
        let channels: Vec<_> = directions.iter().enumerate().map(|(place, u)| self.single(place, u)).collect();
        let sums = self.apply(&channels)?;
        sums.into_iter().enumerate().map(|(place, mut sums)| self.finish(place, sums[place].take())).collect()
    }

    /// The operator of all weights together, blocks between layers included, applied to a direction in all of them:
    /// the moment of K = (K_1; …; K_L), the Jacobian of f_L by all weights. One forward pass with one tangent, one
    /// reverse pass.
    ///
    /// # Errors
    /// As for [`Streamed::apply_each`].
    pub fn apply_joint(&self, directions: &[DMatrix<f64>]) -> Result<Vec<DMatrix<f64>>, StreamedError> {
        self.check(directions)?;
        let layers = &self.right().layers.0;
        let directions = layers.iter().zip(directions).map(|(layer, u)| Some(layer.masked(u.as_slice()))).collect();
        let channel = Channel { own_weights: false, directions, wanted: vec![true; self.depth()] };
        let mut sums = self.apply(&[channel])?;
        sums.remove(0).into_iter().enumerate().map(|(place, sum)| self.finish(place, sum)).collect()
    }

    /// The operator of layer l = 1..L applied to a matrix of its shape.
    ///
    /// # Errors
    /// As for [`Streamed::apply_each`].
    pub fn apply_to(&self, layer: usize, u: &DMatrix<f64>) -> Result<DMatrix<f64>, StreamedError> {
        let place = self.place(layer)?;
        self.check_direction(place, u)?;
        let mut sums = self.apply(&[self.single(place, u)])?;
        self.finish(place, sums[0][place].take())
    }

    /// The `count` largest different eigenvalues of the operator of layer l = 1..L, in decreasing order, without
    /// forming it: by Lanczos iteration with full reorthogonalisation, each once and with no multiplicity; for an
    /// unmasked top layer, where K_L = f_{L−1} ⊗ I, from the moment of f_{L−1} itself, each n_L times. What two
    /// equal values are is told in [`crate::spectrum`].
    ///
    /// # Errors
    /// [`StreamedError`]; `Asymmetric` with a second network or an S.
    pub fn largest_eigenvalues(&self, layer: usize, count: usize) -> Result<Vec<Eigenvalue>, StreamedError> {
        let place = self.place(layer)?;
        let asymmetric = |found| Err(StreamedError::Asymmetric { found });
        if self.right.is_some() {
            return asymmetric("a second network");
        }
        if self.inner.is_some() {
            return asymmetric("an S");
        }
        let dense = &self.left.layers.0[place];
        if place == self.left.layers.top() && !dense.is_masked() {
            // (V ⊗ I) vec(U) = vec(U V): a single row of U sees V alone.
            let first_row = |row: &DMatrix<f64>| {
                let mut u = DMatrix::zeros(dense.units, dense.inputs);
                u.row_mut(0).copy_from(row);
                self.apply_to(layer, &u).map(|image| image.rows(0, 1).into_owned())
            };
            let values = krylov((1, dense.inputs), count, first_row)?.map_err(|_| StreamedError::Overflow { layer })?;
            let times = |value: Eigenvalue| Eigenvalue { multiplicity: Some(dense.units), ..value };
            return Ok(values.into_iter().map(|value| if value.value > 0.0 { times(value) } else { value }).collect());
        }
        let found = krylov((dense.units, dense.inputs), count, |u| self.apply_to(layer, u))?;
        found.map_err(|NotFinite| StreamedError::Overflow { layer })
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
        let layer = &self.left.layers.0[place];
        let (found, expected) = (u.shape(), (layer.units, layer.inputs));
        if found == expected {
            return Ok(());
        }
        Err(StreamedError::Shape { what: format!("the direction of layer {}", place + 1), found, expected })
    }

    fn own(&self) -> Channel<'static> {
        let none = (0..self.depth()).map(|_| None).collect();
        Channel { own_weights: true, directions: none, wanted: vec![true; self.depth()] }
    }

    fn single<'u>(&self, place: usize, u: &'u DMatrix<f64>) -> Channel<'u> {
        let masked = self.right().layers.0[place].masked(u.as_slice());
        let mut directions: Vec<_> = (0..self.depth()).map(|_| None).collect();
        directions[place] = Some(masked);
        Channel { own_weights: false, directions, wanted: (0..self.depth()).map(|l| l == place).collect() }
    }

    fn weights(&self, bounded: bool) -> Result<(Applied, Option<Bound>), StreamedError> {
        let channels = [self.own()];
        let outward = self.outward(&channels, self.columns(), bounded)?;
        let (mut sums, largest) = self.inward(&channels, &outward, bounded)?;
        let layers = sums.remove(0).into_iter().enumerate().map(|(place, sum)| self.finish(place, sum));
        let applied = Applied { layers: layers.collect::<Result<_, _>>()?, energy: outward.spreads[0].trace() };
        let counts = (self.source.samples(), self.source.augmentations());
        let bound = |extent: Extent| extent.bound(&largest, &self.left.layers, counts, self.blocks.count());
        Ok((applied, outward.extent.map(bound)))
    }

    fn apply(&self, channels: &[Channel]) -> Result<Sums, StreamedError> {
        let outward =
            if self.needs_mean() { self.outward(channels, self.columns(), false)? } else { Outward::default() };
        Ok(self.inward(channels, &outward, false)?.0)
    }

    /// A layer's result as a matrix, without the entries that the mask forbids.
    fn finish(&self, place: usize, sum: Option<Vec<f64>>) -> Result<DMatrix<f64>, StreamedError> {
        let layer = &self.left.layers.0[place];
        let sum = sum.unwrap_or_else(|| vec![0.0; layer.units * layer.inputs]);
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
        let layers = Layers::new(network, source.width())?;
        let bytes = (blocks.views() * layers.kept_per_view()).saturating_mul(size_of::<f64>());
        let room = options.kept_bytes.checked_div(bytes).unwrap_or(0).min(blocks.count());
        Ok(Side { layers, kept: (0..room).map(|_| OnceLock::new()).collect() })
    }

    /// The activations of a block: kept from before, or made now and kept if there is room.
    fn forward<'f>(
        &'f self,
        index: usize,
        block: &Block,
        inputs: &[f64],
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
