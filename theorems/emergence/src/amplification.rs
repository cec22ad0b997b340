//! `amplification`: one step of gradient descent on a latent tree moves a group's weights along the selectivities of
//! its inputs and nowhere else; a step of a whole level never shrinks the output's selectivity, and where nothing above
//! interferes every gap grows.
//!
//! # Statement
//! A binary latent tree with P(z₀ = ±1) = (1 ± ρ₀)/2, −1 < ρ₀ < 1 (0 where z₀ is uniform), L = E\[r₊ − r₋\] over all
//! its data, one branch, step size α > 0, β = α(1 − ρ₀²); a_μ = (ρ_{μν} s_k)_k over the inputs of μ's group (|N_μ| ×
//! fan-in weights W_μ), J_μ = ∂f_L/∂f̃_μ constant for all groups of μ's level. g = Σ_{μ'} ρ_{0μ'} J_{μ'} W_{μ'} a_{μ'}
//! over μ's whole level is the selectivity of the output, ½(E\[f_L | z₀ = +1\] − E\[f_L | z₀ = −1\]). One step changes
//! W_μ to
//!
//! - step: W_μ + β ρ_{0μ} J_μᵀ g a_μᵀ;
//! - lone step, where J_μᵀJ_{μ'} = 0 for all other μ' of the level: W_μ + β ρ_{0μ}² J_μᵀJ_μ W_μ a_μa_μᵀ;
//! - orthogonal: W_μ u does not change for u ⟂ a_μ;
//! - growth, where also J_μᵀJ_μ = κI: every gap 2w_jᵀa_μ = E\[f̃_j | +1\] − E\[f̃_j | −1\] is multiplied by
//!   1 + β ρ_{0μ}² κ ‖a_μ‖²; so with its sign it does not shrink, and grows where that exceeds 1;
//! - output: where the gates from the level upward do not flip, the step of the whole level takes g to
//!   g⁺ = (I + β Σ_{μ'} ρ_{0μ'}² ‖a_{μ'}‖² J_{μ'}J_{μ'}ᵀ) g, whatever the J_{μ'} are to one another; so ‖g⁺‖ ≥ ‖g‖.
//!
//! # Source
//! Abstract: the covariance operator "specifically amplifies initial random selectivities". Derived from that sentence.
//! *Correction to our notes*, which state the lone step for every constant J_μ: a layer's update is the whole operator
//! applied to all of the layer's weights, and its blocks between two nodes of one level,
//! ρ_{0μ} ρ_{0μ'} a_μ a_{μ'}ᵀ ⊗ J_μᵀJ_{μ'}, do not vanish by themselves. The step above keeps them.
//!
//! # Assumptions
//! - `jacobians_are_constant`: on μ's level.
//! - `outputs_are_disjoint`: J_μᵀJ_{μ'} = 0; lone step and growth. True at the root, which is alone.
//! - `jacobian_is_conformal`: J_μᵀJ_μ = κI; growth. True at the root, J = I.
//! - `rate_is_positive`: gaps-do-not-shrink, output-does-not-shrink.
//! - `gates_do_not_flip`: every J_{μ'} of the level is the same after the step; output. True where the groups from the
//!   level upward are linear.
//! - Levels are layers, at most 16 configurations of the leaves; no pre-activation is exactly 0, or it is rejected.
//!
//! # Proof
//! −∇_{w_l} L = V\[K̄_l\] w_l. Given z₀, K̄ at the rows of μ is (v̄ + ρ_{0μ} z₀ a_μ) ⊗ J_μᵀ, so K̄ − M = (z₀ − ρ₀) Q and
//! V\[K̄\] = (1 − ρ₀²) QQᵀ with Q the stack of ρ_{0μ} a_μ ⊗ J_μᵀ over the level; Qᵀw_l = Σ_{μ'} ρ_{0μ'}
//! J_{μ'}W_{μ'}a_{μ'} = g. Multiply by J_μᵀ on the left for the lone step, by u ⟂ a_μ or by a_μ on the right for the
//! others. Without biases f_L = Σ_{μ'} J_{μ'} f̃_{μ'} on every input, so g is the selectivity of the output, before the
//! step and, with the same J, after it; put the steps of all W_{μ'} into g. The matrix in front of g is I and a
//! positive semidefinite one.
//!
//! # Checked form
//! Measured: the loss as its double sum over all pairs of views, differentiated, one step taken; gaps and the output's
//! selectivity by summing over all latents with the new weights. Predicted: from polarities, messages and Jacobians.
//! Below the level groups may be ReLU. The predicted Jacobian is its mean over the views, so that dropping constancy
//! has something to refute.
//!
//! # Evidence
//! exact (rationals, `==`); identity (prime field, for the parts that ask nothing of the Jacobians but constancy, on
//! linear networks with everything free, the bound on the degree stated); float (running error bound) for the
//! equalities (a gap of 0 attains its bound).
//!
//! # Mutants
//! - `polarity-not-squared`: ρ_{0μ} in place of ρ_{0μ}² in the lone step.
//! - `half-rate`: ½α. `both-branches`: 2α.
//! - `level-forgotten`: the lone step where other nodes of the level act.
//! - `orthogonal-part-moves`: aaᵀ + I in place of aaᵀ.
//! - `growth-not-scaled`: 1 + βρ_{0μ}²κ without ‖a_μ‖².
//! - `gaps-double`: the gap grows by twice its growth.
//! - `root-variance-forgotten`: β = α; `root-mean-not-squared`: β = α(1 − ρ₀).
//! - `output-by-one-node`: μ alone in the sum of g⁺; `output-polarity-not-squared`: ρ_{0μ'} for its square there;
//!   `output-not-scaled`: no ‖a_{μ'}‖² there.
//! - `output-doubles`: the output's selectivity grows by twice its growth.
//!
//! # When an assumption is dropped
//! Gates above co-vary with the features. Nodes that share outputs push one another along their own a_μ. Where J_μᵀJ_μ
//! is no multiple of I, gaps mix and may change sign. With α < 0 gaps and the output's selectivity shrink. A step that
//! switches a unit off takes its share of the output away. (Under a uniform root gates directly above pixels ±1 do no
//! harm, by the symmetry z → −z; three layers do.)

use super::dependence::polarities;
use super::free_tree::{Size, free_tree};
pub use super::level_step::{Instance, measured, measured_linear};
use super::level_step::{minus_square, own};
use super::tree_operator;
use dualproof::claim::{
    Assumption, Bound, Claim, Degrees, Evidence, Identity, Kind, Mutant, Necessity, Part as Row, Relation, Side,
};
use dualproof::matrix::scaled;
use dualproof::network::Activation;
use dualproof::numbers::{Field, Line, Obstacle, Rational, Ring};
use dualproof::strategies::free_matrix;
use dualproof::tree::random::{GroupSetting, TreeSetting, tree, tree_and_network};
use dualproof::tree::{Channel, Edge, Group, LatentTree, LocalNetwork, Pixels};
use nalgebra::DMatrix;
use num_traits::Zero;
use proptest::collection::vec;
use proptest::prelude::*;

/// The statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// With the whole level.
    Step,
    /// With μ alone.
    LoneStep,
    /// W_μ(‖a‖²I − aaᵀ).
    Orthogonal,
    /// 2W_μa.
    Growth,
    /// −gap·gap' ≤ −gap².
    GapsDoNotShrink,
    /// g⁺.
    Output,
    /// −‖g⁺‖² ≤ −‖g‖².
    OutputDoesNotShrink,
}

/// The formula and its wrong versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// As stated.
    Stated,
    /// ρ for ρ².
    PolarityNotSquared,
    /// ½α.
    HalfRate,
    /// 2α.
    BothBranches,
    /// The lone step for the step.
    LevelForgotten,
    /// aaᵀ + I.
    OrthogonalPartMoves,
    /// 1 for ‖a‖².
    GrowthNotScaled,
    /// 2 for 1.
    GapsDouble,
    /// 1 for 1 − ρ₀².
    RootVarianceForgotten,
    /// 1 − ρ₀ for 1 − ρ₀².
    RootMeanNotSquared,
    /// No other node of the level.
    OneNode,
}

/// ‖a‖²I − aaᵀ.
fn complement<S: Ring>(a: &DMatrix<S>) -> DMatrix<S> {
    let size = S::product(&a.transpose(), a)[(0, 0)].clone();
    scaled(&DMatrix::identity(a.nrows(), a.nrows()), &size) - S::product(a, &a.transpose())
}

/// The formulas.
pub fn predicted<S: Field>(instance: &Instance, part: Part, formula: Formula) -> Side<S> {
    let (tree, network) = (instance.tree.embed::<S>(), instance.network.embed::<S>());
    let (shape, node, half) = (tree.shape(), instance.node, S::from_rational(&Rational::new(1, 2)));
    let (rho, features) = (polarities(&tree), tree.feature_laws(&network)?);
    if !tree.is_binary() {
        return Err(Obstacle::Outside("a binary tree"));
    }
    let a = |node: usize| -> DMatrix<S> {
        let selectivities = shape.children(node).iter().flat_map(|&child| {
            let (v, edge) = (features[child].means(), rho[child].clone().expect("a polarity"));
            (0..v.ncols())
                .map(|k| edge.clone() * (v[(1, k)].clone() - v[(0, k)].clone()) * half.clone())
                .collect::<Vec<_>>()
        });
        let list: Vec<S> = selectivities.collect();
        DMatrix::from_vec(list.len(), 1, list)
    };
    let path = |node: usize| tree.path_polarity(node).expect("a binary tree");
    let (w, direction) = (own(&network, node).weights.clone(), a(node));
    let (j, square) = tree_operator::mean_jacobian::<S>(&instance.tree, &instance.network, node)?;
    // ρ₀ = P(+1) − P(−1), and β.
    let mean = tree.root[1].clone() - tree.root[0].clone();
    let rate = S::from_rational(&instance.rate)
        * match formula {
            Formula::HalfRate => half.clone(),
            Formula::BothBranches => S::from_integer(2),
            _ => S::one(),
        }
        * match formula {
            Formula::RootVarianceForgotten => S::one(),
            Formula::RootMeanNotSquared => S::one() - mean,
            _ => S::one() - mean.clone() * mean,
        };
    let squared = |node: usize| {
        if formula == Formula::PolarityNotSquared { path(node) } else { path(node) * path(node) }
    };
    let factor = squared(node);
    let lone = |spread: &DMatrix<S>| {
        let update = S::product(&S::product(&square, &w), spread);
        &w + scaled(&update, &(rate.clone() * factor.clone()))
    };
    let outer = S::product(&direction, &direction.transpose());
    let size = |a: &DMatrix<S>| match formula {
        Formula::GrowthNotScaled => S::one(),
        _ => S::product(&a.transpose(), a)[(0, 0)].clone(),
    };
    let growth = || rate.clone() * factor.clone() * square[(0, 0)].clone() * size(&direction);
    let level = shape.level(shape.depth(node));
    let output = || -> Result<DMatrix<S>, Obstacle> {
        let mut g = DMatrix::zeros(j.nrows(), 1);
        for &other in &level {
            let (j, _) = tree_operator::mean_jacobian::<S>(&instance.tree, &instance.network, other)?;
            let moved = S::product(&j, &S::product(&own(&network, other).weights, &a(other)));
            g += scaled(&moved, &path(other));
        }
        Ok(g)
    };
    // By how much g grows.
    let added = |g: &DMatrix<S>| -> Result<DMatrix<S>, Obstacle> {
        let mut sum = DMatrix::zeros(g.nrows(), 1);
        for &other in level.iter().filter(|other| formula != Formula::OneNode || **other == node) {
            let (j, _) = tree_operator::mean_jacobian::<S>(&instance.tree, &instance.network, other)?;
            let seen = S::product(&j, &S::product(&j.transpose(), g));
            sum += scaled(&seen, &(squared(other) * size(&a(other)) * rate.clone()));
        }
        Ok(sum)
    };
    let gaps = scaled(&S::product(&w, &direction), &S::from_integer(2));
    Ok(vec![match part {
        Part::Step if formula != Formula::LevelForgotten => {
            let update = S::product(&S::product(&j.transpose(), &output()?), &direction.transpose());
            &w + scaled(&update, &(rate * path(node)))
        }
        Part::Step | Part::LoneStep => lone(&outer),
        Part::Orthogonal if formula == Formula::OrthogonalPartMoves => {
            let all = outer + DMatrix::identity(direction.nrows(), direction.nrows());
            S::product(&lone(&all), &complement(&direction))
        }
        Part::Orthogonal => S::product(&w, &complement(&direction)),
        Part::Growth => scaled(&gaps, &(S::one() + growth())),
        Part::GapsDoNotShrink => {
            let times = match formula {
                Formula::GapsDouble => S::one() + growth() * S::from_integer(2),
                _ => S::one(),
            };
            gaps.map(|gap| -(gap.clone() * gap * times.clone()))
        }
        Part::Output => {
            let g = output()?;
            &g + added(&g)?
        }
        Part::OutputDoesNotShrink => {
            let g = output()?;
            match formula {
                Formula::GapsDouble => minus_square(&(&g + scaled(&added(&g)?, &S::from_integer(2)))),
                _ => minus_square(&g),
            }
        }
    }])
}

const PARTS: &[Row<Part>] = &[
    Row { name: "step", part: Part::Step, relation: Relation::Equal },
    Row { name: "lone-step", part: Part::LoneStep, relation: Relation::Equal },
    Row { name: "orthogonal-part-stays", part: Part::Orthogonal, relation: Relation::Equal },
    Row { name: "gaps-grow-by-their-factor", part: Part::Growth, relation: Relation::Equal },
    Row { name: "gaps-do-not-shrink", part: Part::GapsDoNotShrink, relation: Relation::AtMost },
    Row { name: "output-grows-by-its-matrix", part: Part::Output, relation: Relation::Equal },
    Row { name: "output-does-not-shrink", part: Part::OutputDoesNotShrink, relation: Relation::AtMost },
];

const EQUALITIES: &[Part] = &[Part::Step, Part::LoneStep, Part::Orthogonal, Part::Growth, Part::Output];

/// What asks nothing of the Jacobians but that they are constant.
const OF_ANY_LEVEL: &[Part] = &[Part::Step, Part::Orthogonal, Part::Output];

const ALONE: Option<&[Part]> = Some(&[Part::LoneStep, Part::Growth, Part::GapsDoNotShrink]);

const GROWS: Option<&[Part]> = Some(&[Part::Growth, Part::GapsDoNotShrink]);

const ASSUMPTIONS: &[Assumption<Instance, Part>] = &[
    Assumption {
        name: "jacobians_are_constant",
        parts: None,
        holds: |i| i.level().iter().all(|node| tree_operator::jacobian_is_constant(&i.tree, &i.network, *node)),
    },
    Assumption { name: "outputs_are_disjoint", parts: ALONE, holds: Instance::outputs_are_disjoint },
    Assumption { name: "jacobian_is_conformal", parts: GROWS, holds: Instance::jacobian_is_conformal },
    Assumption {
        name: "rate_is_positive",
        parts: Some(&[Part::GapsDoNotShrink, Part::OutputDoesNotShrink]),
        holds: |i| i.rate > Rational::zero(),
    },
    Assumption {
        name: "gates_do_not_flip",
        parts: Some(&[Part::Output, Part::OutputDoesNotShrink]),
        holds: Instance::gates_do_not_flip,
    },
];

const MUTANTS: &[Mutant<Part, Formula>] = &[
    Mutant { name: "polarity-not-squared", formula: Formula::PolarityNotSquared, part: Part::LoneStep },
    Mutant { name: "half-rate", formula: Formula::HalfRate, part: Part::Step },
    Mutant { name: "both-branches", formula: Formula::BothBranches, part: Part::LoneStep },
    Mutant { name: "level-forgotten", formula: Formula::LevelForgotten, part: Part::Step },
    Mutant { name: "orthogonal-part-moves", formula: Formula::OrthogonalPartMoves, part: Part::Orthogonal },
    Mutant { name: "growth-not-scaled", formula: Formula::GrowthNotScaled, part: Part::Growth },
    Mutant { name: "gaps-double", formula: Formula::GapsDouble, part: Part::GapsDoNotShrink },
    Mutant { name: "root-variance-forgotten", formula: Formula::RootVarianceForgotten, part: Part::Step },
    Mutant { name: "root-mean-not-squared", formula: Formula::RootMeanNotSquared, part: Part::Output },
    Mutant { name: "output-by-one-node", formula: Formula::OneNode, part: Part::Output },
    Mutant { name: "output-polarity-not-squared", formula: Formula::PolarityNotSquared, part: Part::Output },
    Mutant { name: "output-not-scaled", formula: Formula::GrowthNotScaled, part: Part::Output },
    Mutant { name: "output-doubles", formula: Formula::GapsDouble, part: Part::OutputDoesNotShrink },
];

const NECESSITY: &[Necessity<Instance, Part>] = &[
    Necessity {
        assumption: "jacobians_are_constant",
        strategy: || {
            let groups = GroupSetting { relu_above: true, ..GroupSetting::default() };
            general(TreeSetting { height: Some((3, 3)), ..TREES }, groups)
        },
        part: Part::Step,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "outputs_are_disjoint",
        strategy: || general(TREES, GroupSetting::default()),
        part: Part::LoneStep,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "jacobian_is_conformal",
        strategy: || orthogonal(true),
        part: Part::Growth,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "rate_is_positive",
        strategy: || orthogonal(false).prop_map(backward).boxed(),
        part: Part::GapsDoNotShrink,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "rate_is_positive",
        strategy: || general(TREES, GroupSetting::default()).prop_map(backward).boxed(),
        part: Part::OutputDoesNotShrink,
        kind: Kind::Exact,
    },
    Necessity { assumption: "gates_do_not_flip", strategy: flipping, part: Part::Output, kind: Kind::Exact },
];

fn backward(instance: Instance) -> Instance {
    Instance { rate: -instance.rate, ..instance }
}

/// Levelled trees of at most three leaves: the loss sums over all pairs of views.
const TREES: TreeSetting = TreeSetting { nodes: (2, 6), height: Some((1, 3)), uniform_root: true, transitions: None };

/// The same with states of the root that need not be equally likely.
const ANY_ROOT: TreeSetting = TreeSetting { uniform_root: false, ..TREES };

fn rate() -> impl Strategy<Value = Rational> {
    (1_i64..=8).prop_map(|n| Rational::new(n, 8))
}

fn general(setting: TreeSetting, groups: GroupSetting) -> BoxedStrategy<Instance> {
    (tree_and_network(setting, groups), 0_usize..8, rate())
        .prop_map(|((tree, network), choice, rate)| {
            let inner = tree.shape().inner_nodes();
            Instance { node: inner[choice % inner.len()], tree, network, rate }
        })
        .boxed()
}

/// A chain of four nodes. Of the two ReLU units above the leaf one is on at a time; the weights on them are positive,
/// so that the ReLU units of node 1 are always on, until a long step makes one of those weights negative.
fn flipping() -> BoxedStrategy<Instance> {
    let (polarities, weights) = (vec(-4_i64..=4, 3), vec(1_i64..=3, 8));
    (polarities, weights, 1_usize..=2, 1_i64..=16)
        .prop_map(|(rho, weights, units, rate)| {
            let weight = |k: usize| Rational::from_integer(weights[k]);
            let edge = |child: usize| {
                let channel = Channel::Polarity(Rational::new(rho[child - 1], 4));
                Edge { parent: child - 1, child, channel }
            };
            let tree = LatentTree { nodes: 4, root: vec![Rational::new(1, 2); 2], edges: (1..4).map(edge).collect() };
            let lowest = DMatrix::from_vec(2, 1, vec![weight(0), -weight(1)]);
            let watched = DMatrix::from_fn(units, 2, |i, j| weight(2 + 2 * i + j));
            let top = DMatrix::from_fn(1, units, |_, j| weight(6 + j));
            let group = |node: usize, weights: DMatrix<Rational>, activation| Group { node, weights, activation };
            let groups = vec![
                group(2, lowest, Activation::Relu),
                group(1, watched, Activation::Relu),
                group(0, top, Activation::Linear),
            ];
            let network = LocalNetwork { pixels: Pixels::Sign, groups };
            Instance { tree, network, node: 1, rate: Rational::new(rate, 2) }
        })
        .boxed()
}

/// Groups with children that are groups copy them, with signs, in reversed order and at a scale: then J_μᵀJ_{μ'} is κI
/// or 0. The lowest groups are random, ReLU where μ is above them. With `uneven`, every row has its own scale.
fn orthogonal(uneven: bool) -> BoxedStrategy<Instance> {
    let lowest = (vec(1_usize..=2, 8), vec(-4_i64..=6, 32), prop::bool::ANY);
    let upper = (vec(1_i64..=3, 8), vec(prop::bool::ANY, 8));
    (prop_oneof![tree(TREES), tree(ANY_ROOT)], lowest, upper, 0_usize..8, rate())
        .prop_map(move |(tree, (units, entries, relu), (scales, negative), choice, rate)| {
            let shape = tree.shape();
            let inner = shape.inner_nodes();
            let is_lowest = |node: usize| shape.depth(node) + 1 == shape.height();
            let candidates: Vec<usize> =
                inner.iter().copied().filter(|n| !(relu && is_lowest(*n)) || *n == 0).collect();
            let node = candidates[choice % candidates.len()];
            let mut widths = vec![1; tree.nodes];
            let mut next = entries.iter().cycle();
            let mut groups = Vec::new();
            for &node in inner.iter().rev() {
                let columns: usize = shape.children(node).iter().map(|child| widths[*child]).sum();
                let weights = if is_lowest(node) {
                    DMatrix::from_fn(units[node], columns, |_, _| {
                        Rational::from_integer(*next.next().expect("a cycle"))
                    })
                } else {
                    DMatrix::from_fn(columns, columns, |i, j| {
                        let scale = scales[if uneven { (node + i) % scales.len() } else { shape.depth(node) }];
                        let sign = if negative[(node + i) % negative.len()] { -1 } else { 1 };
                        Rational::from_integer(if i + j + 1 == columns { sign * scale } else { 0 })
                    })
                };
                widths[node] = weights.nrows();
                let activation =
                    if relu && is_lowest(node) && node != 0 { Activation::Relu } else { Activation::Linear };
                groups.push(Group { node, weights, activation });
            }
            Instance { network: LocalNetwork { pixels: Pixels::Sign, groups }, tree, node, rate }
        })
        .boxed()
}

fn strategy() -> BoxedStrategy<Instance> {
    let groups = GroupSetting::default();
    prop_oneof![1 => general(TREES, groups), 1 => general(ANY_ROOT, groups), 2 => orthogonal(false)].boxed()
}

/// Everything free; μ is the first child of the root.
fn free(size: Size) -> BoxedStrategy<Instance> {
    (free_tree(size), free_matrix(1, 1))
        .prop_map(|((tree, network), rate)| Instance { node: 1, tree, network, rate: rate[(0, 0)].clone() })
        .boxed()
}

/// With h levels of edges a_μ has degree at most 2h and J_μ at most h, so that g has 5h, a step 8h + 3 and its
/// component orthogonal to a_μ 12h + 3; g⁺ has 2 + 1 + 2h + 4h + 2h + 5h. Sums over all latents have no more, as they
/// equal these.
fn degrees(instance: &Instance, _: Part) -> Result<Degrees, Obstacle> {
    Ok(Degrees { numerator: 13 * instance.tree.shape().height() as u64 + 3, denominator: 0 })
}

fn validate(instance: &Instance) -> Result<(), String> {
    let Instance { tree, network, node, .. } = instance;
    tree.validate().map_err(|e| e.to_string())?;
    network.validate(tree).map_err(|e| e.to_string())?;
    match tree.shape().inner_nodes().contains(node) {
        true => Ok(()),
        false => Err(format!("node: found {node}, expected a node with children")),
    }
}

/// The claim.
pub fn claim() -> Claim<Instance, Part, Formula> {
    let mut float = Evidence::float(measured, predicted);
    float.parts = Some(EQUALITIES);
    let identity = Evidence::identity(Identity {
        large: || free(Size::MIDDLE),
        small: || free(Size::SMALL),
        line: Instance::towards,
        measured: measured_linear,
        predicted,
        bound: Bound::Stated(degrees),
    });
    Claim {
        slug: "amplification",
        group: "emergence",
        text: include_str!("amplification.rs"),
        parts: PARTS,
        assumptions: ASSUMPTIONS,
        strategy,
        validate,
        evidence: vec![Evidence::exact(measured, predicted), identity.of_parts(OF_ANY_LEVEL), float],
        stated: Formula::Stated,
        mutants: MUTANTS,
        necessity: NECESSITY,
        domain: &[],
    }
}
