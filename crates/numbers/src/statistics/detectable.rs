//! The power of the sequential test: the smallest violation that it finds within a number of trials.

use super::{BettingTest, Null};
use crate::numbers::{Ring, Running};
use statrs::function::beta::beta_reg;

/// The probability with which a violation of the detectable size is found: nine in ten.
pub const POWER: f64 = 0.9;

/// The mean nearest to the boundary of the null at which the test rejects at error α within the given number of
/// trials with probability [`POWER`] or more; `None` where even an outcome that always comes is too few.
///
/// The least count c of the rare outcome that rejects after exactly `trials` trials is found by bisection (every
/// gambler's wealth grows with it); then the mean p with P(Bin(trials, p) ≥ c) =
/// I_p(c, trials − c + 1) = [`POWER`], by bisection too. Looking earlier as well can only find more. A figure for
/// reports, in plain `f64`; no verdict rests on it.
pub fn detectable_mean(null: Null, boundary: Running, alpha: f64, trials: u64) -> Option<f64> {
    let fresh = BettingTest::new(null, boundary).ok()?;
    let rejects = |rare: u64| {
        let mut test = fresh.clone();
        let successes = match null {
            Null::AtMost => rare,
            Null::AtLeast => trials - rare,
        };
        test.observe(successes, trials);
        test.rejects(alpha)
    };
    if !rejects(trials) {
        return None;
    }
    let rare_mean = match null {
        Null::AtMost => boundary.to_f64(),
        Null::AtLeast => 1.0 - boundary.to_f64(),
    };
    let (mut few, mut enough) = ((rare_mean * trials as f64) as u64, trials);
    while enough - few > 1 {
        let middle = few.midpoint(enough);
        if rejects(middle) { enough = middle } else { few = middle }
    }
    let found_with = |p: f64| beta_reg(enough as f64, (trials - enough) as f64 + 1.0, p);
    let (mut near, mut far) = (rare_mean, 1.0_f64);
    for _ in 0..f64::MANTISSA_DIGITS {
        let middle = near.midpoint(far);
        if found_with(middle) >= POWER { far = middle } else { near = middle }
    }
    Some(match null {
        Null::AtMost => far,
        Null::AtLeast => 1.0 - far,
    })
}
