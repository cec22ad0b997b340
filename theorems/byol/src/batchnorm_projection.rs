//! `batchnorm-projection`: BatchNorm's backward pass projects away the mean and the output itself.
//!
//! # Statement
//! Let y = (x − μ)/s over a batch of n, s² = σ² + ε with σ² the population variance and ε ≥ 0 inside the root. Then
//!
//! - ∂y/∂x = (1/s)Q with Q = I − 11ᵀ/n − yyᵀ/n, for every ε;
//! - for ε = 0, Q is the orthogonal projection onto what is orthogonal to 1 and y: Q² = Q, Q1 = Qy = 0, tr Q = n − 2;
//! - for ε > 0 it is one only approximately: Q y = δ y and Q² − Q = −δ yyᵀ/n, with δ = ε/(σ² + ε);
//! - the zero-mean alone has the Jacobian I − 11ᵀ/n.
//!
//! # Source
//! Abstract: "the zero-mean operation of BatchNorm". The Jacobian is that of its backward pass (Ioffe, Szegedy, arXiv
//! 1502.03167); the exact defect δ that an ε makes is our own. With PyTorch's default ε = 10⁻⁵ and unit variance it is 10⁻⁵.
//!
//! # Assumptions
//! - `scale_is_positive`: σ² + ε > 0. A batch without variance, or of one, has no y if ε = 0: it is rejected.
//! - `epsilon_is_zero`: the second line.
//!
//! # Proof
//! ∂s/∂x_j = (x_j − μ)/(ns) = y_j/n, so ∂y_i/∂x_j = (δ_ij − 1/n)/s − (x_i − μ)/s² · y_j/n. As 1ᵀy = 0 and
//! yᵀy = nσ²/(σ² + ε) = n(1 − δ), Qy = y − (1 − δ)y and Q² − Q = −(yyᵀ/n)(1 − yᵀy/n).
//!
//! # Checked form
//! The Jacobian row by row by differentiation of the centring, the mean square and the root. Exact where the root is
//! rational: batches with deviations of square variance, reflected at random in the space orthogonal to 1, and ε such
//! that σ² + ε is a square too. Other batches have a root only with an error bound, and are rejected over the
//! rationals.
//!
//! # Evidence
//! exact (rationals, `==`), float (running error bound), real (an output of the digits network over 60 digits, with
//! ε = 0 and with ε = 10⁻⁵).
//!
//! # Mutants
//! - `square-dropped`: Q without yyᵀ/n.
//! - `mean-dropped`: Q without 11ᵀ/n.
//! - `mean-kept-by-the-zero-mean`, `no-second-direction`: the same two for the other lines.
//! - `n-minus-one`: yyᵀ/(n − 1), as if s² were the sample variance.
//! - `scale-dropped`: ∂y/∂x = Q.
//! - `defect-of-one-over-s`: δ = ε/√(σ² + ε).
//!
//! # When an assumption is dropped
//! With ε > 0 the output is not projected away: a stored instance. Without variance there is no y to speak of: such
//! batches are rejected, and a batch of one is refused by name.

use super::setting::reflection;

use dualproof_digits as digits;
use dualproof::claim::{Assumption, Claim, Domain, Evidence, Kind, Mutant, Necessity, Part as Row, Relation, Side};
use dualproof::matrix::{scaled, trace};
use dualproof::numbers::{Field, Obstacle, Rational, Ring, Running};
use dualproof::tape::{Tape, Var};
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// A batch of one unit's values, and the ε.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// x.
    pub batch: Vec<Rational>,
    /// ε.
    pub epsilon: Rational,
}

impl Instance {
    /// μ and σ².
    fn moments(&self) -> (Rational, Rational) {
        let share = Rational::new(1, self.batch.len() as u64);
        let sum = |terms: &mut dyn Iterator<Item = Rational>| terms.fold(Rational::zero(), |a, b| a + b);
        let mean = sum(&mut self.batch.iter().cloned()) * share.clone();
        let square = |x: &Rational| (x.clone() - mean.clone()) * (x.clone() - mean.clone());
        let variance = sum(&mut self.batch.iter().map(square)) * share;
        (mean, variance)
    }

    /// Is there a root of σ² + ε in the number system?
    fn has_root<S: Field>(&self) -> Result<(), Obstacle> {
        let square = S::from_rational(&(self.moments().1 + self.epsilon.clone()));
        square.square_root().map(|_| ()).ok_or(Obstacle::Outside("a variance whose root this number system has"))
    }
}

/// The statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// ∂y/∂x.
    Jacobian,
    /// Q² = Q, Q1 = Qy = 0, tr Q = n − 2.
    Projection,
    /// Qy and Q² − Q with an ε.
    Defect,
    /// The zero-mean alone.
    ZeroMean,
}

/// The formula and its wrong versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// As stated.
    Stated,
    /// Q without yyᵀ/n.
    SquareDropped,
    /// Q without 11ᵀ/n.
    MeanDropped,
    /// n − 1 for n under yyᵀ.
    NMinusOne,
    /// 1 for 1/s.
    ScaleDropped,
    /// ε/s for ε/s².
    DefectOfOneOverS,
}

/// A recorded BatchNorm.
struct Recording<S: Field> {
    tape: Tape<S>,
    x: Var,
    centred: Var,
    /// 1/s, 1 × 1.
    inverse: Var,
    y: Var,
}

impl<S: Field> Recording<S> {
    fn new(instance: &Instance) -> Result<Self, Obstacle> {
        instance.has_root::<S>()?;
        let n = instance.batch.len();
        let share = S::from_rational(&Rational::new(1, n as u64));
        let mut tape = Tape::new();
        let x = tape.variable(DMatrix::from_fn(1, n, |_, j| S::from_rational(&instance.batch[j])));
        let centred = tape.centre(x, &vec![share.clone(); n]);
        let squares = tape.entrywise(centred, centred);
        let total = tape.total(squares);
        let variance = tape.scale(total, &share);
        let epsilon = tape.variable(DMatrix::from_element(1, 1, S::from_rational(&instance.epsilon)));
        let square = tape.sum(variance, epsilon);
        let inverse = tape.inverse_sqrt(square)?;
        let y = tape.product(inverse, centred);
        Ok(Recording { tape, x, centred, inverse, y })
    }

    /// ∂result/∂x, row by row.
    fn jacobian(&self, result: Var) -> DMatrix<S> {
        let n = self.tape.value(result).ncols();
        let row = |i: usize| {
            let adjoint = DMatrix::from_fn(1, n, |_, j| if i == j { S::one() } else { S::zero() });
            self.tape.pull_back(result, adjoint).of(self.x)
        };
        let rows: Vec<DMatrix<S>> = (0..n).map(row).collect();
        DMatrix::from_fn(n, n, |i, j| rows[i][(0, j)].clone())
    }
}

/// The Jacobian by differentiation, and what a projection has to do.
pub fn measured<S: Field>(instance: &Instance, part: Part) -> Side<S> {
    let recording = Recording::<S>::new(instance)?;
    if part == Part::ZeroMean {
        return Ok(vec![recording.jacobian(recording.centred)]);
    }
    let jacobian = recording.jacobian(recording.y);
    if part == Part::Jacobian {
        return Ok(vec![jacobian]);
    }
    let inverse = &recording.tape.value(recording.inverse)[(0, 0)];
    let s = S::one().divide(inverse).ok_or(Obstacle::UnknownSign("1/s"))?;
    let q = scaled(&jacobian, &s);
    let y = recording.tape.value(recording.y).transpose();
    let square = S::product(&q, &q);
    let of_y = S::product(&q, &y);
    Ok(match part {
        Part::Projection => {
            let of_one = S::product(&q, &y.map(|_| S::one()));
            vec![square, of_one, of_y, DMatrix::from_element(1, 1, trace(&q))]
        }
        _ => vec![square - q, of_y],
    })
}

/// Q by its formula.
pub fn predicted<S: Field>(instance: &Instance, part: Part, formula: Formula) -> Side<S> {
    instance.has_root::<S>()?;
    let n = instance.batch.len();
    let share = S::from_rational(&Rational::new(1, n as u64));
    let identity = DMatrix::<S>::identity(n, n);
    let flat = DMatrix::from_element(n, n, share.clone());
    let x: Vec<S> = instance.batch.iter().map(S::from_rational).collect();
    let mean = x.iter().fold(S::zero(), |sum, x| sum + x.clone()) * share.clone();
    let gaps = DMatrix::from_fn(n, 1, |i, _| x[i].clone() - mean.clone());
    let variance = gaps.iter().fold(S::zero(), |sum, gap| sum + gap.clone() * gap.clone()) * share.clone();
    let epsilon = S::from_rational(&instance.epsilon);
    let square = variance + epsilon.clone();
    let s = square.square_root().ok_or(Obstacle::Outside("a variance whose root this number system has"))?;
    let over = |x: S, by: &S| x.divide(by).ok_or(Obstacle::UnknownSign("the scale of a batch"));
    let inverse = over(S::one(), &s)?;
    let y = scaled(&gaps, &inverse);
    let count = if formula == Formula::NMinusOne { n - 1 } else { n };
    let yy = scaled(&S::product(&y, &y.transpose()), &S::from_rational(&Rational::new(1, count as u64)));
    let q = match formula {
        Formula::SquareDropped => &identity - &flat,
        Formula::MeanDropped => &identity - &yy,
        _ => &identity - &flat - &yy,
    };
    Ok(match part {
        Part::Jacobian if formula == Formula::ScaleDropped => vec![q],
        Part::Jacobian => vec![scaled(&q, &inverse)],
        Part::Projection => {
            let zero = DMatrix::zeros(n, 1);
            let rank = S::from_integer(n as i64 - 2);
            vec![q, zero.clone(), zero, DMatrix::from_element(1, 1, rank)]
        }
        Part::Defect => {
            let delta = over(epsilon, if formula == Formula::DefectOfOneOverS { &s } else { &square })?;
            vec![scaled(&yy, &-delta.clone()), scaled(&y, &delta)]
        }
        Part::ZeroMean if formula == Formula::MeanDropped => vec![identity],
        Part::ZeroMean => vec![identity - flat],
    })
}

const PARTS: &[Row<Part>] = &[
    Row { name: "jacobian", part: Part::Jacobian, relation: Relation::Equal },
    Row { name: "projection", part: Part::Projection, relation: Relation::Equal },
    Row { name: "defect", part: Part::Defect, relation: Relation::Equal },
    Row { name: "zero-mean", part: Part::ZeroMean, relation: Relation::Equal },
];

const ASSUMPTIONS: &[Assumption<Instance, Part>] = &[
    Assumption { name: "scale_is_positive", parts: None, holds: |i| !(i.moments().1 + i.epsilon.clone()).is_zero() },
    Assumption { name: "epsilon_is_zero", parts: Some(&[Part::Projection]), holds: |i| i.epsilon.is_zero() },
];

const MUTANTS: &[Mutant<Part, Formula>] = &[
    Mutant { name: "square-dropped", formula: Formula::SquareDropped, part: Part::Jacobian },
    Mutant { name: "mean-dropped", formula: Formula::MeanDropped, part: Part::Jacobian },
    Mutant { name: "mean-kept-by-the-zero-mean", formula: Formula::MeanDropped, part: Part::ZeroMean },
    Mutant { name: "n-minus-one", formula: Formula::NMinusOne, part: Part::Jacobian },
    Mutant { name: "scale-dropped", formula: Formula::ScaleDropped, part: Part::Jacobian },
    Mutant { name: "no-second-direction", formula: Formula::SquareDropped, part: Part::Projection },
    Mutant { name: "defect-of-one-over-s", formula: Formula::DefectOfOneOverS, part: Part::Defect },
];

const DOMAIN: &[Domain] =
    &[Domain { assumption: "scale_is_positive", reason: "a batch of equal values has no deviation to divide by" }];

const NECESSITY: &[Necessity<Instance, Part>] = &[Necessity {
    assumption: "epsilon_is_zero",
    strategy: || with_rational_root(1..=4),
    part: Part::Projection,
    kind: Kind::Exact,
}];

/// Deviations with sum 0 and sum of squares n·q²: over 4, 5, 6 and 7 values with q = 1, 2, 1, 2. There are none over
/// 3: a² + ab + b² = 6t² has no rational solution, as 2 stays prime among the Eisenstein integers.
const DEVIATIONS: [(&[i64], i64); 4] =
    [(&[1, -1, 1, -1], 1), (&[3, -3, 1, -1, 0], 2), (&[1, -1, 1, -1, 1, -1], 1), (&[3, -3, 2, -2, 1, -1, 0], 2)];

/// Batches of rational s: such deviations, reflected at random in the space orthogonal to 1, scaled and shifted; and
/// ε = s'² − σ² for s' = σ(1 + k/4), k from the given range.
fn with_rational_root(quarters: std::ops::RangeInclusive<i64>) -> BoxedStrategy<Instance> {
    (prop::sample::select(&DEVIATIONS), vec(-3_i64..=3, 7), (1_i64..=8, 1_u64..=3), -8_i64..=8, quarters)
        .prop_map(|((deviations, q), v, (above, below), shift, quarters)| {
            let n = deviations.len();
            let sum: i64 = v[..n].iter().sum();
            let flat: Vec<i64> = v[..n].iter().map(|x| x * n as i64 - sum).collect();
            let base = DMatrix::from_fn(n, 1, |i, _| Rational::from_integer(deviations[i]));
            let turned = reflection(&flat) * base;
            let scale = Rational::new(above, below);
            let batch = turned.iter().map(|d| d.clone() * scale.clone() + Rational::from_integer(shift)).collect();
            let sigma = scale * Rational::from_integer(q);
            let stretched = sigma.clone() * (Rational::one() + Rational::new(quarters, 4));
            let epsilon = stretched.clone() * stretched - sigma.clone() * sigma;
            Instance { batch, epsilon }
        })
        .boxed()
}

/// Any batch of three values or more: over two, Q = 0.
fn any_batch() -> BoxedStrategy<Instance> {
    (vec(-24_i64..=24, 3..=8), prop_oneof![Just(0_i64), 1_i64..=8])
        .prop_map(|(batch, quarters)| Instance {
            batch: batch.into_iter().map(Rational::from_integer).collect(),
            epsilon: Rational::new(quarters, 4),
        })
        .boxed()
}

/// Half without ε; a third of the batches may have any root.
fn strategy() -> BoxedStrategy<Instance> {
    prop_oneof![with_rational_root(0..=0), with_rational_root(1..=4), any_batch()].boxed()
}

/// PyTorch's ε: the float nearest to 10⁻⁵.
const EPSILON: f64 = 1e-5;

/// The first output of the digits network over one view of each digit, as the floats that it computes.
fn on_digits() -> Vec<Instance> {
    let views = digits::views(digits::expected().samples);
    let mut tape = Tape::<Running>::new();
    let network = tape.network(&digits::network().embed(), &views.embed().inputs).expect("every gate is decided");
    let output = tape.value(network.output);
    let exact = |x: f64| Rational::from_f64(x).expect("a finite number");
    let batch: Vec<Rational> =
        (0..views.samples()).map(|i| exact(output[(0, views.of_sample(i).start)].value())).collect();
    [0.0, EPSILON].map(|epsilon| Instance { batch: batch.clone(), epsilon: exact(epsilon) }).into()
}

fn validate(instance: &Instance) -> Result<(), String> {
    let n = instance.batch.len();
    if n < 2 {
        return Err(format!("batch: found {n} values, expected at least 2: a batch of one has no variance"));
    }
    if instance.epsilon < Rational::zero() {
        return Err(format!("epsilon: found {}, expected at least 0", instance.epsilon));
    }
    if !ASSUMPTIONS.iter().all(|a| a.parts.is_some() || (a.holds)(instance)) {
        return Err("batch: found zero variance with epsilon 0, expected two different values".into());
    }
    Ok(())
}

/// The claim.
pub fn claim() -> Claim<Instance, Part, Formula> {
    Claim {
        slug: "batchnorm-projection",
        group: "byol",
        text: include_str!("batchnorm_projection.rs"),
        parts: PARTS,
        assumptions: ASSUMPTIONS,
        strategy,
        validate,
        evidence: vec![
            Evidence::exact(measured, predicted),
            Evidence::float(measured, predicted),
            Evidence::real(on_digits, measured, predicted),
        ],
        stated: Formula::Stated,
        mutants: MUTANTS,
        necessity: NECESSITY,
        domain: DOMAIN,
    }
}
