//! What an instance of BYOL is: two networks, views, a predictor, and where the mean is taken off.

use dualproof::matrix::{embed, is_positive_semidefinite, is_symmetric, right_quotient, rows};
use dualproof::network::Network;
use dualproof::numbers::{Field, Obstacle, Rational};
use dualproof::tape::Tape;
use dualproof::views::Views;
use nalgebra::DMatrix;
use num_traits::Zero;
use serde::{Deserialize, Serialize};

/// Why every claim here asks for a network that is differentiable on the views.
pub const NO_GRADIENT: &str = "at a pre-activation of 0 the gradient does not exist";

/// BatchNorm's zero-mean part at the outputs: whose mean over all samples and augmentations is taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZeroMean {
    /// That of f₁, before the predictor; the gradient flows through the mean.
    pub online: bool,
    /// That of f₂.
    pub target: bool,
}

impl ZeroMean {
    /// At both outputs.
    pub const BOTH: Self = ZeroMean { online: true, target: true };
    /// At neither.
    pub const NEITHER: Self = ZeroMean { online: false, target: false };
    /// At the online output alone.
    pub const ONLINE: Self = ZeroMean { online: true, target: false };
    /// At the target's output alone.
    pub const TARGET: Self = ZeroMean { online: false, target: true };

    /// Wherever the online output is zero-mean.
    pub const OF_THE_ONLINE: &'static [Self] = &[Self::BOTH, Self::ONLINE];
    /// At one output.
    pub const OF_ONE: &'static [Self] = &[Self::TARGET, Self::ONLINE];
    /// Wherever the online output is not zero-mean.
    pub const NOT_OF_THE_ONLINE: &'static [Self] = &[Self::NEITHER, Self::TARGET];
    /// All combinations but the target alone.
    pub const NOT_OF_THE_TARGET_ALONE: &'static [Self] = &[Self::NEITHER, Self::BOTH, Self::ONLINE];
    /// All combinations.
    pub const ANY: &'static [Self] = &[Self::NEITHER, Self::BOTH, Self::ONLINE, Self::TARGET];
}

/// r = E ½‖P f₁ − f₂‖² over independent augmentations x₁, x₂ of x, with f₂ a constant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// 𝒲₁, which learns.
    pub online: Network<Rational>,
    /// 𝒲₂, of the same architecture; equal to 𝒲₁ where weights are shared.
    pub target: Network<Rational>,
    /// The samples and their augmentations.
    pub views: Views<Rational>,
    /// P, n_L × n_L.
    #[serde(with = "rows")]
    pub predictor: DMatrix<Rational>,
    /// Where the mean is taken off.
    pub zero_mean: ZeroMean,
}

dualproof::line_through!(Instance { online, target, views, predictor } keeping { zero_mean });

impl Instance {
    /// The same with P = I.
    pub fn without_predictor(self) -> Self {
        Instance { predictor: DMatrix::identity(self.outputs(), self.outputs()), ..self }
    }

    /// n_L.
    pub fn outputs(&self) -> usize {
        self.online.output_width()
    }

    /// Does every entry of W_L learn?
    pub fn top_layer_is_unmasked(&self) -> bool {
        self.online.layers.last().is_some_and(|top| top.mask.is_none())
    }

    /// Has the top layer no bias, or does the zero-mean take it off again?
    pub fn top_layer_has_no_mean_of_its_own(&self) -> bool {
        self.zero_mean.online || self.online.layers.last().is_some_and(|top| top.bias.is_none())
    }

    /// Is the online output zero-mean?
    pub fn online_is_zero_mean(&self) -> bool {
        self.zero_mean.online
    }

    /// Is neither output zero-mean?
    pub fn nothing_is_zero_mean(&self) -> bool {
        self.zero_mean == ZeroMean::NEITHER
    }

    /// Is there no bias in either network?
    pub fn is_bias_free(&self) -> bool {
        self.online.is_bias_free() && self.target.is_bias_free()
    }

    /// Is every activation of both networks homogeneous?
    pub fn is_homogeneous(&self) -> bool {
        self.online.is_homogeneous() && self.target.is_homogeneous()
    }

    /// Are both networks differentiable on every view?
    pub fn is_differentiable(&self) -> bool {
        let networks = [&self.online, &self.target];
        let distinct = if self.weights_are_shared() { 1 } else { 2 };
        networks.into_iter().take(distinct).all(|network| network.is_differentiable_on(&self.views.inputs))
    }

    /// 𝒲₂ = 𝒲₁?
    pub fn weights_are_shared(&self) -> bool {
        self.online == self.target
    }

    /// P = I, which is no predictor?
    pub fn predictor_is_identity(&self) -> bool {
        self.predictor == DMatrix::identity(self.outputs(), self.outputs())
    }

    /// Is there one view of each sample?
    pub fn views_are_augmentation_free(&self) -> bool {
        self.views.augmentations() == 1
    }

    /// P = Pᵀ?
    pub fn predictor_is_symmetric(&self) -> bool {
        is_symmetric(&self.predictor)
    }

    /// Is 0 ≤ vᵀPv ≤ vᵀv for every v? For a symmetric P: are its eigenvalues in \[0, 1\]? Decided exactly by the
    /// elimination of P + Pᵀ and of 2I − P − Pᵀ.
    pub fn predictor_is_in_the_unit_interval(&self) -> bool {
        let twice = &self.predictor + self.predictor.transpose();
        let rest = DMatrix::from_diagonal_element(twice.nrows(), twice.nrows(), Rational::new(2, 1)) - &twice;
        [twice, rest].iter().all(|form| is_positive_semidefinite(form) == Ok(true))
    }

    /// Is S m ≠ 0, with S = Pᵀ(I − P) and m = E f_L?
    pub fn predictor_moves_the_mean(&self) -> bool {
        let mut tape = Tape::new();
        let Ok(network) = tape.network(&self.online, &self.views.inputs) else { return false };
        let mean = self.views.sample_mean(&self.views.augmentation_mean(tape.value(network.output)));
        let p = &self.predictor;
        let moved = p.transpose() * (&mean - p * &mean);
        moved.iter().any(|x| !x.is_zero())
    }

    /// Are the parts of a foreign instance of fitting shapes?
    ///
    /// # Errors
    /// What does not fit, with what was found and expected.
    pub fn validate(&self) -> Result<(), String> {
        let Instance { online, target, views, predictor, .. } = self;
        views.validate().map_err(|e| e.to_string())?;
        for (name, network) in [("online", online), ("target", target)] {
            network.validate(views.inputs.nrows(), views.len()).map_err(|e| format!("{name}: {e}"))?;
        }
        let n = self.outputs();
        if target.output_width() != n {
            return Err(format!("target: found {} outputs, expected {n} as online", target.output_width()));
        }
        let shapes = |network: &Network<Rational>| -> Vec<_> {
            network.layers.iter().map(|layer| layer.weights.shape()).collect()
        };
        if shapes(online) != shapes(target) {
            return Err(format!("target: found layers {:?}, expected {:?} as online", shapes(target), shapes(online)));
        }
        if predictor.shape() != (n, n) {
            return Err(format!("predictor: found shape {:?}, expected {n} × {n}", predictor.shape()));
        }
        Ok(())
    }
}

/// Q = A(AᵀA)⁻¹Aᵀ, the orthogonal projection onto the span of the first half (rounded down) of the columns of I + P,
/// and I − Q.
///
/// # Errors
/// [`Obstacle::Outside`] where these columns are dependent.
pub fn projections<S: Field>(p: &DMatrix<Rational>) -> Result<[DMatrix<S>; 2], Obstacle> {
    let n = p.nrows();
    let identity = DMatrix::<S>::identity(n, n);
    let a = (embed::<S>(p) + &identity).columns(0, n / 2).into_owned();
    let q = match n / 2 {
        0 => DMatrix::zeros(n, n),
        _ => {
            let gram = S::product(&a.transpose(), &a);
            let left = right_quotient(&a, &gram).ok_or(Obstacle::Outside("columns of I + P that are independent"))?;
            S::product(&left, &a.transpose())
        }
    };
    let rest = identity - &q;
    Ok([q, rest])
}
