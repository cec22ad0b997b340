//! The options of `measure`.

use super::error::MeasureError;
use crate::subject::{POWER, SubjectArgs, SubjectError, power};
use crate::trained::Statistics;
use dualproof_losses::Loss;
use std::path::PathBuf;

/// Measure the SimCLR (and BYOL) update of a network on data, and compare it with the covariance operator.
#[derive(Clone, Debug, clap::Args)]
pub struct MeasureArgs {
    /// The network and the data.
    #[command(flatten)]
    pub subject: SubjectArgs,
    /// Also measure BYOL's update with this predictor: linear, an array n_out×n_out, or (beside an ONNX network) an ONNX
    /// file
    #[arg(long, value_name = "P.npy|P.onnx")]
    pub predictor: Option<PathBuf>,
    /// BYOL's target network, ONNX: its outputs are the constant targets. Without it, those of the network itself are
    #[arg(long, value_name = "NET.onnx")]
    pub target: Option<PathBuf>,
    /// Loss with one negative: simple (r+ - r-), nce:TAU (ln(1 + exp((r+ - r-)/TAU))) or triplet:TAU,R0
    /// (TAU ln(1 + exp((r+ - r- + R0)/TAU))); r is half the squared distance of two outputs. Of an ONNX network also
    /// info-nce:TAU,H, nt-xent:TAU, barlow:L, vicreg:L,M,N, and of predictions byol, byol-plain, simsiam
    #[arg(long, value_name = "LOSS", default_value = "simple")]
    pub loss: Loss,
    /// BatchNormalization of ONNX files takes the mean and variance of the batch, as in training, not the stored ones: of all
    /// views together, or of each view by itself, as where a program calls the network once for each
    #[arg(long, value_name = "all|each", num_args = 0..=1, require_equals = true, default_missing_value = "all")]
    pub batch_statistics: Option<Statistics>,
    /// Differentiate the first N samples of an ONNX network also on the tape, with an error bound, and compare
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub check: Option<u64>,
    /// Eigenvalues of the covariance operator to list, the largest different ones; 0 for none [default: 8; none of an
    /// ONNX network]
    #[arg(long, value_name = "K")]
    pub top: Option<usize>,
    /// A comparison decides only if it catches a violation of this share of the largest value [default: 1e-2; an ONNX
    /// network has a stated accuracy instead]
    #[arg(long, value_name = "P", value_parser = power)]
    pub power: Option<f64>,
    /// Explain each column below the table
    #[arg(long, conflicts_with = "json")]
    pub explain_columns: bool,
    /// Print one JSON document instead of the table
    #[arg(long)]
    pub json: bool,
}

/// The loss with one negative, of r₊ and r₋: `simple`, `triplet:TAU,R0` or `nce:TAU`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LossOption {
    /// r₊ − r₋.
    Simple,
    /// τ ln(1 + e^{(r₊ − r₋ + r₀)/τ}).
    Triplet {
        /// τ > 0.
        tau: f64,
        /// r₀ ≥ 0.
        margin: f64,
    },
    /// ln(1 + e^{(r₊ − r₋)/τ}): InfoNCE with one negative.
    Nce {
        /// τ > 0.
        tau: f64,
    },
}

/// The eigenvalues that are listed, where no number is asked for.
const EIGENVALUES: usize = 8;

impl MeasureArgs {
    /// The largest power with which a comparison decides.
    pub(super) fn ceiling(&self) -> f64 {
        self.power.unwrap_or(POWER)
    }

    /// How many eigenvalues are listed.
    pub(super) fn eigenvalues(&self) -> usize {
        self.top.unwrap_or(EIGENVALUES)
    }

    /// The options of a dense network: those of ONNX files are refused.
    pub(super) fn dense(&self) -> Result<LossOption, MeasureError> {
        let given = [
            ("--target", self.target.is_some()),
            ("--batch-statistics", self.batch_statistics.is_some()),
            ("--check", self.check.is_some()),
        ];
        let file = || self.subject.weights.display().to_string();
        if let Some((option, _)) = given.into_iter().find(|(_, is_given)| *is_given) {
            return Err(SubjectError::NeedsOnnx { option: option.to_string(), file: file() }.into());
        }
        let loss = LossOption::try_from(self.loss);
        loss.map_err(|loss| SubjectError::NeedsOnnx { option: format!("--loss {loss}"), file: file() }.into())
    }
}

/// The other losses are given back.
impl TryFrom<Loss> for LossOption {
    type Error = Loss;
    fn try_from(loss: Loss) -> Result<Self, Loss> {
        match loss {
            Loss::Simple => Ok(LossOption::Simple),
            Loss::Nce { tau } => Ok(LossOption::Nce { tau }),
            Loss::Triplet { tau, margin } => Ok(LossOption::Triplet { tau, margin }),
            other => Err(other),
        }
    }
}

impl std::fmt::Display for LossOption {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let loss = match *self {
            LossOption::Simple => Loss::Simple,
            LossOption::Triplet { tau, margin } => Loss::Triplet { tau, margin },
            LossOption::Nce { tau } => Loss::Nce { tau },
        };
        write!(f, "{loss}")
    }
}
