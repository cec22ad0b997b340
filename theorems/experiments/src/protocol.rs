//! Protocols, written before the run: what is claimed and how it is decided; and the decision, an exact sign test over seeds.

use dualproof::json;
use dualproof::record::Verdict;
use dualproof::statistics::clopper_pearson;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

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

/// Counts of statements: all, holding, refuted, undecided.
pub(crate) fn counts(verdicts: impl IntoIterator<Item = Verdict>) -> [usize; 4] {
    verdicts.into_iter().fold([0; 4], |[all, hold, refuted, undecided], verdict| match verdict {
        Verdict::Holds => [all + 1, hold + 1, refuted, undecided],
        Verdict::Refuted => [all + 1, hold, refuted + 1, undecided],
        Verdict::Inconclusive | Verdict::NothingChecked => [all + 1, hold, refuted, undecided + 1],
    })
}

/// The exact sign test: holds where more than half of the law's seeds are for an effect, refuted where more than half
/// are against it, each by a Clopper–Pearson interval above ½; both directions together err with probability at most
/// `level`. Inconclusive where neither is found, nothing checked without a seed.
///
/// ```
/// use dualproof::record::Verdict;
/// use dualproof_experiments::protocol::sign_test;
/// assert_eq!(sign_test(4, 0, 4, 0.15), Verdict::Holds); // 2·2⁻⁴ < 0.15
/// assert_eq!(sign_test(0, 4, 4, 0.15), Verdict::Refuted);
/// assert_eq!(sign_test(3, 0, 3, 0.15), Verdict::Inconclusive);
/// assert_eq!(sign_test(0, 0, 0, 0.15), Verdict::NothingChecked);
/// ```
pub fn sign_test(for_effect: u64, against: u64, seeds: u64, level: f64) -> Verdict {
    let is_more_than_half = |count| clopper_pearson(count, seeds, level).is_ok_and(|interval| interval.lower > 0.5);
    match (is_more_than_half(for_effect), is_more_than_half(against)) {
        _ if seeds == 0 => Verdict::NothingChecked,
        (true, false) => Verdict::Holds,
        (false, true) => Verdict::Refuted,
        _ => Verdict::Inconclusive,
    }
}
