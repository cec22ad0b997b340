//! Files of ONNX: what is read computes what PyTorch or ONNX's own evaluator computed, and what is not read is refused.

mod evaluator;
mod exports;
mod hostile;
mod operators;
#[path = "../../crates/onnx/src/proto.rs"]
mod proto;
mod records;
mod refusals;
mod tiny;

/// Is each output right to 2^-40 of the largest? Both sides are sums in `f64` of at most some thousand terms, each
/// rounded to 2^-53; a wrong reading differs in the first digits.
fn agree(found: &[Vec<f64>], expected: &[Vec<f64>]) -> Result<(), String> {
    let largest = expected.iter().flatten().fold(0.0, |largest: f64, y| largest.max(y.abs()));
    if found.len() != expected.len() || largest == 0.0 {
        return Err(format!("{} views, {} expected, the largest output {largest}", found.len(), expected.len()));
    }
    for (view, (f, y)) in found.iter().zip(expected).enumerate() {
        if f.len() != y.len() {
            return Err(format!("view {view}: {} outputs, {} expected", f.len(), y.len()));
        }
        for (row, (a, b)) in f.iter().zip(y).enumerate() {
            // Not NaN either.
            if (a - b).abs().partial_cmp(&(2f64.powi(-40) * largest)) != Some(std::cmp::Ordering::Less) {
                return Err(format!("view {view}, output {row}: {a}, expected {b}"));
            }
        }
    }
    Ok(())
}
