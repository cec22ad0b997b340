//! `covariance-operator`: SimCLR's update of every layer is the covariance of its connections, applied to its weights.
//!
//! # Statement
//! Let L = E[r₊ − r₋] with r = ½‖f_L − f_L'‖², over x, x⁻ independent from p, x₁, x₊ independent from aug(·|x),
//! x₋ from aug(·|x⁻), all with the same weights 𝒲 of a bias-free homogeneous network. For every layer l, with
//! w_l = vec(W_l) and the augmentation mean K̄_l(x) = E_{x'|x} K_l(x') of the connection (n_l n_{l−1} × n_L):
//!
//! - one branch (x₊, x₋ held constant): −∇_{w_l} L = V_x\[K̄_l\] w_l;
//! - both branches: −∇_{w_l} L = 2 V_x\[K̄_l\] w_l;
//! - energy: L = −tr V_x\[F̄\] and w_lᵀ V_x\[K̄_l\] w_l = tr V_x\[F̄\], the same number for every layer;
//! - V_x\[K̄_l\] is symmetric positive semidefinite;
//! - finite batch: with N equally likely samples and A equally likely augmentations, positives being ordered
//!   pairs of distinct augmentations and negatives uniform over the other N − 1 samples, both branches:
//!   −∇_{w_l} L = 2 ( N/(N−1) · V_x\[K̄_l\] − 1/(A−1) · E_x V_{x'|x}\[K_l\] ) w_l;
//! - another weight on the positives: for L^β = E\[(1 + β) r₊ − r₋\], β of either sign, both branches:
//!   −∇_{w_l} L^β = 2 ( V_x\[K̄_l\] − β E_x V_{x'|x}\[K_l\] ) w_l.
//!
//! Scope: L has no temperature and the outputs are not normalised. With InfoNCE or the triplet loss the update is such
//! an operator up to a remainder (`weighted-covariance`), or a difference of two positive ones (`contrastive-operator`);
//! a loss of normalised outputs moves no layer along its own weights (`normalized-loss`), which V_x\[K̄_l\] does.
//!
//! # Source
//! Abstract: "in each SGD update of SimCLR, the weights at each layer are updated by a covariance operator that
//! specifically amplifies initial random selectivities that vary across data samples but survive averages over
//! data augmentations". The abstract does not name the loss: L is the simple contrastive loss. That V_x\[K̄_l\] is the
//! operator was derived here, the full text not being at hand. The finite batch, β and the energy are ours.
//!
//! # Assumptions
//! - `network_is_bias_free`, `network_is_homogeneous`: f_L(x) = K_l(x)ᵀ w_l rests on them.
//! - `positives_share_their_sample`: x₊ is an augmentation of the sample of x₁.
//! - `negatives_are_independent`: the sample of x₋ is independent of that of x₁, with the same law.
//! - `weights_are_uniform`, `has_two_samples`, `has_two_augmentations`: the finite-batch part only.
//! - No pre-activation is exactly 0: there the gradient does not exist, so such instances are rejected.
//!
//! # Proof
//! By reversibility ∇r₊ = (K₁ − K₊)(K₁ − K₊)ᵀw for both branches. Given x, K₁ and K₊ are independent with mean
//! K̄, so E∇r₊ = 2E\[KKᵀ\]w − 2E\[K̄K̄ᵀ\]w. The negatives are independent with mean M = EK̄, so E∇r₋ = 2E\[KKᵀ\]w −
//! 2MMᵀw. The difference is −2(E\[K̄K̄ᵀ\] − MMᵀ)w = −2V_x\[K̄\]w. With one branch each term is half of it by the
//! symmetry of the pair. Multiply by w_lᵀ and use K̄_lᵀw_l = F̄ for the energy. Without replacement, E K₁K₊ᵀ =
//! E\[K̄K̄ᵀ\] − E V_{x'|x}\[K\]/(A−1) and the negatives give MMᵀ − V_x\[K̄\]/(N−1). E∇r₊ = 2E\[KKᵀ\]w − 2E\[K̄K̄ᵀ\]w is
//! 2 E_x V_{x'|x}\[K\]w, and L^β = L + βE\[r₊\].
//!
//! # Checked form
//! The loss is written as its double sum over pairs of views and differentiated; the operator is applied to the
//! weights from the forward pass and the Jacobians. All layers at once, on finite data sets with arbitrary
//! weights: a population is a limit of these. Positive semidefiniteness is decided by the equality of the
//! operator whose columns are found by differentiation with Σ_x p(x) (K̄ − M)(K̄ − M)ᵀ, a sum of squares.
//!
//! # Evidence
//! derivation (from the definition, for all dimensions and laws, L^β among it), exact (rationals, `==`), identity (prime
//! field, everything free; not the part that forms the operator), float (running error bound), real (the digits
//! network, without the part that forms the operator), reference (PyTorch's norms, inner products and energy
//! for it, to 10⁻⁹ relative).
//!
//! # Mutants
//! - `augmentation-mean-forgotten`: the total covariance in place of the between-sample one.
//! - `centring-forgotten`: the second moment E\[K̄K̄ᵀ\].
//! - `factor-one-for-both-branches`.
//! - `n-for-n-minus-one`: the factor N/(N−1) left out of the finite batch.
//! - `shrinkage-forgotten`: the term −1/(A−1) left out of the finite batch.
//! - `jacobian-dropped`: K = f_{l−1} ⊗ I.
//! - `half-forgotten`: r without its ½, as a factor 2 on the update of one branch.
//! - `minus-beta`: −β for β.
//! - `one-plus-beta`: 1 + β for β.
//! - `total-for-within`: β V\[K\], over samples and augmentations, in place of β E_x V_{x'|x}\[K\].
//!
//! # When an assumption is dropped
//! A bias enters f_L but not K_lᵀw_l; tanh likewise. Positives of another sample are not pulled toward a common
//! mean; dependent negatives leave a covariance between samples. Each fails on a stored instance.


use dualproof_digits as digits;
use dualproof::claim::{
    Assumption, Bound, Claim, Domain, Evidence, Identity, Kind, Mutant, Necessity, Part as Row, Relation, Side,
};
use dualproof::matrix::rows;
use dualproof::network::Network;
use dualproof::numbers::{Line, Obstacle, Rational, Running};
use dualproof::strategies::{Hidden, Setting, Size, free_matrix, free_setting, setting};
use dualproof::views::Views;
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

mod formula;
mod measured;

pub use formula::predicted;
pub use measured::measured;

/// A network, a data set, and how pairs of samples are drawn from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The network.
    pub network: Network<Rational>,
    /// The samples and their augmentations.
    pub views: Views<Rational>,
    /// The joint law of the samples of x₁ and x₊, N × N.
    #[serde(with = "rows")]
    pub positives: DMatrix<Rational>,
    /// The joint law of the samples of x₁ and x₋, N × N.
    #[serde(with = "rows")]
    pub negatives: DMatrix<Rational>,
    /// β of L^β; the other parts do not look at it.
    #[serde(default = "Rational::zero", skip_serializing_if = "Zero::is_zero")]
    pub beta: Rational,
}

impl Instance {
    /// The sampling of the theorem: x₊ shares the sample of x₁, x₋ is independent of it; β = 0.
    pub fn new(network: Network<Rational>, views: Views<Rational>) -> Self {
        let p = &views.sample_weights;
        let positives = DMatrix::from_diagonal(&nalgebra::DVector::from_column_slice(p));
        let negatives = DMatrix::from_fn(p.len(), p.len(), |i, j| p[i].clone() * p[j].clone());
        Instance { network, views, positives, negatives, beta: Rational::zero() }
    }

    /// The same with another β.
    pub fn with_beta(self, beta: Rational) -> Self {
        Instance { beta, ..self }
    }
}

impl Line for Instance {
    /// The laws of the pairs follow those of the views, as the assumptions ask.
    fn towards(&self, other: &Self, t: &Rational) -> Self {
        Instance::new(self.network.towards(&other.network, t), self.views.towards(&other.views, t))
            .with_beta(self.beta.towards(&other.beta, t))
    }
}

/// The statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// −∇L with the second argument constant.
    OneBranch,
    /// −∇L through both.
    BothBranches,
    /// L = −tr V\[F̄\].
    Energy,
    /// ⟨w_l, −∇L⟩ = tr V\[F̄\] at every layer.
    EnergyOfEveryLayer,
    /// V ⪰ 0.
    PositiveSemidefinite,
    /// Sampling without replacement.
    FiniteBatch,
    /// −∇L^β through both.
    LossWithBeta,
}

/// The formula and its wrong versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// As stated.
    Stated,
    /// V over all views.
    AugmentationMeanForgotten,
    /// E\[K̄K̄ᵀ\].
    CentringForgotten,
    /// 1 for 2.
    FactorOneForBothBranches,
    /// 1 for N/(N−1).
    NForNMinusOne,
    /// 0 for 1/(A−1).
    ShrinkageForgotten,
    /// I for J.
    JacobianDropped,
    /// 2 for 1.
    HalfForgotten,
    /// −β for β.
    MinusBeta,
    /// 1 + β for β.
    OnePlusBeta,
    /// V over all views for E_x V_{x'|x}.
    TotalForWithin,
}

const PARTS: &[Row<Part>] = &[
    Row { name: "one-branch", part: Part::OneBranch, relation: Relation::Equal },
    Row { name: "both-branches", part: Part::BothBranches, relation: Relation::Equal },
    Row { name: "energy", part: Part::Energy, relation: Relation::Equal },
    Row { name: "energy-of-every-layer", part: Part::EnergyOfEveryLayer, relation: Relation::Equal },
    Row { name: "positive-semidefinite", part: Part::PositiveSemidefinite, relation: Relation::Equal },
    Row { name: "finite-batch", part: Part::FiniteBatch, relation: Relation::Equal },
    Row { name: "loss-with-beta", part: Part::LossWithBeta, relation: Relation::Equal },
];

const FINITE: Option<&[Part]> = Some(&[Part::FiniteBatch]);

const POPULATION: Option<&[Part]> =
    Some(&[Part::OneBranch, Part::BothBranches, Part::Energy, Part::EnergyOfEveryLayer, Part::LossWithBeta]);

const ASSUMPTIONS: &[Assumption<Instance, Part>] = &[
    Assumption { name: "network_is_bias_free", parts: None, holds: |i| i.network.is_bias_free() },
    Assumption { name: "network_is_homogeneous", parts: None, holds: |i| i.network.is_homogeneous() },
    Assumption {
        name: "network_is_differentiable",
        parts: None,
        holds: |i| i.network.is_differentiable_on(&i.views.inputs),
    },
    Assumption {
        name: "positives_share_their_sample",
        parts: POPULATION,
        holds: |i| i.positives == Instance::new(i.network.clone(), i.views.clone()).positives,
    },
    Assumption {
        name: "negatives_are_independent",
        parts: POPULATION,
        holds: |i| i.negatives == Instance::new(i.network.clone(), i.views.clone()).negatives,
    },
    Assumption { name: "weights_are_uniform", parts: FINITE, holds: |i| i.views.is_uniform() },
    Assumption { name: "has_two_samples", parts: FINITE, holds: |i| i.views.samples() >= 2 },
    Assumption { name: "has_two_augmentations", parts: FINITE, holds: |i| i.views.augmentations() >= 2 },
];

const MUTANTS: &[Mutant<Part, Formula>] = &[
    Mutant { name: "augmentation-mean-forgotten", formula: Formula::AugmentationMeanForgotten, part: Part::OneBranch },
    Mutant { name: "centring-forgotten", formula: Formula::CentringForgotten, part: Part::OneBranch },
    Mutant {
        name: "factor-one-for-both-branches",
        formula: Formula::FactorOneForBothBranches,
        part: Part::BothBranches,
    },
    Mutant { name: "n-for-n-minus-one", formula: Formula::NForNMinusOne, part: Part::FiniteBatch },
    Mutant { name: "shrinkage-forgotten", formula: Formula::ShrinkageForgotten, part: Part::FiniteBatch },
    Mutant { name: "jacobian-dropped", formula: Formula::JacobianDropped, part: Part::OneBranch },
    Mutant { name: "half-forgotten", formula: Formula::HalfForgotten, part: Part::OneBranch },
    Mutant { name: "minus-beta", formula: Formula::MinusBeta, part: Part::LossWithBeta },
    Mutant { name: "one-plus-beta", formula: Formula::OnePlusBeta, part: Part::LossWithBeta },
    Mutant { name: "total-for-within", formula: Formula::TotalForWithin, part: Part::LossWithBeta },
];

const DOMAIN: &[Domain] = &[
    Domain { assumption: "network_is_differentiable", reason: "at a pre-activation of 0 the gradient does not exist" },
    Domain { assumption: "has_two_samples", reason: "one sample has no negative of another" },
    Domain { assumption: "has_two_augmentations", reason: "one augmentation has no distinct pair" },
];

const NECESSITY: &[Necessity<Instance, Part>] = &[
    Necessity {
        assumption: "network_is_bias_free",
        strategy: || drawn(Setting { bias: true, ..Setting::default() }),
        part: Part::OneBranch,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "network_is_homogeneous",
        strategy: || drawn(Setting { tanh: true, ..Setting::default() }),
        part: Part::OneBranch,
        kind: Kind::Float,
    },
    Necessity {
        assumption: "positives_share_their_sample",
        strategy: positives_of_other_samples,
        part: Part::OneBranch,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "negatives_are_independent",
        strategy: dependent_negatives,
        part: Part::OneBranch,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "weights_are_uniform",
        strategy: || drawn(Setting { augmentations: (2, 3), ..Setting::default() }),
        part: Part::FiniteBatch,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "network_is_bias_free",
        strategy: || drawn(Setting { bias: true, ..Setting::default() }),
        part: Part::LossWithBeta,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "positives_share_their_sample",
        strategy: positives_of_other_samples,
        part: Part::LossWithBeta,
        kind: Kind::Exact,
    },
];

fn drawn(options: Setting) -> BoxedStrategy<Instance> {
    // Halves from −2 to 2: the pull on the positives is turned round, taken away, halved, doubled, trebled.
    (setting(options), -4_i64..=4)
        .prop_map(|((mut networks, views), beta)| {
            Instance::new(networks.remove(0), views).with_beta(Rational::new(beta, 2))
        })
        .boxed()
}

/// Half of the instances are uniform with two augmentations or more, as the finite batch needs.
fn strategy() -> BoxedStrategy<Instance> {
    let uniform = Setting { uniform: true, augmentations: (2, 3), ..Setting::default() };
    prop_oneof![drawn(Setting::default()), drawn(uniform)].boxed()
}

/// x₊ comes from the next sample, whatever x₁'s is.
fn positives_of_other_samples() -> BoxedStrategy<Instance> {
    let shift = |mut instance: Instance| {
        let p = instance.views.sample_weights.clone();
        let next = |i: usize| (i + 1) % p.len();
        instance.positives =
            DMatrix::from_fn(p.len(), p.len(), |i, j| if j == next(i) { p[i].clone() } else { Rational::zero() });
        instance
    };
    drawn(Setting { uniform: true, ..Setting::default() }).prop_map(shift).boxed()
}

/// x⁻ is never x: the finite population's negatives, where the theorem wants independent ones.
fn dependent_negatives() -> BoxedStrategy<Instance> {
    let exclude = |mut instance: Instance| {
        let n = instance.views.samples();
        let law = Rational::new(1, (n * (n - 1)) as u64);
        instance.negatives = DMatrix::from_fn(n, n, |i, j| if i == j { Rational::zero() } else { law.clone() });
        instance
    };
    drawn(Setting { uniform: true, ..Setting::default() }).prop_map(exclude).boxed()
}

/// The parts of which PyTorch's file speaks.
const REFERENCED: &[Part] = &[Part::OneBranch, Part::BothBranches, Part::Energy, Part::EnergyOfEveryLayer];

fn on_digits() -> Vec<Instance> {
    let instance = Instance::new(digits::network(), digits::views(digits::expected().samples));
    vec![instance.with_beta(Rational::new(1, 2))]
}

/// The measured numbers as the file has them: updates by their norms, the rest as they are.
fn measured_norms(instance: &Instance, part: Part) -> Side<Running> {
    let side = measured::<Running>(instance, part)?;
    match part {
        Part::OneBranch | Part::BothBranches => digits::norms(side),
        _ => Ok(side),
    }
}

/// PyTorch's numbers for the digits, whatever the instance, with the agreement promised as their error.
fn pytorch_norms(_: &Instance, part: Part, _: Formula) -> Side<Running> {
    let expected = digits::expected();
    let numbers: Vec<f64> = match part {
        Part::OneBranch => expected.one_branch_update_norm.clone(),
        Part::BothBranches => expected.both_branch_update_norm.clone(),
        Part::Energy => vec![-expected.energy],
        Part::EnergyOfEveryLayer => expected.inner_w_update.clone(),
        Part::PositiveSemidefinite | Part::FiniteBatch | Part::LossWithBeta => {
            return Err(Obstacle::Unsupported("reference value"));
        }
    };
    Ok(numbers.into_iter().map(digits::agreeing_with).map(|x| DMatrix::from_element(1, 1, x)).collect())
}

fn validate(instance: &Instance) -> Result<(), String> {
    let Instance { network, views, positives, negatives, beta: _ } = instance;
    views.validate().map_err(|e| e.to_string())?;
    network.validate(views.inputs.nrows(), views.len()).map_err(|e| e.to_string())?;
    for (name, law) in [("positives", positives), ("negatives", negatives)] {
        let total = law.iter().cloned().fold(Rational::zero(), |a, b| a + b);
        if law.shape() != (views.samples(), views.samples()) || !total.is_one() {
            return Err(format!(
                "{name}: found a law of shape {:?} and sum {total}, expected {n} × {n} and sum 1",
                law.shape(),
                n = views.samples()
            ));
        }
    }
    Ok(())
}

/// Free weights, gates, views and β; the negatives' law has products of free probabilities.
fn free(size: Size) -> BoxedStrategy<Instance> {
    (free_setting(size, 1, Hidden::Gated), free_matrix(1, 1))
        .prop_map(|((mut networks, views), beta)| {
            Instance::new(networks.remove(0), views).with_beta(beta[(0, 0)].clone())
        })
        .boxed()
}

/// All but the part that forms the operator, which has 3072² entries on the digits.
const UNFORMED: &[Part] = &[
    Part::OneBranch,
    Part::BothBranches,
    Part::Energy,
    Part::EnergyOfEveryLayer,
    Part::FiniteBatch,
    Part::LossWithBeta,
];

/// The claim.
pub fn claim() -> Claim<Instance, Part, Formula> {
    Claim {
        slug: "covariance-operator",
        group: "simclr",
        text: include_str!("covariance_operator.rs"),
        parts: PARTS,
        assumptions: ASSUMPTIONS,
        strategy,
        validate,
        evidence: vec![
            Evidence::exact(measured, predicted),
            Evidence::identity(Identity {
                large: || free(Size::LARGE),
                small: || free(Size::SMALL),
                line: Instance::towards,
                measured,
                predicted,
                bound: Bound::Derived { measured, predicted, entries: 2 },
            })
            .of_parts(UNFORMED),
            Evidence::float(measured, predicted),
            Evidence::real(on_digits, measured, predicted).of_parts(UNFORMED),
            Evidence::reference(on_digits, REFERENCED, measured_norms, pytorch_norms),
            Evidence::derivation(dualproof::derivation_files!("covariance_operator")),
        ],
        stated: Formula::Stated,
        mutants: MUTANTS,
        necessity: NECESSITY,
        domain: DOMAIN,
    }
}
