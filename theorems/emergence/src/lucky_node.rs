//! `lucky-node`: among enough randomly initialised nodes, one is selective for the latent from the start.
//!
//! # Statement
//! Let a ∈ ℝⁿ, a ≠ 0, be the selectivities that reach a node group (a_μ), and w_j ∈ ℝⁿ the weights of its N nodes, all
//! entries independent and uniform on \[−h, h\] with h = σ√(3/n). A node's gap is g_j = 2w_jᵀa. Then for X_j = g_j/2:
//!
//! - second moment: E\[X_j²\] = σ²‖a‖²/n; its root is called sd;
//! - fourth moment: E\[X_j⁴\] ≤ 3 sd⁴;
//! - tail: P(X_j ≥ √θ sd) ≥ (1 − θ)²/6 for every θ in (0, 1);
//! - group: of N ≥ 6 ln(1/η)/(1 − θ)² independent nodes, 0 < η < 1, with probability at least 1 − η one has
//!   X_j ≥ √θ sd;
//! - best of N: for independent nodes P(max_j X_j ≥ s) = 1 − F(s)^N for every s, where over the m entries of a that are
//!   not 0, F(s) = P(X_j < s) = Σ_{ε ∈ {±1}^m} (∏_k ε_k) max(0, s + h Σ_k ε_k|a_k|)^m / (m! ∏_k 2h|a_k|);
//! - largest: the largest X_j² over all weights of the interval is 3 (‖a‖₁/‖a‖)² sd².
//!
//! Tail and group promise at most one standard deviation, however many nodes there are. Best of N goes beyond: for ten
//! equal a_k the median of the best X_j is 1.50, 2.42 and 3.07 sd at N = 10, 100 and 1000. Largest is the end of it:
//! √3 sd where only one a_k is not 0, √(3n) sd where all are equal.
//!
//! # Source
//! Abstract: the covariance operator "specifically amplifies initial random selectivities", so there must be some.
//! Derived from that sentence; best of N and largest go beyond it.
//!
//! # Assumptions
//! - `theta_is_below_one`: θ < 1 (that 0 < θ and 0 < η < 1 is part of being an instance). Tail and group.
//! - `weights_are_centred`: the interval is symmetric about 0.
//! - `nodes_are_independent`: nodes do not share a weight vector. Group and best of N.
//!
//! # Proof
//! A weight has variance h²/3 = σ²/n, and kurtosis 9/5 ≤ 3. For independent centred summands E X⁴ − 3(E X²)² = Σ aᵢ⁴
//! (E wᵢ⁴ − 3(E wᵢ²)²) ≤ 0. By Paley and Zygmund P(X² ≥ θ E X²) ≥ (1 − θ)² (E X²)²/E X⁴ ≥ (1 − θ)²/3, and by symmetry
//! half of that for X itself. N independent nodes all miss with probability at most (1 − (1 − θ)²/6)^N ≤ exp(−N(1 −
//! θ)²/6) ≤ η, and in general with probability F(s)^N. F: a step at 0 is the law of the empty sum, and adding a_k w_k
//! averages over an interval of width 2h|a_k|, which takes max(0, x)ʲ to the difference of max(0, x ± h|a_k|)ʲ⁺¹ over
//! (j + 1) 2h|a_k|. |wᵀa| ≤ h‖a‖₁, attained where w_k = h sign a_k, and h² = 3 sd²/‖a‖².
//!
//! # Checked form
//! Measured: the law of the gap Σ 2aᵢwᵢ, one summand after another, for h and threshold as stated; then node by node, a
//! later one being needed where the earlier ones fail. Exact: instances have n ≤ 4, and σ² and θ such that h and √θ sd
//! are fractions; others are rejected there. Moments by the recursion over summands; largest over all corners of the
//! cube. Tail and group as bounds on the probability of missing; whether N is large enough is decided with an enclosed
//! logarithm. Statistical: any a up to n = 32 with any rational σ² and θ (best of N: up to 12 inputs, and as two bounds
//! with 1/16 to spare, since a simulation confirms no equality); weights are cells of 2⁻⁴⁰ of the interval, a cell
//! that the threshold cuts counts against the verdict. Reference: the medians above, from another program.
//!
//! # Evidence
//! exact (rationals, `==`), float (running error bound), statistical (two sequential tests; the row states their error,
//! a share of the suite's budget, and their power), reference (mpmath, 60 digits).
//!
//! # Mutants
//! - `three-halves-for-six-in-the-tail`: P ≥ (1 − θ)²/(3/2).
//! - `three-halves-for-six-in-the-group`: N ≥ (3/2) ln(1/η)/(1 − θ)².
//! - `three-forgotten-in-the-interval`: σ taken from h = σ√(1/n), so E\[X²\] = σ²‖a‖²/(3n).
//! - `kurtosis-of-one-weight`: E\[X⁴\] ≤ (9/5)(E\[X²\])².
//! - `one-node-too-few`: 1 − F(s)^{N−1}.
//! - `union-bound`: N(1 − F(s)) in place of 1 − F(s)^N.
//! - `gap-for-half-gap`: 1 − F(s/2)^N, the law of the best gap.
//! - `largest-is-root-three-sd`: 3 sd² for every a.
//!
//! The same √(1/n) for √(3/n) in the *threshold of the tail* is no mutant: it raises the threshold to
//! √(3θ) sd, and on 60,000 random a of up to five entries the tail stays above twice the bound even there,
//! because Paley and Zygmund leave that much room (n = 1:
//! P = (1 − √θ)/2 ≥ (1 − θ)²/6, as (1 − t)(1 + t)² ≤ 32/27 < 3). Its error is in the second moment, where it is
//! refuted.
//!
//! # When an assumption is dropped
//! For θ > 1 the bound grows again while the tail does not. An interval moved to the left moves the tail with it.
//! Nodes that share one weight vector are all lucky or none: N of them are no better than one.

pub use super::node_group::{Instance, measured, simulated};
use dualproof::claim::{Assumption, Claim, Evidence, Kind, Mutant, Necessity, Part as Row, Relation, Side};
use dualproof::numbers::{Analytic, Field, Obstacle, Rational, Ring, Running, Sign};
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use proptest::collection::vec;
use proptest::prelude::*;

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
    /// P(max X ≥ s), P(max X < s).
    Best,
    /// The same, at most 1/16 more.
    BestFromAbove,
    /// P(max X < s), at most 1/16 more.
    BestFromBelow,
    /// The largest X².
    Largest,
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
    /// N − 1 for N.
    OneNodeTooFew,
    /// N(1 − F).
    UnionBound,
    /// s/2 for s.
    GapForHalfGap,
    /// ‖a‖² for ‖a‖₁².
    LargestIsRootThreeSd,
}

/// Entries other than 0 up to which F is a sum over all signs.
const MOST_ENTRIES: usize = 12;

/// F(s), by inclusion and exclusion over the corners of the cube.
fn below<S: Field>(instance: &Instance, s: &Rational) -> Result<S, Obstacle> {
    let square = instance.variance.clone() * Rational::from_integer(3);
    let square = square.divide(&instance.inputs()).ok_or(Obstacle::Outside("a node without inputs"))?;
    let h = match square.exact_sqrt() {
        Some(h) => S::from_rational(&h),
        None => S::from_rational(&square).square_root().ok_or(Obstacle::Outside("a rational half-width"))?,
    };
    let nonzero = instance.selectivities.iter().filter(|a| !a.is_zero());
    let sizes: Vec<S> = nonzero.map(|a| S::from_rational(&a.abs()) * h.clone()).collect();
    if sizes.len() > MOST_ENTRIES {
        return Err(Obstacle::Outside("at most 12 entries that are not 0"));
    }
    let mut sum = S::zero();
    for signs in 0..1_u32 << sizes.len() {
        let is_negative = |k: usize| signs >> k & 1 == 1;
        let signed = |k: usize| if is_negative(k) { -sizes[k].clone() } else { sizes[k].clone() };
        let at = (0..sizes.len()).fold(S::from_rational(s), |at, k| at + signed(k));
        let power = match at.sign() {
            Sign::Positive => sizes.iter().fold(S::one(), |power, _| power * at.clone()),
            Sign::Zero | Sign::Negative => continue,
            Sign::Unknown => return Err(Obstacle::UnknownSign("a distance from a corner")),
        };
        sum += if signs.count_ones() % 2 == 0 { power } else { -power };
    }
    let volume =
        sizes.iter().zip(1..).fold(S::one(), |volume, (size, k)| volume * size.clone() * S::from_integer(2 * k));
    sum.divide(&volume).ok_or(Obstacle::Outside("entries that are not 0"))
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

/// 1 − F(s)^N.
fn best<S: Field>(instance: &Instance, formula: Formula) -> Result<S, Obstacle> {
    let half = Rational::new(1, 2);
    let s = if formula == Formula::GapForHalfGap { instance.reach.clone() * half } else { instance.reach.clone() };
    let miss: S = below(instance, &s)?;
    Ok(match formula {
        Formula::UnionBound => (S::one() - miss) * S::from_integer(i64::from(instance.nodes)),
        Formula::OneNodeTooFew => S::one() - power(miss, instance.nodes - 1),
        _ => S::one() - power(miss, instance.nodes),
    })
}

/// What a simulation of the best of N is allowed beyond the formula.
const SPARE: (i64, u64) = (1, 16);

/// The bounds, and the law of the best.
pub fn predicted<S: Field>(instance: &Instance, part: Part, formula: Formula) -> Side<S> {
    let six = match formula {
        Formula::ThreeHalvesInTheTail | Formula::ThreeHalvesInTheGroup => Rational::new(3, 2),
        _ => Rational::new(6, 1),
    };
    let one_minus_theta = Rational::one() - instance.theta.clone();
    let constant = one_minus_theta.power(2).divide(&six).unwrap_or_else(Rational::zero);
    let second = instance.norm_squared() * instance.variance.clone();
    let second = second.divide(&instance.inputs()).ok_or(Obstacle::Outside("a node without inputs"))?;
    let spare = S::from_rational(&Rational::new(SPARE.0, SPARE.1));
    let bound = match part {
        Part::Best => {
            let reaches: S = best(instance, formula)?;
            return Ok(vec![DMatrix::from_vec(1, 2, vec![reaches.clone(), S::one() - reaches])]);
        }
        Part::BestFromAbove => return one_by_one(best::<S>(instance, formula)? + spare),
        Part::BestFromBelow => return one_by_one(S::one() - best(instance, formula)? + spare),
        Part::Largest if formula == Formula::LargestIsRootThreeSd => second * Rational::new(3, 1),
        Part::Largest => {
            let ratio = instance.sum_of_sizes().power(2).divide(&instance.norm_squared());
            second * ratio.ok_or(Obstacle::Outside("a other than 0"))? * Rational::new(3, 1)
        }
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
    one_by_one(S::from_rational(&bound))
}

fn one_by_one<S: Ring>(x: S) -> Side<S> {
    Ok(vec![DMatrix::from_element(1, 1, x)])
}

const PARTS: &[Row<Part>] = &[
    Row { name: "second-moment", part: Part::SecondMoment, relation: Relation::Equal },
    Row { name: "fourth-moment", part: Part::FourthMoment, relation: Relation::AtMost },
    Row { name: "tail", part: Part::Tail, relation: Relation::AtMost },
    Row { name: "group", part: Part::Group, relation: Relation::AtMost },
    Row { name: "best-of-n", part: Part::Best, relation: Relation::Equal },
    Row { name: "best-of-n-from-above", part: Part::BestFromAbove, relation: Relation::AtMost },
    Row { name: "best-of-n-from-below", part: Part::BestFromBelow, relation: Relation::AtMost },
    Row { name: "largest", part: Part::Largest, relation: Relation::Equal },
];

/// What is decided without chance: the bounds with something to spare follow from the equality.
const CERTAIN: &[Part] = &[Part::SecondMoment, Part::FourthMoment, Part::Tail, Part::Group, Part::Best, Part::Largest];

const SIMULATED: &[Part] = &[Part::Tail, Part::Group, Part::BestFromAbove, Part::BestFromBelow];

const OF_A_GROUP: Option<&[Part]> = Some(&[Part::Group, Part::Best, Part::BestFromAbove, Part::BestFromBelow]);

const ASSUMPTIONS: &[Assumption<Instance, Part>] = &[
    Assumption {
        name: "theta_is_below_one",
        parts: Some(&[Part::Tail, Part::Group]),
        holds: |i| i.theta < Rational::one(),
    },
    Assumption { name: "weights_are_centred", parts: None, holds: |i| i.centre.is_zero() },
    Assumption { name: "nodes_are_independent", parts: OF_A_GROUP, holds: |i| !i.shared },
];

const MUTANTS: &[Mutant<Part, Formula>] = &[
    Mutant { name: "three-halves-for-six-in-the-tail", formula: Formula::ThreeHalvesInTheTail, part: Part::Tail },
    Mutant { name: "three-halves-for-six-in-the-group", formula: Formula::ThreeHalvesInTheGroup, part: Part::Group },
    Mutant { name: "three-forgotten-in-the-interval", formula: Formula::ThreeForgotten, part: Part::SecondMoment },
    Mutant { name: "kurtosis-of-one-weight", formula: Formula::KurtosisOfOneWeight, part: Part::FourthMoment },
    Mutant { name: "one-node-too-few", formula: Formula::OneNodeTooFew, part: Part::Best },
    Mutant { name: "union-bound", formula: Formula::UnionBound, part: Part::Best },
    Mutant { name: "gap-for-half-gap", formula: Formula::GapForHalfGap, part: Part::Best },
    Mutant { name: "largest-is-root-three-sd", formula: Formula::LargestIsRootThreeSd, part: Part::Largest },
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
    Necessity { assumption: "nodes_are_independent", strategy: shared, part: Part::Best, kind: Kind::Exact },
    Necessity { assumption: "weights_are_centred", strategy: off_centre, part: Part::Best, kind: Kind::Exact },
    Necessity { assumption: "weights_are_centred", strategy: off_centre, part: Part::Largest, kind: Kind::Exact },
];

/// N for which `constant`·ln(1/η)/(1 − θ)² is covered, in plain `f64`: the exact condition is decided elsewhere.
fn enough_nodes(constant: f64, eta: &Rational, theta: &Rational) -> u32 {
    (constant * -eta.to_f64().ln() / (1.0 - theta.to_f64()).powi(2)).ceil() as u32
}

/// Up to four inputs, a rational half-width and threshold, a group that the statement or its mutant just covers, and s
/// on both sides of 0 and beyond the largest X.
fn strategy() -> BoxedStrategy<Instance> {
    let selectivities = (vec(-6_i64..=6, 0..=3), prop_oneof![-6_i64..=-1, 1_i64..=6]);
    (selectivities, 1_i64..=6, 1_i64..=15, 1_u32..=20, prop::bool::ANY, 0_u32..=2, -6_i64..=18)
        .prop_map(|((rest, first), halves, sixteenths, halvings, stated, spare, reach)| {
            let all = std::iter::once(first).chain(rest);
            let selectivities: Vec<Rational> = all.map(Rational::from_integer).collect();
            let square: Rational = selectivities.iter().fold(Rational::zero(), |sum, a| sum + a.power(2));
            // √θ sd is h times that many sixteenths of ‖a‖/√3, rounded down to sixteenths but not to 0: 0 < θ < 1.
            let longest = (square.to_f64() / 3.0).sqrt();
            let at = Rational::new(((longest * sixteenths as f64) as i64).max(1), 16);
            let theta = (at.power(2) * Rational::from_integer(3)).divide(&square).unwrap_or_else(Rational::one);
            let eta = Rational::new(1, 1 << halvings);
            let h = Rational::new(halves, 2);
            let mut instance = Instance {
                variance: h.power(2) * Rational::new(selectivities.len() as i64, 3),
                nodes: enough_nodes(if stated { 6.0 } else { 1.5 }, &eta, &theta) + spare,
                reach: Rational::zero(),
                centre: Rational::zero(),
                shared: false,
                selectivities,
                theta,
                eta,
            };
            instance.reach = h * instance.sum_of_sizes() * Rational::new(reach, 16);
            instance
        })
        .boxed()
}

/// Steps of s in a unit.
const REACH_STEPS: u64 = 64;

/// Up to 32 inputs, half of them up to 8, any σ² and θ up to 3/4, failures that a simulation can see, and s up to three
/// standard deviations.
fn large() -> BoxedStrategy<Instance> {
    let entries = || -16_i64..=16;
    let selectivities =
        (prop_oneof![vec(entries(), 0..=7), vec(entries(), 8..=31)], prop_oneof![-16_i64..=-1, 1_i64..=16]);
    (selectivities, 1_i64..=6, 1_i64..=12, 1_u32..=4, 0_u32..=2, 1_i64..=24)
        .prop_map(|((rest, first), halves, sixteenths, halvings, spare, eighths)| {
            let all = std::iter::once(first).chain(rest);
            let (theta, eta) = (Rational::new(sixteenths, 16), Rational::new(1, 1 << halvings));
            let mut instance = Instance {
                selectivities: all.map(Rational::from_integer).collect(),
                variance: Rational::new(halves, 2),
                // One more than the rounded figure: certainly enough.
                nodes: enough_nodes(6.0, &eta, &theta) + 1 + spare,
                theta,
                eta,
                reach: Rational::zero(),
                centre: Rational::zero(),
                shared: false,
            };
            let square = instance.norm_squared().to_f64() * instance.variance.to_f64() / instance.inputs().to_f64();
            let steps = square.sqrt() * eighths as f64 / 8.0 * REACH_STEPS as f64;
            instance.reach = Rational::new((steps as i64).max(1), REACH_STEPS);
            instance
        })
        .boxed()
}

/// N and the median of the best X of N nodes with ten inputs of selectivity 1 and h = 1, so that sd = √(10/3): the
/// x at which F(x)^N = ½, in units of 10⁻¹⁸. Found by bisection in mpmath with 60 digits.
pub const MEDIANS: [(u32, i64); 3] =
    [(10, 2_747_095_626_306_003_674), (100, 4_423_356_049_518_193_673), (1000, 5_613_975_701_188_458_270)];

fn medians() -> Vec<Instance> {
    let instance = |&(nodes, median): &(u32, i64)| Instance {
        selectivities: vec![Rational::one(); 10],
        variance: Rational::new(10, 3),
        theta: Rational::new(1, 2),
        nodes,
        eta: Rational::new(1, 2),
        reach: Rational::new(median, 10_u64.pow(18)),
        centre: Rational::zero(),
        shared: false,
    };
    MEDIANS.iter().map(instance).collect()
}

/// The best is above its median with probability ½.
fn above_the_median(_: &Instance, _: Part, _: Formula) -> Side<Running> {
    Ok(vec![DMatrix::from_element(1, 2, Running::from_rational(&Rational::new(1, 2)))])
}

/// The threshold twice to five times as high: θ up to 25.
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
    let Instance { selectivities, variance, theta, nodes, eta, .. } = instance;
    let (zero, one) = (Rational::zero(), Rational::one());
    if selectivities.iter().all(Zero::is_zero) {
        return Err("selectivities: found none that is not 0, expected at least one".to_string());
    }
    if *variance <= zero {
        return Err(format!("variance: found {variance}, expected a positive number"));
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
            Evidence::exact(measured, predicted).of_parts(CERTAIN),
            Evidence::float(measured, predicted).of_parts(CERTAIN).with_ceiling(
                &[Part::Group],
                1e-3,
                "the probability that a group misses is 1 less that of finding, which leaves few digits of a small one",
            ),
            Evidence::statistical(large, SIMULATED, simulated, predicted),
            Evidence::reference(medians, &[Part::Best], measured, above_the_median),
        ],
        stated: Formula::Stated,
        mutants: MUTANTS,
        necessity: NECESSITY,
        domain: &[],
    }
}
