//! What a measurement will take, told before it is waited for: its cost is quadratic in the views.

use super::LossOption;
use super::MeasureError;
use super::measured::BLOCK;
use dualproof::operator::streamed::available_memory;
use std::cell::Cell;
use std::time::{Duration, Instant};

/// A measurement shorter than this is not worth a word.
const PATIENCE: Duration = Duration::from_secs(5);

/// The alternative whose cost is linear in the views, but for one fast product.
const ALTERNATIVE: &str = "`dualproof operator` applies the same operator at a cost linear in the views, and its \
                           `--check gram` differentiates the simple loss through one matrix product";

/// Listens to the blocks of a measurement, and says once how long the rest of them will take.
pub(super) struct Pace<'a> {
    started: Instant,
    said: Cell<bool>,
    arithmetic: &'static str,
    terms: f64,
    notice: &'a dyn Fn(&str),
}

impl<'a> Pace<'a> {
    /// A measurement that starts now, of so many terms; `notice` is told what there is to say.
    pub(super) fn new(arithmetic: &'static str, terms: f64, notice: &'a dyn Fn(&str)) -> Self {
        Pace { started: Instant::now(), said: Cell::new(false), arithmetic, terms, notice }
    }

    /// So many of the samples are done.
    pub(super) fn done(&self, samples: usize, of: usize) {
        let left = self.started.elapsed().mul_f64((of - samples) as f64 / samples as f64);
        if left >= PATIENCE && !self.said.replace(true) {
            let (arithmetic, terms) = (self.arithmetic, self.terms);
            let text = format!(
                "about {} to go in {arithmetic} arithmetic: {terms:.1e} terms, quadratic in the views; {ALTERNATIVE}",
                spoken(left)
            );
            (self.notice)(&text);
        }
    }
}

/// Terms of the loss: pairs of views, or triples.
pub(super) fn terms(loss: LossOption, samples: usize, augmentations: usize) -> f64 {
    let views = samples as f64 * augmentations as f64;
    match loss {
        LossOption::Simple => views * (views + augmentations as f64),
        _ => views * views * augmentations as f64,
    }
}

/// A duration as people say it.
fn spoken(time: Duration) -> String {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;
    match time.as_secs() {
        seconds @ ..MINUTE => format!("{seconds} s"),
        seconds @ MINUTE..HOUR => format!("{} min", seconds.div_ceil(MINUTE)),
        seconds => format!("{:.1} h", seconds as f64 / HOUR as f64),
    }
}

/// Refuses what does not fit in memory: the Jacobians of every view, and the gradients of the samples in hand.
///
/// # Errors
/// [`MeasureError::Memory`].
pub(super) fn fits(
    widths: &[usize],
    loss: LossOption,
    (samples, augmentations): (usize, usize),
    size_of_number: usize,
) -> Result<(), MeasureError> {
    // Where the system does not say what there is, nothing is refused.
    let Some(available) = available_memory() else { return Ok(()) };
    let needed = bytes(widths, loss, (samples, augmentations), size_of_number);
    if needed <= available as f64 {
        return Ok(());
    }
    const GIB: f64 = (1_u64 << 30) as f64;
    let (needed, available) = (needed / GIB, available as f64 / GIB);
    Err(MeasureError::Memory { samples, augmentations, needed, available, alternative: ALTERNATIVE })
}

/// Bytes that a measurement holds at a time, about.
fn bytes(widths: &[usize], loss: LossOption, (samples, augmentations): (usize, usize), size_of_number: usize) -> f64 {
    let (views, outputs) = (samples as f64 * augmentations as f64, widths[widths.len() - 1] as f64);
    let units: f64 = widths[1..].iter().map(|n| *n as f64).sum();
    let jacobians = views * outputs * units;
    // On the tape f̃_l, its gate, f_l and the adjoints of these; in the trace f_l and its slopes.
    let activations = views * (units * 8.0 + widths[0] as f64 * 2.0);
    // Two gradients of each sample of a block; and on its tape the outputs and their adjoints, twice.
    let hands = rayon::current_num_threads().min(samples) as f64;
    let gradients = views * outputs * (2.0 * samples.min(BLOCK) as f64 + 6.0 * hands);
    let of_sample = match loss {
        // A term is two places and a weight.
        LossOption::Simple => augmentations as f64 * views * 2.0,
        // Some twenty numbers a triple, and the columns of each pair with their adjoints.
        _ => augmentations as f64 * views * (20.0 * augmentations as f64 + 6.0 * outputs),
    };
    (jacobians + activations + gradients + of_sample * hands) * size_of_number as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    #[test]
    fn a_long_run_is_told_once_with_what_else_there_is() {
        let heard = RefCell::new(Vec::new());
        let notice = |text: &str| heard.borrow_mut().push(text.to_string());
        let mut pace = Pace::new("f64", 4e8, &notice);
        pace.done(1, 100);
        assert!(heard.borrow().is_empty(), "99 times nothing is not long");
        pace.started -= Duration::from_secs(60);
        pace.done(10, 100);
        pace.done(20, 100);
        let heard = heard.borrow();
        assert_eq!(heard.len(), 1, "{heard:?}");
        assert!(heard[0].starts_with("about 9 min to go") || heard[0].starts_with("about 10 min"), "{heard:?}");
        assert!(heard[0].contains("dualproof operator") && heard[0].contains("4.0e8 terms"), "{heard:?}");
    }

    #[test]
    fn durations_as_people_say_them() {
        let said = [7, 61, 7200].map(|seconds| spoken(Duration::from_secs(seconds)));
        assert_eq!(said, ["7 s", "2 min", "2.0 h"]);
    }
}
