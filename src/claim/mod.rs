//! A claim: two sides computed by unrelated code, the assumptions, the ways it could be wrong.
//!
//! The harness knows number systems and nothing else of the field: what an instance is, how the measured side
//! measures and what the formula says are the claim's own business.

mod comparison;
mod counterexample;
mod docs;
mod identity;
mod power;
mod statistical;

use comparison::texts;
pub use comparison::{Comparison, Outcome, Relation, compare};
pub use counterexample::{Counterexample, Difference, Refutes, Stored, first_difference};
pub use docs::{Docs, MissingSection, SECTIONS};
pub use identity::{Bound, BoundError, Degrees, Identity};
pub use power::Ceiling;
pub use statistical::{Counts, MOST_TRIALS, Simulated};

use crate::derivation::Derivation;
use crate::numbers::{Interval, Obstacle, Rational, Running};
use nalgebra::DMatrix;
use proptest::strategy::BoxedStrategy;
use rand_chacha::ChaCha8Rng;
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Debug;

/// What kind of evidence a check gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A stored proof for all dimensions and laws from stated rules, decided by a checker.
    Derivation,
    /// Rationals; equality is `==`.
    Exact,
    /// A prime field at random points: a polynomial identity, with a stated chance of a false pass.
    Identity,
    /// Outward-rounded intervals: inequalities and signs are proved, equalities confined to a width.
    Enclosure,
    /// `f64` with a running error bound, on random instances.
    Float,
    /// The same on a real network and real data.
    Real,
    /// Measured values against those of an independent program.
    Reference,
    /// A simulation and a sequential test, with a stated chance of a wrong verdict.
    Statistical,
}

impl Kind {
    /// Every kind, in the order of reports.
    pub const ALL: [Kind; 8] = [
        Kind::Derivation,
        Kind::Exact,
        Kind::Identity,
        Kind::Enclosure,
        Kind::Float,
        Kind::Real,
        Kind::Reference,
        Kind::Statistical,
    ];

    /// The name on the command line and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Derivation => "derivation",
            Kind::Exact => "exact",
            Kind::Identity => "identity",
            Kind::Enclosure => "enclosure",
            Kind::Float => "float",
            Kind::Real => "real",
            Kind::Reference => "reference",
            Kind::Statistical => "statistical",
        }
    }

    /// Is its arithmetic exact, so that every machine gets the same numbers?
    pub fn is_free_of_rounding(self) -> bool {
        matches!(self, Kind::Derivation | Kind::Exact | Kind::Identity)
    }

    /// Does it compare two sides entry by entry, so that there is a residual?
    pub fn compares_numbers(self) -> bool {
        !matches!(self, Kind::Derivation | Kind::Statistical)
    }

    /// Does a verdict of this kind take a share of the suite's error budget? Identity has one of its own, too small to
    /// matter beside it: see [`Budget::IDENTITIES`](crate::campaign::Budget::IDENTITIES).
    pub fn is_chancy(self) -> bool {
        self == Kind::Statistical
    }
}

/// One statement of a claim: what is compared with what.
#[derive(Clone, Copy, Debug)]
pub struct Part<P: 'static> {
    /// Its name, as in `covariance-operator::exact::both-branches`.
    pub name: &'static str,
    /// What the claim's own code calls it.
    pub part: P,
    /// How the two sides are related.
    pub relation: Relation,
}

/// A named predicate on instances.
#[derive(Debug)]
pub struct Assumption<I: 'static, P: 'static> {
    /// Its name, which reads as a fact.
    pub name: &'static str,
    /// The parts that need it; `None`: all.
    pub parts: Option<&'static [P]>,
    /// Does it hold? Decided exactly.
    pub holds: fn(&I) -> bool,
}

/// Why an assumption needs no case that shows it necessary: outside it the statement has no meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Domain {
    /// The assumption.
    pub assumption: &'static str,
    /// The reason, in one clause: what is undefined without it.
    pub reason: &'static str,
}

/// A wrong version of the formula, which must be refuted.
#[derive(Clone, Copy, Debug)]
pub struct Mutant<P: 'static, F> {
    /// Its name.
    pub name: &'static str,
    /// The formula it stands for.
    pub formula: F,
    /// The part it is a version of.
    pub part: P,
}

/// Instances that violate one assumption, on which the conclusion must fail.
pub struct Necessity<I: 'static, P: 'static> {
    /// The assumption that is dropped.
    pub assumption: &'static str,
    /// Instances that violate it and keep the others.
    pub strategy: fn() -> BoxedStrategy<I>,
    /// The part that fails.
    pub part: P,
    /// The kind of evidence that decides it.
    pub kind: Kind,
}

/// Where the instances of a row of evidence come from.
#[derive(Debug)]
pub enum Source<I: 'static> {
    /// The claim's strategy.
    Random,
    /// A strategy of the evidence's own, for sizes that others cannot reach or that it cannot decide.
    Drawn(fn() -> BoxedStrategy<I>),
    /// A fixed list.
    Fixed(fn() -> Vec<I>),
    /// No instance: derivations with their stored steps.
    Derived(Derivation),
}

/// What is asked of one decision.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Demand {
    /// The chance of a wrong verdict that a kind decided by chance may take; the others do not look at it.
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

type Decide<I, P, F> = Box<dyn Fn(&I, Relation, P, F, Demand) -> Outcome + Send + Sync>;

/// Both sides as they are stored.
type Write<I, P, F> = Box<dyn Fn(&I, P, F) -> Result<[Stored; 2], Obstacle> + Send + Sync>;

/// One kind of evidence for a claim: a number system in which both sides are computed and compared.
pub struct Evidence<I: 'static, P: 'static, F: 'static> {
    /// The kind.
    pub kind: Kind,
    /// Where instances come from.
    pub source: Source<I>,
    /// The parts it speaks of; `None`: all.
    pub parts: Option<&'static [P]>,
    /// How the claim is tested as an identity, where this is that kind.
    pub identity: Option<Identity<I, P, F>>,
    /// The power above which its comparisons decide nothing.
    ceiling: Ceiling,
    /// The same for parts that have one of their own.
    ceilings: Vec<(&'static [P], Ceiling)>,
    decide: Decide<I, P, F>,
    /// Exact evidence only: what a certificate records.
    write: Option<Write<I, P, F>>,
}

/// What a side of a claim returns: one matrix per layer, or as the part needs.
pub type Side<S> = Result<Vec<DMatrix<S>>, Obstacle>;

/// The measured side: from the definition.
pub type Measured<I, P, S> = fn(&I, P) -> Side<S>;

/// The predicted side: by the formula, stated or mutated.
pub type Predicted<I, P, F, S> = fn(&I, P, F) -> Side<S>;

impl<I: 'static, P: Copy + PartialEq + Send + Sync + 'static, F: Copy + Send + Sync + 'static> Evidence<I, P, F> {
    fn new<S: crate::numbers::Field>(
        kind: Kind,
        source: Source<I>,
        measured: Measured<I, P, S>,
        predicted: Predicted<I, P, F, S>,
    ) -> Self {
        Evidence {
            kind,
            source,
            parts: None,
            identity: None,
            ceiling: Ceiling::DEFAULT,
            ceilings: Vec::new(),
            decide: decision(measured, predicted),
            write: None,
        }
    }

    /// Outward-rounded intervals on random instances.
    pub fn enclosure(measured: Measured<I, P, Interval>, predicted: Predicted<I, P, F, Interval>) -> Self {
        Self::new(Kind::Enclosure, Source::Random, measured, predicted)
    }

    /// Where the first system cannot tell, or tells with less than half of its digits, the same two sides in a finer
    /// one: the cap of the refinement.
    pub fn refined<S: crate::numbers::Field>(
        self,
        measured: Measured<I, P, S>,
        predicted: Predicted<I, P, F, S>,
    ) -> Self {
        let (coarse, fine) = (self.decide, decision(measured, predicted));
        let decide = move |instance: &I, relation: Relation, part: P, formula: F, demand: Demand| match coarse(
            instance, relation, part, formula, demand,
        ) {
            Outcome::Inconclusive(_) => fine(instance, relation, part, formula, demand),
            Outcome::Holds(c) if c.power.is_none_or(|power| power > f64::EPSILON.sqrt()) => {
                fine(instance, relation, part, formula, demand)
            }
            outcome => outcome,
        };
        Evidence { decide: Box::new(decide), ..self }
    }

    /// The same evidence with another ceiling on the power of some parts, and why.
    pub fn with_ceiling(mut self, parts: &'static [P], at: f64, reason: &'static str) -> Self {
        self.ceilings.push((parts, Ceiling::because(at, reason)));
        self
    }

    /// The power above which a comparison of this part decides nothing.
    pub fn ceiling_of(&self, part: P) -> Ceiling {
        let own = self.ceilings.iter().find(|(parts, _)| parts.contains(&part));
        own.map_or(self.ceiling, |(_, ceiling)| *ceiling)
    }

    /// The same evidence for some parts only.
    pub fn of_parts(self, parts: &'static [P]) -> Self {
        Evidence { parts: Some(parts), ..self }
    }

    /// The same evidence on instances of another strategy.
    pub fn drawn_from(self, strategy: fn() -> BoxedStrategy<I>) -> Self {
        Evidence { source: Source::Drawn(strategy), ..self }
    }

    /// Rationals on random instances: equality is `==`.
    pub fn exact(measured: Measured<I, P, Rational>, predicted: Predicted<I, P, F, Rational>) -> Self {
        let write = move |instance: &I, part: P, formula: F| {
            let sides = [measured(instance, part)?, predicted(instance, part, formula)?];
            Ok(sides.map(|side| side.iter().map(texts).collect()))
        };
        Evidence { write: Some(Box::new(write)), ..Self::new(Kind::Exact, Source::Random, measured, predicted) }
    }

    /// The prime field at random points of full size, with the bound on the degree tested along a line.
    pub fn identity(test: Identity<I, P, F>) -> Self {
        let evidence = Self::new(Kind::Identity, Source::Drawn(test.large), test.measured, test.predicted);
        Evidence { identity: Some(test), ..evidence }
    }

    /// `f64` with a running error bound, on random instances.
    pub fn float(measured: Measured<I, P, Running>, predicted: Predicted<I, P, F, Running>) -> Self {
        Self::new(Kind::Float, Source::Random, measured, predicted)
    }

    /// `f64` with a running error bound, on given instances of real size.
    pub fn real(
        instances: fn() -> Vec<I>,
        measured: Measured<I, P, Running>,
        predicted: Predicted<I, P, F, Running>,
    ) -> Self {
        Self::new(Kind::Real, Source::Fixed(instances), measured, predicted)
    }

    /// Derivations with their stored steps: see [`derivation_files!`](crate::derivation_files!). Its parts are what they derive. It
    /// must not come first, as the first row decides mutants.
    pub fn derivation(derivation: Derivation) -> Self {
        let decide = |_: &I, _: Relation, _: P, _: F, _: Demand| Outcome::Rejected("no instance".to_string());
        Evidence {
            kind: Kind::Derivation,
            source: Source::Derived(derivation),
            parts: Some(&[]),
            identity: None,
            ceiling: Ceiling::DEFAULT,
            ceilings: Vec::new(),
            decide: Box::new(decide),
            write: None,
        }
    }

    /// Measured values against an independent program's, for the given parts.
    pub fn reference(
        instances: fn() -> Vec<I>,
        parts: &'static [P],
        measured: Measured<I, P, Running>,
        expected: Predicted<I, P, F, Running>,
    ) -> Self {
        Evidence { parts: Some(parts), ..Self::new(Kind::Reference, Source::Fixed(instances), measured, expected) }
    }

    /// A simulation on random instances, decided by a sequential test: the part's mean of a Bernoulli variable is
    /// at most what the formula says. Holds and refuted are both proved at the error that the decision is given.
    pub fn statistical(
        strategy: fn() -> BoxedStrategy<I>,
        parts: &'static [P],
        simulated: Simulated<I, P>,
        predicted: Predicted<I, P, F, Running>,
    ) -> Self
    where
        I: Serialize,
    {
        let decide = move |instance: &I, relation: Relation, part: P, formula: F, demand: Demand| {
            let bound = predicted(instance, part, formula).and_then(statistical::single);
            let simulate = |trials: u64, rng: &mut ChaCha8Rng| simulated(instance, part, trials, rng);
            statistical::outcome(instance, relation, bound, simulate, demand.error)
        };
        Evidence {
            kind: Kind::Statistical,
            source: Source::Drawn(strategy),
            parts: Some(parts),
            identity: None,
            ceiling: STATISTICAL_CEILING,
            ceilings: Vec::new(),
            decide: Box::new(decide),
            write: None,
        }
    }

    /// Exact evidence of which no certificate is written: where instances are terms of a language of our own, a
    /// stranger would have to write its interpreter.
    pub fn uncertified(self) -> Self {
        Evidence { write: None, ..self }
    }

    /// Can a certificate record both sides?
    pub fn is_certified(&self) -> bool {
        self.write.is_some()
    }

    /// The measured and the predicted side of exact evidence, as they are stored. `None` for the other kinds, and where
    /// the instance is outside the assumptions.
    pub fn sides(&self, instance: &I, part: P, formula: F) -> Option<[Stored; 2]> {
        self.write.as_ref().and_then(|write| write(instance, part, formula).ok())
    }

    /// Compares the two sides on one instance that meets the assumptions; what holds has passed the row's ceiling.
    pub fn decide(&self, instance: &I, relation: Relation, part: P, formula: F, demand: Demand) -> Outcome {
        self.ceiling_of(part).judge((self.decide)(instance, relation, part, formula, demand))
    }
}

/// A sequential test within [`MOST_TRIALS`] trials sees a rare event too seldom for more.
const STATISTICAL_CEILING: Ceiling = Ceiling::because(
    1.0,
    "a simulation within 16384 trials finds, nine times in ten, a probability that exceeds its bound by this share of it",
);

/// Both sides in one number system, compared; obstacles become rejections or open questions.
fn decision<I: 'static, P: Copy + 'static, F: Copy + 'static, S: crate::numbers::Field>(
    measured: Measured<I, P, S>,
    predicted: Predicted<I, P, F, S>,
) -> Decide<I, P, F> {
    let widen = |side: Vec<DMatrix<S>>, factor: f64| -> Vec<DMatrix<S>> {
        if factor == 1.0 { side } else { side.iter().map(|m| m.map(|x| x.widened(factor))).collect() }
    };
    Box::new(move |instance, relation, part, formula, demand| {
        match measured(instance, part).and_then(|m| Ok((m, predicted(instance, part, formula)?))) {
            Ok((measured, predicted)) => {
                compare(relation, &widen(measured, demand.widened), &widen(predicted, demand.widened))
            }
            Err(obstacle) if obstacle.is_unmet_assumption() => Outcome::Rejected(obstacle.to_string()),
            Err(obstacle) => Outcome::Inconclusive(obstacle.to_string()),
        }
    })
}

/// What an instance must be able to do: to be stored, read back and sent to a thread.
pub trait Instance: Clone + Debug + Serialize + DeserializeOwned + Send + Sync + 'static {}
impl<I: Clone + Debug + Serialize + DeserializeOwned + Send + Sync + 'static> Instance for I {}

/// A claim with everything that is needed to check it. `P` names its parts, `F` its formula and mutants.
pub struct Claim<I: Instance, P: 'static, F: 'static> {
    /// Its name.
    pub slug: &'static str,
    /// The group it belongs to.
    pub group: &'static str,
    /// The text of its file, whose `//!` header is its documentation.
    pub text: &'static str,
    /// Its statements.
    pub parts: &'static [Part<P>],
    /// Its assumptions, decided in order.
    pub assumptions: &'static [Assumption<I, P>],
    /// Random instances.
    pub strategy: fn() -> BoxedStrategy<I>,
    /// Is an instance read from a file well formed? The error says what is not.
    pub validate: fn(&I) -> Result<(), String>,
    /// Its evidence; the first row decides mutants.
    pub evidence: Vec<Evidence<I, P, F>>,
    /// The formula as stated.
    pub stated: F,
    /// Its mutants.
    pub mutants: &'static [Mutant<P, F>],
    /// What shows each assumption necessary.
    pub necessity: &'static [Necessity<I, P>],
    /// The other assumptions, each with its reason.
    pub domain: &'static [Domain],
}
