//! A network, and the activations that are kept from pass to pass.

use super::blocks::{Block, Blocks};
use super::layers::Layers;
use super::options::Options;
use super::sweep::Forward;
use super::{Source, StreamedError};
use crate::network::Network;
use std::sync::OnceLock;

/// A network with the activations kept from its passes.
#[derive(Debug)]
pub(super) struct Side {
    pub(super) layers: Layers,
    /// A place for each block that may be kept, the first ones.
    pub(super) kept: Vec<OnceLock<Forward>>,
}

impl Side {
    pub(super) fn new<X: Source>(
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
    pub(super) fn forward<'f>(
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
