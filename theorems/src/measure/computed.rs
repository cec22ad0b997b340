//! Both sides in one arithmetic, before they are compared; and those of a few samples, to estimate the time of all.

use super::clock::Clock;
use super::loss::Scaled;
use super::options::LossOption;
use super::subject::{Instance, Subject};
use super::{measured, pace, predicted};
use dualproof::network::Trace;
use dualproof::numbers::{Floating, Obstacle};
use dualproof::operator::Moment;
use nalgebra::DMatrix;
use std::time::{Duration, Instant};

/// A matrix for each layer.
type Gradients<F> = Vec<DMatrix<F>>;

/// What is measured, and what is predicted of it.
pub(super) struct Computed<F: Floating> {
    pub(super) found: measured::Updates<F>,
    pub(super) trace: Trace<F>,
    /// V w at every layer.
    pub(super) image: Gradients<F>,
    pub(super) expected: predicted::Updates<F>,
    /// With a predictor: measured with zero-mean and without, and predicted.
    pub(super) byol: Option<(Gradients<F>, Gradients<F>, predicted::Byol<F>)>,
}

impl<F: Floating> Computed<F> {
    /// `clock` records how long the parts take.
    pub(super) fn of(instance: &Instance<F>, loss: &Scaled<F>, clock: &Clock) -> Result<Self, Obstacle> {
        let found = measured::contrastive(instance, loss, clock)?;
        let trace = clock.linear(|| instance.network.trace_at(&instance.views.inputs, instance.at_zero))?;
        let image = clock.linear(|| predicted::operators(instance, &trace, Moment::Between, None));
        let expected = predicted::contrastive(instance, &trace, loss, &image, clock)?;
        let byol = match &instance.predictor {
            None => None,
            Some(predictor) => Some(clock.linear(|| {
                let of = |zero_mean| measured::byol(instance, predictor, zero_mean);
                Ok::<_, Obstacle>((of(true)?, of(false)?, predicted::byol(instance, &trace, predictor)))
            })?),
        };
        Ok(Computed { found, trace, image, expected, byol })
    }
}

/// A trial that took this long is not repeated.
const LONG_ENOUGH: Duration = Duration::from_millis(100);

/// Trials of which the fastest counts: threads start and memory is first touched in the first one.
const TRIALS: usize = 5;

/// Estimates from a few samples how long both sides of all will take, and says so if it is `patience` or more.
pub(super) fn foretell<F: Floating>(
    subject: &Subject,
    loss: (LossOption, &Scaled<F>),
    notice: &dyn Fn(&str),
    patience: Duration,
) {
    let (all, augmentations) = (subject.views.samples(), subject.views.augmentations());
    let few = pace::few(all);
    // An error in a few samples is reported by the measurement of all.
    let Ok(instance) = subject.first::<F>(few) else { return };
    let (started, mut fastest) = (Instant::now(), Duration::MAX);
    for _ in 0..if few < all { TRIALS } else { 0 } {
        let clock = Clock::default();
        if Computed::of(&instance, loss.1, &clock).is_err() {
            return;
        }
        fastest = fastest.min(clock.extrapolated(few, all, rayon::current_num_threads()));
        if started.elapsed() >= LONG_ENOUGH {
            break;
        }
    }
    if few < all && fastest >= patience {
        notice(&pace::told(fastest, F::NAME, pace::terms(loss.0, all, augmentations)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digits;
    use crate::measure::MeasureArgs;
    use clap::Parser;
    use dualproof::numbers::{DoubleDouble, Running};
    use std::cell::RefCell;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        args: MeasureArgs,
    }

    fn heard<F: Floating>(option: LossOption, samples: &str, patience: Duration) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a folder");
        let file = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).expect("written");
            path.display().to_string()
        };
        let (network, images) = (file("network.safetensors", digits::NETWORK), file("images.npy", digits::IMAGES));
        let line = ["measure", "--weights", &network, "--data", &images, "--scale", "16", "--samples", samples];
        let subject = Subject::read(&Line::parse_from(line).args).expect("a network and images");
        let loss = Scaled::<F>::of(option, subject.units.output()).expect("a loss");
        let heard = RefCell::new(Vec::new());
        foretell(&subject, (option, &loss), &|text| heard.borrow_mut().push(text.to_string()), patience);
        heard.into_inner()
    }

    /// Told from a few samples, once, of either loss and in either arithmetic; a short run is not worth a word.
    #[test]
    fn what_all_samples_take_is_told_from_a_few() {
        let nce = LossOption::Nce { tau: 1.0 };
        let told = |texts: Vec<String>, arithmetic: &str, terms: &str| {
            let [text] = &texts[..] else { panic!("{texts:?}") };
            assert!(text.contains(arithmetic) && text.contains(terms) && text.contains("--check gram"), "{text}");
        };
        told(heard::<Running>(LossOption::Simple, "64", Duration::ZERO), "f64", "1.0e5 terms");
        told(heard::<Running>(nce, "64", Duration::ZERO), "f64", "5.1e5 terms");
        told(heard::<DoubleDouble>(nce, "33", Duration::ZERO), "double-double", "1.4e5 terms");
        assert!(heard::<Running>(nce, "64", Duration::MAX).is_empty());
        assert!(heard::<Running>(nce, "1", Duration::ZERO).is_empty(), "one sample is all there is");
    }
}
