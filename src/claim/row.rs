//! A row of evidence: one number system in which some parts of a claim are decided.

use super::instance::{AnyInstance, Draws, List};
use super::sides::{Decide, Demand, Place};
use super::{Ceiling, Identity, Kind, Outcome, Relation, Stored};
use crate::derivation::Derivation;

/// Where the instances of a row come from.
#[derive(Clone)]
pub enum Source {
    /// The claim's strategy.
    Random,
    /// A strategy of the row's own, for sizes that others cannot reach or that it cannot decide.
    Drawn(Draws),
    /// A fixed list.
    Fixed(List),
    /// No instance: derivations with their stored steps.
    Derived(Derivation),
}

/// One kind of evidence for a claim.
pub struct Row {
    /// The kind.
    pub kind: Kind,
    /// Where instances come from.
    pub source: Source,
    /// The places of the parts it speaks of; `None`: all.
    pub(super) parts: Option<Vec<usize>>,
    /// How the claim is tested as an identity, where this is that kind.
    pub identity: Option<Identity>,
    /// The power above which its comparisons decide nothing.
    pub(super) ceiling: Ceiling,
    /// The same for parts that have one of their own.
    pub(super) ceilings: Vec<(Vec<usize>, Ceiling)>,
    /// `None` where the identity decides, and where there is no instance.
    pub(super) decide: Option<Box<dyn Decide>>,
    /// Does a certificate record both sides?
    pub(super) is_certified: bool,
}

impl Row {
    pub(super) fn new(kind: Kind, source: Source, decide: Option<Box<dyn Decide>>) -> Self {
        Row {
            kind,
            source,
            parts: None,
            identity: None,
            ceiling: Ceiling::DEFAULT,
            ceilings: Vec::new(),
            decide,
            is_certified: kind == Kind::Exact,
        }
    }

    /// Does it speak of the part at this place, as far as the list of its parts says?
    pub fn lists(&self, part: usize) -> bool {
        self.parts.as_ref().is_none_or(|parts| parts.contains(&part))
    }

    /// The power above which a comparison of the part at this place decides nothing.
    pub fn ceiling_of(&self, part: usize) -> Ceiling {
        let own = self.ceilings.iter().find(|(parts, _)| parts.contains(&part));
        own.map_or(self.ceiling, |(_, ceiling)| *ceiling)
    }

    /// Can a certificate record both sides?
    pub fn is_certified(&self) -> bool {
        self.is_certified
    }

    /// The measured and the predicted side of exact evidence, as they are stored. `None` for the other kinds, and where
    /// the instance is outside the assumptions. `place` is that of the part and of the formula, 0 for the stated one.
    pub fn sides(&self, instance: &dyn AnyInstance, place: Place) -> Option<[Stored; 2]> {
        let decide = self.decide.as_ref().filter(|_| self.is_certified)?;
        decide.write(instance, place).ok()
    }

    /// Compares the two sides on one instance that meets the assumptions; what holds has passed the row's ceiling.
    /// `place` is that of the part and of the formula, 0 for the stated one.
    pub fn decide(&self, instance: &dyn AnyInstance, relation: Relation, place: Place, demand: Demand) -> Outcome {
        let outcome = match (&self.decide, &self.identity) {
            (Some(decide), _) => decide.decide(instance, relation, place, demand),
            (None, Some(identity)) => identity.sides.decide(instance, relation, place, demand),
            (None, None) => Outcome::Rejected("no instance".to_string()),
        };
        self.ceiling_of(place.0).judge(outcome)
    }
}
