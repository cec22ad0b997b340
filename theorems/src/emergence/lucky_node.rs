//! `lucky-node`: among enough randomly initialised nodes, one is selective for the latent from the start.
//!
//! # Statement
//! Let a ∈ ℝⁿ, a ≠ 0, be the selectivities that reach a node group (a_μ), and w_j ∈ ℝⁿ its nodes' weights, all
//! entries independent and uniform on \[−σ√(3/n), σ√(3/n)\]. Then for X_j = w_jᵀa, half the node's gap:
//!
//! - second moment: E\[X_j²\] = σ²‖a‖²/n;
//! - fourth moment: E\[X_j⁴\] ≤ 3 (σ²‖a‖²/n)²;
//! - tail: P(X_j ≥ √θ σ‖a‖/√n) ≥ (1 − θ)²/6 for every θ in (0, 1);
//! - group: of N ≥ 6 ln(1/η)/(1 − θ)² independent nodes, 0 < η < 1, with probability at least 1 − η one has
//!   X_j ≥ √θ σ‖a‖/√n.
//!
//! # Source
//! Abstract: the covariance operator "specifically amplifies initial random selectivities", so there must be some.
//! Commonly cited as the lemma on lucky nodes at initialisation.
//!
//! # Assumptions
//! - `theta_is_below_one`: θ < 1 (that 0 < θ and 0 < η < 1 is part of being an instance). Tail and group.
//! - `weights_are_centred`: the interval is symmetric about 0.
//! - `nodes_are_independent`: nodes do not share a weight vector. Group only.
//!
//! # Proof
//! A weight has variance h²/3 = σ²/n for h = σ√(3/n), and kurtosis 9/5 ≤ 3. For independent centred summands
//! E X⁴ − 3(E X²)² = Σ aᵢ⁴ (E wᵢ⁴ − 3(E wᵢ²)²) ≤ 0. By Paley and Zygmund P(X² ≥ θ E X²) ≥ (1 − θ)² (E X²)²/E X⁴ ≥
//! (1 − θ)²/3, and by symmetry half of that for X itself. N independent nodes all miss with probability at most
//! (1 − (1 − θ)²/6)^N ≤ exp(−N(1 − θ)²/6) ≤ η.
//!
//! # Checked form
//! As bounds on the probability of missing. The event depends on Σ aᵢuᵢ with uᵢ = wᵢ/h uniform on \[−1, 1\]:
//! X ≥ √θ σ‖a‖/√n exactly where Σ aᵢuᵢ ≥ ‖a‖√(θ/3), since σ and n cancel. Exact: for n ≤ 10 (drawn: n ≤ 4) the
//! distribution function is a piecewise polynomial over the rationals, and θ is drawn as 3s²/‖a‖² with s
//! rational, so that the threshold s is; an instance whose threshold is irrational is rejected there. Moments
//! exactly, by the recursion over summands. Whether N is large enough is decided with an enclosed logarithm.
//! Statistical: any a up to n = 32 with any rational θ; weights are cells of 2⁻⁴⁰ of the interval, a cell that
//! the threshold cuts counts against the verdict.
//!
//! # Evidence
//! exact (rationals, `==`), float (running error bound), statistical (two sequential tests, error from the
//! suite's budget).
//!
//! # Mutants
//! - `three-halves-for-six-in-the-tail`: P ≥ (1 − θ)²/(3/2).
//! - `three-halves-for-six-in-the-group`: N ≥ (3/2) ln(1/η)/(1 − θ)².
//! - `three-forgotten-in-the-interval`: σ taken from h = σ√(1/n), so E\[X²\] = σ²‖a‖²/(3n).
//! - `kurtosis-of-one-weight`: E\[X⁴\] ≤ (9/5)(E\[X²\])².
//!
//! The same √(1/n) for √(3/n) in the *threshold of the tail* is no mutant: it raises the threshold to
//! √(3θ) σ‖a‖/√n, and on 60,000 random a of up to five entries the tail stays above twice the bound even there,
//! because Paley and Zygmund leave that much room (n = 1:
//! P = (1 − √θ)/2 ≥ (1 − θ)²/6, as (1 − t)(1 + t)² ≤ 32/27 < 3). Its error is in the second moment, where it is
//! refuted.
//!
//! # When an assumption is dropped
//! For θ > 1 the bound grows again while the tail does not. An interval moved to the left moves the tail with it.
//! Nodes that share one weight vector are all lucky or none: N of them are no better than one.

use dualproof::claim::{Assumption, Claim, Counts, Evidence, Kind, Mutant, Necessity, Part as Row, Relation, Side};
use dualproof::numbers::{Analytic, Field, Obstacle, Rational, Ring, Running, Sign};
use dualproof::statistics::UniformSum;
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use proptest::collection::vec;
use proptest::prelude::*;
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

/// A group of nodes, what they look for, and how lucky one should be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// a: one entry per input of the group.
    pub selectivities: Vec<Rational>,
    /// σ.
    pub sigma: Rational,
    /// θ.
    pub theta: Rational,
    /// N.
    pub nodes: u32,
    /// η: how likely the group may be without a lucky node.
    pub eta: Rational,
    /// The middle of the weights' interval, in half-widths; 0 in the statement.
    pub centre: Rational,
    /// Have all nodes the same weight vector? Not in the statement.
    pub shared: bool,
}

impl Instance {
    fn norm_squared(&self) -> Rational {
        self.selectivities.iter().fold(Rational::zero(), |sum, a| sum + a.clone() * a.clone())
    }

    fn inputs(&self) -> Rational {
        Rational::from_integer(self.selectivities.len() as i64)
    }
}

/// The statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// E\[X²\].
    SecondMoment,
    /// E\[X⁴\].
    FourthMoment,
    /// One node.
    Tail,
    /// N nodes.
    Group,
}

/// The formula and its wrong versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// As stated.
    Stated,
    /// 3/2 for 6 in the tail.
    ThreeHalvesInTheTail,
    /// 3/2 for 6 in the group.
    ThreeHalvesInTheGroup,
    /// σ√(1/n) for σ√(3/n).
    ThreeForgotten,
    /// 9/5 for 3.
    KurtosisOfOneWeight,
}

/// The nodes' chance of missing, or the moments, from the law of the weights.
pub fn measured<S: Field>(instance: &Instance, part: Part) -> Side<S> {
    let value = match part {
        Part::SecondMoment => moment::<S>(instance, 2)?,
        Part::FourthMoment => moment::<S>(instance, 4)?,
        Part::Tail => miss(instance)?,
        Part::Group if instance.shared => miss(instance)?,
        Part::Group => power(miss(instance)?, instance.nodes),
    };
    Ok(vec![DMatrix::from_element(1, 1, value)])
}

/// P(Σ aᵢuᵢ < ‖a‖√(θ/3)), the uᵢ uniform on the unit interval about the centre.
fn miss<S: Field>(instance: &Instance) -> Result<S, Obstacle> {
    let third = Rational::new(1, 3);
    let threshold = (instance.theta.clone() * instance.norm_squared() * third).exact_sqrt();
    let threshold = threshold.ok_or(Obstacle::Outside("the threshold is irrational"))?;
    let moved = instance.selectivities.iter().fold(threshold, |t, a| t - a.clone() * instance.centre.clone());
    let weights: Vec<S> = instance.selectivities.iter().map(S::from_rational).collect();
    UniformSum::new(&weights)?.at_most(&S::from_rational(&moved))
}

/// E\[Xᵏ\], one summand after another: E\[(S + au)ᵏ\] = Σ_j C(k, j) aʲ E\[uʲ\] E\[Sᵏ⁻ʲ\]; then times hᵏ.
fn moment<S: Field>(instance: &Instance, order: usize) -> Result<S, Obstacle> {
    let (low, high) = (instance.centre.clone() - Rational::one(), instance.centre.clone() + Rational::one());
    // ∫ uʲ/2 over [low, high].
    let of_uniform = |j: u32| {
        let primitive = high.power(j + 1) - low.power(j + 1);
        S::from_rational(&(primitive * Rational::new(1, 2 * (u64::from(j) + 1))))
    };
    let uniform: Vec<S> = (0..=order as u32).map(of_uniform).collect();
    let mut moments: Vec<S> = (0..=order).map(|k| if k == 0 { S::one() } else { S::zero() }).collect();
    for a in instance.selectivities.iter().map(S::from_rational) {
        moments = (0..=order)
            .map(|k| {
                let (mut sum, mut binomial, mut scale) = (S::zero(), 1, S::one());
                for j in 0..=k {
                    let weight = S::from_integer(binomial) * scale.clone() * uniform[j].clone();
                    sum.add_product(&weight, &moments[k - j]);
                    binomial = binomial * (k - j) as i64 / (j as i64 + 1);
                    scale *= a.clone();
                }
                sum
            })
            .collect();
    }
    // h² = 3σ²/n.
    let three = Rational::from_integer(3);
    let square = three * instance.sigma.power(2);
    let square = square.divide(&instance.inputs()).ok_or(Obstacle::Outside("a node without inputs"))?;
    Ok(moments[order].clone() * S::from_rational(&square.power(order as u32 / 2)))
}

/// xᴺ by squaring.
fn power<S: Field>(x: S, n: u32) -> S {
    let (mut result, mut square, mut left) = (S::one(), x, n);
    while left > 0 {
        if left % 2 == 1 {
            result *= square.clone();
        }
        left /= 2;
        if left > 0 {
            square *= square.clone();
        }
    }
    result
}

/// Bits of a simulated weight.
const BITS: u32 = 40;

/// Bits of a selectivity, as an integer over the common denominator, and of their number: with the weight's
/// [`BITS`] and a sign they fit an `i64`.
const SELECTIVITY_BITS: usize = 16;

/// Draws groups of nodes and counts those that miss. A weight is the cell \[2j, 2j + 2\] − 2⁴⁰ of an even division
/// of \[−2⁴⁰, 2⁴⁰\]; a sum over cells lies within Σ|aᵢ| of the sum over their middles.
pub fn simulated(instance: &Instance, part: Part, trials: u64, rng: &mut ChaCha8Rng) -> Result<Counts, Obstacle> {
    if !instance.centre.is_zero() {
        return Err(Obstacle::Outside("an interval off the centre is not simulated"));
    }
    let weights = integers(&instance.selectivities).ok_or(Obstacle::Outside("selectivities of too many bits"))?;
    let slack: i64 = weights.iter().map(|a| a.abs()).sum();
    let square: i64 = weights.iter().map(|a| a * a).sum();
    // ‖a‖√(θ/3) lies between this whole number of cells' halves and the next.
    let threshold = instance.theta.clone() * Rational::new(square, 3) * Rational::from_integer(2).power(2 * BITS);
    let threshold = threshold.floor_sqrt().ok_or(Obstacle::Outside("a negative theta"))?;
    let nodes = match part {
        Part::Group if !instance.shared => instance.nodes,
        _ => 1,
    };
    let mut counts = Counts::default();
    for _ in 0..trials {
        // The luckiest node so far: 0 misses, 1 cannot be told, 2 lucky.
        let mut luck = 0;
        for _ in 0..nodes {
            let sum: i64 = weights.iter().map(|a| a * cell(rng)).sum();
            let here = if sum - slack > threshold { 2 } else { i32::from(sum + slack >= threshold) };
            luck = luck.max(here);
            if luck == 2 {
                break;
            }
        }
        counts.happened += u64::from(luck == 0);
        counts.undecided += u64::from(luck == 1);
    }
    Ok(counts)
}

/// The middle of a uniformly drawn cell.
fn cell(rng: &mut ChaCha8Rng) -> i64 {
    let j = (rng.next_u64() >> (u64::BITS - BITS)) as i64;
    2 * j + 1 - (1 << BITS)
}

/// The selectivities over their common denominator, if they are small enough to simulate with.
fn integers(selectivities: &[Rational]) -> Option<Vec<i64>> {
    let mut whole = Rational::one();
    for a in selectivities {
        let (_, denominator) = (a.clone() * whole.clone()).whole_parts()?;
        whole *= Rational::from_integer(denominator);
    }
    let scaled = |a: &Rational| Some((a.clone() * whole.clone()).whole_parts()?.0);
    let weights = selectivities.iter().map(scaled).collect::<Option<Vec<i64>>>()?;
    let sum = weights.iter().try_fold(0_i64, |sum, a| sum.checked_add(a.checked_abs()?))?;
    (sum < 1 << SELECTIVITY_BITS).then_some(weights)
}

/// The bounds.
pub fn predicted<S: Field>(instance: &Instance, part: Part, formula: Formula) -> Side<S> {
    let six = match formula {
        Formula::ThreeHalvesInTheTail | Formula::ThreeHalvesInTheGroup => Rational::new(3, 2),
        _ => Rational::new(6, 1),
    };
    let one_minus_theta = Rational::one() - instance.theta.clone();
    let constant = one_minus_theta.power(2).divide(&six).unwrap_or_else(Rational::zero);
    let second = instance.norm_squared() * instance.sigma.power(2);
    let second = second.divide(&instance.inputs()).ok_or(Obstacle::Outside("a node without inputs"))?;
    let bound = match part {
        Part::SecondMoment if formula == Formula::ThreeForgotten => second * Rational::new(1, 3),
        Part::SecondMoment => second,
        Part::FourthMoment if formula == Formula::KurtosisOfOneWeight => second.power(2) * Rational::new(9, 5),
        Part::FourthMoment => second.power(2) * Rational::new(3, 1),
        Part::Tail => Rational::one() - constant,
        Part::Group => {
            // N·(1 − θ)²/6 ≥ ln(1/η), or the statement says nothing of this group.
            let covered = Running::from_rational(&(constant * Rational::from_integer(i64::from(instance.nodes))));
            let needed = -Running::from_rational(&instance.eta).ln().ok_or(Obstacle::Outside("eta outside (0, 1)"))?;
            match (covered - needed).sign() {
                Sign::Positive | Sign::Zero => instance.eta.clone(),
                Sign::Negative => return Err(Obstacle::Outside("a smaller group than the statement needs")),
                Sign::Unknown => return Err(Obstacle::UnknownSign("the nodes beyond those needed")),
            }
        }
    };
    Ok(vec![DMatrix::from_element(1, 1, S::from_rational(&bound))])
}

const PARTS: &[Row<Part>] = &[
    Row { name: "second-moment", part: Part::SecondMoment, relation: Relation::Equal },
    Row { name: "fourth-moment", part: Part::FourthMoment, relation: Relation::AtMost },
    Row { name: "tail", part: Part::Tail, relation: Relation::AtMost },
    Row { name: "group", part: Part::Group, relation: Relation::AtMost },
];

const ASSUMPTIONS: &[Assumption<Instance, Part>] = &[
    Assumption {
        name: "theta_is_below_one",
        parts: Some(&[Part::Tail, Part::Group]),
        holds: |i| i.theta < Rational::one(),
    },
    Assumption { name: "weights_are_centred", parts: None, holds: |i| i.centre.is_zero() },
    Assumption { name: "nodes_are_independent", parts: Some(&[Part::Group]), holds: |i| !i.shared },
];

const MUTANTS: &[Mutant<Part, Formula>] = &[
    Mutant { name: "three-halves-for-six-in-the-tail", formula: Formula::ThreeHalvesInTheTail, part: Part::Tail },
    Mutant { name: "three-halves-for-six-in-the-group", formula: Formula::ThreeHalvesInTheGroup, part: Part::Group },
    Mutant { name: "three-forgotten-in-the-interval", formula: Formula::ThreeForgotten, part: Part::SecondMoment },
    Mutant { name: "kurtosis-of-one-weight", formula: Formula::KurtosisOfOneWeight, part: Part::FourthMoment },
];

const NECESSITY: &[Necessity<Instance, Part>] = &[
    Necessity { assumption: "theta_is_below_one", strategy: theta_above_one, part: Part::Tail, kind: Kind::Exact },
    Necessity { assumption: "weights_are_centred", strategy: off_centre, part: Part::Tail, kind: Kind::Exact },
    Necessity { assumption: "nodes_are_independent", strategy: shared, part: Part::Group, kind: Kind::Exact },
    Necessity {
        assumption: "nodes_are_independent",
        strategy: || large().prop_map(|i| Instance { shared: true, ..i }).boxed(),
        part: Part::Group,
        kind: Kind::Statistical,
    },
];

/// N for which `constant`·ln(1/η)/(1 − θ)² is covered, in plain `f64`: the exact condition is decided elsewhere.
fn enough_nodes(constant: f64, eta: &Rational, theta: &Rational) -> u32 {
    (constant * -eta.to_f64().ln() / (1.0 - theta.to_f64()).powi(2)).ceil() as u32
}

/// Up to four inputs, a rational threshold, and a group that the statement or its mutant just covers.
fn strategy() -> BoxedStrategy<Instance> {
    let selectivities = (vec(-6_i64..=6, 0..=3), prop_oneof![-6_i64..=-1, 1_i64..=6]);
    (selectivities, 1_u64..=6, 1_i64..=15, 1_u32..=20, prop::bool::ANY, 0_u32..=2)
        .prop_map(|((rest, first), sigma, sixteenths, halvings, stated, spare)| {
            let all = std::iter::once(first).chain(rest);
            let selectivities: Vec<Rational> = all.map(Rational::from_integer).collect();
            let square: Rational = selectivities.iter().fold(Rational::zero(), |sum, a| sum + a.power(2));
            // s is that many sixteenths of ‖a‖/√3, rounded down to sixteenths but not to 0: 0 < θ < 1.
            let longest = (square.to_f64() / 3.0).sqrt();
            let s = Rational::new(((longest * sixteenths as f64) as i64).max(1), 16);
            let theta = (s.power(2) * Rational::from_integer(3)).divide(&square).unwrap_or_else(Rational::one);
            let eta = Rational::new(1, 1 << halvings);
            let nodes = enough_nodes(if stated { 6.0 } else { 1.5 }, &eta, &theta) + spare;
            let sigma = Rational::new(sigma as i64, 2);
            Instance { selectivities, sigma, theta, nodes, eta, centre: Rational::zero(), shared: false }
        })
        .boxed()
}

/// Up to 32 inputs, any θ up to 3/4, and failures that a simulation can see.
fn large() -> BoxedStrategy<Instance> {
    let selectivities = (vec(-16_i64..=16, 0..=31), prop_oneof![-16_i64..=-1, 1_i64..=16]);
    (selectivities, 1_i64..=6, 1_i64..=12, 1_u32..=4, 0_u32..=2)
        .prop_map(|((rest, first), sigma, sixteenths, halvings, spare)| {
            let all = std::iter::once(first).chain(rest);
            let (theta, eta) = (Rational::new(sixteenths, 16), Rational::new(1, 1 << halvings));
            Instance {
                selectivities: all.map(Rational::from_integer).collect(),
                sigma: Rational::new(sigma, 2),
                // One more than the rounded figure: certainly enough.
                nodes: enough_nodes(6.0, &eta, &theta) + 1 + spare,
                theta,
                eta,
                centre: Rational::zero(),
                shared: false,
            }
        })
        .boxed()
}

/// s twice to five times as long: θ up to 25.
fn theta_above_one() -> BoxedStrategy<Instance> {
    (strategy(), 2_i64..=5)
        .prop_map(|(i, factor)| Instance { theta: i.theta.clone() * Rational::new(factor, 1).power(2), ..i })
        .boxed()
}

/// The interval moved against the selectivities.
fn off_centre() -> BoxedStrategy<Instance> {
    (strategy(), 1_i64..=4)
        .prop_map(|(i, quarters)| {
            let selectivities = i.selectivities.iter().map(Rational::abs).collect();
            Instance { selectivities, centre: Rational::new(-quarters, 4), ..i }
        })
        .boxed()
}

/// One weight vector for all nodes.
fn shared() -> BoxedStrategy<Instance> {
    strategy().prop_map(|i| Instance { shared: true, ..i }).boxed()
}

/// Nodes of an instance beyond which powers of an exact probability outgrow the memory.
const MOST_NODES: u32 = 1 << 14;

fn validate(instance: &Instance) -> Result<(), String> {
    let Instance { selectivities, sigma, theta, nodes, eta, .. } = instance;
    let (zero, one) = (Rational::zero(), Rational::one());
    if selectivities.iter().all(Zero::is_zero) {
        return Err("selectivities: found none that is not 0, expected at least one".to_string());
    }
    if *sigma <= zero {
        return Err(format!("sigma: found {sigma}, expected a positive number"));
    }
    if *theta <= zero {
        return Err(format!("theta: found {theta}, expected a number in (0, 1)"));
    }
    if *eta <= zero || *eta >= one {
        return Err(format!("eta: found {eta}, expected a number in (0, 1)"));
    }
    if *nodes == 0 || *nodes > MOST_NODES {
        return Err(format!("nodes: found {nodes}, expected 1 to {MOST_NODES}"));
    }
    Ok(())
}

/// The claim.
pub fn claim() -> Claim<Instance, Part, Formula> {
    Claim {
        slug: "lucky-node",
        group: "emergence",
        text: include_str!("lucky_node.rs"),
        parts: PARTS,
        assumptions: ASSUMPTIONS,
        strategy,
        validate,
        evidence: vec![
            Evidence::exact(measured, predicted),
            Evidence::float(measured, predicted),
            Evidence::statistical(large, &[Part::Tail, Part::Group], simulated, predicted),
        ],
        stated: Formula::Stated,
        mutants: MUTANTS,
        necessity: NECESSITY,
        domain: &[],
    }
}
