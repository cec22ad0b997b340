//! A derivative that underflows is negative all the same.

use super::cases::Instance;
use super::{ContrastiveLosses, Part};
use crate::loss::Loss;
use dualproof::claim::{Claim, Demand, Kind, Outcome, Parts, Relation};
use dualproof::numbers::{Rational, Ring};

/// ∂L/∂r_k = −e^(−10⁷)·10³: 0 in `f64`, negative in truth.
#[test]
fn an_underflow_is_open_in_float_and_decided_by_enclosure() {
    let claim = Claim::of::<ContrastiveLosses>();
    let temperature = Rational::new(1, 1000);
    for loss in [Loss::InfoNce { temperature: temperature.clone() }, Loss::NegativeProbability { temperature }] {
        let extreme =
            Instance { loss, positive: Rational::from_integer(0), negatives: vec![Rational::from_integer(10_000)] };
        let outcome = |kind: Kind, part: Part| {
            let row = claim.rows.iter().find(|row| row.kind == kind).expect("this kind of evidence");
            row.decide(&extreme, Relation::Below, (part.place(), 0), Demand::CERTAIN)
        };
        for part in [Part::AttractsThePositive, Part::RepelsEveryNegative] {
            assert!(matches!(outcome(Kind::Float, part), Outcome::Inconclusive(_)));
            assert!(matches!(outcome(Kind::Enclosure, part), Outcome::Holds(_)));
        }
    }
}
