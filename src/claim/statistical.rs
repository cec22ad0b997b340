//! Deciding by simulation: two sequential tests, one against the claim and one against its opposite.

use super::instance::{AnyInstance, InstanceData};
use super::sides::{Decide, Place};
use super::{Ceiling, Comparison, Demand, Formulas, Outcome, Parts, Predicted, Relation, Stored};
use crate::numbers::{Number, Obstacle, Ring, Running, Sign, System};
use crate::random_streams::case_rng;
use crate::statistics::{BettingTest, Null, detectable_mean};
use nalgebra::DMatrix;
use num_traits::One;
use rand_chacha::ChaCha8Rng;

/// Trials between two looks at the tests.
const LOOK: u64 = 128;

/// Trials after which an instance stays inconclusive.
pub const MOST_TRIALS: u64 = 1 << 14;

/// What a number of independent trials came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Trials in which the event certainly happened.
    pub happened: u64,
    /// Trials in which the simulation's finite precision cannot tell.
    pub undecided: u64,
}

/// A simulation: independent trials of the event whose probability the claim bounds, from the given stream.
pub type Simulated<I, P> = fn(&I, P, u64, &mut ChaCha8Rng) -> Result<Counts, Obstacle>;

/// A sequential test within [`MOST_TRIALS`] trials sees a rare event too seldom for more.
pub(super) const CEILING: Ceiling = Ceiling::because(
    1.0,
    "a simulation within 16384 trials finds, nine times in ten, a probability that exceeds its bound by this share of it",
);

/// A simulation of some claim with the bound that its formula gives.
pub(super) struct Simulation<I, P, F> {
    pub(super) simulated: Simulated<I, P>,
    pub(super) predicted: Predicted<I, P, F>,
}

/// The same, its types forgotten.
trait Simulate {
    fn simulate(&self, trials: u64, rng: &mut ChaCha8Rng) -> Result<Counts, Obstacle>;
}

struct Bound<'a, I, P>(&'a I, P, Simulated<I, P>);

impl<I, P: Copy> Simulate for Bound<'_, I, P> {
    fn simulate(&self, trials: u64, rng: &mut ChaCha8Rng) -> Result<Counts, Obstacle> {
        (self.2)(self.0, self.1, trials, rng)
    }
}

impl<I: InstanceData, P: Parts, F: Formulas> Decide for Simulation<I, P, F> {
    fn decide(&self, instance: &dyn AnyInstance, relation: Relation, place: Place, demand: Demand) -> Outcome {
        let (typed, part) = (instance.typed(), P::at(place.0));
        let bound = System::Running.computing(|| (self.predicted)(typed, part, F::at(place.1))).and_then(single);
        outcome(&instance.text(), relation, bound, &Bound(typed, part, self.simulated), demand.error)
    }

    fn write(&self, _: &dyn AnyInstance, _: Place) -> Result<[Stored; 2], Obstacle> {
        Err(Obstacle::Unsupported("certificate of a simulation"))
    }
}

/// The one number that a bound on a probability is.
fn single(side: Vec<DMatrix<Number>>) -> Result<Running, Obstacle> {
    let several = Obstacle::Unsupported("simulation of more than one probability");
    match side.as_slice() {
        [matrix] if matrix.len() == 1 => Running::try_from(matrix[0].clone()).map_err(|_| several),
        _ => Err(several),
    }
}

/// Decides p ≤ bound for the probability p of the simulated event. *Refuted* where a test of p ≤ bound rejects,
/// *holds* where one of p ≥ bound does, each at `error`; inconclusive where neither did after [`MOST_TRIALS`].
/// Whichever of the two is true, only the other verdict can be wrong, so with probability at most `error`.
///
/// Block b of an instance's trials has the stream that the instance's text and b determine: the verdict is the
/// same on every machine, for any number of threads, and when a stored counterexample is replayed.
fn outcome(
    text: &str,
    relation: Relation,
    bound: Result<Running, Obstacle>,
    simulation: &dyn Simulate,
    error: f64,
) -> Outcome {
    let stopped = |obstacle: Obstacle| match obstacle.is_unmet_assumption() {
        true => Outcome::Rejected(obstacle.to_string()),
        false => Outcome::Inconclusive(obstacle.to_string()),
    };
    if relation != Relation::AtMost {
        return Outcome::Inconclusive("a simulation bounds a probability, it confirms no equality".into());
    }
    let bound = match bound {
        Ok(bound) => bound,
        Err(obstacle) => return stopped(obstacle),
    };
    if matches!((bound - Running::one()).sign(), Sign::Positive | Sign::Zero) {
        return Outcome::Vacuous("a bound of 1 or more on a probability: there is nothing to find".into());
    }
    let tests = (BettingTest::new(Null::AtMost, bound), BettingTest::new(Null::AtLeast, bound));
    let (mut against, mut opposite) = match tests {
        (Ok(against), Ok(opposite)) => (against, opposite),
        (Err(outside), _) | (_, Err(outside)) => return Outcome::Inconclusive(outside.to_string()),
    };
    let mut happened = 0;
    for block in 0..MOST_TRIALS / LOOK {
        let counts = match simulation.simulate(LOOK, &mut case_rng(0, text, block)) {
            Ok(counts) => counts,
            Err(obstacle) => return stopped(obstacle),
        };
        happened += counts.happened;
        against.observe(counts.happened, LOOK);
        opposite.observe(counts.happened + counts.undecided, LOOK);
        let refuted = against.rejects(error);
        if !refuted && !opposite.rejects(error) {
            continue;
        }
        let trials = against.trials();
        let frequency = happened as f64 / trials as f64;
        let residual = if refuted { frequency - bound.to_f64() } else { 0.0 };
        let relative_residual = residual / bound.to_f64();
        let comparison =
            Comparison { residual, relative_residual, is_nontrivial: true, error, ..Comparison::default() };
        return match refuted {
            true => Outcome::Refuted(Comparison {
                measured: vec![vec![vec![happened.to_string(), trials.to_string()]]],
                predicted: vec![vec![vec![bound.text()]]],
                ..comparison
            }),
            false => Outcome::Holds(Comparison { power: Some(power(bound, error)), ..comparison }),
        };
    }
    Outcome::Inconclusive(format!("{happened} of {MOST_TRIALS} trials decide neither way"))
}

/// The smallest relative excess over the bound that is found nine times in ten; infinite where none is.
fn power(bound: Running, error: f64) -> f64 {
    let relative = |mean: f64| mean / bound.to_f64() - 1.0;
    detectable_mean(Null::AtMost, bound, error, MOST_TRIALS).map_or(f64::INFINITY, relative)
}
