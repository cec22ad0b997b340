//! `selectivity-transfer`: what a linear unit distinguishes survives its ReLU, up to a correction for the spread.
//!
//! # Statement
//! Let X = f̃_j be the pre-activation of a unit of μ's group, v± = E\[X | z_μ = ±1\], σ±² = Var\[X | z_μ = ±1\], and
//! ψ(t) = t for t > 0, a·t for t ≤ 0 with a ≤ 1 (a = 0 is ReLU). With κ = (1 − a)/2 the selectivity
//! s_j = ½(E\[ψ(X) | +1\] − E\[ψ(X) | −1\]) satisfies
//!
//! - transfer: s_j ≥ ½( ψ(v₊) − ψ(v₋) − κ(√(v₋² + σ₋²) − |v₋|) );
//! - sharpened Jensen, on either side: E\[ψ(X)\] − ψ(E X) ≤ κ(√(v² + σ²) − |v|) ≤ κσ, for ReLU ½√Var.
//!
//! Both in a form without roots, for every t > 0: √q is replaced by ½(q/t + t).
//!
//! - Spread: let the children ν of μ be binary with polarities ρ_{μν}, f_ν their units, s_ν the selectivities of these
//!   and w_{jν} the unit's weights on them. Then, given either state of z_μ,
//!   Var\[X | z_μ\] = Σ_ν (1 − ρ_{μν}²)(w_{jν}ᵀs_ν)² + Σ_ν E\[Var(w_{jν}ᵀf_ν | z_ν) | z_μ\].
//!
//! This is the link between a lucky gap and transfer: half the gap, ½(v₊ − v₋) = Σ_ν ρ_{μν} w_{jν}ᵀs_ν, adds the same
//! terms that the spread squares. A child with ρ = ±1 adds to the gap and nothing to the first sum, one with ρ = 0 adds
//! to the spread alone; the second sum is what the children's own units do not tell of z_ν.
//!
//! # Source
//! Abstract: "which we show leads to the emergence of hierarchical features". The bounds are derived and proved here,
//! with the leaky form, the form for every t and the spread; none is quoted.
//!
//! # Assumptions
//! - `psi_is_convex`: a ≤ 1. All parts but the spread.
//! - `t_is_positive`: the forms for every t.
//! - `channels_are_symmetric`: spread; E\[z_ν | z_μ = −1\] = −E\[z_ν | z_μ = +1\] for every child, which is then
//!   ρ_{μν}. (ρ is half of the difference of the two for any channel.)
//! - `siblings_are_independent`, `parent_screens_off_ancestors`: σ² is predicted as a sum over children that are
//!   independent given z_μ, and what is below a child by messages. Transfer and Jensen hold for any law of X.
//! - States of μ of positive probability; μ and, for the spread, its children binary. The law of X is otherwise
//!   arbitrary; it is drawn from latent trees, with polarities and with unsymmetric channels.
//!
//! # Proof
//! ψ(t) = ½(1 + a)t + κ|t|, so E\[ψ(X)\] − ψ(EX) = κ(E|X| − |EX|), which lies between 0 (Jensen, κ ≥ 0) and
//! κ(√(EX²) − |EX|) (Cauchy–Schwarz), EX² = v² + σ². Use the lower end at +1 and the upper end at −1. √(v² + σ²) ≤
//! |v| + σ gives κσ. For q ≥ 0: √q ≤ ½(q/t + t) for every t > 0, with equality at t = √q; so "for every t" *is* the
//! statement with the root. Equality: |X| constant given −1 and X of one sign given +1. Spread: the terms w_{jν}ᵀf_ν
//! are independent given z_μ; of each, Var = Var E\[· | z_ν\] + E Var(· | z_ν) given z_μ, E\[w_{jν}ᵀf_ν | z_ν\] =
//! const + z_ν w_{jν}ᵀs_ν, and Var\[z_ν | z_μ\] = 1 − ρ_{μν}².
//!
//! # Checked form
//! Measured: −s_j, E\[ψ(X)\] − ψ(EX) and E\[X²\] − (EX)², by summing over all latents. Predicted: the bounds, from
//! means and variances by messages; the spread from polarities, selectivities and the laws below each child. Over the
//! rationals the instance carries t, drawn at the root itself where it is rational (|X| constant is drawn often), near
//! it and away from it.
//!
//! # Evidence
//! exact (rationals, for every t); identity (prime field, the spread on linear networks with everything free, the bound
//! on the degree stated); float (running error bound, with √) where no bound is attained: a tie cannot be
//! told from a violation in floating point, so instances with constant |X| are rejected there.
//!
//! # Mutants
//! - `correction-dropped`: s_j ≥ ½(ψ(v₊) − ψ(v₋)).
//! - `correction-halved`: ½κ in place of κ in transfer; `jensen-halved`, `spread-halved`: in the other two bounds.
//! - `spread-of-the-other-side`: σ₊, v₊ in the correction.
//! - `slope-of-the-wrong-sign`: (1 + a)/2 in place of κ.
//! - `polarity-not-squared`: 1 − ρ in the spread; `agreement-for-doubt`: ρ² in place of 1 − ρ².
//! - `children-taken-as-pixels`: the spread without its second sum.
//!
//! # When an assumption is dropped
//! With a > 1, ψ is concave and Jensen's inequality turns round on the +1 side. With t < 0 the form without roots
//! is a bound by −√q. Given an unsymmetric channel the spread differs between the two states of μ. Dependent siblings
//! co-vary given μ, and so do all nodes that the parent of μ influences directly.

use super::dependence::{self, Dependence};
use super::free_tree::{Size, free_tree};
use super::preactivation::{moments, spread};
use dualproof::claim::{
    Assumption, Bound, Claim, Degrees, Evidence, Identity, Kind, Mutant, Necessity, Part as Row, Relation, Side,
};
use dualproof::matrix::hadamard;
use dualproof::network::Activation;
use dualproof::numbers::{Analytic, Field, Line, Obstacle, Ordered, Rational, Ring, Running, Sign};
use dualproof::tree::random::{GroupSetting, TreeSetting, tree_and_network};
use dualproof::tree::{Channel, Edge, Group, Joint, LatentTree, LocalNetwork, Pixels};
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// A tree, a network of its shape, the group whose units are rectified, and t.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The tree.
    pub tree: LatentTree<Rational>,
    /// The network; X is the pre-activation of the group of `node`, whose own activation is not used.
    pub network: LocalNetwork<Rational>,
    /// μ.
    pub node: usize,
    /// a.
    pub slope: Rational,
    /// t.
    pub t: Rational,
    /// What the law adds to the tree; nothing in the statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dependence: Option<Dependence>,
}

dualproof::line_through!(Instance { tree, network } keeping { node, slope, t, dependence });

/// The statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Transfer, for every t.
    TransferForEveryT,
    /// E\[ψ(X)\] − ψ(EX) ≤ κ(½(q/t + t) − |v|).
    JensenForEveryT,
    /// E\[ψ(X)\] − ψ(EX) ≤ ½κ(σ²/t + t).
    SpreadForEveryT,
    /// Transfer with the root.
    Transfer,
    /// Jensen with the root, both bounds.
    Jensen,
    /// Var\[X | z_μ\].
    Spread,
}

/// The formula and its wrong versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// As stated.
    Stated,
    /// 0 for κ.
    CorrectionDropped,
    /// ½κ for κ.
    CorrectionHalved,
    /// σ₊, v₊ for σ₋, v₋.
    OtherSide,
    /// (1 + a)/2 for (1 − a)/2.
    SlopeOfTheWrongSign,
    /// 1 − ρ for 1 − ρ².
    PolarityNotSquared,
    /// ρ² for 1 − ρ².
    AgreementForDoubt,
    /// No second sum.
    ChildrenTakenAsPixels,
}

/// By summing over all latents; one entry per unit (and side).
pub fn measured<S: Ordered>(instance: &Instance, part: Part) -> Side<S> {
    let (tree, network) = (instance.tree.embed::<S>(), instance.network.embed::<S>());
    let joint = dependence::joint::<S>(&instance.tree, instance.dependence.as_ref())?;
    let x = with_activation(&network, instance.node, Activation::Linear);
    if part == Part::Spread {
        return variance(instance, &joint, &joint.features(&tree, &x)?[instance.node]);
    }
    let rectified =
        with_activation(&network, instance.node, Activation::LeakyRelu { slope: S::from_rational(&instance.slope) });
    let v = joint.means_given(instance.node, &joint.features(&tree, &x)?[instance.node])?;
    let rectified = joint.means_given(instance.node, &joint.features(&tree, &rectified)?[instance.node])?;
    let half = S::from_rational(&Rational::new(1, 2));
    if matches!(part, Part::TransferForEveryT | Part::Transfer) {
        let below = |k: usize| (rectified[(0, k)].clone() - rectified[(1, k)].clone()) * half.clone();
        return Ok(vec![DMatrix::from_fn(1, v.ncols(), |_, k| below(k))]);
    }
    // ψ(v) = ½(1 + a)v + ½(1 − a)|v|.
    let a = S::from_rational(&instance.slope);
    let psi = |v: &S| ((S::one() + a.clone()) * v.clone() + (S::one() - a.clone()) * v.magnitude()) * half.clone();
    let excess = DMatrix::from_fn(2, v.ncols(), |s, k| rectified[(s, k)].clone() - psi(&v[(s, k)]));
    Ok(if part == Part::Jensen { vec![excess.clone(), excess] } else { vec![excess] })
}

/// The spread of linear networks, in systems without order too.
pub fn measured_linear<S: Field>(instance: &Instance, part: Part) -> Side<S> {
    if part != Part::Spread {
        return Err(Obstacle::Unsupported("order"));
    }
    let (tree, network) = (instance.tree.embed::<S>(), instance.network.embed::<S>());
    let joint = dependence::joint::<S>(&instance.tree, instance.dependence.as_ref())?;
    variance(instance, &joint, &joint.linear_features(&tree, &network)?[instance.node])
}

/// E\[X² | z_μ\] − E\[X | z_μ\]², states × units.
fn variance<S: Field>(instance: &Instance, joint: &Joint<S>, x: &DMatrix<S>) -> Side<S> {
    let (mean, square) = (joint.means_given(instance.node, x)?, joint.means_given(instance.node, &hadamard(x, x))?);
    Ok(vec![square - hadamard(&mean, &mean)])
}

fn with_activation<S: Ring>(network: &LocalNetwork<S>, node: usize, activation: Activation<S>) -> LocalNetwork<S> {
    let mut network = network.clone();
    network.groups.iter_mut().filter(|g| g.node == node).for_each(|g| g.activation = activation.clone());
    network
}

/// The bounds, with `root(q)` in place of √q.
fn bounds<S: Ordered>(
    instance: &Instance,
    part: Part,
    formula: Formula,
    root: &dyn Fn(&S) -> Result<S, Obstacle>,
) -> Side<S> {
    if part == Part::Spread {
        return predicted_spread(instance, part, formula);
    }
    let (mean, variance) = moments::<S>(instance)?;
    let (a, half) = (S::from_rational(&instance.slope), S::from_rational(&Rational::new(1, 2)));
    let kappa = match formula {
        Formula::CorrectionDropped => S::zero(),
        Formula::CorrectionHalved => (S::one() - a.clone()) * half.clone() * half.clone(),
        Formula::SlopeOfTheWrongSign => (S::one() + a.clone()) * half.clone(),
        _ => (S::one() - a.clone()) * half.clone(),
    };
    let correction = |state: usize, unit: usize| -> Result<S, Obstacle> {
        let (v, spread) = (&mean[(state, unit)], variance[(state, unit)].clone());
        Ok(kappa.clone() * (root(&(v.clone() * v.clone() + spread))? - v.magnitude()))
    };
    let psi = |v: &S| match v.sign() {
        Sign::Unknown => Err(Obstacle::UnknownSign("a mean")),
        Sign::Negative => Ok(a.clone() * v.clone()),
        _ => Ok(v.clone()),
    };
    let units = mean.ncols();
    if matches!(part, Part::TransferForEveryT | Part::Transfer) {
        let from = usize::from(formula == Formula::OtherSide);
        let bound = |k: usize| -> Result<S, Obstacle> {
            let rest = psi(&mean[(1, k)])? - psi(&mean[(0, k)])? - correction(from, k)?;
            Ok(-(rest * half.clone()))
        };
        let bounds = (0..units).map(bound).collect::<Result<Vec<S>, _>>()?;
        return Ok(vec![DMatrix::from_vec(1, units, bounds)]);
    }
    let each = |f: &dyn Fn(usize, usize) -> Result<S, Obstacle>| -> Result<DMatrix<S>, Obstacle> {
        let entries = (0..units).flat_map(|k| [(0, k), (1, k)]).map(|(s, k)| f(s, k)).collect::<Result<Vec<S>, _>>()?;
        Ok(DMatrix::from_vec(2, units, entries))
    };
    let spread = |state: usize, unit: usize| Ok(kappa.clone() * root(&variance[(state, unit)])?);
    match part {
        Part::SpreadForEveryT => Ok(vec![each(&spread)?]),
        Part::Jensen => Ok(vec![each(&correction)?, each(&spread)?]),
        _ => Ok(vec![each(&correction)?]),
    }
}

/// The spread alone, in any system.
pub fn predicted_spread<S: Field>(instance: &Instance, part: Part, formula: Formula) -> Side<S> {
    match part {
        Part::Spread => Ok(vec![spread(instance, formula)?]),
        _ => Err(Obstacle::Unsupported("order")),
    }
}

/// The bounds over the rationals: ½(q/t + t) in place of √q.
pub fn predicted_for_t(instance: &Instance, part: Part, formula: Formula) -> Side<Rational> {
    let t = &instance.t;
    let half = Rational::new(1, 2);
    bounds(instance, part, formula, &|q| {
        Ok((q.divide(t).ok_or(Obstacle::Outside("t other than 0"))? + t.clone()) * half.clone())
    })
}

/// The bounds with their roots.
pub fn predicted_with_root(instance: &Instance, part: Part, formula: Formula) -> Side<Running> {
    bounds(instance, part, formula, &|q: &Running| q.sqrt().ok_or(Obstacle::UnknownSign("the argument of a root")))
}

/// [`measured`] where no bound is attained: |X| takes several values given either state, and a ≠ 1.
pub fn measured_where_strict(instance: &Instance, part: Part) -> Side<Running> {
    let joint: Joint<Rational> = dependence::joint(&instance.tree, instance.dependence.as_ref())?;
    let x = with_activation(&instance.network, instance.node, Activation::Linear);
    let x = &joint.features(&instance.tree, &x)?[instance.node];
    let sizes = joint.means_given(instance.node, &x.map(|x| x.abs()))?;
    let squares = joint.means_given(instance.node, &x.map(|x| x.clone() * x))?;
    let is_constant = sizes.iter().zip(squares.iter()).any(|(size, square)| size.clone() * size.clone() == *square);
    if is_constant || instance.slope.is_one() {
        return Err(Obstacle::Outside("a bound that is not attained"));
    }
    measured(instance, part)
}

impl Instance {
    /// P(z_ν = +1 | z_μ = −1) = P(z_ν = −1 | z_μ = +1) for every child ν of μ.
    fn channels_are_symmetric(&self) -> bool {
        let shape = self.tree.shape();
        let (children, edges) = (shape.children(self.node), self.tree.edges_by_child());
        let channels = children.iter().filter_map(|child| edges[*child]).map(|edge| edge.channel.matrix());
        channels.into_iter().all(|p| p.shape() != (2, 2) || p[(0, 1)] == p[(1, 0)])
    }
}

const PARTS: &[Row<Part>] = &[
    Row { name: "transfer-for-every-t", part: Part::TransferForEveryT, relation: Relation::AtMost },
    Row { name: "jensen-for-every-t", part: Part::JensenForEveryT, relation: Relation::AtMost },
    Row { name: "spread-for-every-t", part: Part::SpreadForEveryT, relation: Relation::AtMost },
    Row { name: "transfer", part: Part::Transfer, relation: Relation::AtMost },
    Row { name: "jensen", part: Part::Jensen, relation: Relation::AtMost },
    Row { name: "spread", part: Part::Spread, relation: Relation::Equal },
];

const WITHOUT_ROOTS: &[Part] = &[Part::TransferForEveryT, Part::JensenForEveryT, Part::SpreadForEveryT, Part::Spread];

const OF_PSI: Option<&[Part]> =
    Some(&[Part::TransferForEveryT, Part::JensenForEveryT, Part::SpreadForEveryT, Part::Transfer, Part::Jensen]);

const FOR_EVERY_T: &[Part] = &[Part::TransferForEveryT, Part::JensenForEveryT, Part::SpreadForEveryT];

const ASSUMPTIONS: &[Assumption<Instance, Part>] = &[
    Assumption { name: "psi_is_convex", parts: OF_PSI, holds: |i| i.slope <= Rational::one() },
    Assumption { name: "t_is_positive", parts: Some(FOR_EVERY_T), holds: |i| i.t > Rational::zero() },
    Assumption {
        name: "channels_are_symmetric",
        parts: Some(&[Part::Spread]),
        holds: Instance::channels_are_symmetric,
    },
    Assumption {
        name: "siblings_are_independent",
        parts: None,
        holds: |i| !matches!(i.dependence, Some(Dependence::Siblings { .. })),
    },
    Assumption {
        name: "parent_screens_off_ancestors",
        parts: None,
        holds: |i| !matches!(i.dependence, Some(Dependence::Grandparent { .. })),
    },
];

const MUTANTS: &[Mutant<Part, Formula>] = &[
    Mutant { name: "correction-dropped", formula: Formula::CorrectionDropped, part: Part::TransferForEveryT },
    Mutant { name: "correction-halved", formula: Formula::CorrectionHalved, part: Part::TransferForEveryT },
    Mutant { name: "spread-of-the-other-side", formula: Formula::OtherSide, part: Part::TransferForEveryT },
    Mutant { name: "jensen-halved", formula: Formula::CorrectionHalved, part: Part::JensenForEveryT },
    Mutant { name: "spread-halved", formula: Formula::CorrectionHalved, part: Part::SpreadForEveryT },
    Mutant { name: "slope-of-the-wrong-sign", formula: Formula::SlopeOfTheWrongSign, part: Part::JensenForEveryT },
    Mutant { name: "polarity-not-squared", formula: Formula::PolarityNotSquared, part: Part::Spread },
    Mutant { name: "agreement-for-doubt", formula: Formula::AgreementForDoubt, part: Part::Spread },
    Mutant { name: "children-taken-as-pixels", formula: Formula::ChildrenTakenAsPixels, part: Part::Spread },
];

const NECESSITY: &[Necessity<Instance, Part>] = &[
    Necessity {
        assumption: "psi_is_convex",
        strategy: || drawn(&[2, 3, 5], 1),
        part: Part::TransferForEveryT,
        kind: Kind::Exact,
    },
    Necessity { assumption: "psi_is_convex", strategy: || drawn(&[2, 3, 5], 1), part: Part::Jensen, kind: Kind::Float },
    Necessity {
        assumption: "t_is_positive",
        strategy: || drawn(&[0], -1),
        part: Part::JensenForEveryT,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "channels_are_symmetric",
        strategy: || drawn(&[0], 1),
        part: Part::Spread,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "siblings_are_independent",
        strategy: || dependent(dependence::between_siblings),
        part: Part::Spread,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "parent_screens_off_ancestors",
        strategy: || dependent(dependence::on_grandparent),
        part: Part::Spread,
        kind: Kind::Exact,
    },
];

/// √(v² + σ²) of the first unit given state 0, to a 64th, or 1 where that is 0.
fn root_nearby(instance: &Instance) -> Rational {
    let Ok((mean, variance)) = moments::<Rational>(instance) else { return Rational::one() };
    let root = (mean[(0, 0)].to_f64().powi(2) + variance[(0, 0)].to_f64()).sqrt();
    let steps = (root * ROOT_STEPS as f64).round() as i64;
    if steps > 0 { Rational::new(steps, ROOT_STEPS) } else { Rational::one() }
}

/// Steps of t in a unit.
const ROOT_STEPS: u64 = 64;

/// Random trees; t is at the root of a second moment or a multiple of it. the slope a is one of `slopes`.
fn drawn(slopes: &'static [i64], sign: i64) -> BoxedStrategy<Instance> {
    let any = TreeSetting { nodes: (2, 7), uniform_root: false, ..TreeSetting::default() };
    let groups = GroupSetting::default();
    let unsymmetric = TreeSetting { transitions: Some(2), ..any };
    let general = prop_oneof![tree_and_network(any, groups), tree_and_network(unsymmetric, groups)].boxed();
    let t = prop::sample::select(vec![(1_i64, 1_u64), (1, 1), (1, 1), (1, 2), (3, 2), (7, 8)]);
    (prop_oneof![general, attained()], 0_usize..8, prop::sample::select(slopes), t)
        .prop_map(move |((tree, network), choice, slope, (numerator, denominator))| {
            let inner = tree.shape().inner_nodes();
            let node = inner[choice % inner.len()];
            let (slope, t) = (Rational::new(slope, 1), Rational::one());
            let mut instance = Instance { tree, network, node, slope, t, dependence: None };
            instance.t = root_nearby(&instance) * Rational::new(sign * numerator, denominator);
            instance
        })
        .boxed()
}

/// Trees with polarities and one departure from their law.
fn dependent(add: fn(&LatentTree<Rational>, usize) -> Option<Dependence>) -> BoxedStrategy<Instance> {
    (drawn(&[0], 1), dependence::choice())
        .prop_map(move |(instance, choice)| Instance { dependence: add(&instance.tree, choice), ..instance })
        .boxed()
}

/// One leaf, seen by units w·z: |X| is constant, X is of one sign given one state of the root and mixed given the
/// other. The bounds are attained.
fn attained() -> BoxedStrategy<(LatentTree<Rational>, LocalNetwork<Rational>)> {
    (1_i64..=7, vec(1_i64..=6, 1..=2))
        .prop_map(|(eighths, weights)| {
            let rows = [(8 - eighths, 8), (eighths, 8), (0, 8), (8, 8)].map(|(n, d)| Rational::new(n, d));
            let channel = Channel::Transition(DMatrix::from_row_slice(2, 2, &rows));
            let root = vec![Rational::new(1, 2); 2];
            let tree = LatentTree { nodes: 2, root, edges: vec![Edge { parent: 0, child: 1, channel }] };
            let weights = DMatrix::from_fn(weights.len(), 1, |i, _| Rational::from_integer(weights[i]));
            let group = Group { node: 0, weights, activation: Activation::Linear };
            (tree, LocalNetwork { pixels: Pixels::Sign, groups: vec![group] })
        })
        .boxed()
}

/// ReLU three times of four, otherwise a slope of −1, −½ or ½.
fn strategy() -> BoxedStrategy<Instance> {
    let leaky = drawn(&[-2, -1, 1], 1)
        .prop_map(|instance| Instance { slope: instance.slope * Rational::new(1, 2), ..instance });
    prop_oneof![3 => drawn(&[0], 1), 1 => leaky].boxed()
}

/// Everything free; μ is the root, whose children have units.
fn free(size: Size) -> BoxedStrategy<Instance> {
    let (slope, t) = (Rational::zero(), Rational::one());
    let instance = move |(tree, network)| Instance {
        tree,
        network,
        node: 0,
        slope: slope.clone(),
        t: t.clone(),
        dependence: None,
    };
    free_tree(size).prop_map(instance).boxed()
}

/// With h levels of edges X has at most degree h in weights, and the law of the leaves given z_μ at most twice h in the
/// polarities of two paths: 4h, and 2 for 1 − ρ².
fn degrees(instance: &Instance, _: Part) -> Result<Degrees, Obstacle> {
    Ok(Degrees { numerator: 4 * instance.tree.shape().height() as u64 + 2, denominator: 0 })
}

fn validate(instance: &Instance) -> Result<(), String> {
    let Instance { tree, network, node, dependence, .. } = instance;
    tree.validate().map_err(|e| e.to_string())?;
    network.validate(tree).map_err(|e| e.to_string())?;
    dependence.as_ref().map_or(Ok(()), |dependence| dependence::validate(tree, dependence))?;
    match tree.shape().inner_nodes().contains(node) && tree.states()[*node] == 2 {
        true => Ok(()),
        false => Err(format!("node: found {node}, expected a binary latent with children")),
    }
}

/// The claim.
pub fn claim() -> Claim<Instance, Part, Formula> {
    let mut exact = Evidence::exact(measured, predicted_for_t);
    exact.parts = Some(WITHOUT_ROOTS);
    let identity = Evidence::identity(Identity {
        large: || free(Size::LARGE),
        small: || free(Size::SMALL),
        line: Instance::towards,
        measured: measured_linear,
        predicted: predicted_spread,
        bound: Bound::Stated(degrees),
    });
    let mut float = Evidence::float(measured_where_strict, predicted_with_root);
    float.parts = Some(&[Part::Transfer, Part::Jensen, Part::Spread]);
    Claim {
        slug: "selectivity-transfer",
        group: "emergence",
        text: include_str!("selectivity_transfer.rs"),
        parts: PARTS,
        assumptions: ASSUMPTIONS,
        strategy,
        validate,
        evidence: vec![exact, identity.of_parts(&[Part::Spread]), float],
        stated: Formula::Stated,
        mutants: MUTANTS,
        necessity: NECESSITY,
        domain: &[],
    }
}
