//! A sequential test of a Bernoulli mean that may be looked at after every trial: betting against the null.
//!
//! A gambler starts with wealth 1 and before each trial stakes a fixed fraction f of the wealth on the outcome
//! that the null says is rare. Under the null p ≤ q the stake on a success is paid at odds (1 − q)/q: a trial
//! multiplies the wealth by 1 + f(1 − q)/q on a success and by 1 − f on a failure, in the mean by
//! 1 + f(p/q − 1) ≤ 1. So the wealth is a non-negative supermartingale, whatever p ≤ q is, and by Ville's
//! inequality P(it ever reaches 1/α) ≤ α: the test may stop at any moment that the past decides. The average of
//! the wealths over a grid of fractions is one as well. The null p ≥ q is the same with failures for successes.
//!
//! Sources: Ville, *Étude critique de la notion de collectif* (1939), for the inequality; Waudby-Smith and
//! Ramdas, *Estimating means of bounded random variables by betting*, JRSS B 86 (2024), arXiv 2010.09686, for
//! the betting and the average over a grid; Howard, Ramdas, McAuliffe and Sekhon, *Time-uniform, nonparametric,
//! nonasymptotic confidence sequences*, Annals of Statistics 49 (2021), for tests valid at every look.

use crate::numbers::{Analytic, Field, Ring, Running, Sign};
use num_traits::{One, Zero};

/// A null hypothesis on the mean p of a Bernoulli variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Null {
    /// p ≤ q.
    AtMost,
    /// p ≥ q.
    AtLeast,
}

/// A boundary q that is not certainly inside (0, 1): nothing can be bet there.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("found the boundary {found} of a null hypothesis, expected a number strictly between 0 and 1")]
pub struct NullOutside {
    /// The boundary.
    pub found: f64,
}

/// The fractions that are bet: f = 1/(1 + 2^{k/2}) for these k, from 0.97 for outcomes that always come to 0.001
/// for means that differ from q by a hair. Any fixed set is valid; this one loses at most ln(31) = 3.4 to the
/// best of its members.
const GRID: std::ops::RangeInclusive<i32> = -10..=20;

/// What one trial does to the logarithm of one gambler's wealth.
#[derive(Clone, Copy, Debug)]
struct Bet {
    rare: Running,
    common: Running,
}

/// The test in progress. All arithmetic is in logarithms of wealth with a running error bound, so that a wealth
/// counts as having reached 1/α only where the exact one certainly has.
#[derive(Clone, Debug)]
pub struct BettingTest {
    null: Null,
    bets: Vec<Bet>,
    /// Trials with the outcome that the null says is rare.
    rare: u64,
    trials: u64,
}

impl BettingTest {
    /// A test of p ≤ q or p ≥ q that has seen nothing.
    ///
    /// # Errors
    /// [`NullOutside`] unless 0 < q < 1 for certain.
    ///
    /// ```
    /// use dualproof_numbers::numbers::{Field, Running};
    /// use dualproof_numbers::statistics::{BettingTest, Null};
    /// let half = Running::from_rational(&"1/2".parse()?);
    /// let mut test = BettingTest::new(Null::AtMost, half)?;
    /// test.observe(60, 100);
    /// assert!(!test.rejects(1e-9));
    /// test.observe(900, 900);
    /// assert!(test.rejects(1e-9));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(null: Null, boundary: Running) -> Result<Self, NullOutside> {
        let outside = NullOutside { found: boundary.to_f64() };
        let rare = match null {
            Null::AtMost => boundary,
            Null::AtLeast => Running::one() - boundary,
        };
        let common = Running::one() - rare;
        if rare.sign() != Sign::Positive || common.sign() != Sign::Positive {
            return Err(outside);
        }
        let odds = common.divide(&rare).ok_or(outside)?;
        let bet = |k: i32| {
            let fraction = Running::exact(1.0 / (1.0 + f64::exp2(f64::from(k) / 2.0)));
            let rare = (Running::one() + fraction * odds).ln()?;
            Some(Bet { rare, common: (Running::one() - fraction).ln()? })
        };
        let bets = GRID.map(bet).collect::<Option<Vec<Bet>>>().ok_or(outside)?;
        Ok(BettingTest { null, bets, rare: 0, trials: 0 })
    }

    /// Adds trials, of which `successes` succeeded. Where some are undecided, the caller counts them against
    /// rejecting: as failures under p ≤ q, as successes under p ≥ q.
    ///
    /// # Panics
    /// If there are more successes than trials.
    pub fn observe(&mut self, successes: u64, trials: u64) {
        assert!(successes <= trials, "successes among trials");
        self.rare += match self.null {
            Null::AtMost => successes,
            Null::AtLeast => trials - successes,
        };
        self.trials += trials;
    }

    /// The trials so far.
    pub fn trials(&self) -> u64 {
        self.trials
    }

    /// The logarithm of the average wealth, with its error bound.
    pub fn log_wealth(&self) -> Running {
        let count = |n: u64| Running::from_integer(n as i64);
        let (rare, common) = (count(self.rare), count(self.trials - self.rare));
        let logs: Vec<Running> = self.bets.iter().map(|bet| rare * bet.rare + common * bet.common).collect();
        // ln Σ eˣ = m + ln Σ e^{x−m} for every m; the largest one keeps every term below 1.
        let largest = Running::exact(logs.iter().map(|log| log.value()).fold(f64::NEG_INFINITY, f64::max));
        let sum = logs.iter().fold(Running::zero(), |sum, log| sum + (*log - largest).exp());
        let gamblers = Running::from_integer(self.bets.len() as i64);
        let undecided = Running::with_error(f64::NAN, f64::INFINITY);
        match (sum.ln(), gamblers.ln()) {
            (Some(sum), Some(gamblers)) => largest + sum - gamblers,
            _ => undecided,
        }
    }

    /// Has the wealth certainly reached 1/α? A true null is ever rejected with probability at most α.
    pub fn rejects(&self, alpha: f64) -> bool {
        let threshold = Running::exact(alpha).ln().map(|log| -log);
        threshold.is_some_and(|t| matches!((self.log_wealth() - t).sign(), Sign::Positive | Sign::Zero))
    }
}
