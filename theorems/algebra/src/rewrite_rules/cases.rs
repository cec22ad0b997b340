//! Matrices, laws and sizes for the metavariables of any rule, and how they are drawn.

use num_traits::Zero;
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// A kind of condition that an instance violates in every rule that asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Violated {
    /// Constants are functions of what is averaged over.
    Constancy,
    /// A set holds the parent of a variable of the other one.
    Separation,
    /// The renamed variable has another parent.
    EqualLaws,
    /// A uniform law is not.
    EqualChances,
    /// 1/n for 1/(n − 1).
    Count,
    /// One coefficient is another.
    Summands,
    /// Any matrix for a symmetric one.
    Symmetry,
    /// Any matrix for an idempotent one.
    Idempotence,
    /// Constants have a derivative.
    Fixity,
}

/// Matrices, laws and sizes for the metavariables of every rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The sizes that named dimensions stand for, in the order of their names in a rule.
    pub sizes: Vec<usize>,
    /// Weights of the samples.
    pub samples: Vec<u64>,
    /// Weights of the views of each sample.
    pub views: Vec<Vec<u64>>,
    /// The entries of the matrices, their derivatives, the coefficients and the values of held variables are taken
    /// from here, one after another.
    pub entries: Vec<i64>,
    /// What is violated, if anything.
    pub violated: Option<Violated>,
}

impl Instance {
    /// Is a foreign instance well formed?
    ///
    /// # Errors
    /// What is not, with what was found and expected.
    pub fn validate(&self) -> Result<(), String> {
        let Instance { sizes, samples, views, entries, .. } = self;
        let width = views.first().map_or(0, Vec::len);
        let is_even = views.len() == samples.len() && views.iter().all(|row| row.len() == width);
        if samples.len() < 2 || width < 2 || !is_even || samples.iter().chain(views.iter().flatten()).any(Zero::is_zero)
        {
            return Err(
                "samples, views: expected two positive weights or more, and as many views of each sample".into()
            );
        }
        if sizes.len() != SIZES || sizes.iter().any(|size| !(1..=LARGEST).contains(size)) || entries.len() != ENTRIES {
            return Err(format!(
                "sizes, entries: found {} and {}, expected {SIZES} of 1 to {LARGEST} and {ENTRIES}",
                sizes.len(),
                entries.len()
            ));
        }
        Ok(())
    }
}

/// Entries to be taken one after another: a prime number of them, so that every stride reaches all.
const ENTRIES: usize = 97;

/// Named dimensions of a rule, at most.
const SIZES: usize = 7;

/// The largest size of a file's instance: Kronecker products of a few matrices are as large as the product of theirs.
const LARGEST: usize = 4;

/// Instances that meet every condition.
pub fn valid() -> BoxedStrategy<Instance> {
    drawn(None)
}

/// Instances that violate one kind of condition in every rule that asks for it.
pub fn violating(what: Violated) -> BoxedStrategy<Instance> {
    drawn(Some(what))
}

fn drawn(violated: Option<Violated>) -> BoxedStrategy<Instance> {
    let views = |samples: usize| (Just(samples), 2_usize..=3);
    let shape = (2_usize..=3).prop_flat_map(views);
    let weights = |(samples, views): (usize, usize)| {
        (
            vec(1_u64..=4, samples),
            vec(vec(1_u64..=4, views), samples),
            vec(-5_i64..=6, ENTRIES),
            vec(1_usize..=2, SIZES),
        )
    };
    let instance = move |(samples, views, entries, sizes)| Instance { sizes, samples, views, entries, violated };
    shape.prop_flat_map(weights).prop_map(instance).boxed()
}
