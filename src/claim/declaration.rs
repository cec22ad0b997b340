//! The declaration of a theorem, in its own types: assumptions, evidence. The harness gets it as a [`Claim`].

use super::identity::{Bound, Degrees, Identity};
use super::instance::{AnyInstance, Instance, InstanceData, draws, list, read};
use super::row::{Row, Source};
use super::sides::{Functions, InSystem, Measured, Predicted, Side};
use super::statistical::{self, Simulated, Simulation};
use super::{Assumption, Ceiling, Claim, Domain, Formulas, Kind, Mutant, Necessity, Page, Part, Parts};
use crate::derivation::Derivation;
use crate::numbers::{Line, Obstacle, Rational, System};
use proptest::strategy::BoxedStrategy;
use std::marker::PhantomData;
use std::sync::Arc;

/// A theorem: what its instances, its parts and its formulas are, and how it is checked.
pub trait Theorem: Sized + 'static {
    /// What its sides are computed from: plain data.
    type Instance: InstanceData;
    /// Its statements.
    type Part: Parts;
    /// Its formula as stated, and the mutants.
    type Formula: Formulas<Part = Self::Part>;

    /// Everything that is needed to check it.
    fn declaration() -> Declaration<Self>;
}

/// The two sides of a theorem, in whichever number system. They share no code beyond number systems and matrices.
pub trait Sides: Theorem {
    /// From the definition: by differentiation, enumeration or simulation.
    ///
    /// # Errors
    /// What keeps the side from being computed.
    fn measured(instance: &Self::Instance, part: Self::Part) -> Side;

    /// By the formula, stated or mutated.
    ///
    /// # Errors
    /// As [`measured`](Self::measured).
    fn predicted(instance: &Self::Instance, part: Self::Part, formula: Self::Formula) -> Side;
}

/// What a theorem needs to be checked, beside its sides, parts and mutants.
pub struct Declaration<T: Theorem> {
    /// Its file: [`page!`](crate::page).
    pub page: Page,
    /// Random instances.
    pub cases: fn() -> BoxedStrategy<T::Instance>,
    /// Is an instance read from a file well formed? The error says what is not.
    pub validate: fn(&T::Instance) -> Result<(), String>,
    /// Its assumptions, decided in order; see [`assume`].
    pub assumptions: Vec<Assumed<T>>,
    /// The evidence that decides its mutants.
    pub primary: Evidence<T>,
    /// The other kinds of evidence, in the order of reports.
    pub further: Vec<Evidence<T>>,
}

/// An assumption that is not yet shown necessary; it becomes part of a declaration by a case in which the conclusion
/// fails without it, or by the reason why there is none.
pub struct Assuming<T: Theorem> {
    assumption: Assumption,
    types: PhantomData<T>,
}

/// An assumption with what shows it necessary.
pub struct Assumed<T: Theorem> {
    assumption: Assumption,
    cases: Vec<Necessity>,
    domain: Option<&'static str>,
    types: PhantomData<T>,
}

/// An assumption: a named predicate on instances, decided exactly. The name reads as a fact.
pub fn assume<T: Theorem>(name: &'static str, holds: fn(&T::Instance) -> bool) -> Assuming<T> {
    let holds = Box::new(move |instance: &dyn AnyInstance| holds(instance.typed()));
    Assuming { assumption: Assumption { name, parts: None, holds }, types: PhantomData }
}

impl<T: Theorem> Assuming<T> {
    /// The assumption of these parts only.
    pub fn of_parts(mut self, parts: &[T::Part]) -> Self {
        self.assumption.parts = Some(places(parts));
        self
    }

    /// Without it the part fails on instances of this strategy, which violate it and keep the others; this kind of
    /// evidence decides that.
    pub fn fails(self, part: T::Part, kind: Kind, cases: fn() -> BoxedStrategy<T::Instance>) -> Assumed<T> {
        let Assuming { assumption, types } = self;
        Assumed { assumption, cases: Vec::new(), domain: None, types }.fails(part, kind, cases)
    }

    /// Outside it the statement has no meaning: what is undefined there, in one clause.
    pub fn domain(self, reason: &'static str) -> Assumed<T> {
        let Assuming { assumption, types } = self;
        Assumed { assumption, cases: Vec::new(), domain: Some(reason), types }
    }
}

impl<T: Theorem> Assumed<T> {
    /// The assumption of these parts only.
    pub fn of_parts(mut self, parts: &[T::Part]) -> Self {
        self.assumption.parts = Some(places(parts));
        self
    }

    /// Another part that fails without it.
    pub fn fails(mut self, part: T::Part, kind: Kind, cases: fn() -> BoxedStrategy<T::Instance>) -> Self {
        let (assumption, part) = (self.assumption.name, part.place());
        self.cases.push(Necessity { assumption, cases: draws(cases), part, kind });
        self
    }
}

/// The two sides of a theorem: measured, predicted.
pub type BothSides<T> = (
    Measured<<T as Theorem>::Instance, <T as Theorem>::Part>,
    Predicted<<T as Theorem>::Instance, <T as Theorem>::Part, <T as Theorem>::Formula>,
);

/// One kind of evidence for a theorem: a number system in which both sides are computed and compared.
pub struct Evidence<T: Theorem> {
    row: Row,
    types: PhantomData<T>,
}

fn places<P: Parts>(parts: &[P]) -> Vec<usize> {
    parts.iter().map(|part| part.place()).collect()
}

fn sides<T: Theorem>(system: System, (measured, predicted): BothSides<T>) -> InSystem {
    InSystem { system, sides: Box::new(Functions { measured, predicted }) }
}

impl<T: Theorem> Evidence<T> {
    fn of(row: Row) -> Self {
        Evidence { row, types: PhantomData }
    }

    /// The same as the harness sees it.
    pub fn row(self) -> Row {
        self.row
    }

    fn in_system(kind: Kind, source: Source, system: System, both: BothSides<T>) -> Self {
        Self::of(Row::new(kind, source, Some(Box::new(sides::<T>(system, both)))))
    }

    /// Rationals on random instances: equality is `==`.
    pub fn exact() -> Self
    where
        T: Sides,
    {
        Self::in_system(Kind::Exact, Source::Random, System::Rational, (T::measured, T::predicted))
    }

    /// `f64` with a running error bound, on random instances.
    pub fn float() -> Self
    where
        T: Sides,
    {
        Self::float_by(T::measured, T::predicted)
    }

    /// The same with other functions for the two sides.
    pub fn float_by(
        measured: Measured<T::Instance, T::Part>,
        predicted: Predicted<T::Instance, T::Part, T::Formula>,
    ) -> Self {
        Self::in_system(Kind::Float, Source::Random, System::Running, (measured, predicted))
    }

    /// Outward-rounded intervals on random instances; where they cannot tell, or tell with less than half of their
    /// digits, the same two sides in wide ones.
    pub fn enclosure() -> Self
    where
        T: Sides,
    {
        let [coarse, fine] =
            [System::Interval, System::WideInterval].map(|system| sides::<T>(system, (T::measured, T::predicted)));
        let decide = Box::new(super::sides::Refined { coarse, fine });
        Self::of(Row::new(Kind::Enclosure, Source::Random, Some(decide)))
    }

    /// `f64` with a running error bound, on given instances of real size.
    pub fn real(instances: fn() -> Vec<T::Instance>) -> Self
    where
        T: Sides,
    {
        Self::in_system(Kind::Real, Source::Fixed(list(instances)), System::Running, (T::measured, T::predicted))
    }

    /// Measured values against an independent program's, for the given parts.
    pub fn reference(
        instances: fn() -> Vec<T::Instance>,
        parts: &[T::Part],
        measured: Measured<T::Instance, T::Part>,
        expected: Predicted<T::Instance, T::Part, T::Formula>,
    ) -> Self {
        let both = (measured, expected);
        Self::in_system(Kind::Reference, Source::Fixed(list(instances)), System::Running, both).of_parts(parts)
    }

    /// A simulation on random instances, decided by a sequential test: the part's mean of a Bernoulli variable is
    /// at most what the formula says. Holds and refuted are both proved at the error that the decision is given.
    pub fn statistical(
        cases: fn() -> BoxedStrategy<T::Instance>,
        parts: &[T::Part],
        simulated: Simulated<T::Instance, T::Part>,
    ) -> Self
    where
        T: Sides,
    {
        let decide = Box::new(Simulation { simulated, predicted: T::predicted });
        let row = Row::new(Kind::Statistical, Source::Drawn(draws(cases)), Some(decide));
        Self::of(Row { ceiling: statistical::CEILING, ..row }).of_parts(parts)
    }

    /// Derivations with their stored steps: see [`derivation_files!`](crate::derivation_files). Its parts are what they derive.
    pub fn derivation(files: Derivation) -> Self {
        Self::of(Row { parts: Some(Vec::new()), ..Row::new(Kind::Derivation, Source::Derived(files), None) })
    }

    /// The prime field at random points of full size; the bound on the degree comes from the two sides and is tested
    /// along a line through two small instances. `entries` is the degree of an instance's entries in what is free: 2
    /// where some are products of others, such as joint probabilities.
    pub fn identity(
        large: fn() -> BoxedStrategy<T::Instance>,
        small: fn() -> BoxedStrategy<T::Instance>,
        entries: u64,
    ) -> Self
    where
        T: Sides,
        T::Instance: Line,
    {
        Self::identity_by(large, small, entries, (T::measured, T::predicted), (T::measured, T::predicted))
    }

    /// The same with other functions for the two sides, in the prime field and for the degree.
    pub fn identity_by(
        large: fn() -> BoxedStrategy<T::Instance>,
        small: fn() -> BoxedStrategy<T::Instance>,
        entries: u64,
        field: BothSides<T>,
        degree: BothSides<T>,
    ) -> Self
    where
        T::Instance: Line,
    {
        let bound = Bound::Derived { sides: sides::<T>(System::Degree, degree), entries };
        Self::identity_with(large, small, sides::<T>(System::Prime61, field), bound)
    }

    /// The same with a bound on the degree that the claim states, for reasons of its own: where there are divisions.
    pub fn identity_of_degree(
        large: fn() -> BoxedStrategy<T::Instance>,
        small: fn() -> BoxedStrategy<T::Instance>,
        degrees: fn(&T::Instance, T::Part) -> Result<Degrees, Obstacle>,
        measured: Measured<T::Instance, T::Part>,
        predicted: Predicted<T::Instance, T::Part, T::Formula>,
    ) -> Self
    where
        T::Instance: Line,
    {
        let stated = move |instance: &dyn AnyInstance, part| degrees(instance.typed(), T::Part::at(part));
        Self::identity_with(
            large,
            small,
            sides::<T>(System::Prime61, (measured, predicted)),
            Bound::Stated(Box::new(stated)),
        )
    }

    fn identity_with(
        large: fn() -> BoxedStrategy<T::Instance>,
        small: fn() -> BoxedStrategy<T::Instance>,
        sides: InSystem,
        bound: Bound,
    ) -> Self
    where
        T::Instance: Line,
    {
        fn towards<I: InstanceData + Line>(a: &dyn AnyInstance, b: &dyn AnyInstance, t: &Rational) -> Instance {
            Arc::new(a.typed::<I>().towards(b.typed(), t))
        }
        let (large, small) = (draws(large), draws(small));
        let identity = Identity { large, small, towards: towards::<T::Instance>, sides, bound };
        let source = Source::Drawn(identity.large.clone());
        Self::of(Row { identity: Some(identity), ..Row::new(Kind::Identity, source, None) })
    }

    /// The same evidence for some parts only.
    pub fn of_parts(mut self, parts: &[T::Part]) -> Self {
        self.row.parts = Some(places(parts));
        self
    }

    /// The same evidence on instances of another strategy.
    pub fn drawn_from(mut self, cases: fn() -> BoxedStrategy<T::Instance>) -> Self {
        self.row.source = Source::Drawn(draws(cases));
        self
    }

    /// The same evidence with another ceiling on the power of some parts, and why.
    pub fn with_ceiling(mut self, parts: &[T::Part], at: f64, reason: &'static str) -> Self {
        self.row.ceilings.push((places(parts), Ceiling::because(at, reason)));
        self
    }

    /// Exact evidence of which no certificate is written: where instances are terms of a language of our own, a
    /// stranger would have to write its interpreter.
    pub fn uncertified(mut self) -> Self {
        self.row.is_certified = false;
        self
    }
}

impl Claim {
    /// The claim that a theorem makes.
    pub fn of<T: Theorem>() -> Self {
        let Declaration { page, cases, validate, assumptions, primary, further } = T::declaration();
        let parts = T::Part::table().iter().map(|(_, name, relation)| Part { name, relation: *relation });
        let mutants = T::Formula::table().iter().map(|(_, name, part)| Mutant { name, part: part.place() });
        let well_formed = move |instance: &dyn AnyInstance| validate(instance.typed());
        let claim = Claim {
            slug: page.slug,
            group: "",
            text: page.text,
            parts: parts.collect(),
            assumptions: Vec::new(),
            mutants: mutants.collect(),
            necessity: Vec::new(),
            domain: Vec::new(),
            rows: std::iter::once(primary).chain(further).map(|evidence| evidence.row).collect(),
            stated: 0,
            cases: draws(cases),
            read: read::<T::Instance>,
            validate: Box::new(well_formed),
        };
        let assumptions = assumptions.into_iter().map(|a| (a.assumption, a.cases, a.domain));
        claim.assuming(assumptions.collect())
    }

    fn assuming(mut self, assumptions: Vec<(Assumption, Vec<Necessity>, Option<&'static str>)>) -> Self {
        for (assumption, cases, domain) in assumptions {
            self.domain.extend(domain.map(|reason| Domain { assumption: assumption.name, reason }));
            self.necessity.extend(cases);
            self.assumptions.push(assumption);
        }
        self
    }
}
