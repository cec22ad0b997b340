//! The chance that anything in a run is wrong: one budget for the whole suite, split over what can err by chance.

use super::Registry;
use std::fmt;

/// Decisions that one check may take: more than it makes in years. Each is given this part of the check's share,
/// so that by the union bound all of them together keep to it, in whatever order and number they come.
const DECISIONS: f64 = (1_u64 << 32) as f64;

/// An error budget, split evenly over the checks that are decided by chance.
///
/// Rows of statistical evidence, mutants and necessity cases decided by one each count as a check: see
/// [`Claim::chances`](crate::claim::Claim::chances). By the union bound, the probability that any of them says
/// *holds* or *refuted* where the opposite is true is at most the total.
///
/// ```
/// use dualproof::campaign::Budget;
/// let budget = Budget::split(1e-9, 4);
/// assert_eq!(budget.share(), 2.5e-10);
/// assert_eq!(budget.to_string(), "1e-9 in all, 2.5e-10 for each of 4 checks");
/// assert_eq!(Budget::split(1e-9, 0).to_string(), "1e-9 in all, no check is decided by chance");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Budget {
    total: f64,
    checks: usize,
    identities: usize,
}

impl Budget {
    /// The budget of the suite: a wrong verdict anywhere in one of a thousand million runs.
    pub const SUITE: f64 = 1e-9;

    /// What all identities together may take besides: less than the last digit of [`Budget::SUITE`].
    pub const IDENTITIES: f64 = 1e-30;

    /// A budget for a number of checks.
    ///
    /// # Panics
    /// If the total is not a probability above 0.
    pub fn split(total: f64, checks: usize) -> Self {
        assert!(total > 0.0 && total < 1.0, "an error budget is a probability");
        Budget { total, checks, identities: 1 }
    }

    /// [`Budget::SUITE`], split over all that the registry decides by chance. Adding a claim splits it anew.
    pub fn of(registry: &Registry) -> Self {
        let identities = registry.claims().iter().map(|claim| claim.identities()).sum();
        let checks = registry.claims().iter().map(|claim| claim.chances()).sum();
        Budget { identities, ..Budget::split(Budget::SUITE, checks) }
    }

    /// The whole of it.
    pub fn total(&self) -> f64 {
        self.total
    }

    /// How many checks share it.
    pub fn checks(&self) -> usize {
        self.checks
    }

    /// What one check may take; the whole budget where there is at most one check.
    pub fn share(&self) -> f64 {
        let share = self.total / self.checks.max(1) as f64;
        // The quotient may have been rounded up, and the shares must not exceed the total: a fused product has the
        // sign of the exact one.
        if share.mul_add(self.checks as f64, -self.total) > 0.0 { share.next_down() } else { share }
    }

    /// What one identity may take: one part of one claim.
    pub fn of_identity(&self) -> f64 {
        Budget::IDENTITIES / self.identities.max(1) as f64
    }

    /// What one decision of a check may take: one part on one instance.
    pub fn of_decision(&self) -> f64 {
        self.share() / DECISIONS
    }
}

impl fmt::Display for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.checks {
            0 => write!(f, "{:e} in all, no check is decided by chance", self.total),
            checks => write!(f, "{:e} in all, {:e} for each of {checks} checks", self.total, self.share()),
        }
    }
}
