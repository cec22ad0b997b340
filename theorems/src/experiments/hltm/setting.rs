//! One setting of the experiment as data: the tree, the network, the loss, the descent.

use dualproof::campaign::case_rng;
use dualproof::numbers::uniform;
use dualproof::train::{Affine, Architecture, ArchitectureError, Contrast, Descent, Layer};
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

/// A value that a setting cannot have.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SettingError {
    /// A number outside its range.
    #[error("--{option}: found {found}, expected {expected}")]
    Range {
        /// The option.
        option: &'static str,
        /// The value.
        found: String,
        /// What it can be.
        expected: &'static str,
    },
    /// A network that cannot be.
    #[error(transparent)]
    Architecture(#[from] ArchitectureError),
}

/// Latents of a tree beyond this are a mistake of the user's, not an experiment.
const MOST_NODES: usize = 1 << 16;

/// Epochs and samples of one beyond these are, too.
const MOST_EPOCHS: u64 = 100_000;
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
    /// [`SettingError`], the first value that cannot be.
    pub fn validate(&self) -> Result<(), SettingError> {
        let at_least_one = |option, value: usize| match value {
            0 => Err(SettingError::Range { option, found: "0".into(), expected: "at least 1" }),
            _ => Ok(()),
        };
        at_least_one("depth", self.depth)?;
        at_least_one("children", self.children)?;
        at_least_one("hid", self.hid)?;
        at_least_one("negatives", self.negatives)?;
        at_least_one("batch", self.batch)?;
        let fits = |option, fits: bool, found: String, expected| match fits {
            true => Ok(()),
            false => Err(SettingError::Range { option, found, expected }),
        };
        let nodes = (0..=self.depth as u32).try_fold(0_usize, |sum, level| {
            sum.checked_add(self.children.checked_pow(level)?).filter(|sum| *sum <= MOST_NODES)
        });
        fits("depth", nodes.is_some(), self.depth.to_string(), "a tree of at most 65536 latents and leaves")?;
        fits("delta", (0.0..=1.0).contains(&self.delta), self.delta.to_string(), "0 to 1")?;
        let found = format!("{} with a batch of {}", self.samples, self.batch);
        fits("samples", self.samples >= self.batch, found, "at least one batch")?;
        fits("samples", self.samples <= MOST_SAMPLES, self.samples.to_string(), "at most 100000000")?;
        fits("epochs", self.epochs <= MOST_EPOCHS, self.epochs.to_string(), "at most 100000")?;
        let positive =
            |option, x: f64| fits(option, x.is_finite() && x > 0.0, x.to_string(), "a finite number above 0");
        match self.contrast {
            Contrast::Simple => {}
            Contrast::Nce { temperature } | Contrast::BatchMeanNce { temperature } => {
                positive("temperature", temperature)?;
            }
            Contrast::Triplet { temperature, margin } => {
                positive("temperature", temperature)?;
                fits("margin", margin.is_finite(), margin.to_string(), "a finite number")?;
            }
        }
        positive("lr", self.descent.rate)?;
        let fraction = |x: f64| (0.0..1.0).contains(&x);
        fits("momentum", fraction(self.descent.momentum), self.descent.momentum.to_string(), "0 to below 1")?;
        let decay = self.descent.weight_decay;
        fits("weight-decay", decay.is_finite() && decay >= 0.0, decay.to_string(), "a finite number of at least 0")?;
        self.architecture().validate()?;
        Ok(())
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

    /// The nodes of a level, 0 the leaves: consecutive, and the children of consecutive nodes are too.
    pub fn nodes_of(&self, level: usize) -> std::ops::Range<usize> {
        let above = |depth: usize| (0..depth).map(|d| self.children.pow(d as u32)).sum::<usize>();
        let depth = self.depth - level;
        above(depth)..above(depth + 1)
    }

    /// A random tree: the complete one with polarities uniform on \[δ, 1\] and random signs.
    pub fn tree(&self, seed: u64) -> LatentTree<f64> {
        let mut rng = case_rng(seed, "latent tree", 0);
        let nodes = self.nodes_of(0).end;
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
    pub fn pull(&self, r: f64) -> Option<f64> {
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
