//! Training of small networks on one core: forward and backward passes of batches, contrastive losses, descent.
//!
//! | what | where |
//! |---|---|
//! | layers and their parameters, as data | [`Architecture`]: affine (dense or by groups), rectifier, normalisations |
//! | a network, and the passes of one batch | [`Network`], [`Pass`]: every buffer allocated once |
//! | what is minimised | [`Contrastive`], [`InBatch`]: a value, and the gradient by the outputs |
//! | how the parameters follow | [`Sgd`], [`Schedule`]; [`follow`] for a moving average |
//! | a training under way | [`Learner`], [`train`], [`train_saving`], [`Watch`]: observed, stopped, resumed |
//! | its state on disk | [`Checkpoint`]: a `.safetensors` file, whole or absent |
//!
//! Any other loss: run [`Network::forward`], fill
//! [`Pass::output_adjoint_mut`] with ∂L/∂output, and [`Network::backward`] adds ∂L/∂parameters. Networks compose by
//! [`Network::backward_to_inputs`]: its [`Pass::adjoint`] of 0 is the ∂L/∂output of the network below.
//!
//! A batch is a matrix of batch × units, the transpose of the rest of the toolkit, because the loops here run over
//! samples. One training runs on one thread, so its bits do not depend on the number of threads; run several
//! trainings at once. The numbers are `f64` or `f32`, or any [`Real`]: one with an error bound measures the rounding of the
//! very same passes.
//!
//! ```
//! use dualproof_train::{Architecture, Contrast, Contrastive, Descent, Initialisation, Layer, Network, Sgd};
//! use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};
//! let layers = vec![Layer::dense(8), Layer::Rectifier, Layer::dense(2), Layer::UnitNorm { epsilon: 1e-4 }];
//! let mut rng = ChaCha8Rng::seed_from_u64(1);
//! let mut network =
//!     Network::<f64>::random(Architecture { inputs: 2, layers }, Initialisation::LibraryDefault, &mut rng)?;
//! let mut pass = network.pass(3)?;                                // one anchor, its positive, a negative
//! pass.inputs_mut().copy_from_slice(&[1.0, 0.9, -1.0, 0.0, 0.1, 0.3]);
//! let mut loss = Contrastive::new(Contrast::Nce { temperature: 0.5 }, 1);
//! let mut descent = Sgd::new(Descent::plain(0.1), network.parameters.len());
//! let mut losses = Vec::new();
//! for step in 0..20 {
//!     network.forward(&mut pass);
//!     let (outputs, adjoint) = pass.output_and_adjoint_mut();
//!     losses.push(loss.value_and_gradient(outputs, adjoint));
//!     let mut gradient = vec![0.0; network.parameters.len()];
//!     network.backward(&mut pass, &mut gradient);
//!     descent.update(step, &mut network.parameters, &gradient);
//! }
//! assert!(losses[19] < losses[0]);
//! # Ok::<(), dualproof_train::ArchitectureError>(())
//! ```

#![warn(missing_docs)]

mod affine;
mod architecture;
mod checkpoint;
mod descending;
mod loss;
mod network;
mod normalise;
mod optimiser;
mod pass;
mod real;
mod run;

pub use architecture::{Affine, Architecture, ArchitectureError, BatchNorm, GroupNorm, Layer, Parameter, Statistic};
pub use checkpoint::{Checkpoint, CheckpointError, Stored};
pub use loss::{Contrast, Contrastive, InBatch};
pub use network::{Initialisation, Network};
pub use optimiser::{Descent, Schedule, Sgd, follow};
pub use pass::Pass;
pub use real::{Operand, Real};
pub use run::{Ended, Learner, StateFile, Watch, resumed, saved, train, train_saving};

use dualproof_host::output;
use dualproof_numbers::numbers;
