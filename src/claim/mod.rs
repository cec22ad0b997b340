//! A claim: two sides computed by unrelated code, the assumptions, the ways it could be wrong.
//!
//! An author writes a [`Theorem`] with its [`Sides`]; the harness sees a [`Claim`], in which the types of instances,
//! parts and formulas are forgotten, so that it is compiled once for all of them. It knows number systems and nothing
//! else of the field: what an instance is, how the measured side measures and what the formula says are the theorem's
//! own business.
//!
//! # Write a claim
//!
//! Top to bottom: the instance, the parts and the mutants; the *measured* side, from the definition; the *predicted* side,
//! by the formula, which shares nothing with it but number systems and matrices; then the declaration. Every mutant must
//! be refuted, every assumption shown necessary, or the claim does not hold.
//!
//! ```
#![doc = include_str!("../example.rs")]
//!
//! // Registering examines the claim; running it decides.
//! use dualproof::campaign::{Limit, Plan, Selection, run};
//! let record = run(&Selection::all(&registry()), &Plan::new(1, Limit::Cases(64)));
//! assert_eq!(record.verdict, dualproof::record::Verdict::Holds);
//! ```
//!
//! [`Evidence`] lists the kinds of evidence; [`claims!`](crate::claims) makes a group of claims, one file each, whose
//! header is then the documentation ([`page!`](crate::page)). `dualproof new FOLDER` writes such a crate, whose claim is of
//! a network.

mod ceiling;
mod comparison;
mod counterexample;
mod declaration;
mod docs;
mod identity;
mod instance;
mod kind;
mod names;
mod power;
mod relation;
mod row;
mod sides;
mod statistical;

pub use ceiling::Ceiling;
pub use comparison::{Comparison, Outcome, compare};
pub use counterexample::{Counterexample, Difference, Refutes, Stored, first_difference};
pub use declaration::{Assumed, Assuming, BothSides, Declaration, Evidence, Sides, Theorem, assume};
pub use docs::{Docs, MissingSection, SECTIONS};
pub use identity::{BoundError, Degrees, Identity, largest_degree};
pub use instance::{AnyInstance, Draw, Draws, Instance, InstanceData, List, Tree, Unreadable};
pub use kind::Kind;
pub use names::{Formulas, Page, Parts};
#[doc(hidden)]
pub use names::{kebab_bytes, kebab_length};
pub use relation::Relation;
pub use row::{Row, Source};
pub use sides::{Demand, Measured, Predicted, Side};
pub use statistical::{Counts, MOST_TRIALS, Simulated};

use instance::Read;

/// One statement of a claim: what is compared with what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name, as in `odd-numbers::exact::sum`.
    pub name: &'static str,
    /// How the two sides are related.
    pub relation: Relation,
}

type Validate = Box<dyn Fn(&dyn AnyInstance) -> Result<(), String> + Send + Sync>;
type Predicate = Box<dyn Fn(&dyn AnyInstance) -> bool + Send + Sync>;

/// A named predicate on instances.
pub struct Assumption {
    /// Its name, which reads as a fact.
    pub name: &'static str,
    /// The places of the parts that need it; `None`: all.
    parts: Option<Vec<usize>>,
    holds: Predicate,
}

impl Assumption {
    /// An assumption of the whole claim; a theorem declares its own by [`assume`].
    pub fn of_all(name: &'static str, holds: impl Fn(&dyn AnyInstance) -> bool + Send + Sync + 'static) -> Self {
        Assumption { name, parts: None, holds: Box::new(holds) }
    }

    /// Is it an assumption of the whole claim?
    pub fn is_of_all(&self) -> bool {
        self.parts.is_none()
    }

    /// Does the part at this place need it?
    pub fn is_of(&self, part: usize) -> bool {
        self.parts.as_ref().is_none_or(|parts| parts.contains(&part))
    }

    /// Does it hold? Decided exactly.
    pub fn holds(&self, instance: &dyn AnyInstance) -> bool {
        (self.holds)(instance)
    }
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mutant {
    /// Its name.
    pub name: &'static str,
    /// The place of the part it is a version of.
    pub part: usize,
}

/// Instances that violate one assumption, on which the conclusion must fail.
pub struct Necessity {
    /// The assumption that is dropped.
    pub assumption: &'static str,
    /// Instances that violate it and keep the others.
    pub cases: Draws,
    /// The place of the part that fails.
    pub part: usize,
    /// The kind of evidence that decides it.
    pub kind: Kind,
}

/// A claim with everything that is needed to check it, as the harness sees it. Parts and formulas are named by their
/// places: formula 0 is the stated one, formula k the mutant of place k − 1.
pub struct Claim {
    /// Its name.
    pub slug: &'static str,
    /// The group it belongs to.
    pub group: &'static str,
    /// The text of its file, whose `//!` header is its documentation.
    pub text: &'static str,
    /// Its statements.
    pub parts: Vec<Part>,
    /// Its assumptions, decided in order.
    pub assumptions: Vec<Assumption>,
    /// Its mutants.
    pub mutants: Vec<Mutant>,
    /// What shows each assumption necessary.
    pub necessity: Vec<Necessity>,
    /// The other assumptions, each with its reason.
    pub domain: Vec<Domain>,
    /// Its evidence; the first row decides mutants.
    pub rows: Vec<Row>,
    /// The formula that counts as the stated one.
    pub(crate) stated: usize,
    pub(crate) cases: Draws,
    read: Read,
    validate: Validate,
}

impl Claim {
    /// The same claim as one of a group.
    pub fn in_group(self, group: &'static str) -> Self {
        Claim { group, ..self }
    }

    /// A false claim: it states a mutant, by name. For tests of what finds it.
    ///
    /// # Panics
    /// If it has no such mutant.
    pub fn stating(self, mutant: &str) -> Self {
        let place = self.mutants.iter().position(|m| m.name == mutant).expect("a mutant of the claim");
        Claim { stated: place + 1, ..self }
    }

    /// Reads an instance without asking whether it is well formed.
    ///
    /// # Errors
    /// Where the document is no instance.
    pub fn parse(&self, document: &serde_json::Value) -> Result<Instance, Unreadable> {
        (self.read)(document)
    }

    /// Reads an instance.
    ///
    /// # Errors
    /// Where the document is no instance, or one that is not well formed.
    pub fn read(&self, document: &serde_json::Value) -> Result<Instance, Unreadable> {
        let instance = self.parse(document)?;
        self.validate(&*instance).map_err(|problem| Unreadable { key: String::new(), problem })?;
        Ok(instance)
    }

    /// Is the instance well formed?
    ///
    /// # Errors
    /// What is not.
    pub fn validate(&self, instance: &dyn AnyInstance) -> Result<(), String> {
        (self.validate)(instance)
    }
}

/// The claims of a group, one file each: `claims!("numbers": odd_numbers::OddNumbers, …)` declares the modules and
/// makes `claims()`, which lists them in this order.
#[macro_export]
macro_rules! claims {
    ($group:literal: $($module:ident::$theorem:ident),* $(,)?) => {
        $(pub mod $module;)*

        /// The claims of this group, in the order of reports.
        pub fn claims() -> ::std::vec::Vec<$crate::claim::Claim> {
            ::std::vec![$($crate::claim::Claim::of::<$module::$theorem>().in_group($group)),*]
        }
    };
}
