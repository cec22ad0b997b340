//! `optimal-predictor`: the best predictor is between-sample over total covariance, and at it the weights stop growing.
//!
//! # Statement
//! Let r = E ½‖P f₁ − f₂‖² over independent augmentations of x, shared weights, the online output zero-mean, f₂ a
//! constant. With B = V_x\[F̄\], W = E_x V_{x'|x}\[f_L\] and T = B + W invertible:
//!
//! - ∇_P r = (P − P*)T = PT − B with P* = B(B + W)⁻¹, and r(P) − r(P*) = ½ tr (P − P*) T (P − P*)ᵀ ≥ 0: P* is the one
//!   minimum;
//! - P* has real eigenvalues in \[0, 1\];
//! - in a bias-free homogeneous network ⟨w_l, ∇_{w_l} r⟩ = tr Pᵀ(P − P*)T at every layer, so 0 at P*: at the best
//!   predictor no layer grows or shrinks.
//!
//! # Source
//! Abstract: "in BYOL, the usage of BatchNorm and a predictor creates an implicit contrastive term, acting as an
//! approximate covariance operator": with the eigenvalues of P* in \[0, 1\] it is one. The closed form is our own.
//!
//! # Assumptions
//! - `weights_are_shared`, `online_is_zero_mean`: the target's zero-mean is free.
//! - `total_covariance_is_invertible`: else there are many minima, and P* is not defined.
//! - `network_is_bias_free`, `network_is_homogeneous`: for the last line only; P* asks nothing of the network.
//! - No pre-activation is exactly 0: such instances are rejected.
//!
//! # Proof
//! r is quadratic in P: E f₁f₁ᵀ = T, and E f₂f₁ᵀ = E F̄(F̄ − EF̄)ᵀ = B as the two are independent given x, so
//! ∇_P r = PT − B. P* is similar to T^{−½}BT^{−½}, which lies between 0 and I as 0 ⪯ B ⪯ T. Scaling the output by t
//! is scaling w_l by t, and also P, so ⟨w_l, ∇_{w_l} r⟩ = ⟨P, ∇_P r⟩.
//!
//! # Checked form
//! The measured P* is found from the loss: ∇_P r at P = 0 and at P = I by differentiation determine the affine map,
//! which is solved for its zero. The eigenvalues are decided by Hermite's theorem: all are real and in \[0, 1\] exactly
//! where the matrix H_ij = tr P*(I − P*) P*^{i+j}, 0 ≤ i, j < n_L, is positive semidefinite. H of the measured P* is
//! shown equal to the Gram matrix E u uᵀ with u_i(x, x') = (F̄ − EF̄)ᵀ T⁻¹ P*ⁱ (f_L(x') − F̄(x)), x' independent of
//! the sample in the first factor. `minimal` decides r(P*) ≤ r(P) for the P of the instance.
//!
//! # Evidence
//! exact (rationals, `==`), identity (prime field, everything free, the bound on the degree stated), float
//! (running error bound; the gradient and the radial motion, the parts that a nearly singular T leaves with a
//! useful bound), real (the digits network with its 16 outputs, all parts but the spectrum, whose bound says
//! nothing there).
//!
//! # Mutants
//! - `within-forgotten`: P* = I; `within-twice`: B(B + 2W)⁻¹; `order-reversed`: (B + W)⁻¹B.
//! - `covariance-dropped`: ∇_P r = P − P*.
//! - `half-forgotten`: the excess without its ½.
//! - `target-variance-halved`: a bound on r(P*) that is too small.
//! - `one-minus-forgotten`: the Gram matrix of P*·P*^{i+j} for H.
//! - `pull-forgotten`: ⟨w_l, ∇r⟩ = tr PᵀPT.
//!
//! # When an assumption is dropped
//! A target of its own has another covariance with f₁; without the zero-mean second moments stand for covariances; a
//! bias or tanh breaks the last line. Each fails on a stored instance.

use super::loss::Recording;
use super::setting::{Instance, Target, ZeroMean, digits_instance, free_instances, generic_predictor, instances};
use dualproof::claim::{
    Assumption, Bound, Claim, Degrees, Domain, Evidence, Identity, Kind, Mutant, Necessity, Part as Row, Relation, Side,
};
use dualproof::matrix::{embed, inner, inverse, right_quotient, trace};
use dualproof::numbers::{Degree, Field, Line, Obstacle, Prime61, Rational, Running};
use dualproof::strategies::{Setting, Size};
use dualproof::tape::Tape;
use nalgebra::DMatrix;
use proptest::prelude::*;

/// The statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// P*.
    Minimiser,
    /// ∇_P r at P and at P*.
    Gradient,
    /// r(P) − r(P*).
    Excess,
    /// r(P*) ≤ r(P).
    Minimal,
    /// The eigenvalues of P*.
    Spectrum,
    /// ⟨w_l, ∇r⟩ at P and at P*.
    RadialMotion,
}

/// The formula and its wrong versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// As stated.
    Stated,
    /// I.
    WithinForgotten,
    /// B(B + 2W)⁻¹.
    WithinTwice,
    /// (B + W)⁻¹B.
    OrderReversed,
    /// P − P*.
    CovarianceDropped,
    /// 1 for ½.
    HalfForgotten,
    /// Half of tr E f₂f₂ᵀ.
    TargetVarianceHalved,
    /// t for t(1 − t).
    OneMinusForgotten,
    /// PᵀPT.
    PullForgotten,
}

const UNDECIDED: Obstacle = Obstacle::UnknownSign("a pivot of the total covariance");

/// From the loss and its gradients by P and by the weights.
pub fn measured<S: Field>(instance: &Instance, part: Part) -> Side<S> {
    let n = instance.outputs();
    let at = |p: DMatrix<S>| Recording::with_predictor(instance, p);
    let at_zero = at(DMatrix::zeros(n, n))?.predictor_gradient();
    let slope = at(DMatrix::identity(n, n))?.predictor_gradient() - &at_zero;
    let best = right_quotient(&-at_zero, &slope).ok_or(UNDECIDED)?;
    let here = || at(embed(&instance.predictor));
    let there = || at(best.clone());
    let number = |x: S| DMatrix::from_element(1, 1, x);
    Ok(match part {
        Part::Minimiser => vec![best],
        Part::Gradient => vec![here()?.predictor_gradient(), there()?.predictor_gradient()],
        Part::Excess => vec![number(here()?.value() - there()?.value())],
        Part::Minimal => vec![number(there()?.value())],
        Part::Spectrum => {
            let weight = S::product(&best, &(DMatrix::identity(n, n) - &best));
            let mut power = weight;
            let mut sums = Vec::new();
            for _ in 0..2 * n - 1 {
                sums.push(trace(&power));
                power = S::product(&power, &best);
            }
            vec![DMatrix::from_fn(n, n, |i, j| sums[i + j].clone())]
        }
        Part::RadialMotion => {
            here()?.radial_updates().into_iter().chain(there()?.radial_updates()).map(|x: DMatrix<S>| -x).collect()
        }
    })
}

/// The moments of the outputs of a forward pass.
struct Moments<S: Field> {
    /// F̄ − EF̄, n_L × samples.
    between: DMatrix<S>,
    /// f_L − F̄, n_L × views.
    within: DMatrix<S>,
    /// B.
    b: DMatrix<S>,
    /// W.
    w: DMatrix<S>,
    /// tr E f₂f₂ᵀ.
    target: S,
}

impl<S: Field> Moments<S> {
    fn of(instance: &Instance, output: &DMatrix<S>) -> Self {
        let views = instance.views.embed::<S>();
        let bar = views.augmentation_mean(output);
        let mean = views.sample_mean(&bar);
        let between = DMatrix::from_fn(bar.nrows(), bar.ncols(), |k, i| bar[(k, i)].clone() - mean[(k, 0)].clone());
        let within = DMatrix::from_fn(output.nrows(), output.ncols(), |k, v| {
            output[(k, v)].clone() - bar[(k, views.sample_of(v))].clone()
        });
        let square = |z: &DMatrix<S>, weight: &dyn Fn(usize) -> S| {
            let weighted = DMatrix::from_fn(z.nrows(), z.ncols(), |k, v| z[(k, v)].clone() * weight(v));
            S::product(&weighted, &z.transpose())
        };
        let b = square(&between, &|i| views.sample_weights[i].clone());
        let w = square(&within, &|v| views.weight(v));
        let mut target = trace(&b) + trace(&w);
        if !instance.zero_mean.target {
            target += inner(&mean, &mean);
        }
        Moments { between, within, b, w, target }
    }

    /// T.
    fn total(&self) -> DMatrix<S> {
        &self.b + &self.w
    }

    /// P*.
    fn best(&self, formula: Formula) -> Result<DMatrix<S>, Obstacle> {
        let total = match formula {
            Formula::WithinForgotten => return Ok(DMatrix::identity(self.b.nrows(), self.b.nrows())),
            Formula::WithinTwice => self.total() + &self.w,
            _ => self.total(),
        };
        match formula {
            Formula::OrderReversed => right_quotient(&self.b, &total).map(|quotient| quotient.transpose()),
            _ => right_quotient(&self.b, &total),
        }
        .ok_or(UNDECIDED)
    }
}

/// From the moments.
pub fn predicted<S: Field>(instance: &Instance, part: Part, formula: Formula) -> Side<S> {
    let views = instance.views.embed::<S>();
    let network = instance.online.embed::<S>();
    let moments = Moments::of(instance, network.trace(&views.inputs)?.output());
    let (n, total, best) = (instance.outputs(), moments.total(), moments.best(formula)?);
    let p: DMatrix<S> = embed(&instance.predictor);
    let gap = &p - &best;
    let half = S::from_rational(&Rational::new(1, 2));
    let number = |x: S| DMatrix::from_element(1, 1, x);
    Ok(match part {
        Part::Minimiser => vec![best],
        Part::Gradient => {
            // (P − P*)T, without the inverse.
            let slope = if formula == Formula::CovarianceDropped { gap } else { S::product(&p, &total) - &moments.b };
            vec![slope, DMatrix::zeros(n, n)]
        }
        Part::Excess => {
            let twice = inner(&S::product(&gap, &total), &gap);
            vec![number(if formula == Formula::HalfForgotten { twice } else { twice * half })]
        }
        Part::Minimal => {
            let share = if formula == Formula::TargetVarianceHalved { half.clone() } else { S::one() };
            let own = inner(&S::product(&p, &total), &p);
            let cross = trace(&S::product(&p, &moments.b));
            vec![number((own - cross.clone() - cross + moments.target * share) * half)]
        }
        Part::Spectrum => vec![gram(&moments, &views, &best, &total, formula)?],
        Part::RadialMotion => {
            let radial = |p: &DMatrix<S>| {
                let by_p = S::product(p, &total);
                let moved = if formula == Formula::PullForgotten { by_p } else { by_p - &moments.b };
                vec![number(inner(p, &moved)); network.depth()]
            };
            let at_best = match formula {
                Formula::PullForgotten => radial(&best),
                _ => vec![number(S::zero()); network.depth()],
            };
            radial(&p).into_iter().chain(at_best).collect()
        }
    })
}

/// E u uᵀ with u_i = (F̄(x) − EF̄)ᵀ T⁻¹ P*ⁱ (f_L(x') − F̄), over independent x and x'.
fn gram<S: Field>(
    moments: &Moments<S>,
    views: &dualproof::views::Views<S>,
    best: &DMatrix<S>,
    total: &DMatrix<S>,
    formula: Formula,
) -> Result<DMatrix<S>, Obstacle> {
    let n = best.nrows();
    let mut left = right_quotient(&moments.between.transpose(), total).ok_or(UNDECIDED)?;
    let second = match formula {
        Formula::OneMinusForgotten => DMatrix::from_fn(n, views.len(), |k, v| {
            moments.within[(k, v)].clone() + moments.between[(k, views.sample_of(v))].clone()
        }),
        _ => moments.within.clone(),
    };
    let mut u = Vec::new();
    for _ in 0..n {
        u.push(S::product(&left, &second));
        left = S::product(&left, best);
    }
    let weights =
        DMatrix::from_fn(views.samples(), views.len(), |i, v| views.sample_weights[i].clone() * views.weight(v));
    let weighted: Vec<_> = u.iter().map(|u| u.component_mul(&weights)).collect();
    Ok(DMatrix::from_fn(n, n, |i, j| inner(&weighted[i], &u[j])))
}

/// Is T invertible? Exactly; for a tanh network, which has no rational outputs, certainly so within its error bound.
fn total_covariance_is_invertible(instance: &Instance) -> bool {
    fn decide<S: Field>(instance: &Instance) -> Result<bool, Obstacle> {
        let mut tape = Tape::new();
        let network = tape.network(&instance.online.embed::<S>(), &embed(&instance.views.inputs))?;
        Ok(inverse(&Moments::of(instance, tape.value(network.output)).total()).is_some())
    }
    // A determinant that is not 0 modulo a prime is not 0.
    if decide::<Prime61>(instance) == Ok(true) {
        return true;
    }
    decide::<Rational>(instance).or_else(|_| decide::<Running>(instance)).unwrap_or(false)
}

const PARTS: &[Row<Part>] = &[
    Row { name: "minimiser", part: Part::Minimiser, relation: Relation::Equal },
    Row { name: "gradient", part: Part::Gradient, relation: Relation::Equal },
    Row { name: "excess", part: Part::Excess, relation: Relation::Equal },
    Row { name: "minimal", part: Part::Minimal, relation: Relation::AtMost },
    Row { name: "spectrum", part: Part::Spectrum, relation: Relation::Equal },
    Row { name: "radial-motion", part: Part::RadialMotion, relation: Relation::Equal },
];

const RADIAL: Option<&[Part]> = Some(&[Part::RadialMotion]);

const ASSUMPTIONS: &[Assumption<Instance, Part>] = &[
    Assumption { name: "network_is_differentiable", parts: None, holds: Instance::is_differentiable },
    Assumption { name: "weights_are_shared", parts: None, holds: Instance::weights_are_shared },
    Assumption { name: "online_is_zero_mean", parts: None, holds: |i| i.zero_mean.online },
    Assumption { name: "total_covariance_is_invertible", parts: None, holds: total_covariance_is_invertible },
    Assumption { name: "network_is_bias_free", parts: RADIAL, holds: Instance::is_bias_free },
    Assumption { name: "network_is_homogeneous", parts: RADIAL, holds: Instance::is_homogeneous },
];

const MUTANTS: &[Mutant<Part, Formula>] = &[
    Mutant { name: "within-forgotten", formula: Formula::WithinForgotten, part: Part::Minimiser },
    Mutant { name: "within-twice", formula: Formula::WithinTwice, part: Part::Minimiser },
    Mutant { name: "order-reversed", formula: Formula::OrderReversed, part: Part::Minimiser },
    Mutant { name: "covariance-dropped", formula: Formula::CovarianceDropped, part: Part::Gradient },
    Mutant { name: "half-forgotten", formula: Formula::HalfForgotten, part: Part::Excess },
    Mutant { name: "target-variance-halved", formula: Formula::TargetVarianceHalved, part: Part::Minimal },
    Mutant { name: "one-minus-forgotten", formula: Formula::OneMinusForgotten, part: Part::Spectrum },
    Mutant { name: "pull-forgotten", formula: Formula::PullForgotten, part: Part::RadialMotion },
];

const DOMAIN: &[Domain] = &[
    Domain { assumption: "network_is_differentiable", reason: "at a pre-activation of 0 the gradient does not exist" },
    Domain { assumption: "total_covariance_is_invertible", reason: "P* = BT⁻¹ needs the inverse of T" },
];

const NECESSITY: &[Necessity<Instance, Part>] = &[
    Necessity {
        assumption: "weights_are_shared",
        strategy: || instances(Setting::default(), Target::Own, generic_predictor, CENTRED),
        part: Part::Minimiser,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "online_is_zero_mean",
        strategy: || drawn(Setting::default(), &[ZeroMean::NEITHER, ZeroMean::TARGET]),
        part: Part::Minimiser,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "network_is_bias_free",
        strategy: || drawn(Setting { bias: true, ..Setting::default() }, CENTRED),
        part: Part::RadialMotion,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "network_is_homogeneous",
        strategy: || drawn(Setting { tanh: true, ..Setting::default() }, CENTRED),
        part: Part::RadialMotion,
        kind: Kind::Float,
    },
];

const CENTRED: &[ZeroMean] = &[ZeroMean::BOTH, ZeroMean::ONLINE];

fn drawn(options: Setting, zero_mean: &'static [ZeroMean]) -> BoxedStrategy<Instance> {
    instances(options, Target::Shared, generic_predictor, zero_mean)
}

/// Networks without and, for all but the last line, with biases.
fn strategy() -> BoxedStrategy<Instance> {
    let options = Setting { samples: (3, 5), augmentations: (1, 3), ..Setting::default() };
    prop_oneof![3 => drawn(options, CENTRED), 1 => drawn(Setting { bias: true, ..options }, CENTRED)].boxed()
}

/// The parts that can do without T⁻¹: its error bound says nothing where T is nearly singular, as for some random
/// networks.
const WITH_ERROR_BOUND: &[Part] = &[Part::Gradient, Part::RadialMotion];

/// On the digits T is well enough conditioned for all but the spectrum: the bound on the high powers of P* exceeds
/// their size, and a comparison that cannot fail is no evidence.
const ON_DIGITS: &[Part] = &[Part::Minimiser, Part::Gradient, Part::Excess, Part::Minimal, Part::RadialMotion];

/// All free.
fn free(size: Size) -> BoxedStrategy<Instance> {
    free_instances(size, Target::Shared, CENTRED)
}

/// With t a bound on the degrees of r's gradient by P, of T and of B, and n outputs: T⁻¹ = adj T / det T has degrees
/// (n − 1)t and nt, so that P* has nt over nt; the gradients at P* are linear in it and the losses quadratic; tr of
/// T-free products of 2n + 1 factors P* gives the spectrum, and the other side of it has two inverses more.
fn degrees(instance: &Instance, part: Part) -> Result<Degrees, Obstacle> {
    let n = instance.outputs() as u64;
    let largest = |m: &DMatrix<Degree>| m.iter().map(|d| d.bound()).max().unwrap_or(0);
    let recording = Recording::<Degree>::with_predictor(instance, DMatrix::zeros(n as usize, n as usize))?;
    let network = instance.online.embed::<Degree>();
    let moments = Moments::of(instance, network.trace(&embed(&instance.views.inputs))?.output());
    let t = largest(&recording.predictor_gradient()).max(largest(&moments.total())) + 1;
    let inverses = match part {
        Part::Minimiser | Part::Gradient => 1,
        Part::Excess | Part::Minimal | Part::RadialMotion => 2,
        Part::Spectrum => 2 * n + 2,
    };
    Ok(Degrees { numerator: inverses * n * t + 2 * t, denominator: inverses * n * t })
}

fn on_digits() -> Vec<Instance> {
    vec![digits_instance(ZeroMean::BOTH)]
}

/// The claim.
pub fn claim() -> Claim<Instance, Part, Formula> {
    let mut float = Evidence::float(measured, predicted);
    float.parts = Some(WITH_ERROR_BOUND);
    let mut real = Evidence::real(on_digits, measured, predicted).with_ceiling(
        &[Part::RadialMotion],
        1e-3,
        "the error bound of P* carries the condition of T on the digits, and wᵀ∇w is the small difference of two \
         large terms there",
    );
    real.parts = Some(ON_DIGITS);
    Claim {
        slug: "optimal-predictor",
        group: "byol",
        text: include_str!("optimal_predictor.rs"),
        parts: PARTS,
        assumptions: ASSUMPTIONS,
        strategy,
        validate: Instance::validate,
        evidence: vec![
            Evidence::exact(measured, predicted),
            Evidence::identity(Identity {
                large: || free(Size::LARGE),
                small: || free(Size::SMALL),
                line: Instance::towards,
                measured,
                predicted,
                bound: Bound::Stated(degrees),
            }),
            float,
            real,
        ],
        stated: Formula::Stated,
        mutants: MUTANTS,
        necessity: NECESSITY,
        domain: DOMAIN,
    }
}
