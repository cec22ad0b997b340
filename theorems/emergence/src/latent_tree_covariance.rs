//! `latent-tree-covariance`: on data from a latent tree, the covariance operator at a node is a rank-one matrix of
//! selectivities, scaled by the squared polarity of the path from the root and by the variance of the root.
//!
//! # Statement
//! Binary tree: P(z₀ = ±1) = (1 ± ρ₀)/2 for any ρ₀ in (−1, 1), 0 where z₀ is uniform; for a child ν of μ P(z_ν | z_μ)
//! = (1 + ρ_{μν} z_μ z_ν)/2, leaves are pixels, everything below z₀ is resampled by the augmentation. A locally
//! connected network has a group of units N_μ per latent, fed by the groups of its children. v_k(z) = E\[f_k | z_ν =
//! z\] and s_k = ½(v_k(+1) − v_k(−1)), v̄_k = ½(v_k(+1) + v_k(−1)) for k in N_ν. For every μ with children ν:
//!
//! - (a) P(z_ν | z₀) = (1 + ρ_{0ν} z₀ z_ν)/2 with ρ_{0ν} the product of the polarities along the path;
//! - (b) E\[f_k | z_μ\] = v̄_k + ρ_{μν} s_k z_μ;
//! - (c) Cov_{z₀}(E\[f_{ch(μ)} | z₀\]) = (1 − ρ₀²) ρ_{0μ}² a_μ a_μᵀ with a_μ = (ρ_{μν} s_k)_k;
//! - (d) where J_μ (n_L × |N_μ|) is the same on every input, the block of the covariance operator at W_μ is
//!   (1 − ρ₀²) ρ_{0μ}² a_μ a_μᵀ ⊗ J_μᵀJ_μ;
//! - (e) with all |ρ| ≤ ρ_max, the traces of (c) and (d) are at most (1 − ρ₀²) ρ_max^{2 depth(μ)} ‖a_μ‖² (and ‖J_μ‖_F²
//!   times that).
//!
//! Categorical tree, any number of states, any root law π: P(z_ν | z₀) is the product of the transition matrices,
//! Cov_{z₀}(E\[f_{ch(μ)} | z₀\]) = Vᵀ P_{0μ}ᵀ (diag π − ππᵀ) P_{0μ} V with V = (P_{μν} v_k)_k, states × units, and the
//! block at W_μ is that ⊗ J_μᵀJ_μ.
//!
//! # Source
//! Abstract: "which we show leads to the emergence of hierarchical features, if the input data are generated from a
//! hierarchical latent tree model". Derived from that sentence; nothing here is quoted. Any law of the root, the
//! categorical form, the operator with ReLU groups below μ and the depth bound are proved here.
//!
//! # Assumptions
//! - `siblings_are_independent`: v_k is inferred by messages, whose pre-activations are sums of independent terms.
//!   With *given* v_k the statements themselves survive any dependence between siblings that leaves each
//!   P(z_ν | z_μ) alone: they are about one child's subtree at a time. (a) is checked on such trees as well.
//! - `parent_screens_off_ancestors`: z_ν depends on its ancestors through z_μ alone.
//! - `jacobian_is_constant`: (d) only; so it is where groups from μ's own upward are linear.
//! - `network_is_differentiable`: no pre-activation is exactly 0, for (d); such instances are rejected.
//! - Leaves of one depth, for (d); sums over all latents need at most 2¹⁵ assignments, and derivatives at most 64
//!   configurations of the leaves.
//!
//! # Proof
//! (a) E\[z_ν | z_μ\] = ρ_{μν} z_μ; iterate by the Markov property, and a law on ±1 is its mean. (b) E\[f_k | z_ν\] =
//! v̄_k + s_k z_ν for a function of the subtree of ν; take E\[· | z_μ\]. (c) Likewise
//! E\[f_k | z₀\] = v̄_k + ρ_{0μ} ρ_{μν} s_k z₀, and z₀, of mean ρ₀ and square 1, has variance 1 − ρ₀². (d)
//! K = f_{ch(μ)} ⊗ J_μᵀ, so K̄(z₀) = E\[f_{ch(μ)} | z₀\] ⊗ J_μᵀ where J_μ is constant, and (A ⊗ B)(A ⊗ B)ᵀ = AAᵀ ⊗ BBᵀ.
//! (e) ρ_{0μ}² ≤ ρ_max^{2 depth(μ)}. The categorical form is the same computation without the parametrisation by ±1:
//! E\[f_{ch(μ)} | z₀\] = P_{0μ} V.
//!
//! # Checked form
//! Measured by summing over all assignments of all latents; the operator by differentiating the augmentation means
//! of the masked network with the root's states as samples and all configurations of the leaves as their
//! augmentations. Predicted from polarities and from v_k, which messages from the leaves give. `messages` holds those
//! against the sum over all latents. `deep-tree`: on complete binary trees of depth 12 (8191 latents) messages of laws
//! are the measured side, products of polarities and closed-form selectivities the predicted one. For (d) the
//! predicted J_μ is its mean over the views, so that dropping `jacobian_is_constant` has something to refute.
//! Ten thousand random trees (73 s of processor time; one in 45 of depth 12): `cargo run --release -- verify
//! latent-tree-covariance --evidence exact --cases 10000`.
//!
//! # Evidence
//! exact (rationals, `==`); identity (prime field, for the equalities on linear networks: the law of the root,
//! polarities and weights free, the bound on the degree stated); float (running error bound) for the equalities: the
//! bounds of (e) are attained, at the root always, and a tie cannot be told in floating point.
//!
//! # Mutants
//! - `last-edge-forgotten`: ρ_{0ν} without the edge to ν.
//! - `mean-weighted-by-probability`: v̄_k = Σ_z P(z_ν = z) v_k(z); the same while the root is uniform, so (b) is drawn
//!   with other roots too.
//! - `polarity-not-squared`: ρ_{0μ} in place of ρ_{0μ}².
//! - `root-variance-forgotten`: 1 in place of 1 − ρ₀²; `root-mean-not-squared`: 1 − ρ₀.
//! - `edge-polarity-dropped`: a_μ = (s_k)_k.
//! - `jacobian-dropped`: I in place of J_μᵀJ_μ.
//! - `root-mean-forgotten`: diag π in place of diag π − ππᵀ.
//! - `depth-counted-twice`: ρ_max^{4 depth(μ)}.
//!
//! # When an assumption is dropped
//! Dependent siblings change what a ReLU above both of them selects, and so every v_k that messages infer. A direct
//! influence of the grandparent adds to the product of polarities. Gates above μ make J_μ co-vary with f_{ch(μ)}: the
//! mean of the product is not the product of the means. Not so under a uniform root where those gates are μ's own and
//! its inputs are pixels ±1: the gate is ½ plus an odd function of z of mean 0, its product with a pixel has an even
//! part that does not depend on z₀, and (d) survives with the mean Jacobian. So the counterexamples are at least three
//! layers high.

use super::deep::{ends, path_products, selectivities};
use super::dependence::{self, Dependence, polarities};
use super::free_tree::{Size, free_tree};
use super::{deep, tree_operator};
use crate::derivatives::{beside, covariance_of_means};
use dualproof::claim::{
    Assumption, Bound, Claim, Degrees, Domain, Evidence, Identity, Kind, Mutant, Necessity, Part as Row, Relation, Side,
};
use dualproof::matrix::{scaled, trace};
use dualproof::numbers::{Field, Line, Obstacle, Ordered, Rational, Ring};
use dualproof::tree::random::{GroupSetting, TreeSetting, tree_and_network};
use dualproof::tree::{Joint, LatentTree, LocalNetwork};
use nalgebra::DMatrix;
use num_traits::One;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// A tree, a network of its shape, and a node to differentiate at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The tree.
    pub tree: LatentTree<Rational>,
    /// The network.
    pub network: LocalNetwork<Rational>,
    /// μ, a node with children.
    pub node: usize,
    /// What the law adds to the tree; nothing in the theorem.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dependence: Option<Dependence>,
}

dualproof::line_through!(Instance { tree, network } keeping { node, dependence });

/// The statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// (a).
    PathPolarity,
    /// (b).
    ConditionalMeans,
    /// (c).
    Covariance,
    /// (d).
    OperatorBlock,
    /// (e) for (c).
    CovarianceShrinks,
    /// (e) for (d).
    OperatorShrinks,
    /// v_k by messages.
    Messages,
    /// (a), any number of states.
    CategoricalPath,
    /// (c), any number of states.
    CategoricalCovariance,
    /// (d), any number of states.
    CategoricalBlock,
    /// (a) and (c) by messages at depth 12.
    DeepTree,
}

/// The formula and its wrong versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// As stated.
    Stated,
    /// ρ_{0ν} ends at the parent.
    LastEdgeForgotten,
    /// v̄ by P(z_ν).
    MeanWeightedByProbability,
    /// ρ for ρ².
    PolarityNotSquared,
    /// 1 for 1 − ρ₀².
    RootVarianceForgotten,
    /// 1 − ρ₀ for 1 − ρ₀².
    RootMeanNotSquared,
    /// s for ρs.
    EdgePolarityDropped,
    /// I for JᵀJ.
    JacobianDropped,
    /// diag π.
    RootMeanForgotten,
    /// 4 for 2 in the exponent.
    DepthCountedTwice,
}

/// Sums over all latents, derivatives of augmentation means, or, for deep trees, messages.
pub fn measured<S: Ordered>(instance: &Instance, part: Part) -> Side<S> {
    enumerated(instance, part, Joint::features)
}

/// The same for linear networks, in systems without order too.
pub fn measured_linear<S: Field>(instance: &Instance, part: Part) -> Side<S> {
    enumerated(instance, part, Joint::linear_features)
}

/// Features of every node on every configuration of the leaves.
type Features<S> = fn(&Joint<S>, &LatentTree<S>, &LocalNetwork<S>) -> Side<S>;

fn enumerated<S: Field>(instance: &Instance, part: Part, features: Features<S>) -> Side<S> {
    let (tree, network) = (instance.tree.embed::<S>(), instance.network.embed::<S>());
    let shape = tree.shape();
    if matches!(part, Part::OperatorBlock | Part::OperatorShrinks | Part::CategoricalBlock) {
        let joint = dependence::joint::<S>(&instance.tree, instance.dependence.as_ref())?;
        let block = tree_operator::block(&joint, &tree, &network, instance.node)?;
        return Ok(vec![if part == Part::OperatorShrinks { one_by_one(trace(&block)) } else { block }]);
    }
    if part == Part::DeepTree {
        return deep::by_messages(&tree, &network);
    }
    let joint = dependence::joint::<S>(&instance.tree, instance.dependence.as_ref())?;
    if matches!(part, Part::PathPolarity | Part::CategoricalPath) {
        return (0..tree.nodes).map(|node| joint.given_root(node)).collect();
    }
    let features = features(&joint, &tree, &network)?;
    if part == Part::Messages {
        return (0..tree.nodes).map(|node| joint.means_given(node, &features[node])).collect();
    }
    let given = |state_of: usize, node: usize| -> Result<DMatrix<S>, Obstacle> {
        let children = shape.children(node).iter();
        let blocks = children.map(|child| joint.means_given(state_of, &features[*child]));
        Ok(beside(&blocks.collect::<Result<Vec<_>, _>>()?))
    };
    let per_node = |node: usize| -> Result<DMatrix<S>, Obstacle> {
        Ok(match part {
            Part::ConditionalMeans => given(node, node)?,
            Part::CovarianceShrinks => one_by_one(trace(&covariance_of_means(&joint.marginal(0), &given(0, node)?))),
            _ => covariance_of_means(&joint.marginal(0), &given(0, node)?),
        })
    };
    shape.inner_nodes().into_iter().map(per_node).collect()
}

fn one_by_one<S: Ring>(x: S) -> DMatrix<S> {
    DMatrix::from_element(1, 1, x)
}

/// The formulas: products of polarities or of transition matrices, and v_k from messages.
pub fn predicted<S: Field>(instance: &Instance, part: Part, formula: Formula) -> Side<S> {
    let (tree, network) = (instance.tree.embed::<S>(), instance.network.embed::<S>());
    let (shape, half) = (tree.shape(), S::from_rational(&Rational::new(1, 2)));
    match part {
        Part::CategoricalPath => return Ok(tree.laws_given_root()),
        Part::Messages => return Ok(tree.feature_laws(&network)?.iter().map(|law| law.means()).collect()),
        Part::CategoricalCovariance | Part::CategoricalBlock => {
            let (laws, features) = (tree.laws_given_root(), tree.feature_laws(&network)?);
            let spread = DMatrix::from_fn(tree.root.len(), tree.root.len(), |i, j| {
                let diagonal = if i == j { tree.root[i].clone() } else { S::zero() };
                let mean = tree.root[i].clone() * tree.root[j].clone();
                if formula == Formula::RootMeanForgotten { diagonal } else { diagonal - mean }
            });
            let edges = tree.edges_by_child();
            let at = |node: usize| {
                let below = shape.children(node).iter().map(|child| {
                    S::product(
                        &edges[*child].expect("an edge to every child").channel.matrix(),
                        &features[*child].means(),
                    )
                });
                let means = S::product(&laws[node], &beside(&below.collect::<Vec<_>>()));
                S::product(&S::product(&means.transpose(), &spread), &means)
            };
            if part == Part::CategoricalCovariance {
                return Ok(shape.inner_nodes().into_iter().map(at).collect());
            }
            let (_, square) = tree_operator::mean_jacobian::<S>(&instance.tree, &instance.network, instance.node)?;
            return Ok(vec![at(instance.node).kronecker(&square)]);
        }
        _ => {}
    }
    let (rho, products) = (polarities(&tree), path_products(&tree)?);
    if part == Part::PathPolarity {
        let law = |node: usize| {
            let path = match (formula, shape.parent(node)) {
                (Formula::LastEdgeForgotten, Some(parent)) => products[parent].clone(),
                _ => products[node].clone(),
            };
            let (agree, differ) = (S::one() + path.clone(), S::one() - path);
            DMatrix::from_fn(2, 2, |i, j| if i == j { agree.clone() } else { differ.clone() } * half.clone())
        };
        return Ok((0..tree.nodes).map(law).collect());
    }
    // a_μ, from closed forms or from messages.
    let (s, v): (Vec<Vec<S>>, Vec<DMatrix<S>>) = match part {
        Part::DeepTree => (selectivities(&tree, &network)?, Vec::new()),
        _ => {
            let v: Vec<DMatrix<S>> = tree.feature_laws(&network)?.iter().map(|law| law.means()).collect();
            let gap = |v: &DMatrix<S>| {
                (0..v.ncols()).map(|k| (v[(1, k)].clone() - v[(0, k)].clone()) * half.clone()).collect()
            };
            (v.iter().map(gap).collect(), v)
        }
    };
    let a = |node: usize| -> Vec<S> {
        let edge = |child: usize| match formula {
            Formula::EdgePolarityDropped => S::one(),
            _ => rho[child].clone().expect("a polarity"),
        };
        let children = shape.children(node).iter();
        children.flat_map(|&c| s[c].iter().map(|s| edge(c) * s.clone()).collect::<Vec<_>>()).collect()
    };
    // ρ₀ = P(+1) − P(−1).
    let mean = tree.root[1].clone() - tree.root[0].clone();
    let variance = match formula {
        Formula::RootVarianceForgotten => S::one(),
        Formula::RootMeanNotSquared => S::one() - mean,
        _ => S::one() - mean.clone() * mean,
    };
    let rank_one = |node: usize| {
        let column = DMatrix::from_vec(a(node).len(), 1, a(node));
        let path = &products[node];
        let factor = if formula == Formula::PolarityNotSquared { path.clone() } else { path.clone() * path.clone() };
        scaled(&S::product(&column, &column.transpose()), &(factor * variance.clone()))
    };
    let bound = |node: usize| {
        let largest = instance.tree.edges.iter().filter_map(|edge| match &edge.channel {
            dualproof::tree::Channel::Polarity(rho) => Some(rho.abs()),
            dualproof::tree::Channel::Transition(_) => None,
        });
        let largest = S::from_rational(&largest.max().unwrap_or(Rational::one()));
        let exponent = shape.depth(node) * if formula == Formula::DepthCountedTwice { 4 } else { 2 };
        let power = (0..exponent).fold(S::one(), |power, _| power * largest.clone());
        a(node).iter().fold(S::zero(), |sum, a| sum + a.clone() * a.clone()) * power * variance.clone()
    };
    Ok(match part {
        Part::ConditionalMeans => {
            let mean = |node: usize, k: usize| match formula {
                Formula::MeanWeightedByProbability => {
                    let law = S::product(&DMatrix::from_row_slice(1, 2, &tree.root), &tree.laws_given_root()[node]);
                    law[(0, 0)].clone() * v[node][(0, k)].clone() + law[(0, 1)].clone() * v[node][(1, k)].clone()
                }
                _ => (v[node][(0, k)].clone() + v[node][(1, k)].clone()) * half.clone(),
            };
            let at = |node: usize| {
                let means = shape.children(node).iter().flat_map(|&c| (0..s[c].len()).map(move |k| (c, k)));
                let means: Vec<S> = means.map(|(c, k)| mean(c, k)).collect();
                let slopes = a(node);
                DMatrix::from_fn(2, means.len(), |state, k| match state {
                    0 => means[k].clone() - slopes[k].clone(),
                    _ => means[k].clone() + slopes[k].clone(),
                })
            };
            shape.inner_nodes().into_iter().map(at).collect()
        }
        Part::DeepTree => {
            let polarities = DMatrix::from_row_slice(1, tree.nodes, &products);
            std::iter::once(polarities).chain(ends(&shape).into_iter().map(rank_one)).collect()
        }
        Part::CovarianceShrinks => shape.inner_nodes().into_iter().map(|node| one_by_one(bound(node))).collect(),
        Part::OperatorBlock | Part::OperatorShrinks => {
            let (_, square) = tree_operator::mean_jacobian::<S>(&instance.tree, &instance.network, instance.node)?;
            vec![match (part, formula) {
                (Part::OperatorShrinks, _) => one_by_one(bound(instance.node) * trace(&square)),
                (_, Formula::JacobianDropped) => {
                    rank_one(instance.node).kronecker(&DMatrix::identity(square.nrows(), square.nrows()))
                }
                _ => rank_one(instance.node).kronecker(&square),
            }]
        }
        _ => shape.inner_nodes().into_iter().map(rank_one).collect(),
    })
}

const PARTS: &[Row<Part>] = &[
    Row { name: "path-polarity", part: Part::PathPolarity, relation: Relation::Equal },
    Row { name: "conditional-means", part: Part::ConditionalMeans, relation: Relation::Equal },
    Row { name: "covariance", part: Part::Covariance, relation: Relation::Equal },
    Row { name: "operator-block", part: Part::OperatorBlock, relation: Relation::Equal },
    Row { name: "covariance-shrinks-with-depth", part: Part::CovarianceShrinks, relation: Relation::AtMost },
    Row { name: "operator-shrinks-with-depth", part: Part::OperatorShrinks, relation: Relation::AtMost },
    Row { name: "messages", part: Part::Messages, relation: Relation::Equal },
    Row { name: "categorical-path", part: Part::CategoricalPath, relation: Relation::Equal },
    Row { name: "categorical-covariance", part: Part::CategoricalCovariance, relation: Relation::Equal },
    Row { name: "categorical-operator-block", part: Part::CategoricalBlock, relation: Relation::Equal },
    Row { name: "deep-tree", part: Part::DeepTree, relation: Relation::Equal },
];

/// What infers v_k by messages.
const NEEDS_MESSAGES: Option<&[Part]> = Some(&[
    Part::ConditionalMeans,
    Part::Covariance,
    Part::OperatorBlock,
    Part::CovarianceShrinks,
    Part::OperatorShrinks,
    Part::Messages,
    Part::CategoricalCovariance,
    Part::CategoricalBlock,
]);

const EQUALITIES: Option<&[Part]> = Some(&[
    Part::PathPolarity,
    Part::ConditionalMeans,
    Part::Covariance,
    Part::OperatorBlock,
    Part::Messages,
    Part::CategoricalPath,
    Part::CategoricalCovariance,
    Part::CategoricalBlock,
    Part::DeepTree,
]);

const AT_A_NODE: Option<&[Part]> = Some(&[Part::OperatorBlock, Part::OperatorShrinks, Part::CategoricalBlock]);

const ASSUMPTIONS: &[Assumption<Instance, Part>] = &[
    Assumption {
        name: "siblings_are_independent",
        parts: NEEDS_MESSAGES,
        holds: |i| !matches!(i.dependence, Some(Dependence::Siblings { .. })),
    },
    Assumption {
        name: "parent_screens_off_ancestors",
        parts: None,
        holds: |i| !matches!(i.dependence, Some(Dependence::Grandparent { .. })),
    },
    Assumption {
        name: "network_is_differentiable",
        parts: AT_A_NODE,
        holds: |i| tree_operator::is_differentiable(&i.tree, &i.network, i.node),
    },
    Assumption {
        name: "jacobian_is_constant",
        parts: AT_A_NODE,
        holds: |i| tree_operator::jacobian_is_constant(&i.tree, &i.network, i.node),
    },
];

const MUTANTS: &[Mutant<Part, Formula>] = &[
    Mutant { name: "last-edge-forgotten", formula: Formula::LastEdgeForgotten, part: Part::PathPolarity },
    Mutant {
        name: "mean-weighted-by-probability",
        formula: Formula::MeanWeightedByProbability,
        part: Part::ConditionalMeans,
    },
    Mutant { name: "polarity-not-squared", formula: Formula::PolarityNotSquared, part: Part::Covariance },
    Mutant { name: "root-variance-forgotten", formula: Formula::RootVarianceForgotten, part: Part::Covariance },
    Mutant { name: "root-mean-not-squared", formula: Formula::RootMeanNotSquared, part: Part::OperatorBlock },
    Mutant { name: "edge-polarity-dropped", formula: Formula::EdgePolarityDropped, part: Part::Covariance },
    Mutant { name: "jacobian-dropped", formula: Formula::JacobianDropped, part: Part::OperatorBlock },
    Mutant { name: "root-mean-forgotten", formula: Formula::RootMeanForgotten, part: Part::CategoricalCovariance },
    Mutant { name: "depth-counted-twice", formula: Formula::DepthCountedTwice, part: Part::OperatorShrinks },
];

const DOMAIN: &[Domain] = &[Domain {
    assumption: "network_is_differentiable",
    reason: "at a pre-activation of 0 the gradient does not exist",
}];

const NECESSITY: &[Necessity<Instance, Part>] = &[
    Necessity {
        assumption: "siblings_are_independent",
        strategy: || dependent(dependence::between_siblings),
        part: Part::ConditionalMeans,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "parent_screens_off_ancestors",
        strategy: || dependent(dependence::on_grandparent),
        part: Part::PathPolarity,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "jacobian_is_constant",
        strategy: || {
            let groups = GroupSetting { relu_above: true, ..GroupSetting::default() };
            drawn(TreeSetting { height: Some((3, 3)), ..LAYERED }, groups)
        },
        part: Part::OperatorBlock,
        kind: Kind::Exact,
    },
];

/// Trees whose levels are layers.
const LAYERED: TreeSetting =
    TreeSetting { nodes: (2, 10), height: Some((1, 3)), uniform_root: true, transitions: None };

fn drawn(setting: TreeSetting, groups: GroupSetting) -> BoxedStrategy<Instance> {
    (tree_and_network(setting, groups), dependence::choice())
        .prop_map(|((tree, network), choice)| {
            let inner = tree.shape().inner_nodes();
            Instance { node: inner[choice % inner.len()], tree, network, dependence: None }
        })
        .boxed()
}

fn dependent(add: fn(&LatentTree<Rational>, usize) -> Option<Dependence>) -> BoxedStrategy<Instance> {
    let setting = TreeSetting { nodes: (3, 8), ..TreeSetting::default() };
    (drawn(setting, GroupSetting::default()), dependence::choice())
        .prop_map(move |(instance, choice)| Instance { dependence: add(&instance.tree, choice), ..instance })
        .boxed()
}

/// Trees of any shape and of layers, binary and not, with any law of the root, some up to 15 latents, some with
/// dependent siblings, a few of depth 12.
fn strategy() -> BoxedStrategy<Instance> {
    let (any, groups) = (TreeSetting::default(), GroupSetting::default());
    let categorical = TreeSetting { uniform_root: false, transitions: Some(3), nodes: (2, 6), ..any };
    let deep = deep::strategy().prop_map(|(tree, network)| Instance { node: 0, tree, network, dependence: None });
    prop_oneof![
        // The widest first, because raw bytes are halved for every option passed over.
        1 => deep,
        1 => drawn(TreeSetting { nodes: (11, 15), ..any }, groups),
        8 => drawn(LAYERED, groups),
        4 => drawn(TreeSetting { uniform_root: false, ..LAYERED }, groups),
        8 => drawn(any, groups),
        6 => drawn(TreeSetting { uniform_root: false, ..any }, groups),
        6 => drawn(categorical, groups),
        6 => drawn(TreeSetting { height: Some((1, 3)), ..categorical }, groups),
        4 => dependent(dependence::between_siblings),
    ]
    .boxed()
}

/// Everything free; μ is the first child of the root.
fn free(size: Size) -> BoxedStrategy<Instance> {
    free_tree(size).prop_map(|(tree, network)| Instance { node: 1, tree, network, dependence: None }).boxed()
}

/// With h levels of edges: E\[f | z_μ\] has degree at most h in weights and h in polarities, J_μ at most h. V in terms
/// of both and of the root's law, in which it is cubic, has 2·3h + 3; (1 − ρ₀²) ρ_{0μ}² a_μa_μᵀ ⊗ J_μᵀJ_μ has 2 + 2h +
/// 4h + 2h. Sums over all latents divide by P(z_μ), which is a factor of what they divide.
fn degrees(instance: &Instance, _: Part) -> Result<Degrees, Obstacle> {
    Ok(Degrees { numerator: 8 * instance.tree.shape().height() as u64 + 3, denominator: 0 })
}

fn validate(instance: &Instance) -> Result<(), String> {
    let Instance { tree, network, node, dependence } = instance;
    tree.validate().map_err(|e| e.to_string())?;
    network.validate(tree).map_err(|e| e.to_string())?;
    if !tree.shape().inner_nodes().contains(node) {
        return Err(format!("node: found {node}, expected a node with children"));
    }
    dependence.as_ref().map_or(Ok(()), |dependence| dependence::validate(tree, dependence))
}

/// The claim.
pub fn claim() -> Claim<Instance, Part, Formula> {
    let mut float = Evidence::float(measured, predicted);
    float.parts = EQUALITIES;
    Claim {
        slug: "latent-tree-covariance",
        group: "emergence",
        text: include_str!("latent_tree_covariance.rs"),
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
                measured: measured_linear,
                predicted,
                bound: Bound::Stated(degrees),
            }),
            float,
        ],
        stated: Formula::Stated,
        mutants: MUTANTS,
        necessity: NECESSITY,
        domain: DOMAIN,
    }
}
