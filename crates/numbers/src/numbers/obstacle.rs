//! Why a computation over a number system stopped before it had a value.

use std::fmt;

/// A reason for having no value. Never a verdict on a claim: an unmet assumption rejects the instance, an
/// undecided sign leaves it inconclusive.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Obstacle {
    /// An argument is exactly at the kink of a function, where that is not differentiable.
    #[error("{0} is exactly 0")]
    Kink(Location),
    /// An argument that may be on either side of a kink, so that the derivative is not known.
    #[error("the sign of {0} is not decided: it is within its error bound of 0")]
    UndecidedKink(Location),
    /// Two entries tie for a maximum, where that is not differentiable.
    #[error("two entries tie for {0}")]
    Tie(Location),
    /// The instance is outside what the part speaks of.
    #[error("outside the assumption: {0}")]
    Outside(&'static str),
    /// The system cannot tell the sign of a number that the computation depends on.
    #[error("the sign of {0} is not decided")]
    UnknownSign(&'static str),
    /// The number system has no such function.
    #[error("this number system has no {0}")]
    Unsupported(&'static str),
    /// A rational that has no residue in the prime field.
    #[error("2⁶¹ − 1 divides a denominator, so that the numbers have no residue modulo it")]
    NoResidue,
}

impl Obstacle {
    /// Does the obstacle say that an assumption is unmet (as against: that nothing can be said)?
    pub fn is_unmet_assumption(&self) -> bool {
        matches!(self, Self::Kink(_) | Self::Tie(_) | Self::Outside(_) | Self::NoResidue)
    }
}

/// A number of a computation, in the words of the computation's own field.
///
/// ```
/// use dualproof_numbers::numbers::{Location, Obstacle};
/// let at = [("of unit", 3), ("of layer", 2), ("on view", 0)];
/// let obstacle = Obstacle::Kink(Location { what: "the pre-activation", at });
/// assert_eq!(obstacle.to_string(), "the pre-activation of unit 3 of layer 2 on view 0 is exactly 0");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// What the number is.
    pub what: &'static str,
    /// Its coordinates, each with its name.
    pub at: [(&'static str, usize); 3],
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)?;
        self.at.iter().try_for_each(|(name, coordinate)| write!(f, " {name} {coordinate}"))
    }
}
