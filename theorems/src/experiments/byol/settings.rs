//! What a training depends on beyond its cell and seed, and the two presets.

use super::augmentation::Augmentation;
use serde::{Deserialize, Serialize};

/// Epochs beyond this are a mistake of the user's, not an experiment.
const MOST_EPOCHS: u64 = 100_000;

/// The settings of every run of an experiment.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Passes over the training images.
    pub epochs: u64,
    /// Images a batch; each gives two views.
    pub batch: usize,
    /// The learning rate at the first step; it follows half a cosine down to 0.
    pub rate: f64,
    /// The momentum of the descent.
    pub momentum: f64,
    /// The weight decay, of all weights and the predictor.
    pub weight_decay: f64,
    /// What the target keeps of itself at a step, where it is a moving average.
    pub ema: f64,
    /// Views are shifted by up to so many pixels in each direction.
    pub shift: usize,
    /// The standard deviation of the noise on every pixel of a view, in units of the brightest pixel.
    pub noise: f64,
    /// SimCLR's temperature.
    pub temperature: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            epochs: 60,
            batch: 128,
            rate: 0.01,
            momentum: 0.9,
            weight_decay: 1e-3,
            ema: 0.98,
            shift: 1,
            noise: 0.1,
            temperature: 0.2,
        }
    }
}

/// A setting out of its range.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("--{key}: found {found}, expected {expected}")]
pub struct SettingError {
    /// The option.
    pub key: &'static str,
    /// Its value.
    pub found: String,
    /// What it can be.
    pub expected: String,
}

impl Settings {
    /// The law of a view.
    pub fn augmentation(&self) -> Augmentation {
        Augmentation { shift: self.shift, noise: self.noise }
    }

    /// Whole batches of an epoch over so many images; what is left over waits for the next epoch's order.
    pub fn batches(&self, images: usize) -> u64 {
        (images / self.batch) as u64
    }

    /// Steps of a training on so many images.
    pub fn steps(&self, images: usize) -> u64 {
        self.epochs * self.batches(images)
    }

    /// The epochs before which a run is measured: 0 and the last one, and in between the last one halved again and
    /// again, five points at most.
    pub fn measured_epochs(&self) -> Vec<u64> {
        let mut epochs: Vec<u64> = (0..5).map(|halvings| self.epochs >> halvings).collect();
        epochs.push(0);
        epochs.sort_unstable();
        epochs.dedup();
        epochs
    }

    /// Are all settings usable, on images of the given size and number?
    ///
    /// # Errors
    /// [`SettingError`], the first that is not.
    pub fn validate(&self, images: usize, shape: (usize, usize)) -> Result<(), SettingError> {
        let refuse = |key, found: String, expected: String| Err(SettingError { key, found, expected });
        if self.epochs == 0 || self.epochs > MOST_EPOCHS {
            return refuse("epochs", self.epochs.to_string(), format!("1 to {MOST_EPOCHS}"));
        }
        if self.batch == 0 || self.batch > images {
            return refuse("batch", self.batch.to_string(), format!("1 to {images}, the training images"));
        }
        if self.shift >= shape.0.min(shape.1) {
            return refuse("shift", self.shift.to_string(), format!("below {}, an image's side", shape.0.min(shape.1)));
        }
        for (key, found) in [("rate", self.rate), ("temperature", self.temperature)] {
            if !(found.is_finite() && found > 0.0) {
                return refuse(key, found.to_string(), "a finite number above 0".into());
            }
        }
        for (key, found) in [("weight-decay", self.weight_decay), ("noise", self.noise)] {
            if !(found.is_finite() && found >= 0.0) {
                return refuse(key, found.to_string(), "a finite number of at least 0".into());
            }
        }
        for (key, found) in [("momentum", self.momentum), ("ema", self.ema)] {
            if !(0.0..1.0).contains(&found) {
                return refuse(key, found.to_string(), "a number from 0 to below 1".into());
            }
        }
        Ok(())
    }
}
