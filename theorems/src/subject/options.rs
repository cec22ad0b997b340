//! The values of the options for a network and its data, as written on the command line.

use dualproof::input::LentArray;
use dualproof::network::{Activation, AtZero};
use dualproof_autodiff::Kinks;
use std::ffi::OsString;
use std::path::PathBuf;

/// A value that an option cannot take.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("found {found:?}, expected {expected}")]
pub struct OptionError {
    /// The value.
    pub found: String,
    /// The values it can take.
    pub expected: &'static str,
}

pub(crate) fn refuse(found: &str, expected: &'static str) -> OptionError {
    OptionError { found: found.to_string(), expected }
}

/// A finite number above zero, or zero where `zero_too`.
fn number(text: &str, zero_too: bool) -> Option<f64> {
    text.parse().ok().filter(|x: &f64| x.is_finite() && (*x > 0.0 || (zero_too && *x == 0.0)))
}

/// ψ of every layer but the top: `relu`, `leaky:SLOPE` or `linear`.
///
/// # Errors
/// Unless it is one of them.
pub fn activation(text: &str) -> Result<Activation<f64>, OptionError> {
    let slope = |slope: &str| number(slope, true).map(|slope| Activation::LeakyRelu { slope });
    let read = match text.split_once(':') {
        None if text == "relu" => Some(Activation::Relu),
        None if text == "linear" => Some(Activation::Linear),
        Some(("leaky", text)) => slope(text),
        _ => None,
    };
    read.ok_or_else(|| refuse(text, "relu, linear, or leaky:SLOPE with a finite SLOPE of at least 0"))
}

/// The augmentations: `shifts`, or a file of views.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ViewsOption {
    /// Identity, down, up, right, left by one pixel.
    Shifts,
    /// An array N × A × D.
    File(PathBuf),
    /// The same in memory, for a caller in the same process: no text of the command line is one.
    Lent(LentArray),
}

/// A path need not be UTF-8.
impl From<OsString> for ViewsOption {
    fn from(text: OsString) -> Self {
        if text == "shifts" { ViewsOption::Shifts } else { ViewsOption::File(text.into()) }
    }
}

/// The divisor of the data.
///
/// # Errors
/// Unless it is a finite number above 0.
pub fn scale(text: &str) -> Result<f64, OptionError> {
    number(text, false).ok_or_else(|| refuse(text, "a finite number above 0"))
}

/// The largest power with which a comparison decides, a share of the values.
///
/// # Errors
/// Unless it is a number above 0 and below 1: a violation as large as the values must be caught.
pub fn power(text: &str) -> Result<f64, OptionError> {
    number(text, false).filter(|x| *x < 1.0).ok_or_else(|| refuse(text, "a number above 0 and below 1"))
}

/// The power with which a comparison decides, where none is asked for.
pub(crate) const POWER: f64 = 1e-2;

/// How a pre-activation that is exactly 0 is treated: `reject`, or `subgradient` for PyTorch's ψ'(0) = 0.
///
/// # Errors
/// Unless it is one of them.
pub fn at_zero(text: &str) -> Result<AtZero, OptionError> {
    match text {
        "reject" => Ok(AtZero::Reject),
        "subgradient" => Ok(AtZero::Subgradient),
        _ => Err(refuse(text, "reject or subgradient")),
    }
}

/// What a kink is for the network of an ONNX file: PyTorch's derivative, unless it is to be refused.
pub(crate) fn kinks(at_zero: Option<AtZero>) -> Kinks {
    match at_zero {
        Some(AtZero::Reject) => Kinks::Refuse,
        Some(AtZero::Subgradient) | None => Kinks::Convention,
    }
}

/// The notice of how many pre-activations of 0 had a gate by convention.
pub(crate) fn of_zeros(count: usize) -> String {
    format!("ψ'(0) = 0 was used for {count} pre-activations that are exactly 0 (--at-zero subgradient)")
}
