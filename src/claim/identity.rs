//! Polynomial identity testing: a claim of bounded degree, decided at random points of a prime field.
//!
//! Over the field of p = 2⁶¹ − 1 elements a polynomial of degree d that is not zero vanishes at a uniform point with
//! probability at most d/p (Schwartz and Zippel); at a point whose coordinates are uniform among p − 1 elements with
//! at most d/(p − 1). Where the two sides are fractions, the difference of the numerators over the common
//! denominator is such a polynomial; points at which a denominator vanishes are no trials, so that for denominators
//! of degree b the probability given a trial is at most d/(p − 1 − b).

use super::instance::{AnyInstance, Draws, Instance};
use super::sides::{InSystem, Place, Side};
use crate::numbers::{Degree, Number, Obstacle, Prime61, Rational, Ring};
use nalgebra::DMatrix;

/// Bounds on the degrees of one side's entries, as quotients of polynomials in the free entries of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Degrees {
    /// Of the numerators.
    pub numerator: u64,
    /// Of a common denominator; 0 for polynomials.
    pub denominator: u64,
}

impl Degrees {
    /// d: the degree of what must vanish where measured and predicted are equal, each with these degrees.
    pub fn of_difference(self) -> u64 {
        self.numerator.saturating_add(self.denominator)
    }

    /// The probability that a false identity holds at one random point.
    pub fn false_pass(self) -> f64 {
        let points = Prime61::MODULUS - 1;
        // Rounded up: each operation errs by half an ulp, and the degrees are far below 2⁵³.
        let ratio = self.of_difference() as f64 / (points - self.denominator.min(points / 2)) as f64;
        (ratio * (1.0 + 4.0 * f64::EPSILON)).min(1.0)
    }

    /// Trials after which the probability of a false pass is at most `error`; at least one.
    pub fn trials(self, error: f64) -> u64 {
        let mut trials = 1;
        while self.false_pass_after(trials) > error && self.false_pass() < 1.0 {
            trials += 1;
        }
        trials
    }

    /// The probability of a false pass of all of so many independent trials.
    pub fn false_pass_after(self, trials: u64) -> f64 {
        self.false_pass().powi(trials.min(i32::MAX as u64) as i32)
    }
}

/// Where the bound on the degree comes from.
pub(super) enum Bound {
    /// From the two sides themselves, computed over [`Degree`]. `entries` is the degree of an instance's entries in
    /// what is free: 2 where some are products of others, such as joint probabilities.
    Derived { sides: InSystem, entries: u64 },
    /// Stated, for its reason see the claim: where there are divisions.
    Stated(StatedBound),
}

pub(super) type StatedBound = Box<dyn Fn(&dyn AnyInstance, usize) -> Result<Degrees, Obstacle> + Send + Sync>;

/// The point a + t(b − a) of the line through two instances.
pub(super) type Towards = fn(&dyn AnyInstance, &dyn AnyInstance, &Rational) -> Instance;

/// How a claim is tested as an identity.
pub struct Identity {
    /// Instances of full size with free entries.
    pub large: Draws,
    /// Small ones of the same degree.
    pub small: Draws,
    pub(super) towards: Towards,
    pub(super) sides: InSystem,
    pub(super) bound: Bound,
}

/// A bound that the degree exceeds: the test rests on nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BoundError {
    /// Found by interpolation.
    #[error(
        "the degree of the {side} side: found more than {}/{} along a line, expected at most that",
        bound.numerator,
        bound.denominator
    )]
    Exceeded {
        /// Which side.
        side: &'static str,
        /// The bound.
        bound: Degrees,
    },
    /// A side that cannot be computed.
    #[error("the degree: {0}")]
    Obstacle(#[from] Obstacle),
}

impl Identity {
    /// The bound for a part and a formula, by their places, on an instance.
    ///
    /// # Errors
    /// Where a side divides by what is not a constant, or cannot be computed.
    pub fn degrees(&self, instance: &dyn AnyInstance, place: Place) -> Result<Degrees, Obstacle> {
        match &self.bound {
            Bound::Stated(bound) => bound(instance, place.0),
            Bound::Derived { sides, entries } => {
                let largest = |side: Side| Ok(side?.iter().map(largest_degree).max().unwrap_or(0));
                let both = largest(sides.measured(instance, place.0))?.max(largest(sides.predicted(instance, place))?);
                Ok(Degrees { numerator: both.saturating_mul(*entries), denominator: 0 })
            }
        }
    }

    /// Tests the bound from below: along the line through two instances, each side must be a quotient of
    /// polynomials of at most these degrees in t.
    ///
    /// # Errors
    /// [`BoundError`] where it is not.
    pub fn test_bound(&self, ends: (&dyn AnyInstance, &dyn AnyInstance), place: Place) -> Result<Degrees, BoundError> {
        let bound = self.degrees(ends.0, place)?;
        let points = bound.numerator + bound.denominator + 2;
        let (mut measured, mut predicted) = (Vec::new(), Vec::new());
        // From 1 on: at t = 0 there may be more zeros than elsewhere.
        for t in 1..=points {
            let instance = (self.towards)(ends.0, ends.1, &Rational::from_integer(t as i64));
            measured.push(combined(&self.sides.measured(&*instance, place.0)?));
            predicted.push(combined(&self.sides.predicted(&*instance, place)?));
        }
        for (side, values) in [("measured", measured), ("predicted", predicted)] {
            if !is_quotient(&values, bound) {
                return Err(BoundError::Exceeded { side, bound });
            }
        }
        Ok(bound)
    }
}

/// The largest degree of a matrix whose entries are of [`System::Degree`](crate::numbers::System::Degree); 0 without
/// entries.
///
/// # Panics
/// If they are of another system.
pub fn largest_degree(matrix: &DMatrix<Number>) -> u64 {
    entries::<Degree>(matrix).map(Degree::bound).max().unwrap_or(0)
}

/// One combination of all entries, by powers of a fixed element: a degree that an entry exceeds shows in it.
fn combined(side: &[DMatrix<Number>]) -> Prime61 {
    /// Any element of large order would do: the digits of π.
    const BASE: u64 = 314_159_265_358_979_323;
    let base = Prime61::new(BASE);
    side.iter().flat_map(entries::<Prime61>).fold(Prime61::new(0), |sum, x| sum * base + x)
}

/// The entries in their system.
fn entries<S: TryFrom<Number>>(matrix: &DMatrix<Number>) -> impl Iterator<Item = S> {
    matrix.iter().map(|x| S::try_from(x.clone()).ok().expect("an entry of this system"))
}

/// Do the values at t = 1, 2, … (two more than both degrees together) agree with a quotient of polynomials of these
/// degrees? If a/b has them, then a(t) − f(t)b(t) = 0 has a solution other than 0, so the matrix of its coefficients
/// is singular.
fn is_quotient(values: &[Prime61], bound: Degrees) -> bool {
    let (n, numerator) = (values.len(), bound.numerator as usize + 1);
    let mut rows = DMatrix::from_fn(n, n, |row, column| {
        let t = Prime61::new(row as u64 + 1);
        match column.checked_sub(numerator) {
            None => t.power(column as u64),
            Some(power) => -values[row] * t.power(power as u64),
        }
    });
    for k in 0..n {
        let Some(pivot) = (k..n).find(|i| rows[(*i, k)] != Prime61::new(0)) else { return true };
        rows.swap_rows(k, pivot);
        let inverse = rows[(k, k)].inverse().expect("a pivot that is not 0");
        for i in k + 1..n {
            let factor = rows[(i, k)] * inverse;
            for j in k..n {
                let step = factor * rows[(k, j)];
                rows[(i, j)] -= step;
            }
        }
    }
    false
}
