//! From a checkpoint to the next one: does the loss fall on the way?

use crate::trained::{Network, Subject, TrainedError, inner_of, norm_of};
use dualproof_losses::Loss;
use dualproof_onnx::Import;
use nalgebra::DMatrix;
use serde::Serialize;
use std::sync::Arc;

/// Halvings of the way that are looked at.
const HALVINGS: usize = 12;

/// The loss of the first checkpoint's training on the straight line to the second's parameters.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// The checkpoint where it starts, from 0.
    pub from: usize,
    /// The steps of the optimiser on the way, by the numbers in the names of the files (`step-0030.onnx`); null where they have
    /// none.
    pub steps: Option<u64>,
    /// ‖Δθ‖/‖θ‖.
    pub length: f64,
    /// L at the start.
    pub start: f64,
    /// L at the end.
    pub end: f64,
    /// ⟨∇L, Δθ⟩: the change of the loss if it were linear.
    pub first_order: f64,
    /// The part of the way, 1, ½, ¼, …, at which L is least; 0 where it is nowhere below the start.
    pub best: f64,
    /// L there.
    pub best_loss: f64,
}

/// The number at the end of a file's name, before its extension.
fn number(file: &str) -> Option<u64> {
    let stem = std::path::Path::new(file).file_stem()?.to_str()?;
    let digits = stem.len() - stem.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    stem[stem.len() - digits..].parse().ok()
}

/// Of a training, its update, and the next checkpoint's network.
///
/// # Errors
/// Where their parameters are not the same ones.
pub(super) fn step(
    (from, subject): (usize, &Subject),
    loss: &Loss,
    targets: &DMatrix<f64>,
    (start, update): (f64, &[DMatrix<f64>]),
    next: &Subject,
) -> Result<Step, TrainedError> {
    let [here, there] = [subject, next].map(|subject| &subject.network.import.graph);
    let same = |a: &DMatrix<f64>, b: &DMatrix<f64>| a.shape() == b.shape();
    if here.parameters.len() != there.parameters.len()
        || !here.parameters.iter().zip(&there.parameters).all(|(a, b)| a.name == b.name && same(&a.values, &b.values))
    {
        let names = |subject: &Subject| subject.network.names().collect::<Vec<_>>().join(", ");
        return Err(TrainedError::Misfit {
            option: "NET.onnx",
            file: next.network.file.clone(),
            found: format!("the parameters {}", names(next)),
            expected: format!("those of {}, of the same shapes: {}", subject.network.file, names(subject)),
        });
    }
    let way: Vec<DMatrix<f64>> =
        here.parameters.iter().zip(&there.parameters).map(|(a, b)| &b.values - &a.values).collect();
    let length = norm_of(&way) / norm_of(&here.parameters.iter().map(|p| p.values.clone()).collect::<Vec<_>>());
    let first_order = -inner_of(&way, update);
    // Constants of the graph, such as stored statistics, stay as they are at the start.
    let loss_at = |part: f64| {
        let mut graph = here.clone();
        graph.parameters.iter_mut().zip(&way).for_each(|(p, d)| p.values += d * part);
        let import = Import { graph, ..subject.network.import.clone() };
        let network = Network::of(subject.network.file.clone(), import)?;
        let moved = Subject { network: Arc::new(network), ..subject.clone() };
        // A training that has diverged on the way has no loss there.
        let Ok((f, _)) = moved.outputs(&moved.network) else { return Ok(f64::INFINITY) };
        let found = moved.by_outputs(loss, &f, targets, moved.batch);
        Ok::<_, TrainedError>(found.map_or(f64::INFINITY, |(value, ..)| value))
    };
    let end = loss_at(1.0)?;
    let (mut best, mut best_loss) = if end < start { (1.0, end) } else { (0.0, start) };
    for halving in 1..=HALVINGS {
        let part = 0.5f64.powi(halving as i32);
        let value = loss_at(part)?;
        if value < best_loss {
            (best, best_loss) = (part, value);
        }
    }
    let steps =
        number(&next.network.file).zip(number(&subject.network.file)).and_then(|(to, from)| to.checked_sub(from));
    Ok(Step { from, steps, length, start, end, first_order, best, best_loss })
}
