//! The two sides of a claim in one number system, and their comparison.

use super::comparison::texts;
use super::instance::{AnyInstance, InstanceData};
use super::{Formulas, Outcome, Parts, Relation, Stored, compare};
use crate::numbers::{Field, Number, Obstacle, System, TypedWork, typed};
use nalgebra::DMatrix;

/// What a side of a claim returns: one matrix per layer, or as the part needs.
pub type Side<S = Number> = Result<Vec<DMatrix<S>>, Obstacle>;

/// The measured side: from the definition.
pub type Measured<I, P> = fn(&I, P) -> Side;

/// The predicted side: by the formula, stated or mutated.
pub type Predicted<I, P, F> = fn(&I, P, F) -> Side;

/// The places of a part and of a formula in their claim; formula 0 is the stated one.
pub type Place = (usize, usize);

/// Both sides of some claim, in the system of the scope.
pub trait AnySides: Send + Sync {
    fn measured(&self, instance: &dyn AnyInstance, part: usize) -> Side;
    fn predicted(&self, instance: &dyn AnyInstance, place: Place) -> Side;
}

/// The same with the claim's types.
pub(super) struct Functions<I, P, F> {
    pub(super) measured: Measured<I, P>,
    pub(super) predicted: Predicted<I, P, F>,
}

impl<I: InstanceData, P: Parts, F: Formulas> AnySides for Functions<I, P, F> {
    fn measured(&self, instance: &dyn AnyInstance, part: usize) -> Side {
        (self.measured)(instance.typed(), P::at(part))
    }
    fn predicted(&self, instance: &dyn AnyInstance, (part, formula): Place) -> Side {
        (self.predicted)(instance.typed(), P::at(part), F::at(formula))
    }
}

/// The two sides of some claim in one number system.
pub struct InSystem {
    /// The system.
    pub system: System,
    /// The sides, whatever the system.
    pub sides: Box<dyn AnySides>,
}

impl InSystem {
    /// The measured side.
    pub(super) fn measured(&self, instance: &dyn AnyInstance, part: usize) -> Side {
        self.system.computing(|| self.sides.measured(instance, part))
    }

    /// The predicted side.
    pub(super) fn predicted(&self, instance: &dyn AnyInstance, place: Place) -> Side {
        self.system.computing(|| self.sides.predicted(instance, place))
    }
}

/// What is asked of one decision.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Demand {
    /// The chance of a wrong verdict that a statistical kind may take; the others do not look at it.
    pub error: f64,
    /// Every error bound of a compared entry is multiplied by this: 1, but in the self-test of
    /// [`Plan::widened`](crate::campaign::Plan::widened).
    pub widened: f64,
}

impl Demand {
    /// A decision that chance plays no part in.
    pub const CERTAIN: Demand = Demand { error: 0.0, widened: 1.0 };

    /// A decision that may err with this probability.
    pub fn with_error(error: f64) -> Self {
        Demand { error, ..Demand::CERTAIN }
    }
}

/// What decides one part on one instance.
pub trait Decide: Send + Sync {
    fn decide(&self, instance: &dyn AnyInstance, relation: Relation, place: Place, demand: Demand) -> Outcome;

    /// Both sides as they are stored.
    fn write(&self, instance: &dyn AnyInstance, place: Place) -> Result<[Stored; 2], Obstacle>;
}

impl Decide for InSystem {
    fn decide(&self, instance: &dyn AnyInstance, relation: Relation, place: Place, demand: Demand) -> Outcome {
        let decided = self.system.computing(|| {
            let measured = self.sides.measured(instance, place.0)?;
            let predicted = self.sides.predicted(instance, place)?;
            Ok(self.system.work(Compared { relation, measured, predicted, widened: demand.widened }))
        });
        decided.unwrap_or_else(|obstacle| match obstacle.is_unmet_assumption() {
            true => Outcome::Rejected(obstacle.to_string()),
            false => Outcome::Inconclusive(obstacle.to_string()),
        })
    }

    fn write(&self, instance: &dyn AnyInstance, place: Place) -> Result<[Stored; 2], Obstacle> {
        let sides = [self.measured(instance, place.0)?, self.predicted(instance, place)?];
        Ok(sides.map(|side| side.iter().map(texts).collect()))
    }
}

/// The comparison of two sides, in the type of their system.
struct Compared {
    relation: Relation,
    measured: Vec<DMatrix<Number>>,
    predicted: Vec<DMatrix<Number>>,
    widened: f64,
}

impl TypedWork for Compared {
    type Output = Outcome;

    fn in_type<S: Field + TryFrom<Number>>(self) -> Outcome {
        let of = |side: Vec<DMatrix<Number>>| -> Vec<DMatrix<S>> {
            let side = side.into_iter().map(typed);
            if self.widened == 1.0 {
                side.collect()
            } else {
                side.map(|m| m.map(|x| x.widened(self.widened))).collect()
            }
        };
        compare(self.relation, &of(self.measured), &of(self.predicted))
    }
}

/// Where the first system cannot tell, or tells with less than half of its digits, the same in a finer one.
pub(super) struct Refined {
    pub(super) coarse: InSystem,
    pub(super) fine: InSystem,
}

impl Decide for Refined {
    fn decide(&self, instance: &dyn AnyInstance, relation: Relation, place: Place, demand: Demand) -> Outcome {
        let again = || self.fine.decide(instance, relation, place, demand);
        match self.coarse.decide(instance, relation, place, demand) {
            Outcome::Inconclusive(_) => again(),
            Outcome::Holds(c) if c.power.is_none_or(|power| power > f64::EPSILON.sqrt()) => again(),
            outcome => outcome,
        }
    }

    fn write(&self, instance: &dyn AnyInstance, place: Place) -> Result<[Stored; 2], Obstacle> {
        self.coarse.write(instance, place)
    }
}
