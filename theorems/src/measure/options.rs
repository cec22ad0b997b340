//! What the option of a loss can be, as the command line writes it.

use crate::subject::{OptionError, number, refuse};
use dualproof::network::AtZero;
use std::str::FromStr;

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
        let expected = "simple, nce:TAU, or triplet:TAU,R0 with finite TAU above 0 and R0 of at least 0";
        let bad = || refuse(text, expected);
        match text.split_once(':') {
            None if text == "simple" => Ok(LossOption::Simple),
            Some(("nce", tau)) => Ok(LossOption::Nce { tau: number(tau, false).ok_or_else(bad)? }),
            Some(("triplet", rest)) => {
                let (tau, margin) = rest.split_once(',').ok_or_else(bad)?;
                let (tau, margin) = number(tau, false).zip(number(margin, true)).ok_or_else(bad)?;
                Ok(LossOption::Triplet { tau, margin })
            }
            _ => Err(bad()),
        }
    }
}

impl std::fmt::Display for LossOption {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            LossOption::Simple => write!(f, "simple"),
            LossOption::Triplet { tau, margin } => write!(f, "triplet:{tau},{margin}"),
            LossOption::Nce { tau } => write!(f, "nce:{tau}"),
        }
    }
}

/// What a pre-activation that is exactly 0 means: `reject`, or `subgradient` for PyTorch's ψ'(0) = 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum AtZeroOption {
    /// An error: there is no gradient.
    #[default]
    Reject,
    /// ψ'(0) is 0 (for leaky ReLU its slope below 0), as PyTorch takes it; they are counted.
    Subgradient,
}

impl From<AtZeroOption> for AtZero {
    fn from(option: AtZeroOption) -> Self {
        match option {
            AtZeroOption::Reject => AtZero::Reject,
            AtZeroOption::Subgradient => AtZero::Subgradient,
        }
    }
}
