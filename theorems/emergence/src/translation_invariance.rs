//! `translation-invariance`: under all cyclic shifts a linear network learns nothing from two objects of equal pixel
//! sum; one layer of ReLU units sees the difference where its units change sign over the shifts.
//!
//! # Statement
//! Two equally likely objects u, v of d pixels with the same sum σ, for instance the patterns 11 and 101; the
//! augmentation is a cyclic shift, all d equally likely. One branch or both.
//!
//! - Linear network: K̄_l(u) = K̄_l(v) = (σ/d) W_{l−1}⋯W_1 1 ⊗ (W_L⋯W_{l+1})ᵀ at every layer, so V_x\[K̄_l\] = 0, and
//!   attraction and repulsion cancel: ∇E r₊ = ∇E r₋ = 2 V\[K_l\] w_l, the covariance over all views. Nothing is
//!   learned.
//! - One hidden ReLU layer: at the layer above, V_x\[K̄\] = ¼ δδᵀ ⊗ I with δ = E\[f₁ | u\] − E\[f₁ | v\], and for a unit
//!   with weights w, δ = (1/2d) Σ_p (|w·T_p u| − |w·T_p v|), T_p the shift by p.
//! - Sight, patterns 11 and 101, d ≥ 4: for w = c(e₀ − e₁) + ε with c > 0, δ ≤ −(c − 2‖ε‖₁)/d: negative for all weights
//!   of the open set ‖ε‖₁ < c/2.
//!
//! # Source
//! Abstract: the covariance operator amplifies selectivities "that vary across data samples but survive averages
//! over data augmentations". The example of two translated patterns is that of our notes on it, not quoted; the formula
//! for δ and the open set are proved here. *Correction to our notes*: "δ is non-zero for generic weights" is
//! false. A unit that does not change sign on the views, say w > 0, is linear on them, so δ = 0 on an open set too.
//!
//! # Assumptions
//! - `objects_have_equal_sums`; `shifts_are_transitive`: every pixel is carried to every place equally often.
//! - Linear network for the first statement, one hidden ReLU layer for the second; no pre-activation is exactly 0,
//!   or the instance is rejected. `sum_is_of_patterns` (the objects are 11 and 101) for sight.
//!
//! # Proof
//! E\[T_p u\] = (σ/d) 1 for any u of sum σ. In a linear network K_l is linear in x, so K̄_l(u) is K_l at (σ/d) 1: the
//! same for v; V_x\[K̄_l\] = 0 and the covariance over all views is all within samples. For ReLU, ψ(t) = ½(t + |t|) and
//! the linear half cancels. V_x over two equally likely values is ¼ of the squared difference. For sight, at ε = 0
//! Σ_p |w_p + w_{p+1}| = 2c and Σ_p |w_p + w_{p+2}| = 4c for d ≥ 4, and each ε_p enters two terms of each sum.
//!
//! # Checked form
//! K̄ by differentiating the augmentation means; ∇E r₊ and ∇E r₋ by differentiating the double sums over views; δ of
//! the sight part by applying the ReLU to every shift. Two samples of d views each, as a population.
//!
//! # Evidence
//! exact (rationals, `==`); float (running error bound) for the equalities (the bound of sight is attained at ε = 0).
//!
//! # Mutants
//! - `sum-not-divided`: σ in place of σ/d.
//! - `repulsion-halved`: ∇E r = V\[K\] w, without the 2.
//! - `variance-of-two-doubled`: ½ in place of ¼.
//! - `absolute-values-dropped`: δ from the linear half, which is 0.
//! - `perturbation-halved`: sight with ½‖ε‖₁ in place of 2‖ε‖₁; `perturbation-dropped`: without it.
//!
//! # When an assumption is dropped
//! Objects of different sums have different means and a linear network sees them; a set of shifts that is not
//! transitive keeps part of the position, and the two objects differ there. Other patterns of equal sum may be seen
//! from the other side: δ > 0.

use crate::derivatives::{covariance, of_means};
use dualproof::tape::pairs;
use dualproof::claim::{Assumption, Claim, Evidence, Kind, Mutant, Necessity, Part as Row, Relation, Side};
use dualproof::matrix::{embed, scaled};
use dualproof::network::{Activation, Layer, Network, Pool};
use dualproof::numbers::{Field, Obstacle, Ordered, Rational, Ring};
use dualproof::operator::{Moment, Operator};
use dualproof::tape::Tape;
use dualproof::views::Views;
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// Two objects, how they are shifted, and a network that looks at them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// u and v, d pixels each.
    pub objects: [Vec<Rational>; 2],
    /// The equally likely shifts.
    pub shifts: Vec<usize>,
    /// The network on d pixels.
    pub network: Network<Rational>,
    /// c.
    pub contrast: Rational,
    /// ε, d entries: the unit of the sight part has the weights c(e₀ − e₁) + ε.
    pub perturbation: Vec<Rational>,
}

/// The statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// K̄ of both objects.
    LinearConnections,
    /// ∇E r₊ and ∇E r₋.
    NothingIsLearned,
    /// ¼ δδᵀ ⊗ I.
    HiddenRelu,
    /// δ ≤ −(c − 2‖ε‖₁)/d.
    Sight,
}

/// The formula and its wrong versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// As stated.
    Stated,
    /// σ for σ/d.
    SumNotDivided,
    /// 1 for 2.
    RepulsionHalved,
    /// ½ for ¼.
    VarianceOfTwoDoubled,
    /// t for |t|.
    AbsoluteValuesDropped,
    /// ½ for 2.
    PerturbationHalved,
    /// 0 for 2.
    PerturbationDropped,
}

impl Instance {
    fn pixels(&self) -> usize {
        self.objects[0].len()
    }

    /// The pixel that place `q` shows after a shift by `p`.
    fn shifted(&self, object: usize, p: usize, q: usize) -> &Rational {
        &self.objects[object][(q + self.pixels() - p % self.pixels()) % self.pixels()]
    }

    fn views<S: Field>(&self) -> Views<S> {
        let (d, many) = (self.pixels(), self.shifts.len());
        let pixel = |q: usize, view: usize| S::from_rational(self.shifted(view / many, self.shifts[view % many], q));
        let inputs = DMatrix::from_fn(d, 2 * many, pixel);
        Views::uniform(inputs, 2).expect("as many views of each object")
    }

    fn is_linear(&self) -> bool {
        self.network.layers.iter().all(|layer| layer.activation == Activation::Linear)
    }

    fn is_hidden_relu(&self) -> bool {
        self.network.depth() == 2 && self.network.layers[0].activation == Activation::Relu
    }

    fn need(&self, part: Part) -> Result<(), Obstacle> {
        let is_dense = |l: &Layer<Rational>| l.mask.is_none() && l.bias.is_none() && l.pool == Pool::None;
        match part {
            _ if !self.network.layers.iter().all(is_dense) => Err(Obstacle::Outside("dense layers without bias")),
            Part::LinearConnections | Part::NothingIsLearned if !self.is_linear() => {
                Err(Obstacle::Outside("a linear network"))
            }
            Part::HiddenRelu if !self.is_hidden_relu() => Err(Obstacle::Outside("one hidden ReLU layer")),
            Part::Sight if self.pixels() < 4 => Err(Obstacle::Outside("four pixels")),
            _ => Ok(()),
        }
    }
}

/// Derivatives of augmentation means and of the losses; a unit applied to every shift.
pub fn measured<S: Ordered>(instance: &Instance, part: Part) -> Side<S> {
    instance.need(part)?;
    if part == Part::Sight {
        return Ok(vec![DMatrix::from_element(1, 1, difference_seen::<S>(instance))]);
    }
    let views = instance.views::<S>();
    let mut tape = Tape::new();
    let network = tape.network(&instance.network.embed(), &views.inputs)?;
    if part == Part::NothingIsLearned {
        let same = DMatrix::from_diagonal_element(2, 2, Rational::new(1, 2));
        let any = DMatrix::from_element(2, 2, Rational::new(1, 4));
        let mut sides = Vec::new();
        for law in [same, any] {
            let terms = pairs::of_samples(&views, &law, &S::one());
            let loss = tape.pair_loss(network.output, network.output, terms);
            let gradient = tape.gradient(loss);
            sides.extend(network.layers.iter().map(|layer| gradient.of(layer.weights)));
        }
        return Ok(sides);
    }
    let connections = network.layers.iter().map(|layer| of_means(&tape, network.output, layer.weights, &views));
    Ok(match part {
        Part::HiddenRelu => connections.skip(1).map(|k| covariance(&views.sample_weights, &k)).collect(),
        _ => connections.flatten().collect(),
    })
}

/// The mean of max(w·T_p u, 0) minus that of max(w·T_p v, 0).
fn difference_seen<S: Ordered>(instance: &Instance) -> S {
    let weight = |q: usize| {
        let own = instance.perturbation[q].clone();
        own + match q {
            0 => instance.contrast.clone(),
            1 => -instance.contrast.clone(),
            _ => Rational::zero(),
        }
    };
    let seen = |object: usize| {
        instance.shifts.iter().fold(Rational::zero(), |sum, p| {
            let t = (0..instance.pixels())
                .fold(Rational::zero(), |t, q| t + weight(q) * instance.shifted(object, *p, q).clone());
            if t > Rational::zero() { sum + t } else { sum }
        })
    };
    S::from_rational(&((seen(0) - seen(1)) * Rational::new(1, instance.shifts.len() as u64)))
}

/// The formulas.
pub fn predicted<S: Field>(instance: &Instance, part: Part, formula: Formula) -> Side<S> {
    instance.need(part)?;
    let (network, d) = (instance.network.embed::<S>(), instance.pixels());
    let fraction = |n: i64, d: usize| S::from_rational(&Rational::new(n, d as u64));
    match part {
        Part::LinearConnections => {
            let sum = instance.objects[0].iter().fold(S::zero(), |sum, x| sum + S::from_rational(x));
            let share = if formula == Formula::SumNotDivided { S::one() } else { fraction(1, d) };
            let mut below = DMatrix::from_element(d, 1, sum * share);
            let mut sides = Vec::new();
            for (l, layer) in network.layers.iter().enumerate() {
                let top = DMatrix::identity(network.output_width(), network.output_width());
                let above = network.layers[l + 1..].iter().rev().fold(top, |j, layer| S::product(&j, &layer.weights));
                let connection = below.kronecker(&above.transpose());
                sides.extend([connection.clone(), connection]);
                below = S::product(&layer.weights, &below);
            }
            Ok(sides)
        }
        Part::NothingIsLearned => {
            let views = instance.views::<S>();
            let trace = network.trace(&views.inputs)?;
            let factor = S::from_integer(if formula == Formula::RepulsionHalved { 1 } else { 2 });
            let update = |l: usize| {
                let operator = Operator::of(trace.connections(l + 1), &views, Moment::Total);
                scaled(&operator.apply(&network.layers[l].weights), &factor)
            };
            let updates: Vec<DMatrix<S>> = (0..network.depth()).map(update).collect();
            Ok(updates.iter().chain(&updates).cloned().collect())
        }
        Part::HiddenRelu => {
            let hidden = &instance.network.layers[0].weights;
            let total = |j: usize, object: usize| {
                instance.shifts.iter().fold(Rational::zero(), |sum, p| {
                    let t = (0..d).fold(Rational::zero(), |t, q| {
                        t + hidden[(j, q)].clone() * instance.shifted(object, *p, q).clone()
                    });
                    sum + if formula == Formula::AbsoluteValuesDropped { t } else { t.abs() }
                })
            };
            let share = Rational::new(1, 2 * instance.shifts.len() as u64);
            let delta = DMatrix::from_fn(hidden.nrows(), 1, |j, _| (total(j, 0) - total(j, 1)) * share.clone());
            let delta = embed::<S>(&delta);
            let factor = fraction(1, if formula == Formula::VarianceOfTwoDoubled { 2 } else { 4 });
            let square = scaled(&S::product(&delta, &delta.transpose()), &factor);
            Ok(vec![square.kronecker(&DMatrix::identity(network.output_width(), network.output_width()))])
        }
        Part::Sight => {
            let size = instance.perturbation.iter().fold(Rational::zero(), |sum, x| sum + x.abs());
            let weight = match formula {
                Formula::PerturbationHalved => Rational::new(1, 2),
                Formula::PerturbationDropped => Rational::zero(),
                _ => Rational::new(2, 1),
            };
            let bound = (size * weight - instance.contrast.clone()) * Rational::new(1, d as u64);
            Ok(vec![DMatrix::from_element(1, 1, S::from_rational(&bound))])
        }
    }
}

const PARTS: &[Row<Part>] = &[
    Row { name: "linear-connections-agree", part: Part::LinearConnections, relation: Relation::Equal },
    Row { name: "attraction-cancels-repulsion", part: Part::NothingIsLearned, relation: Relation::Equal },
    Row { name: "one-hidden-relu", part: Part::HiddenRelu, relation: Relation::Equal },
    Row { name: "sight-on-an-open-set", part: Part::Sight, relation: Relation::AtMost },
];

const EQUALITIES: &[Part] = &[Part::LinearConnections, Part::NothingIsLearned, Part::HiddenRelu];

const ASSUMPTIONS: &[Assumption<Instance, Part>] = &[
    Assumption {
        name: "objects_have_equal_sums",
        parts: None,
        holds: |i| {
            let sum = |object: &[Rational]| object.iter().cloned().fold(Rational::zero(), |a, b| a + b);
            sum(&i.objects[0]) == sum(&i.objects[1])
        },
    },
    Assumption {
        name: "shifts_are_transitive",
        parts: None,
        holds: |i| {
            let times = |q: usize| i.shifts.iter().filter(|p| **p % i.pixels() == q).count();
            (0..i.pixels()).all(|q| times(q) == times(0)) && times(0) > 0
        },
    },
    Assumption {
        name: "objects_are_11_and_101",
        parts: Some(&[Part::Sight]),
        holds: |i| i.objects == patterns(i.pixels()) && i.contrast > Rational::zero(),
    },
];

const MUTANTS: &[Mutant<Part, Formula>] = &[
    Mutant { name: "sum-not-divided", formula: Formula::SumNotDivided, part: Part::LinearConnections },
    Mutant { name: "repulsion-halved", formula: Formula::RepulsionHalved, part: Part::NothingIsLearned },
    Mutant { name: "variance-of-two-doubled", formula: Formula::VarianceOfTwoDoubled, part: Part::HiddenRelu },
    Mutant { name: "absolute-values-dropped", formula: Formula::AbsoluteValuesDropped, part: Part::HiddenRelu },
    Mutant { name: "perturbation-halved", formula: Formula::PerturbationHalved, part: Part::Sight },
    Mutant { name: "perturbation-dropped", formula: Formula::PerturbationDropped, part: Part::Sight },
];

const NECESSITY: &[Necessity<Instance, Part>] = &[
    Necessity {
        assumption: "objects_have_equal_sums",
        strategy: || drawn(Objects::Unequal, Shifts::All),
        part: Part::LinearConnections,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "objects_have_equal_sums",
        strategy: || drawn(Objects::Unequal, Shifts::All),
        part: Part::HiddenRelu,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "shifts_are_transitive",
        strategy: || drawn(Objects::Patterns, Shifts::Some),
        part: Part::LinearConnections,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "objects_are_11_and_101",
        strategy: || drawn(Objects::Equal, Shifts::All),
        part: Part::Sight,
        kind: Kind::Exact,
    },
];

/// 11 and 101, followed by zeros.
fn patterns(d: usize) -> [Vec<Rational>; 2] {
    let lit =
        |places: [usize; 2]| (0..d).map(|q| Rational::from_integer(i64::from(places.contains(&q)))).collect::<Vec<_>>();
    [lit([0, 1]), lit([0, 2])]
}

#[derive(Clone, Copy)]
enum Objects {
    Patterns,
    Equal,
    Unequal,
}

#[derive(Clone, Copy)]
enum Shifts {
    All,
    Some,
}

fn drawn(objects: Objects, shifts: Shifts) -> BoxedStrategy<Instance> {
    let most = 7_usize;
    let pixels = (4..=most, vec(-2_i64..=3, 2 * most), vec(prop::bool::ANY, most));
    // Wide enough that few pre-activations cancel to 0.
    let weights = vec(-99_i64..=99, most * 3 + 9 + 6);
    let network = (prop::sample::select(vec![0_usize, 1, 1, 1, 2]), 1_usize..=3, 1_usize..=2, prop::bool::ANY, weights);
    let unit = (1_i64..=8, vec(-3_i64..=3, most), 0_usize..=most);
    (pixels, network, unit)
        .prop_map(move |((d, raw, kept), (hidden, width, outputs, relu, weights), (contrast, perturbation, quiet))| {
            let integers = |list: &[i64]| list.iter().map(|n| Rational::from_integer(*n)).collect::<Vec<_>>();
            let both = match objects {
                Objects::Patterns => patterns(d),
                Objects::Equal | Objects::Unequal => {
                    let [u, mut v] = [integers(&raw[..d]), integers(&raw[most..most + d])];
                    let sum = |x: &[Rational]| x.iter().cloned().fold(Rational::zero(), |a, b| a + b);
                    let gap = sum(&u) - sum(&v)
                        + if matches!(objects, Objects::Unequal) { Rational::one() } else { Rational::zero() };
                    v[0] += gap;
                    [u, v]
                }
            };
            let shifts: Vec<usize> = match shifts {
                Shifts::All => (0..d).collect(),
                Shifts::Some => (0..d).filter(|p| *p == 0 || (kept[*p] && p + 1 < d)).collect(),
            };
            let widths: Vec<usize> = [d].into_iter().chain(vec![width; hidden]).chain([outputs]).collect();
            let mut next = weights.iter();
            let layers = (1..widths.len()).map(|l| {
                let is_relu = relu && hidden == 1 && l == 1;
                let entry = |_, _| Rational::from_integer(*next.next().expect("enough weights"));
                let activation = if is_relu { Activation::Relu } else { Activation::Linear };
                Layer::dense(DMatrix::from_fn(widths[l], widths[l - 1], entry), activation)
            });
            let sized = |q: usize| if q < quiet { 0 } else { perturbation[q] };
            Instance {
                network: Network { layers: layers.collect() },
                objects: both,
                shifts,
                contrast: Rational::from_integer(contrast),
                perturbation: (0..d).map(|q| Rational::new(sized(q), 4)).collect(),
            }
        })
        .boxed()
}

fn strategy() -> BoxedStrategy<Instance> {
    prop_oneof![drawn(Objects::Patterns, Shifts::All), drawn(Objects::Equal, Shifts::All)].boxed()
}

fn validate(instance: &Instance) -> Result<(), String> {
    let d = instance.pixels();
    for (name, found) in [("v", instance.objects[1].len()), ("perturbation", instance.perturbation.len())] {
        if found != d || d < 2 {
            return Err(format!("{name}: found {found} entries, expected {d}, the pixels of u, and at least 2"));
        }
    }
    if instance.shifts.is_empty() {
        return Err("shifts: found none, expected at least one".into());
    }
    instance.network.validate(d, 2 * instance.shifts.len()).map_err(|e| e.to_string())
}

/// The claim.
pub fn claim() -> Claim<Instance, Part, Formula> {
    let mut float = Evidence::float(measured, predicted);
    float.parts = Some(EQUALITIES);
    Claim {
        slug: "translation-invariance",
        group: "emergence",
        text: include_str!("translation_invariance.rs"),
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
