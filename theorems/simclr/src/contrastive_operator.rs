//! `contrastive-operator`: with both branches any contrastive loss updates by an inter-sample minus an intra-sample operator.
//!
//! # Statement
//! Let L be the mean, under any joint law of (x₁, x₊, x₋₁ … x₋_H), H ≥ 1, of a loss as in `contrastive-losses`, with
//! ξ_k = −∂L/∂r_k, all views through the same weights. Gradient through every argument (both branches), every layer l:
//!
//! - −∇_{w_l} L = ( E\[Σ_k ξ_k (K₁−K₋_k)(K₁−K₋_k)ᵀ\] − E\[(Σ_k ξ_k)(K₁−K₊)(K₁−K₊)ᵀ\] ) w_l, without remainder, and
//!   both operators are symmetric positive semidefinite;
//! - w_lᵀ(−∇_{w_l} L) = 2 E\[Σ_k ξ_k (r_k − r₊)\], the same number for every layer.
//!
//! With **one** branch, no augmentation, x and y_k independent from p, and H = 1:
//!
//! - −∇_{w_l} L = G w_l with G = E\[ξ K(x)(K(x) − K(y))ᵀ\] = ½ E\[ξ (K(x)−K(y))(K(x)−K(y))ᵀ\]: a sum of squares with
//!   weights ξ ≥ 0, so symmetric and positive semidefinite as an operator; and w_lᵀ G w_l > 0 where outputs differ.
//!
//! For H ≥ 2, G = E\[Σ_k ξ_k K(x)(K(x) − K(y_k))ᵀ\] is in general neither symmetric nor positive. The exhibit: a
//! one-dimensional identity network, data {0, 1, 3} + c with equal weights, InfoNCE with τ = 1, negatives drawn with
//! replacement (repeats of x allowed). wᵀGw = 0.105914982 for H = 1 whatever c; 0.172010670 (c = 0) and −4.452557402
//! (c = −1000) for H = 2; 0.213858566 and −8.728010912 for H = 3: the update follows the mean of the data.
//!
//! Scope: the outputs are not normalised. A difference of two positive operators need not be positive: that the update
//! is a covariance operator is true of the simple loss (`covariance-operator`).
//!
//! # Source
//! Beyond the abstract, which speaks of "a covariance operator" and names no number of negatives. Ours.
//!
//! # Assumptions
//! - `network_is_bias_free`, `network_is_homogeneous`, `network_is_differentiable`: f_L = K_lᵀ w_l rests on them.
//! - `loss_depends_on_differences_only`: ∂L/∂r₊ = Σ_k ξ_k.
//! - `loss_increases_in_its_differences`: ξ_k ≥ 0, for `semidefinite` and the positivity of G.
//! - `has_one_negative`, `draws_are_independent`, `outputs_differ`: the parts on one branch.
//!
//! # Proof
//! ∇ℓ = (Σ_k ξ_k) ∇r₊ − Σ_k ξ_k ∇r_k and ∇r = (K₁ − K₂)(K₁ − K₂)ᵀ w for both branches; take means. Multiply by w_lᵀ:
//! (K₁ − K₂)ᵀ w_l = f₁ − f₂ and ‖f₁ − f₂‖² = 2r. With one branch and r₊ = 0, −∇ℓ = Σ_k ξ_k K(x)(f(x) − f(y_k)). For
//! H = 1, ξ is symmetric in (x, y) and their law too: exchange them and take half the sum. For H ≥ 2 ξ_k depends on
//! the other negatives, which are compared with x and not with y_k: no such exchange.
//!
//! # Checked form
//! Laws with finitely many draws, given one by one. Measured: the loss of every draw as defined, differentiated.
//! `semidefinite` eliminates the two operators found by differentiation, exactly, for the algebraic losses. `operators`
//! and `one-branch-operator` hold them and G, every derivative found by a sweep of its own, against sums of squares with
//! weights ξ_k ≥ 0 (`contrastive-losses`): positive at every vector, for every loss. The exhibit is a measured update.
//!
//! # Evidence
//! derivation (from the definition, for all dimensions and laws), exact (the algebraic losses), identity (prime
//! field, polynomial losses with free coefficients, H = 1 and 3; the updates and the energy), enclosure (all
//! losses, H = 1..4), float, real (the digits network, InfoNCE with τ = ½ and H = 1..4, on 300 draws each, a
//! fixed subsample), reference (the exhibit, to half a unit in the last decimal).
//!
//! # Mutants
//! - `intra-sample-forgotten`: the second operator left out.
//! - `one-repulsion-for-all`: ξ₁ in place of every ξ_k.
//! - `attraction-of-one-negative`: ξ₁ in place of Σ_k ξ_k in the second operator.
//! - `one-branch-for-both`: half of it.
//! - `operator-of-one-repulsion`, `operator-of-one-negative`: the same two in the operators themselves.
//! - `energy-without-two`: E\[Σ ξ_k (r_k − r₊)\].
//! - `squares-without-half`: E\[ξ (K(x)−K(y))(K(x)−K(y))ᵀ\].
//! - `squares-of-x-alone`: ½ E\[ξ K(x)K(x)ᵀ\].
//!
//! # When an assumption is dropped
//! A bias, tanh, or a loss that is not of differences breaks the identity; φ' < 0 breaks `semidefinite`. Two negatives
//! with one branch break symmetry and positivity, and so does a y that depends on x.

use super::loss::Loss;
use dualproof::claim::{
    Assumption, Bound, Claim, Domain, Evidence, Identity, Kind, Mutant, Necessity, Part as Row, Relation,
};
use dualproof::matrix::rows;
use dualproof::network::Network;
use dualproof::numbers::{Line, Rational, Ring, Sign, WideInterval};
use dualproof::strategies::{Setting, Size};
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

mod draws;
mod formula;
mod measured;

use draws::*;
pub use formula::predicted;
pub use measured::measured;

/// One outcome of the law: which views, and how likely.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draw {
    /// The view x₁.
    pub first: usize,
    /// The view x₊.
    pub positive: usize,
    /// The views x₋₁ … x₋_H.
    pub negatives: Vec<usize>,
    /// Its probability.
    pub weight: Rational,
}

/// A network, views, the law of the draws and a loss.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The network.
    pub network: Network<Rational>,
    /// The views, n₀ × V.
    #[serde(with = "rows")]
    pub inputs: DMatrix<Rational>,
    /// The law.
    pub draws: Vec<Draw>,
    /// The loss.
    pub loss: Loss,
}

dualproof::line_through!(Draw { weight } keeping { first, positive, negatives });

impl Line for Instance {
    /// An independent law keeps to it: there the weights of the draws are products.
    fn towards(&self, other: &Self, t: &Rational) -> Self {
        let draws = if self.is_independent() { self.draws.clone() } else { self.draws.towards(&other.draws, t) };
        Instance {
            network: self.network.towards(&other.network, t),
            inputs: self.inputs.towards(&other.inputs, t),
            draws,
            loss: self.loss.towards(&other.loss, t),
        }
    }
}

impl Instance {
    /// x and H negatives independent from `law`, one number per view; no augmentation, so x₊ = x₁.
    pub fn independent(
        network: Network<Rational>,
        inputs: DMatrix<Rational>,
        law: &[Rational],
        negatives: usize,
        loss: Loss,
    ) -> Self {
        let views = law.len();
        let draws = (0..views.pow(negatives as u32 + 1)).map(|code| {
            let digit = |k: usize| code / views.pow(k as u32) % views;
            let weight = (0..=negatives).fold(Rational::one(), |w, k| w * law[digit(k)].clone());
            Draw { first: digit(0), positive: digit(0), negatives: (1..=negatives).map(digit).collect(), weight }
        });
        Instance { network, inputs, draws: draws.collect(), loss }
    }

    /// H.
    pub fn negatives(&self) -> usize {
        self.draws[0].negatives.len()
    }

    /// Is x₊ = x₁, and the joint law of x₁ and each negative the product of the same marginal? Decided exactly.
    fn is_independent(&self) -> bool {
        let views = self.inputs.ncols();
        let mut law = vec![Rational::zero(); views];
        self.draws.iter().for_each(|d| law[d.first] += d.weight.clone());
        let is_product = |k: usize| {
            let mut joint = DMatrix::<Rational>::zeros(views, views);
            self.draws.iter().for_each(|d| joint[(d.first, d.negatives[k])] += d.weight.clone());
            joint == DMatrix::from_fn(views, views, |i, j| law[i].clone() * law[j].clone())
        };
        self.draws.iter().all(|d| d.positive == d.first) && (0..self.negatives()).all(is_product)
    }

    /// Is some negative's output another than that of x₁? Decided exactly; false for a network of tanh.
    fn has_different_outputs(&self) -> bool {
        let Ok(trace) = self.network.trace(&self.inputs) else { return false };
        let f = trace.output();
        let differ = |d: &Draw| d.negatives.iter().any(|n| f.column(*n) != f.column(d.first));
        self.draws.iter().any(|d| !d.weight.is_zero() && differ(d))
    }
}

/// The statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// −∇L = (inter − intra) w.
    BothBranches,
    /// ⟨w, −∇L⟩ of every layer.
    Energy,
    /// Both operators, from derivatives alone, are sums of squares.
    Operators,
    /// Both operators are positive semidefinite.
    Semidefinite,
    /// One branch, H = 1: −∇L.
    OneBranch,
    /// One branch, H = 1: G = Gᵀ.
    OneBranchSymmetry,
    /// One branch, H = 1: G is the sum of squares, so positive semidefinite.
    OneBranchOperator,
    /// One branch, H = 1: −⟨w, −∇L⟩ < 0.
    OneBranchPositivity,
    /// One branch, any H: ⟨w, −∇L⟩ of the exhibit.
    Exhibit,
}

/// The formula and its wrong versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// As stated.
    Stated,
    /// Inter-sample only.
    IntraSampleForgotten,
    /// ξ₁ for every ξ_k.
    OneRepulsionForAll,
    /// ξ₁ for Σ_k ξ_k.
    AttractionOfOneNegative,
    /// ½ of it.
    OneBranchForBoth,
    /// 1 for 2.
    EnergyWithoutTwo,
    /// 1 for the ½ of the squares.
    SquaresWithoutHalf,
    /// K(x) for K(x) − K(y).
    SquaresOfXAlone,
}

const ONE_BRANCH: &[Part] =
    &[Part::OneBranch, Part::OneBranchSymmetry, Part::OneBranchOperator, Part::OneBranchPositivity];

const PARTS: &[Row<Part>] = &[
    Row { name: "both-branches", part: Part::BothBranches, relation: Relation::Equal },
    Row { name: "energy", part: Part::Energy, relation: Relation::Equal },
    Row { name: "operators", part: Part::Operators, relation: Relation::Equal },
    Row { name: "semidefinite", part: Part::Semidefinite, relation: Relation::Equal },
    Row { name: "one-branch", part: Part::OneBranch, relation: Relation::Equal },
    Row { name: "one-branch-symmetry", part: Part::OneBranchSymmetry, relation: Relation::Equal },
    Row { name: "one-branch-operator", part: Part::OneBranchOperator, relation: Relation::Equal },
    Row { name: "one-branch-positivity", part: Part::OneBranchPositivity, relation: Relation::Below },
    Row { name: "exhibit", part: Part::Exhibit, relation: Relation::Equal },
];

/// What intervals and floats decide: all but the exact elimination and the exhibit.
const EQUALITIES: &[Part] = &[
    Part::BothBranches,
    Part::Energy,
    Part::Operators,
    Part::OneBranch,
    Part::OneBranchSymmetry,
    Part::OneBranchOperator,
    Part::OneBranchPositivity,
];

const ASSUMPTIONS: &[Assumption<Instance, Part>] = &[
    Assumption { name: "network_is_bias_free", parts: None, holds: |i| i.network.is_bias_free() },
    Assumption { name: "network_is_homogeneous", parts: None, holds: |i| i.network.is_homogeneous() },
    Assumption { name: "network_is_differentiable", parts: None, holds: |i| i.network.is_differentiable_on(&i.inputs) },
    Assumption {
        name: "loss_depends_on_differences_only",
        parts: None,
        holds: |i| i.loss.depends_on_differences_only(),
    },
    Assumption {
        name: "loss_increases_in_its_differences",
        parts: Some(&[Part::Operators, Part::Semidefinite, Part::OneBranchOperator, Part::OneBranchPositivity]),
        holds: increases,
    },
    Assumption { name: "has_one_negative", parts: Some(ONE_BRANCH), holds: |i| i.negatives() == 1 },
    Assumption { name: "draws_are_independent", parts: Some(ONE_BRANCH), holds: Instance::is_independent },
    Assumption {
        name: "outputs_differ",
        parts: Some(&[Part::OneBranchPositivity]),
        holds: Instance::has_different_outputs,
    },
];

/// Is φ' > 0 at every difference of the instance, and τ > 0? Decided exactly.
fn increases(instance: &Instance) -> bool {
    let Ok(trace) = instance.network.trace(&instance.inputs) else { return false };
    let f = trace.output();
    let twice_r = |v: usize, u: usize| {
        (f.column(v) - f.column(u)).iter().fold(Rational::zero(), |sum, x| sum + x.clone() * x.clone())
    };
    let half = Rational::new(1, 2);
    let difference = |d: &Draw, n: usize| (twice_r(d.first, d.positive) - twice_r(d.first, n)) * half.clone();
    let all = instance.draws.iter().flat_map(|d| d.negatives.iter().map(move |n| difference(d, *n)));
    instance.loss.temperature().is_none_or(|t| t.sign() == Sign::Positive) && instance.loss.increases_at(all)
}

const MUTANTS: &[Mutant<Part, Formula>] = &[
    Mutant { name: "intra-sample-forgotten", formula: Formula::IntraSampleForgotten, part: Part::BothBranches },
    Mutant { name: "one-repulsion-for-all", formula: Formula::OneRepulsionForAll, part: Part::BothBranches },
    Mutant { name: "attraction-of-one-negative", formula: Formula::AttractionOfOneNegative, part: Part::BothBranches },
    Mutant { name: "one-branch-for-both", formula: Formula::OneBranchForBoth, part: Part::BothBranches },
    Mutant { name: "operator-of-one-repulsion", formula: Formula::OneRepulsionForAll, part: Part::Operators },
    Mutant { name: "operator-of-one-negative", formula: Formula::AttractionOfOneNegative, part: Part::Operators },
    Mutant { name: "energy-without-two", formula: Formula::EnergyWithoutTwo, part: Part::Energy },
    Mutant { name: "squares-without-half", formula: Formula::SquaresWithoutHalf, part: Part::OneBranchOperator },
    Mutant { name: "squares-of-x-alone", formula: Formula::SquaresOfXAlone, part: Part::OneBranchOperator },
];

const DOMAIN: &[Domain] = &[Domain {
    assumption: "network_is_differentiable",
    reason: "at a pre-activation of 0 the gradient does not exist",
}];

const NECESSITY: &[Necessity<Instance, Part>] = &[
    Necessity {
        assumption: "network_is_bias_free",
        strategy: || any_law(Setting { bias: true, ..SMALL }, algebraic_losses()),
        part: Part::BothBranches,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "network_is_homogeneous",
        strategy: || any_law(Setting { tanh: true, ..SMALL }, algebraic_losses()),
        part: Part::BothBranches,
        kind: Kind::Enclosure,
    },
    Necessity {
        assumption: "loss_depends_on_differences_only",
        strategy: || any_law(SMALL, Just(Loss::PositiveAlone).boxed()),
        part: Part::BothBranches,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "loss_increases_in_its_differences",
        strategy: || any_law(SMALL, polynomial(-8)),
        part: Part::Semidefinite,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "has_one_negative",
        strategy: || independent(2, losses()),
        part: Part::OneBranchSymmetry,
        kind: Kind::Enclosure,
    },
    Necessity {
        assumption: "has_one_negative",
        strategy: || independent(2, losses()),
        part: Part::OneBranchPositivity,
        kind: Kind::Enclosure,
    },
    Necessity {
        assumption: "draws_are_independent",
        strategy: || any_law(SMALL, algebraic_losses()),
        part: Part::OneBranchSymmetry,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "has_one_negative",
        strategy: || independent(2, losses()),
        part: Part::OneBranchOperator,
        kind: Kind::Enclosure,
    },
    Necessity {
        assumption: "draws_are_independent",
        strategy: || any_law(SMALL, algebraic_losses()),
        part: Part::OneBranchOperator,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "outputs_differ",
        strategy: || {
            let still = |mut i: Instance| {
                let top = i.network.layers.last_mut().expect("a layer");
                top.weights.iter_mut().for_each(|w| *w = Rational::zero());
                i
            };
            independent(1, algebraic_losses()).prop_map(still).boxed()
        },
        part: Part::OneBranchPositivity,
        kind: Kind::Exact,
    },
];

fn validate(instance: &Instance) -> Result<(), String> {
    let Instance { network, inputs, draws, loss } = instance;
    network.validate(inputs.nrows(), inputs.ncols()).map_err(|e| e.to_string())?;
    let negatives = draws.first().map_or(0, |d| d.negatives.len());
    if negatives == 0 {
        return Err("draws: found 0 negatives, expected at least 1 in each of at least 1 draw".into());
    }
    for (n, draw) in draws.iter().enumerate() {
        let views = [draw.first, draw.positive];
        if let Some(view) = views.iter().chain(&draw.negatives).find(|v| **v >= inputs.ncols()) {
            return Err(format!("draw {n}: found view {view}, expected a number below {}", inputs.ncols()));
        }
        if draw.negatives.len() != negatives {
            return Err(format!("draw {n}: found {} negatives, expected {negatives}", draw.negatives.len()));
        }
    }
    let total = draws.iter().fold(Rational::zero(), |sum, d| sum + d.weight.clone());
    if !total.is_one() || draws.iter().any(|d| d.weight < Rational::zero()) {
        return Err(format!("draws: found the sum {total}, expected non-negative weights that sum to 1"));
    }
    loss.validate()
}

/// The claim.
pub fn claim() -> Claim<Instance, Part, Formula> {
    let all: &[Part] = &[
        Part::BothBranches,
        Part::Energy,
        Part::Operators,
        Part::Semidefinite,
        Part::OneBranch,
        Part::OneBranchSymmetry,
        Part::OneBranchOperator,
        Part::OneBranchPositivity,
    ];
    Claim {
        slug: "contrastive-operator",
        group: "simclr",
        text: include_str!("contrastive_operator.rs"),
        parts: PARTS,
        assumptions: ASSUMPTIONS,
        strategy,
        validate,
        evidence: vec![
            Evidence::enclosure(measured, predicted).refined::<WideInterval>(measured, predicted).of_parts(EQUALITIES),
            Evidence::exact(measured, predicted).of_parts(all).drawn_from(algebraic),
            Evidence::identity(Identity {
                large: || free(Size::LARGE),
                small: || free(Size::SMALL),
                line: Instance::towards,
                measured,
                predicted,
                bound: Bound::Derived { measured, predicted, entries: 2 },
            })
            .of_parts(&[Part::BothBranches, Part::Energy, Part::OneBranch]),
            Evidence::float(measured, predicted).of_parts(EQUALITIES),
            Evidence::real(on_digits, measured, predicted).of_parts(&[Part::BothBranches, Part::Energy]).with_ceiling(
                &[Part::Energy],
                1e-5,
                "the energies of attraction and repulsion nearly cancel on the digits",
            ),
            Evidence::reference(exhibits, &[Part::Exhibit], measured, decimals),
            Evidence::derivation(dualproof::derivation_files!("contrastive_operator")),
        ],
        stated: Formula::Stated,
        mutants: MUTANTS,
        necessity: NECESSITY,
        domain: DOMAIN,
    }
}
