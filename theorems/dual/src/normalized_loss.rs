//! `normalized-loss`: a loss of normalised outputs moves no layer along its own weights.
//!
//! # Statement
//! Let f̂ = f_L/‖f_L‖ and L any differentiable loss of the f̂ of any number of inputs, of a bias-free homogeneous
//! network with f_L ≠ 0 on each. With g_v = ∂L/∂f̂_v and P^⊥_v = I − f̂_v f̂_vᵀ, for every layer l:
//!
//! - `gradient`: ∇_{w_l} L = Σ_v K_l(x_v) P^⊥_v g_v / ‖f_L(x_v)‖;
//! - `no-radial-motion`: ⟨W_l, ∇_{W_l} L⟩ = 0, so a step of size α gives ‖W_l − α∇‖² = ‖W_l‖² + α²‖∇‖²: weights
//!   only grow.
//!
//! # Source
//! The normalised losses of SimCLR and BYOL, in the framework of the abstract's first sentence, which does not state it:
//! the full text was not at hand.
//!
//! # Assumptions
//! - `outputs_are_nonzero`: f̂ exists; both parts.
//! - `network_is_differentiable`: K_l exists; both parts.
//! - `network_is_bias_free`, `network_is_homogeneous`: `no-radial-motion` only.
//!
//! # Proof
//! ∂f̂/∂f = (I − f̂f̂ᵀ)/‖f‖, and ∂f_L/∂w_l = K_lᵀ: the chain rule is the first part. ⟨w_l, ∇⟩ = Σ_v (K_lᵀw_l)ᵀ P^⊥_v
//! g_v/‖f_v‖ and K_lᵀw_l = f_L(x_v) by reversibility, which P^⊥_v annihilates. Or: scaling W_l by c > 0 scales f_L by
//! c and leaves f̂ alone, so the derivative in c is 0.
//!
//! # Checked form
//! L = ⟨C, F̂⟩ + Σ w ½‖f̂_i − f̂_j‖² with random C and w, recorded with the norm as a square root and differentiated.
//! Over the rationals on networks whose outputs have rational norms: a top layer along a Pythagorean direction, or
//! inputs that a linear layer takes to Pythagorean vectors. No radial motion is decided together with ‖W_l − ∇‖².
//! Exact on outputs of rational norm. On real data: the digits network on 300 views.
//!
//! # Mutants
//! - `projection-dropped`: g/‖f‖.
//! - `norm-dropped`: P^⊥ g.
//! - `norm-squared`: P^⊥ g/‖f‖².
//! - `projection-along-the-output`: f̂f̂ᵀ g/‖f‖.
//!
//! # When an assumption is dropped
//! A bias or tanh lets the weights move radially: a stored instance each. f_L = 0 is outside: f̂ does not exist there,
//! so such an instance is rejected by name and can be no counterexample.

pub mod cases;

use super::cases::{Instance, WITH_BIAS, WITH_TANH, instances, on_digits};
use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::matrix::{Matrix, embed, inner};
use dualproof::network::Connections;
use dualproof::numbers::{Field, Number, Obstacle};
use dualproof::tape::Tape;
use nalgebra::DMatrix;

dualproof::parts! {
    pub enum Part {
        Gradient: Equal, NoRadialMotion: Equal,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        ProjectionDropped: Gradient, NormDropped: Gradient, NormSquared: Gradient, ProjectionAlongTheOutput: Gradient,
    }
}

/// A loss of normalised outputs moves no layer along its own weights.
pub struct NormalizedLoss;

const NO_DIRECTION: Obstacle = Obstacle::Outside("an output of norm 0");

impl Sides for NormalizedLoss {
    /// The gradient by differentiation, or the radial motion that it makes.
    fn measured(instance: &Instance, part: Part) -> Side {
        let mut tape = Tape::new();
        let network = tape.network(&instance.network.embed::<Number>(), &embed(&instance.inputs))?;
        let normalised = tape.normalised(network.output)?;
        let loss = instance.loss.record(&mut tape, normalised);
        let gradient = tape.gradient(loss);
        let layers = network.layers.iter().map(|layer| {
            let (weights, gradient) = (tape.value(layer.weights), gradient.of(layer.weights));
            let stepped = weights - &gradient;
            match part {
                Part::Gradient => gradient,
                Part::NoRadialMotion => {
                    let entries = [inner(weights, &gradient), inner(&stepped, &stepped)];
                    DMatrix::from_row_slice(1, 2, &entries)
                }
            }
        });
        Ok(layers.collect())
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        let network = instance.network.embed::<Number>();
        let trace = network.trace(&embed(&instance.inputs))?;
        let f = trace.output();
        let norms = f.column_iter().map(|f| norm(f.as_slice())).collect::<Result<Vec<Number>, _>>()?;
        let unit = over(f, &norms)?;
        let y = by_output(formula, &unit, &instance.loss.gradient(&unit), &norms)?;
        let layers = network.layers.iter().zip(1..).map(|(layer, l)| {
            let gradient = gradient(trace.connections(l), &y);
            match part {
                Part::Gradient => gradient,
                Part::NoRadialMotion => no_radial_motion(&layer.weights, &gradient),
            }
        });
        Ok(layers.collect())
    }
}

/// ∇_{w_l} L = Σ_v K_l(x_v) y_v with y_v = P^⊥_v g_v / ‖f_L(x_v)‖.
fn gradient(k: Connections<'_, Number>, y: &Matrix) -> Matrix {
    k.apply(y)
}

/// ⟨W_l, ∇⟩ = 0 and ‖W_l − ∇‖² = ‖W_l‖² + ‖∇‖².
fn no_radial_motion(w: &Matrix, gradient: &Matrix) -> Matrix {
    DMatrix::from_row_slice(1, 2, &[Number::zero(), inner(w, w) + inner(gradient, gradient)])
}

/// P^⊥ g / ‖f‖ with P^⊥ = I − f̂f̂ᵀ, view by view.
fn by_output(formula: Formula, unit: &Matrix, g: &Matrix, norms: &[Number]) -> Result<Matrix, Obstacle> {
    let along =
        |v: usize| unit.column(v).iter().zip(&g.column(v)).fold(Number::zero(), |s, (u, g)| s + u.clone() * g.clone());
    let radial = DMatrix::from_fn(g.nrows(), g.ncols(), |k, v| unit[(k, v)].clone() * along(v));
    let projected = match formula {
        Formula::ProjectionDropped => g.clone(),
        Formula::ProjectionAlongTheOutput => radial,
        _ => g - radial,
    };
    match formula {
        Formula::NormDropped => Ok(projected),
        Formula::NormSquared => over(&over(&projected, norms)?, norms),
        _ => over(&projected, norms),
    }
}

/// ‖f‖, not 0.
fn norm(f: &[Number]) -> Result<Number, Obstacle> {
    let square = f.iter().fold(Number::zero(), |sum, x| sum + x.clone() * x.clone());
    if square == Number::zero() {
        return Err(NO_DIRECTION);
    }
    square.square_root().ok_or(Obstacle::UnknownSign("a squared norm"))
}

/// Each column over its norm.
fn over(z: &Matrix, norms: &[Number]) -> Result<Matrix, Obstacle> {
    let entries = z.iter().enumerate().map(|(place, x)| x.divide(&norms[place / z.nrows()]));
    let entries: Option<Vec<Number>> = entries.collect();
    Ok(DMatrix::from_vec(z.nrows(), z.ncols(), entries.ok_or(Obstacle::UnknownSign("a norm"))?))
}

impl Theorem for NormalizedLoss {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use Part::NoRadialMotion;
        Declaration {
            page: dualproof::page!("normalized_loss.rs"),
            cases: cases::some_with_bias,
            validate: Instance::validate,
            assumptions: vec![
                assume("network_is_differentiable", Instance::is_differentiable)
                    .domain("at a pre-activation of 0 the gradient does not exist"),
                assume("outputs_are_nonzero", cases::has_nonzero_outputs).domain("0 has no direction to normalise to"),
                assume("network_is_bias_free", Instance::is_bias_free).of_parts(&[NoRadialMotion]).fails(
                    NoRadialMotion,
                    Kind::Enclosure,
                    || cases::pythagorean(WITH_BIAS),
                ),
                assume("network_is_homogeneous", Instance::is_homogeneous).of_parts(&[NoRadialMotion]).fails(
                    NoRadialMotion,
                    Kind::Enclosure,
                    || instances(WITH_TANH),
                ),
            ],
            primary: Evidence::enclosure(),
            further: vec![
                Evidence::exact().drawn_from(cases::of_rational_norm),
                Evidence::float(),
                Evidence::real(on_digits),
            ],
        }
    }
}
