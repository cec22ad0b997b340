//! The options of `measure`.

use crate::subject::{OptionError, SubjectArgs, power, refuse};
use dualproof_losses::Loss;
use std::path::PathBuf;
use std::str::FromStr;

/// Measure the SimCLR (and BYOL) update of a network on data, and compare it with the covariance operator.
#[derive(Clone, Debug, clap::Args)]
pub struct MeasureArgs {
    /// The network and the data.
    #[command(flatten)]
    pub subject: SubjectArgs,
    /// Also measure BYOL's update with this linear predictor, an array n_out×n_out
    #[arg(long, value_name = "P.npy")]
    pub predictor: Option<PathBuf>,
    /// Loss with one negative: simple (r+ - r-), nce:TAU (ln(1 + exp((r+ - r-)/TAU))) or triplet:TAU,R0
    /// (TAU ln(1 + exp((r+ - r- + R0)/TAU))); r is half the squared distance of two outputs
    #[arg(long, value_name = "simple|triplet:TAU,R0|nce:TAU", default_value = "simple")]
    pub loss: LossOption,
    /// Eigenvalues of the covariance operator to list, the largest different ones; 0 for none
    #[arg(long, value_name = "K", default_value_t = 8)]
    pub top: usize,
    /// A comparison decides only if it catches a violation of this share of the largest value
    #[arg(long, value_name = "P", default_value = "1e-2", value_parser = power)]
    pub power: f64,
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

impl FromStr for LossOption {
    type Err = OptionError;
    fn from_str(text: &str) -> Result<Self, OptionError> {
        match text.parse() {
            Ok(Loss::Simple) => Ok(LossOption::Simple),
            Ok(Loss::Nce { tau }) => Ok(LossOption::Nce { tau }),
            Ok(Loss::Triplet { tau, margin }) => Ok(LossOption::Triplet { tau, margin }),
            _ => Err(refuse(text, "simple, nce:TAU, or triplet:TAU,R0 with finite TAU above 0 and R0 of at least 0")),
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
