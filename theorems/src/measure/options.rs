//! The values of the option for the loss, as written on the command line.

use crate::subject::{OptionError, number, refuse};
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
            LossOption::Triplet { tau, margin } => write!(f, "triplet:{},{}", short(tau), short(margin)),
            LossOption::Nce { tau } => write!(f, "nce:{}", short(tau)),
        }
    }
}

/// A number in the fewest characters: 1e300, not 300 zeros.
fn short(x: &f64) -> String {
    let text = format!("{x:?}");
    text.strip_suffix(".0").map_or(text.clone(), String::from)
}
