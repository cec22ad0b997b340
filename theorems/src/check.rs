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
    /// The (largest) error bound of a difference, relative to the same: how far rounding can move it from 0.
    pub bound: f64,
    /// The smallest violation, relative to the same, that is certainly caught, in any entry; null where the value it is
    /// relative to cannot be distinguished from 0.
    pub power: Option<f64>,
    /// Holds only where the power is at most the ceiling.
    pub verdict: Verdict,
    /// Why it does not hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
