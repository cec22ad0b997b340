//! What the options of `measure` can be: activations, losses and views, as the command line writes them.

use dualproof::network::Activation;
use dualproof::numbers::Rational;
use std::ffi::OsString;
use std::path::PathBuf;
use std::str::FromStr;

/// A value that an option cannot take.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("found {found:?}, expected {expected}")]
pub struct OptionError {
    /// The value.
    pub found: String,
    /// What it can be.
    pub expected: &'static str,
}

fn refuse(found: &str, expected: &'static str) -> OptionError {
    OptionError { found: found.to_string(), expected }
}

/// A finite number that is above zero, or also zero.
fn number(text: &str, zero_too: bool) -> Option<f64> {
    text.parse().ok().filter(|x: &f64| x.is_finite() && (*x > 0.0 || (zero_too && *x == 0.0)))
}

/// ψ of every layer but the top: `relu`, `leaky:SLOPE` or `linear`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ActivationOption {
    /// max(t, 0).
    Relu,
    /// t above 0, SLOPE·t below.
    Leaky(f64),
    /// t.
    Linear,
}

impl FromStr for ActivationOption {
    type Err = OptionError;
    fn from_str(text: &str) -> Result<Self, OptionError> {
        let bad = || refuse(text, "relu, linear, or leaky:SLOPE with a finite SLOPE of at least 0");
        match text.split_once(':') {
            None if text == "relu" => Ok(ActivationOption::Relu),
            None if text == "linear" => Ok(ActivationOption::Linear),
            Some(("leaky", slope)) => number(slope, true).map(ActivationOption::Leaky).ok_or_else(bad),
            _ => Err(bad()),
        }
    }
}

impl ActivationOption {
    /// The activation in `f64`.
    pub fn float(self) -> Activation<f64> {
        match self {
            ActivationOption::Relu => Activation::Relu,
            ActivationOption::Linear => Activation::Linear,
            ActivationOption::Leaky(slope) => Activation::LeakyRelu { slope },
        }
    }

    /// The activation, its slope exact.
    pub fn activation(self) -> Activation<Rational> {
        match self {
            ActivationOption::Relu => Activation::Relu,
            ActivationOption::Linear => Activation::Linear,
            ActivationOption::Leaky(slope) => match Rational::from_f64(slope) {
                Some(slope) => Activation::LeakyRelu { slope },
                None => unreachable!("a slope is read as a finite number"),
            },
        }
    }
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

/// The augmentations: `shifts`, or a file of views.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ViewsOption {
    /// Identity, down, up, right, left by one pixel.
    Shifts,
    /// An array N × A × D.
    File(PathBuf),
}

impl FromStr for ViewsOption {
    type Err = std::convert::Infallible;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(ViewsOption::from(OsString::from(text)))
    }
}

/// As the command line gives it: a file's name need not be text.
impl From<OsString> for ViewsOption {
    fn from(text: OsString) -> Self {
        if text == "shifts" { ViewsOption::Shifts } else { ViewsOption::File(text.into()) }
    }
}

/// What the data is divided by.
///
/// # Errors
/// Unless it is a finite number above 0.
pub fn scale(text: &str) -> Result<f64, OptionError> {
    number(text, false).ok_or_else(|| refuse(text, "a finite number above 0"))
}
