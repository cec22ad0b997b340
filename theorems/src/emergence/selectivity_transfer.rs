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
//! # Source
//! Commonly cited as the lemma on the growth of selectivity in SB-HLTM (with ½√Var; the paper's own constant was not
//! at hand). The leaky form and the form for every t are proved here. Abstract: "which we show leads to the
//! emergence of hierarchical features".
//!
//! # Assumptions
//! - `psi_is_convex`: a ≤ 1.
//! - `t_is_positive`.
//! - States of μ of positive probability; μ binary. The law of X is otherwise arbitrary; it is drawn from latent
//!   trees, with polarities and with unsymmetric channels. (σ² is predicted as a sum over independent children.)
//!
//! # Proof
//! ψ(t) = ½(1 + a)t + κ|t|, so E\[ψ(X)\] − ψ(EX) = κ(E|X| − |EX|), which lies between 0 (Jensen, κ ≥ 0) and
//! κ(√(EX²) − |EX|) (Cauchy–Schwarz), EX² = v² + σ². Use the lower end at +1 and the upper end at −1. √(v² + σ²) ≤
//! |v| + σ gives κσ. For q ≥ 0: √q ≤ ½(q/t + t) for every t > 0, with equality at t = √q; so "for every t" *is* the
//! statement with the root. Equality: |X| constant given −1 and X of one sign given +1.
//!
//! # Checked form
//! Measured: −s_j, and E\[ψ(X)\] − ψ(EX), by summing over all latents. Predicted: the bounds, from means and variances
//! by messages. Over the rationals the instance carries t, drawn at the root itself where it is rational (|X| constant
//! is drawn often), near it and away from it.
//!
//! # Evidence
//! exact (rationals, for every t); float (running error bound, with √) where no bound is attained: a tie cannot be
//! told from a violation in floating point, so instances with constant |X| are rejected there.
//!
//! # Mutants
//! - `correction-dropped`: s_j ≥ ½(ψ(v₊) − ψ(v₋)).
//! - `correction-halved`: ½κ in place of κ in transfer; `jensen-halved`, `spread-halved`: in the other two bounds.
//! - `spread-of-the-other-side`: σ₊, v₊ in the correction.
//! - `slope-of-the-wrong-sign`: (1 + a)/2 in place of κ.
//!
//! # When an assumption is dropped
//! With a > 1, ψ is concave and Jensen's inequality turns round on the +1 side. With t < 0 the form without roots
//! is a bound by −√q.

use dualproof::claim::{Assumption, Claim, Evidence, Kind, Mutant, Necessity, Part as Row, Relation, Side};
use dualproof::network::Activation;
use dualproof::numbers::{Analytic, Field, Obstacle, Ordered, Rational, Ring, Running, Sign};
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
}

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
}

/// By summing over all latents; one entry per unit (and side).
pub fn measured<S: Ordered>(instance: &Instance, part: Part) -> Side<S> {
    let (tree, network) = (instance.tree.embed::<S>(), instance.network.embed::<S>());
    let joint = Joint::of(&tree)?;
    let x = with_activation(&network, instance.node, Activation::Linear);
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

fn with_activation<S: Ring>(network: &LocalNetwork<S>, node: usize, activation: Activation<S>) -> LocalNetwork<S> {
    let mut network = network.clone();
    network.groups.iter_mut().filter(|g| g.node == node).for_each(|g| g.activation = activation.clone());
    network
}

/// v and σ² of every unit of the group given each state, states × units: from the children's moments by messages.
fn moments<S: Field>(instance: &Instance) -> Result<(DMatrix<S>, DMatrix<S>), Obstacle> {
    let (tree, network) = (instance.tree.embed::<S>(), instance.network.embed::<S>());
    if tree.states()[instance.node] != 2 {
        return Err(Obstacle::Outside("a binary latent"));
    }
    let group = network.groups.iter().find(|group| group.node == instance.node).expect("a group of an inner node");
    let (states, units) = (2, group.weights.nrows());
    let (mut mean, mut variance) = (DMatrix::zeros(states, units), DMatrix::zeros(states, units));
    let mut at = 0;
    let (laws, edges) = (tree.feature_laws(&network)?, tree.edges_by_child());
    for &child in tree.shape().children(instance.node) {
        let (law, width) = (&laws[child], laws[child].support[0].len());
        let channel = edges[child].expect("an edge to every child").channel.matrix();
        let given = S::product(&channel, &law.probabilities);
        let weights = group.weights.columns(at, width).clone_owned();
        at += width;
        for unit in 0..units {
            // The child's term in the pre-activation, value by value.
            let term = |value: &Vec<S>| {
                (0..width).fold(S::zero(), |sum, k| sum + weights[(unit, k)].clone() * value[k].clone())
            };
            let terms: Vec<S> = law.support.iter().map(term).collect();
            for state in 0..states {
                let (mut first, mut second) = (S::zero(), S::zero());
                for (i, t) in terms.iter().enumerate() {
                    let p = given[(state, i)].clone();
                    first += p.clone() * t.clone();
                    second += p * t.clone() * t.clone();
                }
                variance[(state, unit)] += second - first.clone() * first.clone();
                mean[(state, unit)] += first;
            }
        }
    }
    Ok((mean, variance))
}

/// The bounds, with `root(q)` in place of √q.
fn bounds<S: Ordered>(
    instance: &Instance,
    part: Part,
    formula: Formula,
    root: &dyn Fn(&S) -> Result<S, Obstacle>,
) -> Side<S> {
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
    let joint = Joint::of(&instance.tree)?;
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

const PARTS: &[Row<Part>] = &[
    Row { name: "transfer-for-every-t", part: Part::TransferForEveryT, relation: Relation::AtMost },
    Row { name: "jensen-for-every-t", part: Part::JensenForEveryT, relation: Relation::AtMost },
    Row { name: "spread-for-every-t", part: Part::SpreadForEveryT, relation: Relation::AtMost },
    Row { name: "transfer", part: Part::Transfer, relation: Relation::AtMost },
    Row { name: "jensen", part: Part::Jensen, relation: Relation::AtMost },
];

const FOR_EVERY_T: &[Part] = &[Part::TransferForEveryT, Part::JensenForEveryT, Part::SpreadForEveryT];

const ASSUMPTIONS: &[Assumption<Instance, Part>] = &[
    Assumption { name: "psi_is_convex", parts: None, holds: |i| i.slope <= Rational::one() },
    Assumption { name: "t_is_positive", parts: Some(FOR_EVERY_T), holds: |i| i.t > Rational::zero() },
];

const MUTANTS: &[Mutant<Part, Formula>] = &[
    Mutant { name: "correction-dropped", formula: Formula::CorrectionDropped, part: Part::TransferForEveryT },
    Mutant { name: "correction-halved", formula: Formula::CorrectionHalved, part: Part::TransferForEveryT },
    Mutant { name: "spread-of-the-other-side", formula: Formula::OtherSide, part: Part::TransferForEveryT },
    Mutant { name: "jensen-halved", formula: Formula::CorrectionHalved, part: Part::JensenForEveryT },
    Mutant { name: "spread-halved", formula: Formula::CorrectionHalved, part: Part::SpreadForEveryT },
    Mutant { name: "slope-of-the-wrong-sign", formula: Formula::SlopeOfTheWrongSign, part: Part::JensenForEveryT },
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
            let mut instance = Instance { tree, network, node, slope: Rational::new(slope, 1), t: Rational::one() };
            instance.t = root_nearby(&instance) * Rational::new(sign * numerator, denominator);
            instance
        })
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

fn validate(instance: &Instance) -> Result<(), String> {
    let Instance { tree, network, node, .. } = instance;
    tree.validate().map_err(|e| e.to_string())?;
    network.validate(tree).map_err(|e| e.to_string())?;
    match tree.shape().inner_nodes().contains(node) && tree.states()[*node] == 2 {
        true => Ok(()),
        false => Err(format!("node: found {node}, expected a binary latent with children")),
    }
}

/// The claim.
pub fn claim() -> Claim<Instance, Part, Formula> {
    let mut exact = Evidence::exact(measured, predicted_for_t);
    exact.parts = Some(FOR_EVERY_T);
    let mut float = Evidence::float(measured_where_strict, predicted_with_root);
    float.parts = Some(&[Part::Transfer, Part::Jensen]);
    Claim {
        slug: "selectivity-transfer",
        group: "emergence",
        text: include_str!("selectivity_transfer.rs"),
        parts: PARTS,
        assumptions: ASSUMPTIONS,
        strategy,
        validate,
        evidence: vec![exact, float],
        stated: Formula::Stated,
        mutants: MUTANTS,
        necessity: NECESSITY,
        domain: &[],
    }
}
