//! The power above which a comparison decides nothing.
//!
//! Every "holds" of the toolkit passes [`Ceiling::judge`]: an equality within a tolerance that would hide what is
//! looked for is no equality.

use super::{Comparison, Outcome};

/// The largest power with which a comparison still decides: above it, "holds" would be said of what nobody saw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ceiling {
    /// A violation of this share of the values must be caught.
    pub at: f64,
    /// Why it is not [`Ceiling::DEFAULT`].
    pub reason: Option<&'static str>,
}

impl Ceiling {
    /// One part in a million of the values: far below what a wrong factor, sign or missing term changes, far above what
    /// rounding takes of them, which the record has for every row.
    pub const DEFAULT: Ceiling = Ceiling { at: 1e-6, reason: None };

    /// Another ceiling, with its reason.
    pub const fn because(at: f64, reason: &'static str) -> Self {
        Ceiling { at, reason: Some(reason) }
    }

    /// Does a comparison of this power decide? One without power, or whose power is not a number, does not.
    ///
    /// ```
    /// use dualproof::claim::Ceiling;
    /// assert!(Ceiling::DEFAULT.admits(Some(1e-9)) && Ceiling::DEFAULT.admits(Some(0.0)));
    /// assert!(!Ceiling::DEFAULT.admits(Some(1e-3)));
    /// assert!(!Ceiling::DEFAULT.admits(Some(f64::NAN)) && !Ceiling::DEFAULT.admits(None));
    /// ```
    pub fn admits(&self, power: Option<f64>) -> bool {
        power.is_some_and(|power| power <= self.at)
    }

    /// The one rule: what holds by a comparison without power is vacuous, what holds by one with too little of it is
    /// inconclusive. A refutation needs no power: it is a proof.
    pub fn judge(&self, outcome: Outcome) -> Outcome {
        match outcome {
            Outcome::Holds(comparison) if self.admits(comparison.power) => Outcome::Holds(comparison),
            Outcome::Holds(Comparison { power: None, .. }) => {
                Outcome::Vacuous("neither side can be distinguished from 0: nothing was compared".into())
            }
            Outcome::Holds(Comparison { power: Some(power), .. }) if !power.is_finite() => Outcome::Inconclusive(
                "no violation is certainly caught: what may be rounding is as large as the values".into(),
            ),
            Outcome::Holds(Comparison { power: Some(power), .. }) => Outcome::Inconclusive(format!(
                "the smallest violation caught is {power:.1e} of the values, expected at most {:.1e}",
                self.at
            )),
            outcome => outcome,
        }
    }
}

impl Default for Ceiling {
    fn default() -> Self {
        Ceiling::DEFAULT
    }
}
