//! The settings of a training beside its cell and seed, and the two presets.

use super::augmentation::Augmentation;
use crate::error::OptionError;
use crate::experiment::MOST_EPOCHS;
use serde::{Deserialize, Serialize};

/// The settings of every run of an experiment.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, clap::Args)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Passes over the training images
    #[arg(long, value_name = "N", default_value_t = Self::default().epochs)]
    pub epochs: u64,
    /// Images a batch, two views of each
    #[arg(long, value_name = "N", default_value_t = Self::default().batch)]
    pub batch: usize,
    /// Learning rate at the first step; it follows half a cosine down to 0
    #[arg(long, value_name = "R", default_value_t = Self::default().rate, allow_negative_numbers = true)]
    pub rate: f64,
    /// Momentum of the descent
    #[arg(long, value_name = "M", default_value_t = Self::default().momentum, allow_negative_numbers = true)]
    pub momentum: f64,
    /// Weight decay, of all weights and the predictor
    #[arg(long, value_name = "D", default_value_t = Self::default().weight_decay, allow_negative_numbers = true)]
    pub weight_decay: f64,
    /// What the target keeps of itself at a step, where it is a moving average
    #[arg(long, value_name = "M", default_value_t = Self::default().ema, allow_negative_numbers = true)]
    pub ema: f64,
    /// Views are shifted by up to so many pixels in each direction
    #[arg(long, value_name = "PIXELS", default_value_t = Self::default().shift)]
    pub shift: usize,
    /// Standard deviation of the noise on a view's pixels, in units of the brightest pixel
    #[arg(long, value_name = "S", default_value_t = Self::default().noise, allow_negative_numbers = true)]
    pub noise: f64,
    /// SimCLR's temperature
    #[arg(long, value_name = "T", default_value_t = Self::default().temperature, allow_negative_numbers = true)]
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

impl Settings {
    /// The distribution of a view.
    pub fn augmentation(&self) -> Augmentation {
        Augmentation { shift: self.shift, noise: self.noise }
    }

    /// Whole batches in an epoch over this many images; the images left over are not used in it.
    pub fn batches(&self, images: usize) -> u64 {
        (images / self.batch) as u64
    }

    /// Steps of a training on this many images.
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

    /// Are all settings valid for images of the given size and number?
    ///
    /// # Errors
    /// [`OptionError`], the first that is not.
    pub fn validate(&self, images: usize, shape: (usize, usize)) -> Result<(), OptionError> {
        let side = shape.0.min(shape.1);
        let epochs = format!("1 to {MOST_EPOCHS}");
        OptionError::unless((1..=MOST_EPOCHS).contains(&self.epochs), "epochs", self.epochs, epochs)?;
        let batches = format!("1 to {images}, the training images");
        OptionError::unless((1..=images).contains(&self.batch), "batch", self.batch, batches)?;
        OptionError::unless(self.shift < side, "shift", self.shift, format!("below {side}, an image's side"))?;
        OptionError::unless_positive("rate", self.rate)?;
        OptionError::unless_positive("temperature", self.temperature)?;
        OptionError::unless_not_negative("weight-decay", self.weight_decay)?;
        OptionError::unless_not_negative("noise", self.noise)?;
        OptionError::unless_below_one("momentum", self.momentum)?;
        OptionError::unless_below_one("ema", self.ema)
    }
}
