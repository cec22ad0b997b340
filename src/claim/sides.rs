//! The two sides of a claim in one number system, and their comparison.

use super::comparison::texts;
use super::instance::{AnyInstance, InstanceData};
use super::{Formulas, Outcome, Parts, Relation, Stored, compare};
use crate::numbers::{Field, Interval, Obstacle, Prime61, Rational, Running, WideInterval};
use nalgebra::DMatrix;

/// What a side of a claim returns: one matrix per layer, or as the part needs.
pub type Side<S> = Result<Vec<DMatrix<S>>, Obstacle>;

/// The measured side: from the definition.
pub type Measured<I, P, S> = fn(&I, P) -> Side<S>;

/// The predicted side: by the formula, stated or mutated.
pub type Predicted<I, P, F, S> = fn(&I, P, F) -> Side<S>;

/// The places of a part and of a formula in their claim; formula 0 is the stated one.
pub type Place = (usize, usize);

/// Both sides of some claim in one number system.
pub trait AnySides<S>: Send + Sync {
    fn measured(&self, instance: &dyn AnyInstance, part: usize) -> Side<S>;
    fn predicted(&self, instance: &dyn AnyInstance, place: Place) -> Side<S>;
}

/// The same with the claim's types.
pub(super) struct Functions<I, P, F, S> {
    pub(super) measured: Measured<I, P, S>,
    pub(super) predicted: Predicted<I, P, F, S>,
}

impl<I: InstanceData, P: Parts, F: Formulas, S: Field> AnySides<S> for Functions<I, P, F, S> {
    fn measured(&self, instance: &dyn AnyInstance, part: usize) -> Side<S> {
        S::embedding(|| (self.measured)(instance.typed(), P::at(part)))
    }
    fn predicted(&self, instance: &dyn AnyInstance, (part, formula): Place) -> Side<S> {
        S::embedding(|| (self.predicted)(instance.typed(), P::at(part), F::at(formula)))
    }
}

pub type SidesOf<S> = Box<dyn AnySides<S>>;

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

impl<S: Field> Decide for SidesOf<S> {
    fn decide(&self, instance: &dyn AnyInstance, relation: Relation, place: Place, demand: Demand) -> Outcome {
        let widen = |side: Vec<DMatrix<S>>| -> Vec<DMatrix<S>> {
            let factor = demand.widened;
            if factor == 1.0 { side } else { side.iter().map(|m| m.map(|x| x.widened(factor))).collect() }
        };
        let measured = self.as_ref().measured(instance, place.0);
        match measured.and_then(|m| Ok((m, self.as_ref().predicted(instance, place)?))) {
            Ok((measured, predicted)) => compare(relation, &widen(measured), &widen(predicted)),
            Err(obstacle) if obstacle.is_unmet_assumption() => Outcome::Rejected(obstacle.to_string()),
            Err(obstacle) => Outcome::Inconclusive(obstacle.to_string()),
        }
    }

    fn write(&self, instance: &dyn AnyInstance, place: Place) -> Result<[Stored; 2], Obstacle> {
        let sides = [self.as_ref().measured(instance, place.0)?, self.as_ref().predicted(instance, place)?];
        Ok(sides.map(|side| side.iter().map(texts).collect()))
    }
}

/// A number system in which claims are decided. The comparison in each is compiled here, once for all claims.
pub trait System: Field {
    #[doc(hidden)]
    fn decider(sides: SidesOf<Self>) -> Box<dyn Decide>;
}

macro_rules! systems {
    ($($system:ty),*) => {
        $(impl System for $system {
                    fn decider(sides: SidesOf<Self>) -> Box<dyn Decide> {
                Box::new(sides)
            }
        })*
    };
}

systems!(Rational, Prime61, Interval, WideInterval, Running);

/// Where the first system cannot tell, or tells with less than half of its digits, the same in a finer one.
pub(super) struct Refined {
    pub(super) coarse: Box<dyn Decide>,
    pub(super) fine: Box<dyn Decide>,
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
