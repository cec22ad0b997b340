//! The time that a measurement will take, estimated before it starts: its cost is quadratic in the views.

use super::error::MeasureError;
use super::measured::BLOCK;
use super::options::{LossOption, MeasureArgs};
use dualproof::eigenvalues::LARGEST_DENSE;
use dualproof::memory::{Shortage, available_memory, shortage};
use dualproof_losses::Loss;
use std::time::Duration;

/// The alternative whose cost is linear in the views, but for one fast product.
const ALTERNATIVE: &str = "`dualproof operator` applies the same operator at a cost linear in the views, and its \
                           `--check gram` differentiates the simple loss through one matrix product";

/// The part of the samples that is tried first: one in this many.
const SHARE: usize = 32;

/// The most samples that are tried: the sums of one block.
const MOST: usize = BLOCK;

/// Samples to be tried before `samples` are measured: their terms are at most a thousandth of all, unless all are few.
pub(super) fn few(samples: usize) -> usize {
    (samples / SHARE).clamp(1, MOST)
}

/// The message before a measurement that takes this long.
pub(super) fn told(time: Duration, arithmetic: &str, terms: f64) -> String {
    let spoken = spoken(time);
    format!(
        "both sides will take about {spoken} in {arithmetic} arithmetic: {terms:.1e} terms, quadratic in the views; \
         {ALTERNATIVE}"
    )
}

/// Terms of the loss: pairs of views, or triples.
pub(super) fn terms(loss: LossOption, samples: usize, augmentations: usize) -> f64 {
    let views = samples as f64 * augmentations as f64;
    match loss {
        LossOption::Simple => views * (views + augmentations as f64),
        _ => views * views * augmentations as f64,
    }
}

/// A duration in words.
fn spoken(time: Duration) -> String {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;
    match time.as_secs() {
        seconds @ ..MINUTE => format!("{seconds} s"),
        seconds @ MINUTE..HOUR => format!("{} min", seconds.div_ceil(MINUTE)),
        seconds => format!("{:.1} h", seconds as f64 / HOUR as f64),
    }
}

/// Refuses what does not fit in memory: the Jacobians of every view, the gradients of a block of samples, and the
/// weights with all their updates. Where the system does not report its memory, nothing is refused.
///
/// # Errors
/// [`MeasureError::Memory`].
pub(super) fn fits(
    widths: &[usize],
    args: &MeasureArgs,
    (samples, augmentations): (usize, usize),
    size_of_number: usize,
) -> Result<(), MeasureError> {
    let needed = bytes_of_measurement(widths, args, (samples, augmentations), size_of_number);
    match shortage(needed, available_memory()) {
        None => Ok(()),
        Some(Shortage { needed, available }) => {
            Err(MeasureError::Memory { samples, augmentations, needed, available, alternative: ALTERNATIVE })
        }
    }
}

/// An estimate from above of the bytes that a measurement holds at a time, beyond the network and the views as read, in
/// an arithmetic with numbers of `size_of_number` bytes.
pub fn bytes_of_measurement(
    widths: &[usize],
    args: &MeasureArgs,
    (samples, augmentations): (usize, usize),
    size_of_number: usize,
) -> f64 {
    let (loss, number) = (args.loss, size_of_number as f64);
    let weights = || widths.windows(2).map(|pair| pair[0] as f64 * pair[1] as f64);
    // The network; the updates that are measured; V w; what is predicted of them.
    let gradients = match loss {
        Loss::Simple => 6.0,
        _ => 8.0,
    };
    let of_byol = if args.predictor.is_some() { BYOL_GRADIENTS } else { 0.0 };
    let largest = weights().fold(0.0, f64::max);
    let of_weights = (gradients + of_byol) * weights().sum::<f64>() * number + of_comparison(number) * largest;
    let outputs = widths[widths.len() - 1];
    // The Jacobians in plain `f64`, and for each thread a Gram matrix with its decomposition.
    let rows = (samples * outputs).min(LARGEST_DENSE) as f64;
    let jacobians: f64 =
        widths[1..].iter().map(|n| *n as f64).sum::<f64>() * (samples * augmentations * outputs) as f64;
    let spectra = if args.eigenvalues() == 0 { 0.0 } else { jacobians + 4.0 * rows * rows * threads() as f64 };
    of_weights
        + spectra * size_of::<f64>() as f64
        + bytes_of_views(widths, loss, (samples, augmentations), size_of_number)
}

/// With a predictor: two updates that are measured, three that are predicted, and two while they are.
const BYOL_GRADIENTS: f64 = 7.0;

/// Bytes for each weight of the current layer: the differences and the squares of the sides that a comparison makes, and
/// two references for each entry of either side, twice.
fn of_comparison(number: f64) -> f64 {
    4.0 * number + 8.0 * size_of::<usize>() as f64
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Bytes that grow with the views.
fn bytes_of_views(
    widths: &[usize],
    loss: Loss,
    (samples, augmentations): (usize, usize),
    size_of_number: usize,
) -> f64 {
    let (views, outputs) = (samples as f64 * augmentations as f64, widths[widths.len() - 1] as f64);
    let units: f64 = widths[1..].iter().map(|n| *n as f64).sum();
    let jacobians = views * outputs * units;
    // On the tape f̃_l, its gate, f_l and the adjoints of these; in the trace f_l and its slopes; views as stored,
    // as read, in the units of the problem and on the tape.
    let activations = views * (units * 8.0 + widths[0] as f64 * 4.0);
    // Two gradients of each sample of a block; and on its tape the outputs and their adjoints, twice.
    let hands = threads().min(samples) as f64;
    let gradients = views * outputs * (2.0 * samples.min(BLOCK) as f64 + 6.0 * hands);
    let of_sample = match loss {
        // A term is two places and a weight.
        Loss::Simple => augmentations as f64 * views * 2.0,
        // Some twenty numbers a triple, and the columns of each pair with their adjoints.
        _ => augmentations as f64 * views * (20.0 * augmentations as f64 + 6.0 * outputs),
    };
    (jacobians + activations + gradients + of_sample * hands) * size_of_number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_samples_are_tried() {
        assert_eq!([1, 31, 64, 500, 100_000].map(few), [1, 1, 2, 15, MOST]);
    }

    #[test]
    fn a_long_run_is_told_with_what_else_there_is() {
        let text = told(Duration::from_secs(600), "f64", 4e8);
        assert!(text.starts_with("both sides will take about 10 min in f64 arithmetic: 4.0e8 terms"), "{text}");
        assert!(text.contains("dualproof operator") && text.contains("--check gram"), "{text}");
    }

    #[test]
    fn durations_as_people_say_them() {
        let said = [7, 61, 7200].map(|seconds| spoken(Duration::from_secs(seconds)));
        assert_eq!(said, ["7 s", "2 min", "2.0 h"]);
    }
}
