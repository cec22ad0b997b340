//! Random variables: a forest, each with a law that depends on the value of its parent alone.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

/// A space of values and the law on it, given a value of the kind that it depends on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind {
    /// Its name.
    pub name: String,
    /// The kind that its law depends on.
    pub given: Option<String>,
    /// Are its finitely many values equally likely, and equally many whatever is given?
    pub is_uniform: bool,
}

/// A random variable. Two with one kind and one parent are independent given it, and equal in law.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: Arc<Kind>,
    /// The variable that its law depends on.
    pub parent: Option<Arc<Variable>>,
}

impl Variable {
    /// Is its law that of `other`, where `other`'s parent is replaced by `parent`?
    pub fn has_law_of(&self, other: &Variable, parent: Option<&Variable>) -> bool {
        self.kind == other.kind && self.parent.as_deref() == parent
    }
}

impl fmt::Display for Variable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name)
    }
}

/// A set of random variables.
pub type Variables = BTreeSet<Variable>;

/// What an expectation is over: variables, or whatever a rule is applied to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Over {
    /// These.
    Set(Variables),
    /// A metavariable of a rule.
    Meta(String),
}

impl fmt::Display for Over {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Over::Meta(name) => write!(f, "{name}"),
            // Parents first.
            Over::Set(set) => {
                let depth = |v: &Variable| {
                    std::iter::successors(v.parent.as_deref(), |parent| parent.parent.as_deref()).count()
                };
                let mut sorted: Vec<&Variable> = set.iter().collect();
                sorted.sort_by_key(|v| depth(v));
                let names: Vec<&str> = sorted.iter().map(|v| v.name.as_str()).collect();
                write!(f, "{}", names.join(","))
            }
        }
    }
}
