//! A group of nodes at initialisation: what an instance is, and how it is drawn.

use super::{Formula, Part};
use dualproof::claim::Side;
use dualproof::numbers::{Field, Number, Obstacle, Rational, Ring};
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// A group of nodes, what they look for, and how lucky one should be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// a: one entry per input of the group.
    pub selectivities: Vec<Rational>,
    /// σ². σ itself need not be rational; the exact law needs h = σ√(3/n) to be.
    pub variance: Rational,
    /// θ.
    pub theta: Rational,
    /// N.
    pub nodes: u32,
    /// η: how likely the group may be without a lucky node.
    pub eta: Rational,
    /// s: what the best node is to reach.
    pub reach: Rational,
    /// The middle of the weights' interval, in half-widths; 0 in the statement.
    pub centre: Rational,
    /// Have all nodes the same weight vector? Not in the statement.
    pub shared: bool,
}

impl Instance {
    /// ‖a‖².
    pub fn norm_squared(&self) -> Rational {
        self.selectivities.iter().fold(Rational::zero(), |sum, a| sum + a.clone() * a.clone())
    }

    /// ‖a‖₁.
    pub fn sum_of_sizes(&self) -> Rational {
        self.selectivities.iter().fold(Rational::zero(), |sum, a| sum + a.abs())
    }

    /// n.
    pub fn inputs(&self) -> Rational {
        Rational::from_integer(self.selectivities.len() as i64)
    }

    /// h² = 3σ²/n.
    ///
    /// # Errors
    /// [`Obstacle::Outside`] where there is no input.
    pub fn half_width_squared(&self) -> Result<Rational, Obstacle> {
        let square = Rational::from_integer(3) * self.variance.clone();
        square.divide(&self.inputs()).ok_or(Obstacle::Outside("a node without inputs"))
    }

    /// (√θ sd)² = (√θ σ‖a‖/√n)².
    ///
    /// # Errors
    /// As [`half_width_squared`](Self::half_width_squared).
    pub fn threshold_squared(&self) -> Result<Rational, Obstacle> {
        let square = self.theta.clone() * self.variance.clone() * self.norm_squared();
        square.divide(&self.inputs()).ok_or(Obstacle::Outside("a node without inputs"))
    }

    /// h = σ√(3/n).
    ///
    /// # Errors
    /// [`Obstacle::Outside`] where the system has no such root, or there is no input.
    pub fn half_width<S: Field>(&self) -> Result<S, Obstacle> {
        root(&self.half_width_squared()?, "a rational half-width")
    }

    /// √θ sd.
    ///
    /// # Errors
    /// As [`half_width`](Self::half_width).
    pub fn threshold<S: Field>(&self) -> Result<S, Obstacle> {
        root(&self.threshold_squared()?, "a rational threshold")
    }

    /// The same with one weight vector for all nodes.
    pub fn sharing(self) -> Self {
        Instance { shared: true, ..self }
    }

    /// Is it well formed?
    ///
    /// # Errors
    /// What is not.
    pub fn validate(&self) -> Result<(), String> {
        let Instance { selectivities, variance, theta, nodes, eta, .. } = self;
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
}

/// Nodes of an instance beyond which powers of an exact probability outgrow the memory.
const MOST_NODES: u32 = 1 << 14;

/// √q: the fraction where it is one, otherwise in the systems that have roots.
fn root<S: Field>(q: &Rational, what: &'static str) -> Result<S, Obstacle> {
    let exact = q.exact_sqrt().map(|root| S::from_rational(&root));
    exact.or_else(|| S::from_rational(q).square_root()).ok_or(Obstacle::Outside(what))
}

/// N for which `constant`·ln(1/η)/(1 − θ)² is covered, in plain `f64`: the exact condition is decided elsewhere.
fn enough_nodes(constant: f64, eta: &Rational, theta: &Rational) -> u32 {
    (constant * -eta.to_f64().ln() / (1.0 - theta.to_f64()).powi(2)).ceil() as u32
}

/// Up to four inputs, a rational half-width and threshold, a group that the statement or its mutant just covers, and s
/// on both sides of 0 and beyond the largest X.
pub fn strategy() -> BoxedStrategy<Instance> {
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
pub fn large() -> BoxedStrategy<Instance> {
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

/// The groups of [`MEDIANS`], with s at the median.
pub fn medians() -> Vec<Instance> {
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
pub fn above_the_median(_: &Instance, _: Part, _: Formula) -> Side {
    Ok(vec![DMatrix::from_element(1, 2, Number::from_rational(&Rational::new(1, 2)))])
}

/// The threshold twice to five times as high: θ up to 25.
pub fn theta_above_one() -> BoxedStrategy<Instance> {
    (strategy(), 2_i64..=5)
        .prop_map(|(i, factor)| Instance { theta: i.theta.clone() * Rational::new(factor, 1).power(2), ..i })
        .boxed()
}

/// The interval moved against the selectivities.
pub fn off_centre() -> BoxedStrategy<Instance> {
    (strategy(), 1_i64..=4)
        .prop_map(|(i, quarters)| {
            let selectivities = i.selectivities.iter().map(Rational::abs).collect();
            Instance { selectivities, centre: Rational::new(-quarters, 4), ..i }
        })
        .boxed()
}

/// One weight vector for all nodes.
pub fn shared() -> BoxedStrategy<Instance> {
    strategy().prop_map(Instance::sharing).boxed()
}
