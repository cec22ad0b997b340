//! A comparison of two sides, as `measure` and `operator` report it.

use dualproof::record::Verdict;
use serde::Serialize;

/// One JSON document with a line end.
pub(crate) fn document(value: &impl Serialize) -> String {
    // Only maps with keys that are no strings, or a failing `Serialize`, make this fail; here is neither.
    serde_json::to_string_pretty(value).expect("plain data") + "\n"
}

/// A comparison of two sides. `measure` compares entry by entry, relative to the largest predicted value; `operator`
/// compares norms, relative to ‖∇L‖ or to the energy. A figure that is not finite is null in a document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Check {
    /// The (largest) difference of the two sides, relative.
    pub residual: f64,
    /// What rounding can have made of 0 there: the (largest) error bound of a difference, relative to the same.
    pub bound: f64,
    /// The smallest violation, relative to the same, that is certainly caught, in whichever entry it is planted; null
    /// where what it is relative to cannot be told from 0.
    pub power: Option<f64>,
    /// Holds only with a power up to the ceiling.
    pub verdict: Verdict,
    /// Why it does not hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
