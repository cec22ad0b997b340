//! How two sides are related, and whether they are.

use crate::numbers::{Field, Sign, Truth};
use serde::{Deserialize, Serialize};

/// How the measured side is claimed to relate to the predicted one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// Equal, entry by entry.
    Equal,
    /// Measured ≤ predicted, entry by entry.
    AtMost,
    /// Measured < predicted, entry by entry: equality refutes.
    Below,
    /// Not equal: some entry differs for certain.
    Different,
}

/// Are the entries of both sides so related? Unknown in any of them is unknown, unless another one refutes.
pub(super) fn decide<S: Field>(relation: Relation, entries: &[(&S, &S)]) -> Truth {
    let mut answer = Truth::Yes;
    let mut some_differ = false;
    for (m, p) in entries {
        let here = match relation {
            Relation::Equal | Relation::Different => m.equals(p),
            Relation::AtMost => match ((*p).clone() - (*m).clone()).sign() {
                Sign::Positive | Sign::Zero => Truth::Yes,
                Sign::Negative => Truth::No,
                Sign::Unknown => Truth::Unknown,
            },
            Relation::Below => match ((*p).clone() - (*m).clone()).sign() {
                Sign::Positive => Truth::Yes,
                Sign::Negative | Sign::Zero => Truth::No,
                Sign::Unknown => Truth::Unknown,
            },
        };
        match here {
            Truth::No if relation == Relation::Different => some_differ = true,
            Truth::No => return Truth::No,
            Truth::Unknown => answer = Truth::Unknown,
            Truth::Yes => {}
        }
    }
    if relation != Relation::Different {
        return answer;
    }
    // Certainly different somewhere: yes. Otherwise only exact numbers are certainly equal everywhere.
    let exact = entries.iter().all(|(m, p)| m.error_bound() == 0.0 && p.error_bound() == 0.0);
    match (some_differ, exact && answer == Truth::Yes) {
        (true, _) => Truth::Yes,
        (false, true) => Truth::No,
        (false, false) => Truth::Unknown,
    }
}
