//! The options of `diagnose`.

use crate::subject::{ViewsArgs, activation, at_zero, kinks};
use crate::trained::Statistics;
use dualproof::network::{Activation, AtZero};
use dualproof_autodiff::Kinks;
use dualproof_losses::Loss;
use std::path::PathBuf;

/// Say why a network learns or collapses: what its update does, which part of it does that, and what would change
/// without it.
#[derive(Clone, Debug, clap::Args)]
pub struct DiagnoseArgs {
    /// Networks, ONNX files or safetensors of dense layers: checkpoints of one training, in their order. Beside X.onnx, X.predictor.onnx (or .npy, a
    /// matrix), X.target.onnx and X.update.safetensors (minus the gradients of your own program, by name) are taken where
    /// they are. Or the results of `train byol`, a JSON file: what the first quarter of each run says of its end
    #[arg(value_name = "NET.onnx", required = true)]
    pub networks: Vec<PathBuf>,
    /// The loss of the training: simple, triplet:TAU,R0, nce:TAU, info-nce:TAU,H, nt-xent:TAU, barlow:L, vicreg:L,M,N, byol,
    /// byol-plain or simsiam
    #[arg(long, value_name = "LOSS", default_value = "simple")]
    pub loss: Loss,
    /// Activation of every layer but the top of safetensors: relu, linear, or leaky:SLOPE (SLOPE t for t < 0) [default: relu]
    #[arg(long, value_name = "relu|leaky:SLOPE|linear", value_parser = activation)]
    pub activation: Option<Activation<f64>>,
    /// The data and their views.
    #[command(flatten)]
    pub given: ViewsArgs,
    /// The predictor of a single network
    #[arg(long, value_name = "P.npy|P.onnx")]
    pub predictor: Option<PathBuf>,
    /// The target network of a single network
    #[arg(long, value_name = "NET.onnx")]
    pub target: Option<PathBuf>,
    /// Minus the gradients of your own program, by name of parameter, for a single network
    #[arg(long, value_name = "U.safetensors")]
    pub update: Option<PathBuf>,
    /// BatchNormalization takes the mean and variance of the batch, as in training, not the stored ones: of all views
    /// together, or of each view by itself, as where a program calls the network once for each
    #[arg(long, value_name = "all|each", num_args = 0..=1, require_equals = true, default_missing_value = "all")]
    pub batch_statistics: Option<Statistics>,
    /// A pre-activation that is exactly 0: reject, or subgradient (PyTorch's, counted) [default: subgradient]
    #[arg(long, value_name = "reject|subgradient", value_parser = at_zero)]
    pub at_zero: Option<AtZero>,
    /// Also write one page of HTML, with curves over the checkpoints
    #[arg(long, value_name = "OUT.html")]
    pub page: Option<PathBuf>,
    /// Print one JSON document instead of the text
    #[arg(long)]
    pub json: bool,
}

impl DiagnoseArgs {
    /// Which statistics BatchNorm takes.
    pub fn statistics(&self) -> Statistics {
        self.batch_statistics.unwrap_or_default()
    }

    /// What a kink is.
    pub fn kinks(&self) -> Kinks {
        kinks(self.at_zero)
    }
}
