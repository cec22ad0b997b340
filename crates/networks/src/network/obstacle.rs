//! Where a network has no derivative, as an [`Obstacle`] tells it.

use crate::numbers::{Location, Obstacle};

/// A pre-activation of a network on a batch of views.
///
/// ```
/// use dualproof_networks::network::Preactivation;
/// use dualproof_numbers::numbers::Obstacle;
/// let at = Preactivation { layer: 2, unit: 3, view: 0 };
/// let Obstacle::Kink(location) = at.is_zero() else { panic!("a kink") };
/// assert_eq!(Preactivation::of(&location), Some(at));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preactivation {
    /// The layer, from 1.
    pub layer: usize,
    /// The unit, from 0.
    pub unit: usize,
    /// The view (column of the batch), from 0.
    pub view: usize,
}

impl Preactivation {
    const WHAT: &'static str = "the pre-activation";

    /// The obstacle that it is exactly 0, where the network is not differentiable.
    pub fn is_zero(self) -> Obstacle {
        Obstacle::Kink(self.location())
    }

    /// The obstacle that it may be of either sign, so that the gate is not known.
    pub fn is_undecided(self) -> Obstacle {
        Obstacle::UndecidedKink(self.location())
    }

    /// The pre-activation that a location names, if it names one.
    pub fn of(location: &Location) -> Option<Self> {
        let Location { what: Self::WHAT, at: [(_, unit), (_, layer), (_, view)] } = *location else { return None };
        Some(Preactivation { layer, unit, view })
    }

    fn location(self) -> Location {
        Location { what: Self::WHAT, at: [("of unit", self.unit), ("of layer", self.layer), ("on view", self.view)] }
    }
}

/// A maximum that a pool takes on a batch of views.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PooledMaximum {
    /// The layer, from 1.
    pub layer: usize,
    /// The pool, from 0.
    pub pool: usize,
    /// The view (column of the batch), from 0.
    pub view: usize,
}

impl PooledMaximum {
    /// The obstacle that two units have it, where the network is not differentiable.
    pub fn is_tied(self) -> Obstacle {
        let at = [("of pool", self.pool), ("of layer", self.layer), ("on view", self.view)];
        Obstacle::Tie(Location { what: "the maximum", at })
    }
}
