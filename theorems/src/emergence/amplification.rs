//! `amplification`: one step of gradient descent on a latent tree moves a group's weights along the selectivities of
//! its inputs and nowhere else, and where nothing above interferes every gap grows.
//!
//! # Statement
//! A binary latent tree with uniform root, L = E\[r₊ − r₋\] over all its data, one branch, step size α > 0; a_μ =
//! (ρ_{μν} s_k)_k over the inputs of μ's group (|N_μ| × fan-in weights W_μ), J_μ = ∂f_L/∂f̃_μ constant for all groups
//! of μ's level. One step changes W_μ to
//!
//! - step: W_μ + α ρ_{0μ} J_μᵀ g a_μᵀ, where g = Σ_{μ'} ρ_{0μ'} J_{μ'} W_{μ'} a_{μ'} runs over μ's whole level;
//! - lone step, where J_μᵀJ_{μ'} = 0 for all other μ' of the level: W_μ + α ρ_{0μ}² J_μᵀJ_μ W_μ a_μa_μᵀ;
//! - orthogonal: W_μ u does not change for u ⟂ a_μ;
//! - growth, where also J_μᵀJ_μ = κI: every gap 2w_jᵀa_μ = E\[f̃_j | +1\] − E\[f̃_j | −1\] is multiplied by
//!   1 + α ρ_{0μ}² κ ‖a_μ‖²; so with its sign it does not shrink, and grows where that exceeds 1.
//!
//! # Source
//! Abstract: the covariance operator "specifically amplifies initial random selectivities". The lone step and the growth
//! are the form commonly cited. *Correction to our notes*, which state the lone step for every constant J_μ: a layer's
//! update is the whole operator applied to all of the layer's weights, and its blocks between two nodes of one level,
//! ρ_{0μ} ρ_{0μ'} a_μ a_{μ'}ᵀ ⊗ J_μᵀJ_{μ'}, do not vanish by themselves. The step above keeps them; g is the selectivity
//! of the output, ½(E\[f_L | +1\] − E\[f_L | −1\]) where groups from the level upward are linear.
//!
//! # Assumptions
//! - `root_is_uniform`.
//! - `jacobians_are_constant`: on μ's level.
//! - `outputs_are_disjoint`: J_μᵀJ_{μ'} = 0; lone step and growth. True at the root, which is alone.
//! - `jacobian_is_conformal`: J_μᵀJ_μ = κI; growth. True at the root, J = I.
//! - `rate_is_positive`: gaps-do-not-shrink.
//! - Levels are layers, at most 16 configurations of the leaves; no pre-activation is exactly 0, or it is rejected.
//!
//! # Proof
//! −∇_{w_l} L = V\[K̄_l\] w_l. Given z₀, K̄ at the rows of μ is (v̄ + ρ_{0μ} z₀ a_μ) ⊗ J_μᵀ, so K̄ − M = z₀ Q and
//! V\[K̄\] = QQᵀ with Q the stack of ρ_{0μ} a_μ ⊗ J_μᵀ over the level; Qᵀw_l = Σ_{μ'} ρ_{0μ'} J_{μ'}W_{μ'}a_{μ'} = g. Multiply
//! by J_μᵀ on the left for the lone step, by u ⟂ a_μ or by a_μ on the right for the others.
//!
//! # Checked form
//! Measured: the loss as its double sum over all pairs of views, differentiated, one step taken; gaps by summing over
//! all latents with the new weights. Predicted: from polarities, messages and Jacobians. Below the level groups may be
//! ReLU. The predicted Jacobian is its mean over the views, so that dropping constancy has something to refute.
//!
//! # Evidence
//! exact (rationals, `==`); float (running error bound) for the equalities (a gap of 0 attains its bound).
//!
//! # Mutants
//! - `polarity-not-squared`: ρ_{0μ} in place of ρ_{0μ}² in the lone step.
//! - `half-rate`: ½α. `both-branches`: 2α.
//! - `level-forgotten`: the lone step where other nodes of the level act.
//! - `orthogonal-part-moves`: aaᵀ + I in place of aaᵀ.
//! - `growth-not-scaled`: 1 + αρ_{0μ}²κ without ‖a_μ‖².
//! - `gaps-double`: the gap grows by twice its growth.
//!
//! # When an assumption is dropped
//! Another root scales the covariance by its variance. Gates above co-vary with the features. Nodes that share
//! outputs push one another along their own a_μ. Where J_μᵀJ_μ is no multiple of I, gaps mix and may change sign.
//! With α < 0 gaps shrink. (Gates directly above pixels ±1 do no harm, by the symmetry z → −z; three layers do.)

use super::dependence::polarities;
use super::tree_operator;
use crate::pairs;
use dualproof::claim::{Assumption, Claim, Evidence, Kind, Mutant, Necessity, Part as Row, Relation, Side};
use dualproof::matrix::{is_zero, scaled};
use dualproof::network::Activation;
use dualproof::numbers::{Field, Obstacle, Ordered, Rational, Ring};
use dualproof::tape::Tape;
use dualproof::tree::random::{GroupSetting, TreeSetting, tree, tree_and_network};
use dualproof::tree::{Group, Joint, LatentTree, LocalNetwork, Pixels};
use nalgebra::DMatrix;
use num_traits::Zero;
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// A tree, a network of its shape, the node whose weights are watched, and the step size.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The tree.
    pub tree: LatentTree<Rational>,
    /// The network.
    pub network: LocalNetwork<Rational>,
    /// μ.
    pub node: usize,
    /// α.
    pub rate: Rational,
}

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
}

/// Configurations of the leaves up to which all pairs of views are summed.
const MOST_CONFIGURATIONS: usize = 16;

/// W_μ after one step down the tape's gradient of the population loss.
fn stepped<S: Ordered>(instance: &Instance, joint: &Joint<S>) -> Result<DMatrix<S>, Obstacle> {
    let (tree, network) = (instance.tree.embed::<S>(), instance.network.embed::<S>());
    let layered = tree_operator::layered(&tree, &network)?;
    let (views, at) = (joint.views(network.pixels)?, network.block(&tree, instance.node));
    if views.augmentations() > MOST_CONFIGURATIONS {
        return Err(Obstacle::Outside("at most 16 configurations of the leaves"));
    }
    let mut tape = Tape::new();
    let recorded = tape.network(&layered, &views.inputs)?;
    let constant = tape.detached(recorded.output);
    let p = &instance.tree.root;
    let same = DMatrix::from_fn(p.len(), p.len(), |i, j| if i == j { p[i].clone() } else { Rational::zero() });
    let any = DMatrix::from_fn(p.len(), p.len(), |i, j| p[i].clone() * p[j].clone());
    let mut terms = pairs::of_samples(&views, &same, &S::one());
    terms.extend(pairs::of_samples(&views, &any, &S::from_integer(-1)));
    let loss = tape.pair_loss(recorded.output, constant, terms);
    let gradient = tape.gradient(loss).of(recorded.layers[at.layer - 1].weights);
    let moved = &layered.layers[at.layer - 1].weights - scaled(&gradient, &S::from_rational(&instance.rate));
    Ok(moved.view((at.rows.start, at.columns.start), (at.rows.len(), at.columns.len())).clone_owned())
}

/// A step by differentiation; gaps by summing over all latents.
pub fn measured<S: Ordered>(instance: &Instance, part: Part) -> Side<S> {
    let (tree, network) = (instance.tree.embed::<S>(), instance.network.embed::<S>());
    let joint = Joint::of(&tree)?;
    let weights = stepped(instance, &joint)?;
    if matches!(part, Part::Step | Part::LoneStep) {
        return Ok(vec![weights]);
    }
    let features = joint.features(&tree, &network)?;
    let mut gaps = Vec::new();
    for &child in tree.shape().children(instance.node) {
        let means = joint.means_given(instance.node, &features[child])?;
        gaps.extend((0..means.ncols()).map(|k| means[(1, k)].clone() - means[(0, k)].clone()));
    }
    let gaps = DMatrix::from_vec(gaps.len(), 1, gaps);
    Ok(vec![match part {
        Part::Growth => S::product(&weights, &gaps),
        Part::GapsDoNotShrink => {
            let before = S::product(&own(&network, instance.node).weights, &gaps);
            S::product(&weights, &gaps).zip_map(&before, |after, before| -(after * before))
        }
        _ => {
            let a = scaled(&gaps, &S::from_rational(&Rational::new(1, 2)));
            // Every row of the weights minus its component along a, times ‖a‖².
            let along = S::product(&weights, &a);
            let size = dualproof::matrix::inner(&a, &a);
            scaled(&weights, &size) - S::product(&along, &a.transpose())
        }
    }])
}

/// The group of an inner node.
fn own<S: Ring>(network: &LocalNetwork<S>, node: usize) -> &Group<S> {
    network.groups.iter().find(|group| group.node == node).expect("a group of every inner node")
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
    let rate = S::from_rational(&instance.rate)
        * match formula {
            Formula::HalfRate => half.clone(),
            Formula::BothBranches => S::from_integer(2),
            _ => S::one(),
        };
    let factor = if formula == Formula::PolarityNotSquared { path(node) } else { path(node) * path(node) };
    let lone = |spread: &DMatrix<S>| {
        let update = S::product(&S::product(&square, &w), spread);
        &w + scaled(&update, &(rate.clone() * factor.clone()))
    };
    let outer = S::product(&direction, &direction.transpose());
    let growth = || {
        let size = match formula {
            Formula::GrowthNotScaled => S::one(),
            _ => S::product(&direction.transpose(), &direction)[(0, 0)].clone(),
        };
        rate.clone() * factor.clone() * square[(0, 0)].clone() * size
    };
    let gaps = scaled(&S::product(&w, &direction), &S::from_integer(2));
    Ok(vec![match part {
        Part::Step if formula != Formula::LevelForgotten => {
            let mut pull = DMatrix::zeros(j.nrows(), 1);
            for other in shape.level(shape.depth(node)) {
                let (j, _) = tree_operator::mean_jacobian::<S>(&instance.tree, &instance.network, other)?;
                let moved = S::product(&j, &S::product(&own(&network, other).weights, &a(other)));
                pull += scaled(&moved, &path(other));
            }
            let update = S::product(&S::product(&j.transpose(), &pull), &direction.transpose());
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
    }])
}

impl Instance {
    fn level(&self) -> Vec<usize> {
        let shape = self.tree.shape();
        shape.level(shape.depth(self.node))
    }

    fn mean_jacobian(&self, node: usize) -> Option<DMatrix<Rational>> {
        tree_operator::mean_jacobian::<Rational>(&self.tree, &self.network, node).ok().map(|(j, _)| j)
    }

    /// J_μᵀJ_{μ'} = 0 for the others; true where there is no gradient, so nothing to decide.
    fn outputs_are_disjoint(&self) -> bool {
        let Some(j) = self.mean_jacobian(self.node) else { return true };
        let others = self.level().into_iter().filter(|other| *other != self.node);
        others
            .filter_map(|other| self.mean_jacobian(other))
            .all(|other| is_zero(&Rational::product(&j.transpose(), &other)))
    }

    fn jacobian_is_conformal(&self) -> bool {
        let Some(j) = self.mean_jacobian(self.node) else { return true };
        let square = Rational::product(&j.transpose(), &j);
        square == scaled(&DMatrix::identity(j.ncols(), j.ncols()), &square[(0, 0)])
    }
}

const PARTS: &[Row<Part>] = &[
    Row { name: "step", part: Part::Step, relation: Relation::Equal },
    Row { name: "lone-step", part: Part::LoneStep, relation: Relation::Equal },
    Row { name: "orthogonal-part-stays", part: Part::Orthogonal, relation: Relation::Equal },
    Row { name: "gaps-grow-by-their-factor", part: Part::Growth, relation: Relation::Equal },
    Row { name: "gaps-do-not-shrink", part: Part::GapsDoNotShrink, relation: Relation::AtMost },
];

const EQUALITIES: &[Part] = &[Part::Step, Part::LoneStep, Part::Orthogonal, Part::Growth];

const ALONE: Option<&[Part]> = Some(&[Part::LoneStep, Part::Growth, Part::GapsDoNotShrink]);

const GROWS: Option<&[Part]> = Some(&[Part::Growth, Part::GapsDoNotShrink]);

const ASSUMPTIONS: &[Assumption<Instance, Part>] = &[
    Assumption { name: "root_is_uniform", parts: None, holds: |i| i.tree.has_uniform_root() },
    Assumption {
        name: "jacobians_are_constant",
        parts: None,
        holds: |i| i.level().iter().all(|node| tree_operator::jacobian_is_constant(&i.tree, &i.network, *node)),
    },
    Assumption { name: "outputs_are_disjoint", parts: ALONE, holds: Instance::outputs_are_disjoint },
    Assumption { name: "jacobian_is_conformal", parts: GROWS, holds: Instance::jacobian_is_conformal },
    Assumption {
        name: "rate_is_positive",
        parts: Some(&[Part::GapsDoNotShrink]),
        holds: |i| i.rate > Rational::zero(),
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
];

const NECESSITY: &[Necessity<Instance, Part>] = &[
    Necessity {
        assumption: "root_is_uniform",
        strategy: || general(TreeSetting { uniform_root: false, ..TREES }, GroupSetting::default()),
        part: Part::Step,
        kind: Kind::Exact,
    },
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
        strategy: || {
            let backward = |instance: Instance| Instance { rate: -instance.rate, ..instance };
            orthogonal(false).prop_map(backward).boxed()
        },
        part: Part::GapsDoNotShrink,
        kind: Kind::Exact,
    },
];

/// Levelled trees of at most three leaves: the loss sums over all pairs of views.
const TREES: TreeSetting = TreeSetting { nodes: (2, 6), height: Some((1, 3)), uniform_root: true, transitions: None };

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

/// Groups with children that are groups copy them, with signs, in reversed order and at a scale: then J_μᵀJ_{μ'} is κI or 0.
/// The lowest groups are random, ReLU where μ is above them. With `uneven`, every row has its own scale.
fn orthogonal(uneven: bool) -> BoxedStrategy<Instance> {
    let lowest = (vec(1_usize..=2, 8), vec(-4_i64..=6, 32), prop::bool::ANY);
    let upper = (vec(1_i64..=3, 8), vec(prop::bool::ANY, 8));
    (tree(TREES), lowest, upper, 0_usize..8, rate())
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
    prop_oneof![general(TREES, GroupSetting::default()), orthogonal(false)].boxed()
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
    Claim {
        slug: "amplification",
        group: "emergence",
        text: include_str!("amplification.rs"),
        parts: PARTS,
        assumptions: ASSUMPTIONS,
        strategy,
        validate,
        evidence: vec![Evidence::exact(measured, predicted), float],
        stated: Formula::Stated,
        mutants: MUTANTS,
        necessity: NECESSITY,
        domain: &[],
    }
}
