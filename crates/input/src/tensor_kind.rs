//! What a tensor of a network's file is, told by its name, its shape and the tensors beside it.

use std::fmt;

/// What a tensor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TensorKind {
    /// The weights of a dense layer: two dimensions.
    Weights,
    /// A bias that is not 0 everywhere.
    Bias,
    /// A bias that is 0 everywhere: the network without it computes the same.
    ZeroBias,
    /// Weights, bias or statistics of a BatchNorm.
    BatchNorm,
    /// The vector of weights of a LayerNorm or another normalisation, or the slopes of a PReLU; or the bias beside it.
    Norm,
    /// The weights of a convolution: three to five dimensions.
    Convolution,
    /// The counter of batches of a BatchNorm.
    Counter,
    /// A single number that is not a weight: a step, a temperature.
    Scalar,
    /// The state of an optimiser.
    OptimiserState,
    /// Anything else.
    Other,
}

/// Parts of names under which an optimiser's state is stored.
const OF_OPTIMISER: [&str; 13] = [
    "optimizer",
    "optimiser",
    "optim",
    "opt_state",
    "lr_scheduler",
    "exp_avg",
    "exp_avg_sq",
    "max_exp_avg_sq",
    "momentum_buffer",
    "square_avg",
    "grad_avg",
    "acc_delta",
    "exp_inf",
];

impl TensorKind {
    /// The kind of the tensor `name`; `has` tells of other names in the file, `is_zero` whether all its entries are 0.
    pub(super) fn of(
        name: &str,
        shape: &[usize],
        has: impl Fn(&str) -> Option<Vec<usize>>,
        is_zero: impl Fn() -> bool,
    ) -> Self {
        let (stem, last) = stem_and_last(name);
        let sibling = |last: &str| has(&if stem.is_empty() { last.to_string() } else { format!("{stem}.{last}") });
        if name.split(['.', '/']).any(|part| OF_OPTIMISER.contains(&part)) {
            return TensorKind::OptimiserState;
        }
        match last {
            "num_batches_tracked" => return TensorKind::Counter,
            "running_mean" | "running_var" => return TensorKind::BatchNorm,
            _ => {}
        }
        let is_bias = last.starts_with("bias") || last.ends_with("bias");
        match shape.len() {
            0 | 1 if sibling("running_mean").is_some() && !shape.is_empty() => TensorKind::BatchNorm,
            0..=2 if is_bias && is_zero() => TensorKind::ZeroBias,
            0..=2 if is_bias => match sibling("weight") {
                Some(of_weight) if of_weight.len() == 1 => TensorKind::Norm,
                _ => TensorKind::Bias,
            },
            0 => TensorKind::Scalar,
            1 if shape == [1] && last != "weight" => TensorKind::Scalar,
            1 if ["weight", "gamma", "scale", "beta"].contains(&last) => TensorKind::Norm,
            2 => TensorKind::Weights,
            3..=5 => TensorKind::Convolution,
            _ => TensorKind::Other,
        }
    }

    /// Does the network compute the same without it?
    pub fn is_idle(self) -> bool {
        matches!(self, Self::ZeroBias | Self::Counter | Self::Scalar | Self::OptimiserState)
    }

    /// What the user can do about a tensor that is not a layer.
    pub(super) fn advice(self) -> &'static str {
        match self {
            TensorKind::Bias => "a bias NAME.bias belongs beside its weights, NAME.weight",
            TensorKind::BatchNorm | TensorKind::Norm => {
                "nothing stands between the layers but the activation: train without it, or choose layers without it \
                 in between by --only PREFIX or --layers NAME,..."
            }
            TensorKind::Convolution => {
                "the layers are dense here: choose the dense ones by --only PREFIX or --layers NAME,... and give what \
                 goes into them as data"
            }
            _ => "choose the layers by --only PREFIX or --layers NAME,...",
        }
    }
}

/// The module of a tensor and the tensor's name in it: `layers.0` and `weight`.
pub(super) fn stem_and_last(name: &str) -> (&str, &str) {
    name.rsplit_once(['.', '/']).unwrap_or(("", name))
}

impl fmt::Display for TensorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            TensorKind::Weights => "weights",
            TensorKind::Bias => "a bias",
            TensorKind::ZeroBias => "a bias of zeros, without which the network computes the same",
            TensorKind::BatchNorm => "a part of a BatchNorm",
            TensorKind::Norm => "a vector of a normalisation (LayerNorm, ...) or of a PReLU",
            TensorKind::Convolution => "the weights of a convolution",
            TensorKind::Counter => "a counter of batches",
            TensorKind::Scalar => "a single number, no part of a layer",
            TensorKind::OptimiserState => "state of an optimiser",
            TensorKind::Other => "a tensor of no known use",
        })
    }
}

/// What was found in a file and not used, for the user to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// Tensors of a kind that the network computes the same without.
    Idle {
        /// The kind.
        kind: TensorKind,
        /// Their names.
        names: Vec<String>,
    },
    /// Tensors that the selection leaves out.
    LeftOut {
        /// Their names.
        names: Vec<String>,
    },
}

/// Names that a note lists in full.
const LISTED: usize = 4;

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (names, why) = match self {
            Note::Idle { kind, names } => (names, kind.to_string()),
            Note::LeftOut { names } => (names, "not among the chosen layers".to_string()),
        };
        write!(f, "not used: {}", names[..names.len().min(LISTED)].join(", "))?;
        if names.len() > LISTED {
            write!(f, " and {} more", names.len() - LISTED)?;
        }
        write!(f, " ({why})")
    }
}
