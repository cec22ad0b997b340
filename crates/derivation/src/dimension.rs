//! Symbolic dimensions and shapes: what keeps an ill-shaped term from being built.

use std::collections::BTreeMap;
use std::fmt;

/// A dimension: a product of named ones, in any order; 1 where there is none.
///
/// ```
/// use dualproof_derivation::Dimension;
/// let (m, n) = (Dimension::named("m"), Dimension::named("n"));
/// assert_eq!(m.times(&n), n.times(&m));
/// assert_eq!(m.times(&Dimension::one()), m);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dimension(Vec<String>);

impl Dimension {
    /// 1.
    pub fn one() -> Self {
        Dimension(Vec::new())
    }

    /// A dimension of its own; `1` is the number.
    pub fn named(name: &str) -> Self {
        if name == "1" { Self::one() } else { Dimension(vec![name.to_string()]) }
    }

    /// The product.
    pub fn times(&self, other: &Self) -> Self {
        let mut factors = [self.0.as_slice(), &other.0].concat();
        factors.sort();
        Dimension(factors)
    }

    /// The names whose product it is, sorted.
    pub fn factors(&self) -> &[String] {
        &self.0
    }

    /// With dimensions put in for its names; `None` where a name has none.
    pub fn substitute(&self, values: &BTreeMap<String, Dimension>) -> Option<Self> {
        self.0.iter().try_fold(Self::one(), |product, name| Some(product.times(values.get(name)?)))
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { write!(f, "1") } else { write!(f, "{}", self.0.join("·")) }
    }
}

/// Rows × columns.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shape {
    /// Rows.
    pub rows: Dimension,
    /// Columns.
    pub columns: Dimension,
}

impl Shape {
    /// The shape of a number, 1 × 1.
    pub fn scalar() -> Self {
        Shape { rows: Dimension::one(), columns: Dimension::one() }
    }

    /// Columns × rows.
    pub fn transposed(&self) -> Self {
        Shape { rows: self.columns.clone(), columns: self.rows.clone() }
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} × {}", self.rows, self.columns)
    }
}
