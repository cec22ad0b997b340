//! What the command line asks for: a preset, or one setting of the user's own.

use super::agreement::COMPARED;
use super::measures::Extent;
use super::protocol::{Design, protocol};
use super::setting::{Leaves, Setting};
use crate::band::FEWEST;
use crate::error::{ExperimentError, OptionError};
use crate::experiment::{Keep, expect_seeds};
use dualproof::train::{Contrast, Descent, Schedule};

/// Train SimCLR with a locally connected ReLU network on a latent tree of the same shape; positives share the root
/// and nothing else. Measures per level: best |correlation| of a unit with its latent, covariance operator,
/// selectivity, lucky nodes, growth of gaps
#[derive(Clone, Debug, clap::Args)]
pub struct HltmArgs {
    /// Run a grid and hold it against the protocol of hierarchical-emergence and against the authors' program: quick
    /// (a minute or two) or full. Without it, one setting is run
    #[arg(long, value_name = "quick|full", conflicts_with_all = ["depth", "children", "delta", "hid", "loss",
        "negatives", "temperature", "margin", "batch", "samples", "steps", "epochs", "lr", "momentum", "weight_decay",
        "cosine", "leaves", "bias", "normalise", "compat", "seeds", "operators"])]
    pub preset: Option<String>,
    /// Edges from the root to a leaf [default: 5]
    #[arg(long, value_name = "N")]
    pub depth: Option<usize>,
    /// Children of every latent [default: 2]
    #[arg(long, value_name = "N")]
    pub children: Option<usize>,
    /// Polarities are uniform on [DELTA, 1], with a random sign [default: 0.8]
    #[arg(long, value_name = "DELTA")]
    pub delta: Option<f64>,
    /// Units of every latent's group [default: 10]
    #[arg(long, value_name = "N")]
    pub hid: Option<usize>,
    /// Loss: nce (sample by sample, with the logarithm), triplet, simple, or batch-mean-nce (the authors' program)
    #[arg(long, value_name = "nce|triplet|simple|batch-mean-nce")]
    pub loss: Option<String>,
    /// H, negatives of every anchor [default: 1]
    #[arg(long, value_name = "H")]
    pub negatives: Option<usize>,
    /// τ of the loss [default: 0.1]
    #[arg(long, value_name = "TAU")]
    pub temperature: Option<f64>,
    /// r₀ of the triplet loss [default: 0]
    #[arg(long, value_name = "R0", allow_negative_numbers = true)]
    pub margin: Option<f64>,
    /// Anchors in a batch [default: 128]
    #[arg(long, value_name = "N")]
    pub batch: Option<usize>,
    /// Anchors in an epoch, and samples of its statistics [default: 64000]
    #[arg(long, value_name = "N")]
    pub samples: Option<usize>,
    /// Steps in an epoch, instead of --samples
    #[arg(long, value_name = "N", conflicts_with = "samples")]
    pub steps: Option<usize>,
    /// Epochs [default: 3]
    #[arg(long, value_name = "N")]
    pub epochs: Option<u64>,
    /// Learning rate [default: 0.1]
    #[arg(long, value_name = "RATE")]
    pub lr: Option<f64>,
    /// Momentum of the descent [default: 0]
    #[arg(long, value_name = "M")]
    pub momentum: Option<f64>,
    /// Weight decay of the descent [default: 0]
    #[arg(long, value_name = "LAMBDA")]
    pub weight_decay: Option<f64>,
    /// Let the learning rate fall to 0 as a cosine
    #[arg(long)]
    pub cosine: bool,
    /// Leaves as -1/+1 or as 0/1 [default: sign, and bit with --compat]
    #[arg(long, value_enum)]
    pub leaves: Option<Leaves>,
    /// Layers with biases
    #[arg(long)]
    pub bias: bool,
    /// Output f/(‖f‖ + 1e-4)
    #[arg(long)]
    pub normalise: bool,
    /// Start from the setting of the authors' program instead of the theory's: -p₊ of batch means, biases, leaves
    /// 0/1, output normalised
    #[arg(long)]
    pub compat: bool,
    /// Seeds 1 to N [default: 1]
    #[arg(long, value_name = "N")]
    pub seeds: Option<u64>,
    /// Measure the covariance operator too, before and after the first epoch
    #[arg(long)]
    pub operators: bool,
    /// Where results are kept.
    #[command(flatten)]
    pub keep: Keep,
}

/// One setting and its seeds.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// A name for files.
    pub name: String,
    /// The setting.
    pub setting: Setting,
    /// The seeds.
    pub seeds: Vec<u64>,
    /// What is measured.
    pub extent: Extent,
}

/// What is run.
#[derive(Clone, Debug, PartialEq)]
pub struct TreePlan {
    /// `quick`, `full` or `own`.
    pub preset: &'static str,
    /// The design of the claim, for a preset.
    pub design: Option<&'static Design>,
    /// The settings.
    pub cells: Vec<Planned>,
}

/// Seeds of the authors' own setting, depth 5, in the full preset: shown, not compared, as theirs are three.
const SEEDS_OF_DEPTH_FIVE: u64 = 10;

/// The name of the setting with the simple loss, whose output is normalised: without that nothing bounds it.
pub const SIMPLE: &str = "simple";

/// The name of the theory's setting at a width.
pub fn stated_name(hid: usize) -> String {
    format!("nce-{hid}")
}

/// The name of the same before training, where its seeds are others.
pub fn untrained_name(hid: usize) -> String {
    format!("untrained-{hid}")
}

/// The name of the authors' setting.
pub fn compatible_name(depth: usize, hid: usize) -> String {
    format!("compatible-{depth}-{hid}")
}

impl TreePlan {
    /// What the arguments ask for.
    ///
    /// # Errors
    /// [`ExperimentError`] for a value that cannot be.
    pub fn of(args: &HltmArgs) -> Result<Self, ExperimentError> {
        let (preset, design) = match args.preset.as_deref() {
            None => return TreePlan::own(args),
            Some("quick") => ("quick", &protocol().design.quick),
            Some("full") => ("full", &protocol().design.full),
            Some(other) => return Err(OptionError::unknown("preset", other, "quick or full").into()),
        };
        let seeds = |n: u64| design.seeds_from(n);
        let mut cells = Vec::new();
        // The widest first: the last runs to end are then short ones.
        for hid in design.widths.iter().rev() {
            let extent = if *hid == design.hid { Extent::Operators } else { Extent::Units };
            let setting = Setting::stated(design.depth, *hid);
            cells.push(Planned { name: stated_name(*hid), setting, seeds: seeds(design.seeds), extent });
        }
        let simple = Setting {
            contrast: Contrast::Simple,
            normalise: Setting::compatible(design.depth, design.hid).normalise,
            ..Setting::stated(design.depth, design.hid)
        };
        let extent = Extent::Operators;
        cells.push(Planned { name: SIMPLE.into(), setting: simple, seeds: seeds(design.seeds), extent });
        for delta in &design.deltas {
            let setting = Setting { delta: *delta, ..Setting::stated(design.depth, design.hid) };
            let name = format!("{}-delta-{delta}", stated_name(design.hid));
            cells.push(Planned { name, setting, seeds: seeds(FEWEST as u64), extent: Extent::Units });
        }
        for hid in design.widths.iter().filter(|_| design.untrained_seeds.is_some()) {
            let extent = if *hid == design.hid { Extent::Operators } else { Extent::Units };
            let setting = Setting { epochs: 0, ..Setting::stated(design.depth, *hid) };
            let seeds = seeds(design.untrained_seeds.unwrap_or_default());
            cells.push(Planned { name: untrained_name(*hid), setting, seeds, extent });
        }
        let shown = (preset == "full").then_some((design.depth, design.hid, SEEDS_OF_DEPTH_FIVE));
        let compared = COMPARED.map(|(depth, hid)| (depth, hid, design.compared_seeds.unwrap_or(design.seeds)));
        for (depth, hid, count) in shown.into_iter().chain(compared) {
            let (name, setting) = (compatible_name(depth, hid), Setting::compatible(depth, hid));
            cells.push(Planned { name, setting, seeds: seeds(count), extent: Extent::Units });
        }
        Ok(TreePlan { preset, design: Some(design), cells })
    }

    fn own(args: &HltmArgs) -> Result<Self, ExperimentError> {
        let (depth, hid) = (args.depth.unwrap_or(5), args.hid.unwrap_or(10));
        let mut setting = if args.compat { Setting::compatible(depth, hid) } else { Setting::stated(depth, hid) };
        let normalised = Setting::compatible(1, 1).normalise;
        setting.children = args.children.unwrap_or(setting.children);
        setting.delta = args.delta.unwrap_or(setting.delta);
        setting.negatives = args.negatives.unwrap_or(setting.negatives);
        setting.batch = args.batch.unwrap_or(setting.batch);
        setting.samples = args.samples.unwrap_or(setting.samples);
        if let Some(steps) = args.steps {
            setting.samples = steps.saturating_mul(setting.batch);
        }
        setting.epochs = args.epochs.unwrap_or(setting.epochs);
        setting.leaves = args.leaves.unwrap_or(setting.leaves);
        setting.bias |= args.bias;
        setting.normalise = setting.normalise.or(normalised.filter(|_| args.normalise));
        let temperature = args.temperature.unwrap_or(0.1);
        let default = if args.compat { "batch-mean-nce" } else { "nce" };
        setting.contrast = match args.loss.as_deref().unwrap_or(default) {
            "nce" => Contrast::Nce { temperature },
            "triplet" => Contrast::Triplet { temperature, margin: args.margin.unwrap_or(0.0) },
            "simple" => Contrast::Simple,
            "batch-mean-nce" => Contrast::BatchMeanNce { temperature },
            other => {
                let expected = "nce, triplet, simple or batch-mean-nce";
                return Err(OptionError::unknown("loss", other, expected).into());
            }
        };
        setting.validate()?;
        setting.descent = Descent {
            rate: args.lr.unwrap_or(setting.descent.rate),
            momentum: args.momentum.unwrap_or(0.0),
            weight_decay: args.weight_decay.unwrap_or(0.0),
            schedule: if args.cosine { Schedule::Cosine { steps: setting.steps() } } else { Schedule::Constant },
        };
        setting.validate()?;
        let count = args.seeds.unwrap_or(1);
        expect_seeds(count)?;
        let extent = if args.operators { Extent::Operators } else { Extent::Units };
        let own = Planned { name: "own".into(), setting, seeds: (1..=count).collect(), extent };
        Ok(TreePlan { preset: "own", design: None, cells: vec![own] })
    }
}
