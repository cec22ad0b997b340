//! `translation-invariance`: under all cyclic shifts a linear network learns nothing from two objects of equal pixel
//! sum; one layer of ReLU units sees the difference where its units change sign over the shifts.
//!
//! # Statement
//! Two equally likely objects u, v of d pixels with the same sum σ, for instance the patterns 11 and 101; the
//! augmentation is a cyclic shift, all d equally likely. One branch or both.
//!
//! - `linear-connections-agree`: in a linear network K̄_l(u) = K̄_l(v) = (σ/d) W_{l−1}⋯W_1 1 ⊗ (W_L⋯W_{l+1})ᵀ at every
//!   layer, so V_x\[K̄_l\] = 0;
//! - `attraction-cancels-repulsion`: there ∇E r₊ = ∇E r₋ = 2 V\[K_l\] w_l, the covariance over all views. Nothing is
//!   learned.
//! - `one-hidden-relu`: at the layer above one hidden ReLU layer, V_x\[K̄\] = ¼ δδᵀ ⊗ I with δ = E\[f₁ | u\] −
//!   E\[f₁ | v\], and for a unit with weights w, δ = (1/2d) Σ_p (|w·T_p u| − |w·T_p v|), T_p the shift by p.
//! - `sight-on-an-open-set`, patterns 11 and 101, d ≥ 4: for w = c(e₀ − e₁) + ε with c > 0, δ ≤ −(c − 2‖ε‖₁)/d:
//!   negative for all weights of the open set ‖ε‖₁ < c/2.
//!
//! # Source
//! Abstract: the covariance operator amplifies selectivities "that vary across data samples but survive averages
//! over data augmentations". The example of two translated patterns is that of our notes on it, not quoted; the formula
//! for δ and the open set are proved here. *Correction to our notes*: "δ is non-zero for generic weights" is
//! false. A unit that does not change sign on the views, say w > 0, is linear on them, so δ = 0 on an open set too.
//!
//! # Assumptions
//! - `objects_have_equal_sums`.
//! - `shifts_are_transitive`: every pixel is carried to every place equally often.
//! - `objects_are_11_and_101`, and c > 0, for sight.
//! - Linear network for the first two parts, one hidden ReLU layer for the third; no pre-activation is exactly 0, or
//!   the instance is rejected.
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
//! The bound of sight is attained at ε = 0, which no running error can tell.
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

pub mod cases;
mod measured;

use cases::{Instance, Objects, Shifts, drawn};
use dualproof::claim::{Declaration, Evidence, Kind, Parts, Relation, Side, Sides, Theorem, assume};
use dualproof::matrix::{Matrix, embed, scaled};
use dualproof::network::Network;
use dualproof::numbers::{Number, Rational, Ring};
use dualproof::operator::{Moment, Operator};
use nalgebra::DMatrix;
use num_traits::Zero;

dualproof::parts! {
    pub enum Part {
        LinearConnectionsAgree: Equal, AttractionCancelsRepulsion: Equal, OneHiddenRelu: Equal,
        SightOnAnOpenSet: AtMost,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        SumNotDivided: LinearConnectionsAgree, RepulsionHalved: AttractionCancelsRepulsion,
        VarianceOfTwoDoubled: OneHiddenRelu, AbsoluteValuesDropped: OneHiddenRelu, PerturbationHalved: SightOnAnOpenSet,
        PerturbationDropped: SightOnAnOpenSet,
    }
}

/// Under all cyclic shifts a linear network learns nothing from two objects of equal sum; a ReLU unit may.
pub struct TranslationInvariance;

impl Sides for TranslationInvariance {
    fn measured(instance: &Instance, part: Part) -> Side {
        measured::measured(instance, part)
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        instance.need(part)?;
        let network = instance.network.embed::<Number>();
        let layers = 0..network.depth();
        Ok(match part {
            Part::LinearConnectionsAgree => {
                layers.flat_map(|l| vec![linear_connections_agree(formula, instance, &network, l); 2]).collect()
            }
            Part::AttractionCancelsRepulsion => {
                let gradients = attraction_cancels_repulsion(formula, instance, &network)?;
                [gradients.clone(), gradients].concat()
            }
            Part::OneHiddenRelu => vec![one_hidden_relu(formula, instance, network.output_width())],
            Part::SightOnAnOpenSet => vec![sight_on_an_open_set(formula, instance)],
        })
    }
}

/// K̄_l(u) = K̄_l(v) = (σ/d) W_{l−1}⋯W_1 1 ⊗ (W_L⋯W_{l+1})ᵀ, for layer l counted from 0.
fn linear_connections_agree(formula: Formula, instance: &Instance, network: &Network<Number>, l: usize) -> Matrix {
    let d = instance.pixels();
    let sigma = instance.objects[0].iter().fold(Number::zero(), |sum, x| sum + Number::from_rational(x));
    let share = if formula == Formula::SumNotDivided { Number::one() } else { fraction(1, d) };
    let mean = DMatrix::from_element(d, 1, sigma * share);
    let below = network.layers[..l].iter().fold(mean, |x, layer| Number::product(&layer.weights, &x));
    let top = DMatrix::identity(network.output_width(), network.output_width());
    let above = network.layers[l + 1..].iter().rev().fold(top, |j, layer| Number::product(&j, &layer.weights));
    below.kronecker(&above.transpose())
}

/// ∇E r₊ = ∇E r₋ = 2 V\[K_l\] w_l at every layer l.
fn attraction_cancels_repulsion(formula: Formula, instance: &Instance, network: &Network<Number>) -> Side {
    let views = instance.views::<Number>();
    let trace = network.trace(&views.inputs)?;
    let two = Number::from_integer(if formula == Formula::RepulsionHalved { 1 } else { 2 });
    let gradient = |l: usize| {
        let v = Operator::of(trace.connections(l + 1), &views, Moment::Total);
        scaled(&v.apply(&network.layers[l].weights), &two)
    };
    Ok((0..network.depth()).map(gradient).collect())
}

/// V_x\[K̄\] = ¼ δδᵀ ⊗ I with δ = (1/2d) Σ_p (|w·T_p u| − |w·T_p v|) for each hidden unit.
fn one_hidden_relu(formula: Formula, instance: &Instance, outputs: usize) -> Matrix {
    let (w, shifts) = (&instance.network.layers[0].weights, instance.shifts.len());
    let t = Rational::product(w, &instance.views().inputs);
    let size = |t: &Rational| if formula == Formula::AbsoluteValuesDropped { t.clone() } else { t.abs() };
    let sum = |j: usize| (0..shifts).fold(Rational::zero(), |s, p| s + size(&t[(j, p)]) - size(&t[(j, shifts + p)]));
    let delta = DMatrix::from_fn(w.nrows(), 1, |j, _| sum(j) * Rational::new(1, 2 * shifts as u64));
    let delta = embed::<Number>(&delta);
    let quarter = fraction(1, if formula == Formula::VarianceOfTwoDoubled { 2 } else { 4 });
    let square = scaled(&Number::product(&delta, &delta.transpose()), &quarter);
    square.kronecker(&DMatrix::identity(outputs, outputs))
}

/// δ ≤ −(c − 2‖ε‖₁)/d.
fn sight_on_an_open_set(formula: Formula, instance: &Instance) -> Matrix {
    let size = instance.perturbation.iter().fold(Rational::zero(), |sum, x| sum + x.abs());
    let two = match formula {
        Formula::PerturbationHalved => Rational::new(1, 2),
        Formula::PerturbationDropped => Rational::zero(),
        _ => Rational::new(2, 1),
    };
    let bound = (size * two - instance.contrast.clone()) * Rational::new(1, instance.pixels() as u64);
    DMatrix::from_element(1, 1, Number::from_rational(&bound))
}

fn fraction(n: i64, d: usize) -> Number {
    Number::from_rational(&Rational::new(n, d as u64))
}

impl Theorem for TranslationInvariance {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use Part::*;
        Declaration {
            page: dualproof::page!("translation_invariance.rs"),
            cases: cases::strategy,
            validate: Instance::validate,
            assumptions: vec![
                assume("objects_have_equal_sums", Instance::objects_have_equal_sums)
                    .fails(LinearConnectionsAgree, Kind::Exact, || drawn(Objects::Unequal, Shifts::All))
                    .fails(OneHiddenRelu, Kind::Exact, || drawn(Objects::Unequal, Shifts::All)),
                assume("shifts_are_transitive", Instance::shifts_are_transitive).fails(
                    LinearConnectionsAgree,
                    Kind::Exact,
                    || drawn(Objects::Patterns, Shifts::Some),
                ),
                assume("objects_are_11_and_101", Instance::objects_are_11_and_101).of_parts(&[SightOnAnOpenSet]).fails(
                    SightOnAnOpenSet,
                    Kind::Exact,
                    || drawn(Objects::Equal, Shifts::All),
                ),
            ],
            primary: Evidence::exact(),
            further: vec![Evidence::float().of_parts(&Part::related(Relation::Equal))],
        }
    }
}
