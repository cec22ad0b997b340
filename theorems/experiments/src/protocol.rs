//! Protocols, written before the run: what is claimed and how it is decided; and the decision, an exact sign test over seeds.

use dualproof::json;
use dualproof::record::Verdict;
use dualproof::statistics::clopper_pearson;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use statrs::distribution::{Binomial, DiscreteCDF};

/// A protocol, and the design `D` of its experiment.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Protocol<D> {
    /// The claim's slug.
    pub claim: String,
    /// What is claimed.
    pub hypothesis: String,
    /// How an effect is decided.
    pub test: String,
    /// The reason for α.
    pub alpha_reason: String,
    /// What is run and tested.
    #[serde(flatten)]
    pub design: D,
}

impl<D: DeserializeOwned> Protocol<D> {
    /// The protocol of a file of the repository.
    pub(crate) fn stated(text: &str) -> Self {
        json::read(text).expect("the protocol of the repository")
    }
}

/// What is decided of a statement: the median over seeds of an effect exceeds a number. The order is from the best to the
/// worst, so that the worst of several is their maximum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// It does.
    Holds,
    /// It differs from the number by less than the margin that the protocol states.
    PracticallyNil,
    /// Nothing is found.
    Inconclusive,
    /// No seed was run.
    NothingChecked,
    /// It is below the number.
    Refuted,
}

impl Decision {
    /// The word for tables.
    pub fn name(self) -> &'static str {
        match self {
            Decision::Holds => "holds",
            Decision::PracticallyNil => "practically nil",
            Decision::Inconclusive => "inconclusive",
            Decision::NothingChecked => "nothing checked",
            Decision::Refuted => "refuted",
        }
    }

    /// The worst of several; where there is none, nothing was checked.
    pub fn worst(decisions: impl IntoIterator<Item = Decision>) -> Decision {
        decisions.into_iter().max().unwrap_or(Decision::NothingChecked)
    }

    /// What the opposite statement is.
    pub fn opposite(self) -> Self {
        match self {
            Decision::Holds => Decision::Refuted,
            Decision::Refuted => Decision::Holds,
            other => other,
        }
    }
}

/// The exit code of a run: a claim of which a statement is practically nil does not hold.
impl From<Decision> for Verdict {
    fn from(decision: Decision) -> Verdict {
        match decision {
            Decision::Holds => Verdict::Holds,
            Decision::Inconclusive => Verdict::Inconclusive,
            Decision::NothingChecked => Verdict::NothingChecked,
            Decision::PracticallyNil | Decision::Refuted => Verdict::Refuted,
        }
    }
}

/// How many statements were decided how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub all: usize,
    pub hold: usize,
    pub nil: usize,
    pub refuted: usize,
    pub undecided: usize,
}

impl Counts {
    pub fn of(decisions: impl IntoIterator<Item = Decision>) -> Self {
        let mut counts = Counts::default();
        for decision in decisions {
            counts.all += 1;
            *match decision {
                Decision::Holds => &mut counts.hold,
                Decision::PracticallyNil => &mut counts.nil,
                Decision::Refuted => &mut counts.refuted,
                Decision::Inconclusive | Decision::NothingChecked => &mut counts.undecided,
            } += 1;
        }
        counts
    }
}

/// On which sides of a number, and of the two ends of a margin around it, the seeds' effects lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    /// Seeds.
    pub seeds: u64,
    /// Effects above the number.
    pub above: u64,
    /// Effects below it.
    pub below: u64,
    /// Effects below the number and the margin; 0 without a margin.
    pub below_upper_end: u64,
    /// Effects above the number less the margin; 0 without one.
    pub above_lower_end: u64,
}

impl Signs {
    /// Of effects, one a seed. One that is not a number lies nowhere.
    pub fn of(effects: &[f64], number: f64, margin: Option<f64>) -> Self {
        let count = |of: &dyn Fn(f64) -> bool| effects.iter().filter(|effect| of(**effect)).count() as u64;
        Signs {
            seeds: effects.len() as u64,
            above: count(&|x| x > number),
            below: count(&|x| x < number),
            below_upper_end: margin.map_or(0, |margin| count(&|x| x < number + margin)),
            above_lower_end: margin.map_or(0, |margin| count(&|x| x > number - margin)),
        }
    }

    /// The exact sign test: the statement holds where more than half of the law's seeds are above the number, is refuted where
    /// more than half are below, and practically nil where neither is found but more than half are below the number and the
    /// margin and more than half above the number less the margin; each by a Clopper–Pearson interval above ½, which errs
    /// with probability at most half of `level`. Whatever the law, at most two of these are wrong, so that a wrong one is found
    /// with probability at most `level`. Inconclusive where none is found, nothing checked without a seed.
    ///
    /// ```
    /// use dualproof_experiments::protocol::{Decision, Signs};
    /// let decided = |effects: &[f64], margin| Signs::of(effects, 0.0, margin).decide(0.15);
    /// assert_eq!(decided(&[1.0; 4], None), Decision::Holds); // 2·2⁻⁴ < 0.15
    /// assert_eq!(decided(&[-1.0; 4], Some(9.0)), Decision::Refuted);
    /// assert_eq!(decided(&[-1.0, -1.0, 1.0, 1.0], Some(9.0)), Decision::PracticallyNil);
    /// assert_eq!(decided(&[-1.0, -1.0, 1.0, 10.0], Some(9.0)), Decision::Inconclusive);
    /// assert_eq!(decided(&[1.0; 3], None), Decision::Inconclusive);
    /// assert_eq!(decided(&[], None), Decision::NothingChecked);
    /// ```
    pub fn decide(self, level: f64) -> Decision {
        let most = |count| clopper_pearson(count, self.seeds, level).is_ok_and(|interval| interval.lower > 0.5);
        match (most(self.above), most(self.below)) {
            _ if self.seeds == 0 => Decision::NothingChecked,
            (true, false) => Decision::Holds,
            (false, true) => Decision::Refuted,
            _ if most(self.below_upper_end) && most(self.above_lower_end) => Decision::PracticallyNil,
            _ => Decision::Inconclusive,
        }
    }
}

/// The probability that so many seeds are enough: that the sign test finds a statement, or its opposite, at a level, where a
/// share of the law's seeds is above the number and the rest below. `None` where the share is no probability.
///
/// No decision rests on it: a protocol's number of seeds is chosen by it.
///
/// ```
/// use dualproof_experiments::protocol::power;
/// let power = |seeds, share| power(seeds, share, 0.15).map(|power| format!("{power:.3}"));
/// assert_eq!(power(4, 0.9).as_deref(), Some("0.656")); // 0.9⁴ + 0.1⁴
/// assert_eq!(power(4, 0.5).as_deref(), Some("0.125")); // four heads or four tails
/// assert_eq!(power(3, 0.9).as_deref(), Some("0.000"));
/// assert_eq!(power(4, 1.5), None);
/// ```
pub fn power(seeds: u64, share: f64, level: f64) -> Option<f64> {
    let is_found =
        |above| Signs { seeds, above, below: seeds - above, ..Signs::default() }.decide(level) == Decision::Holds;
    let Some(least) = (0..=seeds).find(|above| is_found(*above)) else { return Some(0.0) };
    let at_least = |share: f64| Some(Binomial::new(share, seeds).ok()?.sf(least - 1));
    Some(at_least(share)? + at_least(1.0 - share)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Effects and number mirrored: the opposite decision; and a margin never takes away what was found without one.
        #[test]
        fn the_test_is_symmetric(effects in prop::collection::vec(-3_i8..=3, 0..60), margin in 0.0..4.0) {
            let effects: Vec<f64> = effects.into_iter().map(f64::from).collect();
            let mirrored: Vec<f64> = effects.iter().map(|x| -x).collect();
            let found = Signs::of(&effects, 0.0, Some(margin)).decide(0.01);
            prop_assert_eq!(Signs::of(&mirrored, 0.0, Some(margin)).decide(0.01), found.opposite());
            let without = Signs::of(&effects, 0.0, None).decide(0.01);
            prop_assert!(without == found || (without, found) == (Decision::Inconclusive, Decision::PracticallyNil));
        }
    }

    /// The chance of a wrong decision, summed over the law of the counts, keeps to the level; the worst law of effects on
    /// either side of a number has half of them there.
    #[test]
    fn a_wrong_decision_is_as_rare_as_the_level_says() {
        for (seeds, level) in [(10, 0.1), (40, 1e-3), (100, 0.01)] {
            let at_half = power(seeds, 0.5, level).expect("a probability");
            assert!(at_half <= level && at_half > 0.0, "{seeds}: {at_half}");
        }
    }
}
