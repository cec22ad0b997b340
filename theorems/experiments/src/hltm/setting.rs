//! One setting of the experiment as data: the tree, the network, the loss, the descent.

use crate::error::{ExperimentError, OptionError};
use crate::experiment::MOST_EPOCHS;
use dualproof::numbers::uniform;
use dualproof::random_streams::case_rng;
use dualproof::train::{Affine, Architecture, Contrast, Descent, Layer};
use dualproof::tree::{Channel, Edge, LatentTree};
use rand::Rng;
use serde::{Deserialize, Serialize};

/// How a leaf shows its state z = ±1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Leaves {
    /// x = z.
    Sign,
    /// x = (z + 1)/2.
    Bit,
}

impl Leaves {
    /// What states 0 and 1 are shown as.
    pub fn values(self) -> [f64; 2] {
        match self {
            Leaves::Sign => [-1.0, 1.0],
            Leaves::Bit => [0.0, 1.0],
        }
    }
}

/// A setting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Edges from the root to a leaf.
    pub depth: usize,
    /// Children of every latent.
    pub children: usize,
    /// δ: polarities are uniform on \[δ, 1\], with a random sign.
    pub delta: f64,
    /// Units of every latent's group.
    pub hid: usize,
    /// The loss.
    pub contrast: Contrast,
    /// H.
    pub negatives: usize,
    /// Anchors in a batch.
    pub batch: usize,
    /// Anchors in an epoch, each drawn once, and samples that an epoch's statistics are taken over.
    pub samples: usize,
    /// Epochs.
    pub epochs: u64,
    /// How the weights follow the gradient.
    pub descent: Descent,
    /// Have the layers biases?
    pub bias: bool,
    /// How leaves show their states.
    pub leaves: Leaves,
    /// The output is f/(‖f‖ + ε) with this ε; not normalised where there is none.
    pub normalise: Option<f64>,
}

/// Latents of a tree beyond this are a mistake of the user's, not an experiment.
const MOST_NODES: usize = 1 << 16;

/// Samples of an epoch beyond this are, too.
const MOST_SAMPLES: usize = 100_000_000;

/// The temperature and the rate of the authors' program.
const TEMPERATURE: f64 = 0.1;
const RATE: f64 = 0.1;

impl Setting {
    /// The setting of the theory: InfoNCE with the logarithm, sample by sample, no biases, leaves ±1, output as it is.
    pub fn stated(depth: usize, hid: usize) -> Self {
        Setting {
            depth,
            children: 2,
            delta: 0.8,
            hid,
            contrast: Contrast::Nce { temperature: TEMPERATURE },
            negatives: 1,
            batch: 128,
            samples: 64_000,
            epochs: 3,
            descent: Descent::plain(RATE),
            bias: false,
            leaves: Leaves::Sign,
            normalise: None,
        }
    }

    /// The setting of the authors' program, with its departures: −p₊ of batch means, biases, leaves 0/1, output
    /// normalised.
    pub fn compatible(depth: usize, hid: usize) -> Self {
        Setting {
            contrast: Contrast::BatchMeanNce { temperature: TEMPERATURE },
            bias: true,
            leaves: Leaves::Bit,
            normalise: Some(1e-4),
            ..Setting::stated(depth, hid)
        }
    }

    /// Can this be run?
    ///
    /// # Errors
    /// [`ExperimentError`], the first value that cannot be.
    pub fn validate(&self) -> Result<(), ExperimentError> {
        for (option, count) in [
            ("depth", self.depth),
            ("children", self.children),
            ("hid", self.hid),
            ("negatives", self.negatives),
            ("batch", self.batch),
        ] {
            OptionError::unless(count > 0, option, count, "at least 1")?;
        }
        let nodes = (0..=self.depth as u32).try_fold(0_usize, |sum, level| {
            sum.checked_add(self.children.checked_pow(level)?).filter(|sum| *sum <= MOST_NODES)
        });
        let expected = format!("a tree of at most {MOST_NODES} latents and leaves");
        OptionError::unless(nodes.is_some(), "depth", self.depth, expected)?;
        OptionError::unless((0.0..=1.0).contains(&self.delta), "delta", self.delta, "0 to 1")?;
        let found = format!("{} with a batch of {}", self.samples, self.batch);
        OptionError::unless(self.samples >= self.batch, "samples", found, "at least one batch")?;
        let expected = format!("at most {MOST_SAMPLES}");
        OptionError::unless(self.samples <= MOST_SAMPLES, "samples", self.samples, expected)?;
        let expected = format!("at most {MOST_EPOCHS}");
        OptionError::unless(self.epochs <= MOST_EPOCHS, "epochs", self.epochs, expected)?;
        match self.contrast {
            Contrast::Simple => {}
            Contrast::Nce { temperature } | Contrast::BatchMeanNce { temperature } => {
                OptionError::unless_positive("temperature", temperature)?;
            }
            Contrast::Triplet { temperature, margin } => {
                OptionError::unless_positive("temperature", temperature)?;
                OptionError::unless(margin.is_finite(), "margin", margin, "a finite number")?;
            }
        }
        let Descent { rate, momentum, weight_decay, .. } = self.descent;
        OptionError::unless_positive("lr", rate)?;
        OptionError::unless_below_one("momentum", momentum)?;
        OptionError::unless_not_negative("weight-decay", weight_decay)?;
        Ok(self.architecture().validate()?)
    }

    /// The locally connected network: at every level one affine layer by groups, a rectifier between levels.
    pub fn architecture(&self) -> Architecture {
        let mut layers = Vec::new();
        for level in 1..=self.depth {
            let groups = self.children.pow((self.depth - level) as u32);
            let affine = Affine { outputs: groups * self.hid, groups, bias: self.bias, standardise: None };
            layers.push(Layer::Affine(affine));
            if level < self.depth {
                layers.push(Layer::Rectifier);
            }
        }
        layers.extend(self.normalise.map(|epsilon| Layer::UnitNorm { epsilon }));
        Architecture { inputs: self.children.pow(self.depth as u32), layers }
    }

    /// The layer that computes the pre-activations of a level, from 1 above the leaves.
    pub fn layer_of(&self, level: usize) -> usize {
        2 * (level - 1)
    }

    /// Inputs of a latent's group: what its children show.
    pub fn inputs(&self, level: usize) -> usize {
        self.children * if level == 1 { 1 } else { self.hid }
    }

    /// A random tree: the complete one with polarities uniform on \[δ, 1\] and random signs.
    pub fn tree(&self, seed: u64) -> LatentTree<f64> {
        let mut rng = case_rng(seed, "latent tree", 0);
        let nodes: usize = (0..=self.depth as u32).map(|depth| self.children.pow(depth)).sum();
        let mut polarity = || {
            let size = self.delta + (1.0 - self.delta) * uniform(&mut rng);
            if rng.next_u64() & 1 == 0 { size } else { -size }
        };
        let edges = (1..nodes)
            .map(|child| Edge { parent: (child - 1) / self.children, child, channel: Channel::Polarity(polarity()) })
            .collect();
        LatentTree { nodes, root: vec![0.5, 0.5], edges }
    }

    /// ξ₀ = ∂L/∂r₊ at r₊ = 0 and the given r₋, for losses of single samples with one negative.
    pub fn loss_gradient(&self, r: f64) -> Option<f64> {
        let sigmoid = |t: f64| 1.0 / (1.0 + (-t).exp());
        match self.contrast {
            _ if self.negatives != 1 => None,
            Contrast::Simple => Some(1.0),
            Contrast::Triplet { temperature, margin } => Some(sigmoid((margin - r) / temperature)),
            Contrast::Nce { temperature } => Some(sigmoid(-r / temperature) / temperature),
            Contrast::BatchMeanNce { .. } => None,
        }
    }

    /// Batches of an epoch; samples that do not fill one are not used.
    pub fn steps_of_epoch(&self) -> u64 {
        (self.samples / self.batch) as u64
    }

    /// Steps in all.
    pub fn steps(&self) -> u64 {
        self.epochs * self.steps_of_epoch()
    }
}
