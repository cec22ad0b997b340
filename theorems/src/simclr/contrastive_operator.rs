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
//! - −∇_{w_l} L = G w_l with G = E\[ξ K(x)(K(x) − K(y))ᵀ\] = ½ E\[ξ (K(x)−K(y))(K(x)−K(y))ᵀ\], symmetric and positive.
//!
//! For H ≥ 2, G = E\[Σ_k ξ_k K(x)(K(x) − K(y_k))ᵀ\] is in general neither symmetric nor positive. The exhibit: a
//! one-dimensional identity network, data {0, 1, 3} + c with equal weights, InfoNCE with τ = 1, negatives drawn with
//! replacement (repeats of x allowed). wᵀGw = 0.105914982 for H = 1 whatever c; 0.172010670 (c = 0) and −4.452557402
//! (c = −1000) for H = 2; 0.213858566 and −8.728010912 for H = 3: the update follows the mean of the data.
//!
//! # Source
//! Beyond the paper: its operator for H = 1, and one branch, extended to any number of negatives.
//!
//! # Assumptions
//! - `network_is_bias_free`, `network_is_homogeneous`, `network_is_differentiable`: f_L = K_lᵀ w_l rests on them.
//! - `loss_depends_on_differences_only`: ∂L/∂r₊ = Σ_k ξ_k.
//! - `loss_increases_in_its_differences`: ξ_k ≥ 0, for `semidefinite`.
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
//! `semidefinite` eliminates the two operators found by differentiation, exactly. The exhibit is a measured update.
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
//! - `energy-without-two`: E\[Σ ξ_k (r_k − r₊)\].
//!
//! # When an assumption is dropped
//! A bias, tanh, or a loss that is not of differences breaks the identity; φ' < 0 breaks `semidefinite`. Two negatives
//! with one branch break symmetry and positivity, and so does a y that depends on x.

use super::loss::Loss;
use super::pull::pull;
use dualproof::claim::{
    Assumption, Bound, Claim, Domain, Evidence, Identity, Kind, Mutant, Necessity, Part as Row, Relation, Side,
};
use dualproof::matrix::{inner, is_positive_semidefinite, rows, scaled, vec as stack};
use dualproof::network::{Connections, Layer, Network};
use dualproof::numbers::{Field, Line, Obstacle, Rational, Ring, Sign, WideInterval};
use dualproof::strategies::{Setting, Size};
use dualproof::tape::{Recorded, Tape, Var};
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

mod draws;

use draws::*;

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
    /// Both operators are positive semidefinite.
    Semidefinite,
    /// One branch, H = 1: −∇L.
    OneBranch,
    /// One branch, H = 1: G = Gᵀ.
    OneBranchSymmetry,
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
}

/// The loss of every draw, on a tape.
struct Recording<S: Field> {
    tape: Tape<S>,
    network: Recorded,
    /// r₊ and r₁ … r_H, each 1 × draws.
    positive: Var,
    negatives: Vec<Var>,
    loss: Var,
}

impl<S: Field> Recording<S> {
    fn new(instance: &Instance, both_branches: bool) -> Result<Self, Obstacle> {
        let mut tape = Tape::new();
        let inputs = dualproof::matrix::embed(&instance.inputs);
        let network = tape.network(&instance.network.embed::<S>(), &inputs)?;
        let other = if both_branches { network.output } else { tape.detached(network.output) };
        let draws = &instance.draws;
        let first = tape.columns(network.output, &draws.iter().map(|d| d.first).collect::<Vec<_>>());
        let mut distance = |views: Vec<usize>| {
            let second = tape.columns(other, &views);
            tape.half_squared_distances(first, second)
        };
        let positive = distance(draws.iter().map(|d| d.positive).collect());
        let negatives: Vec<Var> =
            (0..instance.negatives()).map(|k| distance(draws.iter().map(|d| d.negatives[k]).collect())).collect();
        let losses = instance.loss.record(&mut tape, positive, &negatives)?;
        let weights: Vec<S> = draws.iter().map(|d| S::from_rational(&d.weight)).collect();
        let weighted = tape.gate(losses, DMatrix::from_row_slice(1, weights.len(), &weights));
        let loss = tape.total(weighted);
        Ok(Recording { tape, network, positive, negatives, loss })
    }

    /// The operators of the definition from derivatives alone, layer by layer: Σ of pull · ∂(a)∂(b)ᵀ over the draws.
    fn operators(
        &self,
        instance: &Instance,
        terms: impl Fn(&Draw, &[S]) -> Vec<(S, [Option<usize>; 2], [Option<usize>; 2])>,
    ) -> Vec<DMatrix<S>> {
        let gradient = self.tape.gradient(self.loss);
        // Already times the draw's probability, which the recorded loss contains.
        let slopes: Vec<DMatrix<S>> =
            std::iter::once(self.positive).chain(self.negatives.iter().copied()).map(|r| gradient.of(r)).collect();
        let (outputs, views) = self.tape.value(self.network.output).shape();
        let layers = self.network.layers.iter().map(|layer| {
            let size = self.tape.value(layer.weights).len();
            let derivative = |view: usize, k: usize| {
                let adjoint =
                    DMatrix::from_fn(outputs, views, |row, v| if (row, v) == (k, view) { S::one() } else { S::zero() });
                stack(&self.tape.pull_back(self.network.output, adjoint).of(layer.weights))
            };
            let derivatives: Vec<Vec<DMatrix<S>>> =
                (0..views).map(|v| (0..outputs).map(|k| derivative(v, k)).collect()).collect();
            let gap = |[plus, minus]: [Option<usize>; 2], k: usize| {
                let of = |view: Option<usize>| view.map_or(DMatrix::zeros(size, 1), |v| derivatives[v][k].clone());
                of(plus) - of(minus)
            };
            let mut sum = DMatrix::zeros(size, size);
            for (n, draw) in instance.draws.iter().enumerate() {
                let here: Vec<S> = slopes.iter().map(|s| s[(0, n)].clone()).collect();
                for (weight, left, right) in terms(draw, &here) {
                    for k in 0..outputs {
                        sum += scaled(&S::product(&gap(left, k), &gap(right, k).transpose()), &weight);
                    }
                }
            }
            sum
        });
        layers.collect()
    }
}

/// The update by differentiation, its energy, or the operators from derivatives.
pub fn measured<S: Field>(instance: &Instance, part: Part) -> Side<S> {
    let recording = Recording::<S>::new(instance, matches!(part, Part::BothBranches | Part::Energy))?;
    let negatives = |draw: &Draw, slopes: &[S]| -> Vec<(S, usize)> {
        slopes[1..].iter().map(|s| -s.clone()).zip(draw.negatives.iter().copied()).collect()
    };
    match part {
        Part::OneBranchSymmetry => {
            return Ok(recording.operators(instance, |draw, slopes| {
                let term = |(xi, n): (S, usize)| (xi, [Some(draw.first), None], [Some(draw.first), Some(n)]);
                negatives(draw, slopes).into_iter().map(term).collect()
            }));
        }
        Part::Semidefinite => {
            let inter = recording.operators(instance, |draw, slopes| {
                let term = |(xi, n): (S, usize)| (xi, [Some(draw.first), Some(n)], [Some(draw.first), Some(n)]);
                negatives(draw, slopes).into_iter().map(term).collect()
            });
            let intra = recording.operators(instance, |draw, slopes| {
                let pair = [Some(draw.first), Some(draw.positive)];
                vec![(slopes[0].clone(), pair, pair)]
            });
            let flag = |operator: &DMatrix<S>| {
                let is = is_positive_semidefinite(operator)?;
                Ok(DMatrix::from_element(1, 1, if is { S::one() } else { S::zero() }))
            };
            return inter.iter().chain(&intra).map(flag).collect();
        }
        _ => {}
    }
    let gradient = recording.tape.gradient(recording.loss);
    let updates = recording.network.layers.iter().map(|layer| {
        let (weights, update) = (recording.tape.value(layer.weights), -gradient.of(layer.weights));
        let number = |x: S| DMatrix::from_element(1, 1, x);
        match part {
            Part::Energy | Part::Exhibit => number(inner(weights, &update)),
            Part::OneBranchPositivity => number(-inner(weights, &update)),
            _ => update,
        }
    });
    Ok(updates.collect())
}

/// The operators applied to the weights, and what follows from them.
pub fn predicted<S: Field>(instance: &Instance, part: Part, formula: Formula) -> Side<S> {
    let network = instance.network.embed::<S>();
    let trace = network.trace(&dualproof::matrix::embed(&instance.inputs))?;
    let f = trace.output();
    let half = S::from_rational(&Rational::new(1, 2));
    let distance = |v: usize, u: usize| {
        let gap = f.column(v) - f.column(u);
        gap.iter().fold(S::zero(), |sum, x| sum + x.clone() * x.clone()) * half.clone()
    };
    let repulsions = |draw: &Draw| -> Result<Vec<S>, Obstacle> {
        let negatives: Vec<S> = draw.negatives.iter().map(|n| distance(draw.first, *n)).collect();
        let weight = S::from_rational(&draw.weight);
        let xi = pull(&instance.loss, &distance(draw.first, draw.positive), &negatives)?.repulsions;
        let xi: Vec<S> = xi.into_iter().map(|x| x * weight.clone()).collect();
        Ok(if formula == Formula::OneRepulsionForAll { vec![xi[0].clone(); xi.len()] } else { xi })
    };
    let xi: Vec<Vec<S>> = instance.draws.iter().map(repulsions).collect::<Result<_, _>>()?;
    let total = |list: &[S]| list.iter().cloned().fold(S::zero(), |a, b| a + b);
    let layers = network.layers.iter().enumerate();
    let number = |x: S| DMatrix::from_element(1, 1, x);
    match part {
        Part::Semidefinite => Ok(vec![number(S::one()); 2 * network.depth()]),
        Part::OneBranchPositivity => Ok(vec![number(S::zero()); network.depth()]),
        Part::Exhibit => Err(Obstacle::Outside("the exhibit is held against its decimals")),
        Part::Energy => {
            let mut energy = S::zero();
            for (draw, xi) in instance.draws.iter().zip(&xi) {
                for (x, n) in xi.iter().zip(&draw.negatives) {
                    energy.add_product(x, &(distance(draw.first, *n) - distance(draw.first, draw.positive)));
                }
            }
            let twice = if formula == Formula::EnergyWithoutTwo { 1 } else { 2 };
            Ok(vec![number(energy * S::from_integer(twice)); network.depth()])
        }
        Part::OneBranchSymmetry => {
            // Gᵀ = E[Σ ξ_k (K(x) − K(y_k)) K(x)ᵀ].
            let transposed = |(index, _): (usize, &Layer<S>)| {
                let k: Vec<DMatrix<S>> = (0..f.ncols()).map(|v| trace.connections(index + 1).explicit(v)).collect();
                let mut sum = DMatrix::zeros(k[0].nrows(), k[0].nrows());
                for (draw, xi) in instance.draws.iter().zip(&xi) {
                    for (x, n) in xi.iter().zip(&draw.negatives) {
                        let gap = &k[draw.first] - &k[*n];
                        sum += scaled(&S::product(&gap, &k[draw.first].transpose()), x);
                    }
                }
                sum
            };
            Ok(layers.map(transposed).collect())
        }
        Part::BothBranches | Part::OneBranch => {
            let update = |(index, layer): (usize, &Layer<S>)| {
                let k: Connections<'_, S> = trace.connections(index + 1);
                let z = k.transpose_apply(&layer.weights);
                let mut y = DMatrix::<S>::zeros(z.nrows(), z.ncols());
                // weight · (K_v − K_u)(K_v − K_u)ᵀ w, as what stands behind K_v and K_u.
                let mut add = |v: usize, u: usize, weight: S| {
                    for row in 0..z.nrows() {
                        let flow = weight.clone() * (z[(row, v)].clone() - z[(row, u)].clone());
                        y[(row, v)] += flow.clone();
                        y[(row, u)] -= flow;
                    }
                };
                let share = if part == Part::OneBranch || formula == Formula::OneBranchForBoth {
                    half.clone()
                } else {
                    S::one()
                };
                for (draw, xi) in instance.draws.iter().zip(&xi) {
                    xi.iter().zip(&draw.negatives).for_each(|(x, n)| add(draw.first, *n, x.clone() * share.clone()));
                    let attraction = match formula {
                        Formula::IntraSampleForgotten => S::zero(),
                        Formula::AttractionOfOneNegative => xi[0].clone(),
                        _ => total(xi),
                    };
                    add(draw.first, draw.positive, -(attraction * share.clone()));
                }
                k.apply(&y)
            };
            Ok(layers.map(update).collect())
        }
    }
}

const ONE_BRANCH: &[Part] = &[Part::OneBranch, Part::OneBranchSymmetry, Part::OneBranchPositivity];

const PARTS: &[Row<Part>] = &[
    Row { name: "both-branches", part: Part::BothBranches, relation: Relation::Equal },
    Row { name: "energy", part: Part::Energy, relation: Relation::Equal },
    Row { name: "semidefinite", part: Part::Semidefinite, relation: Relation::Equal },
    Row { name: "one-branch", part: Part::OneBranch, relation: Relation::Equal },
    Row { name: "one-branch-symmetry", part: Part::OneBranchSymmetry, relation: Relation::Equal },
    Row { name: "one-branch-positivity", part: Part::OneBranchPositivity, relation: Relation::Below },
    Row { name: "exhibit", part: Part::Exhibit, relation: Relation::Equal },
];

/// What intervals and floats decide: all but the exact elimination and the exhibit.
const EQUALITIES: &[Part] =
    &[Part::BothBranches, Part::Energy, Part::OneBranch, Part::OneBranchSymmetry, Part::OneBranchPositivity];

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
        parts: Some(&[Part::Semidefinite, Part::OneBranchPositivity]),
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
    Mutant { name: "energy-without-two", formula: Formula::EnergyWithoutTwo, part: Part::Energy },
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
        Part::Semidefinite,
        Part::OneBranch,
        Part::OneBranchSymmetry,
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
            Evidence::derivation(include_str!("contrastive_operator.derivation")),
        ],
        stated: Formula::Stated,
        mutants: MUTANTS,
        necessity: NECESSITY,
        domain: DOMAIN,
    }
}
