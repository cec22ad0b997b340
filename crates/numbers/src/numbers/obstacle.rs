//! Why a computation over a number system stopped before it had a value.

/// A reason for having no value. Never a verdict on a claim: an unmet assumption rejects the instance, an
/// undecided sign leaves it inconclusive.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Obstacle {
    /// A pre-activation is exactly 0, where the network is not differentiable.
    #[error("the pre-activation of unit {unit} of layer {layer} is exactly 0 on view {view}")]
    ZeroPreactivation {
        /// The layer, from 1.
        layer: usize,
        /// The unit, from 0.
        unit: usize,
        /// The view (column of the batch), from 0.
        view: usize,
    },
    /// A pre-activation that may be of either sign, so that the gate is not known.
    #[error(
        "the sign of the pre-activation of unit {unit} of layer {layer} on view {view} is not decided: \
         it is within its error bound of 0"
    )]
    UndecidedGate {
        /// The layer, from 1.
        layer: usize,
        /// The unit, from 0.
        unit: usize,
        /// The view (column of the batch), from 0.
        view: usize,
    },
    /// Two units tie for a maximum, where max-pooling is not differentiable.
    #[error("two units tie in pool {pool} of layer {layer} on view {view}")]
    TiedMaximum {
        /// The layer, from 1.
        layer: usize,
        /// The pool, from 0.
        pool: usize,
        /// The view, from 0.
        view: usize,
    },
    /// The instance is outside what the part speaks of.
    #[error("outside the assumption: {0}")]
    Outside(&'static str),
    /// The system cannot tell the sign of a number that the computation depends on.
    #[error("the sign of {0} is not decided")]
    UnknownSign(&'static str),
    /// The number system has no such function.
    #[error("this number system has no {0}")]
    Unsupported(&'static str),
}

impl Obstacle {
    /// Does the obstacle say that an assumption is unmet (as against: that nothing can be said)?
    pub fn is_unmet_assumption(&self) -> bool {
        matches!(self, Self::ZeroPreactivation { .. } | Self::TiedMaximum { .. } | Self::Outside(_))
    }
}
