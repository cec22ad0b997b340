//! The kinds of evidence.

use serde::{Deserialize, Serialize};

/// What kind of evidence a check gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A proof for all dimensions and laws from stated rules, found by search and decided by a checker.
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
    pub fn is_statistical(self) -> bool {
        self == Kind::Statistical
    }
}
