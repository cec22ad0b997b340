//! What an instance of BYOL is: two networks, views, a predictor, and where the mean is taken off.

use dualproof::matrix::{is_positive_semidefinite, is_symmetric, rows};
use dualproof::network::Network;
use dualproof::numbers::Rational;
use dualproof::strategies::{Hidden, Setting, Size, free_matrix, free_setting, setting, square_matrix};
use dualproof::tape::Tape;
use dualproof::views::Views;
use dualproof_digits as digits;
use nalgebra::{DMatrix, DVector};
use num_traits::{One, Zero};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

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

    /// P = Pᵀ?
    pub fn predictor_is_symmetric(&self) -> bool {
        is_symmetric(&self.predictor)
    }

    /// Is 0 ≤ vᵀPv ≤ vᵀv for every v? For a symmetric P: are its eigenvalues in \[0, 1\]? Decided exactly by the
    /// elimination of P + Pᵀ and of 2I − P − Pᵀ.
    pub fn predictor_spectrum_is_in_the_unit_interval(&self) -> bool {
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

/// Whose weights the target has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Those of the online network.
    Shared,
    /// Its own.
    Own,
}

/// A strategy for predictors on the given number of outputs.
pub type Predictors = fn(usize) -> BoxedStrategy<DMatrix<Rational>>;

/// Random instances; `zero_mean` is drawn from the list.
pub fn instances(
    options: Setting,
    target: Target,
    predictors: Predictors,
    zero_mean: &'static [ZeroMean],
) -> BoxedStrategy<Instance> {
    let networks = if target == Target::Own { 2 } else { 1 };
    setting(Setting { networks, ..options })
        .prop_flat_map(move |(mut networks, views)| {
            let online = networks.remove(0);
            let target = networks.pop().unwrap_or_else(|| online.clone());
            let predictor = predictors(online.output_width());
            (Just((online, target, views)), predictor, prop::sample::select(zero_mean))
        })
        .prop_map(|((online, target, views), predictor, zero_mean)| Instance {
            online,
            target,
            views,
            predictor,
            zero_mean,
        })
        .boxed()
}

/// Free networks, views and predictor; `zero_mean` is drawn from the list.
pub fn free_instances(size: Size, target: Target, zero_mean: &'static [ZeroMean]) -> BoxedStrategy<Instance> {
    let networks = if target == Target::Own { 2 } else { 1 };
    let outputs = *size.widths.last().expect("a width");
    let setting = free_setting(size, networks, Hidden::Gated);
    (setting, free_matrix(outputs, outputs), prop::sample::select(zero_mean))
        .prop_map(|((mut networks, views), predictor, zero_mean)| {
            let online = networks.remove(0);
            let target = networks.pop().unwrap_or_else(|| online.clone());
            Instance { online, target, views, predictor, zero_mean }
        })
        .boxed()
}

/// Any P: entries are quarters between −2 and 2.
pub fn any_predictor(outputs: usize) -> BoxedStrategy<DMatrix<Rational>> {
    square_matrix(outputs).boxed()
}

/// Any P but I: quarters with an eighth more on the diagonal. At P = I on views without augmentation, some claims say
/// that nothing is nothing.
pub fn generic_predictor(outputs: usize) -> BoxedStrategy<DMatrix<Rational>> {
    let eighth = DMatrix::from_diagonal_element(outputs, outputs, Rational::new(1, 8));
    square_matrix(outputs).prop_map(move |p| p + &eighth).boxed()
}

/// P = I.
pub fn identity_predictor(outputs: usize) -> BoxedStrategy<DMatrix<Rational>> {
    Just(DMatrix::identity(outputs, outputs)).boxed()
}

/// Symmetric P with eigenvalues among 0, ¼, ½, ¾, 1 and eigenvectors in general position.
pub fn contracting_predictor(outputs: usize) -> BoxedStrategy<DMatrix<Rational>> {
    symmetric_predictor(outputs, 0..=4)
}

/// Symmetric P with eigenvalues that are quarters above 1 and up to 2.
pub fn expanding_predictor(outputs: usize) -> BoxedStrategy<DMatrix<Rational>> {
    symmetric_predictor(outputs, 5..=8)
}

/// ½I + A with A antisymmetric: vᵀPv = ½vᵀv, whatever the rotation.
pub fn rotating_predictor(outputs: usize) -> BoxedStrategy<DMatrix<Rational>> {
    let rotating = move |b: DMatrix<Rational>| {
        DMatrix::from_diagonal_element(outputs, outputs, Rational::new(1, 2)) + &b - b.transpose()
    };
    square_matrix(outputs).prop_map(rotating).boxed()
}

/// H diag(λ) H with the reflection H = I − 2vvᵀ/vᵀv, λ in quarters: rational, and its eigenvalues are known.
fn symmetric_predictor(outputs: usize, quarters: std::ops::RangeInclusive<i64>) -> BoxedStrategy<DMatrix<Rational>> {
    (vec(-2_i64..=2, outputs), vec(quarters, outputs))
        .prop_map(|(v, quarters)| {
            let eigenvalues: Vec<Rational> = quarters.iter().map(|q| Rational::new(*q, 4)).collect();
            let h = reflection(&v);
            &h * DMatrix::from_diagonal(&DVector::from_vec(eigenvalues)) * &h
        })
        .boxed()
}

/// I − 2vvᵀ/vᵀv, orthogonal and symmetric; I for v = 0.
pub fn reflection(v: &[i64]) -> DMatrix<Rational> {
    let square: i64 = v.iter().map(|x| x * x).sum();
    DMatrix::from_fn(v.len(), v.len(), |i, j| {
        let one = if i == j { Rational::one() } else { Rational::zero() };
        if square == 0 { one } else { one - Rational::new(2 * v[i] * v[j], square.unsigned_abs()) }
    })
}

/// The digits with the given zero-mean, and the network and predictor of PyTorch's values.
pub fn digits_instance(zero_mean: ZeroMean) -> Instance {
    let online = digits::network();
    Instance {
        target: online.clone(),
        online,
        views: digits::views(digits::expected().samples),
        predictor: digits::predictor(),
        zero_mean,
    }
}

/// The digits with a target of its own: the online weights with the rows of every layer in reverse order. The
/// units change places but what reads them does not follow, so it is another network with weights of the same
/// size, and as exact.
pub fn digits_with_own_target(zero_mean: ZeroMean) -> Instance {
    let mut instance = digits_instance(zero_mean);
    for layer in &mut instance.target.layers {
        let w = layer.weights.clone();
        layer.weights = DMatrix::from_fn(w.nrows(), w.ncols(), |i, j| w[(w.nrows() - 1 - i, j)].clone());
    }
    instance
}

/// The digits without their shifts, under a diagonal predictor with the eigenvalues 1/(n+1), …, n/(n+1).
///
/// # Panics
/// Never with the files of the repository.
pub fn digits_without_shifts(zero_mean: ZeroMean) -> Instance {
    let mut instance = digits_instance(zero_mean);
    let views = &instance.views;
    let firsts: Vec<usize> = (0..views.samples()).map(|i| views.of_sample(i).start).collect();
    instance.views = Views::uniform(views.inputs.select_columns(&firsts), firsts.len()).expect("a view of each digit");
    let n = instance.outputs();
    let eigenvalues = (1..=n).map(|i| Rational::new(i as i64, n as u64 + 1)).collect();
    instance.predictor = DMatrix::from_diagonal(&DVector::from_vec(eigenvalues));
    instance
}
