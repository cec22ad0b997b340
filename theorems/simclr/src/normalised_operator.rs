//! `normalised-operator`: with normalised outputs SimCLR's update is a covariance of two different connections.
//!
//! # Statement
//! Let f̂ = f_L/‖f_L‖, r = ½‖f̂ − f̂'‖² and L = E\[r₊ − r₋\], over x, x⁻ independent from p, x₁, x₊ independent from
//! aug(·|x), x₋ from aug(·|x⁻), all with the same weights 𝒲 of a bias-free homogeneous network with f_L ≠ 0, both
//! branches. With K̂_l = K_l/‖f_L‖ and K̃_l = K̂_l P^⊥, P^⊥ = I − f̂ f̂ᵀ, view by view, for every layer l:
//!
//! - `update`: −∇_{w_l} L = 2 Cov_x(E\[K̃_l | x\], E\[K̂_l | x\]) w_l, Cov(A, B) = E\[(A − EA)(B − EB)ᵀ\];
//! - `energy`: L = −tr V_x\[E\[f̂ | x\]\].
//!
//! Scope: the operator is not symmetric, and ⟨w_l, Cov w_l⟩ = 0 (`normalized-loss`): it turns weights and amplifies none.
//!
//! # Source
//! Beyond the paper: the abstract's covariance operator, for the outputs of norm 1 that SimCLR is used with.
//!
//! # Assumptions
//! - `outputs_are_nonzero`: f̂ exists.
//! - `network_is_differentiable`: K_l exists.
//! - `network_is_bias_free`, `network_is_homogeneous`: f_L = K_lᵀw_l.
//!
//! # Proof
//! ∂f̂/∂w_l = P^⊥K_lᵀ/‖f_L‖ = K̃_lᵀ and, by reversibility, f̂ = K̂_lᵀw_l. Given x the two views of a positive are
//! independent, so L = −tr V_x\[E\[f̂ | x\]\] as for outputs that are not normalised (`covariance-operator`). Its gradient
//! is −2 Cov_x(∂E\[f̂ | x\]ᵀ, E\[f̂ | x\]), and E\[f̂ | x\] = E\[K̂_l | x\]ᵀ w_l with one w_l for all x.
//!
//! # Checked form
//! The loss is written as its double sum over pairs of views, with the norm as a square root, and differentiated; the
//! two connections of the formula are formed view by view, averaged and multiplied. All layers at once.
//! Over the rationals on networks whose outputs are multiples of Pythagorean vectors. On real data: the digits network.
//!
//! # Mutants
//! - `projection-forgotten`: V_x\[E\[K̂_l | x\]\], a covariance operator.
//! - `projection-on-both-sides`: V_x\[E\[K̃_l | x\]\].
//! - `norm-squared`: K̃_l with 1/‖f_L‖².
//! - `factor-one`: without the 2.
//! - `augmentation-mean-forgotten`: over samples and augmentations.
//! - `outputs-not-normalised`: the energy of f_L.
//!
//! # When an assumption is dropped
//! A bias enters f_L and not K_lᵀw_l; tanh likewise. f_L = 0 has no direction.

use super::cases::{OnNetwork, independent_samples, same_sample};
use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::matrix::{Matrix, scaled, unvec, vec};
use dualproof::network::{Connections, Layer};
use dualproof::numbers::{Field, Number, Obstacle};
use dualproof::tape::{Tape, pairs};
use dualproof::views::Views;
use nalgebra::DMatrix;

pub mod cases;

pub use cases::Instance;

dualproof::parts! {
    pub enum Part {
        Update: Equal, Energy: Equal,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        ProjectionForgotten: Update, ProjectionOnBothSides: Update, NormSquared: Update, FactorOne: Update,
        AugmentationMeanForgotten: Update, OutputsNotNormalised: Energy,
    }
}

/// With normalised outputs SimCLR's update is a covariance of two different connections.
pub struct NormalisedOperator;

impl Sides for NormalisedOperator {
    /// By differentiation of the double sum over pairs of views.
    fn measured(instance: &Instance, part: Part) -> Side {
        let views = instance.views.embed::<Number>();
        let mut tape = Tape::new();
        let network = tape.network(&instance.network.embed(), &views.inputs)?;
        let normalised = tape.normalised(network.output)?;
        let mut terms = pairs::of_samples(&views, &same_sample(&instance.views), &Number::one());
        terms.extend(pairs::of_samples(&views, &independent_samples(&instance.views), &-Number::one()));
        let loss = tape.pair_loss(normalised, normalised, terms);
        if part == Part::Energy {
            return Ok(vec![tape.value(loss).clone()]);
        }
        let gradient = tape.gradient(loss);
        Ok(network.layers.iter().map(|layer| -gradient.of(layer.weights)).collect())
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        let (network, views) = (instance.network.embed::<Number>(), instance.views.embed::<Number>());
        let trace = network.trace(&views.inputs)?;
        let unit = Unit::of(trace.output())?;
        if part == Part::Energy {
            let forgotten = formula == Formula::OutputsNotNormalised;
            return Ok(vec![energy(if forgotten { trace.output() } else { &unit.directions }, &views)]);
        }
        let of_layer =
            |(layer, l): (&Layer<Number>, usize)| update(formula, trace.connections(l), &unit, &views, &layer.weights);
        network.layers.iter().zip(1..).map(of_layer).collect()
    }
}

/// L = −tr V_x\[E\[f̂ | x\]\].
fn energy(unit: &Matrix, views: &Views<Number>) -> Matrix {
    DMatrix::from_element(1, 1, -views.between_sample_variance(unit))
}

/// −∇_{w_l} L = 2 Cov_x(E\[K̃_l | x\], E\[K̂_l | x\]) w_l.
fn update(
    formula: Formula,
    k: Connections<'_, Number>,
    f: &Unit,
    views: &Views<Number>,
    w: &Matrix,
) -> Result<Matrix, Obstacle> {
    let k_hat = (0..k.views()).map(|v| f.over_norm(&k.explicit(v), v)).collect::<Result<Vec<_>, _>>()?;
    let projected = |v: usize, k: &Matrix| match formula {
        Formula::ProjectionForgotten => Ok(k.clone()),
        Formula::NormSquared => f.over_norm(&Number::product(k, &f.orthogonal_projection(v)), v),
        _ => Ok(Number::product(k, &f.orthogonal_projection(v))),
    };
    let k_tilde = k_hat.iter().enumerate().map(|(v, k)| projected(v, k)).collect::<Result<Vec<_>, _>>()?;
    let right = if formula == Formula::ProjectionOnBothSides { &k_tilde } else { &k_hat };
    let cov_w = match formula {
        Formula::AugmentationMeanForgotten => {
            let chances: Vec<Number> = (0..views.len()).map(|v| views.weight(v)).collect();
            covariance_times(&chances, &k_tilde, right, &vec(w))
        }
        _ => {
            let given_x = |k: &[Matrix]| (0..views.samples()).map(|x| given(x, k, views)).collect::<Vec<_>>();
            covariance_times(&views.sample_weights, &given_x(&k_tilde), &given_x(right), &vec(w))
        }
    };
    let factor = Number::from_integer(if formula == Formula::FactorOne { 1 } else { 2 });
    Ok(scaled(&unvec(&cov_w, w.nrows(), w.ncols()), &factor))
}

/// E\[K | x\].
fn given(x: usize, k: &[Matrix], views: &Views<Number>) -> Matrix {
    let of_sample = views.of_sample(x).map(|v| scaled(&k[v], &views.augmentation_weights[v]));
    of_sample.reduce(|sum, k| sum + k).expect("an augmentation of every sample")
}

/// Cov(A, B) w = Σ p (A − EA)(B − EB)ᵀ w.
fn covariance_times(p: &[Number], a: &[Matrix], b: &[Matrix], w: &Matrix) -> Matrix {
    let mean = |z: &[Matrix]| {
        let terms = p.iter().zip(z).map(|(p, z)| scaled(z, p));
        terms.reduce(|sum, z| sum + z).expect("a sample")
    };
    let (mean_a, mean_b) = (mean(a), mean(b));
    let term = |((p, a), b): ((&Number, &Matrix), &Matrix)| {
        let on_w = Number::product(&(b - &mean_b).transpose(), w);
        scaled(&Number::product(&(a - &mean_a), &on_w), p)
    };
    p.iter().zip(a).zip(b).map(term).reduce(|sum, z| sum + z).expect("a sample")
}

/// The directions f̂ and the norms of the outputs, view by view.
struct Unit {
    directions: Matrix,
    norms: Vec<Number>,
}

impl Unit {
    fn of(f: &Matrix) -> Result<Self, Obstacle> {
        let norm = |f: &[Number]| {
            let square = f.iter().fold(Number::zero(), |sum, x| sum + x.clone() * x.clone());
            square.square_root().ok_or(Obstacle::UnknownSign("a squared norm"))
        };
        let norms = f.column_iter().map(|f| norm(f.as_slice())).collect::<Result<Vec<_>, _>>()?;
        let mut unit = Unit { directions: f.clone(), norms };
        for v in 0..f.ncols() {
            let direction = unit.over_norm(&f.columns(v, 1).into_owned(), v)?;
            unit.directions.set_column(v, &direction.column(0));
        }
        Ok(unit)
    }

    /// Z/‖f_L‖ of a view.
    fn over_norm(&self, z: &Matrix, view: usize) -> Result<Matrix, Obstacle> {
        let entries: Option<Vec<Number>> = z.iter().map(|x| x.divide(&self.norms[view])).collect();
        entries.map(|e| DMatrix::from_vec(z.nrows(), z.ncols(), e)).ok_or(Obstacle::UnknownSign("a norm"))
    }

    /// P^⊥ = I − f̂ f̂ᵀ of a view.
    fn orthogonal_projection(&self, view: usize) -> Matrix {
        let f = self.directions.columns(view, 1).into_owned();
        DMatrix::identity(f.nrows(), f.nrows()) - Number::product(&f, &f.transpose())
    }
}

impl Theorem for NormalisedOperator {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use {Kind::Enclosure, Part::*};
        Declaration {
            page: dualproof::page!("normalised_operator.rs"),
            cases: cases::with_outputs,
            validate: Instance::validate,
            assumptions: vec![
                assume("network_is_differentiable", Instance::is_differentiable)
                    .domain("at a pre-activation of 0 the gradient does not exist"),
                assume("outputs_are_nonzero", Instance::has_nonzero_outputs).domain("0 has no direction"),
                assume("network_is_bias_free", Instance::is_bias_free).of_parts(&[Update]).fails(
                    Update,
                    Enclosure,
                    cases::with_a_bias,
                ),
                assume("network_is_homogeneous", Instance::is_homogeneous).of_parts(&[Update]).fails(
                    Update,
                    Enclosure,
                    cases::with_tanh,
                ),
            ],
            primary: Evidence::enclosure(),
            further: vec![
                Evidence::exact().drawn_from(cases::of_rational_norm),
                Evidence::float(),
                Evidence::real(cases::on_digits),
            ],
        }
    }
}
