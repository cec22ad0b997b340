//! How much of the update is the sampling of the batch.

use crate::trained::{Subject, TrainedError};
use dualproof_losses::{Batch, Loss};
use nalgebra::DMatrix;

/// Parts of the samples, each a batch of its own.
const PARTS: usize = 4;

/// ‖noise‖²/‖update‖² of a batch of all samples: of the updates u_k of disjoint parts of n samples each,
/// E‖u_k − ū‖² · n/N over ‖ū‖² less what of it is noise. `None` for fewer than two samples a part, where the loss has no
/// value on a part, or where the parts' mean cannot be distinguished from noise.
///
/// The update of a part is an unbiased estimate of that of infinitely many samples but for O(1/n) where negatives come from
/// the same batch (`minibatch-law`).
pub(super) fn share(
    subject: &Subject,
    loss: &Loss,
    f: &DMatrix<f64>,
    targets: &DMatrix<f64>,
) -> Result<Option<f64>, TrainedError> {
    let Batch { samples, views } = subject.batch;
    let each = samples / PARTS;
    if each < 2 || !subject.network.program.is_by_view() {
        return Ok(None);
    }
    let mut updates: Vec<Vec<DMatrix<f64>>> = Vec::new();
    for part in 0..PARTS {
        let columns = part * each * views..(part + 1) * each * views;
        let of_part = |m: &DMatrix<f64>| m.columns(columns.start, columns.len()).into_owned();
        let batch = Batch { samples: each, views };
        let Ok((_, of_outputs, _)) = subject.by_outputs(loss, &of_part(f), &of_part(targets), batch) else {
            return Ok(None);
        };
        let mut cotangent = DMatrix::zeros(f.nrows(), f.ncols());
        cotangent.columns_mut(columns.start, columns.len()).copy_from(&of_outputs);
        updates.push(subject.pulled_back(&cotangent)?);
    }
    let places = 0..subject.network.program.parameters().len();
    let (mut mean_square, mut variance) = (0.0, 0.0);
    for place in places {
        let mean = updates.iter().fold(updates[0][place].clone() * 0.0, |sum, of| sum + &of[place]) / PARTS as f64;
        mean_square += mean.norm_squared();
        variance += updates.iter().map(|of| (&of[place] - &mean).norm_squared()).sum::<f64>() / (PARTS - 1) as f64;
    }
    // The mean of the parts has a noise of its own.
    let signal = mean_square - variance / PARTS as f64;
    Ok((signal > 0.0 && variance.is_finite()).then(|| variance * each as f64 / samples as f64 / signal))
}
